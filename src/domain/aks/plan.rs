//! The address plan of a cluster: what it needs, whether the given ranges hold it, and how far it can grow.

use serde::Serialize;

use super::cluster::{Cluster, Model};
use super::finding::{self, Finding, Step};

mod capacity;
mod family_rules;
mod need;
pub mod picture;
mod pool_rules;
mod range_rules;
mod verdict;
mod working;

use need::Need;
use picture::Picture;

/// The most pools that are counted; more is refused.
pub const MOST_POOLS: usize = 100;
/// The most nodes of one pool that are counted; more is refused.
pub const MOST_NODES: u64 = 1_000_000;
/// The most pods of one node that are counted; more is refused.
pub const MOST_PODS: u64 = 10_000;
/// The most connected networks that are compared; more is refused.
pub const MOST_CONNECTED: usize = 256;

/// The answer of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The model it was made for.
    pub model: Model,
    /// Whether no rule is broken; missing ranges break none.
    pub fits: bool,
    /// The answer in a sentence.
    pub verdict: String,
    /// Surge nodes of all pools together.
    pub surge_nodes: u64,
    /// What the nodes' subnet needs and has.
    pub node_subnet: NodeSubnet,
    /// What the pods' own range needs and has. None for Node Subnet, where pods live in the nodes' subnet.
    pub pod_range: Option<PodRange>,
    /// How far the cluster can grow.
    pub limits: Limits,
    /// The API server's subnet, when one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_server_subnet: Option<ApiServerSubnet>,
    /// The ranges that were not given and the smallest that would do.
    pub missing: Vec<Missing>,
    /// What the rules say, errors first.
    pub findings: Vec<Finding>,
    /// How the figures came about.
    pub working: Vec<Step>,
    /// What fills the ranges, for drawing: the nodes' subnet first, then the pods' range.
    #[serde(skip)]
    pub pictures: Vec<Picture>,
}

/// The nodes' subnet: what it needs and has, in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeSubnet {
    /// Addresses needed, surge nodes and others included.
    pub needed: u64,
    /// The longest prefix that has them, None when none has.
    pub smallest_prefix: Option<u8>,
    /// Usable addresses of the given subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usable: Option<u64>,
    /// What is left of them; 0 when there are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<u64>,
}

/// What a pod range is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Blocks of a /24, one for each node.
    Blocks,
    /// Addresses.
    Addresses,
}

/// The pods' range: what it needs and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PodRange {
    /// Blocks or addresses needed.
    pub needed: u64,
    /// Which of the two.
    pub unit: Unit,
    /// The longest prefix that has them, None when none has.
    pub smallest_prefix: Option<u8>,
    /// Blocks or addresses of the given range that pods can use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<u64>,
}

/// How far a cluster can grow with the given ranges, the pools keeping their proportions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// The most nodes, surge nodes included.
    pub nodes: u64,
    /// The pods that so many nodes can run, within the model's own limit.
    pub pods: u64,
    /// What binds.
    pub bound_by: Bound,
    /// The most nodes with the planned surge nodes kept free.
    pub running_nodes: u64,
    /// The pods that those can run.
    pub running_pods: u64,
}

/// What binds a cluster's size; ranges by the name of their input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The nodes' subnet.
    NodeSubnet,
    /// The pods' subnet.
    PodSubnet,
    /// The pods' range.
    PodCidr,
    /// The 65,536 addresses of a virtual network.
    VirtualNetwork,
    /// The most nodes of a cluster, or of a route table with kubenet.
    Model,
}

/// The API server's subnet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiServerSubnet {
    /// Its usable addresses.
    pub usable: u64,
    /// The most clusters that can share it.
    pub clusters: u64,
}

/// A range that was not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The input.
    pub field: &'static str,
    /// The longest prefix that would do, None when none does.
    pub smallest_prefix: Option<u8>,
}

/// Makes the plan. Numbers beyond the bounds of this module are an error finding, and counted as the bound.
#[must_use]
pub fn plan(cluster: &Cluster) -> Plan {
    let need = Need::of(cluster);
    let mut findings = Vec::new();
    pool_rules::findings(cluster, &need, &mut findings);
    family_rules::findings(cluster, &mut findings);
    range_rules::findings(cluster, &mut findings);
    let room = capacity::Room::of(cluster, &need);
    room.findings(cluster, &need, &mut findings);
    finding::sort(&mut findings);

    let limits = room.limits(cluster.model, &need);
    let node_subnet = NodeSubnet {
        needed: need.subnet,
        smallest_prefix: need.subnet_prefix(),
        usable: room.usable,
        free: room.usable.map(|usable| usable.saturating_sub(need.subnet)),
    };
    let pod_range = need.pod_unit().map(|unit| PodRange {
        needed: need.pod,
        unit,
        smallest_prefix: need.pod_prefix(),
        available: room.available,
    });
    let api_server_subnet = room.api_server.map(|(usable, clusters)| ApiServerSubnet { usable, clusters });
    let missing = room.missing(cluster, &need);
    Plan {
        model: cluster.model,
        fits: finding::no_errors(&findings),
        verdict: verdict::of(&findings, &need, &room, &limits, &missing),
        surge_nodes: need.surge,
        working: working::steps(cluster, &need, &room, &limits),
        pictures: picture::pictures(cluster, &need),
        node_subnet,
        pod_range,
        limits,
        api_server_subnet,
        missing,
        findings,
    }
}

#[cfg(test)]
mod tests;
