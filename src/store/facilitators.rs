//! Facilitators, their passwords, and the browsers they are signed in with.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::{Result, Store, StoreError, read, write};
use crate::domain::account::Role;
use crate::domain::time::Millis;

/// Browsers that a facilitator may be signed in with at once; one more, and the one unused for longest is signed out.
pub(super) const MOST_SESSIONS: i64 = 20;
/// The row of the settings that whoever could take away the last owner changes.
const TURN: &str = "owners";

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facilitator {
    /// Its id.
    pub id: Uuid,
    /// Its name, in small letters.
    pub email: String,
    /// What its holder is called.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last used, to within some minutes.
    pub seen_at: Option<Millis>,
}

/// A facilitator as a session's token finds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub facilitator: Facilitator,
    /// In which browser.
    pub session: Uuid,
    /// When that session was last noted as used.
    pub seen_at: Millis,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// A new id.
    pub id: Uuid,
    /// In small letters.
    pub email: String,
    /// What its holder is called.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// The password's hash.
    pub password: String,
    /// Now.
    pub at: Millis,
}

/// A browser to be signed in.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// A new id.
    pub id: Uuid,
    /// The hash of its token.
    pub token_hash: [u8; 32],
    /// Such as "Firefox on Linux".
    pub device: String,
    /// Now.
    pub at: Millis,
}

/// From when on sessions count: those last used, or made, before that have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alive {
    /// The earliest last use.
    pub seen_since: Millis,
    /// The earliest sign-in.
    pub made_since: Millis,
}

/// How a change to an account went that must leave an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Not done: nobody would be left who may manage accounts.
    LastOwner,
    /// Not done: there is no such account.
    NotThere,
}

/// A session as its holder sees it, and as [`SessionRow`](super::SessionRow) is for participants.
pub type FacilitatorSession = super::SessionRow;

/// Signs a browser in within a change; of too many, those unused for longest are signed out.
macro_rules! add_session {
    ($connection:ident, $facilitator:expr, $session:expr) => {{
        let (facilitator, session): (uuid::Uuid, $crate::store::facilitators::NewSession) = ($facilitator, $session);
        sqlx::query(
            "insert into facilitator_sessions (id, token_hash, facilitator, device, created_at, seen_at) \
             values ($1, $2, $3, $4, $5, $5)",
        )
        .bind(session.id)
        .bind(session.token_hash.to_vec())
        .bind(facilitator)
        .bind(session.device)
        .bind(session.at.0)
        .execute(&mut *$connection)
        .await?;
        sqlx::query(
            "delete from facilitator_sessions where facilitator = $1 and id <> $2 and (select count(*) \
             from facilitator_sessions s where s.facilitator = $1 and s.id <> $2 \
             and (s.seen_at > facilitator_sessions.seen_at \
             or (s.seen_at = facilitator_sessions.seen_at and s.id > facilitator_sessions.id))) >= $3",
        )
        .bind(facilitator)
        .bind(session.id)
        .bind($crate::store::facilitators::MOST_SESSIONS - 1)
        .execute(&mut *$connection)
        .await?;
        sqlx::query("update facilitators set seen_at = $2 where id = $1 and coalesce(seen_at, 0) < $2")
            .bind(facilitator)
            .bind(session.at.0)
            .execute(&mut *$connection)
            .await?;
    }};
}

pub(super) use add_session;

/// Whether somebody else than this account is an owner. Waits for whoever else could take an owner away.
macro_rules! other_owners {
    ($connection:ident, $but:expr) => {{
        sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
            .bind(TURN)
            .bind(Vec::<u8>::new())
            .execute(&mut *$connection)
            .await?;
        let others: i64 = sqlx::query_scalar("select count(*) from facilitators where role = $1 and id <> $2")
            .bind(Role::Owner.id())
            .bind($but)
            .fetch_one(&mut *$connection)
            .await?;
        others > 0
    }};
}

type Row = (Uuid, String, String, String, i64, Option<i64>);
/// An account, the session that is signed in to it, and when that was used.
type SignedInRow = (Uuid, String, String, String, i64, Option<i64>, Uuid, i64);

fn facilitator((id, email, name, role, created_at, seen_at): Row) -> Result<Facilitator> {
    let role = Role::of_id(&role).ok_or_else(|| StoreError::Other(format!("there is no role {role}")))?;
    Ok(Facilitator { id, email, name, role, created_at: Millis(created_at), seen_at: seen_at.map(Millis) })
}

