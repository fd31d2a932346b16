//! Lists of networks: `aggregate`, `range`, `subtract`, `intersect`, `supernet`, `overlaps`.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Refused;
use super::read::{self, Fields, Input, Place};
use crate::domain::net::{self, AddressRange, AddressSet, MOST_ITEMS, MOST_OVERLAPS};

/// How many prefixes an answer lists at most.
pub(super) const MOST_LISTED: usize = 100_000;
/// How many overlaps are listed where nobody asked for more.
const OVERLAPS: u32 = 1_000;

const WRITE_LIST: &str = "write a list such as [\"10.0.0.0/24\", \"10.0.1.0/24\"]";
const WRITE_ADDRESS: &str = "write an address such as 10.0.0.4";

/// A list of addresses, networks and ranges.
#[derive(Debug, ToSchema)]
pub(super) struct ListInput {
    /// Addresses, networks and ranges (`10.0.0.4 - 10.0.0.9`), 100,000 at most.
    #[schema(value_type = Vec<String>)]
    cidrs: Vec<AddressRange>,
}

impl Input for ListInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.required("cidrs", WRITE_LIST, ranges).map(|cidrs| Self { cidrs })
    }
}

fn ranges(place: &Place<'_>) -> Option<Vec<AddressRange>> {
    place.list(MOST_ITEMS, read::range)
}

/// Networks, sorted: IPv4 before IPv6, then by address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Prefixes {
    /// The fewest networks with exactly these addresses; the first 100,000 of them.
    #[schema(value_type = Vec<String>)]
    cidrs: Vec<IpNet>,
    /// How many there are, where that is more than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

impl From<&AddressSet> for Prefixes {
    fn from(set: &AddressSet) -> Self {
        let (cidrs, total) = listed(set);
        Self { cidrs, total }
    }
}

/// The prefixes of a set, and how many there are where not all are listed.
pub(super) fn listed(set: &AddressSet) -> (Vec<IpNet>, Option<u64>) {
    let listing = set.listing(MOST_LISTED);
    let total = listing.is_cut().then_some(listing.total);
    (listing.items, total)
}

fn set(ranges: Vec<AddressRange>) -> AddressSet {
    ranges.into_iter().collect()
}

pub(super) fn aggregate(input: ListInput) -> Prefixes {
    Prefixes::from(&set(input.cidrs))
}

/// The ends of a range.
#[derive(Debug, ToSchema)]
pub(super) struct RangeInput {
    /// The lowest address.
    #[schema(value_type = String)]
    first: IpAddr,
    /// The highest address.
    #[schema(value_type = String)]
    last: IpAddr,
}

impl Input for RangeInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let first = fields.required("first", WRITE_ADDRESS, read::address);
        let last = fields.required("last", WRITE_ADDRESS, read::address);
        Some(Self { first: first?, last: last? })
    }
}

pub(super) fn range(input: &RangeInput) -> Result<Prefixes, Refused> {
    let range = AddressRange::new(input.first, input.last).map_err(|error| Refused::at("/last", error))?;
    Ok(Prefixes { cidrs: range.prefixes(), total: None })
}

/// What is there and what is taken away.
#[derive(Debug, ToSchema)]
pub(super) struct SubtractInput {
    /// What is there: addresses, networks and ranges.
    #[schema(value_type = Vec<String>)]
    from: Vec<AddressRange>,
    /// What is taken away.
    #[schema(value_type = Vec<String>)]
    remove: Vec<AddressRange>,
}

impl Input for SubtractInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let from = fields.required("from", WRITE_LIST, ranges);
        let remove = fields.required("remove", "write a list, which may be empty", ranges);
        Some(Self { from: from?, remove: remove? })
    }
}

pub(super) fn subtract(input: SubtractInput) -> Prefixes {
    Prefixes::from(&set(input.from).subtract(&set(input.remove)))
}

