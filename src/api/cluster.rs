//! A cluster as a request describes it.

use std::net::IpAddr;

use ipnet::IpNet;
use utoipa::ToSchema;

use super::read::{self, Fields, Input, Place};
use crate::domain::aks::cluster::{Cluster, IpFamily, Model, Os, Pool, Surge};
use crate::domain::aks::plan::{MOST_CONNECTED, MOST_POOLS};

/// More than this no number of a plan can say; the rules have bounds of their own, far below.
pub(super) const MOST: u32 = 1_000_000_000;

const WRITE_POOLS: &str = "write a list such as [{\"name\": \"system\", \"nodes\": 3, \"max_pods\": 30}]";

/// A cluster to plan with one model.
#[derive(Debug, ToSchema)]
pub(super) struct PlanInput {
    /// Where nodes and pods take their addresses from.
    #[schema(value_type = ModelName)]
    model: Model,
    /// The node pools, 100 at most.
    pools: Vec<PoolInput>,
    /// The ranges.
    #[serde(flatten)]
    ranges: Ranges,
}

/// The networking model.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own models are called")]
pub(super) enum ModelName {
    /// Azure CNI Overlay.
    Overlay,
    /// kubenet.
    Kubenet,
    /// Azure CNI Node Subnet.
    NodeSubnet,
    /// Azure CNI Pod Subnet with dynamic allocation.
    PodSubnetDynamic,
    /// Azure CNI Pod Subnet with static blocks.
    PodSubnetStatic,
}

/// One network, or a list of them.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "says in the description what a range may be; it is read as a list at once")]
pub(super) enum OneOrList {
    /// One.
    One(String),
    /// One for each family.
    List(Vec<String>),
}

/// A family of addresses.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own families are called")]
pub(super) enum FamilyName {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

/// A node pool.
#[derive(Debug, ToSchema)]
pub(super) struct PoolInput {
    /// Its name; pool1, pool2 and so on where nothing is said.
    name: Option<String>,
    /// The most nodes it may reach, without surge nodes.
    nodes: u32,
    /// The most pods on one node; the model's own number where nothing is said.
    max_pods: Option<u32>,
    /// Nodes added during an upgrade: so many, or a share such as `10%`, which is what is taken where nothing is said.
    #[schema(value_type = Option<SurgeText>)]
    surge: Option<Surge>,
    /// `linux` where nothing is said.
    #[schema(value_type = Option<OsName>)]
    os: Option<Os>,
    /// Pods that a node really runs, for dynamic allocation; `max_pods` where nothing is said.
    pods: Option<u32>,
}

/// So many nodes, or a share.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "says in the description how surge is written")]
pub(super) enum SurgeText {
    /// So many nodes.
    Nodes(u32),
    /// A share of the pool's nodes, such as `10%`.
    Share(String),
}

/// The system of a pool's nodes.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own systems are called")]
pub(super) enum OsName {
    /// Linux.
    Linux,
    /// Windows Server.
    Windows,
}

/// A cluster to plan with every model.
#[derive(Debug, ToSchema)]
pub(super) struct CompareInput {
    /// The node pools, 100 at most; each with its `max_pods`.
    pools: Vec<PoolInput>,
    /// The ranges.
    #[serde(flatten)]
    ranges: Ranges,
}

impl Input for PlanInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let words = Model::ALL.map(|model| (model.id(), model));
        let listed = Model::ALL.map(Model::id).join(", ");
        let model = fields.required("model", &format!("one of {listed}"), |place| place.word(&words));
        let pools = fields.required("pools", WRITE_POOLS, |place| pools(place, false));
        let ranges = Ranges::read(fields);
        Some(Self { model: model?, pools: pools?, ranges })
    }
}

impl Input for CompareInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let pools = fields.required("pools", WRITE_POOLS, |place| pools(place, true));
        let ranges = Ranges::read(fields);
        Some(Self { pools: pools?, ranges })
    }
}

/// The ranges of a cluster; each may be missing.
#[derive(Debug, ToSchema)]
pub(super) struct Ranges {
    /// The subnet of the nodes.
    #[schema(value_type = Option<String>)]
    node_subnet: Option<IpNet>,
    /// The subnet of the pods.
    #[schema(value_type = Option<String>)]
    pod_subnet: Option<IpNet>,
    /// The pods' range outside the network; one, or a list with one for each family.
    #[schema(value_type = Option<OneOrList>)]
    pod_cidr: Vec<IpNet>,
    /// The range of the services; one, or a list with one for each family.
    #[schema(value_type = Option<OneOrList>)]
    service_cidr: Vec<IpNet>,
    /// The address of the cluster's DNS service.
    #[schema(value_type = Option<String>)]
    dns_service_ip: Option<IpAddr>,
    /// The subnet of the API server, with `VNet` Integration.
    #[schema(value_type = Option<String>)]
    api_server_subnet: Option<IpNet>,
    /// Networks that are connected: peered ones, on-premises; 256 at most.
    #[schema(value_type = Option<Vec<String>>)]
    connected: Vec<IpNet>,
    /// Other addresses in the node subnet.
    #[schema(value_type = Option<u32>)]
    other_addresses: u32,
    /// The families.
    #[schema(value_type = Option<Vec<FamilyName>>)]
    ip_families: Vec<IpFamily>,
}

