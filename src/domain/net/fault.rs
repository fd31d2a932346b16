//! What can be wrong with a text that should be an address, a network or a range, and how it is said.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::IpNet;

use super::cut;
use super::range::RangeError;

/// Why a text was refused: what is wrong, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// The text without spaces around it, cut when it is long.
    pub text: String,
    /// What is wrong with it.
    pub fault: Fault,
    /// What was probably meant. It can be read where the text could not.
    pub suggestion: Option<String>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing but space.
    Empty,
    /// It has so many characters, more than any address, network or range.
    TooLong(usize),
    /// A character has no place in an address.
    Character(char),
    /// A digit or a sign of another script, which looks like a plain one.
    Script(char),
    /// There is a space inside.
    Space,
    /// There are several addresses or networks.
    Several,
    /// An IPv6 zone such as `%eth0`.
    Zone(String),
    /// An address in brackets.
    Brackets,
    /// A port after the address.
    Port(String),
    /// More than one slash.
    Slashes,
    /// More than one dash.
    Dashes,
    /// IPv4: two dots, or a dot at an end.
    NumberMissing,
    /// IPv4: a number above 255.
    NumberTooLarge(String),
    /// IPv4: a number such as `010`.
    LeadingZero(String),
    /// IPv4: so many numbers, and not four.
    Numbers(usize),
    /// IPv6: a group of more than four digits.
    GroupTooLong(String),
    /// IPv6: `::` more than once.
    TwoGaps,
    /// IPv6: colons in a row, or one at an end.
    Colons,
    /// IPv6: so many groups, and not eight, or eight and `::`.
    Groups(usize),
    /// Nothing after the slash.
    PrefixMissing,
    /// A plus or minus after the slash.
    PrefixSign,
    /// What stands after the slash is neither a length nor a mask.
    PrefixText(String),
    /// The length is more than the bits of an address.
    PrefixTooLong {
        /// As it was typed.
        prefix: String,
        /// 32 or 128.
        most: u8,
    },
    /// The bits of the mask or wildcard are not all ones and then all zeros, or the other way round.
    MaskMixed(Ipv4Addr),
    /// A mask on an IPv6 address.
    MaskOnIpv6,
    /// An IPv4-mapped address in dotted form with a length that fits its IPv4 part alone.
    MappedPrefix(u8),
    /// The address is not the first of its network. Only where a network is wanted.
    HostBits(IpNet),
    /// A range where a network is wanted.
    IsRange,
    /// A network where an address is wanted.
    IsNetwork,
    /// No range where one is wanted.
    IsNoRange,
    /// The two ends make no range.
    Range(RangeError),
}

impl TextError {
    pub(super) fn new(text: &str, fault: Fault, suggestion: Option<String>) -> Self {
        Self { text: cut(text), fault, suggestion }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, fault, suggestion } = self;
        match (fault, suggestion) {
            (Fault::HostBits(network), _) => {
                return write!(f, "{text} has host bits set; the network is {network}");
            }
            (Fault::Numbers(_), Some(meant)) => {
                return write!(f, "{text}: did you mean {meant}? An IPv4 address has four numbers");
            }
            _ => say(f, text, fault)?,
        }
        suggestion.as_ref().map_or(Ok(()), |meant| write!(f, "; did you mean {meant}?"))
    }
}

impl std::error::Error for TextError {}

fn say(f: &mut fmt::Formatter<'_>, text: &str, fault: &Fault) -> fmt::Result {
    match fault {
        Fault::Empty => {
            f.write_str("Nothing is there; write an address or a network, such as 10.0.0.0/24 or 2001:db8::/32")
        }
        Fault::TooLong(n) => write!(f, "{text} has {n} characters, more than any address, network or range"),
        Fault::Character(c) => write!(f, "{text} is not an address: “{}” has no place in one", cut(&c.to_string())),
        Fault::Script(c) => {
            write!(
                f,
                "{text} has “{}”; addresses are written with the plain signs 0 to 9, a to f, . : and /",
                cut(&c.to_string())
            )
        }
        Fault::Space => write!(f, "{text} has a space inside"),
        Fault::Several => write!(f, "{text} is more than one; write one here"),
        Fault::Zone(zone) => write!(f, "{text} has a zone ({zone}), which means something on one computer only"),
        Fault::Brackets => write!(f, "{text} has brackets around the address"),
        Fault::Port(port) => write!(f, "{text} has a port ({port}), which is no part of an address"),
        Fault::Slashes => write!(f, "{text} has more than one slash; after the address stands one length or mask"),
        Fault::Dashes => write!(f, "{text} has more than one dash; a range is two addresses with one dash between"),
        Fault::NumberMissing => write!(f, "{text} has a dot without a number beside it"),
        Fault::NumberTooLarge(n) => {
            write!(f, "{text}: {n} is more than 255, the most a number of an IPv4 address can be")
        }
        Fault::LeadingZero(n) => write!(f, "{text}: {n} has a leading zero, which some programs read as octal"),
        Fault::Numbers(1) => write!(f, "{text} has one number; an IPv4 address has four"),
        Fault::Numbers(n) => write!(f, "{text} has {n} numbers; an IPv4 address has four"),
        Fault::GroupTooLong(group) => write!(f, "{text}: {group} is longer than the four digits of a group"),
        Fault::TwoGaps => {
            write!(f, "{text} has :: more than once, so that nobody can say how many zeros each stands for")
        }
        Fault::Colons => write!(f, "{text} has a colon with nothing beside it"),
        Fault::Groups(n @ 8..) => {
            write!(f, "{text} has {n} groups; an IPv6 address has eight, or fewer and :: for the zeros")
        }
        Fault::Groups(1) => write!(f, "{text} has one group; an IPv6 address has eight, or :: for those that are zero"),
        Fault::Groups(n) => {
            write!(f, "{text} has {n} groups; an IPv6 address has eight, or :: for those that are zero")
        }
        Fault::PrefixMissing => write!(f, "{text} has nothing after the slash; a length such as /24 is wanted"),
        Fault::PrefixSign => write!(f, "{text} has a sign before the length"),
        Fault::PrefixText(prefix) => write!(f, "{text}: {prefix} is neither a length such as 24 nor a mask"),
        Fault::PrefixTooLong { prefix, most } => {
            let family = if *most == 32 { "IPv4" } else { "IPv6" };
            write!(f, "{text}: /{prefix} is too long; the length of an {family} network is 0 to {most}")
        }
        Fault::MaskMixed(mask) if mask.to_bits() >> 31 == 1 => write!(f, "{mask} is not a mask: ones after zeros"),
        Fault::MaskMixed(mask) => write!(f, "{mask} is not a wildcard: zeros after ones"),
        Fault::MaskOnIpv6 => write!(f, "{text} has a mask; an IPv6 network is written with a length, such as /64"),
        Fault::MappedPrefix(n) => {
            write!(
                f,
                "{text} is an IPv4 address written as IPv6, where a length of {n} reaches no bit of the IPv4 part"
            )
        }
        Fault::HostBits(network) => write!(f, "{text} has host bits set; the network is {network}"),
        Fault::IsRange => write!(f, "{text} is a range; a network is wanted here"),
        Fault::IsNetwork => write!(f, "{text} is a network; an address alone is wanted here"),
        Fault::IsNoRange => {
            write!(
                f,
                "{text} is no range; write its first and last address with a dash between, such as 10.0.0.4 - 10.0.0.9"
            )
        }
        Fault::Range(RangeError::Order(a, b)) => write!(f, "{a} comes after {b}"),
        Fault::Range(error) => write!(f, "{error}"),
    }
}
