//! What stands around every page: title, bar, theme, assets, and the note about faulty content.

/// The values of `templates/base.html`; every page has one as `frame`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The page's title, without the portal's name.
    pub title: String,
    /// The language of the page, a BCP 47 tag.
    pub lang: String,
    /// The remembered theme: `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// The workshop that the page belongs to.
    pub workshop: Option<FrameWorkshop>,
    /// The participant; none before anything was remembered.
    pub person: Option<FramePerson>,
    /// Where the page stands, for forms that come back to it: a path with its query.
    pub here: String,
    /// What is wrong with the author's folder while an earlier version is served; one finding a line.
    pub faults: Vec<String>,
    /// Addresses of the stylesheet and the scripts, with the hash of their content in the name.
    pub assets: Assets,
}

/// See [`Frame::workshop`].
#[derive(Debug, Clone)]
pub struct FrameWorkshop {
    /// Its address, `/w/{id}`.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Whether it has an outline of the original handout.
    pub handout: bool,
}

/// See [`Frame::person`].
#[derive(Debug, Clone)]
pub struct FramePerson {
    /// The name they gave; "You" when none.
    pub name: String,
}

/// Addresses of embedded files.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The stylesheet.
    pub css: String,
    /// In-place forms, theme, search as you type, copy buttons.
    pub page_js: String,
    /// Notes, marks and places that are kept until the server has them.
    pub keep_js: String,
    /// The icon.
    pub icon: String,
}

/// A place to go to.
#[derive(Debug, Clone)]
pub struct Onward {
    /// What the link says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}
