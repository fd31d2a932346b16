//! What is right, kind by kind.

use super::super::fields::{Fields, Placed, shown};
use super::super::slug::nearest;
use super::{network, tag, text};
use crate::domain::question::{Body, Choice, Gap, GapKey, Kind, NumberKey, Rule, Wrong};

/// The kinds as files name them.
const KINDS: [&str; 9] = ["choice", "choices", "truth", "number", "text", "order", "match", "gaps", "network"];

/// Keys that hold an answer: a rule computes it.
const ANSWERS: [&str; 5] = ["answer", "tolerance", "wrong", "network", "accept"];

/// The keys of all kinds, for a question whose kind nobody knows.
const KEYS: [&str; 13] = [
    "accept",
    "answer",
    "feedback",
    "gap",
    "items",
    "misconception",
    "network",
    "option",
    "others",
    "pair",
    "tolerance",
    "unit",
    "wrong",
];

/// Reads what is right in a question of this kind. None after a fault.
pub(super) fn body(entry: &Fields<'_>, kind: Option<&Placed<String>>) -> Option<Body> {
    let parametric_table = entry.has("parametric");
    let Some(kind) = kind else {
        pass_over(entry);
        return None;
    };
    if !KINDS.contains(&kind.value.as_str()) {
        let near = nearest(&kind.value, KINDS).map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
        let message =
            format!("“{}” is no kind of question; {near}it is one of {}", shown(&kind.value), KINDS.join(", "));
        entry.source().fault(kind.at, message);
        pass_over(entry);
        return None;
    }
    if parametric_table {
        return parametric(entry, kind).map(Body::Parametric);
    }
    let kind = match kind.value.as_str() {
        "choice" => Kind::Choice(options(entry)?),
        "choices" => Kind::Choices(options(entry)?),
        "truth" => truth(entry)?,
        "number" => Kind::Number(number(entry)?),
        "text" => {
            entry.require(&["accept"]);
            let wrong = wrongs(entry, "answer");
            Kind::Text { accept: values(entry.texts("accept")?), wrong }
        }
        "order" => {
            entry.require(&["items", "feedback"]);
            let feedback = text::block(entry, "feedback");
            let items = entry.texts("items")?;
            for item in &items {
                text::check_line(entry.source(), item, "item");
            }
            count(entry, "items", items.len(), 3..=6);
            Kind::Order { items: values(items), feedback: feedback?.value }
        }
        "match" => pairs(entry)?,
        "gaps" => Kind::Gaps(gaps(entry)?),
        _ => {
            entry.require(&["network"]);
            let wrong = wrongs(entry, "is");
            Kind::Network { key: network::key(entry.table("network", "[question.network]")?)?, wrong }
        }
    };
    Some(Body::Fixed(kind))
}

/// Nothing can be said of keys while their question's kind is not known.
fn pass_over(entry: &Fields<'_>) {
    for key in KEYS {
        entry.has(key);
    }
}

fn values(texts: Vec<Placed<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value.trim().to_owned()).collect()
}

/// Tables of which there must be some. None when something else stands there, or nothing.
fn tables<'a>(entry: &Fields<'a>, key: &'static str, what: &'static str) -> Option<Vec<Fields<'a>>> {
    let found = entry.source().found();
    let tables = entry.tables(key, what);
    (entry.has(key) && entry.source().found() == found).then_some(tables)
}

/// What fits on a page and in a head.
fn count(entry: &Fields<'_>, what: &str, number: usize, fit: std::ops::RangeInclusive<usize>) {
    if !fit.contains(&number) && number > 1 {
        let message =
            format!("there are {number} {what}; {} to {} can be weighed against each other", fit.start(), fit.end());
        entry.source().advice(entry.at, message);
    }
}

fn options(entry: &Fields<'_>) -> Option<Vec<Choice>> {
    entry.require(&["option"]);
    let source = entry.source();
    let mut options = Vec::new();
    for option in tables(entry, "option", "[[question.option]]")? {
        option.require(&["text"]);
        let words = text::line(&option, "text");
        let right = if option.has("right") { option.flag("right") } else { Some(false) };
        let feedback = text::optional_block(&option, "feedback");
        let misconception = tag(&option);
        if let (Some(words), Some(right)) = (&words, right) {
            super::lint::option(source, words, right, feedback.is_some());
            if right && misconception.is_some() {
                let message = "a right option stands for no misconception; take “misconception” out";
                source.fault(option.place_of("misconception"), message);
            }
        }
        let both = words.map(|words| words.value).zip(right);
        options.push(both.map(|(text, right)| Choice {
            text,
            right,
            feedback: feedback.map(|f| f.value),
            misconception,
        }));
        option.finish();
    }
    count(entry, "options", options.len(), 3..=5);
    options.into_iter().collect()
}

fn truth(entry: &Fields<'_>) -> Option<Kind> {
    entry.require(&["answer", "feedback"]);
    let answer = entry.flag("answer");
    let feedback = text::block(entry, "feedback");
    // What the other answer stands for; it is the only wrong one there is.
    let misconception = tag(entry);
    Some(Kind::Truth { answer: answer?, feedback: feedback?.value, misconception })
}

