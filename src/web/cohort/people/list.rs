//! Whom a cohort expects: a table that somebody chooses or pastes, looked at before it is kept.

use askama::Template;
use axum::Form;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::back;
use crate::app::App;
use crate::domain::roster::{self, Complaint, Expected, Table};
use crate::store::{CohortRun, Deed};
use crate::web::account::Signed;
use crate::web::cohort::{CohortHead, changed_by, entry};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, lti};

/// The largest file or form, in bytes: five thousand people with long names fit in several times.
pub const BODY: usize = 2 * 1024 * 1024;

/// Lines that are shown before they are kept.
const SHOWN: usize = 20;

/// A table before it is kept.
#[derive(Template)]
#[template(path = "cohort_list.html")]
pub struct ListPage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The top.
    pub head: CohortHead,
    /// Who would be put on the list: the first of them.
    pub people: Vec<Expected>,
    /// How many there are.
    pub count: usize,
    /// How many of them are on the list already.
    pub known: usize,
    /// What is wrong with lines.
    pub complaints: Vec<Complaint>,
    /// How many lines are wrong.
    pub wrong: usize,
    /// The encoding was a guess.
    pub guessed: bool,
    /// The table as text, to be sent again.
    pub text: String,
    /// Where it comes from, and what of it was left out; empty when somebody typed it.
    pub source: String,
}

/// `POST …/list`: looks at a table, from a file or as pasted, and shows what would be kept.
pub async fn preview(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    mut form: Multipart,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let (mut file, mut pasted) = (Vec::new(), Vec::new());
    loop {
        let next = form.next_field().await.map_err(|error| wrong(&error))?;
        let Some(field) = next else { break };
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|error| wrong(&error))?;
        match name.as_str() {
            "file" => file = bytes.to_vec(),
            "table" => pasted = bytes.to_vec(),
            _ => {}
        }
    }
    let (text, guessed) = roster::text_of(if file.is_empty() { &pasted } else { &file });
    let table = roster::read(&text);
    let status = if table.people.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::page_with(status, &page(&app, &signed, &run, (around, &token), now, table, (text, guessed)).await?)
}

fn wrong(error: &axum::extract::multipart::MultipartError) -> Wrong {
    Wrong::of_status(error.status()).unwrap_or(Wrong::BadRequest("The form cannot be read."))
}

async fn page(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    (around, token): (Around, &Token),
    now: Now,
    table: Table,
    (text, guessed): (String, bool),
) -> Result<ListPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let known = app.store.roster(run.cohort.id).await?;
    let head = CohortHead::of(app, run, "people", now);
    let is_known = |person: &&Expected| known.iter().any(|row| row.handle == person.handle);
    Ok(ListPage {
        frame: around
            .at(&format!("{}/people", head.url))
            .frame(&format!("People · {}", run.cohort.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        count: table.people.len(),
        known: table.people.iter().filter(is_known).count(),
        people: table.people.into_iter().take(SHOWN).collect(),
        complaints: table.complaints,
        wrong: table.wrong,
        guessed,
        text,
        source: String::new(),
        head,
    })
}

/// What the form sends that asks a learning platform.
#[derive(Debug, Deserialize)]
pub struct FetchForm {
    course: Uuid,
}

/// `POST …/list/fetch`: asks a learning platform who is in a course, and shows what would be kept.
pub async fn fetch(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<FetchForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let course = app.store.courses(id).await?.into_iter().find(|course| course.id == form.course);
    let course = course.ok_or(Wrong::NotFound)?;
    let platform = app.store.platform(course.platform).await?.ok_or(Wrong::NotFound)?;
    let read = match lti::course::people(&app, &platform, &course.members_url, now).await {
        Ok(read) => read,
        Err(trouble) => {
            tracing::warn!(platform = %platform.id, why = trouble.words(), "the people of a course cannot be read");
            let mut page = super::page(&app, &signed, &run, (around, &token), now).await?;
            page.refused =
                format!("The list of {} could not be fetched. {} Try again later.", platform.name, trouble.words());
            return answer::page_with(StatusCode::BAD_GATEWAY, &page);
        }
    };
    tracing::info!(cohort = %id, platform = %platform.id, people = read.learners.len(), "the people of a course were read");
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = read.learners.iter().map(|person| format!("{},{}\n", quoted(&person.name), quoted(&person.email)));
    let text = format!("name,email\n{}", lines.collect::<String>());
    let table = roster::read(&text);
    let mut page = page(&app, &signed, &run, (around, &token), now, table, (text, false)).await?;
    let others = match read.others {
        0 => String::new(),
        1 => " One person who teaches or is not active was left out.".to_owned(),
        n => format!(" {n} people who teach or are not active were left out."),
    };
    let title = if course.title.is_empty() { "a course".to_owned() } else { format!("“{}”", course.title) };
    page.source = format!("This is who takes {title}, as {} says now.{others}", platform.name);
    answer::page(&page)
}

/// What the form sends that keeps the table.
#[derive(Debug, Deserialize)]
pub struct KeepForm {
    #[serde(default)]
    table: String,
}

/// `POST …/list/keep`: puts the people of the table on the list; lines that are wrong are left out, as the page said.
pub async fn keep(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<KeepForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let table = roster::read(&form.table);
    if table.people.is_empty() {
        let page = page(&app, &signed, &run, (around, &token), now, table, (form.table, false)).await?;
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let count = table.people.len();
    let people = table.people.into_iter().map(|person| (Now::id(), person.name, person.handle)).collect();
    let entry = entry(&signed, Deed::ChangedRoster, &run.cohort, crate::web::home::count(count, "line"), now);
    app.store.expect(id, people, entry).await?;
    Ok(back(id))
}

/// `POST …/list/{entry}/remove`: takes somebody off the list.
pub async fn remove(
    State(app): State<App>,
    signed: Signed,
    Path((id, row)): Path<(Uuid, Uuid)>,
    now: Now,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let whom = app.store.roster(id).await?.into_iter().find(|known| known.id == row).ok_or(Wrong::NotFound)?;
    let entry = entry(&signed, Deed::ChangedRoster, &run.cohort, format!("without {}", whom.handle), now);
    if app.store.expect_no_more(id, row, entry).await? { Ok(back(id)) } else { Err(Wrong::NotFound) }
}
