//! Wizards: golden messages, what is drawn of them, and the wizards that ship.

use std::collections::BTreeMap;

use super::*;
use crate::content::model::Decision;
use crate::content::{Known, load_with};

mod drawn;
mod faults;
mod origins;
mod shipped;
mod walks;

/// A wizard with three outcomes and two questions; it begins in line 1.
const TOY: &str = r#"title = "Choose a model"
summary = "Where *pods* live."
minutes = 3
decides = "a#one"
checked = 2026-11-22
[[outcome]]
id = "overlay"
title = "Overlay"
because = "It is `simple`."
source = "https://example.org/overlay"
term = "overlay"
verdict = "Take Overlay."
trade_offs = ["Nobody sees the **pods**."]
next = """
Plan the [range](a#two), and see [kubenet](term:kubenet).

- One
"""
commands = """
az aks create
"""
read = ["a#one", "b#one"]

[[outcome]]
id = "kubenet"
title = "kubenet"
because = "It is small."
source = "https://example.org/kubenet"
term = "kubenet"
verdict = "Take kubenet for now."
caution = "It is retiring."
trade_offs = ["Routes."]
next = "Plan to leave."
read = ["a#two"]

[[outcome]]
id = "flat"
title = "Flat"
because = "Everybody sees pods."
source = "https://example.org/flat"
verdict = "Take flat."
trade_offs = ["Addresses."]
next = "Count."
read = ["a#one"]

[[question]]
id = "windows"
short = "Windows pools"
ask = "Are there Windows pools?"
help = "Think of the old ones."

[[question.option]]
id = "yes"
say = "Yes"
effects = [
  { rules_out = ["kubenet"], because = "It has none.", source = "https://example.org/windows" },
]

[[question.option]]
id = "no"
say = "No"
hint = "That changes nothing."

[[question]]
id = "reach"
short = "Reach"
ask = "Who reaches pods?"

[[question.option]]
id = "all"
say = "All"
effects = [
  { rules_out = ["overlay", "kubenet"], because = "They hide pods.", source = "https://example.org/reach" },
]

[[question.option]]
id = "few"
say = "Few"
effects = [
  { favours = ["kubenet"], by = 2, because = "It does.", source = "https://example.org/few" },
  { rules_out = ["flat"], because = "It shows them.", source = "https://example.org/few" },
]

[[scenario]]
title = "Windows and all"
answers = { windows = "yes", reach = "all" }
outcome = "flat"
ruled_out = { kubenet = "windows", overlay = "reach" }

[[scenario]]
title = "Few"
answers = { reach = "few" }
outcome = "kubenet"
"#;

/// Two modules with two sections each.
const MODULE: &str = "## One {#one}\n\nText.\n\n## The *second* {#two}\n\nText.\n";

/// Loads wizards in this order, thoroughly; the manifest names them.
fn load_wizards(wizards: &[(&str, &str)]) -> Loaded {
    let names: Vec<String> = wizards.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]") + &format!("wizards = [{}]\n", names.join(", "));
    let module = format!("{FRONT}{MODULE}");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    files.insert("workshop.toml".to_owned(), manifest);
    files.insert("glossary.toml".to_owned(), GLOSSARY.to_owned());
    files.insert("modules/a.md".to_owned(), module.clone());
    files.insert("modules/b.md".to_owned(), module);
    files.extend(wizards.iter().map(|(id, text)| (format!("wizards/{id}.toml"), (*text).to_owned())));
    thoroughly(&files)
}

/// Loads files with everything that can be found.
fn thoroughly(files: &BTreeMap<String, String>) -> Loaded {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    load_with(&folder(files), TODAY, &Known { thorough: true, ..Known::default() })
}

/// The faults and warnings of a wizard called `toy`, without its file.
fn found(text: &str) -> Vec<String> {
    let loaded = load_wizards(&[("toy", text)]);
    lines(&loaded).iter().map(|line| line.strip_prefix("wizards/toy.toml:").unwrap_or(line).to_owned()).collect()
}

/// The toy with some text in place of another, which must be there.
fn toy(old: &str, new: &str) -> String {
    assert!(TOY.contains(old), "{old} is not in the toy");
    TOY.replacen(old, new, 1)
}

/// Changes the toy in one place each, and compares what is found, line by line.
fn check(cases: &[(&str, &str, &[&str])]) {
    let compared = cases.iter().map(|(old, new, expected)| (found(&toy(old, new)), *expected));
    compare(compared);
}

/// Tells every case that came out otherwise.
fn compare<'e>(cases: impl IntoIterator<Item = (Vec<String>, &'e [&'e str])>) {
    let other: Vec<String> = cases
        .into_iter()
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| format!("found:\n  {}\nexpected:\n  {}", found.join("\n  "), expected.join("\n  ")))
        .collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
}

#[test]
fn a_sound_wizard_has_no_faults() {
    let loaded = load_wizards(&[("toy", TOY)]);
    assert_eq!(lines(&loaded), Vec::<String>::new());
    let advice: Vec<String> = loaded.advice.iter().map(ToString::to_string).collect();
    let few = "wizards/toy.toml:1:1: advice: the wizard has 2 scenarios; 12 worked cases show that its rules mean what they should";
    assert!(advice.contains(&few.to_owned()), "{advice:?}");
}
