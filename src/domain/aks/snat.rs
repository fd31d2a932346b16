//! Ports for outgoing connections (SNAT): how many a node has, how many public addresses it takes, and which way out
//! would do.

use serde::{Deserialize, Serialize};

use super::figures::{counted, grouped};
use super::finding::{self, Finding, Step};
use super::source::Source;

mod firewall;
pub mod load_balancer;
pub mod nat_gateway;
mod ways;

pub use ways::{Way, WayOut, ways};

/// The most nodes, surge nodes, public addresses or instances that are counted; more is refused.
pub const MOST: u64 = 1_000_000;

/// The way out of the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outbound {
    /// Azure's Standard load balancer.
    LoadBalancer,
    /// A NAT gateway.
    NatGateway,
    /// Azure Firewall.
    AzureFirewall,
}

/// What is known of the cluster's way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// The way out.
    pub outbound: Outbound,
    /// The most nodes of all pools together.
    pub nodes: u32,
    /// Surge nodes of all pools together.
    pub surge_nodes: u32,
    /// Public addresses of the load balancer, the gateway or the firewall.
    pub public_ips: u32,
    /// Chosen ports for each node; None or 0 for Azure's default. Only for the load balancer.
    pub ports_per_node: Option<u32>,
    /// Instances of the firewall; None for the two that it always has.
    pub instances: Option<u32>,
    /// Connections that a node has open at the same time.
    pub connections_per_node: Option<u32>,
    /// Destinations (address, port and protocol) over which these are spread evenly; None for one.
    pub destinations: Option<u32>,
}

