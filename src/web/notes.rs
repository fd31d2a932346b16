//! Notes on sections: kept as they are typed, never overwritten by another device, exported as Markdown.

use std::fmt::Write as _;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::error::Wrong;
use super::frame::{Around, Frame};
use super::home::count;
use super::module;
use super::now::Now;
use super::places::{self, Spot};
use super::session::{Caller, Token, for_somebody};
use super::timetable::Timetable;
use super::{answer, when};
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::note::MOST_KEPT;
use crate::domain::progress::{names, names_of};
use crate::domain::typed;
use crate::store::{NoteRow, Reader, SavedNote, StoreError};

/// The most characters of a note: several printed pages.
pub const MOST_CHARACTERS: usize = 10_000;

/// The note on one section. Rendered alone (`X-Fragment: note`) it replaces `#_note-{id}`.
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

/// The note of a person on a section, under whichever of the section's ids it was written.
pub(super) fn view(workshop: &Workshop, reader: Option<&Reader>, spot: Spot, now: Now) -> NoteView {
    let module = &workshop.outline.modules[spot.module];
    let section = &module.sections[spot.section];
    let notes = reader.map(|reader| reader.notes.as_slice()).unwrap_or_default();
    let found =
        names(module, spot.section).find_map(|(m, s)| notes.iter().find(|note| note.section == s && note.module == m));
    NoteView {
        id: section.id.clone(),
        title: section.title.clone(),
        url: format!("/w/{}/{}/{}/note", workshop.id, module.id, section.id),
        body: found.map(|note| note.body.clone()).unwrap_or_default(),
        revision: found.map_or(0, |note| note.revision),
        saved: found.map(|note| when::lately(note.at, now.0)),
        kept_both: false,
        error: String::new(),
        most: MOST_CHARACTERS,
    }
}

/// What the form of a note sends.
#[derive(Debug, Deserialize)]
pub struct NoteForm {
    body: String,
    #[serde(default)]
    base: String,
    /// The text this browser sent last, when it got no answer to that.
    before: Option<String>,
}

/// `POST /w/{workshop}/{module}/{section}/note`: keeps the text. `base` is the revision the person saw last; when another
/// device has changed the note since, both texts are kept. `before` is the text that this browser sent last without getting an
/// answer; if it arrived all the same, the note is still as the person left it.
pub async fn save(
    State(app): State<App>,
    Path((workshop, module, section)): Path<(String, String, String)>,
    token: Token,
    caller: Caller,
    around: Around,
    now: Now,
    Form(form): Form<NoteForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let spot = places::find(&workshop.outline, &module, &section).ok_or(Wrong::NotFound)?;
    let base: i64 = form.base.parse().unwrap_or(0);
    let body = typed::text(&form.body);
    let before = form.before.as_deref().map(typed::text);
    let in_place = around.wants("note");
    let refused = async |around, body, error| {
        let reader = token.reader(&app, now, &workshop.id).await?;
        let reader = reader.as_ref();
        let note = NoteView { body, revision: base, error, ..view(workshop, reader, spot, now) };
        if in_place {
            answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &note)
        } else {
            let timetable = Timetable::of(&app, reader, &workshop.id).await?;
            let own = module::Own::read(&app, workshop, spot.module, reader, None).await?;
            module::page_with_note(workshop, spot, reader, &timetable, own, around, now, note)
        }
    };

    let characters = body.chars().count();
    if characters > MOST_CHARACTERS {
        let over = characters - MOST_CHARACTERS;
        let error = format!(
            "Not saved: {} too many. Shorten the note to {MOST_CHARACTERS} characters.",
            count(over, "character")
        );
        return refused(around, body, error).await;
    }
    if body.is_empty() && base == 0 && !token.named() {
        // An empty note of a stranger is nothing worth remembering.
        return if in_place {
            answer::page(&view(workshop, None, spot, now))
        } else {
            Ok(answer::redirect(&places::address(workshop, spot.module, spot.section)))
        };
    }
    let save = |person| keep(&app, workshop, spot, person, (base, before.as_deref()), &body, now);
    let (who, saved) = for_somebody(&app, &token, &caller, now, save).await?;
    let Some(saved) = saved else {
        let error = format!(
            "Not saved: another device wrote here too, and both texts together are longer than {MOST_KEPT} characters. Copy \
             yours, load this page again, and shorten the note there before you add it."
        );
        return refused(around, body, error).await;
    };
    let response = if in_place {
        let note = NoteView {
            saved: (saved.revision > 0).then(|| when::clock(now.0)),
            body: saved.body,
            revision: saved.revision,
            kept_both: saved.kept_both,
            ..view(workshop, None, spot, now)
        };
        answer::of_person(answer::page(&note)?, who.person)
    } else {
        answer::redirect(&format!(
            "{}#_note-{}",
            places::module_address(workshop, spot.module),
            workshop.outline.modules[spot.module].sections[spot.section].id
        ))
    };
    Ok(answer::with_cookie(response, who.cookie.as_ref()))
}

