//! An attempt at a quiz: what was asked, what was answered when, and what came out.
//!
//! Nothing here knows the time: every call is told it by the server's clock. The store keeps the attempt; answers are
//! accepted or refused here, and an answer that comes twice under its own id counts once.

use serde::{Deserialize, Serialize};

use super::question::{Answer, Mark, Place, Verdict};
use super::review::Outcome;
use super::time::Millis;

mod outcome;
mod receipt;

pub use outcome::{QuizResult, SlotResult};
pub use receipt::{Receipt, Refusal};

/// How often an answer may be given where feedback comes at the end. Nobody needs so many; it bounds what is kept.
pub const MOST_CHANGES: u8 = 100;

/// What a quiz allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRules {
    /// How often a question may be answered, 1 at least. Not counted when feedback comes at the end: then an answer may be
    /// changed, up to [`MOST_CHANGES`] times, and the last one counts.
    pub tries: u8,
    /// What each try after the first takes from a question's mark, in percent of the whole.
    pub try_costs: u8,
    /// What each hint takes, in percent of the whole.
    pub hint_costs: u8,
    /// When feedback is given.
    pub feedback: When,
    /// Whether people are asked how sure they are.
    pub certainty: bool,
    /// How long there is, if that is limited.
    pub limit: Option<TimeLimit>,
}

/// When feedback, right answers and explanations are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// After each answer; the right answer and the explanation when no try is left.
    EachAnswer,
    /// When the attempt is over.
    AtTheEnd,
}

/// How long there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// Seconds that are shown, without the personal factor.
    pub seconds: u32,
    /// Seconds after the end in which an answer still counts, so that a slow line costs nothing. The same for all, and
    /// stated beforehand.
    pub grace_seconds: u32,
}

/// How long a person has, compared with the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// So many hundredths of the limit, 100 at least.
    Percent(u16),
    /// As long as it takes.
    Untimed,
}

/// How sure somebody is of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Guessed.
    Guess,
    /// Not sure.
    Unsure,
    /// Sure.
    Sure,
}

/// An attempt of one person at one quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// What the quiz allowed when it began.
    pub rules: QuizRules,
    /// How long the person has.
    pub pace: Pace,
    /// When it began.
    pub started: Millis,
    /// When the person handed it in.
    pub handed_in: Option<Millis>,
    /// The questions, in the order in which they are asked.
    pub slots: Vec<Slot>,
}

/// A question of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The question's id.
    pub question: String,
    /// The revision that is asked, by the store's number.
    pub revision: i64,
    /// The seed of figures and order.
    pub seed: u64,
    /// The section that teaches it.
    pub place: Place,
    /// The tries, in their order.
    pub tries: Vec<Try>,
    /// Hints that were given.
    pub hints: u8,
}

/// An answer that was accepted and marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// The id that the browser gave to what it sent.
    pub submission: String,
    /// When it arrived.
    pub at: Millis,
    /// What was answered.
    pub answer: Answer,
    /// What it earned.
    pub mark: Mark,
    /// How sure the person was, if that was asked and said.
    pub certainty: Option<Certainty>,
}

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Answers are accepted; so many milliseconds are left, if there is a limit.
    Running {
        /// Milliseconds until the end that is shown.
        left: Option<i64>,
    },
    /// The time is over, but what arrives now still counts.
    Grace {
        /// Milliseconds until nothing counts any more.
        left: i64,
    },
    /// The time was over before it was handed in.
    TimeUp {
        /// When the last answer could count.
        ended: Millis,
    },
    /// It was handed in.
    HandedIn {
        /// When.
        at: Millis,
    },
}

impl Attempt {
    /// When the time that is shown ends, if it is limited for this person.
    #[must_use]
    pub fn ends(&self) -> Option<Millis> {
        let (Some(limit), Pace::Percent(percent)) = (self.rules.limit, self.pace) else {
            return None;
        };
        let millis = i64::from(limit.seconds) * 10 * i64::from(percent.max(100));
        Some(Millis(self.started.0.saturating_add(millis)))
    }

    /// When nothing counts any more: the end and the grace.
    #[must_use]
    pub fn closes(&self) -> Option<Millis> {
        Some(self.ends()?.plus_seconds(self.rules.limit?.grace_seconds.into()))
    }

    /// Where it stands. An answer counts up to and including the last millisecond of the grace.
    #[must_use]
    pub fn state(&self, now: Millis) -> State {
        if let Some(at) = self.handed_in {
            return State::HandedIn { at };
        }
        match (self.ends(), self.closes()) {
            (Some(ends), _) if now <= ends => State::Running { left: Some(ends.0.saturating_sub(now.0)) },
            (Some(_), Some(closes)) if now <= closes => State::Grace { left: closes.0.saturating_sub(now.0) },
            (Some(_), Some(ended)) => State::TimeUp { ended },
            _ => State::Running { left: None },
        }
    }

