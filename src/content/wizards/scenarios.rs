//! Worked cases: answers, and what must come of them.

use super::super::fields::{Fields, Placed};
use super::super::source::Source;
use super::names::{Names, find};
use super::outcomes::NOTHING;
use super::text;
use crate::domain::wizard::{Answers, Force, UNKNOWN, Wizard};

/// From so many on, cases speak for a wizard.
const ENOUGH: usize = 12;

/// What must come of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Outcome(usize),
    Nothing,
}

impl Expected {
    /// As the engine tells it.
    fn of(outcome: Option<usize>) -> Self {
        outcome.map_or(Self::Nothing, Self::Outcome)
    }
}

/// One worked case.
pub(super) struct Scenario {
    title: String,
    answers: Answers,
    expected: Expected,
    /// Where the expected outcome stands.
    at: usize,
    /// Outcomes and the questions whose answers rule them out.
    ruled_out: Vec<(Placed<usize>, usize)>,
    /// The questions whose answers cannot be had together.
    conflict: Option<Placed<Vec<usize>>>,
}

/// Reads the scenarios and notes what is wrong with them by themselves.
pub(super) fn read(fields: &Fields<'_>, names: &Names) -> Vec<Scenario> {
    let entries = fields.tables("scenario", "[[scenario]]");
    if entries.len() < ENOUGH {
        let has = match entries.len() {
            0 => "no scenario".to_owned(),
            1 => "one scenario".to_owned(),
            n => format!("{n} scenarios"),
        };
        let message = format!("the wizard has {has}; {ENOUGH} worked cases show that its rules mean what they should");
        fields.source().advice(0, message);
    }
    entries.into_iter().filter_map(|entry| one(entry, names)).collect()
}

fn one(entry: Fields<'_>, names: &Names) -> Option<Scenario> {
    entry.require(&["title", "answers", "outcome"]);
    let source = entry.source();
    let title = text::plain(&entry, "title");
    let mut answers = Answers::new();
    for (question, option) in entry.pairs("answers").unwrap_or_default() {
        if find(source, &question, names.asked(), "question", "").is_some()
            && let Some(options) = names.options(&question.value)
        {
            let options = options.iter().map(String::as_str).chain([UNKNOWN]);
            find(source, &option, options, "option", &format!(" of “{}”", question.value));
            answers.insert(question.value, option.value);
        }
    }
    let outcomes = || names.outcomes.iter().map(String::as_str);
    let result = entry.text("outcome");
    let expected = result.as_ref().and_then(|result| {
        let outcome = find(source, result, outcomes().chain([NOTHING]), "outcome", "")?;
        Some(if outcome < names.outcomes.len() { Expected::Outcome(outcome) } else { Expected::Nothing })
    });
    let mut ruled_out = Vec::new();
    for (name, question) in entry.pairs("ruled_out").unwrap_or_default() {
        let out = find(source, &name, outcomes(), "outcome", "");
        let by = answered(source, &question, &answers, names);
        ruled_out.extend(out.zip(by).map(|(out, by)| (Placed { value: out, at: name.at }, by)));
    }
    let conflict = conflict(&entry, expected, &answers, names);
    entry.finish();
    let at = result?.at;
    Some(Scenario { title: title?.value, answers, expected: expected?, at, ruled_out, conflict })
}

/// A question that the scenario answers.
fn answered(source: &Source, question: &Placed<String>, answers: &Answers, names: &Names) -> Option<usize> {
    let found = find(source, question, names.asked(), "question", "")?;
    if answers.contains_key(&question.value) {
        return Some(found);
    }
    let message = format!("“{}” is not answered in this scenario; name a question of “answers”", question.value);
    source.fault(question.at, message);
    None
}

