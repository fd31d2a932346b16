//! What a browser shows at the door of a cohort for people of a domain, after the identity provider has said who is there.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite, time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::domain::time::Millis;
use crate::web::now::Now;
use crate::web::secret::token_hash;
use crate::web::session::cookie_value;

/// How long somebody may take to type a name: ten minutes.
const SECONDS: i64 = 600;
/// The check behind the text.
const CHECK: usize = 32;

/// Who stands at the door, as the identity provider says. Good for one cohort, for one person, for ten minutes; the browser keeps
/// it, with a check that only this portal can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// Tells it from all others.
    pub seed: [u8; 32],
    /// Until when it is good.
    pub until: Millis,
    /// The cohort.
    pub cohort: Uuid,
    /// A verified address, in small letters.
    pub email: String,
    /// What the provider calls them; may be empty.
    pub name: String,
}

impl Voucher {
    /// A new one.
    #[must_use]
    pub fn new(cohort: Uuid, email: String, name: String, now: Now) -> Self {
        Self { seed: Now::token(), until: now.0.plus_seconds(SECONDS), cohort, email, name }
    }

    /// The one that a browser shows for a cohort, when it is good.
    #[must_use]
    pub fn of(app: &App, headers: &HeaderMap, cohort: Uuid, now: Now) -> Option<Self> {
        let read = Self::read(cookie_value(headers, name(app))?, |text| check(app, text))?;
        Some(read).filter(|voucher| voucher.cohort == cohort && voucher.until > now.0)
    }

    fn read(value: &str, check: impl Fn(&[u8]) -> [u8; CHECK]) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (shown, text) = bytes.split_first_chunk::<CHECK>()?;
        // Hashed, so that how long the comparison takes tells nothing.
        if token_hash(shown) != token_hash(&check(text)) {
            return None;
        }
        serde_json::from_slice(text).ok()
    }

    fn written(&self, check: impl Fn(&[u8]) -> [u8; CHECK]) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        URL_SAFE_NO_PAD.encode([&check(&text)[..], &text].concat())
    }

    /// The cookie that keeps it.
    #[must_use]
    pub fn cookie(&self, app: &App) -> Cookie<'static> {
        build(app, self.written(|text| check(app, text)), SECONDS)
    }
}

/// Takes it out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    let mut cookie = build(app, String::new(), 0);
    cookie.make_removal();
    cookie
}

fn check(app: &App, text: &[u8]) -> [u8; CHECK] {
    app.secret.on_the_way(b"door voucher", text)
}

fn build(app: &App, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build((name(app), value))
        .path("/")
        .http_only(true)
        .secure(app.https())
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(seconds))
        .build()
}

fn name(app: &App) -> &'static str {
    if app.https() { "__Host-podium-voucher" } else { "podium-voucher" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(of: u8) -> impl Fn(&[u8]) -> [u8; CHECK] {
        move |text| {
            token_hash(&text.iter().fold([of; 32], |mut sum, byte| {
                sum.rotate_left(1);
                sum[0] ^= byte;
                sum
            }))
        }
    }

    #[test]
    fn a_voucher_is_read_as_it_was_written_and_nothing_else_is_one() {
        let voucher = Voucher {
            seed: [7; 32],
            until: Millis(17),
            cohort: Uuid::from_u128(3),
            email: "zoë@example.org".to_owned(),
            name: "Zoë \"Z\" Åström".to_owned(),
        };
        let written = voucher.written(key(1));
        assert_eq!(Voucher::read(&written, key(1)), Some(voucher));
        // Of another portal, changed anywhere, cut off, or no such thing.
        assert_eq!(Voucher::read(&written, key(2)), None);
        let bytes = URL_SAFE_NO_PAD.decode(&written).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(Voucher::read(&URL_SAFE_NO_PAD.encode(&changed), key(1)), None, "{at}");
            assert_eq!(Voucher::read(&URL_SAFE_NO_PAD.encode(&bytes[..at]), key(1)), None, "{at}");
        }
        assert_eq!(Voucher::read("%%%", key(1)), None);
    }
}
