//! Servers in processes of their own, and what the system says of them.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long a server may take to say where it listens, and to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server; ended when it is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// Open as long as the server runs, so that it can go on printing.
    _out: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server that prints its address (`http://127.0.0.1:PORT`), and waits for that. It logs to this file.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = std::fs::File::options().create(true).append(true).open(log)?;
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(file).spawn()?;
        let mut out = BufReader::new(child.stdout.take().context("the server has no output")?);
        let mut line = String::new();
        let address = loop {
            line.clear();
            if out.read_line(&mut line)? == 0 {
                let _ = child.wait();
                let said = std::fs::read_to_string(log).unwrap_or_default();
                bail!("a server did not start: {said}");
            }
            if let Some((_, address)) = line.trim_end().split_once("http://") {
                break address.parse().with_context(|| format!("where does it listen? {line}"))?;
            }
        };
        Ok(Self { child, address, _out: out })
    }

    /// The portal as it is shipped, with this database, on a free port.
    pub fn portal(folder: &Path) -> Result<Self> {
        let mut command = Command::new(program());
        command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database(folder)).current_dir(folder);
        Self::start(without_settings(&mut command), &folder.join("portal.log"))
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.child.id();
        let asked = Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status()?;
        if !asked.success() {
            bail!("process {pid} is gone already");
        }
        let started = Instant::now();
        loop {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("the portal ended with {status}"),
                None if started.elapsed() > PATIENCE => bail!("the portal does not stop"),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Its process id.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Time on a processor so far, in user mode and in the kernel, in seconds. Counted in hundredths.
    pub fn cpu(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is the program's name in parentheses and may hold anything.
        let (_, after) = stat.rsplit_once(')').context("no process status")?;
        let ticks = after.split_whitespace().skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
        Ok(f64::from(ticks) / ticks_a_second()?)
    }

    /// A figure from the process's status in MB of 1,000,000 bytes: `VmRSS` is what it has in memory now, `VmHWM` the most
    /// it ever had.
    pub fn memory(&self, figure: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
        let kib: u32 =
            line.and_then(|line| line.trim().strip_suffix(" kB")).context("no such figure")?.trim().parse()?;
        Ok(f64::from(kib) * 1024.0 / 1e6)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The program that is measured, as `--portal` names it.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program is measured, once.
pub fn measure(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// The program that is measured; when none was named, the one that was built with the benchmark, which has whatever
/// features of its dependencies the tests ask for.
pub fn program() -> &'static Path {
    PROGRAM.get().map_or(Path::new(env!("CARGO_BIN_EXE_podium")), PathBuf::as_path)
}

/// The database of a portal that works in this folder.
pub fn database(folder: &Path) -> PathBuf {
    folder.join("podium.db")
}

/// Nothing in this terminal's environment may change what is measured.
pub fn without_settings(command: &mut Command) -> &mut Command {
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("PODIUM_"));
    for name in ours {
        command.env_remove(name);
    }
    command
}

fn ticks_a_second() -> Result<f64> {
    static TICKS: OnceLock<f64> = OnceLock::new();
    if let Some(ticks) = TICKS.get() {
        return Ok(*ticks);
    }
    let said = Command::new("getconf").arg("CLK_TCK").output()?;
    let ticks = String::from_utf8(said.stdout)?.trim().parse()?;
    Ok(*TICKS.get_or_init(|| ticks))
}
