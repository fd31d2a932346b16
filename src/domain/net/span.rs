//! Runs of addresses of one family: sort, sweep, and cut into prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::{BitOr, BitXor, Not, Shl, Shr, Sub};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::count::Count;

/// An address as a number: `u32` for IPv4, `u128` for IPv6. A run of IPv4 addresses sorted as `u32` takes a quarter of the
/// memory and half of the time of one sorted as `u128`.
pub(super) trait Word:
    Copy
    + Ord
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
    + Sub<Output = Self>
{
    const BITS: u32;
    const ZERO: Self;
    const MAX: Self;

    fn zeros_at_start(self) -> u32;
    fn zeros_at_end(self) -> u32;
    fn ones(self) -> u32;
    fn checked_next(self) -> Option<Self>;
    fn wide(self) -> u128;
    fn address(self) -> IpAddr;
    /// The network of this length that begins here; `prefix` is at most [`Word::BITS`].
    fn network(self, prefix: u8) -> IpNet;

    /// The number whose lowest bits are ones.
    fn low_ones(bits: u32) -> Self {
        if bits == 0 { Self::ZERO } else { Self::MAX >> (Self::BITS - bits) }
    }
}

macro_rules! word {
    ($word:ty, $address:ty, $net:ty, $to_address:path, $to_net:path) => {
        impl Word for $word {
            const BITS: u32 = <$word>::BITS;
            const ZERO: Self = 0;
            const MAX: Self = <$word>::MAX;

            fn zeros_at_start(self) -> u32 {
                self.leading_zeros()
            }
            fn zeros_at_end(self) -> u32 {
                self.trailing_zeros()
            }
            fn ones(self) -> u32 {
                self.count_ones()
            }
            fn checked_next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn wide(self) -> u128 {
                self.into()
            }
            fn address(self) -> IpAddr {
                $to_address(<$address>::from_bits(self))
            }
            fn network(self, prefix: u8) -> IpNet {
                $to_net(<$net>::new_assert(<$address>::from_bits(self), prefix))
            }
        }
    };
}
word!(u32, Ipv4Addr, Ipv4Net, IpAddr::V4, IpNet::V4);
word!(u128, Ipv6Addr, Ipv6Net, IpAddr::V6, IpNet::V6);

/// All addresses from `first` to `last`, both included; `first` is not after `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span<W> {
    pub first: W,
    pub last: W,
}

impl<W: Word> Span<W> {
    /// The network that begins at or around this address.
    pub fn of(address: W, prefix: u8) -> Self {
        let hosts = W::low_ones(W::BITS - u32::from(prefix));
        Self { first: !(!address | hosts), last: address | hosts }
    }

    pub fn count(self) -> Count {
        Count::from((self.last - self.first).wide()) + Count::from(1_u64)
    }

    pub fn contains(self, address: W) -> bool {
        self.first <= address && address <= self.last
    }

    /// Of how many prefixes at least these addresses consist.
    pub fn prefixes(self) -> u32 {
        match self.sides() {
            None => 1,
            Some((_, before, after)) => before.ones() + after.ones(),
        }
    }

    /// The largest prefix in the run, the lower of two.
    pub fn largest(self) -> IpNet {
        let network = |start: W, bits: u32| start.network(byte(W::BITS - bits));
        let highest = |addresses: W| W::BITS - 1 - addresses.zeros_at_start();
        match self.sides() {
            None => network(self.first, W::BITS - (self.first ^ self.last).zeros_at_start()),
            Some((middle, before, after)) if highest(before) >= highest(after) => {
                // The prefixes grow towards the middle.
                let bits = highest(before);
                network(middle - (W::low_ones(bits + 1) ^ W::low_ones(bits)), bits)
            }
            Some((middle, _, after)) => network(middle, highest(after)),
        }
    }

    /// The roundest address of a run that is not a prefix, and how many addresses there are before it and from it on.
    /// Each one in the binary digits of these two numbers is a prefix: they grow towards the middle and shrink after it.
    fn sides(self) -> Option<(W, W, W)> {
        let differing = self.first ^ self.last;
        let bits = W::BITS - differing.zeros_at_start();
        let hosts = W::low_ones(bits);
        if self.first | hosts == self.last && self.last ^ hosts == self.first {
            return None;
        }
        let middle = (self.last >> (bits - 1)) << (bits - 1);
        // No more than half of all addresses, unless the run were all of them.
        Some((middle, middle - self.first, (self.last - middle).checked_next()?))
    }
}

