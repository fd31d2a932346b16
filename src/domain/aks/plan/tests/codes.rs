//! Every rule that the worked cases do not reach, and what a finding says.

use super::*;

fn with(model: Model, change: impl Fn(&mut Cluster)) -> Plan {
    let mut cluster = cluster(model, 10, 110, Surge::Nodes(1));
    change(&mut cluster);
    plan(&cluster)
}

#[test]
fn ranges_that_overlap_are_found_at_the_one_to_change() {
    type Change = fn(&mut Cluster);
    let cases: [(&str, Model, Change, Severity, &str, &str); 10] = [
        (
            "services in the node subnet",
            Model::Overlay,
            |c| (c.node_subnet, c.service_cidr) = (Some(net("10.0.4.0/22")), vec![net("10.0.0.0/16")]),
            Severity::Error,
            "service-cidr-overlaps-subnet",
            "service_cidr",
        ),
        (
            "pods in the node subnet",
            Model::Overlay,
            |c| (c.node_subnet, c.pod_cidr) = (Some(net("10.244.4.0/22")), vec![net("10.244.0.0/16")]),
            Severity::Error,
            "pod-cidr-overlaps-subnet",
            "pod_cidr",
        ),
        (
            "pods in the services",
            Model::Overlay,
            |c| (c.service_cidr, c.pod_cidr) = (vec![net("10.244.0.0/16")], vec![net("10.244.0.0/16")]),
            Severity::Error,
            "service-cidr-overlaps-pod-cidr",
            "service_cidr",
        ),
        (
            "two subnets",
            Model::PodSubnetDynamic,
            |c| (c.node_subnet, c.pod_subnet) = (Some(net("10.9.0.0/24")), Some(net("10.9.0.0/20"))),
            Severity::Error,
            "subnets-overlap",
            "pod_subnet",
        ),
        (
            "services in a connected network",
            Model::Overlay,
            |c| {
                (c.service_cidr, c.connected) =
                    (vec![net("10.0.0.0/16")], vec![net("192.168.0.0/16"), net("10.0.0.0/8")]);
            },
            Severity::Error,
            "service-cidr-overlaps-connected",
            "connected[1]",
        ),
        (
            "pods in a connected network",
            Model::Overlay,
            |c| (c.pod_cidr, c.connected) = (vec![net("10.244.0.0/16")], vec![net("10.0.0.0/8")]),
            Severity::Warning,
            "pod-cidr-overlaps-connected",
            "connected[0]",
        ),
        (
            "nodes inside a larger route",
            Model::Overlay,
            |c| (c.node_subnet, c.connected) = (Some(net("10.9.0.0/24")), vec![net("10.0.0.0/8")]),
            Severity::Warning,
            "subnet-inside-connected",
            "connected[0]",
        ),
        (
            "nodes around a peer",
            Model::Overlay,
            |c| (c.node_subnet, c.connected) = (Some(net("10.9.0.0/16")), vec![net("10.9.4.0/24")]),
            Severity::Error,
            "subnet-overlaps-connected",
            "connected[0]",
        ),
        (
            "services left out",
            Model::Overlay,
            |c| c.node_subnet = Some(net("10.0.4.0/22")),
            Severity::Warning,
            "default-services-overlap",
            "service_cidr",
        ),
        (
            "pods left out",
            Model::Overlay,
            |c| c.node_subnet = Some(net("10.244.4.0/22")),
            Severity::Warning,
            "default-pod-cidr-overlaps",
            "pod_cidr",
        ),
    ];
    for (id, model, change, severity, code, field) in cases {
        let plan = with(model, change);
        let finding =
            plan.findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{id}: {code}"));
        assert_eq!((finding.severity, finding.field.as_deref()), (severity, Some(field)), "{id}");
        assert_eq!(plan.fits, severity != Severity::Error, "{id}: {:?}", plan.findings);
    }
}

