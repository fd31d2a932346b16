//! My name, my continue code, my devices, my data.

use std::fmt::Write as _;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::home::{count, progress_of};
use super::now::Now;
use super::qr::qr;
use super::session::{Caller, Token, for_somebody, forget};
use super::timetable::Timetable;
use super::{answer, certificate, notes, timetable, when};
use crate::app::App;
use crate::domain::typed;
use crate::store::Identity;

/// The most characters of a name.
const MOST_NAME: usize = 64;

/// `/me`.
#[derive(Template)]
#[template(path = "me.html", blocks = ["name", "code"])]
pub struct MePage {
    /// Around it.
    pub frame: Frame,
    /// Whether anything is kept yet; when not, the page says so and offers only the continue code of another device.
    pub known: bool,
    /// As typed last, even if refused.
    pub name: String,
    /// What is wrong with the name; empty when nothing is.
    pub name_error: String,
    /// When the name was saved, after a change in place: (RFC 3339, words).
    pub name_saved: Option<(String, String)>,
    /// The continue code, when there is one.
    pub code: Option<CodeView>,
    /// There was one, and the portal's secret has changed since.
    pub code_ended: bool,
    /// Signed-in browsers, this one first.
    pub devices: Vec<DeviceView>,
    /// Per workshop: (home, title, "11 of 29 sections · 4 notes").
    pub kept: Vec<(String, String, String)>,
    /// Cohorts they are in: (page, name, what they are called in it).
    pub cohorts: Vec<(String, String, String)>,
    /// Certificates that they have taken: (page, (RFC 3339, such as "1 December 2026")).
    pub certificates: Vec<(String, (String, String))>,
}

/// The continue code as shown.
pub struct CodeView {
    /// Such as `amber-cliff-otter-maple-sound`.
    pub phrase: String,
    /// The QR code as an `<svg>` without fixed colours (uses currentColor).
    pub qr: String,
    /// Whether that address is this machine's own, which no phone can open.
    pub local: bool,
    /// Where it is entered, such as `http://127.0.0.1:8080/continue`.
    pub address: String,
    /// (RFC 3339, words).
    pub made: (String, String),
}

/// One signed-in browser.
pub struct DeviceView {
    /// For the sign-out form: `/me/devices/{id}/sign-out`.
    pub url: String,
    /// Such as "Firefox on Linux".
    pub name: String,
    /// The one this page was asked for with.
    pub this: bool,
    /// (RFC 3339, words).
    pub since: (String, String),
    /// (RFC 3339, words).
    pub seen: (String, String),
}

