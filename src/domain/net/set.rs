//! Sets of addresses: aggregate, subtract, intersect, unite, and what is free.
//!
//! A set is kept as its runs of addresses, sorted, with gaps between them: one sort to make it, one sweep for everything
//! else. IPv4 and IPv6 are kept apart.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use super::count::Count;
use super::range::AddressRange;
use super::span::{self, Pieces, Span, Word, byte};

/// A set of addresses of both families.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressSet {
    v4: Vec<Span<u32>>,
    v6: Vec<Span<u128>>,
}

/// The beginning of a list that may be too long to be shown whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The first of them, as many as were asked for.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: u64,
}

impl<T> Listing<T> {
    /// Whether there are more than are listed.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.total > self.items.len() as u64
    }
}

impl AddressSet {
    /// The set without any address.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is in one of the two or in both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { v4: span::union(&self.v4, &other.v4), v6: span::union(&self.v6, &other.v6) }
    }

    /// What is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self { v4: span::intersect(&self.v4, &other.v4), v6: span::intersect(&self.v6, &other.v6) }
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        Self { v4: span::subtract(&self.v4, &other.v4), v6: span::subtract(&self.v6, &other.v6) }
    }

    /// Whether there is no address in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether this address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(a) => span::find(&self.v4, a.to_bits()).is_some(),
            IpAddr::V6(a) => span::find(&self.v6, a.to_bits()).is_some(),
        }
    }

    /// Whether every address of the network is in it.
    #[must_use]
    pub fn covers(&self, network: IpNet) -> bool {
        fn covers<W: Word>(spans: &[Span<W>], wanted: Span<W>) -> bool {
            span::find(spans, wanted.first).is_some_and(|span| span.contains(wanted.last))
        }
        match network {
            IpNet::V4(n) => covers(&self.v4, Span::of(n.addr().to_bits(), n.prefix_len())),
            IpNet::V6(n) => covers(&self.v6, Span::of(n.addr().to_bits(), n.prefix_len())),
        }
    }

    /// Whether the two have an address in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        span::overlap(&self.v4, &other.v4) || span::overlap(&self.v6, &other.v6)
    }

    /// How many addresses, of both families together.
    #[must_use]
    pub fn count(&self) -> Count {
        self.v4.iter().map(|s| s.count()).chain(self.v6.iter().map(|s| s.count())).sum()
    }

    /// Of how many prefixes the set consists, without making them.
    #[must_use]
    pub fn prefix_count(&self) -> u64 {
        let v4 = self.v4.iter().map(|s| u64::from(s.prefixes()));
        v4.chain(self.v6.iter().map(|s| u64::from(s.prefixes()))).sum()
    }

    /// The fewest prefixes that hold exactly these addresses, sorted. They are made one by one: a set of n runs has up to
    /// 62 n of them for IPv4 and 254 n for IPv6.
    pub fn prefixes(&self) -> impl Iterator<Item = IpNet> {
        let v4 = self.v4.iter().flat_map(|span| Pieces(Some(*span)));
        v4.chain(self.v6.iter().flat_map(|span| Pieces(Some(*span))))
    }

    /// The first prefixes, at most so many, and how many there are in all.
    #[must_use]
    pub fn listing(&self, most: usize) -> Listing<IpNet> {
        Listing { items: self.prefixes().take(most).collect(), total: self.prefix_count() }
    }

    /// The runs of addresses without a gap, sorted.
    pub fn ranges(&self) -> impl Iterator<Item = AddressRange> {
        let v4 = self.v4.iter().map(|s| (s.first.address(), s.last.address()));
        let v6 = self.v6.iter().map(|s| (s.first.address(), s.last.address()));
        v4.chain(v6).filter_map(|(first, last)| AddressRange::new(first, last).ok())
    }

    /// The prefix with the most addresses; the lowest of several.
    #[must_use]
    pub fn largest(&self) -> Option<IpNet> {
        let bits = |n: IpNet| n.max_prefix_len() - n.prefix_len();
        let v4 = self.v4.iter().map(|span| span.largest());
        let largest = v4.chain(self.v6.iter().map(|span| span.largest()));
        largest.reduce(|best, next| if bits(next) > bits(best) { next } else { best })
    }

    fn push(&mut self, network: IpNet) {
        match network {
            IpNet::V4(n) => self.v4.push(Span::of(n.addr().to_bits(), n.prefix_len())),
            IpNet::V6(n) => self.v6.push(Span::of(n.addr().to_bits(), n.prefix_len())),
        }
    }

    fn merged(mut self) -> Self {
        span::merge(&mut self.v4);
        span::merge(&mut self.v6);
        self
    }
}

