//! What a wizard may lead to, and what is said to whoever comes there.

use std::collections::BTreeMap;

use super::super::fields::Fields;
use super::super::model::{Decision, Ending, Life, TermRef};
use super::names::Names;
use super::{Desk, Places, once, section, text};
use crate::domain::wizard::Outcome;

/// What a scenario names when nothing fits; no outcome can be called so.
pub(super) const NOTHING: &str = "nothing";

/// Reads the outcomes and notes what is wrong with them.
pub(super) fn read(
    fields: &Fields<'_>,
    desk: Desk<'_>,
    decision: &mut Decision,
    places: &mut Places,
    names: &mut Names,
) {
    let mut lines = BTreeMap::new();
    let entries = fields.tables("outcome", "[[outcome]]");
    if entries.len() == 1 {
        let message = "with one outcome there is nothing to decide; write another [[outcome]]";
        fields.source().fault(entries[0].at, message);
    }
    for entry in entries {
        places.outcomes.push(entry.at);
        let (outcome, ending) = one(entry, desk, &mut lines);
        names.outcomes.push(outcome.id.clone());
        decision.wizard.outcomes.push(outcome);
        decision.endings.push(ending);
    }
}

fn one(entry: Fields<'_>, desk: Desk<'_>, lines: &mut BTreeMap<String, usize>) -> (Outcome, Ending) {
    entry.require(&["id", "title", "because", "source", "verdict", "trade_offs", "next", "read"]);
    let source = entry.source();
    let id = entry.id("id");
    if let Some(id) = &id {
        once(&entry, id, "outcome", lines);
        if id.value == NOTHING {
            source.fault(id.at, format!("“{NOTHING}” is what scenarios name when nothing fits; choose another id"));
        }
    }
    let outcome = Outcome {
        id: id.unwrap_or_default().value,
        title: text::plain(&entry, "title").unwrap_or_default().value,
        because: text::line(&entry, "because").unwrap_or_default().value,
        source: text::source_of(&entry).unwrap_or_default(),
    };
    let verdict = text::line(&entry, "verdict").unwrap_or_default();
    let caution = text::optional_line(&entry, "caution");
    let term = term(&entry, desk);
    if let Some(term) = &term
        && term.life != Life::Ga
    {
        let says = caution.as_ref().map_or("", |caution| caution.value.as_str());
        beware(&entry, term, &format!("{} {says}", verdict.value), desk);
    }
    let lines = text::lines(&entry, "trade_offs");
    let read = entry.texts("read");
    if read.as_ref().is_some_and(Vec::is_empty) {
        source.fault(entry.place_of("read"), "“read” is empty; name at least one section, as in module#section");
    }
    let ending = Ending {
        verdict: text::said(&verdict.value),
        caution: caution.map(|caution| text::said(&caution.value)),
        term,
        trade_offs: lines.iter().map(|line| text::said(&line.value)).collect(),
        next: text::passage(&entry, "next", desk.around).unwrap_or_default(),
        commands: text::commands(&entry),
        read: read.unwrap_or_default().iter().filter_map(|place| section(source, place, desk)).collect(),
    };
    entry.finish();
    (outcome, ending)
}

fn term(entry: &Fields<'_>, desk: Desk<'_>) -> Option<TermRef> {
    let id = entry.text("term")?;
    let Some(term) = desk.terms.iter().find(|term| term.id == id.value) else {
        entry.source().fault(id.at, desk.around.atlas.no_term(&id.value));
        return None;
    };
    Some(TermRef { id: term.id.clone(), name: term.name.clone(), life: term.life })
}

/// What is in preview, on its way out or gone is never recommended without saying so.
fn beware(entry: &Fields<'_>, term: &TermRef, says: &str, desk: Desk<'_>) {
    let source = entry.source();
    let words = term.life.words();
    if !entry.has("caution") {
        let is = if term.life == Life::Preview { "is in preview".to_owned() } else { words };
        let message = format!("“caution” is missing, and “{}” {is}; say what that means for who takes it", term.id);
        source.fault(entry.place_of("term"), message);
        return;
    }
    let english = desk.language.split('-').next() == Some("en");
    let ends = matches!(term.life, Life::Retiring(_) | Life::Retired(_));
    if english && ends && !says.to_lowercase().contains("retire") && !says.to_lowercase().contains("retiring") {
        let message = format!("“{}” {words}, and neither “verdict” nor “caution” says that; write it there", term.id);
        source.fault(entry.place_of("caution"), message);
    }
}
