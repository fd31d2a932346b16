//! Marks that are on disk when they are acknowledged, beside single inserts straight into SQLite on the same disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use podium::store::Store;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::client::{Connection, get, post};
use crate::measure::{median, own_address, percentile, within};
use crate::people::{Cookie, Course, crowd};
use crate::process::{Server, database};
use crate::table::{Row, Table};

/// Marks of one kind.
struct Kind {
    /// How many connections mark at the same time.
    connections: usize,
    /// How many marks there are at most for a second of its time.
    most: usize,
    /// Asked for in place, as a page's script does: the answer is drawn anew, after one more read.
    in_place: bool,
    /// The least that they must be as a multiple of single inserts.
    least: Option<f64>,
}

const KINDS: [Kind; 5] = [
    Kind { connections: 1, most: 4_000, in_place: false, least: None },
    Kind { connections: 16, most: 15_000, in_place: false, least: None },
    Kind { connections: 64, most: 25_000, in_place: false, least: Some(8.0) },
    Kind { connections: 256, most: 25_000, in_place: false, least: None },
    Kind { connections: 64, most: 15_000, in_place: true, least: None },
];
/// How often each kind is measured.
const ROUNDS: usize = 3;

/// Measures all kinds of marks, each between two measurements of single inserts, several times over.
pub async fn run(table: &mut Table, portal: &Server, course: &Course, folder: &Path, time: Duration) -> Result<()> {
    let in_time = |kind: &Kind| kind.most * usize::try_from(time.as_millis()).unwrap_or(usize::MAX) / 1000;
    let most = ROUNDS * KINDS.iter().map(in_time).sum::<usize>();
    // Everybody's first section is marked already.
    let many = most.div_ceil(course.sections.len() - 1);
    crate::say(&format!("making {many} people"));
    let to_do = Arc::new(ToDo {
        people: crowd(portal, course, many).await?,
        paths: course.sections[1..].iter().map(|section| format!("{section}/done")).collect(),
        next: AtomicUsize::new(0),
    });

    let mut singles = Singles::open(&folder.join("single.db")).await?;
    let mut before = singles.insert(time).await?;
    let mut rounds: Vec<Vec<(Level, f64)>> = KINDS.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (kind, rounds) in KINDS.iter().zip(&mut rounds) {
            let until = to_do.next.load(Ordering::Relaxed) + in_time(kind);
            let level = level(portal, &to_do, kind, until, time).await?;
            // What was asked for after the last mark of a level was not made: the next level takes it up.
            to_do.next.fetch_min(until, Ordering::Relaxed);
            let after = singles.insert(time).await?;
            rounds.push((level, f64::midpoint(before, after)));
            before = after;
        }
    }
    singles.close().await?;

    let mut made = many;
    for (kind, rounds) in KINDS.iter().zip(rounds) {
        made += rounds.iter().map(|(level, _)| level.times.len()).sum::<usize>();
        table.add(row(kind, &rounds));
    }
    let kept = marks_kept(&database(folder)).await?;
    if kept < made {
        bail!("{made} marks were acknowledged and {kept} are in the database");
    }
    table.add(Row::new("marks acknowledged by then", made.to_string()).beside(format!("rows in the database: {kept}")));
    Ok(())
}

/// The middle of the rounds of one kind. A disk may be ten times slower a second later, so each round is held against the
/// single inserts right before and after it.
fn row(kind: &Kind, rounds: &[(Level, f64)]) -> Row {
    let middle = |figure: fn(&(Level, f64)) -> f64| median(rounds.iter().map(figure));
    let times = middle(|(level, single)| level.rate / single);
    let mut waits: Vec<Duration> = rounds.iter().flat_map(|(level, _)| level.times.iter().copied()).collect();
    let (p50, p99) = (percentile(&mut waits, 50), percentile(&mut waits, 99));
    let row = Row::new(
        format!(
            "durable marks{} over HTTP, {} connections",
            if kind.in_place { " in place" } else { "" },
            kind.connections
        ),
        format!(
            "{:.0}/s (p50 {p50:.1} ms, p99 {p99:.1} ms; {:.0} us CPU each; {:.1} a commit)",
            middle(|(level, _)| level.rate),
            middle(|(level, _)| level.cpu),
            middle(|(level, _)| level.shared)
        ),
    );
    let singles: Vec<String> = rounds.iter().map(|(_, single)| format!("{single:.0}")).collect();
    let row = row.beside(format!("SQLite, one insert a commit: {}/s", singles.join(", "))).ratio(times);
    match kind.least {
        Some(least) => row.target(format!("at least {least}"), times >= least),
        None => row,
    }
}

/// Marks to make: every section for every person, each once.
struct ToDo {
    people: Vec<Cookie>,
    paths: Vec<String>,
    next: AtomicUsize,
}

