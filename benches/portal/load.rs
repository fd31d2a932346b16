//! Two hundred people who read, think and mark, while copies of the database are made.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use sqlx::{Connection as _, Row as _};
use tokio::task::JoinSet;

use crate::client::{Connection, get, post};
use crate::marks::look_into;
use crate::measure::{own_address, percentile, within};
use crate::people::{Course, newcomer};
use crate::process::{Server, database, program, without_settings};
use crate::table::{Row, Table};

/// People at the same time.
const PEOPLE: usize = 200;
/// How long somebody reads before they do the next thing, in milliseconds.
const THINK: std::ops::Range<u64> = 500..1500;
/// Pause between two copies of the database.
const BETWEEN_COPIES: Duration = Duration::from_millis(500);

/// What one person saw.
#[derive(Default)]
struct Seen {
    pages: Vec<Duration>,
    marks: Vec<Duration>,
    other: usize,
    errors: Vec<String>,
}

/// Runs the load for this long and adds its figures.
pub async fn run(table: &mut Table, portal: &Server, course: Course, folder: &Path, time: Duration) -> Result<()> {
    let (course, over) = (Arc::new(course), Arc::new(AtomicBool::new(false)));
    let cpu = portal.cpu()?;
    let copies = std::thread::spawn({
        let (folder, over) = (folder.to_owned(), over.clone());
        move || copies(&folder, &over)
    });
    let mut tasks = JoinSet::new();
    for n in 0..PEOPLE {
        tasks.spawn(person(n, portal.address, course.clone(), time));
    }
    let seen = within(time, async {
        let mut all = Seen::default();
        while let Some(seen) = tasks.join_next().await {
            let seen = seen?;
            all.pages.extend(seen.pages);
            all.marks.extend(seen.marks);
            all.other += seen.other;
            all.errors.extend(seen.errors);
        }
        Ok(all)
    })
    .await;
    over.store(true, Ordering::Relaxed);
    let copies = copies.join().map_err(|_| anyhow::anyhow!("copying failed"))??;
    let mut seen = seen?;
    whole(&copies.last).await?;

    for error in seen.errors.iter().take(5) {
        crate::say(&format!("  error: {error}"));
    }
    let requests = seen.pages.len() + seen.marks.len() + seen.other;
    let seconds = time.as_secs();
    table.add(
        Row::new(
            format!("{PEOPLE} people for {seconds} s, {} backups meanwhile: errors", copies.made),
            seen.errors.len().to_string(),
        )
        .beside(format!("{requests} requests, {} pages, {} marks", seen.pages.len(), seen.marks.len()))
        .target("0", seen.errors.is_empty()),
    );
    for (what, times) in [("page with gzip", &mut seen.pages), ("mark in place", &mut seen.marks)] {
        let (p50, p99) = (percentile(times, 50), percentile(times, 99));
        table.add(Row::new(format!("under that load: {what}"), format!("p50 {p50:.1} ms, p99 {p99:.1} ms")));
    }
    let busy = (portal.cpu()? - cpu) / time.as_secs_f64() * 100.0;
    table.add(Row::new("under that load: one processor's time", format!("{busy:.0} %")));
    table.add(Row::new("under that load: most memory", format!("{:.1} MB", portal.memory("VmHWM")?)));
    Ok(())
}

/// Somebody who comes, and then reads a page, thinks, marks a section, thinks, and so on. What fails is an error, and they
/// try again with a new connection.
async fn person(n: usize, address: std::net::SocketAddr, course: Arc<Course>, time: Duration) -> Seen {
    let mut seen = Seen::default();
    let started = Instant::now();
    // People come one after the other, in the first second.
    tokio::time::sleep(Duration::from_millis(u64::try_from(n).unwrap_or(0) * 1000 / 200)).await;
    let mut cookie = None;
    while started.elapsed() < time {
        if let Err(error) = visit(n, address, &course, &mut cookie, &mut seen, started + time).await {
            seen.errors.push(format!("{error:#}"));
            think().await;
        }
    }
    seen
}

async fn visit(
    n: usize,
    address: std::net::SocketAddr,
    course: &Course,
    cookie: &mut Option<String>,
    seen: &mut Seen,
    end: Instant,
) -> Result<()> {
    let mut connection = Connection::open(address, own_address(n)).await?;
    if cookie.is_none() {
        *cookie = Some(newcomer(&mut connection, &course.sections[n % course.sections.len()]).await?);
        seen.other += 1;
    }
    let cookie = cookie.as_deref().unwrap_or_default();
    let headers = format!("{cookie}Accept-Encoding: gzip\r\n");
    let in_place = format!("{headers}X-Fragment: mark\r\n");
    for step in n.. {
        let section = &course.sections[step % course.sections.len()];
        let page = section.rsplit_once('/').context("a section has a module")?.0;
        let sent = Instant::now();
        connection.send(&get(page, &headers)).await?.expect(200, page)?;
        seen.pages.push(sent.elapsed());
        think().await;

        let sent = Instant::now();
        connection.send(&post(&format!("{section}/done"), &in_place, "")).await?.expect(200, "a mark in place")?;
        seen.marks.push(sent.elapsed());
        connection.send(&post(&format!("{section}/place"), &headers, "")).await?.expect(204, "a place")?;
        seen.other += 1;
        think().await;
        if Instant::now() >= end {
            break;
        }
    }
    Ok(())
}

async fn think() {
    tokio::time::sleep(Duration::from_millis(rand::random_range(THINK))).await;
}

struct Copies {
    made: usize,
    last: std::path::PathBuf,
}

/// Has `podium backup` make one copy after the other until it is over; at least one.
fn copies(folder: &Path, over: &AtomicBool) -> Result<Copies> {
    let mut copies = Copies { made: 0, last: folder.to_owned() };
    loop {
        let copy = folder.join(format!("copy-{}.db", copies.made));
        let mut command = Command::new(program());
        command.arg("backup").arg(&copy).arg("--database").arg(database(folder)).current_dir(folder);
        let done = without_settings(&mut command).stdin(Stdio::null()).output()?;
        if !done.status.success() {
            bail!("podium backup: {} {}", done.status, String::from_utf8_lossy(&done.stderr));
        }
        if copies.made > 0 {
            std::fs::remove_file(&copies.last)?;
        }
        copies = Copies { made: copies.made + 1, last: copy };
        if over.load(Ordering::Relaxed) {
            return Ok(copies);
        }
        std::thread::sleep(BETWEEN_COPIES);
    }
}

/// Complains unless a copy is whole.
async fn whole(copy: &Path) -> Result<()> {
    let mut connection = look_into(copy).await?;
    let said: String = sqlx::query("pragma integrity_check").fetch_one(&mut connection).await?.get(0);
    connection.close().await?;
    if said != "ok" {
        bail!("a backup is not whole: {said}");
    }
    Ok(())
}
