//! Signing in with a second factor, after the password.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{Way, end_before, way_back};
use crate::app::App;
use crate::store::{Actor, Deed, Entry};
use crate::web::account::{SIGN_IN, called, known_cookie, new_session};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::half_way::{self, HalfWay};
use crate::web::now::Now;
use crate::web::second_factor::{WRONG_CODE, shown};
use crate::web::session::{Caller, Token};

/// `/facilitate/sign-in/code`.
#[derive(Template)]
#[template(path = "sign_in_code.html")]
pub struct CodePage {
    /// Around it.
    pub frame: Frame,
    /// Where to go after: a path of this portal.
    pub back: String,
    /// What is wrong with the code; empty when nothing is.
    pub error: String,
}

/// Sends a browser that is half-way in to where the second factor is asked for.
#[must_use]
pub fn ask(app: &App, facilitator: Uuid, password: Option<&str>, back: &str, now: Now) -> Response {
    let back = back.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
    let cookie = half_way::cookie(app, facilitator, password, now);
    answer::redirect_with(&format!("{SIGN_IN}/code?back={back}"), Some(&cookie))
}

/// `/facilitate/sign-in/code`. Who is not half-way in begins with the password.
pub async fn show(
    State(app): State<App>,
    Query(way): Query<Way>,
    around: Around,
    token: Token,
    headers: HeaderMap,
    now: Now,
) -> Result<Response, Wrong> {
    if HalfWay::of(&app, &headers, now).await?.is_none() {
        return Ok(answer::redirect(SIGN_IN));
    }
    answer::page(&page(&app, around, &token, way_back(&way.back), String::new(), now).await?)
}

async fn page(
    app: &App,
    around: Around,
    token: &Token,
    back: String,
    error: String,
    now: Now,
) -> Result<CodePage, Wrong> {
    let identity = token.identity(app, now).await?;
    let frame = around.at("/facilitate/sign-in/code").frame("Your second factor", None, identity.as_ref());
    Ok(CodePage { frame, back, error })
}

/// What the form sends.
#[derive(Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// `POST /facilitate/sign-in/code`: a code of the app or a recovery code, each once.
pub async fn enter(
    State(app): State<App>,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<CodeForm>,
) -> Result<Response, Wrong> {
    let Some(HalfWay { facilitator, password }) = HalfWay::of(&app, &headers, now).await? else {
        return Ok(answer::redirect(SIGN_IN));
    };
    let holder = app.store.facilitator(facilitator).await?.ok_or(Wrong::NotFound)?;
    app.limits
        .try_second_factor(facilitator, now.0)
        .inspect_err(|_| tracing::info!(%facilitator, "second factors are tried too often"))?;
    let back = way_back(&form.back);
    if let Some(shown) = shown(&app, facilitator, &form.code, now).await? {
        let (session, cookie) = new_session(&app, caller.device.clone(), now);
        let name = called(&holder);
        let actor = Actor { id: Some(facilitator), name: name.clone() };
        let entry = Entry {
            id: Now::id(),
            at: now.0,
            actor,
            deed: Deed::UsedRecoveryCode,
            subject: Some(facilitator),
            subject_name: name,
            detail: String::new(),
        };
        let known = password.as_deref().map(|kept| known_cookie(&app, facilitator, kept));
        if app.store.pass_second_factor(facilitator, password, shown, session, entry).await? {
            app.limits.right_second_factor(facilitator, now.0);
            end_before(&app, &headers, now).await?;
            tracing::info!(%facilitator, "a facilitator signed in with a second factor");
            let response = answer::redirect_with(&back, Some(&cookie));
            let response = answer::with_cookie(response, known.as_ref());
            return Ok(answer::with_cookie(response, Some(&half_way::forget(&app))));
        }
    }
    tracing::info!(%facilitator, "a second factor was wrong");
    let page = page(&app, around, &token, back, WRONG_CODE.to_owned(), now).await?;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
