//! People in cohorts: coming in, leaving, getting back in.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::cohorts::{CohortRow, cohort};
use super::dialect::keep_person;
use super::{Result, Store, StoreError, read, write};
use crate::domain::cohort::{Entry as Door, Settings, Shut};
use crate::domain::time::Millis;

/// Somebody who comes in.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// A new id, for the case that they were never in.
    pub id: Uuid,
    /// The cohort.
    pub cohort: Uuid,
    /// Who.
    pub person: Uuid,
    /// What they are called in it; empty in an anonymous cohort.
    pub name: String,
    /// As who they are on the list, in small letters, where a list says who may come in; where a domain does, a verified e-mail
    /// address.
    pub handle: Option<String>,
    /// Now.
    pub at: Millis,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// They are in, under this id of theirs in the cohort.
    In(Uuid),
    /// They were in already, under this id; nothing was changed.
    Already(Uuid),
    /// Nobody is let in.
    Shut(Shut),
    /// They are not on the list or not of a domain that is let in, or somebody else has come as them.
    NotListed,
    /// A facilitator removed them.
    Removed,
    /// There is no such cohort.
    NotThere,
}

/// A cohort that a person is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Their id in it.
    pub member: Uuid,
    /// The cohort.
    pub cohort: CohortRow,
    /// What they are called in it.
    pub name: String,
    /// Since when.
    pub joined_at: Millis,
}

/// Somebody in a cohort, or who was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Their id in the cohort.
    pub id: Uuid,
    /// What they are called; empty in an anonymous cohort.
    pub name: String,
    /// Since when.
    pub joined_at: Millis,
    /// When they left.
    pub left_at: Option<Millis>,
    /// When a facilitator removed them.
    pub removed_at: Option<Millis>,
    /// The other entry of the same person with which this one counts as one.
    pub same_as: Option<Uuid>,
    /// As whom on the list they came.
    pub handle: Option<String>,
    /// When a browser of theirs was last used, to within an hour.
    pub seen_at: Option<Millis>,
}

/// Somebody who is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The entry's id.
    pub id: Uuid,
    /// What they are called.
    pub name: String,
    /// By which they say who they are, in small letters.
    pub handle: String,
    /// Who came as them.
    pub member: Option<Uuid>,
}

type CohortText = (Uuid, String, String, String, i64, Option<String>, i64, Option<i64>);
type MembershipText = (Uuid, String, i64, Uuid, String, String, String, i64, Option<String>, i64, Option<i64>);
type MemberText = (Uuid, String, i64, Option<i64>, Option<i64>, Option<Uuid>, Option<String>, Option<i64>);

impl Store {
    /// The cohort behind a join code, and how many people are in it.
    pub async fn cohort_behind(&self, code: &str) -> Result<Option<(CohortRow, u32)>> {
        type Text = (Uuid, String, String, String, i64, Option<String>, i64, Option<i64>, i64);
        let row: Option<Text> = read!(self, "cohort_behind", pool => {
            sqlx::query_as(
                "select c.id, c.workshop, c.name, c.settings, c.revision, c.code, c.made_at, c.archived_at, \
                 (select count(*) from members m where m.cohort = c.id and m.left_at is null and m.removed_at is null) \
                 from cohorts c where c.code = $1",
            ).bind(code).fetch_optional(pool).await?
        })?;
        let Some((id, workshop, name, settings, revision, code, made_at, archived_at, people)) = row else {
            return Ok(None);
        };
        let found = cohort((id, workshop, name, settings, revision, code, made_at, archived_at))?;
        Ok(Some((found, u32::try_from(people).unwrap_or(u32::MAX))))
    }

