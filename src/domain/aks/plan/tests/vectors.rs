//! The worked cases, through whole plans.

use super::*;

#[test]
fn the_node_subnet_of_a_flat_cluster() {
    let cases = [
        ("IP-01", 50, 30, Surge::Nodes(1), 1, 1_581, 21),
        ("IP-02", 60, 30, Surge::Nodes(1), 1, 1_891, 21),
        ("IP-05", 50, 30, Surge::Percent(33), 17, 2_077, 20),
        ("IP-08", 20, 110, Surge::Nodes(1), 1, 2_331, 20),
        ("IP-09", 100, 50, Surge::Percent(10), 10, 5_610, 19),
    ];
    for (id, nodes, max_pods, surge, surged, needed, prefix) in cases {
        let plan = plan(&cluster(Model::NodeSubnet, nodes, max_pods, surge));
        assert_eq!(plan.surge_nodes, surged, "{id}");
        assert_eq!((plan.node_subnet.needed, plan.node_subnet.smallest_prefix), (needed, Some(prefix)), "{id}");
        assert!(plan.fits && plan.pod_range.is_none(), "{id}");
    }
}

#[test]
fn how_many_nodes_a_flat_subnet_runs() {
    // IP-03 leaves surge out of account; there the limit counts it.
    let cases = [
        ("IP-03", "10.9.0.0/24", 8, 0, (8, 240), (8, 240)),
        ("IP-04", "10.9.0.0/24", 7, 1, (8, 240), (7, 210)),
        ("IP-12", "10.9.0.0/22", 31, 1, (32, 960), (31, 930)),
    ];
    for (id, subnet, nodes, surge, most, running) in cases {
        let mut cluster = cluster(Model::NodeSubnet, nodes, 30, Surge::Nodes(surge));
        cluster.node_subnet = Some(net(subnet));
        let plan = plan(&cluster);
        let limits = &plan.limits;
        assert!(plan.fits, "{id}");
        assert_eq!((limits.nodes, limits.pods, limits.bound_by), (most.0, most.1, Bound::NodeSubnet), "{id}");
        assert_eq!((limits.running_nodes, limits.running_pods), running, "{id}");
        cluster.pools[0].nodes += 1;
        assert!(refused(&super::plan(&cluster), "node-subnet-too-small"), "{id}");
    }
}

#[test]
fn what_binds_a_kubenet_cluster() {
    let cases = [
        ("IP-17", "10.9.0.0/24", 251, 27_610, Bound::NodeSubnet),
        ("IP-18", "10.9.0.0/27", 27, 2_970, Bound::NodeSubnet),
        ("IP-19", "10.9.0.0/23", 256, 28_160, Bound::PodCidr),
    ];
    for (id, subnet, nodes, pods, bound_by) in cases {
        let mut cluster = cluster(Model::Kubenet, 20, 110, Surge::Nodes(1));
        cluster.node_subnet = Some(net(subnet));
        cluster.pod_cidr = vec![net("10.244.0.0/16")];
        let plan = plan(&cluster);
        let limits = &plan.limits;
        assert_eq!((limits.nodes, limits.pods, limits.bound_by), (nodes, pods, bound_by), "{id}");
        assert!(plan.fits && has(&plan, "kubenet-retiring"), "{id}");
    }
}

#[test]
fn the_pod_range_of_an_overlay_cluster() {
    let cases = [("IP-24", 250, Surge::Percent(10), 275, 15, 23), ("IP-27", 400, Surge::Percent(10), 440, 15, 23)];
    for (id, nodes, surge, blocks, pod_prefix, subnet_prefix) in cases {
        let mut cluster = cluster(Model::Overlay, nodes, 250, surge);
        let free = plan(&cluster);
        let pods = free.pod_range.as_ref().unwrap();
        assert_eq!((pods.needed, pods.unit, pods.smallest_prefix), (blocks, Unit::Blocks, Some(pod_prefix)), "{id}");
        assert_eq!(free.node_subnet.smallest_prefix, Some(subnet_prefix), "{id}");
        assert!(free.fits && has(&free, "default-pod-cidr-too-small"), "{id}");
        cluster.pod_cidr = vec![net("10.244.0.0/16")];
        let small = plan(&cluster);
        assert!(refused(&small, "pod-cidr-too-small"), "{id}");
        assert_eq!(small.pod_range.unwrap().available, Some(256), "IP-22");
        cluster.pod_cidr = vec![net("10.244.0.0/15")];
        assert!(plan(&cluster).fits, "{id}");
    }
}

