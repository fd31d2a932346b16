//! The window of its own in which a launch arrives: who goes in, and in.
//!
//! Whoever holds the token goes in, so it works once and for two minutes. It never becomes part of somebody who uses the browser
//! already: whoever slipped their own launch to somebody else would be let in as them from then on.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use uuid::Uuid;

use super::lets_in;
use crate::app::App;
use crate::domain::cohort::{Names, member_name};
use crate::store::{CohortRow, Identity, Joined, LaunchTicket, NewMember};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::secret::token_hash;
use crate::web::session::{self, Caller, Token, for_somebody};
use crate::web::{answer, assets, join, privacy, xapi};

/// The most characters of a name that come back with its error.
const MOST_TYPED: usize = 200;

/// `/lti/enter/{token}`.
#[derive(Template)]
#[template(path = "lti/enter.html")]
struct EnterPage {
    frame: Frame,
    style: String,
    /// Where the form goes: this page.
    here: String,
    cohort: String,
    /// Why nobody goes in; empty when somebody can.
    shut: String,
    /// Whether a name is asked.
    asks: bool,
    /// What kind of name, for the label.
    real: bool,
    name: String,
    name_error: String,
    /// Whether somebody else uses this browser already.
    other: bool,
    /// Who sees what, in a sentence.
    seen: &'static str,
    /// What is sent to a record store, in a sentence; empty when nothing is.
    sent: String,
}

/// A launch that waits, with what is known of it.
struct Waiting {
    hash: [u8; 32],
    ticket: LaunchTicket,
    cohort: CohortRow,
    /// As whom they came before.
    person: Option<Uuid>,
    /// What they are called in the cohort since then.
    known_as: Option<String>,
    /// What is sent to a record store, in a sentence; empty when nothing is.
    sent: String,
}

async fn waiting(app: &App, typed: &str, now: Now) -> Result<Option<Waiting>, Wrong> {
    let token = URL_SAFE_NO_PAD.decode(typed).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let Some(hash) = token.map(|token| token_hash(&token)) else { return Ok(None) };
    let Some(ticket) = app.store.ticket(&hash, now.0).await? else { return Ok(None) };
    let cohort = app.store.cohort_to_launch(ticket.cohort).await?;
    let Some(cohort) = cohort.filter(|cohort| lets_in(cohort, ticket.platform)) else { return Ok(None) };
    let person = if cohort.settings.names.asks() { app.store.person_of_platform(&ticket).await? } else { None };
    let before = match person {
        Some(person) => app.store.entry_before(person, cohort.id).await?,
        None => None,
    };
    let known_as = before.map(|before| before.name).filter(|name| !name.is_empty());
    let sent = xapi::said(app.config.xapi.as_ref(), cohort.settings.names);
    Ok(Some(Waiting { hash, ticket, cohort, person, known_as, sent }))
}

fn page(around: Around, identity: Option<&Identity>, here: String, waiting: &Waiting, name: &str) -> EnterPage {
    let names = waiting.cohort.settings.names;
    EnterPage {
        frame: around.at(&here).frame(&format!("Go in to {}", waiting.cohort.name), None, identity),
        style: assets::address_of("cohort.css"),
        here,
        cohort: waiting.cohort.name.clone(),
        shut: String::new(),
        asks: names.asks() && waiting.known_as.is_none(),
        real: matches!(names, Names::Real | Names::Hidden),
        name: name.chars().take(MOST_TYPED).collect(),
        name_error: String::new(),
        other: names.asks() && identity.is_some_and(|identity| Some(identity.person) != waiting.person),
        seen: privacy::seen(names),
        sent: waiting.sent.clone(),
    }
}

/// Says that a launch was used or is too old, or that the cohort lets nobody in from there any more.
fn over(around: Around, identity: Option<&Identity>) -> Result<Response, Wrong> {
    let page = EnterPage {
        frame: around.at("/join").frame("This way in is over", None, identity),
        style: assets::address_of("cohort.css"),
        here: String::new(),
        cohort: String::new(),
        shut: "It works once, and for two minutes. Go back to the course and open the link again.".to_owned(),
        asks: false,
        real: false,
        name: String::new(),
        name_error: String::new(),
        other: false,
        seen: "",
        sent: String::new(),
    };
    answer::page_with(StatusCode::NOT_FOUND, &page)
}

