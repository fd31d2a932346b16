//! Who is asking: the session cookie, and what the store knows of it.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use uuid::Uuid;

use super::error::Wrong;
use super::limits::{Limits, Wait};
use super::now::Now;
use super::own_cookie::OwnCookie;
use super::secret::token_hash;
use super::{answer, device};
use crate::app::App;
use crate::domain::time::Millis;
use crate::store::{Identity, NewParticipant, Reader, StoreError};

/// A session ends when it was not used for so long: half a year.
pub const IDLE_SECONDS: i64 = 180 * 24 * 3600;
/// A session in use is noted as such once in so long: an hour.
const NOTED_SECONDS: i64 = 3600;
/// The longest time a browser keeps a cookie.
const COOKIE_SECONDS: i64 = 400 * 24 * 3600;
/// What keeps a participant.
const COOKIE: OwnCookie = OwnCookie { plain: "podium", secure: "__Host-podium" };

/// The session that a request names, not yet looked up: the hash of the token in its cookie.
#[derive(Debug, Clone)]
pub struct Token {
    hash: Option<[u8; 32]>,
    renewal: Renewal,
}

/// Set when the browser's cookie should be sent again, so that it does not end while its owner goes on.
#[derive(Debug, Clone, Default)]
pub struct Renewal(Arc<AtomicBool>);

impl Renewal {
    /// Whether the session was noted as being in use.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl FromRequestParts<App> for Token {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let renewal = parts.extensions.get::<Renewal>().cloned().unwrap_or_default();
        Ok(Self { renewal, ..Self::of(app, &parts.headers) })
    }
}

impl Token {
    /// From the cookies of a request. Behind https only the cookie that no neighbouring host can set is believed.
    #[must_use]
    pub fn of(app: &App, headers: &HeaderMap) -> Self {
        Self::of_value(COOKIE.value(app, headers))
    }

    /// Of a cookie that was just made.
    #[must_use]
    pub fn of_cookie(cookie: &Cookie<'_>) -> Self {
        Self::of_value(Some(cookie.value()))
    }

    fn of_value(value: Option<&str>) -> Self {
        let token = value.and_then(|value| URL_SAFE_NO_PAD.decode(value).ok());
        let token = token.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Self { hash: token.map(|token| token_hash(&token)), renewal: Renewal::default() }
    }

    /// Whether the request names a session at all; it may have ended.
    #[must_use]
    pub fn named(&self) -> bool {
        self.hash.is_some()
    }

    /// The person and the session, when there is one that has not ended.
    pub async fn identity(&self, app: &App, now: Now) -> Result<Option<Identity>, Wrong> {
        match &self.hash {
            Some(hash) => {
                let identity = app.store.identity(hash, oldest(now)).await?;
                self.keep_alive(app, identity.as_ref(), now);
                Ok(identity)
            }
            None => Ok(None),
        }
    }

    /// The person with everything that the pages of one workshop show of them, in one read.
    pub async fn reader(&self, app: &App, now: Now, workshop: &str) -> Result<Option<Reader>, Wrong> {
        match &self.hash {
            Some(hash) => {
                let reader = app.store.reader(hash, oldest(now), workshop).await?;
                self.keep_alive(app, reader.as_ref().map(|reader| &reader.identity), now);
                Ok(reader)
            }
            None => Ok(None),
        }
    }

    /// Notes that a session is in use, so that neither it nor its cookie ends while its owner reads. Nobody waits for it.
    fn keep_alive(&self, app: &App, identity: Option<&Identity>, now: Now) {
        let in_use = |identity: &&Identity| identity.seen_at.plus_seconds(NOTED_SECONDS) < now.0;
        let Some(identity) = identity.filter(in_use) else { return };
        self.renewal.0.store(true, Ordering::Relaxed);
        let (store, session) = (app.store.clone(), identity.session);
        tokio::spawn(async move {
            if let Err(error) = store.touch(session, now.0).await {
                tracing::warn!(%error, "the use of a session could not be noted");
            }
        });
    }
}

