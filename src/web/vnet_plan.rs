//! The page of the planner of virtual networks. Each change is a form that is answered with the address of the next plan;
//! files to take away come from the same address.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::answer;
use super::assets;
use super::error::Wrong;
use super::frame::{Around, Onward};
use super::now::Now;
use super::session::Token;
use super::tools::{LONGEST_QUERY, ToolPage, own_figures};
use crate::app::App;
use crate::tools::card::Worked;
use crate::tools::vnet_plan::change::{self, Changed};
use crate::tools::vnet_plan::{MOST_IMPORT, VnetPlan, read};
use crate::tools::{Inputs, Tool as _};

/// The largest form, in bytes: what is pasted grows to three times its length when it is sent.
pub const BODY: usize = 3 * MOST_IMPORT + 256 * 1024;

static TOOL: VnetPlan = VnetPlan;

/// What every page of the planner is drawn from, apart from the plan.
struct Asked {
    app: App,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
}

/// `/tools/vnet-plan?plan=…`: with `X-Fragment: answer` the plan alone.
pub async fn show(
    State(app): State<App>,
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
    let own = if query.is_empty() && !answer::wants(&headers, "answer") {
        own_figures(&app, &token, now, TOOL.about().name).await?
    } else {
        None
    };
    let (query, filled) = own.map_or((query, None), |(figures, from)| (figures, Some(from)));
    let worked = Worked::of(&TOOL, Inputs::of_query(&query));
    let status = if worked.complaints().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(Asked { app, around, token, now, headers }, filled, &worked, status).await
}

/// `POST /tools/vnet-plan/change`: the address of the next plan, or the plan as it is with what is wrong with the form.
pub async fn change(
    State(app): State<App>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Wrong> {
    let inputs = Inputs::of_query(&String::from_utf8_lossy(&body));
    let kept = Inputs::default().with("plan", inputs.get("plan"));
    let worked = match change::change(&inputs) {
        Ok(Changed::Next(query)) => {
            // The row that was worked on is seen again, without script too.
            let row = if query.contains("&at=") { "#_row" } else { "" };
            return Ok(answer::redirect(&format!("/tools/vnet-plan?{query}{row}")));
        }
        Ok(Changed::Refused(answer)) => Worked::answered(&TOOL, kept, *answer),
        Err(_) => Worked::of(&TOOL, kept),
    };
    let around = around.at(&worked.link());
    page(Asked { app, around, token, now, headers }, None, &worked, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// `/tools/vnet-plan/export/{format}?plan=…`: the plan as a file.
pub async fn export(Path(format): Path<String>, RawQuery(query): RawQuery) -> Result<Response, Wrong> {
    let query = query.unwrap_or_default();
    if query.len() > LONGEST_QUERY {
        return Err(Wrong::TooLarge);
    }
    let chosen =
        read(&Inputs::of_query(&query)).map_err(|_| Wrong::BadRequest("The plan in this address cannot be read."))?;
    let (format, text) = crate::export::write(&chosen.plan, &format).ok_or(Wrong::NotFound)?;
    Ok(answer::download(format.mime, format.file, text))
}

async fn page(asked: Asked, filled: Option<Onward>, worked: &Worked, status: StatusCode) -> Result<Response, Wrong> {
    if answer::wants(&asked.headers, "answer") {
        return Ok(answer::html(status, worked.answer_html(false)));
    }
    let Asked { app, around, token, now, .. } = asked;
    let (card, link) = (worked.card("_tool", true), worked.link());
    let mut page = ToolPage::of(TOOL.about(), card, worked.predict(), &link, (&app, around, &token, now)).await?;
    page.filled = filled;
    page.style = Some(assets::address_of("planner.css"));
    page.script = Some(assets::address_of("planner.js"));
    answer::page_with(status, &page)
}

/// The planner as a block of a module, with the stylesheet that only the planner has.
#[must_use]
pub fn styled(block: &str) -> String {
    format!("<link rel=\"stylesheet\" href=\"{}\">\n{block}", assets::address_of("planner.css"))
}