/// `/lti/enter/{token}`: who goes in where. Nothing is changed by looking.
pub async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let Some(waiting) = waiting(&app, &typed, now).await? else { return over(around, identity.as_ref()) };
    let name = waiting.known_as.clone().unwrap_or_else(|| waiting.ticket.name.clone());
    answer::page(&page(around, identity.as_ref(), format!("/lti/enter/{typed}"), &waiting, &name))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct EnterForm {
    #[serde(default)]
    name: String,
}

/// `POST /lti/enter/{token}`: in.
pub async fn enter(
    State(app): State<App>,
    Path(typed): Path<String>,
    (around, token, caller): (Around, Token, Caller),
    now: Now,
    Form(form): Form<EnterForm>,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let Some(waiting) = waiting(&app, &typed, now).await? else { return over(around, identity.as_ref()) };
    let mut page = page(around.clone(), identity.as_ref(), format!("/lti/enter/{typed}"), &waiting, &form.name);
    let name = match &waiting.known_as {
        Some(name) => name.clone(),
        None if page.asks => match member_name(&form.name) {
            Ok(name) => name,
            Err(why) => {
                page.name_error = why;
                return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
            }
        },
        None => String::new(),
    };
    let Waiting { hash, ticket, cohort, person, .. } = waiting;
    if person.is_none() && cohort.settings.names.asks() {
        app.limits.new_person(caller.address, now.0)?;
    }
    // From here on the token is used up, whatever comes of it.
    if app.store.take_ticket(hash, now.0).await?.is_none() {
        return over(around, identity.as_ref());
    }
    let new =
        |person| NewMember { id: Now::id(), cohort: cohort.id, person, name: name.clone(), handle: None, at: now.0 };
    let (cookie, joined, came) = if cohort.settings.names.asks() {
        let (who, cookie, made) = match person {
            Some(who) if identity.as_ref().is_some_and(|identity| identity.person == who) => (who, None, false),
            Some(who) => (who, session::sign_in(&app, who, &caller, now).await?, false),
            None => {
                let (made, cookie) = session::begin(&app, &caller, now).await?;
                let who = app.store.settle_person(ticket.clone(), made, now.0).await?;
                if who == made {
                    (who, Some(cookie), true)
                } else {
                    // Another window of theirs was first.
                    app.store.delete_person(made, Now::id(), now.0).await?;
                    (who, session::sign_in(&app, who, &caller, now).await?, false)
                }
            }
        };
        let joined = app.store.enter_cohort(new(who)).await?;
        let is_in = matches!(joined, Joined::In(_) | Joined::Already(_));
        if made && !is_in {
            app.store.delete_person(who, Now::id(), now.0).await?;
        }
        (cookie.filter(|_| is_in), joined, Some(who))
    } else {
        // Nothing may say who is who: they come in as anybody who has the code does.
        let (who, joined) =
            for_somebody(&app, &token, &caller, now, |person| app.store.enter_cohort(new(person))).await?;
        (who.cookie, joined, None)
    };
    page.shut = match joined {
        Joined::In(_) | Joined::Already(_) => {
            tracing::info!(cohort = %cohort.id, platform = %ticket.platform, "somebody came in from a platform");
            if let Some(who) = came {
                app.store.keep_score(Now::id(), ticket.clone(), who, now.0).await?;
            }
            let to = if ticket.target.is_empty() { join::inside(&app, &cohort) } else { ticket.target };
            return Ok(answer::redirect_with(&to, cookie.as_ref()));
        }
        Joined::Shut(shut) => join::why(shut),
        Joined::Removed => join::REMOVED.to_owned(),
        Joined::NotThere => "This cohort was put away. Ask whoever teaches the course for another one.".to_owned(),
        Joined::NotListed => {
            "Who comes in has to be on its list or of its domain, and the platform does not say who that is. Ask a facilitator for the code.".to_owned()
        }
    };
    let response = answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?;
    Ok(answer::with_cookie(response, cookie.as_ref()))
}
