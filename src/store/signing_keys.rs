//! The portal's own keys. The private halves are sealed by whoever keeps them here.

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// A key with which the portal signs or has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The thumbprint of its public half (RFC 7638).
    pub id: String,
    /// Its public half, as a JSON Web Key.
    pub public_key: String,
    /// Its private half, sealed.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub made_at: Millis,
}

impl Store {
    /// All keys, the newest first.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKey>> {
        let rows: Vec<(String, String, Vec<u8>, i64)> = read!(self, "signing_keys", pool => {
            sqlx::query_as("select id, public_key, sealed, made_at from signing_keys order by made_at desc, id")
                .fetch_all(pool).await?
        })?;
        let key = |(id, public_key, sealed, made_at)| SigningKey { id, public_key, sealed, made_at: Millis(made_at) };
        Ok(rows.into_iter().map(key).collect())
    }

    /// Keeps a key. One that is kept already stays as it is.
    pub async fn keep_signing_key(&self, key: SigningKey) -> Result<()> {
        write!(self, "keep_signing_key", connection => {
            sqlx::query(
                "insert into signing_keys (id, public_key, sealed, made_at) values ($1, $2, $3, $4) \
                 on conflict (id) do nothing",
            )
            .bind(&key.id).bind(&key.public_key).bind(key.sealed).bind(key.made_at.0)
            .execute(&mut *connection).await?;
            Ok(())
        })
    }
}