    /// Lets somebody into a cohort, as far as its settings do at this moment. Who was in and left comes back to the same
    /// entry, under the new name. [`Gone`](StoreError::Gone) when the person is not there.
    pub async fn enter_cohort(&self, new: NewMember) -> Result<Joined> {
        write!(self, "enter_cohort", connection => {
            let there: Option<Uuid> = sqlx::query_scalar(keep_person(connection))
                .bind(new.person).fetch_optional(&mut *connection).await?;
            if there.is_none() {
                return Err(StoreError::Gone);
            }
            let read = "select settings from cohorts where id = $1 and archived_at is null";
            let text: Option<String> = sqlx::query_scalar(read).bind(new.cohort).fetch_optional(&mut *connection).await?;
            let Some(text) = text else { return Ok(Joined::NotThere) };
            let mut settings: Settings = serde_json::from_str(&text)?;
            if settings.door.most.is_some() || settings.door.entry != Door::Anyone {
                // Who joins waits for who is joining, so that a limit and a list hold. Without either, a room joins side by side.
                sqlx::query("update cohorts set revision = revision where id = $1").bind(new.cohort).execute(&mut *connection).await?;
                let text: Option<String> = sqlx::query_scalar(read).bind(new.cohort).fetch_optional(&mut *connection).await?;
                let Some(text) = text else { return Ok(Joined::NotThere) };
                settings = serde_json::from_str(&text)?;
            }
            let before: Option<(Uuid, Option<i64>, Option<i64>)> =
                sqlx::query_as("select id, left_at, removed_at from members where cohort = $1 and person = $2")
                    .bind(new.cohort).bind(new.person).fetch_optional(&mut *connection).await?;
            match before {
                Some((_, _, Some(_))) => return Ok(Joined::Removed),
                Some((id, None, None)) => return Ok(Joined::Already(id)),
                _ => {}
            }
            let people: i64 = sqlx::query_scalar(
                "select count(*) from members where cohort = $1 and left_at is null and removed_at is null",
            ).bind(new.cohort).fetch_one(&mut *connection).await?;
            if let Err(shut) = settings.lets_in(u32::try_from(people).unwrap_or(u32::MAX), new.at) {
                return Ok(Joined::Shut(shut));
            }
            let id = before.map_or(new.id, |(id, ..)| id);
            let handle = new.handle.unwrap_or_default();
            let entry: Option<(Uuid, Option<Uuid>)> = if settings.door.entry == Door::Anyone || handle.is_empty() {
                None
            } else {
                sqlx::query_as("select id, member from roster where cohort = $1 and handle = $2")
                    .bind(new.cohort).bind(&handle).fetch_optional(&mut *connection).await?
            };
            let of_another = entry.is_some_and(|(_, member)| member.is_some_and(|member| member != id));
            let anonymous = !settings.names.asks();
            let lets_in = match settings.door.entry {
                Door::Anyone => true,
                // Who came once is off the list.
                Door::Listed if anonymous && before.is_some() => true,
                Door::Listed => entry.is_some() && !of_another,
                Door::Domain => settings.door.lets_in_address(&handle) && !of_another,
            };
            if !lets_in {
                return Ok(Joined::NotListed);
            }
            let mut listed = entry.map(|(listed, _)| listed);
            sqlx::query(
                "insert into members (id, cohort, person, name, joined_at) values ($1, $2, $3, $4, $5) \
                 on conflict (cohort, person) do update set name = excluded.name, left_at = null",
            ).bind(id).bind(new.cohort).bind(new.person).bind(&new.name).bind(new.at.0).execute(&mut *connection).await?;
            if anonymous {
                // Nothing may say who of the list came as whom: what is left on it is who has not come.
                if let Some(listed) = listed.take() {
                    sqlx::query("delete from roster where id = $1").bind(listed).execute(&mut *connection).await?;
                }
            } else if listed.is_none() && settings.door.entry == Door::Domain {
                // Facilitators see by which address somebody came. Their own entry, so that who comes back with another has one.
                sqlx::query(
                    "insert into roster (id, cohort, name, handle, made_at) values ($1, $2, $3, $4, $5) \
                     on conflict (id) do update set name = excluded.name, handle = excluded.handle",
                ).bind(id).bind(new.cohort).bind(&new.name).bind(&handle).bind(new.at.0).execute(&mut *connection).await?;
                listed = Some(id);
            }
            if let Some(listed) = listed {
                sqlx::query("update roster set member = null where member = $2 and id <> $1")
                    .bind(listed).bind(id).execute(&mut *connection).await?;
                sqlx::query("update roster set member = $2 where id = $1").bind(listed).bind(id).execute(&mut *connection).await?;
            }
            Ok(Joined::In(id))
        })
    }

    /// The cohorts that a person is in and that are not put away, the one joined last first.
    pub async fn memberships(&self, person: Uuid) -> Result<Vec<Membership>> {
        let rows: Vec<MembershipText> = read!(self, "memberships", pool => {
            sqlx::query_as(
                "select m.id, m.name, m.joined_at, c.id, c.workshop, c.name, c.settings, c.revision, c.code, c.made_at, c.archived_at \
                 from members m join cohorts c on c.id = m.cohort \
                 where m.person = $1 and m.left_at is null and m.removed_at is null and c.archived_at is null \
                 order by m.joined_at desc, m.id desc",
            ).bind(person).fetch_all(pool).await?
        })?;
        let row = |(member, name, joined_at, id, workshop, called, settings, revision, code, made_at, archived_at): MembershipText| {
            let cohort: CohortText = (id, workshop, called, settings, revision, code, made_at, archived_at);
            Ok(Membership { member, cohort: self::cohort(cohort)?, name, joined_at: Millis(joined_at) })
        };
        rows.into_iter().map(row).collect()
    }

