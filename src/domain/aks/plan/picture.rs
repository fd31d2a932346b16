//! What fills a range, as runs of tiles to draw. A range of thousands of tiles is still a handful of runs.

use ipnet::{IpNet, Ipv4Net};
use serde::Serialize;

use super::need::{Need, PoolNeed};
use crate::domain::aks::cluster::{Cluster, Model};
use crate::domain::aks::formula::{BATCH, NODE_BLOCK, STATIC_BLOCK, block, blocks, prefix_for_blocks};
use crate::domain::azure::{KEPT, smallest_prefix};

/// A range and what fills it, in tiles of one size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The input that it shows: `node_subnet`, `pod_subnet`, `pod_cidr`.
    pub field: &'static str,
    /// The range; None when it was not given, then the smallest that would do is drawn.
    pub range: Option<IpNet>,
    /// The prefix that is drawn; None when no range is large enough.
    pub prefix: Option<u8>,
    /// The prefix of a tile: 24 and 28 for blocks, 32 for addresses.
    pub tile: u8,
    /// All tiles of the range.
    pub total: u64,
    /// The tiles that are needed and not there.
    pub short: u64,
    /// What fills the range from its first tile to its last, without gaps; tiles that are not there are left out.
    pub runs: Vec<Run>,
}

/// Neighbouring tiles with the same use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What they are used for.
    pub used: Use,
    /// The pool whose nodes they belong to, by its place in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<usize>,
    /// The first of them, counted from 0.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// What tiles are used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Kept by Azure, or left spare beside what it keeps.
    Kept,
    /// Nodes, or the pods of nodes in a range of their own.
    Nodes,
    /// Pods in the nodes' subnet.
    Pods,
    /// The same for nodes that are there only during an upgrade.
    Surge,
    /// Other addresses in the nodes' subnet.
    Others,
    /// Nothing.
    Free,
}

impl Picture {
    /// The addresses of a tile. None when the range was not given or has no such tile.
    #[must_use]
    pub fn tile_net(&self, number: u64) -> Option<Ipv4Net> {
        match self.range {
            Some(IpNet::V4(range)) => block(range, self.tile, number),
            _ => None,
        }
    }

    /// Tiles with a use.
    #[must_use]
    pub fn count(&self, used: Use) -> u64 {
        self.runs.iter().filter(|run| run.used == used).map(|run| run.count).sum()
    }
}

/// The pictures of a plan: the nodes' subnet, then the pods' range where pods have one.
pub(super) fn pictures(cluster: &Cluster, need: &Need) -> Vec<Picture> {
    let mut pictures = vec![of_nodes(cluster, need)];
    match need.model {
        Model::Overlay | Model::Kubenet => {
            let range = cluster.pod_cidr.iter().copied().find(|net| matches!(net, IpNet::V4(_)));
            let uses = of_pools(need, |pool| pool.pod_cost(need.model), |_| 0);
            let smallest = prefix_for_blocks(need.pod, NODE_BLOCK);
            pictures.push(filled("pod_cidr", range, smallest, NODE_BLOCK, 0, 0, uses));
        }
        Model::PodSubnetDynamic => {
            let uses = of_pools(need, |pool| pool.pod_cost(need.model), |_| 0);
            pictures.push(filled("pod_subnet", cluster.pod_subnet, need.pod_prefix(), 32, 4, 1, uses));
        }
        Model::PodSubnetStatic => {
            let uses = of_pools(need, |pool| pool.pod_cost(need.model) / BATCH, |_| 0);
            pictures.push(filled("pod_subnet", cluster.pod_subnet, need.pod_prefix(), STATIC_BLOCK, 1, 1, uses));
        }
        Model::NodeSubnet => {}
    }
    pictures
}

fn of_nodes(cluster: &Cluster, need: &Need) -> Picture {
    let flat = need.model == Model::NodeSubnet;
    let mut uses = of_pools(need, |_| 1, |pool| if flat { pool.max_pods } else { 0 });
    uses.push((Use::Others, None, need.subnet - need.subnet_for_nodes));
    debug_assert_eq!(KEPT, 5);
    filled("node_subnet", cluster.node_subnet, smallest_prefix(need.subnet), 32, 4, 1, uses)
}

type Used = (Use, Option<usize>, u64);

/// For each pool its nodes, their pods, and its surge nodes with theirs.
fn of_pools(need: &Need, node: impl Fn(&PoolNeed) -> u64, pods: impl Fn(&PoolNeed) -> u64) -> Vec<Used> {
    let of = |(at, pool): (usize, &PoolNeed)| {
        let (node, pods) = (node(pool), pods(pool));
        [
            (Use::Nodes, Some(at), pool.nodes * node),
            (Use::Pods, Some(at), pool.nodes * pods),
            (Use::Surge, Some(at), pool.surge * (node + pods)),
        ]
    };
    need.pools.iter().enumerate().flat_map(of).collect()
}

/// Lays uses one after the other into a range, between what is kept at its start and its end.
fn filled(
    field: &'static str,
    range: Option<IpNet>,
    smallest: Option<u8>,
    tile: u8,
    kept_first: u64,
    kept_last: u64,
    uses: Vec<Used>,
) -> Picture {
    let range = range.filter(|net| matches!(net, IpNet::V4(_)));
    let prefix = range.map(|net| net.prefix_len()).or(smallest);
    let total = prefix.map_or(0, |prefix| blocks(prefix, tile));
    let (kept_first, kept_last) = (kept_first.min(total), kept_last.min(total.saturating_sub(kept_first)));
    let end = total - kept_last;
    let (mut runs, mut at, mut short) = (Vec::new(), 0, 0);
    let mut lay = |used, pool, count: u64, end: u64| {
        let laid = count.min(end - at);
        if laid > 0 {
            runs.push(Run { used, pool, first: at, count: laid });
            at += laid;
        }
        short += count - laid;
        at
    };
    let mut next = lay(Use::Kept, None, kept_first, total);
    for (used, pool, count) in uses {
        next = lay(used, pool, count, end);
    }
    lay(Use::Free, None, end - next, end);
    lay(Use::Kept, None, kept_last, total);
    Picture { field, range: range.map(|net| net.trunc()), prefix, tile, total, short, runs }
}
