//! The worked cases of Microsoft's pages and those that follow from their rules.

use super::*;
use crate::domain::azure::{smallest_prefix, usable};

fn net(text: &str) -> Ipv4Net {
    text.parse().unwrap()
}

#[test]
fn a_flat_subnet_holds_nodes_and_their_pods() {
    let cases = [
        ("IP-01", 50, Surge::Nodes(1), 30, 1, 1_581, 21),
        ("IP-02", 60, Surge::Nodes(1), 30, 1, 1_891, 21),
        ("IP-05", 50, Surge::Percent(33), 30, 17, 2_077, 20),
        ("IP-08", 20, Surge::Nodes(1), 110, 1, 2_331, 20),
        ("IP-09", 100, Surge::Percent(10), 50, 10, 5_610, 19),
        ("Azure/AKS#456", 10, Surge::Nodes(0), 30, 0, 310, 23),
    ];
    for (id, nodes, surge, max_pods, surged, needed, prefix) in cases {
        assert_eq!(surge_nodes(nodes, surge), surged, "{id}");
        assert_eq!(flat_addresses(nodes + surged, max_pods), needed, "{id}");
        assert_eq!(smallest_prefix(needed), Some(prefix), "{id}");
    }
}

#[test]
fn a_flat_subnet_runs_so_many_nodes() {
    let cases = [("IP-03", 24, 30, 0, 8, 240), ("IP-04", 24, 30, 1, 7, 210), ("IP-12", 22, 30, 1, 31, 930)];
    for (id, prefix, max_pods, surge, nodes, pods) in cases {
        assert_eq!(flat_nodes(usable(prefix).unwrap(), max_pods, surge), nodes, "{id}");
        assert_eq!(nodes * max_pods, pods, "{id}");
    }
}

#[test]
fn usable_addresses_of_a_subnet() {
    for (id, prefix, expected) in [("IP-14", 24, 251), ("IP-15", 29, 3)] {
        assert_eq!(usable(prefix), Some(expected), "{id}");
    }
    assert_eq!(usable(30), None, "IP-15: nothing smaller than a /29");
}

#[test]
fn kubenet_is_bound_by_the_least() {
    let cases = [("IP-17", 24, 16, 251, 27_610), ("IP-18", 27, 16, 27, 2_970), ("IP-19", 23, 16, 256, 28_160)];
    for (id, subnet, pod_cidr, nodes, pods) in cases {
        assert_eq!(kubenet_nodes(usable(subnet).unwrap(), pod_cidr), nodes, "{id}");
        assert_eq!(nodes * 110, pods, "{id}");
    }
    assert_eq!(kubenet_nodes(usable(16).unwrap(), 8), 400, "routes of a route table");
}

#[test]
fn kubenet_hands_out_a_24_in_order() {
    let range = net("10.244.0.0/16");
    for (node, block) in ["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"].into_iter().enumerate() {
        assert_eq!(node_block(range, node as u64), Some(net(block)), "IP-21");
    }
    assert_eq!(node_block(range, 255), Some(net("10.244.255.0/24")));
    assert_eq!(node_block(range, 256), None);
    assert_eq!(node_block(net("10.244.0.0/25"), 0), None);
    assert_eq!(node_block(net("0.0.0.0/0"), (1 << 24) - 1), Some(net("255.255.255.0/24")));
    assert_eq!(node_block(net("0.0.0.0/0"), u64::MAX), None);
    assert_eq!(block(range, 33, 0), None);
    assert_eq!(block(net("10.0.0.0/26"), STATIC_BLOCK, 3), Some(net("10.0.0.48/28")));
}

#[test]
fn a_pod_range_has_so_many_24s() {
    let cases = [
        ("IP-22", 16, 256),
        ("IP-23", 18, 64),
        ("Azure/AKS-Construction#701", 22, 4),
        ("Azure/AKS#4467", 17, 128),
        ("a /12", 12, 4_096),
        ("a /24", 24, 1),
        ("a /25", 25, 0),
        ("a /11", 11, 8_192),
    ];
    for (id, prefix, expected) in cases {
        assert_eq!(node_blocks(prefix), expected, "{id}");
    }
}

#[test]
fn nodes_and_surge_need_so_large_a_pod_range() {
    let cases = [
        ("IP-24", 250, Surge::Percent(10), 275, 15, 23),
        ("IP-27", 400, Surge::Percent(10), 440, 15, 23),
        ("IP-28", 5_000, Surge::Nodes(0), 5_000, 11, 19),
    ];
    for (id, nodes, surge, needed, pod_prefix, subnet_prefix) in cases {
        let total = nodes + surge_nodes(nodes, surge);
        assert_eq!(total, needed, "{id}");
        assert_eq!(prefix_for_blocks(total, NODE_BLOCK), Some(pod_prefix), "{id}");
        assert_eq!(smallest_prefix(total), Some(subnet_prefix), "{id}");
    }
    assert_eq!(prefix_for_blocks(1 << 24, NODE_BLOCK), Some(0));
    assert_eq!(prefix_for_blocks((1 << 24) + 1, NODE_BLOCK), None);
    assert_eq!(prefix_for_blocks(0, NODE_BLOCK), Some(24));
}

