use super::load_balancer::{default_ports, default_steps, ips_needed, most_nodes};
use super::*;
use proptest::prelude::*;

fn has(answer: &Snat, code: &str) -> bool {
    answer.findings.iter().any(|finding| finding.code == code)
}

fn balancer(nodes: u32, surge: u32, ips: u32, ports: u32) -> Snat {
    let demand =
        Demand { surge_nodes: surge, ports_per_node: Some(ports), ..Demand::new(Outbound::LoadBalancer, nodes, ips) };
    snat(&demand)
}

#[test]
fn the_default_gives_ports_by_the_table() {
    let cases = [
        ("EG-01", 48, 1, 1_024),
        ("EG-02", 48, 1, 1_024),
        ("EG-02", 52, 1, 512),
        ("EG-03", 100, 1, 512),
        ("EG-03", 100, 2, 1_024),
        ("EG-03", 100, 3, 1_024),
        ("EG-04", 50, 1, 1_024),
        ("EG-04", 51, 1, 512),
        ("EG-05", 200, 1, 256),
        ("EG-05", 201, 1, 128),
        ("EG-07", 801, 1, 32),
        ("EG-07", 1_000, 1, 32),
        ("EG-08", 150, 3, 768),
        ("400", 400, 1, 128),
        ("401", 401, 1, 64),
        ("800", 800, 1, 64),
    ];
    for (id, nodes, ips, ports) in cases {
        let answer = balancer(nodes, 0, ips, 0);
        assert_eq!(answer.ports_per_node, Some(ports), "{id} {nodes} {ips}");
        assert!(answer.fits, "{id}");
    }
    let beyond = balancer(1_001, 0, 1, 0);
    assert!(!beyond.fits && has(&beyond, "lb-default-over-1000-nodes") && beyond.ports_per_node.is_none());
}

#[test]
fn chosen_ports_make_room_for_so_many_nodes() {
    let cases = [
        ("EG-12", 1_000, 2, 128),
        ("EG-13", 1_000, 7, 448),
        ("EG-14", 4_000, 2, 32),
        ("EG-15", 4_000, 7, 112),
        ("EG-18", 512, 1, 125),
        ("EG-24", 64_000, 100, 100),
        ("azure-docs#81894", 4_096, 6, 93),
    ];
    for (id, ports, ips, nodes) in cases {
        assert_eq!(most_nodes(ports, ips), Some(nodes), "{id}");
        let whole = |n: u64| u32::try_from(n).unwrap();
        let full = balancer(whole(nodes), 0, whole(ips), whole(ports));
        assert_eq!((full.max_nodes, full.fits), (Some(nodes), true), "{id}");
        let over = balancer(whole(nodes) + 1, 0, whole(ips), whole(ports));
        assert!(!over.fits && has(&over, "lb-ports-exceed-total"), "{id}");
    }
}

#[test]
fn surge_nodes_take_ports_too() {
    let answer = balancer(100, 2, 7, 4_000);
    assert_eq!((answer.ports_total, answer.fits), (448_000, true), "EG-16");
    let line = |label: &str| answer.working.iter().find(|step| step.label == label).unwrap();
    assert_eq!(line("Ports left after the nodes").result, "48,000 ports", "EG-16");
    assert!(line("Public addresses needed").figures.contains("408,000"), "EG-16");
    assert_eq!(answer.public_ips_needed, Some(7), "EG-16");
    let cases = [("EG-19", 100, 1, 1_024, 103_424, 2), ("EG-20", 500, 50, 512, 281_600, 5)];
    for (id, nodes, surge, ports, asked, ips) in cases {
        assert_eq!((nodes + surge) * ports, asked, "{id}");
        assert_eq!(ips_needed(nodes + surge, ports), ips, "{id}");
    }
    let answer = balancer(100, 1, 2, 1_024);
    assert!(answer.fits && answer.public_ips_needed == Some(2), "EG-19");
    let crossing = balancer(50, 5, 1, 0);
    assert_eq!(crossing.ports_per_node, Some(512));
    assert!(crossing.fits && has(&crossing, "lb-default-upgrade-crosses-step"));
}

