//! Question banks in other people's formats: text in, text out.
//!
//! Reading answers with drafts, which an author completes (no other format knows sections and goals), and with a report of
//! everything that did not fit. Writing answers with files and a report of the same kind. What is malformed is a [`Fault`]
//! with its line and column, and then nothing is read.
//!
//! | Format | read | written | kinds that come back as they were |
//! |---|---|---|---|
//! | GIFT | yes | yes | all but order, network answers, parametric questions and questions of several gaps |
//! | Aiken | yes | no | one choice |
//! | Moodle XML | yes | yes | all but network answers and parametric questions |
//! | QTI 2.1 | no | yes | – |
//! | TOML | no | yes | all |

use crate::domain::question::{Body, Difficulty, Kind, Question};

mod aiken;
mod fitting;
mod forms;
mod gift;
mod html;
mod ids;
mod labels;
mod moodle;
mod qti;
mod report;
mod toml;
mod xml;

pub use ids::distinct;
pub use report::{Fate, Fault, Note, Report};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// A format of question banks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Moodle's format for typing questions by hand.
    Gift,
    /// One choice, lettered, with a line `ANSWER: B`.
    Aiken,
    /// Moodle's own.
    Moodle,
    /// IMS Question and Test Interoperability 2.1: a package of one file for each question.
    Qti,
    /// Ours: one file for each module.
    Toml,
}

/// A question that was read. What its format could not say is empty or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Has the form of an id; distinct among the drafts.
    pub id: String,
    /// The name that it had there.
    pub title: Option<String>,
    /// The category that it stood in.
    pub category: Option<String>,
    /// Where it began, from 1; 0 when it was not read.
    pub line: usize,
    /// The module that teaches it.
    pub module: Option<String>,
    /// The section that teaches it.
    pub section: Option<String>,
    /// Which of the module's goals it tests, from 1.
    pub goal: Option<u8>,
    /// What it demands.
    pub difficulty: Option<Difficulty>,
    /// Whether it is worth asking again.
    pub review: Option<bool>,
    /// What is asked, Markdown.
    pub prompt: String,
    /// Pushes, the gentlest first, Markdown.
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

impl Draft {
    fn new(line: usize, prompt: String, kind: Kind) -> Self {
        Self {
            id: String::new(),
            title: None,
            category: None,
            line,
            module: None,
            section: None,
            goal: None,
            difficulty: None,
            review: None,
            prompt,
            hints: vec![],
            explanation: String::new(),
            source: String::new(),
            checked: String::new(),
            reads_configuration: false,
            body: Body::Fixed(kind),
        }
    }

    /// A question of ours, of which everything is known.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        Self {
            id: question.id.clone(),
            title: None,
            category: None,
            line: 0,
            module: Some(question.place.module.clone()),
            section: Some(question.place.section.clone()),
            goal: Some(question.goal),
            difficulty: Some(question.difficulty),
            review: Some(question.review),
            prompt: question.prompt.clone(),
            hints: question.hints.clone(),
            explanation: question.explanation.clone(),
            source: question.source.clone(),
            checked: question.checked.clone(),
            reads_configuration: question.reads_configuration,
            body: question.body.clone(),
        }
    }

    /// The kind of answer in a word or two.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.body {
            Body::Parametric(_) => "parametric",
            Body::Fixed(kind) => match kind {
                Kind::Choice(_) => "one choice",
                Kind::Choices(_) => "several choices",
                Kind::Truth { .. } => "true or false",
                Kind::Number(_) => "number",
                Kind::Text { .. } => "text",
                Kind::Order { .. } => "order",
                Kind::Match { .. } => "match",
                Kind::Gaps(_) => "gaps",
                Kind::Network { .. } => "network answer",
            },
        }
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The questions, in the order of the file.
    pub drafts: Vec<Draft>,
    /// Everything that did not fit.
    pub report: Report,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// Path and text; the one file of a format that has one alone has an empty path.
    pub files: Vec<(String, String)>,
    /// How many questions stand in them.
    pub questions: usize,
    /// Everything that did not fit.
    pub report: Report,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Gift, Self::Aiken, Self::Moodle, Self::Qti, Self::Toml];

    /// The name on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::Moodle => "moodle",
            Self::Qti => "qti",
            Self::Toml => "toml",
        }
    }

    /// The format with this name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The format that a file seems to have, by its name and what stands in it, among those that can be read.
    #[must_use]
    pub fn guess(name: &str, text: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let ends = |ending: &str| name.ends_with(ending);
        if start.starts_with('<') {
            Some(Self::Moodle)
        } else if ends(".gift") || ends(".gift.txt") {
            Some(Self::Gift)
        } else if ends(".aiken") || text.lines().any(|line| aiken::answer_of(line).is_some()) {
            Some(Self::Aiken)
        } else if text.contains("::") || (text.contains('{') && text.contains('}')) {
            Some(Self::Gift)
        } else {
            None
        }
    }
}

/// Reads a bank.
///
/// # Errors
///
/// The text is malformed, or the format is one that is written only: every fault that was found, in order.
pub fn read(format: Format, text: &str) -> Result<Reading, Vec<Fault>> {
    if text.len() > LARGEST {
        return Err(vec![Fault::new(1, 1, format!("the file is larger than {LARGEST} bytes; split it into several"))]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = match format {
        Format::Gift => gift::read(text)?,
        Format::Aiken => aiken::read(text)?,
        Format::Moodle => moodle::read(text)?,
        Format::Qti | Format::Toml => {
            let known = "gift, aiken or moodle";
            return Err(vec![Fault::new(1, 1, format!("{} is written only; read {known}", format.id()))]);
        }
    };
    ids::settle(&mut reading);
    reading.report.sort();
    Ok(reading)
}

/// Writes questions; of a parametric one up to so many variants, where the format knows none. Nothing is written in Aiken,
/// which has no room for an explanation.
#[must_use]
pub fn write(format: Format, questions: &[Question], variants: usize) -> Export {
    let mut export = match format {
        Format::Gift => gift::write(questions, variants),
        Format::Moodle => moodle::write(questions, variants),
        Format::Qti => qti::write(questions, variants),
        Format::Toml => toml::export(questions),
        Format::Aiken => Export::default(),
    };
    export.report.sort();
    export
}

/// The text of a questions file of a module, to be completed by its author.
#[must_use]
pub fn questions_file(module: &str, drafts: &[Draft]) -> String {
    toml::file(module, drafts)
}

#[cfg(test)]
mod tests;
