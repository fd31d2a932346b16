//! What a portal opens with: the only workshop's home, or the list of several.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::home::{self, count, extent, progress_of};
use super::now::Now;
use super::session::Token;
use super::timetable::Timetable;
use crate::app::App;
use crate::content::model::Workshop;
use crate::store::Reader;

/// `/` when the portal has several workshops.
#[derive(Template)]
#[template(path = "workshops.html")]
pub struct WorkshopsPage {
    /// Around it.
    pub frame: Frame,
    /// In order.
    pub workshops: Vec<WorkshopCard>,
}

/// One workshop in the list.
pub struct WorkshopCard {
    /// Its home.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Such as "7 modules · about 4 hours".
    pub extent: String,
    /// Share of the sections done, 0 to 100.
    pub percent: usize,
    /// Such as "Not started", "11 of 29 sections", "Finished".
    pub state: String,
}

/// `/`: the only workshop's home, or the list of several.
pub async fn start(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    if let [only] = shelf.workshops.as_slice() {
        return home::of(&app, only, around, token, now).await;
    }
    let (mut workshops, mut identity) = (Vec::new(), None);
    for shelved in &shelf.workshops {
        let reader = token.reader(&app, now, &shelved.workshop.id).await?;
        let timetable = Timetable::of(&app, reader.as_ref(), &shelved.workshop.id).await?;
        workshops.push(card(&shelved.workshop, reader.as_ref(), &timetable));
        identity = reader.map(|reader| reader.identity);
    }
    answer::page(&WorkshopsPage { frame: around.frame("Workshops", None, identity.as_ref()), workshops })
}

fn card(workshop: &Workshop, reader: Option<&Reader>, timetable: &Timetable) -> WorkshopCard {
    let outline = timetable.outline(&workshop.outline);
    let progress = progress_of(&outline, reader);
    let (done, counted) = progress.sections();
    WorkshopCard {
        url: format!("/w/{}", workshop.id),
        title: workshop.title.clone(),
        summary: workshop.summary.clone(),
        extent: extent(workshop),
        percent: progress.percent(),
        state: match done {
            _ if progress.finished(&outline) => "Finished".to_owned(),
            0 => "Not started".to_owned(),
            _ => format!("{done} of {}", count(counted, "section")),
        },
    }
}
