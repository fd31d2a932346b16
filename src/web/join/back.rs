//! One-time links by which a facilitator lets a participant back in who lost their device.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::App;
use crate::store::Identity;
use crate::web::account::token_of;
use crate::web::continue_code::{go_on_as, welcome};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::secret::token_hash;
use crate::web::session::{Caller, Token};
use crate::web::{answer, assets};

/// How often it is tried when people become one at this very moment.
const TRIES: usize = 5;

/// `/join/back/{token}`.
#[derive(Template)]
#[template(path = "join/back.html")]
struct BackPage {
    frame: Frame,
    style: String,
    /// Where the form goes: this page.
    here: String,
    /// The cohort, and what the person is called in it; none when the link opens nothing.
    opens: Option<(String, String)>,
    /// This browser has progress of its own, which will be added to the other.
    has_progress: bool,
}

fn page(around: Around, identity: Option<&Identity>, token: &str, opens: Option<(String, String)>) -> BackPage {
    BackPage {
        // The way back must not hold the token.
        frame: around.at("/").frame(
            if opens.is_some() { "Come back" } else { "This link opens nothing" },
            None,
            identity,
        ),
        style: assets::address_of("cohort.css"),
        here: format!("/join/back/{token}"),
        opens,
        has_progress: identity.is_some(),
    }
}

/// `/join/back/{token}`: says whom the link lets back in, and uses it for nothing.
pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    around: Around,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let opens = match token_of(&token) {
        Some(link) => app.store.return_link(&token_hash(&link), now.0).await?,
        None => None,
    };
    let identity = session.identity(&app, now).await?;
    let status = if opens.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    answer::page_with(status, &page(around, identity.as_ref(), &token, opens))
}

/// `POST /join/back/{token}`: uses the link up. This browser goes on as the participant; what it had itself is added.
pub async fn enter(
    State(app): State<App>,
    Path(token): Path<String>,
    around: Around,
    session: Token,
    caller: Caller,
    now: Now,
) -> Result<Response, Wrong> {
    let identity = session.identity(&app, now).await?;
    let gone = |around| {
        let page = page(around, identity.as_ref(), &token, None);
        answer::page_with(StatusCode::NOT_FOUND, &page)
    };
    let Some(link) = token_of(&token) else { return gone(around) };
    let hash = token_hash(&link);
    // Before the link is used up: it must not be lost to somebody else's haste.
    app.limits.new_person(caller.address, now.0)?;
    let Some((mut person, _)) = app.store.use_return_link(hash, now.0).await? else { return gone(around) };
    for _ in 0..TRIES {
        if let Some(way) = go_on_as(&app, person, &session, &caller, now).await? {
            tracing::info!("a link back into a cohort was used");
            return welcome(&app, around, person, &way, identity, session, now).await;
        }
        match app.store.returned_by(&hash).await? {
            Some(today) => person = today,
            None => return gone(around),
        }
    }
    Err(Wrong::Unavailable)
}
