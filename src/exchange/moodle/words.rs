//! Gaps filled from lists (`gapselect`, and `ddwtos` where words are dragged): `[[3]]` is the place of the third word.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::report::{Fate, Fault};
use super::super::xml::Element;
use super::desk::{Desk, MOST_GAPS};
use crate::domain::question::{Gap, GapKey, Kind};

pub(super) fn read(desk: &mut Desk<'_>, prompt: &Element) -> Result<(Kind, String), Fault> {
    let (style, raw) = desk.raw(prompt)?;
    let mut words: Vec<(String, String)> = Vec::new();
    let choices =
        desk.question.children.iter().filter(|child| matches!(child.name.as_str(), "selectoption" | "dragbox"));
    for choice in choices {
        let group = choice.child("group").map_or("1", |group| group.text.trim()).to_owned();
        words.push((group, desk.bare(choice)?));
        if choice.child("infinite").is_some() {
            desk.note("word that can be used again", Fate::KeptAsText, &words[words.len() - 1].1);
        }
    }
    let markers = markers(raw);
    if markers.len() > MOST_GAPS {
        return Err(desk.fault(prompt, format!("more than {MOST_GAPS} gaps in one question; split it")));
    }
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let mut answers = Vec::new();
    for (at, _, number) in &markers {
        let word = number.checked_sub(1).and_then(|n| words.get(n));
        let (group, answer) = word.ok_or_else(|| {
            desk.fault(prompt, format!("[[{number}]] names a word that is not there; there are {}", words.len()))
        })?;
        *groups.entry(group).or_default() += 1;
        answers.push((*at, group.as_str(), answer));
    }
    if markers.is_empty() {
        return Err(desk.fault(prompt, "there is no gap; it is a marker such as [[1]] in the text"));
    }
    // Where each gap has its own list, the list's number is that of the gap; else they count from the beginning.
    let own = groups.len() == markers.len() && (1..=markers.len()).all(|n| groups.contains_key(n.to_string().as_str()));
    let number = |n: usize| if own { answers[n].1.parse().unwrap_or(n + 1) } else { n + 1 };
    let mut gaps: Vec<(usize, Gap)> = answers
        .iter()
        .enumerate()
        .map(|(n, (_, group, answer))| {
            let options = words.iter().filter(|(of, _)| of == group).map(|(_, word)| word.clone()).collect();
            (number(n), Gap { key: GapKey::Options { options, answer: (*answer).clone() }, feedback: None })
        })
        .collect();
    gaps.sort_by_key(|(number, _)| *number);
    let mut text = String::new();
    let mut from = 0;
    for (n, (at, end, _)) in markers.iter().enumerate() {
        let _ = write!(text, "{}{{{}}}", &raw[from..*at], number(n));
        from = *end;
    }
    text.push_str(&raw[from..]);
    let prompt = desk.shown(&text, style, "questiontext");
    Ok((Kind::Gaps(gaps.into_iter().map(|(_, gap)| gap).collect()), prompt))
}

/// Where the markers are, and their numbers.
pub(super) fn markers(raw: &str) -> Vec<(usize, usize, usize)> {
    let marker = |(at, _): (usize, &str)| {
        let rest = &raw[at + 2..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[..digits].parse().ok()?;
        rest[digits..].starts_with("]]").then_some((at, at + 2 + digits + 2, number))
    };
    raw.match_indices("[[").filter_map(marker).collect()
}
