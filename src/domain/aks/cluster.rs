//! A cluster as far as its addresses go: the model, the pools, the ranges.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Where nodes and pods take their addresses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Azure CNI Overlay: pods from a range of their own, a /24 for each node.
    Overlay,
    /// kubenet: the same with routes; support ends 2028-03-31.
    Kubenet,
    /// Azure CNI Node Subnet: nodes and pods from one subnet, all taken in advance.
    NodeSubnet,
    /// Azure CNI Pod Subnet with dynamic allocation: batches of 16 addresses.
    PodSubnetDynamic,
    /// Azure CNI Pod Subnet with static blocks: a fixed number of /28 for each node.
    PodSubnetStatic,
}

impl Model {
    /// All models, the usual choice first.
    pub const ALL: [Self; 5] =
        [Self::Overlay, Self::PodSubnetDynamic, Self::PodSubnetStatic, Self::NodeSubnet, Self::Kubenet];

    /// The name in the API and in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Overlay => "overlay",
            Self::Kubenet => "kubenet",
            Self::NodeSubnet => "node-subnet",
            Self::PodSubnetDynamic => "pod-subnet-dynamic",
            Self::PodSubnetStatic => "pod-subnet-static",
        }
    }

    /// The name on pages.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overlay => "Azure CNI Overlay",
            Self::Kubenet => "kubenet",
            Self::NodeSubnet => "Azure CNI Node Subnet",
            Self::PodSubnetDynamic => "Azure CNI Pod Subnet, dynamic",
            Self::PodSubnetStatic => "Azure CNI Pod Subnet, static blocks",
        }
    }

    /// The model with this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.id() == id)
    }

    /// Pods for each node when nothing is said. Two values where Microsoft's pages disagree: the planning page says 110
    /// for a pod subnet, the page on dynamic allocation 250.
    #[must_use]
    pub const fn default_max_pods(self) -> &'static [u32] {
        match self {
            Self::Overlay => &[250],
            Self::Kubenet => &[110],
            Self::NodeSubnet => &[30],
            Self::PodSubnetDynamic | Self::PodSubnetStatic => &[110, 250],
        }
    }

    /// The most nodes of a cluster: 5,000, and 400 for kubenet, which needs a route for each.
    #[must_use]
    pub const fn most_nodes(self) -> u64 {
        if matches!(self, Self::Kubenet) { 400 } else { 5_000 }
    }

    /// Whether pods have a range outside the network, a /24 for each node.
    #[must_use]
    pub const fn has_pod_cidr(self) -> bool {
        matches!(self, Self::Overlay | Self::Kubenet)
    }

    /// Whether pods have a subnet of their own.
    #[must_use]
    pub const fn has_pod_subnet(self) -> bool {
        matches!(self, Self::PodSubnetDynamic | Self::PodSubnetStatic)
    }
}

/// Nodes that are added while a pool is upgraded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surge {
    /// So many nodes.
    Nodes(u32),
    /// So many of a hundred nodes, rounded up for each pool.
    Percent(u32),
}

impl Surge {
    /// What a form starts with. Microsoft's pages disagree about the default: 1 node, or 10 percent from Kubernetes
    /// 1.32.
    pub const PRESET: Self = Self::Percent(10);
}

/// The system that a pool's nodes run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Os {
    /// Linux.
    #[default]
    Linux,
    /// Windows Server.
    Windows,
}

/// A node pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its name, as typed.
    pub name: String,
    /// The most nodes it may reach, the autoscaler's maximum included, surge nodes not.
    pub nodes: u32,
    /// The most pods on one node.
    pub max_pods: u32,
    /// Nodes added during an upgrade.
    pub surge: Surge,
    /// The nodes' system.
    pub os: Os,
    /// Pods that a node really runs; `max_pods` when it is not said. Only dynamic allocation depends on it.
    pub pods: Option<u32>,
}

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IpFamily {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

/// What is known of a cluster. Every range may be missing: the plan then says the smallest that would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Where addresses are from.
    pub model: Model,
    /// The node pools.
    pub pools: Vec<Pool>,
    /// The subnet of the nodes.
    pub node_subnet: Option<IpNet>,
    /// The subnet of the pods, for the models that have one.
    pub pod_subnet: Option<IpNet>,
    /// The pods' range outside the network: none, one, or one for each family.
    pub pod_cidr: Vec<IpNet>,
    /// The range of the services: none, one, or one for each family.
    pub service_cidr: Vec<IpNet>,
    /// The address of the cluster's DNS service.
    pub dns_service_ip: Option<IpAddr>,
    /// The subnet of the API server, with `VNet` Integration.
    pub api_server_subnet: Option<IpNet>,
    /// Networks that are connected: peered networks, on-premises.
    pub connected: Vec<IpNet>,
    /// Other addresses in the node subnet: internal load balancers, private endpoints, machines.
    pub other_addresses: u32,
    /// The families; empty when nothing was said.
    pub ip_families: Vec<IpFamily>,
}

impl Cluster {
    /// A cluster without any range.
    #[must_use]
    pub const fn new(model: Model, pools: Vec<Pool>) -> Self {
        Self {
            model,
            pools,
            node_subnet: None,
            pod_subnet: None,
            pod_cidr: Vec::new(),
            service_cidr: Vec::new(),
            dns_service_ip: None,
            api_server_subnet: None,
            connected: Vec::new(),
            other_addresses: 0,
            ip_families: Vec::new(),
        }
    }
}
