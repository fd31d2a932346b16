//! What is known of a cohort, as tables to take along: for facilitators as files, for programs by token.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{CohortHead, changed_by, entry};
use crate::api::{PROBLEM, Problem};
use crate::app::App;
use crate::content::slug::slug;
use crate::export::cohort::{Kind, kinds};
use crate::store::{CohortRow, Deed, Runner};
use crate::web::account::Signed;
use crate::web::bearer::Bearer;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::{Caller, Token};
use crate::web::work::aside;
use crate::web::{answer, assets, xapi};

mod gathered;

use gathered::{Taken, progress};

/// `/facilitate/cohorts/{cohort}/exports`.
#[derive(Template)]
#[template(path = "cohort_exports.html")]
pub struct ExportsPage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The top.
    pub head: CohortHead,
    /// Tables that name people; none in an anonymous cohort.
    pub people: Vec<TableView>,
    /// Tables that count them.
    pub counts: Vec<TableView>,
    /// Where a program asks.
    pub api: String,
    /// Where the statements are; none while the portal has no public address to name them by.
    pub statements: Option<String>,
}

/// A table to take along.
pub struct TableView {
    /// Where it is, without the format.
    pub url: String,
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub row: String,
    /// Its columns: (name, what it holds).
    pub columns: Vec<(&'static str, String)>,
}

/// `/facilitate/cohorts/{cohort}/exports`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let identity = token.identity(&app, now).await?;
    let api = format!("{}/api/v1/cohorts/{id}/progress", around.address(&app));
    let head = CohortHead::of(&app, &run, "exports", now);
    let view = |kind: &&'static Kind| TableView {
        url: format!("{}/exports/{}", head.url, kind.name),
        name: kind.name,
        row: plain(kind.row),
        columns: kind.columns.iter().map(|column| (column.name, plain(column.says))).collect(),
    };
    let (people, counts): (Vec<&'static Kind>, Vec<&'static Kind>) =
        kinds().into_iter().partition(|kind| names_people(kind));
    let people = if head.anonymous { Vec::new() } else { people };
    // Where people are known, their progress says more than counts of it.
    let counts = counts.into_iter().filter(|kind: &&'static Kind| head.anonymous || kind.name != "section_progress");
    answer::page(&ExportsPage {
        frame: around
            .at(&format!("{}/exports", head.url))
            .frame(&format!("Exports · {}", run.cohort.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        people: people.iter().map(view).collect(),
        counts: counts.collect::<Vec<_>>().iter().map(view).collect(),
        api,
        statements: xapi::can_be_told(&app, run.cohort.settings.names).then(|| xapi::address(id)),
        head,
    })
}

/// What the documentation says in Markdown, without its marks.
fn plain(says: &str) -> String {
    says.replace('`', "")
}

fn names_people(kind: &Kind) -> bool {
    kind.columns.iter().any(|column| column.name == "person")
}

/// `/facilitate/cohorts/{cohort}/exports/{table}.{csv or json}`.
pub async fn file(
    State(app): State<App>,
    signed: Signed,
    Path((id, file)): Path<(Uuid, String)>,
    now: Now,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let (table, format) = file.rsplit_once('.').ok_or(Wrong::NotFound)?;
    let format = Format::of(format).ok_or(Wrong::NotFound)?;
    let shelf = app.shelf();
    let shelved = shelf.find(&run.cohort.workshop).ok_or(Wrong::NotFound)?;
    let taken = Taken::of(&app, &run.cohort, shelved, table, now).await?.ok_or(Wrong::NotFound)?;
    let body = written(taken, table.to_owned(), format, true).await?.ok_or(Wrong::NotFound)?;
    app.store.note_deed(entry(&signed, Deed::ExportedCohort, &run.cohort, table.to_owned(), now)).await?;
    tracing::info!(cohort = %id, table, "data of a cohort were taken out");
    // A name in another script has none of the letters that file names are safe with.
    let called = slug(&run.cohort.name).unwrap_or_else(|| "cohort".to_owned());
    let name = format!("{called}-{table}.{}", format.extension());
    Ok(answer::download(format.mime(), &name, body))
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

impl Format {
    fn of(extension: &str) -> Option<Self> {
        match extension {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// What a program takes: CSV when it names that and not JSON before it.
    fn wanted(headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let kinds = accept.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
        let known = kinds.filter_map(|kind| match kind {
            "text/csv" => Some(Self::Csv),
            "application/json" | "application/*" | "*/*" => Some(Self::Json),
            _ => None,
        });
        known.into_iter().next().unwrap_or(Self::Json)
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    const fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// What a program may ask besides.
#[derive(Debug, Default, Deserialize)]
pub struct AskedTable {
    #[serde(default)]
    table: String,
}

/// `/api/v1/cohorts/{cohort}/{progress, answers or report}`: for the facilitator of the token.
pub async fn for_program(
    State(app): State<App>,
    bearer: Bearer,
    caller: Caller,
    Path((id, what)): Path<(String, String)>,
    Query(asked): Query<AskedTable>,
    headers: HeaderMap,
    now: Now,
) -> Result<Response, Wrong> {
    app.limits.question(caller.address, now.0)?;
    let runner = Runner { facilitator: bearer.facilitator.id, role: bearer.facilitator.role };
    let run = match id.parse::<Uuid>() {
        Ok(id) => app.store.cohort_run_by(runner, id).await?.filter(|run| run.role.may_export()),
        Err(_) => None,
    };
    let Some(run) = run else { return Ok(problem("There is no such cohort, or it is not yours.")) };
    let shelf = app.shelf();
    let Some(shelved) = shelf.find(&run.cohort.workshop) else {
        return Ok(problem("The workshop of this cohort is not served here."));
    };
    let format = Format::wanted(&headers);
    let (table, all) = match (what.as_str(), asked.table.as_str()) {
        ("progress", "") => (progress(&run.cohort), false),
        ("answers", "") => ("answers", false),
        // A table of lines holds one: that of the questions, when it does not say which.
        ("report", "") => ("report_questions", format == Format::Json),
        ("report", table) if table.starts_with("report_") => (table, false),
        _ => ("", false),
    };
    let body = match Taken::of(&app, &run.cohort, shelved, table, now).await? {
        Some(taken) if all => Some(whole(&run.cohort, &taken)),
        Some(taken) => written(taken, table.to_owned(), format, false).await?,
        None => None,
    };
    let Some(body) = body else {
        return Ok(problem("There is no such table; an anonymous cohort has none of single answers."));
    };
    let by = crate::web::account::called(&bearer.facilitator);
    let actor = crate::store::Actor { id: Some(bearer.facilitator.id), name: format!("{by}, by a token") };
    app.store
        .note_deed(crate::store::Entry {
            id: Now::id(),
            at: now.0,
            actor,
            deed: Deed::ExportedCohort,
            subject: Some(run.cohort.id),
            subject_name: run.cohort.name.clone(),
            detail: what,
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.mime())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("Accept, Authorization")),
    ];
    Ok((headers, body).into_response())
}

/// A table as text; none when there is none of that name. CSV for spreadsheets is marked as UTF-8.
async fn written(taken: Taken, table: String, format: Format, marked: bool) -> Result<Option<String>, Wrong> {
    aside("a table to take along", move || {
        taken.table(&table).map(|table| match format {
            Format::Csv => table.csv(marked),
            Format::Json => table.json(),
        })
    })
    .await
}

/// All tables of the report in one.
fn whole(cohort: &CohortRow, taken: &Taken) -> String {
    let (name, workshop) = (Value::from(cohort.name.as_str()), Value::from(cohort.workshop.as_str()));
    let mut out =
        format!("{{\"format\":\"podium-cohort\",\"version\":1,\"cohort\":{name},\"workshop\":{workshop},\"tables\":{{");
    let report = kinds().into_iter().filter(|kind| kind.name.starts_with("report_"));
    for (n, table) in report.filter_map(|kind| taken.table(kind.name)).enumerate() {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(out, "{comma}\"{}\":", table.kind().name);
        table.json_rows(&mut out);
    }
    out.push_str("}}\n");
    out
}

fn problem(detail: &str) -> Response {
    let problem = Problem::new(404, "Nothing is here", detail);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM))];
    (StatusCode::NOT_FOUND, kind, problem.to_json()).into_response()
}
