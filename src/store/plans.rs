//! Plans: a tool's name with its whole input, kept by a person.

use uuid::Uuid;

use super::dialect::keep_person;
use super::{Result, Store, StoreError, read, write};
use crate::domain::time::Millis;

/// A tool's inputs that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Its id.
    pub id: Uuid,
    /// The tool's name, as in its address.
    pub tool: String,
    /// What the person calls it.
    pub title: String,
    /// The input as it stands in the tool's address, without the question mark.
    pub query: String,
    /// When it was kept.
    pub at: Millis,
}

/// The most that a person may keep; one more is refused.
pub const MOST_PLANS: i64 = 200;

impl Store {
    /// Keeps a plan. False when the person keeps [`MOST_PLANS`] already; [`Gone`](StoreError::Gone) when they are not
    /// there.
    pub async fn keep_plan(&self, person: Uuid, plan: PlanRow) -> Result<bool> {
        write!(self, "keep_plan", connection => {
            let there: Option<Uuid> =
                sqlx::query_scalar(keep_person(connection)).bind(person).fetch_optional(&mut *connection).await?;
            there.ok_or(StoreError::Gone)?;
            let kept: i64 = sqlx::query_scalar("select count(*) from plans where person = $1")
                .bind(person).fetch_one(&mut *connection).await?;
            if kept >= MOST_PLANS {
                return Ok(false);
            }
            sqlx::query("insert into plans (id, person, tool, title, query, at) values ($1, $2, $3, $4, $5, $6)")
                .bind(plan.id).bind(person).bind(plan.tool).bind(plan.title).bind(plan.query).bind(plan.at.0)
                .execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// A person's plans, newest first.
    pub async fn plans_of(&self, person: Uuid) -> Result<Vec<PlanRow>> {
        let rows: Vec<(Uuid, String, String, String, i64)> = read!(self, "plans_of", pool => {
            sqlx::query_as("select id, tool, title, query, at from plans where person = $1 order by at desc, id desc")
                .bind(person).fetch_all(pool).await?
        })?;
        let row = |(id, tool, title, query, at)| PlanRow { id, tool, title, query, at: Millis(at) };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Keeps a plan no longer. False when it is not theirs or not there.
    pub async fn forget_plan(&self, person: Uuid, id: Uuid) -> Result<bool> {
        write!(self, "forget_plan", one statement, connection => {
            let gone = sqlx::query("delete from plans where id = $1 and person = $2")
                .bind(id).bind(person).execute(&mut *connection).await?;
            Ok(gone.rows_affected() > 0)
        })
    }
}
