//! The file of an SQLite database: whose it is, who has it open, and how it is brought up to date.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;

use super::*;
use crate::store::file::beside;

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().unwrap().permissions().mode() & 0o777
}

async fn error_of(url: &str) -> StoreError {
    match Store::open(url).await {
        Ok(_) => panic!("{url} opened"),
        Err(error) => error,
    }
}

#[test]
fn an_address_is_a_file_or_a_server() {
    let file = |path: &str| Location::File(PathBuf::from(path));
    let cases = [
        ("podium.db", file("podium.db")),
        ("sqlite:podium.db", file("podium.db")),
        ("sqlite:///var/lib/podium.db", file("/var/lib/podium.db")),
        ("sqlite://podium.db", file("podium.db")),
        ("postgres://u@h/d", Location::Server("postgres://u@h/d".to_owned())),
        ("postgresql://u@h/d", Location::Server("postgresql://u@h/d".to_owned())),
    ];
    for (url, expected) in cases {
        assert_eq!(locate(url), expected, "{url}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    on_sqlite(async |bench| {
        bench.person(1).await;
        let file = PathBuf::from(bench.url.strip_prefix("sqlite:").unwrap());
        for suffix in ["", "-wal", "-shm", ".lock"] {
            assert_eq!(mode(&beside(&file, suffix)), 0o600, "{suffix:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_has_one_portal_at_a_time() {
    let (_folder, file) = fresh_file();
    let url = file.display().to_string();
    let store = Store::open(&url).await.unwrap();
    let error = error_of(&url).await;
    assert!(matches!(error, StoreError::Unavailable(_)));
    assert!(error.to_string().contains(&format!("{url} is in use by another podium; stop that one first")), "{error}");
    store.close().await;
    drop(store);
    Store::open(&url).await.unwrap().close().await;
}

#[tokio::test]
async fn what_cannot_be_opened_is_named() {
    let (folder, file) = fresh_file();
    let missing = folder.path().join("missing/podium.db").display().to_string();
    let error = error_of(&missing).await;
    assert!(matches!(error, StoreError::Unavailable(_)) && error.to_string().contains(&missing), "{error}");

    std::fs::write(&file, "this is a text and no database, and long enough to be looked at as one ".repeat(20))
        .unwrap();
    let error = error_of(&file.display().to_string()).await;
    assert!(error.to_string().contains("podium.db") && error.to_string().contains("not a database"), "{error}");

    let strange = folder.path().join("strange.db");
    run_sql(&strange, "create table customers (id integer)").await;
    let error = error_of(&strange.display().to_string()).await;
    let expected = format!("{} is the database of another program; give the portal one of its own", strange.display());
    assert_eq!(error, StoreError::Refused(expected));
}

/// Changes a file behind the portal's back.
pub(super) async fn run_sql(file: &Path, text: &str) {
    let mut connection = file::options(file).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

const FROM_THE_FUTURE: &str = "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
     select 900, 'later', installed_on, success, checksum, 0 from _sqlx_migrations where version = 1";

pub(super) async fn age(file: &Path) {
    run_sql(file, FROM_THE_FUTURE).await;
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_alone() {
    let (_folder, file) = fresh_file();
    let url = file.display().to_string();
    Store::open(&url).await.unwrap().close().await;
    age(&file).await;
    let before = std::fs::read(&file).unwrap();
    let error = error_of(&url).await;
    assert!(matches!(error, StoreError::Refused(_)));
    assert!(error.to_string().contains("was written by a newer podium (version 900"), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), before);

    on_postgres(async |bench| {
        let Database::Postgres(pool) = &bench.store.0.database else { panic!("a server") };
        sqlx::query(FROM_THE_FUTURE).execute(pool).await.unwrap();
        let error = error_of(&bench.url).await;
        assert!(matches!(error, StoreError::Refused(_)), "{error:?}");
        assert!(error.to_string().contains("was written by a newer podium (version 900"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_file_with_people_is_copied_before_it_is_brought_up_to_date() {
    let (_folder, file) = fresh_file();
    let url = file.display().to_string();
    let store = Store::open(&url).await.unwrap();
    begin(&store, 1).await;
    store.close().await;
    let next = migrations::newest() + 1;
    let copy = beside(&file, &format!(".before-{}", next + 1));
    assert!(!copy.exists());
    let good = (next, "good", "create table a (x bigint)");
    let broken = and_then(&[good, (next + 1, "bad", "create table b (x bigint); create tabel c (x bigint)")]);
    let error = migrations::run_steps_on_file(&file, &broken).await.unwrap_err();
    assert!(error.to_string().contains(&format!("podium.db, step {}", next + 1)), "{error}");
    assert_eq!(tables(&file).await, ["a"], "what was good stays, half a step does not");
    assert!(copy.exists());
    assert_eq!(mode(&copy), 0o600);
    assert_eq!(tables(&copy).await, Vec::<String>::new());

    let mended = and_then(&[good, (next + 1, "good now", "create table b (x bigint)")]);
    migrations::run_steps_on_file(&file, &mended).await.unwrap();
    assert_eq!(tables(&file).await, ["a", "b"]);
    assert_eq!(tables(&copy).await, Vec::<String>::new(), "the copy of the first try stays");
    let old = Store::open(&copy.display().to_string()).await.unwrap();
    assert!(old.identity(&[1; 32], Millis(0)).await.unwrap().is_some());
    old.close().await;
}

/// Today's steps, and more.
fn and_then(more: &[migrations::Step]) -> Vec<migrations::Step> {
    [migrations::STEPS, more].concat()
}

/// The tables that a file has besides those of today's steps.
async fn tables(file: &Path) -> Vec<String> {
    let mut connection = file::looking(file).connect().await.unwrap();
    let tables =
        sqlx::query_scalar("select name from sqlite_master where type = 'table' and length(name) = 1 order by name")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    connection.close().await.unwrap();
    tables
}

/// A step that writes so much that it reaches the disk before its end, and then does not end.
const ENDLESS: &str = "create table a (x text not null); update people set name = 'half done'; \
     with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000) insert into a select hex(randomblob(2048)) from n; \
     with recursive n (i) as (select 1 union all select i + 1 from n) insert into a select 'more' from n where i < 0;";

const KILLED_FILE: &str = "PODIUM_TEST_KILLED_FILE";

#[tokio::test]
#[ignore = "it is started and killed by the test after it"]
async fn bring_a_file_up_to_date_without_end() {
    let Some(file) = std::env::var_os(KILLED_FILE) else { return };
    let steps = and_then(&[(migrations::newest() + 1, "endless", ENDLESS)]);
    migrations::run_steps_on_file(Path::new(&file), &steps).await.unwrap();
}

#[tokio::test]
async fn a_portal_killed_while_it_brings_a_file_up_to_date_leaves_it_usable() {
    let (_folder, file) = fresh_file();
    let url = file.display().to_string();
    let store = Store::open(&url).await.unwrap();
    begin(&store, 1).await;
    store.rename(id(1), "Zoë").await.unwrap();
    store.close().await;
    drop(store);

    let name = "store::tests::files::bring_a_file_up_to_date_without_end";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--ignored", "--nocapture"])
        .env(KILLED_FILE, &file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let log = beside(&file, "-wal");
    let until = Instant::now() + Duration::from_mins(1);
    while !log.metadata().is_ok_and(|log| log.len() > 1 << 20) {
        assert!(Instant::now() < until, "the step did not reach the disk");
        assert_eq!(child.try_wait().unwrap(), None, "the step ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let next = migrations::newest() + 1;
    assert!(beside(&file, &format!(".before-{next}")).exists());
    let store = Store::open(&url).await.unwrap();
    assert_eq!(store.identity(&[1; 32], Millis(0)).await.unwrap().unwrap().name, "Zoë");
    assert!(tables(&file).await.is_empty());
    store.close().await;
    drop(store);
    let steps = and_then(&[(next, "good", "create table a (x bigint)")]);
    migrations::run_steps_on_file(&file, &steps).await.unwrap();
    assert_eq!(tables(&file).await, ["a"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_portals_may_start_on_one_server_at_the_same_time() {
    on_postgres(async |bench| {
        let Database::Postgres(pool) = &bench.store.0.database else { panic!("a server") };
        sqlx::raw_sql("drop table people, sessions, marks, editions, notes, places, continue_codes, invitations, settings, deletions, plans, questions, bank, attempts, answers, hints, paces, designs, design_revisions, design_shares, facilitators, passwords, facilitator_sessions, audit, cohorts, cohort_staff, members, roster, member_links, shown_designs, totp, recovery_codes, api_tokens, identities, signing_keys, certificates, rehearsers, platforms, platform_returns, platform_tickets, platform_people, platform_courses, platform_scores, xapi_outbox, _sqlx_migrations cascade")
            .execute(pool).await.unwrap();
        let tasks: Vec<_> = (0..5)
            .map(|_| {
                let url = bench.url.clone();
                tokio::spawn(async move { Store::open(&url).await.unwrap().close().await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        bench.person(1).await;
    })
    .await;
}
