//! Rules about the addresses of clusters.

use super::{Draft, Need, length};
use crate::domain::aks::cluster::{Cluster, Model, Os, Pool, Surge};
use crate::domain::aks::figures::grouped;
use crate::domain::aks::formula::{
    BATCH, flat_addresses, flat_nodes, held_addresses, node_blocks, prefix_for_blocks,
    static_blocks as blocks_of_a_node, surge_nodes,
};
use crate::domain::aks::plan::{Plan, plan};
use crate::domain::azure;
use crate::domain::question::random::Random;

/// The plan of one pool; figures are far below 2^32.
fn planned(model: Model, nodes: u64, pods: u64, surge: u64) -> Plan {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    plan(&Cluster::new(
        model,
        vec![Pool {
            name: String::new(),
            nodes: small(nodes),
            max_pods: small(pods),
            surge: Surge::Nodes(small(surge)),
            os: Os::Linux,
            pods: None,
        }],
    ))
}

pub(super) fn surge(random: &mut Random) -> Draft {
    let percent = random.one_of(&[10, 15, 20, 25, 33, 50]).unwrap_or(33);
    // So many nodes that the share is no whole number: it has to be rounded.
    let mut nodes = random.between(3, 60);
    while (nodes * u64::from(percent)).is_multiple_of(100) {
        nodes += 1;
    }
    let answer = surge_nodes(nodes, Surge::Percent(percent));
    let down = nodes * u64::from(percent) / 100;
    Draft::number(answer, "nodes")
        .count("nodes", nodes)
        .with("percent", percent)
        .count("all", nodes + answer)
        .wrong(grouped(down), "surge-rounds-down", "A percentage is rounded up: a part of a node is a node.")
        .wrong(
            grouped(nodes + answer),
            "surge-counts-all-nodes",
            "These are all nodes during the upgrade; only those that are added are asked for.",
        )
        .wrong(percent, "surge-percent-is-a-count", "That would be nodes and not a percentage of them.")
}

pub(super) fn overlay_blocks(random: &mut Random) -> Draft {
    let nodes = random.between(4, 120);
    let surge = random.between(1, nodes.div_ceil(3));
    let answer = planned(Model::Overlay, nodes, 250, surge).pod_range.map_or(nodes + surge, |range| range.needed);
    Draft::number(answer, "blocks")
        .count("nodes", nodes)
        .count("surge", surge)
        .wrong(grouped(nodes), "surge-nodes-forgotten", "Surge nodes take a block each while an upgrade runs.")
        .wrong(
            grouped(answer * 256),
            "pod-range-counts-addresses",
            "These are addresses; a node takes a /24 of 256 as one block.",
        )
        .wrong(grouped(surge), "surge-nodes-alone", "These are the surge nodes alone.")
}

pub(super) fn overlay_pod_prefix(random: &mut Random) -> Draft {
    // Half of the time the surge nodes are what makes the range too small.
    let (nodes, surge) = if random.below(2) == 0 {
        let full = 1_u64 << random.between(4, 8);
        let over = random.between(1, full / 8);
        let surge = over + random.between(0, full / 8);
        (full + over - surge, surge)
    } else {
        let nodes = random.between(10, 400);
        (nodes, random.between(1, nodes.div_ceil(4)))
    };
    let range = planned(Model::Overlay, nodes, 250, surge).pod_range;
    let needed = range.as_ref().map_or(nodes + surge, |range| range.needed);
    let answer = range.and_then(|range| range.smallest_prefix).unwrap_or(0);
    let mut draft = Draft::prefix(answer, Need::Blocks(needed))
        .count("nodes", nodes)
        .count("surge", surge)
        .count("blocks", needed)
        .count("available", node_blocks(answer));
    if let Some(without) = prefix_for_blocks(nodes, 24) {
        draft = draft.wrong(
            format!("/{without}"),
            "surge-nodes-forgotten",
            "It has a block for each node, but none for the surge nodes of an upgrade.",
        );
    }
    draft
        .wrong(format!("/{}", answer + 1), "pod-range-too-small", "It has half of the blocks that the right one has.")
        .wrong(
            format!("/{}", answer.saturating_sub(1)),
            "pod-range-twice-as-large",
            "It is twice as large as it has to be.",
        )
        .wrong("/24", "pod-range-is-one-block", "A /24 is the block of a single node.")
}

pub(super) fn overlay_nodes(random: &mut Random) -> Draft {
    let prefix = length(random, 14, 21);
    let answer = node_blocks(prefix);
    Draft::number(answer, "nodes")
        .with("prefix", prefix)
        .wrong(
            grouped(1 << (32 - prefix)),
            "pod-range-counts-addresses",
            "These are addresses; a node takes a /24 of 256, whatever it runs.",
        )
        .wrong(
            grouped(answer - azure::KEPT),
            "azure-keeps-addresses-of-a-pod-range",
            "A pod range is no subnet: Azure keeps nothing of it.",
        )
        .wrong(grouped(answer - 2), "first-and-last-block-lost", "No block is lost: all of them can be a node's.")
        .wrong(
            grouped((1 << (32 - prefix)) / 250),
            "pod-range-divided-by-pods",
            "A node takes a whole /24, not as many addresses as it may run pods.",
        )
}

/// Figures of a flat subnet: nodes, pods of a node, surge nodes.
fn flat(random: &mut Random) -> (u64, u64, u64) {
    let nodes = random.between(3, 60);
    let pods = random.one_of(&[20, 30, 40, 50, 60, 110]).unwrap_or(30);
    (nodes, pods, random.between(1, nodes.div_ceil(3)))
}

