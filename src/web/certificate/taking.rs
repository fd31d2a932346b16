//! A certificate is taken: by who is in a cohort with names and has completed it, under the name that they give.

use uuid::Uuid;

use crate::app::App;
use crate::content::model::Workshop;
use crate::export::credential::Certificate;
use crate::store::{CertificateRow, CohortRow, Issued};
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::signing;

use super::address;

/// Signs and keeps a certificate of a person, in the place of the one they had for this cohort. Answers with its id; none
/// when the one that they had was taken back.
pub async fn take(
    app: &App,
    person: Uuid,
    cohort: &CohortRow,
    workshop: &Workshop,
    (holder, done): (String, Vec<String>),
    now: Now,
) -> Result<Option<Uuid>, Wrong> {
    let signing = signing::current(app, now).await?;
    // Not to be guessed: whoever has the address reads the name.
    let id = Now::seed();
    // Never from what a request calls the portal: that would let anybody have another issuer's name signed.
    let portal = app.address.clone();
    let certificate = Certificate {
        url: format!("{portal}{}", address(id)),
        issuer: app.config.issuer_name.clone().unwrap_or_else(|| host_of(&portal).to_owned()),
        holder,
        achievement: format!("urn:uuid:{}", cohort.id),
        workshop: workshop.title.clone(),
        summary: workshop.summary.clone(),
        cohort: cohort.name.clone(),
        done,
        language: workshop.language.clone(),
        issued_at: now.0,
        portal,
    };
    let credential = signing.sign_credential(&certificate.portal, &certificate.payload())?;
    let row = CertificateRow { id, person, cohort: Some(cohort.id), credential, issued_at: now.0, withdrawn_at: None };
    match app.store.issue_certificate(row).await? {
        Issued::Kept => {
            tracing::info!(cohort = %cohort.id, certificate = %id, "a certificate was issued");
            Ok(Some(id))
        }
        Issued::Withdrawn => Ok(None),
        Issued::NotIn => Err(Wrong::NotFound),
    }
}

/// The host and port of an address.
fn host_of(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}
