//! What the person hears about an answer that was sent.

use crate::domain::question::Mark;
use crate::domain::time::Millis;

/// What is confirmed to the person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Receipt {
    /// When the answer arrived first.
    pub at: Millis,
    /// What it earned; to be shown when the rules allow it.
    pub mark: Mark,
    /// How many tries are left.
    pub tries_left: u8,
    /// Whether it had been accepted before, under the same id.
    pub again: bool,
}

/// Why an answer or a wish is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such question in the attempt.
    NoSuchQuestion,
    /// The time was over.
    TimeUp {
        /// When the last answer could count.
        ended: Millis,
    },
    /// The attempt had been handed in.
    HandedIn {
        /// When.
        at: Millis,
    },
    /// No try is left.
    NoTryLeft,
    /// It is right already.
    RightAlready,
    /// There is no further hint.
    NoHintLeft,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoSuchQuestion => "This question is not part of the quiz: load the page again.",
            Self::TimeUp { .. } => "The time was over when this answer arrived; it does not count.",
            Self::HandedIn { .. } => "The quiz had been handed in when this answer arrived; it does not count.",
            Self::NoTryLeft => "No try is left for this question; the answer before counts.",
            Self::RightAlready => "This question is answered right already.",
            Self::NoHintLeft => "There is no further hint.",
        })
    }
}

impl std::error::Error for Refusal {}