    /// Takes an answer that was read and marked. The same submission once more gives the same receipt, whatever the state.
    ///
    /// # Errors
    ///
    /// The answer does not count, and why.
    pub fn answer(
        &mut self,
        question: &str,
        submission: &str,
        (answer, mark): (Answer, Mark),
        certainty: Option<Certainty>,
        now: Millis,
    ) -> Result<Receipt, Refusal> {
        let rules = self.rules;
        let open = self.open(now);
        let slot = self.slot(question)?;
        if let Some(known) = slot.tries.iter().find(|known| known.submission == submission) {
            let tries_left = slot.tries_left(&rules);
            return Ok(Receipt { at: known.at, mark: known.mark, tries_left, again: true });
        }
        open?;
        if slot.is_right() && rules.feedback == When::EachAnswer {
            return Err(Refusal::RightAlready);
        }
        if slot.tries_left(&rules) == 0 {
            return Err(Refusal::NoTryLeft);
        }
        let certainty = certainty.filter(|_| rules.certainty);
        slot.tries.push(Try { submission: submission.to_owned(), at: now, answer, mark, certainty });
        Ok(Receipt { at: now, mark, tries_left: slot.tries_left(&rules), again: false })
    }

    /// Gives the next hint of so many: its number, from 0.
    ///
    /// # Errors
    ///
    /// Nothing can be answered any more, or there is no further hint.
    pub fn hint(&mut self, question: &str, of: usize, now: Millis) -> Result<usize, Refusal> {
        let rules = self.rules;
        self.open(now)?;
        let slot = self.slot(question)?;
        if slot.closed(&rules) {
            // Whether it is right is not given away before feedback may be.
            let right = slot.is_right() && rules.feedback == When::EachAnswer;
            return Err(if right { Refusal::RightAlready } else { Refusal::NoTryLeft });
        }
        let number = usize::from(slot.hints);
        if number >= of || slot.hints == u8::MAX {
            return Err(Refusal::NoHintLeft);
        }
        slot.hints += 1;
        Ok(number)
    }

    /// Hands it in. Once more changes nothing; after the time it is over already.
    pub fn hand_in(&mut self, now: Millis) -> State {
        if matches!(self.state(now), State::Running { .. } | State::Grace { .. }) {
            self.handed_in = Some(now);
        }
        self.state(now)
    }

    /// Whether the feedback to what was answered may be shown.
    #[must_use]
    pub fn shows_feedback(&self, now: Millis) -> bool {
        self.rules.feedback == When::EachAnswer || self.open(now).is_err()
    }

    /// Whether the right answer and the explanation of a question may be shown: nothing can be tried any more.
    #[must_use]
    pub fn shows_key(&self, question: &str, now: Millis) -> bool {
        let slot = self.slots.iter().find(|slot| slot.question == question);
        let closed = slot.is_some_and(|slot| self.rules.feedback == When::EachAnswer && slot.closed(&self.rules));
        slot.is_some() && (closed || self.open(now).is_err())
    }

    /// Whether an answer to this question would count now.
    #[must_use]
    pub fn takes(&self, question: &str, now: Millis) -> bool {
        let slot = self.slots.iter().find(|slot| slot.question == question);
        self.open(now).is_ok() && slot.is_some_and(|slot| !slot.closed(&self.rules))
    }

    /// Whether answers are accepted at all.
    #[must_use]
    pub fn is_open(&self, now: Millis) -> bool {
        self.open(now).is_ok()
    }

    fn open(&self, now: Millis) -> Result<(), Refusal> {
        match self.state(now) {
            State::Running { .. } | State::Grace { .. } => Ok(()),
            State::TimeUp { ended } => Err(Refusal::TimeUp { ended }),
            State::HandedIn { at } => Err(Refusal::HandedIn { at }),
        }
    }

    fn slot(&mut self, question: &str) -> Result<&mut Slot, Refusal> {
        self.slots.iter_mut().find(|slot| slot.question == question).ok_or(Refusal::NoSuchQuestion)
    }
}

impl Slot {
    /// How many more times it may be answered.
    #[must_use]
    pub fn tries_left(&self, rules: &QuizRules) -> u8 {
        let most = if rules.feedback == When::AtTheEnd { MOST_CHANGES } else { rules.tries.max(1) };
        most.saturating_sub(u8::try_from(self.tries.len()).unwrap_or(u8::MAX))
    }

    /// Whether nothing can be tried any more.
    fn closed(&self, rules: &QuizRules) -> bool {
        self.tries_left(rules) == 0 || (self.is_right() && rules.feedback == When::EachAnswer)
    }

    /// Whether the last answer is right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.tries.last().is_some_and(|last| last.mark.verdict() == Verdict::Right)
    }

    /// The tries that count: all of them, or the last where an answer could be changed without knowing how it was.
    fn counted(&self, rules: &QuizRules) -> &[Try] {
        match rules.feedback {
            When::EachAnswer => &self.tries,
            When::AtTheEnd => &self.tries[self.tries.len().saturating_sub(1)..],
        }
    }

    /// How it went, for mastery; None when it was not answered.
    #[must_use]
    pub fn outcome(&self, rules: &QuizRules) -> Option<Outcome> {
        let counted = self.counted(rules);
        let first = counted.first()?;
        Some(match (self.is_right(), first.mark.verdict()) {
            (true, Verdict::Right) if self.hints == 0 && counted.len() == 1 => Outcome::RightFirst,
            (true, _) => Outcome::RightOnRetry,
            (false, _) => Outcome::Wrong,
        })
    }
}

#[cfg(test)]
mod tests;
