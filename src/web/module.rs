//! A module: its sections to read and to mark, the list of modules, notes, and where to read on.

use std::borrow::Cow;

use askama::Template;
use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::home::progress_of;
use super::notes::{self, NoteView};
use super::now::Now;
use super::places::{self, Spot};
use super::session::{Caller, Token, for_somebody};
use super::timetable::{CohortLine, Timetable};
use super::{answer, when};
use crate::app::App;
use crate::content::model::{Section, Workshop};
use crate::domain::outline::{Outline, OutlineSection};
use crate::domain::progress::{Progress, names_of};
use crate::store::{Reader, StoreError};

pub(super) mod closed;
mod own;
mod rail;

pub use own::Own;
pub use rail::ModuleRail;
use rail::rail;

/// `/w/{workshop}/{module}`. The blocks `rail` and `sections` are not fragments of their own; see [`MarkFragment`].
#[derive(Template)]
#[template(path = "module.html")]
pub struct ModulePage<'a> {
    /// Around it.
    pub frame: Frame,
    /// The module list with the ticks.
    pub rail: ModuleRail,
    /// The person's cohorts, a line each.
    pub cohorts: Vec<CohortLine>,
    /// 1-based.
    pub number: usize,
    /// How many modules there are.
    pub of: usize,
    /// The author's estimate.
    pub minutes: u32,
    /// The title.
    pub title: String,
    /// Inline HTML.
    pub goals: &'a [String],
    /// HTML before the first section.
    pub intro: &'a str,
    /// In order.
    pub sections: Vec<SectionView<'a>>,
    /// Sections that the person's cohorts hide: (id, title). Whoever follows a link to one is told.
    pub left_out: Vec<(String, String)>,
    /// The person's own values in the commands.
    pub own: Own,
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

/// One section of the page.
pub struct SectionView<'a> {
    /// The anchor.
    pub id: String,
    /// The heading as inline HTML.
    pub title_html: &'a str,
    /// HTML.
    pub html: Cow<'a, str>,
    /// The bar below it.
    pub mark: MarkBar,
    /// The note on it.
    pub note: NoteView,
}

/// The bar below a section: what is done and the button. Rendered alone it replaces `#_mark-{id}`.
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
    /// Replaces `#_mark-{id}`.
    pub mark: MarkBar,
    /// Replaces `#_rail`.
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

/// Bytes that a page has around each section's text at most: heading, bar, note. More only costs time.
const AROUND_SECTION: usize = 2500;
/// Bytes of the frame, the list of modules and the rest.
const AROUND_PAGE: usize = 16_000;

/// `/w/{workshop}/{module}`; a former id leads to today's.
pub async fn show(
    State(app): State<App>,
    Path((workshop, module)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let m = places::find_module(&workshop.outline, &module).ok_or(Wrong::NotFound)?;
    if workshop.outline.modules[m].id != module {
        // Not for ever: ids may come back, and browsers never ask again after a permanent redirect.
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        return Ok(answer::redirect(&format!("{}{query}", places::module_address(workshop, m))));
    }
    let reader = token.reader(&app, now, &workshop.id).await?;
    let timetable = Timetable::of(&app, reader.as_ref(), &workshop.id).await?;
    if let Some(closed) = timetable.closed(&module, now) {
        return closed::page(
            workshop,
            &workshop.modules[m].title,
            closed,
            reader.as_ref().map(|reader| &reader.identity),
            around,
        );
    }
    let own = Own::read(&app, workshop, m, reader.as_ref(), query.as_deref()).await?;
    let sections = &workshop.modules[m].sections;
    let size = sections.iter().map(|section| section.html.len() + AROUND_SECTION).sum::<usize>() + AROUND_PAGE;
    answer::page_of_size(&page(workshop, m, reader.as_ref(), &timetable, own, around, now), size)
}

/// Draws a module as it stands for this person.
pub(super) fn page<'a>(
    workshop: &'a Workshop,
    m: usize,
    reader: Option<&Reader>,
    timetable: &Timetable,
    mut own: Own,
    around: Around,
    now: Now,
) -> ModulePage<'a> {
    let (module, outline) = (&workshop.modules[m], &workshop.outline);
    let tailored = timetable.outline(&workshop.outline);
    let progress = progress_of(&tailored, reader);
    let mut texts: Vec<Cow<'a, str>> = module.sections.iter().map(|section| own.text(&section.html)).collect();
    let mut section = |(s, section): (usize, &'a Section)| SectionView {
        id: section.id.clone(),
        title_html: &section.title_html,
        html: std::mem::take(&mut texts[s]),
        mark: mark_bar((workshop, timetable), (&tailored, &progress), Spot { module: m, section: s }, now),
        note: notes::view(workshop, reader, Spot { module: m, section: s }, now),
    };
    let neighbour = |n: usize| neighbour(workshop, n);
    let shown = |n: &usize| !timetable.hides(&outline.modules[*n].id, now);
    let here = &tailored.modules[m];
    // The address a person opened always wins over the place we remember; that one is offered, not imposed.
    let place = reader.and_then(|reader| places::latest(workshop, &reader.places)).filter(|place| place.module != m);
    ModulePage {
        rail: rail((workshop, timetable), (&tailored, &progress), m, now),
        cohorts: timetable.lines_of(&outline.modules[m].id),
        number: m + 1,
        of: workshop.modules.len(),
        minutes: module.minutes,
        title: module.title.clone(),
        goals: &module.goals,
        intro: &module.intro,
        sections: module
            .sections
            .iter()
            .enumerate()
            .filter(|(s, _)| !here.sections[*s].is_hidden())
            .map(&mut section)
            .collect(),
        left_out: here.sections.iter().filter(|section| section.is_hidden()).map(left_out).collect(),
        own,
        place: place.map(|spot| Onward {
            label: places::words(workshop, spot.module, spot.section),
            url: places::address(workshop, spot.module, spot.section),
        }),
        previous: (0..m).rev().find(shown).map(neighbour),
        next: (m + 1..outline.modules.len()).find(shown).map(neighbour),
        reading: module
            .reading
            .iter()
            .map(|r| ReadingView {
                title: r.title.clone(),
                url: r.url.clone(),
                note: r.note.clone().unwrap_or_default(),
            })
            .collect(),
        url: places::module_address(workshop, m),
        frame: around.frame(
            &format!("{} · {}", module.title, workshop.title),
            Some(workshop),
            reader.map(|reader| &reader.identity),
        ),
    }
}