impl From<IpNet> for AddressSet {
    fn from(network: IpNet) -> Self {
        let mut set = Self::new();
        set.push(network);
        set
    }
}

impl From<&[IpNet]> for AddressSet {
    fn from(networks: &[IpNet]) -> Self {
        let mut set = Self::new();
        let v4 = networks.iter().filter(|n| matches!(n, IpNet::V4(_))).count();
        set.v4.reserve_exact(v4);
        set.v6.reserve_exact(networks.len() - v4);
        for network in networks {
            set.push(*network);
        }
        set.merged()
    }
}

impl FromIterator<IpNet> for AddressSet {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        let mut set = Self::new();
        for network in networks {
            set.push(network);
        }
        set.merged()
    }
}

impl FromIterator<AddressRange> for AddressSet {
    fn from_iter<I: IntoIterator<Item = AddressRange>>(ranges: I) -> Self {
        let mut set = Self::new();
        for range in ranges {
            match (range.first(), range.last()) {
                (IpAddr::V4(a), IpAddr::V4(b)) => set.v4.push(Span { first: a.to_bits(), last: b.to_bits() }),
                (IpAddr::V6(a), IpAddr::V6(b)) => set.v6.push(Span { first: a.to_bits(), last: b.to_bits() }),
                // A range is of one family.
                _ => {}
            }
        }
        set.merged()
    }
}

/// The fewest prefixes that hold exactly the addresses of these networks; never more than were handed in.
#[must_use]
pub fn aggregate(networks: &[IpNet]) -> Vec<IpNet> {
    let set = AddressSet::from(networks);
    let mut prefixes = Vec::with_capacity(set.v4.len() + set.v6.len());
    for span in &set.v4 {
        prefixes.extend(Pieces(Some(*span)));
    }
    for span in &set.v6 {
        prefixes.extend(Pieces(Some(*span)));
    }
    prefixes
}

/// Why there is no single network around these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupernetError {
    /// No network was given.
    Empty,
    /// One is IPv4 and one is IPv6; the first of each.
    Families(IpNet, IpNet),
}

impl fmt::Display for SupernetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no network in the list; give one at least"),
            Self::Families(a, b) => {
                write!(f, "{a} is IPv4 and {b} is IPv6; no network holds both, so give those of one family")
            }
        }
    }
}

impl std::error::Error for SupernetError {}

/// The smallest single network that covers all of these, and mostly more than these.
///
/// # Errors
///
/// The list is empty or holds networks of both families.
pub fn supernet(networks: &[IpNet]) -> Result<IpNet, SupernetError> {
    fn around<W: Word>(spans: &[Span<W>]) -> Option<IpNet> {
        let (first, last) = (spans.first()?.first, spans.last()?.last);
        let prefix = byte((first ^ last).zeros_at_start());
        Some(Span::of(first, prefix).first.network(prefix))
    }
    let first_of = |v4: bool| networks.iter().find(|n| n.addr().is_ipv4() == v4).map(IpNet::trunc);
    if let (Some(v4), Some(v6)) = (first_of(true), first_of(false)) {
        return Err(SupernetError::Families(v4, v6));
    }
    let set = AddressSet::from(networks);
    around(&set.v4).or_else(|| around(&set.v6)).ok_or(SupernetError::Empty)
}

/// What is left of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// The addresses nobody uses.
    pub addresses: AddressSet,
    /// The biggest free prefix; the lowest of several.
    pub largest: Option<IpNet>,
}

/// What is left of `parent` when these are taken out of it. What lies outside of it changes nothing.
#[must_use]
pub fn free(parent: IpNet, used: &[IpNet]) -> Free {
    let addresses = AddressSet::from(parent).subtract(&AddressSet::from(used));
    let largest = addresses.largest();
    Free { addresses, largest }
}

impl AddressSet {
    /// The runs of the family of this network that lie in it, for who takes from them.
    pub(super) fn v4(&self) -> &[Span<u32>] {
        &self.v4
    }

    /// See [`AddressSet::v4`].
    pub(super) fn v6(&self) -> &[Span<u128>] {
        &self.v6
    }

    /// From runs that are merged.
    pub(super) fn of_merged(v4: Vec<Span<u32>>, v6: Vec<Span<u128>>) -> Self {
        Self { v4, v6 }
    }
}

#[cfg(test)]
mod tests;