impl Demand {
    /// A demand without connections.
    #[must_use]
    pub const fn new(outbound: Outbound, nodes: u32, public_ips: u32) -> Self {
        Self {
            outbound,
            nodes,
            surge_nodes: 0,
            public_ips,
            ports_per_node: None,
            instances: None,
            connections_per_node: None,
            destinations: None,
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snat {
    /// Ports of each node; None where they are handed out on demand or no default is documented.
    pub ports_per_node: Option<u64>,
    /// Ports of all public addresses together.
    pub ports_total: u64,
    /// The most nodes, surge nodes included, that these addresses serve; None where nothing limits them.
    pub max_nodes: Option<u64>,
    /// Public addresses that the cluster needs; None when no number of them is enough in this way.
    pub public_ips_needed: Option<u64>,
    /// Connections at once to one destination: of a node where ports are shared out, of the cluster where they are not.
    pub per_destination: Option<u64>,
    /// Whether no rule is broken and everything has its ports.
    pub fits: bool,
    /// The answer in a sentence.
    pub verdict: String,
    /// What the rules say, errors first.
    pub findings: Vec<Finding>,
    /// How the figures came about.
    pub working: Vec<Step>,
}

/// The numbers of a demand, cut to the bounds.
#[derive(Debug, Clone, Copy)]
struct Figures {
    nodes: u64,
    surge: u64,
    ips: u64,
    instances: u64,
    /// Connections of a node.
    connections: Option<u64>,
    /// Ports that a node needs: connections to its busiest destination.
    wanted: Option<u64>,
}

impl Figures {
    fn of(demand: &Demand) -> Self {
        let cut = |n: u32| u64::from(n).min(MOST);
        let connections = demand.connections_per_node.map(cut).filter(|n| *n > 0);
        let destinations = cut(demand.destinations.unwrap_or(1)).max(1);
        Self {
            nodes: cut(demand.nodes),
            surge: cut(demand.surge_nodes),
            ips: cut(demand.public_ips),
            instances: cut(demand.instances.unwrap_or(firewall::LEAST_INSTANCES)),
            connections,
            wanted: connections.map(|n| n.div_ceil(destinations)),
        }
    }

    fn total(&self) -> u64 {
        self.nodes + self.surge
    }
}

/// What one way out comes to.
struct Sums {
    ports_per_node: Option<u64>,
    ports_total: u64,
    max_nodes: Option<u64>,
    public_ips_needed: Option<u64>,
    per_destination: Option<u64>,
    findings: Vec<Finding>,
    working: Vec<Step>,
}

/// Works the demand out. Numbers beyond the bound of this module are an error finding, and counted as the bound.
#[must_use]
pub fn snat(demand: &Demand) -> Snat {
    let figures = Figures::of(demand);
    let mut sums = match demand.outbound {
        Outbound::LoadBalancer => load_balancer::sums(&figures, u64::from(demand.ports_per_node.unwrap_or(0))),
        Outbound::NatGateway => nat_gateway::sums(&figures),
        Outbound::AzureFirewall => firewall::sums(&figures),
    };
    of_numbers(demand, &figures, &mut sums.findings);
    sums.working.splice(0..0, shared_steps(demand, &figures));
    finding::sort(&mut sums.findings);
    let fits = finding::no_errors(&sums.findings);
    Snat {
        fits,
        verdict: verdict(fits, &figures, &sums),
        ports_per_node: sums.ports_per_node,
        ports_total: sums.ports_total,
        max_nodes: sums.max_nodes,
        public_ips_needed: sums.public_ips_needed,
        per_destination: sums.per_destination,
        findings: sums.findings,
        working: sums.working,
    }
}

fn of_numbers(demand: &Demand, figures: &Figures, found: &mut Vec<Finding>) {
    let given = [
        ("nodes", Some(demand.nodes)),
        ("surge_nodes", Some(demand.surge_nodes)),
        ("public_ips", Some(demand.public_ips)),
        ("instances", demand.instances),
        ("connections_per_node", demand.connections_per_node),
        ("destinations", demand.destinations),
    ];
    for (field, n) in given.into_iter().filter_map(|(field, n)| Some((field, u64::from(n?)))).filter(|(_, n)| *n > MOST)
    {
        let message = format!("{} is beyond every cluster; it was counted as {}.", grouped(n), grouped(MOST));
        found.push(Finding::error("number-too-large", Source::Limits, message).at(field));
    }
    if figures.ips == 0 {
        let message = "Without a public address nothing leaves: take at least one.";
        found.push(Finding::error("no-public-ip", Source::LoadBalancer, message).at("public_ips"));
    }
    if figures.total() > 5_000 && figures.nodes <= MOST {
        let message = format!("A cluster has at most 5,000 nodes; these are {} with surge.", grouped(figures.total()));
        found.push(Finding::warning("cluster-node-limit", Source::Overlay, message).at("nodes"));
    }
    if demand.outbound != Outbound::LoadBalancer && demand.ports_per_node.is_some_and(|ports| ports > 0) {
        let message = "Ports for each node are chosen on a load balancer only; here they are handed out on demand.";
        found.push(Finding::note("ports-on-demand", Source::NatGateway, message).at("ports_per_node"));
    }
    if demand.outbound != Outbound::AzureFirewall && demand.instances.is_some() {
        let message = "Only a firewall has instances; the number was not looked at.";
        found.push(Finding::note("instances-not-used", Source::FirewallPorts, message).at("instances"));
    }
    if figures.wanted.is_some() && demand.destinations.is_some_and(|n| n > 1) {
        let message = "Reckoned as if the connections were spread evenly: a port can serve several destinations at \
                       once, so only the busiest one counts. For UDP every destination address counts by itself.";
        found.push(Finding::note("even-spread", Source::LoadBalancerOutbound, message).at("destinations"));
    }
}

fn shared_steps(demand: &Demand, figures: &Figures) -> Vec<Step> {
    let mut steps = vec![Step::new(
        "Nodes with surge",
        "nodes + surge",
        format!("{} + {}", grouped(figures.nodes), grouped(figures.surge)),
        counted(figures.total(), "node"),
        Source::LoadBalancerSetup,
    )];
    if let (Some(connections), Some(wanted)) = (figures.connections, figures.wanted) {
        let destinations = demand.destinations.unwrap_or(1).max(1);
        steps.push(Step::new(
            "Ports that a node needs",
            "⌈connections ÷ destinations⌉",
            format!("⌈{} ÷ {}⌉", grouped(connections), grouped(destinations.into())),
            counted(wanted, "port"),
            Source::LoadBalancerOutbound,
        ));
    }
    steps
}

fn verdict(fits: bool, figures: &Figures, sums: &Sums) -> String {
    let addresses = counted(figures.ips, "public address");
    if !fits {
        return match sums.public_ips_needed {
            Some(needed) if needed > figures.ips => {
                format!("Too few: {addresses} where it takes {}.", grouped(needed))
            }
            _ => "Does not work as it is: see which rule is broken.".to_owned(),
        };
    }
    match (sums.ports_per_node, sums.max_nodes) {
        (Some(ports), Some(most)) => {
            let more = most.saturating_sub(figures.total());
            format!("Enough: {} for each node, with room for {} more.", counted(ports, "port"), counted(more, "node"))
        }
        (_, Some(most)) => {
            let more = most.saturating_sub(figures.total());
            format!("Enough with {addresses}, with room for {} more.", counted(more, "node"))
        }
        _ => format!("{} on demand from {addresses}.", counted(sums.ports_total, "port")),
    }
}

#[cfg(test)]
mod tests;
