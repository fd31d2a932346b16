//! The one writer of an SQLite file: shared commits, failures that stay alone, a clean end.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::sqlite::SqliteConnection;
use tokio::sync::Barrier;

use super::*;
use crate::store::file::beside;

fn writer(store: &Store) -> &Writer {
    match &store.0.database {
        Database::Lite { writer, .. } => writer,
        Database::Postgres(_) => panic!("a server has no writer of ours"),
    }
}

fn file_of(bench: &Bench) -> PathBuf {
    PathBuf::from(bench.url.strip_prefix("sqlite:").unwrap())
}

/// The commits in the log beside a database file, from SQLite's description of its format: a frame of 24 bytes and a page
/// for each changed page, where the last frame of a commit gives the size of the database and all others 0.
fn commits_in_log(database: &Path) -> usize {
    let log = std::fs::read(beside(database, "-wal")).unwrap();
    let number = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().unwrap());
    let (page, salts) = (usize::try_from(number(8)).unwrap(), log[16..24].to_vec());
    let frames = log[32..].chunks_exact(24 + page).enumerate();
    // Frames from before the log was begun anew have other salts.
    let current = frames.take_while(|(_, frame)| frame[8..16] == salts);
    current.filter(|(n, _)| number(32 + n * (24 + page) + 4) != 0).count()
}

async fn insert_person(connection: &mut SqliteConnection, n: u8) -> Result<()> {
    sqlx::query("insert into people (id, name, created_at) values ($1, '', 0)").bind(id(n)).execute(connection).await?;
    Ok(())
}

async fn people(store: &Store) -> usize {
    dump(store).await.iter().filter(|(table, _)| table == "people").count()
}

