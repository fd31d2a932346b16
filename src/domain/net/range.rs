//! A range: all addresses from one to another, which need not make a prefix.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use serde::{Deserialize, Serialize};

use super::count::Count;
use super::span::{Pieces, Span};

/// All addresses from the first to the last, both included, of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(IpAddr, IpAddr)", into = "(IpAddr, IpAddr)")]
pub struct AddressRange(Ends);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ends {
    V4(Ipv4Addr, Ipv4Addr),
    V6(Ipv6Addr, Ipv6Addr),
}

/// Why two addresses are not the ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeError {
    /// One is IPv4 and the other IPv6.
    Families(IpAddr, IpAddr),
    /// The first comes after the last.
    Order(IpAddr, IpAddr),
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Families(a, b) => write!(f, "{a} and {b} are of two families; both ends of a range are of one"),
            Self::Order(a, b) => write!(f, "{a} comes after {b}; did you mean {b} - {a}?"),
        }
    }
}

impl std::error::Error for RangeError {}

impl TryFrom<(IpAddr, IpAddr)> for AddressRange {
    type Error = RangeError;

    fn try_from((first, last): (IpAddr, IpAddr)) -> Result<Self, RangeError> {
        Self::new(first, last)
    }
}

impl From<AddressRange> for (IpAddr, IpAddr) {
    fn from(range: AddressRange) -> Self {
        (range.first(), range.last())
    }
}

impl AddressRange {
    /// The range between two addresses.
    ///
    /// # Errors
    ///
    /// They are of different families, or the first comes after the last.
    pub fn new(first: IpAddr, last: IpAddr) -> Result<Self, RangeError> {
        match (first, last) {
            (IpAddr::V4(a), IpAddr::V4(b)) if a <= b => Ok(Self(Ends::V4(a, b))),
            (IpAddr::V6(a), IpAddr::V6(b)) if a <= b => Ok(Self(Ends::V6(a, b))),
            _ if first.is_ipv4() == last.is_ipv4() => Err(RangeError::Order(first, last)),
            _ => Err(RangeError::Families(first, last)),
        }
    }

    /// The lowest address.
    #[must_use]
    pub fn first(&self) -> IpAddr {
        match self.0 {
            Ends::V4(a, _) => a.into(),
            Ends::V6(a, _) => a.into(),
        }
    }

    /// The highest address.
    #[must_use]
    pub fn last(&self) -> IpAddr {
        match self.0 {
            Ends::V4(_, b) => b.into(),
            Ends::V6(_, b) => b.into(),
        }
    }

    /// How many addresses.
    #[must_use]
    pub fn count(&self) -> Count {
        match self.0 {
            Ends::V4(a, b) => Span { first: a.to_bits(), last: b.to_bits() }.count(),
            Ends::V6(a, b) => Span { first: a.to_bits(), last: b.to_bits() }.count(),
        }
    }

    /// The fewest prefixes that hold exactly these addresses, in order: at most 62 for IPv4 and 254 for IPv6.
    #[must_use]
    pub fn prefixes(&self) -> Vec<IpNet> {
        match self.0 {
            Ends::V4(a, b) => Pieces(Some(Span { first: a.to_bits(), last: b.to_bits() })).collect(),
            Ends::V6(a, b) => Pieces(Some(Span { first: a.to_bits(), last: b.to_bits() })).collect(),
        }
    }

    /// The network that holds exactly these addresses, if there is one.
    #[must_use]
    pub fn network(&self) -> Option<IpNet> {
        match self.prefixes().as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

impl From<IpNet> for AddressRange {
    fn from(network: IpNet) -> Self {
        match network {
            IpNet::V4(n) => Self(Ends::V4(n.network(), n.broadcast())),
            IpNet::V6(n) => Self(Ends::V6(n.network(), n.broadcast())),
        }
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} - {}", self.first(), self.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: &str, last: &str) -> Result<AddressRange, RangeError> {
        AddressRange::new(first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn a_range_is_cut_into_the_fewest_prefixes() {
        let cases = [
            ("10.0.0.1", "10.0.0.9", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/30 10.0.0.8/31", "9"),
            ("0.0.0.0", "255.255.255.255", "0.0.0.0/0", "4294967296"),
            ("255.255.255.255", "255.255.255.255", "255.255.255.255/32", "1"),
            ("255.255.255.254", "255.255.255.255", "255.255.255.254/31", "2"),
            ("0.0.0.0", "0.0.0.2", "0.0.0.0/31 0.0.0.2/32", "3"),
            ("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0", "340282366920938463463374607431768211456"),
            ("::1", "::1", "::1/128", "1"),
        ];
        for (first, last, expected, count) in cases {
            let range = range(first, last).unwrap();
            let prefixes: Vec<String> = range.prefixes().iter().map(ToString::to_string).collect();
            assert_eq!(prefixes.join(" "), expected);
            assert_eq!(range.count().to_string(), count);
            assert_eq!(range.network().is_some(), prefixes.len() == 1);
            assert_eq!(range.to_string(), format!("{first} - {last}"));
        }
    }

    #[test]
    fn the_worst_ranges_make_62_and_254_prefixes() {
        assert_eq!(range("0.0.0.1", "255.255.255.254").unwrap().prefixes().len(), 62);
        let worst = range("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").unwrap();
        assert_eq!(worst.prefixes().len(), 254);
    }

    #[test]
    fn an_error_says_what_was_probably_meant() {
        let order = range("10.0.0.9", "10.0.0.1").unwrap_err().to_string();
        assert_eq!(order, "10.0.0.9 comes after 10.0.0.1; did you mean 10.0.0.1 - 10.0.0.9?");
        let families = range("10.0.0.9", "::1").unwrap_err().to_string();
        assert_eq!(families, "10.0.0.9 and ::1 are of two families; both ends of a range are of one");
    }
}
