//! The Standard load balancer: every node has its ports in advance, by Azure's table or as chosen.
//!
//! Sources: <https://learn.microsoft.com/azure/load-balancer/load-balancer-outbound-connections>,
//! <https://learn.microsoft.com/azure/aks/configure-load-balancer-standard>; checked 2026-11-22.

use serde::Serialize;

use super::{Figures, Sums};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::finding::{Finding, Step};
use crate::domain::aks::source::Source;

/// Ports of a public address.
pub const PORTS_PER_IP: u64 = 64_000;
/// The most public addresses that AKS manages for a load balancer.
pub const MOST_IPS: u64 = 100;
/// Ports for each node are chosen in steps of this.
pub const STEP: u64 = 8;
/// The most ports that Azure's default gives a node, however many addresses there are.
pub const MOST_BY_DEFAULT: u64 = 1_024;
/// The most nodes for which a default is documented.
pub const MOST_NODES_BY_DEFAULT: u64 = 1_000;

/// A row of the default table: up to so many nodes, each has so many ports for each public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The fewest nodes.
    pub from: u64,
    /// The most nodes.
    pub to: u64,
    /// Ports of each node.
    pub ports: u64,
}

/// Azure's default, with one public address.
pub const DEFAULT_TABLE: [Row; 6] = [
    Row { from: 1, to: 50, ports: 1_024 },
    Row { from: 51, to: 100, ports: 512 },
    Row { from: 101, to: 200, ports: 256 },
    Row { from: 201, to: 400, ports: 128 },
    Row { from: 401, to: 800, ports: 64 },
    Row { from: 801, to: 1_000, ports: 32 },
];

/// The steps of the default with so many public addresses, for drawing: rows with equal ports are joined.
#[must_use]
pub fn default_steps(public_ips: u64) -> Vec<Row> {
    let mut steps: Vec<Row> = Vec::new();
    for row in DEFAULT_TABLE {
        let ports = row.ports.saturating_mul(public_ips).min(MOST_BY_DEFAULT);
        match steps.last_mut() {
            Some(last) if last.ports == ports => last.to = row.to,
            _ => steps.push(Row { ports, ..row }),
        }
    }
    steps
}

/// Ports of each node by Azure's default: min(table × addresses, 1,024). None beyond 1,000 nodes.
#[must_use]
pub fn default_ports(nodes: u64, public_ips: u64) -> Option<u64> {
    let row = DEFAULT_TABLE.iter().find(|row| nodes <= row.to)?;
    Some(row.ports.saturating_mul(public_ips).min(MOST_BY_DEFAULT))
}

/// The most nodes with so many chosen ports each, rounded down. None for 0 ports, which is the default.
#[must_use]
pub fn most_nodes(ports_per_node: u64, public_ips: u64) -> Option<u64> {
    PORTS_PER_IP.saturating_mul(public_ips).checked_div(ports_per_node)
}

/// Public addresses for so many nodes with so many chosen ports each, rounded up; at least one.
#[must_use]
pub fn ips_needed(nodes: u64, ports_per_node: u64) -> u64 {
    nodes.saturating_mul(ports_per_node).div_ceil(PORTS_PER_IP).max(1)
}

pub(super) fn sums(figures: &Figures, chosen: u64) -> Sums {
    let mut sums = if chosen == 0 { by_default(figures) } else { as_chosen(figures, chosen) };
    if figures.ips > MOST_IPS {
        let message = format!(
            "AKS manages at most {MOST_IPS} public addresses for a load balancer, not {}.",
            grouped(figures.ips)
        );
        sums.findings.push(Finding::error("lb-too-many-ips", Source::LoadBalancer, message).at("public_ips"));
    }
    let figures_total = format!("{} × {}", grouped(figures.ips), grouped(PORTS_PER_IP));
    let result = counted(sums.ports_total, "port");
    let total =
        Step::new("Ports of all addresses", "addresses × 64,000", figures_total, result, Source::LoadBalancerSetup);
    sums.working.insert(0, total);
    sums
}

