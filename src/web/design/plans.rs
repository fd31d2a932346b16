//! Plans in a design: put in from what one keeps, and taken out again.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::current::{self, Mine};
use crate::app::App;
use crate::domain::design::{KeptPlan, MOST_PLANS};
use crate::tools::card::Worked;
use crate::tools::{Inputs, find};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::session::Token;

const _: () = assert!(MOST_PLANS == 100, "the refusal of one more says how many");

/// What the forms send: a kept plan's id, or the tool with the inputs of one in the design.
#[derive(Debug, Deserialize)]
pub struct PlanForm {
    #[serde(default)]
    plan: String,
}

/// `POST /w/{workshop}/design/{design}/plans/add`.
pub async fn add(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    token: Token,
    now: Now,
    Form(form): Form<PlanForm>,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    let plans = app.store.plans_of(mine.person).await?;
    let row = plans.into_iter().find(|plan| plan.id.to_string() == form.plan).ok_or(Wrong::NotFound)?;
    let tool = find(&row.tool).ok_or(Wrong::NotFound)?;
    let worked = Worked::of(tool, Inputs::of_query(&row.query));
    let says = worked.answer().map(|answer| answer.says.clone()).unwrap_or_default();
    let plan = KeptPlan { tool: row.tool, title: row.title, query: row.query, says, note: String::new() };
    current::change(&app, mine.person, id, now, |design| {
        if design.plans.len() >= MOST_PLANS {
            return Err(Wrong::BadRequest("A design has at most 100 plans. Take one out, then put this one in."));
        }
        if !design.plans.iter().any(|there| there.tool == plan.tool && there.query == plan.query) {
            design.plans.push(plan.clone());
        }
        Ok(format!("Plan: {}", plan.title))
    })
    .await?;
    Ok(answer::redirect(&mine.page("#_plans")))
}

/// `POST /w/{workshop}/design/{design}/plans/remove`.
pub async fn remove(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    token: Token,
    now: Now,
    Form(form): Form<PlanForm>,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    current::change(&app, mine.person, id, now, |design| {
        // By what it holds, so that a page which is older than the design takes out no other.
        let gone = |plan: &KeptPlan| format!("{}?{}", plan.tool, plan.query) == form.plan;
        let place = design.plans.iter().position(gone).ok_or(Wrong::NotFound)?;
        Ok(format!("Plan: {}, taken out", design.plans.remove(place).title))
    })
    .await?;
    Ok(answer::redirect(&mine.page("#_plans")))
}
