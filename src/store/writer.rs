//! The one connection that changes an SQLite file, and how changes share its commits.
//!
//! A commit has to reach the disk before anybody is told "saved", and that wait is most of what a change costs. So the
//! writer takes all changes that wait, commits them once, and then answers all of them. A change that fails is rolled back
//! alone; a commit that fails is a failure of everything in it.
//!
//! What costs next is the way to the connection's thread and back for every statement. A change of several statements runs
//! in a savepoint of its own; one that changes something with a single statement needs none, because `SQLite` undoes a
//! statement that fails, and alone in its batch it needs no transaction either.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::{Result, StoreError, file};

/// Changes that may wait; the next one waits until there is room, which slows down who sends too much.
const QUEUE: usize = 4096;
/// Changes in one commit at most.
const SHARED: usize = 512;
/// How long the log is tried to be emptied while somebody reads from it, which holds up the changes that come meanwhile.
const EMPTYING: Duration = Duration::from_millis(100);
/// After how long it is tried again.
const AGAIN: Duration = if cfg!(test) { Duration::from_millis(50) } else { Duration::from_secs(10) };

/// What a change consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Any number of statements, of which the last may fail after the first has changed something.
    Several,
    /// One statement changes something, after reads at most, and nothing fails once it succeeded.
    One,
    /// As `Several`, and what is taken away must not stay behind: the log, in which it still stands, is emptied soon after.
    Erasing,
}

/// The way to the writer's task.
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn Change>>,
    task: Mutex<Option<tokio::task::JoinHandle<()>>>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
}

/// A change that waits, with whoever waits for it.
trait Change: Send {
    /// Runs it inside the open transaction; false when it has to be rolled back.
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool>;
    /// Tells whoever waits: what `run` gave when the commit succeeded, else the commit's error.
    fn answer(self: Box<Self>, commit: std::result::Result<(), &str>);
    /// What it consists of.
    fn extent(&self) -> Extent;
}

struct Waiting<F, T> {
    extent: Extent,
    work: Option<F>,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Change for Waiting<F, T>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T>> + Send,
    T: Send,
{
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else { return false };
            let outcome = AssertUnwindSafe(async move { work(connection).await }).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Other("a change panicked".to_owned())));
            let good = outcome.is_ok();
            self.outcome = Some(outcome);
            good
        })
    }

    fn answer(self: Box<Self>, commit: std::result::Result<(), &str>) {
        let unavailable = |why: &str| Err(StoreError::Unavailable(why.to_owned()));
        let answer = match (self.outcome, commit) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)), Err(why)) => unavailable(why),
            (None, commit) => unavailable(commit.err().unwrap_or("the change did not run")),
        };
        // Who does not wait any more has gone away; what was changed stays changed.
        let _ = self.reply.send(answer);
    }

    fn extent(&self) -> Extent {
        self.extent
    }
}

impl Writer {
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self> {
        // What is deleted is overwritten in the file, not just given up.
        let connection = options.pragma("secure_delete", "on").connect().await?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(work(connection, waiting, stopped));
        Ok(Self { queue, task: Mutex::new(Some(task)), stop: Mutex::new(Some(stop)) })
    }

