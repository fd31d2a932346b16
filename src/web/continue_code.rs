//! The continue code: the same progress on another device, and two progresses made one.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cookie::Cookie;
use serde::Deserialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward, tag_of};
use super::home::count;
use super::now::Now;
use super::session::{Caller, Token, for_somebody, sign_in};
use super::{answer, me};
use crate::app::App;
use crate::domain::continue_code::Phrase;
use crate::store::{CodeRow, Identity, Merged, StoreError};

/// How often another seed is tried when its code is taken. With 50 bits a code this is never needed twice.
const MOST_SEEDS: usize = 5;

/// How often a merge is tried when other merges get in between.
const MOST_MERGES: usize = 5;

/// `/continue`.
#[derive(Template)]
#[template(path = "continue.html")]
pub struct ContinuePage {
    /// Around it.
    pub frame: Frame,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it; empty when nothing is.
    pub error: String,
    /// This browser has progress of its own, which will be added to the other.
    pub has_progress: bool,
}

/// After a continue code was accepted.
#[derive(Template)]
#[template(path = "continued.html")]
pub struct ContinuedPage {
    /// Around it.
    pub frame: Frame,
    /// This browser already had this progress.
    pub same: bool,
    /// What this browser's own progress added: ("4 sections marked here"); empty when it had none.
    pub added: Vec<String>,
    /// Notes on the same section differed: both texts are kept in so many notes.
    pub kept_both: u64,
    /// The name that this browser's person had, when the other one's is kept; empty else.
    pub name_dropped: String,
    /// Where to go on, per workshop with progress.
    pub onward: Vec<Onward>,
}

/// `/continue`. The code may stand after `#` in the address, where only the browser sees it; a script puts it into the field.
pub async fn show(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    answer::page(&form(around, identity.as_ref(), String::new(), String::new()))
}

fn form(around: Around, identity: Option<&Identity>, typed: String, error: String) -> ContinuePage {
    ContinuePage {
        frame: around.frame("Continue on this device", None, identity),
        typed,
        error,
        has_progress: identity.is_some(),
    }
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
}

