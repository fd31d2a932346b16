//! Search over sections, terms and links.

use askama::Template;

use super::frame::Frame;

/// `/w/{workshop}/search?q=` and `/search?q=`. Its block `results` is the fragment for search as you type.
#[derive(Template)]
#[template(path = "search.html", blocks = ["results"])]
pub struct SearchPage {
    /// Around it.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// What was typed.
    pub query: String,
    /// Best first.
    pub hits: Vec<HitView>,
}

/// One hit.
pub struct HitView {
    /// `Section`, `Term` or `Link`.
    pub kind: &'static str,
    /// Plain.
    pub title: String,
    /// Such as the module's title.
    pub place: String,
    /// Where it leads.
    pub url: String,
    /// Leads to another host.
    pub outside: bool,
    /// HTML with `<mark>`.
    pub snippet: String,
}