impl Store {
    /// Whose token this is, when the session has not ended.
    pub async fn signed_in(&self, token_hash: &[u8; 32], alive: Alive) -> Result<Option<SignedIn>> {
        let row: Option<SignedInRow> = read!(self, "signed_in", pool => {
            sqlx::query_as(
                "select f.id, f.email, f.name, f.role, f.created_at, f.seen_at, s.id, s.seen_at from facilitator_sessions s \
                 join facilitators f on f.id = s.facilitator \
                 where s.token_hash = $1 and s.seen_at >= $2 and s.created_at >= $3",
            ).bind(token_hash.as_slice()).bind(alive.seen_since.0).bind(alive.made_since.0).fetch_optional(pool).await?
        })?;
        let Some((id, email, name, role, created_at, seen_at, session, used_at)) = row else { return Ok(None) };
        let facilitator = facilitator((id, email, name, role, created_at, seen_at))?;
        Ok(Some(SignedIn { facilitator, session, seen_at: Millis(used_at) }))
    }

    /// The account of an address in small letters, with the hash of its password.
    pub async fn password_of(&self, email: &str) -> Result<Option<(Uuid, String)>> {
        read!(self, "password_of", pool => {
            sqlx::query_as(
                "select f.id, p.hash from facilitators f join passwords p on p.facilitator = f.id where f.email = $1",
            ).bind(email).fetch_optional(pool).await?
        })
    }

    /// The hash of an account's password; none when it has none.
    pub async fn kept_password(&self, facilitator: Uuid) -> Result<Option<String>> {
        read!(self, "kept_password", pool => {
            sqlx::query_scalar("select hash from passwords where facilitator = $1").bind(facilitator).fetch_optional(pool).await?
        })
    }

    /// Signs a browser in whose holder showed the password of this hash. False when the password has changed since, the
    /// account is gone, or it asks for a second factor by now.
    pub async fn sign_in(&self, facilitator: Uuid, password: String, session: NewSession) -> Result<bool> {
        write!(self, "sign_in", connection => {
            // Changes nothing, and makes who changes the password at this moment wait, or be waited for.
            let same = sqlx::query(
                "update passwords set hash = hash where facilitator = $1 and hash = $2 and not exists \
                 (select 1 from totp where totp.facilitator = $1 and confirmed_at is not null)",
            ).bind(facilitator).bind(password).execute(&mut *connection).await?;
            if same.rows_affected() == 0 {
                return Ok(false);
            }
            add_session!(connection, facilitator, session);
            Ok(true)
        })
    }

