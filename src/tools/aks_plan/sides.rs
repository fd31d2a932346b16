//! All models side by side.

use serde_json::{Value, json};

use super::{bound, read, verdict};
use crate::domain::aks::cluster::{Cluster, Model};
use crate::domain::aks::compare::Side;
use crate::domain::aks::figures::{counted, prefix};
use crate::domain::aks::finding::{Finding, Severity};
use crate::domain::aks::plan::{Plan, Unit};
use crate::tools::view::{Verdict, grouped};

/// One model as a row.
#[derive(Debug)]
pub(super) struct SideView {
    pub title: &'static str,
    /// The plan with this model; empty for the one that is shown.
    pub url: String,
    /// Addresses that it takes from the virtual network.
    pub addresses: String,
    pub node_subnet: String,
    pub pods: String,
    pub verdict: Verdict,
    /// A rule that is broken with this model and not with the one that is shown; empty when none is.
    pub why: String,
    pub nodes: String,
    pub bound_by: &'static str,
}

pub(super) fn view(side: &Side, shown: &Plan, cluster: &Cluster) -> SideView {
    let plan = &side.plan;
    let url = if plan.model == cluster.model {
        String::new()
    } else {
        format!("/tools/aks-plan?{}", read::query(cluster, plan.model))
    };
    let pods = match &plan.pod_range {
        None => "in the node subnet".to_owned(),
        Some(pods) if pods.unit == Unit::Blocks => {
            format!("{} outside the network, {}", prefix(pods.smallest_prefix), counted(pods.needed, "block"))
        }
        Some(pods) => {
            format!("{} in the network, {}", prefix(pods.smallest_prefix), counted(pods.needed, "address"))
        }
    };
    SideView {
        title: side.title,
        url,
        addresses: grouped(side.network_addresses),
        node_subnet: prefix(plan.node_subnet.smallest_prefix),
        pods,
        verdict: verdict(plan),
        why: why(plan, shown),
        nodes: grouped(plan.limits.nodes),
        bound_by: bound(plan.limits.bound_by, plan.model),
    }
}

/// Ranges that are too small are in the verdict, and what is broken in the plan that is shown stands there.
fn why(plan: &Plan, shown: &Plan) -> String {
    let own = |finding: &&Finding| {
        finding.severity == Severity::Error
            && !finding.code.ends_with("-too-small")
            && !shown.findings.iter().any(|there| there.code == finding.code && there.field == finding.field)
    };
    plan.findings.iter().find(own).map(|finding| finding.message.clone()).unwrap_or_default()
}

/// The same for programs.
pub(super) fn json(side: &Side) -> Value {
    let plan = &side.plan;
    let model: Model = plan.model;
    json!({
        "model": model,
        "network_addresses": side.network_addresses,
        "fits": plan.fits,
        "verdict": plan.verdict,
        "node_subnet": plan.node_subnet,
        "pod_range": plan.pod_range,
        "limits": plan.limits,
    })
}
