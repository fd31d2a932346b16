//! Answers that are on disk when they are acknowledged, beside single inserts straight into SQLite on the same disk; and
//! five hundred people who answer the same question at once, whatever happens to the portal meanwhile.
//!
//! Every answer is the first of an attempt of its own: read, marked by the question's key, kept, and drawn anew with what
//! is said to it. An attempt has several questions; each of its questions is answered once.

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

use crate::client::{Connection, post};
use crate::marks::{commits, look_into};
use crate::measure::{median, own_address, percentile, within};
use crate::people::Cookie;
use crate::process::{Server, database};
use crate::table::{Row, Table};

mod together;

/// The quiz that is answered: the first of the first module.
const QUIZ: &str = "/w/aks-networking/quizzes/networking-models";
/// How many connections answer at the same time.
const CONNECTIONS: usize = 64;
/// New people that one address makes.
const PEOPLE_AN_ADDRESS: usize = 800;
/// The most answers for a second of time.
const MOST: usize = 6_000;
/// How often it is measured.
const ROUNDS: usize = 3;

/// An attempt that is open: whose it is, where its answers go, and its first question's field.
pub(super) struct Open {
    cookie: Cookie,
    /// `/w/{workshop}/attempts/{attempt}/questions/`.
    pub(super) action: String,
    questions: Arc<Vec<Question>>,
}

/// A question, and an answer to it that can be read.
#[derive(Clone)]
pub(super) struct Question {
    id: String,
    form: String,
}

/// Measures answers, each round between two measurements of single inserts; then the crowds.
pub async fn run(table: &mut Table, portal: Server, folder: &Path, time: Duration) -> Result<Server> {
    let questions = Arc::new(questions(&portal).await?);
    let in_time = MOST * usize::try_from(time.as_millis())? / 1000;
    let many = (ROUNDS * in_time).div_ceil(questions.len());
    crate::say(&format!("making {many} attempts"));
    let all = Arc::new(crowd(&portal, &questions, many, 300).await?);
    let next = Arc::new(AtomicUsize::new(0));

    let mut singles = Singles::open(&folder.join("single-answers.db")).await?;
    let mut before = singles.insert(time).await?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let until = next.load(Ordering::Relaxed) + in_time;
        let level = level(&portal, &all, &next, until, time).await?;
        next.fetch_min(until, Ordering::Relaxed);
        let after = singles.insert(time).await?;
        rounds.push((level, f64::midpoint(before, after)));
        before = after;
    }
    singles.close().await?;
    let mut made = 0;
    let mut waits = Vec::new();
    for (level, _) in &mut rounds {
        made += level.times.len();
        waits.append(&mut level.times);
    }
    let middle = |figure: fn(&(Level, f64)) -> f64| median(rounds.iter().map(figure));
    let (p50, p99) = (percentile(&mut waits, 50), percentile(&mut waits, 99));
    let times = middle(|(level, single)| level.rate / single);
    let singles: Vec<String> = rounds.iter().map(|(_, single)| format!("{single:.0}")).collect();
    table.add(
        Row::new(
            format!("durable answers in place over HTTP, {CONNECTIONS} connections"),
            format!(
                "{:.0}/s (p50 {p50:.1} ms, p99 {p99:.1} ms; {:.0} us CPU each; {:.1} a commit)",
                middle(|(level, _)| level.rate),
                middle(|(level, _)| level.cpu),
                middle(|(level, _)| level.shared)
            ),
        )
        .beside(format!("SQLite, one insert of an answer a commit: {}/s", singles.join(", ")))
        .ratio(times),
    );
    let kept = answers_kept(&database(folder)).await?;
    if kept != made {
        bail!("{made} answers were acknowledged and {kept} are in the database");
    }
    table.add(
        Row::new("answers acknowledged by then", made.to_string()).beside(format!("rows in the database: {kept}")),
    );
    together::together(table, &portal, folder, &questions).await?;
    together::killed(table, portal, folder, &questions).await
}

/// Reads the questions of a new attempt, and how each can be answered.
async fn questions(portal: &Server) -> Result<Vec<Question>> {
    let mut connection = Connection::open(portal.address, own_address(600)).await?;
    let cookie = cookie_of(&mut connection).await?;
    let mut questions = Vec::new();
    for number in 1.. {
        let page = connection.send(&crate::client::get(&format!("{QUIZ}?q={number}"), &cookie)).await?.text()?;
        let Some((_, rest)) = page.split_once("data-answer=\"") else { break };
        let id = rest.split('"').next().and_then(|action| action.rsplit('/').next()).context("no question")?.to_owned();
        if questions.iter().any(|known: &Question| known.id == id) {
            break;
        }
        // What is chosen: the first option. Kinds that want more are left out.
        let kind = page.split_once("data-question=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        if matches!(kind, "choice" | "choices" | "truth") {
            let chosen = page.split_once("name=\"answer\" value=\"").and_then(|(_, rest)| rest.split('"').next());
            questions.push(Question { id, form: format!("answer={}", chosen.context("nothing to choose")?) });
        }
    }
    if questions.len() < 3 {
        bail!("{QUIZ} has {} questions to choose in, too few to measure", questions.len());
    }
    Ok(questions)
}

/// A new person's session, made by beginning the quiz.
async fn cookie_of(connection: &mut Connection) -> Result<Cookie> {
    let answer = connection.send(&post(QUIZ, "", "")).await?;
    answer.expect(303, "a stranger's start")?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    Ok(format!("Cookie: {}\r\n", cookie.context("a stranger's start made no session")?))
}

