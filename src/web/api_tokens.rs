//! A facilitator's API tokens: made, shown once, listed, ended.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{Signed, confirms};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::secret::token_hash;
use super::session::{Caller, Token};
use super::{answer, when};
use crate::app::App;
use crate::domain::api_token::{self, DAYS, PREFIX, Scope};
use crate::domain::time::Millis;
use crate::store::{ApiTokenRow, Deed, MOST_API_TOKENS, NewApiToken};

/// The page.
const PAGE: &str = "/facilitate/tokens";
/// For how many days a token is made when nothing else is chosen.
const USUAL_DAYS: i64 = 30;

/// `/facilitate/tokens`.
#[derive(Template)]
#[template(path = "api_tokens.html")]
pub struct ApiTokensPage {
    /// Around it.
    pub frame: Frame,
    /// A token that was made just now, shown this once.
    pub made: Option<MadeToken>,
    /// Newest first.
    pub tokens: Vec<TokenView>,
    /// The address that programs ask, with an example.
    pub example: String,
    /// As typed, when it was refused.
    pub name: String,
    /// For how many days one may be made, and whether that is chosen.
    pub days: Vec<(i64, bool)>,
    /// Whether the account has a password to ask for.
    pub has_password: bool,
    /// What is wrong with the name; empty when nothing is.
    pub name_error: String,
    /// What is wrong with the password; empty when nothing is.
    pub password_error: String,
}

/// A token that was made just now.
pub struct MadeToken {
    /// The whole text.
    pub text: String,
    /// What it is called.
    pub name: String,
    /// Until when it is good: (RFC 3339, words).
    pub until: (String, String),
}

/// A token as its holder sees it.
pub struct TokenView {
    /// Where the form goes that ends it.
    pub url: String,
    /// What it is called.
    pub name: String,
    /// What it may do, in a word.
    pub scope: &'static str,
    /// Whether it has ended by itself.
    pub ended: bool,
    /// (RFC 3339, words).
    pub made: (String, String),
    /// (RFC 3339, words).
    pub until: (String, String),
    /// (RFC 3339, words); none when never.
    pub seen: Option<(String, String)>,
}

/// `/facilitate/tokens`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, around, &token, now).await?)
}

async fn page(app: &App, signed: &Signed, around: Around, token: &Token, now: Now) -> Result<ApiTokensPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let me = &signed.facilitator;
    let view = |token: ApiTokenRow| TokenView {
        url: format!("{PAGE}/{}/end", token.id),
        scope: token.scope.id(),
        ended: token.expires_at <= now.0,
        made: when::moment(token.created_at),
        until: when::moment(token.expires_at),
        seen: token.seen_at.map(|seen| when::lately(seen, now.0)),
        name: token.name,
    };
    Ok(ApiTokensPage {
        example: format!("{}/api/v1/me", around.address(app)),
        frame: around.at(PAGE).frame("API tokens", None, identity.as_ref()).of_facilitator(me),
        made: None,
        tokens: app.store.api_tokens(me.id).await?.into_iter().map(view).collect(),
        name: String::new(),
        days: choices(USUAL_DAYS),
        has_password: app.store.kept_password(me.id).await?.is_some(),
        name_error: String::new(),
        password_error: String::new(),
    })
}

fn choices(chosen: i64) -> Vec<(i64, bool)> {
    DAYS.into_iter().map(|days| (days, days == chosen)).collect()
}

/// What the form sends.
#[derive(Deserialize)]
pub struct TokenForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    password: String,
}

/// `POST /facilitate/tokens`: makes a token, which the answer shows this once.
pub async fn make(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<TokenForm>,
) -> Result<Response, Wrong> {
    let scope = Scope::of_id(&form.scope).ok_or(Wrong::BadRequest("It names no scope."))?;
    let days = DAYS.into_iter().find(|days| days.to_string() == form.days);
    let days = days.ok_or(Wrong::BadRequest("It names no time for which a token may be made."))?;
    let mut errors = (String::new(), String::new());
    match api_token::name(&form.name) {
        Err(why) => errors.0 = why,
        Ok(_) if !confirms(&app, &signed, &headers, caller.address, form.password, now).await? => {
            "This is not your password.".clone_into(&mut errors.1);
        }
        Ok(name) => {
            let secret = Now::token();
            let until = now.0.plus_seconds(days * 24 * 3600);
            let new = NewApiToken {
                id: Now::id(),
                token_hash: token_hash(&secret),
                facilitator: signed.facilitator.id,
                name: name.clone(),
                scope,
                expires_at: until,
            };
            if app.store.make_api_token(new, entry(&signed, Deed::MadeToken, &name, scope, until, now)).await? {
                tracing::info!(facilitator = %signed.facilitator.id, %scope, days, "an API token was made");
                let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(secret));
                let made = MadeToken { text, name, until: when::moment(until) };
                let page = page(&app, &signed, around, &token, now).await?;
                return answer::page(&ApiTokensPage { made: Some(made), ..page });
            }
            errors.0 = format!("You have {MOST_API_TOKENS} tokens, and more there may not be. End one first.");
        }
    }
    let mut page = page(&app, &signed, around, &token, now).await?;
    page.name = form.name.chars().take(200).collect();
    page.days = choices(days);
    (page.name_error, page.password_error) = errors;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn entry(signed: &Signed, deed: Deed, name: &str, scope: Scope, until: Millis, now: Now) -> crate::store::Entry {
    let mut entry = signed.entry_of_own(deed, now);
    entry.detail = format!("{name}, {scope}, until {}", when::moment(until).1);
    entry
}

/// `POST /facilitate/tokens/{token}/end`.
pub async fn end(State(app): State<App>, signed: Signed, Path(id): Path<Uuid>, now: Now) -> Result<Response, Wrong> {
    let me = signed.facilitator.id;
    let tokens = app.store.api_tokens(me).await?;
    let token = tokens.into_iter().find(|token| token.id == id).ok_or(Wrong::NotFound)?;
    let entry = entry(&signed, Deed::EndedToken, &token.name, token.scope, token.expires_at, now);
    if !app.store.end_api_token(me, id, entry).await? {
        return Err(Wrong::NotFound);
    }
    tracing::info!(facilitator = %me, "an API token was ended");
    Ok(answer::redirect(PAGE))
}
