//! One-time links: one makes an account, another gives one a new password.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use uuid::Uuid;

use super::account::{HOME, known_cookie, new_session, token_of};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::secret::token_hash;
use super::session::{Caller, Token};
use super::{answer, sign_in, when};
use crate::app::App;
use crate::domain::account::{self, Role};
use crate::domain::password;
use crate::domain::time::Millis;
use crate::store::{Actor, Deed, Entry, Facilitator, Invitation, NewAccount, NewInvitation, Store, StoreError};

/// How long a link can be used: seven days.
const VALID_SECONDS: i64 = 7 * 24 * 3600;

/// `/facilitate/invitations/{token}`.
#[derive(Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    /// Around it.
    pub frame: Frame,
    /// Where the form goes: this page.
    pub here: String,
    /// Whether it gives an account that is there a new password.
    pub reset: bool,
    /// Whether the account is an owner's.
    pub owner: bool,
    /// The address that the link is for; none when whoever opens it says so.
    pub bound: Option<String>,
    /// As typed.
    pub email: String,
    /// As typed, or as the account has it.
    pub name: String,
    /// What is wrong with each field; empty when nothing is.
    pub errors: Errors,
    /// What people call the identity provider by which it can be done as well, and the token for it; none without one.
    pub provider: Option<(String, String)>,
    /// The fewest characters of a password.
    pub fewest: usize,
    /// Until when the link can be used: (RFC 3339, words).
    pub until: (String, String),
}

/// What is wrong with the fields.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// With the address.
    pub email: String,
    /// With the name.
    pub name: String,
    /// With the password.
    pub password: String,
    /// With the password, typed again.
    pub again: String,
}

/// A link that was opened and is good.
pub(super) struct Opened {
    /// The hash of its token.
    pub hash: [u8; 32],
    here: String,
    /// What it makes.
    pub invitation: Invitation,
    /// The account that gets a new password.
    pub holder: Option<Facilitator>,
}

/// A wrong, used or ended link is as good as none.
pub(super) async fn open(app: &App, token: &str, now: Now) -> Result<Opened, Wrong> {
    let hash = token_hash(&token_of(token).ok_or(Wrong::NotFound)?);
    let invitation = app.store.invitation(&hash, now.0).await?.ok_or(Wrong::NotFound)?;
    let holder = match invitation.facilitator {
        Some(id) => Some(app.store.facilitator(id).await?.ok_or(Wrong::NotFound)?),
        None => None,
    };
    Ok(Opened { hash, here: format!("/facilitate/invitations/{token}"), invitation, holder })
}

async fn page(
    app: &App,
    opened: &Opened,
    around: Around,
    session: &Token,
    now: Now,
    typed: (String, String),
    errors: Errors,
) -> Result<InvitationPage, Wrong> {
    let identity = session.identity(app, now).await?;
    let reset = opened.holder.is_some();
    let title = if reset { "A new password" } else { "Make your account" };
    Ok(InvitationPage {
        // The way back must not hold the token.
        frame: around.at("/").frame(title, None, identity.as_ref()),
        here: opened.here.clone(),
        reset,
        owner: opened.invitation.role == Role::Owner,
        bound: opened.invitation.email.clone(),
        email: typed.0,
        name: typed.1,
        errors,
        provider: app.provider.as_ref().map(|provider| {
            let token = opened.here.rsplit('/').next().unwrap_or_default();
            (provider.settings.name.clone(), token.to_owned())
        }),
        fewest: password::FEWEST,
        until: when::moment(opened.invitation.expires_at),
    })
}

/// `/facilitate/invitations/{token}`.
pub async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    around: Around,
    session: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let opened = open(&app, &token, now).await?;
    let name = opened.holder.as_ref().map(|holder| holder.name.clone()).unwrap_or_default();
    answer::page(&page(&app, &opened, around, &session, now, (String::new(), name), Errors::default()).await?)
}

