//! How Azure sees a subnet: which addresses it keeps for itself, and what the subnets of its own services must look
//! like.
//!
//! Sources: <https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq> and, for single roles, the pages
//! named in [`roles`]; checked 2026-11-22.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use serde::{Serialize, Serializer};

pub mod roles;

/// Addresses that Azure keeps in every subnet: the first four and the last.
pub const KEPT: u64 = 5;
/// The longest prefix of an IPv4 subnet; it has three usable addresses.
pub const LONGEST_PREFIX: u8 = 29;
/// The shortest prefix of an IPv4 subnet.
pub const SHORTEST_PREFIX: u8 = 2;
/// The only prefix of an IPv6 subnet.
pub const IPV6_PREFIX: u8 = 64;

/// A subnet as Azure sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subnet {
    /// The network, without host bits.
    pub network: IpNet,
    /// The five addresses that Azure keeps, lowest first. The API shows the addresses alone, in this order.
    #[serde(serialize_with = "addresses")]
    pub reserved: [Kept; 5],
    /// The lowest address that something can be given.
    pub first: IpAddr,
    /// The highest address that something can be given.
    pub last: IpAddr,
    /// Addresses that can be given; a decimal string in JSON, as an IPv6 subnet has more than 2^53.
    #[serde(serialize_with = "decimal")]
    pub usable: u128,
    /// All addresses; a decimal string in JSON.
    #[serde(serialize_with = "decimal")]
    pub total: u128,
}

/// An address that Azure keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The address.
    pub address: IpAddr,
    /// What Azure keeps it for.
    pub job: Job,
}

/// What an address is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Job {
    /// The network's own address.
    Network,
    /// The default gateway.
    Gateway,
    /// Azure's DNS, mapped into the network; two addresses have this job.
    Dns,
    /// The last address: the broadcast address of IPv4.
    Last,
}

impl Job {
    /// The job in a few words.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Network => "network address",
            Self::Gateway => "default gateway",
            Self::Dns => "Azure DNS, mapped into the network",
            Self::Last => "last address (broadcast)",
        }
    }
}

/// Why a prefix cannot be a subnet in Azure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubnetError {
    /// An IPv4 prefix longer than /29.
    SmallerThan29(IpNet),
    /// An IPv4 prefix shorter than /2.
    LargerThan2(IpNet),
    /// An IPv6 prefix other than /64.
    NotA64(IpNet),
}

impl SubnetError {
    /// A stable word for programs.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::SmallerThan29(_) => "smaller_than_29",
            Self::LargerThan2(_) => "larger_than_2",
            Self::NotA64(_) => "ipv6_not_64",
        }
    }
}

impl fmt::Display for SubnetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmallerThan29(net) => write!(
                f,
                "{net} is too small: Azure keeps five addresses of a subnet, so the smallest is a /29 with three to \
                 use."
            ),
            Self::LargerThan2(net) => write!(f, "{net} is too large: the largest subnet in Azure is a /2."),
            Self::NotA64(net) => write!(f, "{net} cannot be a subnet: an IPv6 subnet in Azure is a /64 exactly."),
        }
    }
}

impl std::error::Error for SubnetError {}

impl Subnet {
    /// Azure's view of a prefix; host bits are left out of account.
    ///
    /// That the same five are kept in an IPv6 subnet is how the platform behaves; the page gives only an IPv4 example.
    ///
    /// # Errors
    ///
    /// An IPv4 prefix must be /2 to /29, an IPv6 prefix a /64.
    pub fn of(net: IpNet) -> Result<Self, SubnetError> {
        let network = net.trunc();
        match network {
            IpNet::V4(_) if network.prefix_len() > LONGEST_PREFIX => return Err(SubnetError::SmallerThan29(network)),
            IpNet::V4(_) if network.prefix_len() < SHORTEST_PREFIX => return Err(SubnetError::LargerThan2(network)),
            IpNet::V6(_) if network.prefix_len() != IPV6_PREFIX => return Err(SubnetError::NotA64(network)),
            _ => {}
        }
        let (start, end) = (network.network(), network.broadcast());
        let kept = |address, job| Kept { address, job };
        let total = 1_u128 << (network.max_prefix_len() - network.prefix_len());
        Ok(Self {
            network,
            reserved: [
                kept(start, Job::Network),
                kept(moved(start, 1), Job::Gateway),
                kept(moved(start, 2), Job::Dns),
                kept(moved(start, 3), Job::Dns),
                kept(end, Job::Last),
            ],
            first: moved(start, 4),
            last: moved(end, -1),
            usable: total - u128::from(KEPT),
            total,
        })
    }
}

/// An address some places further up or down; only used inside a subnet of eight addresses or more.
fn moved(address: IpAddr, by: i8) -> IpAddr {
    match address {
        IpAddr::V4(a) => Ipv4Addr::from_bits(a.to_bits().wrapping_add_signed(by.into())).into(),
        IpAddr::V6(a) => Ipv6Addr::from_bits(a.to_bits().wrapping_add_signed(by.into())).into(),
    }
}

/// Usable addresses of an IPv4 subnet: 2^(32 − prefix) − 5. None where Azure allows no such subnet.
#[must_use]
pub fn usable(prefix: u8) -> Option<u64> {
    (SHORTEST_PREFIX..=LONGEST_PREFIX).contains(&prefix).then(|| (1_u64 << (32 - prefix)) - KEPT)
}

/// The longest IPv4 prefix with at least so many usable addresses. None when not even the largest subnet has them.
#[must_use]
pub fn smallest_prefix(needed: u64) -> Option<u8> {
    (SHORTEST_PREFIX..=LONGEST_PREFIX).rev().find(|prefix| usable(*prefix).is_some_and(|usable| usable >= needed))
}

fn addresses<S: Serializer>(kept: &[Kept; 5], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(kept.iter().map(|kept| kept.address))
}

fn decimal<S: Serializer>(n: &u128, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(n)
}

#[cfg(test)]
mod tests;
