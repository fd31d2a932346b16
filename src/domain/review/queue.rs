//! Which questions come back today: a handful, and fewer after a pause.

use std::collections::BTreeSet;

use super::{Card, Day};

/// How many questions come back, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueRules {
    /// The most questions a day.
    pub most: usize,
    /// The chance to know a question with which it comes back, between 0 and 1.
    pub recall: f64,
    /// The most days between two times.
    pub longest: u32,
    /// Days without any answer that count as a pause.
    pub pause: u32,
    /// Questions on the first day after a pause; one more on each day of study after it, up to `most`.
    pub after_pause: usize,
}

impl Default for DueRules {
    fn default() -> Self {
        Self { most: 6, recall: 0.9, longest: 365, pause: 14, after_pause: 3 }
    }
}

/// What comes back today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The questions' ids, in the order in which to ask them.
    pub today: Vec<String>,
    /// How many are due in all, those of today included.
    pub due: usize,
    /// How many were due today and were answered already.
    pub answered_today: usize,
    /// When something is due next, if nothing is left for today.
    pub next: Option<Day>,
    /// Why it is these.
    pub why: Why,
}

/// Why it is these questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing is due.
    Nothing,
    /// Those most likely to be forgotten come first.
    MostForgotten,
    /// After a pause of so many days: few, and those first that are most likely to be still known.
    AfterPause(u32),
}

/// The questions for today. `days` are the days on which the person answered anything (see [`super::days`]).
///
/// A handful that was answered today is not followed by another one.
#[must_use]
pub fn queue(cards: &[Card], days: &BTreeSet<Day>, today: Day, rules: &DueRules) -> Queue {
    let mut due: Vec<(&Card, f64)> = cards
        .iter()
        .filter(|card| card.due.is_some_and(|due| due <= today))
        .filter_map(|card| Some((card, card.recall(today)?)))
        .collect();
    // Of the cards, not of the reviews: one that was asked twice today counts once.
    let answered_today = cards.iter().filter(|card| card.last == Some(today) && card.left.is_none()).count();
    let back = returned(days, today, rules.pause);
    let most = back.map_or(rules.most, |(_, days)| rules.after_pause.saturating_add(days).min(rules.most));
    let known_first = back.is_some() && most < rules.most;
    // By chance to know, then by id, so that the same comes out every time.
    due.sort_by(|(a, of_a), (b, of_b)| {
        let order = if known_first { of_b.total_cmp(of_a) } else { of_a.total_cmp(of_b) };
        order.then_with(|| a.question.cmp(&b.question))
    });
    let room = most.saturating_sub(answered_today);
    let why = match back {
        _ if due.is_empty() => Why::Nothing,
        Some((pause, _)) if known_first => Why::AfterPause(pause),
        _ => Why::MostForgotten,
    };
    let next = cards.iter().filter_map(|card| card.due).min().map(|first| first.max(today.plus(1)));
    let chosen: Vec<String> = due.iter().take(room).map(|(card, _)| card.question.clone()).collect();
    Queue { next: if chosen.is_empty() { next } else { None }, today: chosen, due: due.len(), answered_today, why }
}

/// The last pause, and on how many days before today the person has studied since. None without a pause.
fn returned(days: &BTreeSet<Day>, today: Day, pause: u32) -> Option<(u32, usize)> {
    let (mut later, mut since) = (today, 0);
    for day in days.range(..today).rev() {
        let gap = later.since(*day);
        if gap > pause {
            return Some((gap - 1, since));
        }
        (later, since) = (*day, since + 1);
    }
    None
}
