//! What completes a cohort, and how far somebody is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Schedule;
use crate::domain::outline::Outline;
use crate::domain::progress::{ModuleState, Progress};

/// What somebody has to do to complete a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Completion {
    /// Whether the modules that are needed have to be finished.
    pub modules: bool,
    /// Quizzes that have to be passed: id to the share of the marks, in percent.
    pub quizzes: BTreeMap<String, u8>,
    /// Wizards with which something has to be decided.
    pub decisions: BTreeSet<String>,
}

impl Default for Completion {
    fn default() -> Self {
        Self { modules: true, quizzes: BTreeMap::new(), decisions: BTreeSet::new() }
    }
}

/// One thing that has to be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// To finish the module with this id.
    Module(String),
    /// To pass the quiz with this id, with this share of the marks.
    Quiz(String, u8),
    /// To decide something with the wizard with this id.
    Decision(String),
}

/// What somebody has done, apart from sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// The best share of each quiz that was handed in, in percent.
    pub quizzes: BTreeMap<String, u8>,
    /// Wizards with which something was decided.
    pub decisions: BTreeSet<String>,
}

/// Whether one thing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub part: Part,
    /// Whether it is done.
    pub done: bool,
    /// It was done; since then so many sections came that count.
    pub new: usize,
}

/// How far somebody is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// All that has to be done, in order.
    pub parts: Vec<Done>,
}

impl Standing {
    /// Whether all is done. Nothing to do is never complete.
    #[must_use]
    pub fn complete(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.done)
    }

    /// How much of all of it is done, rounded down: the mean over the things, of which a module counts by the share of its sections,
    /// a quiz by how near the best share is to the one that is asked, and a decision whole or not at all. 100 means all.
    #[must_use]
    pub fn percent(&self, outline: &Outline, progress: &Progress, reached: &Reached) -> u8 {
        if self.complete() {
            return 100;
        }
        let of = |done: &Done| match &done.part {
            _ if done.done => 100,
            Part::Module(id) => {
                let at = outline.modules.iter().position(|module| module.id == *id);
                at.and_then(|at| progress.modules.get(at)).map_or(0, |module| module.percent().min(99))
            }
            Part::Quiz(id, share) => {
                let best = reached.quizzes.get(id).copied().unwrap_or(0);
                (usize::from(best) * 100).checked_div(usize::from(*share)).unwrap_or(0).min(99)
            }
            Part::Decision(_) => 0,
        };
        let sum: usize = self.parts.iter().map(of).sum();
        u8::try_from(sum.checked_div(self.parts.len()).unwrap_or(0).min(99)).unwrap_or(99)
    }

    /// Things done, and all of them.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.parts.iter().filter(|part| part.done).count(), self.parts.len())
    }
}

impl Completion {
    /// All that has to be done with a workshop as it is today, in the order of the workshop: modules, then quizzes, then
    /// decisions. What the workshop does not know any more is asked of nobody.
    #[must_use]
    pub fn parts(
        &self,
        outline: &Outline,
        schedule: &Schedule,
        quizzes: &BTreeSet<&str>,
        wizards: &BTreeSet<&str>,
    ) -> Vec<Part> {
        let modules = outline.modules.iter().filter(|module| {
            let counts = module.sections.iter().any(|section| !section.is_optional());
            self.modules && counts && schedule.requires(&module.id, module.optional)
        });
        let modules = modules.map(|module| Part::Module(module.id.clone()));
        let quizzes = self.quizzes.iter().filter(|(quiz, _)| quizzes.contains(quiz.as_str()));
        let quizzes = quizzes.map(|(quiz, share)| Part::Quiz(quiz.clone(), *share));
        let decisions = self.decisions.iter().filter(|wizard| wizards.contains(wizard.as_str()));
        modules.chain(quizzes).chain(decisions.map(|wizard| Part::Decision(wizard.clone()))).collect()
    }
}

impl Standing {
    /// How far somebody is with these [`parts`](Completion::parts).
    #[must_use]
    pub fn of(parts: &[Part], outline: &Outline, progress: &Progress, reached: &Reached) -> Self {
        let done = |part: &Part| {
            let (done, new) = match part {
                Part::Module(id) => {
                    let at = outline.modules.iter().position(|module| module.id == *id);
                    match at.and_then(|at| progress.modules.get(at)).map(|module| module.state) {
                        Some(ModuleState::Finished) => (true, 0),
                        // What was finished stays so; what came later is told, and asked of nobody.
                        Some(ModuleState::FinishedThenNew(new)) => (true, new),
                        _ => (false, 0),
                    }
                }
                Part::Quiz(id, share) => (reached.quizzes.get(id).is_some_and(|reached| reached >= share), 0),
                Part::Decision(id) => (reached.decisions.contains(id), 0),
            };
            Done { part: part.clone(), done, new }
        };
        Self { parts: parts.iter().map(done).collect() }
    }
}
