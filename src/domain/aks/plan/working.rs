//! The calculation, line by line.

use super::capacity::Room;
use super::need::{Need, PoolNeed};
use super::{Bound, Limits};
use crate::domain::aks::cluster::{Cluster, Model, Surge};
use crate::domain::aks::figures::{counted, grouped, prefix};
use crate::domain::aks::finding::Step;
use crate::domain::aks::formula::{API_SERVER_ADDRESSES, BATCH, STATIC_BLOCK, service_addresses, static_blocks};
use crate::domain::aks::source::Source;
use crate::domain::azure::KEPT;

pub(super) fn steps(cluster: &Cluster, need: &Need, room: &Room, limits: &Limits) -> Vec<Step> {
    let mut steps = Vec::new();
    for (pool, figures) in cluster.pools.iter().zip(&need.pools) {
        steps.push(surge(pool.surge, figures));
    }
    steps.push(Step::new(
        "Nodes with surge",
        "Σ (nodes + surge)",
        sum(need, |pool| format!("({} + {})", pool.nodes, pool.surge)),
        counted(need.total(), "node"),
        Source::IpPlanning,
    ));
    steps.push(node_subnet(need));
    steps.push(prefix_of_nodes(need));
    pods(need, &mut steps);
    rooms(cluster, need, room, &mut steps);
    steps.push(limit(need, room, limits));
    others(cluster, room, &mut steps);
    steps
}

fn surge(surge: Surge, pool: &PoolNeed) -> Step {
    let label = format!("Surge nodes of pool {}", pool.name);
    let result = counted(pool.surge, "node");
    match surge {
        Surge::Nodes(n) => {
            let figures = format!("min({n}, {})", pool.nodes);
            Step::new(label, "min(surge, nodes)", figures, result, Source::Upgrade)
        }
        Surge::Percent(percent) => {
            let figures = format!("min(⌈{} × {percent} ÷ 100⌉, {})", pool.nodes, pool.nodes);
            Step::new(label, "min(⌈nodes × percent ÷ 100⌉, nodes)", figures, result, Source::Upgrade)
        }
    }
}

fn node_subnet(need: &Need) -> Step {
    let others = need.subnet - need.subnet_for_nodes;
    let plus = if others > 0 { format!(" + {}", grouped(others)) } else { String::new() };
    let result = counted(need.subnet, "address");
    if need.model == Model::NodeSubnet {
        let figures = sum(need, |pool| format!("{} × (1 + {})", pool.total(), pool.max_pods)) + &plus;
        let formula = "Σ (nodes + surge) × (1 + max pods) + others";
        return Step::new("Addresses of the node subnet", formula, figures, result, Source::IpPlanning);
    }
    let figures = grouped(need.total()) + &plus;
    Step::new("Addresses of the node subnet", "nodes + surge + others", figures, result, Source::IpPlanning)
}

fn prefix_of_nodes(need: &Need) -> Step {
    let smallest = need.subnet_prefix();
    let figures = smallest.map_or_else(
        || format!("2^(32 − 2) − {KEPT} < {}", grouped(need.subnet)),
        |p| format!("2^(32 − {p}) − {KEPT} = {} ≥ {}", grouped((1 << (32 - p)) - KEPT), grouped(need.subnet)),
    );
    let formula = "the longest prefix with 2^(32 − prefix) − 5 ≥ needed";
    Step::new("Smallest node subnet", formula, figures, prefix(smallest), Source::VnetFaq)
}

fn pods(need: &Need, steps: &mut Vec<Step>) {
    let smallest = need.pod_prefix();
    let needed = grouped(need.pod);
    match need.model {
        Model::NodeSubnet => {}
        Model::Overlay | Model::Kubenet => {
            let source = if need.model == Model::Kubenet { Source::Kubenet } else { Source::Overlay };
            let blocks = counted(need.pod, "block");
            steps.push(Step::new(
                "Blocks of the pod range",
                "one /24 for each node with surge",
                &*needed,
                blocks,
                source,
            ));
            let figures =
                smallest.map_or_else(String::new, |p| format!("2^(24 − {p}) = {} ≥ {needed}", grouped(1 << (24 - p))));
            let formula = "the longest prefix with 2^(24 − prefix) ≥ blocks";
            steps.push(Step::new("Smallest pod range", formula, figures, prefix(smallest), source));
        }
        Model::PodSubnetDynamic => {
            let figures = sum(need, |pool| format!("{} × 16 × ⌈({} + 8) ÷ 16⌉", pool.total(), pool.pods));
            let formula = "Σ (nodes + surge) × 16 × ⌈(pods + 8) ÷ 16⌉";
            let result = counted(need.pod, "address");
            steps.push(Step::new("Addresses of the pod subnet", formula, figures, result, Source::PodSubnet));
            let formula = "the longest prefix with 2^(32 − prefix) − 5 ≥ needed";
            let figures = smallest.map_or_else(String::new, |p| {
                format!("2^(32 − {p}) − {KEPT} = {} ≥ {needed}", grouped((1 << (32 - p)) - KEPT))
            });
            steps.push(Step::new("Smallest pod subnet", formula, figures, prefix(smallest), Source::VnetFaq));
        }
        Model::PodSubnetStatic => {
            for pool in &need.pools {
                let label = format!("Blocks of a node in pool {}", pool.name);
                let figures = format!("⌈({} + 1) ÷ {BATCH}⌉", pool.max_pods);
                let blocks = counted(static_blocks(pool.max_pods), "block");
                steps.push(Step::new(label, "⌈(max pods + 1) ÷ 16⌉", figures, blocks, Source::PodSubnetStatic));
            }
            let figures = sum(need, |pool| format!("{} × {} × {BATCH}", pool.total(), static_blocks(pool.max_pods)));
            let (formula, result) = ("Σ (nodes + surge) × blocks × 16", counted(need.pod, "address"));
            steps.push(Step::new("Addresses of the pod subnet", formula, figures, result, Source::PodSubnetStatic));
            let figures = smallest.map_or_else(String::new, |p| {
                format!("2^({STATIC_BLOCK} − {p}) = {} ≥ {} + 2", grouped(1 << (28 - p)), grouped(need.pod / BATCH))
            });
            let formula = "the longest prefix with 2^(28 − prefix) ≥ blocks + 2 spare";
            steps.push(Step::new("Smallest pod subnet", formula, figures, prefix(smallest), Source::PodSubnetStatic));
        }
    }
}

