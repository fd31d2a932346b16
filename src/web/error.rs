//! Requests that make no sense here, and our own failures: one closed list, one template, a way onward.

use askama::Template;

use super::frame::{Frame, Onward};

/// Any error as a page.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Around it.
    pub frame: Frame,
    /// The HTTP status.
    pub status: u16,
    /// Such as "There is no such page".
    pub title: String,
    /// What happened and what can be done, in a sentence or two.
    pub message: String,
    /// Where the search form goes; none when searching makes no sense.
    pub search: Option<String>,
    /// What to search for at first: words from the address.
    pub query: String,
    /// Likely places.
    pub onward: Vec<Onward>,
    /// For the operator's log.
    pub request: String,
}
