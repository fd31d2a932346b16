//! `questions/{module}.toml`: the question bank, a file a module. `questions/quizzes.toml` puts questions together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::fields::{Fields, Placed, Toml, shown};
use super::handout;
use super::resolve::Atlas;
use super::slug;
use super::source::Source;
use crate::domain::question::{Difficulty, Place, Question};

mod kinds;
mod lint;
mod network;
mod quizzes;
mod stem;
mod text;

pub(super) use lint::section_without_question;
pub(super) use quizzes::read as read_quizzes;
pub use text::{question_html, question_inline, question_plain};

/// The bank as far as it could be read.
#[derive(Default)]
pub(super) struct Bank {
    /// In the order of modules and files.
    pub(super) questions: Vec<Question>,
    /// The ids of all questions, those with faults as well.
    pub(super) ids: BTreeSet<String>,
    /// The sections that questions ask about, those of questions with faults as well.
    pub(super) asked: BTreeSet<Place>,
    /// Whether the section of a question could not be found, so that nobody can say which sections are asked about.
    pub(super) homeless: bool,
    /// Whether a file could not be read at all, so that nobody can say which ids there are.
    pub(super) in_part: bool,
}

/// What questions are checked against.
pub(super) struct Desk<'d> {
    /// Modules and sections.
    pub(super) atlas: &'d Atlas<'d>,
    /// How many goals each module has, in the order of the atlas; None when its front matter could not be read.
    pub(super) goals: Vec<Option<usize>>,
    /// Decides which days are still to come.
    pub(super) today: Date,
}

/// Reads the questions of all modules, from sources by the name of their files, and notes what is wrong with them.
pub(super) fn read(files: &BTreeMap<String, Source>, desk: &Desk<'_>) -> Bank {
    let mut bank = Bank::default();
    let mut first = HashMap::new();
    for module in &desk.atlas.modules {
        if let Some(source) = files.get(&module.id) {
            file(source, &module.id, desk, &mut bank, &mut first);
        }
    }
    for (name, source) in files {
        match desk.atlas.find_module(name) {
            Some((_, false)) => {}
            Some((m, true)) => {
                let today = &desk.atlas.modules[m].id;
                source.fault(0, format!("the module “{name}” is called “{today}” today; name the file {today}.toml"));
                bank.in_part = true;
            }
            None => {
                let no_module = desk.atlas.no_module(name);
                source.fault(0, format!("the file is named after a module, and {no_module}"));
                bank.in_part = true;
            }
        }
    }
    bank
}

/// Where the first question with an id stands.
type First = HashMap<String, String>;

fn file(source: &Source, module: &str, desk: &Desk<'_>, bank: &mut Bank, first: &mut First) {
    let Some(toml) = Toml::parse(source, 0..source.text.len(), 0) else {
        bank.in_part = true;
        return;
    };
    let fields = toml.fields("a file of questions");
    let entries = fields.tables("question", "[[question]]");
    if entries.is_empty() && source.found() == 0 {
        source.warning(0, "the file holds no question; write one, begun with [[question]], or take the file away");
    }
    let begin = bank.questions.len();
    for entry in entries {
        question(entry, module, desk, bank, first);
    }
    fields.finish();
    lint::file(source, &bank.questions[begin..]);
}

fn question(entry: Fields<'_>, module: &str, desk: &Desk<'_>, bank: &mut Bank, first: &mut First) {
    entry.require(&["id", "kind", "section", "goal", "difficulty", "prompt", "explanation", "source", "checked"]);
    let id = entry.id("id");
    if let Some(id) = &id {
        check_twice(&entry, id, first);
        bank.ids.insert(id.value.clone());
    }
    let kind = entry.text("kind");
    let place = place(&entry, module, desk.atlas);
    match &place {
        Some(place) => drop(bank.asked.insert(place.clone())),
        None => bank.homeless = true,
    }
    let goal = goal(&entry, place.as_ref(), desk);
    let difficulty = entry.number("difficulty", 1..=3);
    let review = entry.flag("review").unwrap_or(true);
    let prompt = text::block(&entry, "prompt");
    let hints = text::hints(&entry);
    let explanation = text::block(&entry, "explanation");
    let web = entry.address("source");
    let checked = checked(&entry, desk.today);
    let reads = reads(&entry);
    let body = kinds::body(&entry, kind.as_ref());
    let (source, at) = (entry.source(), entry.at);
    entry.finish();

    let read = || {
        let difficulty = match difficulty? {
            1 => Difficulty::Recall,
            2 => Difficulty::Apply,
            _ => Difficulty::Judge,
        };
        Some(Question {
            id: id?.value,
            place: place?,
            goal: goal?,
            difficulty,
            review,
            prompt: prompt.as_ref()?.value.clone(),
            hints: hints.iter().map(|hint| hint.value.clone()).collect(),
            explanation: explanation.as_ref()?.value.clone(),
            source: web?.value,
            checked: checked?.to_string(),
            reads_configuration: reads?,
            body: body?,
        })
    };
    let Some(question) = read() else { return };
    let faults = question.faults();
    for fault in &faults {
        source.fault(at, format!("the question “{}” cannot be asked: {fault}", question.id));
    }
    if let (true, Some(prompt), Some(explanation)) = (faults.is_empty(), prompt, explanation) {
        lint::question(source, &question, &prompt, &hints, &explanation);
    }
    bank.questions.push(question);
}

