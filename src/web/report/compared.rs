//! Cohorts beside each other, as the page shows them: without names, in words.

use super::view::{NOTHING, range};
use crate::app::Shelved;
use crate::domain::understood::{Compared, Comparison, Side};
use crate::web::question;

/// Cohorts beside each other.
pub(super) struct ComparedView {
    /// "This one", "A", "B".
    pub(super) names: Vec<String>,
    /// "Module" and "Question", each with its rows.
    pub(super) tables: [(&'static str, Vec<ComparedRow>); 2],
}

/// A question or a module in each of them.
pub(super) struct ComparedRow {
    pub(super) name: String,
    /// The facility, and of how many.
    pub(super) sides: Vec<String>,
    /// Between the first and the last.
    pub(super) difference: String,
    pub(super) caution: bool,
}

impl ComparedView {
    pub(super) fn of(comparison: &Comparison, cohorts: usize, shelved: &Shelved) -> Self {
        let workshop = &shelved.workshop;
        let letters = ('A'..='Z').take(cohorts.saturating_sub(1)).map(String::from);
        let side = |side: &Option<Side>| match side {
            None => NOTHING.to_owned(),
            Some(side) => format!("{} of {}", range(Some(side.facility)), side.people),
        };
        let points = |share: f64| format!("{:+.0}", share * 100.0);
        let row = |name: String, row: &Compared| ComparedRow {
            name,
            sides: row.sides.iter().map(side).collect(),
            difference: row.difference.as_ref().map_or_else(
                || NOTHING.to_owned(),
                |(by, within)| format!("{} points ({} to {})", points(*by), points(within.low), points(within.high)),
            ),
            caution: row.caution,
        };
        let module = |id: &str| {
            let module = workshop.outline.modules.iter().find(|module| module.id == id);
            module.map_or_else(|| id.to_owned(), |module| module.title.clone())
        };
        let question = |id: &str| {
            let banked = shelved.bank.find(id);
            banked.map_or_else(|| id.to_owned(), |banked| question::first_words(&banked.question.asked(0)))
        };
        Self {
            names: std::iter::once("This one".to_owned()).chain(letters).collect(),
            tables: [
                ("Module", comparison.modules.iter().map(|compared| row(module(&compared.id), compared)).collect()),
                (
                    "Question",
                    comparison.questions.iter().map(|compared| row(question(&compared.id), compared)).collect(),
                ),
            ],
        }
    }
}
