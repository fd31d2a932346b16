//! One workshop, from its files to its pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::advice;
use super::blocks::Known;
use super::fields::Placed;
use super::files::{Files, short_hash};
use super::finding::Finding;
use super::folder::Folder;
use super::front_matter::{self, FrontMatter};
use super::glossary::{self, TermDraft};
use super::handout;
use super::images::Drawings;
use super::manifest::Manifest;
use super::markdown::{self, Draft};
use super::model::{Module, Section, Term, Workshop};
use super::questions::{self, Desk};
use super::render::{Around, Piece, Renderer};
use super::resolve::{Atlas, TermSpot};
use super::source::Source;
use super::wizards;
use crate::domain::outline::{DoneRule, Need, Outline, OutlineModule, OutlineSection};
use crate::domain::question::Place;

/// The most words of a section before its author is told to split it.
const MOST_WORDS: usize = 700;

/// A module's file, read and not yet drawn.
struct ModuleDraft<'s> {
    id: String,
    source: &'s Source,
    front: FrontMatter,
    /// Whether the front matter was read without a fault.
    front_is_sound: bool,
    draft: Draft<'s>,
}

/// Reads the workshop whose files begin with a prefix. After a fault it is not fit to be served.
pub(super) fn load(
    folder: &Folder,
    prefix: &str,
    today: Date,
    known: &Known<'_>,
    findings: &mut Vec<Finding>,
) -> Workshop {
    let files = Files::sort(folder, prefix, findings);
    let manifest_source = files.tables.get("workshop.toml");
    let manifest = manifest_source.and_then(Manifest::read);
    let order = order(manifest_source, manifest.as_ref(), &files, prefix);
    let wizard_order = wizard_order(manifest_source, manifest.as_ref(), &files, prefix);
    let manifest = manifest.unwrap_or_default();
    if let Some(source) = manifest_source {
        let name = prefix.trim_end_matches('/');
        if !(name.is_empty() || manifest.id.value.is_empty() || manifest.id.value == name) {
            let message =
                format!("the id is “{}” and the folder is called “{name}”; give both the same name", manifest.id.value);
            source.fault(manifest.id.at, message);
        }
    }

    let terms = files.tables.get("glossary.toml").map(|source| glossary::read(source, today)).unwrap_or_default();
    let drafts: Vec<ModuleDraft<'_>> = order.iter().map(|id| read_module(id, &files.modules[id])).collect();
    let outline = outline(&manifest, &drafts);
    check_former_names(&outline, &drafts);

    let anchors = drafts.iter().map(|module| module.draft.anchors.values().cloned().collect()).collect();
    let mut atlas = Atlas::new(&outline, anchors, &files.served, &files.others);
    for term in &terms {
        atlas.terms.insert(term.id.clone(), TermSpot { life: term.life, definition: String::new() });
    }
    let drawings = Drawings::new(prefix);
    let glossary = match files.tables.get("glossary.toml") {
        Some(source) => {
            let around = Around { atlas: &atlas, drawings: &drawings, known, quizzes: &[], wizards: &[] };
            draw_terms(source, terms, around)
        }
        None => Vec::new(),
    };
    for term in &glossary {
        if let Some(spot) = atlas.terms.get_mut(&term.id) {
            spot.definition.clone_from(&term.definition_text);
        }
    }
    let goals = drafts.iter().map(|module| module.front_is_sound.then_some(module.front.goals.len())).collect();
    let mut bank = questions::read(&files.questions, &Desk { atlas: &atlas, goals, today });
    bank.in_part |= files.broken_questions;
    let around = Around { atlas: &atlas, drawings: &drawings, known, quizzes: &[], wizards: &[] };
    let quizzes =
        files.quizzes.as_ref().map(|source| questions::read_quizzes(source, &bank, around)).unwrap_or_default();
    let desk = wizards::Desk { around, outline: &outline, terms: &glossary, language: &manifest.language };
    let decisions = wizards::read(&files.wizards, &wizard_order, desk);
    let around = Around { quizzes: &quizzes, wizards: &decisions, ..around };
    let asked = (!bank.ids.is_empty() && !bank.in_part && !bank.homeless).then_some(&bank.asked);
    let modules = drafts.into_iter().enumerate().map(|(m, module)| draw_module(module, m, around, asked)).collect();
    let handout = files.tables.get("handout.toml").and_then(|source| handout::read(source, &atlas));

    drop(atlas);
    findings.extend(drawings.findings());
    let sources = files.tables.values().chain(files.modules.values()).chain(files.questions.values());
    let sources = sources.chain(files.wizards.values());
    findings.extend(sources.chain(&files.quizzes).flat_map(Source::findings));
    Workshop {
        id: manifest.id.value,
        title: manifest.title,
        summary: manifest.summary,
        language: manifest.language,
        modules,
        glossary,
        handout,
        files: files.served,
        questions: bank.questions,
        quizzes,
        decisions,
        outline,
    }
}

