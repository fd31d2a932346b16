//! Prefixes and sets of prefixes: read, describe, split, join, aggregate, subtract, allot; IPv4 and IPv6.
//!
//! Everything here is a pure function of its arguments. Lists of prefixes come out sorted: IPv4 before IPv6, then by address,
//! then the shorter prefix first. A prefix that is handed in with host bits set stands for its network. The order of an
//! input list never changes the answer, except where it is said so: requests of the same size are served in their order,
//! and pairs that overlap are named by their places.
//!
//! Work grows as n log n at most. Whatever can be longer than what was handed in comes as an iterator or as a
//! [`Listing`], which holds so many and counts all.

mod allocate;
mod bits;
mod count;
mod describe;
mod fault;
mod kind;
mod list;
mod overlap;
mod parse;
mod range;
mod relation;
mod set;
mod span;
mod split;
mod text;

pub use allocate::{Allocation, AllotError, Allotment, Request, Rules, Size, allot, next};
pub use bits::{BitGroup, Bits, bits};
pub use count::Count;
pub use describe::{Description, Ipv4Facts, Ipv6Facts, describe, expanded, neighbours, parent, sibling};
pub use fault::{Fault, TextError};
pub use kind::{Block, CHECKED, IPV4_REGISTRY, IPV6_REGISTRY, Kind, blocks, kinds};
pub use list::{LineError, List, ListEntry, MOST_ITEMS, MOST_LINE_ERRORS, TooLong, read_list};
pub use overlap::{MOST_OVERLAPS, Overlap, Overlaps, overlaps};
pub use parse::{Form, Item, MOST_CHARACTERS, Parsed, parse, parse_address, parse_item, parse_network, parse_range};
pub use range::{AddressRange, RangeError};
pub use relation::{Relation, contains, relation, shared};
pub use set::{AddressSet, Free, Listing, SupernetError, aggregate, free, supernet};
pub use split::{JoinError, LISTED, LISTED_AT_MOST, Split, SplitError, Subnets, join};

#[cfg(test)]
mod properties;

/// The bits of an address of the same family as the network: 32 or 128.
fn width(network: ipnet::IpNet) -> u8 {
    network.max_prefix_len()
}

/// The family in words, as it stands in errors.
fn family(network: ipnet::IpNet) -> &'static str {
    if network.addr().is_ipv4() { "IPv4" } else { "IPv6" }
}

/// A text as an error says it back: at most so many characters, and then "…"; what cannot be seen is shown by its code.
fn cut(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::new();
    for c in text.chars().take(MOST) {
        let unseen = c.is_control() || (c.is_whitespace() && c != ' ') || text::unseen(c);
        if unseen { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}