/// After everything was deleted.
#[derive(Template)]
#[template(path = "deleted.html")]
pub struct DeletedPage {
    /// Around it.
    pub frame: Frame,
    /// The receipt's number.
    pub receipt: String,
    /// (RFC 3339, words).
    pub at: (String, String),
    /// What was deleted: ("Sections marked", 11).
    pub counts: Vec<(&'static str, u64)>,
    /// A way on.
    pub onward: Onward,
}

/// `/me`.
pub async fn show(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    // Nothing of the address goes into a page that holds the code.
    answer::page(&page(&app, identity.as_ref(), around.at("/me"), now).await?)
}

async fn page(app: &App, identity: Option<&Identity>, around: Around, now: Now) -> Result<MePage, Wrong> {
    let base = around.address(app);
    let mut page = MePage {
        frame: around.frame("Your data", None, identity),
        known: identity.is_some(),
        name: identity.map(|identity| identity.name.clone()).unwrap_or_default(),
        name_error: String::new(),
        name_saved: None,
        code: None,
        code_ended: false,
        devices: Vec::new(),
        kept: Vec::new(),
        cohorts: Vec::new(),
        certificates: Vec::new(),
    };
    let Some(identity) = identity else { return Ok(page) };
    if let Some(row) = app.store.current_code(identity.person).await? {
        let phrase = app.secret.phrase(row.seed).canonical();
        let address = format!("{base}/continue");
        let qr = qr(&format!("{address}#{phrase}"))?;
        page.code_ended = app.secret.code_hash(&app.secret.phrase(row.seed)) != row.hash;
        page.code = (!page.code_ended).then(|| CodeView {
            phrase,
            qr,
            address,
            local: is_local(&base),
            made: when::moment(row.made_at),
        });
    }
    let mut sessions = app.store.sessions(identity.person).await?;
    sessions.sort_by_key(|session| (session.id != identity.session, std::cmp::Reverse(session.seen_at)));
    let device = |session: crate::store::SessionRow| DeviceView {
        url: format!("/me/devices/{}/sign-out", session.id),
        name: session.device,
        this: session.id == identity.session,
        since: when::moment(session.created_at),
        seen: when::lately(session.seen_at, now.0),
    };
    for membership in app.store.memberships(identity.person).await? {
        page.cohorts.push((timetable::address(membership.cohort.id), membership.cohort.name, membership.name));
    }
    for row in app.store.certificates_of(identity.person).await? {
        page.certificates.push((certificate::address(row.id), when::day(when::date_of(row.issued_at))));
    }
    page.devices = sessions.into_iter().map(device).collect();
    for shelved in &app.shelf().workshops {
        let workshop = &shelved.workshop;
        let reader = app.store.reader_of(identity.person, &workshop.id).await?;
        let timetable = Timetable::of(app, reader.as_ref(), &workshop.id).await?;
        let (done, counted) = progress_of(&timetable.outline(&workshop.outline), reader.as_ref()).sections();
        let notes = reader.map_or(0, |reader| reader.notes.len());
        if done + notes > 0 {
            let kept = format!("{done} of {} · {}", count(counted, "section"), count(notes, "note"));
            page.kept.push((format!("/w/{}", workshop.id), workshop.title.clone(), kept));
        }
    }
    Ok(page)
}

/// Whether an address leads nowhere from another device.
pub(super) fn is_local(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or_default();
    ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own))
}

/// Where a person can go on: the workshops they have progress in, or the start page.
pub(super) async fn workshops_of(app: &App, person: Uuid) -> Result<Vec<Onward>, Wrong> {
    let mut onward = Vec::new();
    for shelved in &app.shelf().workshops {
        let workshop = &shelved.workshop;
        let reader = app.store.reader_of(person, &workshop.id).await?;
        if reader.is_some_and(|reader| !reader.marks.is_empty() || !reader.notes.is_empty()) {
            onward.push(Onward { label: workshop.title.clone(), url: format!("/w/{}", workshop.id) });
        }
    }
    if onward.is_empty() {
        onward.push(Onward { label: "Start".to_owned(), url: "/".to_owned() });
    }
    Ok(onward)
}

/// What the name form sends.
#[derive(Debug, Deserialize)]
pub struct NameForm {
    name: String,
}

/// `POST /me/name`. An empty name takes the name back.
pub async fn rename(
    State(app): State<App>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<NameForm>,
) -> Result<Response, Wrong> {
    let name = typed::line(&form.name);
    let characters = name.chars().count();
    let in_place = around.wants("name");
    let around = around.at("/me");
    if characters > MOST_NAME {
        let identity = token.identity(&app, now).await?;
        let mut page = page(&app, identity.as_ref(), around, now).await?;
        page.known = true;
        page.name = name;
        page.name_error = format!("Not saved: a name has at most {MOST_NAME} characters, this one has {characters}.");
        return respond_name(&page, StatusCode::UNPROCESSABLE_ENTITY, in_place);
    }
    if name.is_empty() && !token.named() {
        return Ok(answer::redirect("/me"));
    }
    let (who, ()) = for_somebody(&app, &token, &caller, now, |person| app.store.rename(person, &name)).await?;
    if !in_place {
        return Ok(answer::redirect_with("/me", who.cookie.as_ref()));
    }
    let identity = Identity { person: who.person, session: who.session, name, seen_at: now.0 };
    let mut page = page(&app, Some(&identity), around, now).await?;
    page.name_saved = Some(when::clock(now.0));
    let response = answer::of_person(respond_name(&page, StatusCode::OK, true)?, who.person);
    Ok(answer::with_cookie(response, who.cookie.as_ref()))
}

