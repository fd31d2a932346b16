//! The fields of a tool. One template draws them all, so that every tool is labelled, told and complained to in the same way.

use super::{Complaint, Inputs};

/// A field with what was typed into it.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What to type, or why; may be empty.
    pub hint: &'static str,
    /// How it is typed.
    pub kind: Kind,
}

/// How something is typed.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One line; numbers and addresses too.
    Text {
        /// What was typed.
        value: String,
        /// An example that stands there while it is empty.
        placeholder: &'static str,
    },
    /// Several lines.
    Lines {
        /// What was typed.
        value: String,
        /// How many are seen at once.
        rows: u8,
        /// An example that stands there while it is empty.
        placeholder: &'static str,
    },
    /// One of a few.
    Choice {
        /// The value that is chosen.
        value: String,
        /// Value and words of each.
        options: Vec<(&'static str, &'static str)>,
    },
    /// Yes or no: sent as `1` when it is ticked.
    Tick {
        /// Whether it is.
        on: bool,
    },
    /// Rows of short fields, always with an empty one at the end to go on.
    Rows {
        /// What a row is, such as "Node pool".
        row: &'static str,
        /// The fields of a row.
        columns: Vec<Column>,
        /// What was typed.
        rows: Vec<Vec<String>>,
    },
}

/// One column of [`Kind::Rows`].
#[derive(Debug, Clone)]
pub struct Column {
    /// The name in the address, the same in every row.
    pub name: &'static str,
    /// What it is.
    pub label: &'static str,
    /// An example.
    pub placeholder: &'static str,
    /// Value and words of each; none for a line of text.
    pub options: Vec<(&'static str, &'static str)>,
}

impl Field {
    /// A line of text.
    #[must_use]
    pub fn text(inputs: &Inputs, name: &'static str, label: &'static str, placeholder: &'static str) -> Self {
        let kind = Kind::Text { value: inputs.raw(name).to_owned(), placeholder };
        Self { name, label, hint: "", kind }
    }

    /// Several lines.
    #[must_use]
    pub fn lines(
        inputs: &Inputs,
        name: &'static str,
        label: &'static str,
        rows: u8,
        placeholder: &'static str,
    ) -> Self {
        let kind = Kind::Lines { value: inputs.raw(name).to_owned(), rows, placeholder };
        Self { name, label, hint: "", kind }
    }

    /// One of a few; the first one when nothing or something unknown was chosen.
    #[must_use]
    pub fn choice(
        inputs: &Inputs,
        name: &'static str,
        label: &'static str,
        options: &[(&'static str, &'static str)],
    ) -> Self {
        let chosen = options.iter().find(|(value, _)| *value == inputs.get(name)).or(options.first());
        let value = chosen.map(|(value, _)| (*value).to_owned()).unwrap_or_default();
        Self { name, label, hint: "", kind: Kind::Choice { value, options: options.to_vec() } }
    }

    /// Yes or no.
    #[must_use]
    pub fn tick(inputs: &Inputs, name: &'static str, label: &'static str) -> Self {
        Self { name, label, hint: "", kind: Kind::Tick { on: !matches!(inputs.get(name), "" | "0" | "no" | "false") } }
    }

    /// Rows of fields; what was typed and one empty row more.
    #[must_use]
    pub fn rows(
        inputs: &Inputs,
        name: &'static str,
        label: &'static str,
        row: &'static str,
        columns: Vec<Column>,
    ) -> Self {
        let typed: Vec<Vec<&str>> = columns.iter().map(|column| inputs.all(column.name)).collect();
        let count = typed.iter().map(Vec::len).max().unwrap_or(0);
        let one = |r: usize| typed.iter().map(|c| c.get(r).copied().unwrap_or_default().to_owned()).collect();
        let mut rows: Vec<Vec<String>> = (0..count.min(200)).map(one).collect();
        // A choice always has a value: a row is empty when nothing was typed into it.
        let blank = |row: &Vec<String>| row.iter().zip(&columns).all(|(t, c)| t.is_empty() || !c.options.is_empty());
        while rows.last().is_some_and(blank) {
            rows.pop();
        }
        rows.push(vec![String::new(); columns.len()]);
        Self { name, label, hint: "", kind: Kind::Rows { row, columns, rows } }
    }

    /// The same with a word of help.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// The names under which it is sent: its own, or those of its columns.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        match &self.kind {
            Kind::Rows { columns, .. } => columns.iter().map(|column| column.name).collect(),
            _ => vec![self.name],
        }
    }

    /// What is wrong with it, or with one of its rows' fields (then with the row's number from 0 and the column's name).
    #[must_use]
    pub fn complaint<'c>(&self, complaints: &'c [Complaint]) -> Option<&'c Complaint> {
        complaints.iter().find(|complaint| complaint.field == self.name)
    }
}
