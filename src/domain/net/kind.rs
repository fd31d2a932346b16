//! What kind of addresses a network has: private, shared, documentation, global and so on.
//!
//! The blocks are those of the IANA registries of special-purpose addresses, [`IPV4_REGISTRY`] and [`IPV6_REGISTRY`] (both
//! last changed 2025-10-09), with multicast and the plan of IPv6 addresses from the RFCs named beside them.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::relation::{Relation, relation};
use super::set::AddressSet;

/// The registry of special IPv4 addresses.
pub const IPV4_REGISTRY: &str = "https://www.iana.org/assignments/iana-ipv4-special-registry/";
/// The registry of special IPv6 addresses.
pub const IPV6_REGISTRY: &str = "https://www.iana.org/assignments/iana-ipv6-special-registry/";
/// When the table was compared with the registries.
pub const CHECKED: &str = "2026-11-24";

/// A kind of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// For networks of one's own; not routed on the internet.
    Private,
    /// Between a provider and its customers; not routed on the internet.
    Shared,
    /// Within one link.
    LinkLocal,
    /// Within one host.
    Loopback,
    /// For groups of receivers.
    Multicast,
    /// For examples in texts.
    Documentation,
    /// For measurements between devices.
    Benchmarking,
    /// Kept for later or for protocols, or given up.
    Reserved,
    /// For IPv6 networks of one's own; not routed on the internet.
    UniqueLocal,
    /// Routed on the internet.
    Global,
    /// "No address yet", or a host of this network.
    Unspecified,
    /// Everybody on this link.
    Broadcast,
    /// IPv4 within IPv6: mapped, translated or tunnelled.
    Transition,
    /// Packets to it are dropped.
    Discard,
}

impl Kind {
    /// The word for it, as it stands in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Shared => "shared",
            Self::LinkLocal => "link-local",
            Self::Loopback => "loopback",
            Self::Multicast => "multicast",
            Self::Documentation => "documentation",
            Self::Benchmarking => "benchmarking",
            Self::Reserved => "reserved",
            Self::UniqueLocal => "unique-local",
            Self::Global => "global",
            Self::Unspecified => "unspecified",
            Self::Broadcast => "broadcast",
            Self::Transition => "transition",
            Self::Discard => "discard",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A block of addresses that is set apart for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The block.
    pub network: IpNet,
    /// What kind of addresses it has.
    pub kind: Kind,
    /// What it is for.
    pub name: &'static str,
    /// Where that is laid down.
    pub rfc: &'static str,
}

const fn v4(network: [u8; 4], prefix: u8, kind: Kind, name: &'static str, rfc: &'static str) -> Block {
    Block { network: IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::from_octets(network), prefix)), kind, name, rfc }
}

const fn v6(network: [u16; 8], prefix: u8, kind: Kind, name: &'static str, rfc: &'static str) -> Block {
    Block { network: IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_segments(network), prefix)), kind, name, rfc }
}

