use super::*;
use crate::domain::design::{Answered, Chosen, Decision};
use crate::domain::sheet::Sheet;

fn design(pairs: &[(&str, &str)], decisions: &[(&str, &str)]) -> Design {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let decided = |(wizard, outcome): &(&str, &str)| Decision {
        wizard: (*wizard).to_owned(),
        outcome: Some(Chosen { id: (*outcome).to_owned(), ..Chosen::default() }),
        ..Decision::default()
    };
    Design { sheet: Sheet::read(&pairs).0, decisions: decisions.iter().map(decided).collect(), ..Design::default() }
}

fn asked(build: &Build) -> Vec<&str> {
    build.variables.iter().filter(|variable| variable.value.is_none()).map(|variable| variable.name).collect()
}

#[test]
fn what_is_not_known_is_asked_for() {
    assert_eq!(asked(&Build::of(&Design::default())), ["region", "node_count", "node_size"]);
    let one = design(
        &[
            ("region", "westeurope"),
            ("network-owner", "you"),
            ("pool.name", "a"),
            ("pool.nodes", "3"),
            ("pool.size", "Standard_D2s_v5"),
        ],
        &[
            ("network-model", "pod-subnet-dynamic"),
            ("outbound", "user-defined-routing"),
            ("control-plane", "vnet-integration-private"),
            ("registry", "private-endpoint"),
            ("ingress", "agc"),
        ],
    );
    let expected = [
        "node_subnet_range",
        "pod_subnet_range",
        "api_server_subnet_range",
        "endpoint_subnet_range",
        "frontend_subnet_range",
        "network_range",
        "firewall_address",
        "registry_name",
    ];
    assert_eq!(asked(&Build::of(&one)), expected);
}

#[test]
fn a_network_is_made_where_it_is_ones_own() {
    assert!(Build::of(&design(&[("network-owner", "aks")], &[("network-model", "overlay")])).networks.is_empty());
    assert!(Build::of(&design(&[], &[("network-model", "overlay")])).networks.is_empty());
    assert_eq!(Build::of(&design(&[], &[("outbound", "user-nat-gateway")])).networks.len(), 1);
    assert_eq!(Build::of(&design(&[("node-subnet-range", "10.1.0.0/24")], &[])).networks.len(), 1);
    let against = Build::of(&design(&[("network-owner", "aks")], &[("network-model", "pod-subnet-static")]));
    assert!(against.networks.is_empty());
    assert!(against.left_out.iter().any(|left| left.what == "A network of your own"));
}

#[test]
fn the_way_out_is_on_the_subnets_of_nodes_and_pods() {
    for (outcome, routed) in [("user-nat-gateway", false), ("user-defined-routing", true)] {
        let build = Build::of(&design(
            &[
                ("node-subnet-range", "10.1.0.0/24"),
                ("pod-subnet-range", "10.1.16.0/20"),
                ("endpoint-range", "10.1.8.0/27"),
            ],
            &[("network-model", "pod-subnet-dynamic"), ("outbound", outcome)],
        ));
        let on: Vec<(&str, bool, bool)> = build.networks[0]
            .subnets
            .iter()
            .map(|subnet| (subnet.name.as_str(), subnet.routed, subnet.natted))
            .collect();
        let expected =
            [("snet-nodes", routed, !routed), ("snet-pods", routed, !routed), ("snet-endpoints", false, false)];
        assert_eq!(on, expected);
    }
}

#[test]
fn a_nat_gateway_is_zone_redundant_where_nodes_are_spread_or_have_both_families() {
    let sku = |pairs: &[(&str, &str)]| {
        Build::of(&design(pairs, &[("outbound", "user-nat-gateway")])).nat_gateway.map(|gateway| gateway.sku)
    };
    assert_eq!(sku(&[]), Some("Standard"));
    assert_eq!(sku(&[("zones", "no")]), Some("Standard"));
    assert_eq!(sku(&[("zones", "yes")]), Some("StandardV2"));
    assert_eq!(sku(&[("ip-families", "dual")]), Some("StandardV2"));
}

