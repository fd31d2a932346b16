//! Signing in by an identity provider (OpenID Connect): to it, back from it, and connecting one's account with it.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::account::{Signed, confirms};
use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::now::Now;
use super::session::{Caller, Token};
use super::sign_in::way_back;
use super::{answer, invitation, when};
use crate::app::App;
use crate::store::Deed;

mod admit;
mod flow;
pub mod provider;

use admit::Admitted;
use flow::Flow;
pub(super) use flow::Purpose;
use provider::{Provider, Trouble};

/// Where the provider sends people back to.
const RETURN: &str = "/facilitate/oidc/return";
/// Where an account is connected.
const CONNECT: &str = "/facilitate/oidc/connect";

/// On the way to the provider.
#[derive(Template)]
#[template(path = "oidc_leave.html")]
pub struct LeavePage {
    /// Around it.
    pub frame: Frame,
    /// What people call the provider.
    pub provider: String,
    /// Where it is.
    pub url: String,
}

/// Back from the provider, and not let in.
#[derive(Template)]
#[template(path = "oidc_refused.html")]
pub struct RefusedPage {
    /// Around it.
    pub frame: Frame,
    /// What happened, in a few words.
    pub title: &'static str,
    /// And what can be done.
    pub message: String,
    /// Where it can be tried again at once; empty when it cannot.
    pub again: String,
    /// Another way onward.
    pub other: Onward,
    /// What people call the provider.
    pub provider: String,
}

/// `/facilitate/oidc/connect`.
#[derive(Template)]
#[template(path = "oidc_connect.html")]
pub struct ConnectPage {
    /// Around it.
    pub frame: Frame,
    /// What people call the provider.
    pub provider: String,
    /// Since when the provider opens the account: (RFC 3339, words); none when it does not.
    pub since: Option<(String, String)>,
    /// Whether the account has a password.
    pub has_password: bool,
    /// What is wrong with it; empty when nothing is.
    pub password_error: String,
}

/// Why somebody is not let in.
struct Refusal {
    status: StatusCode,
    title: &'static str,
    message: String,
    again: bool,
}

impl Refusal {
    /// The provider says something, and it does not let them in here.
    fn closed(title: &'static str, message: String) -> Self {
        Self { status: StatusCode::FORBIDDEN, title, message, again: false }
    }

    /// What came back belongs to no way that this browser has under way.
    fn stray() -> Self {
        let message =
            "It was begun in another browser, took more than ten minutes, or was finished already. Begin anew.";
        Self {
            status: StatusCode::BAD_REQUEST,
            title: "This sign-in is over",
            message: message.to_owned(),
            again: true,
        }
    }

    fn of_trouble(trouble: &Trouble, provider: &str, purpose: &Purpose) -> Self {
        tracing::warn!(%trouble, "the identity provider was of no help");
        match trouble {
            Trouble::Unreachable(_) => Self {
                status: StatusCode::BAD_GATEWAY,
                title: "The sign-in of your organisation does not answer",
                message: match purpose {
                    Purpose::Door(_) => format!("The portal could not reach {provider}. Try again in a moment."),
                    _ => format!(
                        "The portal could not reach {provider}. Try again in a moment; a password works meanwhile."
                    ),
                },
                again: true,
            },
            Trouble::Untrue(_) => Self {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                message: format!(
                    "What came back from {provider} could not be trusted, and nothing was changed. Begin anew; when it happens again, tell who runs this portal."
                ),
                again: true,
            },
        }
    }
}

async fn refused(
    app: &App,
    (provider, purpose): (&Provider, Option<&Purpose>),
    around: Around,
    token: &Token,
    now: Now,
    refusal: Refusal,
) -> Result<Response, Wrong> {
    let Refusal { status, title, message, again } = refusal;
    let identity = token.identity(app, now).await?;
    let (begin, label, url) = match purpose {
        Some(Purpose::Door(code)) => (format!("/join/{code}/sign-in"), "Back to the door", format!("/join/{code}")),
        _ => ("/facilitate/oidc".to_owned(), "Go to the sign-in page", "/facilitate/sign-in".to_owned()),
    };
    let frame = around.at(&url).frame(title, None, identity.as_ref());
    let page = RefusedPage {
        frame,
        title,
        message,
        again: if again { begin } else { String::new() },
        other: Onward { label: label.to_owned(), url },
        provider: provider.settings.name.clone(),
    };
    Ok(answer::with_cookie(answer::page_with(status, &page)?, Some(&flow::forget(app))))
}

/// What the forms send that begin a sign-in.
#[derive(Deserialize)]
pub struct BeginForm {
    #[serde(default)]
    back: String,
    /// The token of a one-time link, when it was begun there.
    #[serde(default)]
    invitation: String,
}

/// `POST /facilitate/oidc`: off to the provider.
pub async fn begin(
    State(app): State<App>,
    (around, token, caller): (Around, Token, Caller),
    now: Now,
    Form(form): Form<BeginForm>,
) -> Result<Response, Wrong> {
    let purpose = if form.invitation.is_empty() {
        Purpose::SignIn(way_back(&form.back))
    } else {
        invitation::open(&app, &form.invitation, now).await?;
        Purpose::Link(form.invitation)
    };
    leave(&app, around, &token, &caller, purpose, now).await
}

