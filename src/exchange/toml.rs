//! Our own format: `questions/{module}.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Draft, Export};
use crate::domain::question::network::Need;
use crate::domain::question::{Body, Choice, Difficulty, Gap, GapKey, Kind, NetworkKey, NumberKey, Question, Wrong};

/// What stands above something that the author has to write.
const ASKED_FOR: &str = "# podium check will ask for this\n";

/// A file for each module, in the order in which the modules come.
pub(super) fn export(questions: &[Question]) -> Export {
    let mut modules: Vec<&str> = Vec::new();
    let mut of_module: BTreeMap<&str, Vec<Draft>> = BTreeMap::new();
    for question in questions {
        let module = question.place.module.as_str();
        if !modules.contains(&module) {
            modules.push(module);
        }
        of_module.entry(module).or_default().push(Draft::of(question));
    }
    let files = modules.iter().map(|module| (format!("{module}.toml"), file(module, &of_module[module]))).collect();
    Export { files, questions: questions.len(), ..Export::default() }
}

/// The file of a module.
pub(super) fn file(module: &str, drafts: &[Draft]) -> String {
    let questions: Vec<String> = drafts.iter().map(|draft| question(module, draft)).collect();
    questions.join("\n")
}

fn question(file: &str, draft: &Draft) -> String {
    let mut out = String::new();
    for (what, text) in [("name", &draft.title), ("category", &draft.category)] {
        if let Some(text) = text.as_deref().map(one_line).filter(|text| !text.is_empty() && *text != draft.id) {
            let _ = writeln!(out, "# {what}: {text}");
        }
    }
    out.push_str("[[question]]\n");
    line(&mut out, "id", &draft.id);
    let _ = writeln!(out, "kind = {:?}", kind(&draft.body));
    let section = match (&draft.module, &draft.section) {
        (Some(module), Some(section)) if module != file => format!("{module}#{section}"),
        (_, section) => section.clone().unwrap_or_default(),
    };
    asked(&mut out, "section", &section);
    match draft.goal {
        Some(goal) => drop(writeln!(out, "goal = {goal}")),
        None => out.push_str("# podium check will ask for this: goal = 1\n"),
    }
    match draft.difficulty {
        Some(Difficulty::Recall) => out.push_str("difficulty = 1\n"),
        Some(Difficulty::Apply) => out.push_str("difficulty = 2\n"),
        Some(Difficulty::Judge) => out.push_str("difficulty = 3\n"),
        None => out.push_str("# podium check will ask for this: difficulty = 2\n"),
    }
    let _ = writeln!(out, "review = {}", draft.review.unwrap_or(true));
    line(&mut out, "prompt", &draft.prompt);
    if !draft.hints.is_empty() {
        let _ = writeln!(out, "hints = {}", list(&draft.hints));
    }
    asked(&mut out, "explanation", &draft.explanation);
    asked(&mut out, "source", &draft.source);
    if is_date(&draft.checked) {
        let _ = writeln!(out, "checked = {}", draft.checked);
    } else {
        out.push_str("# podium check will ask for this: checked = 2026-01-31\n");
    }
    if draft.reads_configuration {
        out.push_str("reads = \"configuration\"\n");
    }
    match &draft.body {
        Body::Fixed(kind) => of_kind(&mut out, kind),
        Body::Parametric(rule) => {
            let _ = write!(out, "\n[question.parametric]\nrule = {:?}\n", rule.id());
        }
    }
    out
}

fn kind(body: &Body) -> &'static str {
    match body {
        Body::Fixed(Kind::Choice(_)) => "choice",
        Body::Fixed(Kind::Choices(_)) => "choices",
        Body::Fixed(Kind::Truth { .. }) => "truth",
        Body::Fixed(Kind::Number(_)) => "number",
        Body::Fixed(Kind::Text { .. }) => "text",
        Body::Fixed(Kind::Order { .. }) => "order",
        Body::Fixed(Kind::Match { .. }) => "match",
        Body::Fixed(Kind::Gaps(_)) => "gaps",
        Body::Fixed(Kind::Network { .. }) => "network",
        // What the rule makes; it is the same for every seed.
        Body::Parametric(rule) => match rule.draw(1).kind {
            Kind::Network { .. } => "network",
            _ => "number",
        },
    }
}

/// The fields that stand in the question itself come first: what follows a header belongs to it.
fn of_kind(out: &mut String, kind: &Kind) {
    match kind {
        Kind::Choice(options) | Kind::Choices(options) => options.iter().for_each(|option| of_option(out, option)),
        Kind::Truth { answer, feedback, misconception } => {
            let _ = writeln!(out, "answer = {answer}");
            line(out, "feedback", feedback);
            if let Some(tag) = misconception {
                line(out, "misconception", tag);
            }
        }
        Kind::Number(NumberKey { answer, tolerance, unit, wrong }) => {
            let _ = writeln!(out, "answer = {answer}\ntolerance = {tolerance}");
            if let Some(unit) = unit {
                line(out, "unit", unit);
            }
            // A number where it is one, so that it stands as the answer does.
            for w in wrong {
                let number = w.is.parse::<f64>().is_ok_and(|n| n.is_finite() && n.to_string() == w.is);
                of_wrong(out, w, "answer", &if number { w.is.clone() } else { quoted(&w.is) });
            }
        }
        Kind::Text { accept, wrong } => {
            let _ = writeln!(out, "accept = {}", list(accept));
            for w in wrong {
                of_wrong(out, w, "answer", &quoted(&w.is));
            }
        }
        Kind::Order { items, feedback } => {
            let _ = writeln!(out, "items = {}", list(items));
            line(out, "feedback", feedback);
        }
        Kind::Match { pairs, others, feedback } => {
            if !others.is_empty() {
                let _ = writeln!(out, "others = {}", list(others));
            }
            line(out, "feedback", feedback);
            for (left, right) in pairs {
                out.push_str("\n[[question.pair]]\n");
                line(out, "left", left);
                line(out, "right", right);
            }
        }
        Kind::Gaps(gaps) => gaps.iter().for_each(|gap| of_gap(out, gap)),
        Kind::Network { key, wrong } => {
            of_network(out, key);
            for w in wrong {
                of_wrong(out, w, "is", &quoted(&w.is));
            }
        }
    }
}

