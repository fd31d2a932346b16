//! Certificates: taken by who completed a cohort, read by anybody who has the address, and checked against the portal's keys.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::account::Signed;
use super::cohort::{self, changed_by};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::jws::{self, PublicKey, Refused};
use super::me::is_local;
use super::now::Now;
use super::qr::qr;
use super::session::Token;
use super::{answer, assets, signing, when};
use crate::app::App;
use crate::domain::time::Millis;
use crate::export::credential::{self, Said};
use crate::store::{CertificateRow, Deed, StoreError};

pub mod taking;

/// `/certificates/{certificate}`.
#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage {
    frame: Frame,
    style: String,
    said: Said,
    /// (RFC 3339, such as "1 December 2026").
    issued: (String, String),
    /// Whether the portal's own key has signed it and it was not changed since.
    signed: bool,
    /// Since when it is good no more: (RFC 3339, words).
    withdrawn: Option<(String, String)>,
    /// This page, without the portal's address.
    here: String,
    qr: String,
    /// Whether its address leads nowhere from another machine.
    local: bool,
    /// Whether it is the reader's own.
    mine: bool,
}

/// `/certificates`: what is to be checked, and what came of it.
#[derive(Template)]
#[template(path = "certificate_check.html")]
struct CheckPage {
    frame: Frame,
    style: String,
    /// As it was pasted.
    text: String,
    /// Why it cannot be read; empty when nothing is wrong with it.
    error: String,
    verdict: Option<Verdict>,
    /// The portal's address.
    portal: String,
}

/// What is to be said of a credential.
struct Verdict {
    /// `good`, `warn` or `bad`, as the stylesheet has it.
    class: &'static str,
    words: String,
    said: Option<Said>,
    issued: (String, String),
}

/// The address of a certificate's page, without the portal's.
#[must_use]
pub fn address(id: Uuid) -> String {
    format!("/certificates/{id}")
}

/// What a certificate says, and whether this portal has signed it.
fn read(row: &CertificateRow, keys: &[PublicKey]) -> Result<(Said, bool), Wrong> {
    let unreadable = || {
        tracing::error!(certificate = %row.id, "a certificate that is kept cannot be read");
        Wrong::Internal
    };
    let token = jws::read(&row.credential).map_err(|_| unreadable())?;
    let payload = token.unchecked().ok_or_else(unreadable)?;
    let said = credential::read(&payload).ok_or_else(unreadable)?;
    Ok((said, checked(&token, keys).is_ok()))
}

/// What a token claims, once one of the portal's keys is found to have signed it: keys are called by their addresses, of which
/// the last part names them.
fn checked(token: &jws::Unchecked<'_>, keys: &[PublicKey]) -> Result<Value, Refused> {
    let kid = token.kid.as_deref().and_then(|kid| kid.rsplit('/').next()).ok_or(Refused::Key)?;
    let key = keys.iter().find(|key| key.kid == kid).ok_or(Refused::Key)?;
    token.check_with(key)
}

/// `/certificates/{certificate}`.
pub async fn show(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    (around, token): (Around, Token),
    now: Now,
) -> Result<Response, Wrong> {
    let row = app.store.certificate(id).await?.ok_or(Wrong::NotFound)?;
    let identity = token.identity(&app, now).await?;
    let (said, signed) = read(&row, &signing::published(&app).await?)?;
    let here = address(id);
    answer::page(&CertificatePage {
        frame: around.at(&here).frame(&format!("Certificate of {}", said.holder), None, identity.as_ref()),
        style: assets::address_of("certificate.css"),
        issued: when::day(when::date_of(Millis(said.issued * 1000))),
        signed,
        withdrawn: row.withdrawn_at.map(|at| when::day(when::date_of(at))),
        qr: qr(&said.url)?,
        local: is_local(&said.url),
        mine: identity.is_some_and(|identity| identity.person == row.person),
        said,
        here,
    })
}

/// `/certificates/{certificate}/{file}`: `credential.jwt` as it was signed, `credential.json` for people to look into.
pub async fn file(State(app): State<App>, Path((id, file)): Path<(Uuid, String)>) -> Result<Response, Wrong> {
    let row = app.store.certificate(id).await?.ok_or(Wrong::NotFound)?;
    let (mime, body) = match file.as_str() {
        "credential.jwt" => ("application/vc+jwt", row.credential),
        "credential.json" => {
            let payload = jws::read(&row.credential).ok().and_then(|token| token.unchecked()).ok_or(Wrong::Internal)?;
            ("application/json; charset=utf-8", format!("{payload:#}\n"))
        }
        _ => return Err(Wrong::NotFound),
    };
    let extension = file.rsplit('.').next().unwrap_or_default();
    let disposition = format!("attachment; filename=\"certificate-{id}.{extension}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(mime)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(|_| Wrong::Internal)?),
    ];
    Ok((headers, body).into_response())
}

/// `POST /certificates/{certificate}/delete`: its holder takes its page down.
pub async fn delete(State(app): State<App>, Path(id): Path<Uuid>, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    if !app.store.delete_certificate(identity.person, id).await? {
        return Err(Wrong::NotFound);
    }
    Ok(answer::redirect("/me"))
}

