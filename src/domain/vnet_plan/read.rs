//! A plan from a table with commas, as spreadsheets and our own export write it.

use std::fmt;

use ipnet::IpNet;

use super::build::{BuildError, Item, build};
use super::{Label, MOST_ROWS, Plan};
use crate::domain::azure::roles::Role;
use crate::domain::csv::{self, RecordsError};
use crate::domain::net::{TextError, parse_network, supernet};

/// The columns that our own table has.
pub const CSV_COLUMNS: [&str; 11] = [
    "vnet",
    "address_space",
    "network",
    "kind",
    "addresses",
    "usable_in_azure",
    "name",
    "role",
    "note",
    "colour",
    "locked",
];

/// Why a table is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CsvError {
    /// There is no column for the network.
    NoNetworkColumn,
    /// A quotation mark is never closed: the line it stands in.
    OpenQuote(usize),
    /// More lines than a plan has rows.
    TooLong,
    /// A field holds no network: the line, and what is wrong.
    Network(usize, Box<TextError>),
    /// The networks make no plan.
    Build(BuildError),
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNetworkColumn => f.write_str(
                "the first line names no column \"network\"; it says what the columns are, such as: vnet,network,name",
            ),
            Self::OpenQuote(line) => write!(f, "line {line}: a quotation mark is opened and never closed"),
            Self::TooLong => write!(f, "the table has more than {MOST_ROWS} lines"),
            Self::Network(line, error) => write!(f, "line {line}: {error}"),
            Self::Build(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CsvError {}

impl From<RecordsError> for CsvError {
    fn from(error: RecordsError) -> Self {
        match error {
            RecordsError::OpenQuote(line) => Self::OpenQuote(line),
            RecordsError::TooLong => Self::TooLong,
        }
    }
}

/// Reads a table: its first line names the columns, in any order; what is not known is passed over. Semicolons and tabs
/// part fields as well as commas.
pub fn read_csv(text: &str) -> Result<Plan, CsvError> {
    let mut records = csv::records(text, MOST_ROWS + 1)?.into_iter();
    let head = records.next().map(|(_, fields)| fields).unwrap_or_default();
    let column = |names: &[&str]| {
        let known = |field: &String| names.contains(&field.trim().to_lowercase().replace([' ', '-'], "_").as_str());
        head.iter().position(known)
    };
    let network =
        column(&["network", "subnet", "cidr", "prefix", "address_prefix"]).ok_or(CsvError::NoNetworkColumn)?;
    let columns = [
        column(&["vnet", "virtual_network"]),
        column(&["address_space", "space", "vnet_cidr"]),
        column(&["name", "subnet_name"]),
        column(&["role"]),
        column(&["note", "notes", "description"]),
        column(&["colour", "color"]),
        column(&["locked"]),
        column(&["kind"]),
    ];
    let mut vnets: Vec<(String, Vec<IpNet>, Vec<Item>)> = Vec::new();
    for (line, fields) in records {
        let [vnet, space, name, role, note, colour, locked, kind] =
            columns.map(|n| n.and_then(|n| fields.get(n)).map_or("", |field| csv::unguarded(field.trim())));
        let cidr = fields.get(network).map_or("", |field| field.trim());
        let read = |text: &str| parse_network(text).map_err(|error| CsvError::Network(line, Box::new(error)));
        let own = if cidr.is_empty() { None } else { Some(read(cidr)?) };
        let space = if space.is_empty() { None } else { Some(read(space)?) };
        let n = vnets.iter().position(|(known, ..)| known == vnet).unwrap_or_else(|| {
            vnets.push((vnet.to_owned(), Vec::new(), Vec::new()));
            vnets.len() - 1
        });
        for space in space.into_iter().chain(own.filter(|_| kind == "space")) {
            if !vnets[n].1.contains(&space) {
                vnets[n].1.push(space);
            }
        }
        let Some(own) = own.filter(|_| kind != "space") else { continue };
        let label = Label {
            name: name.to_owned(),
            // A table without roles has those that names alone give.
            role: if columns[3].is_some() { Role::of_id(role) } else { Role::of_name(name) },
            note: note.to_owned(),
            colour: colour.parse().ok().filter(|n| *n <= super::COLOURS).unwrap_or_default(),
            locked: matches!(locked.to_lowercase().as_str(), "yes" | "true" | "1"),
        };
        vnets[n].2.push(Item { network: own, label, place: format!("line {line}") });
    }
    for (_, spaces, items) in &mut vnets {
        if spaces.is_empty() {
            *spaces = outermost(items);
        }
    }
    build(vnets).map_err(CsvError::Build)
}

/// The address spaces of a list that names none: what others lie in, or else the smallest network around all.
fn outermost(items: &[Item]) -> Vec<IpNet> {
    let mut networks: Vec<IpNet> = items.iter().map(|item| item.network).collect();
    networks.sort();
    let mut outer: Vec<IpNet> = Vec::new();
    for network in &networks {
        if !outer.last().is_some_and(|last| last.contains(network)) {
            outer.push(*network);
        }
    }
    if outer.len() < networks.len() {
        return outer;
    }
    let (v4, v6): (Vec<IpNet>, Vec<IpNet>) = outer.iter().copied().partition(|network| network.addr().is_ipv4());
    let around = |list: &[IpNet], shortest: u8| match supernet(list) {
        Ok(around) if around.prefix_len() >= shortest => vec![around],
        _ => list.to_vec(),
    };
    [around(&v4, 8), around(&v6, 32)].concat()
}
