//! The questions of a wizard, their options, and what these do to outcomes.

use std::collections::BTreeMap;

use super::super::fields::{Fields, Placed};
use super::names::{Names, find};
use super::{Line, Places, once, origins, text};
use crate::domain::wizard::{Choice, Effect, Force, Question, UNKNOWN, Wizard};

/// Reads the questions and notes what is wrong with them.
pub(super) fn read(fields: &Fields<'_>, line: &Line<'_>, wizard: &mut Wizard, places: &mut Places, names: &mut Names) {
    let mut lines = BTreeMap::new();
    for entry in fields.tables("question", "[[question]]") {
        let at = entry.at;
        let question = one(entry, line, names, &mut lines);
        let ids = question.options.iter().map(|option| option.id.clone()).collect();
        names.questions.push((question.id.clone(), ids));
        places.questions.push(at);
        wizard.questions.push(question);
    }
}

fn one(entry: Fields<'_>, line: &Line<'_>, names: &Names, lines: &mut BTreeMap<String, usize>) -> Question {
    entry.require(&["id", "short", "ask", "option"]);
    let source = entry.source();
    let id = entry.id("id");
    if let Some(id) = &id {
        once(&entry, id, "question", lines);
    }
    let mut options = Vec::new();
    let mut places = Vec::new();
    let mut ids = BTreeMap::new();
    let entries = entry.tables("option", "[[question.option]]");
    if entries.len() == 1 {
        source.fault(entries[0].at, "with one option there is nothing to ask; write another [[question.option]]");
    }
    for entry in entries {
        places.push(entry.at);
        options.push(option(entry, names, &mut ids));
    }
    let id = id.unwrap_or_default().value;
    if options.iter().all(|option| option.does_nothing) && !options.is_empty() {
        source.fault(
            entry.at,
            format!("no option of “{id}” has an effect; add “effects” to one or take the question out"),
        );
    } else {
        for (option, at) in options.iter().zip(&places) {
            if option.does_nothing && option.choice.hint.is_empty() {
                let message = format!("“{}” has no effect; say in “hint” that it changes nothing", option.choice.id);
                source.fault(*at, message);
            }
        }
    }
    let options: Vec<Choice> = options.into_iter().map(|option| option.choice).collect();
    let own: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let question = Question {
        ask: text::line(&entry, "ask").unwrap_or_default().value,
        help: text::optional_line(&entry, "help").unwrap_or_default().value,
        short: text::plain(&entry, "short").unwrap_or_default().value,
        from: origins::read(&entry, &own, line),
        options,
        id,
    };
    entry.finish();
    question
}

/// An option, and whether its author gave it no effect.
struct Read {
    choice: Choice,
    does_nothing: bool,
}

fn option(entry: Fields<'_>, names: &Names, lines: &mut BTreeMap<String, usize>) -> Read {
    entry.require(&["id", "say"]);
    let source = entry.source();
    let id = entry.id("id");
    if let Some(id) = &id {
        once(&entry, id, "option", lines);
        if id.value == UNKNOWN {
            let message =
                format!("“{UNKNOWN}” is an answer to every question, without being written; choose another id");
            source.fault(id.at, message);
        }
    }
    let say = text::line(&entry, "say").unwrap_or_default().value;
    let hint = text::optional_line(&entry, "hint").unwrap_or_default().value;
    let entries = entry.tables("effects", "an effect");
    let does_nothing = entries.is_empty();
    let mut touched = Vec::new();
    let effects: Vec<Effect> = entries.into_iter().map(|entry| effect(entry, names, &mut touched)).collect();
    let ruled_out: Vec<usize> =
        touched.iter().filter(|touched| touched.rules_out).map(|touched| touched.outcome).collect();
    if names.outcomes.len() > 1 && (0..names.outcomes.len()).all(|outcome| ruled_out.contains(&outcome)) {
        source.fault(entry.at, "the option rules out every outcome; leave whoever answers so at least one");
    }
    let choice = Choice { id: id.unwrap_or_default().value, say, hint, effects };
    entry.finish();
    Read { choice, does_nothing }
}

/// An outcome that an option has an effect on.
struct Touched {
    outcome: usize,
    rules_out: bool,
    line: usize,
}

fn effect(entry: Fields<'_>, names: &Names, touched: &mut Vec<Touched>) -> Effect {
    entry.require(&["because", "source"]);
    let source = entry.source();
    let (out, favours) = (entry.has("rules_out"), entry.has("favours"));
    if out == favours {
        let what = if out {
            "rules out and favours at once; write two effects"
        } else {
            "neither rules out nor favours; name outcomes in “rules_out” or “favours”"
        };
        source.fault(entry.at, format!("the effect {what}"));
    }
    let key = if out { "rules_out" } else { "favours" };
    let mut force = Force::RulesOut;
    if entry.has("by") {
        let by = entry.number("by", 1..=3).unwrap_or(1);
        if out {
            source.fault(entry.place_of("by"), "“by” weighs what an effect favours; take it out");
        }
        force = Force::Favours(by);
    } else if favours {
        force = Force::Favours(1);
    }
    let listed = entry.texts(key);
    if listed.as_ref().is_some_and(Vec::is_empty) {
        source.fault(entry.place_of(key), format!("“{key}” is empty; name at least one outcome"));
    }
    let mut outcomes = Vec::new();
    for name in listed.unwrap_or_default() {
        if let Some(outcome) = find(source, &name, names.outcomes.iter().map(String::as_str), "outcome", "")
            && is_first(&entry, &name, Touched { outcome, rules_out: out, line: source.line(name.at) }, touched)
        {
            outcomes.push(outcome);
        }
    }
    let effect = Effect {
        outcomes,
        force: if out { Force::RulesOut } else { force },
        because: text::line(&entry, "because").unwrap_or_default().value,
        source: text::source_of(&entry).unwrap_or_default(),
    };
    entry.finish();
    effect
}

/// Whether no other effect of the option names the outcome; another one is noted.
fn is_first(entry: &Fields<'_>, name: &Placed<String>, now: Touched, touched: &mut Vec<Touched>) -> bool {
    let Some(first) = touched.iter().find(|first| first.outcome == now.outcome) else {
        touched.push(now);
        return true;
    };
    let (id, line) = (&name.value, first.line);
    let message = if first.rules_out == now.rules_out {
        format!("the option has an effect on “{id}” already, in line {line}; name it in one of them")
    } else {
        format!("the option rules out and favours “{id}”, first in line {line}; it can only do one")
    };
    entry.source().fault(name.at, message);
    false
}
