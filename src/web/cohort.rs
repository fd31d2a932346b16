//! A cohort as those see it who run it: what all of its pages have in common.

use uuid::Uuid;

use super::account::Signed;
use super::error::Wrong;
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::cohort::{JoinCode, StaffRole};
use crate::store::{CohortRow, CohortRun, Deed, Entry, Runner};

use super::now::Now;

pub mod door;
pub mod exports;
pub mod make;
pub mod people;
pub mod settings;

/// The top of every page of a cohort.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the template asks")]
pub struct CohortHead {
    /// Its address, `/facilitate/cohorts/{id}`.
    pub url: String,
    /// Its name.
    pub name: String,
    /// The workshop's title; its id when it is served no more.
    pub workshop: String,
    /// People who are in it now.
    pub people: u32,
    /// The join code as it is read aloud; none while there is no door.
    pub code: Option<String>,
    /// Whether the door is shut although there is a code.
    pub closed: bool,
    /// Whether it was put away.
    pub archived: bool,
    /// Whether who asks may change and export.
    pub may_change: bool,
    /// Whether nothing joins an answer to a person.
    pub anonymous: bool,
    /// Which page is open: `board`, `people`, `settings`, `report` or `exports`.
    pub tab: &'static str,
}

impl CohortHead {
    /// Of a cohort, for one of its pages.
    #[must_use]
    pub fn of(app: &App, run: &CohortRun, tab: &'static str, now: Now) -> Self {
        let cohort = &run.cohort;
        let shelf = app.shelf();
        Self {
            url: address(cohort.id),
            name: cohort.name.clone(),
            workshop: shelf.find(&cohort.workshop).map_or(&cohort.workshop, |w| &w.workshop.title).clone(),
            people: run.people,
            code: shown_code(cohort),
            closed: cohort.settings.lets_in(run.people, now.0).is_err(),
            archived: cohort.archived_at.is_some(),
            may_change: run.role.may_change(),
            anonymous: !cohort.settings.names.asks(),
            tab,
        }
    }
}

/// The page of a cohort for those who run it.
#[must_use]
pub fn address(cohort: Uuid) -> String {
    format!("/facilitate/cohorts/{cohort}")
}

/// The join code as it is read aloud.
#[must_use]
pub fn shown_code(cohort: &CohortRow) -> Option<String> {
    let code = cohort.code.as_deref()?;
    Some(JoinCode::parse(code).map_or_else(|_| code.to_owned(), JoinCode::shown))
}

/// Whose cohorts they see.
#[must_use]
pub fn runner(signed: &Signed) -> Runner {
    Runner { facilitator: signed.facilitator.id, role: signed.facilitator.role }
}

/// A cohort that somebody runs or helps in; for everybody else there is no such page.
pub async fn seen_by(app: &App, signed: &Signed, cohort: Uuid) -> Result<CohortRun, Wrong> {
    app.store.cohort_run_by(runner(signed), cohort).await?.ok_or(Wrong::NotFound)
}

/// A cohort that somebody runs; for those who only help there is no such page.
pub async fn changed_by(app: &App, signed: &Signed, cohort: Uuid) -> Result<CohortRun, Wrong> {
    let run = seen_by(app, signed, cohort).await?;
    if run.role >= StaffRole::Facilitator { Ok(run) } else { Err(Wrong::NotFound) }
}

/// An entry of the audit log about a cohort.
#[must_use]
pub fn entry(signed: &Signed, deed: Deed, cohort: &CohortRow, detail: String, now: Now) -> Entry {
    Entry { detail, ..signed.entry(deed, Some(cohort.id), cohort.name.clone(), now) }
}

/// The workshop that a cohort goes through; none when it is served no more.
pub fn workshop_of(app: &App, cohort: &CohortRow) -> Option<std::sync::Arc<Workshop>> {
    app.shelf().find(&cohort.workshop).map(|shelved| shelved.workshop.clone())
}