/// What the form sends.
#[derive(Deserialize)]
pub struct AccountForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// `POST /facilitate/invitations/{token}`: makes the account, or sets its new password, and signs this browser in. The link
/// ends with it.
pub async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    around: Around,
    session: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<AccountForm>,
) -> Result<Response, Wrong> {
    let opened = open(&app, &token, now).await?;
    let mut errors = Errors::default();
    let mut noted = |result: Result<String, String>, error: fn(&mut Errors) -> &mut String| {
        result.unwrap_or_else(|why| {
            *error(&mut errors) = why;
            String::new()
        })
    };
    let email = match &opened.invitation.email {
        Some(email) => email.clone(),
        None => noted(account::email(&form.email), |errors| &mut errors.email),
    };
    let name = match &opened.holder {
        Some(holder) => holder.name.clone(),
        None => noted(account::name(&form.name), |errors| &mut errors.name),
    };
    if let Err(why) = password::check(&form.password, &email, &name) {
        errors.password = why;
    } else if form.again != form.password {
        "The two passwords differ. Type the same one twice.".clone_into(&mut errors.again);
    }
    if errors == Errors::default() {
        let kept = app.passwords.keep(form.password).await?;
        match use_up(&app, &opened, Wanted { email, name, kept }, &caller, now).await? {
            Some(response) => return Ok(response),
            None => "There is an account with this address already.".clone_into(&mut errors.email),
        }
    }
    let typed = (form.email.chars().take(account::MOST_EMAIL).collect(), form.name.chars().take(200).collect());
    let page = page(&app, &opened, around, &session, now, typed, errors).await?;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What was typed and is good.
struct Wanted {
    email: String,
    name: String,
    /// The password's hash.
    kept: String,
}

/// The answer that signs this browser in, or asks for the second factor of the account; none when there is an account with this
/// address already.
async fn use_up(
    app: &App,
    opened: &Opened,
    wanted: Wanted,
    caller: &Caller,
    now: Now,
) -> Result<Option<Response>, Wrong> {
    let Wanted { email, name, kept } = wanted;
    let (session, cookie) = new_session(app, caller.device.clone(), now);
    let id = opened.holder.as_ref().map_or_else(Now::id, |holder| holder.id);
    let deed = if opened.holder.is_some() { Deed::ResetPassword } else { Deed::Joined };
    let holder = format!("{name} ({email})");
    let actor = Actor { id: Some(id), name: format!("{holder}, by a link") };
    let detail = if opened.holder.is_some() { String::new() } else { opened.invitation.role.to_string() };
    let entry = Entry { id: Now::id(), at: now.0, actor, deed, subject: Some(id), subject_name: holder, detail };
    let factor = app.store.second_factor(id).await?.is_some_and(|factor| factor.confirmed_at.is_some());
    let answer = if factor {
        // Whoever has the link may not have the second factor.
        sign_in::code::ask(app, id, Some(&kept), HOME, now)
    } else {
        answer::with_cookie(answer::redirect_with(HOME, Some(&cookie)), Some(&known_cookie(app, id, &kept)))
    };
    let done = if opened.holder.is_some() {
        app.store.reset_password(opened.hash, id, kept, (!factor).then_some(session), entry).await
    } else {
        let new = NewAccount { id, email, name, role: opened.invitation.role, password: kept, at: now.0 };
        app.store.join(opened.hash, new, session, entry).await
    };
    match done {
        Ok(true) => {
            tracing::info!(facilitator = %id, deed = deed.id(), "a one-time link was used");
            Ok(Some(answer))
        }
        // Somebody else used it at this very moment.
        Ok(false) => Err(Wrong::NotFound),
        Err(StoreError::Taken) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes the owner's link when there is no owner, and no link for one that can still be used: its path and the time it
/// ends. Only the hash of the token is kept, so that the link is shown this once.
pub async fn first_run(store: &Store, now: Now) -> Result<Option<(String, Millis)>, StoreError> {
    let token = Now::token();
    let until = now.0.plus_seconds(VALID_SECONDS);
    let made = store.invite_first(token_hash(&token), now.0, until).await?;
    Ok(made.then(|| (path_of(&token), until)))
}

/// For whom a link is made.
pub enum For<'a> {
    /// A new account of this address, with this role.
    New(&'a str, Role),
    /// A new password of this account.
    Holder(&'a Facilitator),
}

/// Makes a link, and answers with its path and the time it ends; none when there is an account of this address already, or,
/// for a new password, when it is gone. An unused link for the same ends.
pub async fn make(
    store: &Store,
    whom: For<'_>,
    actor: Actor,
    now: Now,
) -> Result<Option<(String, Millis)>, StoreError> {
    let token = Now::token();
    let until = now.0.plus_seconds(VALID_SECONDS);
    let (email, role, holder): (&str, Role, Option<Uuid>) = match whom {
        For::New(email, role) => (email, role, None),
        For::Holder(holder) => (&holder.email, holder.role, Some(holder.id)),
    };
    let entry = Entry {
        id: Now::id(),
        at: now.0,
        actor,
        deed: if holder.is_some() { Deed::AllowedReset } else { Deed::Invited },
        subject: holder,
        subject_name: match whom {
            For::Holder(holder) => super::account::called(holder),
            For::New(email, _) => email.to_owned(),
        },
        detail: if holder.is_some() { String::new() } else { role.to_string() },
    };
    let new = NewInvitation {
        id: Now::id(),
        token_hash: token_hash(&token),
        role,
        email: email.to_owned(),
        facilitator: holder,
        expires_at: until,
    };
    Ok(store.invite(new, entry).await?.then(|| (path_of(&token), until)))
}

fn path_of(token: &[u8; 32]) -> String {
    format!("/facilitate/invitations/{}", URL_SAFE_NO_PAD.encode(token))
}