    /// Notes that a session is in use.
    pub async fn touch_facilitator(&self, session: Uuid, at: Millis) -> Result<()> {
        write!(self, "touch_facilitator", connection => {
            sqlx::query("update facilitator_sessions set seen_at = $2 where id = $1 and seen_at < $2")
                .bind(session).bind(at.0).execute(&mut *connection).await?;
            sqlx::query(
                "update facilitators set seen_at = $2 where coalesce(seen_at, 0) < $2 \
                 and id = (select facilitator from facilitator_sessions where id = $1)",
            ).bind(session).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// The browsers that a facilitator is signed in with, the one used last first.
    pub async fn facilitator_sessions(&self, facilitator: Uuid, alive: Alive) -> Result<Vec<FacilitatorSession>> {
        let rows: Vec<(Uuid, String, i64, i64)> = read!(self, "facilitator_sessions", pool => {
            sqlx::query_as(
                "select id, device, created_at, seen_at from facilitator_sessions \
                 where facilitator = $1 and seen_at >= $2 and created_at >= $3 order by seen_at desc, id",
            ).bind(facilitator).bind(alive.seen_since.0).bind(alive.made_since.0).fetch_all(pool).await?
        })?;
        let row = |(id, device, created_at, seen_at)| FacilitatorSession {
            id,
            device,
            created_at: Millis(created_at),
            seen_at: Millis(seen_at),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Signs a browser of this facilitator out. False when it is not theirs or not there.
    pub async fn end_facilitator_session(&self, facilitator: Uuid, session: Uuid) -> Result<bool> {
        write!(self, "end_facilitator_session", one statement, connection => {
            let ended = sqlx::query("delete from facilitator_sessions where id = $1 and facilitator = $2")
                .bind(session).bind(facilitator).execute(&mut *connection).await?;
            Ok(ended.rows_affected() > 0)
        })
    }

    /// Signs all browsers of a facilitator out and ends their API tokens, and answers how many there were together.
    pub async fn end_facilitator_sessions(&self, facilitator: Uuid, entry: Entry) -> Result<u64> {
        write!(self, "end_facilitator_sessions", connection => {
            let ended = sqlx::query("delete from facilitator_sessions where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?.rows_affected();
            let ended = ended + sqlx::query("delete from api_tokens where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?.rows_affected();
            if ended > 0 {
                record!(connection, entry);
            }
            Ok(ended)
        })
    }

    /// Everybody with an account, by name.
    pub async fn facilitators(&self) -> Result<Vec<Facilitator>> {
        let rows: Vec<Row> = read!(self, "facilitators", pool => {
            sqlx::query_as("select id, email, name, role, created_at, seen_at from facilitators order by lower(name), email")
                .fetch_all(pool).await?
        })?;
        rows.into_iter().map(facilitator).collect()
    }

    /// The account with this id.
    pub async fn facilitator(&self, id: Uuid) -> Result<Option<Facilitator>> {
        let row: Option<Row> = read!(self, "facilitator", pool => {
            sqlx::query_as("select id, email, name, role, created_at, seen_at from facilitators where id = $1")
                .bind(id).fetch_optional(pool).await?
        })?;
        row.map(facilitator).transpose()
    }

    /// The account of an address in small letters.
    pub async fn facilitator_of(&self, email: &str) -> Result<Option<Facilitator>> {
        let row: Option<Row> = read!(self, "facilitator_of", pool => {
            sqlx::query_as("select id, email, name, role, created_at, seen_at from facilitators where email = $1")
                .bind(email).fetch_optional(pool).await?
        })?;
        row.map(facilitator).transpose()
    }

    /// Gives the holder of an account another name. [`Gone`](StoreError::Gone) when it is not there.
    pub async fn rename_facilitator(&self, id: Uuid, name: String, entry: Entry) -> Result<()> {
        write!(self, "rename_facilitator", connection => {
            let renamed = sqlx::query("update facilitators set name = $2 where id = $1")
                .bind(id).bind(name).execute(&mut *connection).await?;
            if renamed.rows_affected() == 0 {
                return Err(StoreError::Gone);
            }
            record!(connection, entry);
            Ok(())
        })
    }

    /// Changes a password for who showed the one of the hash `before`: signs all browsers out, and this one in anew. Links
    /// that would give another one end. False when it was changed meanwhile.
    pub async fn change_password(
        &self,
        facilitator: Uuid,
        before: String,
        password: String,
        session: NewSession,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "change_password", connection => {
            let changed = sqlx::query("update passwords set hash = $3, made_at = $4 where facilitator = $1 and hash = $2")
                .bind(facilitator).bind(before).bind(password).bind(entry.at.0).execute(&mut *connection).await?;
            if changed.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query("delete from facilitator_sessions where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?;
            sqlx::query("delete from invitations where facilitator = $1 and used_at is null")
                .bind(facilitator).execute(&mut *connection).await?;
            add_session!(connection, facilitator, session);
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Changes what the holder of an account may do.
    pub async fn change_role(&self, id: Uuid, role: Role, entry: Entry) -> Result<Outcome> {
        write!(self, "change_role", connection => {
            let others = other_owners!(connection, id);
            if role != Role::Owner && !others {
                return Ok(Outcome::LastOwner);
            }
            let changed = sqlx::query("update facilitators set role = $2 where id = $1 and role <> $2")
                .bind(id).bind(role.id()).execute(&mut *connection).await?;
            if changed.rows_affected() == 0 {
                return Ok(Outcome::NotThere);
            }
            record!(connection, entry);
            Ok(Outcome::Done)
        })
    }

    /// Takes an account away, with its password, its sessions and the links that would give it a new password.
    pub async fn remove_facilitator(&self, id: Uuid, entry: Entry) -> Result<Outcome> {
        write!(self, "remove_facilitator", erasing, connection => {
            if !other_owners!(connection, id) {
                return Ok(Outcome::LastOwner);
            }
            let gone = sqlx::query("delete from facilitators where id = $1").bind(id).execute(&mut *connection).await?;
            if gone.rows_affected() == 0 {
                return Ok(Outcome::NotThere);
            }
            record!(connection, entry);
            Ok(Outcome::Done)
        })
    }

    /// Forgets the sessions and API tokens that have ended, and links that are too old, used or not.
    pub async fn prune_accounts(&self, now: Millis, alive: Alive) -> Result<u64> {
        write!(self, "prune_accounts", connection => {
            let ended = sqlx::query("delete from facilitator_sessions where seen_at < $1 or created_at < $2")
                .bind(alive.seen_since.0).bind(alive.made_since.0).execute(&mut *connection).await?.rows_affected();
            sqlx::query("delete from invitations where expires_at <= $1").bind(now.0).execute(&mut *connection).await?;
            sqlx::query("delete from api_tokens where expires_at <= $1").bind(now.0).execute(&mut *connection).await?;
            Ok(ended)
        })
    }
}
