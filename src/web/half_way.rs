//! Half-way in: what a browser shows between the password and the second factor. It opens nothing, is good for some minutes,
//! and ends with the password that was shown.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use uuid::Uuid;

use super::error::Wrong;
use super::now::Now;
use super::own_cookie::OwnCookie;
use super::secret::token_hash;
use crate::app::App;
use crate::domain::time::Millis;

/// What the browser keeps.
const COOKIE: OwnCookie = OwnCookie { plain: "podium-half-way", secure: "__Host-podium-half-way" };
/// How long the second factor may be shown after the password: five minutes.
const SECONDS: i64 = 300;
/// The account, the time until which it is good, and the proof.
const LENGTH: usize = 16 + 8 + 32;

/// Somebody who is half-way in.
pub struct HalfWay {
    /// To which account.
    pub facilitator: Uuid,
    /// The hash of the password that was shown; none for who came by an identity provider.
    pub password: Option<String>,
}

impl HalfWay {
    /// Whoever a request shows to be half-way in, when that is still good.
    pub async fn of(app: &App, headers: &HeaderMap, now: Now) -> Result<Option<Self>, Wrong> {
        let Some((facilitator, until, proof)) = COOKIE.value(app, headers).and_then(read) else {
            return Ok(None);
        };
        if until <= now.0 {
            return Ok(None);
        }
        let kept = app.store.kept_password(facilitator).await?;
        // Hashed, so that how long the comparison takes tells nothing.
        let proves = |password: Option<&str>| {
            token_hash(&proof) == token_hash(&app.secret.half_way(facilitator, until, password))
        };
        if kept.is_some() && proves(kept.as_deref()) {
            return Ok(Some(Self { facilitator, password: kept }));
        }
        Ok(proves(None).then_some(Self { facilitator, password: None }))
    }
}

fn read(value: &str) -> Option<(Uuid, Millis, [u8; 32])> {
    let bytes: [u8; LENGTH] = URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok()?;
    let facilitator = Uuid::from_slice(&bytes[..16]).ok()?;
    let until = i64::from_be_bytes(bytes[16..24].try_into().ok()?);
    Some((facilitator, Millis(until), bytes[24..].try_into().ok()?))
}

/// The cookie of a browser that is half-way in: after the password of this hash, or with none after an identity provider.
#[must_use]
pub fn cookie(app: &App, facilitator: Uuid, password: Option<&str>, now: Now) -> Cookie<'static> {
    let until = now.0.plus_seconds(SECONDS);
    let proof = app.secret.half_way(facilitator, until, password);
    let bytes = [facilitator.as_bytes(), &until.0.to_be_bytes()[..], &proof].concat();
    COOKIE.make(app, URL_SAFE_NO_PAD.encode(bytes), SECONDS)
}

/// Takes the cookie out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    COOKIE.forget(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_such_cookie_says_nothing() {
        for value in
            ["", "x", "%%%", &URL_SAFE_NO_PAD.encode([0; LENGTH - 1]), &URL_SAFE_NO_PAD.encode([0; LENGTH + 1])]
        {
            assert_eq!(read(value), None, "{value}");
        }
        let whole = read(&URL_SAFE_NO_PAD.encode([0; LENGTH]));
        assert_eq!(whole, Some((Uuid::nil(), Millis(0), [0; 32])));
    }
}