fn rooms(cluster: &Cluster, need: &Need, room: &Room, steps: &mut Vec<Step>) {
    if let (Some(net), Some(usable)) = (cluster.node_subnet, room.usable) {
        let label = format!("Usable addresses of {}", net.trunc());
        let figures = format!("2^(32 − {}) − {KEPT}", net.prefix_len());
        let result = counted(usable, "address");
        steps.push(Step::new(label, "2^(32 − prefix) − 5", figures, result, Source::VnetFaq));
    }
    let Some(available) = room.available else { return };
    let v4 = cluster.pod_cidr.iter().find(|net| net.addr().is_ipv4());
    match (need.model, v4, cluster.pod_subnet) {
        (Model::Overlay | Model::Kubenet, Some(net), _) => {
            let label = format!("Blocks of {}", net.trunc());
            let figures = format!("2^(24 − {})", net.prefix_len());
            let result = counted(available, "block");
            steps.push(Step::new(label, "2^(24 − prefix)", figures, result, Source::Overlay));
        }
        (Model::PodSubnetDynamic, _, Some(net)) => {
            let label = format!("Usable addresses of {}", net.trunc());
            let figures = format!("2^(32 − {}) − {KEPT}", net.prefix_len());
            let result = counted(available, "address");
            steps.push(Step::new(label, "2^(32 − prefix) − 5", figures, result, Source::VnetFaq));
        }
        (Model::PodSubnetStatic, _, Some(net)) => {
            let label = format!("Addresses of {} for pods", net.trunc());
            let figures = format!("(2^({STATIC_BLOCK} − {}) − 2) × {BATCH}", net.prefix_len());
            let result = counted(available, "address");
            steps.push(Step::new(label, "(2^(28 − prefix) − 2 spare) × 16", figures, result, Source::PodSubnetStatic));
        }
        _ => {}
    }
}

fn limit(need: &Need, room: &Room, limits: &Limits) -> Step {
    let (formula, figures, source) = match limits.bound_by {
        Bound::Model if need.model == Model::Kubenet => {
            ("400 routes of a route table", "400".to_owned(), Source::Kubenet)
        }
        Bound::Model => ("5,000 nodes of a cluster", "5,000".to_owned(), Source::Overlay),
        Bound::VirtualNetwork => {
            let cost = need.subnet_for_nodes + if need.model == Model::NodeSubnet { 0 } else { need.pod };
            let figures = format!("⌊65,536 × {} ÷ {}⌋", grouped(need.total()), grouped(cost));
            ("⌊65,536 × nodes with surge ÷ their addresses⌋", figures, Source::IpPlanning)
        }
        Bound::NodeSubnet => {
            let others = need.subnet - need.subnet_for_nodes;
            let figures = format!(
                "⌊({} − {}) × {} ÷ {}⌋",
                grouped(room.usable.unwrap_or(0)),
                grouped(others),
                grouped(need.total()),
                grouped(need.subnet_for_nodes)
            );
            ("⌊(usable − others) × nodes with surge ÷ their addresses⌋", figures, Source::IpPlanning)
        }
        Bound::PodSubnet | Bound::PodCidr => {
            let has = grouped(room.available.unwrap_or(0));
            let figures = format!("⌊{has} × {} ÷ {}⌋", grouped(need.total()), grouped(need.pod));
            ("⌊available × nodes with surge ÷ what they need⌋", figures, Source::IpPlanning)
        }
    };
    Step::new("Most nodes, surge included", formula, figures, counted(limits.nodes, "node"), source)
}

fn others(cluster: &Cluster, room: &Room, steps: &mut Vec<Step>) {
    for net in cluster.service_cidr.iter().take(2).filter(|net| net.addr().is_ipv4()) {
        let usable = service_addresses(net.prefix_len());
        let label = format!("Services in {}", net.trunc());
        let figures = format!("2^(32 − {}) − 2 − 2", net.prefix_len());
        let result = counted(usable.saturating_sub(2), "address");
        let formula = "2^(32 − prefix) − 2, less the Kubernetes API's and the DNS service's";
        steps.push(Step::new(label, formula, figures, result, Source::ServiceRanges));
    }
    if let Some((usable, clusters)) = room.api_server {
        let figures = format!("⌊{} ÷ {API_SERVER_ADDRESSES}⌋", grouped(usable));
        let (label, result) = ("Clusters in the API server subnet", counted(clusters, "cluster"));
        steps.push(Step::new(label, "⌊usable ÷ 9⌋", figures, result, Source::VnetIntegration));
    }
}

/// A term for each pool, at most eight of them.
fn sum(need: &Need, term: impl Fn(&PoolNeed) -> String) -> String {
    let shown: Vec<String> = need.pools.iter().take(8).map(term).collect();
    let more = if need.pools.len() > 8 { " + …" } else { "" };
    if shown.is_empty() { "0".to_owned() } else { shown.join(" + ") + more }
}
