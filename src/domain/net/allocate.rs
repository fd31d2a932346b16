//! Blocks for whoever needs them: the lowest free one of a size, or a whole list of needs at once.

use std::fmt;

use ipnet::IpNet;

use super::count::Count;
use super::set::{AddressSet, free};
use super::span::{Span, Word};
use super::split::{Split, SplitError};
use super::{cut, width};

/// The lowest free block of this length in `parent`, or none if no such block is free. What lies outside of the parent
/// changes nothing.
///
/// # Errors
///
/// The length is shorter than the parent's or longer than an address.
pub fn next(parent: IpNet, used: &[IpNet], prefix: u8) -> Result<Option<IpNet>, SplitError> {
    let split = Split::to_prefix(parent, prefix)?;
    let free = free(split.network(), used).addresses;
    let bits = u32::from(width(parent) - prefix);
    let v4 = free.v4().iter().find_map(|span| fit(*span, bits)).map(|start| start.network(prefix));
    Ok(v4.or_else(|| free.v6().iter().find_map(|span| fit(*span, bits)).map(|start| start.network(prefix))))
}

/// The first address of the lowest block of two to the power of `bits` addresses in a run.
fn fit<W: Word>(span: Span<W>, bits: u32) -> Option<W> {
    let mask = W::low_ones(bits);
    // Up to the next round address.
    let start = if span.first.zeros_at_end() >= bits { span.first } else { (span.first | mask).checked_next()? };
    (start <= span.last && mask <= span.last - start).then_some(start)
}

/// What a block of a size is good for, and which sizes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// So many addresses of each block are no host's.
    pub kept: u32,
    /// A block of two addresses, and one of one, keeps none ([RFC 3021](https://www.rfc-editor.org/rfc/rfc3021), checked
    /// 2026-11-24).
    pub smallest_keep_none: bool,
    /// The length of the largest block that is given.
    pub shortest: u8,
    /// The length of the smallest block that is given; where an address is shorter, its bits.
    pub longest: u8,
}

impl Rules {
    /// IPv4 without a cloud around it: the first and the last address of a block are kept, but not in a /31 and a /32. So
    /// a need of one host gets a /32 and a need of two a /31.
    pub const STANDARD: Self = Self { kept: 2, smallest_keep_none: true, shortest: 0, longest: 32 };

    /// Every address is a host's, as in IPv6.
    pub const WHOLE: Self = Self { kept: 0, smallest_keep_none: true, shortest: 0, longest: 128 };

    /// What holds in this network without a cloud around it: [`Rules::STANDARD`] for IPv4, [`Rules::WHOLE`] for IPv6.
    #[must_use]
    pub fn standard(parent: IpNet) -> Self {
        if parent.addr().is_ipv4() { Self::STANDARD } else { Self::WHOLE }
    }

    /// How many hosts a network of this length has room for.
    #[must_use]
    pub fn usable(self, network: IpNet) -> Count {
        self.room(width(network).saturating_sub(network.prefix_len()))
    }

    /// How many hosts a block of so many host bits has room for.
    fn room(self, bits: u8) -> Count {
        let total = Count::power_of_two(bits);
        if bits < 2 && self.smallest_keep_none { total } else { total.less(self.kept.into()) }
    }

    /// The length of the smallest block with room for so many hosts in a network like this one, or none if there is no
    /// such length.
    #[must_use]
    pub fn prefix_for(self, parent: IpNet, hosts: u128) -> Option<u8> {
        let width = width(parent);
        let lengths = self.shortest..=self.longest.min(width);
        lengths.rev().find(|prefix| self.room(width - prefix) >= Count::from(hosts))
    }
}

/// How much somebody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Room for so many hosts.
    Hosts(u128),
    /// A block of this length.
    Prefix(u8),
}

/// A need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who needs it.
    pub name: String,
    /// How much.
    pub size: Size,
}

/// A block that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The place of the request in the list.
    pub request: usize,
    /// The name of the request.
    pub name: String,
    /// The block.
    pub network: IpNet,
    /// How many hosts it has room for.
    pub usable: Count,
}

/// All blocks that were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allotment {
    /// The biggest first, and those of a size in the order of their requests, as they were given.
    pub allocations: Vec<Allocation>,
    /// What is left of the parent.
    pub free: AddressSet,
}

/// Why a list of needs cannot be met. Nothing is given then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllotError {
    /// Somebody needs nothing.
    Nothing {
        /// The place of the request in the list.
        request: usize,
        /// Its name.
        name: String,
    },
    /// No block that the rules allow, or that the parent is large enough for, is of that size.
    Size {
        /// The place of the request in the list.
        request: usize,
        /// Its name.
        name: String,
        /// What it asks for.
        size: Size,
        /// The parent.
        parent: IpNet,
        /// The lengths that could be given.
        lengths: (u8, u8),
    },
    /// There is no free block of that size left.
    Full {
        /// The place of the request in the list.
        request: usize,
        /// Its name.
        name: String,
        /// The length of the block it needs.
        prefix: u8,
        /// The parent.
        parent: IpNet,
        /// The biggest block that is left, when all requests before it were met.
        largest: Option<IpNet>,
    },
}

