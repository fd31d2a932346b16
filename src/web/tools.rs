//! The tools on their own: the index, each tool's page, its answer while somebody types, and its answer for programs.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;
use tokio::sync::Semaphore;

use super::answer;
use super::design::current::{self, Opened};
use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::kept_plans;
use super::now::Now;
use super::session::Token;
use super::work::aside;
use crate::app::App;
use crate::tools::card::Worked;
use crate::tools::{About, Complaint, Inputs, TOOLS, Tool, find};

/// The longest query that is read, in bytes; browsers and proxies take little more.
pub(super) const LONGEST_QUERY: usize = 32 * 1024;
/// The largest form of a tool, in bytes: two lists of 100,000 lines.
pub const LARGEST_FORM: usize = 8 * 1024 * 1024;
/// A form with more bytes is worked on aside. An empty line has six of them, so that 20,000 lines are never less.
const LARGE_FORM: usize = 120_000;
/// How many large forms are worked on at once; the others wait.
static TURNS: Semaphore = Semaphore::const_new(4);

/// `/tools`.
#[derive(Template)]
#[template(path = "tools.html")]
pub struct ToolsPage {
    /// Around it.
    pub frame: Frame,
    /// In order.
    pub tools: Vec<&'static About>,
    /// What the person keeps, as HTML.
    pub kept: String,
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
    /// What can be kept and what is, as HTML.
    pub kept: String,
    /// The design that filled the form in: its title, and where its sheet is typed.
    pub filled: Option<Onward>,
    /// The address of a stylesheet that only this tool has.
    pub style: Option<String>,
    /// The address of a script that only this tool has.
    pub script: Option<String>,
}

/// `/tools`.
pub async fn index(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let tools = TOOLS.into_iter().map(Tool::about).collect();
    let kept = kept_plans::part(&app, identity.as_ref(), None).await?;
    answer::page(&ToolsPage { frame: around.frame("Network tools", None, identity.as_ref()), tools, kept })
}

/// `/tools/{tool}?…`: the query is the whole input. With `X-Fragment: answer` the answer alone, with `brief` as modules show
/// it; `/tools/{tool}.json` the same for programs; with `download=1` the answer as a file, where a tool has one.
pub async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let query = query.unwrap_or_default();
    if query.len() > LONGEST_QUERY {
        return Err(Wrong::TooLarge);
    }
    let asked = Asked::of(&name, &headers)?;
    let mut filled = None;
    let own = if query.is_empty() && !asked.json && asked.fragment.is_none() {
        own_figures(&app, &token, now, asked.tool.about().name).await?
    } else {
        None
    };
    let query = own.map_or(query, |(figures, from)| {
        filled = Some(from);
        figures
    });
    let made = make(asked, &query);
    finish(&app, asked, made, filled, around, &token, now).await
}

/// A tool's inputs as the person's design fills them in, as a query, with the way to the sheet; none when it says nothing to it.
pub(super) async fn own_figures(
    app: &App,
    token: &Token,
    now: Now,
    tool: &str,
) -> Result<Option<(String, Onward)>, Wrong> {
    let Some(identity) = token.identity(app, now).await? else { return Ok(None) };
    let Some(row) = app.store.latest_design(identity.person).await? else { return Ok(None) };
    let Opened { row, design } = current::open(row)?;
    let inputs = design.inputs_for(tool);
    let from = Onward { label: row.title, url: format!("/w/{}/design/sheet", row.workshop) };
    Ok((!inputs.is_empty()).then(|| (Inputs::of_pairs(inputs).to_query(), from)))
}

/// The same with the inputs in the body, for what is longer than an address.
pub async fn send(
    State(app): State<App>,
    Path(name): Path<String>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Wrong> {
    let asked = Asked::of(&name, &headers)?;
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(Wrong::MediaType);
    }
    let made = if body.len() > LARGE_FORM {
        let turn = TURNS.acquire().await.map_err(|_| Wrong::Internal)?;
        let work = move || {
            // Kept until the work is done, also when nobody waits for it any more.
            let _turn = turn;
            make(asked, &String::from_utf8_lossy(&body))
        };
        aside("a tool", work).await?
    } else {
        make(asked, &String::from_utf8_lossy(&body))
    };
    finish(&app, asked, made, None, around, &token, now).await
}