    /// Takes a person out of a cohort at their own wish. An entry that counted with theirs stands on its own then. False when
    /// they are not in it.
    pub async fn leave(&self, person: Uuid, cohort: Uuid, at: Millis) -> Result<bool> {
        write!(self, "leave", connection => {
            sqlx::query("update members set same_as = null where same_as in (select id from members where person = $1 and cohort = $2)")
                .bind(person).bind(cohort).execute(&mut *connection).await?;
            sqlx::query("delete from shown_designs where member in (select id from members where person = $1 and cohort = $2)")
                .bind(person).bind(cohort).execute(&mut *connection).await?;
            let left = sqlx::query(
                "update members set left_at = $3 where person = $1 and cohort = $2 and left_at is null and removed_at is null",
            ).bind(person).bind(cohort).bind(at.0).execute(&mut *connection).await?;
            Ok(left.rows_affected() > 0)
        })
    }

    /// Gives a person another name in a cohort. False when they are not in it.
    pub async fn rename_member(&self, person: Uuid, cohort: Uuid, name: String) -> Result<bool> {
        write!(self, "rename_member", one statement, connection => {
            let renamed = sqlx::query(
                "update members set name = $3 where person = $1 and cohort = $2 and left_at is null and removed_at is null",
            ).bind(person).bind(cohort).bind(name).execute(&mut *connection).await?;
            Ok(renamed.rows_affected() > 0)
        })
    }

