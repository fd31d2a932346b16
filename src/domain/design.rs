//! The design record: a participant's sheet, plans and decisions together, with everything that an export or a review
//! needs, so that it can be read without the workshop it was made in.

use super::sheet::Sheet;

pub mod build;
mod compare;
mod findings;
mod inputs;
mod limits;
mod open;

pub use compare::{AnswerChange, Change, Comparison, compare};
pub use findings::{About, CHECKED, Finding, Rule, Severity, findings, rules};
pub use limits::*;
pub use open::Open;

#[cfg(test)]
pub(crate) use findings::tests as rule_cases;

/// A design.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Design {
    /// What it is called: plain text, one line; may be empty.
    pub title: String,
    /// The id of the workshop it was made in; may be empty.
    pub workshop: String,
    /// The cluster's figures and names.
    pub sheet: Sheet,
    /// The plans that were kept, in their order.
    pub plans: Vec<KeptPlan>,
    /// The decisions, in the order of the workshop's wizards; each wizard once.
    pub decisions: Vec<Decision>,
    /// Questions of one's own that are still open, plain text.
    pub open: Vec<String>,
    /// Anything else: plain text of several lines.
    pub notes: String,
}

/// A tool's inputs that were kept, with what it answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptPlan {
    /// The tool's name, as in its address: `aks-plan`.
    pub tool: String,
    /// The name that the participant gave it.
    pub title: String,
    /// The inputs as they stand in an address, without the question mark.
    pub query: String,
    /// The tool's answer in a sentence when the design was put together; may be empty.
    pub says: String,
    /// A note, plain text; may be empty.
    pub note: String,
}

/// A participant's answers to a wizard, and where they led. Texts may be inline Markdown, as in the wizard, where they are
/// not called plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// The wizard's id: `network-model`.
    pub wizard: String,
    /// Its title, plain.
    pub title: String,
    /// The answers, in the order they were asked.
    pub answers: Vec<Answered>,
    /// Where they led; none while nothing fits or too much is open.
    pub outcome: Option<Chosen>,
    /// What speaks for the outcome.
    pub reasons: Vec<Reason>,
    /// What is given up with it.
    pub trade_offs: Vec<String>,
    /// What fell out, each with what ruled it out.
    pub ruled_out: Vec<RuledOut>,
    /// The next best.
    pub runner_up: Option<RunnerUp>,
    /// What has to be found out yet, plain: the questions that were answered with "I don't know yet".
    pub open: Vec<String>,
    /// The participant's note, plain; may be empty.
    pub note: String,
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// The question's id: `windows`.
    pub question: String,
    /// The question in a few words, plain.
    pub short: String,
    /// What was asked.
    pub ask: String,
    /// The option's id; none for "I don't know yet".
    pub option: Option<String>,
    /// The answer in words.
    pub say: String,
    /// Where the answer was known from, plain, such as "your sheet" or the title of another decision; none where it was
    /// given here.
    pub from: Option<String>,
}

/// The outcome of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The outcome's id: `overlay`.
    pub id: String,
    /// Its title, plain.
    pub title: String,
    /// The decision in a sentence.
    pub verdict: String,
    /// For what is preview, retiring or retired: what that means, with its date.
    pub caution: Option<String>,
}

/// What speaks for an outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// Why, in a sentence.
    pub text: String,
    /// The page that states it: an address with `https`.
    pub source: String,
}

/// An outcome that is not possible.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuledOut {
    /// The outcome's id.
    pub id: String,
    /// Its title, plain.
    pub title: String,
    /// Why, in a sentence.
    pub because: String,
    /// The page that states it: an address with `https`.
    pub source: String,
}

/// The outcome that comes next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunnerUp {
    /// The outcome's id.
    pub id: String,
    /// Its title, plain.
    pub title: String,
    /// Why one would take it, in a sentence.
    pub because: String,
}

impl Design {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The decision of a wizard.
    #[must_use]
    pub fn decision(&self, wizard: &str) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.wizard == wizard)
    }

    /// The id of the outcome that a wizard's decision came to.
    #[must_use]
    pub fn outcome(&self, wizard: &str) -> Option<&str> {
        self.decision(wizard)?.outcome.as_ref().map(|chosen| chosen.id.as_str())
    }
}

impl Decision {
    /// The option that was chosen for a question.
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<&str> {
        self.answers.iter().find(|answer| answer.question == question)?.option.as_deref()
    }
}

#[cfg(test)]
mod tests;
