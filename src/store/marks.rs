//! Sections marked as done, and the editions of modules that they were marked in.

use uuid::Uuid;

use super::dialect::{keep_person, mark};
use super::{Result, Store, StoreError, write};
use crate::domain::time::Millis;

/// Which sections counted in a module, under a name made from just that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// See [`crate::domain::outline::OutlineModule::edition`].
    pub id: String,
    /// The workshop's id.
    pub workshop: String,
    /// The module's id.
    pub module: String,
    /// (module, section) of those that counted.
    pub sections: Vec<(String, String)>,
}

impl Store {
    /// Keeps editions; those that are known stay as they are.
    pub async fn remember_editions(&self, editions: &[Edition]) -> Result<()> {
        let mut rows = Vec::with_capacity(editions.len());
        for edition in editions {
            let sections = serde_json::to_string(&edition.sections)?;
            rows.push((edition.id.clone(), edition.workshop.clone(), edition.module.clone(), sections));
        }
        // Two processes that start at the same time keep the same ones, in the same order.
        rows.sort();
        write!(self, "remember_editions", connection => {
            for (id, workshop, module, sections) in rows {
                sqlx::query("insert into editions (id, workshop, module, sections) values ($1, $2, $3, $4) on conflict (id) do nothing")
                    .bind(id).bind(workshop).bind(module).bind(sections).execute(&mut *connection).await?;
            }
            Ok(())
        })
    }

    /// Marks a section as done. Marked already, it keeps its first time.
    pub async fn mark(
        &self,
        person: Uuid,
        workshop: &str,
        module: &str,
        section: &str,
        edition: &str,
        at: Millis,
    ) -> Result<()> {
        let (workshop, module, section, edition) =
            (workshop.to_owned(), module.to_owned(), section.to_owned(), edition.to_owned());
        write!(self, "mark", one statement, connection => {
            sqlx::query(mark(connection))
                .bind(person).bind(workshop).bind(module).bind(section).bind(edition).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Takes a mark back, under every (module, section) it may have been kept. [`Gone`](StoreError::Gone) when the person is
    /// not there: the mark may be somebody else's by now, after a merge.
    pub async fn unmark(&self, person: Uuid, workshop: &str, names: &[(String, String)]) -> Result<()> {
        let (workshop, names) = (workshop.to_owned(), names.to_vec());
        write!(self, "unmark", connection => {
            let there: Option<Uuid> = sqlx::query_scalar(keep_person(connection))
                .bind(person).fetch_optional(&mut *connection).await?;
            there.ok_or(StoreError::Gone)?;
            for (module, section) in names {
                sqlx::query("delete from marks where person = $1 and workshop = $2 and module = $3 and section = $4")
                    .bind(person).bind(&workshop).bind(module).bind(section).execute(&mut *connection).await?;
            }
            Ok(())
        })
    }
}
