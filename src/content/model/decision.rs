//! Wizards as they stand in a workshop: the questions and rules, and what a page says of each outcome besides.

use super::{Life, SectionRef};
use crate::domain::wizard::Wizard;

/// A wizard with everything that its pages say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its outcomes, questions and rules; the texts in it are inline Markdown, for [`question_inline`](crate::content::question_inline).
    pub wizard: Wizard,
    /// What is decided here, in one or two sentences.
    pub summary: Said,
    /// How long it takes, in minutes, by the author's estimate.
    pub minutes: Option<u32>,
    /// The day somebody last held its rules against their sources.
    pub checked: jiff::civil::Date,
    /// The section that it belongs to.
    pub decides: SectionLink,
    /// What is said of each outcome, in the order of [`Wizard::outcomes`].
    pub endings: Vec<Ending>,
}

/// What a page says to whoever came to an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The decision in one sentence.
    pub verdict: Said,
    /// What to know before taking it; never missing when the term is in preview, retiring or retired.
    pub caution: Option<Said>,
    /// The entry of the glossary that says where the thing stands in its life.
    pub term: Option<TermRef>,
    /// What is given up; at least one.
    pub trade_offs: Vec<Said>,
    /// What follows from it, in paragraphs and lists.
    pub next: Said,
    /// Commands that build it, as they were written.
    pub commands: Option<Commands>,
    /// Sections to read; at least one.
    pub read: Vec<SectionLink>,
}

/// A text in the forms that pages, exports and the search want.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// As it was written.
    pub markdown: String,
    /// Ready for a page: inline, or in blocks where the text is one of blocks.
    pub html: String,
    /// Plain text on one line.
    pub plain: String,
}

/// An entry of the glossary that an outcome names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermRef {
    /// Its id.
    pub id: String,
    /// How it is written, plain text.
    pub name: String,
    /// Where it stands in its life.
    pub life: Life,
}

/// Lines for a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commands {
    /// As they were written, with a line end at the end.
    pub text: String,
    /// The block of code, coloured. [`commands_html`](crate::content::commands_html) draws one of another text.
    pub html: String,
}

/// A section with what a link to it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionLink {
    /// Where it stands.
    pub place: SectionRef,
    /// The module's title, plain text.
    pub module_title: String,
    /// The section's title, plain text.
    pub title: String,
}