fn number(entry: &Fields<'_>) -> Option<NumberKey> {
    entry.require(&["answer"]);
    let answer = entry.real("answer");
    let tolerance = if entry.has("tolerance") { entry.real("tolerance")?.value } else { 0.0 };
    let unit = entry.filled("unit").map(|unit| unit.value);
    let wrong = wrongs(entry, "answer");
    Some(NumberKey { answer: answer?.value, tolerance, unit, wrong })
}

/// Typical wrong answers, each under a key.
fn wrongs(entry: &Fields<'_>, key: &'static str) -> Vec<Wrong> {
    let wrong = |wrong: Fields<'_>| {
        wrong.require(&[key, "feedback"]);
        let is = wrong.typed(key);
        let feedback = text::block(&wrong, "feedback");
        let misconception = tag(&wrong);
        wrong.finish();
        let lines = is?.value.into_iter().map(|line| line.value).collect::<Vec<_>>();
        Some(Wrong { is: lines.join("\n"), feedback: feedback?.value, misconception })
    };
    entry.tables("wrong", "[[question.wrong]]").into_iter().filter_map(wrong).collect()
}

fn pairs(entry: &Fields<'_>) -> Option<Kind> {
    entry.require(&["pair", "feedback"]);
    let source = entry.source();
    let feedback = text::block(entry, "feedback");
    let others = entry.texts("others").unwrap_or_default();
    for other in &others {
        text::check_line(source, other, "right side");
    }
    let pair = |pair: Fields<'_>| {
        pair.require(&["left", "right"]);
        let (left, right) = (text::line(&pair, "left"), text::line(&pair, "right"));
        pair.finish();
        Some((left?.value, right?.value))
    };
    let pairs: Vec<_> = tables(entry, "pair", "[[question.pair]]")?.into_iter().map(pair).collect();
    count(entry, "pairs", pairs.len(), 3..=6);
    let pairs: Option<Vec<(String, String)>> = pairs.into_iter().collect();
    Some(Kind::Match { pairs: pairs?, others: values(others), feedback: feedback?.value })
}

/// The gaps; one without words of its own has those of the question.
fn gaps(entry: &Fields<'_>) -> Option<Vec<Gap>> {
    entry.require(&["gap"]);
    let common = text::optional_block(entry, "feedback");
    let gap = |gap: Fields<'_>| {
        let source = gap.source();
        let feedback = text::optional_block(&gap, "feedback").or_else(|| common.clone());
        if feedback.is_none() {
            let message = "nothing is said to a wrong filling; add “feedback” to the gap or to the question";
            source.warning(gap.at, message);
        }
        let chosen = gap.has("options") || gap.has("answer");
        let key = if gap.has("accept") {
            if chosen {
                let message = "a gap is typed, with “accept”, or chosen, with “options” and “answer”; take one out";
                source.fault(gap.at, message);
            }
            gap.texts("accept").map(|forms| GapKey::Accept(values(forms)))
        } else if chosen {
            gap.require(&["options", "answer"]);
            let (options, answer) = (gap.texts("options"), gap.filled("answer"));
            options
                .zip(answer)
                .map(|(options, answer)| GapKey::Options { options: values(options), answer: answer.value })
        } else {
            let message = "the gap has nothing that fills it; add “accept”, or “options” and “answer”";
            source.fault(gap.at, message);
            None
        };
        gap.finish();
        Some(Gap { key: key?, feedback: feedback.map(|feedback| feedback.value) })
    };
    // All of them are looked at, also after one with a fault.
    let gaps: Vec<Option<Gap>> = tables(entry, "gap", "[[question.gap]]")?.into_iter().map(gap).collect();
    gaps.into_iter().collect()
}

/// A question whose figures are drawn.
fn parametric(entry: &Fields<'_>, kind: &Placed<String>) -> Option<Rule> {
    let source = entry.source();
    let table = entry.table("parametric", "[question.parametric]")?;
    table.require(&["rule"]);
    let name = table.text("rule");
    table.finish();
    for key in ANSWERS {
        if entry.has(key) {
            source.fault(entry.place_of(key), format!("the rule computes the answer; take “{key}” out"));
        }
    }
    let unit = entry.filled("unit");
    let name = name?;
    let Some(rule) = Rule::of_id(&name.value) else {
        let ids = || Rule::ALL.iter().map(|rule| rule.id());
        let advice = match nearest(&name.value, ids()) {
            Some(near) => format!("did you mean “{near}”?"),
            None => format!("it is one of {}", ids().collect::<Vec<_>>().join(", ")),
        };
        source.fault(name.at, format!("there is no rule “{}”; {advice}", shown(&name.value)));
        return None;
    };
    let drawn = rule.draw(0).kind;
    let right = if matches!(drawn, Kind::Number(_)) { "number" } else { "network" };
    if kind.value != right {
        let message = format!("the rule “{}” asks for a {right}; write kind = \"{right}\"", rule.id());
        source.fault(kind.at, message);
        return None;
    }
    if let Some(unit) = unit {
        let counts = if let Kind::Number(key) = drawn { key.unit } else { None };
        if counts.as_deref() != Some(&unit.value) {
            let advice = counts.map_or_else(
                || "take “unit” out".to_owned(),
                |counts| format!("its unit is “{counts}”; write that or take the line out"),
            );
            source
                .fault(unit.at, format!("the rule “{}” does not count “{}”; {advice}", rule.id(), shown(&unit.value)));
            return None;
        }
    }
    Some(rule)
}
