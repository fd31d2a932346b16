//! Statements that wait to be sent to a record store, and which were sent.
//!
//! Several portals on one database may send at the same time: whoever sends something holds it for a while by a claim. A claim that
//! has ended counts for nothing, so that what a portal held that was killed is sent by another, or by itself once it is back.

use uuid::Uuid;

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// A statement to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatement {
    /// Its id.
    pub id: Uuid,
    /// The cohort.
    pub cohort: Uuid,
    /// Whom it is about, by their id in it.
    pub member: Uuid,
    /// What it says, in words that stay.
    pub fact: String,
    /// The statement as JSON.
    pub body: String,
}

/// What was told of a cohort, whether it was sent yet or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// The statement's id.
    pub id: Uuid,
    /// Whom it is about: of entries that count as one person, the one that stays.
    pub member: Uuid,
    /// What it says.
    pub fact: String,
}

/// A statement that is held for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStatement {
    /// Its id.
    pub id: Uuid,
    /// The statement as JSON.
    pub body: String,
}

/// How the outbox stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxState {
    /// Statements that wait.
    pub waiting: i64,
    /// Those that are put aside, because the record store refused them.
    pub failed: i64,
    /// Those that were sent.
    pub sent: i64,
    /// When one was sent last.
    pub sent_at: Option<Millis>,
    /// Why one that waits or is put aside was not taken last, and when.
    pub error: Option<(String, Millis)>,
}

/// Figures that change when somebody in a cohort does something: how many there are of each thing, and when they were done.
pub type Pulse = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

impl Store {
    /// Whether anything was done in a cohort since: the same figures mean that nothing was. An attempt that ran out of time at
    /// this moment counts as over.
    pub async fn pulse(&self, cohort: Uuid, workshop: &str, now: Millis) -> Result<Pulse> {
        read!(self, "pulse", pool => {
            // Times are summed as what is left over by a prime, so that no sum is too large.
            sqlx::query_as(
                "with a as (select m.id, m.person, m.same_as, m.joined_at from members m \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null), \
                 k as (select marks.at from a join marks on marks.person = a.person and marks.workshop = $2), \
                 t as (select x.id, x.handed_in_at, x.closes_at from a join attempts x on x.person = a.person and x.workshop = $2) \
                 select (select count(*) from a), (select count(same_as) from a), \
                 (select cast(coalesce(sum(joined_at % 1000000007), 0) as bigint) from a), \
                 (select count(*) from k), (select cast(coalesce(sum(at % 1000000007), 0) as bigint) from k), \
                 (select count(*) from t), (select count(*) from t where handed_in_at is not null or closes_at < $3), \
                 (select count(*) from t join answers s on s.attempt = t.id), \
                 (select cast(coalesce(sum(d.revision + d.used_at % 1000000007), 0) as bigint) \
                 from a join designs d on d.person = a.person and d.workshop = $2), \
                 (select count(*) from a join rehearsers r on r.person = a.person)",
            ).bind(cohort).bind(workshop).bind(now.0).fetch_one(pool).await?
        })
    }

