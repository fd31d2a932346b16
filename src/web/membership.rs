//! A cohort as its participant sees it: what is announced, when what is open and due, how far they are, what the
//! facilitators see of them, and the way out.

use std::collections::BTreeSet;

use askama::Template;
use axum::Form;
use axum::extract::{Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::now::Now;
use super::session::Token;
use super::timetable::address;
use super::{answer, assets, join, privacy, when, xapi};
use crate::app::App;
use crate::domain::cohort::{Names, member_name};
use crate::store::{DesignHead, Identity, Membership};

pub mod certifying;
mod standing;

use certifying::CertificateView;
pub(super) use standing::how_far;
use standing::{Parts, StopView, parts, stops};

/// `/cohorts/{cohort}`.
#[derive(Template)]
#[template(path = "cohort/membership.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the template asks")]
struct MembershipPage {
    frame: Frame,
    style: String,
    /// This page.
    here: String,
    cohort: String,
    /// The workshop's home, when it is served.
    workshop: Onward,
    served: bool,
    /// What is announced, in paragraphs, and since when; none when nothing is.
    said: Option<(Vec<String>, (String, String))>,
    dates: Option<String>,
    /// Since when they are in it: (RFC 3339, words).
    joined: (String, String),
    /// How far they are; none when nothing completes the cohort, or its workshop is not served.
    parts: Option<Parts>,
    /// What there is, or could be, of a certificate.
    certificate: CertificateView,
    /// The modules that the cohort has, with their dates.
    stops: Vec<StopView>,
    /// Whether they have a name in it.
    asks: bool,
    name: String,
    name_error: String,
    /// Who sees what, in a sentence.
    seen: &'static str,
    kept: String,
    /// What is sent to a record store, in a sentence; empty when nothing is.
    sent: String,
    /// Whether facilitators can be shown designs at all: not where nobody is told apart.
    shows: bool,
    /// Their designs of the workshop: id, title, whether it is shown.
    designs: Vec<(Uuid, String, bool)>,
    /// Whether they have a continue code that brings them back from another device.
    has_code: bool,
}

/// Somebody in a cohort. For whoever is not in it, there is no such cohort.
async fn found(app: &App, token: &Token, cohort: Uuid, now: Now) -> Result<(Identity, Membership), Wrong> {
    let identity = token.identity(app, now).await?.ok_or(Wrong::NotFound)?;
    let memberships = app.store.memberships(identity.person).await?;
    let membership = memberships.into_iter().find(|membership| membership.cohort.id == cohort);
    Ok((identity, membership.ok_or(Wrong::NotFound)?))
}

/// `/cohorts/{cohort}`.
pub async fn show(
    State(app): State<App>,
    Path(cohort): Path<Uuid>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let (identity, membership) = found(&app, &token, cohort, now).await?;
    answer::page(&page(&app, around, &identity, &membership, now).await?)
}

async fn page(
    app: &App,
    around: Around,
    identity: &Identity,
    membership: &Membership,
    now: Now,
) -> Result<MembershipPage, Wrong> {
    let cohort = &membership.cohort;
    let settings = &cohort.settings;
    let shelf = app.shelf();
    let workshop = shelf.find(&cohort.workshop).map(|shelved| &shelved.workshop);
    let here = address(cohort.id);
    let (mut how_far, mut modules) = (None, Vec::new());
    if let Some(workshop) = workshop {
        let reader = app.store.reader_of(identity.person, &workshop.id).await?;
        let standing = parts(app, workshop, identity.person, reader.as_ref(), settings, now).await?;
        modules = stops(workshop, reader.as_ref(), &settings.schedule, now);
        how_far = standing;
    }
    let shown = app.store.shown_designs(identity.person, cohort.id).await?;
    let designs = app.store.designs_of(identity.person, &cohort.workshop).await?;
    let design = |design: DesignHead| (design.id, design.title, shown.contains(&design.id));
    let title = workshop.map_or_else(|| cohort.workshop.clone(), |workshop| workshop.title.clone());
    let completed = how_far.as_ref().is_some_and(|parts| parts.complete);
    Ok(MembershipPage {
        frame: around.at(&here).frame(&cohort.name, workshop.map(AsRef::as_ref), Some(identity)),
        style: assets::address_of("cohort.css"),
        cohort: cohort.name.clone(),
        workshop: Onward { label: title, url: format!("/w/{}", cohort.workshop) },
        served: workshop.is_some(),
        said: settings.announcement.as_ref().map(|said| (paragraphs(&said.text), when::moment(said.at))),
        dates: join::dates(settings.starts_at, settings.ends_at),
        joined: when::moment(membership.joined_at),
        parts: how_far,
        certificate: certifying::view(app, identity.person, membership, completed).await?,
        stops: modules,
        asks: settings.names.asks(),
        name: membership.name.clone(),
        name_error: String::new(),
        seen: privacy::seen(settings.names),
        kept: privacy::kept(app.config.keep_cohorts_days),
        sent: xapi::said(app.config.xapi.as_ref(), settings.names),
        shows: settings.names != Names::Anonymous,
        designs: designs.into_iter().map(design).collect(),
        has_code: app.store.current_code(identity.person).await?.is_some(),
        here,
    })
}

/// A text by its empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What the name form sends.
#[derive(Debug, Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
}

