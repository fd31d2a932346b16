//! Requests as fast as a server answers them, and what each costs it.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tokio::task::JoinSet;

use crate::client::Connection;
use crate::process::Server;

/// What a round of requests showed.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    /// Processor time of the server a request, in microseconds.
    pub cpu: f64,
    /// Requests a second.
    pub rate: f64,
}

/// The same requests in turn over this many connections, as fast as they are answered; every answer must be a 200.
pub async fn hammer(
    server: &Server,
    requests: &Arc<Vec<Vec<u8>>>,
    connections: usize,
    time: Duration,
) -> Result<Round> {
    let mut open = Vec::with_capacity(connections);
    for n in 0..connections {
        let mut connection = Connection::to(server.address).await?;
        // The first answer on a connection costs more: it is not what is measured.
        connection.send(&requests[n % requests.len()]).await?.expect(200, "the first request")?;
        open.push(connection);
    }
    let (before, started) = (server.cpu()?, Instant::now());
    let mut tasks = JoinSet::new();
    for (n, mut connection) in open.into_iter().enumerate() {
        let requests = requests.clone();
        tasks.spawn(async move {
            let mut done = 0u32;
            for request in requests.iter().cycle().skip(n % requests.len()) {
                connection.send(request).await?.expect(200, "a request")?;
                done += 1;
                if started.elapsed() >= time {
                    break;
                }
            }
            anyhow::Ok(done)
        });
    }
    let done = within(time, async {
        let mut all = 0;
        while let Some(done) = tasks.join_next().await {
            all += done??;
        }
        anyhow::Ok(all)
    });
    let done = f64::from(done.await?);
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), server.cpu()? - before);
    Ok(Round { cpu: cpu / done * 1e6, rate: done / seconds })
}

/// Waits for work that should take this long, and not for ever longer.
pub async fn within<T>(time: Duration, work: impl Future<Output = Result<T>>) -> Result<T> {
    let patience = time + Duration::from_secs(30);
    tokio::time::timeout(patience, work).await.context("the server has stopped answering")?
}

/// The middle of these figures.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The middle of some rounds, each figure by itself.
pub fn median_round(rounds: &[Round]) -> Round {
    Round { cpu: median(rounds.iter().map(|round| round.cpu)), rate: median(rounds.iter().map(|round| round.rate)) }
}

/// The time, in milliseconds, within which so many of a hundred were answered.
pub fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

/// One of this machine's own addresses, another for each number below 60,000.
pub fn own_address(n: usize) -> Ipv4Addr {
    let (high, low) = (u8::try_from(n / 250 % 250).unwrap_or(0), u8::try_from(n % 250).unwrap_or(0));
    Ipv4Addr::new(127, 1, high + 1, low + 1)
}
