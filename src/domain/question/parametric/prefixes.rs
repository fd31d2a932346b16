//! Rules about prefixes as such.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

use super::{Draft, length};
use crate::domain::net::{Split, describe, next, parent, supernet};
use crate::domain::question::network::NetworkKey;
use crate::domain::question::random::Random;

/// A network of this length (8 to 32) in 10.0.0.0/8, never the first one.
pub(super) fn private(random: &mut Random, prefix: u8) -> Ipv4Net {
    let of = 1_u64 << prefix.clamp(8, 32).saturating_sub(8);
    let number = u32::try_from(random.between(1.min(of - 1), of - 1)).unwrap_or(0);
    let start = (10 << 24) | number.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    Ipv4Net::new(Ipv4Addr::from_bits(start), prefix.min(32)).unwrap_or_default()
}

fn total(prefix: u8) -> u64 {
    1 << (32 - prefix.min(32))
}

fn moved(address: Ipv4Addr, by: i32) -> Ipv4Addr {
    Ipv4Addr::from_bits(address.to_bits().wrapping_add_signed(by))
}

/// A length that does not end at a dot, and an address inside a network of it that is neither its first nor its last.
fn inside(random: &mut Random) -> (Ipv4Addr, Ipv4Net) {
    let prefix = random.one_of(&[18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29]).unwrap_or(26);
    let network = private(random, prefix);
    let at = random.between(1, total(prefix) - 2);
    (Ipv4Addr::from_bits(network.network().to_bits() | u32::try_from(at).unwrap_or(1)), network)
}

pub(super) fn split_nth(random: &mut Random) -> Draft {
    let around = length(random, 16, 22);
    let network = private(random, around);
    let bits = length(random, 2, 6).min(28 - around);
    let prefix = around + bits;
    let parts = 1_u64 << bits;
    // Not the first, which begins as the network does, and not the last.
    let n = random.between(2, (parts - 1).min(20));
    let split = Split::to_prefix(IpNet::V4(network), prefix);
    let part = |number: u64| split.as_ref().ok().and_then(|split| split.part(u128::from(number)));
    let answer = part(n - 1).unwrap_or(IpNet::V4(network));
    let mut draft = Draft::network(NetworkKey::Network(answer), answer)
        .with("network", network)
        .with("prefix", prefix)
        .count("n", n)
        .count("size", total(prefix))
        .count("parts", parts);
    if let Some(after) = part(n) {
        let said = format!("That is the one after: counted from 1, number {n} begins {} sizes after the start.", n - 1);
        draft = draft.wrong(after, "counts-subnets-from-zero", said);
    }
    if let Some(before) = n.checked_sub(2).and_then(part) {
        draft = draft.wrong(before, "counts-subnets-one-short", "That is the one before: the first one is number 1.");
    }
    draft
}

pub(super) fn broadcast(random: &mut Random) -> Draft {
    let (address, network) = inside(random);
    let last = network.broadcast();
    let whole_octet = Ipv4Addr::from_bits(address.to_bits() | 0xff);
    Draft::network(NetworkKey::Address { is: last.into(), subnet: None }, last)
        .with("address", address)
        .with("prefix", network.prefix_len())
        .with("network", network)
        .count("size", total(network.prefix_len()))
        .wrong(moved(last, -1), "last-host-for-broadcast", "That is the one before the last of the network.")
        .wrong(moved(last, 1), "size-added-to-start", "That is the first address of the next network, one too far.")
        .wrong(network.network(), "network-for-broadcast", "That is the network's first address; its last is wanted.")
        .wrong(
            whole_octet,
            "prefix-taken-for-24",
            format!("That is where a /24 ends; a /{} ends elsewhere.", network.prefix_len()),
        )
}

pub(super) fn network_of(random: &mut Random) -> Draft {
    let (address, network) = inside(random);
    let prefix = network.prefix_len();
    let octet = Ipv4Addr::from_bits(address.to_bits() & !0xff);
    let after = moved(network.broadcast(), 1);
    Draft::network(NetworkKey::Network(IpNet::V4(network)), network)
        .with("address", address)
        .with("prefix", prefix)
        .with("last", network.broadcast())
        .count("size", total(prefix))
        .wrong(
            format!("{octet}/24"),
            "prefix-taken-for-24",
            format!("That is the /24 around {address}; a /{prefix} has another size."),
        )
        .wrong(
            format!("{octet}/{prefix}"),
            "networks-begin-at-a-dot",
            format!(
                "{address} does not lie in it: a /{prefix} begins at a multiple of its size, not with a new number."
            ),
        )
        .wrong(
            format!("{after}/{prefix}"),
            "rounds-up-to-the-next-network",
            format!("That is the next one: {address} comes before it."),
        )
}

