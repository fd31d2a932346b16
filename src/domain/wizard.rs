//! Decisions: questions whose answers rule outcomes out or speak for them, each time with a reason and its source.
//!
//! A wizard is data. What is asked next, what is still possible and why, and what would change the result is worked out
//! from the answers each time, so that a place in a wizard is nothing but its answers by id.

use std::collections::BTreeMap;

mod answers;
mod conflict;
mod flip;
mod known;
mod outlook;
mod search;
mod state;
mod table;
mod tree;
mod walk;

pub use conflict::Conflict;
pub use flip::Flip;
pub use known::{Decided, Known, Taken};
pub use state::{Answered, Open, Reason, Standing, State};
pub use tree::{Branch, Node, Step, Tree};
pub use walk::Walk;

/// The answer of who does not know yet: it rules out nothing, speaks for nothing, and stays an open question.
pub const UNKNOWN: &str = "unknown";

/// Questions that lead to one of several outcomes. The loader makes sure of what the fields promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wizard {
    /// The file's name, and the address's.
    pub id: String,
    /// Plain text, as in "Choose a network model".
    pub title: String,
    /// One or two sentences: what is decided here. Inline Markdown, as are all texts below that are not called plain.
    pub summary: String,
    /// At least two; of equally good ones the first is the best.
    pub outcomes: Vec<Outcome>,
    /// At least one; of questions that settle equally much the first is asked.
    pub questions: Vec<Question>,
}

/// What a wizard may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Unique in the wizard.
    pub id: String,
    /// Plain text, as in "Azure CNI Overlay".
    pub title: String,
    /// Why one would take it when no answer speaks for it, in one sentence; said where it is still possible.
    pub because: String,
    /// Where that is stated: an absolute address.
    pub source: String,
}

/// One question of a wizard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Unique in the wizard; the name in the address.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// What to think of before answering; may be empty.
    pub help: String,
    /// What the question is about in a few words, plain text: "Windows pools", for the trail of answers.
    pub short: String,
    /// At least two. Besides them everybody may answer [`UNKNOWN`].
    pub options: Vec<Choice>,
    /// Where the answer may be known from, the most trusted first.
    pub from: Vec<Origin>,
}

/// One answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Unique in the question, and never [`UNKNOWN`].
    pub id: String,
    /// The answer in words.
    pub say: String,
    /// What it means for the decision, in a sentence; may be empty.
    pub hint: String,
    /// What it does. An outcome stands in at most one of them.
    pub effects: Vec<Effect>,
}

/// What an answer does to outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Which outcomes, by their places in [`Wizard::outcomes`]; at least one, each once.
    pub outcomes: Vec<usize>,
    /// What happens to them.
    pub force: Force,
    /// Why, in one sentence.
    pub because: String,
    /// Where the rule is stated: an absolute address.
    pub source: String,
}

/// What an effect does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// The outcome is not possible any more.
    RulesOut,
    /// It speaks for the outcome, by so many points from 1 to 3.
    Favours(u32),
}

/// Where a question's answer may be known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Another decision of the same design came to an outcome.
    Outcome {
        /// The other wizard's id.
        wizard: String,
        /// From its outcomes' ids to options of this question; an outcome that is not named says nothing.
        options: BTreeMap<String, String>,
    },
    /// A question of another decision of the same design was answered.
    Answer {
        /// The other wizard's id.
        wizard: String,
        /// The id of its question.
        question: String,
        /// From its options' ids to options of this question.
        options: BTreeMap<String, String>,
    },
    /// The sheet says so in words: its [word](crate::domain::sheet) to an option.
    Word {
        /// The fact's name.
        fact: String,
        /// From its words to options.
        options: BTreeMap<String, String>,
    },
    /// The sheet says so in a number: the option of the first bound that is at least the number.
    Number {
        /// The fact's name.
        fact: String,
        /// Bounds that grow, each with its option; the last may be none, for whatever is above.
        up_to: Vec<(Option<u64>, String)>,
    },
}

/// Answers by the ids of their questions: an option's id or [`UNKNOWN`].
pub type Answers = BTreeMap<String, String>;

#[cfg(test)]
mod tests;
