//! Designs that participants show the facilitators of a cohort.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

impl Store {
    /// The designs that a person shows the facilitators of a cohort.
    pub async fn shown_designs(&self, person: Uuid, cohort: Uuid) -> Result<BTreeSet<Uuid>> {
        let rows: Vec<Uuid> = read!(self, "shown_designs", pool => {
            sqlx::query_scalar(
                "select w.design from shown_designs w join members m on m.id = w.member where m.person = $1 and m.cohort = $2",
            ).bind(person).bind(cohort).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Shows the facilitators of a cohort these designs of a person, and no others. Designs that are not theirs, or of
    /// another workshop, are passed over. False when they are not in the cohort.
    pub async fn show_designs(&self, person: Uuid, cohort: Uuid, designs: BTreeSet<Uuid>, at: Millis) -> Result<bool> {
        write!(self, "show_designs", connection => {
            let member: Option<Uuid> = sqlx::query_scalar(
                "select id from members where person = $1 and cohort = $2 and left_at is null and removed_at is null",
            ).bind(person).bind(cohort).fetch_optional(&mut *connection).await?;
            let Some(member) = member else { return Ok(false) };
            let before: Vec<Uuid> = sqlx::query_scalar("select design from shown_designs where member = $1")
                .bind(member).fetch_all(&mut *connection).await?;
            for design in before.iter().filter(|design| !designs.contains(design)) {
                sqlx::query("delete from shown_designs where member = $1 and design = $2")
                    .bind(member).bind(*design).execute(&mut *connection).await?;
            }
            for design in designs {
                sqlx::query(
                    "insert into shown_designs (member, design, at) select $1, d.id, $3 from designs d \
                     where d.id = $2 and d.person = $4 and d.workshop = (select c.workshop from cohorts c where c.id = $5) \
                     on conflict (member, design) do nothing",
                ).bind(member).bind(design).bind(at.0).bind(person).bind(cohort).execute(&mut *connection).await?;
            }
            Ok(true)
        })
    }
}
