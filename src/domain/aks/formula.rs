//! The formulas of address planning, one function each, in whole numbers and without overflow.
//!
//! Sources: the planning page (<https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning>), the
//! pages on Overlay, Pod Subnet, upgrades and API Server `VNet` Integration (see [`super::source::Source`]); checked
//! 2026-11-22.

use ipnet::Ipv4Net;

use super::cluster::Surge;

/// The prefix of the block that each node has in an Overlay or kubenet cluster; it cannot be changed.
pub const NODE_BLOCK: u8 = 24;
/// The prefix of a static block.
pub const STATIC_BLOCK: u8 = 28;
/// Addresses that a node takes at a time with dynamic allocation, and that a static block has.
pub const BATCH: u64 = 16;
/// With fewer free addresses than this a node takes another batch.
pub const FREE_AT_LEAST: u64 = 8;
/// Static blocks to leave spare in a pod subnet: how the five addresses that Azure keeps cut into the first and the
/// last block is not documented.
pub const SPARE_BLOCKS: u64 = 2;
/// Addresses that each cluster keeps in the API server's subnet, at least.
pub const API_SERVER_ADDRESSES: u64 = 9;
/// The most instances of a pool, surge nodes included.
pub const POOL_INSTANCES: u64 = 1_000;

/// Nodes that are added to a pool while it is upgraded: a count as it is, a percentage rounded up, and never more than
/// there are nodes to upgrade.
#[must_use]
pub fn surge_nodes(nodes: u64, surge: Surge) -> u64 {
    match surge {
        Surge::Nodes(n) => u64::from(n).min(nodes),
        Surge::Percent(percent) => nodes.saturating_mul(percent.into()).div_ceil(100).min(nodes),
    }
}

/// Addresses of a flat node subnet: one for each node and one for each pod that a node may run, surge nodes included.
#[must_use]
pub const fn flat_addresses(nodes_and_surge: u64, max_pods: u64) -> u64 {
    nodes_and_surge.saturating_mul(max_pods.saturating_add(1))
}

/// Nodes that run in a flat subnet with so many usable addresses, when so many nodes are kept free for surge.
#[must_use]
pub const fn flat_nodes(usable: u64, max_pods: u64, surge: u64) -> u64 {
    (usable / max_pods.saturating_add(1)).saturating_sub(surge)
}

/// Blocks of one prefix in a range of another: 2^(block − range), none when the range is smaller than a block.
#[must_use]
pub fn blocks(range_prefix: u8, block_prefix: u8) -> u64 {
    match block_prefix.checked_sub(range_prefix) {
        Some(bits @ 0..=63) => 1 << bits,
        Some(_) => u64::MAX,
        None => 0,
    }
}

/// The /24 blocks of nodes in a pod range.
#[must_use]
pub fn node_blocks(pod_prefix: u8) -> u64 {
    blocks(pod_prefix, NODE_BLOCK)
}

/// The longest prefix of a range that has so many blocks. None when not even a /0 has them.
#[must_use]
pub fn prefix_for_blocks(needed: u64, block_prefix: u8) -> Option<u8> {
    (0..=block_prefix).rev().find(|prefix| blocks(*prefix, block_prefix) >= needed)
}

/// The /24 of a node in a pod range: 0 is the first. kubenet hands them out in this order. None beyond the range.
#[must_use]
pub fn node_block(pod_cidr: Ipv4Net, node: u64) -> Option<Ipv4Net> {
    block(pod_cidr, NODE_BLOCK, node)
}

/// A block of a range by its number, 0 first. None beyond the range or when the range is smaller than a block.
#[must_use]
pub fn block(range: Ipv4Net, block_prefix: u8, number: u64) -> Option<Ipv4Net> {
    if block_prefix > 32 || number >= blocks(range.prefix_len(), block_prefix) {
        return None;
    }
    // Below 2^32, as the block is inside the range.
    let offset = u32::try_from(number << (32 - block_prefix)).ok()?;
    let start = range.network().to_bits().checked_add(offset)?;
    Ipv4Net::new(start.into(), block_prefix).ok()
}

/// The most nodes of a kubenet cluster: the usable addresses of the node subnet, the blocks of the pod range, and the
/// 400 routes of a route table, whichever is least.
#[must_use]
pub fn kubenet_nodes(usable: u64, pod_prefix: u8) -> u64 {
    usable.min(node_blocks(pod_prefix)).min(400)
}

/// Addresses that a node with so many running pods holds under dynamic allocation: batches of 16, and another batch
/// when fewer than 8 are free. The address pool's code also stops at the node's max pods; the documentation does not
/// say so, and planning without it is on the safe side.
#[must_use]
pub const fn held_addresses(pods: u64) -> u64 {
    pods.saturating_add(FREE_AT_LEAST).div_ceil(BATCH).saturating_mul(BATCH)
}

/// Static blocks of a node: enough for its pods and the one address that is kept for internal use.
#[must_use]
pub const fn static_blocks(max_pods: u64) -> u64 {
    max_pods.saturating_add(1).div_ceil(BATCH)
}

/// Pod addresses of a node with so many static blocks.
#[must_use]
pub const fn static_pod_addresses(blocks: u64) -> u64 {
    blocks.saturating_mul(BATCH).saturating_sub(1)
}

/// Pod addresses that a node's static blocks leave unused; none when max pods is 15, 31, 47 and so on.
#[must_use]
pub const fn static_waste(max_pods: u64) -> u64 {
    static_pod_addresses(static_blocks(max_pods)).saturating_sub(max_pods)
}

/// Usable addresses of an IPv4 services range: all but the network's and the last. One of them is the Kubernetes
/// API's, one the DNS service's.
#[must_use]
pub const fn service_addresses(prefix: u8) -> u64 {
    match 32_u8.checked_sub(prefix) {
        Some(bits) => (1_u64 << bits).saturating_sub(2),
        None => 0,
    }
}

/// The most clusters whose API servers share a subnet; None below a /28.
#[must_use]
pub fn api_server_clusters(prefix: u8) -> Option<u64> {
    if prefix > STATIC_BLOCK {
        return None;
    }
    crate::domain::azure::usable(prefix).map(|usable| usable / API_SERVER_ADDRESSES)
}

#[cfg(test)]
mod tests;
