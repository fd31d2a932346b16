//! What did not fit, for the person who ran the exchange.

use std::collections::BTreeMap;
use std::fmt;

/// After so many faults the rest of a file is not looked at.
pub(super) const MOST_FAULTS: usize = 100;

/// Why a file could not be read; 1-based, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// What is wrong; what would be right.
    pub message: String,
}

impl Fault {
    pub(super) fn new(line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { line, column, message: message.into() }
    }

    /// At a byte of the text.
    pub(super) fn at(text: &str, at: usize, message: impl Into<String>) -> Self {
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let before = &text[..at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self::new(before.matches('\n').count() + 1, line.chars().count() + 1, message)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for Fault {}

/// What became of something that did not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is not there any more.
    LeftOut,
    /// It became something else.
    TurnedInto(String),
    /// It stands as text where it stood, or in a comment.
    KeptAsText,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut => f.write_str("left out"),
            Self::TurnedInto(what) => write!(f, "turned into {what}"),
            Self::KeptAsText => f.write_str("kept as text"),
        }
    }
}

/// Something that did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line that it was read from, 1-based; 0 when it was not read.
    pub line: usize,
    /// The question's id or name.
    pub question: String,
    /// What it is; the same for all of its kind.
    pub what: String,
    /// What became of it.
    pub fate: Fate,
    /// What it said, or which one it is; may be empty.
    pub detail: String,
}

/// Everything that did not fit, in the order of the lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// One for each thing in each question.
    pub notes: Vec<Note>,
}

impl Report {
    pub(super) fn note(
        &mut self,
        (line, question): (usize, &str),
        what: impl Into<String>,
        fate: Fate,
        detail: impl Into<String>,
    ) {
        let (question, detail) = (shortened(question), shortened(&detail.into()));
        self.notes.push(Note { line, question, what: what.into(), fate, detail });
    }

    pub(super) fn sort(&mut self) {
        self.notes.sort_by_key(|note| note.line);
    }
}

/// Grouped by what it is and what became of it, each counted, with lines.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups: BTreeMap<(&Fate, &str), Vec<&Note>> = BTreeMap::new();
        for note in &self.notes {
            groups.entry((&note.fate, &note.what)).or_default().push(note);
        }
        for ((fate, what), notes) in groups {
            writeln!(f, "{what}: {fate} ({})", notes.len())?;
            for note in notes {
                let place = if note.line > 0 { format!("line {}, ", note.line) } else { String::new() };
                let detail = if note.detail.is_empty() { String::new() } else { format!(": {}", note.detail) };
                writeln!(f, "  {place}“{}”{detail}", note.question)?;
            }
        }
        Ok(())
    }
}

/// A text in one line, cut when it is long; what cannot be seen is left out.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