    /// What was told of a cohort so far.
    pub async fn told_statements(&self, cohort: Uuid) -> Result<Vec<ToldRow>> {
        let rows: Vec<(Uuid, Uuid, String)> = read!(self, "told_statements", pool => {
            sqlx::query_as(
                "select o.id, coalesce(m.same_as, m.id), o.fact from xapi_outbox o join members m on m.id = o.member where o.cohort = $1",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(id, member, fact)| ToldRow { id, member, fact }).collect())
    }

    /// Keeps statements for sending, but those that are kept already, and those about somebody who is in the cohort no more, or
    /// in one that was put away. Answers with how many are new.
    pub async fn keep_statements(&self, new: Vec<NewStatement>, at: Millis) -> Result<u64> {
        write!(self, "keep_statements", connection => {
            let mut kept = 0;
            for one in new {
                kept += sqlx::query(
                    "insert into xapi_outbox (id, cohort, member, fact, body, made_at, tries, next_try_at) \
                     select $1, m.cohort, m.id, $4, $5, $6, 0, $6 from members m join cohorts c on c.id = m.cohort \
                     where m.id = $3 and m.cohort = $2 and m.left_at is null and m.removed_at is null and c.archived_at is null \
                     on conflict (id) do nothing",
                ).bind(one.id).bind(one.cohort).bind(one.member).bind(one.fact).bind(one.body).bind(at.0)
                    .execute(&mut *connection).await?.rows_affected();
            }
            Ok(kept)
        })
    }

    /// Takes away what waits about people who have left their cohort or were removed from it, and in the given cohort about anybody.
    /// Answers with how much.
    pub async fn forget_unsent(&self, cohort: Option<Uuid>) -> Result<u64> {
        write!(self, "forget_unsent", erasing, connection => {
            let gone = sqlx::query(
                "delete from xapi_outbox where sent_at is null and (cohort = $1 or member in \
                 (select id from members where left_at is not null or removed_at is not null))",
            ).bind(cohort).execute(&mut *connection).await?;
            Ok(gone.rows_affected())
        })
    }

    /// Holds so many statements that wait, the oldest first, for one that sends until this time. Nobody else gets them
    /// meanwhile. What is about somebody who has left is never among
    /// them.
    pub async fn hold_statements(
        &self,
        claim: Uuid,
        most: i64,
        now: Millis,
        until: Millis,
    ) -> Result<Vec<HeldStatement>> {
        let rows: Vec<(Uuid, String)> = write!(self, "hold_statements", connection => {
            // The condition stands outside once more: on a server, whoever waited for another looks at the row again by it.
            sqlx::query(
                "update xapi_outbox set claim = $1, claimed_until = $2 where sent_at is null and failed_at is null \
                 and (claimed_until is null or claimed_until <= $3) and id in (select o.id from xapi_outbox o \
                 join members m on m.id = o.member where m.left_at is null and m.removed_at is null \
                 and o.sent_at is null and o.failed_at is null and o.next_try_at <= $3 \
                 and (o.claimed_until is null or o.claimed_until <= $3) order by o.next_try_at, o.id limit $4)",
            ).bind(claim).bind(until.0).bind(now.0).bind(most).execute(&mut *connection).await?;
            let held = sqlx::query_as("select id, body from xapi_outbox where claim = $1 order by made_at, id")
                .bind(claim).fetch_all(&mut *connection).await?;
            Ok(held)
        })?;
        Ok(rows.into_iter().map(|(id, body)| HeldStatement { id, body }).collect())
    }

    /// Holds what a claim holds until a later time. Those that are held no more, because they were deleted meanwhile, are
    /// missing in the answer.
    pub async fn hold_longer(&self, claim: Uuid, until: Millis) -> Result<Vec<Uuid>> {
        write!(self, "hold_longer", connection => {
            sqlx::query("update xapi_outbox set claimed_until = $2 where claim = $1")
                .bind(claim).bind(until.0).execute(&mut *connection).await?;
            let held = sqlx::query_scalar(
                "select o.id from xapi_outbox o join members m on m.id = o.member \
                 where o.claim = $1 and m.left_at is null and m.removed_at is null",
            ).bind(claim).fetch_all(&mut *connection).await?;
            Ok(held)
        })
    }

    /// The record store has taken these: their texts go, and they are never sent again.
    pub async fn statements_sent(&self, ids: Vec<Uuid>, at: Millis) -> Result<()> {
        write!(self, "statements_sent", connection => {
            for id in ids {
                sqlx::query(
                    "update xapi_outbox set sent_at = $2, body = '', failed_at = null, error = null, claim = null, claimed_until = null \
                     where id = $1 and sent_at is null",
                ).bind(id).bind(at.0).execute(&mut *connection).await?;
            }
            Ok(())
        })
    }

    /// The record store has refused this one for good: it is put aside with the reason.
    pub async fn statement_failed(&self, id: Uuid, why: String, at: Millis) -> Result<()> {
        write!(self, "statement_failed", one statement, connection => {
            sqlx::query(
                "update xapi_outbox set failed_at = $3, tried_at = $3, error = $2, tries = tries + 1, claim = null, claimed_until = null \
                 where id = $1 and sent_at is null",
            ).bind(id).bind(why).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Lets go of what a claim holds: it was not taken, for this reason, and is not sent again before `next`.
    pub async fn let_statements_wait(&self, claim: Uuid, why: String, at: Millis, next: Millis) -> Result<()> {
        write!(self, "let_statements_wait", one statement, connection => {
            sqlx::query(
                "update xapi_outbox set error = $2, tried_at = $3, next_try_at = $4, tries = tries + 1, claim = null, claimed_until = null \
                 where claim = $1",
            ).bind(claim).bind(why).bind(at.0).bind(next.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// The record store takes statements again: whatever waits may be sent at once. Those that were put aside stay so, but for
    /// `failed`: then they wait again, too.
    pub async fn wake_statements(&self, now: Millis, failed: bool) -> Result<u64> {
        write!(self, "wake_statements", one statement, connection => {
            let woken = sqlx::query(
                "update xapi_outbox set next_try_at = $1, failed_at = null \
                 where sent_at is null and ((failed_at is null and next_try_at > $1) or (failed_at is not null and $2))",
            ).bind(now.0).bind(failed).execute(&mut *connection).await?;
            Ok(woken.rows_affected())
        })
    }

    /// How the outbox stands.
    pub async fn outbox_state(&self) -> Result<OutboxState> {
        type Row = (i64, i64, i64, Option<i64>, Option<String>, Option<i64>);
        let row: Row = read!(self, "outbox_state", pool => {
            sqlx::query_as(
                "select count(case when sent_at is null and failed_at is null then 1 end), count(failed_at), count(sent_at), max(sent_at), \
                 (select e.error from xapi_outbox e where e.sent_at is null and e.error is not null order by e.tried_at desc, e.id limit 1), \
                 (select max(e.tried_at) from xapi_outbox e where e.sent_at is null and e.error is not null) from xapi_outbox",
            ).fetch_one(pool).await?
        })?;
        let (waiting, failed, sent, sent_at, why, tried_at) = row;
        let error = why.zip(tried_at.map(Millis));
        Ok(OutboxState { waiting, failed, sent, sent_at: sent_at.map(Millis), error })
    }

    /// Who of a cohort does not exist, by their ids in it.
    pub async fn rehearsing(&self, cohort: Uuid) -> Result<Vec<Uuid>> {
        read!(self, "rehearsing", pool => {
            sqlx::query_scalar("select m.id from members m join rehearsers r on r.person = m.person where m.cohort = $1")
                .bind(cohort).fetch_all(pool).await?
        })
    }
}
