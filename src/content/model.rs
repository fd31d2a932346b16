//! What a checked workshop is made of. HTML in here is safe to put into a page as it is: it was made by our own renderer,
//! and raw HTML of the author's was turned into text.

use std::collections::BTreeMap;

use crate::domain::outline::Outline;
use crate::domain::question::Question;
use crate::domain::quiz::QuizRules;

mod decision;

pub use decision::{Commands, Decision, Ending, Said, SectionLink, TermRef};

/// All workshops of a portal.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// In order of their ids.
    pub workshops: Vec<Workshop>,
}

/// One content pack.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The folder's and the address's name: lower-case letters, digits and hyphens.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: String,
    /// A BCP 47 language tag, such as `en`.
    pub language: String,
    /// In the order of the manifest.
    pub modules: Vec<Module>,
    /// In order of their names.
    pub glossary: Vec<Term>,
    /// The outline of the handout that the workshop was made from, when `handout.toml` gives one.
    pub handout: Option<Handout>,
    /// Files that modules show or link to, by their path inside the workshop's folder (`images/overlay.png`).
    pub files: BTreeMap<String, File>,
    /// The bank: in the order of the modules, and in each in the order of its file.
    pub questions: Vec<Question>,
    /// In the order of their file.
    pub quizzes: Vec<Quiz>,
    /// The wizards, in the order of the manifest: one may take answers from those before it.
    pub decisions: Vec<Decision>,
    /// The same modules and sections by id only, for progress.
    pub outline: Outline,
}

/// One chapter: one Markdown file.
#[derive(Debug, Clone)]
pub struct Module {
    /// The file's name without `.md`.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// One sentence, plain text.
    pub summary: String,
    /// How long it takes, in minutes, by the author's estimate.
    pub minutes: u32,
    /// What a reader can do afterwards; each as inline HTML.
    pub goals: Vec<String>,
    /// What stands before the first section, as HTML; may be empty.
    pub intro: String,
    /// In reading order.
    pub sections: Vec<Section>,
    /// Where to read on.
    pub reading: Vec<Reading>,
    /// For the facilitator's eyes only; no participant's page may show it.
    pub facilitator: Option<FacilitatorNotes>,
}

/// A part of a module under one `##` heading: the unit of progress.
#[derive(Debug, Clone)]
pub struct Section {
    /// The anchor in the page and the key of the progress.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// The heading as inline HTML.
    pub title_html: String,
    /// What stands below the heading, as HTML, without the heading itself.
    pub html: String,
    /// True when the module can be finished without it.
    pub optional: bool,
    /// Headings below this one, in order.
    pub headings: Vec<Heading>,
    /// The words a reader reads, blocks of code left out.
    pub words: usize,
    /// The plain text of the section, code included, for the search.
    pub text: String,
    /// Links to other modules, files and sites, in order, for the search.
    pub links: Vec<Link>,
    /// Ids of the glossary's terms that the section names, each once.
    pub terms: Vec<String>,
}

/// A heading inside a section (`###` and below).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The anchor.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// 3 to 6.
    pub level: u8,
}

/// A link as the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words that carry the link, plain text.
    pub text: String,
    /// Where it leads, as it stands in the page.
    pub url: String,
}

/// An entry under "Read further".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Plain text.
    pub title: String,
    /// An absolute address.
    pub url: String,
    /// What to expect there, plain text.
    pub note: Option<String>,
}

/// What a facilitator wants at hand while a module runs. Plain text, each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacilitatorNotes {
    /// The story in two sentences.
    pub story: String,
    /// The question to ask the room.
    pub ask: String,
    /// The misconception to expect.
    pub misconception: String,
    /// What to skip when late.
    pub skip: String,
}

