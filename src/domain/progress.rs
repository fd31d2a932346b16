//! What is done, what is new, and what comes next, from a person's marks and the workshop as it is today.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outline::{Need, Outline, OutlineModule, OutlineSection};
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
pub type Editions = BTreeMap<String, Arc<[(String, String)]>>;

/// How far a person is in one module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleProgress {
    /// For each section, in order, whether it is marked.
    pub done: Vec<bool>,
    /// For each section, when it was marked first, under whichever of its names.
    pub marked_at: Vec<Option<Millis>>,
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
        let marks = MarksByName::of(marks);
        let modules = outline.modules.iter().map(|module| module_progress(outline, module, &marks, editions)).collect();
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
        self.next_of(outline, from, |_| true)
    }

    /// The same among the modules, by index, that are open.
    #[must_use]
    pub fn next_of(
        &self,
        outline: &Outline,
        from: Option<&str>,
        is_open: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let start = from.and_then(|id| outline.modules.iter().position(|m| m.id == id)).unwrap_or(0);
        let order: Vec<usize> = (start..outline.modules.len()).chain(0..start).filter(|m| is_open(*m)).collect();
        let find = |optional: bool| {
            order.iter().copied().find_map(|m| {
                let module = &outline.modules[m];
                let open = |s: &usize| {
                    let section = &module.sections[*s];
                    let is_optional = module.optional || section.is_optional();
                    !self.modules[m].done[*s] && !section.is_hidden() && is_optional == optional
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
pub fn names(module: &OutlineModule, section: usize) -> impl Iterator<Item = (&str, &str)> + Clone {
    let section = &module.sections[section];
    let today = std::iter::once((module.id.as_str(), section.id.as_str()));
    let former = section.was.iter().map(|(m, s)| (m.as_str(), s.as_str()));
    let in_former_modules = module.was.iter().flat_map(move |m| {
        let own = std::iter::once(section.id.as_str());
        let former = section.was.iter().filter(|(wm, _)| *wm == module.id).map(|(_, s)| s.as_str());
        own.chain(former).map(move |s| (m.as_str(), s))
    });
    today.chain(former).chain(in_former_modules)
}

/// The same to be kept.
#[must_use]
pub fn names_of(module: &OutlineModule, section: usize) -> Vec<(String, String)> {
    names(module, section).map(|(m, s)| (m.to_owned(), s.to_owned())).collect()
}

fn percent(done: usize, all: usize) -> usize {
    (done * 100).checked_div(all).unwrap_or(0)
}

fn enough(done: usize, all: usize, share: u8) -> bool {
    all > 0 && done * 100 >= all * usize::from(share)
}

/// Marks as they are asked for.
struct MarksByName<'m> {
    /// When each (module, section) was marked.
    at: BTreeMap<(&'m str, &'m str), Millis>,
    /// When somebody last marked something in each edition.
    last: BTreeMap<&'m str, Millis>,
}

impl<'m> MarksByName<'m> {
    fn of(marks: &'m [Mark]) -> Self {
        let (mut at, mut last) = (BTreeMap::new(), BTreeMap::new());
        for mark in marks {
            at.insert((mark.module.as_str(), mark.section.as_str()), mark.at);
            let last = last.entry(mark.edition.as_str()).or_insert(mark.at);
            *last = (*last).max(mark.at);
        }
        Self { at, last }
    }

    /// When a section was marked first, under whichever of its names.
    fn first<'n>(&self, names: impl IntoIterator<Item = (&'n str, &'n str)>) -> Option<Millis> {
        names.into_iter().filter_map(|name| self.at.get(&name)).min().copied()
    }
}

fn module_progress(
    outline: &Outline,
    module: &OutlineModule,
    marks: &MarksByName<'_>,
    editions: &Editions,
) -> ModuleProgress {
    let marked_at: Vec<_> = (0..module.sections.len()).map(|s| marks.first(names(module, s))).collect();
    let done: Vec<bool> = marked_at.iter().map(Option::is_some).collect();
    let counts = |s: usize| !module.sections[s].is_optional();
    let counted = (0..done.len()).filter(|s| counts(*s)).count();
    let counted_done = (0..done.len()).filter(|s| counts(*s) && done[*s]).count();

    let mut new = vec![false; done.len()];
    let before = last_finished(module, marks, &marked_at, editions, outline.done.percent);
    if let Some(then) = before {
        let then: BTreeSet<(&str, &str)> = then.iter().map(|(m, s)| (m.as_str(), s.as_str())).collect();
        for (s, new) in new.iter_mut().enumerate() {
            let section = &module.sections[s];
            let came = !done[s] && !names(module, s).any(|name| then.contains(&name));
            // What a cohort asks for is not new, however long it was there: it is wanted.
            *new = came && counts(s) && section.need != Need::Required;
        }
    }
    let came = new.iter().filter(|n| **n).count();
    let lacks = (0..done.len()).any(|s| module.sections[s].need == Need::Required && !done[s]);
    let written = || (0..done.len()).filter(|s| !module.sections[*s].optional);
    // Whoever has finished it as the author wrote it, now or once, does not lose that by what a cohort leaves out.
    let finished_now = enough(counted_done, counted, outline.done.percent)
        || enough(written().filter(|s| done[*s]).count(), written().count(), outline.done.percent)
        || before.is_some() && module.sections.iter().any(OutlineSection::is_waived);
    let state = match (came, finished_now, done.iter().any(|d| *d)) {
        (1.., _, _) if !lacks => ModuleState::FinishedThenNew(came),
        (_, true, _) if !lacks => ModuleState::Finished,
        (_, _, true) => ModuleState::Started,
        (_, _, false) => ModuleState::NotStarted,
    };
    ModuleProgress { done, marked_at, counted, counted_done, state, new }
}

/// The sections of the newest edition of a module that the person finished: of those in which something was marked last,
/// the latest one in which enough was marked by then. What is marked after that, in a later edition, does not undo it.
fn last_finished<'e>(
    module: &OutlineModule,
    marks: &MarksByName<'_>,
    marked_at: &[Option<Millis>],
    editions: &'e Editions,
    share: u8,
) -> Option<&'e [(String, String)]> {
    // A section that moved here from another module brings its mark along, but not that module's editions.
    let of_this = |then: &[(String, String)]| {
        then.first().is_some_and(|(m, _)| *m == module.id || module.was.iter().any(|was| was == m))
    };
    if marks.last.is_empty() {
        return None;
    }
    // What is called otherwise today may have been marked before or after it was renamed.
    let today: BTreeMap<(&str, &str), usize> =
        (0..module.sections.len()).rev().flat_map(|s| names(module, s).map(move |name| (name, s))).collect();
    let section = |name: &(String, String)| today.get(&(name.0.as_str(), name.1.as_str())).copied();
    let finished = |then: &[(String, String)], last: Millis| {
        // What a cohort waives is not missed.
        let asked = || then.iter().filter(|name| section(name).is_none_or(|s| !module.sections[s].is_waived()));
        let by_then = |name: &&(String, String)| {
            let marked = match section(name) {
                Some(s) => marked_at[s],
                None => marks.first([(name.0.as_str(), name.1.as_str())]),
            };
            marked.is_some_and(|at| at <= last)
        };
        enough(then.iter().filter(by_then).count(), then.len(), share)
            || enough(asked().filter(by_then).count(), asked().count(), share)
    };
    marks
        .last
        .iter()
        .filter_map(|(id, last)| editions.get(*id).map(|then| (then.as_ref(), *last)))
        .filter(|(then, last)| of_this(then) && finished(then, *last))
        .max_by_key(|(_, last)| *last)
        .map(|(then, _)| then)
}

#[cfg(test)]
mod tests;
