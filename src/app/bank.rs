//! The questions of a workshop as they are asked now.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::model::Workshop;
use crate::domain::question::Question;

/// The bank of one workshop: every question with the revision that is asked today.
#[derive(Debug, Default)]
pub struct Bank(BTreeMap<String, Banked>);

/// A question of the bank.
#[derive(Debug, Clone)]
pub struct Banked {
    /// The question.
    pub question: Arc<Question>,
    /// Its revision, by the store's number.
    pub revision: i64,
}

impl Bank {
    /// The workshop's questions with their revisions by id. One without a revision is left out; the store gives one to each.
    #[must_use]
    pub fn of(workshop: &Workshop, revisions: &BTreeMap<String, i64>) -> Self {
        let banked = |question: &Question| {
            let revision = *revisions.get(&question.id)?;
            Some((question.id.clone(), Banked { question: Arc::new(question.clone()), revision }))
        };
        Self(workshop.questions.iter().filter_map(banked).collect())
    }

    /// A question by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Banked> {
        self.0.get(id)
    }

    /// All questions, in the order of their ids.
    pub fn all(&self) -> impl Iterator<Item = &Banked> {
        self.0.values()
    }
}
