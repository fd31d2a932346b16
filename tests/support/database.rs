//! Databases to test on: a file always, and a PostgreSQL server when `PODIUM_TEST_POSTGRES` names one.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

/// The server to make databases on; none when the run may do without. With `PODIUM_TEST_ALL` it may not.
pub fn server() -> Option<String> {
    let url = std::env::var("PODIUM_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    assert!(
        url.is_some() || std::env::var_os("PODIUM_TEST_ALL").is_none(),
        "PODIUM_TEST_ALL is set and PODIUM_TEST_POSTGRES is not: scripts/test starts a server and sets both"
    );
    url
}

/// A new, empty database on the server, and its address.
pub async fn on_server(server: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("podium_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(server).await.expect("the server of PODIUM_TEST_POSTGRES answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}")))
        .execute(&mut connection)
        .await
        .expect("a database");
    let (base, _) = server.rsplit_once('/').expect("the address names a database");
    format!("{base}/{name}")
}
