use super::zone_name::{ZoneNameError, parse};
use super::*;
use crate::domain::aks::finding::no_errors;
use proptest::prelude::*;

fn custom(name: &str) -> PrivateCluster {
    PrivateCluster {
        zone: Zone::Custom(name.to_owned()),
        identity: Some(Identity::UserAssigned),
        ..PrivateCluster::default()
    }
}

fn integrated(cluster: PrivateCluster) -> PrivateCluster {
    PrivateCluster { vnet_integration: true, ..cluster }
}

#[test]
fn settings_are_accepted_or_refused() {
    let plain = PrivateCluster::default();
    let hub = PrivateCluster { servers: Servers::Hub, ..plain.clone() };
    let cases = [
        ("PR-01", plain.clone(), None),
        (
            "PR-02",
            PrivateCluster { zone: Zone::None, public_fqdn: false, ..plain.clone() },
            Some("zone-none-without-public-fqdn"),
        ),
        ("PR-03", PrivateCluster { public_fqdn: false, ..plain.clone() }, None),
        (
            "PR-04",
            PrivateCluster { identity: Some(Identity::SystemAssigned), ..custom("privatelink.eastus.azmk8s.io") },
            Some("custom-zone-identity"),
        ),
        ("PR-05", custom("team1.privatelink.eastus.azmk8s.io"), None),
        ("PR-08", integrated(custom("private.eastus.azmk8s.io")), None),
        ("PR-12", PrivateCluster { authorized_ranges: 1, ..plain.clone() }, Some("authorized-ranges-on-private")),
        (
            "PR-14",
            integrated(PrivateCluster { encrypted_network: true, ..plain.clone() }),
            Some("integration-in-encrypted-network"),
        ),
        ("private without integration", custom("private.eastus.azmk8s.io"), Some("zone-of-other-flavour")),
        (
            "privatelink with integration",
            integrated(custom("privatelink.eastus.azmk8s.io")),
            Some("zone-of-other-flavour"),
        ),
        ("no privatelink", custom("westeurope.azmk8s.io"), Some("zone-name")),
        (
            "another region",
            PrivateCluster { region: Some("westeurope".into()), ..custom("privatelink.eastus.azmk8s.io") },
            Some("zone-of-other-region"),
        ),
        (
            "a subdomain without a zone",
            PrivateCluster { fqdn_subdomain: Some("team".into()), ..plain.clone() },
            Some("subdomain-without-custom-zone"),
        ),
        (
            "a subdomain with a zone",
            PrivateCluster { fqdn_subdomain: Some("team".into()), ..custom("privatelink.eastus.azmk8s.io") },
            None,
        ),
        (
            "qatarcentral",
            integrated(PrivateCluster { region: Some("QatarCentral".into()), ..plain.clone() }),
            Some("integration-not-in-region"),
        ),
        ("the hub's servers do not know the zone", hub.clone(), Some("zone-not-linked-to-hub")),
        ("the hub's servers know the zone", PrivateCluster { hub_linked: true, ..hub.clone() }, None),
        ("no zone needs no link", PrivateCluster { zone: Zone::None, ..hub.clone() }, None),
        (
            "kubenet, routes and servers of one's own",
            PrivateCluster { hub_linked: true, kubenet_own_routes: true, ..hub },
            Some("kubenet-own-routes-and-dns"),
        ),
        (
            "a public cluster with ranges",
            PrivateCluster { private: false, authorized_ranges: 200, ..plain.clone() },
            None,
        ),
        (
            "a public cluster with too many ranges",
            PrivateCluster { private: false, authorized_ranges: 201, ..plain.clone() },
            Some("too-many-authorized-ranges"),
        ),
        (
            "a zone without a private cluster",
            PrivateCluster { private: false, zone: Zone::None, ..plain },
            Some("zone-without-private-cluster"),
        ),
    ];
    for (id, cluster, code) in cases {
        let answer = private_dns(&cluster);
        assert_eq!(answer.allowed, code.is_none(), "{id}: {:?}", answer.findings);
        if let Some(code) = code {
            assert_eq!(answer.findings[0].code, code, "{id}");
        }
    }
    let plain = private_dns(&PrivateCluster::default());
    assert!(plain.public_fqdn && plain.zone.is_some_and(|zone| zone.contains("privatelink")), "PR-01");
}

#[test]
fn changes_are_accepted_or_refused() {
    let plain = PrivateCluster::default();
    let cases = [
        ("PR-10", custom("privatelink.eastus.azmk8s.io"), Change::Zone(Zone::None), None),
        ("PR-15", integrated(plain.clone()), Change::VnetIntegration(false), Some("integration-is-permanent")),
        ("system to none", plain.clone(), Change::Zone(Zone::None), None),
        (
            "none to system",
            PrivateCluster { zone: Zone::None, ..plain.clone() },
            Change::Zone(Zone::System),
            Some("zone-change-refused"),
        ),
        (
            "system to custom",
            plain.clone(),
            Change::Zone(Zone::Custom("privatelink.eastus.azmk8s.io".into())),
            Some("zone-change-refused"),
        ),
        (
            "to none without a public name",
            PrivateCluster { public_fqdn: false, ..plain.clone() },
            Change::Zone(Zone::None),
            Some("zone-none-without-public-fqdn"),
        ),
        (
            "no public name without a zone",
            PrivateCluster { zone: Zone::None, ..plain.clone() },
            Change::PublicFqdn(false),
            Some("zone-none-without-public-fqdn"),
        ),
        ("no public name", plain.clone(), Change::PublicFqdn(false), None),
        ("to public", plain.clone(), Change::Private(false), Some("private-change-needs-integration")),
        ("to public with integration", integrated(plain.clone()), Change::Private(false), None),
        ("to integration", plain, Change::VnetIntegration(true), None),
    ];
    for (id, cluster, to, code) in cases {
        let found = change(&cluster, &to);
        assert_eq!(no_errors(&found), code.is_none(), "{id}");
        if let Some(code) = code {
            assert_eq!(found[0].code, code, "{id}");
        }
    }
    let found = change(&custom("privatelink.eastus.azmk8s.io"), &Change::Zone(Zone::None));
    assert_eq!(found[0].code, "zone-change-upgrades-nodes", "PR-10");
}

