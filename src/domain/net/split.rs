//! A network cut into equal parts, and parts put together again.

use std::fmt;
use std::iter::FusedIterator;
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::count::Count;
use super::set::{AddressSet, SupernetError, supernet};
use super::{family, width};

/// How many parts are listed where nobody asked for more.
pub const LISTED: usize = 16;
/// How many parts are listed at most.
pub const LISTED_AT_MOST: usize = 4_096;

/// A network cut into parts of one size. The parts are made when they are asked for: `::/0` into /128 costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    network: IpNet,
    prefix: u8,
}

/// Why a network cannot be cut like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitError {
    /// The parts would be larger than the network.
    Larger {
        /// The network.
        network: IpNet,
        /// The length that was asked for.
        prefix: u8,
    },
    /// The length is more than the bits of an address.
    TooLong {
        /// The network.
        network: IpNet,
        /// The length that was asked for.
        prefix: u8,
    },
    /// No parts were asked for.
    NoParts,
    /// More parts were asked for than the network has addresses.
    TooManyParts {
        /// The network.
        network: IpNet,
        /// The number that was asked for.
        parts: u128,
    },
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Larger { network, prefix } => {
                let (own, most) = (network.prefix_len(), width(*network));
                write!(f, "a /{prefix} is larger than {network}; its parts are /{own} to /{most}")
            }
            Self::TooLong { network, prefix } => {
                let (own, most) = (network.prefix_len(), width(*network));
                write!(f, "there is no /{prefix} in {}; the parts of {network} are /{own} to /{most}", family(*network))
            }
            Self::NoParts => f.write_str("a network is split into one part at least"),
            Self::TooManyParts { network, parts } => {
                let total = Count::power_of_two(width(*network) - network.prefix_len());
                write!(f, "{network} has {total} addresses and cannot be split into {parts} parts")
            }
        }
    }
}

impl std::error::Error for SplitError {}

impl Split {
    /// Into parts of this length; the network's own length gives the network itself.
    ///
    /// # Errors
    ///
    /// The length is shorter than the network's or longer than an address.
    pub fn to_prefix(network: IpNet, prefix: u8) -> Result<Self, SplitError> {
        let network = network.trunc();
        if prefix > width(network) {
            return Err(SplitError::TooLong { network, prefix });
        }
        if prefix < network.prefix_len() {
            return Err(SplitError::Larger { network, prefix });
        }
        Ok(Self { network, prefix })
    }

    /// Into so many parts, or into the next power of two.
    ///
    /// # Errors
    ///
    /// None are asked for, or more than the network has addresses.
    pub fn into_parts(network: IpNet, parts: u128) -> Result<Self, SplitError> {
        let network = network.trunc();
        // The bits that number the parts: as many as the last of them, counted from 0, takes.
        let last = parts.checked_sub(1).ok_or(SplitError::NoParts)?;
        let bits = u128::BITS - last.leading_zeros();
        let prefix =
            u8::try_from(u32::from(network.prefix_len()) + bits).ok().filter(|prefix| *prefix <= width(network));
        prefix.map(|prefix| Self { network, prefix }).ok_or(SplitError::TooManyParts { network, parts })
    }

    /// What is split.
    #[must_use]
    pub fn network(&self) -> IpNet {
        self.network
    }

    /// The length of each part.
    #[must_use]
    pub fn prefix(&self) -> u8 {
        self.prefix
    }

    /// How many parts there are.
    #[must_use]
    pub fn count(&self) -> Count {
        Count::power_of_two(self.prefix - self.network.prefix_len())
    }

    /// The lowest part.
    #[must_use]
    pub fn first(&self) -> IpNet {
        self.at(0)
    }

    /// The highest part.
    #[must_use]
    pub fn last(&self) -> IpNet {
        self.at(self.last_number())
    }

    /// A part by its number, from 0.
    #[must_use]
    pub fn part(&self, number: u128) -> Option<IpNet> {
        (number <= self.last_number()).then(|| self.at(number))
    }

