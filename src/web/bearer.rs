//! Programs that ask for a facilitator, by an API token in `Authorization: Bearer …`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::account::token_of;
use super::error::Wrong;
use super::now::Now;
use super::secret::token_hash;
use crate::api::{PROBLEM, Problem};
use crate::app::App;
use crate::domain::api_token::{PREFIX, Scope};
use crate::domain::time::Millis;
use crate::store::{Borne, Facilitator};

/// A token in use is noted as such once in so long: five minutes.
const NOTED_SECONDS: i64 = 300;

/// For whom a program asks. As an argument of a handler it lets nobody else in: the answer is 401 and a problem.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// For whom.
    pub facilitator: Facilitator,
    /// What the token may do.
    pub scope: Scope,
    /// When it ends.
    pub ends_at: Millis,
}

/// Why a program is not let in.
#[derive(Debug)]
pub enum Refused {
    /// It shows no token.
    Nothing,
    /// What it shows is no token, or one that has ended.
    Ended,
    /// It cannot be told.
    Wrong(Wrong),
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        // As RFC 6750 has it: <https://www.rfc-editor.org/rfc/rfc6750#section-3>.
        let (problem, asked) = match self {
            Self::Nothing => (Problem::no_token(), "Bearer realm=\"Podium\""),
            Self::Ended => (Problem::token_ended(), "Bearer realm=\"Podium\", error=\"invalid_token\""),
            Self::Wrong(wrong) => return wrong.into_response(),
        };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::WWW_AUTHENTICATE, HeaderValue::from_static(asked)),
        ];
        (StatusCode::UNAUTHORIZED, headers, problem.to_json()).into_response()
    }
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let now = Now::read();
        let shown = shown(&parts.headers).ok_or(Refused::Nothing)?;
        let secret = shown.strip_prefix(PREFIX).and_then(token_of).ok_or(Refused::Ended)?;
        let borne = app.store.borne(&token_hash(&secret), now.0).await.map_err(Wrong::from)?;
        let Borne { facilitator, token } = borne.ok_or(Refused::Ended)?;
        if token.seen_at.is_none_or(|seen| seen.plus_seconds(NOTED_SECONDS) < now.0) {
            let store = app.store.clone();
            // Nobody waits for it.
            tokio::spawn(async move {
                if let Err(error) = store.touch_api_token(token.id, now.0).await {
                    tracing::warn!(%error, "the use of an API token could not be noted");
                }
            });
        }
        Ok(Self { facilitator, scope: token.scope, ends_at: token.expires_at })
    }
}

/// What a request shows after the word `Bearer`, which may be written in any case.
fn shown(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_what_stands_after_the_word() {
        let cases = [
            ("Bearer podium_x", Some("podium_x")),
            ("bearer  podium_x ", Some("podium_x")),
            ("Basic cG9kaXVt", None),
            ("podium_x", None),
            ("Bearer", None),
            ("", None),
        ];
        for (line, expected) in cases {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(line).unwrap())]);
            assert_eq!(shown(&headers), expected, "{line:?}");
        }
        assert_eq!(shown(&HeaderMap::new()), None);
    }
}
