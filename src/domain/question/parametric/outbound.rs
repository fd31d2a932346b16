//! Rules about ports for outgoing connections.

use super::Draft;
use crate::domain::aks::figures::grouped;
use crate::domain::aks::snat::load_balancer::{self, DEFAULT_TABLE, default_ports, ips_needed};
use crate::domain::aks::snat::{Demand, Outbound, nat_gateway, snat};
use crate::domain::question::random::Random;

/// All ports that a public address has by the width of the field alone.
const ALL_PORTS: u64 = 65_536;

pub(super) fn lb_default_ports(random: &mut Random) -> Draft {
    // Each row of the table is as likely as another.
    let at = usize::try_from(random.below(DEFAULT_TABLE.len() as u64)).unwrap_or(0);
    let row = DEFAULT_TABLE[at.min(DEFAULT_TABLE.len() - 1)];
    let nodes = random.between(row.from.max(2), row.to);
    let mut draft = Draft::number(default_ports(nodes, 1).unwrap_or(row.ports), "ports")
        .count("nodes", nodes)
        .count("from", row.from)
        .count("to", row.to)
        .wrong(
            grouped(load_balancer::PORTS_PER_IP / nodes),
            "default-ports-divided-evenly",
            "The default is a table with steps, not the ports of the address divided by the nodes.",
        )
        .wrong(
            grouped(load_balancer::PORTS_PER_IP),
            "every-node-has-all-ports",
            "These are the ports of the whole address; the nodes share them.",
        );
    if let Some(before) = at.checked_sub(1).and_then(|at| DEFAULT_TABLE.get(at)) {
        let said = format!("So many are given up to {} nodes.", grouped(before.to));
        draft = draft.wrong(grouped(before.ports), "default-ports-row-before", said);
    }
    if let Some(after) = DEFAULT_TABLE.get(at + 1) {
        let said = format!("So few are given from {} nodes on.", grouped(after.from));
        draft = draft.wrong(grouped(after.ports), "default-ports-row-after", said);
    }
    draft
}

pub(super) fn lb_ips_needed(random: &mut Random) -> Draft {
    let ports = random.one_of(&[1_024, 1_280, 1_600, 2_000, 2_048, 3_200, 4_000, 4_096]).unwrap_or(1_024);
    // So many nodes that one address is not enough and the division has a rest.
    let mut nodes = random.between(load_balancer::PORTS_PER_IP / ports + 2, 250);
    while (nodes * ports).is_multiple_of(load_balancer::PORTS_PER_IP) {
        nodes += 1;
    }
    let all = nodes * ports;
    Draft::number(ips_needed(nodes, ports), "addresses")
        .count("nodes", nodes)
        .count("ports", ports)
        .count("all", all)
        .wrong(
            grouped(all / load_balancer::PORTS_PER_IP),
            "rounds-down-public-addresses",
            "So many have too few ports: what is left over takes an address of its own.",
        )
        .wrong(
            grouped(all.div_ceil(nat_gateway::PORTS_PER_IP)),
            "load-balancer-has-64512-ports",
            "An address has 64,512 ports on a NAT gateway; on a load balancer it has 64,000.",
        )
        .wrong(
            grouped(all.div_ceil(ALL_PORTS)),
            "all-65536-ports-count",
            "Not all 65,536 ports of an address can be given out; a load balancer gives 64,000.",
        )
        .wrong(grouped(nodes), "public-address-for-each-node", "Nodes share the ports of an address.")
}

pub(super) fn nat_ports(random: &mut Random) -> Draft {
    let ips = random.between(2, nat_gateway::MOST_IPS);
    let answer = total(Outbound::NatGateway, ips, None);
    Draft::number(answer, "ports")
        .count("ips", ips)
        .wrong(
            grouped(ips * load_balancer::PORTS_PER_IP),
            "nat-gateway-has-64000-ports",
            "64,000 is what an address has on a load balancer; on a NAT gateway it has 64,512.",
        )
        .wrong(
            grouped(ips * ALL_PORTS),
            "all-65536-ports-count",
            "The first 1,024 ports of each address are not given out.",
        )
        .wrong(
            grouped(ips * nat_gateway::PER_DESTINATION),
            "connections-for-ports",
            "50,000 is how many connections an address has to one destination, not how many ports.",
        )
        .wrong(grouped(answer / ips), "ports-of-one-address", "These are the ports of one address.")
}

pub(super) fn firewall_ports(random: &mut Random) -> Draft {
    let (ips, instances) = (random.between(2, 40), random.between(2, 20));
    let answer = total(Outbound::AzureFirewall, ips, Some(instances));
    Draft::number(answer, "ports")
        .count("ips", ips)
        .count("instances", instances)
        .wrong(
            grouped(answer / instances),
            "firewall-instances-forgotten",
            "Each address has these ports on every instance: the instances count as well.",
        )
        .wrong(grouped(answer / ips), "ports-of-one-address", "These are the ports of one address.")
        .wrong(
            grouped(ips * nat_gateway::PORTS_PER_IP),
            "firewall-has-64512-ports",
            "64,512 is what an address has on a NAT gateway; on a firewall it has 2,496 on each instance.",
        )
        .wrong(
            grouped(ips * load_balancer::PORTS_PER_IP),
            "firewall-has-64000-ports",
            "64,000 is what an address has on a load balancer; on a firewall it has 2,496 on each instance.",
        )
}

/// Ports of all addresses, as the tool says them.
fn total(outbound: Outbound, ips: u64, instances: Option<u64>) -> u64 {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    snat(&Demand { instances: instances.map(small), ..Demand::new(outbound, 1, small(ips)) }).ports_total
}
