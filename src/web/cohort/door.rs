//! The door of a cohort: its code, its link and its QR code, to show and to shut.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::make::new_code;
use super::{CohortHead, address, changed_by, entry, seen_by};
use crate::app::App;
use crate::domain::cohort::Settings;
use crate::domain::cohort::{Entry, Shut};
use crate::store::{CohortRun, Deed, Platform, ScoreState, StoreError};
use crate::web::account::Signed;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::home::count;
use crate::web::join::of_domains;
use crate::web::now::Now;
use crate::web::qr::qr;
use crate::web::session::Token;
use crate::web::{answer, assets, when};

/// `/facilitate/cohorts/{cohort}/door`.
#[derive(Template)]
#[template(path = "cohort_door.html")]
pub struct DoorPage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The top.
    pub head: CohortHead,
    /// The code, and what leads in; none while there is no code.
    pub way: Option<Way>,
    /// Why nobody is let in just now; empty when somebody is.
    pub shut: String,
    /// Whether a facilitator shut it.
    pub closed: bool,
    /// Whether only who is on the list comes in.
    pub listed: bool,
    /// Whom else it is for, in words; empty when for anybody with the code.
    pub whom: String,
    /// The learning platforms that are registered here.
    pub platforms: Vec<PlatformView>,
    /// How grades go back to them.
    pub grades: Vec<GradesView>,
    /// The cohort's id.
    pub id: Uuid,
    /// What could not be done; empty when nothing.
    pub refused: String,
}

/// What leads in.
pub struct Way {
    /// As it is read aloud.
    pub code: String,
    /// Where it is typed, such as `podium.example.org/join`.
    pub place: String,
    /// The whole link.
    pub link: String,
    /// The QR code as an `<svg>` without fixed colours.
    pub qr: String,
    /// Whether that address is this machine's own, which no phone can open.
    pub local: bool,
}

/// A learning platform, as it stands at the door.
pub struct PlatformView {
    /// Its id.
    pub id: Uuid,
    /// What people here call it.
    pub name: String,
    /// Whether people come in from it.
    pub lets_in: bool,
}

/// How grades go back to a learning platform.
pub struct GradesView {
    /// What people here call it.
    pub platform: String,
    /// Such as "12 people; 3 grades have not arrived yet".
    pub words: String,
    /// What went wrong last; empty when nothing did.
    pub problem: String,
}

impl GradesView {
    fn of(state: ScoreState) -> Self {
        let people = count(usize::try_from(state.people).unwrap_or(usize::MAX), "participant");
        let words = match state.waiting {
            0 => format!("{people}; every grade has arrived"),
            1 => format!("{people}; one grade has not arrived yet"),
            n => format!("{people}; {n} grades have not arrived yet"),
        };
        Self { platform: state.platform, words, problem: state.problem }
    }
}

/// `/facilitate/cohorts/{cohort}/door`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = seen_by(&app, &signed, id).await?;
    answer::page(&page(&app, &signed, &run, (around, &token), now).await?)
}

async fn page(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    (around, token): (Around, &Token),
    now: Now,
) -> Result<DoorPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let base = around.address(app);
    let settings = &run.cohort.settings;
    let zone = when::zone(&settings.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let head = CohortHead::of(app, run, "door", now);
    let way = match (&run.cohort.code, &head.code) {
        (Some(code), Some(shown)) => {
            let link = format!("{base}/join/{code}");
            Some(Way {
                code: shown.clone(),
                place: format!("{}/join", base.split_once("://").map_or(base.as_str(), |(_, host)| host)),
                qr: qr(&link)?,
                local: crate::web::me::is_local(&base),
                link,
            })
        }
        _ => None,
    };
    let shut = match settings.lets_in(run.people, now.0) {
        Ok(()) => String::new(),
        Err(Shut::Closed) => "The door is shut: nobody new comes in.".to_owned(),
        Err(Shut::Over(end)) => format!("Nobody new comes in: it ended {}.", when::in_zone(end, &zone).1),
        Err(Shut::Full(most)) => format!("Nobody new comes in: {most} people are in, which is the most."),
    };
    let platform = |platform: Platform| PlatformView {
        lets_in: settings.door.platforms.contains(&platform.id.to_string()),
        id: platform.id,
        name: platform.name,
    };
    Ok(DoorPage {
        id: run.cohort.id,
        grades: app.store.score_states(run.cohort.id).await?.into_iter().map(GradesView::of).collect(),
        platforms: app.store.platforms().await?.into_iter().map(platform).collect(),
        frame: around
            .at(&format!("{}/door", head.url))
            .frame(&run.cohort.name, None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        way,
        shut,
        closed: settings.door.closed,
        listed: settings.door.entry == Entry::Listed,
        whom: match settings.door.entry {
            Entry::Domain => of_domains(&settings.door.domains),
            Entry::Anyone | Entry::Listed => String::new(),
        },
        refused: String::new(),
        head,
    })
}

/// What the buttons send.
#[derive(Debug, Deserialize)]
pub struct DoorForm {
    #[serde(default, rename = "do")]
    wish: String,
    #[serde(default)]
    platform: Option<Uuid>,
}

/// `POST /facilitate/cohorts/{cohort}/door`: shuts or opens it, or gives it another code.
pub async fn change(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<DoorForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let there = || answer::redirect(&format!("{}/door", address(id)));
    if run.cohort.archived_at.is_some() {
        let mut page = page(&app, &signed, &run, (around, &token), now).await?;
        "It is put away: fetch it back first, under Settings.".clone_into(&mut page.refused);
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match form.wish.as_str() {
        "shut" | "open" => {
            let mut settings = run.cohort.settings.clone();
            settings.door.closed = form.wish == "shut";
            let detail = if settings.door.closed { "shut the door" } else { "opened the door" };
            change_settings(&app, &signed, &run, (around, &token), (&settings, detail.to_owned()), now).await
        }
        "platform" | "no-platform" => {
            let platform = app.store.platform(form.platform.unwrap_or_default()).await?.ok_or(Wrong::NotFound)?;
            let mut settings = run.cohort.settings.clone();
            let named = platform.id.to_string();
            settings.door.platforms.retain(|one| *one != named);
            let detail = if form.wish == "platform" {
                settings.door.platforms.push(named);
                format!("lets people in from {}", platform.name)
            } else {
                format!("lets nobody in from {}", platform.name)
            };
            change_settings(&app, &signed, &run, (around, &token), (&settings, detail), now).await
        }
        "another" => {
            for _ in 0..8 {
                let entry = entry(&signed, Deed::ChangedCode, &run.cohort, String::new(), now);
                match app.store.change_code(id, Some(new_code()), entry).await {
                    Err(StoreError::Taken) => {}
                    changed => {
                        changed?;
                        return Ok(there());
                    }
                }
            }
            Err(StoreError::Other("no free join code was found".to_owned()).into())
        }
        _ => Err(Wrong::BadRequest("It does not say what to do.")),
    }
}

async fn change_settings(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    around: (Around, &Token),
    (settings, detail): (&Settings, String),
    now: Now,
) -> Result<Response, Wrong> {
    let cohort = &run.cohort;
    let entry = entry(signed, Deed::ChangedCohort, cohort, detail, now);
    if app.store.change_cohort(cohort.id, cohort.revision, cohort.name.clone(), settings, entry).await?.is_none() {
        let mut page = page(app, signed, run, around, now).await?;
        "Somebody changed the cohort at this moment; try again.".clone_into(&mut page.refused);
        return answer::page_with(StatusCode::CONFLICT, &page);
    }
    Ok(answer::redirect(&format!("{}/door", address(cohort.id))))
}
