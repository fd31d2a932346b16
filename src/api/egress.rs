//! The way out of a cluster: `snat`, `outbound`, `static-egress`.

use serde::Serialize;
use utoipa::ToSchema;

use super::cluster::MOST;
use super::findings::{self, Finding, Step, Verdict};
use super::read::{self, Fields, Input};
use crate::domain::aks::outbound::{self, DefaultRoute, Network, OutboundType};
use crate::domain::aks::snat::{self, Demand, Outbound};

/// The ways out.
const OUTBOUND: [(&str, Outbound); 3] = [
    ("loadBalancer", Outbound::LoadBalancer),
    ("natGateway", Outbound::NatGateway),
    ("azureFirewall", Outbound::AzureFirewall),
];

/// A cluster's way out.
#[derive(Debug, ToSchema)]
pub(super) struct SnatInput {
    /// The way out.
    #[schema(value_type = OutboundName)]
    outbound: Outbound,
    /// The most nodes of all pools together.
    nodes: u32,
    /// Surge nodes of all pools together.
    surge_nodes: Option<u32>,
    /// Public addresses of the load balancer, the gateway or the firewall.
    public_ips: u32,
    /// Chosen ports for each node of a load balancer; 0 or nothing for Azure's default.
    ports_per_node: Option<u32>,
    /// Instances of the firewall; 2 where nothing is said.
    instances: Option<u32>,
    /// Connections that a node has open at the same time.
    connections_per_node: Option<u32>,
    /// Over how many destinations these are spread; 1 where nothing is said.
    destinations: Option<u32>,
}

/// A way out.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "says in the description what the domain's own ways are called")]
pub(super) enum OutboundName {
    /// Azure's Standard load balancer.
    LoadBalancer,
    /// A NAT gateway.
    NatGateway,
    /// Azure Firewall.
    AzureFirewall,
}

impl Input for SnatInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let wants = "one of loadBalancer, natGateway, azureFirewall";
        let outbound = fields.required("outbound", wants, |place| place.word(&OUTBOUND));
        let nodes = fields.required("nodes", "say how many nodes there are at most", |place| place.whole(0, MOST));
        let surge_nodes = fields.optional("surge_nodes", |place| place.whole(0, MOST));
        let public_ips =
            fields.required("public_ips", "say how many public addresses there are", |place| place.whole(0, MOST));
        let ports_per_node = fields.optional("ports_per_node", |place| place.whole(0, MOST));
        let instances = fields.optional("instances", |place| place.whole(0, MOST));
        let connections_per_node = fields.optional("connections_per_node", |place| place.whole(0, MOST));
        let destinations = fields.optional("destinations", |place| place.whole(0, MOST));
        Some(Self {
            outbound: outbound?,
            nodes: nodes?,
            surge_nodes,
            public_ips: public_ips?,
            ports_per_node,
            instances,
            connections_per_node,
            destinations,
        })
    }
}

/// How far the ports go.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SnatAnswer {
    /// Ports of each node; null where they are handed out on demand or no default is documented.
    ports_per_node: Option<u64>,
    /// Ports of all public addresses together.
    ports_total: u64,
    /// The most nodes, surge nodes included, that these addresses serve; null where nothing limits them.
    max_nodes: Option<u64>,
    /// Public addresses that the cluster needs; null when no number of them is enough in this way.
    public_ips_needed: Option<u64>,
    /// Connections at once to one destination: of a node where ports are shared out, of the cluster where they are not.
    per_destination: Option<u64>,
    /// Whether no rule is broken and everything has its ports.
    fits: bool,
    /// The answer in a sentence.
    verdict: String,
    /// Every way out, and whether it would do for the same cluster.
    ways: Vec<WayOut>,
    /// What the rules say, errors first.
    findings: Vec<Finding>,
    /// How the figures came about.
    working: Vec<Step>,
}

/// Whether a way out would do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WayOut {
    /// The way: the load balancer's two ways of giving ports apart.
    #[schema(value_type = WayName)]
    way: snat::Way,
    /// Whether it would do with some number of addresses.
    does: bool,
    /// The fewest public addresses.
    public_ips: Option<u64>,
    /// The ports to choose for each node, or those that the default gives.
    ports_per_node: Option<u64>,
}

/// A way out.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own ways are called")]
pub(super) enum WayName {
    /// The load balancer with Azure's default.
    LoadBalancerByDefault,
    /// The load balancer with chosen ports.
    LoadBalancerWithPorts,
    /// The NAT gateway.
    NatGateway,
    /// The firewall.
    AzureFirewall,
}

