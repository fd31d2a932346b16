//! People who do not exist, made for a rehearsal.

use uuid::Uuid;

use super::{NewParticipant, Result, Store, write};

impl Store {
    /// Makes somebody who does not exist, for a cohort: [deleting it](Store::delete_cohort) deletes them and all that they
    /// did.
    pub async fn begin_rehearser(&self, new: NewParticipant, cohort: Uuid) -> Result<()> {
        write!(self, "begin_rehearser", connection => {
            sqlx::query("insert into people (id, name, created_at) values ($1, '', $2)")
                .bind(new.person).bind(new.at.0).execute(&mut *connection).await?;
            sqlx::query("insert into sessions (id, token_hash, person, device, created_at, seen_at) values ($1, $2, $3, $4, $5, $5)")
                .bind(new.session).bind(new.token_hash.to_vec()).bind(new.person).bind(new.device).bind(new.at.0)
                .execute(&mut *connection).await?;
            sqlx::query("insert into rehearsers (person, cohort) values ($1, $2)")
                .bind(new.person).bind(cohort).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
