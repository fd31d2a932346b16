//! What a person has learnt, and which questions come back today.
//!
//! Nothing about a card is kept but the answers that were given: the state is computed from them each time, so that an
//! edit of the rules never leaves a stale state behind. A card is scheduled by FSRS ([`fsrs`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::question::Place;
use super::time::Millis;

pub mod fsrs;
mod modules;
mod queue;

pub use fsrs::{Memory, Rating};
pub use modules::{ModuleMastery, modules};
pub use queue::{DueRules, Queue, Why, queue};

/// Successes in a row, on different days, after which a question counts as mastered.
pub const MASTERED_AFTER: u32 = 3;
/// Days of [stability](Memory::stability) that a mastered question has at least.
pub const MASTERED_STABILITY: f64 = 21.0;
/// Successes in a row after which a question leaves the deck, if it is also stable enough.
pub const LEAVES_AFTER: u32 = 5;
/// Days of stability with which a question may leave the deck.
pub const LEAVES_STABILITY: f64 = 90.0;

/// A day: whole days since 1970-01-01 where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i64);

impl Day {
    /// The day of a point in time at so many minutes east of UTC.
    #[must_use]
    pub fn of(at: Millis, minutes_east: i32) -> Self {
        Self(at.0.saturating_add(i64::from(minutes_east) * 60_000).div_euclid(86_400_000))
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(days.into()))
    }

    /// Days from an earlier day; 0 when it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0).max(0)).unwrap_or(u32::MAX)
    }
}

/// How a question went when it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Right at the first try.
    RightFirst,
    /// Right, but not at the first try, or after a hint.
    RightOnRetry,
    /// Never right.
    Wrong,
}

impl Outcome {
    /// The rating for the schedule: right first time is good, right on retry hard, wrong again. Nobody is asked how easy
    /// it was.
    #[must_use]
    pub const fn rating(self) -> Rating {
        match self {
            Self::RightFirst => Rating::Good,
            Self::RightOnRetry => Rating::Hard,
            Self::Wrong => Rating::Again,
        }
    }
}

/// A question that was asked and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// On which day.
    pub day: Day,
    /// How it went.
    pub outcome: Outcome,
}

/// How far somebody is with a question or a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mastery {
    /// Never answered.
    New,
    /// Answered, not mastered yet.
    Learning,
    /// Right on several days in a row and likely to be known for weeks.
    Mastered,
}

/// A question in a person's deck.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The question's id.
    pub question: String,
    /// The section that teaches it.
    pub place: Place,
    /// What is likely to be remembered; None before the first answer.
    pub memory: Option<Memory>,
    /// The day of the last answer.
    pub last: Option<Day>,
    /// The day on which it should come back; None when it is new or has left the deck.
    pub due: Option<Day>,
    /// Days in a row on which it was right at the first try, up to the last answer.
    pub successes: u32,
    /// Times that it was wrong after it had been right.
    pub lapses: u32,
    /// Why it does not come back, if it does not.
    pub left: Option<Left>,
}

/// Why a question left the deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// It was retired, or is not worth asking again.
    Retired,
    /// It is known so well that asking again teaches nothing.
    Known,
}

impl Card {
    /// The card after these answers, in the order of their days. `stays` is whether the question is still in the bank and
    /// worth asking again.
    #[must_use]
    pub fn of(question: &str, place: &Place, stays: bool, history: &[Review], rules: &DueRules) -> Self {
        let mut history: Vec<Review> = history.to_vec();
        // Stable: answers of one day stay in their order.
        history.sort_by_key(|review| review.day);
        let mut card = Self {
            question: question.to_owned(),
            place: place.clone(),
            memory: None,
            last: None,
            due: None,
            successes: 0,
            lapses: 0,
            left: None,
        };
        for review in history {
            card.add(review);
        }
        card.left = match card.memory {
            _ if !stays => Some(Left::Retired),
            Some(memory) if card.successes >= LEAVES_AFTER && memory.stability >= LEAVES_STABILITY => Some(Left::Known),
            _ => None,
        };
        if let (Some(memory), Some(last), None) = (card.memory, card.last, card.left) {
            card.due = Some(last.plus(memory.interval(rules.recall, rules.longest)));
        }
        card
    }

    fn add(&mut self, review: Review) {
        let rating = review.outcome.rating();
        let days = self.last.map_or(0, |last| review.day.since(last));
        let same_day = self.last.is_some() && days == 0;
        let known = self.memory.is_some_and(|_| self.successes > 0);
        self.memory = Some(match self.memory {
            None => Memory::first(rating),
            Some(memory) => memory.after(rating, days),
        });
        self.successes = match review.outcome {
            Outcome::RightFirst if same_day => self.successes,
            Outcome::RightFirst => self.successes + 1,
            Outcome::RightOnRetry | Outcome::Wrong => 0,
        };
        if known && review.outcome == Outcome::Wrong {
            self.lapses += 1;
        }
        self.last = Some(review.day);
    }

    /// How far the person is with it.
    #[must_use]
    pub fn mastery(&self) -> Mastery {
        match self.memory {
            None => Mastery::New,
            Some(memory) if self.successes >= MASTERED_AFTER && memory.stability >= MASTERED_STABILITY => {
                Mastery::Mastered
            }
            Some(_) => Mastery::Learning,
        }
    }

    /// How likely it is that the person still knows it, from 0 to 1; None before the first answer.
    #[must_use]
    pub fn recall(&self, today: Day) -> Option<f64> {
        Some(self.memory?.recall(today.since(self.last?)))
    }
}

/// How far a person is with a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionMastery {
    /// New when no question was answered, mastered when all are, learning between.
    pub mastery: Mastery,
    /// Questions that are mastered.
    pub mastered: usize,
    /// All questions that count: those in the bank.
    pub of: usize,
}

/// How far a person is with each section. Retired questions do not count; those known so well that they left do.
#[must_use]
pub fn sections(cards: &[Card]) -> BTreeMap<&Place, SectionMastery> {
    let mut sections: BTreeMap<&Place, Vec<Mastery>> = BTreeMap::new();
    for card in cards.iter().filter(|card| card.left != Some(Left::Retired)) {
        sections.entry(&card.place).or_default().push(card.mastery());
    }
    let of = |masteries: Vec<Mastery>| {
        let mastered = masteries.iter().filter(|mastery| **mastery == Mastery::Mastered).count();
        let mastery = if mastered == masteries.len() {
            Mastery::Mastered
        } else if masteries.iter().all(|mastery| *mastery == Mastery::New) {
            Mastery::New
        } else {
            Mastery::Learning
        };
        SectionMastery { mastery, mastered, of: masteries.len() }
    };
    sections.into_iter().map(|(place, masteries)| (place, of(masteries))).collect()
}

/// The days on which a person answered anything, from all histories.
pub fn days<'h>(histories: impl IntoIterator<Item = &'h [Review]>) -> BTreeSet<Day> {
    histories.into_iter().flatten().map(|review| review.day).collect()
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
