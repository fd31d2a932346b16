//! The tools on their own: the index, each tool's page, its answer while somebody types, and its answer for programs.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use crate::app::App;
use crate::tools::card::Worked;
use crate::tools::{About, Inputs, TOOLS, find};

/// The longest query that is read, in bytes; browsers and proxies take little more.
const LONGEST_QUERY: usize = 32 * 1024;

/// `/tools`.
#[derive(Template)]
#[template(path = "tools.html")]
pub struct ToolsPage {
    /// Around it.
    pub frame: Frame,
    /// In order.
    pub tools: Vec<&'static About>,
}

/// `/tools/{tool}`.
#[derive(Template)]
#[template(path = "tool.html")]
pub struct ToolPage {
    /// Around it.
    pub frame: Frame,
    /// Form and answer, as HTML.
    pub card: String,
    /// One sentence on the tool.
    pub summary: &'static str,
    /// Title and address.
    pub examples: Vec<(&'static str, String)>,
    /// The address that asks for a guess first.
    pub predict: Option<String>,
}

/// `/tools`.
pub async fn index(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let tools = TOOLS.into_iter().map(crate::tools::Tool::about).collect();
    answer::page(&ToolsPage { frame: around.frame("Network tools", None, identity.as_ref()), tools })
}

/// `/tools/{tool}?…`: the query is the whole input. With `X-Fragment: answer` the answer alone, with `brief` as modules show it; `/tools/{tool}.json` the
/// same for programs.
pub async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let (name, json) = name.strip_suffix(".json").map_or((name.as_str(), false), |name| (name, true));
    let tool = find(name).ok_or(Wrong::NotFound)?;
    let query = query.unwrap_or_default();
    if query.len() > LONGEST_QUERY {
        return Err(Wrong::TooLarge);
    }
    let worked = Worked::of(tool, Inputs::of_query(&query));
    let status = if worked.complaints().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if json {
        return as_json(&worked, status);
    }
    for (part, brief) in [("answer", false), ("brief", true)] {
        if answer::wants(&headers, part) {
            return Ok(answer::html(status, worked.answer_html(brief)));
        }
    }
    let identity = token.identity(&app, now).await?;
    let about = tool.about();
    let page = ToolPage {
        frame: around.frame(about.title, None, identity.as_ref()),
        card: worked.card("_tool", true),
        summary: about.summary,
        examples: about.examples.iter().map(|e| (e.title, format!("/tools/{}?{}", about.name, e.query))).collect(),
        predict: worked.predict(),
    };
    answer::page_with(status, &page)
}

fn as_json(worked: &Worked, status: StatusCode) -> Result<Response, Wrong> {
    if let Some(answer) = worked.answer() {
        return answer::json(status, "application/json; charset=utf-8", &answer.json);
    }
    let errors: Vec<_> = worked
                .complaints()
                .iter()
                .map(|c| json!({ "pointer": format!("/{}", c.field.replace('.', "/")), "detail": c.message, "suggestion": c.suggestion }))
                .collect();
    let problem = json!({
        "type": "about:blank",
        "title": "Cannot be read",
        "status": status.as_u16(),
        "detail": "What was typed cannot be read; see the errors.",
        "errors": errors,
    });
    answer::json(status, "application/problem+json; charset=utf-8", &problem)
}