/// The modules to read, in order: those the manifest names, then those it should have named.
fn order(source: Option<&Source>, manifest: Option<&Manifest>, files: &Files, prefix: &str) -> Vec<String> {
    let named = source.zip(manifest.map(|manifest| manifest.modules.as_slice()));
    let paths = |id: &str| format!("{prefix}modules/{id}.md");
    let (order, unnamed) = in_order(named, &files.modules, &paths);
    // A manifest that names no module at all is told so once, and not by every module.
    if manifest.is_some_and(|manifest| !manifest.modules.is_empty()) {
        for id in unnamed {
            let message = format!("workshop.toml does not name this module; add “{id}” to “modules”");
            files.modules[id].fault(0, message);
        }
    }
    order
}

/// The same for wizards.
fn wizard_order(source: Option<&Source>, manifest: Option<&Manifest>, files: &Files, prefix: &str) -> Vec<String> {
    let named = source.zip(manifest.map(|manifest| manifest.wizards.as_slice()));
    let paths = |id: &str| format!("{prefix}wizards/{id}.toml");
    let (order, unnamed) = in_order(named, &files.wizards, &paths);
    for id in unnamed.into_iter().filter(|_| manifest.is_some()) {
        let message = format!("workshop.toml does not name this wizard; add “{id}” to “wizards”");
        files.wizards[id].fault(0, message);
    }
    order
}

/// Files in the order in which they are named, then those that are not; and the ids of the latter. A name without a file is
/// noted.
fn in_order<'f>(
    named: Option<(&Source, &[Placed<String>])>,
    files: &'f BTreeMap<String, Source>,
    path: &dyn Fn(&str) -> String,
) -> (Vec<String>, Vec<&'f String>) {
    let mut order = Vec::new();
    if let Some((source, named)) = named {
        for name in named {
            if files.contains_key(&name.value) {
                order.push(name.value.clone());
            } else {
                let path = path(&name.value);
                source.fault(name.at, format!("there is no readable file {path}; write it or take its name out"));
            }
        }
    }
    let unnamed: Vec<&String> = files.keys().filter(|id| !order.contains(id)).collect();
    order.extend(unnamed.iter().map(|id| (*id).clone()));
    (order, unnamed)
}

fn read_module<'s>(id: &str, source: &'s Source) -> ModuleDraft<'s> {
    let (front, begin) = front_matter::read(source);
    let front_is_sound = source.found() == 0;
    let draft = begin.map(|begin| Draft::read(source, begin)).unwrap_or_default();
    ModuleDraft { id: id.to_owned(), source, front, front_is_sound, draft }
}

fn outline(manifest: &Manifest, drafts: &[ModuleDraft<'_>]) -> Outline {
    let module = |module: &ModuleDraft<'_>| {
        let section = |section: &markdown::SectionDraft| OutlineSection {
            id: section.id.value.clone(),
            was: section
                .was
                .iter()
                .map(|was| (was.module.clone().unwrap_or_else(|| module.id.clone()), was.section.clone()))
                .collect(),
            title: section.title.clone(),
            optional: section.optional,
            need: Need::AsWritten,
        };
        let sections: Vec<_> = module.draft.sections.iter().map(section).collect();
        OutlineModule {
            id: module.id.clone(),
            was: module.front.was.iter().map(|was| was.value.clone()).collect(),
            title: module.front.title.clone(),
            minutes: module.front.minutes,
            optional: manifest.optional.iter().any(|optional| optional.value == module.id),
            edition: edition(&manifest.id.value, &module.id, &sections),
            sections,
        }
    };
    Outline {
        workshop: manifest.id.value.clone(),
        modules: drafts.iter().map(module).collect(),
        done: manifest.percent.map_or_else(DoneRule::default, |percent| DoneRule { percent }),
    }
}

/// Names the set of sections that count in a module: the same whatever their order, titles and text.
fn edition(workshop: &str, module: &str, sections: &[OutlineSection]) -> String {
    let ids: BTreeSet<&str> =
        sections.iter().filter(|section| !section.optional).map(|section| section.id.as_str()).collect();
    // Ids hold no line end, so that no two lists run together.
    short_hash([workshop, module].into_iter().chain(ids).map(str::as_bytes))
}