#[test]
fn an_overlay_cluster_at_its_limit_cannot_be_upgraded() {
    let mut cluster = Cluster::new(Model::Overlay, vec![pool(1_000, 30, Surge::Nodes(0)); 5]);
    cluster.pod_cidr = vec![net("10.96.0.0/11")];
    let plan = plan(&cluster);
    let pods = plan.pod_range.as_ref().unwrap();
    assert_eq!((pods.needed, pods.smallest_prefix, pods.available), (5_000, Some(11), Some(8_192)), "IP-28");
    assert!(plan.fits && has(&plan, "upgrade-blocked-at-limit"), "IP-28");
    assert_eq!((plan.limits.nodes, plan.limits.bound_by), (5_000, Bound::Model));
    cluster.pools[0].surge = Surge::Nodes(1);
    assert!(refused(&super::plan(&cluster), "cluster-node-limit"));
}

#[test]
fn a_64_node_overlay_cluster_on_an_18_has_no_block_for_a_surge_node() {
    let mut cluster = cluster(Model::Overlay, 64, 110, Surge::Nodes(1));
    cluster.node_subnet = Some(net("10.9.0.0/24"));
    cluster.pod_cidr = vec![net("10.244.0.0/18")];
    let plan = plan(&cluster);
    assert!(refused(&plan, "pod-cidr-too-small"));
    assert_eq!(plan.limits.nodes, 64, "not 124, as the node subnet would say");
    assert_eq!(plan.verdict, "Does not fit: the pod range is 1 block short.");
    assert_eq!(plan.findings[0].deployment_error, Some("InsufficientSubnetSize"));
}

#[test]
fn the_pod_subnet_with_dynamic_allocation() {
    let cases = [
        ("IP-34", 1, 30, Some(0), 16, 27),
        ("IP-35", 1, 30, Some(8), 16, 27),
        ("IP-35", 1, 30, Some(9), 32, 26),
        ("IP-37", 1, 30, None, 48, 26),
        ("IP-38", 1, 110, None, 128, 24),
        ("IP-39", 1, 250, None, 272, 23),
        ("IP-40", 20, 30, None, 960, 22),
        ("IP-42", 50, 30, Some(0), 800, 22),
    ];
    for (id, nodes, max_pods, pods, needed, prefix) in cases {
        let mut cluster = cluster(Model::PodSubnetDynamic, nodes, max_pods, Surge::Nodes(0));
        cluster.pools[0].pods = pods;
        let plan = plan(&cluster);
        let range = plan.pod_range.as_ref().unwrap();
        assert_eq!((range.needed, range.unit), (needed, Unit::Addresses), "{id}");
        assert_eq!(range.smallest_prefix, Some(prefix), "{id}");
        assert_eq!(has(&plan, "dynamic-clamp-undocumented"), id == "IP-39", "{id}");
    }
    let mut cluster = cluster(Model::PodSubnetDynamic, 20, 30, Surge::Nodes(0));
    cluster.pod_subnet = Some(net("10.10.0.0/22"));
    let plan = plan(&cluster);
    assert!(plan.fits, "IP-40");
    assert_eq!(plan.pod_range.unwrap().available, Some(1_019), "IP-40");
}

#[test]
fn a_24_holds_fifteen_batches() {
    let mut cluster = cluster(Model::PodSubnetDynamic, 15, 30, Surge::Nodes(0));
    cluster.pools[0].pods = Some(8);
    cluster.pod_subnet = Some(net("10.10.0.0/24"));
    let plan = plan(&cluster);
    assert!(plan.fits);
    assert_eq!((plan.limits.nodes, plan.pod_range.unwrap().needed), (15, 240));
}

