//! The owner's page of learning platforms: which may send people, and what they have to be told.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{Owner, Signed};
use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::lti::{LAUNCH, LOGIN};
use super::now::Now;
use super::session::Token;
use crate::app::App;
use crate::domain::lti::platform::{address, deployments, identifier, name};
use crate::store::{Deed, Platform, StoreError};

/// The page.
const PAGE: &str = "/facilitate/platforms";
/// The most characters of a field that come back with its error.
const MOST_TYPED: usize = 4000;

/// `/facilitate/platforms`.
#[derive(Template)]
#[template(path = "platforms.html")]
struct PlatformsPage {
    frame: Frame,
    platforms: Vec<PlatformView>,
    /// What is entered at the platform: (id on the page, what it is, address).
    ours: Vec<(&'static str, &'static str, String)>,
    fields: Vec<Field>,
    /// Why nothing was done; empty when nothing was asked for.
    refused: String,
}

struct PlatformView {
    id: Uuid,
    name: String,
    issuer: String,
    client: String,
    /// With commas; empty when all may come in.
    deployments: String,
}

struct Field {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Whether it has several lines.
    lines: bool,
    needed: bool,
    value: String,
    error: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    name: String,
    issuer: String,
    client: String,
    login: String,
    token: String,
    keys: String,
    courses: String,
    deployments: String,
}

/// What is wrong with the fields, by their ids.
type Faults = Vec<(&'static str, String)>;

fn fields(form: &AddForm, faults: &Faults) -> Vec<Field> {
    let field = |id: &'static str, label, hint, value: &str| Field {
        id,
        label,
        hint,
        lines: id == "deployments",
        needed: !["courses", "deployments"].contains(&id),
        value: value.chars().take(MOST_TYPED).collect(),
        error: faults.iter().find(|(at, _)| *at == id).map(|(_, why)| why.clone()).unwrap_or_default(),
    };
    vec![
        field("name", "Name", "What people here call it", &form.name),
        field("issuer", "Issuer", "Also “platform id”; copy it to the letter", &form.issuer),
        field("client", "Client id", "What the platform calls this portal", &form.client),
        field("login", "Authentication request address", "Also “OIDC authorization endpoint”", &form.login),
        field("token", "Access token address", "", &form.token),
        field("keys", "Key set address", "Also “public keyset” or “JWKS”", &form.keys),
        field(
            "courses",
            "Address of the courses",
            "Only if people see them under another address than the issuer's",
            &form.courses,
        ),
        field("deployments", "Deployment ids", "One a line; leave it empty to let all of them in", &form.deployments),
    ]
}

/// `/facilitate/platforms`.
pub async fn show(
    State(app): State<App>,
    Owner(signed): Owner,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, (around, &token), now, &AddForm::default(), &Faults::new()).await?)
}

async fn page(
    app: &App,
    signed: &Signed,
    (around, token): (Around, &Token),
    now: Now,
    form: &AddForm,
    faults: &Faults,
) -> Result<PlatformsPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let base = around.address(app);
    let view = |platform: Platform| PlatformView {
        id: platform.id,
        name: platform.name,
        issuer: platform.issuer,
        client: platform.client,
        deployments: platform.deployments.join(", "),
    };
    Ok(PlatformsPage {
        frame: around.at(PAGE).frame("Learning platforms", None, identity.as_ref()).of_facilitator(&signed.facilitator),
        platforms: app.store.platforms().await?.into_iter().map(view).collect(),
        ours: vec![
            ("_login-url", "Login initiation", format!("{base}{LOGIN}")),
            ("_launch-url", "Redirection, and the tool itself", format!("{base}{LAUNCH}")),
            ("_keys-url", "Public key set", format!("{base}/.well-known/jwks.json")),
        ],
        fields: fields(form, faults),
        refused: String::new(),
    })
}

/// `POST /facilitate/platforms`: registers one.
pub async fn add(
    State(app): State<App>,
    Owner(signed): Owner,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<AddForm>,
) -> Result<Response, Wrong> {
    let mut faults = match read(&form, now) {
        Ok(new) => {
            let (id, called) = (new.id, new.name.clone());
            let mut entry = signed.entry(Deed::AddedPlatform, None, called, now);
            entry.detail.clone_from(&new.issuer);
            match app.store.add_platform(new, entry).await {
                Ok(()) => {
                    tracing::info!(platform = %id, "a learning platform was registered");
                    return Ok(answer::redirect(PAGE));
                }
                Err(StoreError::Taken) => {
                    vec![("client", "This client id of this issuer is registered already.".to_owned())]
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(faults) => faults,
    };
    faults.dedup();
    let mut page = page(&app, &signed, (around, &token), now, &form, &faults).await?;
    "Nothing was registered: look at the marked fields.".clone_into(&mut page.refused);
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn read(form: &AddForm, now: Now) -> Result<Platform, Faults> {
    let mut faults = Faults::new();
    let mut kept = |id: &'static str, read: Result<String, String>| {
        read.unwrap_or_else(|why| {
            faults.push((id, why));
            String::new()
        })
    };
    let courses = if form.courses.trim().is_empty() { Ok(String::new()) } else { address(&form.courses) };
    let platform = Platform {
        id: Now::id(),
        name: kept("name", name(&form.name)),
        issuer: kept("issuer", identifier(&form.issuer)),
        client: kept("client", identifier(&form.client)),
        login_url: kept("login", address(&form.login)),
        token_url: kept("token", address(&form.token)),
        keys_url: kept("keys", address(&form.keys)),
        courses_url: kept("courses", courses),
        deployments: Vec::new(),
        made_at: now.0,
    };
    match deployments(&form.deployments) {
        Ok(deployments) if faults.is_empty() => Ok(Platform { deployments, ..platform }),
        Ok(_) => Err(faults),
        Err(why) => {
            faults.push(("deployments", why));
            Err(faults)
        }
    }
}

/// What the form sends that takes one away.
#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    #[serde(default)]
    sure: String,
}

/// `POST /facilitate/platforms/{platform}/remove`.
pub async fn remove(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<RemoveForm>,
) -> Result<Response, Wrong> {
    let platform = app.store.platform(id).await?.ok_or(Wrong::NotFound)?;
    if form.sure != "yes" {
        let mut page = page(&app, &signed, (around, &token), now, &AddForm::default(), &Faults::new()).await?;
        page.refused = format!("{} was not taken away: tick the box that says you are sure.", platform.name);
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let mut entry = signed.entry(Deed::RemovedPlatform, None, platform.name, now);
    entry.detail = platform.issuer;
    if !app.store.remove_platform(id, entry).await? {
        return Err(Wrong::NotFound);
    }
    tracing::info!(platform = %id, "a learning platform was taken away");
    Ok(answer::redirect(PAGE))
}