/// A question is asked under its id in the whole workshop.
fn check_twice(entry: &Fields<'_>, id: &Placed<String>, first: &mut First) {
    let source = entry.source();
    if let Some(first) = first.get(&id.value) {
        source.fault(
            id.at,
            format!("the question “{}” is there twice, first in {first}; give this one another id", id.value),
        );
    } else {
        first.insert(id.value.clone(), format!("{} in line {}", source.file, source.line(id.at)));
    }
}

/// The section that teaches it: one of the file's module, or `module#section`.
fn place(entry: &Fields<'_>, module: &str, atlas: &Atlas<'_>) -> Option<Place> {
    let section = entry.filled("section")?;
    let whole = if section.value.contains('#') { section.value.clone() } else { format!("{module}#{}", section.value) };
    // A module whose text could not be read has no sections; that is told where it belongs.
    let named = whole.split('#').next().and_then(|module| atlas.find_module(module));
    if named.is_some_and(|(m, _)| atlas.modules[m].sections.is_empty()) {
        return None;
    }
    match handout::find(&whole, atlas) {
        Ok((found, note)) => {
            if let Some(note) = note {
                entry.source().warning(section.at, note);
            }
            Some(Place { module: found.module, section: found.section? })
        }
        Err(message) => {
            entry.source().fault(section.at, message);
            None
        }
    }
}

/// The number of a goal that the section's module has.
fn goal(entry: &Fields<'_>, place: Option<&Place>, desk: &Desk<'_>) -> Option<u8> {
    let goal = entry.number("goal", 1..=99)?;
    if let Some(place) = place
        && let Some((m, _)) = desk.atlas.find_module(&place.module)
        && let Some(goals) = desk.goals.get(m).copied().flatten()
        && usize::try_from(goal).is_ok_and(|goal| goal > goals)
    {
        let has = match goals {
            0 => "no goals; name them in its front matter".to_owned(),
            1 => "one goal; write 1".to_owned(),
            goals => format!("{goals} goals; write one of 1 to {goals}"),
        };
        entry.source().fault(entry.place_of("goal"), format!("the module “{}” has {has}", place.module));
        return None;
    }
    u8::try_from(goal).ok()
}

fn checked(entry: &Fields<'_>, today: Date) -> Option<Date> {
    let day = entry.date("checked")?;
    if day.value > today {
        let message = format!("“checked” is {}, which is still to come; write the day the source was read", day.value);
        entry.source().fault(day.at, message);
        return None;
    }
    Some(day.value)
}

/// Whether the prompt shows a configuration to be read. None after a fault.
fn reads(entry: &Fields<'_>) -> Option<bool> {
    if !entry.has("reads") {
        return Some(false);
    }
    let reads = entry.text("reads")?;
    if reads.value != "configuration" {
        let message =
            format!("“{}” is nothing a question reads; write configuration or take the line out", shown(&reads.value));
        entry.source().fault(reads.at, message);
        return None;
    }
    Some(true)
}

/// The name of a misconception.
fn tag(entry: &Fields<'_>) -> Option<String> {
    let tag = entry.text("misconception")?;
    if !slug::is_id(&tag.value) {
        let message = format!("“{}” is no name of a misconception; use {}", shown(&tag.value), slug::FORM);
        entry.source().fault(tag.at, message);
        return None;
    }
    Some(tag.value)
}