/// New people, each with an attempt that is open. `first` is a number that no other crowd has.
pub(super) async fn crowd(
    portal: &Server,
    questions: &Arc<Vec<Question>>,
    many: usize,
    first: usize,
) -> Result<Vec<Open>> {
    let (taken, address) = (Arc::new(AtomicUsize::new(0)), portal.address);
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (taken, questions) = (taken.clone(), questions.clone());
        tasks.spawn(async move {
            let mut made = Vec::new();
            loop {
                let n = taken.fetch_add(1, Ordering::Relaxed);
                if n >= many {
                    return anyhow::Ok(made);
                }
                let mut connection = Connection::open(address, own_address(first + n / PEOPLE_AN_ADDRESS)).await?;
                let cookie = cookie_of(&mut connection).await?;
                let page = connection.send(&crate::client::get(QUIZ, &cookie)).await?.text()?;
                let (_, rest) = page.split_once("data-answer=\"").context("no question is open")?;
                let action = rest.split('"').next().unwrap_or_default();
                let (action, _) = action.rsplit_once('/').context("no address")?;
                made.push(Open { cookie, action: format!("{action}/"), questions: questions.clone() });
            }
        });
    }
    within(Duration::from_mins(2), async {
        let mut all = Vec::with_capacity(many);
        while let Some(made) = tasks.join_next().await {
            all.extend(made??);
        }
        Ok(all)
    })
    .await
}

impl Open {
    /// The request that answers a question, in place, as a page's script does.
    pub(super) fn answer(&self, question: usize) -> Vec<u8> {
        let question = &self.questions[question];
        let headers = format!("{}X-Fragment: answer\r\n", self.cookie);
        let form = format!("{}&submission=bench-{}", question.form, question.id);
        post(&format!("{}{}", self.action, question.id), &headers, &form)
    }
}

struct Level {
    /// Answers a second.
    rate: f64,
    /// The portal's processor time an answer, in microseconds.
    cpu: f64,
    /// Changes in a commit, on average.
    shared: f64,
    times: Vec<Duration>,
}

/// Answers what nobody has answered yet, until the time is over or so many are made.
async fn level(
    portal: &Server,
    all: &Arc<Vec<Open>>,
    next: &Arc<AtomicUsize>,
    until: usize,
    time: Duration,
) -> Result<Level> {
    let mut open = Vec::new();
    for n in 0..CONNECTIONS {
        open.push(Connection::open(portal.address, own_address(n)).await?);
    }
    let (before, (changes, made), started) = (portal.cpu()?, commits(portal).await?, Instant::now());
    let mut tasks = JoinSet::new();
    for mut connection in open {
        let (all, next) = (all.clone(), next.clone());
        tasks.spawn(async move {
            let mut times = Vec::new();
            while started.elapsed() < time {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let question = n / all.len();
                if n >= until || question >= all[0].questions.len() {
                    break;
                }
                let request = all[n % all.len()].answer(question);
                let sent = Instant::now();
                connection.send(&request).await?.expect(200, "an answer")?;
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
    let answered = f64::from(u32::try_from(times.len())?);
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), portal.cpu()? - before);
    let (changes_after, made_after) = commits(portal).await?;
    let shared = (changes_after - changes) / (made_after - made);
    Ok(Level { rate: answered / seconds, cpu: cpu / answered * 1e6, shared, times })
}

/// Inserts straight into the portal's own table of answers, one durable commit each, over one connection.
struct Singles {
    connection: SqliteConnection,
    attempts: Vec<Uuid>,
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
        let attempts: Vec<Uuid> = (0..1000).map(|_| Uuid::now_v7()).collect();
        let mut all = connection.begin().await?;
        for id in &attempts {
            let person = sqlx::query("insert into people (id, name, created_at) values ($1, '', 0)");
            person.bind(id).execute(&mut *all).await?;
            let attempt = sqlx::query(
                "insert into attempts (id, person, workshop, purpose, subject, started_at, rules, pace, slots) \
                 values ($1, $1, 'aks-networking', 'quiz', 'networking-models', 0, '{}', '{}', '[]')",
            );
            attempt.bind(id).execute(&mut *all).await?;
        }
        all.commit().await?;
        Ok(Self { connection, attempts, made: 0 })
    }

    /// Inserts for this long: rows a second.
    async fn insert(&mut self, time: Duration) -> Result<f64> {
        let (started, mut rows) = (Instant::now(), 0u32);
        while started.elapsed() < time {
            let question = format!("a-question-with-a-name-{}", self.made / self.attempts.len());
            let insert = sqlx::query(
                "insert into answers (attempt, question, number, submission, at, answer, mark, certainty) \
                 values ($1, $2, 0, $3, $4, '{\"choice\":\"0123456789abcdef\"}', 1.0, null)",
            );
            let insert = insert.bind(self.attempts[self.made % self.attempts.len()]).bind(question);
            let insert = insert.bind("01234567-89ab-cdef-0123-456789abcdef").bind(1_700_000_000_000_i64);
            insert.execute(&mut self.connection).await?;
            (self.made, rows) = (self.made + 1, rows + 1);
        }
        Ok(f64::from(rows) / started.elapsed().as_secs_f64())
    }

    async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }
}

pub(super) async fn answers_kept(path: &Path) -> Result<usize> {
    let mut connection = look_into(path).await?;
    let kept: i64 = sqlx::query("select count(*) from answers").fetch_one(&mut connection).await?.get(0);
    connection.close().await?;
    Ok(usize::try_from(kept)?)
}
