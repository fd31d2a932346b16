//! Network answers: read by the arithmetic, so that equal meanings get equal marks.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::complaint::Problem;
use super::text::{quoted, unseen};
use crate::domain::net::{AddressRange, AddressSet, Form, Item, TextError, parse, parse_address, parse_item};
use crate::domain::net::{parse_range, read_list, relation};

mod explain;
mod key;

pub use key::KeyError;

/// The most items of a list that is an answer.
const MOST_ITEMS: usize = 64;

/// What is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkKey {
    /// This address.
    Address {
        /// The address.
        is: IpAddr,
        /// The Azure subnet it is an address of, if it is: then a wrong one is explained by its place in it.
        subnet: Option<IpNet>,
    },
    /// This network, without host bits.
    Network(IpNet),
    /// This range.
    Range(AddressRange),
    /// The IPv4 mask of this length.
    Mask(u8),
    /// The IPv4 wildcard of this length.
    Wildcard(u8),
    /// So many.
    Count(u64),
    /// This length.
    Prefix {
        /// The length.
        is: u8,
        /// What it has to hold, if that is what it follows from: then a wrong one is explained by what it leaves.
        need: Option<Need>,
    },
    /// Any network of this length in another that overlaps with none of these.
    Within {
        /// The network around.
        inside: IpNet,
        /// The length.
        prefix: u8,
        /// What is used.
        used: Vec<IpNet>,
    },
    /// The addresses of these networks, however they are cut.
    Networks(Vec<IpNet>),
}

/// What an IPv4 range has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// So many usable addresses of an Azure subnet.
    Addresses(u64),
    /// So many blocks of a /24, one for each node.
    Blocks(u64),
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    Address(IpAddr),
    /// Addresses, and how the network was written when it was one.
    Set {
        set: AddressSet,
        network: Option<IpNet>,
        /// The address that stood there in place of the network's first.
        host: Option<IpAddr>,
    },
    Length(u8),
    Wildcard(u8),
    Count(u64),
}

impl Given {
    /// Whether two answers mean the same; host bits make no difference.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Set { set: a, .. }, Self::Set { set: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }
}

/// Reads an answer to a question with this key.
pub(super) fn read(key: &NetworkKey, typed: &str) -> Result<Given, Problem> {
    let text: String = typed.chars().filter(|c| !unseen(*c) || *c == '\n').collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::NothingWritten);
    }
    match key {
        NetworkKey::Address { .. } => address(text),
        NetworkKey::Network(_) | NetworkKey::Within { .. } => network(text),
        NetworkKey::Range(_) => range(text),
        NetworkKey::Mask(_) => mask(text),
        NetworkKey::Wildcard(_) => wildcard(text),
        NetworkKey::Count(_) => super::number::read_count(text, Some("addresses")).map(Given::Count),
        NetworkKey::Prefix { .. } => length(text),
        NetworkKey::Networks(_) => networks(text),
    }
}

fn not_read(error: TextError) -> Problem {
    Problem::Network(Box::new(error))
}

/// An address; a network of one address is the same.
fn address(text: &str) -> Result<Given, Problem> {
    match parse(text) {
        Ok(parsed) if parsed.network.prefix_len() == parsed.network.max_prefix_len() => {
            Ok(Given::Address(parsed.address))
        }
        _ => parse_address(text).map(Given::Address).map_err(not_read),
    }
}

fn network(text: &str) -> Result<Given, Problem> {
    match parse_item(text).map_err(not_read)? {
        Item::Network(parsed) if parsed.form == Form::Address => {
            Err(Problem::LengthMissing(parsed.address.to_string()))
        }
        Item::Network(parsed) => Ok(Given::Set {
            set: parsed.network.into(),
            network: Some(parsed.network),
            host: parsed.host_bits_set().then_some(parsed.address),
        }),
        Item::Range(range) => {
            Ok(Given::Set { set: std::iter::once(range).collect(), network: range.network(), host: None })
        }
    }
}

fn range(text: &str) -> Result<Given, Problem> {
    let item = parse_item(text).map_err(not_read)?;
    if matches!(item, Item::Network(parsed) if parsed.form == Form::Address) {
        // The error says how a range is written.
        return match parse_range(text) {
            Err(error) => Err(not_read(error)),
            Ok(range) => Ok(Given::Set { set: std::iter::once(range).collect(), network: None, host: None }),
        };
    }
    let (network, host) = match item {
        Item::Network(parsed) => (Some(parsed.network), parsed.host_bits_set().then_some(parsed.address)),
        Item::Range(_) => (None, None),
    };
    Ok(Given::Set { set: std::iter::once(item.range()).collect(), network, host })
}

fn networks(text: &str) -> Result<Given, Problem> {
    let list = read_list(text, MOST_ITEMS).map_err(Problem::List)?;
    match list.errors.into_iter().next() {
        Some(error) => Err(Problem::ListItem(Box::new(error))),
        None if list.entries.is_empty() => Err(Problem::NothingWritten),
        None => {
            let set = list.entries.iter().map(|entry| entry.item.range()).collect();
            Ok(Given::Set { set, network: None, host: None })
        }
    }
}

