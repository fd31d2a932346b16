//! Questions: what is asked, what is right, and what is said to whoever answers.
//!
//! A [`Question`] is what the author wrote. What one person sees in one attempt is [`Asked`]: the figures are drawn, the
//! options have their order. From it come three things that must not be mixed up: [`Public`] may be shown before
//! answering and has no room for key, feedback or explanation; [`Marking`] is what an answer earned and what is said to
//! it; [`Reveal`] has the right answer and the explanation, for when nothing more can be tried.
//!
//! # Marks
//!
//! A mark is a share from 0 to 1.
//!
//! | Kind | Mark |
//! |---|---|
//! | one choice, true or false, number, text, network | 1 or 0 |
//! | several choices | (right ones chosen − wrong ones chosen) ÷ right ones, 0 at least |
//! | order | (most items that stand in the right order among themselves − 1) ÷ (items − 1) |
//! | match | right pairs ÷ pairs |
//! | gaps | right gaps ÷ gaps |
//!
//! An answer that cannot be read gets no mark but a [`Complaint`], which says what would be right to write.

use serde::{Deserialize, Serialize};

mod answer;
mod complaint;
mod faults;
mod marking;
pub mod network;
mod number;
pub mod parametric;
mod public;
mod random;
mod text;

pub use answer::{Answer, Fields};
pub use complaint::{Complaint, Problem};
pub use marking::{Feedback, Mark, Marking, Verdict};
pub use network::NetworkKey;
pub use parametric::Rule;
pub use public::{Public, PublicGap, PublicKind, Reveal, Shown};
pub use random::{Random, seed};

/// A section of a module, where something is taught.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The module's id.
    pub module: String,
    /// The section's id.
    pub section: String,
}

/// What a question demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// To remember.
    Recall,
    /// To use what was learnt.
    Apply,
    /// To judge a situation.
    Judge,
}

/// A question as its author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in the workshop; never changes its meaning.
    pub id: String,
    /// The section that teaches it.
    pub place: Place,
    /// Which of the module's goals it tests, from 1.
    pub goal: u8,
    /// What it demands.
    pub difficulty: Difficulty,
    /// Whether it is worth asking again weeks later.
    pub review: bool,
    /// What is asked, Markdown.
    pub prompt: String,
    /// Pushes, the gentlest first.
    pub hints: Vec<String>,
    /// Why the right answer is right, Markdown.
    pub explanation: String,
    /// The page that states the rule.
    pub source: String,
    /// The day the page was read, as year-month-day.
    pub checked: String,
    /// Whether the prompt shows a configuration to be read.
    pub reads_configuration: bool,
    /// What is right, or how it comes about.
    pub body: Body,
}

/// What is right, or how it comes about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// The same for everybody.
    Fixed(Kind),
    /// Figures drawn for each seed, the answer computed from them.
    Parametric(Rule),
}

/// What kind of answer is wanted, and the key to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One of several.
    Choice(Vec<Choice>),
    /// Those of several that are right.
    Choices(Vec<Choice>),
    /// True or false.
    Truth {
        /// Which of the two is right.
        answer: bool,
        /// What is said to the other.
        feedback: String,
        /// The misconception that the other stands for.
        #[serde(default)]
        misconception: Option<String>,
    },
    /// A number.
    Number(NumberKey),
    /// A word or a few, compared without case, white space, hyphens and quotation marks around.
    Text {
        /// The accepted forms; the first is shown as the right one.
        accept: Vec<String>,
        /// Typical wrong ones.
        wrong: Vec<Wrong>,
    },
    /// Items to be put in order.
    Order {
        /// The items in the right order.
        items: Vec<String>,
        /// What is said to a wrong order.
        feedback: String,
    },
    /// Pairs to be found.
    Match {
        /// What belongs together: left and right.
        pairs: Vec<(String, String)>,
        /// Right sides that fit none.
        others: Vec<String>,
        /// What is said when a pair is wrong.
        feedback: String,
    },
    /// Gaps in the prompt, `{1}`, `{2}` and so on.
    Gaps(Vec<Gap>),
    /// An address, a network and the like.
    Network {
        /// What is right.
        key: NetworkKey,
        /// Typical wrong ones.
        wrong: Vec<Wrong>,
    },
}