#[test]
fn the_deployment_error_is_named_where_it_is_known() {
    let services = with(Model::Overlay, |c| {
        (c.node_subnet, c.service_cidr) = (Some(net("10.0.4.0/22")), vec![net("10.0.0.0/16")]);
    });
    assert_eq!(services.findings[0].deployment_error, Some("ServiceCidrOverlapExistingSubnetsCidr"));
    let pods = with(Model::Overlay, |c| {
        (c.node_subnet, c.pod_cidr) = (Some(net("10.244.4.0/22")), vec![net("10.244.0.0/16")]);
    });
    assert_eq!(pods.findings[0].deployment_error, Some("NetworkProfileCIDROverlapVNET"));
    let small = with(Model::Overlay, |c| c.node_subnet = Some(net("10.9.0.0/29")));
    assert_eq!(small.findings[0].deployment_error, Some("InsufficientSubnetSize"));
}

#[test]
fn pools_models_and_families_have_rules() {
    type Change = fn(&mut Cluster);
    let cases: [(Model, Change, &str, bool); 24] = [
        (Model::Overlay, |c| c.pools.clear(), "no-pools", false),
        (Model::Overlay, |c| c.pools = vec![c.pools[0].clone(); 101], "too-many-pools", false),
        (Model::Overlay, |c| c.pools[0].nodes = u32::MAX, "number-too-large", false),
        (Model::Overlay, |c| c.pools[0].nodes = 0, "pool-without-nodes", true),
        (Model::Overlay, |c| c.pools[0].nodes = 1_000, "pool-over-1000-instances", false),
        (Model::Overlay, |c| c.pools[0].pods = Some(111), "pods-over-max-pods", false),
        (Model::Overlay, |c| c.pools[0].surge = Surge::Nodes(0), "no-surge", true),
        (Model::Overlay, |c| c.pools[0].surge = Surge::Nodes(11), "surge-capped", true),
        (Model::Overlay, |c| c.pools[0].surge = Surge::PRESET, "surge-default-differs", true),
        (Model::Overlay, |c| (c.pools[0].os, c.pools[0].max_pods) = (Os::Windows, 111), "windows-max-pods", true),
        (Model::Kubenet, |c| c.pools[0].os = Os::Windows, "kubenet-windows", false),
        (Model::Kubenet, |c| c.pools[0].nodes = 400, "kubenet-node-limit", false),
        (Model::NodeSubnet, |_| {}, "node-subnet-legacy", true),
        (Model::PodSubnetStatic, |_| {}, "max-pods-default-differs", true),
        (Model::NodeSubnet, |c| c.pools[0].nodes = 900, "network-address-limit", false),
        (Model::PodSubnetDynamic, |c| c.pools[0].nodes = 500, "dynamic-pod-ceiling", true),
        (
            Model::Overlay,
            |c| c.pools = vec![Pool { nodes: 900, max_pods: 250, ..c.pools[0].clone() }],
            "overlay-pod-ceiling",
            true,
        ),
        (Model::NodeSubnet, |c| c.pod_subnet = Some(net("10.8.0.0/24")), "range-not-used", true),
        (Model::NodeSubnet, |c| c.pod_cidr = vec![net("10.8.0.0/24")], "range-not-used", true),
        (Model::Overlay, |c| c.node_subnet = Some(net("10.8.0.0/30")), "not-an-azure-subnet", false),
        (Model::Overlay, |c| c.node_subnet = Some(net("fd00::/64")), "ipv4-needed", false),
        (Model::Kubenet, |c| c.ip_families = vec![IpFamily::Ipv4, IpFamily::Ipv6], "dual-stack-needs-overlay", false),
        (Model::Overlay, |c| c.ip_families = vec![IpFamily::Ipv6], "ipv6-only", false),
        (Model::Overlay, |c| c.ip_families = vec![IpFamily::Ipv6, IpFamily::Ipv4], "ip-families-order", false),
    ];
    for (model, change, code, fits) in cases {
        let plan = with(model, change);
        assert!(has(&plan, code), "{code}: {:?}", plan.findings);
        assert_eq!(plan.fits, fits, "{code}: {:?}", plan.findings);
    }
}

