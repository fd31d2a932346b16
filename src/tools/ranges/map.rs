//! Where ranges lie in the blocks of addresses that nobody has on the Internet: one lane for each, all on the same scale.

use ipnet::{IpNet, Ipv4Net};

use crate::domain::aks::ranges::{Kind, Named, RESERVED, shared};

/// The blocks: all private addresses, and those that providers and clusters share.
const BLOCKS: [([u8; 4], u8); 4] =
    [([10, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16), ([100, 64, 0, 0], 10)];
/// What is drawn is never shorter, on a lane of 1,000.
const LEAST: f64 = 6.0;

/// One block with what lies in it.
pub(super) struct Map {
    /// The block.
    pub block: Ipv4Net,
    /// In the order of their addresses.
    pub lanes: Vec<Lane>,
}

/// One range on its lane.
pub(super) struct Lane {
    /// Its colour, `1` to `8`.
    pub hue: u8,
    /// Its name.
    pub name: String,
    /// The network.
    pub net: IpNet,
    /// The left end, of 1,000.
    pub x: f64,
    /// The length.
    pub width: f64,
}

/// The blocks in which any of the ranges lies, and the ranges that lie in none.
pub(super) fn maps(ranges: &[Named]) -> (Vec<Map>, Vec<String>) {
    let mut maps = Vec::new();
    for (address, prefix) in BLOCKS {
        let block = Ipv4Net::new_assert(address.into(), prefix);
        let mut lanes: Vec<Lane> = ranges.iter().filter_map(|range| lane(block, range)).collect();
        if lanes.is_empty() {
            continue;
        }
        let kept = RESERVED.map(|net| Named { name: "Kept by AKS".to_owned(), kind: Kind::Reserved, net: net.into() });
        lanes.extend(kept.iter().filter_map(|range| lane(block, range)));
        lanes.sort_by_key(|lane| lane.net);
        maps.push(Map { block, lanes });
    }
    let in_none = |range: &&Named| {
        BLOCKS.iter().all(|(a, p)| shared(range.net, Ipv4Net::new_assert((*a).into(), *p).into()).is_none())
    };
    let elsewhere = ranges.iter().filter(in_none).map(|range| format!("{} {}", range.name, range.net)).collect();
    (maps, elsewhere)
}

fn lane(block: Ipv4Net, range: &Named) -> Option<Lane> {
    let IpNet::V4(part) = shared(range.net, block.into())? else { return None };
    let start = part.network().to_bits() - block.network().to_bits();
    let width = 1000.0 * 2_f64.powi(i32::from(block.prefix_len()) - i32::from(part.prefix_len()));
    let drawn = width.max(LEAST);
    let x = 1000.0 * f64::from(start) * 2_f64.powi(i32::from(block.prefix_len()) - 32);
    // At the right end it grows to the left.
    let x = x.min(1000.0 - drawn);
    Some(Lane { hue: hue(range.kind), name: range.name.clone(), net: range.net, x: round(x), width: round(drawn) })
}

fn round(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}

/// As in the other drawings: nodes 1, pods 2, what AKS keeps 8.
fn hue(kind: Kind) -> u8 {
    match kind {
        Kind::NodeSubnet => 1,
        Kind::PodSubnet | Kind::PodRange => 2,
        Kind::ApiServerSubnet | Kind::OtherSubnet => 3,
        Kind::ServicesRange => 4,
        Kind::ClusterNetwork => 5,
        Kind::Peer => 6,
        Kind::OnPremises => 7,
        Kind::Reserved => 8,
    }
}
