//! Whether the ranges hold what the pools take.

use super::look::{DATA, INGRESS, MODEL, REGISTRY, sheet, wizard};
use super::pages::{ACR_ENDPOINT, AGC_NETWORK, DYNAMIC, ENDPOINT, GATEWAY_SUBNET, OVERLAY, OVERLAY_SETUP, PLANNING};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::figures::{counted, grouped, prefix};
use crate::domain::aks::formula::node_blocks;
use crate::domain::aks::plan::{Unit, plan};
use crate::domain::aks::source::Source;
use crate::domain::net::shared;

/// Addresses that a virtual network can have configured.
const NETWORK_ADDRESSES: u64 = 65_536;

pub(super) const RULES: &[Rule] = &[
    error("node-subnet-too-small", PLANNING, "The node subnet holds all nodes and surge nodes.", |look, found| {
        // Whatever the model, nodes and surge nodes take an address each; that is all they take with Overlay.
        let least = || plan(&look.sheet.cluster(Model::Overlay));
        let least = (look.plan.is_none() && look.counted).then(least);
        let Some(plan) = look.plan.as_ref().or(least.as_ref()) else { return };
        if let Some(usable) = plan.node_subnet.usable.filter(|usable| *usable < plan.node_subnet.needed) {
            let flat = if plan.model == Model::NodeSubnet { ", with the pods of each," } else { "" };
            let message = format!(
                "The node subnet has {}; the nodes and {}{flat} need {}.",
                counted(usable, "usable address"),
                counted(plan.surge_nodes, "surge node"),
                grouped(plan.node_subnet.needed)
            );
            let cure = take(plan.node_subnet.smallest_prefix);
            found.say(message, cure, [sheet("node-subnet-range"), sheet("pool.nodes.0"), wizard(MODEL)]);
        }
    }),
    error("pod-range-too-small", OVERLAY, "The pod range has a /24 for each node and surge node.", |look, found| {
        let Some(plan) = &look.plan else { return };
        let Some(pods) = plan.pod_range.as_ref().filter(|pods| pods.unit == Unit::Blocks) else { return };
        if let Some(has) = pods.available.filter(|has| *has < pods.needed) {
            let message = format!(
                "The pod range has {} of a /24; nodes and surge nodes take {}, one each.",
                counted(has, "block"),
                grouped(pods.needed)
            );
            found.say(message, take(pods.smallest_prefix), [sheet("pod-range"), sheet("pool.nodes.0"), wizard(MODEL)]);
        }
    }),
    error("pod-subnet-too-small", Source::PodSubnet.url(), "The pod subnet holds all pods.", |look, found| {
        let Some(plan) = &look.plan else { return };
        let Some(pods) = plan.pod_range.as_ref().filter(|pods| pods.unit == Unit::Addresses) else { return };
        if let Some(has) = pods.available.filter(|has| *has < pods.needed) {
            let message = format!(
                "The pod subnet has {} for pods; with surge nodes they take {}.",
                counted(has, "address"),
                grouped(pods.needed)
            );
            let about = [sheet("pod-subnet-range"), sheet("pool.max_pods.0"), wizard(MODEL)];
            found.say(message, take(pods.smallest_prefix), about);
        }
    }),
    error("network-address-limit", PLANNING, "A virtual network has 65,536 addresses at most.", |look, found| {
        let Some(plan) = &look.plan else { return };
        let pods = plan.pod_range.as_ref().map_or(0, |pods| pods.needed);
        let needed = match plan.model {
            Model::NodeSubnet => plan.node_subnet.needed,
            Model::PodSubnetDynamic => plan.node_subnet.needed.saturating_add(pods),
            _ => 0,
        };
        if needed > NETWORK_ADDRESSES {
            let message = format!(
                "Nodes and pods take {}; a virtual network holds {} at most.",
                counted(needed, "address"),
                grouped(NETWORK_ADDRESSES)
            );
            found.say(
                message,
                "Take Overlay or static blocks, or more clusters.",
                [wizard(MODEL), sheet("pool.nodes.0")],
            );
        }
    }),
    error(
        "gateway-for-containers-subnet-too-small",
        AGC_NETWORK,
        "Application Gateway for Containers has a /24 or larger of its own.",
        |look, found| {
            let net = look.sheet.prefix("frontend-range").filter(|net| net.prefix_len() > 24);
            if let (true, Some(net)) = (look.is(INGRESS, &["agc"]), net) {
                let message = format!("Application Gateway for Containers needs 256 addresses, and {net} has fewer.");
                found.say(
                    message,
                    "Give it a /24 that is delegated to it.",
                    [sheet("frontend-range"), wizard(INGRESS)],
                );
            }
        },
    ),
    error(
        "gateway-for-containers-overlay-subnet",
        AGC_NETWORK,
        "With Overlay, Application Gateway for Containers has exactly a /24.",
        |look, found| {
            let net = look.sheet.prefix("frontend-range").filter(|net| net.prefix_len() < 24);
            if let (true, Some(Model::Overlay), Some(net)) = (look.is(INGRESS, &["agc"]), look.model, net) {
                let message = format!(
                    "With Overlay the subnet of Application Gateway for Containers is exactly a /24, and {net} is not."
                );
                let cure = "Give it a /24 of its own in the cluster’s network.";
                found.say(message, cure, [sheet("frontend-range"), wizard(INGRESS), wizard(MODEL)]);
            }
        },
    ),
    warning("default-pod-range-too-small", OVERLAY_SETUP, "AKS’ own pod range serves 256 nodes.", |look, found| {
        let Some(plan) = look.plan.as_ref().filter(|plan| plan.model.has_pod_cidr()) else { return };
        let needed = plan.pod_range.as_ref().map_or(0, |pods| pods.needed);
        if look.sheet.get("pod-range").is_none() && needed > node_blocks(16) {
            let message = format!(
                "Left out, the pod range would be 10.244.0.0/16 with 256 blocks, and nodes with surge take {}.",
                grouped(needed)
            );
            let smallest = plan.pod_range.as_ref().and_then(|pods| pods.smallest_prefix);
            found.say(message, take(smallest), [sheet("pod-range"), wizard(MODEL)]);
        }
    }),
    warning("network-too-small-for-subnets", PLANNING, "The network holds its subnets.", |look, found| {
        let Some(plan) = &look.plan else { return };
        let network = look.list("vnet-range", "network");
        let missing = look.sheet.get("node-subnet-range").is_none();
        if let Some(needed) = plan.node_subnet.smallest_prefix.filter(|_| missing && !network.is_empty())
            && !network.iter().any(|space| space.net.addr().is_ipv4() && space.net.prefix_len() <= needed)
        {
            let message =
                format!("The node subnet needs a /{needed}, which none of the network’s address spaces holds.");
            found.say(message, "Ask for a larger address space.", [sheet("vnet-range"), wizard(MODEL)]);
        }
    }),
    warning(
        "pod-subnet-missing",
        DYNAMIC,
        "Pod Subnet needs a range for the pods beside the nodes'.",
        |look, found| {
            let other = look.sheet.get("vnet-range").is_some() || look.sheet.get("node-subnet-range").is_some();
            let pods = look.model.is_some_and(Model::has_pod_subnet) && look.sheet.get("pod-subnet-range").is_none();
            if other && pods {
                let smallest = look.plan.as_ref().and_then(|plan| plan.pod_range.as_ref()?.smallest_prefix);
                let message = "The network has ranges, and the pod subnet has none yet.";
                let cure = smallest.map_or("Give it a range.".to_owned(), |n| format!("Give it a /{n} or larger."));
                found.say(message, cure, [sheet("pod-subnet-range"), wizard(MODEL)]);
            }
        },
    ),
    warning(
        "gateway-for-containers-subnet-missing",
        AGC_NETWORK,
        "Application Gateway for Containers has a /24 of its own.",
        |look, found| {
            let missing = look.sheet.get("vnet-range").is_some() && look.sheet.get("frontend-range").is_none();
            if missing && look.is(INGRESS, &["agc"]) {
                let message = "Application Gateway for Containers needs a delegated /24, and the sheet has none.";
                found.say(message, "Keep a /24 of the network for it.", [sheet("frontend-range"), wizard(INGRESS)]);
            }
        },
    ),
    warning("endpoint-subnet-missing", ENDPOINT, "Private endpoints take addresses of a subnet.", |look, found| {
        let missing = look.sheet.get("vnet-range").is_some() && look.sheet.get("endpoint-range").is_none();
        for id in [REGISTRY, DATA].into_iter().filter(|id| missing && look.is(id, &["private-endpoint"])) {
            let message = "A private endpoint takes an address of the network, and the sheet has no subnet for it.";
            found.say(message, "Keep a /27 or larger for private endpoints.", [sheet("endpoint-range"), wizard(id)]);
        }
    }),
    warning(
        "endpoint-subnet-small",
        ACR_ENDPOINT,
        "A registry’s private endpoint wants a /27 or larger.",
        |look, found| {
            let net = look.sheet.prefix("endpoint-range").filter(|net| (28..=29).contains(&net.prefix_len()));
            if let (true, Some(net)) = (look.is(REGISTRY, &["private-endpoint"]), net) {
                let message = format!(
                    "{net} is small: a registry’s private endpoint takes two addresses and one for each replica, and a /27 is the \
                 least that is advised."
                );
                found.say(message, "Take a /27, better a /24.", [sheet("endpoint-range"), wizard(REGISTRY)]);
            }
        },
    ),
    note("application-gateway-subnet-small", GATEWAY_SUBNET, "Application Gateway takes a /24.", |look, found| {
        let net = look.sheet.prefix("frontend-range").filter(|net| net.prefix_len() > 24);
        if let (true, Some(net)) = (look.is(INGRESS, &["agic"]), net) {
            let message = format!("Application Gateway scales to 125 instances, an address each; {net} holds fewer.");
            found.say(
                message,
                "Take a /24 unless the instances are limited.",
                [sheet("frontend-range"), wizard(INGRESS)],
            );
        }
    }),
    note("node-subnet-shared", PLANNING, "Endpoints and nodes in one subnet share its addresses.", |look, found| {
        let (node, endpoint) = (look.sheet.get("node-subnet"), look.sheet.get("endpoint-subnet"));
        let apart = look.sheet.prefix("node-subnet-range").zip(look.sheet.prefix("endpoint-range"));
        let same = node.is_some() && node == endpoint && apart.is_none_or(|(a, b)| shared(a, b).is_some());
        if same && look.sheet.get("other-addresses").is_none() {
            let message = "Private endpoints stand in the node subnet, and no other addresses are counted there.";
            found.say(
                message,
                "Count them as other addresses, or give them a subnet.",
                [sheet("other-addresses"), sheet("endpoint-subnet")],
            );
        }
    }),
];

/// What would do.
fn take(smallest: Option<u8>) -> String {
    match smallest {
        Some(_) => format!("Take a {} or larger.", prefix(smallest)),
        None => "No single range is large enough: spread the pools over more clusters.".to_owned(),
    }
}
