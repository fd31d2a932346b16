//! The glossary: every term with its life, its source and the day it was checked.

use askama::Template;

use super::frame::Frame;

/// `/w/{workshop}/glossary`.
#[derive(Template)]
#[template(path = "glossary.html")]
pub struct GlossaryPage {
    /// Around it.
    pub frame: Frame,
    /// In order of the names.
    pub terms: Vec<TermView>,
    /// Lives that occur, for the key at the top: (class, label, how many).
    pub lives: Vec<(&'static str, &'static str, usize)>,
}

/// One term; its anchor is `term-{id}`.
pub struct TermView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Other names, joined with commas; may be empty.
    pub also: String,
    /// Inline HTML.
    pub definition: String,
    /// `ga`, `preview`, `retiring` or `retired`.
    pub class: &'static str,
    /// "Generally available", "Preview", "Retires 31 March 2028", "Retired 1 May 2026".
    pub life: String,
    /// The source's address.
    pub source: String,
    /// The source's host, for the link's words.
    pub host: String,
    /// (2026-11-22, "22 November 2026").
    pub checked: (String, String),
    /// Sections that use the term: (address, "Networking models → Overlay").
    pub used: Vec<(String, String)>,
}
