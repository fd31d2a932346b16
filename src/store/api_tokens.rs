//! Tokens with which programs ask for a facilitator. Only the hash of a token is kept.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::{Facilitator, Result, Store, StoreError, read, write};
use crate::domain::api_token::Scope;
use crate::domain::time::Millis;

/// Tokens that a facilitator may have at once.
pub const MOST_API_TOKENS: i64 = 50;

/// A token to be kept.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// A new id, by which it is ended.
    pub id: Uuid,
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// For whom it asks.
    pub facilitator: Uuid,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// From then on it is as good as none.
    pub expires_at: Millis,
}

/// A token as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTokenRow {
    /// By which it is ended.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Millis,
    /// From then on it is as good as none.
    pub expires_at: Millis,
    /// When it was last used, to within some minutes; none when never.
    pub seen_at: Option<Millis>,
}

/// For whom a program asks, as its token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borne {
    /// For whom.
    pub facilitator: Facilitator,
    /// By which token.
    pub token: ApiTokenRow,
}

/// A token, and whose it is.
type BorneRow = (Uuid, String, String, i64, i64, Option<i64>, Uuid);
type TokenRow = (Uuid, String, String, i64, i64, Option<i64>);

fn token((id, name, scope, created_at, expires_at, seen_at): TokenRow) -> Result<ApiTokenRow> {
    let scope = Scope::of_id(&scope).ok_or_else(|| StoreError::Other(format!("there is no scope {scope}")))?;
    let (created_at, expires_at) = (Millis(created_at), Millis(expires_at));
    Ok(ApiTokenRow { id, name, scope, created_at, expires_at, seen_at: seen_at.map(Millis) })
}

impl Store {
    /// Keeps a token. False when its holder has [as many as there may be](MOST_API_TOKENS), counting those that ended by
    /// themselves and are not forgotten yet.
    pub async fn make_api_token(&self, new: NewApiToken, entry: Entry) -> Result<bool> {
        write!(self, "make_api_token", connection => {
            let made = sqlx::query(
                "insert into api_tokens (id, token_hash, facilitator, name, scope, created_at, expires_at) \
                 select $1, $2, f.id, $4, $5, $6, $7 from facilitators f where f.id = $3 \
                 and (select count(*) from api_tokens t where t.facilitator = $3) < $8",
            ).bind(new.id).bind(new.token_hash.to_vec()).bind(new.facilitator).bind(new.name).bind(new.scope.id())
                .bind(entry.at.0).bind(new.expires_at.0).bind(MOST_API_TOKENS).execute(&mut *connection).await?;
            if made.rows_affected() == 0 {
                return Ok(false);
            }
            record!(connection, entry);
            Ok(true)
        })
    }

    /// The tokens of a facilitator, newest first; also those that ended by themselves, until they are forgotten.
    pub async fn api_tokens(&self, facilitator: Uuid) -> Result<Vec<ApiTokenRow>> {
        let rows: Vec<TokenRow> = read!(self, "api_tokens", pool => {
            sqlx::query_as(
                "select id, name, scope, created_at, expires_at, seen_at from api_tokens where facilitator = $1 \
                 order by created_at desc, id desc",
            ).bind(facilitator).fetch_all(pool).await?
        })?;
        rows.into_iter().map(token).collect()
    }

    /// Ends a token of this facilitator. False when it is not theirs or not there.
    pub async fn end_api_token(&self, facilitator: Uuid, id: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "end_api_token", connection => {
            let ended = sqlx::query("delete from api_tokens where id = $1 and facilitator = $2")
                .bind(id).bind(facilitator).execute(&mut *connection).await?;
            if ended.rows_affected() == 0 {
                return Ok(false);
            }
            record!(connection, entry);
            Ok(true)
        })
    }

    /// For whom the token of this hash asks, when it has not ended.
    pub async fn borne(&self, token_hash: &[u8; 32], now: Millis) -> Result<Option<Borne>> {
        let row: Option<BorneRow> = read!(self, "borne", pool => {
            sqlx::query_as(
                "select id, name, scope, created_at, expires_at, seen_at, facilitator from api_tokens \
                 where token_hash = $1 and expires_at > $2",
            ).bind(token_hash.as_slice()).bind(now.0).fetch_optional(pool).await?
        })?;
        let Some((id, name, scope, created_at, expires_at, seen_at, whose)) = row else { return Ok(None) };
        // Taken away between the two reads, it is as if the token were gone, which it is.
        let Some(facilitator) = self.facilitator(whose).await? else { return Ok(None) };
        Ok(Some(Borne { facilitator, token: token((id, name, scope, created_at, expires_at, seen_at))? }))
    }

    /// Notes that a token is in use.
    pub async fn touch_api_token(&self, id: Uuid, at: Millis) -> Result<()> {
        write!(self, "touch_api_token", one statement, connection => {
            sqlx::query("update api_tokens set seen_at = $2 where id = $1 and coalesce(seen_at, 0) < $2")
                .bind(id).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