/// Two lists.
#[derive(Debug, ToSchema)]
pub(super) struct IntersectInput {
    /// The one: addresses, networks and ranges.
    #[schema(value_type = Vec<String>)]
    a: Vec<AddressRange>,
    /// The other.
    #[schema(value_type = Vec<String>)]
    b: Vec<AddressRange>,
}

impl Input for IntersectInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let a = fields.required("a", WRITE_LIST, ranges);
        let b = fields.required("b", WRITE_LIST, ranges);
        Some(Self { a: a?, b: b? })
    }
}

pub(super) fn intersect(input: IntersectInput) -> Prefixes {
    Prefixes::from(&set(input.a).intersect(&set(input.b)))
}

/// A list of networks.
#[derive(Debug, ToSchema)]
pub(super) struct SupernetInput {
    /// Networks of one family, one at least.
    #[schema(value_type = Vec<String>)]
    cidrs: Vec<IpNet>,
}

impl Input for SupernetInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.required("cidrs", WRITE_LIST, networks).map(|cidrs| Self { cidrs })
    }
}

/// A list of networks, without ranges: one of these is one network.
pub(super) fn networks(place: &Place<'_>) -> Option<Vec<IpNet>> {
    place.list(MOST_ITEMS, read::network)
}

/// The network around all.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SupernetAnswer {
    /// The smallest single network that covers all, and mostly more.
    #[schema(value_type = String)]
    cidr: IpNet,
}

pub(super) fn supernet(input: &SupernetInput) -> Result<SupernetAnswer, Refused> {
    let cidr = net::supernet(&input.cidrs).map_err(|error| Refused::at("/cidrs", error))?;
    Ok(SupernetAnswer { cidr })
}

/// Named ranges.
#[derive(Debug, ToSchema)]
pub(super) struct OverlapsInput {
    /// The ranges, 100,000 at most.
    ranges: Vec<NamedRange>,
    /// How many overlaps to list: 1,000 where nothing is said, 10,000 at most.
    #[schema(maximum = 10_000)]
    limit: Option<usize>,
}

/// A network with a name.
#[derive(Debug, ToSchema)]
pub(super) struct NamedRange {
    /// What to call it in the answer; 100 characters at most.
    name: String,
    /// The network.
    #[schema(value_type = String)]
    cidr: IpNet,
}

impl Input for OverlapsInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let wants = "write a list such as [{\"name\": \"hub\", \"cidr\": \"10.0.0.0/16\"}]";
        let ranges = fields.required("ranges", wants, |place| place.list(MOST_ITEMS, |item| item.object(named)));
        let most = u32::try_from(MOST_OVERLAPS).unwrap_or(OVERLAPS);
        let limit = fields.optional("limit", |place| place.whole(0, most));
        Some(Self { ranges: ranges?, limit })
    }
}

fn named(fields: &mut Fields<'_>) -> Option<NamedRange> {
    let name = fields.required("name", "say what to call the range", read::name);
    let cidr = fields.required("cidr", "write a network such as 10.0.0.0/24", read::network);
    Some(NamedRange { name: name?, cidr: cidr? })
}

/// Who overlaps whom.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OverlapsAnswer {
    /// Every pair, in the order of the list.
    overlaps: Vec<Overlap>,
    /// How many pairs there are, where that is more than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

/// Two ranges with addresses in common.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Overlap {
    /// The name of the one that comes first in the list.
    a: String,
    /// The name of the other.
    b: String,
    /// What they share: the smaller of the two.
    #[schema(value_type = String)]
    cidr: IpNet,
}

pub(super) fn overlaps(input: &OverlapsInput) -> OverlapsAnswer {
    let networks: Vec<IpNet> = input.ranges.iter().map(|range| range.cidr).collect();
    let found = net::overlaps(&networks, input.limit.unwrap_or(OVERLAPS as usize));
    let total = found.is_cut().then_some(found.total);
    let name = |place: usize| input.ranges[place].name.clone();
    let pair = |pair: &net::Overlap| Overlap { a: name(pair.a), b: name(pair.b), cidr: pair.shared };
    OverlapsAnswer { overlaps: found.pairs.iter().map(pair).collect(), total }
}