#[test]
fn a_zone_name_is_read_in_its_parts() {
    let long = |n: usize| format!("{}.privatelink.eastus.azmk8s.io", "a".repeat(n));
    assert_eq!(parse(&long(32)).unwrap().subzone.unwrap().len(), 32);
    assert_eq!(parse(&long(33)), Err(ZoneNameError::SubzoneTooLong(33)));
    let zone =
        parse("/subscriptions/x/resourceGroups/y/providers/z/privateDnsZones/Team1.privatelink.EastUS.azmk8s.io");
    let zone = zone.unwrap();
    assert_eq!((zone.subzone.as_deref(), zone.integration, &*zone.region), (Some("team1"), false, "eastus"));
    assert!(parse("private.westeurope.azmk8s.io.").unwrap().integration);
    let cases = [
        ("", ZoneNameError::Form),
        ("azmk8s.io", ZoneNameError::Form),
        ("privatelink.azmk8s.io", ZoneNameError::NoLink),
        ("westeurope.azmk8s.io", ZoneNameError::NoLink),
        ("a.b.privatelink.eastus.azmk8s.io", ZoneNameError::Form),
        ("public.eastus.azmk8s.io", ZoneNameError::NoLink),
        ("privatelink.east us.azmk8s.io", ZoneNameError::Region("east us".into())),
        ("privatelink..azmk8s.io", ZoneNameError::Region(String::new())),
        ("-a.privatelink.eastus.azmk8s.io", ZoneNameError::Subzone("-a".into())),
        (".privatelink.eastus.azmk8s.io", ZoneNameError::Subzone(String::new())),
        ("ä.privatelink.eastus.azmk8s.io", ZoneNameError::Subzone("ä".into())),
    ];
    for (text, error) in cases {
        assert_eq!(parse(text), Err(error), "{text:?}");
    }
    assert_eq!(parse(&"a.".repeat(1 << 20)), Err(ZoneNameError::Form));
}

#[test]
fn it_says_who_finds_the_api_server() {
    use Answer::*;
    let find = |cluster: &PrivateCluster| -> Vec<(Who, Answer)> {
        private_dns(cluster).resolutions.iter().map(|one| (one.who, one.answer)).collect()
    };
    let plain = PrivateCluster::default();
    assert_eq!(
        find(&plain),
        [
            (Who::Nodes, ByPrivateZone),
            (Who::SameNetwork, ByPrivateZone),
            (Who::PeeredNetwork, ByPublicName),
            (Who::OnPremises, ByPublicName),
            (Who::Internet, ByPublicName),
        ]
    );
    let hidden = PrivateCluster { public_fqdn: false, ..plain.clone() };
    assert_eq!(
        find(&hidden),
        [
            (Who::Nodes, ByPrivateZone),
            (Who::SameNetwork, ByPrivateZone),
            (Who::PeeredNetwork, Nothing),
            (Who::OnPremises, Nothing),
        ]
    );
    let linked = PrivateCluster { servers: Servers::Hub, hub_linked: true, ..hidden };
    assert!(find(&linked).iter().all(|(_, answer)| *answer == ByPrivateZone));
    let unlinked = PrivateCluster { hub_linked: false, ..linked.clone() };
    assert_eq!(find(&unlinked)[0], (Who::Nodes, Nothing));
    let no_zone = PrivateCluster { zone: Zone::None, servers: Servers::Hub, ..plain.clone() };
    assert!(find(&no_zone).iter().all(|(_, answer)| *answer == ByPublicName));
    assert_eq!(find(&integrated(plain.clone()))[0], (Who::Nodes, ByAddress));
    let internet = private_dns(&plain).resolutions.pop().unwrap();
    assert!(internet.who == Who::Internet && !internet.reaches);
    let public = private_dns(&PrivateCluster { private: false, ..plain }).resolutions;
    assert!(public.iter().all(|one| one.answer == PublicAddress && one.reaches));
}

proptest! {
    #[test]
    fn no_name_makes_it_panic(name in "\\PC*", region in proptest::option::of("\\PC*")) {
        let cluster = PrivateCluster { region, ..custom(&name) };
        let answer = private_dns(&cluster);
        prop_assert!(answer.findings.len() < 20);
    }

    #[test]
    fn nobody_is_lost_who_was_told_it_is_allowed(
        public in any::<bool>(),
        zone in 0..2,
        linked in any::<bool>(),
        hub in any::<bool>(),
    ) {
        // When the settings are allowed, the nodes always find the API server; else they never do.
        let cluster = PrivateCluster {
            zone: if zone == 0 { Zone::System } else { Zone::None },
            public_fqdn: public,
            hub_linked: linked,
            servers: if hub { Servers::Hub } else { Servers::Azure },
            ..PrivateCluster::default()
        };
        let answer = private_dns(&cluster);
        let found = answer.resolutions.first().is_some_and(|one| one.answer != Answer::Nothing);
        prop_assert_eq!(answer.allowed, found);
    }
}
