//! What is done, what is new, and what comes next, from a person's marks and the workshop as it is today.

use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Outline, OutlineModule};
use super::time::Millis;

/// One section that a person marked as done, under the ids it had then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The module's id at the time.
    pub module: String,
    /// The section's id at the time.
    pub section: String,
    /// The module's [edition](OutlineModule::edition) at the time.
    pub edition: String,
    /// When.
    pub at: Millis,
}

/// The sections that counted in an edition of a module: its id to (module, section) pairs as they were called then.
pub type Editions = BTreeMap<String, Vec<(String, String)>>;

/// How far a person is in one module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleProgress {
    /// For each section, in order, whether it is marked.
    pub done: Vec<bool>,
    /// Sections that count, and how many of them are marked.
    pub counted: usize,
    /// See `counted`.
    pub counted_done: usize,
    /// Where the module stands.
    pub state: ModuleState,
    /// Whether each section came after the person had finished the module.
    pub new: Vec<bool>,
}

/// Where a person stands with a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleState {
    /// Nothing marked.
    NotStarted,
    /// Something marked, not enough to be finished.
    Started,
    /// Finished by the workshop's rule.
    Finished,
    /// It was finished; since then so many sections came that count.
    FinishedThenNew(usize),
}

/// How far a person is in a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// One for each module of the outline, in order.
    pub modules: Vec<ModuleProgress>,
}

impl Progress {
    /// Reads the marks against the workshop as it is now. Marks under ids the workshop no longer knows count nowhere and
    /// are kept by the store all the same: an id may come back.
    #[must_use]
    pub fn of(outline: &Outline, marks: &[Mark], editions: &Editions) -> Self {
        let marked: BTreeSet<(&str, &str)> = marks.iter().map(|m| (m.module.as_str(), m.section.as_str())).collect();
        let modules =
            outline.modules.iter().map(|module| module_progress(outline, module, marks, &marked, editions)).collect();
        Self { modules }
    }

    /// Sections that count in the whole workshop: (marked, all).
    #[must_use]
    pub fn sections(&self) -> (usize, usize) {
        self.modules.iter().fold((0, 0), |(d, n), m| (d + m.counted_done, n + m.counted))
    }

    /// The share of the counted sections that is marked, rounded down, so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> usize {
        let (done, all) = self.sections();
        percent(done, all)
    }

    /// Whether every module that the workshop needs is finished, with nothing new in it.
    #[must_use]
    pub fn finished(&self, outline: &Outline) -> bool {
        let needed = || outline.modules.iter().zip(&self.modules).filter(|(o, p)| !o.optional && p.counted > 0);
        needed().count() > 0 && needed().all(|(_, p)| p.state == ModuleState::Finished)
    }

    /// The section to go on with: the first that is not marked and counts, at or after the module `from` and then from the
    /// start; optional ones only when nothing else is left. None when everything is marked.
    #[must_use]
    pub fn next(&self, outline: &Outline, from: Option<&str>) -> Option<(usize, usize)> {
        let start = from.and_then(|id| outline.modules.iter().position(|m| m.id == id)).unwrap_or(0);
        let order: Vec<usize> = (start..outline.modules.len()).chain(0..start).collect();
        let find = |optional: bool| {
            order.iter().copied().find_map(|m| {
                let module = &outline.modules[m];
                let open = |s: &usize| {
                    !self.modules[m].done[*s] && (module.optional || module.sections[*s].optional) == optional
                };
                (0..module.sections.len()).find(open).map(|s| (m, s))
            })
        };
        find(false).or_else(|| find(true))
    }
}

impl ModuleProgress {
    /// The share of the counted sections that is marked, rounded down.
    #[must_use]
    pub fn percent(&self) -> usize {
        percent(self.counted_done, self.counted)
    }
}

/// Every (module, section) under which a mark for this section may have been kept: today's ids first.
#[must_use]
pub fn names_of(module: &OutlineModule, section: usize) -> Vec<(String, String)> {
    let section = &module.sections[section];
    let mut names = vec![(module.id.clone(), section.id.clone())];
    names.extend(section.was.iter().cloned());
    let in_former_modules: Vec<_> = module
        .was
        .iter()
        .flat_map(|m| {
            let own = std::iter::once(&section.id);
            let former = section.was.iter().filter(|(wm, _)| *wm == module.id).map(|(_, s)| s);
            own.chain(former).map(move |s| (m.clone(), s.clone()))
        })
        .collect();
    names.extend(in_former_modules);
    names
}

fn percent(done: usize, all: usize) -> usize {
    (done * 100).checked_div(all).unwrap_or(0)
}

fn enough(done: usize, all: usize, share: u8) -> bool {
    all > 0 && done * 100 >= all * usize::from(share)
}

fn module_progress(
    outline: &Outline,
    module: &OutlineModule,
    marks: &[Mark],
    marked: &BTreeSet<(&str, &str)>,
    editions: &Editions,
) -> ModuleProgress {
    let names: Vec<_> = (0..module.sections.len()).map(|s| names_of(module, s)).collect();
    let done: Vec<bool> =
        names.iter().map(|names| names.iter().any(|(m, s)| marked.contains(&(m.as_str(), s.as_str())))).collect();
    let counts = |s: usize| !module.sections[s].optional;
    let counted = (0..done.len()).filter(|s| counts(*s)).count();
    let counted_done = (0..done.len()).filter(|s| counts(*s) && done[*s]).count();

    // The newest edition the person marked something in: what was there then and what has come since.
    let newest = marks
        .iter()
        .filter(|mark| names.iter().flatten().any(|(m, s)| *m == mark.module && *s == mark.section))
        .max_by_key(|mark| mark.at)
        .and_then(|mark| editions.get(&mark.edition));
    let finished_now = enough(counted_done, counted, outline.done.percent);
    let mut new = vec![false; done.len()];
    if let Some(then) = newest {
        let was_there = |s: usize| names[s].iter().any(|name| then.contains(name));
        let was_done = then.iter().filter(|(m, s)| marked.contains(&(m.as_str(), s.as_str()))).count();
        if enough(was_done, then.len(), outline.done.percent) {
            for (s, new) in new.iter_mut().enumerate() {
                *new = counts(s) && !done[s] && !was_there(s);
            }
        }
    }
    let came = new.iter().filter(|n| **n).count();
    let state = match (came, finished_now, done.iter().any(|d| *d)) {
        (1.., _, _) => ModuleState::FinishedThenNew(came),
        (0, true, _) => ModuleState::Finished,
        (0, false, true) => ModuleState::Started,
        (0, false, false) => ModuleState::NotStarted,
    };
    ModuleProgress { done, counted, counted_done, state, new }
}
