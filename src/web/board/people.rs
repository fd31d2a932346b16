//! The board as a table of people by modules, or by the sections of one module.

use askama::Template;

use super::{Gathered, Place};
use crate::app::Shelved;
use crate::domain::board::{Board, Choice, Row, Show, Stuck};
use crate::domain::cohort::Need;
use crate::domain::progress::ModuleState;
use crate::store::CohortRow;
use crate::web::error::Wrong;
use crate::web::frame::Onward;
use crate::web::home::{self, count};
use crate::web::now::Now;
use crate::web::{places, when};

/// The most rows on a page; who looks further filters or finds.
const MOST_ROWS: usize = 1000;
/// The most people who are named above the table for being stuck.
const MOST_STUCK: usize = 5;

/// The element `#_board`.
#[derive(Template)]
#[template(path = "board/people.html")]
struct Table {
    /// Such as "42 people", with where they are shown.
    counts: Vec<Onward>,
    stuck: Vec<StuckView>,
    /// More of them, and where they are shown.
    more_stuck: Option<Onward>,
    /// The module whose sections are shown: its title, and the way back to all.
    module: Option<(String, String)>,
    columns: Vec<Column>,
    /// Whether anything says who is done.
    standing: bool,
    rows: Vec<RowView>,
    /// Rows that are left out.
    left_out: usize,
    /// Names of the lines below the table, with their cells.
    foot: Vec<(&'static str, Vec<String>)>,
    /// Where everybody is shown.
    everybody: String,
}

struct StuckView {
    name: String,
    url: String,
    why: String,
    /// Where the answers are.
    answers: Option<String>,
}

struct Column {
    title: String,
    url: String,
    /// Whether one can do without it.
    optional: bool,
}

struct RowView {
    name: String,
    url: String,
    cells: Vec<Cell>,
    /// "3 of 7".
    standing: String,
    done: bool,
    /// (RFC 3339, words).
    seen: Option<(String, String)>,
}

struct Cell {
    /// `h0` to `h4`: how much is done.
    class: &'static str,
    /// Percent, or a sign.
    text: String,
    /// What only a screen reader says besides.
    said: &'static str,
    /// Sections that came since it was finished.
    new: usize,
    stuck: bool,
}

/// The board with what it was worked out from.
pub(super) struct Seen<'a> {
    pub(super) board: &'a Board,
    pub(super) gathered: &'a Gathered,
    pub(super) cohort: &'a CohortRow,
    pub(super) shelved: &'a Shelved,
}

