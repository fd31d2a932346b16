//! One-time links that make an account. Only the hash of a link's token is kept.

use super::{Result, Store, read, write};
use crate::domain::time::Millis;

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

    /// Whether there is a link for an owner that can still be used.
    pub async fn owner_invitation_open(&self, now: Millis) -> Result<bool> {
        let open: i64 = read!(self, "owner_invitation_open", pool => {
            sqlx::query_scalar("select count(*) from invitations where role = 'owner' and used_at is null and expires_at > $1")
                .bind(now.0).fetch_one(pool).await?
        })?;
        Ok(open > 0)
    }

    /// Keeps a link, and forgets those that became too old without being used.
    pub async fn invite(&self, hash: [u8; 32], role: &str, at: Millis, until: Millis) -> Result<()> {
        let role = role.to_owned();
        write!(self, "invite", connection => {
            sqlx::query("delete from invitations where used_at is null and expires_at <= $1")
                .bind(at.0).execute(&mut *connection).await?;
            sqlx::query("insert into invitations (token_hash, role, made_at, expires_at) values ($1, $2, $3, $4)")
                .bind(hash.to_vec()).bind(role).bind(at.0).bind(until.0).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
