//! What a cluster needs, before any range is looked at.

use super::{MOST_NODES, MOST_PODS, MOST_POOLS, Unit};
use crate::domain::aks::cluster::{Cluster, Model, Os, Pool};
use crate::domain::aks::formula::{
    BATCH, NODE_BLOCK, SPARE_BLOCKS, STATIC_BLOCK, flat_addresses, held_addresses, prefix_for_blocks, static_blocks,
    surge_nodes,
};
use crate::domain::azure::smallest_prefix;

/// A pool's figures, cut to the bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PoolNeed {
    /// The pool's name for sentences.
    pub name: String,
    pub nodes: u64,
    pub surge: u64,
    pub max_pods: u64,
    /// Pods that a node runs.
    pub pods: u64,
    pub windows: bool,
}

impl PoolNeed {
    fn of(at: usize, pool: &Pool) -> Self {
        let nodes = u64::from(pool.nodes).min(MOST_NODES);
        let max_pods = u64::from(pool.max_pods).min(MOST_PODS);
        let name: String = pool.name.trim().chars().take(40).collect();
        Self {
            name: if name.is_empty() { format!("{}", at + 1) } else { name },
            nodes,
            surge: surge_nodes(nodes, pool.surge),
            max_pods,
            pods: pool.pods.map_or(max_pods, |pods| u64::from(pods).min(max_pods)),
            windows: pool.os == Os::Windows,
        }
    }

    /// Nodes and surge nodes.
    pub fn total(&self) -> u64 {
        self.nodes + self.surge
    }

    /// Addresses of the nodes' subnet for one node.
    pub fn subnet_cost(&self, model: Model) -> u64 {
        if model == Model::NodeSubnet { flat_addresses(1, self.max_pods) } else { 1 }
    }

    /// Blocks or addresses of the pods' range for one node.
    pub fn pod_cost(&self, model: Model) -> u64 {
        match model {
            Model::Overlay | Model::Kubenet => 1,
            Model::NodeSubnet => 0,
            Model::PodSubnetDynamic => held_addresses(self.pods),
            Model::PodSubnetStatic => static_blocks(self.max_pods) * BATCH,
        }
    }

    /// Pods that one node is planned to run.
    pub fn pods_of_a_node(&self, model: Model) -> u64 {
        if model == Model::PodSubnetDynamic { self.pods } else { self.max_pods }
    }
}

/// The figures of all pools together. With 100 pools at the bounds everything stays below 2^53.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    pub model: Model,
    pub pools: Vec<PoolNeed>,
    pub nodes: u64,
    pub surge: u64,
    /// Addresses of the nodes' subnet for nodes and flat pods.
    pub subnet_for_nodes: u64,
    /// Addresses of the nodes' subnet, others included.
    pub subnet: u64,
    /// Blocks or addresses of the pods' range.
    pub pod: u64,
    /// Pods that the nodes run, surge nodes not counted.
    pub pods: u64,
    /// Pods that nodes and surge nodes could run.
    pub pods_with_surge: u64,
}

impl Need {
    pub fn of(cluster: &Cluster) -> Self {
        let model = cluster.model;
        let pools: Vec<PoolNeed> =
            cluster.pools.iter().take(MOST_POOLS).enumerate().map(|(at, pool)| PoolNeed::of(at, pool)).collect();
        let sum = |of: &dyn Fn(&PoolNeed) -> u64| pools.iter().map(of).sum::<u64>();
        let subnet_for_nodes = sum(&|pool| pool.total() * pool.subnet_cost(model));
        Self {
            model,
            nodes: sum(&|pool| pool.nodes),
            surge: sum(&|pool| pool.surge),
            subnet_for_nodes,
            subnet: subnet_for_nodes + u64::from(cluster.other_addresses),
            pod: sum(&|pool| pool.total() * pool.pod_cost(model)),
            pods: sum(&|pool| pool.nodes * pool.pods_of_a_node(model)),
            pods_with_surge: sum(&|pool| pool.total() * pool.pods_of_a_node(model)),
            pools,
        }
    }

    /// Nodes and surge nodes.
    pub fn total(&self) -> u64 {
        self.nodes + self.surge
    }

    /// What the pods' range is counted in; None when pods have no range of their own.
    pub fn pod_unit(&self) -> Option<Unit> {
        match self.model {
            Model::Overlay | Model::Kubenet => Some(Unit::Blocks),
            Model::PodSubnetDynamic | Model::PodSubnetStatic => Some(Unit::Addresses),
            Model::NodeSubnet => None,
        }
    }

    /// The longest prefix for the nodes' subnet.
    pub fn subnet_prefix(&self) -> Option<u8> {
        smallest_prefix(self.subnet)
    }

    /// The longest prefix for the pods' range.
    pub fn pod_prefix(&self) -> Option<u8> {
        match self.model {
            Model::Overlay | Model::Kubenet => prefix_for_blocks(self.pod, NODE_BLOCK),
            Model::PodSubnetDynamic => smallest_prefix(self.pod),
            Model::PodSubnetStatic => {
                prefix_for_blocks(self.pod / BATCH + SPARE_BLOCKS, STATIC_BLOCK).filter(|prefix| *prefix >= 12)
            }
            Model::NodeSubnet => None,
        }
    }

    /// Whether a pool has Windows nodes.
    pub fn windows(&self) -> bool {
        self.pools.iter().any(|pool| pool.windows)
    }
}
