//! The list of workshops, and the home of one: the route through its modules, my progress, what next.

use askama::Template;

use super::frame::{Frame, Onward};

/// `/` when the portal has several workshops.
#[derive(Template)]
#[template(path = "workshops.html")]
pub struct WorkshopsPage {
    /// Around it.
    pub frame: Frame,
    /// In order.
    pub workshops: Vec<WorkshopCard>,
}

/// One workshop in the list.
pub struct WorkshopCard {
    /// Its home.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Such as "7 modules · about 4 hours".
    pub extent: String,
    /// Share of the sections done, 0 to 100.
    pub percent: usize,
    /// Such as "Not started", "11 of 29 sections", "Finished".
    pub state: String,
}

/// `/w/{workshop}`.
#[derive(Template)]
#[template(path = "home.html", blocks = ["content"])]
pub struct HomePage {
    /// Around it.
    pub frame: Frame,
    /// The workshop's title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Such as "7 modules · about 4 hours".
    pub extent: String,
    /// The button: "Start: Networking models" or "Continue: Egress → Outbound types"; none when all is done.
    pub next: Option<Onward>,
    /// Where another device, or this one, was last, when that is not where `next` leads.
    pub place: Option<Onward>,
    /// Share of the sections done, 0 to 100.
    pub percent: usize,
    /// Sections done.
    pub done: usize,
    /// Sections that count.
    pub counted: usize,
    /// Sections that came after a module was finished.
    pub new: usize,
    /// Everything that the workshop needs is done.
    pub finished: bool,
    /// Minutes of the modules that are not finished, as words ("about 2 hours left"); empty when finished.
    pub left: String,
    /// Notes written in this workshop.
    pub notes: usize,
    /// The modules in order.
    pub route: Vec<RouteStop>,
}

/// One module on the route.
pub struct RouteStop {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Such as "45 min · 11 sections".
    pub extent: String,
    /// Share of its sections done, 0 to 100.
    pub percent: usize,
    /// A word for the state, the class of its pill: `not-started`, `started`, `finished`, `new`.
    pub class: &'static str,
    /// What the pill says: "Not started", "4 of 11 sections", "Done", "Done, 1 new".
    pub state: String,
    /// True for the module that `next` leads into.
    pub current: bool,
    /// True when the workshop can be finished without it.
    pub optional: bool,
}