#[test]
fn a_gateway_hands_ports_out_on_demand() {
    let cases = [("EG-25", 1, 64_512, 50_000), ("EG-26", 16, 1_032_192, 800_000), ("EG-29", 4, 258_048, 200_000)];
    for (id, ips, ports, destination) in cases {
        let answer = snat(&Demand::new(Outbound::NatGateway, 10, ips));
        assert_eq!((answer.ports_total, answer.per_destination), (ports, Some(destination)), "{id}");
        assert!(answer.fits && answer.ports_per_node.is_none() && answer.max_nodes.is_none(), "{id}");
    }
    let answer = snat(&Demand::new(Outbound::NatGateway, 10, 17));
    assert!(!answer.fits && has(&answer, "nat-too-many-ips"), "EG-28");

    let demand = Demand { connections_per_node: Some(2_000), ..Demand::new(Outbound::NatGateway, 100, 4) };
    let answer = snat(&demand);
    assert_eq!((answer.fits, answer.max_nodes, answer.public_ips_needed), (true, Some(100), Some(4)), "EG-29");
    let answer = snat(&Demand { surge_nodes: 1, ..demand });
    assert!(!answer.fits && has(&answer, "nat-destination-limit") && answer.public_ips_needed == Some(5));
    let answer = snat(&Demand { nodes: 1_001, destinations: Some(100), ..demand });
    assert!(!answer.fits && has(&answer, "nat-connection-limit"));
}

#[test]
fn a_firewall_has_ports_for_each_address_and_instance() {
    let cases = [("EG-30", 1, 4_992), ("EG-31", 250, 1_248_000), ("EG-32", 20, 99_840)];
    for (id, ips, ports) in cases {
        for instances in [None, Some(2)] {
            let answer = snat(&Demand { instances, ..Demand::new(Outbound::AzureFirewall, 10, ips) });
            assert_eq!((answer.ports_total, answer.fits), (ports, true), "{id}");
        }
    }
    for (ips, instances, code) in [(251, 2, "firewall-too-many-ips"), (20, 1, "firewall-too-few-instances")] {
        let answer = snat(&Demand { instances: Some(instances), ..Demand::new(Outbound::AzureFirewall, 10, ips) });
        assert!(!answer.fits && has(&answer, code), "{code}");
    }
    let demand = Demand { connections_per_node: Some(1_000), ..Demand::new(Outbound::AzureFirewall, 100, 20) };
    let answer = snat(&demand);
    assert_eq!((answer.fits, answer.public_ips_needed, answer.max_nodes), (false, Some(21), Some(99)));
}

#[test]
fn broken_rules_of_the_load_balancer_are_found() {
    let cases = [
        (10, 1, 1_004, "ports-not-multiple-of-8"),
        (1, 2, 64_008, "ports-out-of-range"),
        (10, 101, 1_024, "lb-too-many-ips"),
        (10, 0, 0, "no-public-ip"),
    ];
    for (nodes, ips, ports, code) in cases {
        let answer = balancer(nodes, 0, ips, ports);
        assert!(!answer.fits && has(&answer, code), "{code}");
    }
}

#[test]
fn connections_decide_which_ways_would_do() {
    let demand = Demand { connections_per_node: Some(3_000), ..Demand::new(Outbound::LoadBalancer, 100, 1) };
    let [default, ports, gateway, firewall] = ways(&demand);
    assert_eq!((default.does, default.public_ips), (false, None));
    // 100 × 3,000 ÷ 64,000 = 4.7; ÷ 50,000 = 6; ÷ 4,992 = 60.1
    assert_eq!((ports.public_ips, ports.ports_per_node), (Some(5), Some(3_000)));
    assert_eq!(gateway.public_ips, Some(6));
    assert_eq!(firewall.public_ips, Some(61));
    // The default with two addresses gives the 600 ports that one address does not.
    let [default, ..] = ways(&Demand { connections_per_node: Some(600), ..demand });
    assert_eq!((default.public_ips, default.ports_per_node), (Some(2), Some(1_024)));
    let answer = snat(&Demand { connections_per_node: Some(600), ..demand });
    assert!(!answer.fits && has(&answer, "lb-default-too-few-ports"));
    assert_eq!((answer.public_ips_needed, answer.max_nodes), (Some(2), Some(50)));
}