/// One entry of the glossary.
#[derive(Debug, Clone)]
pub struct Term {
    /// What `term:` links name.
    pub id: String,
    /// How the term is written, plain text.
    pub name: String,
    /// Other names it is found under.
    pub also: Vec<String>,
    /// The definition as inline HTML.
    pub definition: String,
    /// The definition as plain text.
    pub definition_text: String,
    /// Where the thing stands in its life.
    pub life: Life,
    /// Where the life and the definition are stated: an absolute address.
    pub source: String,
    /// The day somebody last compared the entry with its source.
    pub checked: jiff::civil::Date,
}

/// Where a product or a feature stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Generally available and staying.
    Ga,
    /// In preview.
    Preview,
    /// Still there, with an announced end.
    Retiring(jiff::civil::Date),
    /// Gone since that day.
    Retired(jiff::civil::Date),
}

impl Life {
    /// The word that names the kind: `ga`, `preview`, `retiring`, `retired`.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Ga => "ga",
            Self::Preview => "preview",
            Self::Retiring(_) => "retiring",
            Self::Retired(_) => "retired",
        }
    }

    /// In words: "generally available", "preview", "retires 31 March 2028", "retired 1 May 2026".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Ga => "generally available".to_owned(),
            Self::Preview => "preview".to_owned(),
            Self::Retiring(date) => format!("retires {}", date.strftime("%-d %B %Y")),
            Self::Retired(date) => format!("retired {}", date.strftime("%-d %B %Y")),
        }
    }
}

/// Questions of the bank that are asked together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiz {
    /// What blocks and addresses name; unique in the workshop.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// What is said before it begins, as HTML; may be empty.
    pub intro: String,
    /// The same as plain text on one line.
    pub intro_text: String,
    /// Ids of questions that are in the bank, each once, in the order in which they are asked.
    pub questions: Vec<String>,
    /// Tries and what they cost, feedback, certainty, time.
    pub rules: QuizRules,
    /// Whether the questions stand on one page; else they come one by one.
    pub all_at_once: bool,
    /// The quiz before it that asked for the same, question by question: what is better now was learnt in between.
    pub after: Option<String>,
    /// The id of the module that it belongs to.
    pub module: Option<String>,
}

/// The outline of the original handout.
#[derive(Debug, Clone)]
pub struct Handout {
    /// Plain text.
    pub title: String,
    /// Where the handout can be read, when that is known.
    pub source: Option<String>,
    /// In the handout's order.
    pub headings: Vec<HandoutHeading>,
}

/// One heading of the handout.
#[derive(Debug, Clone)]
pub struct HandoutHeading {
    /// Plain text.
    pub title: String,
    /// 1 to 6.
    pub level: u8,
    /// Where it is taught.
    pub taught: Option<SectionRef>,
    /// Why it is taught nowhere, or what changed since; plain text.
    pub note: Option<String>,
    /// The links under this heading, in order.
    pub links: Vec<HandoutLink>,
}

/// One link of the handout.
#[derive(Debug, Clone)]
pub struct HandoutLink {
    /// The words that carry the link, plain text.
    pub text: String,
    /// The address as the handout gives it.
    pub url: String,
    /// Where its matter is taught.
    pub taught: Option<SectionRef>,
    /// What became of it.
    pub state: LinkState,
    /// Where it leads today, when that differs.
    pub now: Option<String>,
    /// What to know about it; plain text.
    pub note: Option<String>,
}

/// What became of a link of the handout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Nobody has looked yet.
    Unchecked,
    /// Leads where it did.
    Ok,
    /// The page has a new address.
    Moved,
    /// The page is there and its matter is out of date.
    Outdated,
    /// The page is gone.
    Gone,
}

/// A section by the ids of its module and itself; it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionRef {
    /// The module's id.
    pub module: String,
    /// The section's id; none when the module as a whole is meant.
    pub section: Option<String>,
}

/// A file that belongs to a workshop.
#[derive(Clone)]
pub struct File {
    /// The media type, such as `image/png`.
    pub mime: &'static str,
    /// What is in it.
    pub bytes: std::sync::Arc<[u8]>,
    /// A short hash of the bytes, for `ETag`.
    pub tag: String,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({}, {} bytes)", self.mime, self.bytes.len())
    }
}