/// An option to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says, Markdown.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// What is said to whoever chooses it.
    pub feedback: Option<String>,
    /// The misconception that it stands for.
    pub misconception: Option<String>,
}

/// A number that is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberKey {
    /// The number.
    pub answer: f64,
    /// How far from it is still right, in the same unit.
    pub tolerance: f64,
    /// What is counted or measured, such as “addresses”; it may be written after the number.
    pub unit: Option<String>,
    /// Typical wrong ones.
    pub wrong: Vec<Wrong>,
}

/// A typical wrong answer to something that is typed. It is compared by its meaning, as the right one is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The answer, as somebody would type it.
    pub is: String,
    /// Why it is wrong.
    pub feedback: String,
    /// The misconception that it stands for.
    pub misconception: Option<String>,
}

/// A gap in the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What fills it.
    pub key: GapKey,
    /// What is said to a wrong filling.
    pub feedback: Option<String>,
}

/// What fills a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKey {
    /// To be typed: the accepted forms, the first shown as the right one.
    Accept(Vec<String>),
    /// To be chosen.
    Options {
        /// What can be chosen.
        options: Vec<String>,
        /// The right one, one of the options.
        answer: String,
    },
}

/// A question as one person is asked it: figures drawn, order fixed. The same seed makes the same for ever.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    id: String,
    seed: u64,
    prompt: String,
    hints: Vec<String>,
    explanation: String,
    source: String,
    difficulty: Difficulty,
    reads_configuration: bool,
    kind: Kind,
}

impl Question {
    /// The question as it is asked with this seed (see [`seed()`]).
    #[must_use]
    pub fn asked(&self, seed: u64) -> Asked {
        let (kind, variant) = match &self.body {
            Body::Fixed(kind) => (kind.clone(), None),
            Body::Parametric(rule) => {
                let variant = rule.draw(random::seed(&[&self.id, "figures"]) ^ seed);
                (variant.kind.clone(), Some((variant, rule.given())))
            }
        };
        let after = |text: &str| variant.as_ref().map_or_else(|| text.to_owned(), |(variant, _)| variant.fill(text));
        // What is read before answering has the given figures alone, whatever its author wrote.
        let before = |text: &str| match &variant {
            Some((variant, given)) => variant.filled(text, |name| given.contains(&name)),
            None => text.to_owned(),
        };
        Asked {
            id: self.id.clone(),
            seed,
            prompt: before(&self.prompt),
            hints: self.hints.iter().map(|hint| before(hint)).collect(),
            explanation: after(&self.explanation),
            source: self.source.clone(),
            difficulty: self.difficulty,
            reads_configuration: self.reads_configuration,
            kind,
        }
    }
}

impl Asked {
    /// The question's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The seed it was asked with: with it the very same can be asked again.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The hints, to be given one at a time to whoever asks for one.
    #[must_use]
    pub fn hint(&self, number: usize) -> Option<&str> {
        self.hints.get(number).map(String::as_str)
    }

    /// The kind with its key, for those who write and examine questions.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The name by which an option, an item or a side of a pair goes in forms and in stored answers. It depends on the
    /// question and the text alone: not on whether it is right, nor where it stands.
    #[must_use]
    pub fn token(&self, text: &str) -> String {
        random::token(&self.id, text)
    }

    /// The mean mark of somebody who answers without reading: of any one option, any set of options that is not empty,
    /// any order, any right side for each left one. What is typed cannot be guessed.
    #[must_use]
    pub fn guess_level(&self) -> f64 {
        marking::guess_level(&self.kind)
    }
}

#[cfg(test)]
mod tests;
