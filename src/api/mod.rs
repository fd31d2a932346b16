//! The network tools for programs: from a JSON text to a JSON text, and the description of it.
//!
//! [`answer`] is a pure function. What a body has wrong is told all at once, with a pointer to each field
//! ([`Problem`]). The types with a derived schema are the operations' inputs and answers as they stand in the
//! [`description()`]; where the domain has a type of its own, one beside it says how it is written.

mod arithmetic;
mod blocks;
mod cluster;
mod description;
mod dns;
mod egress;
mod findings;
mod lists;
mod nearest;
mod operations;
mod plan;
mod problem;
mod ranges;
mod read;
mod tables;
mod tree;

pub use description::description;
pub use operations::{Example, OPERATIONS, Operation, find};
pub use problem::{FieldError, MOST_ERRORS, PROBLEM, Problem};
pub use tables::{Group, Row, answer_groups, input_groups};

/// The largest body of most operations, in bytes.
pub const BODY: usize = 256 * 1024;
/// The largest body of operations on lists, in bytes.
pub const LIST_BODY: usize = 8 * 1024 * 1024;

/// An answer, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status: 200, or that of the problem.
    pub status: u16,
    /// The answer or the [`Problem`].
    pub json: String,
}

impl From<Problem> for Answered {
    fn from(problem: Problem) -> Self {
        Self { status: problem.status, json: problem.to_json() }
    }
}

/// Answers a request: 200 with the answer, 400 for what is no JSON, 413 for what is too large, 422 for what is wrong.
#[must_use]
pub fn answer(operation: &Operation, body: &[u8]) -> Answered {
    if body.len() > operation.body {
        return Problem::too_large(operation.body).into();
    }
    let tree = match tree::read(body) {
        Ok(tree) => tree,
        Err(detail) => return Problem::malformed(detail).into(),
    };
    match operation.run(&tree) {
        Ok(json) => Answered { status: 200, json },
        Err(refused) => Problem::from(refused).into(),
    }
}
