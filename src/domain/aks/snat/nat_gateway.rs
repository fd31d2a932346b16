//! The NAT gateway: ports are handed out on demand to the whole subnet.
//!
//! Sources: <https://learn.microsoft.com/azure/aks/nat-gateway>,
//! <https://learn.microsoft.com/azure/nat-gateway/nat-sku>; checked 2026-11-22.

use serde::Serialize;

use super::{Figures, Sums};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::finding::{Finding, Step};
use crate::domain::aks::source::Source;

/// Ports of a public address.
pub const PORTS_PER_IP: u64 = 64_512;
/// The most public IPv4 addresses of a gateway.
pub const MOST_IPS: u64 = 16;
/// Connections at once from one public address to one destination.
pub const PER_DESTINATION: u64 = 50_000;
/// Connections at once through a gateway.
pub const CONNECTIONS: u64 = 2_000_000;

/// What a kind of NAT gateway can do; both have the same ports and the same price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sku {
    /// Its name.
    pub name: &'static str,
    /// Public IPv4 addresses at most.
    pub ipv4_addresses: u64,
    /// Public IPv6 addresses at most.
    pub ipv6_addresses: u64,
    /// Throughput in gigabits a second.
    pub gigabits: u64,
    /// Packets a second, in millions.
    pub million_packets: u64,
    /// Throughput of one connection in gigabits a second, where it is limited.
    pub connection_gigabits: Option<u64>,
    /// Packets a second of one connection, where they are limited.
    pub connection_packets: Option<u64>,
    /// Whether it outlives the loss of a zone.
    pub zone_redundant: bool,
}

/// The Standard gateway: one zone or none.
pub const STANDARD: Sku = Sku {
    name: "Standard",
    ipv4_addresses: MOST_IPS,
    ipv6_addresses: 0,
    gigabits: 50,
    million_packets: 5,
    connection_gigabits: None,
    connection_packets: None,
    zone_redundant: false,
};

/// The `StandardV2` gateway; managed by AKS it is in preview.
pub const STANDARD_V2: Sku = Sku {
    name: "StandardV2",
    ipv6_addresses: 16,
    gigabits: 100,
    million_packets: 10,
    connection_gigabits: Some(1),
    connection_packets: Some(100_000),
    zone_redundant: true,
    ..STANDARD
};

/// Public addresses for so many nodes, each with so many ports to one destination; at least one.
#[must_use]
pub fn ips_needed(nodes: u64, wanted: u64) -> u64 {
    nodes.saturating_mul(wanted).div_ceil(PER_DESTINATION).max(1)
}

pub(super) fn sums(figures: &Figures) -> Sums {
    let (total, ips) = (figures.total(), figures.ips);
    let (ports_total, per_destination) = (PORTS_PER_IP * ips, PER_DESTINATION * ips);
    let mut findings = Vec::new();
    let mut working = vec![
        Step::new(
            "Ports of all addresses",
            "addresses × 64,512",
            format!("{} × {}", grouped(ips), grouped(PORTS_PER_IP)),
            counted(ports_total, "port"),
            Source::NatGateway,
        ),
        Step::new(
            "Connections to one destination",
            "addresses × 50,000",
            format!("{} × {}", grouped(ips), grouped(PER_DESTINATION)),
            counted(per_destination, "connection"),
            Source::NatSkus,
        ),
    ];
    if ips > MOST_IPS {
        let message =
            format!("A NAT gateway has at most {MOST_IPS} public IPv4 addresses, a /28, not {}.", grouped(ips));
        findings.push(Finding::error("nat-too-many-ips", Source::NatSkus, message).at("public_ips"));
    }
    let (mut needed, mut max_nodes) = (Some(1), None);
    if let (Some(wanted), Some(connections)) = (figures.wanted, figures.connections) {
        let addresses = ips_needed(total, wanted);
        needed = (addresses <= MOST_IPS && total * connections <= CONNECTIONS).then_some(addresses);
        max_nodes = Some((per_destination / wanted).min(CONNECTIONS / connections));
        working.push(Step::new(
            "Public addresses needed",
            "⌈(nodes + surge) × ports of a node ÷ 50,000⌉",
            format!("⌈{} × {} ÷ {}⌉", grouped(total), grouped(wanted), grouped(PER_DESTINATION)),
            counted(addresses, "address"),
            Source::NatSkus,
        ));
        if total * wanted > per_destination {
            let cure = if addresses <= MOST_IPS {
                format!("it takes {}", counted(addresses, "public address"))
            } else {
                format!("it would take {}, and a gateway has at most {MOST_IPS}", grouped(addresses))
            };
            let message = format!(
                "{} to one destination are more than the {} that these addresses carry: {cure}.",
                counted(total * wanted, "connection"),
                grouped(per_destination),
            );
            findings.push(Finding::error("nat-destination-limit", Source::NatSkus, message).at("public_ips"));
        }
        if total * connections > CONNECTIONS {
            let message = format!(
                "{} are more than the {} of a NAT gateway: spread the pools over subnets with gateways of their own.",
                counted(total * connections, "connection"),
                grouped(CONNECTIONS),
            );
            findings.push(Finding::error("nat-connection-limit", Source::NatSkus, message).at("connections_per_node"));
        }
    }
    Sums {
        ports_per_node: None,
        ports_total,
        max_nodes,
        public_ips_needed: needed,
        per_destination: Some(per_destination),
        findings,
        working,
    }
}
