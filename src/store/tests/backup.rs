//! Copies while a portal serves, and the way back.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::files::{age, run_sql};
use super::*;
use crate::store::file::beside;

fn count(report: &BackupReport, table: &str) -> u64 {
    report.rows.iter().find(|(name, _)| name == table).unwrap_or_else(|| panic!("no {table} in {report:?}")).1
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn refused(answer: impl Future<Output = Result<BackupReport>>, expected: &str) {
    match answer.await {
        Err(StoreError::Refused(why)) => assert!(why.contains(expected), "{why:?} does not say {expected:?}"),
        other => panic!("{expected}: {other:?}"),
    }
}

/// A database with the person of a number.
async fn with_person(file: &Path, n: u8) -> String {
    let url = file.display().to_string();
    let store = Store::open(&url).await.unwrap();
    begin(&store, n).await;
    store.close().await;
    url
}

async fn has(file: &Path, n: u8) -> bool {
    let store = Store::open(&file.display().to_string()).await.unwrap();
    let there = store.identity(&[n; 32], Millis(0)).await.unwrap().is_some();
    store.close().await;
    there
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_during_1000_changes_is_consistent() {
    let (folder, file) = fresh_file();
    let url = file.display().to_string();
    let store = Store::open(&url).await.unwrap();
    let (answered, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let changes = tokio::spawn({
        let (store, answered, done) = (store.clone(), answered.clone(), done.clone());
        async move {
            let each = |n: u64| {
                let (store, answered) = (store.clone(), answered.clone());
                tokio::spawn(async move {
                    // A person and their session come in one change: half of it must never be seen.
                    let token_hash = std::array::from_fn(|i| n.to_be_bytes()[i % 8]);
                    let (person, session) = (Uuid::new_v4(), Uuid::new_v4());
                    store
                        .begin(NewParticipant { person, session, token_hash, device: "x".repeat(500), at: Millis(1) })
                        .await
                        .unwrap();
                    answered.fetch_add(1, Ordering::SeqCst);
                })
            };
            for part in 0..125 {
                let tasks: Vec<_> = (0..8).map(|n| each(part * 8 + n)).collect();
                for task in tasks {
                    task.await.unwrap();
                }
            }
            done.store(true, Ordering::SeqCst);
        }
    });
    let mut between = 0;
    for n in 0.. {
        let last = done.load(Ordering::SeqCst);
        let at_least = answered.load(Ordering::SeqCst);
        let to = folder.path().join(format!("copy-{n}.db"));
        let report = backup(&url, &to).await.unwrap();
        let people = count(&report, "people");
        assert_eq!(people, count(&report, "sessions"));
        assert!(people >= at_least, "{people} of {at_least} that were answered");
        assert_eq!(report.bytes, to.metadata().unwrap().len());
        between += usize::from(people > 0 && people < 1000);
        if last {
            assert_eq!(people, 1000);
            break;
        }
    }
    assert!(between > 0, "no copy was made in the middle");
    changes.await.unwrap();
    store.close().await;
    assert!(
        names(folder.path()).iter().all(|name| !name.contains("unfinished") && !name.contains("copy-0.db-")),
        "{:?}",
        names(folder.path())
    );
}

#[tokio::test]
async fn a_copy_is_private_whole_and_says_what_is_in_it() {
    let (folder, file) = fresh_file();
    let url = with_person(&file, 1).await;
    let to = folder.path().join("copy 'of' podium?mode=memory#.db");
    let report = backup(&url, &to).await.unwrap();
    assert_eq!(
        (report.file.as_path(), report.version, report.replaced.clone()),
        (to.as_path(), migrations::newest(), None)
    );
    assert_eq!(report.rows.len(), 44, "{report:?}");
    assert_eq!((count(&report, "people"), count(&report, "sessions"), count(&report, "marks")), (1, 1, 0));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(to.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(has(&to, 1).await);
}

#[tokio::test]
async fn a_backup_says_precisely_what_it_will_not_do() {
    let (folder, file) = fresh_file();
    let missing = file.display().to_string();
    let to = folder.path().join("copy.db");
    refused(backup(&missing, &to), &format!("there is no database at {missing}")).await;
    let url = with_person(&file, 1).await;
    std::fs::write(&to, "precious").unwrap();
    refused(backup(&url, &to), &format!("{} is there already", to.display())).await;
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "precious");
    refused(backup("postgres://u:hunter2@h/d", &to), "pg_dump --format=custom --file=").await;
    let nowhere = folder.path().join("missing/copy.db");
    let error = backup(&url, &nowhere).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)) && error.to_string().contains("missing/copy.db"), "{error}");
    std::fs::write(folder.path().join("text.db"), "not a database at all ".repeat(100)).unwrap();
    refused(backup(&folder.path().join("text.db").display().to_string(), &nowhere), "is no database of a podium").await;
    // SQLite leaves the files that readers share where they are: a portal could be using them.
    let left: Vec<String> =
        names(folder.path()).into_iter().filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect();
    assert_eq!(left, ["copy.db", "podium.db", "podium.db.lock", "text.db"]);
}

#[tokio::test]
async fn a_copy_is_put_back_where_nothing_is() {
    let (folder, file) = fresh_file();
    let from = folder.path().join("copy.db");
    let url = with_person(&file, 1).await;
    backup(&url, &from).await.unwrap();
    let new = folder.path().join("new.db");
    let report = restore(&new.display().to_string(), &from, false).await.unwrap();
    assert_eq!((report.file.clone(), report.replaced.clone(), count(&report, "people")), (new.clone(), None, 1));
    assert!(has(&new, 1).await);
}