#[test]
fn a_system_pool_of_linux_comes_first() {
    let build = Build::of(&design(
        &[
            ("pool.name", "win"),
            ("pool.os", "windows"),
            ("pool.mode", "user"),
            ("pool.name", "app"),
            ("pool.os", "linux"),
            ("pool.mode", "user"),
            ("pool.name", "sys"),
            ("pool.os", "linux"),
            ("pool.mode", "system"),
        ],
        &[],
    ));
    let names: Vec<&str> = build.pools.iter().map(|pool| pool.name.as_str()).collect();
    assert_eq!(names, ["sys", "win", "app"]);
    let only = Build::of(&design(&[("pool.name", "system"), ("pool.os", "windows"), ("pool.mode", "user")], &[]));
    let names: Vec<&str> = only.pools.iter().map(|pool| pool.name.as_str()).collect();
    assert_eq!(names, ["system2", "system"], "a pool for the system is added under a name of its own");
}

#[test]
fn every_element_says_why_and_where_that_is_stated() {
    for (wizard, outcomes) in gaps::KNOWN {
        for outcome in *outcomes {
            let build = Build::of(&design(&[("network-owner", "you"), ("zones", "yes")], &[(wizard, outcome)]));
            let whys = build.settings.iter().map(|element| &element.why);
            let whys = whys.chain(build.pools.iter().map(|pool| &pool.why));
            let whys =
                whys.chain(build.roles.iter().map(|role| &role.why)).chain(build.zones.iter().map(|zone| &zone.why));
            let subnets = build.networks.iter().flat_map(|network| network.subnets.iter().map(|subnet| &subnet.why));
            for why in whys.chain(subnets).chain(build.networks.iter().map(|network| &network.why)) {
                assert!(!why.decision.is_empty() && why.because.ends_with('.'), "{why:?}");
                assert!(why.source.starts_with("https://learn.microsoft.com/"), "{why:?}");
            }
            for left in &build.left_out {
                assert!(!left.what.is_empty() && left.why.ends_with('.'), "{left:?}");
            }
        }
    }
}

#[test]
fn a_decisions_own_reason_goes_first() {
    let mut one = design(&[], &[("network-model", "overlay")]);
    one.decisions[0].title = "Choose a network model".to_owned();
    one.decisions[0].reasons = vec![crate::domain::design::Reason {
        text: "The network is scarce.".to_owned(),
        source: "https://learn.microsoft.com/x".to_owned(),
    }];
    let build = Build::of(&one);
    let why = &build.settings.iter().find(|element| element.setting == Setting::Overlay).unwrap().why;
    assert_eq!(why.decision, "Choose a network model: overlay");
    assert_eq!(why.because, "The network is scarce.");
}

#[test]
fn ranges_of_services_and_their_dns_come_together() {
    let told = |pairs: &[(&str, &str)]| {
        let build = Build::of(&design(pairs, &[("network-model", "overlay")]));
        let of = |element: &Element| match &element.setting {
            Setting::ServiceRanges(ranges) | Setting::PodRanges(ranges) => {
                Some(ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            }
            Setting::DnsService(Value::Given(address)) => Some(address.clone()),
            Setting::DnsService(Value::Asked(name)) => Some((*name).to_owned()),
            _ => None,
        };
        build.settings.iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(told(&[("service-range", "172.16.0.0/16")]), ["172.16.0.0/16", "dns_service_address"]);
    assert_eq!(told(&[("dns-service-address", "10.0.0.10")]), ["10.0.0.0/16", "10.0.0.10"]);
    assert!(told(&[("dns-service-address", "10.9.0.10")]).is_empty());
    let both = told(&[("ip-families", "dual"), ("pod-range", "10.244.0.0/16"), ("service-range", "10.0.0.0/16")]);
    let expected = ["10.244.0.0/16,fd12:3456:789a::/64", "10.0.0.0/16,fd12:3456:789a:1::/108", "dns_service_address"];
    assert_eq!(both, expected);
}

#[test]
fn the_gateway_of_the_mesh_is_inside_where_the_entry_is_reached_from_inside() {
    let side = |question: &str, option: &str| {
        let mut one = design(&[], &[("ingress", "istio-gateway")]);
        one.decisions[0].answers.push(Answered {
            question: question.to_owned(),
            option: Some(option.to_owned()),
            ..Answered::default()
        });
        let build = Build::of(&one);
        ["internal", "external"].into_iter().find(|side| build.says(&Setting::IstioGateway(side)))
    };
    for (question, option, expected) in [
        ("reached-from", "private", "internal"),
        ("reached-from", "firewall", "internal"),
        ("reached-from", "internet", "external"),
        ("reached-from", "both", "external"),
        // What another question says of something private is no matter of the gateway.
        ("place", "private", "external"),
    ] {
        assert_eq!(side(question, option), Some(expected), "{question}={option}");
    }
}
