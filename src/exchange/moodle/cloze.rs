//! Gaps with their answers in the text: `{1:SHORTANSWER:=node~%0%*#feedback}`.

use std::fmt::Write as _;

use super::super::fitting::percent;
use super::super::forms::{ANY, Forms, different, starred};
use super::super::gift::weight;
use super::super::html::{Style, bare, decoded, markdown};
use super::super::report::{Fate, Fault};
use super::super::xml::Element;
use super::desk::{Desk, MOST_GAPS};
use crate::domain::question::{Gap, GapKey, Kind};

/// A gap as it stands in the text.
struct Part<'t> {
    from: usize,
    to: usize,
    grade: &'t str,
    kind: &'t str,
    answers: &'t str,
}

/// An answer of a gap.
struct Answer {
    text: String,
    share: f64,
    feedback: String,
}

/// The gaps, and the prompt with their numbers; None when a gap is of a kind that is none here, which is noted.
pub(super) fn read(desk: &mut Desk<'_>, prompt: &Element) -> Result<Option<(Kind, String)>, Fault> {
    let (style, raw) = desk.raw(prompt)?;
    let parts = parts(raw).map_err(|_| desk.fault(prompt, "a gap is not closed; write } after its answers"))?;
    if parts.is_empty() {
        return Err(desk.fault(prompt, "there is no gap; it is written {1:SHORTANSWER:=answer}"));
    }
    if parts.len() > MOST_GAPS {
        return Err(desk.fault(prompt, format!("more than {MOST_GAPS} gaps in one question; split it")));
    }
    if let Some(part) = parts.iter().find(|part| !known(part.kind)) {
        desk.note("question with a gap of another kind", Fate::LeftOut, format!("{}: {}", part.kind, raw));
        return Ok(None);
    }
    if parts.iter().any(|part| part.grade != parts[0].grade) {
        let grades: Vec<&str> = parts.iter().map(|part| part.grade).collect();
        desk.note("weights of gaps", Fate::TurnedInto("gaps that weigh the same".to_owned()), grades.join(", "));
    }
    let (mut text, mut from, mut gaps) = (String::new(), 0, Vec::new());
    for (part, n) in parts.iter().zip(1..) {
        let _ = write!(text, "{}{{{n}}}", &raw[from..part.from]);
        from = part.to;
        gaps.push(gap(desk, prompt, part, style)?);
    }
    text.push_str(&raw[from..]);
    let prompt = desk.shown(&text, style, "questiontext");
    Ok(Some((Kind::Gaps(gaps), prompt)))
}

/// Answers to be typed, numbers among them, or one to be chosen.
fn known(kind: &str) -> bool {
    typed(kind)
        || matches!(
            kind,
            "MULTICHOICE"
                | "MC"
                | "MULTICHOICE_V"
                | "MCV"
                | "MULTICHOICE_H"
                | "MCH"
                | "MULTICHOICE_S"
                | "MCS"
                | "MULTICHOICE_VS"
                | "MCVS"
                | "MULTICHOICE_HS"
                | "MCHS"
        )
}

fn typed(kind: &str) -> bool {
    matches!(kind, "SHORTANSWER" | "SA" | "MW" | "SHORTANSWER_C" | "SAC" | "MWC" | "NUMERICAL" | "NM")
}