pub(super) fn node_subnet_addresses(random: &mut Random) -> Draft {
    let (nodes, pods, surge) = flat(random);
    let answer = planned(Model::NodeSubnet, nodes, pods, surge).node_subnet.needed;
    let all = nodes + surge;
    Draft::number(answer, "addresses")
        .count("nodes", nodes)
        .count("pods", pods)
        .count("surge", surge)
        .count("all", all)
        .count("each", pods + 1)
        .wrong(
            grouped(flat_addresses(nodes, pods)),
            "surge-nodes-forgotten",
            "Surge nodes and their pods need addresses too while an upgrade runs.",
        )
        .wrong(
            grouped(all * pods),
            "nodes-own-address-forgotten",
            "These are the pods' addresses; each node has one of its own as well.",
        )
        .wrong(grouped(nodes * pods), "surge-nodes-forgotten", "Surge nodes are missing, and each node's own address.")
        .wrong(
            grouped(all),
            "pods-take-no-subnet-address",
            "These are the nodes alone: here pods take addresses as well.",
        )
}

pub(super) fn node_subnet_prefix(random: &mut Random) -> Draft {
    let (nodes, pods, surge) = flat(random);
    let plan = planned(Model::NodeSubnet, nodes, pods, surge).node_subnet;
    let answer = plan.smallest_prefix.unwrap_or(0);
    let mut draft = Draft::prefix(answer, Need::Addresses(plan.needed))
        .count("nodes", nodes)
        .count("pods", pods)
        .count("surge", surge)
        .count("all", nodes + surge)
        .count("each", pods + 1)
        .count("needed", plan.needed)
        .count("usable", azure::usable(answer).unwrap_or(0));
    let prefix_of = |needed: u64| azure::smallest_prefix(needed);
    if let Some(without) = prefix_of(flat_addresses(nodes, pods)) {
        let said = "It holds the nodes and their pods, but not the surge nodes of an upgrade.";
        draft = draft.wrong(format!("/{without}"), "surge-nodes-forgotten", said);
    }
    if let Some(alone) = prefix_of(nodes + surge) {
        let said = "It holds the nodes alone: here pods take addresses of the subnet as well.";
        draft = draft.wrong(format!("/{alone}"), "pods-take-no-subnet-address", said);
    }
    draft.wrong(format!("/{}", answer + 1), "subnet-too-small", "It is half as large as the right one.").wrong(
        format!("/{}", answer.saturating_sub(1)),
        "subnet-twice-as-large",
        "It is twice as large as it has to be.",
    )
}

pub(super) fn node_subnet_nodes(random: &mut Random) -> Draft {
    let prefix = length(random, 20, 23);
    let pods = random.one_of(&[20, 30, 40, 50, 60]).unwrap_or(30);
    let surge = random.between(1, 3);
    let usable = azure::usable(prefix).unwrap_or(0);
    let answer = flat_nodes(usable, pods, surge);
    Draft::number(answer, "nodes")
        .with("prefix", prefix)
        .count("pods", pods)
        .count("surge", surge)
        .count("usable", usable)
        .count("all", answer + surge)
        .count("each", pods + 1)
        .wrong(
            grouped(flat_nodes(usable, pods, 0)),
            "surge-nodes-forgotten",
            "So many fit, but then none is left for the surge nodes of an upgrade.",
        )
        .wrong(
            grouped((usable / pods).saturating_sub(surge)),
            "nodes-own-address-forgotten",
            "Each node takes an address of its own as well as those of its pods.",
        )
        .wrong(
            grouped(usable.div_ceil(pods + 1).saturating_sub(surge)),
            "rounds-up-what-does-not-fit",
            "For the last of these too few addresses are left: what does not fit whole does not fit.",
        )
}

pub(super) fn dynamic_held(random: &mut Random) -> Draft {
    let pods = random.between(5, 110);
    let answer = held_addresses(pods);
    Draft::number(answer, "addresses")
        .count("pods", pods)
        .count("batches", answer / BATCH)
        .wrong(
            grouped(pods.div_ceil(BATCH) * BATCH),
            "dynamic-without-spare",
            "That is enough for the pods, but then fewer than 8 are free and the node takes another batch of 16.",
        )
        .wrong(grouped(pods), "dynamic-one-for-each-pod", "Addresses are taken 16 at a time, not one for each pod.")
        .wrong(grouped(answer + BATCH), "dynamic-a-batch-too-many", "That is a batch more than the rule asks for.")
}

pub(super) fn static_blocks(random: &mut Random) -> Draft {
    // A third of the time the one address that is kept takes a block of its own.
    let pods = if random.below(3) == 0 { 16 * random.between(2, 15) } else { random.between(20, 250) };
    let answer = blocks_of_a_node(pods);
    Draft::number(answer, "blocks")
        .count("pods", pods)
        .count("addresses", answer * BATCH)
        .wrong(
            grouped(pods.div_ceil(BATCH)),
            "static-without-internal-address",
            "One address of a node's blocks is kept for internal use and has to be counted with the pods.",
        )
        .wrong(grouped(pods / BATCH), "rounds-down-blocks", "A part of a block is taken as a whole one.")
        .wrong(grouped(answer * BATCH), "blocks-counted-as-addresses", "These are addresses; a /28 has 16 of them.")
        .wrong(
            grouped(pods),
            "block-for-each-pod",
            "A block holds 16 addresses, so a pod does not take one for itself.",
        )
}
