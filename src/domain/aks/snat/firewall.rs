//! Azure Firewall: ports of each public address on each instance, handed out on demand.
//!
//! Source: <https://learn.microsoft.com/azure/firewall/integrate-with-nat-gateway>; checked 2026-11-22.

use super::{Figures, Sums};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::finding::{Finding, Step};
use crate::domain::aks::source::Source;

/// Ports of a public address on one instance.
pub(super) const PORTS: u64 = 2_496;
/// Instances that a firewall always has.
pub(super) const LEAST_INSTANCES: u32 = 2;
/// The most public addresses.
pub(super) const MOST_IPS: u64 = 250;
/// Public addresses that AKS' page asks for in production.
const PRODUCTION_IPS: u64 = 20;

pub(super) fn sums(figures: &Figures) -> Sums {
    let (total, ips, instances) = (figures.total(), figures.ips, figures.instances);
    let of_ip = PORTS * instances;
    let ports_total = of_ip * ips;
    let mut findings = Vec::new();
    let page = Source::FirewallPorts;
    let mut working = vec![Step::new(
        "Ports of all addresses",
        "addresses × instances × 2,496",
        format!("{} × {} × {}", grouped(ips), grouped(instances), grouped(PORTS)),
        counted(ports_total, "port"),
        page,
    )];
    if instances < LEAST_INSTANCES.into() {
        let message = "A firewall has at least two instances.";
        findings.push(Finding::error("firewall-too-few-instances", page, message).at("instances"));
    }
    if ips > MOST_IPS {
        let message = format!("A firewall has at most {MOST_IPS} public addresses, not {}.", grouped(ips));
        findings.push(Finding::error("firewall-too-many-ips", page, message).at("public_ips"));
    } else if ips < PRODUCTION_IPS {
        let message =
            format!("For production AKS' page asks for at least {PRODUCTION_IPS} public addresses on the firewall.");
        findings.push(Finding::warning("firewall-few-ips", Source::AzureFirewall, message).at("public_ips"));
    }
    let note = "A NAT gateway on the firewall's subnet gives 64,512 ports for each of its addresses instead.";
    findings.push(Finding::note("firewall-with-nat-gateway", page, note));
    let (mut needed, mut max_nodes) = (Some(1), None);
    if let Some(wanted) = figures.wanted {
        let addresses = (total * wanted).div_ceil(of_ip.max(1)).max(1);
        needed = (addresses <= MOST_IPS).then_some(addresses);
        max_nodes = Some(ports_total / wanted);
        working.push(Step::new(
            "Public addresses needed",
            "⌈(nodes + surge) × ports of a node ÷ (instances × 2,496)⌉",
            format!("⌈{} × {} ÷ {}⌉", grouped(total), grouped(wanted), grouped(of_ip)),
            counted(addresses, "address"),
            page,
        ));
        if total * wanted > ports_total {
            let cure = match needed {
                Some(needed) => format!("it takes {}, or more instances", counted(needed, "public address")),
                None => format!("more than {MOST_IPS} addresses can give; put a NAT gateway on the firewall's subnet"),
            };
            let message = format!(
                "{} to one destination are more than the {} ports there are: {cure}.",
                counted(total * wanted, "connection"),
                grouped(ports_total),
            );
            findings.push(Finding::error("firewall-ports-exhausted", page, message).at("public_ips"));
        }
    }
    Sums {
        ports_per_node: None,
        ports_total,
        max_nodes,
        public_ips_needed: needed,
        per_destination: Some(ports_total),
        findings,
        working,
    }
}