#[test]
fn dual_stack_lists_have_both_families_in_order() {
    let both = |pods: &[&str]| {
        with(Model::Overlay, |c| {
            c.ip_families = vec![IpFamily::Ipv4, IpFamily::Ipv6];
            c.pod_cidr = pods.iter().map(|text| net(text)).collect();
        })
    };
    let right = both(&["10.244.0.0/16", "fd12:3456:789a::/64"]);
    assert!(right.fits && has(&right, "dual-stack-limits"));
    assert_eq!(right.pod_range.unwrap().available, Some(256));
    assert!(refused(&both(&["fd12:3456:789a::/64", "10.244.0.0/16"]), "ranges-not-as-families"));
    assert!(refused(&both(&["10.244.0.0/16", "10.245.0.0/16"]), "ranges-not-as-families"));
    assert!(has(&both(&["10.244.0.0/16"]), "other-family-default"));
    let alone = with(Model::Overlay, |c| {
        (c.ip_families, c.pod_cidr) = (vec![IpFamily::Ipv4], vec![net("fd00::/64")]);
    });
    assert!(refused(&alone, "ipv6-range-without-family"));
    let assumed = with(Model::Overlay, |c| c.service_cidr = vec![net("10.0.0.0/16"), net("fd12::/108")]);
    assert!(assumed.fits && has(&assumed, "dual-stack-assumed"));
    let fixed = with(Model::PodSubnetStatic, |c| c.ip_families = vec![IpFamily::Ipv4, IpFamily::Ipv6]);
    assert!(fixed.fits && has(&fixed, "dual-stack-pages-differ"));
}

#[test]
fn the_verdict_is_a_sentence() {
    let overlay = |nodes, surge, subnet: Option<&str>, pods: Option<&str>| {
        let mut cluster = cluster(Model::Overlay, nodes, 110, surge);
        cluster.node_subnet = subnet.map(net);
        cluster.pod_cidr = pods.map(net).into_iter().collect();
        plan(&cluster).verdict
    };
    let cases = [
        (57, Surge::Percent(10), Some("10.9.0.0/23"), Some("10.244.0.0/16"), "Fits, with room for 193 more nodes."),
        (
            255,
            Surge::Nodes(1),
            Some("10.9.0.0/23"),
            Some("10.244.0.0/16"),
            "Fits exactly, without room for another node.",
        ),
        (254, Surge::Nodes(1), Some("10.9.0.0/23"), Some("10.244.0.0/16"), "Fits, with room for 1 more node."),
        (
            256,
            Surge::Nodes(1),
            Some("10.9.0.0/23"),
            Some("10.244.0.0/16"),
            "Does not fit: the pod range is 1 block short.",
        ),
        (
            300,
            Surge::Nodes(1),
            Some("10.9.0.0/24"),
            Some("10.244.0.0/16"),
            "Does not fit: the node subnet is 50 addresses short and the pod range is 45 blocks short.",
        ),
        (10, Surge::Nodes(1), None, None, "Takes a /28 for the nodes and a /20 for the pods."),
        (
            10,
            Surge::Nodes(1),
            None,
            Some("10.244.0.0/16"),
            "Fits, with room for 245 more nodes; takes a /28 for the nodes besides.",
        ),
        (0, Surge::Nodes(1), None, None, "Takes a /29 for the nodes and a /24 for the pods."),
    ];
    for (nodes, surge, subnet, pods, verdict) in cases {
        assert_eq!(overlay(nodes, surge, subnet, pods), verdict, "{nodes}");
    }
    assert_eq!(plan(&Cluster::new(Model::Overlay, vec![])).verdict, "Does not work as it is: 1 rule is broken.");
}

