//! People and the browsers they are signed in with.

use uuid::Uuid;

use super::dialect::hold_people;
use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// Who a session belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The participant.
    pub person: Uuid,
    /// The browser's session.
    pub session: Uuid,
    /// The name they gave; empty when none.
    pub name: String,
    /// When the session was last used for something worth remembering.
    pub seen_at: Millis,
}

/// A participant and their first browser.
#[derive(Debug, Clone)]
pub struct NewParticipant {
    /// A new id.
    pub person: Uuid,
    /// A new id.
    pub session: Uuid,
    /// The hash of the session's token.
    pub token_hash: [u8; 32],
    /// Such as "Firefox on Linux".
    pub device: String,
    /// Now.
    pub at: Millis,
}

/// A browser as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session's id.
    pub id: Uuid,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// When it was signed in.
    pub created_at: Millis,
    /// When it was last used for something worth remembering.
    pub seen_at: Millis,
}

/// What was forgotten because nobody can come back to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Browsers that were not used for too long.
    pub sessions: u64,
    /// People without a browser that is signed in, without a continue code, and in no cohort, with everything that was theirs.
    pub people: u64,
}

/// Browsers that a person may be signed in with at once; one more, and the one unused for longest is signed out.
const MOST_SESSIONS: i64 = 50;

/// Makes a participant with a session within a change.
macro_rules! begin {
    ($connection:ident, $new:expr) => {{
        let new: $crate::store::people::NewParticipant = $new;
        sqlx::query("insert into people (id, name, created_at) values ($1, '', $2)")
            .bind(new.person)
            .bind(new.at.0)
            .execute(&mut *$connection)
            .await?;
        sqlx::query(
            "insert into sessions (id, token_hash, person, device, created_at, seen_at) values ($1, $2, $3, $4, $5, $5)",
        )
        .bind(new.session)
        .bind(new.token_hash.to_vec())
        .bind(new.person)
        .bind(new.device)
        .bind(new.at.0)
        .execute(&mut *$connection)
        .await?;
    }};
}

pub(super) use begin;

impl Store {
    /// Makes a participant with a session, both or neither.
    pub async fn begin(&self, new: NewParticipant) -> Result<()> {
        write!(self, "begin", connection => {
            begin!(connection, new);
            Ok(())
        })
    }

    /// Signs another browser in. False when the person is gone. Of more than 50, those unused for longest are signed out.
    pub async fn add_session(
        &self,
        person: Uuid,
        session: Uuid,
        token_hash: [u8; 32],
        device: String,
        at: Millis,
    ) -> Result<bool> {
        write!(self, "add_session", connection => {
            let there: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(person).bind(person).fetch_all(&mut *connection).await?;
            if there.is_empty() {
                return Ok(false);
            }
            sqlx::query("insert into sessions (id, token_hash, person, device, created_at, seen_at) values ($1, $2, $3, $4, $5, $5)")
                .bind(session).bind(token_hash.to_vec()).bind(person).bind(device).bind(at.0)
                .execute(&mut *connection).await?;
            // The new one stays, whatever the clock says.
            sqlx::query(
                "delete from sessions where person = $1 and id <> $2 and (select count(*) from sessions s \
                 where s.person = $1 and s.id <> $2 and (s.seen_at > sessions.seen_at \
                 or (s.seen_at = sessions.seen_at and s.id > sessions.id))) >= $3",
            ).bind(person).bind(session).bind(MOST_SESSIONS - 1).execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// Whose token this is. A session last used before `not_seen_since` is as good as none.
    pub async fn identity(&self, token_hash: &[u8; 32], not_seen_since: Millis) -> Result<Option<Identity>> {
        let row: Option<(Uuid, Uuid, String, i64)> = read!(self, "identity", pool => {
            sqlx::query_as(
                "select p.id, s.id, p.name, s.seen_at from sessions s join people p on p.id = s.person \
                 where s.token_hash = $1 and s.seen_at >= $2",
            ).bind(token_hash.as_slice()).bind(not_seen_since.0).fetch_optional(pool).await?
        })?;
        Ok(row.map(|(person, session, name, seen_at)| Identity { person, session, name, seen_at: Millis(seen_at) }))
    }

    /// Remembers that a session was used.
    pub async fn touch(&self, session: Uuid, at: Millis) -> Result<()> {
        write!(self, "touch", one statement, connection => {
            sqlx::query("update sessions set seen_at = $2 where id = $1 and seen_at < $2")
                .bind(session).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Gives a person another name; an empty one takes it away. [`Gone`](super::StoreError::Gone) when the person is not there.
    pub async fn rename(&self, person: Uuid, name: &str) -> Result<()> {
        let name = name.to_owned();
        write!(self, "rename", one statement, connection => {
            let renamed =
                sqlx::query("update people set name = $2 where id = $1").bind(person).bind(name).execute(&mut *connection).await?;
            if renamed.rows_affected() == 0 { Err(super::StoreError::Gone) } else { Ok(()) }
        })
    }

    /// The browsers a person is signed in with, newest first.
    pub async fn sessions(&self, person: Uuid) -> Result<Vec<SessionRow>> {
        let rows: Vec<(Uuid, String, i64, i64)> = read!(self, "sessions", pool => {
            sqlx::query_as("select id, device, created_at, seen_at from sessions where person = $1 order by seen_at desc, id")
                .bind(person).fetch_all(pool).await?
        })?;
        let row = |(id, device, created_at, seen_at)| SessionRow {
            id,
            device,
            created_at: Millis(created_at),
            seen_at: Millis(seen_at),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Signs a browser of this person out. False when it is not theirs or not there.
    pub async fn end_session(&self, person: Uuid, session: Uuid) -> Result<bool> {
        write!(self, "end_session", one statement, connection => {
            let ended = sqlx::query("delete from sessions where id = $1 and person = $2")
                .bind(session).bind(person).execute(&mut *connection).await?;
            Ok(ended.rows_affected() > 0)
        })
    }

    /// Forgets the sessions that were not used for so many seconds, and the people who came before that and to whom nobody
    /// can come back: with neither a session nor a continue code, and in no cohort, whose facilitator could hand out a link.
    ///
    /// The time is counted back from now or from the last use of any session, whichever is earlier: a clock that is wrong
    /// by a year signs nobody out for good.
    pub async fn prune(&self, now: Millis, idle_seconds: i64) -> Result<Pruned> {
        write!(self, "prune", erasing, connection => {
            for text in [
                "delete from platform_tickets where expires_at <= $1",
                "delete from platform_returns where expires_at <= $1",
            ] {
                sqlx::query(text).bind(now.0).execute(&mut *connection).await?;
            }
            let last: Option<i64> = sqlx::query_scalar("select max(seen_at) from sessions").fetch_one(&mut *connection).await?;
            let before = last.map_or(now, |last| now.min(Millis(last))).plus_seconds(-idle_seconds);
            let sessions = sqlx::query("delete from sessions where seen_at < $1")
                .bind(before.0).execute(&mut *connection).await?.rows_affected();
            let people = sqlx::query(
                "delete from people where created_at < $1 and not exists (select 1 from sessions s where s.person = people.id) \
                 and not exists (select 1 from continue_codes c where c.person = people.id) \
                 and not exists (select 1 from certificates z where z.person = people.id) \
                 and not exists (select 1 from members m where m.person = people.id and m.left_at is null and m.removed_at is null)",
            ).bind(before.0).execute(&mut *connection).await?.rows_affected();
            Ok(Pruned { sessions, people })
        })
    }
}
