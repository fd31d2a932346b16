//! Which facilitator is asking: their session's cookie, and what it stands for. A participant's session is another one, in
//! another cookie: the same browser may have both.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use uuid::Uuid;

use super::answer;
use super::error::Wrong;
use super::now::Now;
use super::own_cookie::OwnCookie;
use super::secret::token_hash;
use crate::app::App;
use crate::domain::account::Role;
use crate::store::{Actor, Alive, Deed, Entry, Facilitator, NewSession, SignedIn};

/// A session ends when it was not used for so long: twelve hours.
const IDLE_SECONDS: i64 = 12 * 3600;
/// A session ends so long after it was signed in, however much it is used: 30 days.
const LONGEST_SECONDS: i64 = 30 * 24 * 3600;
/// A session in use is noted as such once in so long: five minutes.
const NOTED_SECONDS: i64 = 300;
/// How long a browser is remembered as one that was signed in to an account.
const KNOWN_SECONDS: i64 = 400 * 24 * 3600;
/// What keeps a facilitator signed in.
const SESSION: OwnCookie = OwnCookie { plain: "podium-facilitator", secure: "__Host-podium-facilitator" };
/// What tells a browser that was signed in before from strangers.
const KNOWN: OwnCookie = OwnCookie { plain: "podium-known", secure: "__Host-podium-known" };

/// The page on which facilitators sign in.
pub const SIGN_IN: &str = "/facilitate/sign-in";
/// Their home.
pub const HOME: &str = "/facilitate";

/// The facilitator who asks. As an argument of a handler it lets nobody else in: a stranger is sent to sign in.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Who.
    pub facilitator: Facilitator,
    /// In which browser.
    pub session: Uuid,
}

/// The owner who asks. As an argument of a handler it lets nobody else in: for other facilitators there is no such page.
#[derive(Debug, Clone)]
pub struct Owner(pub Signed);

impl Signed {
    /// The one who asks, when the request names a session that has not ended. Notes that it is in use.
    pub async fn of(app: &App, headers: &HeaderMap, now: Now) -> Result<Option<Self>, Wrong> {
        let Some(hash) = hash_of(app, headers) else { return Ok(None) };
        let Some(SignedIn { facilitator, session, seen_at }) = app.store.signed_in(&hash, alive(now)).await? else {
            return Ok(None);
        };
        if seen_at.plus_seconds(NOTED_SECONDS) < now.0 {
            let store = app.store.clone();
            // Nobody waits for it.
            tokio::spawn(async move {
                if let Err(error) = store.touch_facilitator(session, now.0).await {
                    tracing::warn!(%error, "the use of a facilitator's session could not be noted");
                }
            });
        }
        Ok(Some(Self { facilitator, session }))
    }

    /// An entry of the audit log for what they do.
    #[must_use]
    pub fn entry(&self, deed: Deed, subject: Option<Uuid>, subject_name: String, now: Now) -> Entry {
        let actor = Actor { id: Some(self.facilitator.id), name: called(&self.facilitator) };
        Entry { id: Now::id(), at: now.0, actor, deed, subject, subject_name, detail: String::new() }
    }

    /// The same for what they do to their own account.
    #[must_use]
    pub fn entry_of_own(&self, deed: Deed, now: Now) -> Entry {
        self.entry(deed, Some(self.facilitator.id), called(&self.facilitator), now)
    }
}

/// A facilitator as the audit log names them.
#[must_use]
pub fn called(facilitator: &Facilitator) -> String {
    format!("{} ({})", facilitator.name, facilitator.email)
}

/// Why somebody is not let in.
#[derive(Debug)]
pub enum Outside {
    /// Not signed in: sent to where they can, and from there back to this page, when it can be opened again.
    Stranger(Option<String>),
    /// Signed in and not allowed, or it cannot be told.
    Wrong(Wrong),
}