/// What is asked of which tool.
#[derive(Clone, Copy)]
struct Asked {
    tool: &'static dyn Tool,
    json: bool,
    /// The answer alone: whole, or brief as modules show it.
    fragment: Option<bool>,
}

impl Asked {
    fn of(name: &str, headers: &HeaderMap) -> Result<Self, Wrong> {
        let (name, json) = name.strip_suffix(".json").map_or((name, false), |name| (name, true));
        let tool = find(name).ok_or(Wrong::NotFound)?;
        let parts = [("answer", false), ("brief", true)];
        let fragment = parts.into_iter().find(|(part, _)| answer::wants(headers, part)).map(|(_, brief)| brief);
        Ok(Self { tool, json, fragment })
    }
}

/// What was worked out, as it was asked for.
enum Made {
    Json(Result<Response, Wrong>),
    File(String),
    Fragment(StatusCode, String),
    Page { status: StatusCode, card: String, predict: Option<String>, link: String },
}

/// All the work, which may take a while.
fn make(asked: Asked, query: &str) -> Made {
    let inputs = Inputs::of_query(query);
    let download = inputs.get("download") == "1";
    let worked = Worked::of(asked.tool, inputs.without(&["download"]));
    let status = if worked.complaints().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if asked.json {
        return Made::Json(as_json(&worked, status));
    }
    if download && let Some(text) = worked.text() {
        return Made::File(text);
    }
    if let Some(brief) = asked.fragment {
        return Made::Fragment(status, worked.answer_html(brief));
    }
    Made::Page { status, card: worked.card("_tool", true), predict: worked.predict(), link: worked.link() }
}

async fn finish(
    app: &App,
    asked: Asked,
    made: Made,
    filled: Option<Onward>,
    around: Around,
    token: &Token,
    now: Now,
) -> Result<Response, Wrong> {
    let about = asked.tool.about();
    let (status, card, predict, link) = match made {
        Made::Json(response) => return response,
        Made::File(text) => {
            return Ok(answer::download("text/plain; charset=utf-8", &format!("{}.txt", about.name), text));
        }
        Made::Fragment(status, html) => return Ok(answer::html(status, html)),
        Made::Page { status, card, predict, link } => (status, card, predict, link),
    };
    let mut page = ToolPage::of(about, card, predict, &link, (app, around, token, now)).await?;
    page.filled = filled;
    answer::page_with(status, &page)
}

impl ToolPage {
    /// The page around a tool's card. `link` is the tool's address with what was typed.
    pub(super) async fn of(
        about: &'static About,
        card: String,
        predict: Option<String>,
        link: &str,
        (app, around, token, now): (&App, Around, &Token, Now),
    ) -> Result<Self, Wrong> {
        let identity = token.identity(app, now).await?;
        Ok(Self {
            frame: around.frame(about.title, None, identity.as_ref()),
            card,
            summary: about.summary,
            examples: about.examples.iter().map(|e| (e.title, format!("/tools/{}?{}", about.name, e.query))).collect(),
            predict,
            kept: kept_plans::part(app, identity.as_ref(), Some((about.name, link))).await?,
            filled: None,
            style: None,
            script: None,
        })
    }
}

fn as_json(worked: &Worked, status: StatusCode) -> Result<Response, Wrong> {
    if let Some(answer) = worked.answer() {
        return answer::json(status, "application/json; charset=utf-8", &answer.json);
    }
    let error = |complaint: &Complaint| {
        let pointer = format!("/{}", complaint.field.replace('.', "/"));
        json!({ "pointer": pointer, "detail": complaint.message, "suggestion": complaint.suggestion })
    };
    let errors: Vec<_> = worked.complaints().iter().map(error).collect();
    let problem = json!({
        "type": "about:blank",
        "title": "Cannot be read",
        "status": status.as_u16(),
        "detail": "What was typed cannot be read; see the errors.",
        "errors": errors,
    });
    answer::json(status, "application/problem+json; charset=utf-8", &problem)
}
