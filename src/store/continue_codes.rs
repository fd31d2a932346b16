//! Continue codes: the keyed hashes by which they are found, and what they are computed from.

use uuid::Uuid;

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// A continue code that is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// What the code is computed from, together with the portal's secret.
    pub seed: Uuid,
    /// When it was made.
    pub made_at: Millis,
}

impl Store {
    /// The newest code of a person. After two progresses were merged there may be older ones, which open it as well.
    pub async fn current_code(&self, person: Uuid) -> Result<Option<CodeRow>> {
        let row: Option<(Uuid, i64)> = read!(self, "current_code", pool => {
            sqlx::query_as("select seed, made_at from continue_codes where person = $1 order by made_at desc, seed desc limit 1")
                .bind(person).fetch_optional(pool).await?
        })?;
        Ok(row.map(|(seed, made_at)| CodeRow { seed, made_at: Millis(made_at) }))
    }

    /// Keeps a code. [`Taken`](super::StoreError::Taken) when that very code is valid already, whoever it belongs to.
    pub async fn keep_code(&self, person: Uuid, hash: [u8; 32], seed: Uuid, at: Millis) -> Result<()> {
        write!(self, "keep_code", one statement, connection => {
            sqlx::query("insert into continue_codes (code_hash, person, seed, made_at) values ($1, $2, $3, $4)")
                .bind(hash.to_vec()).bind(person).bind(seed).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Ends all codes of a person.
    pub async fn revoke_codes(&self, person: Uuid) -> Result<()> {
        write!(self, "revoke_codes", one statement, connection => {
            sqlx::query("delete from continue_codes where person = $1").bind(person).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Whose code this is.
    pub async fn person_by_code(&self, hash: &[u8; 32]) -> Result<Option<Uuid>> {
        read!(self, "person_by_code", pool => {
            sqlx::query_scalar("select person from continue_codes where code_hash = $1")
                .bind(hash.as_slice()).fetch_optional(pool).await?
        })
    }
}
