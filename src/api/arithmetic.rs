//! One network or two: `parse`, `info`, `azure`, `contains`, `relation`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Refused;
use super::read::{self, Fields, Input};
use crate::domain::azure;
use crate::domain::net::{self, Count, Relation};

const WRITE_NETWORK: &str = "write a network such as 10.0.0.0/24";
const WRITE_ADDRESS: &str = "write an address such as 10.0.0.4";

/// What `parse` reads.
#[derive(Debug, ToSchema)]
pub(super) struct ParseInput {
    /// An address, a network, or an address with a mask or wildcard after a slash or a space.
    #[schema(value_type = String)]
    text: net::Parsed,
}

impl Input for ParseInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.required("text", WRITE_NETWORK, read::parsed).map(|text| Self { text })
    }
}

/// A text in its parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParseAnswer {
    /// The network.
    #[schema(value_type = String)]
    cidr: IpNet,
    /// The address as it was written.
    #[schema(value_type = String)]
    address: IpAddr,
    /// The length.
    prefix: u8,
    /// 4 or 6.
    family: u8,
    /// Whether the address is another than the first of the network.
    host_bits_set: bool,
}

pub(super) fn parse(input: &ParseInput) -> ParseAnswer {
    let ParseInput { text } = input;
    ParseAnswer {
        cidr: text.network,
        address: text.address,
        prefix: text.network.prefix_len(),
        family: text.family(),
        host_bits_set: text.host_bits_set(),
    }
}

/// One network.
#[derive(Debug, ToSchema)]
pub(super) struct NetworkInput {
    /// The network, by any of its addresses.
    #[schema(value_type = String)]
    cidr: IpNet,
}

impl Input for NetworkInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.required("cidr", WRITE_NETWORK, read::network).map(|cidr| Self { cidr })
    }
}

/// Everything about a network.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum InfoAnswer {
    /// An IPv4 network.
    Ipv4(Ipv4Info),
    /// An IPv6 network.
    Ipv6(Ipv6Info),
}

/// Everything about an IPv4 network.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ipv4Info {
    /// The first address.
    #[schema(value_type = String)]
    network: Ipv4Addr,
    /// The last address, also for /31 and /32.
    #[schema(value_type = String)]
    broadcast: Ipv4Addr,
    /// The mask.
    #[schema(value_type = String)]
    netmask: Ipv4Addr,
    /// The wildcard.
    #[schema(value_type = String)]
    wildcard: Ipv4Addr,
    /// The length.
    prefix: u8,
    /// The first address that a host can have.
    #[schema(value_type = String)]
    first: Ipv4Addr,
    /// The last address that a host can have.
    #[schema(value_type = String)]
    last: Ipv4Addr,
    /// How many addresses hosts can have: total − 2, both of a /31, the one of a /32. A decimal number.
    #[schema(value_type = String)]
    usable: Count,
    /// How many addresses there are. A decimal number.
    #[schema(value_type = String)]
    total: Count,
    /// The network in short.
    #[schema(value_type = String)]
    cidr: IpNet,
    #[serde(flatten)]
    around: Around,
}

/// Everything about an IPv6 network.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ipv6Info {
    /// The first address.
    #[schema(value_type = String)]
    network: Ipv6Addr,
    /// The last address.
    #[schema(value_type = String)]
    last: Ipv6Addr,
    /// The length.
    prefix: u8,
    /// The network in short.
    #[schema(value_type = String)]
    cidr: IpNet,
    /// The first address with all its zeros.
    expanded: String,
    /// How many addresses there are. A decimal number.
    #[schema(value_type = String)]
    total: Count,
    #[serde(flatten)]
    around: Around,
}

/// What a network belongs to and what lies beside it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Around {
    /// The kinds of its addresses: private, shared, link-local, documentation, global and so on.
    #[schema(value_type = Vec<String>)]
    kinds: Vec<&'static str>,
    /// The network of the same size before it.
    #[schema(value_type = Option<String>)]
    previous: Option<IpNet>,
    /// The network of the same size after it.
    #[schema(value_type = Option<String>)]
    next: Option<IpNet>,
    /// The network of twice the size that holds it.
    #[schema(value_type = Option<String>)]
    parent: Option<IpNet>,
}

