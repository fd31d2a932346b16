//! A facilitator's second factor: setting it up with an authenticator app, its recovery codes, and taking it off.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{Signed, confirms};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::qr::qr;
use super::session::{Caller, Token};
use super::{answer, when};
use crate::app::App;
use crate::domain::recovery_code::{self, RecoveryCode};
use crate::domain::totp;
use crate::store::{Deed, Shown};

/// The page.
const PAGE: &str = "/facilitate/second-factor";

/// What is said of a code that is none, is over, or was used.
pub(super) const WRONG_CODE: &str = "This code is wrong, too old, or was used before. Wait for the app's next one; a phone whose clock is off shows wrong ones.";
/// What is said of a wrong password.
const WRONG_PASSWORD: &str = "This is not your password.";

/// `/facilitate/second-factor`.
#[derive(Template)]
#[template(path = "second_factor.html")]
pub struct SecondFactorPage {
    /// Around it.
    pub frame: Frame,
    /// Since when signing in asks for it: (RFC 3339, words); none when it does not.
    pub since: Option<(String, String)>,
    /// Recovery codes that were not used yet.
    pub codes_left: usize,
    /// Recovery codes that were made just now, shown this once.
    pub codes: Vec<String>,
    /// What an app is given while one is set up.
    pub begun: Option<Begun>,
    /// Whether the account has a password to ask for.
    pub has_password: bool,
    /// What is wrong with the password; empty when nothing is.
    pub password_error: String,
    /// What is wrong with the code; empty when nothing is.
    pub code_error: String,
}

/// What an authenticator app is given.
pub struct Begun {
    /// The address with the key, as an `<svg>`.
    pub qr: String,
    /// The key in groups of four, to be typed.
    pub key: String,
    /// The account's name.
    pub email: String,
}

/// `/facilitate/second-factor`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, around, &token, now).await?)
}

async fn page(app: &App, signed: &Signed, around: Around, token: &Token, now: Now) -> Result<SecondFactorPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let me = &signed.facilitator;
    let factor = app.store.second_factor(me.id).await?;
    let begun = match factor {
        Some(factor) if factor.confirmed_at.is_none() => {
            let key = app.secret.totp_key(factor.seed);
            Some(Begun {
                qr: qr(&totp::address("Podium", &me.email, &key))?,
                key: totp::in_fours(&totp::base32(&key)),
                email: me.email.clone(),
            })
        }
        _ => None,
    };
    Ok(SecondFactorPage {
        frame: around.at(PAGE).frame("Second factor", None, identity.as_ref()).of_facilitator(me),
        since: factor.and_then(|factor| factor.confirmed_at).map(when::moment),
        codes_left: factor.map_or(0, |factor| factor.codes_left),
        codes: Vec::new(),
        begun,
        has_password: app.store.kept_password(me.id).await?.is_some(),
        password_error: String::new(),
        code_error: String::new(),
    })
}

/// What somebody shows as the second factor of an account: the step of a good code of the app, or the hash of what has the form
/// of a recovery code. Whether it was used before, the store says.
pub(super) async fn shown(app: &App, facilitator: Uuid, typed: &str, now: Now) -> Result<Option<Shown>, Wrong> {
    let Some(factor) = app.store.second_factor(facilitator).await? else { return Ok(None) };
    if totp::digits(typed).is_some() {
        let key = app.secret.totp_key(factor.seed);
        return Ok(totp::step_of_code(&key, typed, now.0, factor.last_step).map(Shown::Step));
    }
    let code = RecoveryCode::parse(typed);
    Ok(code.map(|code| Shown::Recovery(app.secret.recovery_hash(facilitator, &code))))
}

/// What the forms send.
#[derive(Deserialize)]
pub struct FactorForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// `POST /facilitate/second-factor`: begins to set one up, with the password.
pub async fn begin(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<FactorForm>,
) -> Result<Response, Wrong> {
    if !confirms(&app, &signed, &headers, caller.address, form.password, now).await? {
        let mut page = page(&app, &signed, around, &token, now).await?;
        WRONG_PASSWORD.clone_into(&mut page.password_error);
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    app.store.begin_second_factor(signed.facilitator.id, Now::seed(), now.0).await?;
    Ok(answer::redirect(PAGE))
}

/// `POST /facilitate/second-factor/confirm`: from now on signing in asks for it. The answer shows the recovery codes this once.
pub async fn confirm(
    State(app): State<App>,
    signed: Signed,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<FactorForm>,
) -> Result<Response, Wrong> {
    let me = signed.facilitator.id;
    let Some(factor) = app.store.second_factor(me).await?.filter(|factor| factor.confirmed_at.is_none()) else {
        return Ok(answer::redirect(PAGE));
    };
    app.limits.try_second_factor(me, now.0)?;
    let step = totp::step_of_code(&app.secret.totp_key(factor.seed), &form.code, now.0, factor.last_step);
    let Some(step) = step else {
        tracing::info!(facilitator = %me, "a second factor was wrong");
        let mut page = page(&app, &signed, around, &token, now).await?;
        WRONG_CODE.clone_into(&mut page.code_error);
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    app.limits.right_second_factor(me, now.0);
    let codes: Vec<RecoveryCode> = (0..recovery_code::COUNT).map(|_| RecoveryCode::from_bits(&Now::token())).collect();
    let hashes = codes.iter().map(|code| app.secret.recovery_hash(me, code)).collect();
    let entry = signed.entry_of_own(Deed::SetSecondFactor, now);
    if !app.store.confirm_second_factor(me, (factor.seed, step), hashes, signed.session, entry).await? {
        return Ok(answer::redirect(PAGE));
    }
    tracing::info!(facilitator = %me, "a second factor was set up");
    let mut page = page(&app, &signed, around, &token, now).await?;
    page.codes = codes.iter().map(ToString::to_string).collect();
    answer::page(&page)
}

/// `POST /facilitate/second-factor/remove`: takes it off, with the password and a code.
pub async fn remove(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<FactorForm>,
) -> Result<Response, Wrong> {
    let me = signed.facilitator.id;
    if app.store.second_factor(me).await?.is_none_or(|factor| factor.confirmed_at.is_none()) {
        return Ok(answer::redirect(PAGE));
    }
    let mut errors = (String::new(), String::new());
    if confirms(&app, &signed, &headers, caller.address, form.password, now).await? {
        app.limits.try_second_factor(me, now.0)?;
        if let Some(shown) = shown(&app, me, &form.code, now).await? {
            let entry = signed.entry_of_own(Deed::RemovedSecondFactor, now);
            if app.store.remove_second_factor(me, Some(shown), entry).await? {
                app.limits.right_second_factor(me, now.0);
                tracing::info!(facilitator = %me, "a second factor was taken off");
                return Ok(answer::redirect(PAGE));
            }
        }
        tracing::info!(facilitator = %me, "a second factor was wrong");
        WRONG_CODE.clone_into(&mut errors.1);
    } else {
        WRONG_PASSWORD.clone_into(&mut errors.0);
    }
    let mut page = page(&app, &signed, around, &token, now).await?;
    (page.password_error, page.code_error) = errors;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
