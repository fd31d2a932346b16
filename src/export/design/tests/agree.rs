//! The three programs hold what the values say, and nothing else.

use super::read::{Told, attached, expected_networks, of_az, of_bicep, of_terraform};
use super::run::run;
use super::{Values, text};
use crate::domain::aks::cluster::Os;
use crate::domain::design::Design;
use crate::domain::design::build::{Build, Place, Pool, Program, Scope, Setting, Value, ZoneMode, ZoneOf};
use crate::domain::sheet::Mode;

/// A value of another program as the CLI spells it.
pub(super) fn one_spelling(flag: &str, value: &str) -> String {
    match flag {
        "--ip-families" => value.to_lowercase(),
        "--private-dns-zone" if matches!(value.to_lowercase().as_str(), "system" | "none") => value.to_lowercase(),
        "--private-dns-zone" => "own".to_owned(),
        "--apiserver-subnet-id" => value.split_once("/subnets/").unwrap().1.to_owned(),
        "--enable-addons" => "azure-keyvault-secrets-provider".to_owned(),
        flag if flag.starts_with("--enable-") => {
            assert!(["true", "Standard", "Enabled", "Istio", ""].contains(&value), "{flag} {value}");
            "yes".to_owned()
        }
        _ => value.to_owned(),
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Given(text) => text.clone(),
        Value::Asked(name) => format!("?{name}"),
    }
}

fn subnet(build: &Build, place: Place) -> String {
    build.subnet(place).unwrap().name.clone()
}

/// The flags that a program should hold.
fn cluster(build: &Build, program: Program) -> Values {
    let mut found = Values::new();
    for element in &build.settings {
        let setting = &element.setting;
        // What cannot be said is named.
        if program.lacks(setting, build).is_some() {
            assert!(build.left_out_of(program).any(|left| left.of == [program]), "{setting:?}");
            continue;
        }
        let joined = |ranges: &[ipnet::IpNet]| ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let yes = || "yes".to_owned();
        let (flag, value) = match setting {
            Setting::Kubernetes(version) => ("--kubernetes-version", version.clone()),
            Setting::Plugin(plugin) => ("--network-plugin", (*plugin).to_owned()),
            Setting::Overlay => ("--network-plugin-mode", "overlay".to_owned()),
            Setting::CiliumDataPlane => ("--network-dataplane", "cilium".to_owned()),
            Setting::ContainerNetworking => ("--enable-acns", yes()),
            // No engine is no argument there.
            Setting::Policy("none") if program == Program::Terraform => continue,
            Setting::Policy(policy) => ("--network-policy", (*policy).to_owned()),
            Setting::DualStack => ("--ip-families", "ipv4,ipv6".to_owned()),
            Setting::PodRanges(ranges) => ("--pod-cidrs", joined(ranges)),
            Setting::ServiceRanges(ranges) => ("--service-cidrs", joined(ranges)),
            Setting::DnsService(address) => ("--dns-service-ip", word(address)),
            Setting::StaticBlocks => continue,
            Setting::Outbound(kind) => ("--outbound-type", (*kind).to_owned()),
            Setting::BalancerAddresses(n) => ("--load-balancer-managed-outbound-ip-count", n.to_string()),
            Setting::BalancerPorts(n) => ("--load-balancer-outbound-ports", n.to_string()),
            Setting::NatAddresses(n) => ("--nat-gateway-managed-outbound-ip-count", n.to_string()),
            Setting::ArtifactCache => ("--bootstrap-artifact-source", "Cache".to_owned()),
            Setting::Private => ("--enable-private-cluster", yes()),
            Setting::PrivateZone(ZoneMode::System) => ("--private-dns-zone", "system".to_owned()),
            Setting::PrivateZone(ZoneMode::None) => ("--private-dns-zone", "none".to_owned()),
            Setting::PrivateZone(ZoneMode::Own(_)) => ("--private-dns-zone", "own".to_owned()),
            Setting::Integrated(place) => {
                found.extend(place.map(|place| ("--apiserver-subnet-id".to_owned(), subnet(build, place))));
                ("--enable-apiserver-vnet-integration", yes())
            }
            Setting::AuthorizedRanges(value) => ("--api-server-authorized-ip-ranges", word(value)),
            Setting::OwnIdentity => ("--assign-identity", yes()),
            Setting::OidcIssuer => ("--enable-oidc-issuer", yes()),
            Setting::WorkloadIdentity => ("--enable-workload-identity", yes()),
            Setting::SecretsProvider => ("--enable-addons", "azure-keyvault-secrets-provider".to_owned()),
            Setting::GatewayApi => ("--enable-gateway-api", yes()),
            Setting::AppRoutingIstio => ("--enable-app-routing-istio", yes()),
            Setting::AppRouting => ("--enable-app-routing", yes()),
            Setting::Istio => ("--enable-azure-service-mesh", yes()),
            Setting::IstioGateway(side) => ("gateway", (*side).to_owned()),
        };
        found.insert(flag.to_owned(), value);
    }
    let tags = build.tags.iter().filter(|(key, _)| program != Program::Az || !key.starts_with('-'));
    let tags: Vec<String> = tags.map(|(key, value)| format!("{key}={value}")).collect();
    if !tags.is_empty() {
        found.insert("--tags".to_owned(), tags.join(","));
    }
    found
}