/// Sorted, so that a block stands right before the blocks within it.
static BLOCKS: [Block; 55] = [
    v4([0, 0, 0, 0], 0, Kind::Global, "global addresses", "RFC 791"),
    v4([0, 0, 0, 0], 8, Kind::Unspecified, "this network", "RFC 791"),
    v4([10, 0, 0, 0], 8, Kind::Private, "private use", "RFC 1918"),
    v4([100, 64, 0, 0], 10, Kind::Shared, "shared address space", "RFC 6598"),
    v4([127, 0, 0, 0], 8, Kind::Loopback, "loopback", "RFC 1122"),
    v4([169, 254, 0, 0], 16, Kind::LinkLocal, "link-local", "RFC 3927"),
    v4([172, 16, 0, 0], 12, Kind::Private, "private use", "RFC 1918"),
    v4([192, 0, 0, 0], 24, Kind::Reserved, "IETF protocol assignments", "RFC 6890"),
    v4([192, 0, 0, 0], 29, Kind::Reserved, "IPv4 service continuity", "RFC 7335"),
    v4([192, 0, 0, 8], 32, Kind::Reserved, "IPv4 dummy address", "RFC 7600"),
    v4([192, 0, 0, 9], 32, Kind::Global, "port control protocol anycast", "RFC 7723"),
    v4([192, 0, 0, 10], 32, Kind::Global, "TURN anycast", "RFC 8155"),
    v4([192, 0, 0, 170], 31, Kind::Reserved, "NAT64 and DNS64 discovery", "RFC 7050"),
    v4([192, 0, 2, 0], 24, Kind::Documentation, "documentation (TEST-NET-1)", "RFC 5737"),
    v4([192, 31, 196, 0], 24, Kind::Global, "AS112", "RFC 7535"),
    v4([192, 52, 193, 0], 24, Kind::Global, "automatic multicast tunnelling", "RFC 7450"),
    v4([192, 88, 99, 0], 24, Kind::Reserved, "6to4 relay anycast, given up", "RFC 7526"),
    v4([192, 88, 99, 2], 32, Kind::Reserved, "6a44 relay anycast", "RFC 6751"),
    v4([192, 168, 0, 0], 16, Kind::Private, "private use", "RFC 1918"),
    v4([192, 175, 48, 0], 24, Kind::Global, "AS112, direct delegation", "RFC 7534"),
    v4([198, 18, 0, 0], 15, Kind::Benchmarking, "benchmarking", "RFC 2544"),
    v4([198, 51, 100, 0], 24, Kind::Documentation, "documentation (TEST-NET-2)", "RFC 5737"),
    v4([203, 0, 113, 0], 24, Kind::Documentation, "documentation (TEST-NET-3)", "RFC 5737"),
    v4([224, 0, 0, 0], 4, Kind::Multicast, "multicast", "RFC 5771"),
    v4([240, 0, 0, 0], 4, Kind::Reserved, "reserved for later", "RFC 1112"),
    v4([255, 255, 255, 255], 32, Kind::Broadcast, "limited broadcast", "RFC 919"),
    v6([0; 8], 0, Kind::Reserved, "reserved by the IETF", "RFC 4291"),
    v6([0; 8], 128, Kind::Unspecified, "the unspecified address", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, Kind::Loopback, "loopback", "RFC 4291"),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, Kind::Transition, "IPv4-mapped addresses", "RFC 4291"),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, Kind::Transition, "translation to IPv4", "RFC 6052"),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Kind::Transition, "translation to IPv4, local use", "RFC 8215"),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, Kind::Discard, "discard only", "RFC 6666"),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, Kind::Reserved, "IPv6 dummy prefix", "RFC 9780"),
    v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3, Kind::Global, "global addresses", "RFC 4291"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, Kind::Reserved, "IETF protocol assignments", "RFC 2928"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, Kind::Transition, "Teredo", "RFC 4380"),
    v6([0x2001, 1, 0, 0, 0, 0, 0, 1], 128, Kind::Global, "port control protocol anycast", "RFC 7723"),
    v6([0x2001, 1, 0, 0, 0, 0, 0, 2], 128, Kind::Global, "TURN anycast", "RFC 8155"),
    v6([0x2001, 1, 0, 0, 0, 0, 0, 3], 128, Kind::Global, "DNS-SD service registration anycast", "RFC 9665"),
    v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, Kind::Benchmarking, "benchmarking", "RFC 5180"),
    v6([0x2001, 3, 0, 0, 0, 0, 0, 0], 32, Kind::Global, "automatic multicast tunnelling", "RFC 7450"),
    v6([0x2001, 4, 0x112, 0, 0, 0, 0, 0], 48, Kind::Global, "AS112", "RFC 7535"),
    v6([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28, Kind::Reserved, "ORCHID, given up", "RFC 4843"),
    v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28, Kind::Global, "ORCHIDv2", "RFC 7343"),
    v6([0x2001, 0x30, 0, 0, 0, 0, 0, 0], 28, Kind::Global, "drone remote identification", "RFC 9374"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, Kind::Documentation, "documentation", "RFC 3849"),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Kind::Transition, "6to4", "RFC 3056"),
    v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, Kind::Global, "AS112, direct delegation", "RFC 7534"),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Kind::Documentation, "documentation", "RFC 9637"),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Kind::Reserved, "segment routing", "RFC 9602"),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Kind::UniqueLocal, "unique local", "RFC 4193"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, Kind::LinkLocal, "link-local", "RFC 4291"),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Kind::Reserved, "site-local, given up", "RFC 3879"),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Kind::Multicast, "multicast", "RFC 4291"),
];

/// The blocks that the addresses of a network belong to, each address to the smallest block around it, in the order of
/// the first address that belongs to each. One block for most networks; several for one that spans several.
#[must_use]
pub fn blocks(network: IpNet) -> Vec<&'static Block> {
    let network = network.trunc();
    let first_of_its_own = |(n, block): (usize, &'static Block)| {
        let part = match relation(block.network, network) {
            Relation::Contains | Relation::Equal => network,
            Relation::Within => block.network,
            Relation::Apart => return None,
        };
        // What is left of the part when the blocks within it are taken out.
        let within = BLOCKS[n + 1..].iter().take_while(|inner| relation(block.network, inner.network).a_contains_b());
        let taken: AddressSet = within.map(|inner| inner.network).collect();
        let own = AddressSet::from(part).subtract(&taken);
        own.ranges().next().map(|range| (range.first(), block))
    };
    let mut found: Vec<_> = BLOCKS.iter().enumerate().filter_map(first_of_its_own).collect();
    found.sort_unstable_by_key(|(first, _)| *first);
    found.into_iter().map(|(_, block)| block).collect()
}

/// The kinds of addresses that a network has, each once, in the order of the first address of each.
#[must_use]
pub fn kinds(network: IpNet) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for block in blocks(network) {
        if !kinds.contains(&block.kind) {
            kinds.push(block.kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests;
