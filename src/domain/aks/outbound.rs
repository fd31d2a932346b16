//! Outbound types: when a cluster may be created with one, and from which to which it may change.
//!
//! Sources: <https://learn.microsoft.com/azure/aks/egress-outboundtype>,
//! <https://learn.microsoft.com/azure/aks/egress-udr>,
//! <https://learn.microsoft.com/azure/aks/configure-static-egress-gateway>; checked 2026-11-22.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::source::Source;

/// How traffic leaves the cluster, as `--outbound-type` spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OutboundType {
    /// A Standard load balancer made by AKS; the default.
    LoadBalancer,
    /// A Standard NAT gateway made by AKS.
    #[serde(rename = "managedNATGateway")]
    ManagedNatGateway,
    /// A zone-redundant `StandardV2` NAT gateway made by AKS; preview.
    #[serde(rename = "managedNATGatewayV2")]
    ManagedNatGatewayV2,
    /// A NAT gateway of one's own on the subnet.
    #[serde(rename = "userAssignedNATGateway")]
    UserAssignedNatGateway,
    /// A route of one's own, to a firewall for instance.
    UserDefinedRouting,
    /// Nothing made by AKS.
    None,
    /// Blocked by rules that AKS makes; preview.
    Block,
}

/// Whose virtual network it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// Made by AKS.
    Managed,
    /// One's own.
    Own,
}

/// The default route, 0.0.0.0/0, of the nodes' subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultRoute {
    /// No route table, or none for 0.0.0.0/0.
    Absent,
    /// To the Internet.
    Internet,
    /// To a virtual appliance or a gateway.
    Appliance,
}

impl OutboundType {
    /// All types.
    pub const ALL: [Self; 7] = [
        Self::LoadBalancer,
        Self::ManagedNatGateway,
        Self::ManagedNatGatewayV2,
        Self::UserAssignedNatGateway,
        Self::UserDefinedRouting,
        Self::None,
        Self::Block,
    ];

    /// As `--outbound-type` spells it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::LoadBalancer => "loadBalancer",
            Self::ManagedNatGateway => "managedNATGateway",
            Self::ManagedNatGatewayV2 => "managedNATGatewayV2",
            Self::UserAssignedNatGateway => "userAssignedNATGateway",
            Self::UserDefinedRouting => "userDefinedRouting",
            Self::None => "none",
            Self::Block => "block",
        }
    }

    /// Whether the type exists for a network of this kind.
    #[must_use]
    pub const fn works_in(self, network: Network) -> bool {
        match self {
            Self::LoadBalancer | Self::None => true,
            Self::ManagedNatGateway | Self::ManagedNatGatewayV2 | Self::Block => matches!(network, Network::Managed),
            Self::UserAssignedNatGateway | Self::UserDefinedRouting => matches!(network, Network::Own),
        }
    }

    /// Whether the type is in preview.
    #[must_use]
    pub const fn in_preview(self) -> bool {
        matches!(self, Self::ManagedNatGatewayV2 | Self::Block)
    }
}

/// What stands against creating a cluster with an outbound type.
#[must_use]
pub fn creation(kind: OutboundType, network: Network, route: DefaultRoute, nat_on_subnet: bool) -> Vec<Finding> {
    let mut found = network_of(kind, network);
    let refused = |code, source, message: &str| Finding::error(code, source, message).at("outbound");
    match (kind, route) {
        (OutboundType::UserDefinedRouting, DefaultRoute::Absent) => found.push(refused(
            "udr-without-default-route",
            Source::EgressUdr,
            "userDefinedRouting needs a route table on the subnet with 0.0.0.0/0 to a virtual appliance or a gateway.",
        )),
        (OutboundType::UserDefinedRouting, DefaultRoute::Internet) => found.push(refused(
            "udr-route-to-internet",
            Source::EgressUdr,
            "AKS refuses 0.0.0.0/0 with the next hop Internet: route it to a virtual appliance or a gateway.",
        )),
        (OutboundType::UserAssignedNatGateway, _) if !nat_on_subnet => found.push(refused(
            "no-nat-gateway-on-subnet",
            Source::NatGateway,
            "userAssignedNATGateway needs a NAT gateway on the subnet before the cluster is made; with a pod \
             subnet, on that too.",
        )),
        _ => {}
    }
    preview(kind, &mut found);
    found
}

