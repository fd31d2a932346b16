//! What a cohort did, as tables: CSV and JSON, with columns that stay. `docs/exports.md` says what each column holds.
//!
//! A cohort whose people are known is a [`Named`], one whose people are not is an [`Anonymous`]. Tables that name people are
//! written from the first alone; the second has no place for a person. Columns are added at the end and never change their
//! meaning.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{moment, record};
use crate::domain::time::Millis;
use crate::domain::understood::Count;

mod people;
mod report;
mod said;

pub use people::{Member, Named, SectionOf, TriedAnswer};
pub use report::{Anonymous, SectionDone, report};
pub use said::said;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub says: &'static str,
}

/// A kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name, in addresses and file names.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// Declares a kind of table with its columns.
macro_rules! kind {
    ($(#[$doc:meta])* $id:ident $name:literal $row:literal $($column:literal $says:literal,)*) => {
        $(#[$doc])*
        pub static $id: $crate::export::cohort::Kind = $crate::export::cohort::Kind {
            name: $name,
            row: $row,
            columns: &[$($crate::export::cohort::Column { name: $column, says: $says }),*],
        };
    };
}
use kind;

/// All kinds of table: those that name people first.
#[must_use]
pub fn kinds() -> [&'static Kind; 13] {
    [
        &people::ROSTER,
        &people::PROGRESS,
        &people::ANSWERS,
        &people::DECISIONS,
        &people::DECISION_ANSWERS,
        &report::SECTION_PROGRESS,
        &report::QUESTIONS,
        &report::OPTIONS,
        &report::SECTIONS,
        &report::QUIZZES,
        &report::LEARNT,
        &report::WAYS,
        &report::MISCONCEPTIONS,
    ]
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: not known, or hidden.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A share or a figure, with six digits after the point at most.
    Real(f64),
    /// Yes or no.
    Yes(bool),
    /// A point in time.
    Time(Millis),
}

/// A table whose rows are made as they are written.
pub struct Table<'t> {
    kind: &'static Kind,
    rows: Box<dyn Iterator<Item = Vec<Cell>> + 't>,
}

impl<'t> Table<'t> {
    fn new(kind: &'static Kind, rows: impl Iterator<Item = Vec<Cell>> + 't) -> Self {
        Self { kind, rows: Box::new(rows) }
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// Fields between commas, lines that end with CR and LF, the names of the columns first. With `marked`, the sign stands in
    /// front by which spreadsheets know UTF-8.
    #[must_use]
    pub fn csv(self, marked: bool) -> String {
        let mut out = String::from(if marked { "\u{feff}" } else { "" });
        record::write(&mut out, self.kind.columns.iter().map(|column| column.name.to_owned()));
        for row in self.rows {
            record::write(&mut out, row.iter().map(Cell::csv));
        }
        out
    }

    /// The name, each row as an object with its columns in their order, a line each, and how many rows there are.
    #[must_use]
    pub fn json(self) -> String {
        let mut out =
            format!("{{\"format\":\"podium-cohort\",\"version\":1,\"table\":\"{}\",\"rows\":", self.kind.name);
        let count = self.json_rows(&mut out);
        let _ = writeln!(out, ",\"count\":{count}}}");
        out
    }

    /// Writes the rows as a list, and answers with how many there are. Each is gone when the next is made: a large cohort has
    /// some hundred thousand.
    pub fn json_rows(self, out: &mut String) -> usize {
        let names: Vec<String> = self.kind.columns.iter().map(|column| json!(column.name).to_string()).collect();
        out.push('[');
        let mut count = 0;
        for row in self.rows {
            out.push_str(if count == 0 { "\n{" } else { ",\n{" });
            for (n, (name, cell)) in names.iter().zip(&row).enumerate() {
                if n > 0 {
                    out.push(',');
                }
                let _ = write!(out, "{name}:{}", cell.json());
            }
            out.push('}');
            count += 1;
        }
        out.push(']');
        count
    }
}

impl Cell {
    fn csv(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => record::text(text),
            Self::Whole(n) => n.to_string(),
            Self::Real(figure) => real(*figure).to_string(),
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Time(at) => moment::rfc3339(*at),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) => json!(text),
            Self::Whole(n) => json!(n),
            Self::Real(figure) => json!(real(*figure)),
            Self::Yes(yes) => json!(yes),
            Self::Time(at) => json!(moment::rfc3339(*at)),
        }
    }
}

/// Six digits after the point, and no negative zero.
fn real(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6 + 0.0
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        Self::Whole(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell {
    fn from(figure: f64) -> Self {
        if figure.is_finite() { Self::Real(figure) } else { Self::Empty }
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Yes(yes)
    }
}

impl From<Millis> for Cell {
    fn from(at: Millis) -> Self {
        Self::Time(at)
    }
}

impl From<Count> for Cell {
    fn from(count: Count) -> Self {
        count.shown().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A row from values of several types.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::export::cohort::Cell::from($value)),*] };
}
use row;

#[cfg(test)]
mod tests;
