//! The glossary: every term with its life, its source and the day it was checked.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use super::{answer, places, when};
use crate::app::App;
use crate::content::model::{Life, Workshop};

/// `/w/{workshop}/glossary`.
#[derive(Template)]
#[template(path = "glossary.html")]
pub struct GlossaryPage {
    /// Around it.
    pub frame: Frame,
    /// In order of the names.
    pub terms: Vec<TermView>,
    /// Lives that occur, for the key at the top: (class, label, how many).
    pub lives: Vec<(&'static str, &'static str, usize)>,
}

/// One term; its anchor is `term-{id}`.
pub struct TermView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Other names, joined with commas; may be empty.
    pub also: String,
    /// Inline HTML.
    pub definition: String,
    /// `ga`, `preview`, `retiring` or `retired`.
    pub class: &'static str,
    /// "Generally available", "Preview", "Retires 31 March 2028", "Retired 1 May 2026".
    pub life: String,
    /// The source's address.
    pub source: String,
    /// The source's host, for the link's words.
    pub host: String,
    /// (2026-11-22, "22 November 2026").
    pub checked: (String, String),
    /// Sections that use the term: (address, "Networking models → Overlay").
    pub used: Vec<(String, String)>,
}

/// `/w/{workshop}/glossary`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = token.identity(&app, now).await?;
    answer::page(&GlossaryPage {
        frame: around.frame(&format!("Glossary · {}", workshop.title), Some(workshop), identity.as_ref()),
        terms: terms(workshop),
        lives: lives(workshop),
    })
}

fn terms(workshop: &Workshop) -> Vec<TermView> {
    let used = |id: &str| {
        let sections = workshop
            .modules
            .iter()
            .enumerate()
            .flat_map(|(m, module)| module.sections.iter().enumerate().map(move |(s, section)| (m, s, section)));
        let using = sections.filter(|(_, _, section)| section.terms.iter().any(|term| term == id));
        using.map(|(m, s, _)| (places::address(workshop, m, s), places::words(workshop, m, s))).collect()
    };
    let view = |term: &crate::content::model::Term| TermView {
        id: term.id.clone(),
        name: term.name.clone(),
        also: term.also.join(", "),
        definition: term.definition.clone(),
        class: term.life.class(),
        life: term.life.words(),
        source: term.source.clone(),
        host: host_of(&term.source).to_owned(),
        checked: when::day(term.checked),
        used: used(&term.id),
    };
    workshop.glossary.iter().map(view).collect()
}

fn lives(workshop: &Workshop) -> Vec<(&'static str, &'static str, usize)> {
    let kinds =
        [("ga", "Generally available"), ("preview", "Preview"), ("retiring", "Retiring"), ("retired", "Retired")];
    let count = |class: &str| workshop.glossary.iter().filter(|term| Life::class(&term.life) == class).count();
    kinds.into_iter().map(|(class, label)| (class, label, count(class))).filter(|(_, _, n)| *n > 0).collect()
}

/// The host of an address: what a reader wants to know of a source before going there.
pub(super) fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
