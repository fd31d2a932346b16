//! The owner's page: who has an account, what they may do, and the links that make accounts.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::account::{Owner, Signed, called};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::invitation::{For, make};
use super::mail::NotSent;
use super::now::Now;
use super::session::Token;
use super::{answer, when};
use crate::app::App;
use crate::domain::account::{self, Role};
use crate::domain::time::Millis;
use crate::store::{Actor, Deed, Facilitator, InvitationRow, Outcome};

/// The page.
const PAGE: &str = "/facilitate/facilitators";

/// `/facilitate/facilitators`.
#[derive(Template)]
#[template(path = "facilitators.html")]
pub struct FacilitatorsPage {
    /// Around it.
    pub frame: Frame,
    /// A link that was made just now, shown this once.
    pub made: Option<MadeLink>,
    /// What could not be done; empty when nothing was asked for.
    pub refused: String,
    /// Everybody with an account, by name.
    pub facilitators: Vec<FacilitatorView>,
    /// Links that can still be used.
    pub links: Vec<LinkView>,
    /// As typed, when it was refused.
    pub email: String,
    /// What is wrong with it; empty when nothing is.
    pub email_error: String,
    /// Whether the form asks for an owner's account.
    pub as_owner: bool,
    /// Whether links are sent by e-mail as well.
    pub mails: bool,
}

/// A link that was made just now.
pub struct MadeLink {
    /// The whole address.
    pub address: String,
    /// For which address.
    pub email: String,
    /// Whether it gives a new password, and makes no account.
    pub reset: bool,
    /// Until when it can be used: (RFC 3339, words).
    pub until: (String, String),
    /// Whether it was sent by e-mail.
    pub mailing: Mailing,
}

/// Whether a link was sent by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailing {
    /// The portal sends nothing.
    Off,
    /// It was.
    Sent,
    /// It was not: why.
    NotSent(String),
}

/// The message with a link that makes an account.
#[derive(Template)]
#[template(path = "mail/invitation.txt")]
struct InvitationMail<'a> {
    /// Who invites, with their address.
    who: &'a str,
    /// The portal's address.
    portal: &'a str,
    owner: bool,
    link: &'a str,
    /// In words.
    until: &'a str,
}

/// The message with a link that gives a new password.
#[derive(Template)]
#[template(path = "mail/reset.txt")]
struct ResetMail<'a> {
    /// Who made the link, with their address.
    who: &'a str,
    /// The portal's address.
    portal: &'a str,
    link: &'a str,
    /// In words.
    until: &'a str,
}

/// An account as the owner sees it.
pub struct FacilitatorView {
    /// Where its forms go, without the last part.
    pub url: String,
    /// What the holder is called.
    pub name: String,
    /// Its name.
    pub email: String,
    /// What the holder may do.
    pub role: &'static str,
    /// What they would be allowed instead.
    pub other_role: &'static str,
    /// Whether it is the one who looks.
    pub me: bool,
    /// Whether signing in asks them for a second factor.
    pub second_factor: bool,
    /// Whether nobody else is an owner.
    pub last_owner: bool,
    /// (RFC 3339, words); none when never.
    pub seen: Option<(String, String)>,
}

/// A link that can still be used.
pub struct LinkView {
    /// Where the form goes that takes it back.
    pub url: String,
    /// For which address.
    pub email: String,
    /// What it is for, in words.
    pub what: String,
    /// (RFC 3339, words).
    pub until: (String, String),
}

/// `/facilitate/facilitators`.
pub async fn show(
    State(app): State<App>,
    Owner(signed): Owner,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    answer::page(&page(&app, &signed, around, &token, now).await?)
}

async fn page(app: &App, signed: &Signed, around: Around, token: &Token, now: Now) -> Result<FacilitatorsPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let all = app.store.facilitators().await?;
    let guarded = app.store.with_second_factor().await?;
    let owners = all.iter().filter(|other| other.role == Role::Owner).count();
    let view = |facilitator: Facilitator| FacilitatorView {
        url: format!("{PAGE}/{}", facilitator.id),
        role: facilitator.role.id(),
        other_role: match facilitator.role {
            Role::Owner => Role::Facilitator.id(),
            Role::Facilitator => Role::Owner.id(),
        },
        me: facilitator.id == signed.facilitator.id,
        second_factor: guarded.contains(&facilitator.id),
        last_owner: facilitator.role == Role::Owner && owners == 1,
        seen: facilitator.seen_at.map(|seen| when::lately(seen, now.0)),
        name: facilitator.name,
        email: facilitator.email,
    };
    let link = |link: InvitationRow| LinkView {
        url: format!("/facilitate/links/{}/end", link.id),
        what: match link.facilitator {
            Some(_) => "A new password".to_owned(),
            None => format!("An account as {}", link.role),
        },
        email: link.email,
        until: when::moment(link.expires_at),
    };
    Ok(FacilitatorsPage {
        frame: around.at(PAGE).frame("Facilitators", None, identity.as_ref()).of_facilitator(&signed.facilitator),
        made: None,
        refused: String::new(),
        facilitators: all.into_iter().map(view).collect(),
        links: app.store.invitations(now.0).await?.into_iter().map(link).collect(),
        email: String::new(),
        email_error: String::new(),
        as_owner: false,
        mails: app.mailer.is_some(),
    })
}

