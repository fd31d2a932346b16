//! Address plans: `aks-plan`, `aks-compare`, `pod-cidr-expand`.

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::cluster::{CompareInput, ModelName, PlanInput};
use super::findings::{self, Finding, Step, Verdict};
use super::read::{self, Fields, Input};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::{compare, expand, formula, plan};

/// An address plan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanAnswer {
    /// The model.
    #[schema(value_type = ModelName)]
    model: Model,
    /// Whether no rule is broken; a range that was not given breaks none.
    fits: bool,
    /// The answer in a sentence.
    verdict: String,
    /// Surge nodes of all pools together.
    surge_nodes: u64,
    /// What the nodes' subnet needs and has.
    node_subnet: NodeSubnet,
    /// What the pods' own range needs and has; null where pods live in the nodes' subnet.
    pod_range: Option<PodRange>,
    /// How far the cluster can grow.
    limits: Limits,
    /// The API server's subnet, when one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_server_subnet: Option<ApiServerSubnet>,
    /// The ranges that were not given, and the smallest that would do.
    missing: Vec<Missing>,
    /// What the rules say, errors first.
    findings: Vec<Finding>,
    /// How the figures came about.
    working: Vec<Step>,
}

/// The nodes' subnet, in addresses.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NodeSubnet {
    /// Addresses needed, surge nodes and others included.
    needed: u64,
    /// The longest prefix that has them; null when none has.
    smallest_prefix: Option<u8>,
    /// Usable addresses of the given subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    usable: Option<u64>,
    /// What is left of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<u64>,
}

/// The pods' range.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PodRange {
    /// Blocks or addresses needed.
    needed: u64,
    /// `blocks` (a /24 for each node) or `addresses`.
    #[schema(value_type = UnitName)]
    unit: plan::Unit,
    /// The longest prefix that has them; null when none has.
    smallest_prefix: Option<u8>,
    /// Blocks or addresses of the given range.
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<u64>,
}

/// What a pod range is counted in.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own units are called")]
pub(super) enum UnitName {
    /// Blocks of a /24.
    Blocks,
    /// Addresses.
    Addresses,
}

/// How far a cluster can grow, its pools keeping their proportions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Limits {
    /// The most nodes, surge nodes included.
    nodes: u64,
    /// The pods that so many nodes can run.
    pods: u64,
    /// What binds: a range by its field, `virtual_network` or `model`.
    #[schema(value_type = BoundName)]
    bound_by: plan::Bound,
    /// The most nodes with the planned surge nodes kept free.
    running_nodes: u64,
    /// The pods that those can run.
    running_pods: u64,
}

/// What binds a cluster's size.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "says in the description what the domain's own bounds are called")]
pub(super) enum BoundName {
    /// The nodes' subnet.
    NodeSubnet,
    /// The pods' subnet.
    PodSubnet,
    /// The pods' range.
    PodCidr,
    /// The addresses of a virtual network.
    VirtualNetwork,
    /// The most nodes of a cluster with this model.
    Model,
}

/// The API server's subnet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiServerSubnet {
    /// Its usable addresses.
    usable: u64,
    /// The most clusters that can share it.
    clusters: u64,
}

/// A range that was not given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Missing {
    /// The input.
    field: &'static str,
    /// The longest prefix that would do; null when none does.
    smallest_prefix: Option<u8>,
}

impl From<plan::Plan> for PlanAnswer {
    fn from(plan: plan::Plan) -> Self {
        let plan::NodeSubnet { needed, smallest_prefix, usable, free } = plan.node_subnet;
        let limits = plan.limits;
        Self {
            model: plan.model,
            fits: plan.fits,
            verdict: plan.verdict,
            surge_nodes: plan.surge_nodes,
            node_subnet: NodeSubnet { needed, smallest_prefix, usable, free },
            pod_range: plan.pod_range.map(|range| PodRange {
                needed: range.needed,
                unit: range.unit,
                smallest_prefix: range.smallest_prefix,
                available: range.available,
            }),
            limits: Limits {
                nodes: limits.nodes,
                pods: limits.pods,
                bound_by: limits.bound_by,
                running_nodes: limits.running_nodes,
                running_pods: limits.running_pods,
            },
            api_server_subnet: plan
                .api_server_subnet
                .map(|subnet| ApiServerSubnet { usable: subnet.usable, clusters: subnet.clusters }),
            missing: plan
                .missing
                .into_iter()
                .map(|range| Missing { field: range.field, smallest_prefix: range.smallest_prefix })
                .collect(),
            findings: findings::findings(plan.findings),
            working: findings::working(plan.working),
        }
    }
}

pub(super) fn aks_plan(input: PlanInput) -> PlanAnswer {
    plan::plan(&input.cluster()).into()
}

/// The same cluster with every model.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CompareAnswer {
    /// One for each model, the usual choice first.
    models: Vec<Side>,
}

/// One model of the comparison.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Side {
    /// The model's name.
    title: &'static str,
    /// Addresses that the cluster takes from the virtual network.
    network_addresses: u64,
    /// The plan with this model.
    plan: PlanAnswer,
}

pub(super) fn aks_compare(input: CompareInput) -> CompareAnswer {
    let side = |side: compare::Side| Side {
        title: side.title,
        network_addresses: side.network_addresses,
        plan: side.plan.into(),
    };
    CompareAnswer { models: compare::compare(&input.cluster()).into_iter().map(side).collect() }
}

/// The pod range of a running Overlay cluster, and what it is to become.
#[derive(Debug, ToSchema)]
pub(super) struct ExpandInput {
    /// The range as it is.
    #[schema(value_type = String)]
    from: IpNet,
    /// The range as it is to be.
    #[schema(value_type = String)]
    to: IpNet,
    /// Whether the cluster has Windows pools.
    #[schema(value_type = Option<bool>)]
    windows: bool,
}

impl Input for ExpandInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let wants = "write a network such as 10.244.0.0/18";
        let from = fields.required("from", wants, read::network);
        let to = fields.required("to", wants, read::network);
        let windows = fields.optional("windows", read::switch).unwrap_or(false);
        Some(Self { from: from?, to: to?, windows })
    }
}

/// Whether the range can grow like that.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExpandAnswer {
    #[serde(flatten)]
    verdict: Verdict,
    /// How many nodes the range has a block for as it is; null for IPv6.
    blocks_before: Option<u64>,
    /// How many as it is to be; null for IPv6.
    blocks_after: Option<u64>,
}

pub(super) fn pod_cidr_expand(input: &ExpandInput) -> ExpandAnswer {
    let ExpandInput { from, to, windows } = *input;
    let blocks = |range: IpNet| match range {
        IpNet::V4(range) => Some(formula::node_blocks(range.prefix_len())),
        IpNet::V6(_) => None,
    };
    ExpandAnswer {
        verdict: expand::findings(from, to, windows).into(),
        blocks_before: blocks(from),
        blocks_after: blocks(to),
    }
}
