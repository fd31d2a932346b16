//! Title, open questions and notes of a design.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::current::{self, Mine, UNTITLED};
use super::{Asked, page, title};
use crate::app::App;
use crate::domain::design::{MOST_ENTRIES, MOST_NOTES, MOST_SENTENCE};
use crate::domain::note::keep_both;
use crate::domain::typed;
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::frame::Around;
use crate::web::now::Now;
use crate::web::session::Token;

/// What the form sends with title, open questions and notes.
#[derive(Debug, Deserialize)]
pub struct WordsForm {
    /// The revision that the form was filled from.
    base: i64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    open: String,
    #[serde(default)]
    notes: String,
}

/// `POST /w/{workshop}/design/{design}/words`: title, open questions and notes. What another device wrote meanwhile stays, too.
pub async fn save(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<WordsForm>,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    let base = app.store.design(mine.person, id, Some(form.base)).await?.map(current::open).transpose()?;
    let base = base.map(|opened| opened.design).unwrap_or_default();
    let notes = typed::text(&form.notes).trim().to_owned();
    let open = typed::text(&form.open);
    let open: Vec<String> = open.lines().map(typed::line).filter(|line| !line.is_empty()).collect();
    if let Some(error) = too_long(&notes, &open) {
        return refused(&app, &mine, &token, around, now, form, error).await;
    }
    let title = title(&form.title).unwrap_or_else(|| UNTITLED.to_owned());
    let kept = current::change(&app, mine.person, id, now, |design| {
        let mut changed = Vec::new();
        if title != base.title && title != design.title {
            design.title.clone_from(&title);
            changed.push("title");
        }
        let mine = merged(&base.notes, &design.notes, &notes);
        if mine != design.notes {
            design.notes = mine;
            changed.push("notes");
        }
        let mut lines = open.clone();
        // Those that another device added since stay; those that it took away are gone.
        lines.extend(design.open.iter().filter(|line| !base.open.contains(line) && !open.contains(line)).cloned());
        lines.retain(|line| design.open.contains(line) || !base.open.contains(line));
        if lines != design.open {
            design.open = lines;
            changed.push("open questions");
        }
        let mut said = changed.join(", ");
        if let Some(first) = said.get(..1).map(str::to_uppercase) {
            said.replace_range(..1, &first);
        }
        Ok(said)
    })
    .await;
    match kept {
        Ok(_) => Ok(answer::redirect(&mine.page("#_words"))),
        Err(Wrong::BadRequest(why)) => refused(&app, &mine, &token, around, now, form, why.to_owned()).await,
        Err(wrong) => Err(wrong),
    }
}

/// The page of the design with what was typed and what is wrong with it.
async fn refused(
    app: &App,
    mine: &Mine,
    token: &Token,
    around: Around,
    now: Now,
    form: WordsForm,
    error: String,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&mine.workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = token.identity(app, now).await?;
    // The page is that of the design chosen last.
    app.store.use_design(mine.person, mine.opened.row.id, now.0).await?;
    let mut page = page(app, workshop, identity.as_ref(), &Asked::default(), around.at(&mine.page("")), now).await?;
    if let Some(record) = &mut page.record {
        record.refuse(form.base, form.title, form.open, form.notes, error);
    }
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What is wrong with notes and open questions that have no room.
fn too_long(notes: &str, open: &[String]) -> Option<String> {
    let characters = notes.chars().count();
    if characters > MOST_NOTES {
        return Some(format!("Not saved: notes have at most {MOST_NOTES} characters, these have {characters}."));
    }
    if open.len() > MOST_ENTRIES {
        return Some(format!("Not saved: at most {MOST_ENTRIES} open questions, these are {}.", open.len()));
    }
    let longest = open.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    (longest > MOST_SENTENCE)
        .then(|| format!("Not saved: an open question has at most {MOST_SENTENCE} characters, one has {longest}."))
}

/// A text that two devices may have changed: the one that did, or both.
fn merged(base: &str, theirs: &str, mine: &str) -> String {
    if mine == base {
        theirs.to_owned()
    } else if theirs == base || theirs == mine {
        mine.to_owned()
    } else {
        keep_both(theirs, mine)
    }
}