pub(super) fn snat(input: &SnatInput) -> SnatAnswer {
    let demand = Demand {
        outbound: input.outbound,
        nodes: input.nodes,
        surge_nodes: input.surge_nodes.unwrap_or_default(),
        public_ips: input.public_ips,
        ports_per_node: input.ports_per_node,
        instances: input.instances,
        connections_per_node: input.connections_per_node,
        destinations: input.destinations,
    };
    let found = snat::snat(&demand);
    let way = |way: snat::WayOut| WayOut {
        way: way.way,
        does: way.does,
        public_ips: way.public_ips,
        ports_per_node: way.ports_per_node,
    };
    SnatAnswer {
        ports_per_node: found.ports_per_node,
        ports_total: found.ports_total,
        max_nodes: found.max_nodes,
        public_ips_needed: found.public_ips_needed,
        per_destination: found.per_destination,
        fits: found.fits,
        verdict: found.verdict,
        ways: snat::ways(&demand).map(way).into_iter().collect(),
        findings: findings::findings(found.findings),
        working: findings::working(found.working),
    }
}

/// An outbound type to create a cluster with, or to change to another.
#[derive(Debug, ToSchema)]
pub(super) struct OutboundInput {
    /// The type, as `--outbound-type` spells it.
    #[schema(value_type = OutboundTypeName)]
    outbound: OutboundType,
    /// Whose virtual network it is.
    #[schema(value_type = NetworkName)]
    network: Network,
    /// The type to change to; without it the question is whether a cluster can be created.
    #[schema(value_type = Option<OutboundTypeName>)]
    to: Option<OutboundType>,
    /// Where 0.0.0.0/0 of the nodes' subnet goes; `absent` where nothing is said.
    #[schema(value_type = Option<RouteName>)]
    default_route: Option<DefaultRoute>,
    /// Whether a NAT gateway is on the subnet.
    nat_gateway_on_subnet: Option<bool>,
}

/// An outbound type.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what the domain's own types are called")]
pub(super) enum OutboundTypeName {
    /// A load balancer made by AKS.
    #[schema(rename = "loadBalancer")]
    LoadBalancer,
    /// A NAT gateway made by AKS.
    #[schema(rename = "managedNATGateway")]
    ManagedNatGateway,
    /// A zone-redundant NAT gateway made by AKS; preview.
    #[schema(rename = "managedNATGatewayV2")]
    ManagedNatGatewayV2,
    /// A NAT gateway of one's own.
    #[schema(rename = "userAssignedNATGateway")]
    UserAssignedNatGateway,
    /// A route of one's own.
    #[schema(rename = "userDefinedRouting")]
    UserDefinedRouting,
    /// Nothing made by AKS.
    #[schema(rename = "none")]
    None,
    /// Blocked by rules that AKS makes; preview.
    #[schema(rename = "block")]
    Block,
}

/// Whose virtual network it is.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own networks are called")]
pub(super) enum NetworkName {
    /// Made by AKS.
    Managed,
    /// One's own.
    Own,
}

/// Where the default route goes.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own routes are called")]
pub(super) enum RouteName {
    /// There is none.
    Absent,
    /// To the Internet.
    Internet,
    /// To a virtual appliance or a gateway.
    Appliance,
}

impl Input for OutboundInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let types = OutboundType::ALL.map(|kind| (kind.id(), kind));
        let listed = format!("one of {}", OutboundType::ALL.map(OutboundType::id).join(", "));
        let networks = [("managed", Network::Managed), ("own", Network::Own)];
        let routes = [
            ("absent", DefaultRoute::Absent),
            ("internet", DefaultRoute::Internet),
            ("appliance", DefaultRoute::Appliance),
        ];
        let outbound = fields.required("outbound", &listed, |place| place.word(&types));
        let network = fields.required("network", "one of managed, own", |place| place.word(&networks));
        let to = fields.optional("to", |place| place.word(&types));
        let default_route = fields.optional("default_route", |place| place.word(&routes));
        let nat_gateway_on_subnet = fields.optional("nat_gateway_on_subnet", read::switch);
        Some(Self { outbound: outbound?, network: network?, to, default_route, nat_gateway_on_subnet })
    }
}

pub(super) fn outbound(input: &OutboundInput) -> Verdict {
    let OutboundInput { outbound: kind, network, to, default_route, nat_gateway_on_subnet } = *input;
    let found = match to {
        Some(to) => outbound::change(network, kind, to),
        None => outbound::creation(
            kind,
            network,
            default_route.unwrap_or(DefaultRoute::Absent),
            nat_gateway_on_subnet.unwrap_or(false),
        ),
    };
    found.into()
}

/// A gateway pool of the Static Egress Gateway.
#[derive(Debug, ToSchema)]
pub(super) struct StaticEgressInput {
    /// The length of the prefix of its public addresses.
    #[schema(maximum = 32)]
    prefix: u8,
    /// How many nodes the gateway pool has.
    nodes: u32,
}

impl Input for StaticEgressInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let prefix = fields.required("prefix", "write a length such as 30", |place| place.whole(0, 32));
        let nodes = fields.required("nodes", "say how many gateway nodes there are", |place| place.whole(0, MOST));
        Some(Self { prefix: prefix?, nodes: nodes? })
    }
}

pub(super) fn static_egress(input: &StaticEgressInput) -> Verdict {
    outbound::static_egress(input.prefix, input.nodes).into()
}
