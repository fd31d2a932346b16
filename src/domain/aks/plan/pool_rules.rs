//! The rules about pools, and those about the model alone.

use super::need::{Need, PoolNeed};
use super::{MOST_NODES, MOST_PODS, MOST_POOLS};
use crate::domain::aks::cluster::{Cluster, Model, Pool, Surge};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::formula::{POOL_INSTANCES, static_blocks, static_waste};
use crate::domain::aks::source::Source;

/// Fewest and most pods that a node may be set to run.
const MAX_PODS: std::ops::RangeInclusive<u32> = 10..=250;
/// Pods that every pool must have room for, for the system's own.
const PODS_OF_A_POOL: u64 = 30;
/// The most pods on a Windows node that is recommended with Overlay.
const WINDOWS_PODS: u64 = 110;

pub(super) fn findings(cluster: &Cluster, need: &Need, found: &mut Vec<Finding>) {
    if cluster.pools.is_empty() {
        found.push(Finding::error("no-pools", Source::IpPlanning, "A cluster has at least one node pool.").at("pools"));
    }
    if cluster.pools.len() > MOST_POOLS {
        let pools = cluster.pools.len();
        let message = format!("{pools} pools are more than are counted here: the first {MOST_POOLS} were.");
        found.push(Finding::error("too-many-pools", Source::Limits, message).at("pools"));
    }
    for (at, (pool, figures)) in cluster.pools.iter().zip(&need.pools).enumerate() {
        of_pool(cluster.model, at, pool, figures, found);
    }
    of_nodes(need, found);
    of_pods(need, found);
    of_model(need, found);
}

fn of_pool(model: Model, at: usize, pool: &Pool, figures: &PoolNeed, found: &mut Vec<Finding>) {
    let field = |name: &str| format!("pools[{at}].{name}");
    let name = &figures.name;
    let bounds = [
        ("nodes", u64::from(pool.nodes), MOST_NODES),
        ("max_pods", u64::from(pool.max_pods), MOST_PODS),
        ("pods", u64::from(pool.pods.unwrap_or_default()), MOST_PODS),
    ];
    for (input, given, most) in bounds.into_iter().filter(|(_, given, most)| given > most) {
        let message = format!("{} is beyond every cluster; it was counted as {}.", grouped(given), grouped(most));
        found.push(Finding::error("number-too-large", Source::Limits, message).at(field(input)));
    }
    if !MAX_PODS.contains(&pool.max_pods) {
        let message =
            format!("Pool {name}: a node runs 10 to 250 pods at most, not {}.", grouped(pool.max_pods.into()));
        found.push(Finding::error("max-pods-out-of-range", Source::IpPlanning, message).at(field("max_pods")));
    } else if figures.nodes > 0 && figures.nodes * figures.max_pods < PODS_OF_A_POOL {
        let message = format!(
            "Pool {name} has room for {}; every pool must have room for {PODS_OF_A_POOL}: with max pods {} that \
             takes {}.",
            counted(figures.nodes * figures.max_pods, "pod"),
            figures.max_pods,
            counted(PODS_OF_A_POOL.div_ceil(figures.max_pods), "node"),
        );
        found.push(Finding::error("pool-below-30-pods", Source::IpPlanning, message).at(field("max_pods")));
    }
    if pool.nodes == 0 {
        let message = format!("Pool {name} has no nodes; “nodes” is the most it may reach.");
        found.push(Finding::warning("pool-without-nodes", Source::IpPlanning, message).at(field("nodes")));
    }
    if figures.total() > POOL_INSTANCES {
        let message = format!(
            "Pool {name} would have {} with its surge nodes; a pool has at most {}: spread them over more pools.",
            counted(figures.total(), "instance"),
            grouped(POOL_INSTANCES),
        );
        found.push(Finding::error("pool-over-1000-instances", Source::Upgrade, message).at(field("nodes")));
    }
    if pool.pods.is_some_and(|pods| pods > pool.max_pods) {
        let message = format!("Pool {name}: a node cannot run more pods than its max pods, {}.", figures.max_pods);
        found.push(Finding::error("pods-over-max-pods", Source::PodSubnet, message).at(field("pods")));
    }
    of_surge(at, pool, figures, found);
    if figures.windows && model == Model::Overlay && figures.max_pods > WINDOWS_PODS {
        let message =
            format!("Pool {name}: for Windows nodes at most {WINDOWS_PODS} pods are recommended with Overlay.");
        found.push(Finding::warning("windows-max-pods", Source::Overlay, message).at(field("max_pods")));
    }
    if figures.windows && model == Model::Kubenet {
        let message = format!("Pool {name}: kubenet has no Windows nodes; Azure CNI Overlay has.");
        found.push(Finding::error("kubenet-windows", Source::Kubenet, message).at(field("os")));
    }
    if model == Model::PodSubnetStatic && static_waste(figures.max_pods) > 0 {
        let (blocks, waste) = (static_blocks(figures.max_pods), static_waste(figures.max_pods));
        let message = format!(
            "Pool {name}: {} of a /28 hold {} pods, so {} on every node stay unused; with max pods {} none would.",
            counted(blocks, "block"),
            blocks * 16 - 1,
            counted(waste, "address"),
            (blocks * 16 - 1).min(239),
        );
        found.push(Finding::note("static-block-waste", Source::PodSubnetStatic, message).at(field("max_pods")));
    }
}

