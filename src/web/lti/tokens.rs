//! Access to the services of learning platforms: tokens that a platform gives for a statement signed by this portal's key (Security
//! Framework 1.0, 4; RFC 7523), kept until shortly before they end.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::url::form_urlencoded;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::domain::time::Millis;
use crate::store::Platform;
use crate::web::calls::{Http, Unanswered, call, http};
use crate::web::now::Now;
use crate::web::signing;

/// How long the statement is good, in seconds.
const STATEMENT_SECONDS: i64 = 60;
/// How long before its end a token is used no more, in seconds.
const MARGIN_SECONDS: i64 = 60;
/// How long a token is good of which that is not said, in seconds.
const USUAL_SECONDS: i64 = 600;
/// The longest that is believed, in seconds.
const LONGEST_SECONDS: i64 = 86_400;

/// To which platform, and for what.
type Access = (Uuid, &'static str);

/// The tokens that this process has, and until when they are used.
#[derive(Default)]
pub struct PlatformTokens {
    http: OnceLock<Http>,
    known: Mutex<HashMap<Access, (String, Millis)>>,
}

/// Why a service was of no help. The words are for the log and for facilitators, and hold nothing of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unserved {
    /// The platform does not answer, or is too busy; after so many seconds, if it says so.
    Busy(String, Option<u32>),
    /// It gives no access.
    NoAccess(String),
    /// It does not take what it was sent.
    Refused(String),
}

impl Unserved {
    /// What happened, in words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Busy(words, _) | Self::NoAccess(words) | Self::Refused(words) => words,
        }
    }

    /// Whether the same would happen with anything else that this platform is asked.
    #[must_use]
    pub const fn concerns_all(&self) -> bool {
        matches!(self, Self::Busy(..) | Self::NoAccess(_))
    }
}

impl From<Unanswered> for Unserved {
    fn from(Unanswered(why): Unanswered) -> Self {
        Self::Busy(format!("It does not answer: {why}."), None)
    }
}

impl PlatformTokens {
    fn http(&self) -> Result<Http, Unanswered> {
        if let Some(client) = self.http.get() {
            return Ok(client.clone());
        }
        let client = http()?;
        Ok(self.http.get_or_init(|| client).clone())
    }

    /// Asks a service of a platform, with a token for `scope`. A token that it takes no more is replaced once.
    pub async fn ask(
        &self,
        app: &App,
        platform: &Platform,
        scope: &'static str,
        request: impl Fn() -> Request<Vec<u8>>,
        now: Now,
    ) -> Result<Response<Vec<u8>>, Unserved> {
        for again in [true, false] {
            let token = self.token(app, platform, scope, now).await?;
            let mut request = request();
            let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut bearer = bearer.map_err(|_| Unserved::NoAccess("Its token is none.".to_owned()))?;
            bearer.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
            let secure = request.uri().scheme_str() == Some("https");
            let answer = call(self.http()?, secure, request).await?;
            if answer.status() == StatusCode::UNAUTHORIZED && again {
                self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(&(platform.id, scope));
                continue;
            }
            return judged(answer);
        }
        Err(Unserved::NoAccess("It takes the tokens that it gives no more.".to_owned()))
    }

    async fn token(&self, app: &App, platform: &Platform, scope: &'static str, now: Now) -> Result<String, Unserved> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&(platform.id, scope)).cloned();
        if let Some((token, _)) = known.filter(|(_, until)| *until > now.0) {
            return Ok(token);
        }
        let refused = |why: &str| Unserved::NoAccess(format!("It gives no access: {why}."));
        let seconds = now.0.0.div_euclid(1000);
        let statement = json!({
            "iss": platform.client, "sub": platform.client, "aud": platform.token_url,
            "iat": seconds, "exp": seconds + STATEMENT_SECONDS, "jti": URL_SAFE_NO_PAD.encode(Now::token()),
        });
        let signing = signing::current(app, now).await.map_err(|_| refused("the portal's own key cannot be had"))?;
        let statement = signing.sign("JWT", &statement).map_err(|_| refused("the portal's own key signs nothing"))?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .append_pair("client_assertion", &statement)
            .append_pair("scope", scope)
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(&platform.token_url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(form.into_bytes())
            .map_err(|_| refused("the address of its tokens is none"))?;
        let answer = call(self.http()?, platform.token_url.starts_with("https://"), request).await?;
        let answer = match judged(answer) {
            Err(Unserved::Refused(why)) => return Err(Unserved::NoAccess(why)),
            answered => answered?,
        };
        let answer: Value = serde_json::from_slice(answer.body()).map_err(|_| refused("its answer is no JSON"))?;
        let token = answer.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| refused("there is no token in its answer"))?.to_owned();
        let good = answer.get("expires_in").and_then(Value::as_i64).unwrap_or(USUAL_SECONDS).min(LONGEST_SECONDS);
        let until = now.0.plus_seconds(good - MARGIN_SECONDS);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert((platform.id, scope), (token.clone(), until));
        Ok(token)
    }
}

/// What an answer means.
fn judged(answer: Response<Vec<u8>>) -> Result<Response<Vec<u8>>, Unserved> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let words = format!("It answered {}.", status.as_u16());
    let seconds = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Err(match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Unserved::Busy(words, seconds),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Unserved::NoAccess(words),
        status if status.is_server_error() => Unserved::Busy(words, seconds),
        _ => Unserved::Refused(words),
    })
}
