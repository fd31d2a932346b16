//! The certificate of who has completed a cohort.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{found, page};
use crate::app::App;
use crate::domain::cohort::member_name;
use crate::store::Membership;
use crate::web::certificate::{self, taking};
use crate::web::error::Wrong;
use crate::web::frame::Around;
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::timetable::address;
use crate::web::{answer, when};

/// What the page says of a certificate.
#[derive(Debug, Clone, Default)]
pub(super) struct CertificateView {
    /// Whether the cohort is completed, so that one can be taken.
    pub(super) completed: bool,
    /// Under which name one would be made out.
    pub(super) holder: String,
    /// What is wrong with that name; empty when nothing is.
    pub(super) error: String,
    /// The one there is: its page, and since when.
    pub(super) taken: Option<(String, (String, String))>,
    /// It was taken back.
    pub(super) withdrawn: bool,
}

/// The certificate of a person for a cohort, and the name for a new one.
pub(super) async fn view(
    app: &App,
    person: Uuid,
    membership: &Membership,
    completed: bool,
) -> Result<CertificateView, Wrong> {
    let all = app.store.certificates_of(person).await?;
    let row = all.iter().find(|row| row.cohort == Some(membership.cohort.id));
    Ok(CertificateView {
        completed,
        holder: membership.name.clone(),
        error: String::new(),
        taken: row.map(|row| (certificate::address(row.id), when::day(when::date_of(row.issued_at)))),
        withdrawn: row.is_some_and(|row| row.withdrawn_at.is_some()),
    })
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct CertificateForm {
    #[serde(default)]
    holder: String,
}

/// `POST /cohorts/{cohort}/certificate`: takes a certificate, or another one in its place.
pub async fn take(
    State(app): State<App>,
    Path(cohort): Path<Uuid>,
    (around, token): (Around, Token),
    now: Now,
    Form(form): Form<CertificateForm>,
) -> Result<Response, Wrong> {
    let (identity, membership) = found(&app, &token, cohort, now).await?;
    if !membership.cohort.settings.names.asks() {
        return Err(Wrong::NotFound);
    }
    let mut page = page(&app, around, &identity, &membership, now).await?;
    let shelf = app.shelf();
    let workshop = shelf.find(&membership.cohort.workshop).map(|shelved| &shelved.workshop);
    // Whoever has not completed it has no form for it, either.
    let (Some(workshop), Some(parts)) = (workshop, page.parts.as_ref().filter(|parts| parts.complete)) else {
        return Ok(answer::redirect(&format!("{}#standing", address(cohort))));
    };
    let holder = match member_name(&form.holder) {
        Ok(holder) => holder,
        Err(error) => {
            let holder = form.holder.chars().take(200).collect();
            page.certificate = CertificateView { holder, error, ..page.certificate };
            return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let done = parts.each.iter().map(|part| part.label.clone()).collect();
    let made = taking::take(&app, identity.person, &membership.cohort, workshop, (holder, done), now).await?;
    Ok(answer::redirect(&made.map_or_else(|| format!("{}#certificate", address(cohort)), certificate::address)))
}
