//! What has to be known of somebody at the door of a cohort.

use uuid::Uuid;

use super::{Result, Store, read};
use crate::domain::time::Millis;

/// What a person is, or was, in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryBefore {
    /// What they are called in it; empty in an anonymous cohort.
    pub name: String,
    /// When they left.
    pub left_at: Option<Millis>,
    /// When a facilitator removed them.
    pub removed_at: Option<Millis>,
}

impl Store {
    /// What a person is, or was, in a cohort; none when they were never in it.
    pub async fn entry_before(&self, person: Uuid, cohort: Uuid) -> Result<Option<EntryBefore>> {
        let row: Option<(String, Option<i64>, Option<i64>)> = read!(self, "entry_before", pool => {
            sqlx::query_as("select name, left_at, removed_at from members where person = $1 and cohort = $2")
                .bind(person).bind(cohort).fetch_optional(pool).await?
        })?;
        Ok(row.map(|(name, left_at, removed_at)| EntryBefore {
            name,
            left_at: left_at.map(Millis),
            removed_at: removed_at.map(Millis),
        }))
    }

    /// Whether a cohort expects somebody by this handle, in small letters, as whom nobody has come but perhaps this person.
    pub async fn is_expected(&self, cohort: Uuid, handle: &str, person: Option<Uuid>) -> Result<bool> {
        let found: i64 = read!(self, "is_expected", pool => {
            sqlx::query_scalar(
                "select count(*) from roster r left join members m on m.id = r.member \
                 where r.cohort = $1 and r.handle = $2 and (r.member is null or m.person = $3)",
            ).bind(cohort).bind(handle).bind(person).fetch_one(pool).await?
        })?;
        Ok(found > 0)
    }

    /// Whom a return link belongs to, used or not: a person may have become part of another since it was used.
    pub async fn returned_by(&self, token_hash: &[u8; 32]) -> Result<Option<Uuid>> {
        read!(self, "returned_by", pool => {
            sqlx::query_scalar("select m.person from member_links l join members m on m.id = l.member where l.token_hash = $1")
                .bind(token_hash.as_slice()).fetch_optional(pool).await?
        })
    }

    /// When any browser of a participant was used last; none when there is none.
    pub async fn last_use(&self) -> Result<Option<Millis>> {
        let at: Option<i64> = read!(self, "last_use", pool => {
            sqlx::query_scalar("select max(seen_at) from sessions").fetch_one(pool).await?
        })?;
        Ok(at.map(Millis))
    }
}
