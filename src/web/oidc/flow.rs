//! One way to the identity provider and back: what the browser keeps meanwhile, and what the provider is told.
//!
//! The browser keeps a random seed, a time and what it is for. State, nonce and the code verifier of PKCE are computed from them
//! and the portal's secret, so that none is good for another browser or another purpose.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use uuid::Uuid;

use crate::app::App;
use crate::domain::time::Millis;
use crate::web::now::Now;
use crate::web::own_cookie::OwnCookie;
use crate::web::secret::token_hash;

/// What the browser keeps meanwhile.
const COOKIE: OwnCookie = OwnCookie { plain: "podium-oidc", secure: "__Host-podium-oidc" };
/// How long somebody may be away: ten minutes.
const SECONDS: i64 = 600;
/// The seed and the time.
const HEAD: usize = 32 + 8;

/// What somebody goes to the provider for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in, and then to this path of the portal.
    SignIn(String),
    /// To make an account, or get into one, with the one-time link of this token.
    Link(String),
    /// To connect the account that this session is signed in to.
    Connect(Uuid),
    /// To be let into the cohort behind this join code, as a participant.
    Door(String),
}

impl Purpose {
    fn text(&self) -> String {
        match self {
            Self::SignIn(back) => format!("in {back}"),
            Self::Link(token) => format!("link {token}"),
            Self::Connect(session) => format!("connect {session}"),
            Self::Door(code) => format!("door {code}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(' ')?;
        match kind {
            "in" => Some(Self::SignIn(rest.to_owned())),
            "link" => Some(Self::Link(rest.to_owned())),
            "connect" => rest.parse().ok().map(Self::Connect),
            "door" => Some(Self::Door(rest.to_owned())),
            _ => None,
        }
    }
}

/// A way that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Tells it from all others.
    pub seed: [u8; 32],
    /// Until when somebody may come back.
    pub until: Millis,
    /// What for.
    pub purpose: Purpose,
}

impl Flow {
    /// A new one.
    #[must_use]
    pub fn new(purpose: Purpose, now: Now) -> Self {
        Self { seed: Now::token(), until: now.0.plus_seconds(SECONDS), purpose }
    }

    /// The one that a browser has under way, when its time is not over.
    #[must_use]
    pub fn of(app: &App, headers: &HeaderMap, now: Now) -> Option<Self> {
        Self::read(COOKIE.value(app, headers)?).filter(|flow| flow.until > now.0)
    }

    fn read(value: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (head, purpose) = bytes.split_at_checked(HEAD)?;
        let until = Millis(i64::from_be_bytes(head[32..].try_into().ok()?));
        let purpose = Purpose::parse(std::str::from_utf8(purpose).ok()?)?;
        Some(Self { seed: head[..32].try_into().ok()?, until, purpose })
    }

    fn bytes(&self) -> Vec<u8> {
        [&self.seed[..], &self.until.0.to_be_bytes(), self.purpose.text().as_bytes()].concat()
    }

    /// The cookie that keeps it.
    #[must_use]
    pub fn cookie(&self, app: &App) -> Cookie<'static> {
        COOKIE.make(app, URL_SAFE_NO_PAD.encode(self.bytes()), SECONDS)
    }

    /// What comes back from the provider with whoever was sent there.
    #[must_use]
    pub fn state(&self, app: &App) -> String {
        URL_SAFE_NO_PAD.encode(app.secret.on_the_way(b"oidc state", &self.bytes()))
    }

    /// What the provider writes into what it says of them.
    #[must_use]
    pub fn nonce(&self, app: &App) -> String {
        URL_SAFE_NO_PAD.encode(app.secret.on_the_way(b"oidc nonce", &self.bytes()))
    }

    /// What shows the provider that the same portal asks: PKCE, RFC 7636.
    #[must_use]
    pub fn verifier(&self, app: &App) -> String {
        URL_SAFE_NO_PAD.encode(app.secret.on_the_way(b"oidc verifier", &self.bytes()))
    }

    /// Whether this is what came back.
    #[must_use]
    pub fn is_state(&self, app: &App, state: &str) -> bool {
        let Some(shown) = URL_SAFE_NO_PAD.decode(state).ok().and_then(|bytes| bytes.try_into().ok()) else {
            return false;
        };
        // Hashed, so that how long the comparison takes tells nothing.
        token_hash(&shown) == token_hash(&app.secret.on_the_way(b"oidc state", &self.bytes()))
    }
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
    fn a_way_is_read_as_it_was_kept_and_nothing_else_is_one() {
        let purposes = [
            Purpose::SignIn("/facilitate/audit?a=b c".to_owned()),
            Purpose::Link("token".to_owned()),
            Purpose::Connect(Uuid::from_u128(7)),
            Purpose::Door("kite-706-443".to_owned()),
        ];
        for purpose in purposes {
            let flow = Flow { seed: [3; 32], until: Millis(17), purpose };
            assert_eq!(Flow::read(&URL_SAFE_NO_PAD.encode(flow.bytes())), Some(flow));
        }
        let seed = [0; HEAD];
        for bytes in [
            &b""[..],
            &seed,
            &[&seed[..], b"in"].concat(),
            &[&seed[..], b"connect x"].concat(),
            &[&seed[..], b"root x"].concat(),
        ] {
            assert_eq!(Flow::read(&URL_SAFE_NO_PAD.encode(bytes)), None, "{bytes:?}");
        }
        assert_eq!(Flow::read("%%%"), None);
    }
}