/// A page that leads on by itself: a form of this portal must not be redirected elsewhere, says the policy of its pages.
pub(super) async fn leave(
    app: &App,
    around: Around,
    token: &Token,
    caller: &Caller,
    purpose: Purpose,
    now: Now,
) -> Result<Response, Wrong> {
    let provider = app.provider.as_ref().ok_or(Wrong::NotFound)?;
    app.limits.question(caller.address, now.0)?;
    let flow = Flow::new(purpose, now);
    let url = match provider.way(app, &flow, format!("{}{RETURN}", around.address(app)), now).await {
        Ok(url) => url,
        Err(trouble) => {
            let refusal = Refusal::of_trouble(&trouble, &provider.settings.name, &flow.purpose);
            return refused(app, (provider, Some(&flow.purpose)), around, token, now, refusal).await;
        }
    };
    let identity = token.identity(app, now).await?;
    let from = match &flow.purpose {
        Purpose::Door(code) => format!("/join/{code}"),
        _ => "/facilitate/sign-in".to_owned(),
    };
    let frame = around.at(&from).frame("On to sign in", None, identity.as_ref());
    let page = LeavePage { frame, provider: provider.settings.name.clone(), url };
    Ok(answer::with_cookie(answer::page(&page)?, Some(&flow.cookie(app))))
}

/// What comes back with somebody.
#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

/// `/facilitate/oidc/return`: back from the provider.
pub async fn back(
    State(app): State<App>,
    Query(back): Query<Back>,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
) -> Result<Response, Wrong> {
    let provider = app.provider.as_ref().ok_or(Wrong::NotFound)?;
    let flow = Flow::of(&app, &headers, now).filter(|flow| flow.is_state(&app, &back.state));
    // Each way leads back once.
    let Some(flow) = flow.filter(|flow| provider.use_up(flow, now)) else {
        tracing::info!("somebody came back from the identity provider on a way that is not theirs, or over");
        return refused(&app, (provider, None), around, &token, now, Refusal::stray()).await;
    };
    let way = (provider, Some(&flow.purpose));
    if back.iss.is_some_and(|issuer| issuer != provider.settings.issuer) {
        let trouble = Trouble::Untrue("another provider sent somebody back".to_owned());
        let refusal = Refusal::of_trouble(&trouble, &provider.settings.name, &flow.purpose);
        return refused(&app, way, around, &token, now, refusal).await;
    }
    if back.code.is_empty() {
        // What it says came through the browser: only words that the standard knows are worth a line of the log.
        let denied = back.error == "access_denied";
        tracing::info!(denied, "the identity provider sent somebody back without a code");
        let message = format!("{} sent you back without signing you in.", provider.settings.name);
        let refusal = Refusal { again: true, ..Refusal::closed("Not signed in", message) };
        return refused(&app, way, around, &token, now, refusal).await;
    }
    let here = format!("{}{RETURN}", around.address(&app));
    let admitted = match provider.who(&app, &flow, here, back.code, now).await {
        Ok(described) => admit::admit(&app, provider, &flow.purpose, described, &headers, &caller, now).await?,
        Err(trouble) => Admitted::Not(Refusal::of_trouble(&trouble, &provider.settings.name, &flow.purpose)),
    };
    match admitted {
        Admitted::In(response) => Ok(answer::with_cookie(response, Some(&flow::forget(&app)))),
        Admitted::Not(refusal) => refused(&app, way, around, &token, now, refusal).await,
    }
}

/// `/facilitate/oidc/connect`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, around, &token, now).await?)
}

async fn page(app: &App, signed: &Signed, around: Around, token: &Token, now: Now) -> Result<ConnectPage, Wrong> {
    let provider = app.provider.as_ref().ok_or(Wrong::NotFound)?;
    let identity = token.identity(app, now).await?;
    let me = &signed.facilitator;
    Ok(ConnectPage {
        frame: around.at(CONNECT).frame("Your organisation’s sign-in", None, identity.as_ref()).of_facilitator(me),
        provider: provider.settings.name.clone(),
        since: app.store.linked_since(me.id, &provider.settings.issuer).await?.map(when::moment),
        has_password: app.store.kept_password(me.id).await?.is_some(),
        password_error: String::new(),
    })
}

/// What the forms of that page send.
#[derive(Deserialize)]
pub struct ConnectForm {
    #[serde(default)]
    password: String,
}

/// `POST /facilitate/oidc/connect`: off to the provider, to connect the account that is signed in.
pub async fn connect(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<ConnectForm>,
) -> Result<Response, Wrong> {
    if app.provider.is_none() {
        return Err(Wrong::NotFound);
    }
    if confirms(&app, &signed, &headers, caller.address, form.password, now).await? {
        return leave(&app, around, &token, &caller, Purpose::Connect(signed.session), now).await;
    }
    wrong_password(&app, &signed, around, &token, now).await
}

async fn wrong_password(
    app: &App,
    signed: &Signed,
    around: Around,
    token: &Token,
    now: Now,
) -> Result<Response, Wrong> {
    let mut page = page(app, signed, around, token, now).await?;
    "This is not your password.".clone_into(&mut page.password_error);
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /facilitate/oidc/disconnect`: from now on the provider does not open the account; its password does.
pub async fn disconnect(
    State(app): State<App>,
    signed: Signed,
    (around, token, caller): (Around, Token, Caller),
    headers: HeaderMap,
    now: Now,
    Form(form): Form<ConnectForm>,
) -> Result<Response, Wrong> {
    if app.provider.is_none() {
        return Err(Wrong::NotFound);
    }
    if !confirms(&app, &signed, &headers, caller.address, form.password, now).await? {
        return wrong_password(&app, &signed, around, &token, now).await;
    }
    let entry = signed.entry_of_own(Deed::Disconnected, now);
    if app.store.unlink_identities(signed.facilitator.id, entry).await? {
        tracing::info!(facilitator = %signed.facilitator.id, "an account was disconnected from the identity provider");
    }
    Ok(answer::redirect(CONNECT))
}