/// `POST /cohorts/{cohort}/name`: what one is called in this cohort.
pub async fn rename(
    State(app): State<App>,
    Path(cohort): Path<Uuid>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<NameForm>,
) -> Result<Response, Wrong> {
    let (identity, membership) = found(&app, &token, cohort, now).await?;
    if !membership.cohort.settings.names.asks() {
        return Err(Wrong::NotFound);
    }
    match member_name(&form.name) {
        Ok(name) => {
            app.store.rename_member(identity.person, cohort, name).await?;
            Ok(answer::redirect(&format!("{}#name", address(cohort))))
        }
        Err(error) => {
            let mut page = page(&app, around, &identity, &membership, now).await?;
            (page.name, page.name_error) = (form.name.chars().take(200).collect(), error);
            answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /cohorts/{cohort}/designs`: which designs its facilitators may read: those that were ticked, and no others.
pub async fn show_designs(
    State(app): State<App>,
    Path(cohort): Path<Uuid>,
    token: Token,
    now: Now,
    RawForm(form): RawForm,
) -> Result<Response, Wrong> {
    let (identity, membership) = found(&app, &token, cohort, now).await?;
    if membership.cohort.settings.names == Names::Anonymous {
        return Err(Wrong::NotFound);
    }
    let text = String::from_utf8_lossy(&form);
    let ticked = text.split('&').filter_map(|pair| pair.strip_prefix("design="));
    let designs: BTreeSet<Uuid> = ticked.filter_map(|id| Uuid::parse_str(id).ok()).collect();
    app.store.show_designs(identity.person, cohort, designs, now.0).await?;
    Ok(answer::redirect(&format!("{}#designs", address(cohort))))
}

/// What the form to leave sends.
#[derive(Debug, Deserialize)]
pub struct LeaveForm {
    #[serde(default)]
    sure: String,
}

/// `POST /cohorts/{cohort}/leave`: out. Nothing that was done is taken away.
pub async fn leave(
    State(app): State<App>,
    Path(cohort): Path<Uuid>,
    token: Token,
    now: Now,
    Form(form): Form<LeaveForm>,
) -> Result<Response, Wrong> {
    let (identity, membership) = found(&app, &token, cohort, now).await?;
    if form.sure != "yes" {
        return Ok(answer::redirect(&format!("{}#leave", address(cohort))));
    }
    app.store.leave(identity.person, cohort, now.0).await?;
    tracing::info!(cohort = %cohort, "somebody left a cohort");
    let served = app.shelf().find(&membership.cohort.workshop).is_some();
    Ok(answer::redirect(&if served { format!("/w/{}", membership.cohort.workshop) } else { "/".to_owned() }))
}
