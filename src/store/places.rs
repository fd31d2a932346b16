//! Where each browser was last.

use uuid::Uuid;

use super::dialect::put_place;
use super::{Result, Store, write};
use crate::domain::time::Millis;

/// Where one of a person's browsers was last in a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The module's id at the time.
    pub module: String,
    /// The section's id at the time.
    pub section: String,
    /// When.
    pub at: Millis,
}

impl Store {
    /// Remembers where a browser is. Of two that arrive in the wrong order, the later one stays.
    pub async fn put_place(
        &self,
        person: Uuid,
        session: Uuid,
        workshop: &str,
        module: &str,
        section: &str,
        at: Millis,
    ) -> Result<()> {
        let (workshop, module, section) = (workshop.to_owned(), module.to_owned(), section.to_owned());
        write!(self, "put_place", one statement, connection => {
            sqlx::query(put_place(connection))
                .bind(person).bind(session).bind(workshop).bind(module).bind(section).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