    /// Everybody who is or was in a cohort, by name, then the one who came first.
    pub async fn members(&self, cohort: Uuid) -> Result<Vec<MemberRow>> {
        let rows: Vec<MemberText> = read!(self, "members", pool => {
            sqlx::query_as(
                "select m.id, m.name, m.joined_at, m.left_at, m.removed_at, m.same_as, r.handle, \
                 (select max(s.seen_at) from sessions s where s.person = m.person) \
                 from members m left join roster r on r.member = m.id where m.cohort = $1 \
                 order by lower(m.name), m.joined_at, m.id",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        let row = |(id, name, joined_at, left_at, removed_at, same_as, handle, seen_at): MemberText| MemberRow {
            id,
            name,
            joined_at: Millis(joined_at),
            left_at: left_at.map(Millis),
            removed_at: removed_at.map(Millis),
            same_as,
            handle,
            seen_at: seen_at.map(Millis),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Removes somebody from a cohort, so that the code does not let them in again, or (`at` none) lets them back in. An entry
    /// that counted with theirs stands on its own then.
    /// False when nothing changes.
    pub async fn remove_member(&self, cohort: Uuid, member: Uuid, at: Option<Millis>, entry: Entry) -> Result<bool> {
        write!(self, "remove_member", connection => {
            let changed = sqlx::query(
                "update members set removed_at = $3 where cohort = $1 and id = $2 and (removed_at is null) = $4",
            ).bind(cohort).bind(member).bind(at.map(|at| at.0)).bind(at.is_some()).execute(&mut *connection).await?;
            if changed.rows_affected() > 0 {
                sqlx::query("update members set same_as = null where same_as = $1")
                    .bind(member).execute(&mut *connection).await?;
                record!(connection, entry);
            }
            Ok(changed.rows_affected() > 0)
        })
    }

    /// Says that an entry in a cohort is of the same person as another one, with which it counts as one, or (`with` none)
    /// that it is not. False when one of the two is not there, or the other is itself joined to a third.
    pub async fn join_entries(&self, cohort: Uuid, member: Uuid, with: Option<Uuid>, entry: Entry) -> Result<bool> {
        write!(self, "join_entries", connection => {
            sqlx::query("update cohorts set revision = revision where id = $1").bind(cohort).execute(&mut *connection).await?;
            if let Some(with) = with {
                let fit: i64 = sqlx::query_scalar(
                    "select count(*) from members where cohort = $1 and id = $2 and id <> $3 and same_as is null \
                     and left_at is null and removed_at is null",
                ).bind(cohort).bind(with).bind(member).fetch_one(&mut *connection).await?;
                if fit == 0 {
                    return Ok(false);
                }
                // What counted with this one counts with the other now.
                sqlx::query("update members set same_as = $2 where same_as = $1")
                    .bind(member).bind(with).execute(&mut *connection).await?;
            }
            let changed = sqlx::query("update members set same_as = $3 where cohort = $1 and id = $2")
                .bind(cohort).bind(member).bind(with).execute(&mut *connection).await?;
            if changed.rows_affected() == 0 {
                return Err(StoreError::Gone);
            }
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Keeps a one-time link by which somebody in a cohort gets back in; one that they had ends. False when they are not in it.
    pub async fn make_return_link(
        &self,
        cohort: Uuid,
        member: Uuid,
        token_hash: [u8; 32],
        until: Millis,
        entry: Entry,
    ) -> Result<bool> {
        write!(self, "make_return_link", connection => {
            let there: i64 = sqlx::query_scalar(
                "select count(*) from members where cohort = $1 and id = $2 and left_at is null and removed_at is null",
            ).bind(cohort).bind(member).fetch_one(&mut *connection).await?;
            if there == 0 {
                return Ok(false);
            }
            sqlx::query("delete from member_links where member = $1").bind(member).execute(&mut *connection).await?;
            sqlx::query("insert into member_links (token_hash, member, made_at, expires_at) values ($1, $2, $3, $4)")
                .bind(token_hash.to_vec()).bind(member).bind(entry.at.0).bind(until.0).execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(true)
        })
    }

    /// Whom a link that can still be used lets back in: the cohort's name and theirs.
    pub async fn return_link(&self, token_hash: &[u8; 32], now: Millis) -> Result<Option<(String, String)>> {
        read!(self, "return_link", pool => {
            sqlx::query_as(
                "select c.name, m.name from member_links l join members m on m.id = l.member join cohorts c on c.id = m.cohort \
                 where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and m.left_at is null and m.removed_at is null",
            ).bind(token_hash.as_slice()).bind(now.0).fetch_optional(pool).await?
        })
    }

    /// Uses a link up, and answers with the person whom it lets back in and the workshop; none when it cannot be used.
    pub async fn use_return_link(&self, token_hash: [u8; 32], now: Millis) -> Result<Option<(Uuid, String)>> {
        write!(self, "use_return_link", connection => {
            let used = sqlx::query(
                "update member_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
            ).bind(token_hash.to_vec()).bind(now.0).execute(&mut *connection).await?;
            if used.rows_affected() == 0 {
                return Ok(None);
            }
            let found: Option<(Uuid, String)> = sqlx::query_as(
                "select m.person, c.workshop from member_links l join members m on m.id = l.member join cohorts c on c.id = m.cohort \
                 where l.token_hash = $1 and m.left_at is null and m.removed_at is null",
            ).bind(token_hash.to_vec()).fetch_optional(&mut *connection).await?;
            Ok(found)
        })
    }

    /// Whom a cohort expects, by name.
    pub async fn roster(&self, cohort: Uuid) -> Result<Vec<RosterRow>> {
        let rows: Vec<(Uuid, String, String, Option<Uuid>)> = read!(self, "roster", pool => {
            sqlx::query_as("select id, name, handle, member from roster where cohort = $1 order by lower(name), handle")
                .bind(cohort).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(id, name, handle, member)| RosterRow { id, name, handle, member }).collect())
    }

    /// Puts people on a cohort's list: (id, name, handle in small letters). Who is on it already gets the new name. Answers
    /// with how many are new.
    pub async fn expect(&self, cohort: Uuid, people: Vec<(Uuid, String, String)>, entry: Entry) -> Result<u64> {
        write!(self, "expect", connection => {
            let before: i64 = sqlx::query_scalar("select count(*) from roster where cohort = $1")
                .bind(cohort).fetch_one(&mut *connection).await?;
            for (id, name, handle) in people {
                sqlx::query(
                    "insert into roster (id, cohort, name, handle, made_at) values ($1, $2, $3, $4, $5) \
                     on conflict (cohort, handle) do update set name = excluded.name",
                ).bind(id).bind(cohort).bind(name).bind(handle).bind(entry.at.0).execute(&mut *connection).await?;
            }
            let after: i64 = sqlx::query_scalar("select count(*) from roster where cohort = $1")
                .bind(cohort).fetch_one(&mut *connection).await?;
            record!(connection, entry);
            Ok(u64::try_from(after - before).unwrap_or(0))
        })
    }

    /// Takes somebody off a cohort's list. Who came as them stays in the cohort.
    pub async fn expect_no_more(&self, cohort: Uuid, id: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "expect_no_more", connection => {
            let gone = sqlx::query("delete from roster where cohort = $1 and id = $2")
                .bind(cohort).bind(id).execute(&mut *connection).await?;
            if gone.rows_affected() > 0 {
                record!(connection, entry);
            }
            Ok(gone.rows_affected() > 0)
        })
    }
}
