//! `glossary.toml`: terms, each with its life, its source and the day it was checked.

use jiff::civil::Date;

use super::fields::{Fields, Placed, Toml};
use super::model::Life;
use super::source::Source;

/// A term before its definition is drawn.
pub(super) struct TermDraft {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) also: Vec<String>,
    pub(super) definition: Placed<String>,
    pub(super) life: Life,
    pub(super) source: String,
    pub(super) checked: Date,
}

/// Reads the glossary and notes what is wrong with it by itself.
pub(super) fn read(source: &Source, today: Date) -> Vec<TermDraft> {
    let Some(toml) = Toml::parse(source, 0..source.text.len(), 0) else { return Vec::new() };
    let fields = toml.fields("glossary.toml");
    let mut terms: Vec<(usize, TermDraft)> = Vec::new();
    let mut lines = std::collections::HashMap::new();
    for entry in fields.tables("term", "[[term]]") {
        let id = entry.id("id");
        if let Some(id) = &id {
            if let Some(first) = lines.get(&id.value) {
                source.fault(id.at, format!("the term “{}” is there twice, first in line {first}; keep one", id.value));
            } else {
                lines.insert(id.value.clone(), source.line(id.at));
            }
        }
        terms.push((entry.at, term(entry, id, today)));
    }
    fields.finish();
    terms.into_iter().map(|(_, term)| term).collect()
}

fn term(entry: Fields<'_>, id: Option<Placed<String>>, today: Date) -> TermDraft {
    entry.require(&["id", "name", "definition", "life", "source", "checked"]);
    let source = entry.source();
    let checked = entry.date("checked");
    if let Some(day) = checked.as_ref().filter(|day| day.value > today) {
        source
            .fault(day.at, format!("“checked” is {}, which is still to come; write the day it was checked", day.value));
    }
    let also = entry.texts("also").unwrap_or_default();
    let term = TermDraft {
        id: id.unwrap_or_default().value,
        name: entry.filled("name").unwrap_or_default().value,
        also: also.into_iter().map(|name| name.value).collect(),
        definition: entry.filled("definition").unwrap_or_default(),
        life: life(&entry, today).unwrap_or(Life::Ga),
        source: entry.address("source").unwrap_or_default().value,
        checked: checked.map_or(today, |day| day.value),
    };
    entry.finish();
    term
}

fn life(entry: &Fields<'_>, today: Date) -> Option<Life> {
    let source = entry.source();
    let date = entry.date("date");
    let life = entry.text("life")?;
    let ends = matches!(life.value.as_str(), "retiring" | "retired");
    match (ends, &date) {
        (true, None) if !entry.has("date") => {
            source.fault(
                life.at,
                format!("a term that is {} needs the date of its end; add it, as in date = 2028-03-31", life.value),
            );
        }
        (false, Some(date)) if matches!(life.value.as_str(), "ga" | "preview") => {
            let message = format!(
                "“date” is for what is retiring or retired, not for {}; take it out or change “life”",
                life.value
            );
            source.fault(date.at, message);
        }
        _ => {}
    }
    match (life.value.as_str(), date) {
        ("ga", _) => Some(Life::Ga),
        ("preview", _) => Some(Life::Preview),
        ("retiring", Some(date)) => {
            if date.value < today {
                let message = format!(
                    "this was to retire on {}, which has passed; check its source and write retired",
                    date.value
                );
                source.warning(date.at, message);
            }
            Some(Life::Retiring(date.value))
        }
        ("retired", Some(date)) => {
            if date.value > today {
                let message = format!("this is to be retired only on {}; write retiring", date.value);
                source.fault(date.at, message);
            }
            Some(Life::Retired(date.value))
        }
        ("retiring" | "retired", None) => None,
        (other, _) => {
            let advice = super::slug::nearest(other, ["ga", "preview", "retiring", "retired"]);
            let advice = advice.map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
            let message =
                format!("“{}” is no life; {advice}it is ga, preview, retiring or retired", super::fields::shown(other));
            source.fault(life.at, message);
            None
        }
    }
}
