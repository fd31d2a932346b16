//! Signing in with a password, and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::account::{HOME, Signed, forget, known_browser, known_cookie, new_session};
use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::{Caller, Token};
use crate::app::App;
use crate::domain::account;

pub mod code;

/// `/facilitate/sign-in`.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// Around it.
    pub frame: Frame,
    /// Where to go after: a path of this portal.
    pub back: String,
    /// What people call the identity provider by which they may sign in as well; none without one.
    pub provider: Option<String>,
    /// As typed.
    pub email: String,
    /// What is wrong; empty when nothing is.
    pub error: String,
}

/// What the address may say.
#[derive(Debug, Deserialize)]
pub struct Way {
    #[serde(default)]
    back: String,
}

/// Where somebody goes who has signed in.
pub(super) fn way_back(back: &str) -> String {
    if back.is_empty() { HOME.to_owned() } else { answer::own_path(back) }
}

fn provider(app: &App) -> Option<String> {
    app.provider.as_ref().map(|provider| provider.settings.name.clone())
}

/// `/facilitate/sign-in`. Who is signed in already goes on.
pub async fn show(
    State(app): State<App>,
    Query(way): Query<Way>,
    around: Around,
    token: Token,
    headers: HeaderMap,
    now: Now,
) -> Result<Response, Wrong> {
    if Signed::of(&app, &headers, now).await?.is_some() {
        return Ok(answer::redirect(&way_back(&way.back)));
    }
    let identity = token.identity(&app, now).await?;
    answer::page(&SignInPage {
        frame: around.at("/facilitate/sign-in").frame("Sign in as a facilitator", None, identity.as_ref()),
        back: way_back(&way.back),
        provider: provider(&app),
        email: String::new(),
        error: String::new(),
    })
}

/// What the form sends.
#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    back: String,
}

/// `POST /facilitate/sign-in`. An account that is not there is answered like a wrong password, after the same work.
pub async fn sign_in(
    State(app): State<App>,
    around: Around,
    token: Token,
    caller: Caller,
    headers: HeaderMap,
    now: Now,
    Form(form): Form<SignInForm>,
) -> Result<Response, Wrong> {
    // What is no address names no account, and costs the same.
    let email = account::email(&form.email).unwrap_or_default();
    let found = app.store.password_of(&email).await?;
    let known = found.as_ref().and_then(|(id, kept)| known_browser(&app, &headers, *id, kept));
    let door = known.unwrap_or_else(|| Sha256::digest(email.as_bytes()).into());
    // Held until this is answered.
    let _turn = app
        .limits
        .turn_to_sign_in(caller.address, door, now.0)
        .await
        .inspect_err(|_| tracing::info!("passwords are tried too often"))?;
    let kept = found.as_ref().map(|(_, kept)| kept.as_str());
    let right = app.passwords.is_right(form.password, kept).await?;
    if let Some((id, kept)) = found.filter(|_| right) {
        if app.store.second_factor(id).await?.is_some_and(|factor| factor.confirmed_at.is_some()) {
            app.limits.right_password(caller.address, door, now.0);
            return Ok(code::ask(&app, id, Some(&kept), &way_back(&form.back), now));
        }
        let (session, cookie) = new_session(&app, caller.device.clone(), now);
        let known = known_cookie(&app, id, &kept);
        if app.store.sign_in(id, kept, session).await? {
            app.limits.right_password(caller.address, door, now.0);
            end_before(&app, &headers, now).await?;
            tracing::info!(facilitator = %id, "a facilitator signed in");
            let response = answer::redirect_with(&way_back(&form.back), Some(&cookie));
            return Ok(answer::with_cookie(response, Some(&known)));
        }
    }
    tracing::info!("a facilitator's password was wrong");
    let identity = token.identity(&app, now).await?;
    let page = SignInPage {
        frame: around.at("/facilitate/sign-in").frame("Sign in as a facilitator", None, identity.as_ref()),
        back: way_back(&form.back),
        provider: provider(&app),
        email: form.email.chars().take(account::MOST_EMAIL).collect(),
        error: "No account has this address and this password. An owner can give you a link for a new password."
            .to_owned(),
    };
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Ends the session that a browser had until it was signed in anew: it is nobody's any more.
pub(super) async fn end_before(app: &App, headers: &HeaderMap, now: Now) -> Result<(), Wrong> {
    if let Some(before) = Signed::of(app, headers, now).await? {
        app.store.end_facilitator_session(before.facilitator.id, before.session).await?;
    }
    Ok(())
}

/// `POST /facilitate/sign-out`: ends this browser's session.
pub async fn sign_out(State(app): State<App>, signed: Signed) -> Result<Response, Wrong> {
    app.store.end_facilitator_session(signed.facilitator.id, signed.session).await?;
    tracing::info!(facilitator = %signed.facilitator.id, "a facilitator signed out");
    Ok(answer::redirect_with("/", Some(&forget(&app))))
}
