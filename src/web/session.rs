//! Who is asking: the session cookie, and what the store knows of it.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite};
use uuid::Uuid;

use super::device;
use super::error::Wrong;
use super::now::Now;
use super::secret::token_hash;
use crate::app::App;
use crate::domain::time::Millis;
use crate::store::{Identity, NewParticipant, Reader, StoreError};

/// A session ends when it was not used for so long: half a year.
const IDLE_SECONDS: i64 = 180 * 24 * 3600;
/// A session in use is noted as such once in so long: an hour.
const NOTED_SECONDS: i64 = 3600;
/// The longest time a browser keeps a cookie.
const COOKIE_SECONDS: i64 = 400 * 24 * 3600;

/// The session that a request names, not yet looked up: the hash of the token in its cookie.
#[derive(Debug, Clone, Copy)]
pub struct Token(Option<[u8; 32]>);

impl<S: Send + Sync> FromRequestParts<S> for Token {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Token {
    /// From the cookies of a request; both names are understood, so that a portal that moves behind https keeps people.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let value = cookie_value(headers, cookie_name(true)).or_else(|| cookie_value(headers, cookie_name(false)));
        let token = value.and_then(|value| URL_SAFE_NO_PAD.decode(value).ok());
        let token = token.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Self(token.map(|token| token_hash(&token)))
    }

    /// Whether the request names a session at all; it may have ended.
    #[must_use]
    pub fn named(&self) -> bool {
        self.0.is_some()
    }

    /// The person and the session, when there is one that has not ended.
    pub async fn identity(&self, app: &App, now: Now) -> Result<Option<Identity>, Wrong> {
        match &self.0 {
            Some(hash) => {
                let identity = app.store.identity(hash, oldest(now)).await?;
                keep_alive(app, identity.as_ref(), now);
                Ok(identity)
            }
            None => Ok(None),
        }
    }

    /// The person with everything that the pages of one workshop show of them, in one read.
    pub async fn reader(&self, app: &App, now: Now, workshop: &str) -> Result<Option<Reader>, Wrong> {
        match &self.0 {
            Some(hash) => {
                let reader = app.store.reader(hash, oldest(now), workshop).await?;
                keep_alive(app, reader.as_ref().map(|reader| &reader.identity), now);
                Ok(reader)
            }
            None => Ok(None),
        }
    }
}

/// Notes that a session is in use, so that it does not end while its owner reads. Nobody waits for it.
fn keep_alive(app: &App, identity: Option<&Identity>, now: Now) {
    let Some(identity) = identity.filter(|identity| identity.seen_at.plus_seconds(NOTED_SECONDS) < now.0) else {
        return;
    };
    let (store, session) = (app.store.clone(), identity.session);
    tokio::spawn(async move {
        if let Err(error) = store.touch(session, now.0).await {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    });
}

/// The value of a cookie that a request brings.
pub(super) fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Sessions last used before this have ended.
pub fn oldest(now: Now) -> Millis {
    now.0.plus_seconds(-IDLE_SECONDS)
}

fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-podium" } else { "podium" }
}

/// The person who asks, made on the spot when there is none: for requests that bring something worth remembering.
pub struct Somebody {
    /// Who.
    pub person: Uuid,
    /// In which browser.
    pub session: Uuid,
    /// To be sent with the answer when the person is new.
    pub cookie: Option<Cookie<'static>>,
}

/// Finds the person, or makes one and a session for this browser.
pub async fn somebody(app: &App, token: Token, around: &Caller, now: Now) -> Result<Somebody, Wrong> {
    if let Some(Identity { person, session, .. }) = token.identity(app, now).await? {
        return Ok(Somebody { person, session, cookie: None });
    }
    app.limits.new_person(around.address, now.0)?;
    let (cookie, token_hash) = new_cookie(app);
    let (person, session) = (Now::id(), Now::id());
    app.store.begin(NewParticipant { person, session, token_hash, device: around.device.clone(), at: now.0 }).await?;
    Ok(Somebody { person, session, cookie: Some(cookie) })
}

/// Does something for the person who asks, made on the spot when there is none. When they were merged into another one at
/// this very moment, it is done for that one: the session knows who that is.
pub async fn for_somebody<T, F>(
    app: &App,
    token: Token,
    around: &Caller,
    now: Now,
    work: impl Fn(Uuid) -> F,
) -> Result<(Somebody, T), Wrong>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let who = somebody(app, token, around, now).await?;
    match work(who.person).await {
        Err(StoreError::Gone) => {
            let who = somebody(app, token, around, now).await?;
            let done = work(who.person).await?;
            Ok((who, done))
        }
        done => Ok((who, done?)),
    }
}

/// Signs this browser in as a person who exists already.
pub async fn sign_in(app: &App, person: Uuid, around: &Caller, now: Now) -> Result<Option<Cookie<'static>>, Wrong> {
    let (cookie, token_hash) = new_cookie(app);
    let there = app.store.add_session(person, Now::id(), token_hash, around.device.clone(), now.0).await?;
    Ok(there.then_some(cookie))
}

fn new_cookie(app: &App) -> (Cookie<'static>, [u8; 32]) {
    let token = Now::token();
    let cookie = Cookie::build((cookie_name(app.https()), URL_SAFE_NO_PAD.encode(token)))
        .path("/")
        .http_only(true)
        .secure(app.https())
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(COOKIE_SECONDS))
        .build();
    (cookie, token_hash(&token))
}

/// Takes the session's cookie out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    let mut cookie =
        Cookie::build((cookie_name(app.https()), "")).path("/").secure(app.https()).http_only(true).build();
    cookie.make_removal();
    cookie
}

/// Where a request comes from, and what its browser calls itself.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person's address: the peer's, or what a trusted proxy says.
    pub address: IpAddr,
    /// Such as "Firefox on Linux".
    pub device: String,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer =
            parts.extensions.get::<super::server::Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0.ip());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self { address: caller_address(app, peer, &parts.headers), device: device::name_of(agent) })
    }
}

/// Walks `X-Forwarded-For` from its end, which is what the nearest proxy wrote, past the proxies we trust. What a client
/// writes itself stands further to the left and is never believed.
fn caller_address(app: &App, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let trusted =
        |address: IpAddr| app.config.trusted_proxies.iter().any(|network| network.contains(&address.to_canonical()));
    let mut address = peer;
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !trusted(address) {
            break;
        }
        match hop.trim().parse() {
            Ok(next) => address = next,
            Err(_) => break,
        }
    }
    address
}
