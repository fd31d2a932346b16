//! One-time links that make an account, or give one a new password. Only the hash of a link's token is kept.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::facilitators::{NewAccount, NewSession, add_session};
use super::{Result, Store, read, write};
use crate::domain::account::Role;
use crate::domain::time::Millis;

/// The row of the settings that whoever makes a first link changes.
const TURN: &str = "first invitation";

/// Uses a link up, when it can still be used.
const USE: &str = "update invitations set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";

/// A link that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the account may do.
    pub role: Role,
    /// For which address the account is; none when whoever opens the link says so.
    pub email: Option<String>,
    /// The account that gets a new password; none when a new account is made.
    pub facilitator: Option<Uuid>,
    /// From then on the link is as good as none.
    pub expires_at: Millis,
}

/// A link to be kept.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// A new id.
    pub id: Uuid,
    /// The hash of its token.
    pub token_hash: [u8; 32],
    /// What the account may do.
    pub role: Role,
    /// The address of the account.
    pub email: String,
    /// The account that gets a new password; none when a new account is made.
    pub facilitator: Option<Uuid>,
    /// From then on the link is as good as none.
    pub expires_at: Millis,
}

/// A link that was made and not used yet, as owners see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// By which it is taken back.
    pub id: Uuid,
    /// Whose account it makes or gives a new password.
    pub email: String,
    /// What a new account may do.
    pub role: Role,
    /// The account that gets a new password.
    pub facilitator: Option<Uuid>,
    /// When it was made.
    pub made_at: Millis,
    /// Until when it can be used.
    pub expires_at: Millis,
}

type Row = (String, Option<String>, Option<Uuid>, i64);

impl Store {
    /// The link with this token, when it was neither used nor is too old.
    pub async fn invitation(&self, hash: &[u8; 32], now: Millis) -> Result<Option<Invitation>> {
        let row: Option<Row> = read!(self, "invitation", pool => {
            sqlx::query_as(
                "select i.role, coalesce(f.email, i.email), i.facilitator, i.expires_at from invitations i \
                 left join facilitators f on f.id = i.facilitator \
                 where i.token_hash = $1 and i.used_at is null and i.expires_at > $2",
            ).bind(hash.as_slice()).bind(now.0).fetch_optional(pool).await?
        })?;
        Ok(row.and_then(|(role, email, facilitator, expires_at)| {
            Some(Invitation { role: Role::of_id(&role)?, email, facilitator, expires_at: Millis(expires_at) })
        }))
    }

