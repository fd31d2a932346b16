//! A module: its sections to read and to mark, the list of modules, notes, and where to read on.

use askama::Template;

use super::frame::{Frame, Onward};
use super::notes::NoteView;

/// `/w/{workshop}/{module}`. The blocks `rail` and `sections` are not fragments of their own; see [`MarkFragment`].
#[derive(Template)]
#[template(path = "module.html")]
pub struct ModulePage {
    /// Around it.
    pub frame: Frame,
    /// The module list with the ticks.
    pub rail: ModuleRail,
    /// 1-based.
    pub number: usize,
    /// How many modules there are.
    pub of: usize,
    /// The author's estimate.
    pub minutes: u32,
    /// The title.
    pub title: String,
    /// Inline HTML.
    pub goals: Vec<String>,
    /// HTML before the first section.
    pub intro: String,
    /// In order.
    pub sections: Vec<SectionView>,
    /// Where the person was when they opened this page, if that is somewhere else.
    pub place: Option<Onward>,
    /// The module before.
    pub previous: Option<Onward>,
    /// The module after.
    pub next: Option<Onward>,
    /// "Read further".
    pub reading: Vec<ReadingView>,
    /// Where the place is reported to, without the section: `/w/{workshop}/{module}`.
    pub url: String,
}

/// The list of modules beside the text, and the progress in this one. Rendered alone it replaces `#rail`.
#[derive(Template, Clone)]
#[template(path = "module_rail.html")]
pub struct ModuleRail {
    /// All modules; the current one has its sections.
    pub modules: Vec<RailModule>,
    /// For the folded list on a phone: "Networking models · 4 of 11 sections".
    pub summary: String,
    /// Sections of this module done.
    pub done: usize,
    /// Sections of this module that count.
    pub counted: usize,
    /// Share, 0 to 100.
    pub percent: usize,
    /// Sections that came after the person had finished the module.
    pub new: usize,
}

/// One module in the list.
#[derive(Clone)]
pub struct RailModule {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The page that is open.
    pub current: bool,
    /// Finished.
    pub done: bool,
    /// Of the open module only.
    pub sections: Vec<RailSection>,
}

/// One section in the list.
#[derive(Clone)]
pub struct RailSection {
    /// `#id`.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Marked.
    pub done: bool,
    /// Came after the person had finished the module.
    pub new: bool,
}

/// One section of the page.
pub struct SectionView {
    /// The anchor.
    pub id: String,
    /// The heading as inline HTML.
    pub title_html: String,
    /// HTML.
    pub html: String,
    /// Headings inside it, for "On this page": (id, title).
    pub headings: Vec<(String, String)>,
    /// The bar below it.
    pub mark: MarkBar,
    /// The note on it.
    pub note: NoteView,
}

/// The bar below a section: what is done and the button. Rendered alone it replaces `#mark-{id}`.
#[derive(Template, Clone)]
#[template(path = "mark_bar.html")]
pub struct MarkBar {
    /// The section's id.
    pub id: String,
    /// The section's title, plain, so that each button has its own name for a screen reader.
    pub title: String,
    /// Where the form goes: `/w/{workshop}/{module}/{section}/done`.
    pub url: String,
    /// Marked.
    pub done: bool,
    /// Came after the person had finished the module.
    pub new: bool,
    /// The module can be finished without it.
    pub optional: bool,
    /// Such as "Section 4 of 11".
    pub position: String,
    /// "Done 23 November, 10:42" in UTC with a machine-readable time: (RFC 3339, words); none when not done.
    pub done_at: Option<(String, String)>,
    /// The section after this one, or the next module after the last: shown once this one is done.
    pub onward: Option<Onward>,
}

/// The answer to a mark made in place (`X-Fragment: mark`): the bar and the rail, each to replace the element of its id.
#[derive(Template)]
#[template(path = "mark_fragment.html")]
pub struct MarkFragment {
    /// Replaces `#mark-{id}`.
    pub mark: MarkBar,
    /// Replaces `#rail`.
    pub rail: ModuleRail,
}

/// An entry under "Read further".
pub struct ReadingView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// What to expect there.
    pub note: String,
}