/// The fewest prefixes that hold exactly the addresses of a run, in order.
pub(super) struct Pieces<W>(pub Option<Span<W>>);

impl<W: Word> Iterator for Pieces<W> {
    type Item = IpNet;

    fn next(&mut self) -> Option<IpNet> {
        let Span { first, last } = self.0?;
        // As round as the start is, and as long as there are addresses.
        let fits = match (last - first).checked_next() {
            Some(addresses) => W::BITS - 1 - addresses.zeros_at_start(),
            None => W::BITS,
        };
        let bits = first.zeros_at_end().min(fits);
        let end = first | W::low_ones(bits);
        self.0 = if end < last { end.checked_next().map(|first| Span { first, last }) } else { None };
        Some(first.network(byte(W::BITS - bits)))
    }
}

/// A number of bits as a prefix length has it.
pub(super) fn byte(bits: u32) -> u8 {
    bits.to_le_bytes()[0]
}

/// Sorts the runs and makes one of those that overlap or touch.
pub(super) fn merge<W: Word>(spans: &mut Vec<Span<W>>) {
    // Among runs with the same start the order does not matter to what follows.
    spans.sort_unstable_by_key(|span| span.first);
    sweep(spans);
}

/// Makes one run of those that overlap or touch; they are sorted by their start.
fn sweep<W: Word>(spans: &mut Vec<Span<W>>) {
    spans.dedup_by(|next, kept| {
        let touches = next.first <= kept.last || kept.last.checked_next() == Some(next.first);
        if touches {
            kept.last = kept.last.max(next.last);
        }
        touches
    });
}

/// What is in one of the two or in both. Like the two functions below it takes merged runs and gives merged runs.
pub(super) fn union<W: Word>(a: &[Span<W>], b: &[Span<W>]) -> Vec<Span<W>> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].first <= b[j].first {
            all.push(a[i]);
            i += 1;
        } else {
            all.push(b[j]);
            j += 1;
        }
    }
    all.extend_from_slice(&a[i..]);
    all.extend_from_slice(&b[j..]);
    sweep(&mut all);
    all
}

/// What is in both.
pub(super) fn intersect<W: Word>(a: &[Span<W>], b: &[Span<W>]) -> Vec<Span<W>> {
    let mut both = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (first, last) = (a[i].first.max(b[j].first), a[i].last.min(b[j].last));
        if first <= last {
            both.push(Span { first, last });
        }
        if a[i].last <= b[j].last { i += 1 } else { j += 1 }
    }
    both
}

/// What is in the first and not in the second.
pub(super) fn subtract<W: Word>(from: &[Span<W>], remove: &[Span<W>]) -> Vec<Span<W>> {
    // What lies between the removed ones, and then what that has in common with the first.
    let mut kept = Vec::with_capacity(remove.len() + 1);
    let mut start = Some(W::ZERO);
    for span in remove {
        if let Some(first) = start.filter(|first| *first < span.first) {
            kept.push(Span { first, last: before(span.first) });
        }
        start = span.last.checked_next();
    }
    if let Some(first) = start {
        kept.push(Span { first, last: W::MAX });
    }
    intersect(from, &kept)
}

/// The address before one that is not the lowest.
fn before<W: Word>(address: W) -> W {
    address - W::low_ones(1)
}

/// Whether the two have an address in common.
pub(super) fn overlap<W: Word>(a: &[Span<W>], b: &[Span<W>]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].first <= b[j].last && b[j].first <= a[i].last {
            return true;
        }
        if a[i].last <= b[j].last { i += 1 } else { j += 1 }
    }
    false
}

/// The run that holds this address.
pub(super) fn find<W: Word>(spans: &[Span<W>], address: W) -> Option<Span<W>> {
    let after = spans.partition_point(|span| span.first <= address);
    after.checked_sub(1).map(|n| spans[n]).filter(|span| span.contains(address))
}
