//! Second factors of facilitators: codes by the time, and the recovery codes that stand in for them.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::facilitators::{NewSession, add_session};
use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// An account's second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactor {
    /// What its key is computed from.
    pub seed: Uuid,
    /// When a code confirmed it; until then nobody is asked for codes.
    pub confirmed_at: Option<Millis>,
    /// The step whose code was used last.
    pub last_step: i64,
    /// Recovery codes that were not used yet.
    pub codes_left: usize,
}

/// What somebody showed as their second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The code of this step.
    Step(i64),
    /// The recovery code of this hash.
    Recovery([u8; 32]),
}

/// Uses up within a change what was shown: false when it was used before, or there is no confirmed second factor.
macro_rules! use_up {
    ($connection:ident, $facilitator:expr, $shown:expr, $at:expr) => {{
        let used = match $shown {
            Shown::Step(step) => sqlx::query(
                "update totp set last_step = $2 where facilitator = $1 and last_step < $2 and confirmed_at is not null",
            )
            .bind($facilitator)
            .bind(step)
            .execute(&mut *$connection)
            .await?
            .rows_affected(),
            Shown::Recovery(hash) => sqlx::query(
                "update recovery_codes set used_at = $3 where hash = $2 and facilitator = $1 and used_at is null",
            )
            .bind($facilitator)
            .bind(hash.to_vec())
            .bind($at)
            .execute(&mut *$connection)
            .await?
            .rows_affected(),
        };
        used > 0
    }};
}

impl Store {
    /// The second factor of an account, confirmed or not.
    pub async fn second_factor(&self, facilitator: Uuid) -> Result<Option<SecondFactor>> {
        let row: Option<(Uuid, Option<i64>, i64, i64)> = read!(self, "second_factor", pool => {
            sqlx::query_as(
                "select seed, confirmed_at, last_step, (select count(*) from recovery_codes r \
                 where r.facilitator = totp.facilitator and r.used_at is null) from totp where facilitator = $1",
            ).bind(facilitator).fetch_optional(pool).await?
        })?;
        Ok(row.map(|(seed, confirmed_at, last_step, left)| SecondFactor {
            seed,
            confirmed_at: confirmed_at.map(Millis),
            last_step,
            codes_left: usize::try_from(left).unwrap_or_default(),
        }))
    }

    /// The accounts that have a confirmed second factor.
    pub async fn with_second_factor(&self) -> Result<Vec<Uuid>> {
        read!(self, "with_second_factor", pool => {
            sqlx::query_scalar("select facilitator from totp where confirmed_at is not null").fetch_all(pool).await?
        })
    }

    /// Begins to set one up; one that was begun before is replaced. False when there is a confirmed one.
    pub async fn begin_second_factor(&self, facilitator: Uuid, seed: Uuid, at: Millis) -> Result<bool> {
        write!(self, "begin_second_factor", one statement, connection => {
            let begun = sqlx::query(
                "insert into totp (facilitator, seed, made_at, last_step) values ($1, $2, $3, 0) \
                 on conflict (facilitator) do update set seed = excluded.seed, made_at = excluded.made_at, last_step = 0 \
                 where totp.confirmed_at is null",
            ).bind(facilitator).bind(seed).bind(at.0).execute(&mut *connection).await?;
            Ok(begun.rows_affected() > 0)
        })
    }

    /// Confirms one that was begun with this seed, by the code of a step; keeps the hashes of its recovery codes, and signs
    /// out all browsers but this one. False when it was confirmed or begun anew meanwhile.
    pub async fn confirm_second_factor(
        &self,
        facilitator: Uuid,
        (seed, step): (Uuid, i64),
        codes: Vec<[u8; 32]>,
        session: Uuid,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "confirm_second_factor", connection => {
            let confirmed = sqlx::query(
                "update totp set confirmed_at = $3, last_step = $4 where facilitator = $1 and seed = $2 and confirmed_at is null",
            ).bind(facilitator).bind(seed).bind(entry.at.0).bind(step).execute(&mut *connection).await?;
            if confirmed.rows_affected() == 0 {
                return Ok(false);
            }
            for hash in codes {
                sqlx::query("insert into recovery_codes (hash, facilitator) values ($1, $2)")
                    .bind(hash.to_vec()).bind(facilitator).execute(&mut *connection).await?;
            }
            sqlx::query("delete from facilitator_sessions where facilitator = $1 and id <> $2")
                .bind(facilitator).bind(session).execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Signs a browser in whose holder showed the second factor, after a password of this hash or, with none, after an
    /// identity provider let them in. False when what was shown was used before, or the password has changed since.
    /// `entry` is for a recovery code.
    pub async fn pass_second_factor(
        &self,
        facilitator: Uuid,
        password: Option<String>,
        shown: Shown,
        session: NewSession,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "pass_second_factor", connection => {
            if let Some(password) = password {
                // As in `sign_in`: who changes the password at this moment waits, or is waited for.
                let same = sqlx::query("update passwords set hash = hash where facilitator = $1 and hash = $2")
                    .bind(facilitator).bind(password).execute(&mut *connection).await?;
                if same.rows_affected() == 0 {
                    return Ok(false);
                }
            }
            if !use_up!(connection, facilitator, shown, session.at.0) {
                return Ok(false);
            }
            add_session!(connection, facilitator, session);
            if matches!(shown, Shown::Recovery(_)) {
                record!(connection, entry);
            }
            Ok(true)
        })
    }

    /// Takes a second factor off with its recovery codes: for its holder, who showed it, or with nothing shown for somebody
    /// who may do so for others. False when there is none, or what was shown was used before.
    pub async fn remove_second_factor(&self, facilitator: Uuid, shown: Option<Shown>, entry: Entry) -> Result<bool> {
        write!(self, "remove_second_factor", erasing, connection => {
            if let Some(shown) = shown && !use_up!(connection, facilitator, shown, entry.at.0) {
                return Ok(false);
            }
            let gone = sqlx::query("delete from totp where facilitator = $1 and (confirmed_at is not null or $2)")
                .bind(facilitator).bind(shown.is_none()).execute(&mut *connection).await?;
            if gone.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query("delete from recovery_codes where facilitator = $1")
                .bind(facilitator).execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(true)
        })
    }
}
