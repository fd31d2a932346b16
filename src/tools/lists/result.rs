//! What comes out, line by line. Lines are made as they are asked for: there can be more of them than anybody wants.

use std::fmt::Display;

use ipnet::IpNet;
use serde_json::{Value, json};

use super::operation::Operation;
use super::{AddressSet, Count, LISTED, List, WRITTEN};
use crate::domain::net::{self, AddressRange, Item, ListEntry, MOST_OVERLAPS, Overlaps};
use crate::tools::Complaint;
use crate::tools::view::grouped;

/// The most networks that are compared with each other. A range of IPv6 addresses can be 254 networks.
const MOST_COMPARED: u64 = 1_000_000;

/// What comes out.
pub(super) struct Outcome {
    /// All addresses of the first list.
    before: Count,
    what: What,
}

enum What {
    /// As networks.
    Networks(AddressSet),
    /// As runs.
    Runs(AddressSet),
    /// Each item on its own.
    Each { ranges: Vec<AddressRange>, total: u64 },
    /// Pairs.
    Pairs { overlaps: Overlaps, entries: Vec<ListEntry>, of: Vec<usize> },
}

impl Outcome {
    /// Does it.
    pub fn of(operation: Operation, a: &List, b: Option<&List>) -> Result<Self, Complaint> {
        let all = a.addresses();
        let before = all.count();
        let second = || b.map(List::addresses).unwrap_or_default();
        let what = match operation {
            Operation::Aggregate => What::Networks(all),
            Operation::Union => What::Networks(all.union(&second())),
            Operation::Intersect => What::Networks(all.intersect(&second())),
            Operation::Subtract | Operation::Free => What::Networks(all.subtract(&second())),
            Operation::Ranges => What::Runs(all),
            Operation::Prefixes => {
                let ranges: Vec<AddressRange> = a.ranges().collect();
                What::Each { total: ranges.iter().map(networks_of).sum(), ranges }
            }
            Operation::Overlaps => pairs(a)?,
        };
        Ok(Self { before, what })
    }

    /// How many addresses the first list has, each counted once.
    pub fn before(&self) -> Count {
        self.before
    }

    /// How many addresses come out, where addresses come out.
    pub fn after(&self) -> Option<Count> {
        match &self.what {
            What::Networks(set) | What::Runs(set) => Some(set.count()),
            What::Each { .. } => Some(self.before),
            What::Pairs { .. } => None,
        }
    }

    /// How many lines there are in all.
    pub fn total(&self) -> u64 {
        match &self.what {
            What::Networks(set) => set.prefix_count(),
            What::Runs(set) => set.ranges().count() as u64,
            What::Each { total, .. } => *total,
            What::Pairs { overlaps, .. } => overlaps.total,
        }
    }

    /// The biggest network that comes out.
    pub fn largest(&self) -> Option<IpNet> {
        match &self.what {
            What::Networks(set) => set.largest(),
            _ => None,
        }
    }

    /// The most lines that a file has.
    pub fn most(&self) -> usize {
        match self.what {
            What::Pairs { .. } => MOST_OVERLAPS,
            _ => WRITTEN,
        }
    }

    /// The lines.
    pub fn lines(&self) -> Box<dyn Iterator<Item = String> + '_> {
        fn text(line: impl Display) -> String {
            line.to_string()
        }
        match &self.what {
            What::Networks(set) => Box::new(set.prefixes().map(text)),
            What::Runs(set) => Box::new(set.ranges().map(text)),
            What::Each { ranges, .. } => Box::new(ranges.iter().flat_map(AddressRange::prefixes).map(text)),
            What::Pairs { overlaps, entries, of } => Box::new(overlaps.pairs.iter().map(|pair| {
                let (a, b) = (&entries[of[pair.a]], &entries[of[pair.b]]);
                format!("{} (line {}) and {} (line {}) share {}", item(a), a.line, item(b), b.line, pair.shared)
            })),
        }
    }

    /// The pairs for programs.
    pub fn overlaps_json(&self) -> Value {
        let What::Pairs { overlaps, entries, of } = &self.what else { return Value::Null };
        let end = |place: usize| {
            let entry = &entries[of[place]];
            (item(entry), entry.line)
        };
        let pair = |pair: &net::Overlap| {
            let ((a, a_line), (b, b_line)) = (end(pair.a), end(pair.b));
            json!({ "a": a, "a_line": a_line, "b": b, "b_line": b_line, "cidr": pair.shared })
        };
        overlaps.pairs.iter().take(LISTED).map(pair).collect()
    }
}

fn item(entry: &ListEntry) -> String {
    match entry.item {
        Item::Network(parsed) => parsed.network.to_string(),
        Item::Range(range) => range.to_string(),
    }
}

/// Of how many networks a range consists, without making them.
fn networks_of(range: &AddressRange) -> u64 {
    AddressSet::from_iter([*range]).prefix_count()
}

fn pairs(a: &List) -> Result<What, Complaint> {
    let count: u64 = a.ranges().map(|range| networks_of(&range)).sum();
    if count > MOST_COMPARED {
        let message = format!(
            "The ranges of the list are {} networks; {} at most are compared with each other.",
            grouped(count),
            grouped(MOST_COMPARED)
        );
        return Err(Complaint::new("a", message));
    }
    let (mut networks, mut of) = (Vec::new(), Vec::new());
    for (place, range) in a.ranges().enumerate() {
        for network in range.prefixes() {
            networks.push(network);
            of.push(place);
        }
    }
    Ok(What::Pairs { overlaps: net::overlaps(&networks, MOST_OVERLAPS), entries: a.entries.clone(), of })
}