#[tokio::test]
async fn what_is_there_is_replaced_by_force_only_and_kept() {
    let (folder, file) = fresh_file();
    let from = folder.path().join("copy.db");
    let url = with_person(&file, 1).await;
    backup(&url, &from).await.unwrap();
    with_person(&file, 2).await;
    refused(restore(&url, &from, false), "--force replaces it").await;
    assert!(has(&file, 2).await);

    let first = restore(&url, &from, true).await.unwrap();
    assert_eq!(first.replaced, Some(beside(&file, ".replaced-1")));
    assert!(has(&file, 1).await && !has(&file, 2).await);
    assert!(has(&beside(&file, ".replaced-1"), 2).await);
    let second = restore(&url, &from, true).await.unwrap();
    assert_eq!(second.replaced, Some(beside(&file, ".replaced-2")));
    assert!(!has(&beside(&file, ".replaced-2"), 2).await && has(&beside(&file, ".replaced-1"), 2).await);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn nothing_is_put_back_under_a_portal_that_serves() {
    let (folder, file) = fresh_file();
    let from = folder.path().join("copy.db");
    let url = with_person(&file, 1).await;
    backup(&url, &from).await.unwrap();
    let serving = Store::open(&url).await.unwrap();
    let error = restore(&url, &from, true).await.unwrap_err();
    assert!(error.to_string().contains("is in use by another podium; stop that one first"), "{error}");
    begin(&serving, 2).await;
    serving.close().await;
    drop(serving);
    assert!(has(&file, 2).await);
    assert!(names(folder.path()).iter().all(|name| !name.contains("replaced") && !name.contains("unfinished")));
}

#[tokio::test]
async fn a_log_that_was_left_behind_goes_with_its_own_database() {
    let (folder, file) = fresh_file();
    let from = folder.path().join("copy.db");
    let url = with_person(&file, 1).await;
    backup(&url, &from).await.unwrap();
    // As after a power cut: the file and a log with changes that never got into it.
    let cut = folder.path().join("cut.db");
    let store = Store::open(&url).await.unwrap();
    begin(&store, 2).await;
    for suffix in ["", "-wal"] {
        std::fs::copy(beside(&file, suffix), beside(&cut, suffix)).unwrap();
    }
    store.close().await;
    drop(store);
    let report = restore(&cut.display().to_string(), &from, true).await.unwrap();
    assert!(!beside(&cut, "-wal").exists() && !beside(&cut, "-shm").exists());
    assert!(has(&cut, 1).await && !has(&cut, 2).await);
    let kept = report.replaced.unwrap();
    assert!(has(&kept, 1).await && has(&kept, 2).await, "what the log held is in what was kept");

    // A database that cannot be read any more is kept as it is, with its log.
    std::fs::write(&cut, "broken ".repeat(1000)).unwrap();
    std::fs::write(beside(&cut, "-wal"), "a log of it").unwrap();
    let report = restore(&cut.display().to_string(), &from, true).await.unwrap();
    let kept = report.replaced.unwrap();
    assert!(std::fs::read_to_string(&kept).unwrap().starts_with("broken "));
    assert!(has(&cut, 1).await);
}

#[tokio::test]
async fn what_is_no_sound_copy_is_not_put_back() {
    let (folder, file) = fresh_file();
    let url = with_person(&file, 1).await;
    let path = |name: &str| folder.path().join(name);
    refused(restore(&url, &path("missing.db"), true), "there is no file").await;
    refused(restore(&url, folder.path(), true), "there is no file").await;
    refused(restore(&url, &file, true), "is the database itself").await;
    refused(restore("postgres://u:hunter2@h/d", &path("x.db"), true), "pg_restore --clean").await;

    std::fs::write(path("text.db"), "just some text, and enough of it to look into ".repeat(100)).unwrap();
    refused(restore(&url, &path("text.db"), true), "text.db is no database of a podium").await;
    std::fs::write(path("empty.db"), "").unwrap();
    refused(restore(&url, &path("empty.db"), true), "empty.db is no database of a podium: it has none of its tables")
        .await;
    run_sql(&path("strange.db"), "create table customers (id integer)").await;
    refused(restore(&url, &path("strange.db"), true), "strange.db is no database of a podium").await;

    backup(&url, &path("newer.db")).await.unwrap();
    age(&path("newer.db")).await;
    refused(restore(&url, &path("newer.db"), true), "newer.db was written by a newer podium (version 900").await;

    backup(&url, &path("orphan.db")).await.unwrap();
    run_sql(&path("orphan.db"), "pragma foreign_keys = off; delete from people").await;
    let error = restore(&url, &path("orphan.db"), true).await.unwrap_err();
    assert!(error.to_string().contains("orphan.db: it is damaged: 1 rows belong to nobody"), "{error}");

    let store = Store::open(&url).await.unwrap();
    for n in 0..50 {
        store.save_note(id(1), "w", "m", &format!("s{n}"), 0, None, &"text ".repeat(500), Millis(1)).await.unwrap();
    }
    store.close().await;
    drop(store);
    backup(&url, &path("torn.db")).await.unwrap();
    let mut torn = std::fs::read(path("torn.db")).unwrap();
    // Where tables begin; in the middle of a long text nobody would notice.
    torn[4096..4096 + 8192].fill(0x5a);
    std::fs::write(path("torn.db"), torn).unwrap();
    let error = restore(&url, &path("torn.db"), true).await.unwrap_err();
    assert!(error.to_string().contains("torn.db"), "{error}");

    assert!(has(&file, 1).await, "the database is as it was");
    assert!(
        names(folder.path()).iter().all(|name| !name.contains("replaced") && !name.contains("unfinished")),
        "{:?}",
        names(folder.path())
    );
}