impl From<Wrong> for Outside {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl IntoResponse for Outside {
    fn into_response(self) -> Response {
        match self {
            Self::Stranger(None) => answer::redirect(SIGN_IN),
            Self::Stranger(Some(back)) => {
                // What ends a value in a query or means something in one; all else of an address may stand there.
                let back = back.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
                answer::redirect(&format!("{SIGN_IN}?back={back}"))
            }
            Self::Wrong(wrong) => wrong.into_response(),
        }
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Outside;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Outside> {
        if let Some(signed) = Self::of(app, &parts.headers, Now::read()).await? {
            return Ok(signed);
        }
        let page = matches!(parts.method, Method::GET | Method::HEAD);
        let back = parts.uri.path_and_query().filter(|_| page).map(|path| path.as_str().to_owned());
        Err(Outside::Stranger(back.filter(|back| back != HOME)))
    }
}

impl FromRequestParts<App> for Owner {
    type Rejection = Outside;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Outside> {
        let signed = Signed::from_request_parts(parts, app).await?;
        let may = signed.facilitator.role == Role::Owner;
        if may { Ok(Self(signed)) } else { Err(Outside::Wrong(Wrong::NotFound)) }
    }
}

/// A browser about to be signed in: what the store keeps of it, and the cookie that it gets.
#[must_use]
pub fn new_session(app: &App, device: String, now: Now) -> (NewSession, Cookie<'static>) {
    let token = Now::token();
    let session = NewSession { id: Now::id(), token_hash: token_hash(&token), device, at: now.0 };
    (session, SESSION.make(app, URL_SAFE_NO_PAD.encode(token), LONGEST_SECONDS))
}

/// Takes the session's cookie out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    SESSION.forget(app)
}

/// What a browser keeps after it was signed in to an account with this password, so that strangers' guesses do not keep it
/// out. It opens nothing.
#[must_use]
pub fn known_cookie(app: &App, account: Uuid, password: &str) -> Cookie<'static> {
    KNOWN.make(app, URL_SAFE_NO_PAD.encode(app.secret.known_browser(account, password)), KNOWN_SECONDS)
}

/// Whether the browser was signed in to this account with this password before; then what it shows.
#[must_use]
pub fn known_browser(app: &App, headers: &HeaderMap, account: Uuid, password: &str) -> Option<[u8; 32]> {
    let shown = token_of(KNOWN.value(app, headers)?)?;
    // Hashed, so that how long the comparison takes tells nothing.
    let same = token_hash(&shown) == token_hash(&app.secret.known_browser(account, password));
    same.then(|| token_hash(&shown))
}

/// Whether who is signed in has typed the account's password; one that has none has nothing to type. Whoever found the browser
/// open must not guess without end.
pub async fn confirms(
    app: &App,
    signed: &Signed,
    headers: &HeaderMap,
    address: IpAddr,
    typed: String,
    now: Now,
) -> Result<bool, Wrong> {
    let me = signed.facilitator.id;
    let Some(kept) = app.store.kept_password(me).await? else { return Ok(true) };
    let door = known_browser(app, headers, me, &kept).unwrap_or_else(|| app.secret.known_browser(me, ""));
    let _turn = app.limits.turn_to_sign_in(address, door, now.0).await?;
    let right = app.passwords.is_right(typed, Some(&kept)).await?;
    if right {
        app.limits.right_password(address, door, now.0);
    } else {
        tracing::info!(facilitator = %me, "a facilitator's password was wrong");
    }
    Ok(right)
}

/// From when on sessions count.
#[must_use]
pub fn alive(now: Now) -> Alive {
    Alive { seen_since: now.0.plus_seconds(-IDLE_SECONDS), made_since: now.0.plus_seconds(-LONGEST_SECONDS) }
}

fn hash_of(app: &App, headers: &HeaderMap) -> Option<[u8; 32]> {
    Some(token_hash(&token_of(SESSION.value(app, headers)?)?))
}

/// A token of 256 bits from its text in a cookie or an address.
#[must_use]
pub fn token_of(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok())
}
