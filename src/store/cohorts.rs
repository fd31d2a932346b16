//! Cohorts, and who runs them. They are found through who asks: a facilitator's own, or all for an owner.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::{Result, Store, StoreError, read, write};
use crate::domain::account::Role;
use crate::domain::cohort::{Settings, StaffRole};
use crate::domain::time::Millis;

/// A cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortRow {
    /// Its id.
    pub id: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// What its facilitators call it.
    pub name: String,
    /// What they set.
    pub settings: Settings,
    /// Changes of name and settings so far.
    pub revision: i64,
    /// The join code as it is kept; none while there is no door.
    pub code: Option<String>,
    /// When it was made.
    pub made_at: Millis,
    /// When it was put away.
    pub archived_at: Option<Millis>,
}

/// A cohort as somebody sees it who runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortRun {
    /// The cohort.
    pub cohort: CohortRow,
    /// What they may do in it.
    pub role: StaffRole,
    /// People who are in it now.
    pub people: u32,
}

/// A cohort to be made.
#[derive(Debug, Clone)]
pub struct NewCohort {
    /// A new id.
    pub id: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// Its name.
    pub name: String,
    /// Its settings.
    pub settings: Settings,
    /// Its join code.
    pub code: String,
    /// Who runs it.
    pub by: Uuid,
    /// Now.
    pub at: Millis,
}

/// Somebody who runs a cohort or helps in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Their account.
    pub facilitator: Uuid,
    /// What they are called.
    pub name: String,
    /// Their account's name.
    pub email: String,
    /// What they may do.
    pub role: StaffRole,
    /// Since when.
    pub since: Millis,
}

/// Whose cohorts somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runner {
    /// Their account.
    pub facilitator: Uuid,
    /// What the account may do: an owner sees every cohort, so that none is left without anybody.
    pub role: Role,
}

/// How a change to a cohort's staff went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffChange {
    /// Done.
    Done,
    /// Not done: nobody would be left who runs it.
    LastFacilitator,
    /// Not done: there is no such account, or they do not belong to it.
    NotThere,
}

type Row = (Uuid, String, String, String, i64, Option<String>, i64, Option<i64>);

/// The columns of a [`Row`].
pub(super) const COLUMNS: &str = "c.id, c.workshop, c.name, c.settings, c.revision, c.code, c.made_at, c.archived_at";

/// The columns of a [`Row`], what $1 (an account) may do in the cohort, and how many people are in it.
macro_rules! runs {
    ($which:literal) => {
        concat!(
            "select c.id, c.workshop, c.name, c.settings, c.revision, c.code, c.made_at, c.archived_at, s.role, ",
            "(select count(*) from members m where m.cohort = c.id and m.left_at is null and m.removed_at is null) ",
            "from cohorts c left join cohort_staff s on s.cohort = c.id and s.facilitator = $1 ",
            "where (s.role is not null or $2) and ",
            $which
        )
    };
}

/// A cohort from its row.
pub(super) fn cohort(row: Row) -> Result<CohortRow> {
    let (id, workshop, name, settings, revision, code, made_at, archived_at) = row;
    let settings = serde_json::from_str(&settings)?;
    let (made_at, archived_at) = (Millis(made_at), archived_at.map(Millis));
    Ok(CohortRow { id, workshop, name, settings, revision, code, made_at, archived_at })
}

type RunRow = (Uuid, String, String, String, i64, Option<String>, i64, Option<i64>, Option<String>, i64);

fn run(row: RunRow) -> Result<CohortRun> {
    let (id, workshop, name, settings, revision, code, made_at, archived_at, role, people) = row;
    let role = match role {
        // An owner who does not belong to it.
        None => StaffRole::Facilitator,
        Some(role) => StaffRole::of_id(&role).ok_or_else(|| StoreError::Other(format!("there is no role {role}")))?,
    };
    let cohort = cohort((id, workshop, name, settings, revision, code, made_at, archived_at))?;
    Ok(CohortRun { cohort, role, people: u32::try_from(people).unwrap_or(u32::MAX) })
}

