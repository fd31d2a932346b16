//! From JSON to a design, or the first thing that is wrong with its place.

use serde_json::{Map, Value};

use super::at::{At, Object, Read};
use super::{Fault, VERSION};
use crate::domain::design::{
    Answered, Chosen, Decision, Design, KeptPlan, MOST_ANSWERS, MOST_BYTES, MOST_DECISIONS, MOST_ENTRIES, MOST_LINE,
    MOST_PLANS, MOST_QUERY, MOST_SENTENCE, Reason, RuledOut, RunnerUp,
};
use crate::domain::sheet::{FIELDS, MOST_POOLS, POOL, Sheet};

pub(super) fn read(text: &str) -> Read<Design> {
    let whole = |message: String| Fault { pointer: String::new(), message };
    if text.len() > MOST_BYTES {
        return Err(whole(format!("This has {} bytes; a design record has {MOST_BYTES} at most.", text.len())));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        // The place is said in front already.
        let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
        whole(format!("This is no JSON, at line {}, column {}: {what}.", error.line(), error.column()))
    })?;
    design(&At { value: &value })
}

fn design(at: &At) -> Read<Design> {
    if let Value::Object(map) = at.value {
        version(map)?;
    }
    let known = ["podium_design", "title", "workshop", "sheet", "plans", "decisions", "open", "notes"];
    let object = at.object(&known)?;
    Ok(Design {
        title: object.line("title", MOST_LINE)?,
        workshop: object.maybe("workshop", At::id)?.unwrap_or_default(),
        sheet: object.maybe("sheet", sheet)?.unwrap_or_default(),
        plans: object.list("plans", MOST_PLANS, plan)?,
        decisions: decisions(&object)?,
        open: object.list("open", MOST_ENTRIES, |at| at.line(MOST_SENTENCE))?,
        notes: object.text("notes")?,
    })
}

/// Before anything else, as a later version may have other keys.
fn version(map: &Map<String, Value>) -> Read<()> {
    let fault = |message: String| Err(Fault { pointer: "/podium_design".to_owned(), message });
    match map.get("podium_design") {
        None => fault(format!("The version is missing; a design record begins with \"podium_design\": {VERSION}.")),
        Some(value) if value.as_u64() == Some(VERSION) => Ok(()),
        Some(value) => match value.as_u64() {
            Some(n) if n > VERSION => {
                fault(format!("Version {n} was written by a later Podium; this one reads version {VERSION}."))
            }
            _ => fault(format!("There is no such version; this Podium reads version {VERSION}.")),
        },
    }
}

fn decisions(object: &Object) -> Read<Vec<Decision>> {
    let found = object.list("decisions", MOST_DECISIONS, decision)?;
    for (at, one) in found.iter().enumerate() {
        if found[..at].iter().any(|other| other.wizard == one.wizard) {
            let message = format!("The wizard {} has a decision already; each has one.", one.wizard);
            return Err(Fault { pointer: format!("/decisions/{at}/wizard"), message });
        }
    }
    Ok(found)
}

fn plan(at: &At) -> Read<KeptPlan> {
    let object = at.object(&["tool", "title", "query", "says", "note"])?;
    Ok(KeptPlan {
        tool: object.needed("tool", At::id)?,
        title: object.line("title", MOST_LINE)?,
        query: object.line("query", MOST_QUERY)?,
        says: object.line("says", MOST_SENTENCE)?,
        note: object.text("note")?,
    })
}

fn decision(at: &At) -> Read<Decision> {
    let known =
        ["wizard", "title", "answers", "outcome", "reasons", "trade_offs", "ruled_out", "runner_up", "open", "note"];
    let object = at.object(&known)?;
    let sentence = |at: &At| at.line(MOST_SENTENCE);
    Ok(Decision {
        wizard: object.needed("wizard", At::id)?,
        title: object.line("title", MOST_LINE)?,
        answers: answers(&object)?,
        outcome: object.maybe("outcome", chosen)?,
        reasons: object.list("reasons", MOST_ENTRIES, reason)?,
        trade_offs: object.list("trade_offs", MOST_ENTRIES, sentence)?,
        ruled_out: object.list("ruled_out", MOST_ENTRIES, ruled_out)?,
        runner_up: object.maybe("runner_up", runner_up)?,
        open: object.list("open", MOST_ENTRIES, sentence)?,
        note: object.text("note")?,
    })
}

