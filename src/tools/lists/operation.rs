//! What can be done with lists.

use super::result::Outcome;
use super::{List, grouped};
use crate::tools::Verdict;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    /// The fewest networks with the same addresses.
    Aggregate,
    /// Both lists together.
    Union,
    /// What is in both.
    Intersect,
    /// The first without the second.
    Subtract,
    /// What the second leaves free in the first.
    Free,
    /// Each item as networks, without joining them.
    Prefixes,
    /// Runs of addresses without a gap.
    Ranges,
    /// Pairs that share addresses.
    Overlaps,
}

/// The choices, in the order of [`Operation::ALL`].
pub(super) static OPTIONS: [(&str, &str); 8] = [
    ("aggregate", "Make it shorter (aggregate)"),
    ("union", "Both lists together"),
    ("intersect", "What is in both lists"),
    ("subtract", "First without second (subtract)"),
    ("free", "Free space: second is used in first"),
    ("prefixes", "Ranges to networks, each on its own"),
    ("ranges", "Networks to ranges"),
    ("overlaps", "Who overlaps whom"),
];

/// The names of all.
pub(super) fn names() -> String {
    OPTIONS.map(|(name, _)| name).join(", ")
}

impl Operation {
    const ALL: [Self; 8] = [
        Self::Aggregate,
        Self::Union,
        Self::Intersect,
        Self::Subtract,
        Self::Free,
        Self::Prefixes,
        Self::Ranges,
        Self::Overlaps,
    ];

    /// By its name; the first when none was chosen.
    pub(super) fn named(name: &str) -> Option<Self> {
        let place = OPTIONS.iter().position(|(option, _)| *option == name).or(name.is_empty().then_some(0))?;
        Some(Self::ALL[place])
    }

    /// The name in addresses.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().position(|one| *one == self).map_or("", |place| OPTIONS[place].0)
    }

    /// Whether it has a second list.
    pub(super) const fn takes_two(self) -> bool {
        matches!(self, Self::Union | Self::Intersect | Self::Subtract | Self::Free)
    }

    /// Whether it makes no sense without something in the second list.
    pub(super) const fn needs_two(self) -> bool {
        matches!(self, Self::Intersect | Self::Subtract)
    }

    /// What comes out, as a word for so many.
    pub(super) const fn unit(self, n: u64) -> &'static str {
        match (self, n) {
            (Self::Ranges, 1) => "range",
            (Self::Ranges, _) => "ranges",
            (Self::Overlaps, 1) => "pair",
            (Self::Overlaps, _) => "pairs",
            (_, 1) => "network",
            (..) => "networks",
        }
    }

    /// The heading over the lines.
    pub(super) const fn lines(self) -> &'static str {
        match self {
            Self::Aggregate | Self::Union => "The fewest networks with exactly these addresses",
            Self::Intersect => "In both lists",
            Self::Subtract => "In the first list and not in the second",
            Self::Free => "Free",
            Self::Prefixes => "Each item as networks, in the order of the list",
            Self::Ranges => "Addresses without a gap",
            Self::Overlaps => "Pairs that share addresses",
        }
    }

    /// What may be guessed.
    pub(super) const fn question(self) -> &'static str {
        match self {
            Self::Ranges => "How many ranges come out?",
            Self::Overlaps => "How many pairs overlap?",
            _ => "How many networks come out?",
        }
    }

    /// The answer in a sentence.
    pub(super) fn says(self, a: &List, outcome: &Outcome) -> Verdict {
        let total = outcome.total();
        let networks = networks(total);
        let items = super::items(a);
        let become_ = if a.entries.len() == 1 { "becomes" } else { "become" };
        let addresses = outcome.after().map(super::addresses).unwrap_or_default();
        match self {
            Self::Aggregate => Verdict::good(format!("{items} {become_} {networks}")),
            Self::Union => Verdict::good(format!("Both lists together are {networks}")),
            Self::Intersect if total == 0 => Verdict::good("The two lists share no address"),
            Self::Intersect => Verdict::good(format!("The two lists share {addresses} in {networks}")),
            Self::Subtract if total == 0 => Verdict::good("Nothing is left: the second list covers the first"),
            Self::Subtract => Verdict::good(format!("{addresses} are left, in {networks}")),
            Self::Free if total == 0 => Verdict::warn("Nothing is free"),
            Self::Free => {
                let largest = outcome.largest().map(|net| net.to_string()).unwrap_or_default();
                Verdict::good(format!("{addresses} are free in {networks}; the biggest is {largest}"))
            }
            Self::Prefixes => Verdict::good(format!("{items} {become_} {networks}, each on its own")),
            Self::Ranges if total == 1 => Verdict::good(format!("{items} {become_} one range")),
            Self::Ranges => Verdict::good(format!("{items} {become_} {} ranges", grouped(total))),
            Self::Overlaps => match total {
                0 => Verdict::good("No two of them overlap"),
                1 => Verdict::warn("One pair overlaps"),
                n => Verdict::warn(format!("{} pairs overlap", grouped(n))),
            },
        }
    }
}

fn networks(n: u64) -> String {
    if n == 1 { "1 network".to_owned() } else { format!("{} networks", grouped(n)) }
}
