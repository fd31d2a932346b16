//! Crashes, crowds and full disks: what was acknowledged is there.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::StatusCode;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::support::portal::{Home, run, wait};
use crate::support::{Folder, Person, Portal};

/// Times that the portal is killed.
const KILLS: usize = 20;
/// People in the crowd.
const CROWD: usize = 200;

/// How long the crowd reads and marks: a minute in a full run, a few seconds in a quick one.
fn crowd_time() -> Duration {
    Duration::from_secs(if std::env::var_os("PODIUM_TEST_ALL").is_some() { 60 } else { 8 })
}

/// A workshop of many small sections.
fn long_workshop() -> Folder {
    let folder = Folder::plan();
    let sections: Vec<String> = (0..400).map(|n| format!("Part {n} {{#part-{n}}}")).collect();
    folder.module("cables", &sections.iter().map(String::as_str).collect::<Vec<_>>());
    folder
}

async fn integrity(home: &Home) -> String {
    let options = SqliteConnectOptions::new().filename(home.path().join("podium.db"));
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the file opens");
    let answer = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut connection).await.expect("an answer");
    connection.close().await.expect("it closes");
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_marks_and_notes_nothing_acknowledged_is_lost() {
    let folder = long_workshop();
    let mut home = Home::new(&["--content", &folder.argument()]);
    let mut people: Vec<Person> = Vec::new();
    let mut acknowledged: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); 8];
    let mut notes: Vec<usize> = vec![0; 8];
    for round in 0..KILLS {
        let portal = home.start();
        if people.is_empty() {
            people = (0..8).map(|_| Person::at(&portal)).collect();
        }
        for person in &mut people {
            person.moves_to(&portal);
        }
        let killed = AtomicBool::new(false);
        let marked = AtomicUsize::new(0);
        let work = people.iter().zip(acknowledged.iter_mut().zip(notes.iter_mut())).map(|(person, (marks, note))| {
            let (killed, marked) = (&killed, &marked);
            async move {
                for n in (round * 20)..(round * 20 + 20) {
                    let answer = person.tries(&format!("/w/plan/cables/part-{n}/done"), "mark", &[]).await;
                    if answer != Some(StatusCode::OK) {
                        assert!(killed.load(Ordering::SeqCst), "a mark failed before the portal was killed");
                        return;
                    }
                    marks.insert(n);
                    marked.fetch_add(1, Ordering::SeqCst);
                    let body = format!("note {}", *note + 1);
                    // Base 0 with a note already there would keep both; the last revision is the number of the note.
                    let base = note.to_string();
                    let answer =
                        person.tries("/w/plan/tunnels/dig/note", "note", &[("body", &body), ("base", &base)]).await;
                    if answer != Some(StatusCode::OK) {
                        return;
                    }
                    *note += 1;
                }
            }
        });
        let end = async {
            // Killed at another point of the work in each round.
            while marked.load(Ordering::SeqCst) < 5 + round * 5 {
                tokio::task::yield_now().await;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            killed.store(true, Ordering::SeqCst);
            portal.kill()
        };
        let (_, ended) = tokio::join!(join_all(work), end);
        home = ended;
        assert_eq!(integrity(&home).await, "ok", "round {round}");
        // A note that was on its way when the portal was killed may be there or not; ask which.
        let portal = home.start();
        for (person, (marks, note)) in people.iter_mut().zip(acknowledged.iter().zip(notes.iter_mut())) {
            person.moves_to(&portal);
            let page = person.reads("/w/plan/cables").await;
            let there: BTreeSet<String> =
                page.attributes("[id^=_mark-part-]:has(input[name=undo][value='1'])", "id").into_iter().collect();
            for n in marks {
                assert!(there.contains(&format!("_mark-part-{n}")), "round {round}: the mark on part {n} is lost");
            }
            let text = person.reads("/w/plan/tunnels").await.text("#_note-dig textarea");
            let kept: usize = text.strip_prefix("note ").map_or(0, |n| n.parse().expect("a number"));
            assert!(
                kept == *note || kept == *note + 1,
                "round {round}: note {note} was acknowledged, {text:?} is kept"
            );
            *note = kept;
        }
        home = portal.stop().1;
    }
    assert!(acknowledged.iter().map(BTreeSet::len).sum::<usize>() > 500, "too little was marked to mean anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_people_read_and_mark_while_a_backup_runs() {
    let folder = long_workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let until = Instant::now() + crowd_time();
    let done = Arc::new(AtomicUsize::new(0));
    let crowd = (0..CROWD).map(|number| {
        let person = Person::at(&portal);
        let done = done.clone();
        tokio::spawn(async move {
            // People do not all click in the same moment.
            tokio::time::sleep(Duration::from_millis(number as u64 * 7)).await;
            let mut marked = 0;
            while Instant::now() < until {
                let path = format!("/w/plan/cables/part-{marked}/done");
                let answer = person.sends_in_place(&path, "mark", &[]).await;
                assert_eq!(answer.status, StatusCode::OK, "person {number}: {}", answer.words());
                marked += 1;
                done.fetch_add(1, Ordering::Relaxed);
                person.reads(if marked % 4 == 0 { "/w/plan/cables" } else { "/w/plan/tunnels" }).await;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            (person, marked)
        })
    });
    let crowd: Vec<_> = crowd.collect();
    let mut backups = 0;
    while Instant::now() < until {
        let file = portal.folder().join(format!("copy-{backups}.db"));
        let name = file.display().to_string();
        let folder = portal.folder().to_owned();
        let (code, _, said) =
            tokio::task::spawn_blocking(move || run(&folder, &["backup", &name])).await.expect("it ends");
        assert_eq!(code, 0, "{said}");
        backups += 1;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    for person in join_all(crowd).await {
        let (person, marked) = person.expect("no failure in the crowd");
        let page = person.reads("/w/plan/cables").await;
        assert_eq!(page.count("[id^=_mark-part-] input[name=undo][value='1']"), marked.min(400));
    }
    let log = portal.log();
    assert!(!log.contains("locked") && !log.contains("ERROR"), "{log}");
    assert!(backups > 1 && done.load(Ordering::Relaxed) > CROWD * 3, "{backups} backups, {done:?} marks");
}

#[tokio::test]
async fn a_full_disk_is_said_aloud_and_reading_goes_on() {
    let folder = Folder::plan();
    let home = Home::new(&["--content", &folder.argument()]);
    // A limit on the size of files stands for the full disk; an empty database takes half of it.
    let portal = home.start_limited(1_000);
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let long = "x".repeat(9_000);
    let (mut refused, mut kept) = (None, 0);
    for n in 0..400 {
        let other = Person::at(&portal);
        let answer = other.sends("/w/plan/cables/copper/note", &[("body", &long), ("base", "0")]).await;
        if answer.status != StatusCode::OK {
            refused = Some(answer);
            break;
        }
        kept = n + 1;
    }
    let refused = refused.expect("the disk is never full");
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "after {kept}: {}", refused.words());
    refused.says("Not saved");
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(page.count("#_mark-copper input[name=undo][value='1']"), 1, "reading must go on");
    let (_, home) = portal.stop();
    assert_eq!(integrity(&home).await, "ok");
    // With room again, what was refused can be sent again.
    let portal = home.start();
    let mut maya = maya;
    maya.moves_to(&portal);
    let page = maya.sends("/w/plan/cables/copper/note", &[("body", &long), ("base", "0")]).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[test]
fn it_runs_where_it_may_write_nothing_but_its_database() {
    let home = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}/podium.db", data.path().display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_podium"))
        .env_clear()
        .args(["--listen", "127.0.0.1:0", "--database", &database])
        .current_dir(home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    assert!(line.starts_with("Podium is listening on"), "{line}");
    crate::support::portal::signal(child.id(), "TERM");
    assert!(wait(&mut child).success());
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "something was written beside the database");
}
