//! Parts of a network and what is left of it: `split`, `free`, `next`, `vlsm`.

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::lists::{listed, networks};
use super::problem::Refused;
use super::read::{self, Fields, Input};
use crate::domain::azure::{IPV6_PREFIX, KEPT, LONGEST_PREFIX, SHORTEST_PREFIX};
use crate::domain::net::{
    self, Count, Free, LISTED, LISTED_AT_MOST, MOST_ITEMS, Request, Rules, Size, Split, SplitError,
};

const WRITE_NETWORK: &str = "write a network such as 10.0.0.0/16";
const WRITE_USED: &str = "write a list of networks, which may be empty";

/// A network and how to cut it: one of `prefix` and `parts`.
#[derive(Debug, ToSchema)]
pub(super) struct SplitInput {
    /// The network.
    #[schema(value_type = String)]
    cidr: IpNet,
    /// The length of the parts.
    #[schema(maximum = 128)]
    prefix: Option<u8>,
    /// How many parts; rounded up to a power of two. A whole number, or a text of digits where it passes 2^53.
    #[schema(value_type = Option<NumberOrDigits>)]
    parts: Option<u128>,
    /// How many parts to list at most: 16 where nothing is said, up to 4,096.
    #[schema(maximum = 4_096)]
    limit: Option<usize>,
}

/// A whole number, or its digits as a text.
#[derive(Debug, ToSchema)]
#[schema(as = NumberOrDigits)]
#[serde(untagged)]
#[expect(dead_code, reason = "says in the description what a count may be; it is read as a number at once")]
pub(super) enum NumberOrDigits {
    /// Up to 2^53.
    Number(u64),
    /// Of any size.
    Digits(String),
}

impl Input for SplitInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let cidr = fields.required("cidr", WRITE_NETWORK, read::network);
        let prefix = fields.optional("prefix", |place| place.whole(0, 128));
        let parts = fields.optional("parts", read::count);
        let limit = fields.optional("limit", |place| place.whole(0, u32::try_from(LISTED_AT_MOST).unwrap_or(u32::MAX)));
        match (fields.has("prefix"), fields.has("parts")) {
            (true, true) => fields.wrong("parts", "Give prefix or parts, not both."),
            (false, false) => fields.wrong("prefix", "Give the prefix of the parts, or in how many parts to split."),
            _ => Some(Self { cidr: cidr?, prefix, parts, limit }),
        }
    }
}

/// The parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SplitAnswer {
    /// The length of each part.
    prefix: u8,
    /// How many parts there are. A decimal number.
    #[schema(value_type = String)]
    count: Count,
    /// The lowest part.
    #[schema(value_type = String)]
    first: IpNet,
    /// The highest part.
    #[schema(value_type = String)]
    last: IpNet,
    /// All parts; null when there are more than the limit.
    #[schema(value_type = Option<Vec<String>>)]
    list: Option<Vec<IpNet>>,
}

pub(super) fn split(input: &SplitInput) -> Result<SplitAnswer, Refused> {
    let split = match (input.prefix, input.parts) {
        (Some(prefix), _) => Split::to_prefix(input.cidr, prefix),
        (None, parts) => Split::into_parts(input.cidr, parts.unwrap_or_default()),
    };
    let split = split.map_err(|error| Refused::at(pointer_of(&error), error))?;
    Ok(SplitAnswer {
        prefix: split.prefix(),
        count: split.count(),
        first: split.first(),
        last: split.last(),
        list: split.list(input.limit.unwrap_or(LISTED)),
    })
}

fn pointer_of(error: &SplitError) -> &'static str {
    match error {
        SplitError::Larger { .. } | SplitError::TooLong { .. } => "/prefix",
        SplitError::NoParts | SplitError::TooManyParts { .. } => "/parts",
    }
}

/// A network and what is used of it.
#[derive(Debug, ToSchema)]
pub(super) struct FreeInput {
    /// The network.
    #[schema(value_type = String)]
    parent: IpNet,
    /// What is used; what lies outside of the parent changes nothing.
    #[schema(value_type = Vec<String>)]
    used: Vec<IpNet>,
}

impl Input for FreeInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let parent = fields.required("parent", WRITE_NETWORK, read::network);
        let used = fields.required("used", WRITE_USED, networks);
        Some(Self { parent: parent?, used: used? })
    }
}

/// What is left.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreeAnswer {
    /// The fewest networks that nobody uses.
    #[schema(value_type = Vec<String>)]
    free: Vec<IpNet>,
    /// How many free networks there are, where that is more than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    /// The largest of them, the lowest of several.
    #[schema(value_type = Option<String>)]
    largest: Option<IpNet>,
    /// How many addresses are free. A decimal number.
    #[schema(value_type = String)]
    free_addresses: Count,
}

pub(super) fn free(input: &FreeInput) -> FreeAnswer {
    let Free { addresses, largest } = net::free(input.parent, &input.used);
    let (free, total) = listed(&addresses);
    FreeAnswer { free, total, largest, free_addresses: addresses.count() }
}

/// A network, what is used of it, and a size.
#[derive(Debug, ToSchema)]
pub(super) struct NextInput {
    /// The network.
    #[schema(value_type = String)]
    parent: IpNet,
    /// What is used.
    #[schema(value_type = Vec<String>)]
    used: Vec<IpNet>,
    /// The length of the block that is wanted.
    #[schema(maximum = 128)]
    prefix: u8,
}

