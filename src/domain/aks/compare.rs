//! All models side by side for one cluster.

use serde::Serialize;

use super::cluster::{Cluster, Model};
use super::plan::{Plan, plan};

/// One model of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The model's name for pages.
    pub title: &'static str,
    /// Addresses that the cluster takes from the virtual network: the nodes' and, for flat models, the pods'.
    pub network_addresses: u64,
    /// The plan with this model.
    pub plan: Plan,
}

/// The cluster planned with each model, in the order of [`Model::ALL`]: the same pools and the ranges that the model
/// uses. Where a range is not given, the plan says the smallest that would do.
#[must_use]
pub fn compare(cluster: &Cluster) -> Vec<Side> {
    Model::ALL
        .into_iter()
        .map(|model| {
            let mut cluster = Cluster { model, ..cluster.clone() };
            if !model.has_pod_subnet() {
                cluster.pod_subnet = None;
            }
            if !model.has_pod_cidr() {
                cluster.pod_cidr.clear();
            }
            let plan = plan(&cluster);
            let pods = plan.pod_range.as_ref().filter(|_| model.has_pod_subnet()).map_or(0, |range| range.needed);
            Side { title: model.title(), network_addresses: plan.node_subnet.needed.saturating_add(pods), plan }
        })
        .collect()
}
