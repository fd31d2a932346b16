//! The author's folder, checked and ready to serve.
//!
//! [`load`] reads a [`Folder`] and answers with everything that is wrong with it at once, and, when nothing is, with the
//! workshops in it. The format is described for authors in `content/README.md`.
//!
//! A workshop passes three stages. Each file is read on its own (`manifest`, `front_matter`, `glossary`, `markdown`); an
//! atlas of all ids is made (`resolve`), in which the places of questions and wizards are looked up (`questions`, `wizards`); then every module is
//! drawn, with its links looked up in the atlas (`render`).
//! Findings are noted with offsets while reading and turned into lines and columns at the end (`source`).

use jiff::civil::Date;

mod advice;
mod blocks;
mod fences;
mod fields;
mod files;
mod finding;
mod folder;
mod footnotes;
mod front_matter;
mod glossary;
mod handout;
mod highlight;
mod images;
pub mod import;
mod labels;
mod links;
mod manifest;
pub mod markdown;
mod media;
pub mod model;
mod questions;
mod render;
mod resolve;
pub mod search;
pub mod slug;
mod source;
mod svg;
#[cfg(test)]
mod tests;
mod wizards;
mod workshop;

pub use blocks::{Draw, Known};
pub use finding::{Finding, Severity};
pub use folder::Folder;
pub use questions::{question_html, question_inline, question_plain};
pub use wizards::commands_html;

/// What a folder holds.
#[derive(Debug)]
pub struct Loaded {
    /// None when there is any fault.
    pub library: Option<model::Library>,
    /// Faults and warnings, by file and place.
    pub findings: Vec<Finding>,
    /// What a careful author would do besides, by file and place.
    pub advice: Vec<Finding>,
}

/// Checks a folder and makes it ready to serve. `today` decides which dates have passed.
#[must_use]
pub fn load(folder: &Folder, today: Date) -> Loaded {
    load_with(folder, today, &Known::default())
}

/// The same for a portal that has blocks to show.
#[must_use]
pub fn load_with(folder: &Folder, today: Date, known: &Known<'_>) -> Loaded {
    let mut findings = folder.findings.clone();
    let mut workshops = Vec::new();
    for prefix in workshops_in(folder, &mut findings) {
        workshops.push(workshop::load(folder, &prefix, today, known, &mut findings));
    }
    findings.sort_by(|a, b| {
        (&a.file, a.line, a.column, a.severity, &a.message).cmp(&(&b.file, b.line, b.column, b.severity, &b.message))
    });
    let advice = findings.extract_if(.., |finding| finding.severity == Severity::Advice).collect();
    let sound = findings.iter().all(|finding| finding.severity == Severity::Warning);
    let library = sound.then(|| {
        workshops.sort_by(|a, b| a.id.cmp(&b.id));
        model::Library { workshops }
    });
    Loaded { library, findings, advice }
}

/// The folders of the workshops, each with a `/` at its end; one without a name when the folder is a workshop itself.
fn workshops_in(folder: &Folder, findings: &mut Vec<Finding>) -> Vec<String> {
    if folder.files.contains_key("workshop.toml") {
        return vec![String::new()];
    }
    let mut names: Vec<&str> = folder.files.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    names.dedup();
    let mut prefixes = Vec::new();
    for name in names {
        let manifest = format!("{name}/workshop.toml");
        if folder.files.contains_key(&manifest) {
            prefixes.push(format!("{name}/"));
        } else if !folder.findings.iter().any(|finding| finding.file == manifest) {
            let message = "there is no such file, and so no workshop in this folder; write it or take the folder away";
            findings.push(Finding::of_file(Severity::Fault, &manifest, message));
        }
    }
    if prefixes.is_empty() && findings.is_empty() {
        let message =
            "there is no such file; a workshop is a folder with a workshop.toml, and several stand in a folder each";
        findings.push(Finding::of_file(Severity::Fault, "workshop.toml", message));
    }
    prefixes
}
