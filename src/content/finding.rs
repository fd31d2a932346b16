//! What is wrong with an author's folder, and where.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The workshop is not served with it.
    Fault,
    /// Shown to the author; served all the same.
    Warning,
    /// Shown only to who asks for it; nothing is wrong.
    Advice,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The path inside the folder.
    pub file: String,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// What is wrong; what would be right.
    pub message: String,
}

impl Finding {
    /// A finding about a file as a whole.
    #[must_use]
    pub fn of_file(severity: Severity, file: &str, message: impl Into<String>) -> Self {
        Self { severity, file: file.to_owned(), line: 1, column: 1, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Fault => "",
            Severity::Warning => "warning: ",
            Severity::Advice => "advice: ",
        };
        write!(f, "{}:{}:{}: {severity}{}", self.file, self.line, self.column, self.message)
    }
}