/// Saves; none when the text has no room beside what another device wrote.
async fn keep(
    app: &App,
    workshop: &Workshop,
    spot: Spot,
    person: uuid::Uuid,
    (base, before): (i64, Option<&str>),
    body: &str,
    now: Now,
) -> Result<Option<SavedNote>, StoreError> {
    let module = &workshop.outline.modules[spot.module];
    // A note under a former id of the section is found, changed and left under that id, so that an older page of the
    // person's other device still meets the same note.
    let names = names_of(module, spot.section);
    let (m, s) = if names.len() > 1 {
        let notes = app.store.notes_of(person, Some(&workshop.id)).await?;
        let known = names.iter().find(|(m, s)| notes.iter().any(|note| note.module == *m && note.section == *s));
        known.unwrap_or(&names[0]).clone()
    } else {
        names[0].clone()
    };
    match app.store.save_note(person, &workshop.id, &m, &s, base, before, body, now.0).await {
        Err(StoreError::TooLong) => Ok(None),
        saved => saved.map(Some),
    }
}

/// `/w/{workshop}/notes`.
pub async fn list(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = token.identity(&app, now).await?;
    let notes = match &identity {
        Some(identity) => app.store.notes_of(identity.person, Some(&workshop.id)).await?,
        None => Vec::new(),
    };
    answer::page(&NotesPage {
        frame: around.frame(&format!("My notes · {}", workshop.title), Some(workshop), identity.as_ref()),
        workshop: workshop.title.clone(),
        export: format!("/w/{}/notes.md", workshop.id),
        modules: by_module(workshop, &notes, now),
    })
}

/// `/w/{workshop}/notes.md`: all my notes in the workshop as one Markdown file.
pub async fn export(
    State(app): State<App>,
    Path(workshop): Path<String>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    let notes = app.store.notes_of(identity.person, Some(&workshop.id)).await?;
    let name = format!("{}-notes.md", workshop.id);
    Ok(answer::download("text/markdown; charset=utf-8", &name, markdown(workshop, &notes, &app.address, now)))
}

/// Notes in the order of the workshop; those on sections that are gone at the end.
fn by_module(workshop: &Workshop, notes: &[NoteRow], now: Now) -> Vec<ModuleNotes> {
    let entry = |note: &NoteRow, title: String, url: String| NoteEntry {
        title,
        url,
        body: note.body.clone(),
        saved: when::lately(note.at, now.0),
    };
    let spot_of = |note: &NoteRow| places::find(&workshop.outline, &note.module, &note.section);
    let mut modules: Vec<ModuleNotes> = Vec::new();
    for (m, module) in workshop.outline.modules.iter().enumerate() {
        let mut found: Vec<(usize, NoteEntry)> = notes
            .iter()
            .filter_map(|note| {
                let spot = spot_of(note).filter(|spot| spot.module == m)?;
                let title = module.sections[spot.section].title.clone();
                Some((spot.section, entry(note, title, places::address(workshop, m, spot.section))))
            })
            .collect();
        found.sort_by_key(|(section, _)| *section);
        if !found.is_empty() {
            modules.push(ModuleNotes {
                title: module.title.clone(),
                notes: found.into_iter().map(|(_, note)| note).collect(),
            });
        }
    }
    let gone: Vec<NoteEntry> = notes
        .iter()
        .filter(|note| spot_of(note).is_none())
        .map(|note| entry(note, format!("{} / {}", note.module, note.section), String::new()))
        .collect();
    if !gone.is_empty() {
        modules.push(ModuleNotes { title: "Sections that are no longer in the workshop".to_owned(), notes: gone });
    }
    modules
}

/// Notes as Markdown, each with the address of its section.
pub(super) fn markdown(workshop: &Workshop, notes: &[NoteRow], address: &str, now: Now) -> String {
    let mut text = format!("# My notes: {}\n", workshop.title);
    for module in by_module(workshop, notes, now) {
        let _ = write!(text, "\n## {}\n", module.title);
        for note in module.notes {
            let _ = write!(text, "\n### {}\n\n", note.title);
            if !note.url.is_empty() {
                let _ = write!(text, "<{address}{}>\n\n", note.url);
            }
            let _ = writeln!(text, "{}", note.body.trim_end());
        }
    }
    text
}
