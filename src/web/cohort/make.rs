//! The list of cohorts, and a new one: from nothing, or like one there was.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::{address, runner, seen_by, shown_code};
use crate::app::App;
use crate::domain::cohort::{self, JoinCode, Names, Settings};
use crate::store::{CohortRun, Deed, NewCohort, StoreError};
use crate::web::account::Signed;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, home, when};

/// How often another code is tried when one is taken. With 30 bits a code this is next to never needed twice.
const MOST_CODES: usize = 8;

/// A cohort in the list.
pub struct CohortCard {
    /// Its page.
    pub url: String,
    /// Its name.
    pub name: String,
    /// The workshop's title.
    pub workshop: String,
    /// Such as "12 people".
    pub people: String,
    /// The join code as it is read aloud.
    pub code: Option<String>,
    /// When it begins: (RFC 3339, words).
    pub starts: Option<(String, String)>,
    /// Whether it was put away.
    pub archived: bool,
    /// Whether the one who looks only helps in it.
    pub assists: bool,
}

/// The cohorts that somebody runs or helps in.
pub async fn cards(app: &App, signed: &Signed) -> Result<Vec<CohortCard>, Wrong> {
    let shelf = app.shelf();
    let card = |run: CohortRun| {
        let cohort = &run.cohort;
        let zone = when::zone(&cohort.settings.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        CohortCard {
            url: address(cohort.id),
            workshop: shelf.find(&cohort.workshop).map_or(&cohort.workshop, |w| &w.workshop.title).clone(),
            people: home::people(run.people as usize),
            code: shown_code(cohort),
            starts: cohort.settings.starts_at.map(|at| when::in_zone(at, &zone)),
            archived: cohort.archived_at.is_some(),
            assists: !run.role.may_change(),
            name: cohort.name.clone(),
        }
    };
    Ok(app.store.cohorts_run_by(runner(signed)).await?.into_iter().map(card).collect())
}

/// `/facilitate/cohorts/new`.
#[derive(Template)]
#[template(path = "cohort_new.html")]
pub struct NewPage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The script that knows the browser's time zone.
    pub zone_js: String,
    /// Workshops to choose from: (id, title, chosen).
    pub workshops: Vec<(String, String, bool)>,
    /// The cohort that this one is made after: (id, name).
    pub like: Option<(String, String)>,
    /// As typed.
    pub typed: NewForm,
    /// Names: (id, what it means, chosen).
    pub names: Vec<(&'static str, &'static str, bool)>,
    /// What is wrong with each field; empty when nothing is.
    pub errors: Errors,
}

/// What is wrong with the fields.
#[derive(Debug, Default)]
pub struct Errors {
    /// With the name.
    pub name: String,
    /// With the beginning.
    pub starts: String,
    /// With the end.
    pub ends: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
pub struct NewForm {
    /// The name.
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    workshop: String,
    /// When it begins.
    #[serde(default)]
    pub starts: String,
    /// When it ends.
    #[serde(default)]
    pub ends: String,
    /// The browser's time zone.
    #[serde(default)]
    pub zone: String,
    #[serde(default)]
    names: String,
    #[serde(default)]
    like: String,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The cohort that the new one is made after.
    #[serde(default)]
    like: String,
}

/// What names mean, for who chooses.
pub(super) const fn about(names: Names) -> &'static str {
    match names {
        Names::Nickname => "A nickname: whatever people like to be called",
        Names::Real => "The real name: the page asks for it, others in the room may see it",
        Names::Hidden => "The real name, which only facilitators see",
        Names::Anonymous => "Anonymous: nobody is asked for a name, and no answer is joined to a person",
    }
}

/// `/facilitate/cohorts/new`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Query(asked): Query<Asked>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let form = NewForm { like: asked.like, ..NewForm::default() };
    answer::page(&page(&app, &signed, around, &token, now, form, Errors::default()).await?)
}

/// The cohort that the new one is made after, when it is theirs.
async fn like(app: &App, signed: &Signed, id: &str) -> Result<Option<CohortRun>, Wrong> {
    let Ok(id) = id.parse::<Uuid>() else { return Ok(None) };
    let run = seen_by(app, signed, id).await?;
    if run.role.may_change() { Ok(Some(run)) } else { Err(Wrong::NotFound) }
}