fn answers(object: &Object) -> Read<Vec<Answered>> {
    let found = object.list("answers", MOST_ANSWERS, answer)?;
    for (at, one) in found.iter().enumerate() {
        if found[..at].iter().any(|other| other.question == one.question) {
            let message = format!("The question {} has an answer already; each has one.", one.question);
            return Err(Fault { pointer: format!("/answers/{at}/question"), message });
        }
    }
    Ok(found)
}

fn answer(at: &At) -> Read<Answered> {
    let object = at.object(&["question", "short", "ask", "option", "say", "from"])?;
    Ok(Answered {
        question: object.needed("question", At::id)?,
        short: object.line("short", MOST_LINE)?,
        ask: object.line("ask", MOST_SENTENCE)?,
        option: object.maybe("option", At::id)?,
        say: object.line("say", MOST_SENTENCE)?,
        from: object.maybe("from", |at| at.line(MOST_LINE))?.filter(|text| !text.is_empty()),
    })
}

fn chosen(at: &At) -> Read<Chosen> {
    let object = at.object(&["id", "title", "verdict", "caution"])?;
    Ok(Chosen {
        id: object.needed("id", At::id)?,
        title: object.line("title", MOST_LINE)?,
        verdict: object.line("verdict", MOST_SENTENCE)?,
        caution: object.maybe("caution", |at| at.line(MOST_SENTENCE))?.filter(|text| !text.is_empty()),
    })
}

fn reason(at: &At) -> Read<Reason> {
    let object = at.object(&["text", "source"])?;
    Ok(Reason { text: object.line("text", MOST_SENTENCE)?, source: object.needed("source", At::source)? })
}

fn ruled_out(at: &At) -> Read<RuledOut> {
    let object = at.object(&["id", "title", "because", "source"])?;
    Ok(RuledOut {
        id: object.needed("id", At::id)?,
        title: object.line("title", MOST_LINE)?,
        because: object.line("because", MOST_SENTENCE)?,
        source: object.needed("source", At::source)?,
    })
}

fn runner_up(at: &At) -> Read<RunnerUp> {
    let object = at.object(&["id", "title", "because"])?;
    Ok(RunnerUp {
        id: object.needed("id", At::id)?,
        title: object.line("title", MOST_LINE)?,
        because: object.line("because", MOST_SENTENCE)?,
    })
}

fn sheet(at: &At) -> Read<Sheet> {
    let object = at.object(&["fields", "pools"])?;
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let fields = object.maybe("fields", |at| {
        let fields = at.object(&names)?;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for name in &names {
            if let Some(text) = fields.maybe(name, At::lines)? {
                pairs.push(((*name).to_owned(), text));
            }
        }
        Ok(pairs)
    })?;
    let mut pairs = fields.unwrap_or_default();
    let columns: Vec<&str> = POOL.iter().map(|field| field.name).collect();
    let pools = object.list("pools", MOST_POOLS, |at| {
        let row = at.object(&columns)?;
        columns.iter().map(|name| Ok(((*name).to_owned(), row.line(name, MOST_LINE)?))).collect::<Read<Vec<_>>>()
    })?;
    pairs.extend(pools.into_iter().flatten());
    let (sheet, complaints) = Sheet::read(&pairs);
    match complaints.into_iter().next() {
        None => Ok(sheet),
        Some(complaint) => Err(Fault { pointer: place(&complaint.field), message: complaint.message }),
    }
}

/// Where a field of the sheet stands: `pool.nodes.1` is the column `pool.nodes` of the second pool.
fn place(field: &str) -> String {
    match field.rsplit_once('.') {
        Some((column, row)) if POOL.iter().any(|known| known.name == column) => format!("/pools/{row}/{column}"),
        _ if field == "pools" => "/pools".to_owned(),
        _ => format!("/fields/{field}"),
    }
}