#[test]
fn several_pools_and_others_are_counted_together() {
    // 2 × 31 + 5 × 61 + 5 = 372 and 2 × 31 + 15 × 61 + 5 = 982.
    for (nodes, needed, prefix) in [(5, 372, 23), (15, 982, 22)] {
        let pools = vec![pool(2, 30, Surge::Nodes(0)), pool(nodes, 60, Surge::Nodes(0))];
        let mut cluster = Cluster::new(Model::NodeSubnet, pools);
        cluster.other_addresses = 5;
        let plan = plan(&cluster);
        assert_eq!((plan.node_subnet.needed, plan.node_subnet.smallest_prefix), (needed, Some(prefix)));
    }
}

#[test]
fn the_picture_of_an_overlay_range_counts_its_24s() {
    let mut cluster = Cluster::new(Model::Overlay, vec![pool(50, 110, Surge::Nodes(5)), pool(7, 110, Surge::Nodes(1))]);
    cluster.pod_cidr = vec![net("10.244.0.0/18")];
    let pods = plan(&cluster).pictures.remove(1);
    assert_eq!((pods.total, pods.short, pods.tile), (64, 0, 24));
    assert_eq!((pods.count(Use::Nodes), pods.count(Use::Surge), pods.count(Use::Free)), (57, 6, 1));
    assert_eq!(pods.tile_net(63).unwrap().to_string(), "10.244.63.0/24");
    assert_eq!(pods.tile_net(64), None);
    cluster.pools[0].nodes = 60;
    let pods = plan(&cluster).pictures.remove(1);
    assert_eq!((pods.count(Use::Free), pods.short), (0, 9));

    let mut flat = super::cluster(Model::NodeSubnet, 7, 30, Surge::Nodes(1));
    flat.node_subnet = Some(net("10.9.0.0/24"));
    let nodes = plan(&flat).pictures.remove(0);
    let counts = [Use::Kept, Use::Nodes, Use::Pods, Use::Surge, Use::Free].map(|used| nodes.count(used));
    assert_eq!(counts, [5, 7, 210, 31, 3]);
}

#[test]
fn the_models_stand_side_by_side() {
    let mut cluster = cluster(Model::Overlay, 50, 30, Surge::Nodes(1));
    cluster.node_subnet = Some(net("10.9.0.0/24"));
    cluster.pod_cidr = vec![net("10.244.0.0/16")];
    let sides = crate::domain::aks::compare::compare(&cluster);
    let shown: Vec<_> = sides.iter().map(|side| (side.plan.model, side.plan.fits, side.network_addresses)).collect();
    let expected = [
        (Model::Overlay, true, 51),
        (Model::PodSubnetDynamic, true, 51 + 51 * 48),
        (Model::PodSubnetStatic, true, 51 + 51 * 32),
        (Model::NodeSubnet, false, 1_581),
        (Model::Kubenet, true, 51),
    ];
    assert_eq!(shown, expected);
    let missing = &sides[1].plan.missing;
    assert_eq!((missing[0].field, missing[0].smallest_prefix), ("pod_subnet", Some(20)));
    assert!(sides.iter().all(|side| !has(&side.plan, "range-not-used")));
}

#[test]
fn the_json_has_the_shape_of_the_interface() {
    let mut cluster = cluster(Model::Overlay, 3, 110, Surge::Nodes(1));
    cluster.node_subnet = Some(net("10.9.0.0/24"));
    let json = serde_json::to_value(plan(&cluster)).unwrap();
    assert_eq!(
        json["node_subnet"],
        serde_json::json!({"needed": 4, "smallest_prefix": 28, "usable": 251, "free": 247})
    );
    assert_eq!(json["pod_range"], serde_json::json!({"needed": 4, "unit": "blocks", "smallest_prefix": 22}));
    assert_eq!(json["limits"]["bound_by"], "node_subnet");
    let source = json["working"][0]["source"].as_str().unwrap();
    assert!(source.starts_with("https://learn.microsoft.com/azure/aks/"));
    for key in ["fits", "surge_nodes", "findings", "working", "verdict"] {
        assert!(json.get(key).is_some(), "{key}");
    }
}
