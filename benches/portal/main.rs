//! What the portal costs, beside what cannot cost less; run it through `scripts/bench`.
//!
//! How to read it. Machines are shared and noisy, and how many requests a second one can answer changes from minute to
//! minute: only processor time a request and ratios between two things measured in the same run mean anything. Each
//! comparison is made in interleaved rounds, and the middle one counts. The client runs on the same processors as what it
//! measures; its own time is not counted, but it takes requests a second away from both sides.
//!
//! `bare axum` is a server in a process of its own that has the very bytes of the portal's answer in memory and gives them
//! away with the same headers through `axum::serve`: no portal can be quicker. `SQLite, one insert a commit` makes one
//! durable commit for each row of the portal's own table, on the same disk, over one connection, right before and after
//! each round of marks. How many times quicker marks can be depends on the disk: the quicker its commits, the more of a mark
//! is processor time, which sharing a commit does not save.
//!
//! A figure that misses its target is `missed` and no failure; the exit code says whether everything could be measured.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::signal::unix::{SignalKind, signal};

use crate::people::Course;
use crate::process::Server;
use crate::table::{Row, Table};

mod answers;
mod bare;
mod client;
mod load;
mod marks;
mod measure;
mod pages;
mod people;
mod process;
mod start;
mod table;

/// The longest cold release build in seconds.
const MOST_BUILD: f64 = 360.0;

/// How much is measured.
struct Plan {
    /// A round of requests.
    round: Duration,
    /// A round of marks.
    marks: Duration,
    /// The load.
    load: Duration,
    /// How long a cold build took, in seconds, when one was made.
    build: Option<f64>,
    /// The processor time of that, in seconds.
    build_cpu: f64,
    /// Only these parts: `pages`, `marks`, `answers`, `start`, `load`; all when empty.
    only: Vec<String>,
}

impl Plan {
    fn of(arguments: &[String]) -> Result<Self> {
        let seconds = Duration::from_secs;
        let mut plan = Self {
            round: seconds(2),
            marks: Duration::from_millis(1500),
            load: seconds(60),
            build: None,
            build_cpu: f64::NAN,
            only: Vec::new(),
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--bench" => {}
                "--quick" => {
                    (plan.round, plan.marks) = (Duration::from_millis(500), Duration::from_millis(400));
                    plan.load = seconds(5);
                }
                "--seconds" => plan.load = seconds(value()?.parse().context("--seconds needs a whole number")?),
                "--built-in" => plan.build = Some(value()?.parse().context("--built-in needs a number of seconds")?),
                "--built-cpu" => plan.build_cpu = value()?.parse().context("--built-cpu needs a number of seconds")?,
                "--portal" => process::measure(std::fs::canonicalize(value()?).context("--portal names no program")?),
                "--only" => plan.only = value()?.split(',').map(str::to_owned).collect(),
                _ => bail!(
                    "there is no option {argument}; there are --quick, --seconds N, --only pages,marks,answers,start,load"
                ),
            }
        }
        Ok(plan)
    }

    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == part)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, files @ ..] = arguments.as_slice()
        && first == "--bare"
    {
        return bare::serve(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
    }
    if !arguments.iter().any(|argument| argument == "--bench") {
        say("this measures, and takes minutes: run it with scripts/bench");
        return Ok(());
    }
    let plan = Plan::of(&arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        // Whoever stops this in the middle must not leave servers behind: they end when they are dropped.
        tokio::select! {
            measured = measure_all(plan) => measured,
            _ = terminate.recv() => bail!("asked to stop"),
            _ = tokio::signal::ctrl_c() => bail!("asked to stop"),
        }
    })
}

async fn measure_all(plan: Plan) -> Result<()> {
    // Under target, so that it is the disk that the project is on.
    let temporary = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let folder = temporary.path();
    let used = folder.join("used");
    std::fs::create_dir(&used)?;
    let busy_before = load_average();
    let mut table = Table::default();

    let portal = Server::portal(&used)?;
    let course = Course::of(&portal).await?;
    if plan.wants("pages") {
        say("a module page and a search, against the same bytes from a bare server");
        let reader = people::reader(&portal, &course).await?;
        pages::run(&mut table, &portal, &course, &reader, folder, plan.round).await?;
        pages::first_visit(&mut table, &portal, &course).await?;
    }
    if plan.wants("marks") {
        say("durable marks, beside single inserts");
        marks::run(&mut table, &portal, &course, &used, plan.marks).await?;
        table.add(Row::new("most memory in all of the above", format!("{:.1} MB", portal.memory("VmHWM")?)));
    }
    let portal = if plan.wants("answers") {
        say("durable answers, beside single inserts; then five hundred people at once");
        answers::run(&mut table, portal, &used, plan.marks).await?
    } else {
        portal
    };
    portal.stop()?;
    let portal = if plan.wants("start") {
        say("from the start to the first page");
        start::run(&mut table, &course.page(), folder, &used).await?
    } else {
        start::timed(&used, &course.page()).await?.0
    };
    if plan.wants("load") {
        say(&format!("the load, for {} s", plan.load.as_secs()));
        load::run(&mut table, &portal, course, &used, plan.load).await?;
    }
    portal.stop()?;
    if let Some(seconds) = plan.build {
        let row = Row::new("cold release build", format!("{seconds:.0} s"))
            .beside(format!("processor time: {:.0} s", plan.build_cpu))
            .ratio(seconds / MOST_BUILD);
        table.add(row.target(format!("under {MOST_BUILD} s"), seconds < MOST_BUILD));
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{table}\n{}", machine(folder, &busy_before))?;
    Ok(())
}

/// Says on the way what is going on.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// What it was measured on.
fn machine(folder: &Path, busy_before: &str) -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor = read("/proc/cpuinfo");
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |(_, name)| name);
    let mounts = read("/proc/mounts");
    let holds = |line: &&str| line.split(' ').nth(1).is_some_and(|point| folder.starts_with(point));
    let mount = mounts.lines().filter(holds).max_by_key(|line| line.split(' ').nth(1).map_or(0, str::len));
    let disk = mount.and_then(|line| line.split(' ').nth(2)).unwrap_or("unknown");
    format!(
        "machine: {cores} cores, {processor}; Linux {}; {disk}; load average {busy_before} before, {} after",
        read("/proc/sys/kernel/osrelease").trim(),
        load_average()
    )
}
