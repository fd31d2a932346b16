//! The facilitators' home: who I am, my password, the browsers I am signed in with.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{HOME, SIGN_IN, Signed, alive, forget, known_browser, known_cookie, new_session};
use super::cohort::make::{CohortCard, cards};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::{Caller, Token};
use super::xapi::RecordView;
use super::{answer, assets, when};
use crate::app::App;
use crate::domain::{account, password};
use crate::store::Deed;

/// `/facilitate`.
#[derive(Template)]
#[template(path = "facilitate.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether a part of the page is there")]
pub struct FacilitatePage {
    /// Around it.
    pub frame: Frame,
    /// The account's name.
    pub email: String,
    /// What the holder may do, in a word.
    pub role: &'static str,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The cohorts that they run or help in.
    pub cohorts: Vec<CohortCard>,
    /// Whether they manage the facilitators.
    pub manages: bool,
    /// Whether they may read the audit log.
    pub reads_audit: bool,
    /// As kept, or as typed last and refused.
    pub name: String,
    /// What is wrong with each field; empty when nothing is.
    pub errors: Errors,
    /// The fewest characters of a password.
    pub fewest: usize,
    /// Whether the account has a password.
    pub has_password: bool,
    /// What people call the identity provider by which they may sign in as well; none without one.
    pub provider: Option<String>,
    /// Whether signing in asks for a second factor.
    pub second_factor: bool,
    /// Signed-in browsers, this one first.
    pub sessions: Vec<SessionView>,
    /// How the record store is doing, for an owner; none without one.
    pub record: Option<RecordView>,
}

/// What is wrong with the fields.
#[derive(Debug, Default)]
pub struct Errors {
    /// With the name.
    pub name: String,
    /// With the password so far.
    pub old: String,
    /// With the new password.
    pub password: String,
    /// With the new password, typed again.
    pub again: String,
}

/// One signed-in browser.
pub struct SessionView {
    /// Where the form goes that ends it.
    pub url: String,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// The one this page was asked for with.
    pub this: bool,
    /// (RFC 3339, words).
    pub since: (String, String),
    /// (RFC 3339, words).
    pub seen: (String, String),
}

/// `/facilitate`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, around, &token, now).await?)
}

async fn page(app: &App, signed: &Signed, around: Around, token: &Token, now: Now) -> Result<FacilitatePage, Wrong> {
    let identity = token.identity(app, now).await?;
    let me = &signed.facilitator;
    let second_factor = app.store.second_factor(me.id).await?;
    let mut sessions = app.store.facilitator_sessions(me.id, alive(now)).await?;
    sessions.sort_by_key(|session| (session.id != signed.session, std::cmp::Reverse(session.seen_at)));
    let view = |session: crate::store::FacilitatorSession| SessionView {
        url: format!("/facilitate/sessions/{}/end", session.id),
        device: session.device,
        this: session.id == signed.session,
        since: when::moment(session.created_at),
        seen: when::lately(session.seen_at, now.0),
    };
    Ok(FacilitatePage {
        frame: around.at(HOME).frame("Facilitate", None, identity.as_ref()).of_facilitator(me),
        style: assets::address_of("cohort.css"),
        cohorts: cards(app, signed).await?,
        email: me.email.clone(),
        role: me.role.id(),
        manages: me.role.may_manage_facilitators(),
        reads_audit: me.role.may_read_audit(),
        name: me.name.clone(),
        errors: Errors::default(),
        fewest: password::FEWEST,
        has_password: app.store.kept_password(me.id).await?.is_some(),
        provider: app.provider.as_ref().map(|provider| provider.settings.name.clone()),
        second_factor: second_factor.is_some_and(|factor| factor.confirmed_at.is_some()),
        sessions: sessions.into_iter().map(view).collect(),
        record: RecordView::of(app, me.role, now).await?,
    })
}

/// What the name form sends.
#[derive(Debug, Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
}

/// `POST /facilitate/name`.
pub async fn rename(
    State(app): State<App>,
    signed: Signed,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<NameForm>,
) -> Result<Response, Wrong> {
    match account::name(&form.name) {
        Ok(name) => {
            if name != signed.facilitator.name {
                let mut entry = signed.entry_of_own(Deed::Renamed, now);
                entry.detail.clone_from(&name);
                app.store.rename_facilitator(signed.facilitator.id, name, entry).await?;
            }
            Ok(answer::redirect("/facilitate#name"))
        }
        Err(why) => {
            let mut page = page(&app, &signed, around, &token, now).await?;
            page.name = form.name.chars().take(200).collect();
            page.errors.name = why;
            answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// What the password form sends.
#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// `POST /facilitate/password`: wants the old one, ends all sessions, and signs this browser in anew.
pub async fn change_password(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Wrong> {
    let me = &signed.facilitator;
    let mut errors = Errors::default();
    if let Err(why) = password::check(&form.password, &me.email, &me.name) {
        errors.password = why;
    } else if form.again != form.password {
        "The two passwords differ. Type the same one twice.".clone_into(&mut errors.again);
    } else {
        let Some((_, before)) = app.store.password_of(&me.email).await? else { return Err(Wrong::NotFound) };
        // Whoever found this browser open must not guess here without end.
        let door = known_browser(&app, &headers, me.id, &before).unwrap_or_else(|| app.secret.known_browser(me.id, ""));
        let _turn = app.limits.turn_to_sign_in(caller.address, door, now.0).await?;
        if app.passwords.is_right(form.old, Some(&before)).await? {
            app.limits.right_password(caller.address, door, now.0);
            let kept = app.passwords.keep(form.password).await?;
            let (session, cookie) = new_session(&app, caller.device.clone(), now);
            let known = known_cookie(&app, me.id, &kept);
            let entry = signed.entry_of_own(Deed::ChangedPassword, now);
            if !app.store.change_password(me.id, before, kept, session, entry).await? {
                // Another browser changed it at this very moment, which ended this session.
                return Ok(answer::redirect(SIGN_IN));
            }
            tracing::info!(facilitator = %me.id, "a facilitator's password was changed");
            let response = answer::redirect_with("/facilitate#sessions", Some(&cookie));
            return Ok(answer::with_cookie(response, Some(&known)));
        }
        tracing::info!(facilitator = %me.id, "a facilitator's password was wrong");
        "This is not your password so far.".clone_into(&mut errors.old);
    }
    let mut page = page(&app, &signed, around, &token, now).await?;
    page.errors = errors;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /facilitate/sessions/{session}/end`: signs a browser of mine out, or this one.
pub async fn end_session(State(app): State<App>, signed: Signed, Path(session): Path<Uuid>) -> Result<Response, Wrong> {
    if !app.store.end_facilitator_session(signed.facilitator.id, session).await? {
        return Err(Wrong::NotFound);
    }
    tracing::info!(facilitator = %signed.facilitator.id, "a facilitator's browser was signed out");
    if session == signed.session {
        return Ok(answer::redirect_with("/", Some(&forget(&app))));
    }
    Ok(answer::redirect("/facilitate#sessions"))
}