    /// The parts, one after another, from either end.
    #[must_use]
    pub fn parts(&self) -> Subnets {
        Subnets { split: *self, left: Some((0, self.last_number())) }
    }

    /// All parts, unless there are more than `most` or than [`LISTED_AT_MOST`].
    #[must_use]
    pub fn list(&self, most: usize) -> Option<Vec<IpNet>> {
        let most = most.min(LISTED_AT_MOST);
        (self.count() <= Count::from(most as u128)).then(|| self.parts().collect())
    }

    fn last_number(&self) -> u128 {
        let bits = u32::from(self.prefix - self.network.prefix_len());
        if bits == 0 { 0 } else { u128::MAX >> (u128::BITS - bits) }
    }

    /// The part of this number, which is not above the last.
    fn at(&self, number: u128) -> IpNet {
        let hosts = u32::from(width(self.network) - self.prefix);
        // A shift by all bits happens only to number 0.
        let offset = number.checked_shl(hosts).unwrap_or(0);
        match self.network {
            IpNet::V4(n) => {
                // The offset lies within the network, so that it is no more than 32 bits.
                let bits = u128::from(n.addr().to_bits()) | offset;
                let address = Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX));
                IpNet::V4(Ipv4Net::new_assert(address, self.prefix))
            }
            IpNet::V6(n) => {
                IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_bits(n.addr().to_bits() | offset), self.prefix))
            }
        }
    }
}

/// The parts of a [`Split`].
#[derive(Debug, Clone)]
pub struct Subnets {
    split: Split,
    /// The numbers of the lowest and the highest part that are left.
    left: Option<(u128, u128)>,
}

impl Iterator for Subnets {
    type Item = IpNet;

    fn next(&mut self) -> Option<IpNet> {
        let (low, high) = self.left?;
        self.left = (low < high).then(|| (low + 1, high));
        Some(self.split.at(low))
    }

    fn nth(&mut self, n: usize) -> Option<IpNet> {
        let (low, high) = self.left?;
        self.left = low.checked_add(n as u128).filter(|low| *low <= high).map(|low| (low, high));
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.left.map_or(Some(0), |(low, high)| usize::try_from(high - low).ok()?.checked_add(1));
        (left.unwrap_or(usize::MAX), left)
    }
}

impl DoubleEndedIterator for Subnets {
    fn next_back(&mut self) -> Option<IpNet> {
        let (low, high) = self.left?;
        self.left = (low < high).then(|| (low, high - 1));
        Some(self.split.at(high))
    }
}

impl FusedIterator for Subnets {}

/// Why parts do not make one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinError {
    /// There are none, or they are of both families.
    Supernet(SupernetError),
    /// Something is missing from the smallest network around them.
    Gaps {
        /// The smallest network around them.
        around: IpNet,
        /// The lowest prefix that is missing.
        missing: IpNet,
        /// How many addresses are missing in all.
        addresses: Count,
    },
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Supernet(error) => error.fmt(f),
            Self::Gaps { around, missing, addresses } => {
                let and_more = if Count::power_of_two(width(*missing) - missing.prefix_len()) < *addresses {
                    " and more"
                } else {
                    ""
                };
                write!(f, "these do not make one network: of {around}, {missing}{and_more} is not among them")
            }
        }
    }
}

impl std::error::Error for JoinError {}

/// The network that these make together, which is exactly their addresses.
///
/// # Errors
///
/// The list is empty, of both families, or something of the smallest network around them is missing.
pub fn join(networks: &[IpNet]) -> Result<IpNet, JoinError> {
    let around = supernet(networks).map_err(JoinError::Supernet)?;
    let missing = AddressSet::from(around).subtract(&AddressSet::from(networks));
    match missing.prefixes().next() {
        None => Ok(around),
        Some(first) => Err(JoinError::Gaps { around, missing: first, addresses: missing.count() }),
    }
}

#[cfg(test)]
mod tests;
