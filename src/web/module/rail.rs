//! The list of modules beside the text of one, and how far a person is in it.

use askama::Template;

use crate::content::model::{Section, Workshop};
use crate::domain::outline::{Outline, OutlineModule};
use crate::domain::progress::{ModuleState, Progress};
use crate::web::home::count;
use crate::web::now::Now;
use crate::web::places;
use crate::web::timetable::Timetable;

/// The list of modules beside the text, and the progress in this one. Rendered alone it replaces `#_rail`.
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
    /// When the person's cohort opens it, while it is not open: (RFC 3339, words).
    pub opens: Option<(String, String)>,
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
    /// Headings inside it, for "On this page": (id, title).
    pub headings: Vec<(String, String)>,
}

/// The list as it stands for this person.
pub(super) fn rail(
    (workshop, timetable): (&Workshop, &Timetable),
    (outline, progress): (&Outline, &Progress),
    m: usize,
    now: Now,
) -> ModuleRail {
    let here = &progress.modules[m];
    let sections = || {
        let shown = outline.modules[m].sections.iter().enumerate().filter(|(_, section)| !section.is_hidden());
        shown.map(|(s, section)| RailSection {
            url: format!("#{}", section.id),
            title: section.title.clone(),
            done: here.done[s],
            new: here.new[s],
            headings: headings_of(&workshop.modules[m].sections[s]),
        })
    };
    let module = |(n, module): (usize, &OutlineModule)| RailModule {
        title: module.title.clone(),
        url: places::module_address(workshop, n),
        current: n == m,
        done: progress.modules[n].state == ModuleState::Finished,
        opens: timetable.opens(&module.id, now),
        sections: if n == m { sections().collect() } else { Vec::new() },
    };
    ModuleRail {
        modules: outline
            .modules
            .iter()
            .enumerate()
            .filter(|(n, module)| *n == m || !timetable.hides(&module.id, now))
            .map(module)
            .collect(),
        summary: format!("{} · {} of {}", outline.modules[m].title, here.counted_done, count(here.counted, "section")),
        done: here.counted_done,
        counted: here.counted,
        percent: here.percent(),
        new: here.new.iter().filter(|new| **new).count(),
    }
}

/// The headings right below a section's own: (id, title).
fn headings_of(section: &Section) -> Vec<(String, String)> {
    section.headings.iter().filter(|h| h.level == 3).map(|h| (h.id.clone(), h.title.clone())).collect()
}
