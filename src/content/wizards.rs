//! `wizards/{wizard}.toml`: questions that lead to one of several outcomes, with a reason and a source for every rule.
//!
//! A file is read key by key like the others; whether its rules make sense together is found by walking through it, which
//! takes longer and is done for `podium check`.

use std::collections::BTreeMap;

use super::fields::{Fields, Placed, Toml};
use super::handout;
use super::model::{Decision, SectionLink, SectionRef, Term};
use super::render::Around;
use super::source::Source;
use crate::domain::outline::Outline;
use crate::domain::wizard::Wizard;

mod names;
mod origins;
mod outcomes;
mod questions;
mod scenarios;
mod text;
mod walk;

use names::Names;
pub use text::commands_html;

/// What wizards are checked against.
#[derive(Clone, Copy)]
pub(super) struct Desk<'d> {
    /// Links and drawings, for the texts.
    pub(super) around: Around<'d>,
    /// The modules and sections, with their titles.
    pub(super) outline: &'d Outline,
    /// The glossary.
    pub(super) terms: &'d [Term],
    /// The language of the workshop.
    pub(super) language: &'d str,
}

/// Where the parts of a wizard stand in its file, for what is found by walking through it.
#[derive(Default)]
pub(super) struct Places {
    /// Of each outcome.
    pub(super) outcomes: Vec<usize>,
    /// Of each question.
    pub(super) questions: Vec<usize>,
}

/// Reads the wizards in the order of the manifest, and notes what is wrong with them. One with faults is there as far as it
/// could be read.
pub(super) fn read(files: &BTreeMap<String, Source>, order: &[String], desk: Desk<'_>) -> Vec<Decision> {
    let mut before: Vec<Names> = Vec::new();
    let mut decisions = Vec::new();
    for (number, id) in order.iter().enumerate() {
        let Some(source) = files.get(id) else { continue };
        let (decision, names) = wizard(source, id, &Line { before: &before, after: &order[number..] }, desk);
        before.push(names);
        decisions.push(decision);
    }
    decisions
}

/// The other wizards, as one of them sees them.
pub(super) struct Line<'l> {
    /// Those that are decided earlier.
    before: &'l [Names],
    /// This one and those that are decided later.
    after: &'l [String],
}

fn wizard(source: &Source, id: &str, line: &Line<'_>, desk: Desk<'_>) -> (Decision, Names) {
    let mut decision = Decision {
        wizard: Wizard {
            id: id.to_owned(),
            title: String::new(),
            summary: String::new(),
            outcomes: Vec::new(),
            questions: Vec::new(),
        },
        summary: text::said(""),
        minutes: None,
        checked: jiff::civil::Date::default(),
        decides: SectionLink::nowhere(),
        endings: Vec::new(),
    };
    let Some(toml) = Toml::parse(source, 0..source.text.len(), 0) else { return (decision, Names::unread(id)) };
    let fields = toml.fields("the wizard");
    fields.require(&["title", "summary", "checked", "decides", "outcome", "question"]);
    decision.wizard.title = text::plain(&fields, "title").unwrap_or_default().value;
    decision.wizard.summary = text::line(&fields, "summary").unwrap_or_default().value;
    decision.summary = text::said(&decision.wizard.summary);
    decision.minutes = fields.number("minutes", 1..=240);
    decision.checked = fields.date("checked").map(|date| date.value).unwrap_or_default();
    if let Some(place) = fields.filled("decides")
        && let Some(found) = section(source, &place, desk)
    {
        decision.decides = found;
    }
    let mut places = Places::default();
    let mut names = Names::unread(id);
    outcomes::read(&fields, desk, &mut decision, &mut places, &mut names);
    questions::read(&fields, line, &mut decision.wizard, &mut places, &mut names);
    let scenarios = scenarios::read(&fields, &names);
    fields.finish();
    names.whole = true;
    if source.is_sound() && desk.around.known.thorough {
        walk::check(source, &decision.wizard, &places);
        scenarios::run(source, &decision.wizard, &scenarios);
    }
    (decision, names)
}

/// A section by `module#section`, with its titles; what is wrong with it is noted.
fn section(source: &Source, place: &Placed<String>, desk: Desk<'_>) -> Option<SectionLink> {
    let found = match handout::find(&place.value, desk.around.atlas) {
        Ok((found, note)) => {
            if let Some(note) = note {
                source.warning(place.at, note);
            }
            found
        }
        Err(message) => {
            source.fault(place.at, message);
            return None;
        }
    };
    let Some(id) = &found.section else {
        source.fault(
            place.at,
            format!("“{}” is a whole module; name a section of it, as in module#section", place.value),
        );
        return None;
    };
    let module = desk.outline.modules.iter().find(|module| module.id == found.module)?;
    let title = module.sections.iter().find(|section| section.id == *id)?.title.clone();
    Some(SectionLink { module_title: module.title.clone(), title, place: found })
}

impl SectionLink {
    /// What stands in the place of a section that could not be found.
    fn nowhere() -> Self {
        let place = SectionRef { module: String::new(), section: None };
        Self { place, module_title: String::new(), title: String::new() }
    }
}

/// Checks that an id is there once; says so, and keeps where it stands.
fn once(entry: &Fields<'_>, id: &Placed<String>, what: &str, lines: &mut BTreeMap<String, usize>) -> bool {
    let source = entry.source();
    if let Some(first) = lines.get(&id.value) {
        let message =
            format!("the {what} “{}” is there twice, first in line {first}; give this one another id", id.value);
        source.fault(id.at, message);
        return false;
    }
    lines.insert(id.value.clone(), source.line(id.at));
    true
}
