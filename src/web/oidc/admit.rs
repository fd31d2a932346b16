//! Who is let in whom the identity provider describes, and as whom.
//!
//! An account is opened by provider and subject, never by an address. Somebody who is new gets an account by a one-time link,
//! by a link that was made for their verified address, or by what the operator says of domains and groups; an account that is
//! there is connected by a one-time link for it, or by who is signed in to it.

use axum::http::HeaderMap;
use axum::response::Response;

use super::provider::{Described, Provider};
use super::{CONNECT, Purpose, Refusal};
use crate::app::App;
use crate::domain::account::{self, Role};
use crate::domain::cohort;
use crate::store::{Actor, Deed, Entry, Facilitator, NewIdentityAccount, StoreError, Ticket};
use crate::web::account::{HOME, Signed, called, new_session};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::invitation;
use crate::web::join;
use crate::web::join::voucher::Voucher;
use crate::web::now::Now;
use crate::web::session::Caller;
use crate::web::sign_in::{code, end_before};

/// What becomes of somebody who came back.
pub(super) enum Admitted {
    /// Let in, or asked for the second factor.
    In(Response),
    /// Not let in.
    Not(Refusal),
}

/// Everything around somebody who came back.
struct Arrival<'a> {
    app: &'a App,
    provider: &'a Provider,
    described: Described,
    headers: &'a HeaderMap,
    caller: &'a Caller,
    now: Now,
}

/// Lets somebody in for what they went to the provider for, or says why not.
pub(super) async fn admit(
    app: &App,
    provider: &Provider,
    purpose: &Purpose,
    described: Described,
    headers: &HeaderMap,
    caller: &Caller,
    now: Now,
) -> Result<Admitted, Wrong> {
    let arrival = Arrival { app, provider, described, headers, caller, now };
    match purpose {
        Purpose::SignIn(back) => arrival.sign_in(back).await,
        Purpose::Link(token) => arrival.by_link(token).await,
        Purpose::Connect(session) => arrival.connect(*session).await,
        Purpose::Door(code) => arrival.at_door(code).await,
    }
}