/// `POST /continue`: this browser goes on with the progress of the code; what it had itself is added to it.
pub async fn enter(
    State(app): State<App>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    Form(typed): Form<CodeForm>,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let refused = |around, identity, why| {
        let page = form(around, identity, typed.code.chars().take(200).collect(), why);
        answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let phrase = match Phrase::parse(&typed.code) {
        Ok(phrase) => phrase,
        // A misspelt word tells nothing about codes, and costs nothing.
        Err(error) => return refused(around, identity.as_ref(), error.to_string()),
    };
    // Held until this is answered: who guesses gets slower and slower.
    let _turn = app
        .limits
        .turn_to_try(caller.address, now.0)
        .await
        .inspect_err(|_| tracing::info!("continue codes are tried too often"))?;
    let Some((person, way)) = follow(&app, &phrase, &token, &caller, now).await? else {
        app.limits.wrong_code(caller.address, now.0);
        tracing::info!("a continue code was wrong");
        let why = "No progress has this code. It may have been replaced or revoked: look under “Your data” on the other device.";
        return refused(around, identity.as_ref(), why.to_owned());
    };
    tracing::info!("a continue code was used");
    welcome(&app, around, person, &way, identity, token, now).await
}

/// The page after somebody has come to a progress; `before` is whom this browser belonged to.
pub(super) async fn welcome(
    app: &App,
    around: Around,
    person: Uuid,
    way: &Way,
    before: Option<Identity>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let (merged, cookie) = match way {
        Way::Same => (None, None),
        Way::SignedIn(cookie) => (None, Some(cookie)),
        Way::Merged(merged) => (Some(merged), None),
    };
    let was = before.filter(|_| merged.is_some()).map(|identity| tag_of(identity.person));
    let token = cookie.map_or(token, Token::of_cookie);
    let identity = token.identity(app, now).await?;
    let page = ContinuedPage {
        frame: Frame { was, ..around.at("/").frame("Welcome back", None, identity.as_ref()) },
        same: matches!(way, Way::Same),
        added: merged.map(added).unwrap_or_default(),
        kept_both: merged.map_or(0, |merged| merged.kept_both),
        name_dropped: merged.and_then(|merged| merged.dropped_name.clone()).unwrap_or_default(),
        onward: me::workshops_of(app, person).await?,
    };
    Ok(answer::with_cookie(answer::page(&page)?, cookie))
}

/// How a code or a link led to a progress.
pub(super) enum Way {
    /// It was this person's already.
    Same,
    /// This browser had nothing and is signed in now.
    SignedIn(Cookie<'static>),
    /// What this browser's person had is added to it.
    Merged(Merged),
}

/// Goes to the progress that a code opens; none when no progress has it.
async fn follow(
    app: &App,
    phrase: &Phrase,
    token: &Token,
    caller: &Caller,
    now: Now,
) -> Result<Option<(Uuid, Way)>, Wrong> {
    let hash = app.secret.code_hash(phrase);
    for _ in 0..MOST_MERGES {
        let Some(person) = app.store.person_by_code(&hash).await? else { return Ok(None) };
        if token.identity(app, now).await?.is_none() {
            // A right code, sent over and over, makes sessions without end.
            app.limits.new_person(caller.address, now.0)?;
        }
        if let Some(way) = go_on_as(app, person, token, caller, now).await? {
            return Ok(Some((person, way)));
        }
    }
    Err(Wrong::Unavailable)
}

/// Makes this browser go on as a person; what its own had is added. None when one of the two was merged at this very
/// moment, perhaps into the other, or the person is gone: it has to be looked at again.
pub(super) async fn go_on_as(
    app: &App,
    person: Uuid,
    token: &Token,
    caller: &Caller,
    now: Now,
) -> Result<Option<Way>, Wrong> {
    match token.identity(app, now).await? {
        Some(identity) if identity.person == person => Ok(Some(Way::Same)),
        Some(identity) => match app.store.merge(identity.person, person, now.0).await {
            Err(StoreError::Gone) => Ok(None),
            merged => Ok(Some(Way::Merged(merged?))),
        },
        None => Ok(sign_in(app, person, caller, now).await?.map(Way::SignedIn)),
    }
}

fn added(merged: &Merged) -> Vec<String> {
    let of = |n: u64, noun: &str| count(usize::try_from(n).unwrap_or(usize::MAX), noun);
    let mut added = Vec::new();
    if merged.marks > 0 {
        added.push(format!("{} marked as done", of(merged.marks, "section")));
    }
    if merged.notes > 0 {
        added.push(of(merged.notes, "note"));
    }
    added
}

/// `POST /me/code`: makes the person's continue code when there is none. One from before the portal got another secret opens
/// nothing any more, and is as good as none.
pub async fn make(State(app): State<App>, token: Token, caller: Caller, now: Now) -> Result<Response, Wrong> {
    let (who, ()) = for_somebody(&app, &token, &caller, now, |person| {
        let app = &app;
        async move {
            let row = put_code(app, person, now, false).await?;
            if app.secret.code_hash(&app.secret.phrase(row.seed)) != row.hash {
                put_code(app, person, now, true).await?;
            }
            Ok(())
        }
    })
    .await?;
    Ok(answer::redirect_with("/me#code", who.cookie.as_ref()))
}

/// `POST /me/code/replace`: the codes so far end, a new one is made.
pub async fn replace(State(app): State<App>, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    put_code(&app, identity.person, now, true).await?;
    tracing::info!("a continue code was replaced");
    Ok(answer::redirect("/me#code"))
}

/// `POST /me/code/revoke`: no code opens this progress any more.
pub async fn revoke(State(app): State<App>, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    app.store.revoke_codes(identity.person).await?;
    tracing::info!("continue codes were revoked");
    Ok(answer::redirect("/me#code"))
}

/// Gives the person a code from a fresh seed, so that one that was revoked can never come back, and answers with the code
/// that is valid then: without `replace` the one there was, if any.
async fn put_code(app: &App, person: Uuid, now: Now, replace: bool) -> Result<CodeRow, StoreError> {
    for _ in 0..MOST_SEEDS {
        let seed = Now::seed();
        let hash = app.secret.code_hash(&app.secret.phrase(seed));
        match app.store.put_code(person, hash, seed, now.0, replace).await {
            Err(StoreError::Taken) => {}
            other => return other,
        }
    }
    Err(StoreError::Other("no free continue code was found".to_owned()))
}
