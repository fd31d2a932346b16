//! Cookies of this portal that no script reads: made, read and taken back in one way.

use axum::http::{HeaderMap, header};
use cookie::{Cookie, SameSite, time};

use crate::app::App;

/// What a cookie is called, by plain http and by https. There the name says that no other host has set it (`__Host-`, RFC 6265bis
/// 4.1.3.2).
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnCookie {
    /// By plain http.
    pub(super) plain: &'static str,
    /// By https.
    pub(super) secure: &'static str,
}

impl OwnCookie {
    fn name(self, app: &App) -> &'static str {
        if app.https() { self.secure } else { self.plain }
    }

    /// What a browser shows.
    pub(super) fn value<'h>(self, app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
        cookie_value(headers, self.name(app))
    }

    /// One that a browser keeps for so many seconds. Lax, since people also come from other sites, such as an identity provider.
    pub(super) fn make(self, app: &App, value: String, seconds: i64) -> Cookie<'static> {
        Cookie::build((self.name(app), value))
            .path("/")
            .http_only(true)
            .secure(app.https())
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(seconds))
            .build()
    }

    /// Takes it out of the browser.
    pub(super) fn forget(self, app: &App) -> Cookie<'static> {
        let mut cookie = self.make(app, String::new(), 0);
        cookie.make_removal();
        cookie
    }
}

/// The value of a cookie that a request brings.
pub(super) fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