    /// Keeps the link of the first run unless there is an owner, or a link for one that can still be used, and answers
    /// whether it did. Those that became too old without being used are forgotten. Of several that do this at the same time,
    /// in whatever process, one does.
    pub async fn invite_first(&self, hash: [u8; 32], at: Millis, until: Millis) -> Result<bool> {
        let role = Role::Owner.id();
        write!(self, "invite_first", connection => {
            // Everybody who comes here changes this one row, and so waits for who was here before.
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
                .bind(TURN).bind(Vec::<u8>::new()).execute(&mut *connection).await?;
            sqlx::query("delete from invitations where used_at is null and expires_at <= $1")
                .bind(at.0).execute(&mut *connection).await?;
            let there: i64 = sqlx::query_scalar(
                "select (select count(*) from invitations where role = $1 and used_at is null and facilitator is null) \
                 + (select count(*) from facilitators where role = $1)",
            ).bind(role).fetch_one(&mut *connection).await?;
            if there > 0 {
                return Ok(false);
            }
            sqlx::query("insert into invitations (token_hash, role, made_at, expires_at) values ($1, $2, $3, $4)")
                .bind(hash.to_vec()).bind(role).bind(at.0).bind(until.0).execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// Keeps a link for an address; an unused one for the same purpose ends. False when there is an account of this address
    /// already, or, for a new password, when there is none any more.
    pub async fn invite(&self, new: NewInvitation, entry: Entry) -> Result<bool> {
        write!(self, "invite", connection => {
            let holder: Option<Uuid> = sqlx::query_scalar("select id from facilitators where email = $1")
                .bind(&new.email).fetch_optional(&mut *connection).await?;
            if holder != new.facilitator {
                return Ok(false);
            }
            sqlx::query(
                "delete from invitations where used_at is null and email = $1 and (facilitator is null) = $2",
            ).bind(&new.email).bind(new.facilitator.is_none()).execute(&mut *connection).await?;
            sqlx::query(
                "insert into invitations (token_hash, role, made_at, expires_at, id, email, facilitator) \
                 values ($1, $2, $3, $4, $5, $6, $7)",
            ).bind(new.token_hash.to_vec()).bind(new.role.id()).bind(entry.at.0).bind(new.expires_at.0).bind(new.id)
                .bind(new.email).bind(new.facilitator).execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(true)
        })
    }

    /// The links that can still be used, newest first; that of the first run is not among them.
    pub async fn invitations(&self, now: Millis) -> Result<Vec<InvitationRow>> {
        let rows: Vec<(Uuid, String, String, Option<Uuid>, i64, i64)> = read!(self, "invitations", pool => {
            sqlx::query_as(
                "select id, email, role, facilitator, made_at, expires_at from invitations \
                 where id is not null and email is not null and used_at is null and expires_at > $1 order by made_at desc, id desc",
            ).bind(now.0).fetch_all(pool).await?
        })?;
        let row = |(id, email, role, facilitator, made_at, expires_at): (Uuid, String, String, _, i64, i64)| {
            let role = Role::of_id(&role)?;
            Some(InvitationRow {
                id,
                email,
                role,
                facilitator,
                made_at: Millis(made_at),
                expires_at: Millis(expires_at),
            })
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }

    /// Takes a link back that was not used. False when it is not there or was used.
    pub async fn uninvite(&self, id: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "uninvite", connection => {
            let gone = sqlx::query("delete from invitations where id = $1 and used_at is null")
                .bind(id).execute(&mut *connection).await?;
            if gone.rows_affected() == 0 {
                return Ok(false);
            }
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Uses a link up: makes its account and signs a browser in. False when the link cannot be used any more; of several that
    /// use it at the same time, one does. [`Taken`](super::StoreError::Taken) when there is an account of this address; the
    /// link stays good then.
    pub async fn join(&self, link: [u8; 32], new: NewAccount, session: NewSession, entry: Entry) -> Result<bool> {
        write!(self, "join", connection => {
            let used = sqlx::query(USE).bind(link.to_vec()).bind(new.at.0).execute(&mut *connection).await?;
            if used.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query("insert into facilitators (id, email, name, role, created_at, seen_at) values ($1, $2, $3, $4, $5, $5)")
                .bind(new.id).bind(new.email).bind(new.name).bind(new.role.id()).bind(new.at.0)
                .execute(&mut *connection).await?;
            sqlx::query("insert into passwords (facilitator, hash, made_at) values ($1, $2, $3)")
                .bind(new.id).bind(new.password).bind(new.at.0).execute(&mut *connection).await?;
            add_session!(connection, new.id, session);
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Uses a link up that gives an account a new password: signs all its browsers out, ends its API tokens and signs this browser in, unless there is no
    /// session for it because a second factor is asked for first. False when the link cannot be used any more.
    pub async fn reset_password(
        &self,
        link: [u8; 32],
        facilitator: Uuid,
        password: String,
        session: Option<NewSession>,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "reset_password", connection => {
            let used = sqlx::query("update invitations set used_at = $2 where token_hash = $1 and used_at is null \
                and expires_at > $2 and facilitator = $3")
                .bind(link.to_vec()).bind(entry.at.0).bind(facilitator).execute(&mut *connection).await?;
            if used.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(
                "insert into passwords (facilitator, hash, made_at) values ($1, $2, $3) \
                 on conflict (facilitator) do update set hash = excluded.hash, made_at = excluded.made_at",
            ).bind(facilitator).bind(password).bind(entry.at.0).execute(&mut *connection).await?;
            sqlx::query("delete from facilitator_sessions where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?;
            sqlx::query("delete from api_tokens where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?;
            if let Some(session) = session {
                add_session!(connection, facilitator, session);
            }
            record!(connection, entry);
            Ok(true)
        })
    }
}
