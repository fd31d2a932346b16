//! The calculators: each one turns what a person typed into an answer with its reasons, and nothing more. No clock, no
//! store, no HTTP: a tool's page, its place in a module, its JSON and its card come from what stands in [`TOOLS`].

pub mod card;
pub mod embed;
pub mod form;
pub mod inputs;
pub mod view;

mod aks_plan;
mod lists;
mod number;
mod private_dns;
mod ranges;
mod snat;
mod subnet;
pub mod vnet_plan;

use serde_json::Value;

pub use form::{Column, Field, Kind};
pub use inputs::Inputs;
pub use view::{Figure, Picture, Verdict};

/// All tools, in the order of the index.
pub static TOOLS: [&dyn Tool; 7] = [
    &subnet::Subnet,
    &vnet_plan::VnetPlan,
    &aks_plan::AksPlan,
    &snat::Ports,
    &ranges::Ranges,
    &private_dns::Dns,
    &lists::Lists,
];

/// A tool by its name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Tool> {
    TOOLS.into_iter().find(|tool| tool.about().name == name)
}

/// The tools that somebody may mean who searches for this, those with the words in their title first: every word must be, or
/// begin, a word that is said about the tool. A single letter means nothing.
#[must_use]
pub fn search(query: &str) -> Vec<&'static About> {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    let wanted = words(query);
    let all_in = |said: &[String]| wanted.iter().all(|word| said.iter().any(|one| one.starts_with(word.as_str())));
    if wanted.is_empty() || wanted.iter().all(|word| word.chars().count() < 2) {
        return Vec::new();
    }
    let abouts = || TOOLS.into_iter().map(Tool::about);
    let titled: Vec<_> = abouts().filter(|about| all_in(&words(about.title))).collect();
    let others = abouts().filter(|about| {
        !titled.iter().any(|found| found.name == about.name)
            && all_in(&words(&[about.title, about.name, about.words].join(" ")))
    });
    titled.iter().copied().chain(others).collect()
}

/// What is said about a tool where it is named.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// In addresses and in blocks of modules.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// One sentence for its card.
    pub summary: &'static str,
    /// More words by which it is found.
    pub words: &'static str,
    /// To start from; the first stands in the page when nothing was typed.
    pub examples: &'static [Example],
}

/// Inputs that show something.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// The inputs as they stand in an address, without the question mark.
    pub query: &'static str,
}

/// A calculator.
pub trait Tool: Sync {
    /// What is said about it.
    fn about(&self) -> &'static About;

    /// The fields with what was typed into them.
    fn form(&self, inputs: &Inputs) -> Vec<Field>;

    /// The answer, or what is wrong with what was typed.
    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>>;

    /// What stands around the answer when the tool draws itself in a way of its own; most do not.
    fn wide(&self) -> bool {
        false
    }

    /// Whether what is typed can be longer than an address: then its form is sent as a body, and the answer can be kept
    /// as a file.
    fn long(&self) -> bool {
        false
    }

    /// The whole answer as plain text for a file, where there is one.
    fn text(&self, _inputs: &Inputs) -> Option<String> {
        None
    }
}

/// What a tool answers with.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The part right of the form, as HTML: verdict, figures, picture, findings, working.
    pub html: String,
    /// The same for programs.
    pub json: Value,
    /// What somebody may guess before they see it.
    pub guess: Option<Guess>,
    /// The verdict as plain words, for a screen reader.
    pub says: String,
}

/// A figure that can be guessed first.
#[derive(Debug, Clone)]
pub struct Guess {
    /// Such as "How many nodes fit?".
    pub question: &'static str,
    /// As it is written in the answer.
    pub figure: String,
}

/// The HTML of an answer. A template that cannot be drawn is a defect, which the tests over all tools would find.
fn drawn(template: &impl askama::Template) -> String {
    template.render().unwrap_or_default()
}

/// What is wrong with one field, said beside it; what was typed stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The field's name; with its row in rows: `pool.surge.1`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// What was probably meant, to be put into the field.
    pub suggestion: Option<String>,
}

impl Complaint {
    /// About a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), suggestion: None }
    }

    /// What a text of an address, a network or a range has wrong.
    pub fn text(field: impl Into<String>, error: &crate::domain::net::TextError) -> Self {
        Self { field: field.into(), message: error.to_string(), suggestion: error.suggestion.clone() }
    }
}

#[cfg(test)]
mod tests;
