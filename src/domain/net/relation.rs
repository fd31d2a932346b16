//! How two networks stand to each other.

use std::net::IpAddr;

use ipnet::IpNet;

/// How two networks stand to each other. There is nothing between: two prefixes never overlap in a part of each only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They have no address in common.
    Apart,
    /// They have the same addresses.
    Equal,
    /// The second lies in the first and is smaller.
    Contains,
    /// The first lies in the second and is smaller.
    Within,
}

impl Relation {
    /// Whether they have an address in common.
    #[must_use]
    pub fn overlaps(self) -> bool {
        self != Self::Apart
    }

    /// Whether every address of the second is in the first; also when they are equal.
    #[must_use]
    pub fn a_contains_b(self) -> bool {
        matches!(self, Self::Contains | Self::Equal)
    }

    /// Whether every address of the first is in the second; also when they are equal.
    #[must_use]
    pub fn b_contains_a(self) -> bool {
        matches!(self, Self::Within | Self::Equal)
    }
}

/// Compares two networks. Networks of different families have nothing in common.
#[must_use]
pub fn relation(a: IpNet, b: IpNet) -> Relation {
    match (within(b, a), within(a, b)) {
        (true, true) => Relation::Equal,
        (true, false) => Relation::Contains,
        (false, true) => Relation::Within,
        (false, false) => Relation::Apart,
    }
}

/// The prefix that two networks have in common: the smaller of the two, if they overlap.
#[must_use]
pub fn shared(a: IpNet, b: IpNet) -> Option<IpNet> {
    if within(b, a) { Some(b.trunc()) } else { within(a, b).then(|| a.trunc()) }
}

/// Whether an address lies in a network. It does not if they are of different families.
#[must_use]
pub fn contains(network: IpNet, address: IpAddr) -> bool {
    network.contains(&address)
}

/// Compared under the mask of the outer one, which is the shorter.
fn within(inner: IpNet, outer: IpNet) -> bool {
    outer.prefix_len() <= inner.prefix_len() && outer.contains(&inner.addr())
}