#[test]
fn the_steps_are_joined_where_they_are_equal() {
    assert_eq!(default_steps(1), load_balancer::DEFAULT_TABLE);
    let two: Vec<_> = default_steps(2).into_iter().map(|row| (row.from, row.to, row.ports)).collect();
    assert_eq!(two, [(1, 100, 1_024), (101, 200, 512), (201, 400, 256), (401, 800, 128), (801, 1_000, 64)]);
    assert_eq!(default_steps(u64::MAX).len(), 1);
}

#[test]
fn the_json_has_the_keys_of_the_interface() {
    let json = serde_json::to_value(balancer(10, 1, 1, 1_024)).unwrap();
    for key in ["ports_per_node", "ports_total", "max_nodes", "public_ips_needed", "fits", "findings", "working"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    let json = serde_json::to_value(snat(&Demand::new(Outbound::NatGateway, 1, 1))).unwrap();
    assert!(json["ports_per_node"].is_null());
}

fn any_demand() -> impl Strategy<Value = Demand> {
    let outbound = prop_oneof![Just(Outbound::LoadBalancer), Just(Outbound::NatGateway), Just(Outbound::AzureFirewall)];
    let number = || prop_oneof![0_u32..2_000, any::<u32>(), Just(u32::MAX)];
    let maybe = move || proptest::option::of(number());
    (outbound, number(), number(), number(), maybe(), maybe(), maybe(), maybe()).prop_map(
        |(outbound, nodes, surge_nodes, public_ips, ports_per_node, instances, connections_per_node, destinations)| {
            Demand {
                outbound,
                nodes,
                surge_nodes,
                public_ips,
                ports_per_node,
                instances,
                connections_per_node,
                destinations,
            }
        },
    )
}

proptest! {
    #[test]
    fn no_number_makes_it_panic_or_pass_2_to_53(demand in any_demand()) {
        let answer = snat(&demand);
        let numbers = [answer.ports_per_node, Some(answer.ports_total), answer.max_nodes, answer.public_ips_needed];
        prop_assert!(numbers.into_iter().flatten().all(|n| n < 1 << 53));
        let _ = ways(&demand);
    }

    #[test]
    fn more_nodes_never_need_fewer_addresses(demand in any_demand(), more in 0_u32..1_000) {
        let larger = Demand { nodes: demand.nodes.saturating_add(more), ..demand };
        let (a, b) = (snat(&demand).public_ips_needed, snat(&larger).public_ips_needed);
        // None is more than any number.
        prop_assert!(b.is_none() || a.is_some_and(|a| b.is_some_and(|b| a <= b)));
    }

    #[test]
    fn what_fits_the_needed_addresses_fits(nodes in 1_u32..900, ports in 1_u32..500) {
        let ports = ports * 8;
        let needed = ips_needed(nodes.into(), ports.into());
        let ips = u32::try_from(needed).unwrap();
        prop_assume!(needed <= 100);
        prop_assert!(balancer(nodes, 0, ips, ports).fits);
        prop_assert!(needed == 1 || !balancer(nodes, 0, ips - 1, ports).fits);
    }

    #[test]
    fn the_default_never_gives_more_to_more_nodes(nodes in 1_u64..1_000, ips in 1_u64..20) {
        prop_assert!(default_ports(nodes + 1, ips) <= default_ports(nodes, ips));
    }
}
