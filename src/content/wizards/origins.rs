//! `from`: where the answer to a question may be known from.

use std::collections::BTreeMap;

use super::super::fields::{Fields, Placed, shown};
use super::super::slug::nearest;
use super::super::source::Source;
use super::Line;
use super::names::{Names, find};
use crate::domain::sheet::FACTS;
use crate::domain::wizard::Origin;

/// What one entry of `from` is called in messages.
const WHAT: &str = "an entry of “from”";

/// Reads where the answer may come from. `options` are those of the question.
pub(super) fn read(entry: &Fields<'_>, options: &[&str], line: &Line<'_>) -> Vec<Origin> {
    entry.tables("from", WHAT).into_iter().filter_map(|origin| one(origin, options, line)).collect()
}

fn one(entry: Fields<'_>, options: &[&str], line: &Line<'_>) -> Option<Origin> {
    let source = entry.source();
    let origin = match (entry.text("wizard"), entry.text("sheet")) {
        (Some(wizard), None) => of_wizard(&entry, &wizard, options, line),
        (None, Some(fact)) => of_sheet(&entry, &fact, options),
        (None, None) => {
            if !(entry.has("wizard") || entry.has("sheet")) {
                source.fault(entry.at, format!("{WHAT} names nothing; name a “wizard” or a fact of the “sheet”"));
            }
            None
        }
        (Some(wizard), Some(_)) => {
            source.fault(wizard.at, format!("{WHAT} names a wizard and the sheet; write an entry for each"));
            None
        }
    };
    // What an origin of another kind may say is known, so that a key is not called misspelt where it is out of place.
    for key in ["question", "options", "up_to"] {
        entry.has(key);
    }
    entry.finish();
    origin
}

fn of_wizard(entry: &Fields<'_>, wizard: &Placed<String>, options: &[&str], line: &Line<'_>) -> Option<Origin> {
    let source = entry.source();
    out_of_place(entry, "up_to", "is for numbers of the sheet");
    let names = before(source, wizard, line)?;
    if !names.whole {
        return None;
    }
    let id = &names.wizard;
    if !entry.has("question") {
        let theirs: Vec<&str> = names.outcomes.iter().map(String::as_str).collect();
        if !entry.has("options") {
            let message = format!("{WHAT} says nothing of “{id}”; name its “question”, or its outcomes in “options”");
            source.fault(entry.at, message);
            return None;
        }
        let options = mapped(entry, &theirs, "outcome", &format!(" of “{id}”"), options)?;
        return Some(Origin::Outcome { wizard: id.clone(), options });
    }
    let question = entry.text("question")?;
    find(source, &question, names.asked(), "question", &format!(" of “{id}”"))?;
    let theirs: Vec<&str> = names.options(&question.value)?.iter().map(String::as_str).collect();
    let options = mapped(entry, &theirs, "option", &format!(" of “{}” in “{id}”", question.value), options)?;
    Some(Origin::Answer { wizard: id.clone(), question: question.value, options })
}

/// A wizard that is decided before this one.
fn before<'l>(source: &Source, wizard: &Placed<String>, line: &Line<'l>) -> Option<&'l Names> {
    if let Some(names) = line.before.iter().find(|names| names.wizard == wizard.value) {
        return Some(names);
    }
    let message = if line.after.first() == Some(&wizard.value) {
        format!("“{}” is this wizard itself; name one that stands before it in workshop.toml", wizard.value)
    } else if line.after.contains(&wizard.value) {
        format!(
            "“{}” is decided later; name one that stands before this one in workshop.toml, or change their order",
            wizard.value
        )
    } else {
        let all = line.before.iter().map(|names| names.wizard.as_str());
        let advice = match nearest(&wizard.value, all) {
            Some(near) => format!("did you mean “{near}”?"),
            None => "name one that stands before this one in workshop.toml".to_owned(),
        };
        format!("there is no wizard “{}”; {advice}", shown(&wizard.value))
    };
    source.fault(wizard.at, message);
    None
}

fn of_sheet(entry: &Fields<'_>, fact: &Placed<String>, options: &[&str]) -> Option<Origin> {
    let source = entry.source();
    out_of_place(entry, "question", "is for wizards");
    let (name, words) = FACTS[find(source, fact, FACTS.iter().map(|(name, _)| *name), "fact", " of the sheet")?];
    let of = format!(" of “{name}”");
    let fact = name.to_owned();
    // A fact without words is a number.
    if !words.is_empty() {
        out_of_place(entry, "up_to", &format!("is for numbers, and “{fact}” is a word"));
        return Some(Origin::Word { fact, options: mapped(entry, words, "word", &of, options)? });
    }
    out_of_place(entry, "options", &format!("is for words, and “{fact}” is a number"));
    if !entry.has("up_to") {
        let message = format!("“{fact}” is a number; say in “up_to” what it stands for, as in [[400, \"small\"]]");
        source.fault(entry.at, message);
        return None;
    }
    Some(Origin::Number { fact, up_to: bounds(entry, options)? })
}

fn out_of_place(entry: &Fields<'_>, key: &'static str, why: &str) {
    if entry.has(key) {
        entry.source().fault(entry.place_of(key), format!("“{key}” {why}; take it out"));
    }
}

/// From their ids to options of this question; those that are called the same when the author names none.
fn mapped(
    entry: &Fields<'_>,
    theirs: &[&str],
    what: &str,
    of: &str,
    options: &[&str],
) -> Option<BTreeMap<String, String>> {
    let source = entry.source();
    if !entry.has("options") {
        let same: BTreeMap<String, String> =
            theirs.iter().filter(|id| options.contains(id)).map(|id| ((*id).to_owned(), (*id).to_owned())).collect();
        if same.is_empty() {
            let message =
                format!("no {what}{of} is called as an option of this question; say in “options” which is which");
            source.fault(entry.at, message);
            return None;
        }
        return Some(same);
    }
    let pairs = entry.pairs("options")?;
    if pairs.is_empty() {
        source.fault(entry.place_of("options"), "“options” is empty; say which is which or take it out");
    }
    let mut mapped = BTreeMap::new();
    for (their, own) in pairs {
        let is_theirs = find(source, &their, theirs.iter().copied(), what, of);
        let is_own = find(source, &own, options.iter().copied(), "option", " of this question");
        if is_theirs.is_some() && is_own.is_some() {
            mapped.insert(their.value, own.value);
        }
    }
    Some(mapped)
}

/// Bounds that grow, the one without an end last.
fn bounds(entry: &Fields<'_>, options: &[&str]) -> Option<Vec<(Option<u64>, String)>> {
    let source = entry.source();
    let steps = entry.steps("up_to")?;
    let mut bounds: Vec<(Option<u64>, String)> = Vec::new();
    for step in steps {
        match (bounds.last(), step.up_to) {
            (Some((None, _)), _) => {
                source.fault(step.at, "nothing is above “more”; put it last");
            }
            (Some((Some(before), _)), Some(bound)) if bound <= *before => {
                let message = format!("the bound {bound} is not above {before}, the one before it; let them grow");
                source.fault(step.at, message);
            }
            _ => {}
        }
        find(source, &step.value, options.iter().copied(), "option", " of this question");
        bounds.push((step.up_to, step.value.value));
    }
    Some(bounds)
}
