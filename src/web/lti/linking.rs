//! A teacher puts a link to a cohort into a course: chosen here, signed, and sent back to the platform (LTI Deep Linking 2.0).
//!
//! As with launches nothing hangs on a cookie: what was asked goes along in the form, with a check that only this portal can make.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LAUNCH, framed, lets_in, refused};
use crate::app::App;
use crate::domain::cohort::Need;
use crate::domain::lti::linking::{Answer, Link, Linking};
use crate::domain::lti::platform::origin;
use crate::domain::time::Millis;
use crate::store::{CohortRow, Platform};
use crate::web::error::Wrong;
use crate::web::frame::Around;
use crate::web::now::Now;
use crate::web::{assets, checked, signing};

/// Tells what is carried from what else browsers carry.
const PURPOSE: &[u8] = b"lti link";
/// How long somebody may take to choose: half an hour.
const SECONDS: i64 = 1800;

/// What is carried in the form.
#[derive(Debug, Serialize, Deserialize)]
struct Carried {
    platform: Uuid,
    until: Millis,
    linking: Linking,
}

/// Where the link should lead.
#[derive(Template)]
#[template(path = "lti/choose.html")]
struct ChoosePage {
    css: String,
    icon: String,
    style: String,
    title: String,
    platform: String,
    way: String,
    cohorts: Vec<Offered>,
    error: String,
}

/// A cohort, and where in its workshop a link can lead: (value, label).
struct Offered {
    name: String,
    targets: Vec<(String, String)>,
}

/// Back to the platform.
#[derive(Template)]
#[template(path = "lti/return.html")]
struct ReturnPage {
    css: String,
    icon: String,
    title: String,
    words: String,
    return_url: String,
    token: String,
    button: &'static str,
}

/// Asks where the link should lead.
pub(super) async fn offer(app: &App, platform: &Platform, linking: Linking, now: Now) -> Result<Response, Wrong> {
    let carried = Carried { platform: platform.id, until: now.0.plus_seconds(SECONDS), linking };
    choose(app, platform, checked::write(&app.secret, PURPOSE, &carried), "").await
}

async fn choose(app: &App, platform: &Platform, way: String, error: &str) -> Result<Response, Wrong> {
    let cohorts = app.store.all_cohorts().await?;
    let open = cohorts.iter().filter(|cohort| cohort.archived_at.is_none() && lets_in(cohort, platform.id));
    let offered = |cohort: &CohortRow| Offered {
        name: cohort.name.clone(),
        targets: links(app, cohort).into_iter().map(|(value, label, _)| (value, label)).collect(),
    };
    let page = ChoosePage {
        css: assets::addresses().css,
        icon: assets::addresses().icon,
        style: assets::address_of("cohort.css"),
        title: "Put a link into the course".to_owned(),
        platform: platform.name.clone(),
        way,
        cohorts: open.map(offered).collect(),
        error: error.to_owned(),
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    framed(status, &page, Some(platform), "'self'")
}

/// Everything in a cohort that a link can lead to: the value of the choice, its label, the link.
fn links(app: &App, cohort: &CohortRow) -> Vec<(String, String, Link)> {
    let shelf = app.shelf();
    let id = cohort.id.to_string();
    let link = |what: &str, title: Option<&str>, place: Option<(&'static str, &str)>| {
        let mut custom = vec![("cohort", id.clone())];
        custom.extend(place.map(|(kind, id)| (kind, id.to_owned())));
        let value = place.map_or_else(|| id.clone(), |(kind, place)| format!("{id} {kind} {place}"));
        let title = title.map_or_else(|| cohort.name.clone(), |title| format!("{}: {title}", cohort.name));
        // The choice that is made is shown without the cohort's name above it.
        (value, format!("{}: {what}", cohort.name), Link { title, custom })
    };
    let mut links = vec![link("the whole workshop", None, None)];
    let Some(shelved) = shelf.find(&cohort.workshop) else { return links };
    let workshop = &shelved.workshop;
    let hidden = |module: &str| cohort.settings.schedule.plan(module).need == Need::Hidden;
    for module in workshop.outline.modules.iter().filter(|module| !hidden(&module.id)) {
        links.push(link(&module.title, Some(&module.title), Some(("module", &module.id))));
    }
    for quiz in &workshop.quizzes {
        if quiz.module.as_deref().is_none_or(|module| !hidden(module)) {
            links.push(link(&format!("{} (quiz)", quiz.title), Some(&quiz.title), Some(("quiz", &quiz.id))));
        }
    }
    links
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct ChooseForm {
    #[serde(default)]
    way: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    nothing: String,
}

/// `POST /lti/link`: signs the link that was chosen. A button sends it to the platform: this portal may not send a form there by
/// itself.
pub async fn answer(
    State(app): State<App>,
    around: Around,
    now: Now,
    Form(form): Form<ChooseForm>,
) -> Result<Response, Wrong> {
    const OVER: &str = "It took longer than half an hour, or did not begin here. Ask for the link in the course again.";
    let carried: Option<Carried> = checked::read(&app.secret, PURPOSE, &form.way);
    let Some(carried) = carried.filter(|carried| carried.until > now.0) else { return refused(OVER, None) };
    let Some(platform) = app.store.platform(carried.platform).await? else { return refused(OVER, None) };
    let chosen = if form.nothing == "yes" {
        None
    } else {
        let found = find(&app, &platform, &form.target).await?;
        if found.is_none() {
            let error = "Choose where the link should lead. What you chose is there no more, or lets nobody in.";
            return choose(&app, &platform, form.way, error).await;
        }
        found
    };
    let base = around.address(&app);
    let nonce = URL_SAFE_NO_PAD.encode(Now::token());
    let answer = Answer {
        client: &platform.client,
        issuer: &platform.issuer,
        linking: &carried.linking,
        launch_url: &format!("{base}{LAUNCH}"),
        link: chosen.as_ref(),
        nonce: &nonce,
        now: now.0,
    };
    let token = signing::current(&app, now).await?.sign("JWT", &answer.claims())?;
    tracing::info!(platform = %platform.id, link = chosen.is_some(), "a link was chosen for a course");
    let (title, words, button) = match &chosen {
        Some(link) => (
            "Put this link into the course?",
            format!("“{}” goes back to {}, which shows it in the course.", link.title, platform.name),
            "Put it into the course",
        ),
        None => ("Put nothing into the course?", format!("You go back to {}.", platform.name), "Go back"),
    };
    let return_url = carried.linking.return_url;
    let to = origin(&return_url).ok_or(Wrong::Internal)?;
    let page = ReturnPage {
        css: assets::addresses().css,
        icon: assets::addresses().icon,
        title: title.to_owned(),
        words,
        return_url,
        token,
        button,
    };
    framed(StatusCode::OK, &page, Some(&platform), &to)
}

/// The link of a choice, as far as its cohort still lets people in.
async fn find(app: &App, platform: &Platform, target: &str) -> Result<Option<Link>, Wrong> {
    let cohort = target.split(' ').next().and_then(|id| Uuid::parse_str(id).ok());
    let Some(id) = cohort else { return Ok(None) };
    let Some(cohort) = app.store.cohort_to_launch(id).await?.filter(|cohort| lets_in(cohort, platform.id)) else {
        return Ok(None);
    };
    Ok(links(app, &cohort).into_iter().find(|(value, ..)| value == target).map(|(.., link)| link))
}