#[test]
fn the_pod_subnet_with_static_blocks() {
    let cases = [
        ("IP-44", 30, 2, true),
        ("IP-45", 31, 2, false),
        ("IP-46", 32, 3, true),
        ("IP-47", 110, 7, true),
        ("IP-48", 250, 16, true),
    ];
    for (id, max_pods, blocks, waste) in cases {
        let plan = plan(&cluster(Model::PodSubnetStatic, 1, max_pods, Surge::Nodes(0)));
        assert_eq!(plan.pod_range.as_ref().unwrap().needed, blocks * 16, "{id}");
        assert_eq!(has(&plan, "static-block-waste"), waste, "{id}");
    }
    let mut cluster = cluster(Model::PodSubnetStatic, 100, 110, Surge::Nodes(10));
    let range = plan(&cluster).pod_range.unwrap();
    assert_eq!((range.needed, range.smallest_prefix), (12_320, Some(18)), "IP-51");
    cluster.pod_subnet = Some(net("10.64.0.0/18"));
    assert!(plan(&cluster).fits, "IP-51");
    cluster.pod_subnet = Some(net("10.64.0.0/19"));
    assert!(refused(&plan(&cluster), "pod-subnet-too-small"), "IP-51");
    cluster.pod_subnet = Some(net("10.0.0.0/11"));
    assert!(refused(&plan(&cluster), "static-pod-subnet-too-large"), "IP-53");
    cluster.pod_subnet = Some(net("10.16.0.0/12"));
    assert!(!has(&plan(&cluster), "static-pod-subnet-too-large"), "IP-53");
}

#[test]
fn surge_is_counted_for_each_pool() {
    let plan_of = |pools: Vec<Pool>| plan(&Cluster::new(Model::Overlay, pools));
    assert_eq!(plan_of(vec![pool(4, 30, Surge::Percent(50)); 5]).surge_nodes, 10, "IP-54");
    assert_eq!(plan_of(vec![pool(10, 30, Surge::Percent(33))]).surge_nodes, 4, "IP-55");
}

#[test]
fn the_services_range_and_its_dns_address() {
    let cases = [
        ("IP-61", "10.0.0.0/16", Some("10.0.0.10"), None),
        ("IP-62", "10.0.0.0/16", Some("10.0.0.1"), Some("dns-ip-first-address")),
        ("IP-63", "10.0.0.0/16", Some("10.1.0.10"), Some("dns-ip-outside-services")),
        ("IP-64", "10.0.0.0/11", None, Some("service-cidr-too-large")),
        ("a /12", "10.0.0.0/12", None, Some("service-cidr-too-large")),
        ("a /13", "10.0.0.0/13", None, None),
        ("IP-59", "10.0.0.0/28", None, None),
        ("IP-76", "fd12:3456:789a:1::/108", None, None),
        ("IP-76", "fd12:3456:789a:1::/96", None, Some("service-cidr-ipv6-too-large")),
        ("network address", "10.0.0.0/16", Some("10.0.0.0"), Some("dns-ip-not-assignable")),
        ("last address", "10.0.0.0/16", Some("10.0.255.255"), Some("dns-ip-not-assignable")),
        ("other family", "10.0.0.0/16", Some("fd00::10"), Some("dns-ip-outside-services")),
        ("public", "20.0.0.0/16", None, Some("service-cidr-not-private")),
        ("multicast", "224.0.0.0/16", None, Some("range-not-for-networks")),
        ("one address", "10.0.0.0/32", None, Some("service-cidr-too-small")),
    ];
    for (id, service, dns, code) in cases {
        let mut cluster = cluster(Model::Overlay, 3, 30, Surge::Nodes(1));
        cluster.service_cidr = vec![net(service)];
        cluster.dns_service_ip = dns.map(|ip| ip.parse().unwrap());
        let plan = plan(&cluster);
        assert_eq!(plan.fits, code.is_none(), "{id}: {:?}", plan.findings);
        assert!(code.is_none_or(|code| refused(&plan, code)), "{id}");
    }
    let services = |range: &str| {
        let mut cluster = cluster(Model::Overlay, 3, 30, Surge::Nodes(1));
        cluster.service_cidr = vec![net(range)];
        plan(&cluster).working.into_iter().find(|step| step.label.starts_with("Services")).unwrap().result
    };
    assert_eq!(services("10.0.0.0/24"), "252 addresses", "IP-60");
    assert_eq!(services("10.0.0.0/28"), "12 addresses", "IP-59, after the API's and the DNS service's");
}

