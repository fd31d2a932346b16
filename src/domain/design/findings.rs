//! What the rules say of a design as a whole: sheet, plans and decisions held against each other.
//!
//! A rule looks at what is known and is silent about the rest: nothing is found in an empty design.

use super::Design;
pub use crate::domain::aks::finding::Severity;

mod capacity;
mod control;
mod data_plane;
mod families;
mod ingress;
mod isolated;
mod look;
mod model;
mod outbound;
mod overlaps;
mod pages;
mod parts;
mod pools;
mod ports;
mod ranges;
mod record;

use look::{Found, Look};

/// The day on which the rules were last held against their sources, as in RFC 3339.
pub const CHECKED: &str = "2026-11-22";

/// One thing that the rules found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name in kebab case, the same for ever.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, with the figures.
    pub message: String,
    /// What to change.
    pub cure: String,
    /// The page that states the rule: an address with `https`.
    pub source: &'static str,
    /// What it is about; what to change first stands first.
    pub about: Vec<About>,
}

/// A part of a design.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum About {
    /// A field of the sheet; of a pool with the pool's place, from 0: `pool.nodes.1`.
    Sheet(String),
    /// The decision of a wizard, by its id; also when it is not made yet.
    Wizard(String),
    /// A plan, by its place in the design.
    Plan(usize),
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name in kebab case.
    pub code: &'static str,
    /// How much it matters when it is broken.
    pub severity: Severity,
    /// The rule in a sentence.
    pub says: &'static str,
    /// The page that states it.
    pub source: &'static str,
    check: fn(&Look, &mut Found),
}

const fn error(code: &'static str, source: &'static str, says: &'static str, check: fn(&Look, &mut Found)) -> Rule {
    Rule { code, severity: Severity::Error, says, source, check }
}

const fn warning(code: &'static str, source: &'static str, says: &'static str, check: fn(&Look, &mut Found)) -> Rule {
    Rule { code, severity: Severity::Warning, says, source, check }
}

const fn note(code: &'static str, source: &'static str, says: &'static str, check: fn(&Look, &mut Found)) -> Rule {
    Rule { code, severity: Severity::Note, says, source, check }
}

/// The tables of rules, each about one thing.
static TABLES: [&[Rule]; 14] = [
    model::RULES,
    pools::RULES,
    ranges::RULES,
    overlaps::RULES,
    capacity::RULES,
    families::RULES,
    data_plane::RULES,
    control::RULES,
    outbound::RULES,
    ports::RULES,
    ingress::RULES,
    isolated::RULES,
    parts::RULES,
    record::RULES,
];

/// All rules, in their order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.into_iter().flatten()
}

/// What the rules say of a design: errors first, then warnings, then notes, each in the order of [`rules`].
#[must_use]
pub fn findings(design: &Design) -> Vec<Finding> {
    let look = Look::at(design);
    let mut all = Vec::new();
    for rule in rules() {
        let mut found = Found::default();
        (rule.check)(&look, &mut found);
        all.extend(found.said.into_iter().map(|said| Finding {
            code: rule.code,
            severity: rule.severity,
            message: said.message,
            cure: said.cure,
            source: rule.source,
            about: said.about,
        }));
    }
    all.sort_by_key(|finding| finding.severity);
    all
}

#[cfg(test)]
pub(crate) mod tests;