/// Holds the writer up until told, so that changes pile up behind.
async fn hold_up(store: &Store) -> Arc<Barrier> {
    let (begun, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (task_store, task_begun, task_go_on) = (store.clone(), begun.clone(), go_on.clone());
    tokio::spawn(async move {
        let wait = writer(&task_store).run(Extent::Several, move |_| {
            Box::pin(async move {
                task_begun.wait().await;
                task_go_on.wait().await;
                Ok(())
            })
        });
        wait.await
    });
    begun.wait().await;
    go_on
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_that_wait_share_a_commit() {
    on_sqlite(async |bench| {
        bench.person(1).await;
        let before = commits_in_log(&file_of(&bench));
        for n in 0..5 {
            bench.store.mark(id(1), "w", "m", &format!("alone{n}"), "e", Millis(1)).await.unwrap();
        }
        assert_eq!(commits_in_log(&file_of(&bench)) - before, 5, "one after the other: a commit each");

        let before = commits_in_log(&file_of(&bench));
        let go_on = hold_up(&bench.store).await;
        let tasks: Vec<_> = (0..100)
            .map(|n| {
                let store = bench.store.clone();
                tokio::spawn(async move { store.mark(id(1), "w", "m", &format!("s{n}"), "e", Millis(1)).await })
            })
            .collect();
        while writer(&bench.store).waiting() < 100 {
            tokio::task::yield_now().await;
        }
        go_on.wait().await;
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let commits = commits_in_log(&file_of(&bench)) - before;
        assert_eq!(commits, 1, "a hundred that waited: one commit");
        assert_eq!(bench.store.reader_of(id(1), "w").await.unwrap().unwrap().marks.len(), 105);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_fails_or_panics_is_rolled_back_alone() {
    on_sqlite(async |bench| {
        let go_on = hold_up(&bench.store).await;
        let tasks: Vec<_> = (0..30_u8)
            .map(|n| {
                let store = bench.store.clone();
                tokio::spawn(async move {
                    let work = writer(&store).run(Extent::Several, move |connection| {
                        Box::pin(async move {
                            insert_person(connection, n).await?;
                            match n % 3 {
                                0 => Ok(n),
                                1 => Err(StoreError::Taken),
                                _ => panic!("a defect in a change, on purpose"),
                            }
                        })
                    });
                    (n, work.await)
                })
            })
            .collect();
        while writer(&bench.store).waiting() < 30 {
            tokio::task::yield_now().await;
        }
        go_on.wait().await;
        for task in tasks {
            let (n, answer) = task.await.unwrap();
            match n % 3 {
                0 => assert_eq!(answer, Ok(n)),
                1 => assert_eq!(answer, Err(StoreError::Taken)),
                _ => assert!(matches!(answer, Err(StoreError::Other(_))), "{answer:?}"),
            }
            assert_eq!(!tables_with(&bench.store, &id(n).to_string()).await.is_empty(), n % 3 == 0, "{n}");
        }
        bench.person(200).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_waits_for_what_is_under_way_and_takes_no_more() {
    on_sqlite(async |bench| {
        bench.person(1).await;
        let go_on = hold_up(&bench.store).await;
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let store = bench.store.clone();
                tokio::spawn(async move { store.mark(id(1), "w", "m", &format!("s{n}"), "e", Millis(1)).await })
            })
            .collect();
        while writer(&bench.store).waiting() < 50 {
            tokio::task::yield_now().await;
        }
        let closed = Arc::new(AtomicBool::new(false));
        let closing = tokio::spawn({
            let (store, closed) = (bench.store.clone(), closed.clone());
            async move {
                store.close().await;
                closed.store(true, Ordering::SeqCst);
            }
        });
        tokio::task::yield_now().await;
        assert!(!closed.load(Ordering::SeqCst), "a change is still under way");
        go_on.wait().await;
        closing.await.unwrap();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert!(matches!(
            bench.store.mark(id(1), "w", "m", "late", "e", Millis(1)).await,
            Err(StoreError::Unavailable(_))
        ));
        assert!(matches!(bench.store.identity(&[1; 32], Millis(0)).await, Err(StoreError::Unavailable(_))));
        bench.store.close().await;
        let file = file_of(&bench);
        assert!(!beside(&file, "-wal").exists(), "all is in the file itself");

        drop(bench.store);
        let again = open_when_free(&bench.url).await;
        assert_eq!(again.reader_of(id(1), "w").await.unwrap().unwrap().marks.len(), 50);
        again.close().await;
    })
    .await;
}

/// The bench keeps its own handle on the store, and with it the lock; a copy of the file is free.
async fn open_when_free(url: &str) -> Store {
    let file = url.strip_prefix("sqlite:").unwrap();
    let copy = format!("{file}.copy");
    std::fs::copy(file, &copy).unwrap();
    Store::open(&copy).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_away_while_waiting_stops_nobody() {
    on_sqlite(async |bench| {
        bench.person(1).await;
        let go_on = hold_up(&bench.store).await;
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let store = bench.store.clone();
                tokio::spawn(async move { store.mark(id(1), "w", "m", &format!("s{n}"), "e", Millis(1)).await })
            })
            .collect();
        while writer(&bench.store).waiting() < 20 {
            tokio::task::yield_now().await;
        }
        for task in tasks.iter().step_by(2) {
            task.abort();
        }
        go_on.wait().await;
        for (n, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.is_ok(), n % 2 == 1);
        }
        bench.person(2).await;
        assert_eq!(people(&bench.store).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_is_saved_by_halves_and_all_goes_on_afterwards() {
    on_sqlite(async |bench| {
        bench.person(1).await;
        limit_pages(&bench.store, 60).await;
        let tasks: Vec<_> = (0..40)
            .map(|n| {
                let store = bench.store.clone();
                let text = format!("{n} ").repeat(2000);
                tokio::spawn(async move {
                    (n, store.save_note(id(1), "w", "m", &format!("s{n}"), 0, None, &text, Millis(1)).await)
                })
            })
            .collect();
        let (mut saved, mut refused) = (0, 0);
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        let notes = bench.store.notes_of(id(1), None).await.unwrap();
        for (n, answer) in answers {
            let there = notes.iter().any(|note| note.section == format!("s{n}"));
            match answer {
                Ok(_) => {
                    saved += 1;
                    assert!(there, "{n} was answered and is lost");
                }
                Err(StoreError::Unavailable(_)) => {
                    refused += 1;
                    assert!(!there, "{n} was refused and is there");
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(refused > 0, "{saved} saved");
        limit_pages(&bench.store, 100_000).await;
        bench.store.save_note(id(1), "w", "m", "after", 0, None, "there is room again", Millis(1)).await.unwrap();
    })
    .await;
}

/// Lets the database grow to so many pages, as a full disk would.
async fn limit_pages(store: &Store, pages: u32) {
    let work = writer(store).run(Extent::One, move |connection| {
        Box::pin(async move {
            sqlx::query(AssertSqlSafe(format!("pragma max_page_count = {pages}"))).execute(connection).await?;
            Ok(())
        })
    });
    work.await.unwrap();
}

/// Whether a text stands in a database file or in the log beside it.
fn on_disk(database: &Path, text: &str) -> (bool, bool) {
    let holds = |path: &Path| {
        std::fs::read(path).is_ok_and(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    (holds(database), holds(&beside(database, "-wal")))
}

/// A person with a long note, a short one that was changed, and a name, which are on disk; a part of each.
async fn somebody_with_secrets(bench: &Bench) -> [&'static str; 3] {
    bench.person(1).await;
    bench.store.rename(id(1), "Rumpelstiltskin").await.unwrap();
    let long = "the long secret, on several pages; ".repeat(600);
    bench.store.save_note(id(1), "w", "m", "long", 0, None, &long, Millis(1)).await.unwrap();
    bench.store.save_note(id(1), "w", "m", "short", 0, None, "the short secret", Millis(1)).await.unwrap();
    bench.store.save_note(id(1), "w", "m", "short", 1, None, "another", Millis(1)).await.unwrap();
    ["Rumpelstiltskin", "the long secret", "the short secret"]
}

#[tokio::test]
async fn what_was_deleted_is_soon_nowhere_on_the_disk() {
    on_sqlite(async |bench| {
        let file = file_of(&bench);
        let secrets = somebody_with_secrets(&bench).await;
        for secret in secrets {
            assert!(on_disk(&file, secret).1, "the test looks for something that is there: {secret}");
        }
        // Into the file itself, so that it has to be overwritten there.
        writer(&bench.store)
            .run(Extent::One, |connection| {
                Box::pin(async move {
                    sqlx::query("pragma wal_checkpoint(truncate)").execute(connection).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        assert!(on_disk(&file, "the long secret").0);
        bench.store.delete_person(id(1), id(99), Millis(2)).await.unwrap();
        // The log was emptied before the next change is made.
        bench.person(2).await;
        for secret in secrets {
            assert_eq!(on_disk(&file, secret), (false, false), "{secret}");
        }
        bench.store.close().await;
        for secret in secrets {
            assert_eq!(on_disk(&file, secret), (false, false), "after the end: {secret}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_log_is_emptied_once_nobody_reads_from_it_any_more() {
    on_sqlite(async |bench| {
        let file = file_of(&bench);
        let secrets = somebody_with_secrets(&bench).await;
        let Database::Lite { read, .. } = &bench.store.0.database else { panic!("a file") };
        let mut held = read.take().await.unwrap();
        let mut reading = held.begin().await.unwrap();
        let there: i64 = sqlx::query_scalar("select count(*) from people").fetch_one(&mut *reading).await.unwrap();
        bench.store.delete_person(id(1), id(99), Millis(2)).await.unwrap();
        // Who reads holds nobody up, and still sees what it saw.
        bench.person(2).await;
        let still: i64 =
            sqlx::query_scalar("select count(*) from people where name <> ''").fetch_one(&mut *reading).await.unwrap();
        assert_eq!((there, still), (1, 1));
        assert!(on_disk(&file, "the long secret").1, "it is needed");
        reading.rollback().await.unwrap();
        // Without any further change, in a while.
        let gone = async {
            while secrets.iter().any(|secret| on_disk(&file, secret) != (false, false)) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), gone).await.expect("the log is emptied");
    })
    .await;
}
