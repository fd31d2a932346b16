//! Somebody whom a learning platform sends (LTI 1.3): to the platform to be named, back with what it signs, and on into a window of
//! their own.
//!
//! In a platform's frame a browser sends no cookies, so nothing here reads or sets one. The page of a launch can be framed by the
//! platform and does nothing but open a window; what is done is done there, by [`enter`].

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::url::form_urlencoded;
use serde::Deserialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::Around;
use super::now::Now;
use super::secret::token_hash;
use super::{answer, assets, jws, signing};
use crate::app::App;
use crate::domain::lti::{Claims, Expected, Launch, Message, Stands, Target, platform::origin};
use crate::store::{CohortRow, GradesTo, LaunchTicket, Platform};
use keys::Failure;
use way::Way;

pub mod course;
pub mod enter;
pub mod grades;
pub mod keys;
pub mod linking;
pub mod tokens;
mod way;

/// Where a platform sends people first, without the portal's address.
pub const LOGIN: &str = "/lti/login";
/// Where it sends them back to.
pub const LAUNCH: &str = "/lti/launch";
/// How long a launch waits for its window.
const TICKET_SECONDS: i64 = 120;
/// The longest hint that is handed back to a platform, in bytes.
const LONGEST_HINT: usize = 8 * 1024;
/// The most characters that are kept of what a platform calls somebody.
const LONGEST_NAME: usize = 200;

/// Whether a request may come from another site: the two forms that platforms send. Neither reads a cookie; what they bring is
/// signed.
pub fn comes_from_a_platform(method: &Method, uri: &Uri) -> bool {
    *method == Method::POST && [LOGIN, LAUNCH].contains(&uri.path())
}

/// The page of a launch, which a platform may show in a frame.
#[derive(Template)]
#[template(path = "lti/launch.html")]
struct LaunchPage {
    css: String,
    icon: String,
    title: String,
    /// In words: what happens next, or why nothing does.
    words: String,
    /// What opens in a window of its own: (address, words on the button); none when nothing does.
    opens: Option<(String, String)>,
}

/// Sends a page that only this platform may show in a frame; without one nobody may.
/// Its forms go to `forms` alone, as a source of the policy.
fn framed(
    status: StatusCode,
    page: &impl Template,
    platform: Option<&Platform>,
    forms: &str,
) -> Result<Response, Wrong> {
    let mut origins: Vec<String> = platform
        .iter()
        .flat_map(|platform| [&platform.courses_url, &platform.issuer, &platform.login_url])
        .filter_map(|address| origin(address))
        .collect();
    origins.sort();
    origins.dedup();
    let ancestors = if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action {forms}; base-uri 'none'; \
         frame-ancestors {ancestors}"
    );
    let mut response = answer::page_with(status, page)?;
    let policy = HeaderValue::from_str(&policy).map_err(|_| Wrong::Internal)?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

fn refused(words: &str, platform: Option<&Platform>) -> Result<Response, Wrong> {
    let page = LaunchPage {
        css: assets::addresses().css,
        icon: assets::addresses().icon,
        title: "This way in does not work".to_owned(),
        words: words.to_owned(),
        opens: Some(("/join".to_owned(), "Join with a code instead".to_owned())),
    };
    framed(StatusCode::BAD_REQUEST, &page, platform, "'none'")
}

/// What a platform asks to begin with (LTI Core 1.3, 5.1.1.1). Where the link leads is read from what it signs, later.
#[derive(Debug, Deserialize)]
pub struct LoginForm {
    #[serde(default)]
    iss: String,
    #[serde(default)]
    login_hint: String,
    lti_message_hint: Option<String>,
    client_id: Option<String>,
}

/// `/lti/login`.
pub async fn login(
    State(app): State<App>,
    around: Around,
    now: Now,
    Query(form): Query<LoginForm>,
) -> Result<Response, Wrong> {
    begin(&app, &around, now, &form).await
}

/// `POST /lti/login`: the same.
pub async fn login_by_form(
    State(app): State<App>,
    around: Around,
    now: Now,
    Form(form): Form<LoginForm>,
) -> Result<Response, Wrong> {
    begin(&app, &around, now, &form).await
}

