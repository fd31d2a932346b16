//! Search over sections, terms and links.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use crate::app::{App, Shelf};
use crate::content::search::{Hit, HitKind};
use crate::tools;

/// How many hits a page shows.
const MOST_HITS: usize = 30;
/// How many hits the dialog shows while somebody types.
const MOST_WHILE_TYPING: usize = 10;

/// `/w/{workshop}/search?q=` and `/search?q=`. Its block `results` is the fragment for search as you type.
#[derive(Template)]
#[template(path = "search.html", blocks = ["results"])]
pub struct SearchPage {
    /// Around it.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// What was typed.
    pub query: String,
    /// Best first.
    pub hits: Vec<HitView>,
}

/// One hit.
pub struct HitView {
    /// `Tool`, `Section`, `Term` or `Link`.
    pub kind: &'static str,
    /// Plain.
    pub title: String,
    /// Such as the module's title.
    pub place: String,
    /// Where it leads.
    pub url: String,
    /// Leads to another host.
    pub outside: bool,
    /// HTML with `<mark>`.
    pub snippet: String,
}

/// What the search form sends.
#[derive(Debug, Deserialize)]
pub struct SearchQuery {
    #[serde(default)]
    q: String,
}

/// `/search?q=`: over all workshops.
pub async fn everywhere(
    State(app): State<App>,
    Query(query): Query<SearchQuery>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    results(&app, None, query.q, around, token, now, &headers).await
}

/// `/w/{workshop}/search?q=`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    Query(query): Query<SearchQuery>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    results(&app, Some(&workshop), query.q, around, token, now, &headers).await
}

async fn results(
    app: &App,
    workshop: Option<&str>,
    query: String,
    around: Around,
    token: Token,
    now: Now,
    headers: &HeaderMap,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = match workshop {
        Some(id) => Some(shelf.find(id).ok_or(Wrong::NotFound)?),
        None => None,
    };
    let while_typing = answer::wants(headers, "results");
    let hits = find(&shelf, workshop, &query, if while_typing { MOST_WHILE_TYPING } else { MOST_HITS });
    // The person's name stands in the bar, not in the results.
    let identity = if while_typing { None } else { token.identity(app, now).await? };
    let title = if query.trim().is_empty() { "Search".to_owned() } else { format!("Search: {}", query.trim()) };
    let page = SearchPage {
        frame: around.frame(&title, shelved.map(|s| &*s.workshop), identity.as_ref()),
        action: workshop.map_or_else(|| "/search".to_owned(), |id| format!("/w/{id}/search")),
        query,
        hits,
    };
    if while_typing { Ok(answer::html(StatusCode::OK, page.as_results().render()?)) } else { answer::page(&page) }
}

/// The best hits in one workshop, or in all.
pub(super) fn find(shelf: &Shelf, workshop: Option<&str>, query: &str, limit: usize) -> Vec<HitView> {
    let searched = shelf.workshops.iter().filter(|shelved| workshop.is_none_or(|id| shelved.workshop.id == id));
    let mut hits: Vec<Hit> = searched.flat_map(|shelved| shelved.index.search(query, limit)).collect();
    // Stable: equal scores stay in the order of the workshops and their text.
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits.truncate(limit);
    let tools = tools::search(query).into_iter().map(|about| HitView {
        kind: "Tool",
        title: about.title.to_owned(),
        place: "Network tools".to_owned(),
        url: format!("/tools/{}", about.name),
        outside: false,
        snippet: String::new(),
    });
    let hits = tools.chain(hits.into_iter().map(view));
    hits.take(limit).collect()
}

fn view(hit: Hit) -> HitView {
    HitView {
        kind: match hit.kind {
            HitKind::Section => "Section",
            HitKind::Wizard => "Decision",
            HitKind::Term => "Term",
            HitKind::Link => "Link",
        },
        outside: !hit.url.starts_with('/'),
        title: hit.title,
        place: hit.place,
        url: hit.url,
        snippet: hit.snippet,
    }
}
