//! Pasted lists, and what is wrong with them.

use std::net::IpAddr;

use ipnet::IpNet;

use super::MOST_ITEMS;
use crate::domain::net::{self, Item, List};
use crate::tools::view::grouped;
use crate::tools::{Complaint, Inputs};

/// The list in a field. What cannot be read in it is no complaint as long as anything can.
pub(super) fn list(inputs: &Inputs, field: &'static str, needed: bool) -> Result<List, Complaint> {
    // As it was typed: empty lines in front count when a line is named.
    let list =
        net::read_list(inputs.raw(field), MOST_ITEMS).map_err(|error| Complaint::new(field, format!("{error}.")))?;
    match (list.entries.is_empty(), list.errors.first()) {
        (true, Some(first)) if list.wrong == 1 => {
            Err(Complaint { suggestion: first.error.suggestion.clone(), ..Complaint::new(field, first.to_string()) })
        }
        (true, Some(first)) => {
            let message = format!("None of the {} items can be read. The first: {first}", grouped(list.wrong));
            Err(Complaint::new(field, message))
        }
        (true, None) if needed => {
            Err(Complaint::new(field, "Nothing is there; paste networks or ranges, such as 10.0.0.0/24, one a line."))
        }
        _ => Ok(list),
    }
}

/// How many networks were not written from their first address, and the first of these: its line, the address, the network.
pub(super) fn host_bits(list: &List) -> Option<(usize, (usize, IpAddr, IpNet))> {
    let mut off = list.entries.iter().filter_map(|entry| match entry.item {
        Item::Network(parsed) if parsed.host_bits_set() => Some((entry.line, parsed.address, parsed.network)),
        _ => None,
    });
    let first = off.next()?;
    Some((off.count() + 1, first))
}
