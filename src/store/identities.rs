//! Who an identity provider says somebody is, and the accounts that this opens. A provider and its name for somebody are one
//! identity; an address is none.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::facilitators::{NewSession, add_session};
use super::{Facilitator, Result, Store, StoreError, read, write};
use crate::domain::account::Role;
use crate::domain::time::Millis;

/// Somebody as a provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderIdentity {
    /// The provider's address.
    pub issuer: String,
    /// Its name for them, which it gives to nobody else.
    pub subject: String,
}

/// An account to be made for somebody whom a provider let in.
#[derive(Debug, Clone)]
pub struct NewIdentityAccount {
    /// A new id.
    pub id: Uuid,
    /// In small letters.
    pub email: String,
    /// What its holder is called.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// Who it is for.
    pub identity: ProviderIdentity,
}

/// By what somebody gets an account whom a provider let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticket {
    /// By the one-time link of this hash, which is used up.
    Link([u8; 32]),
    /// By a link that was made for the new account's address, which is used up.
    Invited,
    /// By what the operator says of domains and groups.
    Open,
}

impl Store {
    /// The account that an identity opens.
    pub async fn facilitator_by_identity(&self, identity: &ProviderIdentity) -> Result<Option<Facilitator>> {
        let whose: Option<Uuid> = read!(self, "facilitator_by_identity", pool => {
            sqlx::query_scalar("select facilitator from identities where issuer = $1 and subject = $2")
                .bind(&identity.issuer).bind(&identity.subject).fetch_optional(pool).await?
        })?;
        match whose {
            Some(id) => self.facilitator(id).await,
            None => Ok(None),
        }
    }

    /// Since when an account is opened by an identity of this provider; none when it is not.
    pub async fn linked_since(&self, facilitator: Uuid, issuer: &str) -> Result<Option<Millis>> {
        let at: Option<i64> = read!(self, "linked_since", pool => {
            sqlx::query_scalar("select min(linked_at) from identities where facilitator = $1 and issuer = $2")
                .bind(facilitator).bind(issuer).fetch_one(pool).await?
        })?;
        Ok(at.map(Millis))
    }

    /// What the account may do that an unused link for this address makes; none when there is no such link.
    pub async fn invited_role(&self, email: &str, now: Millis) -> Result<Option<Role>> {
        let role: Option<String> = read!(self, "invited_role", pool => {
            sqlx::query_scalar(
                "select role from invitations where email = $1 and facilitator is null and used_at is null and expires_at > $2",
            ).bind(email).bind(now.0).fetch_optional(pool).await?
        })?;
        Ok(role.and_then(|role| Role::of_id(&role)))
    }

    /// Signs a browser in to the account that an identity opens. False when it opens it no more, or the account asks for a
    /// second factor.
    pub async fn sign_in_by_identity(
        &self,
        facilitator: Uuid,
        identity: ProviderIdentity,
        session: NewSession,
    ) -> Result<bool> {
        write!(self, "sign_in_by_identity", connection => {
            // Changes nothing, and makes who takes the identity off at this moment wait, or be waited for.
            let linked = sqlx::query(
                "update identities set linked_at = linked_at where facilitator = $1 and issuer = $2 and subject = $3 \
                 and not exists (select 1 from totp where totp.facilitator = $1 and confirmed_at is not null)",
            ).bind(facilitator).bind(identity.issuer).bind(identity.subject).execute(&mut *connection).await?;
            if linked.rows_affected() == 0 {
                return Ok(false);
            }
            add_session!(connection, facilitator, session);
            Ok(true)
        })
    }

    /// Makes the account of somebody whom a provider let in, and signs a browser in. False when there is nothing any more by
    /// which they get one; [`Taken`](StoreError::Taken) when there is an account of this address, or the identity opens one.
    pub async fn join_by_identity(
        &self,
        ticket: Ticket,
        new: NewIdentityAccount,
        session: NewSession,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "join_by_identity", connection => {
            let used = match ticket {
                Ticket::Link(hash) => sqlx::query(
                    "update invitations set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 \
                     and facilitator is null",
                ).bind(hash.to_vec()).bind(entry.at.0).execute(&mut *connection).await?.rows_affected(),
                Ticket::Invited => sqlx::query(
                    "update invitations set used_at = $2 where email = $1 and used_at is null and expires_at > $2 \
                     and facilitator is null and role = $3",
                ).bind(&new.email).bind(entry.at.0).bind(new.role.id()).execute(&mut *connection).await?.rows_affected(),
                Ticket::Open => 1,
            };
            if used == 0 {
                return Ok(false);
            }
            sqlx::query("insert into facilitators (id, email, name, role, created_at, seen_at) values ($1, $2, $3, $4, $5, $5)")
                .bind(new.id).bind(new.email).bind(new.name).bind(new.role.id()).bind(entry.at.0)
                .execute(&mut *connection).await?;
            sqlx::query("insert into identities (issuer, subject, facilitator, linked_at) values ($1, $2, $3, $4)")
                .bind(new.identity.issuer).bind(new.identity.subject).bind(new.id).bind(entry.at.0)
                .execute(&mut *connection).await?;
            add_session!(connection, new.id, session);
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Lets an identity open an account that is there, of one that opened it before by the same provider instead. With the hash
    /// of a one-time link for a new password, that link is used up, and false when it cannot be any more. `Taken` when the
    /// identity opens another account.
    pub async fn link_identity(
        &self,
        facilitator: Uuid,
        identity: ProviderIdentity,
        link: Option<[u8; 32]>,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "link_identity", connection => {
            if let Some(hash) = link {
                let used = sqlx::query(
                    "update invitations set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 \
                     and facilitator = $3",
                ).bind(hash.to_vec()).bind(entry.at.0).bind(facilitator).execute(&mut *connection).await?;
                if used.rows_affected() == 0 {
                    return Ok(false);
                }
            }
            let whose: Option<Uuid> = sqlx::query_scalar("select facilitator from identities where issuer = $1 and subject = $2")
                .bind(&identity.issuer).bind(&identity.subject).fetch_optional(&mut *connection).await?;
            if whose.is_some_and(|whose| whose != facilitator) {
                return Err(StoreError::Taken);
            }
            sqlx::query("delete from identities where facilitator = $1 and issuer = $2")
                .bind(facilitator).bind(&identity.issuer).execute(&mut *connection).await?;
            sqlx::query("insert into identities (issuer, subject, facilitator, linked_at) values ($1, $2, $3, $4)")
                .bind(identity.issuer).bind(identity.subject).bind(facilitator).bind(entry.at.0)
                .execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(true)
        })
    }

    /// From now on no identity opens the account. False when none did, or when it has no password and nobody could open it then.
    pub async fn unlink_identities(&self, facilitator: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "unlink_identities", connection => {
            let gone = sqlx::query(
                "delete from identities where facilitator = $1 and exists (select 1 from passwords p where p.facilitator = $1)",
            ).bind(facilitator).execute(&mut *connection).await?;
            if gone.rows_affected() == 0 {
                return Ok(false);
            }
            record!(connection, entry);
            Ok(true)
        })
    }
}
