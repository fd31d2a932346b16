//! Continue codes: the keyed hashes by which they are found, and what they are computed from.

use uuid::Uuid;

use super::dialect::{hold_people, keep_person};
use super::{Result, Store, StoreError, read, write};
use crate::domain::time::Millis;

/// A continue code that is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// The hash under which the code is found. It is not the one of `seed` any more when the portal got another secret
    /// since: then nobody can say the code, and it opens nothing.
    pub hash: [u8; 32],
    /// What the code is computed from, together with the portal's secret.
    pub seed: Uuid,
    /// When it was made.
    pub made_at: Millis,
}

/// Hash, seed and time of a code.
type Code = (Vec<u8>, Uuid, i64);

const NEWEST: &str =
    "select code_hash, seed, made_at from continue_codes where person = $1 order by made_at desc, seed desc limit 1";

fn code((hash, seed, made_at): Code) -> Result<CodeRow> {
    let hash =
        hash.try_into().map_err(|_| StoreError::Other("the hash of a continue code has a wrong length".to_owned()))?;
    Ok(CodeRow { hash, seed, made_at: Millis(made_at) })
}

impl Store {
    /// The newest code of a person. After two progresses were merged there may be older ones, which open it as well.
    pub async fn current_code(&self, person: Uuid) -> Result<Option<CodeRow>> {
        let row: Option<Code> = read!(self, "current_code", pool => {
            sqlx::query_as(NEWEST).bind(person).fetch_optional(pool).await?
        })?;
        row.map(code).transpose()
    }

    /// Gives a person a code, and answers with the one that is valid then. With `replace` it is the new one and all others
    /// end; without, it is the newest there was, and the new one is kept only when there was none. Of several that do this
    /// at the same time, one comes after the other.
    ///
    /// [`Gone`](StoreError::Gone) when the person is not there; [`Taken`](StoreError::Taken) when that very code is valid
    /// already, whoever it belongs to.
    pub async fn put_code(
        &self,
        person: Uuid,
        hash: [u8; 32],
        seed: Uuid,
        at: Millis,
        replace: bool,
    ) -> Result<CodeRow> {
        write!(self, "put_code", connection => {
            let there: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(person).bind(person).fetch_all(&mut *connection).await?;
            if there.is_empty() {
                return Err(StoreError::Gone);
            }
            if replace {
                sqlx::query("delete from continue_codes where person = $1").bind(person).execute(&mut *connection).await?;
            } else if let Some(row) = sqlx::query_as(NEWEST).bind(person).fetch_optional(&mut *connection).await? {
                return code(row);
            }
            sqlx::query("insert into continue_codes (code_hash, person, seed, made_at) values ($1, $2, $3, $4)")
                .bind(hash.to_vec()).bind(person).bind(seed).bind(at.0).execute(&mut *connection).await?;
            Ok(CodeRow { hash, seed, made_at: at })
        })
    }

    /// Ends all codes of a person.
    pub async fn revoke_codes(&self, person: Uuid) -> Result<()> {
        write!(self, "revoke_codes", one statement, connection => {
            // Not while codes are moved to or from them, or replaced.
            sqlx::query(keep_person(connection)).bind(person).execute(&mut *connection).await?;
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
