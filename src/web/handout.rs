//! The original handout, heading by heading and link by link: where each is taught here, what became of the link.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::now::Now;
use super::session::Token;
use super::{answer, places};
use crate::app::App;
use crate::content::model::{LinkState, SectionRef, Workshop};

/// `/w/{workshop}/handout`.
#[derive(Template)]
#[template(path = "handout.html")]
pub struct HandoutPage {
    /// Around it.
    pub frame: Frame,
    /// The handout's title.
    pub title: String,
    /// Where the handout can be read; may be empty.
    pub source: String,
    /// In order.
    pub headings: Vec<HandoutHeadingView>,
    /// How many links.
    pub links: usize,
    /// How many of each state: (class, words, how many).
    pub states: Vec<(&'static str, &'static str, usize)>,
}

/// One heading.
pub struct HandoutHeadingView {
    /// Its title.
    pub title: String,
    /// Its level in the handout, 1 to 6.
    pub level: u8,
    /// Where it is taught.
    pub taught: Option<Onward>,
    /// What changed, or why it is taught nowhere; may be empty.
    pub note: String,
    /// The links under it.
    pub links: Vec<HandoutLinkView>,
}

/// One link.
pub struct HandoutLinkView {
    /// Its words.
    pub text: String,
    /// Its address as in the handout.
    pub url: String,
    /// Whether that leads anywhere from here; a path of the handout's own place does not.
    pub leads: bool,
    /// Where its matter is taught.
    pub taught: Option<Onward>,
    /// `unchecked`, `ok`, `moved`, `outdated`, `gone`.
    pub class: &'static str,
    /// "Not checked", "As it was", "Moved", "Out of date", "Gone".
    pub state: &'static str,
    /// Where it leads today; may be empty.
    pub now: String,
    /// What to know; may be empty.
    pub note: String,
}

/// `/w/{workshop}/handout`; 404 when the workshop has none.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let handout = workshop.handout.as_ref().ok_or(Wrong::NotFound)?;
    let identity = token.identity(&app, now).await?;
    let links = || handout.headings.iter().flat_map(|heading| &heading.links);
    let headings = handout.headings.iter().map(|heading| HandoutHeadingView {
        title: heading.title.clone(),
        level: heading.level,
        taught: heading.taught.as_ref().and_then(|taught| onward(workshop, taught)),
        note: heading.note.clone().unwrap_or_default(),
        links: heading.links.iter().map(|link| link_view(workshop, link)).collect(),
    });
    let states =
        STATES.into_iter().map(|(state, class, words)| (class, words, links().filter(|l| l.state == state).count()));
    answer::page(&HandoutPage {
        frame: around.frame(&format!("{} · {}", handout.title, workshop.title), Some(workshop), identity.as_ref()),
        title: handout.title.clone(),
        source: handout.source.clone().unwrap_or_default(),
        headings: headings.collect(),
        links: links().count(),
        states: states.filter(|(_, _, n)| *n > 0).collect(),
    })
}

/// Every state with its class and its words.
const STATES: [(LinkState, &str, &str); 5] = [
    (LinkState::Ok, "ok", "As it was"),
    (LinkState::Moved, "moved", "Moved"),
    (LinkState::Outdated, "outdated", "Out of date"),
    (LinkState::Gone, "gone", "Gone"),
    (LinkState::Unchecked, "unchecked", "Not checked"),
];

fn link_view(workshop: &Workshop, link: &crate::content::model::HandoutLink) -> HandoutLinkView {
    let (class, state) =
        STATES.iter().find(|(state, ..)| *state == link.state).map_or(("", ""), |(_, class, words)| (class, words));
    HandoutLinkView {
        text: link.text.clone(),
        url: link.url.clone(),
        leads: link.url.contains(':'),
        taught: link.taught.as_ref().and_then(|taught| onward(workshop, taught)),
        class,
        state,
        now: link.now.clone().unwrap_or_default(),
        note: link.note.clone().unwrap_or_default(),
    }
}

fn onward(workshop: &Workshop, taught: &SectionRef) -> Option<Onward> {
    let m = places::find_module(&workshop.outline, &taught.module)?;
    match &taught.section {
        None => {
            Some(Onward { label: workshop.outline.modules[m].title.clone(), url: places::module_address(workshop, m) })
        }
        Some(section) => {
            let spot = places::find(&workshop.outline, &taught.module, section)?;
            Some(Onward {
                label: places::words(workshop, spot.module, spot.section),
                url: places::address(workshop, spot.module, spot.section),
            })
        }
    }
}
