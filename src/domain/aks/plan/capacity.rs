//! What the given ranges hold, and how far the cluster can grow in them.

use ipnet::IpNet;

use super::need::Need;
use super::range_rules::DEFAULT_PODS;
use super::{Bound, Limits, Missing, Unit};
use crate::domain::aks::cluster::{Cluster, Model};
use crate::domain::aks::figures::{counted, grouped, prefix};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::formula::{BATCH, SPARE_BLOCKS, STATIC_BLOCK, api_server_clusters, blocks, node_blocks};
use crate::domain::aks::source::Source;
use crate::domain::azure;

/// Addresses that a virtual network can have configured.
const NETWORK_ADDRESSES: u64 = 65_536;

/// What the given ranges hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Room {
    /// Usable addresses of the nodes' subnet.
    pub usable: Option<u64>,
    /// Blocks or addresses of the pods' range.
    pub available: Option<u64>,
    /// The API server's subnet: usable addresses, clusters.
    pub api_server: Option<(u64, u64)>,
}

impl Room {
    pub fn of(cluster: &Cluster, need: &Need) -> Self {
        let of_subnet = |net: Option<IpNet>| match net {
            Some(IpNet::V4(net)) => Some(azure::usable(net.prefix_len()).unwrap_or(0)),
            _ => None,
        };
        let available = match need.model {
            Model::Overlay | Model::Kubenet => cluster.pod_cidr.iter().find_map(|net| match net {
                IpNet::V4(net) => Some(node_blocks(net.prefix_len())),
                IpNet::V6(_) => None,
            }),
            Model::PodSubnetDynamic => of_subnet(cluster.pod_subnet),
            Model::PodSubnetStatic => match cluster.pod_subnet {
                Some(IpNet::V4(net)) => {
                    Some(blocks(net.prefix_len(), STATIC_BLOCK).saturating_sub(SPARE_BLOCKS) * BATCH)
                }
                _ => None,
            },
            Model::NodeSubnet => None,
        };
        let api_server = match cluster.api_server_subnet {
            Some(IpNet::V4(net)) => azure::usable(net.prefix_len()).zip(api_server_clusters(net.prefix_len())),
            _ => None,
        };
        Self { usable: of_subnet(cluster.node_subnet), available, api_server }
    }

    /// What does not fit.
    pub fn findings(&self, cluster: &Cluster, need: &Need, found: &mut Vec<Finding>) {
        if let Some(usable) = self.usable.filter(|usable| *usable < need.subnet) {
            let source = if need.model == Model::NodeSubnet { Source::IpPlanning } else { Source::Overlay };
            let message = format!(
                "The node subnet has {} of the {} needed: {}.",
                counted(usable, "usable address"),
                grouped(need.subnet),
                cure("take", need.subnet_prefix()),
            );
            let finding = Finding::error("node-subnet-too-small", source, message).at("node_subnet");
            found.push(finding.refused_with("InsufficientSubnetSize"));
        }
        if let (Some(available), Some(unit)) = (self.available.filter(|have| *have < need.pod), need.pod_unit()) {
            found.push(pods_too_small(need, available, unit));
        }
        let in_network = match need.model {
            Model::NodeSubnet => need.subnet,
            Model::PodSubnetDynamic => need.subnet.saturating_add(need.pod),
            _ => 0,
        };
        if in_network > NETWORK_ADDRESSES {
            let message = format!(
                "{} in one network: a virtual network holds {} at most. Overlay or static blocks go further.",
                counted(in_network, "address"),
                grouped(NETWORK_ADDRESSES),
            );
            found.push(Finding::error("network-address-limit", Source::IpPlanning, message).at("pools"));
        }
        self.default_pod_cidr(cluster, need, found);
    }

    fn default_pod_cidr(&self, cluster: &Cluster, need: &Need, found: &mut Vec<Finding>) {
        let (own, has) = (need.model.has_pod_cidr(), node_blocks(DEFAULT_PODS.prefix_len()));
        if own && self.available.is_none() && cluster.pod_cidr.is_empty() && need.pod > has {
            let message = format!(
                "Left out, the pod range would be {DEFAULT_PODS} with {} blocks for {} nodes: {}.",
                grouped(has),
                grouped(need.pod),
                cure("give", need.pod_prefix()),
            );
            found.push(Finding::warning("default-pod-cidr-too-small", Source::OverlaySetup, message).at("pod_cidr"));
        }
    }

