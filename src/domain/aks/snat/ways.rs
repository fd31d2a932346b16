//! Which ways out would do for the same cluster.

use serde::Serialize;

use super::load_balancer::{self, STEP, default_ports};
use super::{Demand, Figures, firewall, nat_gateway};

/// A way out, the load balancer's two ways of giving ports apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The load balancer with Azure's default.
    LoadBalancerByDefault,
    /// The load balancer with chosen ports.
    LoadBalancerWithPorts,
    /// The NAT gateway.
    NatGateway,
    /// The firewall.
    AzureFirewall,
}

/// Whether a way out would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayOut {
    /// The way.
    pub way: Way,
    /// Whether it would do with some number of addresses.
    pub does: bool,
    /// The fewest public addresses; None when it would not do.
    pub public_ips: Option<u64>,
    /// The ports to choose for each node, or those that the default gives with so many addresses.
    pub ports_per_node: Option<u64>,
}

/// All ways out for a cluster with this demand. What a node needs is its connections to the busiest destination; when
/// no connections were given, the chosen ports; else one port.
#[must_use]
pub fn ways(demand: &Demand) -> [WayOut; 4] {
    let figures = Figures::of(demand);
    let total = figures.total();
    let chosen = demand.ports_per_node.map(u64::from).filter(|ports| *ports > 0);
    let wanted = figures.wanted.or(chosen).unwrap_or(1);
    let connections = figures.connections.unwrap_or(wanted);

    let by_default = default_ports(total, 1).map(|table| wanted.div_ceil(table).max(1));
    let by_default = by_default.filter(|ips| default_ports(total, *ips).is_some_and(|ports| ports >= wanted));
    let ports = wanted.next_multiple_of(STEP);
    let with_ports = load_balancer::ips_needed(total, ports);
    let with_ports =
        (ports <= load_balancer::PORTS_PER_IP && with_ports <= load_balancer::MOST_IPS).then_some(with_ports);
    let by_gateway = nat_gateway::ips_needed(total, wanted);
    let gateway_does =
        by_gateway <= nat_gateway::MOST_IPS && total.saturating_mul(connections) <= nat_gateway::CONNECTIONS;
    let instances = figures.instances.max(firewall::LEAST_INSTANCES.into());
    let by_firewall = total.saturating_mul(wanted).div_ceil(firewall::PORTS * instances).max(1);

    let way = |way, public_ips: Option<u64>, ports_per_node: Option<u64>| WayOut {
        way,
        does: public_ips.is_some(),
        public_ips,
        ports_per_node: ports_per_node.filter(|_| public_ips.is_some()),
    };
    [
        way(Way::LoadBalancerByDefault, by_default, by_default.and_then(|ips| default_ports(total, ips))),
        way(Way::LoadBalancerWithPorts, with_ports, Some(ports)),
        way(Way::NatGateway, Some(by_gateway).filter(|_| gateway_does), None),
        way(Way::AzureFirewall, Some(by_firewall).filter(|ips| *ips <= firewall::MOST_IPS), None),
    ]
}
