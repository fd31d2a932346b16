//! A design as a file to take along, and a file to begin a design from.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::{Asked, begin, current, identity_of, page, revision_of};
use crate::app::App;
use crate::domain::design::{Design, findings};
use crate::export::design::{json, write};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::frame::Around;
use crate::web::now::Now;
use crate::web::session::{Caller, Token};

/// The largest form with a record in it, in bytes: a record has at most 256 KiB, and each byte may take three in a form.
pub const BODY: usize = 3 * 256 * 1024 + 1024;

/// The file of a design in a format.
pub(super) fn download(design: &Design, format: &str) -> Result<Response, Wrong> {
    let (format, text) = write(design, &findings(design), format).ok_or(Wrong::NotFound)?;
    Ok(answer::download(format.mime, format.file, text))
}

/// `/w/{workshop}/design/export/{format}` of the design chosen last; with `revision` as it was.
pub async fn export(
    State(app): State<App>,
    Path((workshop, format)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = identity_of(&app, &token, now).await?;
    let row = match &asked.revision {
        None => app.store.current_design(identity.person, &workshop.id).await?,
        Some(named) => {
            let (id, number) = revision_of(named).ok_or(Wrong::NotFound)?;
            app.store.design(identity.person, id, Some(number)).await?.filter(|row| row.workshop == workshop.id)
        }
    };
    download(&current::open(row.ok_or(Wrong::NotFound)?)?.design, &format)
}

/// What the form sends that imports a record.
#[derive(Debug, Deserialize)]
pub struct ImportForm {
    #[serde(default)]
    record: String,
}

/// `POST /w/{workshop}/design/import`: begins a design from a record. When it cannot be read the page says where and why.
pub async fn import(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<ImportForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    // A form sends every line end as two signs.
    let text = form.record.replace("\r\n", "\n");
    let fault = match json::read(&text) {
        Ok(mut design) => {
            let mut said = "Imported".to_owned();
            if design.title.trim().is_empty() {
                current::UNTITLED.clone_into(&mut design.title);
            }
            if design.workshop != workshop.id {
                if !design.workshop.is_empty() {
                    said = format!("Imported from the workshop {}", design.workshop);
                }
                design.workshop.clone_from(&workshop.id);
            }
            match begin(&app, workshop, &design, &said, (&token, &caller), now).await {
                Err(Wrong::BadRequest(why)) => why.to_owned(),
                answered => return answered,
            }
        }
        Err(fault) => fault.to_string(),
    };
    let identity = token.identity(&app, now).await?;
    let around = around.at(&format!("/w/{}/design", workshop.id));
    let mut page = page(&app, workshop, identity.as_ref(), &Asked::default(), around, now).await?;
    page.fault = Some(fault);
    page.pasted = form.record;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
