//! What a browser shows at the door of a cohort for people of a domain, after the identity provider has said who is there.

use axum::http::HeaderMap;
use cookie::Cookie;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::domain::time::Millis;
use crate::web::checked;
use crate::web::now::Now;
use crate::web::own_cookie::OwnCookie;

/// What the browser keeps meanwhile.
const COOKIE: OwnCookie = OwnCookie { plain: "podium-voucher", secure: "__Host-podium-voucher" };
/// How long somebody may take to type a name: ten minutes.
const SECONDS: i64 = 600;
/// Tells it from what else browsers carry.
const PURPOSE: &[u8] = b"door voucher";

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
        let read: Self = checked::read(&app.secret, PURPOSE, COOKIE.value(app, headers)?)?;
        Some(read).filter(|voucher| voucher.cohort == cohort && voucher.until > now.0)
    }

    /// The cookie that keeps it.
    #[must_use]
    pub fn cookie(&self, app: &App) -> Cookie<'static> {
        COOKIE.make(app, checked::write(&app.secret, PURPOSE, self), SECONDS)
    }
}

/// Takes it out of the browser.
#[must_use]
pub fn forget(app: &App) -> Cookie<'static> {
    COOKIE.forget(app)
}