impl Arrival<'_> {
    async fn sign_in(self, back: &str) -> Result<Admitted, Wrong> {
        if let Some(holder) = self.app.store.facilitator_by_identity(&self.described.identity).await? {
            return self.enter(holder, back).await;
        }
        let verified = self.verified();
        let invited = match &verified {
            Some(email) => self.app.store.invited_role(email, self.now.0).await?,
            None => None,
        };
        let by_domain = verified.as_ref().is_some_and(|email| {
            email.rsplit_once('@').is_some_and(|(_, host)| self.provider.settings.domains.iter().any(|own| own == host))
        });
        let by_group = self.described.groups.iter().any(|group| self.provider.settings.groups.contains(group));
        let (ticket, role) = match invited {
            Some(role) => (Ticket::Invited, role),
            None if by_domain || by_group => (Ticket::Open, Role::Facilitator),
            None => {
                tracing::info!("the identity provider knows somebody who has no account");
                let message = format!(
                    "{} knows you, and nobody here has let you in yet. Ask an owner of this portal for a link.",
                    self.provider.settings.name
                );
                return Ok(Admitted::Not(Refusal::closed("You have no account here", message)));
            }
        };
        // For who is in a group the address is no more than the account's name.
        let typed = [self.described.email.as_deref(), self.described.username.as_deref()];
        let email = verified.or_else(|| typed.into_iter().flatten().find_map(|text| account::email(text).ok()));
        match email {
            Some(email) => self.join(ticket, email, role, back).await,
            None => Ok(Admitted::Not(self.nameless())),
        }
    }

    /// With a one-time link: it makes an account, or opens the one that it is for.
    async fn by_link(self, token: &str) -> Result<Admitted, Wrong> {
        let opened = invitation::open(self.app, token, self.now).await?;
        let Some(holder) = opened.holder else {
            return match opened.invitation.email.or_else(|| self.verified()) {
                Some(email) => self.join(Ticket::Link(opened.hash), email, opened.invitation.role, HOME).await,
                None => Ok(Admitted::Not(self.nameless())),
            };
        };
        let name = called(&holder);
        let actor = Actor { id: Some(holder.id), name: format!("{name}, by a link") };
        let entry = self.entry(Deed::Connected, actor, &holder, name);
        let linked = self.app.store.link_identity(holder.id, self.described.identity.clone(), Some(opened.hash), entry);
        match linked.await {
            Ok(true) => self.enter(holder, HOME).await,
            Ok(false) => Err(Wrong::NotFound),
            Err(StoreError::Taken) => Ok(Admitted::Not(self.of_another())),
            Err(error) => Err(error.into()),
        }
    }

    /// For who is signed in, and still is in the same browser.
    async fn connect(self, session: uuid::Uuid) -> Result<Admitted, Wrong> {
        let signed = Signed::of(self.app, self.headers, self.now).await?;
        let Some(signed) = signed.filter(|signed| signed.session == session) else {
            return Ok(Admitted::Not(Refusal::stray()));
        };
        let me = signed.facilitator.id;
        let entry = signed.entry_of_own(Deed::Connected, self.now);
        match self.app.store.link_identity(me, self.described.identity.clone(), None, entry).await {
            Ok(_) => {
                tracing::info!(facilitator = %me, "an account was connected with the identity provider");
                Ok(Admitted::In(answer::redirect(CONNECT)))
            }
            Err(StoreError::Taken) => Ok(Admitted::Not(self.of_another())),
            Err(error) => Err(error.into()),
        }
    }

    /// At the door of a cohort for people of some domains: with a verified address of one, they may go on and join.
    async fn at_door(self, code: &str) -> Result<Admitted, Wrong> {
        let Some((cohort, _)) = self.app.store.cohort_behind(code).await? else { return Err(Wrong::NotFound) };
        let door = &cohort.settings.door;
        let provider = &self.provider.settings.name;
        let Some(email) = self.verified() else {
            let message = format!(
                "This cohort takes people by their e-mail address, and {provider} gives none that it has made sure of. Ask a facilitator to let you in another way."
            );
            return Ok(Admitted::Not(Refusal::closed("No address to let you in by", message)));
        };
        if door.entry != cohort::Entry::Domain || !door.lets_in_address(&email) {
            tracing::info!(cohort = %cohort.id, "somebody of another domain stood at a door");
            let message = format!(
                "You signed in as {email}, and this cohort is for {}. Sign in with another account, or ask a facilitator.",
                join::of_domains(&door.domains)
            );
            return Ok(Admitted::Not(Refusal { again: true, ..Refusal::closed("Not for this address", message) }));
        }
        // What a list says of them is for facilitators; here it is what they type a name over.
        let name = self.described.name.as_deref().and_then(|name| cohort::member_name(name).ok()).unwrap_or_default();
        let voucher = Voucher::new(cohort.id, email, name, self.now);
        Ok(Admitted::In(answer::redirect_with(&format!("/join/{code}"), Some(&voucher.cookie(self.app)))))
    }

    /// Signs in to an account that the identity opens, or asks for its second factor.
    async fn enter(self, holder: Facilitator, back: &str) -> Result<Admitted, Wrong> {
        let Self { app, headers, now, .. } = self;
        if app.store.second_factor(holder.id).await?.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Ok(Admitted::In(code::ask(app, holder.id, None, back, now)));
        }
        let (session, cookie) = new_session(app, self.caller.device.clone(), now);
        if !app.store.sign_in_by_identity(holder.id, self.described.identity, session).await? {
            return Ok(Admitted::Not(Refusal::stray()));
        }
        end_before(app, headers, now).await?;
        tracing::info!(facilitator = %holder.id, "a facilitator signed in by the identity provider");
        Ok(Admitted::In(answer::redirect_with(back, Some(&cookie))))
    }

    /// Makes an account and signs in to it.
    async fn join(self, ticket: Ticket, email: String, role: Role, back: &str) -> Result<Admitted, Wrong> {
        let local = email.split('@').next().unwrap_or_default();
        let name = self.described.name.as_deref().and_then(|name| account::name(name).ok());
        let name = name.or_else(|| account::name(local).ok()).unwrap_or_else(|| "Facilitator".to_owned());
        let identity = self.described.identity.clone();
        let new = NewIdentityAccount { id: Now::id(), email, name, role, identity };
        let called = format!("{} ({})", new.name, new.email);
        let id = new.id;
        let entry = Entry {
            id: Now::id(),
            at: self.now.0,
            actor: Actor { id: Some(id), name: format!("{called}, by {}", self.provider.settings.name) },
            deed: Deed::Joined,
            subject: Some(id),
            subject_name: called,
            detail: role.to_string(),
        };
        let (session, cookie) = new_session(self.app, self.caller.device.clone(), self.now);
        match self.app.store.join_by_identity(ticket, new, session, entry).await {
            Ok(true) => {
                end_before(self.app, self.headers, self.now).await?;
                tracing::info!(facilitator = %id, "the identity provider let somebody in who is new");
                Ok(Admitted::In(answer::redirect_with(back, Some(&cookie))))
            }
            // The link was used or taken back at this very moment.
            Ok(false) => Err(Wrong::NotFound),
            Err(StoreError::Taken) => {
                tracing::info!("an account of this address is there already");
                let message = "There is an account of your address already, and it is not connected. Sign in to it with its password and connect it on the page “Facilitate”, or ask an owner for a link.";
                Ok(Admitted::Not(Refusal::closed("This account is not connected", message.to_owned())))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Their address in small letters, when the provider has made sure that it is theirs.
    fn verified(&self) -> Option<String> {
        let email = self.described.email.as_deref().filter(|_| self.described.email_verified)?;
        account::email(email).ok()
    }

    fn entry(&self, deed: Deed, actor: Actor, whom: &Facilitator, name: String) -> Entry {
        let (id, at, detail) = (Now::id(), self.now.0, String::new());
        Entry { id, at, actor, deed, subject: Some(whom.id), subject_name: name, detail }
    }

    fn nameless(&self) -> Refusal {
        let message = format!(
            "An account is named by an e-mail address, and {} gives none that it has made sure of. Use the link of an owner and make the account with a password.",
            self.provider.settings.name
        );
        Refusal::closed("No address to name the account by", message)
    }

    fn of_another(&self) -> Refusal {
        tracing::info!("an identity opens another account already");
        let message = format!(
            "{} opens another account of this portal for you. Sign in to that one and disconnect it first.",
            self.provider.settings.name
        );
        Refusal::closed("Connected with another account", message)
    }
}
