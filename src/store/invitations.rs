//! One-time links that make an account. Only the hash of a link's token is kept.

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// The row of the settings that whoever makes a first link changes.
const TURN: &str = "first invitation";

/// A link that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the account may do, such as `owner`.
    pub role: String,
    /// From then on the link is as good as none.
    pub expires_at: Millis,
}

impl Store {
    /// The link with this token, when it was neither used nor is too old.
    pub async fn invitation(&self, hash: &[u8; 32], now: Millis) -> Result<Option<Invitation>> {
        let row: Option<(String, i64)> = read!(self, "invitation", pool => {
            sqlx::query_as("select role, expires_at from invitations where token_hash = $1 and used_at is null and expires_at > $2")
                .bind(hash.as_slice()).bind(now.0).fetch_optional(pool).await?
        })?;
        Ok(row.map(|(role, expires_at)| Invitation { role, expires_at: Millis(expires_at) }))
    }

    /// Keeps a link unless there is one for this role that can still be used, and answers whether it did. Those that became
    /// too old without being used are forgotten. Of several that do this at the same time, in whatever process, one does.
    pub async fn invite_first(&self, hash: [u8; 32], role: &str, at: Millis, until: Millis) -> Result<bool> {
        let role = role.to_owned();
        write!(self, "invite_first", connection => {
            // Everybody who comes here changes this one row, and so waits for who was here before.
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
                .bind(TURN).bind(Vec::<u8>::new()).execute(&mut *connection).await?;
            sqlx::query("delete from invitations where used_at is null and expires_at <= $1")
                .bind(at.0).execute(&mut *connection).await?;
            let open: i64 = sqlx::query_scalar("select count(*) from invitations where role = $1 and used_at is null")
                .bind(&role).fetch_one(&mut *connection).await?;
            if open > 0 {
                return Ok(false);
            }
            sqlx::query("insert into invitations (token_hash, role, made_at, expires_at) values ($1, $2, $3, $4)")
                .bind(hash.to_vec()).bind(role).bind(at.0).bind(until.0).execute(&mut *connection).await?;
            Ok(true)
        })
    }
}
