//! `workshop.toml`: what a workshop is, and the order of its modules and wizards.

use super::fields::{Fields, Placed, Toml, shown};
use super::source::Source;

/// Addresses below `/w/{workshop}/` that a module cannot have.
pub(super) const TAKEN: [&str; 10] =
    ["attempts", "design", "files", "glossary", "handout", "notes", "quizzes", "review", "search", "wizards"];

/// What `workshop.toml` says. After a fault the value is whatever could be read: it is looked at only to find more faults.
#[derive(Default)]
pub(super) struct Manifest {
    pub(super) id: Placed<String>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) language: String,
    pub(super) modules: Vec<Placed<String>>,
    pub(super) wizards: Vec<Placed<String>>,
    pub(super) percent: Option<u8>,
    pub(super) optional: Vec<Placed<String>>,
}

impl Manifest {
    /// Reads the manifest and notes what is wrong with it by itself. None when it is not TOML.
    pub(super) fn read(source: &Source) -> Option<Self> {
        let toml = Toml::parse(source, 0..source.text.len(), 0)?;
        let fields = toml.fields("workshop.toml");
        fields.require(&["id", "title", "summary", "language", "modules"]);
        let mut manifest = Self {
            id: fields.id("id").unwrap_or_default(),
            title: fields.filled("title").unwrap_or_default().value,
            summary: fields.text("summary").unwrap_or_default().value,
            language: language(&fields).unwrap_or_default(),
            modules: modules(&fields),
            wizards: once(&fields, fields.ids("wizards").unwrap_or_default(), "wizard"),
            ..Self::default()
        };
        if let Some(done) = fields.table("done", "[done]") {
            manifest.percent = done.number("percent", 1..=100).and_then(|percent| percent.try_into().ok());
            manifest.optional = done.ids("optional_modules").unwrap_or_default();
            for id in &manifest.optional {
                if !manifest.modules.iter().any(|module| module.value == id.value) {
                    let message =
                        format!("there is no module “{}” that could be optional; name it in “modules”", id.value);
                    source.fault(id.at, message);
                }
            }
            done.finish();
        }
        fields.finish();
        Some(manifest)
    }
}

fn language(fields: &Fields<'_>) -> Option<String> {
    let language = fields.text("language")?;
    let mut parts = language.value.split('-');
    let first = parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !(first && rest) {
        let message = format!("“{}” is not a language tag; write one as in en, de or pt-BR", shown(&language.value));
        fields.source().fault(language.at, message);
        return None;
    }
    Some(language.value)
}

/// The modules in order, each once.
fn modules(fields: &Fields<'_>) -> Vec<Placed<String>> {
    let source = fields.source();
    let named = fields.ids("modules");
    if named.as_ref().is_some_and(Vec::is_empty) && source.found() == 0 {
        source.fault(fields.at, "“modules” names no module; name at least one, as in modules = [\"first-steps\"]");
    }
    let mut modules = once(fields, named.unwrap_or_default(), "module");
    modules.retain(|module| {
        let taken = TAKEN.contains(&module.value.as_str());
        if taken {
            let message =
                format!("a module cannot be called “{}”: that address is taken; choose another id", module.value);
            source.fault(module.at, message);
        }
        !taken
    });
    modules
}

/// Each of the names, once.
fn once(fields: &Fields<'_>, named: Vec<Placed<String>>, what: &str) -> Vec<Placed<String>> {
    let source = fields.source();
    let mut once: Vec<Placed<String>> = Vec::new();
    for name in named {
        if let Some(first) = once.iter().find(|first| first.value == name.value) {
            let line = source.line(first.at);
            let message = format!("the {what} “{}” is named twice, first in line {line}; name it once", name.value);
            source.fault(name.at, message);
        } else {
            once.push(name);
        }
    }
    once
}
