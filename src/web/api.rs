//! What programs may ask: the workshops and their parts, and for whom a token asks, as JSON. Errors are problems as in RFC 9457.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::bearer::Bearer;
use super::error::Wrong;
use super::now::Now;
use super::session::Caller;
use super::{answer, when};
use crate::app::App;
use crate::content::model::Workshop;

const JSON: &str = "application/json; charset=utf-8";
const PROBLEM: &str = "application/problem+json; charset=utf-8";

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct WorkshopOut<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    language: &'a str,
    modules: Vec<ModuleOut<'a>>,
    wizards: Vec<Named<'a>>,
    quizzes: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct ModuleOut<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    minutes: u32,
    sections: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct ModuleWhole<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    minutes: u32,
    goals: &'a [String],
    intro_html: &'a str,
    sections: Vec<SectionWhole<'a>>,
}

#[derive(Serialize)]
struct SectionWhole<'a> {
    id: &'a str,
    title: &'a str,
    optional: bool,
    words: usize,
    html: &'a str,
}

#[derive(Serialize)]
struct MeOut {
    name: String,
    email: String,
    role: &'static str,
    scope: &'static str,
    ends_at: String,
}

/// `/api/v1/me`: for whom a token asks, what it may do, and when it ends.
pub async fn me(State(app): State<App>, bearer: Bearer, caller: Caller, now: Now) -> Result<Response, Wrong> {
    app.limits.question(caller.address, now.0)?;
    let Bearer { facilitator, scope, ends_at } = bearer;
    let (name, email, role) = (facilitator.name, facilitator.email, facilitator.role.id());
    let out = MeOut { name, email, role, scope: scope.id(), ends_at: when::moment(ends_at).0 };
    let mut response = answer::json(StatusCode::OK, JSON, &out)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `/api/v1/workshops`.
pub async fn workshops(State(app): State<App>) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let named: Vec<_> =
        shelf.workshops.iter().map(|s| Named { id: &s.workshop.id, title: &s.workshop.title }).collect();
    answer::json(StatusCode::OK, JSON, &named)
}

/// `/api/v1/workshops/{id}`: the modules and sections by id and title.
pub async fn workshop(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop: &Workshop = &shelf.find(&id).ok_or(Wrong::NotFound)?.workshop;
    let modules = workshop.modules.iter().map(|module| ModuleOut {
        id: &module.id,
        title: &module.title,
        summary: &module.summary,
        minutes: module.minutes,
        sections: module.sections.iter().map(|section| Named { id: &section.id, title: &section.title }).collect(),
    });
    let out = WorkshopOut {
        id: &workshop.id,
        title: &workshop.title,
        summary: &workshop.summary,
        language: &workshop.language,
        modules: modules.collect(),
        wizards: workshop.decisions.iter().map(|d| Named { id: &d.wizard.id, title: &d.wizard.title }).collect(),
        quizzes: workshop.quizzes.iter().map(|quiz| Named { id: &quiz.id, title: &quiz.title }).collect(),
    };
    answer::json(StatusCode::OK, JSON, &out)
}

/// `/api/v1/workshops/{id}/modules/{id}`: a module with its text as HTML.
pub async fn module(State(app): State<App>, Path((workshop, id)): Path<(String, String)>) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop: &Workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let module = workshop.modules.iter().find(|module| module.id == id).ok_or(Wrong::NotFound)?;
    let sections = module.sections.iter().map(|section| SectionWhole {
        id: &section.id,
        title: &section.title,
        optional: section.optional,
        words: section.words,
        html: &section.html,
    });
    let out = ModuleWhole {
        id: &module.id,
        title: &module.title,
        summary: &module.summary,
        minutes: module.minutes,
        goals: &module.goals,
        intro_html: &module.intro,
        sections: sections.collect(),
    };
    answer::json(StatusCode::OK, JSON, &out)
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: String,
}

/// An error as a problem.
pub(super) fn problem(wrong: &Wrong) -> Result<Response, Wrong> {
    let (title, detail) = match wrong {
        Wrong::NotFound => ("Not found", "Nothing is at this address.".to_owned()),
        other => other.words(),
    };
    let status = wrong.status();
    answer::json(status, PROBLEM, &Problem { r#type: "about:blank", title, status: status.as_u16(), detail })
}
