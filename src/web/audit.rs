//! The audit log as the owner reads it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::Owner;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use super::{answer, when};
use crate::app::App;
use crate::store::{AuditRow, Deed};

/// Entries on a page.
const A_PAGE: usize = 50;

/// `/facilitate/audit`.
#[derive(Template)]
#[template(path = "audit.html")]
pub struct AuditPage {
    /// Around it.
    pub frame: Frame,
    /// Newest first.
    pub entries: Vec<EntryView>,
    /// Where earlier ones are; none when there are none.
    pub earlier: Option<String>,
    /// Whether these are not the newest.
    pub later: bool,
}

/// One line of the log.
pub struct EntryView {
    /// (RFC 3339, words).
    pub at: (String, String),
    /// By whom.
    pub actor: String,
    /// What was done, such as "invited".
    pub deed: &'static str,
    /// Whom.
    pub subject: String,
    /// More of it; may be empty.
    pub detail: String,
}

/// What the address may say.
#[derive(Debug, Deserialize)]
pub struct Place {
    before: Option<Uuid>,
}

/// `/facilitate/audit`.
pub async fn show(
    State(app): State<App>,
    Owner(signed): Owner,
    Query(place): Query<Place>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    // One more than is shown tells whether there are earlier ones.
    let mut rows = app.store.audit(place.before, i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX)).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let earlier = rows.last().filter(|_| more).map(|row| format!("/facilitate/audit?before={}", row.id));
    let view = |row: AuditRow| EntryView {
        at: when::moment(row.at),
        actor: row.actor,
        deed: row.deed.map_or("did something that this version does not know to", words),
        subject: row.subject,
        detail: row.detail,
    };
    answer::page(&AuditPage {
        frame: around.frame("Audit log", None, identity.as_ref()).of_facilitator(&signed.facilitator),
        entries: rows.into_iter().map(view).collect(),
        earlier,
        later: place.before.is_some(),
    })
}

/// What was done, between who did it and whom it was done to.
fn words(deed: Deed) -> &'static str {
    match deed {
        Deed::Invited => "made a link for an account of",
        Deed::SentLink => "sent the link by e-mail to",
        Deed::Uninvited => "took back the link for an account of",
        Deed::Joined => "made the account of",
        Deed::Renamed => "changed the name of",
        Deed::ChangedPassword => "changed the password of",
        Deed::AllowedReset => "made a link for a new password of",
        Deed::ForbadeReset => "took back the link for a new password of",
        Deed::ResetPassword => "set a new password of",
        Deed::ChangedRole => "changed the role of",
        Deed::EndedSessions => "signed out all browsers of",
        Deed::Removed => "took away the account of",
        Deed::MadeCohort => "made the cohort",
        Deed::ChangedCohort => "changed the cohort",
        Deed::ChangedCode => "changed the join code of",
        Deed::ArchivedCohort => "put away or fetched back the cohort",
        Deed::DeletedCohort => "deleted the cohort",
        Deed::AddedStaff => "let somebody run or help in",
        Deed::RemovedStaff => "let somebody run or help no more in",
        Deed::RemovedMember => "removed or let back in a participant of",
        Deed::MergedMembers => "joined or parted two entries in",
        Deed::MadeReturnLink => "made a link back in for a participant of",
        Deed::ChangedRoster => "changed the list of",
        Deed::WithdrewCertificate => "took back a certificate of a participant of",
        Deed::ExportedCohort => "took out data of",
        Deed::SetSecondFactor => "set up a second factor for",
        Deed::RemovedSecondFactor => "took the second factor off",
        Deed::UsedRecoveryCode => "used a recovery code of",
        Deed::MadeToken => "made an API token of",
        Deed::EndedToken => "ended an API token of",
        Deed::Connected => "connected the identity provider with the account of",
        Deed::Disconnected => "disconnected the identity provider from the account of",
        Deed::AddedPlatform => "registered the learning platform",
        Deed::RemovedPlatform => "took away the learning platform",
    }
}
