//! What the portal keeps of itself.

use super::{Result, Store, read, write};

impl Store {
    /// The value kept under a name; when there is none, `made` is kept and answered. Of several that make one at the same
    /// time, in whatever process, one is kept and all get that one.
    pub async fn setting_or(&self, name: &str, made: Vec<u8>) -> Result<Vec<u8>> {
        let kept: Option<Vec<u8>> = read!(self, "setting", pool => {
            sqlx::query_scalar("select value from settings where name = $1").bind(name).fetch_optional(pool).await?
        })?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let name = name.to_owned();
        write!(self, "make_setting", connection => {
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do nothing")
                .bind(&name).bind(made).execute(&mut *connection).await?;
            let kept: Vec<u8> = sqlx::query_scalar("select value from settings where name = $1")
                .bind(name).fetch_one(&mut *connection).await?;
            Ok(kept)
        })
    }
}
