//! The one-time link that makes the owner's account.

use askama::Template;

use super::frame::Frame;

/// `/facilitate/invitations/{token}`.
#[derive(Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    /// Around it.
    pub frame: Frame,
    /// Until when the link can be used: (RFC 3339, words).
    pub until: (String, String),
}
