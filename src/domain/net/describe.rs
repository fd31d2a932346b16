//! Everything about one network.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::count::Count;
use super::kind::{Block, blocks};
use super::width;

/// Everything about one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The network, from its first address.
    pub network: IpNet,
    /// How many addresses it has.
    pub total: Count,
    /// What is particular to IPv4.
    pub ipv4: Option<Ipv4Facts>,
    /// What is particular to IPv6.
    pub ipv6: Option<Ipv6Facts>,
    /// The registered blocks its addresses belong to, in the order of their addresses; several if it spans several.
    pub blocks: Vec<&'static Block>,
    /// The network of the same size before it.
    pub previous: Option<IpNet>,
    /// The network of the same size after it.
    pub next: Option<IpNet>,
    /// The other half of the parent.
    pub sibling: Option<IpNet>,
    /// The network of twice the size that holds it.
    pub parent: Option<IpNet>,
}

/// An IPv4 network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ipv4Facts {
    /// The first address.
    pub network: Ipv4Addr,
    /// The last address, also for /31 and /32, where nobody broadcasts.
    pub broadcast: Ipv4Addr,
    /// The mask: ones for the network.
    pub netmask: Ipv4Addr,
    /// The wildcard: ones for the hosts.
    pub wildcard: Ipv4Addr,
    /// The length.
    pub prefix: u8,
    /// The first address a host can have.
    pub first: Ipv4Addr,
    /// The last address a host can have.
    pub last: Ipv4Addr,
    /// How many addresses hosts can have: all but two; both of a /31 ([RFC 3021](https://www.rfc-editor.org/rfc/rfc3021),
    /// checked 2026-11-24), the one of a /32.
    pub usable: u64,
    /// How many addresses there are.
    pub total: u64,
}

/// An IPv6 network. Every address of it can be used, also both of a /127
/// ([RFC 6164](https://www.rfc-editor.org/rfc/rfc6164), checked 2026-11-24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ipv6Facts {
    /// The first address.
    pub network: Ipv6Addr,
    /// The last address.
    pub last: Ipv6Addr,
    /// The length.
    pub prefix: u8,
    /// The first address with all its zeros, as 39 characters.
    pub expanded: String,
    /// The last address with all its zeros.
    pub expanded_last: String,
    /// How many addresses there are.
    pub total: Count,
}

impl Ipv4Facts {
    /// What is particular to an IPv4 network.
    #[must_use]
    pub fn of(network: Ipv4Net) -> Self {
        let (first, last) = (network.network(), network.broadcast());
        let (prefix, total) = (network.prefix_len(), 1_u64 << (32 - network.prefix_len()));
        let kept = u32::from(prefix < 31);
        Self {
            network: first,
            broadcast: last,
            netmask: network.netmask(),
            wildcard: network.hostmask(),
            prefix,
            first: Ipv4Addr::from_bits(first.to_bits() + kept),
            last: Ipv4Addr::from_bits(last.to_bits() - kept),
            usable: total - 2 * u64::from(kept),
            total,
        }
    }
}

impl Ipv6Facts {
    /// What is particular to an IPv6 network.
    #[must_use]
    pub fn of(network: Ipv6Net) -> Self {
        let (first, last) = (network.network(), network.broadcast());
        Self {
            network: first,
            last,
            prefix: network.prefix_len(),
            expanded: expanded(first),
            expanded_last: expanded(last),
            total: Count::power_of_two(128 - network.prefix_len()),
        }
    }
}

/// Says everything about a network.
#[must_use]
pub fn describe(network: IpNet) -> Description {
    let network = network.trunc();
    let (ipv4, ipv6) = match network {
        IpNet::V4(n) => (Some(Ipv4Facts::of(n)), None),
        IpNet::V6(n) => (None, Some(Ipv6Facts::of(n))),
    };
    let (previous, next) = neighbours(network);
    Description {
        network,
        total: Count::power_of_two(width(network) - network.prefix_len()),
        ipv4,
        ipv6,
        blocks: blocks(network),
        previous,
        next,
        sibling: sibling(network),
        parent: parent(network),
    }
}

/// The networks of the same size before and after; none before the first and after the last.
#[must_use]
pub fn neighbours(network: IpNet) -> (Option<IpNet>, Option<IpNet>) {
    let prefix = network.prefix_len();
    match network {
        IpNet::V4(n) => {
            let (first, last) = (n.network().to_bits(), n.broadcast().to_bits());
            let at = |bits: u32| Ipv4Net::new(Ipv4Addr::from_bits(bits), prefix).ok().map(|n| IpNet::V4(n.trunc()));
            (first.checked_sub(1).and_then(at), last.checked_add(1).and_then(at))
        }
        IpNet::V6(n) => {
            let (first, last) = (n.network().to_bits(), n.broadcast().to_bits());
            let at = |bits: u128| Ipv6Net::new(Ipv6Addr::from_bits(bits), prefix).ok().map(|n| IpNet::V6(n.trunc()));
            (first.checked_sub(1).and_then(at), last.checked_add(1).and_then(at))
        }
    }
}

/// The network of twice the size that holds it; none for all of a family.
#[must_use]
pub fn parent(network: IpNet) -> Option<IpNet> {
    network.supernet().map(|parent| parent.trunc())
}

/// The network with which it makes its parent; none for all of a family.
#[must_use]
pub fn sibling(network: IpNet) -> Option<IpNet> {
    let (previous, next) = neighbours(network);
    let around = parent(network)?;
    [previous, next].into_iter().flatten().find(|other| parent(*other) == Some(around))
}

/// An IPv6 address with all its zeros.
#[must_use]
pub fn expanded(address: Ipv6Addr) -> String {
    address.segments().map(|group| format!("{group:04x}")).join(":")
}

#[cfg(test)]
mod tests;