/// `/certificates/withdrawn`: the certificates that are good no more, for whoever checks one
/// (`1EdTechRevocationList` of Open Badges 3.0).
pub async fn withdrawn(State(app): State<App>) -> Result<Response, Wrong> {
    let portal = &app.address;
    let withdrawn = app.store.withdrawn_certificates().await?;
    let entry = |(id, _): &(Uuid, Millis)| json!({ "id": format!("{portal}{}", address(*id)), "revoked": true });
    let list = json!({
        "id": format!("{portal}/certificates/withdrawn"),
        "issuer": portal,
        "revokedCredential": withdrawn.iter().map(entry).collect::<Vec<_>>(),
    });
    answer::json(StatusCode::OK, "application/json; charset=utf-8", &list)
}

/// `/certificates`.
pub async fn ask(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    answer::page(&blank(&app, around, &token, now).await?)
}

async fn blank(app: &App, around: Around, token: &Token, now: Now) -> Result<CheckPage, Wrong> {
    let identity = token.identity(app, now).await?;
    Ok(CheckPage {
        frame: around.at("/certificates").frame("Check a certificate", None, identity.as_ref()),
        style: assets::address_of("certificate.css"),
        text: String::new(),
        error: String::new(),
        verdict: None,
        portal: app.address.clone(),
    })
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct CheckForm {
    #[serde(default)]
    text: String,
}

/// `POST /certificates`: whether this portal has signed what somebody shows.
pub async fn check(
    State(app): State<App>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<CheckForm>,
) -> Result<Response, Wrong> {
    let mut page = blank(&app, around, &token, now).await?;
    match verdict(&app, form.text.trim()).await? {
        Ok(verdict) => {
            page.verdict = Some(verdict);
            page.text = form.text;
            answer::page(&page)
        }
        Err(why) => {
            (page.text, page.error) = (form.text, why);
            answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `Err` says why the text is nothing that could be checked.
async fn verdict(app: &App, text: &str) -> Result<Result<Verdict, String>, StoreError> {
    let none = |words: String| Verdict { class: "bad", words, said: None, issued: Default::default() };
    if text.is_empty() {
        return Ok(Err("Paste what the file credential.jwt holds.".to_owned()));
    }
    if text.starts_with('{') {
        return Ok(Err("That is the readable copy, which nobody has signed. Paste what the file credential.jwt holds: one long word with two dots in it.".to_owned()));
    }
    let token = match jws::read(text) {
        Ok(token) => token,
        Err(Refused::Unreadable) => {
            return Ok(Err("That is no signed certificate: it has to be one long word with two dots in it. Perhaps its beginning or its end is missing.".to_owned()));
        }
        Err(why) => return Ok(Ok(none(format!("Not good: {why}.")))),
    };
    let payload = match checked(&token, &signing::published(app).await?) {
        Ok(payload) => payload,
        Err(Refused::Key) => {
            return Ok(Ok(none(
                "This portal has not signed it: it names a key that is none of this portal's.".to_owned(),
            )));
        }
        Err(_) => return Ok(Ok(none("Not good: it was changed after it was signed, or it is a forgery.".to_owned()))),
    };
    let Some(said) = credential::read(&payload) else {
        return Ok(Ok(none("This portal has signed it, but it is no certificate.".to_owned())));
    };
    let id = said.url.rsplit('/').next().and_then(|id| id.parse::<Uuid>().ok());
    let row = match id {
        Some(id) => app.store.certificate(id).await?,
        None => None,
    };
    let (class, words) = match row {
        Some(CertificateRow { withdrawn_at: Some(at), .. }) => {
            ("bad", format!("Good no more: it was taken back on {}.", when::day(when::date_of(at)).1))
        }
        Some(_) => ("good", "Good: this portal has signed it, and nothing in it was changed.".to_owned()),
        None => (
            "warn",
            "This portal has signed it, and nothing in it was changed; it keeps no copy any more: its holder deleted it, or took another one in its place.".to_owned(),
        ),
    };
    let issued = when::day(when::date_of(Millis(said.issued.saturating_mul(1000))));
    Ok(Ok(Verdict { class, words, said: Some(said), issued }))
}

/// What the form sends with which a certificate is taken back.
#[derive(Debug, Deserialize)]
pub struct WithdrawForm {
    #[serde(default)]
    sure: String,
}

/// `POST /facilitate/cohorts/{cohort}/people/{member}/certificate/withdraw`: the certificate of a participant is good no more.
pub async fn withdraw(
    State(app): State<App>,
    signed: Signed,
    Path((id, member)): Path<(Uuid, Uuid)>,
    now: Now,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let row = app.store.member_certificate(id, member).await?.ok_or(Wrong::NotFound)?;
    if form.sure == "yes" {
        let (said, _) = read(&row, &[])?;
        let entry = cohort::entry(&signed, Deed::WithdrewCertificate, &run.cohort, said.holder, now);
        app.store.withdraw_certificate(id, row.id, now.0, entry).await?;
        tracing::info!(cohort = %id, certificate = %row.id, "a certificate was taken back");
    }
    Ok(answer::redirect(&format!("{}/people/{member}#certificate", cohort::address(id))))
}