#[test]
fn a_node_holds_batches_of_16() {
    let cases = [
        ("IP-34", 0, 16),
        ("IP-35", 8, 16),
        ("IP-35", 9, 32),
        ("IP-37", 30, 48),
        ("IP-38", 110, 128),
        ("IP-39", 250, 272),
        ("24 pods: 8 of 32 are free", 24, 32),
        ("25 pods: 7 of 32 would be free", 25, 48),
    ];
    for (id, pods, expected) in cases {
        assert_eq!(held_addresses(pods), expected, "{id}");
    }
    let totals = [("IP-40", 20, 30, 960, 22), ("IP-42", 50, 0, 800, 22)];
    for (id, nodes, pods, needed, prefix) in totals {
        assert_eq!(nodes * held_addresses(pods), needed, "{id}");
        assert_eq!(smallest_prefix(needed), Some(prefix), "{id}");
    }
}

#[test]
fn static_blocks_and_what_they_waste() {
    let cases = [
        ("IP-44", 30, 2, 31, 1),
        ("IP-45", 31, 2, 31, 0),
        ("IP-46", 32, 3, 47, 15),
        ("IP-47", 110, 7, 111, 1),
        ("IP-48", 250, 16, 255, 5),
        ("15 is one block", 15, 1, 15, 0),
    ];
    for (id, max_pods, blocks, addresses, waste) in cases {
        assert_eq!(static_blocks(max_pods), blocks, "{id}");
        assert_eq!(static_pod_addresses(blocks), addresses, "{id}");
        assert_eq!(static_waste(max_pods), waste, "{id}");
    }
    let blocks = 110 * static_blocks(110);
    assert_eq!(blocks * BATCH, 12_320, "IP-51");
    assert_eq!(prefix_for_blocks(blocks + SPARE_BLOCKS, STATIC_BLOCK), Some(18), "IP-51");
}

#[test]
fn surge_is_rounded_up_for_each_pool() {
    let cases = [
        ("IP-54", 4, Surge::Percent(50), 2),
        ("IP-55", 10, Surge::Percent(33), 4),
        ("a percentage of one node", 1, Surge::Percent(1), 1),
        ("never more than the nodes", 3, Surge::Nodes(5), 3),
        ("never more than the nodes", 3, Surge::Percent(400), 3),
        ("none of none", 0, Surge::Percent(100), 0),
        ("none", 10, Surge::Percent(0), 0),
    ];
    for (id, nodes, surge, expected) in cases {
        assert_eq!(surge_nodes(nodes, surge), expected, "{id}");
    }
    assert_eq!(5 * surge_nodes(4, Surge::Percent(50)), 10, "IP-54");
}

#[test]
fn a_services_range_has_so_many_addresses() {
    assert_eq!(service_addresses(28), 14, "IP-59");
    assert_eq!(service_addresses(28) - 1, 13, "IP-59, after kubernetes.default");
    assert_eq!(service_addresses(24), 254, "IP-60");
    assert_eq!(service_addresses(24) - 2, 252, "IP-60, after the API's and the DNS service");
    for (prefix, expected) in [(0, (1 << 32) - 2), (30, 2), (31, 0), (32, 0), (33, 0)] {
        assert_eq!(service_addresses(prefix), expected, "/{prefix}");
    }
}

#[test]
fn api_servers_share_a_subnet() {
    let cases = [
        ("IP-73", 28, Some(1)),
        ("IP-73", 27, Some(3)),
        ("IP-73", 26, Some(6)),
        ("IP-74", 29, None),
        ("IP-74", 32, None),
    ];
    for (id, prefix, expected) in cases {
        assert_eq!(api_server_clusters(prefix), expected, "{id} /{prefix}");
    }
}

#[test]
fn hostile_numbers_do_not_overflow() {
    assert_eq!(surge_nodes(u64::MAX, Surge::Percent(u32::MAX)), u64::MAX.div_ceil(100));
    assert_eq!(flat_addresses(u64::MAX, u64::MAX), u64::MAX);
    assert_eq!(flat_nodes(0, u64::MAX, u64::MAX), 0);
    assert_eq!(blocks(0, 255), u64::MAX);
    assert_eq!(static_waste(u64::MAX), 0);
    assert!(held_addresses(u64::MAX) > 1 << 60);
    assert_eq!(prefix_for_blocks(u64::MAX, NODE_BLOCK), None);
}
