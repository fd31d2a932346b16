//! Notes on sections: kept as they are typed, never overwritten by another device, exported as Markdown.

use askama::Template;

use super::frame::Frame;

/// The note on one section. Rendered alone (`X-Fragment: note`) it replaces `#note-{id}`.
#[derive(Template, Clone)]
#[template(path = "note.html")]
pub struct NoteView {
    /// The section's id.
    pub id: String,
    /// The section's title, plain, for the label.
    pub title: String,
    /// Where the form goes: `/w/{workshop}/{module}/{section}/note`.
    pub url: String,
    /// The text.
    pub body: String,
    /// The revision that `body` is; 0 when there is none. Sent back with a change, as `base`.
    pub revision: i64,
    /// When it was saved: (RFC 3339, "10:42" or "3 November, 10:42", in UTC); none when there is none.
    pub saved: Option<(String, String)>,
    /// Two devices had changed it: both texts are kept, one below the other, and the person is told.
    pub kept_both: bool,
    /// What is wrong with what was typed; empty when nothing is.
    pub error: String,
    /// The most characters a note may have.
    pub most: usize,
}

/// `/w/{workshop}/notes`: all my notes in the workshop.
#[derive(Template)]
#[template(path = "notes.html")]
pub struct NotesPage {
    /// Around it.
    pub frame: Frame,
    /// The workshop's title.
    pub workshop: String,
    /// Where the Markdown is.
    pub export: String,
    /// By module, in order; modules without notes left out.
    pub modules: Vec<ModuleNotes>,
}

/// The notes in one module.
pub struct ModuleNotes {
    /// The module's title.
    pub title: String,
    /// In order of the sections; notes on sections that are gone come last.
    pub notes: Vec<NoteEntry>,
}

/// One note in the list.
pub struct NoteEntry {
    /// The section's title.
    pub title: String,
    /// The section's address; empty when the section is gone.
    pub url: String,
    /// The text, to be shown as typed.
    pub body: String,
    /// (RFC 3339, words in UTC).
    pub saved: (String, String),
}