/// Sessions last used before this have ended.
fn oldest(now: Now) -> Millis {
    now.0.plus_seconds(-IDLE_SECONDS)
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
pub async fn somebody(app: &App, token: &Token, around: &Caller, now: Now) -> Result<Somebody, Wrong> {
    somebody_within(app, token, around, now, Limits::new_person).await
}

/// Counts somebody new from an address, if there may be one.
type NewLimit = fn(&Limits, IpAddr, Millis) -> Result<(), Wait>;

async fn somebody_within(
    app: &App,
    token: &Token,
    around: &Caller,
    now: Now,
    limit: NewLimit,
) -> Result<Somebody, Wrong> {
    if let Some(Identity { person, session, .. }) = token.identity(app, now).await? {
        return Ok(Somebody { person, session, cookie: None });
    }
    if token.named() || around.of_somebody {
        // Going on as somebody new would hide from the person that their progress is elsewhere, or deleted.
        return Err(Wrong::SignedOut);
    }
    limit(&app.limits, around.address, now.0)?;
    let (cookie, token_hash) = new_cookie(app);
    let (person, session) = (Now::id(), Now::id());
    app.store.begin(NewParticipant { person, session, token_hash, device: around.device.clone(), at: now.0 }).await?;
    Ok(Somebody { person, session, cookie: Some(cookie) })
}

/// Does something for the person who asks, made on the spot when there is none. When they were merged into another one at
/// this very moment, it is done for that one: the session knows who that is.
pub async fn for_somebody<T, F>(
    app: &App,
    token: &Token,
    around: &Caller,
    now: Now,
    work: impl Fn(Uuid) -> F,
) -> Result<(Somebody, T), Wrong>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for_somebody_within(app, token, around, now, Limits::new_person, work).await
}

/// The same for who comes with a right join code: they are counted apart ([`Limits::new_member`]).
pub async fn for_member<T, F>(
    app: &App,
    token: &Token,
    around: &Caller,
    now: Now,
    work: impl Fn(Uuid) -> F,
) -> Result<(Somebody, T), Wrong>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for_somebody_within(app, token, around, now, Limits::new_member, work).await
}

async fn for_somebody_within<T, F>(
    app: &App,
    token: &Token,
    around: &Caller,
    now: Now,
    limit: NewLimit,
    work: impl Fn(Uuid) -> F,
) -> Result<(Somebody, T), Wrong>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let who = somebody_within(app, token, around, now, limit).await?;
    match work(who.person).await {
        Err(StoreError::Gone) => {
            let who = somebody_within(app, token, around, now, limit).await?;
            let done = work(who.person).await?;
            Ok((who, done))
        }
        done => Ok((who, done?)),
    }
}

/// Makes a person for this browser, whoever used it before. How often that may be is counted before (`new_person`).
pub async fn begin(app: &App, around: &Caller, now: Now) -> Result<(Uuid, Cookie<'static>), Wrong> {
    let (cookie, token_hash) = new_cookie(app);
    let (person, session) = (Now::id(), Now::id());
    app.store.begin(NewParticipant { person, session, token_hash, device: around.device.clone(), at: now.0 }).await?;
    Ok((person, cookie))
}

/// Signs this browser in as a person who exists already. How often that may be is counted before (`new_person`).
pub async fn sign_in(app: &App, person: Uuid, around: &Caller, now: Now) -> Result<Option<Cookie<'static>>, Wrong> {
    let (cookie, token_hash) = new_cookie(app);
    let there = app.store.add_session(person, Now::id(), token_hash, around.device.clone(), now.0).await?;
    Ok(there.then_some(cookie))
}

fn new_cookie(app: &App) -> (Cookie<'static>, [u8; 32]) {
    let token = Now::token();
    (cookie(app, URL_SAFE_NO_PAD.encode(token)), token_hash(&token))
}

/// The cookie that a request brought, to be kept as long as a new one; none when it brought none.
#[must_use]
pub fn renewed(app: &App, headers: &HeaderMap) -> Option<Cookie<'static>> {
    COOKIE.value(app, headers).map(|value| cookie(app, value.to_owned()))
}

fn cookie(app: &App, value: String) -> Cookie<'static> {
    COOKIE.make(app, value, COOKIE_SECONDS)
}

/// Takes the session's cookie out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    COOKIE.forget(app)
}

/// Where a request comes from, and what its browser calls itself.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person's address: the peer's, or what a trusted proxy says.
    pub address: IpAddr,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// The page that sends this was drawn for somebody known: it must not make somebody new.
    pub of_somebody: bool,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer =
            parts.extensions.get::<super::server::Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0.ip());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address: caller_address(app, peer, &parts.headers),
            device: device::name_of(agent),
            of_somebody: parts.headers.contains_key(answer::WHO),
        })
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
        match address_of(hop.trim()) {
            Some(next) => address = next,
            None => break,
        }
    }
    address
}

/// The address of a hop; some proxies write its port as well.
fn address_of(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_is_read_with_and_without_its_port() {
        let cases = [
            ("203.0.113.5", Some("203.0.113.5")),
            ("203.0.113.5:4455", Some("203.0.113.5")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:4455", Some("2001:db8::1")),
            ("unknown", None),
            ("", None),
        ];
        for (hop, address) in cases {
            assert_eq!(address_of(hop), address.map(|address| address.parse().unwrap()), "{hop}");
        }
    }
}
