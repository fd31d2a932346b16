//! The continue code: the same progress on another device, and two progresses made one.

use askama::Template;

use super::frame::{Frame, Onward};

/// `/continue`.
#[derive(Template)]
#[template(path = "continue.html")]
pub struct ContinuePage {
    /// Around it.
    pub frame: Frame,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it; empty when nothing is.
    pub error: String,
    /// This browser has progress of its own, which will be added to the other.
    pub has_progress: bool,
}

/// After a continue code was accepted.
#[derive(Template)]
#[template(path = "continued.html")]
pub struct ContinuedPage {
    /// Around it.
    pub frame: Frame,
    /// This browser already had this progress.
    pub same: bool,
    /// What this browser's own progress added: ("4 sections marked here"); empty when it had none.
    pub added: Vec<String>,
    /// Notes on the same section differed: both texts are kept in so many notes.
    pub kept_both: u64,
    /// Where to go on, per workshop with progress.
    pub onward: Vec<Onward>,
}
