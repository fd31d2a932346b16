//! How long it takes from the start of the process to the first page.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::client::{Connection, get};
use crate::measure::median;
use crate::process::Server;
use crate::table::{Row, Table};

/// Starts of each kind.
const STARTS: usize = 5;
/// The longest time to the first page, in milliseconds.
const MOST: f64 = 300.0;
/// The most memory of a portal that nobody uses, in MB.
const MOST_MEMORY: f64 = 64.0;
/// How long a portal stands idle before its memory is looked at.
const IDLE: Duration = Duration::from_secs(1);

/// A portal, and how long it took to its first page in milliseconds.
pub async fn timed(folder: &Path, page: &str) -> Result<(Server, f64)> {
    let started = Instant::now();
    let portal = Server::portal(folder)?;
    Connection::to(portal.address).await?.send(&get(page, "")).await?.expect(200, page)?;
    Ok((portal, started.elapsed().as_secs_f64() * 1e3))
}

/// Starts with a new database each time, then several times with the one in `used`; leaves the last of these running.
pub async fn run(table: &mut Table, page: &str, folder: &Path, used: &Path) -> Result<Server> {
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for n in 0..STARTS {
        let fresh = folder.join(format!("start-{n}"));
        std::fs::create_dir(&fresh)?;
        let (portal, time) = timed(&fresh, page).await?;
        times.push(time);
        tokio::time::sleep(IDLE).await;
        memory.push(portal.memory("VmRSS")?);
        portal.stop()?;
    }
    report(table, "with a new database", &times, &memory);

    let (mut times, mut memory) = (Vec::new(), Vec::new());
    loop {
        let (portal, time) = timed(used, page).await?;
        times.push(time);
        tokio::time::sleep(IDLE).await;
        memory.push(portal.memory("VmRSS")?);
        if times.len() == STARTS {
            let megabytes = std::fs::metadata(crate::process::database(used))?.len() / 1_000_000;
            report(table, &format!("with a database of {megabytes} MB"), &times, &memory);
            return Ok(portal);
        }
        portal.stop()?;
    }
}

fn report(table: &mut Table, how: &str, times: &[f64], memory: &[f64]) {
    let (time, memory) = (median(times.iter().copied()), median(memory.iter().copied()));
    let all: Vec<String> = times.iter().map(|time| format!("{time:.0}")).collect();
    table.add(
        Row::new(format!("start to first module page, {how}"), format!("{time:.0} ms"))
            .beside(format!("all starts: {}", all.join(", ")))
            .ratio(time / MOST)
            .target(format!("at most {MOST} ms"), time <= MOST),
    );
    table.add(
        Row::new(format!("memory idle, {how}"), format!("{memory:.1} MB"))
            .ratio(memory / MOST_MEMORY)
            .target(format!("under {MOST_MEMORY} MB"), memory < MOST_MEMORY),
    );
}
