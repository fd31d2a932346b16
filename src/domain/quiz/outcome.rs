//! What came out of an attempt.

use std::collections::BTreeMap;

use super::{Attempt, Certainty, QuizRules, Slot};
use crate::domain::question::{Mark, Place, Verdict};
use crate::domain::review::Outcome;

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct QuizResult {
    /// The sum of what the questions earned.
    pub score: f64,
    /// One for each question of the attempt, in its order.
    pub slots: Vec<SlotResult>,
    /// The sections to read again: where something was lost, the most first, then in the order of the quiz.
    pub read_again: Vec<Place>,
}

/// What came out of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotResult {
    /// The question's id.
    pub question: String,
    /// What it earned, after what tries and hints cost.
    pub earned: Mark,
    /// How the last answer was; None when there was none.
    pub verdict: Option<Verdict>,
    /// How it went, for mastery; None when it was not answered.
    pub outcome: Option<Outcome>,
    /// Whether the person was sure of a first answer that was not right.
    pub sure_and_wrong: bool,
}

impl Attempt {
    /// What has come out so far. A question that was not answered earns nothing.
    #[must_use]
    pub fn result(&self) -> QuizResult {
        let slots: Vec<SlotResult> = self.slots.iter().map(|slot| slot.result(&self.rules)).collect();
        let mut lost: BTreeMap<&Place, (f64, usize)> = BTreeMap::new();
        for (at, slot) in self.slots.iter().enumerate() {
            // What a retry cost was learnt in the end; what was not right at first is worth reading.
            let first = slot.counted(&self.rules).first().map_or(0.0, |first| first.mark.get());
            let missed = 1.0 - first;
            if missed > 0.0 {
                lost.entry(&slot.place).or_insert((0.0, at)).0 += missed;
            }
        }
        let mut places: Vec<(&Place, (f64, usize))> = lost.into_iter().collect();
        places.sort_by(|(_, (a, at)), (_, (b, bt))| b.total_cmp(a).then(at.cmp(bt)));
        QuizResult {
            score: slots.iter().map(|slot| slot.earned.get()).sum(),
            read_again: places.into_iter().map(|(place, _)| place.clone()).collect(),
            slots,
        }
    }
}

impl QuizResult {
    /// The share of the whole in percent, rounded down, so that 100 means everything; None without a question.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        if self.slots.is_empty() {
            return None;
        }
        let of = f64::from(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        // A hair is added for sums such as a third three times.
        (0..=100_u8).rev().find(|percent| f64::from(*percent) / 100.0 <= self.score / of + 1e-9).or(Some(0))
    }

    /// The questions to try again: all that were not right in the end.
    pub fn wrong_ones(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().filter(|slot| slot.verdict != Some(Verdict::Right)).map(|slot| slot.question.as_str())
    }
}

impl Slot {
    /// The last try counts, less what the tries before it and the hints cost; never less than an earlier one earned.
    fn result(&self, rules: &QuizRules) -> SlotResult {
        let hints = f64::from(self.hints) * f64::from(rules.hint_costs) / 100.0;
        let cost_of_try = f64::from(rules.try_costs) / 100.0;
        let (mut earned, mut cost) = (0.0_f64, hints);
        for tried in self.counted(rules) {
            earned = earned.max(tried.mark.get() * (1.0 - cost).max(0.0));
            cost += cost_of_try;
        }
        let sure = self
            .counted(rules)
            .first()
            .is_some_and(|first| first.certainty == Some(Certainty::Sure) && first.mark.verdict() != Verdict::Right);
        SlotResult {
            question: self.question.clone(),
            earned: Mark::from(earned),
            verdict: self.tries.last().map(|last| last.mark.verdict()),
            outcome: self.outcome(rules),
            sure_and_wrong: sure,
        }
    }
}