fn left_out(section: &OutlineSection) -> (String, String) {
    (section.id.clone(), section.title.clone())
}

fn neighbour(workshop: &Workshop, n: usize) -> Onward {
    Onward { label: workshop.outline.modules[n].title.clone(), url: places::module_address(workshop, n) }
}

fn mark_bar(
    (workshop, timetable): (&Workshop, &Timetable),
    (outline, progress): (&Outline, &Progress),
    spot: Spot,
    now: Now,
) -> MarkBar {
    let Spot { module: m, section: s } = spot;
    let module = &outline.modules[m];
    let section = &module.sections[s];
    let shown = || module.sections.iter().enumerate().filter(|(_, section)| !section.is_hidden());
    let here = shown().find(|(at, _)| *at > s);
    let here = here.map(|(_, next)| Onward { label: next.title.clone(), url: format!("#{}", next.id) });
    let onward = here.or_else(|| {
        let mut later = m + 1..outline.modules.len();
        later.find(|n| !timetable.hides(&outline.modules[*n].id, now)).map(|n| neighbour(workshop, n))
    });
    MarkBar {
        id: section.id.clone(),
        title: section.title.clone(),
        url: format!("/w/{}/{}/{}/done", workshop.id, module.id, section.id),
        done: progress.modules[m].done[s],
        new: progress.modules[m].new[s],
        optional: section.is_optional(),
        position: format!("Section {} of {}", shown().filter(|(at, _)| *at <= s).count(), shown().count()),
        done_at: progress.modules[m].marked_at[s].map(|at| when::lately(at, now.0)),
        onward,
    }
}

/// What the button below a section sends.
#[derive(Debug, Deserialize)]
pub struct MarkForm {
    #[serde(default)]
    undo: String,
}

/// `POST /w/{workshop}/{module}/{section}/done`: marks the section, or with `undo=1` takes the mark back.
pub async fn mark(
    State(app): State<App>,
    Path((workshop, module, section)): Path<(String, String, String)>,
    token: Token,
    caller: Caller,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<MarkForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let spot = places::find(&workshop.outline, &module, &section).ok_or(Wrong::NotFound)?;
    let undo = form.undo == "1";
    if undo && !token.named() {
        // A stranger has nothing to take back.
        return Ok(answer::redirect(&places::address(workshop, spot.module, spot.section)));
    }
    let (who, ()) =
        for_somebody(&app, &token, &caller, now, |person| set_mark(&app, workshop, spot, person, undo, now)).await?;
    if !answer::wants(&headers, "mark") {
        let address = places::address(workshop, spot.module, spot.section);
        return Ok(answer::redirect_with(&address, who.cookie.as_ref()));
    }
    let reader = app.store.reader_of(who.person, &workshop.id).await?;
    let timetable = Timetable::of(&app, reader.as_ref(), &workshop.id).await?;
    let outline = timetable.outline(&workshop.outline);
    let progress = progress_of(&outline, reader.as_ref());
    let fragment = MarkFragment {
        mark: mark_bar((workshop, &timetable), (&outline, &progress), spot, now),
        rail: rail((workshop, &timetable), (&outline, &progress), spot.module, now),
    };
    Ok(answer::with_cookie(answer::of_person(answer::page(&fragment)?, who.person), who.cookie.as_ref()))
}

async fn set_mark(
    app: &App,
    workshop: &Workshop,
    spot: Spot,
    person: uuid::Uuid,
    undo: bool,
    now: Now,
) -> Result<(), StoreError> {
    let module = &workshop.outline.modules[spot.module];
    if undo {
        app.store.unmark(person, &workshop.id, &names_of(module, spot.section)).await
    } else {
        let section = &module.sections[spot.section].id;
        app.store.mark(person, &workshop.id, &module.id, section, &module.edition, now.0).await
    }
}

/// A module page that comes back because of what was typed into the note on one section.
#[expect(clippy::too_many_arguments, reason = "each is a part of the page")]
pub(super) fn page_with_note(
    workshop: &Workshop,
    spot: Spot,
    reader: Option<&Reader>,
    timetable: &Timetable,
    own: Own,
    around: Around,
    now: Now,
    note: NoteView,
) -> Result<Response, Wrong> {
    let here = places::module_address(workshop, spot.module);
    let mut page = page(workshop, spot.module, reader, timetable, own, around.at(&here), now);
    let section = &workshop.outline.modules[spot.module].sections[spot.section].id;
    if let Some(view) = page.sections.iter_mut().find(|view| view.id == *section) {
        view.note = note;
    }
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