    /// How far the cluster can grow while the pools keep their proportions.
    pub fn limits(&self, model: Model, need: &Need) -> Limits {
        let pod_bound = if model.has_pod_cidr() { Bound::PodCidr } else { Bound::PodSubnet };
        let for_nodes = self.usable.map(|usable| usable.saturating_sub(need.subnet - need.subnet_for_nodes));
        let network = match model {
            Model::NodeSubnet => Some((need.subnet_for_nodes, Bound::VirtualNetwork)),
            Model::PodSubnetDynamic => Some((need.subnet_for_nodes + need.pod, Bound::VirtualNetwork)),
            _ => None,
        };
        let caps = [
            for_nodes.map(|has| (scaled(has, need, need.subnet_for_nodes), Bound::NodeSubnet)),
            self.available.map(|has| (scaled(has, need, need.pod), pod_bound)),
            network.map(|(cost, bound)| (scaled(NETWORK_ADDRESSES, need, cost), bound)),
            Some((model.most_nodes(), Bound::Model)),
        ];
        let (nodes, bound_by) = caps.into_iter().flatten().min_by_key(|(nodes, _)| *nodes).unwrap_or((0, Bound::Model));
        let most_pods = match model {
            Model::Overlay => 200_000,
            Model::PodSubnetStatic => 1_000_000,
            _ => u64::MAX,
        };
        let pods = |nodes: u64| ratio(nodes, need.pods_with_surge, need.total()).min(most_pods);
        let running_nodes = nodes.saturating_sub(need.surge);
        Limits { nodes, pods: pods(nodes), bound_by, running_nodes, running_pods: pods(running_nodes) }
    }

    /// The ranges that the model needs and that were not given.
    pub fn missing(&self, cluster: &Cluster, need: &Need) -> Vec<Missing> {
        let mut missing = Vec::new();
        if cluster.node_subnet.is_none() {
            missing.push(Missing { field: "node_subnet", smallest_prefix: need.subnet_prefix() });
        }
        if need.pod_unit().is_some() && self.available.is_none() {
            let field = if need.model.has_pod_cidr() { "pod_cidr" } else { "pod_subnet" };
            missing.push(Missing { field, smallest_prefix: need.pod_prefix() });
        }
        missing
    }
}

fn pods_too_small(need: &Need, available: u64, unit: Unit) -> Finding {
    let (needed, smallest) = (grouped(need.pod), need.pod_prefix());
    match need.model {
        Model::Overlay | Model::Kubenet => {
            let grow = if need.model == Model::Overlay && !need.windows() {
                "; the range of a running cluster can grow to one that holds it"
            } else {
                ""
            };
            let message = format!(
                "The pod range has {} of a /24 for {needed} nodes with surge, each of which takes one: {}{grow}.",
                counted(available, "block"),
                cure("take", smallest),
            );
            let source = if need.model == Model::Kubenet { Source::Kubenet } else { Source::Overlay };
            let finding = Finding::error("pod-cidr-too-small", source, message).at("pod_cidr");
            finding.refused_with("InsufficientSubnetSize")
        }
        _ => {
            let spare = if need.model == Model::PodSubnetStatic {
                " (two blocks of a /28 are left spare, as it is not documented how the addresses that Azure keeps \
                 cut into them)"
            } else {
                ""
            };
            debug_assert_eq!(unit, Unit::Addresses);
            let message = format!(
                "The pod subnet has {} of the {needed} needed{spare}: {}.",
                counted(available, "address"),
                cure("take", smallest),
            );
            let finding = Finding::error("pod-subnet-too-small", Source::PodSubnet, message).at("pod_subnet");
            finding.refused_with("InsufficientSubnetSize")
        }
    }
}

fn cure(verb: &str, smallest: Option<u8>) -> String {
    match smallest {
        Some(_) => format!("{verb} a {} or larger", prefix(smallest)),
        None => "no single range is large enough; spread the pools over more clusters".to_owned(),
    }
}

/// The nodes for which so much is enough, when all of them together cost so much.
fn scaled(has: u64, need: &Need, cost: u64) -> u64 {
    if need.total() == 0 {
        // Nothing to take proportions from: the dearest pool counts.
        let dearest = need.pools.iter().map(|pool| pool.subnet_cost(need.model).max(pool.pod_cost(need.model))).max();
        return has / dearest.unwrap_or(1).max(1);
    }
    ratio(has, need.total(), cost)
}

/// a × b ÷ c rounded down; as much as there is when c is nothing.
fn ratio(a: u64, b: u64, c: u64) -> u64 {
    if c == 0 {
        return 0;
    }
    u64::try_from(u128::from(a) * u128::from(b) / u128::from(c)).unwrap_or(u64::MAX)
}
