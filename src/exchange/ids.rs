//! Ids for questions that came without one, and no id twice.

use std::collections::BTreeSet;

use super::report::Fate;
use super::{Draft, Reading, Report};

/// The longest id.
const LONGEST: usize = 80;

/// The id that a name gives; None when nothing of it fits into an id.
pub(super) fn of_name(name: &str) -> Option<String> {
    let mut id = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !matches!(letter, '\'' | '’') && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() > LONGEST - 8 {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// Whether this is the form of an id: lower-case letters, digits and single hyphens.
pub(super) fn is_id(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= LONGEST && text.split('-').all(part)
}

/// Gives each draft an id: the one it has, else from its name, else from its prompt.
pub(super) fn settle(reading: &mut Reading) {
    for draft in reading.drafts.iter_mut().filter(|draft| draft.id.is_empty()) {
        let words = draft.prompt.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
        let name = draft.title.as_deref().and_then(of_name).or_else(|| of_name(&words));
        draft.id = name.unwrap_or_else(|| "question".to_owned());
    }
    distinct(&mut reading.drafts, &BTreeSet::new(), &mut reading.report);
}

/// Numbers ids that are taken, by a draft before or by one of these, and says so in the report.
pub fn distinct(drafts: &mut [Draft], taken: &BTreeSet<String>, report: &mut Report) {
    let mut seen = taken.clone();
    let mut next = std::collections::BTreeMap::<String, usize>::new();
    for draft in drafts {
        if seen.insert(draft.id.clone()) {
            continue;
        }
        let count = next.entry(draft.id.clone()).or_insert(1);
        let id = loop {
            *count += 1;
            let id = format!("{}-{count}", draft.id);
            if seen.insert(id.clone()) {
                break id;
            }
        };
        report.note((draft.line, &draft.id), "id that was taken", Fate::TurnedInto("another".to_owned()), &id);
        draft.id = id;
    }
}