async fn begin(app: &App, around: &Around, now: Now, form: &LoginForm) -> Result<Response, Wrong> {
    let hint = form.lti_message_hint.as_deref();
    if form.login_hint.is_empty() || form.login_hint.len().max(hint.map_or(0, str::len)) > LONGEST_HINT {
        return refused("The platform does not say whom it sends. Open the link in the course again.", None);
    }
    let mut platforms = app.store.platforms_of(&form.iss).await?;
    if let Some(client) = &form.client_id {
        platforms.retain(|platform| platform.client == *client);
    }
    let [platform] = &platforms[..] else {
        let why = if platforms.is_empty() {
            "This portal does not know the platform that sends you. An owner of the portal can register it."
        } else {
            "The platform is registered here more than once, and does not say by which registration it sends you."
        };
        tracing::info!(registrations = platforms.len(), "a platform's login was refused");
        return refused(why, None);
    };
    let way = Way::new(platform.id, now);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", "id_token")
        .append_pair("response_mode", "form_post")
        .append_pair("scope", "openid")
        .append_pair("prompt", "none")
        .append_pair("client_id", &platform.client)
        .append_pair("redirect_uri", &format!("{}{LAUNCH}", around.address(app)))
        .append_pair("login_hint", &form.login_hint)
        .append_pair("state", &way.state(app))
        .append_pair("nonce", &way.nonce(app));
    if let Some(hint) = hint {
        query.append_pair("lti_message_hint", hint);
    }
    let mark = if platform.login_url.contains('?') { '&' } else { '?' };
    Ok(answer::redirect(&format!("{}{mark}{}", platform.login_url, query.finish())))
}

/// What a platform sends back.
#[derive(Deserialize)]
pub struct LaunchForm {
    #[serde(default)]
    id_token: String,
    #[serde(default)]
    state: String,
    error: Option<String>,
}

/// `POST /lti/launch`: who comes and where to, once everything about it is true.
pub async fn launch(State(app): State<App>, now: Now, Form(form): Form<LaunchForm>) -> Result<Response, Wrong> {
    const OLD: &str = "It took too long, or it did not begin here. Open the link in the course again.";
    const UNTRUE: &str = "What came is not signed by the platform. Open the link in the course again.";
    let Some(way) = Way::of(&app, &form.state, now) else {
        tracing::info!("a launch came back on no way of this portal's");
        return refused(OLD, None);
    };
    let Some(platform) = app.store.platform(way.platform).await? else { return refused(OLD, None) };
    let refused = |why: &str, words: &str| {
        tracing::info!(platform = %platform.id, why, "a launch was refused");
        refused(words, Some(&platform))
    };
    if form.error.is_some() {
        return refused(
            "the platform says so",
            "The platform did not say who you are. Sign in there, then open the link in the course again.",
        );
    }
    let token = match jws::read(&form.id_token) {
        Ok(token) => token,
        Err(why) => return refused(&why.to_string(), UNTRUE),
    };
    let claims = match app.platform_keys.check(&platform, &token, now).await {
        Ok(claims) => claims,
        Err(Failure::Refused(why)) => return refused(&why.to_string(), UNTRUE),
        Err(Failure::Trouble(trouble)) => {
            tracing::warn!(platform = %platform.id, %trouble, "the keys of a platform cannot be had");
            let words = "The platform does not answer just now, so this portal cannot tell who you are. Wait a minute, then open the link in the course again.";
            return refused("its keys cannot be had", words);
        }
    };
    let Ok(claims) = serde_json::from_value::<Claims>(claims) else {
        return refused("a claim is missing or of another kind", "What the platform says is no launch of LTI 1.3.");
    };
    let nonce = way.nonce(&app);
    let expected = Expected {
        issuer: &platform.issuer,
        client: &platform.client,
        deployments: &platform.deployments,
        nonce: &nonce,
        now: now.0,
    };
    let message = match claims.check(expected) {
        Ok(message) => message,
        Err(why) => return refused(why.words(), why.words()),
    };
    // Only now: what is not the platform's uses nobody's way up.
    if !app.store.return_once(way.hash(&app), platform.id, way.until, now.0).await? {
        return refused("it came before", "This was used already. Open the link in the course again.");
    }
    let launch = match message {
        Message::Launch(launch) => launch,
        Message::Linking(linking) => return linking::offer(&app, &platform, linking, now).await,
    };
    let Some(cohort) = cohort_of(&app, &platform, &launch.target).await? else {
        return refused(
            "it leads to no cohort",
            "This link leads to no cohort that lets people in from here. Whoever teaches the course finds what to enter on the page “Door” of the cohort.",
        );
    };
    if let Some(members) = &launch.services.members {
        let course = launch.services.course.clone();
        app.store.keep_course(Now::id(), (platform.id, cohort.id), members.clone(), course, now.0).await?;
    }
    let opens = match launch.stands {
        Stands::Teaches => {
            let words = format!("Open the board of {}", cohort.name);
            (
                super::cohort::address(cohort.id),
                words,
                "It opens in a window of its own, for whoever runs the cohort here and signs in.",
            )
        }
        Stands::Learns => {
            let title = app.shelf().find(&cohort.workshop).map(|shelved| shelved.workshop.title.clone());
            let words = format!("Open {} in its own window", title.unwrap_or_else(|| cohort.name.clone()));
            (ticket(&app, &platform, &cohort, launch, now).await?, words, "This way in works once, for two minutes.")
        }
        Stands::Neither => {
            return refused(
                "neither teaches nor learns",
                "In this course you are neither a learner nor a teacher. Whoever looks after the course can change that.",
            );
        }
    };
    let (address, button, words) = opens;
    tracing::info!(platform = %platform.id, cohort = %cohort.id, "somebody was launched");
    let page = LaunchPage {
        css: assets::addresses().css,
        icon: assets::addresses().icon,
        title: cohort.name.clone(),
        words: words.to_owned(),
        opens: Some((address, button)),
    };
    framed(StatusCode::OK, &page, Some(&platform), "'none'")
}

