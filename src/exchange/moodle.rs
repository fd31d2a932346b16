//! Moodle XML: the format of Moodle's question bank.
//!
//! Our texts go out as Markdown, which Moodle knows; what it has no field for goes into tags (`podium:section=…`).

mod cloze;
mod desk;
mod kinds;
mod read;
mod words;
mod write;

pub(super) use read::read;
pub(super) use write::write;
