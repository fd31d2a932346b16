//! What is kept of people, for how long, and who sees it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::{IDLE_SECONDS, Token};
use super::{answer, assets};
use crate::app::App;
use crate::domain::cohort::Names;

/// `/privacy`.
#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    frame: Frame,
    style: String,
    /// Days without use after which a browser is signed out.
    idle_days: i64,
    /// How long a cohort is kept, in a sentence.
    kept: String,
    /// Whether all new cohorts are anonymous.
    anonymous: bool,
    /// The host of the record store to which what people in cohorts do is sent; none when nothing is.
    sent_to: Option<String>,
    /// What is asked in cohorts of each kind, and who sees it.
    kinds: Vec<(&'static str, &'static str)>,
}

/// `/privacy`.
pub async fn show(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let called = |names: Names| match names {
        Names::Nickname => "Nicknames",
        Names::Real => "Names",
        Names::Hidden => "Names for facilitators only",
        Names::Anonymous => "Anonymous",
    };
    answer::page(&PrivacyPage {
        frame: around.at("/privacy").frame("What is kept, and who sees it", None, identity.as_ref()),
        style: assets::address_of("cohort.css"),
        idle_days: IDLE_SECONDS / (24 * 3600),
        kept: kept(app.config.keep_cohorts_days),
        anonymous: app.config.anonymous_cohorts,
        sent_to: app.config.xapi.as_ref().map(|settings| settings.host().to_owned()),
        kinds: Names::ALL.into_iter().map(|names| (called(names), seen(names))).collect(),
    })
}

/// Who sees what of somebody in a cohort with this rule for names, in a sentence.
#[must_use]
pub const fn seen(names: Names) -> &'static str {
    match names {
        Names::Nickname => {
            "The facilitators see what you call yourself, which sections you mark, what you answer and what you decide. Notes stay yours alone."
        }
        Names::Real => {
            "The facilitators see your name, which sections you mark, what you answer and what you decide; your name may be shown in the room. Notes stay yours alone."
        }
        Names::Hidden => {
            "Only the facilitators see your name, with which sections you mark, what you answer and what you decide. Notes stay yours alone."
        }
        Names::Anonymous => {
            "Nobody is asked for a name. The facilitators see how many have marked and answered what, and never who; fewer than five are not told apart. Notes stay yours alone."
        }
    }
}

/// How long a cohort is kept, in a sentence.
#[must_use]
pub fn kept(days: u32) -> String {
    match days {
        0 => "The cohort is kept until a facilitator deletes it.".to_owned(),
        1 => "The cohort is deleted a day after it is over; what you did stays yours.".to_owned(),
        days => format!("The cohort is deleted {days} days after it is over; what you did stays yours."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_is_said_in_days() {
        assert!(kept(0).contains("until a facilitator deletes it"));
        assert!(kept(1).contains("a day after"));
        assert!(kept(365).contains("365 days after"));
    }
}
