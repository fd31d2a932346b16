//! What people of cohorts did, told to others as xAPI statements: as a file, and to a learning record store.

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::Value;
use uuid::Uuid;

use super::account::Signed;
use super::answer;
use super::cohort::{changed_by, entry};
use super::error::Wrong;
use super::now::Now;
use crate::app::App;
use crate::config;
use crate::content::slug::slug;
use crate::domain::account::Role;
use crate::domain::cohort::Names;
use crate::store::{Deed, StoreError};

mod delivery;
mod done;
mod recorder;

pub use recorder::{Recorder, Way};

use done::Done;

/// Where the file of a cohort is.
#[must_use]
pub fn address(cohort: Uuid) -> String {
    format!("/facilitate/cohorts/{cohort}/exports/xapi.json")
}

/// Whether a cohort can be told of in statements: they have their names under the portal's public address, and are about people.
#[must_use]
pub fn can_be_told(app: &App, names: Names) -> bool {
    app.config.public_url.is_some() && names.asks()
}

/// `/facilitate/cohorts/{cohort}/exports/xapi.json`: all that was done in a cohort, as a JSON array of statements.
pub async fn file(State(app): State<App>, signed: Signed, Path(id): Path<Uuid>, now: Now) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let names = run.cohort.settings.names;
    if !can_be_told(&app, names) {
        return Err(Wrong::NotFound);
    }
    let shelf = app.shelf();
    let shelved = shelf.find(&run.cohort.workshop).ok_or(Wrong::NotFound)?;
    let done = Done::of(&app, &run.cohort, shelved, now).await?;
    // Where only facilitators know the names, a file that others may read has none.
    let shown = matches!(names, Names::Nickname | Names::Real);
    let mut body = String::from("[");
    for (n, deed) in done.deeds().iter().enumerate() {
        let statement: Value = done.statement(&app, shelved, deed, shown).await?;
        body.push_str(if n == 0 { "\n" } else { ",\n" });
        body.push_str(&statement.to_string());
    }
    body.push_str("\n]\n");
    app.store.note_deed(entry(&signed, Deed::ExportedCohort, &run.cohort, "xapi".to_owned(), now)).await?;
    tracing::info!(cohort = %id, table = "xapi", "data of a cohort were taken out");
    let called = slug(&run.cohort.name).unwrap_or_else(|| "cohort".to_owned());
    Ok(answer::download("application/json; charset=utf-8", &format!("{called}-xapi.json"), body))
}

/// What people in a cohort are told of the record store, in a sentence; empty where nothing is sent.
#[must_use]
pub fn said(settings: Option<&config::Xapi>, names: Names) -> String {
    match settings {
        Some(settings) if names.asks() => format!(
            "Which sections you mark, what you answer and what you decide is also sent to the record store {}, under a number that means you in this cohort, without your name.",
            settings.host()
        ),
        _ => String::new(),
    }
}

/// How the record store is doing, as the owner's page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// Where statements go.
    pub host: String,
    /// How many wait, were sent, and are put aside, in words.
    pub counts: String,
    /// When one was sent last: (RFC 3339, words).
    pub sent: Option<(String, String)>,
    /// Why one was not taken last, and when.
    pub error: Option<(String, (String, String))>,
    /// Whether some are put aside.
    pub failed: bool,
}

impl RecordView {
    /// As it is now; none when nothing is sent, and for who is no owner.
    pub async fn of(app: &App, role: Role, now: Now) -> Result<Option<Self>, StoreError> {
        let Some(settings) = app.config.xapi.as_ref().filter(|_| role.may_manage_facilitators()) else {
            return Ok(None);
        };
        let state = app.store.outbox_state().await?;
        let lately = |at| super::when::lately(at, now.0);
        Ok(Some(Self {
            host: settings.host().to_owned(),
            counts: format!("{} sent, {} waiting, {} put aside", state.sent, state.waiting, state.failed),
            sent: state.sent_at.map(lately),
            error: state.error.map(|(why, at)| (why, lately(at))),
            failed: state.failed > 0,
        }))
    }
}