/// The gaps of a text; an error is the place of one that is not closed.
fn parts(raw: &str) -> Result<Vec<Part<'_>>, usize> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(at) = raw[from..].find('{').map(|at| at + from) {
        let rest = &raw[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
        let head = rest[digits..].strip_prefix(':').map(|after| (&rest[..digits], after));
        let kind =
            head.and_then(|(grade, rest)| Some((grade, rest.get(..rest.bytes().take(20).position(|b| b == b':')?)?)));
        let named =
            kind.filter(|(_, kind)| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
        let Some((grade, kind)) = named else {
            from = at + 1;
            continue;
        };
        let start = at + 1 + grade.len() + 1 + kind.len() + 1;
        let end = ends(&raw[start..], &['}']).next().ok_or(at)? + start;
        parts.push(Part { from: at, to: end + 1, grade, kind, answers: &raw[start..end] });
        from = end + 1;
    }
    Ok(parts)
}

/// Where these signs stand without a back slash, and without the ampersand of an entity, before them.
fn ends<'t>(raw: &'t str, signs: &'t [char]) -> impl Iterator<Item = usize> + 't {
    let before = |at: usize| raw[..at].chars().next_back();
    raw.match_indices(signs)
        .filter(move |(at, sign)| {
            before(*at) != Some('\\') && !(*sign == "#" && (raw[..*at].ends_with('&') || raw[..*at].ends_with("&amp;")))
        })
        .map(|(at, _)| at)
}

fn answers(raw: &str, style: Style) -> Vec<Answer> {
    let mut starts: Vec<usize> = ends(raw, &['~']).collect();
    starts.push(raw.len());
    let mut from = 0;
    let mut answers = Vec::new();
    for end in starts {
        let one = &raw[from..end];
        from = (end + 1).min(raw.len());
        let (share, one) = if let Some(rest) = one.trim_start().strip_prefix('=') {
            (100.0, rest)
        } else {
            let (share, rest) = weight(one.trim_start());
            (share.unwrap_or(0.0), rest)
        };
        let at = ends(one, &['#']).next();
        let (text, feedback) = at.map_or((one, ""), |at| (&one[..at], &one[at + 1..]));
        let meant = |text: &str| {
            let slashes = ["\\~", "\\#", "\\}", "\\/", "\\\""];
            slashes.iter().fold(text.trim().to_owned(), |text, slash| text.replace(slash, &slash[1..]))
        };
        // Entities are read whatever the style is, as Moodle reads them here.
        let (text, feedback) = match style {
            Style::Markdown => (decoded(&meant(text)), decoded(&meant(feedback))),
            style => (bare(&meant(text), Style::Html), markdown(&meant(feedback), style).0),
        };
        answers.push(Answer { text, share, feedback });
    }
    answers.retain(|answer| !answer.text.is_empty());
    answers
}

fn gap(desk: &mut Desk<'_>, prompt: &Element, part: &Part<'_>, style: Style) -> Result<Gap, Fault> {
    let answers = answers(part.answers, style);
    let none = || Fault::at(desk.document, prompt.at, "a gap has no right answer; write = before it");
    if typed(part.kind) {
        let mut forms = Forms::default();
        for answer in answers {
            let text = if matches!(part.kind, "NUMERICAL" | "NM") {
                desk.note("number in a gap", Fate::TurnedInto("a text to be typed".to_owned()), &answer.text);
                answer.text.split(':').next().unwrap_or_default().to_owned()
            } else {
                answer.text
            };
            forms.add(&text, answer.share, answer.feedback, desk.report, desk.place);
        }
        if matches!(part.kind, "SHORTANSWER_C" | "SAC" | "MWC") {
            desk.note("upper and lower case that count", Fate::LeftOut, "");
        }
        if forms.accept.is_empty() {
            return Err(none());
        }
        let feedback = forms.wrong.iter().find(|wrong| wrong.is == ANY).map(|wrong| wrong.feedback.clone());
        for wrong in forms.wrong.iter().filter(|wrong| wrong.is != ANY) {
            desk.note("typical wrong answer of a gap", Fate::LeftOut, format!("{}: {}", wrong.is, wrong.feedback));
        }
        return Ok(Gap {
            key: GapKey::Accept(forms.accept),
            feedback: feedback.filter(|feedback| !feedback.is_empty()),
        });
    }
    let answer = answers
        .iter()
        .max_by(|a, b| a.share.total_cmp(&b.share))
        .filter(|answer| answer.share > 0.0)
        .ok_or_else(none)?;
    let partly: Vec<String> = answers
        .iter()
        .filter(|other| other.share != 0.0 && !std::ptr::eq(*other, answer))
        .map(|other| format!("{} for {} %", other.text, percent(other.share / 100.0)))
        .collect();
    if !partly.is_empty() {
        desk.note("weights of a gap's options", Fate::TurnedInto("wrong ones".to_owned()), partly.join(", "));
    }
    if !answer.feedback.is_empty() {
        desk.note("feedback to the right answer", Fate::LeftOut, &answer.feedback);
    }
    let others = answers.iter().filter(|other| !std::ptr::eq(*other, answer) && !other.feedback.is_empty());
    let said = different(others.map(|other| other.feedback.as_str()));
    if said.len() > 1 {
        desk.note("feedback to each option of a gap", Fate::TurnedInto("one for the gap".to_owned()), "");
    }
    let feedback = (!said.is_empty()).then(|| said.join(" "));
    let key =
        GapKey::Options { options: answers.iter().map(|a| a.text.clone()).collect(), answer: answer.text.clone() };
    Ok(Gap { key, feedback })
}

/// A gap as it is written into the text.
pub(super) fn written(gap: &Gap) -> String {
    let feedback = gap.feedback.as_deref().map(|said| format!("#{}", escaped(said))).unwrap_or_default();
    match &gap.key {
        GapKey::Accept(forms) => {
            let forms: Vec<String> = forms.iter().map(|form| format!("={}", escaped(&starred(form)))).collect();
            let other = if feedback.is_empty() { String::new() } else { format!("~%0%{ANY}{feedback}") };
            format!("{{1:SHORTANSWER:{}{other}}}", forms.join("~"))
        }
        GapKey::Options { options, answer } => {
            let options: Vec<String> = options
                .iter()
                .map(|option| {
                    if option == answer {
                        format!("={}", escaped(option))
                    } else {
                        format!("%0%{}{feedback}", escaped(option))
                    }
                })
                .collect();
            format!("{{1:MULTICHOICE:{}}}", options.join("~"))
        }
    }
}

/// Signs of the gap and of HTML, and white space that would be trimmed, as entities, which Moodle reads in answers.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let ends = [0, text.chars().count().saturating_sub(1)];
    for (n, letter) in text.chars().enumerate() {
        match letter {
            '~' | '#' | '{' | '}' | '\\' | '/' | '"' | '&' | '<' | '>' | '\n' => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            // It would be read as what is right, or as a weight.
            '=' | '%' if n == 0 => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            c if c.is_whitespace() && ends.contains(&n) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