impl Input for NextInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let parent = fields.required("parent", WRITE_NETWORK, read::network);
        let used = fields.required("used", WRITE_USED, networks);
        let prefix =
            fields.required("prefix", "write the length of the block, such as 24", |place| place.whole(0, 128));
        Some(Self { parent: parent?, used: used?, prefix: prefix? })
    }
}

/// The lowest free block.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NextAnswer {
    /// The block; null when there is none of this size.
    #[schema(value_type = Option<String>)]
    cidr: Option<IpNet>,
}

pub(super) fn next(input: &NextInput) -> Result<NextAnswer, Refused> {
    let cidr = net::next(input.parent, &input.used, input.prefix).map_err(|error| Refused::at("/prefix", error))?;
    Ok(NextAnswer { cidr })
}

/// A network and who needs how much of it.
#[derive(Debug, ToSchema)]
pub(super) struct VlsmInput {
    /// The network.
    #[schema(value_type = String)]
    parent: IpNet,
    /// Whose rules hold: `standard` where nothing is said.
    mode: Option<Mode>,
    /// Who needs how much.
    #[schema(value_type = Vec<Need>)]
    requests: Vec<Request>,
    /// What is used already.
    #[schema(value_type = Option<Vec<String>>)]
    used: Option<Vec<IpNet>>,
}

/// Whose rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "lowercase")]
pub(super) enum Mode {
    /// The first and the last address of an IPv4 block are no host's.
    Standard,
    /// Azure keeps five addresses of each block, and an IPv4 block is a /29 at least.
    Azure,
}

/// A need: one of `hosts` and `prefix`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what a request is made of; it is read as the domain's own")]
pub(super) struct Need {
    /// Who needs it; 100 characters at most.
    name: String,
    /// For how many hosts. A whole number, or a text of digits where it passes 2^53.
    #[schema(value_type = Option<NumberOrDigits>)]
    hosts: Option<u128>,
    /// The length of the block instead.
    #[schema(maximum = 128)]
    prefix: Option<u8>,
}

impl Input for VlsmInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let parent = fields.required("parent", WRITE_NETWORK, read::network);
        let words = [("standard", Mode::Standard), ("azure", Mode::Azure)];
        let mode = fields.optional("mode", |place| place.word(&words));
        let wants = "write a list such as [{\"name\": \"nodes\", \"hosts\": 50}]";
        let requests = fields.required("requests", wants, |place| place.list(MOST_ITEMS, |item| item.object(need)));
        let used = fields.optional("used", networks);
        Some(Self { parent: parent?, mode, requests: requests?, used })
    }
}

fn need(fields: &mut Fields<'_>) -> Option<Request> {
    let name = fields.required("name", "say who needs the block", read::name);
    let hosts = fields.optional("hosts", read::count);
    let prefix = fields.optional("prefix", |place| place.whole(0, 128));
    let size = match (fields.has("hosts"), fields.has("prefix")) {
        (true, true) => fields.wrong("prefix", "Give hosts or prefix, not both."),
        (false, false) => fields.wrong("hosts", "Say for how many hosts, or give the prefix of the block."),
        _ => hosts.map(Size::Hosts).or(prefix.map(Size::Prefix)),
    };
    Some(Request { name: name?, size: size? })
}

/// Who was given what.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VlsmAnswer {
    /// The biggest block first, those of a size in the order of the requests.
    allocations: Vec<Allocation>,
    /// What is left.
    #[schema(value_type = Vec<String>)]
    free: Vec<IpNet>,
    /// How many free networks there are, where that is more than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

/// A block that was given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Allocation {
    /// Whose it is.
    name: String,
    /// The block.
    #[schema(value_type = String)]
    cidr: IpNet,
    /// How many hosts it has room for. A decimal number.
    #[schema(value_type = String)]
    usable: Count,
}

/// What Azure allows in this network.
fn azure_rules(parent: IpNet) -> Rules {
    let kept = u32::try_from(KEPT).unwrap_or(5);
    let (shortest, longest) = match parent {
        IpNet::V4(_) => (SHORTEST_PREFIX, LONGEST_PREFIX),
        IpNet::V6(_) => (IPV6_PREFIX, IPV6_PREFIX),
    };
    Rules { kept, smallest_keep_none: false, shortest, longest }
}

pub(super) fn vlsm(input: VlsmInput) -> Result<VlsmAnswer, Refused> {
    let rules = match input.mode {
        Some(Mode::Azure) => azure_rules(input.parent),
        Some(Mode::Standard) | None => Rules::standard(input.parent),
    };
    let allotment = net::allot(input.parent, &input.used.unwrap_or_default(), &input.requests, rules)
        .map_err(|error| Refused::at(format!("/requests/{}", error.request()), &error).failed(error.name()))?;
    let allocation =
        |given: net::Allocation| Allocation { name: given.name, cidr: given.network, usable: given.usable };
    let (free, total) = listed(&allotment.free);
    Ok(VlsmAnswer { allocations: allotment.allocations.into_iter().map(allocation).collect(), free, total })
}
