//! What other formats have no field for, as labels such as `podium:section=overlay`: tags where there are tags, comments
//! where there are none. Other programs carry them along; we read them back.

use std::fmt::Write as _;

use super::Draft;
use crate::domain::question::{Body, Difficulty, Kind, Wrong};

/// How a label of ours begins.
const START: &str = "podium:";

/// The labels of a question; the misconceptions are numbered by option or typical wrong answer.
pub(super) fn of(draft: &Draft) -> Vec<String> {
    let difficulty = draft.difficulty.map(|difficulty| match difficulty {
        Difficulty::Recall => "1",
        Difficulty::Apply => "2",
        Difficulty::Judge => "3",
    });
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let pairs = [
        ("module", draft.module.clone()),
        ("section", draft.section.clone()),
        ("goal", draft.goal.map(|goal| goal.to_string())),
        ("difficulty", difficulty.map(str::to_owned)),
        ("review", draft.review.map(|review| review.to_string())),
        ("source", text(&draft.source)),
        ("checked", text(&draft.checked)),
        ("reads", draft.reads_configuration.then(|| "configuration".to_owned())),
    ];
    let mut labels: Vec<String> = pairs.into_iter().filter_map(|(key, value)| Some(label(key, &value?))).collect();
    let Body::Fixed(kind) = &draft.body else { return labels };
    let tags: Vec<Option<&String>> = match kind {
        Kind::Choice(options) | Kind::Choices(options) => options.iter().map(|o| o.misconception.as_ref()).collect(),
        Kind::Truth { misconception, .. } => vec![misconception.as_ref()],
        Kind::Number(key) => of_wrong(&key.wrong),
        Kind::Text { wrong, .. } | Kind::Network { wrong, .. } => of_wrong(wrong),
        _ => vec![],
    };
    let tags = tags.into_iter().zip(1..).filter_map(|(tag, n)| Some(label(&format!("misconception:{n}"), tag?)));
    labels.extend(tags);
    labels
}

fn of_wrong(wrong: &[Wrong]) -> Vec<Option<&String>> {
    wrong.iter().map(|wrong| wrong.misconception.as_ref()).collect()
}

/// A label; what tags cannot hold is written as in addresses, `%2C` for a comma.
pub(super) fn label(key: &str, value: &str) -> String {
    let mut label = format!("{START}{key}=");
    for letter in value.chars() {
        match letter {
            '%' | ',' | '<' | '>' | '"' | '`' | '[' | ']' | '\\' | '\0'..='\u{1f}' | '\u{7f}' => {
                let _ = write!(label, "%{:02X}", u32::from(letter));
            }
            // White space at the ends would be trimmed.
            ' ' if label.ends_with('=') => label.push_str("%20"),
            _ => label.push(letter),
        }
    }
    if label.ends_with(' ') {
        label.pop();
        label.push_str("%20");
    }
    label
}

/// The key and the value of a label of ours.
pub(super) fn parts(label: &str) -> Option<(&str, String)> {
    let (key, value) = label.trim().strip_prefix(START)?.split_once('=')?;
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &rest[3..] } else { after };
    }
    Some((key, String::from_utf8(bytes).ok()?))
}

/// Takes a label into a draft whose kind is read already; false when it says nothing that a draft can have.
pub(super) fn take(draft: &mut Draft, label: &str) -> bool {
    let Some((key, value)) = parts(label) else { return false };
    match key {
        "module" => draft.module = Some(value),
        "section" => draft.section = Some(value),
        "goal" => match value.parse() {
            Ok(goal) => draft.goal = Some(goal),
            Err(_) => return false,
        },
        "difficulty" => {
            draft.difficulty = match value.as_str() {
                "1" => Some(Difficulty::Recall),
                "2" => Some(Difficulty::Apply),
                "3" => Some(Difficulty::Judge),
                _ => return false,
            }
        }
        "review" => match value.parse() {
            Ok(review) => draft.review = Some(review),
            Err(_) => return false,
        },
        "source" => draft.source = value,
        "checked" => draft.checked = value,
        "reads" => draft.reads_configuration = value == "configuration",
        "hint" => draft.hints.push(value),
        _ => return of_kind(&mut draft.body, key, value),
    }
    true
}

fn of_kind(body: &mut Body, key: &str, value: String) -> bool {
    let Body::Fixed(kind) = body else { return false };
    match (key, &mut *kind) {
        ("unit", Kind::Number(number)) => number.unit = Some(value),
        ("feedback", Kind::Match { feedback, .. } | Kind::Order { feedback, .. }) => *feedback = value,
        _ => {
            let number = key.strip_prefix("misconception:").and_then(|n| n.parse::<usize>().ok()?.checked_sub(1));
            let place = number.and_then(|n| match kind {
                Kind::Choice(options) | Kind::Choices(options) => Some(&mut options.get_mut(n)?.misconception),
                Kind::Truth { misconception, .. } if n == 0 => Some(misconception),
                Kind::Number(number) => Some(&mut number.wrong.get_mut(n)?.misconception),
                Kind::Text { wrong, .. } => Some(&mut wrong.get_mut(n)?.misconception),
                _ => None,
            });
            match place {
                Some(place) => *place = Some(value),
                None => return false,
            }
        }
    }
    true
}