/// A former name must be nobody's name today, and lead to one place.
fn check_former_names(outline: &Outline, drafts: &[ModuleDraft<'_>]) {
    let mut modules: HashMap<&str, &str> = HashMap::new();
    let mut sections: HashMap<&(String, String), (&str, &str)> = HashMap::new();
    let today: BTreeSet<(&str, &str)> = outline
        .modules
        .iter()
        .flat_map(|module| module.sections.iter().map(|section| (module.id.as_str(), section.id.as_str())))
        .collect();
    for (draft, module) in drafts.iter().zip(&outline.modules) {
        for (was, name) in draft.front.was.iter().zip(&module.was) {
            if outline.modules.iter().any(|other| other.id == *name) {
                draft.source.fault(
                    was.at,
                    format!("“{name}” is a module's name today; “was” holds names no module has any more"),
                );
            } else if let Some(other) = modules.insert(name, &module.id) {
                draft
                    .source
                    .fault(was.at, format!("“{name}” is already a former name of “{other}”; name it in one place"));
            }
        }
        for (section, names) in draft.draft.sections.iter().zip(&module.sections) {
            for (was, name) in section.was.iter().zip(&names.was) {
                let shown = format!("{}/{}", name.0, name.1);
                if today.contains(&(name.0.as_str(), name.1.as_str())) {
                    draft.source.fault(
                        was.at,
                        format!("“{shown}” is a section's name today; “was” holds names no section has any more"),
                    );
                } else if let Some((m, s)) = sections.insert(name, (&module.id, &names.id)) {
                    draft.source.fault(
                        was.at,
                        format!("“{shown}” is already a former name of “{m}/{s}”; name it in one place"),
                    );
                }
            }
        }
    }
}

fn draw_terms(source: &Source, terms: Vec<TermDraft>, around: Around<'_>) -> Vec<Term> {
    let draw = |term: TermDraft| {
        let definition = draw_inline(source, &term.definition, "definition", None, around);
        Term {
            id: term.id,
            name: term.name,
            also: term.also,
            definition: definition.html,
            definition_text: definition.text.trim().to_owned(),
            life: term.life,
            source: term.source,
            checked: term.checked,
        }
    };
    let mut glossary: Vec<Term> = terms.into_iter().map(draw).collect();
    glossary.sort_by_key(|term| (term.name.to_lowercase(), term.id.clone()));
    glossary
}

/// Draws a text that stands in quotes in TOML.
fn draw_inline(source: &Source, text: &Placed<String>, what: &str, from: Option<usize>, around: Around<'_>) -> Piece {
    let fragment = source.fragment(&text.value);
    let piece = draw_fragment(&fragment, what, from, around);
    source.absorb(&fragment, text.at);
    piece
}

fn draw_fragment(fragment: &Source, what: &str, from: Option<usize>, around: Around<'_>) -> Piece {
    use pulldown_cmark::{Event, Tag, TagEnd};
    let Some(events) = markdown::parse(fragment, 0..fragment.text.len()) else { return Piece::default() };
    let [(Event::Start(Tag::Paragraph), _), inner @ .., (Event::End(TagEnd::Paragraph), _)] = &events[..] else {
        if !fragment.text.is_empty() {
            fragment
                .fault(0, format!("the {what} is more than a line of text; use words, emphasis, code and links alone"));
        }
        return Piece::default();
    };
    let odd = |event: &Event<'_>| {
        matches!(event, Event::Start(Tag::Paragraph | Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::List(_)))
    };
    if let Some((_, range)) = inner.iter().find(|(event, _)| odd(event)) {
        fragment.fault(
            range.start,
            format!("the {what} is more than a line of text; use words, emphasis, code and links alone"),
        );
        return Piece::default();
    }
    let anchors = HashMap::new();
    Renderer::new(fragment, &events, &anchors, &[], from, around).inline(1..events.len() - 1)
}

/// Draws a module. `asked` are the sections that questions ask about, when the workshop has questions at all.
fn draw_module(module: ModuleDraft<'_>, m: usize, around: Around<'_>, asked: Option<&BTreeSet<Place>>) -> Module {
    let ModuleDraft { id, source, front, draft, .. } = module;
    let goals = front.goals.iter().map(|goal| draw_inline(source, goal, "goal", Some(m), around).html).collect();
    let whole = |section: &markdown::SectionDraft| section.heading.start..section.body.end;
    let parts: Vec<_> = std::iter::once(draft.intro.clone()).chain(draft.sections.iter().map(whole)).collect();
    let mut renderer = Renderer::new(source, &draft.events, &draft.anchors, &parts, Some(m), around);
    let intro = renderer.part(0, draft.intro.clone()).html;
    let mut sections = Vec::new();
    for (s, section) in draft.sections.into_iter().enumerate() {
        let heading = renderer.inline(section.heading.clone());
        let mut piece = renderer.part(s + 1, section.body.clone());
        let begin = draft.events[section.heading.start - 1].1.start;
        if let Some(asked) = asked {
            let body = &draft.events[section.body.clone()];
            questions::section_without_question(source, begin, &id, &section, body, asked);
        }
        if piece.words > MOST_WORDS {
            let message = format!("the section has {} words; cut it to at most {MOST_WORDS} or split it", piece.words);
            source.warning(begin, message);
        } else {
            advice::section(source, begin, piece.words, &draft.events[section.body]);
        }
        let mut terms = heading.terms;
        terms.extend(piece.terms.into_iter().filter(|term| !terms.contains(term)).collect::<Vec<_>>());
        piece.links.splice(0..0, heading.links);
        sections.push(Section {
            id: section.id.value,
            title: section.title,
            title_html: heading.html,
            html: piece.html,
            optional: section.optional,
            headings: section.headings,
            words: piece.words,
            text: piece.text.trim().to_owned(),
            links: piece.links,
            terms,
        });
    }
    Module {
        id,
        title: front.title,
        summary: front.summary,
        minutes: front.minutes,
        goals,
        intro,
        sections,
        reading: front.reading,
        facilitator: front.facilitator,
    }
}
