//! The one-time link that makes the owner's account.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::secret::token_hash;
use super::session::Token;
use super::{answer, when};
use crate::app::App;
use crate::domain::time::Millis;
use crate::store::{Store, StoreError};

/// How long the link of the first run can be used: seven days.
const VALID_SECONDS: i64 = 7 * 24 * 3600;
/// The role that the first invitation gives.
const OWNER: &str = "owner";

/// `/facilitate/invitations/{token}`.
#[derive(Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    /// Around it.
    pub frame: Frame,
    /// Until when the link can be used: (RFC 3339, words).
    pub until: (String, String),
}

/// `/facilitate/invitations/{token}`. A wrong or used link is as good as none: 404.
pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    around: Around,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let hash = token_hash(&bytes.ok_or(Wrong::NotFound)?);
    let invitation = app.store.invitation(&hash, now.0).await?.ok_or(Wrong::NotFound)?;
    let identity = session.identity(&app, now).await?;
    answer::page(&InvitationPage {
        // The way back must not hold the token.
        frame: around.at("/").frame("Owner's link", None, identity.as_ref()),
        until: when::moment(invitation.expires_at),
    })
}

/// Makes the owner's link when the portal has none that can still be used: its path and the time it ends. Only the hash of
/// the token is kept, so that the link is shown this once.
pub async fn first_run(store: &Store, now: Now) -> Result<Option<(String, Millis)>, StoreError> {
    let token = Now::token();
    let until = now.0.plus_seconds(VALID_SECONDS);
    let made = store.invite_first(token_hash(&token), OWNER, now.0, until).await?;
    Ok(made.then(|| (format!("/facilitate/invitations/{}", URL_SAFE_NO_PAD.encode(token)), until)))
}