struct Level {
    /// Marks a second.
    rate: f64,
    /// The portal's processor time a mark, in microseconds.
    cpu: f64,
    /// Changes in a commit, on average.
    shared: f64,
    times: Vec<Duration>,
}

/// Marks sections that nobody has marked yet, until the time is over or so many are made.
async fn level(portal: &Server, to_do: &Arc<ToDo>, kind: &Kind, until: usize, time: Duration) -> Result<Level> {
    let mut open = Vec::new();
    for n in 0..kind.connections {
        open.push(Connection::open(portal.address, own_address(n)).await?);
    }
    let (extra, status) = if kind.in_place { ("X-Fragment: mark\r\n", 200) } else { ("", 303) };
    let (before, (changes, commits), started) = (portal.cpu()?, commits(portal).await?, Instant::now());
    let mut tasks = JoinSet::new();
    for mut connection in open {
        let to_do = to_do.clone();
        tasks.spawn(async move {
            let mut times = Vec::new();
            while started.elapsed() < time {
                let n = to_do.next.fetch_add(1, Ordering::Relaxed);
                if n >= until {
                    break;
                }
                // One after the other marks the same section, then all the next: no two marks are the same.
                let cookie = &to_do.people[n % to_do.people.len()];
                let request = post(&to_do.paths[n / to_do.people.len()], &format!("{cookie}{extra}"), "");
                let sent = Instant::now();
                connection.send(&request).await?.expect(status, "a mark")?;
                times.push(sent.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    let times = within(time, async {
        let mut all = Vec::new();
        while let Some(times) = tasks.join_next().await {
            all.extend(times??);
        }
        Ok(all)
    });
    let times = times.await?;
    let made = f64::from(u32::try_from(times.len())?);
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), portal.cpu()? - before);
    let (changes_after, commits_after) = self::commits(portal).await?;
    let shared = (changes_after - changes) / (commits_after - commits);
    Ok(Level { rate: made / seconds, cpu: cpu / made * 1e6, shared, times })
}

/// How many changes the portal has made, and in how many commits, since its start.
pub async fn commits(portal: &Server) -> Result<(f64, f64)> {
    let text = Connection::to(portal.address).await?.send(&get("/metrics", "")).await?.text()?;
    let figure = |name: &str| -> Result<f64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Ok(line.with_context(|| format!("there is no {name} in /metrics"))?.parse()?)
    };
    Ok((figure("podium_store_shared_commit_changes_sum")?, figure("podium_store_shared_commit_changes_count")?))
}

/// Inserts straight into the portal's own table, one durable commit each, over one connection.
struct Singles {
    connection: SqliteConnection,
    people: Vec<Uuid>,
    made: usize,
}

impl Singles {
    async fn open(path: &Path) -> Result<Self> {
        Store::open(&format!("sqlite:{}", path.display())).await?.close().await;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let mut connection = options.connect().await?;
        let people: Vec<Uuid> = (0..1000).map(|_| Uuid::now_v7()).collect();
        let mut all = connection.begin().await?;
        for person in &people {
            let insert = sqlx::query("insert into people (id, name, created_at) values ($1, '', 0)");
            insert.bind(person).execute(&mut *all).await?;
        }
        all.commit().await?;
        Ok(Self { connection, people, made: 0 })
    }

    /// Inserts for this long: rows a second.
    async fn insert(&mut self, time: Duration) -> Result<f64> {
        let (started, mut rows) = (Instant::now(), 0u32);
        while started.elapsed() < time {
            let person = self.people[self.made % self.people.len()];
            let section = format!("a-section-with-a-name-{}", self.made / self.people.len());
            let insert = sqlx::query(
                "insert into marks (person, workshop, module, section, edition, at) values ($1, $2, $3, $4, $5, $6) \
                 on conflict (person, workshop, module, section) do nothing",
            );
            let insert = insert.bind(person).bind("aks-networking").bind("networking-models").bind(section);
            let insert = insert.bind("0123456789abcdef").bind(1_700_000_000_000_i64);
            insert.execute(&mut self.connection).await?;
            (self.made, rows) = (self.made + 1, rows + 1);
        }
        Ok(f64::from(rows) / started.elapsed().as_secs_f64())
    }

    async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }
}

/// Opens a database only to look at it.
pub async fn look_into(path: &Path) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(path).read_only(true).connect().await?)
}

async fn marks_kept(path: &Path) -> Result<usize> {
    let mut connection = look_into(path).await?;
    let kept: i64 = sqlx::query("select count(*) from marks").fetch_one(&mut connection).await?.get(0);
    connection.close().await?;
    Ok(usize::try_from(kept)?)
}
