//! Plans, which are a tool's inputs that people keep: below each tool its own, and all of them on the index of the tools.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::answer;
use super::error::Wrong;
use super::now::Now;
use super::session::{Caller, Token, for_somebody};
use super::tools::LONGEST_QUERY;
use super::when;
use crate::app::App;
use crate::domain::typed;
use crate::store::{Identity, PlanRow, StoreError};
use crate::tools::find;

/// The most characters of a title.
const LONGEST_TITLE: usize = 80;

/// What stands below a tool: the form that keeps what is in the address, and what is kept already.
#[derive(Template)]
#[template(path = "kept_plans.html")]
struct Part {
    /// Where the forms go, `/tools/{tool}`; empty on the index, where nothing can be kept.
    action: String,
    /// What stands in the address; none when it has no room there.
    query: Option<String>,
    most: usize,
    kept: Vec<KeptView>,
}

struct KeptView {
    id: String,
    title: String,
    /// The tool's title; empty on its own page.
    tool: &'static str,
    url: String,
    /// Where the form goes that takes it away.
    forget: String,
    /// (RFC 3339, words in UTC).
    at: (String, String),
}

/// The part below a tool, given by its name and its address with what was typed; or that of the index. Plans of a tool
/// that is no more are kept and not shown.
pub(super) async fn part(app: &App, identity: Option<&Identity>, tool: Option<(&str, &str)>) -> Result<String, Wrong> {
    let plans = match identity {
        Some(identity) => app.store.plans_of(identity.person).await?,
        None => Vec::new(),
    };
    let view = |plan: PlanRow| {
        let about = find(&plan.tool)?.about();
        (tool.is_none_or(|(name, _)| name == plan.tool)).then(|| KeptView {
            id: plan.id.to_string(),
            tool: if tool.is_none() { about.title } else { "" },
            url: format!("/tools/{}?{}", plan.tool, plan.query),
            forget: format!("/tools/{}/forget", plan.tool),
            title: plan.title,
            at: when::moment(plan.at),
        })
    };
    let part = Part {
        action: tool.map(|(name, _)| format!("/tools/{name}")).unwrap_or_default(),
        query: tool.and_then(|(_, link)| link.split_once('?')).map(|(_, query)| query.to_owned()),
        most: LONGEST_TITLE,
        kept: plans.into_iter().filter_map(view).collect(),
    };
    Ok(part.render()?)
}

/// What the form sends that keeps something.
#[derive(Debug, Deserialize)]
pub struct KeepForm {
    #[serde(default)]
    title: String,
    #[serde(default)]
    query: String,
}

/// `POST /tools/{tool}/keep`: keeps what stands in the tool's address, under a title of one's own.
pub async fn keep(
    State(app): State<App>,
    Path(tool): Path<String>,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<KeepForm>,
) -> Result<Response, Wrong> {
    let about = find(&tool).ok_or(Wrong::NotFound)?.about();
    let query = form.query.trim_start_matches('?').to_owned();
    if query.len() > LONGEST_QUERY {
        return Err(Wrong::TooLarge);
    }
    if query.is_empty() || !query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Err(Wrong::BadRequest("What was to be kept cannot be read. Open the tool and keep it from there."));
    }
    let typed = typed::line(&form.title);
    let title: String = if typed.is_empty() { about.title } else { &typed }.chars().take(LONGEST_TITLE).collect();
    let plan = |id| PlanRow { id, tool: about.name.to_owned(), title: title.clone(), query: query.clone(), at: now.0 };
    let id = Now::id();
    let (who, kept) = for_somebody(&app, &token, &caller, now, |person| app.store.keep_plan(person, plan(id))).await?;
    if !kept {
        return Err(Wrong::BadRequest("You keep 200 plans already. Take one away, then keep this one."));
    }
    Ok(answer::redirect_with(&format!("/tools/{}?{query}#_kept", about.name), who.cookie.as_ref()))
}

/// What the form sends that takes something away.
#[derive(Debug, Deserialize)]
pub struct ForgetForm {
    id: String,
    #[serde(default)]
    back: String,
}

/// `POST /tools/{tool}/forget`: what is not one's own is not there.
pub async fn forget(
    State(app): State<App>,
    Path(tool): Path<String>,
    token: Token,
    now: Now,
    Form(form): Form<ForgetForm>,
) -> Result<Response, Wrong> {
    let about = find(&tool).ok_or(Wrong::NotFound)?.about();
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    let id = Uuid::parse_str(&form.id).map_err(|_| Wrong::NotFound)?;
    match app.store.forget_plan(identity.person, id).await {
        Ok(true) => {}
        Ok(false) | Err(StoreError::Gone) => return Err(Wrong::NotFound),
        Err(error) => return Err(error.into()),
    }
    let back = if form.back == "all" { "/tools#_kept".to_owned() } else { format!("/tools/{}#_kept", about.name) };
    Ok(answer::redirect(&back))
}