fn pool(build: &Build, pool: &Pool, program: Program) -> Values {
    let pairs = [
        ("name", Some(pool.name.clone())),
        ("mode", Some(if pool.mode == Mode::System { "System" } else { "User" }.to_owned())),
        ("os", Some(if pool.os == Os::Windows { "Windows" } else { "Linux" }.to_owned())),
        ("nodes", Some(word(&pool.nodes))),
        ("size", Some(word(&pool.size))),
        ("pods", pool.max_pods.map(|n| n.to_string())),
        ("zones", Some(pool.zones.iter().map(u8::to_string).collect::<Vec<_>>().join(",")).filter(|z| !z.is_empty())),
        ("surge", pool.surge.clone()),
        ("subnet", build.node_subnet.map(|place| subnet(build, place))),
        ("pod subnet", build.pod_subnet.map(|place| subnet(build, place))),
        (
            "blocks",
            (program != Program::Terraform && build.says(&Setting::StaticBlocks)).then(|| "StaticBlock".to_owned()),
        ),
    ];
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn rest(build: &Build) -> Vec<String> {
    let zone = |of| match of {
        ZoneOf::PrivateLink => "privatelink.REGION.azmk8s.io",
        ZoneOf::Integrated => "private.REGION.azmk8s.io",
        ZoneOf::Registry => "privatelink.azurecr.io",
    };
    let mut found = Vec::new();
    if let Some(table) = &build.route_table {
        found.extend([format!("routes {}", table.name), format!("route {}", word(&table.next_hop))]);
    }
    if let Some(gateway) = &build.nat_gateway {
        found.extend(gateway.address_names().iter().map(|name| format!("address {name} {}", gateway.sku)));
        found.push(format!("nat {} {} {}", gateway.name, gateway.sku, gateway.addresses));
    }
    for made in &build.zones {
        found.push(format!("zone {}", zone(made.of)));
        let names = made.links.iter().map(|at| &build.networks[*at].name);
        found.extend(names.map(|name| format!("link link-{name} {name}")));
    }
    if let Some(identity) = &build.identity {
        found.push(format!("identity {}", identity.name));
    }
    for role in &build.roles {
        let scope = match role.scope {
            Scope::Network(at) => build.networks[at].name.clone(),
            Scope::Zone(at) => zone(build.zones[at].of).to_owned(),
        };
        found.push(format!("role {} on {scope}", role.name));
    }
    if let Some(place) = build.registry.as_ref().and_then(|registry| registry.endpoint) {
        found.push(format!("endpoint pe-registry in {}", subnet(build, place)));
    }
    found
}

pub(super) fn expected(build: &Build, program: Program) -> Told {
    Told {
        networks: expected_networks(build),
        cluster: cluster(build, program),
        pools: build.pools.iter().map(|one| pool(build, one, program)).collect(),
        rest: rest(build),
    }
    .sorted()
}

/// Holds the three programs of a design against its values.
pub(super) fn same_in_all(design: &Design) {
    let build = Build::of(design);
    let programs = ["az", "bicep", "terraform"].map(|format| text(design, format));
    hold(&build, &programs);
}

/// Holds three programs against values.
pub(super) fn hold(build: &Build, [az, bicep, terraform]: &[String; 3]) {
    let calls = run(az, build);
    let mut told = of_az(&calls);
    let region = build.variables.iter().find(|variable| variable.name == "region").unwrap();
    let region = region.value.clone().unwrap_or_else(|| "?region".to_owned());
    for rest in &mut told.rest {
        *rest = rest.replace(&format!(".{region}.azmk8s.io"), ".REGION.azmk8s.io");
    }
    assert_eq!(told.sorted(), expected(build, Program::Az), "{az}");
    assert_eq!(of_bicep(bicep), expected(build, Program::Bicep), "{bicep}");
    assert_eq!(of_terraform(terraform), expected(build, Program::Terraform), "{terraform}");
    let registry = build.registry.as_ref().filter(|registry| registry.attached);
    assert_eq!(attached(&calls), registry.map(|registry| word(&registry.name)));
    assert_eq!(bicep.contains("7f951dda-4ed3-4680-a7ca-43fe172d538d"), registry.is_some());
    assert_eq!(terraform.contains("\"AcrPull\""), registry.is_some());
    for call in &calls {
        for (flag, _) in &call.flags {
            let listed = super::super::az::flags::FLAGS
                .iter()
                .any(|(of, flags, _)| (*of == call.words || *of == "*") && flags.contains(&flag.as_str()));
            assert!(listed, "{flag} of az {} is no flag of the table", call.words);
        }
    }
}

#[test]
fn every_flag_of_the_table_has_a_page() {
    for (words, flags, source) in super::super::az::flags::FLAGS {
        assert!(source.starts_with("https://learn.microsoft.com/"), "{words} {flags:?}");
        assert!(flags.iter().all(|flag| flag.starts_with("--")));
    }
}