impl AllotError {
    /// The name of the request that cannot be met.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Nothing { name, .. } | Self::Size { name, .. } | Self::Full { name, .. } => name,
        }
    }

    /// The place in the list of the request that cannot be met.
    #[must_use]
    pub fn request(&self) -> usize {
        match self {
            Self::Nothing { request, .. } | Self::Size { request, .. } | Self::Full { request, .. } => *request,
        }
    }
}

impl fmt::Display for AllotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = cut(self.name());
        match self {
            Self::Nothing { .. } => write!(f, "{name} asks for no hosts; ask for one at least"),
            Self::Size { size, parent, lengths: (low, high), .. } => {
                match size {
                    Size::Hosts(1) => write!(f, "{name} needs room for one host")?,
                    Size::Hosts(n) => write!(f, "{name} needs room for {n} hosts")?,
                    Size::Prefix(n) => write!(f, "{name} needs a /{n}")?,
                }
                if low > high {
                    return write!(f, "; {parent} is too small to give any block");
                }
                write!(f, "; of {parent} blocks of /{low} to /{high} can be given")
            }
            Self::Full { prefix, parent, largest: Some(largest), .. } => {
                write!(f, "{name} needs a /{prefix}, and the largest block left of {parent} is {largest}")
            }
            Self::Full { prefix, parent, largest: None, .. } => {
                write!(f, "{name} needs a /{prefix}, and nothing is left of {parent}")
            }
        }
    }
}

impl std::error::Error for AllotError {}

/// Gives every request its block: the biggest first, those of a size in the order of the requests, each at the lowest
/// free address where it can begin. Every size is a power of two, so that this order wastes nothing: if it finds no room,
/// no order does.
///
/// # Errors
///
/// The first request, in that order, that cannot be met.
pub fn allot(parent: IpNet, used: &[IpNet], requests: &[Request], rules: Rules) -> Result<Allotment, AllotError> {
    let parent = parent.trunc();
    let mut wanted = Vec::with_capacity(requests.len());
    for (n, request) in requests.iter().enumerate() {
        let prefix = match request.size {
            Size::Hosts(0) => return Err(AllotError::Nothing { request: n, name: request.name.clone() }),
            // None, where no block has room for so many, comes before all others.
            Size::Hosts(hosts) => rules.prefix_for(parent, hosts),
            Size::Prefix(prefix) => Some(prefix),
        };
        wanted.push((prefix, n));
    }
    wanted.sort_unstable();
    let lengths = (rules.shortest.max(parent.prefix_len()), rules.longest.min(width(parent)));
    let refused = |wanted: &&(Option<u8>, usize)| wanted.0.is_none_or(|n| n < lengths.0 || lengths.1 < n);
    if let Some((_, n)) = wanted.iter().find(refused) {
        let Request { name, size } = requests[*n].clone();
        return Err(AllotError::Size { request: *n, name, size, parent, lengths });
    }

    let mut left = free(parent, used).addresses;
    let mut allocations = Vec::with_capacity(requests.len());
    for of_a_size in wanted.chunk_by(|(a, _), (b, _)| a == b) {
        let Some(prefix) = of_a_size[0].0 else { continue };
        let (blocks, rest) = take(&left, width(parent) - prefix, prefix, of_a_size.len());
        left = rest;
        for ((_, n), network) in of_a_size.iter().zip(&blocks) {
            let usable = rules.usable(*network);
            allocations.push(Allocation { request: *n, name: requests[*n].name.clone(), network: *network, usable });
        }
        if let Some((_, n)) = of_a_size.get(blocks.len()) {
            let (name, largest) = (requests[*n].name.clone(), left.largest());
            return Err(AllotError::Full { request: *n, name, prefix, parent, largest });
        }
    }
    Ok(Allotment { allocations, free: left })
}

/// The lowest blocks of a size, so many at most, and what is left without them.
fn take(free: &AddressSet, bits: u8, prefix: u8, most: usize) -> (Vec<IpNet>, AddressSet) {
    let mut blocks = Vec::with_capacity(most);
    let v4 = take_from(free.v4(), bits.into(), prefix, most, &mut blocks);
    let v6 = take_from(free.v6(), bits.into(), prefix, most, &mut blocks);
    (blocks, AddressSet::of_merged(v4, v6))
}

fn take_from<W: Word>(spans: &[Span<W>], bits: u32, prefix: u8, most: usize, blocks: &mut Vec<IpNet>) -> Vec<Span<W>> {
    let mut left = Vec::with_capacity(spans.len());
    for span in spans {
        let mut rest = Some(*span);
        while let Some(span) = rest {
            let start = if blocks.len() < most { fit(span, bits) } else { None };
            let Some(start) = start else {
                left.push(span);
                break;
            };
            blocks.push(start.network(prefix));
            if span.first < start {
                left.push(Span { first: span.first, last: start - W::low_ones(1) });
            }
            let end = start | W::low_ones(bits);
            rest = if end < span.last { end.checked_next().map(|first| Span { first, last: span.last }) } else { None };
        }
    }
    left
}

#[cfg(test)]
mod tests;