fn by_default(figures: &Figures) -> Sums {
    let (total, ips, nodes_alone) = (figures.total(), figures.ips, figures.nodes);
    let (mut findings, mut working) = (Vec::new(), Vec::new());
    let ports = default_ports(total, ips);
    let table = DEFAULT_TABLE.iter().find(|row| total <= row.to).map(|row| row.ports);
    if let (Some(ports), Some(table)) = (ports, table) {
        let figures = format!("min({table} × {ips}, {})", grouped(MOST_BY_DEFAULT));
        let (formula, result) = ("min(table × addresses, 1,024)", counted(ports, "port"));
        working.push(Step::new("Ports of each node", formula, figures, result, Source::LoadBalancerOutbound));
        findings.extend(cliff(nodes_alone, total, ips));
    } else {
        let message = format!(
            "Beyond {} nodes no default is documented: choose the ports of a node.",
            grouped(MOST_NODES_BY_DEFAULT)
        );
        let finding = Finding::error("lb-default-over-1000-nodes", Source::LoadBalancerOutbound, message);
        findings.push(finding.at("ports_per_node"));
    }
    let enough = |row: &&Row| figures.wanted.is_none_or(|wanted| (row.ports * ips).min(MOST_BY_DEFAULT) >= wanted);
    let max_nodes = DEFAULT_TABLE.iter().filter(enough).map(|row| row.to).max().unwrap_or(0);
    let needed = match (figures.wanted, table) {
        (_, None) => None,
        (None, Some(_)) => Some(1),
        (Some(wanted), Some(_)) if wanted > MOST_BY_DEFAULT => None,
        (Some(wanted), Some(table)) => Some(wanted.div_ceil(table).max(1)),
    };
    if let (Some(wanted), Some(ports)) =
        (figures.wanted, ports.filter(|ports| figures.wanted.is_some_and(|w| *ports < w)))
    {
        let cure = match needed {
            Some(needed) => format!("take {}, or choose the ports of a node", counted(needed, "public address")),
            None => "the default never gives more than 1,024: choose the ports of a node".to_owned(),
        };
        let message = format!("A node needs {} and has {}: {cure}.", counted(wanted, "port"), grouped(ports));
        findings
            .push(Finding::error("lb-default-too-few-ports", Source::LoadBalancerSetup, message).at("ports_per_node"));
    }
    Sums {
        ports_per_node: ports,
        ports_total: PORTS_PER_IP * ips,
        max_nodes: Some(max_nodes),
        public_ips_needed: needed,
        per_destination: ports,
        findings,
        working,
    }
}

/// The step down that comes next, and whether an upgrade crosses it already.
fn cliff(nodes: u64, with_surge: u64, ips: u64) -> Option<Finding> {
    let (before, after) = (default_ports(nodes, ips)?, default_ports(with_surge, ips)?);
    let page = Source::LoadBalancerSetup;
    if after < before {
        let message = format!(
            "With surge nodes every node has {} instead of {} while an upgrade runs, and connections may break: \
             choose the ports of a node.",
            counted(after, "port"),
            grouped(before),
        );
        return Some(Finding::warning("lb-default-upgrade-crosses-step", page, message).at("surge_nodes"));
    }
    let next = default_steps(ips).into_iter().find(|row| row.ports < after)?;
    let message = format!(
        "From {} nodes on every node has {} instead of {}, and connections may break when the step is crossed: \
         choose the ports of a node.",
        grouped(next.from),
        counted(next.ports, "port"),
        grouped(after),
    );
    Some(Finding::note("lb-default-next-step", page, message).at("nodes"))
}

