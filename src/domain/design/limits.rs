//! How much a design record may hold.

/// The most bytes of a record as JSON.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most plans.
pub const MOST_PLANS: usize = 100;
/// The most decisions.
pub const MOST_DECISIONS: usize = 50;
/// The most answers of a decision.
pub const MOST_ANSWERS: usize = 100;
/// The most entries of any other list: reasons, trade-offs, what was ruled out, open questions.
pub const MOST_ENTRIES: usize = 100;
/// The most characters of an id.
pub const MOST_ID: usize = 100;
/// The most characters of a title or another short text in one line.
pub const MOST_LINE: usize = 300;
/// The most characters of a sentence or two.
pub const MOST_SENTENCE: usize = 2_000;
/// The most characters of an address.
pub const MOST_ADDRESS: usize = 2_000;
/// The most characters of the inputs of a plan; a plan of virtual networks is the longest.
pub const MOST_QUERY: usize = 32_000;
/// The most characters of a note.
pub const MOST_NOTES: usize = 20_000;
