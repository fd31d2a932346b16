//! Every verb of the store, with the same body on SQLite and, when `PODIUM_TEST_POSTGRES` gives a server, on PostgreSQL.

mod api_tokens;
mod attempts;
mod backup;
mod bank;
mod certificates;
mod codes;
mod cohorts;
mod designs;
mod door;
mod expected;
mod facilitators;
mod files;
mod identities;
mod invitations;
mod marks;
mod member;
mod merge;
mod notes;
mod outbox;
mod people;
mod plans;
mod platforms;
mod rehearsers;
mod second_factors;
mod signing_keys;
mod unavailable;
mod writer;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::time::Millis;

/// A store of its own for one test.
pub(super) struct Bench {
    pub(super) store: Store,
    /// Where the store is.
    pub(super) url: String,
}

impl Bench {
    /// Another process on the same database, which only a server allows.
    pub(super) async fn another(&self) -> Option<Store> {
        if self.url.starts_with("postgres") { Some(Store::open(&self.url).await.unwrap()) } else { None }
    }

    pub(super) async fn person(&self, n: u8) -> Uuid {
        begin(&self.store, n).await
    }
}

/// Makes the person, session and token of a number.
pub(super) async fn begin(store: &Store, n: u8) -> Uuid {
    store.begin(participant(n)).await.unwrap();
    id(n)
}

/// The person, session and token of a number.
pub(super) fn participant(n: u8) -> NewParticipant {
    let device = format!("Browser {n}");
    NewParticipant { person: id(n), session: session(n), token_hash: [n; 32], device, at: Millis(1000) }
}

pub(super) fn id(n: u8) -> Uuid {
    Uuid::from_u128(0xa000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

pub(super) fn session(n: u8) -> Uuid {
    Uuid::from_u128(0xb000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

/// Runs a test on each database, each time with a store of its own.
pub(super) async fn on_each<F, T>(body: F)
where
    F: Fn(Bench) -> T,
    T: Future<Output = ()>,
{
    on_sqlite(&body).await;
    on_postgres(&body).await;
}

pub(super) async fn on_sqlite<F, T>(body: F)
where
    F: Fn(Bench) -> T,
    T: Future<Output = ()>,
{
    let (_folder, file) = fresh_file();
    let url = format!("sqlite:{}", file.display());
    let store = Store::open(&url).await.unwrap();
    body(Bench { store: store.clone(), url }).await;
    store.close().await;
}

pub(super) async fn on_postgres<F, T>(body: F)
where
    F: Fn(Bench) -> T,
    T: Future<Output = ()>,
{
    let Some(server) = postgres() else { return };
    let schema = format!("podium_test_{}", Uuid::new_v4().simple());
    let mut admin = PgConnection::connect(&server).await.expect("PODIUM_TEST_POSTGRES answers");
    admin.execute(AssertSqlSafe(format!("create schema {schema}"))).await.unwrap();
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-csearch_path%3D{schema}&application_name={schema}");
    let outcome = AssertUnwindSafe(async {
        let store = Store::open(&url).await.unwrap();
        body(Bench { store: store.clone(), url: url.clone() }).await;
        store.close().await;
    })
    .catch_unwind()
    .await;
    admin.execute(AssertSqlSafe(format!("drop schema {schema} cascade"))).await.unwrap();
    admin.close().await.unwrap();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// The server to test on. A run that is meant to be complete fails without one.
pub(super) fn postgres() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let server = set("PODIUM_TEST_POSTGRES");
    let needed = ["CI", "PODIUM_TEST_ALL", "PODIUM_TEST_POSTGRES_REQUIRED"].iter().find(|name| set(name).is_some());
    if let (None, Some(needed)) = (&server, needed) {
        panic!(
            "{needed} is set, so the store is tested on PostgreSQL as well: give a server in PODIUM_TEST_POSTGRES, such as postgres://postgres@127.0.0.1:5432/postgres"
        );
    }
    server
}

/// A place for a database in a folder of its own, which goes when the first is dropped.
pub(super) fn fresh_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("podium.db");
    (folder, file)
}

/// Every row of every table as one text in small letters, with its table; ids without hyphens, bytes in hexadecimal.
pub(super) async fn dump(store: &Store) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    match &store.0.database {
        Database::Lite { read, .. } => {
            let mut held = read.take().await.unwrap();
            let tables: Vec<String> = sqlx::query_scalar("select name from sqlite_master where type = 'table'")
                .fetch_all(&mut *held)
                .await
                .unwrap();
            for table in tables {
                let columns: Vec<String> =
                    sqlx::query_scalar("select 'quote(\"' || name || '\")' from pragma_table_info($1)")
                        .bind(&table)
                        .fetch_all(&mut *held)
                        .await
                        .unwrap();
                let text = format!("select {} from \"{table}\"", columns.join(" || ' ' || "));
                let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut *held).await.unwrap();
                rows.extend(found.into_iter().map(|row| (table.clone(), row)));
            }
        }
        Database::Postgres(pool) => {
            let tables: Vec<String> =
                sqlx::query_scalar("select tablename::text from pg_tables where schemaname = current_schema()")
                    .fetch_all(pool)
                    .await
                    .unwrap();
            for table in tables {
                let text = format!("select to_jsonb(t)::text from \"{table}\" t");
                let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(pool).await.unwrap();
                rows.extend(found.into_iter().map(|row| (table.clone(), row)));
            }
        }
    }
    rows.into_iter().map(|(table, row)| (table, row.to_lowercase().replace('-', ""))).collect()
}

/// The tables in which a text, an id or bytes in hexadecimal stand somewhere.
pub(super) async fn tables_with(store: &Store, text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('-', "");
    let mut tables: Vec<String> =
        dump(store).await.into_iter().filter(|(_, row)| row.contains(&text)).map(|(table, _)| table).collect();
    tables.sort();
    tables.dedup();
    tables
}
