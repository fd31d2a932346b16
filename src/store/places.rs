//! Where each browser was last.

use uuid::Uuid;

use super::{Result, Store, write};
use crate::domain::time::Millis;

/// Where a browser was last in a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The browser's session.
    pub session: Uuid,
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
            sqlx::query(
                "insert into places (session, workshop, person, module, section, at) values ($1, $2, $3, $4, $5, $6) \
                 on conflict (session, workshop) do update \
                 set person = excluded.person, module = excluded.module, section = excluded.section, at = excluded.at \
                 where places.at <= excluded.at",
            ).bind(session).bind(workshop).bind(person).bind(module).bind(section).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
