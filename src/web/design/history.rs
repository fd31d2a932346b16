//! The history of a design: every change, to be looked at and brought back.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::current::{self, Mine};
use super::identity_of;
use crate::app::App;
use crate::store::MOST_REVISIONS;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, when};

/// `/w/{workshop}/design/history`.
#[derive(Template)]
#[template(path = "design/history.html")]
pub struct HistoryPage {
    frame: Frame,
    style: String,
    base: String,
    id: String,
    title: String,
    /// So many are kept.
    most: i64,
    /// Newest first.
    revisions: Vec<RevisionView>,
}

/// One change.
pub struct RevisionView {
    number: i64,
    said: String,
    at: (String, String),
    current: bool,
}

/// `/w/{workshop}/design/history` of the design chosen last.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = identity_of(&app, &token, now).await?;
    let row = app.store.current_design(identity.person, &workshop.id).await?.ok_or(Wrong::NotFound)?;
    let history = app.store.design_history(identity.person, row.id).await?;
    let revisions = history.into_iter().map(|revision| RevisionView {
        number: revision.number,
        said: revision.said,
        at: when::lately(revision.at, now.0),
        current: revision.number == row.revision,
    });
    answer::page(&HistoryPage {
        frame: around.frame(&format!("History of {}", row.title), Some(workshop), Some(&identity)),
        style: assets::address_of("wizard.css"),
        base: format!("/w/{}/design", workshop.id),
        id: row.id.to_string(),
        title: row.title,
        most: MOST_REVISIONS,
        revisions: revisions.collect(),
    })
}

/// What the form sends that brings a revision back.
#[derive(Debug, Deserialize)]
pub struct RestoreForm {
    revision: i64,
}

/// `POST /w/{workshop}/design/{design}/restore`: makes an earlier revision the newest; nothing of the history goes.
pub async fn restore(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    token: Token,
    now: Now,
    Form(form): Form<RestoreForm>,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    let then = app.store.design(mine.person, id, Some(form.revision)).await?.ok_or(Wrong::NotFound)?;
    let then = current::open(then)?;
    let (before, after) = current::change(&app, mine.person, id, now, |design| {
        *design = then.design.clone();
        Ok(format!("Revision {} brought back", form.revision))
    })
    .await?;
    let since = if before == after { String::new() } else { format!("?since={before}#_changed") };
    Ok(answer::redirect(&mine.page(&since)))
}
