//! What a cohort costs those who run it, by its size: 10, 50, 500 and 5,000 people who do not exist, with 60 days behind them, made by
//! `podium demo`. Board, what the board fetches to keep itself up to date, report, and exports, as a running portal sends them, over
//! one connection; beside them the bare reading of the same rows by the store, which nothing that shows them can do without.
//!
//! Two columns say how a page grows: milliseconds for each person, which stay the same where it grows with the number of people
//! and no faster, and how many times the bare reading it costs.
//!
//! One figure has a target: the board of 500 people within half a second.

#![expect(clippy::print_stdout, reason = "that is where the figures go")]

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use podium::store::Store;
use uuid::Uuid;

#[path = "portal/client.rs"]
#[expect(dead_code, reason = "the benchmark of the whole portal needs more of it")]
mod client;
#[path = "portal/process.rs"]
#[expect(dead_code, reason = "the benchmark of the whole portal needs more of it")]
mod process;

use client::{Connection, get, post};
use process::Server;

/// The workshop that is measured; it is built in.
const WORKSHOP: &str = "aks-networking";
/// How many people, and how often each page is asked for.
const SIZES: [(u32, usize); 4] = [(10, 30), (50, 20), (500, 10), (5_000, 3)];
/// Days of activity.
const DAYS: u32 = 60;
/// The board of 500 people may take so long.
const BOARD: Duration = Duration::from_millis(500);

fn main() -> Result<()> {
    let folder = tempfile::Builder::new().prefix("podium-cohort-").tempdir()?;
    let server = Server::portal(folder.path())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let url = format!("sqlite:{}", folder.path().join("podium.db").display());
    let sizes = std::env::args().skip(1).find_map(|most| most.parse().ok()).unwrap_or(u32::MAX);
    runtime.block_on(async {
        let cookie = owner(&server, &url).await?;
        println!(
            "a cohort of so many people, with {DAYS} days of activity; times in milliseconds, the median of several"
        );
        for (people, times) in SIZES.into_iter().filter(|(people, _)| *people <= sizes) {
            let cohort = demo(&url, people)?;
            measure(&server, &url, &cookie, &cohort, people, times).await?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    server.stop()
}

/// What a command of the portal prints.
fn podium(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_podium")).args(arguments).output()?;
    if !output.status.success() {
        bail!("podium {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What stands behind this in a text, up to the end of the line.
fn behind<'a>(text: &'a str, what: &str) -> Result<&'a str> {
    let at = text.find(what).with_context(|| format!("no {what} in {text}"))?;
    Ok(text[at..].lines().next().unwrap_or_default().trim())
}

/// Makes the owner's account, and answers with the header that signs in.
async fn owner(server: &Server, url: &str) -> Result<String> {
    let said = podium(&["facilitator", "add", "ada@example.org", "--owner", "--database", url])?;
    let link = behind(&said, "/facilitate/invitations/")?;
    let form = "email=ada%40example.org&name=Ada&password=seventeen+green+boats&again=seventeen+green+boats";
    let mut connection = Connection::to(server.address).await?;
    let answer = connection.send(&post(link, "", form)).await?;
    answer.expect(303, "the owner's account")?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    Ok(format!("Cookie: {}\r\n", cookie.context("nobody was signed in")?))
}

/// Makes a cohort, and answers with its address.
fn demo(url: &str, people: u32) -> Result<String> {
    let start = Instant::now();
    let (count, days) = (people.to_string(), DAYS.to_string());
    let said = podium(&["demo", "--people", &count, "--days", &days, "--seed", &count, "--database", url])?;
    println!("\n{}", said.lines().next().unwrap_or_default());
    println!("  made in {:.1} s", start.elapsed().as_secs_f64());
    Ok(behind(&said, "/facilitate/cohorts/")?.to_owned())
}

/// The median of so many runs.
fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

async fn measure(server: &Server, url: &str, cookie: &str, cohort: &str, people: u32, times: usize) -> Result<()> {
    let id: Uuid = cohort.rsplit('/').next().unwrap_or_default().parse().context("no id")?;
    let store = Store::visit(url).await?;
    let mut bare = Vec::new();
    for _ in 0..times {
        let start = Instant::now();
        let class = store.class(id).await?;
        let marks = store.class_marks(id, WORKSHOP).await?;
        let attempts = store.class_attempts(id, WORKSHOP).await?;
        black_box((class, marks, attempts));
        bare.push(start.elapsed());
    }
    store.close().await;
    let bare = median(&mut bare);
    let line = |name: &str, bytes: Option<usize>, time: Duration, cpu: Option<f64>| {
        let bytes = bytes.map_or_else(String::new, |bytes| bytes.to_string());
        let cpu = cpu.map_or_else(String::new, |cpu| format!("{cpu:.1}"));
        let millis = time.as_secs_f64() * 1e3;
        let each = millis / f64::from(people);
        let ratio = time.as_secs_f64() / bare.as_secs_f64();
        println!("  {name:<34} {bytes:>10} {millis:>9.1} {cpu:>9} {each:>9.3} {ratio:>7.2}");
    };
    println!("  {:<34} {:>10} {:>9} {:>9} {:>9} {:>7}", "what", "bytes", "time", "CPU", "a person", "× bare");
    line("bare reading of the rows", None, bare, None);
    let mut connection = Connection::to(server.address).await?;
    let fragment = format!("{cookie}X-Fragment: board\r\n");
    for (name, path, headers) in [
        ("board", cohort.to_owned(), cookie),
        ("board, to keep itself up to date", cohort.to_owned(), fragment.as_str()),
        ("report", format!("{cohort}/report"), cookie),
        ("export: progress.csv", format!("{cohort}/exports/progress.csv"), cookie),
        ("export: answers.csv", format!("{cohort}/exports/answers.csv"), cookie),
        ("export: answers.json", format!("{cohort}/exports/answers.json"), cookie),
    ] {
        let request = get(&path, headers);
        // The first time reads what later ones have in memory.
        connection.send(&request).await?.expect(200, name)?;
        let (cpu, mut taken, mut bytes) = (server.cpu()?, Vec::new(), 0);
        for _ in 0..times {
            let start = Instant::now();
            let answer = connection.send(&request).await?;
            taken.push(start.elapsed());
            answer.expect(200, name)?;
            bytes = answer.wire;
        }
        let cpu = (server.cpu()? - cpu) * 1e3 / f64::from(u32::try_from(times)?);
        let time = median(&mut taken);
        line(name, Some(bytes), time, Some(cpu));
        if name == "board" && people == 500 {
            let held = if time <= BOARD { "held" } else { "missed" };
            println!("    target: {} ms at most: {held}", BOARD.as_millis());
        }
    }
    Ok(())
}