/// The page with what could not be done.
async fn refused(
    app: &App,
    signed: &Signed,
    around: Around,
    token: &Token,
    now: Now,
    why: &str,
) -> Result<Response, Wrong> {
    let page = FacilitatorsPage { refused: why.to_owned(), ..page(app, signed, around, token, now).await? };
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the invitation's form sends.
#[derive(Debug, Deserialize)]
pub struct InviteForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

fn actor(signed: &Signed) -> Actor {
    Actor { id: Some(signed.facilitator.id), name: called(&signed.facilitator) }
}

/// `POST /facilitate/facilitators`: makes a link for an address, which the answer shows this once.
pub async fn invite(
    State(app): State<App>,
    Owner(signed): Owner,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<InviteForm>,
) -> Result<Response, Wrong> {
    let role = Role::of_id(&form.role).ok_or(Wrong::BadRequest("It names no role."))?;
    let address = around.address(&app);
    let why = match account::email(&form.email) {
        Ok(email) => match make(&app.store, For::New(&email, role), actor(&signed), now).await? {
            Some((path, until)) => {
                tracing::info!(facilitator = %signed.facilitator.id, "a facilitator was invited");
                let mut made = made_link(&address, &path, email, false, until);
                made.mailing = mail_link(&app, &signed, &made, role, now).await?;
                let page = FacilitatorsPage { made: Some(made), ..page(&app, &signed, around, &token, now).await? };
                return answer::page(&page);
            }
            None => "There is an account with this address already.".to_owned(),
        },
        Err(why) => why,
    };
    let mut page = page(&app, &signed, around, &token, now).await?;
    page.email = form.email.chars().take(account::MOST_EMAIL).collect();
    page.email_error = why;
    page.as_owner = role == Role::Owner;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn made_link(address: &str, path: &str, email: String, reset: bool, until: Millis) -> MadeLink {
    MadeLink { address: format!("{address}{path}"), email, reset, until: when::moment(until), mailing: Mailing::Off }
}

/// Sends a link that was made just now to whom it is for, when the portal sends mail. The token is in the message and on the
/// page, and is kept nowhere: what could not be sent is not tried again by itself.
async fn mail_link(app: &App, signed: &Signed, made: &MadeLink, role: Role, now: Now) -> Result<Mailing, Wrong> {
    let Some(mailer) = &app.mailer else { return Ok(Mailing::Off) };
    let (who, portal, link, until) = (&called(&signed.facilitator), &app.address, &made.address, &made.until.1);
    let written = if made.reset {
        ResetMail { who, portal, link, until }.render()
    } else {
        InvitationMail { who, portal, owner: role == Role::Owner, link, until }.render()
    };
    let body = written.map_err(|error| {
        tracing::error!(%error, "a message could not be written");
        Wrong::Internal
    })?;
    let name = &signed.facilitator.name;
    let subject = if made.reset {
        "A link for a new password at a portal for workshops".to_owned()
    } else {
        format!("{name} invites you to a portal for workshops")
    };
    let to = Sha256::digest(&made.email).into();
    let sent = match app.limits.mail(signed.facilitator.id, to, now.0) {
        Ok(()) => mailer.send(&made.email, &subject, body, now).await,
        Err(_) => Err(NotSent::TooMany),
    };
    if let Err(why) = sent {
        return Ok(Mailing::NotSent(why.to_string()));
    }
    app.store.note_deed(signed.entry(Deed::SentLink, None, made.email.clone(), now)).await?;
    Ok(Mailing::Sent)
}

async fn find(app: &App, id: Uuid) -> Result<Facilitator, Wrong> {
    app.store.facilitator(id).await?.ok_or(Wrong::NotFound)
}

/// What the role's form sends.
#[derive(Debug, Deserialize)]
pub struct RoleForm {
    #[serde(default)]
    role: String,
}

/// `POST /facilitate/facilitators/{facilitator}/role`.
pub async fn change_role(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<RoleForm>,
) -> Result<Response, Wrong> {
    let role = Role::of_id(&form.role).ok_or(Wrong::BadRequest("It names no role."))?;
    let whom = find(&app, id).await?;
    let mut entry = signed.entry(Deed::ChangedRole, Some(id), called(&whom), now);
    entry.detail = format!("{} → {role}", whom.role);
    match app.store.change_role(id, role, entry).await? {
        Outcome::LastOwner => refused(&app, &signed, around, &token, now, LAST_OWNER).await,
        // Who gave the role away sees no more of this page.
        _ if id == signed.facilitator.id && role != Role::Owner => Ok(answer::redirect(super::account::HOME)),
        _ => Ok(answer::redirect(PAGE)),
    }
}

/// Why nobody takes the last owner away.
const LAST_OWNER: &str = "This is the only owner: without one, nobody could manage the facilitators. Make somebody else an \
                          owner first.";

/// `POST /facilitate/facilitators/{facilitator}/reset`: makes a link for a new password, which the answer shows this once.
pub async fn reset(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let whom = find(&app, id).await?;
    let address = around.address(&app);
    let made = make(&app.store, For::Holder(&whom), actor(&signed), now).await?;
    let (path, until) = made.ok_or(Wrong::NotFound)?;
    tracing::info!(facilitator = %id, "a link for a new password was made");
    let mut made = made_link(&address, &path, whom.email, true, until);
    made.mailing = mail_link(&app, &signed, &made, whom.role, now).await?;
    answer::page(&FacilitatorsPage { made: Some(made), ..page(&app, &signed, around, &token, now).await? })
}

/// `POST /facilitate/facilitators/{facilitator}/sign-out`: ends all their sessions.
pub async fn sign_out(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    now: Now,
) -> Result<Response, Wrong> {
    let whom = find(&app, id).await?;
    let entry = signed.entry(Deed::EndedSessions, Some(id), called(&whom), now);
    app.store.end_facilitator_sessions(id, entry).await?;
    tracing::info!(facilitator = %id, "a facilitator was signed out everywhere");
    Ok(answer::redirect(PAGE))
}

/// `POST /facilitate/facilitators/{facilitator}/second-factor`: takes somebody's second factor off, who has lost it. One's own is
/// taken off with its code.
pub async fn remove_second_factor(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let whom = find(&app, id).await?;
    if id == signed.facilitator.id {
        let why = "Your own second factor is taken off on its own page, with a code.";
        return refused(&app, &signed, around, &token, now, why).await;
    }
    let entry = signed.entry(Deed::RemovedSecondFactor, Some(id), called(&whom), now);
    if !app.store.remove_second_factor(id, None, entry).await? {
        return Err(Wrong::NotFound);
    }
    tracing::info!(facilitator = %id, "a second factor was taken off by an owner");
    Ok(answer::redirect(PAGE))
}

/// What the form sends that takes an account away.
#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    #[serde(default)]
    sure: String,
}

/// `POST /facilitate/facilitators/{facilitator}/remove`: takes an account away, and signs its holder out everywhere.
pub async fn remove(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<RemoveForm>,
) -> Result<Response, Wrong> {
    let whom = find(&app, id).await?;
    if form.sure != "yes" {
        return refused(&app, &signed, around, &token, now, "Nothing was taken away: tick the box first.").await;
    }
    let entry = signed.entry(Deed::Removed, Some(id), called(&whom), now);
    match app.store.remove_facilitator(id, entry).await? {
        Outcome::LastOwner => refused(&app, &signed, around, &token, now, LAST_OWNER).await,
        Outcome::NotThere => Err(Wrong::NotFound),
        Outcome::Done => {
            tracing::info!(facilitator = %id, "a facilitator's account was taken away");
            Ok(answer::redirect(PAGE))
        }
    }
}

/// `POST /facilitate/links/{link}/end`: takes a link back that was not used yet.
pub async fn end_link(
    State(app): State<App>,
    Owner(signed): Owner,
    Path(id): Path<Uuid>,
    now: Now,
) -> Result<Response, Wrong> {
    let links = app.store.invitations(now.0).await?;
    let link = links.into_iter().find(|link| link.id == id).ok_or(Wrong::NotFound)?;
    let deed = if link.facilitator.is_some() { Deed::ForbadeReset } else { Deed::Uninvited };
    if !app.store.uninvite(id, signed.entry(deed, link.facilitator, link.email, now)).await? {
        return Err(Wrong::NotFound);
    }
    Ok(answer::redirect("/facilitate/facilitators#links"))
}
