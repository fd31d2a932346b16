//! My name, my continue code, my devices, my data.

use askama::Template;

use super::frame::{Frame, Onward};

/// `/me`.
#[derive(Template)]
#[template(path = "me.html", blocks = ["name", "code"])]
pub struct MePage {
    /// Around it.
    pub frame: Frame,
    /// Whether anything is kept yet; when not, the page says so and offers only the continue code of another device.
    pub known: bool,
    /// As typed last, even if refused.
    pub name: String,
    /// What is wrong with the name; empty when nothing is.
    pub name_error: String,
    /// "Saved" after a change; empty otherwise.
    pub name_saved: String,
    /// The continue code, when there is one.
    pub code: Option<CodeView>,
    /// Signed-in browsers, this one first.
    pub devices: Vec<DeviceView>,
    /// Per workshop: (home, title, "11 of 29 sections · 4 notes").
    pub kept: Vec<(String, String, String)>,
}

/// The continue code as shown.
pub struct CodeView {
    /// Such as `amber-cliff-otter-maple-sound`.
    pub phrase: String,
    /// The QR code as an `<svg>` without fixed colours (uses currentColor).
    pub qr: String,
    /// Where it is entered, such as `http://127.0.0.1:8080/continue`.
    pub address: String,
    /// (RFC 3339, words).
    pub made: (String, String),
}

/// One signed-in browser.
pub struct DeviceView {
    /// For the sign-out form: `/me/devices/{id}/sign-out`.
    pub url: String,
    /// Such as "Firefox on Linux".
    pub name: String,
    /// The one this page was asked for with.
    pub this: bool,
    /// (RFC 3339, words).
    pub since: (String, String),
    /// (RFC 3339, words).
    pub seen: (String, String),
}

/// After everything was deleted.
#[derive(Template)]
#[template(path = "deleted.html")]
pub struct DeletedPage {
    /// Around it.
    pub frame: Frame,
    /// The receipt's number.
    pub receipt: String,
    /// (RFC 3339, words).
    pub at: (String, String),
    /// What was deleted: ("Sections marked", 11).
    pub counts: Vec<(&'static str, u64)>,
    /// A way on.
    pub onward: Onward,
}