    /// Has a change made, and answers when it is on disk.
    pub(super) async fn run<F, T>(&self, extent: Extent, work: F) -> Result<T>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T>> + Send + 'static,
        T: Send + 'static,
    {
        let closed = || StoreError::Unavailable("the database is closed".to_owned());
        let (reply, answer) = oneshot::channel();
        let change = Waiting { extent, work: Some(work), outcome: None, reply };
        self.queue.send(Box::new(change)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// How many changes wait to be taken.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Lets the changes that wait be made, then closes the connection.
    pub(super) async fn close(&self) {
        drop(self.stop.lock().await.take());
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

async fn work(
    mut connection: SqliteConnection,
    mut queue: mpsc::Receiver<Box<dyn Change>>,
    mut stop: oneshot::Receiver<()>,
) {
    let mut batch = Vec::new();
    let mut stopping = false;
    // When the log is to be emptied, if it is.
    let mut empty_at: Option<Instant> = None;
    loop {
        if empty_at.is_some_and(|at| at <= Instant::now()) {
            empty_at = if empty_log(&mut connection).await { None } else { Some(Instant::now() + AGAIN) };
        }
        tokio::select! {
            biased;
            _ = &mut stop, if !stopping => {
                // Nobody may add to the queue from here on; what stands in it is still done.
                stopping = true;
                queue.close();
                continue;
            }
            taken = queue.recv_many(&mut batch, SHARED) => {
                if taken == 0 {
                    break;
                }
            }
            () = sleep_until(empty_at.unwrap_or_else(Instant::now)), if empty_at.is_some() => continue,
        }
        gather(&mut queue, &mut batch).await;
        metrics::histogram!("podium_store_shared_commit_changes")
            .record(f64::from(u32::try_from(batch.len()).unwrap_or(u32::MAX)));
        let committed = commit_together(&mut connection, &mut batch).await;
        if let Err(error) = &committed {
            tracing::error!(%error, "changes could not be committed");
            // Leaves the transaction, if it is still open, so that the next batch starts afresh.
            let _ = connection.execute("rollback").await;
        }
        if committed.is_ok() && batch.iter().any(|change| change.extent() == Extent::Erasing) {
            // Not put off for who deletes again and again while it cannot be done.
            empty_at.get_or_insert_with(Instant::now);
        }
        let why = committed.map_err(|error| error.to_string());
        for change in batch.drain(..) {
            change.answer(why.as_ref().copied().map_err(String::as_str));
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed cleanly");
    }
}

/// Moves everything from the log into the file itself and cuts the log off, so that what was deleted stands in neither.
/// False when somebody who reads, such as a backup, still needs the log.
async fn empty_log(connection: &mut SqliteConnection) -> bool {
    let patience = |time: Duration| AssertSqlSafe(format!("pragma busy_timeout = {}", time.as_millis()));
    let _ = connection.execute(patience(EMPTYING)).await;
    let emptied: std::result::Result<(i64, i64, i64), _> =
        sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await;
    let _ = connection.execute(patience(file::BUSY)).await;
    // Whether somebody was in the way, frames in the log, frames moved.
    matches!(emptied, Ok((0, _, _)))
}

/// Lets those who are about to send a change do so, as long as more come: after a commit everybody who was answered may
/// have the next one ready at the same moment.
async fn gather(queue: &mut mpsc::Receiver<Box<dyn Change>>, batch: &mut Vec<Box<dyn Change>>) {
    loop {
        let before = batch.len();
        tokio::task::yield_now().await;
        while batch.len() < SHARED
            && let Ok(change) = queue.try_recv()
        {
            batch.push(change);
        }
        if batch.len() == before || batch.len() >= SHARED {
            return;
        }
    }
}

async fn commit_together(
    connection: &mut SqliteConnection,
    batch: &mut [Box<dyn Change>],
) -> std::result::Result<(), sqlx::Error> {
    if let [change] = batch {
        return commit_alone(connection, change.as_mut()).await;
    }
    connection.execute("begin immediate").await?;
    for change in batch.iter_mut() {
        match change.extent() {
            Extent::One => {
                // Over a full disk and the like SQLite undoes not just the statement but the whole transaction. What came
                // next would then be committed by itself, although everybody is told that it was not.
                if !change.run(connection).await && connection.execute("begin").await.is_ok() {
                    return Err(sqlx::Error::Protocol(
                        "the database gave the transaction up over another change".to_owned(),
                    ));
                }
            }
            Extent::Several | Extent::Erasing => {
                connection.execute("savepoint one").await?;
                let end = if change.run(connection).await { "release one" } else { "rollback to one; release one" };
                connection.execute(end).await?;
            }
        }
    }
    connection.execute("commit").await?;
    Ok(())
}

async fn commit_alone(
    connection: &mut SqliteConnection,
    change: &mut dyn Change,
) -> std::result::Result<(), sqlx::Error> {
    if change.extent() == Extent::One {
        // SQLite commits a statement by itself; what went wrong with it is in the change's own answer.
        change.run(connection).await;
        return Ok(());
    }
    connection.execute("begin immediate").await?;
    let end = if change.run(connection).await { "commit" } else { "rollback" };
    connection.execute(end).await?;
    Ok(())
}
