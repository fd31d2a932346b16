//! The original handout, heading by heading and link by link: where each is taught here, what became of the link.

use askama::Template;

use super::frame::{Frame, Onward};

/// `/w/{workshop}/handout`.
#[derive(Template)]
#[template(path = "handout.html")]
pub struct HandoutPage {
    /// Around it.
    pub frame: Frame,
    /// The handout's title.
    pub title: String,
    /// Where the handout can be read; may be empty.
    pub source: String,
    /// In order.
    pub headings: Vec<HandoutHeadingView>,
    /// How many links.
    pub links: usize,
    /// How many of each state: (class, words, how many).
    pub states: Vec<(&'static str, &'static str, usize)>,
}

/// One heading.
pub struct HandoutHeadingView {
    /// Its title.
    pub title: String,
    /// Its level in the handout, 1 to 6.
    pub level: u8,
    /// Where it is taught.
    pub taught: Option<Onward>,
    /// What changed, or why it is taught nowhere; may be empty.
    pub note: String,
    /// The links under it.
    pub links: Vec<HandoutLinkView>,
}

/// One link.
pub struct HandoutLinkView {
    /// Its words.
    pub text: String,
    /// Its address as in the handout.
    pub url: String,
    /// Where its matter is taught.
    pub taught: Option<Onward>,
    /// `unchecked`, `ok`, `moved`, `outdated`, `gone`.
    pub class: &'static str,
    /// "Not checked", "As it was", "Moved", "Out of date", "Gone".
    pub state: &'static str,
    /// Where it leads today; may be empty.
    pub now: String,
    /// What to know; may be empty.
    pub note: String,
}
