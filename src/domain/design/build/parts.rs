//! The parts that are built beside the cluster, and its pools.

use super::{Value, Why};
use crate::domain::aks::cluster::Os;
use crate::domain::sheet::Mode;

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// Its ranges.
    pub ranges: Vec<Value>,
    /// Its DNS servers; Azure's when there are none.
    pub dns_servers: Vec<String>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Why it is made.
    pub why: Why,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// One range, or one of each family.
    pub ranges: Vec<Value>,
    /// The service it is delegated to.
    pub delegation: Option<&'static str>,
    /// Whether the route table is associated to it.
    pub routed: bool,
    /// Whether the NAT gateway is associated to it.
    pub natted: bool,
    /// Why it is made.
    pub why: Why,
}

/// A subnet by its places in [`Build::networks`](super::Build::networks) and [`Network::subnets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The network's place.
    pub network: usize,
    /// The subnet's place in it.
    pub subnet: usize,
}

/// A route table with a default route to a firewall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// Its name.
    pub name: String,
    /// The private address of the firewall, the next hop of 0.0.0.0/0.
    pub next_hop: Value,
    /// Why it is made.
    pub why: Why,
}

/// A NAT gateway with a public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NatGateway {
    /// Its name.
    pub name: String,
    /// The name of its public address; further ones are numbered.
    pub address: String,
    /// How many public addresses it has.
    pub addresses: u64,
    /// `Standard` or `StandardV2`, as Azure spells it.
    pub sku: &'static str,
    /// Why it is made.
    pub why: Why,
}

/// What a private DNS zone is for, and with it what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneOf {
    /// The API server behind Private Link: `privatelink.{region}.azmk8s.io`.
    PrivateLink,
    /// The API server in the virtual network: `private.{region}.azmk8s.io`.
    Integrated,
    /// A container registry: `privatelink.azurecr.io`.
    Registry,
}

/// A private DNS zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// What it is for.
    pub of: ZoneOf,
    /// The networks that it is linked to, by their places; AKS links the API server's zone itself.
    pub links: Vec<usize>,
    /// Why it is made.
    pub why: Why,
}

/// A user-assigned managed identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// Why it is made.
    pub why: Why,
}

/// Where a role counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A virtual network, by its place.
    Network(usize),
    /// A private DNS zone, by its place.
    Zone(usize),
}

/// A role that the cluster's identity is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name in Azure.
    pub name: &'static str,
    /// Its id in Azure, which is the same everywhere.
    pub id: &'static str,
    /// Where it counts.
    pub scope: Scope,
    /// Why it is given.
    pub why: Why,
}

/// A container registry that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// Its name.
    pub name: Value,
    /// Whether the kubelet's identity is given `AcrPull` on it.
    pub attached: bool,
    /// The subnet of its private endpoint, with which a zone is made too.
    pub endpoint: Option<Place>,
    /// Why it is used so.
    pub why: Why,
}

/// A node pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub mode: Mode,
    /// The system of its nodes.
    pub os: Os,
    /// How many nodes.
    pub nodes: Value,
    /// The most pods on a node.
    pub max_pods: Option<u32>,
    /// Nodes added during an upgrade: a number, or one with a percent sign.
    pub surge: Option<String>,
    /// The size of its machines.
    pub size: Value,
    /// Its availability zones.
    pub zones: Vec<u8>,
    /// Why it is made.
    pub why: Why,
}

impl NatGateway {
    /// The names of its public addresses.
    #[must_use]
    pub fn address_names(&self) -> Vec<String> {
        let numbered = |n| if n == 1 { self.address.clone() } else { format!("{}-{n}", self.address) };
        (1..=self.addresses).map(numbered).collect()
    }
}