fn as_chosen(figures: &Figures, ports: u64) -> Sums {
    let (total, ips) = (figures.total(), figures.ips);
    let mut findings = Vec::new();
    let refused = |code, source, message: String| {
        let finding = Finding::error(code, source, message).at("ports_per_node");
        finding.refused_with("InvalidLoadBalancerProfileAllocatedOutboundPorts")
    };
    if !ports.is_multiple_of(STEP) {
        let (below, above) = (ports - ports % STEP, ports.next_multiple_of(STEP));
        let message =
            format!("{} is not a multiple of 8: take {} or {}.", grouped(ports), grouped(below), grouped(above));
        findings.push(refused("ports-not-multiple-of-8", Source::LoadBalancerProfile, message));
    }
    if ports > PORTS_PER_IP {
        let message = format!("A node has at most {} ports, those of one address.", grouped(PORTS_PER_IP));
        findings.push(refused("ports-out-of-range", Source::LoadBalancerProfile, message));
    }
    let (ports_total, needed) = (PORTS_PER_IP * ips, ips_needed(total, ports));
    let asked = total * ports;
    if asked > ports_total {
        let message = format!(
            "{} for {} with surge are more than the {} there are: it takes {}, or fewer ports for each node.",
            counted(asked, "port"),
            counted(total, "node"),
            grouped(ports_total),
            counted(needed, "public address"),
        );
        findings.push(refused("lb-ports-exceed-total", Source::LoadBalancerSetup, message));
    }
    if let Some(wanted) = figures.wanted.filter(|wanted| *wanted > ports) {
        let enough = wanted.next_multiple_of(STEP);
        let cure = if enough <= PORTS_PER_IP {
            format!("choose {}, which takes {}", grouped(enough), counted(ips_needed(total, enough), "public address"))
        } else {
            "that is more than a node can have; a NAT gateway shares its ports".to_owned()
        };
        let message = format!("A node needs {} and has {}: {cure}.", counted(wanted, "port"), grouped(ports));
        findings.push(Finding::error("lb-too-few-ports", Source::LoadBalancerSetup, message).at("ports_per_node"));
    }
    let max_nodes = most_nodes(ports, ips);
    let most = Step::new(
        "Most nodes, surge included",
        "⌊addresses × 64,000 ÷ ports⌋",
        format!("⌊{} ÷ {}⌋", grouped(ports_total), grouped(ports)),
        counted(max_nodes.unwrap_or(0), "node"),
        Source::LoadBalancerSetup,
    );
    let addresses = Step::new(
        "Public addresses needed",
        "⌈(nodes + surge) × ports ÷ 64,000⌉",
        format!(
            "⌈{} × {} ÷ {}⌉ = ⌈{} ÷ {}⌉",
            grouped(total),
            grouped(ports),
            grouped(PORTS_PER_IP),
            grouped(asked),
            grouped(PORTS_PER_IP)
        ),
        counted(needed, "address"),
        Source::LoadBalancerSetup,
    );
    let of_nodes = figures.nodes * ports;
    let spare = Step::new(
        "Ports left after the nodes",
        "addresses × 64,000 − nodes × ports",
        format!("{} − {}", grouped(ports_total), grouped(of_nodes)),
        counted(ports_total.saturating_sub(of_nodes), "port"),
        Source::LoadBalancerSetup,
    );
    let note = "More addresses make room for more nodes; a node's ports stay as chosen.";
    findings.push(Finding::note("lb-ips-add-nodes", Source::LoadBalancerSetup, note).at("public_ips"));
    if max_nodes.is_some_and(|most| ports_total % ports != 0 && most > 0) {
        let note = "The page rounds to the nearest whole number; the ports are a fixed stock, so here nodes are \
                    rounded down and addresses up.";
        findings.push(Finding::note("lb-rounding", Source::LoadBalancerSetup, note));
    }
    Sums {
        ports_per_node: Some(ports),
        ports_total,
        max_nodes,
        public_ips_needed: Some(needed),
        per_destination: Some(ports),
        findings,
        working: vec![most, addresses, spare],
    }
}
