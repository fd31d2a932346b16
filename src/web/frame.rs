//! What stands around every page: title, bar, theme, assets, and the note about faulty content.

use std::convert::Infallible;

use axum::Form;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use cookie::{Cookie, SameSite};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::own_cookie::cookie_value;
use super::{answer, assets};
use crate::app::App;
use crate::content::model::Workshop;
use crate::store::{Facilitator, Identity};

/// The values of `templates/base.html`; every page has one as `frame`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The page's title, without the portal's name.
    pub title: String,
    /// The language of the page, a BCP 47 tag.
    pub lang: String,
    /// The remembered theme: `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// The workshop that the page belongs to.
    pub workshop: Option<FrameWorkshop>,
    /// The participant; none before anything was remembered.
    pub person: Option<FramePerson>,
    /// What the facilitator is called who is signed in, on their own pages; there the page offers to sign them out.
    pub facilitator: Option<String>,
    /// The [tag](FramePerson::tag) of the person that this one was merged from just now; what waits is carried over.
    pub was: Option<String>,
    /// Where the page stands, for forms that come back to it: a path with its query.
    pub here: String,
    /// What is wrong with the author's folder while an earlier version is served; one finding a line.
    pub faults: Vec<String>,
    /// Names what is served now; see [`super::build`].
    pub build: String,
    /// Addresses of the stylesheet and the scripts, with the hash of their content in the name.
    pub assets: Assets,
}

/// See [`Frame::workshop`].
#[derive(Debug, Clone)]
pub struct FrameWorkshop {
    /// Its address, `/w/{id}`.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Whether it has an outline of the original handout.
    pub handout: bool,
    /// Whether it has questions that come back.
    pub review: bool,
    /// Whether it has decisions.
    pub decisions: bool,
}

/// See [`Frame::person`].
#[derive(Debug, Clone)]
pub struct FramePerson {
    /// The name they gave; "You" when none.
    pub name: String,
    /// Tells this person from others on the same browser, and nothing else: what waits to be sent is kept under it.
    pub tag: String,
}

impl Frame {
    /// The same on a page of this facilitator.
    #[must_use]
    pub fn of_facilitator(self, facilitator: &Facilitator) -> Self {
        Self { facilitator: Some(facilitator.name.clone()), ..self }
    }
}

impl FramePerson {
    fn of(identity: &Identity) -> Self {
        let name = if identity.name.is_empty() { "You".to_owned() } else { identity.name.clone() };
        Self { name, tag: tag_of(identity.person) }
    }
}

/// What tells a person from others on the same browser: a hash of the id, so that the page does not hold the id itself.
#[must_use]
pub fn tag_of(person: Uuid) -> String {
    assets::hex(&Sha256::digest(person.as_bytes())[..8])
}

/// Addresses of embedded files.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The stylesheet.
    pub css: String,
    /// In-place forms, theme, search as you type, copy buttons.
    pub page_js: String,
    /// Notes, marks and places that are kept until the server has them.
    pub keep_js: String,
    /// The icon.
    pub icon: String,
}

/// A place to go to.
#[derive(Debug, Clone)]
pub struct Onward {
    /// What the link says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// What a page's frame is made from, apart from the page: taken from the request.
#[derive(Debug, Clone)]
pub struct Around {
    theme: &'static str,
    /// Minutes that the person's clock is ahead of UTC.
    minutes_east: i32,
    here: String,
    faults: Vec<String>,
    build: String,
    fragment: String,
    host: String,
}

impl Around {
    /// From a request's path and cookies.
    #[must_use]
    pub fn of(app: &App, uri: &Uri, headers: &HeaderMap) -> Self {
        let here = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let fragment =
            headers.get(answer::FRAGMENT).and_then(|wanted| wanted.to_str().ok()).unwrap_or_default().to_owned();
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
        let theme = theme_of(cookie_value(headers, THEME).unwrap_or_default());
        let east = cookie_value(headers, EAST).and_then(|minutes| minutes.parse().ok());
        let minutes_east = east.filter(|minutes| (-MOST_EAST..=MOST_EAST).contains(minutes)).unwrap_or(0);
        let shelf = app.shelf();
        Self { theme, minutes_east, here, faults: shelf.faults.clone(), build: shelf.build.clone(), fragment, host }
    }

    /// The address by which the person reaches the portal: as the operator says, else as their browser calls it.
    #[must_use]
    pub fn address(&self, app: &App) -> String {
        match &app.config.public_url {
            None if !self.host.is_empty() => format!("http://{}", self.host),
            _ => app.address.clone(),
        }
    }

    /// Minutes that the person's clock is ahead of UTC, as their browser says; 0 when it does not.
    #[must_use]
    pub fn minutes_east(&self) -> i32 {
        self.minutes_east
    }

    /// Whether the request asks for this part of the page alone.
    #[must_use]
    pub fn wants(&self, fragment: &str) -> bool {
        self.fragment == fragment
    }

    /// The frame of a page, for this person.
    #[must_use]
    pub fn frame(self, title: &str, workshop: Option<&Workshop>, person: Option<&Identity>) -> Frame {
        Frame {
            title: title.to_owned(),
            lang: workshop.map_or("en", |workshop| &workshop.language).to_owned(),
            theme: self.theme,
            workshop: workshop.map(|workshop| FrameWorkshop {
                url: format!("/w/{}", workshop.id),
                title: workshop.title.clone(),
                handout: workshop.handout.is_some(),
                review: !workshop.questions.is_empty(),
                decisions: !workshop.decisions.is_empty(),
            }),
            person: person.map(FramePerson::of),
            facilitator: None,
            was: None,
            here: self.here,
            faults: self.faults,
            build: self.build,
            assets: assets::addresses(),
        }
    }

    /// For a page drawn in answer to a POST: where its forms come back to is another page.
    #[must_use]
    pub fn at(mut self, here: &str) -> Self {
        here.clone_into(&mut self.here);
        self
    }
}

impl FromRequestParts<App> for Around {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(app, &parts.uri, &parts.headers))
    }
}

/// The cookie that remembers the theme; a display setting of the browser, not of the person.
const THEME: &str = "theme";
/// The cookie in which a script says how far the browser's clock is ahead of UTC, so that a day begins at midnight.
const EAST: &str = "east";
/// No place is further from UTC, in minutes.
const MOST_EAST: i32 = 14 * 60;

fn theme_of(text: &str) -> &'static str {
    match text {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    }
}

/// What the theme switch sends.
#[derive(Debug, Deserialize)]
pub struct ThemeForm {
    theme: String,
    #[serde(default)]
    back: String,
}

/// `POST /theme`.
pub async fn choose_theme(State(app): State<App>, Form(form): Form<ThemeForm>) -> Response {
    let mut cookie = Cookie::build((THEME, theme_of(&form.theme)))
        .path("/")
        .secure(app.https())
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::days(400))
        .build();
    if cookie.value() == "auto" {
        cookie.make_removal();
    }
    answer::redirect_with(&answer::own_path(&form.back), Some(&cookie))
}
