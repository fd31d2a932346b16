//! What is wrong with folders, and what is drawn of sound ones.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::model::{Section, Workshop};
use super::{Folder, Loaded, Severity, load};

mod advice;
mod bank;
mod blocks;
mod editions;
mod faults;
mod hostile;
mod html;
mod properties;
mod question_text;
mod questions;
mod svg;
mod wizards;

/// The day on which everything in here is checked.
const TODAY: Date = date(2026, 11, 23);
/// The day by which what ships was looked through last: what was announced to end by then has ended.
const SHIPPED: Date = date(2026, 12, 1);

/// A manifest for one module called `a`.
const MANIFEST: &str = "id = \"w\"\ntitle = \"W\"\nsummary = \"S\"\nlanguage = \"en\"\nmodules = [\"a\"]\n";
/// Front matter of five lines.
const FRONT: &str = "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 5\n+++\n";
/// A glossary with one term that stays, in preview, retiring and retired.
const GLOSSARY: &str = r#"
[[term]]
id = "overlay"
name = "Overlay"
definition = "Pods have **their own** [range](term:kubenet)."
life = "ga"
source = "https://example.org/overlay"
checked = 2026-11-22

[[term]]
id = "kubenet"
name = "kubenet"
also = ["basic networking"]
definition = "Routes & bridges."
life = "retiring"
date = 2028-03-31
source = "https://example.org/kubenet"
checked = 2026-11-22

[[term]]
id = "cilium"
name = "Cilium"
definition = "A data plane."
life = "preview"
source = "https://example.org/cilium"
checked = 2026-11-22

[[term]]
id = "basic-lb"
name = "Basic load balancer"
definition = "Gone."
life = "retired"
date = 2025-09-30
source = "https://example.org/lb"
checked = 2026-11-22
"#;

fn folder<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Folder {
    Folder::from_files(files.into_iter().map(|(path, bytes)| (path.to_owned(), Arc::from(bytes))))
}

/// Loads files, beside the manifest and glossary above where there are no others.
fn load_files(files: &[(&str, &str)]) -> Loaded {
    let mut all = vec![("workshop.toml", MANIFEST.as_bytes()), ("glossary.toml", GLOSSARY.as_bytes())];
    all.extend(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    load(&folder(all), TODAY)
}

/// A module `a` with some Markdown.
fn load_text(markdown: &str) -> Loaded {
    load_files(&[("modules/a.md", &format!("{FRONT}{markdown}"))])
}

fn lines(loaded: &Loaded) -> Vec<String> {
    loaded.findings.iter().map(ToString::to_string).collect()
}

/// The only workshop of a folder without faults.
fn workshop(loaded: Loaded) -> Workshop {
    let faults: Vec<_> =
        loaded.findings.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new());
    loaded.library.unwrap().workshops.remove(0)
}

/// The only section of a module `a` with some Markdown below its heading.
fn section(markdown: &str) -> Section {
    workshop(load_text(&format!("## One\n\n{markdown}"))).modules.remove(0).sections.remove(0)
}
