//! The board: where each person of a cohort stands, who is done, and who is stuck.
//!
//! # What it costs
//!
//! Each person's marks and tries are looked at once, and each section of the workshop once a person: the work grows with the
//! number of marks plus people times sections. Sorting adds a logarithm of the people.
//!
//! # Who is stuck
//!
//! Two rules, see [`Stuck`]. Who is done is never stuck.

use super::cohort::{Part, Reached, Standing, told_apart};
use super::outline::Outline;
use super::progress::{Editions, Mark, ModuleState, Progress};
use super::time::Millis;

mod choice;
mod hidden;
mod stuck;

pub use choice::{Choice, Show, Sort};
pub use hidden::{FEWEST_COUNTED, FEWEST_DIVIDED, Veiled};
pub use stuck::{LATELY_SECONDS, STILL_SECONDS, Stuck, TODAY_SECONDS, TOO_MANY_TRIES};

/// What is known of one person.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    /// What they are called; may be the same for several.
    pub name: &'a str,
    /// When a browser of theirs was last used.
    pub seen_at: Option<Millis>,
    /// Sections marked as done, in any order.
    pub marks: &'a [Mark],
    /// What they tried lately, in the order of the last try of each.
    pub tries: &'a [Tries],
    /// What they have done besides sections.
    pub reached: Reached,
}

/// The tries at one question in one attempt that says after each whether it was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tries {
    /// The question's id.
    pub question: String,
    /// Where it is taught: index of the module, and of the section in it. None when the workshop has it no more.
    pub place: Option<(usize, usize)>,
    /// Tries that were not right.
    pub wrong: usize,
    /// Whether it was right in the end.
    pub right: bool,
    /// When it was tried last.
    pub at: Millis,
}

/// Where everybody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// One for each person, in the given order.
    pub rows: Vec<Row>,
    /// One for each module of the outline, in order.
    pub modules: Vec<Summary>,
}

/// Where one person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index of the person.
    pub person: usize,
    /// What they are called, told apart from others of the same name.
    pub name: String,
    /// Module by module.
    pub progress: Progress,
    /// Of what completes the cohort.
    pub standing: Standing,
    /// When a browser of theirs was last used, or something was done.
    pub seen_at: Option<Millis>,
    /// When they last marked something, or tried a question lately.
    pub acted_at: Option<Millis>,
    /// Where they are stuck, and why.
    pub stuck: Option<Stuck>,
}

/// All people in one module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The share of the sections that is marked, in percent: half of the people have at least so much, half at most. The lower of
    /// two. None without people.
    pub median: Option<usize>,
    /// People who have marked something in it.
    pub begun: usize,
    /// People who have finished it, whatever came since.
    pub finished: usize,
    /// For each section, people who have marked it.
    pub sections: Vec<usize>,
}

/// People by how they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub people: usize,
    /// Those who are done.
    pub done: usize,
    /// Those who are stuck.
    pub stuck: usize,
    /// Those who have not started.
    pub not_started: usize,
}

impl Board {
    /// Works out where everybody stands at this time, with these [`parts`](super::cohort::Completion::parts) to be done.
    #[must_use]
    pub fn of(outline: &Outline, editions: &Editions, parts: &[Part], people: &[Person<'_>], now: Millis) -> Self {
        let names = told_apart(&people.iter().map(|person| person.name).collect::<Vec<_>>());
        let row = |(at, (person, name)): (usize, (&Person<'_>, String))| {
            let progress = Progress::of(outline, person.marks, editions);
            let standing = Standing::of(parts, outline, &progress, &person.reached);
            let marked = person.marks.iter().map(|mark| mark.at);
            let acted_at = marked.chain(person.tries.iter().map(|tries| tries.at)).max();
            Row { person: at, name, progress, standing, seen_at: person.seen_at.max(acted_at), acted_at, stuck: None }
        };
        let mut rows: Vec<Row> = people.iter().zip(names).enumerate().map(row).collect();
        let pulse = stuck::Pulse::of(&rows, now);
        for row in &mut rows {
            row.stuck = stuck::find(row, people[row.person].tries, &pulse, now);
        }
        let modules = (0..outline.modules.len()).map(|m| Summary::of(&rows, m, outline)).collect();
        Self { rows, modules }
    }

    /// People by how they stand.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let of = |is: fn(&Row) -> bool| self.rows.iter().filter(|row| is(row)).count();
        Counts {
            people: self.rows.len(),
            done: of(Row::done),
            stuck: of(|row| row.stuck.is_some()),
            not_started: of(|row| !row.started()),
        }
    }

    /// The rows that were asked for, in the order that was asked for.
    #[must_use]
    pub fn chosen(&self, choice: &Choice, now: Millis) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| choice.takes(row, now)).collect();
        choice.sort.order(&mut rows);
        rows
    }
}

impl Row {
    /// Whether all is done that completes the cohort.
    #[must_use]
    pub fn done(&self) -> bool {
        self.standing.complete()
    }

    /// Whether anything was done.
    #[must_use]
    pub fn started(&self) -> bool {
        self.acted_at.is_some() || self.standing.parts.iter().any(|part| part.done)
    }

    /// The section that was marked last: its module and itself, and when. None when nothing is marked that the workshop has.
    #[must_use]
    pub fn last_marked(&self) -> Option<(usize, usize, Millis)> {
        let modules = self.progress.modules.iter().enumerate();
        let marked = modules.flat_map(|(m, module)| {
            module.marked_at.iter().enumerate().filter_map(move |(s, at)| at.map(|at| (m, s, at)))
        });
        marked.max_by_key(|(.., at)| *at)
    }
}

impl Summary {
    fn of(rows: &[Row], m: usize, outline: &Outline) -> Self {
        let of_module = || rows.iter().map(|row| &row.progress.modules[m]);
        let mut shares: Vec<usize> = of_module().map(super::progress::ModuleProgress::percent).collect();
        shares.sort_unstable();
        let finished = |state| matches!(state, ModuleState::Finished | ModuleState::FinishedThenNew(_));
        let sections = outline.modules[m].sections.len();
        Self {
            median: shares.get(shares.len().saturating_sub(1) / 2).copied(),
            begun: of_module().filter(|module| module.state != ModuleState::NotStarted).count(),
            finished: of_module().filter(|module| finished(module.state)).count(),
            sections: (0..sections).map(|s| of_module().filter(|module| module.done[s]).count()).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