/// A mask as four numbers or as a length; a wildcard is read as one.
fn mask(text: &str) -> Result<Given, Problem> {
    let bare = text.strip_prefix('/').unwrap_or(text).trim();
    let Ok(parsed) = parse(&format!("0.0.0.0/{bare}")) else {
        return Err(Problem::NotAMask(quoted(text)));
    };
    let length = parsed.network.prefix_len();
    Ok(if parsed.form == Form::Wildcard { Given::Wildcard(length) } else { Given::Length(length) })
}

/// A wildcard as four numbers; a mask is read as one.
fn wildcard(text: &str) -> Result<Given, Problem> {
    let bits = text.parse::<Ipv4Addr>().map_err(|_| Problem::NotAWildcard(quoted(text)))?.to_bits();
    // 0.0.0.0 and 255.255.255.255 are masks as well; wanted is a wildcard.
    let length = |bits: u32| u8::try_from(bits).unwrap_or(32);
    if bits.leading_zeros() + bits.trailing_ones() == 32 || bits == 0 {
        Ok(Given::Wildcard(length(bits.leading_zeros())))
    } else if bits.leading_ones() + bits.trailing_zeros() == 32 {
        Ok(Given::Length(length(bits.leading_ones())))
    } else {
        Err(Problem::NotAWildcard(quoted(text)))
    }
}

/// A length: alone, after a slash, as a mask, or at the end of a network.
fn length(text: &str) -> Result<Given, Problem> {
    let wrong = || Problem::NotALength(quoted(text));
    if let Some((before, _)) = text.split_once('/')
        && !before.trim().is_empty()
    {
        let parsed = parse(text).map_err(not_read)?;
        return Ok(Given::Length(parsed.network.prefix_len()));
    }
    let bare = text.strip_prefix('/').unwrap_or(text).trim();
    if bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() <= 3 {
        return bare.parse().ok().filter(|n| *n <= 128).map(Given::Length).ok_or_else(wrong);
    }
    match parse(&format!("0.0.0.0/{bare}")) {
        Ok(parsed) if parsed.form == Form::Mask => Ok(Given::Length(parsed.network.prefix_len())),
        _ => Err(wrong()),
    }
}

impl NetworkKey {
    /// Whether an answer is right.
    pub(super) fn holds(&self, given: &Given) -> bool {
        match (self, given) {
            (Self::Address { is, .. }, Given::Address(address)) => is == address,
            (Self::Network(is), Given::Set { set, .. }) => AddressSet::from(*is) == *set,
            (Self::Range(is), Given::Set { set, .. }) => std::iter::once(*is).collect::<AddressSet>() == *set,
            (Self::Networks(are), Given::Set { set, .. }) => AddressSet::from(are.as_slice()) == *set,
            (Self::Within { inside, prefix, used }, Given::Set { network: Some(network), .. }) => {
                network.prefix_len() == *prefix
                    && relation(*inside, *network).a_contains_b()
                    && !used.iter().any(|used| relation(*used, *network).overlaps())
            }
            (Self::Mask(is) | Self::Prefix { is, .. }, Given::Length(length))
            | (Self::Wildcard(is), Given::Wildcard(length)) => is == length,
            (Self::Count(is), Given::Count(count)) => is == count,
            _ => false,
        }
    }

    /// What is wanted in words, how it is written, and whether it takes several lines.
    pub(super) const fn wanted(&self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Address { .. } => ("an address", "192.0.2.17", false),
            Self::Network(_) | Self::Within { .. } => ("a network", "192.0.2.0/24", false),
            Self::Range(_) => ("a range", "192.0.2.10 - 192.0.2.20", false),
            Self::Mask(_) => ("a mask", "255.255.0.0", false),
            Self::Wildcard(_) => ("a wildcard", "0.0.255.255", false),
            Self::Count(_) => ("a number of addresses", "12", false),
            Self::Prefix { .. } => ("the length of a prefix", "/16", false),
            Self::Networks(_) => ("networks, one a line", "192.0.2.0/25", true),
        }
    }

    /// The right answer as it is shown.
    pub(super) fn shown(&self) -> Vec<String> {
        match self {
            Self::Address { is, .. } => vec![is.to_string()],
            Self::Network(is) => vec![is.trunc().to_string()],
            Self::Range(is) => vec![is.to_string()],
            Self::Mask(is) => vec![explain::mask(*is)],
            Self::Wildcard(is) => vec![explain::wildcard(*is)],
            Self::Count(is) => vec![crate::domain::aks::figures::grouped(*is)],
            Self::Prefix { is, .. } => vec![format!("/{is}")],
            Self::Within { inside, prefix, used } => {
                let lowest = crate::domain::net::next(*inside, used, *prefix).ok().flatten();
                lowest
                    .map(|network| format!("{network}, or any other free /{prefix} in {inside}"))
                    .into_iter()
                    .collect()
            }
            Self::Networks(are) => are.iter().map(|network| network.trunc().to_string()).collect(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