#[test]
fn the_pod_range_must_be_private_and_not_reserved() {
    let cases = [
        ("IP-66", "172.16.0.0/12", true, Some("reserved-range")),
        ("IP-68", "192.0.0.0/16", true, Some("reserved-range")),
        ("IP-69", "100.64.0.0/16", false, None),
        ("default", "10.244.0.0/16", false, None),
        ("inside a reserved range", "172.30.4.0/22", true, Some("reserved-range")),
        ("the same as a reserved range", "172.31.0.0/16", true, Some("reserved-range")),
        ("link-local", "169.254.0.0/16", true, Some("reserved-range")),
        ("public", "20.0.0.0/16", false, Some("pod-cidr-not-private")),
        ("loopback", "127.0.0.0/16", true, Some("range-not-for-networks")),
    ];
    for (id, range, is_refused, code) in cases {
        let mut cluster = cluster(Model::Overlay, 2, 30, Surge::Nodes(1));
        cluster.pod_cidr = vec![net(range)];
        let plan = plan(&cluster);
        assert_eq!(!plan.fits, is_refused, "{id}: {:?}", plan.findings);
        assert!(code.is_none_or(|code| has(&plan, code)), "{id}");
    }
    let mut cluster = cluster(Model::Overlay, 2, 30, Surge::Nodes(1));
    cluster.pod_cidr = vec![net("192.0.0.0/16")];
    assert!(has(&plan(&cluster), "pod-cidr-not-private"), "IP-68: and it is public space");
}

#[test]
fn max_pods_has_bounds() {
    let cases = [
        ("IP-70", 9, 10, Some("max-pods-out-of-range")),
        ("IP-70", 251, 10, Some("max-pods-out-of-range")),
        ("IP-71", 10, 2, Some("pool-below-30-pods")),
        ("10 with 3 nodes", 10, 3, None),
        ("the most", 250, 1, None),
        ("15 on one node", 15, 1, Some("pool-below-30-pods")),
    ];
    for (id, max_pods, nodes, code) in cases {
        let plan = plan(&cluster(Model::Overlay, nodes, max_pods, Surge::Nodes(1)));
        assert_eq!(plan.fits, code.is_none(), "{id}");
        assert!(code.is_none_or(|code| refused(&plan, code)), "{id}");
    }
}

#[test]
fn api_servers_share_a_subnet() {
    let cases =
        [("IP-73", "10.8.0.0/28", Some(1)), ("IP-73", "10.8.0.0/27", Some(3)), ("IP-73", "10.8.0.0/26", Some(6))];
    for (id, subnet, clusters) in cases {
        let mut cluster = cluster(Model::Overlay, 3, 30, Surge::Nodes(1));
        cluster.api_server_subnet = Some(net(subnet));
        let plan = plan(&cluster);
        assert!(plan.fits, "{id}");
        assert_eq!(plan.api_server_subnet.map(|subnet| subnet.clusters), clusters, "{id}");
    }
    let mut cluster = cluster(Model::Overlay, 3, 30, Surge::Nodes(1));
    cluster.api_server_subnet = Some(net("10.8.0.0/29"));
    assert!(refused(&plan(&cluster), "api-server-subnet-too-small"), "IP-74");
}