fn of_surge(at: usize, pool: &Pool, figures: &PoolNeed, found: &mut Vec<Finding>) {
    let field = format!("pools[{at}].surge");
    let name = &figures.name;
    let asked = match pool.surge {
        Surge::Nodes(n) => u64::from(n),
        Surge::Percent(percent) => figures.nodes.saturating_mul(percent.into()).div_ceil(100),
    };
    if asked == 0 && figures.nodes > 0 {
        let message = format!("Pool {name} has no surge node: count at least one, or upgrades have no room.");
        found.push(Finding::warning("no-surge", Source::Upgrade, message).at(field));
    } else if asked > figures.nodes {
        let message =
            format!("Pool {name}: there are never more surge nodes than nodes to upgrade, {}.", grouped(figures.nodes));
        found.push(Finding::note("surge-capped", Source::Upgrade, message).at(field));
    } else if pool.surge == Surge::PRESET {
        let message = "The default surge is 1 node on the upgrade pages, 10 % on the page on large clusters and, from \
                       Kubernetes 1.32, in the release notes: set it yourself with --max-surge.";
        if found.iter().all(|finding| finding.code != "surge-default-differs") {
            found.push(Finding::note("surge-default-differs", Source::Upgrade, message).at(field));
        }
    }
}

fn of_nodes(need: &Need, found: &mut Vec<Finding>) {
    let (most, total) = (need.model.most_nodes(), need.total());
    if total > most {
        let (code, source, why) = match need.model {
            Model::Kubenet => {
                ("kubenet-node-limit", Source::Kubenet, "a route table holds 400 routes, one for each node")
            }
            _ => ("cluster-node-limit", Source::Overlay, "a cluster has at most 5,000 nodes"),
        };
        let message = format!("{} with surge are too many: {why}.", counted(total, "node"));
        found.push(Finding::error(code, source, message).at("pools"));
    } else if need.nodes == 5_000 {
        let message = "At 5,000 nodes there is no room for a surge node, so upgrades are blocked: plan fewer.";
        found.push(Finding::warning("upgrade-blocked-at-limit", Source::LargeClusters, message).at("pools"));
    }
}

fn of_pods(need: &Need, found: &mut Vec<Finding>) {
    let pods = grouped(need.pods);
    match need.model {
        Model::Overlay if need.pods > 200_000 => {
            let message = format!(
                "{pods} pods: 200,000 is what clusters are tested to (another page says 250,000). The limits for nodes \
                 and for pods on a node must not be multiplied."
            );
            found.push(Finding::warning("overlay-pod-ceiling", Source::LargeClusters, message).at("pools"));
        }
        Model::PodSubnetDynamic if need.pods > 50_000 => {
            let message =
                format!("{pods} pods: with dynamic allocation 50,000 application pods are the practical most.");
            found.push(Finding::warning("dynamic-pod-ceiling", Source::LargeClusters, message).at("pools"));
        }
        Model::PodSubnetStatic if need.pods > 1_000_000 => {
            let message = format!("{pods} pods: static blocks go up to about 1,000,000.");
            found.push(Finding::warning("static-pod-ceiling", Source::PodSubnetStatic, message).at("pools"));
        }
        _ => {}
    }
}

fn of_model(need: &Need, found: &mut Vec<Finding>) {
    match need.model {
        Model::Kubenet => {
            let message =
                "Support for kubenet ends on 2028-03-31: start no new cluster on it, move to Azure CNI Overlay.";
            found.push(Finding::warning("kubenet-retiring", Source::KubenetRetirement, message).at("model"));
        }
        Model::NodeSubnet => {
            let message = "Node Subnet is a legacy option: every node takes the addresses of all its pods in advance. \
                           Overlay or a pod subnet take fewer.";
            found.push(Finding::note("node-subnet-legacy", Source::CniOverview, message).at("model"));
        }
        Model::PodSubnetDynamic | Model::PodSubnetStatic => {
            let message = "Without --max-pods a node of a pod-subnet cluster runs 110 pods by the planning page and \
                           250 by the page on dynamic allocation: give --max-pods.";
            found.push(Finding::note("max-pods-default-differs", Source::IpPlanning, message).at("pools"));
        }
        Model::Overlay => {}
    }
    if need.model == Model::PodSubnetDynamic && need.pools.iter().any(|pool| pool.pod_cost(need.model) > 250) {
        let message = "By the documented rule a node with so many pods holds 256 or 272 addresses; the address \
                       pool's code stops at its max pods. The plan takes the larger figure.";
        found.push(Finding::note("dynamic-clamp-undocumented", Source::PoolMonitor, message).at("pools"));
    }
}
