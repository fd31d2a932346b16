//! What can be found in a workshop, each as the fields that are searched and what is shown of it.

use std::collections::HashMap;

use super::HitKind;
use crate::content::model::{Decision, LinkState, Module, Section, Workshop};

/// Something that can be found.
pub(super) struct Document {
    pub(super) kind: HitKind,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) url: String,
    /// What the snippet is cut from.
    pub(super) text: String,
    /// Other words it is found by, each with a weight; the text's own weight is 1, the title's is [`TITLE`].
    pub(super) also: Vec<(f32, String)>,
}

/// How much more a word in the title says than one in the text.
pub(super) const TITLE: f32 = 5.0;
const OTHER_NAME: f32 = 4.0;
const HEADING: f32 = 2.0;
const PLACE: f32 = 1.5;
/// The host of a link, and the title of the module that links there.
const ADDRESS: f32 = 0.5;

/// In the order in which equals are shown: modules and sections as they are read, wizards, terms, links.
pub(super) fn documents(workshop: &Workshop) -> Vec<Document> {
    let mut documents = Vec::new();
    for module in &workshop.modules {
        documents.push(opening(workshop, module));
        documents.extend(module.sections.iter().map(|section| part(workshop, module, section)));
    }
    documents.extend(workshop.decisions.iter().map(|decision| wizard(workshop, decision)));
    documents.extend(workshop.glossary.iter().map(|term| Document {
        kind: HitKind::Term,
        title: term.name.clone(),
        place: "Glossary".to_owned(),
        url: format!("/w/{}/glossary#term-{}", workshop.id, term.id),
        text: term.definition_text.clone(),
        also: term.also.iter().map(|name| (OTHER_NAME, name.clone())).collect(),
    }));
    documents.extend(links(workshop));
    documents
}

/// The top of a module: its summary and what stands before its first section.
fn opening(workshop: &Workshop, module: &Module) -> Document {
    let intro = plain(&module.intro);
    Document {
        kind: HitKind::Section,
        title: module.title.clone(),
        place: workshop.title.clone(),
        url: format!("/w/{}/{}", workshop.id, module.id),
        text: if intro.trim().is_empty() { module.summary.clone() } else { format!("{} {intro}", module.summary) },
        also: Vec::new(),
    }
}

fn part(workshop: &Workshop, module: &Module, section: &Section) -> Document {
    let mut also: Vec<_> = section.headings.iter().map(|heading| (HEADING, heading.title.clone())).collect();
    also.push((PLACE, module.title.clone()));
    Document {
        kind: HitKind::Section,
        title: section.title.clone(),
        place: module.title.clone(),
        url: format!("/w/{}/{}#{}", workshop.id, module.id, section.id),
        text: section.text.clone(),
        also,
    }
}

/// A wizard by what it decides, and by what it may lead to.
fn wizard(workshop: &Workshop, decision: &Decision) -> Document {
    Document {
        kind: HitKind::Wizard,
        title: decision.wizard.title.clone(),
        place: workshop.title.clone(),
        url: format!("/w/{}/wizards/{}", workshop.id, decision.wizard.id),
        text: decision.summary.plain.clone(),
        also: decision.wizard.outcomes.iter().map(|outcome| (PLACE, outcome.title.clone())).collect(),
    }
}

/// Every address outside once, under the first words that carry it; further words and notes count, too.
fn links(workshop: &Workshop) -> Vec<Document> {
    let mut links = Links { documents: Vec::new(), known: HashMap::new() };
    for module in &workshop.modules {
        for link in module.sections.iter().flat_map(|section| &section.links) {
            links.add(&link.text, &link.url, &module.title, None);
        }
        for reading in &module.reading {
            links.add(&reading.title, &reading.url, &module.title, reading.note.as_deref());
        }
    }
    for heading in workshop.handout.iter().flat_map(|handout| &handout.headings) {
        for link in &heading.links {
            // A page that is gone leads nowhere, unless somebody found its successor.
            match (&link.now, link.state) {
                (Some(now), _) => links.add(&link.text, now, &heading.title, link.note.as_deref()),
                (None, LinkState::Gone) => {}
                (None, _) => links.add(&link.text, &link.url, &heading.title, link.note.as_deref()),
            }
        }
    }
    links.documents
}

struct Links {
    documents: Vec<Document>,
    known: HashMap<String, usize>,
}

impl Links {
    fn add(&mut self, text: &str, url: &str, place: &str, note: Option<&str>) {
        let Some(host) = host(url) else { return };
        let known = self.known.get(url).copied().unwrap_or_else(|| {
            self.known.insert(url.to_owned(), self.documents.len());
            self.documents.push(Document {
                kind: HitKind::Link,
                title: if text.trim().is_empty() { url.to_owned() } else { text.to_owned() },
                place: format!("{place} · {host}"),
                url: url.to_owned(),
                text: url.to_owned(),
                also: vec![(ADDRESS, place.to_owned()), (ADDRESS, host.to_owned())],
            });
            self.documents.len() - 1
        });
        let document = &mut self.documents[known];
        for words in [Some(text), note].into_iter().flatten() {
            if document.title != words && !document.also.iter().any(|(_, other)| other == words) {
                document.also.push((HEADING, words.to_owned()));
            }
        }
    }
}

/// The host of an address outside; none for places of the portal itself.
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    Some(rest.split(['/', '?', '#']).next().unwrap_or(rest))
}

/// The text of HTML that our own renderer wrote: tags out, the five entities it writes back to characters.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        text.push(' ');
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    text.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
}
