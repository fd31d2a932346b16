//! A call of the Azure CLI, and how it is laid out.

use std::fmt::Write as _;

use super::super::super::az::quoted;

/// A call: the words of the command, and its flags with their values.
#[derive(Clone)]
pub(super) struct Call {
    words: &'static str,
    flags: Vec<(&'static str, Vec<String>)>,
}

impl Call {
    /// A call without flags.
    pub(super) const fn new(words: &'static str) -> Self {
        Self { words, flags: Vec::new() }
    }

    /// A call in the resource group.
    pub(super) fn grouped(words: &'static str) -> Self {
        Self::new(words).raw("--resource-group", "\"$resource_group\"")
    }

    /// The same with a flag whose value is any text.
    pub(super) fn text(self, flag: &'static str, text: &str) -> Self {
        self.raw(flag, &quoted(text))
    }

    /// The same with a flag whose value stands there as it is: a variable in quotation marks, or one of our own words.
    pub(super) fn raw(mut self, flag: &'static str, value: &str) -> Self {
        self.flags.push((flag, vec![value.to_owned()]));
        self
    }

    /// The same with a flag that has no value.
    pub(super) fn flag(mut self, flag: &'static str) -> Self {
        self.flags.push((flag, Vec::new()));
        self
    }

    /// The same with a flag that has several values, each as it stands.
    pub(super) fn all(mut self, flag: &'static str, values: Vec<String>) -> Self {
        self.flags.push((flag, values));
        self
    }

    /// In one line, for a condition or a substitution.
    pub(super) fn line(&self) -> String {
        let mut out = format!("az {}", self.words);
        for (flag, values) in &self.flags {
            let _ = write!(out, " {flag}");
            for value in values {
                let _ = write!(out, " {value}");
            }
        }
        out
    }

    /// A flag a line.
    pub(super) fn write(&self, out: &mut String, indent: usize) {
        let _ = write!(out, "{:indent$}az {}", "", self.words);
        for (flag, values) in &self.flags {
            let _ = write!(out, " \\\n{:deeper$}{flag}", "", deeper = indent + 2);
            for value in values {
                let _ = write!(out, " {value}");
            }
        }
        out.push('\n');
    }
}

/// Writes a call that is made when another finds nothing.
pub(super) fn unless(out: &mut String, shown: &Call, made: &[Call]) {
    let _ = writeln!(out, "if missing {}; then", shown.line().trim_start_matches("az "));
    for call in made {
        call.write(out, 2);
    }
    out.push_str("fi\n");
}
