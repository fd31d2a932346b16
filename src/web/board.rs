//! The board of a cohort: who is where in the workshop, who is done, who is stuck.
//!
//! The page asks again for its part `board` while it is open. The part comes with a tag of what is in it; asked with that tag
//! the portal answers 304 as long as nothing has changed, and nothing is drawn anew.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::account::Signed;
use super::cohort::{CohortHead, seen_by};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use super::{answer, assets, when};
use crate::app::App;
use crate::domain::board::{Choice, Show, Sort};
use crate::tools::Inputs;

pub mod answers;
mod counted;
pub(super) mod gathered;
mod people;
pub mod person;

pub use gathered::{Gathered, add_decisions, add_quiz, parts_of};

/// `/facilitate/cohorts/{cohort}`.
#[derive(Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    /// Around it.
    pub frame: Frame,
    /// The cohort's name and its pages.
    pub head: CohortHead,
    /// Address of the stylesheet.
    pub style: String,
    /// Address of the script that asks for the part again; empty where nothing would change.
    pub script: String,
    /// The form that sorts, filters and finds; none where there is nothing to choose.
    pub form: Option<ChoiceForm>,
    /// HTML of the element `#_board`.
    pub part: String,
    /// Names what is in the part.
    pub tag: String,
    /// When it was drawn: (RFC 3339, words).
    pub at: (String, String),
}

/// The form that sorts, filters and finds.
pub struct ChoiceForm {
    /// The module whose sections are shown; empty for all modules.
    pub module: String,
    /// Value, words, whether it is chosen.
    pub sorts: Vec<(&'static str, &'static str, bool)>,
    /// The same for whom to show.
    pub shows: Vec<(String, String, bool)>,
    /// What is looked for in names.
    pub find: String,
    /// Whether anything is chosen that is not as usual.
    pub chosen: bool,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    by: String,
    #[serde(default)]
    module: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    find: String,
}

/// The most characters of a name that are looked for.
const MOST_FIND: usize = 64;
/// Days that the form offers for who was not seen.
const DAYS: [u16; 4] = [1, 3, 7, 14];

impl Asked {
    /// Which rows, in which order; what makes no sense is as if it were not there.
    fn choice(&self) -> Choice {
        Choice {
            sort: Sort::of_id(&self.sort).unwrap_or_default(),
            show: Show::of_id(&self.show).unwrap_or_default(),
            find: self.find.trim().chars().take(MOST_FIND).collect(),
        }
    }
}

/// A view of the board, by what stands in its address.
pub(super) struct Place<'a> {
    /// The cohort's address.
    pub url: &'a str,
    /// The module whose sections are shown.
    pub module: Option<&'a str>,
    /// Which rows.
    pub choice: &'a Choice,
}

impl Place<'_> {
    /// Its address; what is as usual is left out.
    pub(super) fn address(&self) -> String {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
        if let Some(module) = self.module {
            add("by", "sections");
            add("module", module);
        }
        if self.choice.sort != Sort::default() {
            add("sort", self.choice.sort.id());
        }
        if self.choice.show != Show::default() {
            add("show", &self.choice.show.id());
        }
        if !self.choice.find.is_empty() {
            add("find", &self.choice.find);
        }
        match Inputs::of_pairs(pairs).to_query() {
            query if query.is_empty() => self.url.to_owned(),
            query => format!("{}?{query}", self.url),
        }
    }
}

/// The element `#_board` of a cohort that nobody is in yet, or whose workshop is served no more.
#[derive(Template)]
#[template(path = "board/empty.html")]
struct Empty {
    /// Whether the workshop is there.
    served: bool,
    /// The cohort's address.
    url: String,
    /// Where people join, and the code; none while there is no door.
    join: Option<(String, String)>,
    archived: bool,
}

/// `/facilitate/cohorts/{cohort}`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(cohort): Path<Uuid>,
    Query(asked): Query<Asked>,
    (around, token): (Around, Token),
    now: Now,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let run = seen_by(&app, &signed, cohort).await?;
    let head = CohortHead::of(&app, &run, "board", now);
    let shelf = app.shelf();
    let shelved = shelf.find(&run.cohort.workshop);
    let choice = asked.choice();
    let mut form = None;
    let part = match shelved {
        Some(shelved) if run.people > 0 => {
            let gathered = Gathered::of(&app, &run.cohort, shelved, now).await?;
            let board = gathered.board(shelved, now);
            if head.anonymous {
                counted::draw(&board, &run.cohort, &gathered.outline)?
            } else {
                let module = Some(asked.module.as_str()).filter(|_| asked.by == "sections");
                let seen = people::Seen { board: &board, gathered: &gathered, cohort: &run.cohort, shelved };
                let place = Place { url: &head.url, module: seen.module(module), choice: &choice };
                form = Some(choice_form(&place));
                seen.draw(&place, now)?
            }
        }
        _ => Empty {
            served: shelved.is_some(),
            url: head.url.clone(),
            join: head.code.clone().map(|code| (format!("{}/join", around.address(&app)), code)),
            archived: head.archived,
        }
        .render()?,
    };
    let tag = assets::hex(&Sha256::digest(part.as_bytes())[..8]);
    if around.wants("board") {
        return Ok(fragment(part, &tag, &headers));
    }
    let identity = token.identity(&app, now).await?;
    let page = BoardPage {
        frame: around
            .frame(&format!("Board · {}", head.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        script: if head.archived { String::new() } else { assets::address_of("cohort.js") },
        head,
        form,
        part,
        tag,
        at: when::clock(now.0),
    };
    answer::page(&page)
}

/// The part alone, or that it is as it was.
fn fragment(part: String, tag: &str, headers: &HeaderMap) -> Response {
    let Ok(tag) = HeaderValue::from_str(&format!("W/\"{tag}\"")) else {
        return answer::html(StatusCode::OK, part);
    };
    let same = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { answer::html(StatusCode::OK, part) };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn choice_form(place: &Place<'_>) -> ChoiceForm {
    let choice = place.choice;
    let sort_words = |sort| match sort {
        Sort::Name => "Name",
        Sort::Stuck => "Stuck first",
        Sort::Least => "Least done first",
        Sort::Most => "Most done first",
        Sort::Seen => "Longest away first",
    };
    let mut shows = vec![Show::All, Show::Stuck, Show::Done, Show::NotStarted];
    shows.extend(DAYS.map(Show::Away));
    if !shows.contains(&choice.show) {
        shows.push(choice.show);
    }
    let show_words = |show| match show {
        Show::All => "Everybody".to_owned(),
        Show::Stuck => "Stuck".to_owned(),
        Show::Done => "Done".to_owned(),
        Show::NotStarted => "Not started".to_owned(),
        Show::Away(1) => "Not seen for a day".to_owned(),
        Show::Away(days) => format!("Not seen for {days} days"),
    };
    ChoiceForm {
        module: place.module.unwrap_or_default().to_owned(),
        sorts: Sort::ALL.map(|sort| (sort.id(), sort_words(sort), sort == choice.sort)).to_vec(),
        shows: shows.into_iter().map(|show| (show.id(), show_words(show), show == choice.show)).collect(),
        find: choice.find.clone(),
        chosen: *choice != Choice::default(),
    }
}
