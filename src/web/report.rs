//! What a cohort has understood, for those who run it.
//!
//! Those who run a cohort read each person's answers anyway, so its own report is in full; the report of an anonymous cohort, and
//! every comparison, keeps groups of fewer than five people apart, see [`understood`](crate::domain::understood).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use uuid::Uuid;

use super::account::Signed;
use super::cohort::{CohortHead, runner, seen_by};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::Token;
use super::work::aside;
use super::{answer, assets, when};
use crate::app::App;
use crate::domain::understood::{Report, Sight, compare};

mod compared;
pub(super) mod gathered;
mod view;

use compared::ComparedView;
use gathered::Gathering;
use view::ReportView;

/// The most cohorts that are set beside this one.
const MOST_COMPARED: usize = 5;

/// `/facilitate/cohorts/{cohort}/report`.
#[derive(Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// Around it.
    pub frame: Frame,
    /// The cohort's name and its pages.
    pub head: CohortHead,
    /// Address of the stylesheet.
    pub style: String,
    /// The report; none when the workshop is served no more.
    report: Option<ReportView>,
    /// Other cohorts of the same workshop: (id, name, whether it is set beside this one).
    pub others: Vec<(String, String, bool)>,
    /// This cohort beside those that were chosen.
    compared: Option<ComparedView>,
    /// When it was drawn: (RFC 3339, words).
    pub at: (String, String),
}

/// `/facilitate/cohorts/{cohort}/report`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(cohort): Path<Uuid>,
    Query(asked): Query<Vec<(String, String)>>,
    (around, token): (Around, Token),
    now: Now,
) -> Result<Response, Wrong> {
    let run = seen_by(&app, &signed, cohort).await?;
    let shelf = app.shelf();
    let identity = token.identity(&app, now).await?;
    let head = CohortHead::of(&app, &run, "report", now);
    let mut others = Vec::new();
    for other in app.store.cohorts_run_by(runner(&signed)).await? {
        if other.cohort.id != cohort && other.cohort.workshop == run.cohort.workshop {
            let id = other.cohort.id.to_string();
            let chosen = asked.iter().any(|(name, value)| name == "compare" && *value == id);
            others.push((other.cohort.id, other.cohort.name, chosen));
        }
    }
    let (mut report, mut compared) = (None, None);
    if let Some(shelved) = shelf.find(&run.cohort.workshop) {
        let sight = if head.anonymous { Sight::Groups } else { Sight::People };
        let gathering = Gathering::of(&app, cohort, shelved, now).await?;
        let (own, gathering) = worked_out(gathering, sight).await?;
        report = Some(ReportView::of(&own, shelved));
        let chosen: Vec<Uuid> =
            others.iter().filter(|other| other.2).map(|other| other.0).take(MOST_COMPARED).collect();
        if !chosen.is_empty() {
            let mut reports = vec![worked_out(gathering, Sight::Groups).await?.0];
            for id in chosen {
                reports.push(worked_out(Gathering::of(&app, id, shelved, now).await?, Sight::Groups).await?.0);
            }
            let reports: Vec<&_> = reports.iter().collect();
            compared = Some(ComparedView::of(&compare(&reports), reports.len(), shelved));
        }
    }
    answer::page(&ReportPage {
        frame: around
            .frame(&format!("What was understood · {}", head.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        head,
        report,
        others: others.into_iter().map(|(id, name, chosen)| (id.to_string(), name, chosen)).collect(),
        compared,
        at: when::moment(now.0),
    })
}

/// The report, worked out where it keeps nobody waiting.
pub async fn worked_out(gathering: Gathering, sight: Sight) -> Result<(Report, Gathering), Wrong> {
    aside("a report", move || (gathering.report(sight), gathering)).await
}