fn of_option(out: &mut String, option: &Choice) {
    out.push_str("\n[[question.option]]\n");
    line(out, "text", &option.text);
    if option.right {
        out.push_str("right = true\n");
    }
    match &option.feedback {
        Some(feedback) => line(out, "feedback", feedback),
        None if option.right => {}
        None => out.push_str("# podium check will ask for this: feedback = \"\"\n"),
    }
    if let Some(tag) = &option.misconception {
        line(out, "misconception", tag);
    }
}

fn of_wrong(out: &mut String, wrong: &Wrong, key: &str, value: &str) {
    let _ = write!(out, "\n[[question.wrong]]\n{key} = {value}\n");
    line(out, "feedback", &wrong.feedback);
    if let Some(tag) = &wrong.misconception {
        line(out, "misconception", tag);
    }
}

fn of_gap(out: &mut String, gap: &Gap) {
    out.push_str("\n[[question.gap]]\n");
    match &gap.key {
        GapKey::Accept(forms) => drop(writeln!(out, "accept = {}", list(forms))),
        GapKey::Options { options, answer } => {
            let _ = writeln!(out, "options = {}", list(options));
            line(out, "answer", answer);
        }
    }
    if let Some(feedback) = &gap.feedback {
        line(out, "feedback", feedback);
    }
}

fn of_network(out: &mut String, key: &NetworkKey) {
    let texts = |networks: &[ipnet::IpNet]| list(&networks.iter().map(ToString::to_string).collect::<Vec<_>>());
    // What a wrong answer is explained by.
    let more = match key {
        NetworkKey::Address { subnet: Some(subnet), .. } => format!("subnet = \"{subnet}\"\n"),
        NetworkKey::Prefix { need: Some(Need::Addresses(n)), .. } => format!("needs = {{ addresses = {n} }}\n"),
        NetworkKey::Prefix { need: Some(Need::Blocks(n)), .. } => format!("needs = {{ blocks = {n} }}\n"),
        _ => String::new(),
    };
    let (want, is) = match key {
        NetworkKey::Address { is, .. } => ("address", quoted(&is.to_string())),
        NetworkKey::Network(is) => ("network", quoted(&is.to_string())),
        NetworkKey::Range(is) => ("range", quoted(&format!("{} - {}", is.first(), is.last()))),
        NetworkKey::Mask(length) => ("mask", quoted(&super::fitting::mask(*length))),
        NetworkKey::Wildcard(length) => ("wildcard", quoted(&super::fitting::wildcard(*length))),
        NetworkKey::Count(count) => ("count", count.to_string()),
        NetworkKey::Prefix { is, .. } => ("prefix", is.to_string()),
        NetworkKey::Networks(are) => ("networks", texts(are)),
        NetworkKey::Within { inside, prefix, used } => {
            let _ = write!(out, "\n[question.network]\nwant = \"within\"\ninside = \"{inside}\"\nprefix = {prefix}\n");
            if !used.is_empty() {
                let _ = writeln!(out, "used = {}", texts(used));
            }
            return;
        }
    };
    let _ = write!(out, "\n[question.network]\nwant = {want:?}\nis = {is}\n{more}");
}

/// Whether this is a date as TOML writes it.
fn is_date(text: &str) -> bool {
    let shape = text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b });
    let parts: Vec<u8> =
        text.split('-').filter_map(|part| part.get(part.len().checked_sub(2)?..)?.parse().ok()).collect();
    shape.eq(*b"0000-00-00") && matches!(parts[..], [_, 1..=12, 1..=31])
}

fn asked(out: &mut String, key: &str, text: &str) {
    if text.is_empty() {
        out.push_str(ASKED_FOR);
    }
    line(out, key, text);
}

fn line(out: &mut String, key: &str, text: &str) {
    let _ = writeln!(out, "{key} = {}", quoted(text));
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| in_line(text)).collect();
    format!("[{}]", texts.join(", "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// A text as TOML writes it: in three quotation marks where it has several lines.
fn quoted(text: &str) -> String {
    if text.contains('\n') { format!("\"\"\"\n{}\"\"\"", escaped(text, true)) } else { in_line(text) }
}

fn in_line(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

fn escaped(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quotes = 0;
    for letter in text.chars() {
        quotes = if letter == '"' { quotes + 1 } else { 0 };
        match letter {
            '\\' => out.push_str("\\\\"),
            // Two may stand in a text of several lines; a third would end it.
            '"' if lines && quotes % 3 != 0 => out.push('"'),
            '"' => out.push_str("\\\""),
            '\n' if lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    // One that stands before the three that end it would be read as the first of them.
    if lines && out.ends_with('"') && !out.ends_with("\\\"") {
        out.pop();
        out.push_str("\\\"");
    }
    out
}