impl Ranges {
    fn read(fields: &mut Fields<'_>) -> Self {
        let families = [("ipv4", IpFamily::Ipv4), ("ipv6", IpFamily::Ipv6)];
        let ranges = |place: &Place<'_>| place.one_or_list(8, read::network);
        Self {
            node_subnet: fields.optional("node_subnet", read::network),
            pod_subnet: fields.optional("pod_subnet", read::network),
            pod_cidr: fields.optional("pod_cidr", ranges).unwrap_or_default(),
            service_cidr: fields.optional("service_cidr", ranges).unwrap_or_default(),
            dns_service_ip: fields.optional("dns_service_ip", read::address),
            api_server_subnet: fields.optional("api_server_subnet", read::network),
            connected: fields
                .optional("connected", |place| place.list(MOST_CONNECTED, read::network))
                .unwrap_or_default(),
            other_addresses: fields.optional("other_addresses", |place| place.whole(0, MOST)).unwrap_or_default(),
            ip_families: fields
                .optional("ip_families", |place| place.list(2, |family| family.word(&families)))
                .unwrap_or_default(),
        }
    }
}

fn pools(place: &Place<'_>, needs_max_pods: bool) -> Option<Vec<PoolInput>> {
    place.list(MOST_POOLS, |item| item.object(|fields| pool(fields, needs_max_pods)))
}

fn pool(fields: &mut Fields<'_>, needs_max_pods: bool) -> Option<PoolInput> {
    let name = fields.optional("name", read::name);
    let nodes = fields.required("nodes", "say how many nodes the pool may reach", |place| place.whole(0, MOST));
    let number = |place: &Place<'_>| place.whole(0, MOST);
    let max_pods = if needs_max_pods {
        fields.required("max_pods", "say how many pods a node may run, so that the models can be compared", number)
    } else {
        fields.optional("max_pods", number)
    };
    let surge = fields.optional("surge", surge);
    let os = fields.optional("os", |place| place.word(&[("linux", Os::Linux), ("windows", Os::Windows)]));
    let pods = fields.optional("pods", |place| place.whole(0, MOST));
    Some(PoolInput { name, nodes: nodes?, max_pods, surge, os, pods })
}

fn surge(place: &Place<'_>) -> Option<Surge> {
    if !place.is_text() {
        return place.whole(0, MOST).map(Surge::Nodes);
    }
    let text = place.short_text("A number of nodes or a share such as \"10%\"", 20)?;
    let share = text.trim().strip_suffix('%').map(str::trim_end);
    let digits = share.unwrap_or_else(|| text.trim());
    // Digits alone: parse() would take a plus, too.
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten();
    match (number.filter(|n| *n <= MOST), share) {
        (Some(n), Some(_)) => Some(Surge::Percent(n)),
        (Some(n), None) => Some(Surge::Nodes(n)),
        (None, _) => {
            let shown: String = text.chars().filter(|c| !c.is_control()).collect();
            place.wrong(
                format!("“{shown}” is no surge; write a number of nodes such as 1, or a share such as \"10%\"."),
                None,
            )
        }
    }
}

impl PlanInput {
    /// The cluster as the rules know it.
    pub(super) fn cluster(self) -> Cluster {
        cluster(self.model, self.pools, self.ranges)
    }
}

impl CompareInput {
    /// The cluster, with any model.
    pub(super) fn cluster(self) -> Cluster {
        cluster(Model::Overlay, self.pools, self.ranges)
    }
}

fn cluster(model: Model, pools: Vec<PoolInput>, ranges: Ranges) -> Cluster {
    let pool = |(n, pool): (usize, PoolInput)| Pool {
        name: pool.name.unwrap_or_else(|| format!("pool{}", n + 1)),
        nodes: pool.nodes,
        max_pods: pool.max_pods.unwrap_or(model.default_max_pods()[0]),
        surge: pool.surge.unwrap_or(Surge::PRESET),
        os: pool.os.unwrap_or_default(),
        pods: pool.pods,
    };
    Cluster {
        model,
        pools: pools.into_iter().enumerate().map(pool).collect(),
        node_subnet: ranges.node_subnet,
        pod_subnet: ranges.pod_subnet,
        pod_cidr: ranges.pod_cidr,
        service_cidr: ranges.service_cidr,
        dns_service_ip: ranges.dns_service_ip,
        api_server_subnet: ranges.api_server_subnet,
        connected: ranges.connected,
        other_addresses: ranges.other_addresses,
        ip_families: ranges.ip_families,
    }
}
