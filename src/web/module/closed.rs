//! A module that the cohort has not opened yet, or leaves out: why, and nothing of its text.

use askama::Template;
use axum::response::Response;

use crate::content::model::Workshop;
use crate::store::Identity;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::timetable::Closed;
use crate::web::{answer, when};

/// Instead of a module, or of its quiz.
#[derive(Template)]
#[template(path = "module_closed.html")]
struct ClosedPage {
    frame: Frame,
    /// What is not open.
    title: String,
    /// When it opens: (RFC 3339, words); none when the cohort leaves it out.
    opens: Option<(String, String)>,
    cohort: String,
    cohort_url: String,
    home: String,
}

/// Says when what a person asked for opens.
pub(in crate::web) fn page(
    workshop: &Workshop,
    title: &str,
    closed: Closed,
    identity: Option<&Identity>,
    around: Around,
) -> Result<Response, Wrong> {
    answer::page(&ClosedPage {
        frame: around.frame(&format!("{title} · {}", workshop.title), Some(workshop), identity),
        title: title.to_owned(),
        opens: closed.opens_at.map(when::moment),
        cohort: closed.cohort,
        cohort_url: closed.url,
        home: format!("/w/{}", workshop.id),
    })
}