impl<'a> Seen<'a> {
    /// The module of this id, if it is one that the cohort sees.
    pub(super) fn module(&self, id: Option<&str>) -> Option<&'a str> {
        let outline = &self.shelved.workshop.outline;
        let m = places::find_module(outline, id?)?;
        self.modules().contains(&m).then(|| outline.modules[m].id.as_str())
    }

    /// The modules that the cohort sees.
    fn modules(&self) -> Vec<usize> {
        let (outline, schedule) = (&self.shelved.workshop.outline, &self.cohort.settings.schedule);
        let hidden = |m: &usize| schedule.plan(&outline.modules[*m].id).need == Need::Hidden;
        (0..outline.modules.len()).filter(|m| !hidden(m)).collect()
    }

    /// The element `#_board`.
    pub(super) fn draw(&self, place: &Place<'_>, now: Now) -> Result<String, Wrong> {
        let outline = &self.shelved.workshop.outline;
        let module = place.module.and_then(|id| places::find_module(outline, id));
        let rows = self.board.chosen(place.choice, now.0);
        let modules = self.modules();
        let view = |row: &&Row| RowView {
            name: row.name.clone(),
            url: self.address_of(place, row),
            cells: match module {
                Some(m) => self.sections(m).map(|s| of_section(row, m, s)).collect(),
                None => modules.iter().map(|m| of_module(row, *m)).collect(),
            },
            standing: format!("{} of {}", row.standing.count().0, row.standing.count().1),
            done: row.done(),
            seen: row.seen_at.map(|at| when::lately(at, now.0)),
        };
        let everybody = Choice::default();
        let table = Table {
            counts: self.counts(place),
            stuck: self.stuck(place, now),
            more_stuck: self.more_stuck(place),
            module: module.map(|m| {
                let all = Place { module: None, ..*place };
                (outline.modules[m].title.clone(), all.address())
            }),
            columns: match module {
                Some(m) => self.section_columns(m),
                None => modules.iter().map(|m| self.module_column(place, *m)).collect(),
            },
            standing: !self.gathered.parts.is_empty(),
            left_out: rows.len().saturating_sub(MOST_ROWS),
            rows: rows.iter().take(MOST_ROWS).map(view).collect(),
            foot: match module {
                Some(m) => {
                    let done = &self.board.modules[m].sections;
                    vec![("Done by", self.sections(m).map(|s| done[s].to_string()).collect())]
                }
                None => self.foot(&modules),
            },
            everybody: Place { choice: &everybody, ..*place }.address(),
        };
        Ok(table.render()?)
    }

    fn address_of(&self, place: &Place<'_>, row: &Row) -> String {
        format!("{}/people/{}", place.url, self.gathered.members[row.person].id)
    }

    fn counts(&self, place: &Place<'_>) -> Vec<Onward> {
        let counts = self.board.counts();
        let to = |label: String, show: Show| {
            let choice = Choice { show, find: String::new(), ..place.choice.clone() };
            Onward { label, url: Place { choice: &choice, ..*place }.address() }
        };
        let people = home::people(counts.people);
        vec![
            to(people, Show::All),
            to(format!("{} done", counts.done), Show::Done),
            to(format!("{} stuck", counts.stuck), Show::Stuck),
            to(format!("{} not started", counts.not_started), Show::NotStarted),
        ]
    }

    /// Who is stuck, by name; not where only they are shown with what is looked for.
    fn stuck(&self, place: &Place<'_>, now: Now) -> Vec<StuckView> {
        let outline = &self.shelved.workshop.outline;
        let choice = Choice { show: Show::Stuck, ..Choice::default() };
        let view = |row: &&Row| {
            let (member, stuck) = (self.gathered.members[row.person].id, row.stuck.as_ref()?);
            let url = self.address_of(place, row);
            let answers = match stuck {
                Stuck::Tries { question, .. } => {
                    let mut tried = self.gathered.tries.iter().rev();
                    let tried = tried.find(|tries| tries.member == member && tries.question == *question);
                    tried.map(|tries| format!("{url}/attempts/{}#_q-{question}", tries.attempt))
                }
                Stuck::Still { .. } => None,
            };
            Some(StuckView { name: row.name.clone(), url, why: stuck.words(outline, now.0), answers })
        };
        self.board.chosen(&choice, now.0).iter().take(MOST_STUCK).filter_map(view).collect()
    }

    fn more_stuck(&self, place: &Place<'_>) -> Option<Onward> {
        let more = self.board.counts().stuck.checked_sub(MOST_STUCK).filter(|more| *more > 0)?;
        let choice = Choice { show: Show::Stuck, ..Choice::default() };
        Some(Onward {
            label: format!("{} more {} stuck", more, if more == 1 { "is" } else { "are" }),
            url: Place { choice: &choice, ..*place }.address(),
        })
    }

    fn module_column(&self, place: &Place<'_>, m: usize) -> Column {
        let module = &self.shelved.workshop.outline.modules[m];
        Column {
            title: module.title.clone(),
            url: Place { module: Some(&module.id), ..*place }.address(),
            optional: !self.cohort.settings.schedule.requires(&module.id, module.optional),
        }
    }

    /// The sections of a module that the cohort sees.
    fn sections(&self, m: usize) -> impl Iterator<Item = usize> {
        let sections = self.gathered.outline.modules[m].sections.iter().enumerate();
        sections.filter(|(_, section)| !section.is_hidden()).map(|(s, _)| s)
    }

    fn section_columns(&self, m: usize) -> Vec<Column> {
        let sections = &self.gathered.outline.modules[m].sections;
        let column = |s: usize| Column {
            title: sections[s].title.clone(),
            url: places::address(&self.shelved.workshop, m, s),
            optional: sections[s].is_optional(),
        };
        self.sections(m).map(column).collect()
    }

    fn foot(&self, modules: &[usize]) -> Vec<(&'static str, Vec<String>)> {
        let of = |words: fn(&crate::domain::board::Summary) -> String| {
            modules.iter().map(|m| words(&self.board.modules[*m])).collect()
        };
        vec![
            ("Median", of(|summary| summary.median.map_or_else(|| "–".to_owned(), |median| median.to_string()))),
            ("Finished by", of(|summary| summary.finished.to_string())),
        ]
    }
}

/// How far somebody is in a module.
fn of_module(row: &Row, m: usize) -> Cell {
    let module = &row.progress.modules[m];
    let stuck = row.stuck.as_ref().and_then(Stuck::place).is_some_and(|(in_module, _)| in_module == m);
    let new = if let ModuleState::FinishedThenNew(new) = module.state { new } else { 0 };
    let (class, text, said) = match (module.state, module.percent()) {
        (ModuleState::NotStarted, _) => ("h0", "–".to_owned(), "Not started"),
        (ModuleState::Finished, _) => ("h4", "100".to_owned(), ""),
        (_, percent @ 0..=33) => ("h1", percent.to_string(), ""),
        (_, percent @ 34..=66) => ("h2", percent.to_string(), ""),
        (_, percent) => ("h3", percent.to_string(), ""),
    };
    // Finished before something came: it stays so.
    let class = if new > 0 { "h4" } else { class };
    Cell { class, text, said, new, stuck }
}

/// Whether somebody has done a section.
fn of_section(row: &Row, m: usize, s: usize) -> Cell {
    let module = &row.progress.modules[m];
    let stuck = row.stuck.as_ref().and_then(Stuck::place) == Some((m, s));
    let (class, text, said) = if module.done[s] { ("h3", "✓", "Done") } else { ("h0", "–", "Not done") };
    Cell { class, text: text.to_owned(), said, new: usize::from(module.new[s]), stuck }
}

impl Table {
    /// How many rows stand in the table, in words.
    fn shown(&self) -> String {
        home::people(self.rows.len() + self.left_out)
    }

    /// What is left out, in words.
    fn left_out_words(&self) -> String {
        format!("{} further down are left out: show fewer, or find somebody by name.", count(self.left_out, "row"))
    }
}
