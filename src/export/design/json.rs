//! The design record as JSON: written so that the same design is always the same bytes, and read strictly.
//!
//! A key that is not known is refused, and so is a record of a later version: nothing that somebody wrote is lost in
//! silence. Empty texts and lists are left out.

use std::fmt;

use crate::domain::design::Design;

mod at;
mod read;
mod write;

/// The version that is written, and the only one that is read.
pub const VERSION: u64 = 1;

/// Why a text is no design record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a JSON pointer: `/decisions/0/wizard`; empty for the text as a whole.
    pub pointer: String,
    /// What is wrong; what would be right.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

impl std::error::Error for Fault {}

/// Writes a design. Control characters, which no text of a design has, become spaces.
#[must_use]
pub fn write(design: &Design) -> String {
    write::write(design)
}

/// Reads what [`write()`] wrote, or somebody by hand.
///
/// # Errors
///
/// The first thing that is wrong, with its place.
pub fn read(text: &str) -> Result<Design, Fault> {
    read::read(text)
}

#[cfg(test)]
mod tests;