pub(super) fn info(input: &NetworkInput) -> Result<InfoAnswer, Refused> {
    let about = net::describe(input.cidr);
    let kinds = net::kinds(about.network).into_iter().map(net::Kind::word).collect();
    let around = Around { kinds, previous: about.previous, next: about.next, parent: about.parent };
    match (about.ipv4, about.ipv6) {
        (Some(facts), _) => Ok(InfoAnswer::Ipv4(Ipv4Info {
            network: facts.network,
            broadcast: facts.broadcast,
            netmask: facts.netmask,
            wildcard: facts.wildcard,
            prefix: facts.prefix,
            first: facts.first,
            last: facts.last,
            usable: facts.usable.into(),
            total: facts.total.into(),
            cidr: about.network,
            around,
        })),
        (None, Some(facts)) => Ok(InfoAnswer::Ipv6(Ipv6Info {
            network: facts.network,
            last: facts.last,
            prefix: facts.prefix,
            cidr: about.network,
            expanded: facts.expanded,
            total: facts.total,
            around,
        })),
        (None, None) => Err(Refused::at("/cidr", "the network is of no known family")),
    }
}

/// A subnet as Azure sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AzureAnswer {
    /// The five addresses that Azure keeps, lowest first.
    #[schema(value_type = Vec<String>)]
    reserved: [IpAddr; 5],
    /// What each of the five is kept for.
    #[schema(value_type = Vec<String>)]
    jobs: [&'static str; 5],
    /// The lowest address that something can be given.
    #[schema(value_type = String)]
    first: IpAddr,
    /// The highest address that something can be given.
    #[schema(value_type = String)]
    last: IpAddr,
    /// How many addresses can be given. A decimal number.
    #[schema(value_type = String)]
    usable: Count,
    /// How many addresses there are. A decimal number.
    #[schema(value_type = String)]
    total: Count,
}

pub(super) fn azure(input: &NetworkInput) -> Result<AzureAnswer, Refused> {
    let subnet = azure::Subnet::of(input.cidr).map_err(|error| Refused::at("/cidr", error).because(error.reason()))?;
    Ok(AzureAnswer {
        reserved: subnet.reserved.map(|kept| kept.address),
        jobs: subnet.reserved.map(|kept| kept.job.says()),
        first: subnet.first,
        last: subnet.last,
        usable: subnet.usable.into(),
        total: subnet.total.into(),
    })
}

/// A network and an address.
#[derive(Debug, ToSchema)]
pub(super) struct ContainsInput {
    /// The network.
    #[schema(value_type = String)]
    cidr: IpNet,
    /// The address, without a length.
    #[schema(value_type = String)]
    ip: IpAddr,
}

impl Input for ContainsInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let cidr = fields.required("cidr", WRITE_NETWORK, read::network);
        let ip = fields.required("ip", WRITE_ADDRESS, read::address);
        Some(Self { cidr: cidr?, ip: ip? })
    }
}

/// Whether the address lies in the network.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContainsAnswer {
    /// Never, where one is IPv4 and the other IPv6.
    contains: bool,
}

pub(super) fn contains(input: &ContainsInput) -> ContainsAnswer {
    ContainsAnswer { contains: net::contains(input.cidr, input.ip) }
}

/// Two networks.
#[derive(Debug, ToSchema)]
pub(super) struct RelationInput {
    /// The one.
    #[schema(value_type = String)]
    a: IpNet,
    /// The other.
    #[schema(value_type = String)]
    b: IpNet,
}

impl Input for RelationInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let a = fields.required("a", WRITE_NETWORK, read::network);
        let b = fields.required("b", WRITE_NETWORK, read::network);
        Some(Self { a: a?, b: b? })
    }
}

/// How two networks stand to each other.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "four questions, each with its answer")]
pub(super) struct RelationAnswer {
    /// Whether they have an address in common.
    overlaps: bool,
    /// Whether they have the same addresses.
    equal: bool,
    /// Whether every address of b is in a.
    a_contains_b: bool,
    /// Whether every address of a is in b.
    b_contains_a: bool,
}

pub(super) fn relation(input: &RelationInput) -> RelationAnswer {
    let found = net::relation(input.a, input.b);
    RelationAnswer {
        overlaps: found.overlaps(),
        equal: found == Relation::Equal,
        a_contains_b: found.a_contains_b(),
        b_contains_a: found.b_contains_a(),
    }
}
