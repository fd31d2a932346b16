//! GIFT: questions as plain text, `::name:: prompt {=right ~wrong#feedback}`, parted by empty lines.
//!
//! What GIFT has no field for stands in comments before the question: `// [id:…] [tag:podium:section=…]`, which Moodle
//! reads as id number and tags, and `// podium:hint=…`, which we alone read.

mod answers;
mod numbers;
mod read;
mod signs;
mod write;

pub(super) use read::read;
pub(super) use signs::weight;
pub(super) use write::write;