impl Store {
    /// Makes a cohort with somebody who runs it. [`Taken`](StoreError::Taken) when another one has the code, and
    /// [`Gone`](StoreError::Gone) when the account is no more.
    pub async fn make_cohort(&self, new: NewCohort, entry: Entry) -> Result<()> {
        let settings = serde_json::to_string(&new.settings)?;
        write!(self, "make_cohort", connection => {
            let there = sqlx::query("update facilitators set name = name where id = $1")
                .bind(new.by).execute(&mut *connection).await?;
            if there.rows_affected() == 0 {
                return Err(StoreError::Gone);
            }
            sqlx::query("insert into cohorts (id, workshop, name, settings, revision, code, made_at) values ($1, $2, $3, $4, 1, $5, $6)")
                .bind(new.id).bind(new.workshop).bind(new.name).bind(settings).bind(new.code).bind(new.at.0)
                .execute(&mut *connection).await?;
            sqlx::query("insert into cohort_staff (cohort, facilitator, role, since) values ($1, $2, $3, $4)")
                .bind(new.id).bind(new.by).bind(StaffRole::Facilitator.id()).bind(new.at.0)
                .execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(())
        })
    }

    /// The cohorts that somebody runs or helps in, those that are put away last, then the newest first.
    pub async fn cohorts_run_by(&self, runner: Runner) -> Result<Vec<CohortRun>> {
        let rows: Vec<RunRow> = read!(self, "cohorts_run_by", pool => {
            sqlx::query_as(runs!("c.id = c.id order by c.archived_at is not null, c.made_at desc, c.id desc"))
                .bind(runner.facilitator).bind(runner.role == Role::Owner).fetch_all(pool).await?
        })?;
        rows.into_iter().map(run).collect()
    }

    /// One of them; none when it is not theirs, as when there is none.
    pub async fn cohort_run_by(&self, runner: Runner, cohort: Uuid) -> Result<Option<CohortRun>> {
        let row: Option<RunRow> = read!(self, "cohort_run_by", pool => {
            sqlx::query_as(runs!("c.id = $3"))
                .bind(runner.facilitator).bind(runner.role == Role::Owner).bind(cohort).fetch_optional(pool).await?
        })?;
        row.map(run).transpose()
    }

    /// Changes name and settings, if nobody has since the given revision. Answers with the new revision; none when somebody
    /// has, or the cohort is gone.
    pub async fn change_cohort(
        &self,
        cohort: Uuid,
        revision: i64,
        name: String,
        settings: &Settings,
        entry: Entry,
    ) -> Result<Option<i64>> {
        let settings = serde_json::to_string(settings)?;
        write!(self, "change_cohort", connection => {
            let changed = sqlx::query(
                "update cohorts set name = $3, settings = $4, revision = revision + 1 where id = $1 and revision = $2",
            ).bind(cohort).bind(revision).bind(name).bind(settings).execute(&mut *connection).await?;
            if changed.rows_affected() == 0 {
                return Ok(None);
            }
            record!(connection, entry);
            Ok(Some(revision + 1))
        })
    }

    /// Gives a cohort another join code, or none. False when it is gone; [`Taken`](StoreError::Taken) when another has it.
    pub async fn change_code(&self, cohort: Uuid, code: Option<String>, entry: Entry) -> Result<bool> {
        write!(self, "change_code", connection => {
            let changed = sqlx::query("update cohorts set code = $2 where id = $1")
                .bind(cohort).bind(code).execute(&mut *connection).await?;
            if changed.rows_affected() > 0 {
                record!(connection, entry);
            }
            Ok(changed.rows_affected() > 0)
        })
    }

    /// Puts a cohort away, which takes its code, or fetches it back, without one. False when nothing changes.
    pub async fn archive_cohort(&self, cohort: Uuid, at: Option<Millis>, entry: Entry) -> Result<bool> {
        write!(self, "archive_cohort", connection => {
            let changed = sqlx::query(
                "update cohorts set archived_at = $2, code = null where id = $1 and (archived_at is null) = $3",
            ).bind(cohort).bind(at.map(|at| at.0)).bind(at.is_some()).execute(&mut *connection).await?;
            if changed.rows_affected() > 0 {
                record!(connection, entry);
            }
            Ok(changed.rows_affected() > 0)
        })
    }