fn respond_name(page: &MePage, status: StatusCode, in_place: bool) -> Result<Response, Wrong> {
    if in_place { Ok(answer::html(status, page.as_name().render()?)) } else { answer::page_with(status, page) }
}

/// `POST /me/devices/{id}/sign-out`: ends the session of another browser of mine, or of this one.
pub async fn sign_out(
    State(app): State<App>,
    Path(session): Path<Uuid>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    if !app.store.end_session(identity.person, session).await? {
        return Err(Wrong::NotFound);
    }
    tracing::info!("a device was signed out");
    if session != identity.session {
        return Ok(answer::redirect("/me#devices"));
    }
    Ok(signed_out(answer::redirect_with("/", Some(&forget(&app)))))
}

/// Tells the browser to drop what it kept of the person who left.
fn signed_out(mut response: Response) -> Response {
    let name = axum::http::HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, axum::http::HeaderValue::from_static("\"storage\""));
    response
}

/// `/me/export.json`: everything the portal keeps of me.
pub async fn export_json(State(app): State<App>, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    let everything = app.store.everything(identity.person, now.0).await?;
    let body = serde_json::to_string_pretty(&everything).map_err(|error| {
        tracing::error!(%error, "an export failed");
        Wrong::Internal
    })?;
    Ok(answer::download("application/json; charset=utf-8", "podium.json", body))
}

/// `/me/export.md`: the same to read: what is done and my notes, workshop by workshop.
pub async fn export_markdown(State(app): State<App>, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    let mut text = String::from("# My progress\n");
    for shelved in &app.shelf().workshops {
        let workshop = &shelved.workshop;
        let Some(reader) = app.store.reader_of(identity.person, &workshop.id).await? else { continue };
        let progress = progress_of(&workshop.outline, Some(&reader));
        let (done, counted) = progress.sections();
        let _ = write!(text, "\n# {}\n\n{done} of {} done.\n", workshop.title, count(counted, "section"));
        for (module, p) in workshop.outline.modules.iter().zip(&progress.modules) {
            let _ = write!(text, "\n## {}\n\n", module.title);
            for (section, done) in module.sections.iter().zip(&p.done) {
                let _ = writeln!(text, "- [{}] {}", if *done { "x" } else { " " }, section.title);
            }
        }
        let mine = app.store.notes_of(identity.person, Some(&workshop.id)).await?;
        if !mine.is_empty() {
            let _ = write!(text, "\n{}", notes::markdown(workshop, &mine, &app.address, now));
        }
    }
    Ok(answer::download("text/markdown; charset=utf-8", "podium.md", text))
}

/// What the delete form sends.
#[derive(Debug, Deserialize)]
pub struct DeleteForm {
    #[serde(default)]
    sure: String,
}

/// `POST /me/delete`: everything of me goes at once, with a receipt that names nobody.
pub async fn delete(
    State(app): State<App>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<DeleteForm>,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    if form.sure != "yes" {
        return Ok(answer::redirect("/me#delete"));
    }
    let receipt = app.store.delete_person(identity.person, Now::seed(), now.0).await?;
    tracing::info!(receipt = %receipt.receipt, "a person was deleted");
    let page = DeletedPage {
        frame: around.at("/").frame("Everything is deleted", None, None),
        receipt: receipt.receipt.to_string(),
        at: when::moment(receipt.at),
        counts: vec![
            ("Sections marked", receipt.marks),
            ("Notes", receipt.notes),
            ("Places", receipt.places),
            ("Devices", receipt.sessions),
            ("Continue codes", receipt.codes),
            ("Plans", receipt.plans),
            ("Designs", receipt.designs),
            ("Answers to questions", receipt.answers),
            ("Cohorts", receipt.cohorts),
            ("Certificates", receipt.certificates),
        ],
        onward: Onward { label: "Start again".to_owned(), url: "/".to_owned() },
    };
    Ok(signed_out(answer::with_cookie(answer::page(&page)?, Some(&forget(&app)))))
}