/// What stands against changing the outbound type of a cluster that runs.
#[must_use]
pub fn change(network: Network, from: OutboundType, to: OutboundType) -> Vec<Finding> {
    use OutboundType::{Block, LoadBalancer, ManagedNatGateway, ManagedNatGatewayV2, None};
    let mut found = network_of(from, network);
    found.extend(network_of(to, network));
    let page = Source::OutboundTypes;
    let note = |code, message: &str| Finding::note(code, page, message).at("to");
    let refused = |code, message: String| Finding::error(code, page, message).at("to");
    if from == to {
        found.push(note("outbound-same", "That is the outbound type as it is."));
        return found;
    }
    match (from, to) {
        (ManagedNatGatewayV2, None | Block) => found.push(refused(
            "outbound-change-disputed",
            format!(
                "From managedNATGatewayV2 to {}: the outbound page says no, the release notes of 2026-05-29 say \
                 yes. Test it on a cluster that may break.",
                to.id()
            ),
        )),
        (ManagedNatGateway, LoadBalancer) => found.push(refused(
            "outbound-change-disputed",
            "From managedNATGateway to loadBalancer: the page's table says no, a section of it shows the command. \
             The table counts until you have tested it."
                .to_owned(),
        )),
        (ManagedNatGatewayV2, _) if found.is_empty() => found.push(refused(
            "outbound-change-refused",
            format!("From managedNATGatewayV2 there is no way to {}.", to.id()),
        )),
        _ => {}
    }
    if found.is_empty() {
        let message = "The egress address changes and connections break: update allow-lists and authorized ranges \
                       first, and take no address of the old setup.";
        found.push(note("outbound-change-effects", message));
    }
    preview(to, &mut found);
    found
}

fn network_of(kind: OutboundType, network: Network) -> Vec<Finding> {
    if kind.works_in(network) {
        return Vec::new();
    }
    let (whose, other) = match network {
        Network::Own => {
            ("a virtual network that AKS makes", "userAssignedNATGateway, userDefinedRouting, loadBalancer or none")
        }
        Network::Managed => ("a virtual network of your own", "managedNATGateway, loadBalancer or none"),
    };
    let message = format!("{} needs {whose}; here take {other}.", kind.id());
    vec![Finding::error("outbound-wrong-network", Source::OutboundTypes, message).at("outbound")]
}

fn preview(kind: OutboundType, found: &mut Vec<Finding>) {
    if kind.in_preview() {
        let message = format!("{} is in preview.", kind.id());
        found.push(Finding::warning("outbound-preview", Source::OutboundTypes, message).at("outbound"));
    }
}

/// What stands against a gateway pool of the Static Egress Gateway: `prefix` is that of its public addresses.
#[must_use]
pub fn static_egress(prefix: u8, gateway_nodes: u32) -> Vec<Finding> {
    let page = Source::StaticEgress;
    if !(28..=31).contains(&prefix) {
        let message = format!("A gateway pool's prefix is a /28 to a /31, not a /{prefix}.");
        return vec![Finding::error("static-egress-prefix", page, message).at("gateway_prefix_size")];
    }
    let most = 1_u32 << (32 - prefix);
    match gateway_nodes {
        n if n > most => {
            let message = format!("A /{prefix} has an address for each of {most} gateway nodes, not for {n}.");
            vec![Finding::error("static-egress-too-many-nodes", page, message).at("nodes")]
        }
        0 => {
            vec![Finding::error("static-egress-no-node", page, "A gateway pool needs a node, better two.").at("nodes")]
        }
        1 => {
            let message = "With one gateway node egress stops when it is replaced; take two.";
            vec![Finding::warning("static-egress-one-node", page, message).at("nodes")]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