pub(super) fn mask_of(random: &mut Random) -> Draft {
    let prefix = random.one_of(&[17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30]).unwrap_or(26);
    let (mask, wildcard) = masks(prefix);
    Draft::network(NetworkKey::Mask(prefix), mask)
        .with("prefix", prefix)
        .count("size", total(prefix))
        .wrong(wildcard, "wildcard-for-mask", "That is the wildcard, the mask with every bit turned.")
        .wrong(masks(prefix - 1).0, "mask-one-bit-short", "It has one bit of ones too few.")
        .wrong(masks(prefix + 1).0, "mask-one-bit-long", "It has one bit of ones too many.")
}

pub(super) fn wildcard_of(random: &mut Random) -> Draft {
    let prefix = random.one_of(&[17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30]).unwrap_or(26);
    let (mask, wildcard) = masks(prefix);
    Draft::network(NetworkKey::Wildcard(prefix), wildcard)
        .with("prefix", prefix)
        .with("mask", mask)
        .count("size", total(prefix))
        .wrong(mask, "mask-for-wildcard", "That is the mask; the wildcard has every bit of it turned.")
        .wrong(masks(prefix - 1).1, "wildcard-one-bit-long", "It leaves one bit too many to the hosts.")
        .wrong(masks(prefix + 1).1, "wildcard-one-bit-short", "It leaves one bit too few to the hosts.")
}

/// The mask and the wildcard of a length.
fn masks(prefix: u8) -> (Ipv4Addr, Ipv4Addr) {
    let network = Ipv4Net::new(Ipv4Addr::UNSPECIFIED, prefix.min(32)).unwrap_or_default();
    let facts = describe(IpNet::V4(network)).ipv4;
    facts.map_or((network.netmask(), network.hostmask()), |facts| (facts.netmask, facts.wildcard))
}

pub(super) fn aggregate_two(random: &mut Random) -> Draft {
    let around = length(random, 17, 26);
    let network = IpNet::V4(private(random, around));
    let halves: Vec<IpNet> = Split::to_prefix(network, around + 1).map(|s| s.parts().collect()).unwrap_or_default();
    let turned = random.below(2) == 1;
    let (low, high) = (halves.first().copied().unwrap_or(network), halves.last().copied().unwrap_or(network));
    let (a, b) = if turned { (high, low) } else { (low, high) };
    let answer = supernet(&[a, b]).unwrap_or(network);
    let mut draft = Draft::network(NetworkKey::Network(answer), answer)
        .with("a", a)
        .with("b", b)
        .wrong(
            low,
            "aggregate-keeps-the-length",
            "That is one of the two alone: the address is right, the length is not.",
        )
        .wrong(high, "aggregate-keeps-the-length", "That is one of the two alone.");
    if let Some(twice) = parent(answer) {
        draft = draft.wrong(
            twice,
            "aggregate-two-bits-shorter",
            "It holds both, and as many addresses again that belong to neither.",
        );
    }
    draft
}

pub(super) fn free_next(random: &mut Random) -> Draft {
    let around = length(random, 21, 23);
    let parent = private(random, around);
    // A small block at the start, a larger one after the gap that alignment leaves, and another one further up. What is
    // asked for is as large as the first or twice as large, so that the gap is right or too small.
    let small = length(random, 26, 27);
    let large = length(random, 24, 25).max(around + 2);
    let prefix = if random.below(2) == 0 { small } else { small - 1 };
    let part = |length: u8, number: u64| {
        Split::to_prefix(IpNet::V4(parent), length).ok().and_then(|split| split.part(u128::from(number)))
    };
    let used: Vec<IpNet> = [part(small, 0), part(large, 1), part(large, 2)].into_iter().flatten().collect();
    let answer = next(IpNet::V4(parent), &used, prefix).ok().flatten().unwrap_or(IpNet::V4(parent));
    let shown: Vec<String> = used.iter().map(ToString::to_string).collect();
    let mut draft = Draft::network(NetworkKey::Network(answer), answer)
        .with("parent", parent)
        .with("used", shown.join(", "))
        .with("prefix", prefix);
    if let Some(first) = part(prefix, 0) {
        let said = format!("It overlaps with {}, which is used.", shown.first().cloned().unwrap_or_default());
        draft = draft.wrong(first, "free-block-overlaps-used", said);
    }
    // Behind the last used one, where there is room.
    let behind = part(large, 3).and_then(|block| Split::to_prefix(block, prefix).ok()).map(|split| split.first());
    if let Some(behind) = behind {
        draft = draft.wrong(
            behind,
            "free-block-behind-the-last",
            "It is free, but there is a lower one in the gap between the used ones.",
        );
    }
    draft
}
