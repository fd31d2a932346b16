//! Why a change of a plan is refused.

use std::fmt;

use ipnet::IpNet;

use super::{At, MOST_ROWS, MOST_SPACES};
use crate::domain::net::{AllotError, SplitError};

/// Why a change is refused; the plan stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanError {
    /// There is no such row.
    NoRow(At),
    /// This one is locked.
    Locked(IpNet),
    /// It is split already.
    IsSplit(IpNet),
    /// It cannot be split like that.
    Split(SplitError),
    /// It has this size already.
    SameSize(IpNet),
    /// The parts would be smaller than any subnet of Azure.
    BelowAzure(IpNet),
    /// Nothing to join it with.
    Alone(IpNet),
    /// The other half is split; that one is joined first.
    OtherIsSplit(IpNet),
    /// Joined, one of these would be lost: what they are, and the first two.
    WouldLose(&'static str, String, String),
    /// A text is longer than so many characters.
    TooLong(&'static str, usize),
    /// Only what is not split can have a role.
    RoleOfGroup(IpNet),
    /// There is no such colour.
    NoColour(u8),
    /// The plan would have more rows than are taken.
    TooManyRows,
    /// The plan would have more spaces than are taken.
    TooManySpaces,
    /// The space is there already.
    SpaceTwice(IpNet),
    /// Something is in it already.
    Taken(IpNet, String),
    /// A need that names neither a size nor a role with one: its number in the list, from 0.
    NoSize(usize, String),
    /// The role takes no subnet: the number of the need and what is said about it.
    NoSubnet(usize, &'static str),
    /// The needs do not fit.
    Allot(AllotError),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRow(at) => match at.network {
                Some(network) => write!(f, "{network} is not in this plan any more; choose a row that is"),
                None => write!(f, "there is no address space {} in this plan", at.space + 1),
            },
            Self::Locked(network) => write!(f, "{network} is locked; unlock it first"),
            Self::IsSplit(network) => {
                write!(f, "{network} is split already; join its parts first, or split one of them")
            }
            Self::Split(error) => error.fmt(f),
            Self::SameSize(network) => write!(f, "{network} has this size already; choose smaller parts"),
            Self::BelowAzure(network) if network.addr().is_ipv4() => {
                write!(f, "{network} cannot be split like that: the smallest subnet in Azure is a /29")
            }
            Self::BelowAzure(network) => {
                write!(f, "{network} cannot be split like that: an IPv6 subnet in Azure is a /64 exactly")
            }
            Self::Alone(network) => write!(f, "{network} is the whole address space; there is nothing to join it with"),
            Self::OtherIsSplit(network) => write!(f, "{network}, next to it, is split; join that one first"),
            Self::WouldLose(what, one, other) => {
                write!(f, "joined, one {what} would be lost: {one} or {other}. Clear one of them first, or join anyway")
            }
            Self::TooLong(what, most) => write!(f, "the {what} is too long; it has {most} characters at most"),
            Self::RoleOfGroup(network) => write!(f, "{network} is split; give the role to one of its parts"),
            Self::NoColour(n) => write!(f, "there is no colour {n}; they are numbered from 1 to {}", super::COLOURS),
            Self::TooManyRows => write!(f, "the plan would have more than {MOST_ROWS} rows; split into fewer parts"),
            Self::TooManySpaces => write!(f, "a plan has {MOST_SPACES} address spaces at most"),
            Self::SpaceTwice(network) => write!(f, "{network} is in this virtual network already"),
            Self::Taken(network, name) if name.is_empty() => write!(f, "{network} is taken; clear it first"),
            Self::Taken(network, name) => write!(f, "{network} is taken by {name}; clear it first"),
            Self::NoSize(_, name) => {
                write!(f, "{name} needs a size: a number of hosts, or a length such as /26")
            }
            Self::NoSubnet(_, why) => f.write_str(why),
            Self::Allot(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PlanError {}