fn conflict(
    entry: &Fields<'_>,
    expected: Option<Expected>,
    answers: &Answers,
    names: &Names,
) -> Option<Placed<Vec<usize>>> {
    let source = entry.source();
    let at = entry.place_of("conflict");
    match expected {
        Some(Expected::Nothing) if !entry.has("conflict") => {
            let message =
                "“conflict” is missing, and nothing fits; name the questions whose answers cannot be had together";
            source.fault(entry.place_of("outcome"), message);
            return None;
        }
        Some(Expected::Outcome(_)) if entry.has("conflict") => {
            source.fault(at, "“conflict” is for scenarios in which nothing fits; take it out");
            return None;
        }
        _ => {}
    }
    let listed = entry.texts("conflict")?;
    let questions = listed.iter().filter_map(|question| answered(source, question, answers, names)).collect();
    Some(Placed { value: questions, at })
}

/// Runs the scenarios of a wizard that has no other faults, and notes where something else comes of them.
pub(super) fn run(source: &Source, wizard: &Wizard, scenarios: &[Scenario]) {
    let named = |expected| match expected {
        Expected::Outcome(outcome) => wizard.outcomes[outcome].id.as_str(),
        Expected::Nothing => NOTHING,
    };
    for scenario in scenarios {
        let result = Expected::of(wizard.result(&scenario.answers));
        let title = &scenario.title;
        if result != scenario.expected {
            let (is, wanted) = (named(result), named(scenario.expected));
            let why = why(wizard, &scenario.answers, scenario.expected);
            let message =
                format!("“{title}” leads to “{is}” and not to “{wanted}”{why}; mend the rules or the scenario");
            source.fault(scenario.at, message);
        }
        for (outcome, question) in &scenario.ruled_out {
            let question = &wizard.questions[*question];
            let choice = scenario.answers.get(&question.id).and_then(|answer| question.option(answer));
            let out = choice.is_some_and(|choice| {
                choice
                    .effects
                    .iter()
                    .any(|effect| effect.force == Force::RulesOut && effect.outcomes.contains(&outcome.value))
            });
            if !out {
                let message = format!(
                    "“{title}”: the answer to “{}” does not rule out “{}”; mend the rules or the scenario",
                    question.id,
                    named(Expected::Outcome(outcome.value))
                );
                source.fault(outcome.at, message);
            }
        }
        if let (Expected::Nothing, Some(expected)) = (result, &scenario.conflict) {
            conflicts(source, wizard, scenario, expected);
        }
    }
}

/// What stands against an outcome that did not come, or how many points it lacks.
fn why(wizard: &Wizard, answers: &Answers, expected: Expected) -> String {
    let Expected::Outcome(wanted) = expected else { return String::new() };
    let state = wizard.consider(answers);
    let Some(standing) = state.standing(wanted) else { return String::new() };
    let by: Vec<&str> = standing.against.iter().filter_map(|reason| Some(reason.question?.id.as_str())).collect();
    match (by.is_empty(), state.best()) {
        (false, _) => format!(", which is ruled out by “{}”", by.join("” and “")),
        (true, Some(best)) => format!(" ({} points to {})", best.points, standing.points),
        (true, None) => String::new(),
    }
}

fn conflicts(source: &Source, wizard: &Wizard, scenario: &Scenario, expected: &Placed<Vec<usize>>) {
    let state = wizard.consider(&scenario.answers);
    let found: Vec<&str> =
        state.conflict.iter().flat_map(|conflict| &conflict.questions).map(|question| question.id.as_str()).collect();
    // Among sets of one size the engine finds one; each of them is right.
    let named: Vec<&str> = expected.value.iter().map(|question| wizard.questions[*question].id.as_str()).collect();
    let only = scenario.answers.iter().filter(|(question, _)| named.contains(&question.as_str()));
    let only: Answers = only.map(|(question, answer)| (question.clone(), answer.clone())).collect();
    if named.len() != found.len() || wizard.result(&only).is_some() {
        let message = format!(
            "“{}”: the answers that cannot be had together are those to “{}”; mend the rules or the scenario",
            scenario.title,
            found.join("”, “")
        );
        source.fault(expected.at, message);
    }
}
