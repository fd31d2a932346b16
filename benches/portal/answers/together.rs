//! Five hundred people who answer the same question at once, whatever happens to the portal meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, Row as _};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Open, Question, answers_kept, crowd};
use crate::client::Connection;
use crate::marks::look_into;
use crate::measure::{own_address, percentile, within};
use crate::process::{Server, database};
use crate::table::{Row, Table};

/// People who answer the same question.
const CROWD: usize = 500;
/// Within which they send their answers.
const MOMENT: Duration = Duration::from_secs(2);

/// What became of a crowd's answers.
struct Sent {
    acknowledged: Vec<usize>,
    times: Vec<Duration>,
    errors: Vec<String>,
}

/// All of a crowd answer the same question, spread evenly over this time, each over a connection of their own.
async fn all_send(portal: &Server, all: &Arc<Vec<Open>>, spread: Duration, count: &Arc<AtomicUsize>) -> Result<Sent> {
    let mut open = Vec::new();
    for n in 0..all.len() {
        open.push(Connection::open(portal.address, own_address(n)).await?);
    }
    let mut tasks = JoinSet::new();
    for (n, mut connection) in open.into_iter().enumerate() {
        let (all, count) = (all.clone(), count.clone());
        tasks.spawn(async move {
            tokio::time::sleep(
                spread.mul_f64(
                    f64::from(u32::try_from(n).unwrap_or(0)) / f64::from(u32::try_from(all.len()).unwrap_or(1)),
                ),
            )
            .await;
            let sent = Instant::now();
            let answered = async { connection.send(&all[n].answer(0)).await?.expect(200, "an answer") }.await;
            if answered.is_ok() {
                count.fetch_add(1, Ordering::SeqCst);
            }
            (n, answered.map(|()| sent.elapsed()))
        });
    }
    within(spread, async {
        let mut sent = Sent { acknowledged: Vec::new(), times: Vec::new(), errors: Vec::new() };
        while let Some(one) = tasks.join_next().await {
            match one? {
                (n, Ok(time)) => {
                    sent.acknowledged.push(n);
                    sent.times.push(time);
                }
                (_, Err(error)) => sent.errors.push(format!("{error:#}")),
            }
        }
        Ok(sent)
    })
    .await
}

/// Five hundred answers within two seconds.
pub(super) async fn together(
    table: &mut Table,
    portal: &Server,
    folder: &Path,
    questions: &Arc<Vec<Question>>,
) -> Result<()> {
    let all = Arc::new(crowd(portal, questions, CROWD, 400).await?);
    let before = answers_kept(&database(folder)).await?;
    let mut sent = all_send(portal, &all, MOMENT, &Arc::new(AtomicUsize::new(0))).await?;
    let kept = answers_kept(&database(folder)).await? - before;
    let (p50, p99) = (percentile(&mut sent.times, 50), percentile(&mut sent.times, 99));
    table.add(
        Row::new(
            format!("{CROWD} people answer one question within {} s", MOMENT.as_secs()),
            format!("{} acknowledged, {kept} stored, {} errors", sent.acknowledged.len(), sent.errors.len()),
        )
        .beside(format!("p50 {p50:.1} ms, p99 {p99:.1} ms"))
        .target(
            format!("{CROWD}, {CROWD}, 0"),
            sent.acknowledged.len() == CROWD && kept == CROWD && sent.errors.is_empty(),
        ),
    );
    Ok(())
}

/// Kills the portal while a crowd answers, starts it again, and looks for what was acknowledged.
pub(super) async fn killed(
    table: &mut Table,
    portal: Server,
    folder: &Path,
    questions: &Arc<Vec<Question>>,
) -> Result<Server> {
    let all = Arc::new(crowd(&portal, questions, CROWD, 410).await?);
    let before = answers_kept(&database(folder)).await?;
    let count = Arc::new(AtomicUsize::new(0));
    let process = portal.process();
    let killer = std::thread::spawn({
        let count = count.clone();
        move || {
            let started = Instant::now();
            while count.load(Ordering::SeqCst) < CROWD / 3 && started.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::process::Command::new("kill").args(["-KILL", &process.to_string()]).status()
        }
    });
    let sent = all_send(&portal, &all, Duration::ZERO, &count).await?;
    killer.join().map_err(|_| anyhow::anyhow!("nobody killed it"))??;
    drop(portal);
    let portal = Server::portal(folder)?;
    let kept = answers_kept(&database(folder)).await? - before;
    let mut lost = 0;
    let mut connection = look_into(&database(folder)).await?;
    for n in &sent.acknowledged {
        let attempt = all[*n].action.split('/').nth(4).context("an id")?;
        let rows: i64 = sqlx::query("select count(*) from answers where attempt = $1")
            .bind(Uuid::parse_str(attempt)?)
            .fetch_one(&mut connection)
            .await?
            .get(0);
        lost += usize::from(rows != 1);
    }
    connection.close().await?;
    let again = all_send(&portal, &all, Duration::ZERO, &count).await?;
    let whole = answers_kept(&database(folder)).await? - before;
    let right = lost == 0 && whole == CROWD && again.errors.is_empty() && sent.acknowledged.len() < CROWD;
    table.add(
        Row::new(
            format!("{CROWD} people answer at once, kill -9 in the middle"),
            format!("{} acknowledged, {lost} of them not there once", sent.acknowledged.len()),
        )
        .beside(format!(
            "{kept} stored by then; all sent again: {} acknowledged, {whole} stored",
            again.acknowledged.len()
        ))
        .target("0 not there once", right),
    );
    Ok(portal)
}
