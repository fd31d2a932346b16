//! Source ports and public addresses.

use super::look::{Look, OUTBOUND, sheet, wizard};
use super::pages::{FIREWALL, LB_SETUP, NAT_SKUS};
use super::{Rule, error, warning};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::snat::{load_balancer, nat_gateway};
use crate::domain::aks::source::Source;

/// Public addresses that a firewall in production has, at least.
const FIREWALL_ADDRESSES: u64 = 20;
const NAT_WAYS: &[&str] = &["managed-nat-gateway", "managed-nat-gateway-v2", "user-nat-gateway"];

fn addresses(look: &Look) -> u64 {
    look.sheet.number("public-addresses").unwrap_or(1)
}

/// Connections to one destination at once: of a node.
fn to_one(look: &Look) -> Option<u64> {
    let destinations = look.sheet.number("destinations").unwrap_or(1).max(1);
    Some(look.sheet.number("connections-per-node")?.div_ceil(destinations))
}

pub(super) const RULES: &[Rule] = &[
    error("ports-not-a-multiple-of-8", LB_SETUP, "Ports per node are a multiple of 8.", |look, found| {
        if let Some(ports) =
            look.sheet.number("ports-per-node").filter(|ports| !ports.is_multiple_of(load_balancer::STEP))
        {
            let message = format!("{} ports per node are no multiple of 8.", grouped(ports));
            let cure = format!("Take {}.", grouped(ports.next_multiple_of(load_balancer::STEP)));
            found.say(message, cure, [sheet("ports-per-node")]);
        }
    }),
    error("ports-over-64000", LB_SETUP, "An address has 64,000 ports.", |look, found| {
        if let Some(ports) = look.sheet.number("ports-per-node").filter(|ports| *ports > load_balancer::PORTS_PER_IP) {
            let message = format!("{} ports per node are more than the 64,000 of a public address.", grouped(ports));
            found.say(message, "Write 64,000 or less, or take a NAT gateway.", [sheet("ports-per-node")]);
        }
    }),
    error("ports-of-all-nodes", LB_SETUP, "Ports per node times nodes fit into the addresses.", |look, found| {
        let ports =
            look.sheet.number("ports-per-node").filter(|ports| (1..=load_balancer::PORTS_PER_IP).contains(ports));
        let (Some(ports), Some(nodes)) = (ports, look.nodes_and_surge()) else { return };
        let (needed, has) = (ports.saturating_mul(nodes), load_balancer::PORTS_PER_IP.saturating_mul(addresses(look)));
        if look.is(OUTBOUND, &["load-balancer"]) && needed > has {
            let message = format!(
                "{} × {} ports are {}; {} of 64,000 ports {} {}.",
                counted(nodes, "node"),
                grouped(ports),
                grouped(needed),
                counted(addresses(look), "address"),
                if addresses(look) == 1 { "has" } else { "have" },
                grouped(has)
            );
            let cure = format!("Take {}.", counted(load_balancer::ips_needed(nodes, ports), "address"));
            found.say(message, cure, [sheet("public-addresses"), sheet("ports-per-node"), wizard(OUTBOUND)]);
        }
    }),
    error(
        "nat-gateway-over-16-addresses",
        NAT_SKUS,
        "A NAT gateway has 16 public addresses at most.",
        |look, found| {
            if look.is(OUTBOUND, NAT_WAYS) && addresses(look) > nat_gateway::MOST_IPS {
                let message = format!("{} public addresses; a NAT gateway has 16 at most.", grouped(addresses(look)));
                found.say(
                    message,
                    "Write 16 or less; each has 64,512 ports.",
                    [sheet("public-addresses"), wizard(OUTBOUND)],
                );
            }
        },
    ),
    error(
        "load-balancer-over-100-addresses",
        Source::LoadBalancer.url(),
        "A load balancer of AKS has 100 outbound addresses at most.",
        |look, found| {
            if look.is(OUTBOUND, &["load-balancer"]) && addresses(look) > load_balancer::MOST_IPS {
                let message = format!("{} public addresses; AKS takes 100 at most.", grouped(addresses(look)));
                found.say(message, "Take a NAT gateway.", [sheet("public-addresses"), wizard(OUTBOUND)]);
            }
        },
    ),
    error(
        "firewall-instances",
        Source::FirewallPorts.url(),
        "Azure Firewall has two instances at least.",
        |look, found| {
            if let Some(n) = look.sheet.number("firewall-instances").filter(|n| *n < 2) {
                let message = format!("Azure Firewall always runs two instances or more, not {n}.");
                found.say(message, "Write 2 or more.", [sheet("firewall-instances")]);
            }
        },
    ),
    warning("connections-over-ports", LB_SETUP, "Connections to one destination need a port each.", |look, found| {
        let (Some(wanted), Some(nodes)) = (to_one(look), look.nodes_and_surge()) else { return };
        let chosen = look.sheet.number("ports-per-node").filter(|ports| *ports > 0);
        let Some(ports) = chosen.or_else(|| load_balancer::default_ports(nodes, addresses(look))) else { return };
        if look.is(OUTBOUND, &["load-balancer"]) && wanted > ports {
            let how = if chosen.is_some() { "as chosen" } else { "by Azure’s default" };
            let message = format!(
                "A node has {} {how} with {}, and opens {} to one destination.",
                counted(ports, "port"),
                counted(nodes, "node"),
                counted(wanted, "connection")
            );
            let cure = "Give each node more ports and the addresses for them, or take a NAT gateway.";
            found.say(message, cure, [sheet("ports-per-node"), sheet("connections-per-node"), wizard(OUTBOUND)]);
        }
    }),
    warning(
        "connections-over-nat-gateway",
        NAT_SKUS,
        "A NAT gateway’s address has 50,000 connections to one destination.",
        |look, found| {
            let (Some(wanted), Some(nodes)) = (to_one(look), look.nodes_and_surge()) else { return };
            let (all, has) =
                (wanted.saturating_mul(nodes), nat_gateway::PER_DESTINATION.saturating_mul(addresses(look)));
            if look.is(OUTBOUND, NAT_WAYS) && all > has {
                let message = format!(
                    "{} × {} connections are {} to one destination; {} of 50,000 each {} {}.",
                    counted(nodes, "node"),
                    grouped(wanted),
                    grouped(all),
                    counted(addresses(look), "address"),
                    if addresses(look) == 1 { "has" } else { "have" },
                    grouped(has)
                );
                let needed = all.div_ceil(nat_gateway::PER_DESTINATION);
                let cure = if needed > nat_gateway::MOST_IPS {
                    "Even 16 addresses are too few: keep connections open and share them, or reach the service by a private \
                 endpoint."
                    .to_owned()
                } else {
                    format!("Take {}.", counted(needed, "public address"))
                };
                found.say(message, cure, [sheet("public-addresses"), sheet("connections-per-node"), wizard(OUTBOUND)]);
            }
        },
    ),
    warning(
        "firewall-few-addresses",
        FIREWALL,
        "A firewall in production has 20 addresses at least.",
        |look, found| {
            let n = look.sheet.number("public-addresses").filter(|n| *n < FIREWALL_ADDRESSES);
            if let (true, Some(n)) = (look.is(OUTBOUND, &["user-defined-routing"]), n) {
                let message =
                    format!("The firewall has {}; 20 is the least for production.", counted(n, "public address"));
                found.say(
                    message,
                    "Take 20, or put a NAT gateway on the firewall’s subnet.",
                    [sheet("public-addresses"), wizard(OUTBOUND)],
                );
            }
        },
    ),
];
