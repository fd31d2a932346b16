//! The files of one workshop, sorted by what they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::finding::{Finding, Severity};
use super::folder::Folder;
use super::media::media_type;
use super::model::File;
use super::slug;
use super::source::Source;

/// The files of a workshop by what they are.
#[derive(Default)]
pub(super) struct Files {
    /// `workshop.toml`, `glossary.toml`, `handout.toml`.
    pub(super) tables: BTreeMap<&'static str, Source>,
    /// By id.
    pub(super) modules: BTreeMap<String, Source>,
    /// Questions, by the name of their file.
    pub(super) questions: BTreeMap<String, Source>,
    pub(super) quizzes: Option<Source>,
    /// Whether a file of questions is no text at all.
    pub(super) broken_questions: bool,
    /// By id.
    pub(super) wizards: BTreeMap<String, Source>,
    pub(super) served: BTreeMap<String, File>,
    pub(super) others: BTreeSet<String>,
}

/// The name of the file of quizzes among those of questions; no module can be called so.
const QUIZZES: &str = "quizzes";

/// The files that are read as TOML.
const TABLES: [&str; 3] = ["glossary.toml", "handout.toml", "workshop.toml"];

impl Files {
    /// Takes the files whose paths begin with a prefix; what is none of the format's is noted.
    pub(super) fn sort(folder: &Folder, prefix: &str, findings: &mut Vec<Finding>) -> Self {
        let mut files = Self::default();
        let own = folder.files.range(prefix.to_owned()..).take_while(|(path, _)| path.starts_with(prefix));
        for (full, bytes) in own {
            let path = &full[prefix.len()..];
            let mut fault = |message: String| findings.push(Finding::of_file(Severity::Fault, full, message));
            let module = path.strip_prefix("modules/").and_then(|name| name.strip_suffix(".md"));
            let table = TABLES.into_iter().find(|table| *table == path);
            let asks = path.strip_prefix("questions/").and_then(|name| name.strip_suffix(".toml"));
            let decides = path.strip_prefix("wizards/").and_then(|name| name.strip_suffix(".toml"));
            if let Some(id) = decides.filter(|id| !slug::is_id(id)) {
                fault(format!("“{id}” cannot be a wizard's id; name the file with {}", slug::FORM));
            } else if let Some(id) = decides {
                match Source::new(full, bytes) {
                    Err(finding) => findings.push(finding),
                    Ok(source) => drop(files.wizards.insert(id.to_owned(), source)),
                }
            } else if let Some(id) = asks.filter(|id| !slug::is_id(id)) {
                fault(format!("“{id}” cannot be a module's id; name the file after the module that it asks about"));
            } else if let Some(id) = asks {
                match Source::new(full, bytes) {
                    Err(finding) => {
                        findings.push(finding);
                        files.broken_questions = true;
                    }
                    Ok(source) if id == QUIZZES => files.quizzes = Some(source),
                    Ok(source) => drop(files.questions.insert(id.to_owned(), source)),
                }
            } else if let Some(id) = module.filter(|id| !slug::is_id(id)) {
                fault(format!("“{id}” cannot be a module's id; name the file with {}", slug::FORM));
            } else if module.is_some() || table.is_some() {
                match (Source::new(full, bytes), module, table) {
                    (Err(finding), ..) => findings.push(finding),
                    (Ok(source), Some(id), _) => drop(files.modules.insert(id.to_owned(), source)),
                    (Ok(source), None, Some(table)) => drop(files.tables.insert(table, source)),
                    (Ok(_), None, None) => {}
                }
            } else if path.to_ascii_lowercase().ends_with(".toml") {
                let near =
                    if path == "quizzes.toml" { Some("questions/quizzes.toml") } else { slug::nearest(path, TABLES) };
                let near = near.map(|near| format!("did you mean {near}?"));
                let known = || {
                    format!(
                        "it knows {}, questions/quizzes.toml, questions/{{module}}.toml and wizards/{{wizard}}.toml",
                        TABLES.join(", ")
                    )
                };
                fault(format!("the format knows no such file; {}", near.unwrap_or_else(known)));
            } else if let Some(mime) = media_type(path).filter(|_| !path.starts_with("questions/")) {
                // What lies beside questions may hold their answers.
                files
                    .served
                    .insert(path.to_owned(), File { mime, bytes: bytes.clone(), tag: short_hash([&bytes[..]]) });
            } else {
                files.others.insert(path.to_owned());
            }
        }
        files
    }
}

/// A hash of some parts that is short enough for an address.
pub(super) fn short_hash<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update(b"\n");
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
