//! The steps from an empty database to today's. Steps are only ever added.

use std::path::Path;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};

use super::{Result, StoreError, backup, file};

/// (version, name, text), the same for both databases.
pub(super) type Step = (i64, &'static str, &'static str);

pub(super) const STEPS: &[Step] = &[
    (1, "ground", include_str!("../../migrations/0001_ground.sql")),
    (2, "plans", include_str!("../../migrations/0002_plans.sql")),
    (3, "questions", include_str!("../../migrations/0003_questions.sql")),
    (4, "designs", include_str!("../../migrations/0004_designs.sql")),
    (5, "accounts", include_str!("../../migrations/0005_accounts.sql")),
    (6, "cohorts", include_str!("../../migrations/0006_cohorts.sql")),
    (7, "ways in", include_str!("../../migrations/0007_ways_in.sql")),
    (8, "signing keys", include_str!("../../migrations/0008_signing_keys.sql")),
    (9, "certificates", include_str!("../../migrations/0009_certificates.sql")),
    (10, "rehearsers", include_str!("../../migrations/0010_rehearsers.sql")),
    (11, "lti", include_str!("../../migrations/0011_lti.sql")),
    (12, "xapi", include_str!("../../migrations/0012_xapi.sql")),
    (13, "lti services", include_str!("../../migrations/0013_lti_services.sql")),
];

/// The version that this program brings a database to.
pub(super) fn newest() -> i64 {
    newest_of(STEPS)
}

fn newest_of(steps: &[Step]) -> i64 {
    steps.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

fn migrator(steps: &[Step]) -> Migrator {
    let step = |(version, name, text): &Step| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, text.into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(step).collect())
}

/// Migrates a server; sqlx lets one process at a time do so.
pub(super) async fn run_on_server(pool: &PgPool) -> Result<()> {
    let mut connection = pool.acquire().await?;
    migrator(STEPS).run_direct(None, &mut *connection, false).await.map_err(|error| refused("the database", error))
}

/// Migrates a file. Each step is one transaction; before the first step on a file with people in it, a copy is made beside
/// it as `{file}.before-{version}`.
pub(super) async fn run_on_file(path: &Path) -> Result<()> {
    run_steps_on_file(path, STEPS).await
}

pub(super) async fn run_steps_on_file(path: &Path, steps: &[Step]) -> Result<()> {
    let about = |error: sqlx::Error| StoreError::from(error).about(path.display());
    let mut connection = file::options(path).connect().await.map_err(about)?;
    let version = version_of(&mut connection).await.map_err(|error| error.about(path.display()))?;
    if version > newest_of(steps) {
        return Err(StoreError::Refused(newer(path.display(), version)));
    }
    if version == 0 && strange_tables(&mut connection).await.map_err(about)? {
        return Err(StoreError::Refused(format!(
            "{} is the database of another program; give the portal one of its own",
            path.display()
        )));
    }
    if version > 0 && version < newest_of(steps) {
        keep_a_copy(&mut connection, path, newest_of(steps)).await?;
    }
    migrator(steps).run_direct(None, &mut connection, false).await.map_err(|error| refused(path.display(), error))?;
    connection.close().await.map_err(about)
}

/// Keeps the file as it is before it is brought to a version, unless an earlier try did so.
async fn keep_a_copy(connection: &mut SqliteConnection, path: &Path, version: i64) -> Result<()> {
    let copy = file::beside(path, &format!(".before-{version}"));
    if copy.exists() {
        return Ok(());
    }
    let unfinished = file::beside(&copy, ".unfinished");
    file::remove(&unfinished)?;
    backup::copy(connection, &unfinished, path).await?;
    std::fs::rename(&unfinished, &copy).map_err(|error| file::trouble(&copy, &error))?;
    file::sync_folder(file::folder(&copy))
}

/// The version that a file is at; 0 for one without our tables.
pub(super) async fn version_of(connection: &mut SqliteConnection) -> Result<i64> {
    let there: i64 = sqlx::query_scalar("select count(*) from sqlite_master where name = '_sqlx_migrations'")
        .fetch_one(&mut *connection)
        .await?;
    if there == 0 {
        return Ok(0);
    }
    let version: Option<i64> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations where success").fetch_one(connection).await?;
    Ok(version.unwrap_or(0))
}

/// Whether a file at version 0 holds tables that are not ours.
async fn strange_tables(connection: &mut SqliteConnection) -> std::result::Result<bool, sqlx::Error> {
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from sqlite_master where name <> '_sqlx_migrations' and tbl_name <> '_sqlx_migrations'",
    )
    .fetch_one(connection)
    .await?;
    Ok(tables > 0)
}

/// Why a database of a later program is not touched.
pub(super) fn newer(what: impl std::fmt::Display, version: i64) -> String {
    format!(
        "{what} was written by a newer podium (version {version} of the tables; this program knows up to {}); use that one or a later one",
        newest()
    )
}

fn refused(what: impl std::fmt::Display, error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) if version > newest() => StoreError::Refused(newer(what, version)),
        MigrateError::Execute(error) => StoreError::from(error).about(what),
        MigrateError::ExecuteMigration(error, step) => StoreError::from(error).about(format!("{what}, step {step}")),
        error => StoreError::Other(format!("{what} could not be brought up to date: {error}")),
    }
}
