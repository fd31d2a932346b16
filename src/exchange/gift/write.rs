//! From questions to GIFT.

use std::fmt::Write as _;

use super::super::fitting::{fitted, number, weight};
use super::super::forms::{ANY, starred, with_plain_numbers};
use super::super::html::Style;
use super::super::report::{Fate, Report};
use super::super::{Draft, Export, labels};
use super::read::style;
use super::signs::{escaped, guarded, weight as weighs};
use crate::domain::question::{Body, Choice, Gap, GapKey, Kind, Question};

/// Writes questions, in a category for each module.
pub(in crate::exchange) fn write(questions: &[Question], variants: usize) -> Export {
    let mut report = Report::default();
    let mut out = String::new();
    let mut module = None;
    let fitted = fitted(questions, variants, &mut report);
    let count = fitted.len();
    for question in fitted {
        let question = with_plain_numbers(question, &mut report);
        if module.as_ref() != Some(&question.place.module) {
            let _ = writeln!(out, "$CATEGORY: $course$/top/Podium/{}\n", question.place.module);
            module = Some(question.place.module.clone());
        }
        out.push_str(&one(&question, &mut report));
        out.push('\n');
    }
    Export { files: vec![(String::new(), out)], questions: count, report }
}

fn one(question: &Question, report: &mut Report) -> String {
    let Body::Fixed(kind) = &question.body else { return String::new() };
    let (kind, prompt) = answerable(question, kind, report);
    let mut notes: Vec<String> = question.hints.iter().map(|hint| labels::label("hint", hint)).collect();
    let mut tags = labels::of(&Draft::of(question));
    if let Kind::Number(key) = kind.as_ref() {
        tags.extend(key.unit.as_ref().map(|unit| labels::label("unit", unit)));
    }
    if let Kind::Match { feedback, .. } = kind.as_ref()
        && !feedback.is_empty()
    {
        notes.push(labels::label("feedback", feedback));
    }
    let (before, after) = match kind.as_ref() {
        Kind::Gaps(_) => prompt.split_once("{1}").unwrap_or((&prompt, "")),
        _ => (prompt.as_str(), ""),
    };
    if matches!(kind.as_ref(), Kind::Gaps(_)) && after.trim().is_empty() {
        tags.push("podium:kind=gaps".to_owned());
    }
    let mut out = format!("// [id:{}]", question.id);
    for tag in tags {
        let _ = write!(out, " [tag:{tag}]");
    }
    out.push('\n');
    if !question.hints.is_empty() {
        report.note((0, &question.id), "hints", Fate::KeptAsText, "");
    }
    for note in notes {
        let _ = writeln!(out, "// {note}");
    }
    let gap = matches!(kind.as_ref(), Kind::Gaps(_));
    let start = if before.starts_with(char::is_whitespace) { "\\n" } else { "" };
    let (before, end) = match (gap, before.ends_with(char::is_whitespace)) {
        (true, _) => (escaped(before), ""),
        (false, true) => (escaped(before), "\\n "),
        (false, false) => (escaped(before), " "),
    };
    let after_end = if gap && after.ends_with(char::is_whitespace) { "\\n" } else { "" };
    let _ = write!(out, "::{}::[markdown]{start}{before}{end}{{", escaped(&question.id));
    out.push_str(&answers(&kind, report, &question.id));
    if !question.explanation.is_empty() {
        let _ = write!(out, "\n  ####{}", text(&question.explanation));
    }
    let _ = writeln!(out, "\n}}{}{after_end}", escaped(after));
    out
}

/// The kind as GIFT can have it, and the prompt for it.
fn answerable<'k>(question: &Question, kind: &'k Kind, report: &mut Report) -> (std::borrow::Cow<'k, Kind>, String) {
    use std::borrow::Cow;
    let place = (0, question.id.as_str());
    match kind {
        Kind::Order { items, feedback } => {
            report.note(place, "order", Fate::TurnedInto("a match of items and places".to_owned()), "");
            let pairs = items.iter().zip(1..).map(|(item, n)| (item.clone(), n.to_string())).collect();
            let kind = Kind::Match { pairs, others: vec![], feedback: feedback.clone() };
            (Cow::Owned(kind), question.prompt.clone())
        }
        Kind::Gaps(gaps) if gaps.len() != 1 || question.prompt.matches("{1}").count() != 1 => {
            report.note(place, "several gaps", Fate::TurnedInto("a match of gaps and their fillings".to_owned()), "");
            (Cow::Owned(matched(gaps, report, place)), question.prompt.clone())
        }
        kind => (Cow::Borrowed(kind), question.prompt.clone()),
    }
}