    /// Deletes a cohort with everything in it; what its people did stays theirs, but for those who do not exist. False when it is gone already.
    pub async fn delete_cohort(&self, cohort: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "delete_cohort", erasing, connection => {
            sqlx::query("delete from people where id in (select person from rehearsers where cohort = $1)")
                .bind(cohort).execute(&mut *connection).await?;
            let deleted = sqlx::query("delete from cohorts where id = $1").bind(cohort).execute(&mut *connection).await?;
            if deleted.rows_affected() > 0 {
                record!(connection, entry);
            }
            Ok(deleted.rows_affected() > 0)
        })
    }

    /// All cohorts, to see which have been kept long enough.
    pub async fn all_cohorts(&self) -> Result<Vec<CohortRow>> {
        let rows: Vec<Row> = read!(self, "all_cohorts", pool => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("select {COLUMNS} from cohorts c order by c.id")))
                .fetch_all(pool).await?
        })?;
        rows.into_iter().map(cohort).collect()
    }

    /// Who runs a cohort or helps in it: first who runs it, then by name.
    pub async fn staff(&self, cohort: Uuid) -> Result<Vec<StaffRow>> {
        let rows: Vec<(Uuid, String, String, String, i64)> = read!(self, "staff", pool => {
            sqlx::query_as(
                "select f.id, f.name, f.email, s.role, s.since from cohort_staff s join facilitators f on f.id = s.facilitator \
                 where s.cohort = $1 order by s.role desc, lower(f.name), f.email",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        let row = |(facilitator, name, email, role, since): (Uuid, String, String, String, i64)| {
            let role = StaffRole::of_id(&role).ok_or_else(|| StoreError::Other(format!("there is no role {role}")))?;
            Ok(StaffRow { facilitator, name, email, role, since: Millis(since) })
        };
        rows.into_iter().map(row).collect()
    }

    /// Lets the account of an address, in small letters, run a cohort or help in it; who does so already gets this role.
    pub async fn add_staff(&self, cohort: Uuid, email: String, role: StaffRole, entry: Entry) -> Result<StaffChange> {
        write!(self, "add_staff", connection => {
            let Some(facilitator): Option<Uuid> = sqlx::query_scalar("select id from facilitators where email = $1")
                .bind(email).fetch_optional(&mut *connection).await? else { return Ok(StaffChange::NotThere) };
            // Whoever changes the staff of this cohort waits for who was here before.
            sqlx::query("update cohorts set revision = revision where id = $1").bind(cohort).execute(&mut *connection).await?;
            if role != StaffRole::Facilitator {
                let others: i64 = sqlx::query_scalar(
                    "select count(*) from cohort_staff where cohort = $1 and role = $2 and facilitator <> $3",
                ).bind(cohort).bind(StaffRole::Facilitator.id()).bind(facilitator).fetch_one(&mut *connection).await?;
                if others == 0 {
                    return Ok(StaffChange::LastFacilitator);
                }
            }
            sqlx::query(
                "insert into cohort_staff (cohort, facilitator, role, since) values ($1, $2, $3, $4) \
                 on conflict (cohort, facilitator) do update set role = excluded.role",
            ).bind(cohort).bind(facilitator).bind(role.id()).bind(entry.at.0).execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(StaffChange::Done)
        })
    }

    /// Lets somebody run a cohort, or help in it, no more.
    pub async fn remove_staff(&self, cohort: Uuid, facilitator: Uuid, entry: Entry) -> Result<StaffChange> {
        write!(self, "remove_staff", connection => {
            sqlx::query("update cohorts set revision = revision where id = $1").bind(cohort).execute(&mut *connection).await?;
            let others: i64 = sqlx::query_scalar(
                "select count(*) from cohort_staff where cohort = $1 and role = $2 and facilitator <> $3",
            ).bind(cohort).bind(StaffRole::Facilitator.id()).bind(facilitator).fetch_one(&mut *connection).await?;
            if others == 0 {
                return Ok(StaffChange::LastFacilitator);
            }
            let removed = sqlx::query("delete from cohort_staff where cohort = $1 and facilitator = $2")
                .bind(cohort).bind(facilitator).execute(&mut *connection).await?;
            if removed.rows_affected() == 0 {
                return Ok(StaffChange::NotThere);
            }
            record!(connection, entry);
            Ok(StaffChange::Done)
        })
    }
}