/// The cohort that a link names, when it lets people in from this platform.
async fn cohort_of(app: &App, platform: &Platform, target: &Target) -> Result<Option<CohortRow>, Wrong> {
    let Some(id) = target.cohort.as_deref().and_then(|id| Uuid::parse_str(id.trim()).ok()) else { return Ok(None) };
    let cohort = app.store.cohort_to_launch(id).await?;
    Ok(cohort.filter(|cohort| lets_in(cohort, platform.id)))
}

fn lets_in(cohort: &CohortRow, platform: Uuid) -> bool {
    cohort.settings.door.platforms.contains(&platform.to_string())
}

/// Keeps a launch for its window, and answers with where that opens.
async fn ticket(app: &App, platform: &Platform, cohort: &CohortRow, launch: Launch, now: Now) -> Result<String, Wrong> {
    let token = Now::token();
    // In an anonymous cohort nothing is kept that says who came, not for two minutes.
    let (subject_hash, name) = if cohort.settings.names.asks() {
        let hash = app.secret.platform_subject(&launch.deployment, &launch.subject);
        (hash, launch.name.chars().take(LONGEST_NAME).collect())
    } else {
        (Now::token(), String::new())
    };
    let target = leads_to(app, cohort, &launch.target);
    let column = launch.services.column.filter(|_| cohort.settings.names.asks());
    let sealed = signing::seal(&app.secret, &platform.id.to_string(), launch.subject.as_bytes());
    // What the link leads to is what is graded.
    let about = |kind: &str, id: Option<String>| {
        id.map(|id| id.trim().to_owned()).filter(|id| target.ends_with(&format!("{kind}{id}"))).unwrap_or_default()
    };
    let module = about("/", launch.target.module);
    let quiz = if module.is_empty() { about("/quizzes/", launch.target.quiz) } else { String::new() };
    let grades = column.zip(sealed).map(|(column, sealed_subject)| GradesTo { column, sealed_subject, module, quiz });
    let ticket = LaunchTicket { platform: platform.id, subject_hash, cohort: cohort.id, name, target, grades };
    app.store.keep_ticket(token_hash(&token), ticket, now.0.plus_seconds(TICKET_SECONDS), now.0).await?;
    Ok(format!("/lti/enter/{}", URL_SAFE_NO_PAD.encode(token)))
}

/// Where in the workshop a link leads; empty for its home, also when the author took away what it names.
fn leads_to(app: &App, cohort: &CohortRow, target: &Target) -> String {
    let shelf = app.shelf();
    let Some(shelved) = shelf.find(&cohort.workshop) else { return String::new() };
    let workshop = &shelved.workshop;
    let module = target.module.as_deref().map(str::trim);
    let quiz = target.quiz.as_deref().map(str::trim);
    if let Some(module) = workshop.outline.modules.iter().find(|one| Some(one.id.as_str()) == module) {
        return format!("/w/{}/{}", workshop.id, module.id);
    }
    match workshop.quizzes.iter().find(|one| Some(one.id.as_str()) == quiz) {
        Some(quiz) => format!("/w/{}/quizzes/{}", workshop.id, quiz.id),
        None => String::new(),
    }
}
