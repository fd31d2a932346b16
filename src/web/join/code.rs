//! The field for a join code.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::MOST_TYPED;
use crate::app::App;
use crate::domain::cohort::JoinCode;
use crate::store::Identity;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets};

/// `/join`.
#[derive(Template)]
#[template(path = "join/code.html")]
pub(super) struct CodePage {
    frame: Frame,
    style: String,
    /// As typed.
    typed: String,
    /// What is wrong with it; empty when nothing is.
    error: String,
}

/// `/join`: one field for the code.
pub async fn show(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    answer::page(&code_page(around, identity.as_ref(), "", String::new()))
}

/// The page, with what was typed.
pub(super) fn code_page(around: Around, identity: Option<&Identity>, typed: &str, error: String) -> CodePage {
    CodePage {
        frame: around.at("/join").frame("Join a cohort", None, identity),
        style: assets::address_of("cohort.css"),
        typed: typed.chars().take(MOST_TYPED).collect(),
        error,
    }
}

/// What the form of `/join` sends.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
}

/// `POST /join`: leads to the door. A code that cannot be one tells nothing about those that are, and costs nothing.
pub async fn enter(
    State(app): State<App>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<CodeForm>,
) -> Result<Response, Wrong> {
    match JoinCode::parse(&form.code) {
        Ok(code) => Ok(answer::redirect(&format!("/join/{}", code.canonical()))),
        Err(error) => {
            let identity = token.identity(&app, now).await?;
            let page = code_page(around, identity.as_ref(), &form.code, error.to_string());
            answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
