//! People who do not exist, made for a rehearsal.

use uuid::Uuid;

use super::people::begin;
use super::{NewParticipant, Result, Store, write};

impl Store {
    /// Makes somebody who does not exist, for a cohort: [deleting it](Store::delete_cohort) deletes them and all that they
    /// did.
    pub async fn begin_rehearser(&self, new: NewParticipant, cohort: Uuid) -> Result<()> {
        write!(self, "begin_rehearser", connection => {
            let person = new.person;
            begin!(connection, new);
            sqlx::query("insert into rehearsers (person, cohort) values ($1, $2)")
                .bind(person).bind(cohort).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