/// Gaps as a match: the first accepted form of each, and the options that fit none.
fn matched(gaps: &[Gap], report: &mut Report, place: (usize, &str)) -> Kind {
    let (mut pairs, mut others) = (Vec::new(), Vec::new());
    for (gap, n) in gaps.iter().zip(1..) {
        let right = match &gap.key {
            GapKey::Accept(forms) => {
                if forms.len() > 1 {
                    report.note(place, "further accepted form of a gap", Fate::LeftOut, forms[1..].join(", "));
                }
                forms.first().cloned().unwrap_or_default()
            }
            GapKey::Options { options, answer } => {
                others.extend(options.iter().filter(|option| *option != answer).cloned());
                answer.clone()
            }
        };
        if let Some(feedback) = &gap.feedback {
            report.note(place, "feedback to a gap", Fate::LeftOut, feedback);
        }
        pairs.push((format!("{{{n}}}"), right));
    }
    others.sort();
    others.dedup();
    others.retain(|other| !pairs.iter().any(|(_, right)| right == other));
    Kind::Match { pairs, others, feedback: String::new() }
}

fn answers(kind: &Kind, report: &mut Report, id: &str) -> String {
    let mut out = String::new();
    match kind {
        Kind::Choice(options) => options.iter().for_each(|option| {
            let sign = if option.right { "=".to_owned() } else { wrong_sign(&option.text) };
            out.push_str(&option_line(&sign, option));
        }),
        Kind::Choices(options) => {
            let rights = options.iter().filter(|option| option.right).count();
            for option in options {
                out.push_str(&option_line(&format!("~%{}%", weight(option.right, rights)), option));
            }
        }
        Kind::Truth { answer, feedback, .. } => {
            out.push_str(if *answer { "TRUE" } else { "FALSE" });
            out.push_str(&said(feedback));
        }
        Kind::Number(key) => {
            let tolerance = if key.tolerance > 0.0 { format!(":{}", number(key.tolerance)) } else { String::new() };
            let _ = write!(out, "#\n  ={}{tolerance}", number(key.answer));
            for wrong in &key.wrong {
                let _ = write!(out, "\n  =%0%{}{}", wrong.is, said(&wrong.feedback));
            }
        }
        Kind::Text { accept, wrong } => {
            out.push_str(&forms(accept));
            for wrong in wrong {
                let _ = write!(out, "\n  =%0%{}{}", form(&wrong.is), said(&wrong.feedback));
            }
            out = arrowless(out, report, id);
        }
        Kind::Match { pairs, others, .. } => {
            for (left, right) in pairs {
                let left = arrowless(text(left), report, id);
                let _ = write!(out, "\n  ={left} -> {}", plain(right));
            }
            for other in others {
                let _ = write!(out, "\n  = -> {}", plain(other));
            }
        }
        Kind::Gaps(gaps) => gaps.iter().for_each(|gap| {
            let feedback = gap.feedback.as_deref().map(said).unwrap_or_default();
            match &gap.key {
                GapKey::Accept(accept) => {
                    out.push_str(&arrowless(forms(accept), report, id));
                    if !feedback.is_empty() {
                        let _ = write!(out, "\n  =%0%{ANY}{feedback}");
                    }
                }
                GapKey::Options { options, answer } => options.iter().for_each(|option| {
                    let (sign, feedback) =
                        if option == answer { ("=".to_owned(), "") } else { (wrong_sign(option), feedback.as_str()) };
                    let _ = write!(out, "\n  {sign}{}{feedback}", text(option));
                }),
            }
        }),
        // They became something else before.
        Kind::Order { .. } | Kind::Network { .. } => {}
    }
    out
}

/// A text that begins like a weight gets one before it.
fn wrong_sign(text: &str) -> String {
    if weighs(text.trim_start()).0.is_some() { "~%0%".to_owned() } else { "~".to_owned() }
}

fn option_line(sign: &str, option: &Choice) -> String {
    let feedback = option.feedback.as_deref().map(said).unwrap_or_default();
    format!("\n  {sign}{}{feedback}", text(&option.text))
}

fn said(feedback: &str) -> String {
    if feedback.is_empty() { String::new() } else { format!("#{}", text(feedback)) }
}

fn forms(accept: &[String]) -> String {
    let forms = accept.iter().map(|accept| {
        let sign = if weighs(accept).0.is_some() { "=%100%" } else { "=" };
        format!("\n  {sign}{}", form(accept))
    });
    forms.collect()
}

fn form(form: &str) -> String {
    plain(&starred(form))
}

/// A Markdown text; where it begins like the name of a style, the style is named before it.
fn text(text: &str) -> String {
    let named = style(text.trim_start(), Style::Auto).0 != Style::Auto || text.starts_with("[moodle]");
    format!("{}{}", if named { "[markdown]" } else { "" }, guarded(text))
}

/// The same for a text that is no Markdown.
fn plain(text: &str) -> String {
    let named = style(text.trim_start(), Style::Auto).0 != Style::Auto || text.starts_with("[moodle]");
    format!("{}{}", if named { "[plain]" } else { "" }, guarded(text))
}

/// GIFT takes an arrow for that of a pair, and knows no escape for it.
fn arrowless(text: String, report: &mut Report, id: &str) -> String {
    if text.contains("->") {
        report.note((0, id), "arrow of two signs, ->", Fate::TurnedInto("→".to_owned()), &text);
        return text.replace("->", "→");
    }
    text
}