async fn page(
    app: &App,
    signed: &Signed,
    around: Around,
    token: &Token,
    now: Now,
    typed: NewForm,
    errors: Errors,
) -> Result<NewPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let like = like(app, signed, &typed.like).await?;
    let wanted = like.as_ref().map_or(typed.workshop.as_str(), |run| &run.cohort.workshop);
    let shelf = app.shelf();
    let workshops = shelf.workshops.iter().map(|shelved| &shelved.workshop);
    let workshops = workshops.map(|w| (w.id.clone(), w.title.clone(), w.id == wanted)).collect();
    let chosen =
        Names::of_id(&typed.names).unwrap_or(like.as_ref().map_or(Names::default(), |run| run.cohort.settings.names));
    // The operator's switch leaves no choice.
    let offered = Names::ALL.into_iter().filter(|names| !app.config.anonymous_cohorts || !names.asks());
    let names = offered
        .map(|names| (names.id(), about(names), names == chosen || !names.asks() && app.config.anonymous_cohorts));
    let names = names.collect();
    let typed = NewForm {
        name: typed.name.chars().take(200).collect(),
        zone: if typed.zone.is_empty() {
            like.as_ref().map_or_else(String::new, |run| run.cohort.settings.zone.clone())
        } else {
            typed.zone
        },
        ..typed
    };
    Ok(NewPage {
        frame: around
            .at("/facilitate/cohorts/new")
            .frame("Make a cohort", None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        zone_js: assets::address_of("zone.js"),
        workshops,
        like: like.map(|run| (run.cohort.id.to_string(), run.cohort.name)),
        typed,
        names,
        errors,
    })
}

/// `POST /facilitate/cohorts`.
pub async fn make(
    State(app): State<App>,
    signed: Signed,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<NewForm>,
) -> Result<Response, Wrong> {
    let before = like(&app, &signed, &form.like).await?;
    let zone = when::zone(&form.zone);
    let known = zone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
    let mut errors = Errors::default();
    let name = cohort::name(&form.name).unwrap_or_else(|why| {
        errors.name = why;
        String::new()
    });
    let starts_at = when::of_field(&form.starts, &known).unwrap_or_else(|why| {
        errors.starts = why;
        None
    });
    let ends_at = when::of_field(&form.ends, &known).unwrap_or_else(|why| {
        errors.ends = why;
        None
    });
    if errors.ends.is_empty() && starts_at.zip(ends_at).is_some_and(|(starts, ends)| ends <= starts) {
        "It ends before it begins.".clone_into(&mut errors.ends);
    }
    let workshop = before.as_ref().map_or(form.workshop.as_str(), |run| &run.cohort.workshop).to_owned();
    if app.shelf().find(&workshop).is_none() {
        return Err(Wrong::BadRequest("There is no such workshop."));
    }
    if !errors.name.is_empty() || !errors.starts.is_empty() || !errors.ends.is_empty() {
        let page = page(&app, &signed, around, &token, now, form, errors).await?;
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let usual = before.map(|run| run.cohort.settings.for_another()).unwrap_or_default();
    let names = Names::of_id(&form.names).unwrap_or(usual.names);
    let names = if app.config.anonymous_cohorts { Names::Anonymous } else { names };
    let zone = if zone.is_some() { form.zone } else { usual.zone.clone() };
    let settings = Settings { zone, starts_at, ends_at, names, ..usual };
    let id = Now::id();
    let mut new = NewCohort {
        id,
        workshop,
        name: name.clone(),
        settings,
        code: String::new(),
        by: signed.facilitator.id,
        at: now.0,
    };
    for _ in 0..MOST_CODES {
        new.code = new_code();
        let entry = signed.entry(Deed::MadeCohort, Some(id), name.clone(), now);
        match app.store.make_cohort(new.clone(), entry).await {
            Err(StoreError::Taken) => {}
            made => {
                made?;
                tracing::info!(cohort = %id, "a cohort was made");
                return Ok(answer::redirect(&format!("{}/door", address(id))));
            }
        }
    }
    Err(StoreError::Other("no free join code was found".to_owned()).into())
}

/// A fresh join code.
pub(super) fn new_code() -> String {
    JoinCode::from_bits(&Now::token()).canonical()
}
