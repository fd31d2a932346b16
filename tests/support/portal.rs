//! Our own program, started on a free port of the loopback, ended by its own process id.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::database;

/// How long a start or a stop may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program, with nothing of the tester's own environment that it would listen to.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_podium"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PODIUM_") {
            command.env_remove(name);
        }
    }
    command
}

/// A portal that runs.
pub struct Portal {
    child: Option<Child>,
    /// Such as `http://127.0.0.1:40123`.
    pub address: String,
    /// What it printed until it was ready, and since.
    printed: std::sync::Arc<std::sync::Mutex<Vec<String>>>,
    home: Home,
}

/// The folder in which a portal works, and how it was started.
pub struct Home {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    fixed: bool,
}

impl Home {
    /// A new folder; the portal keeps its database file there unless the arguments say otherwise.
    pub fn new(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, arguments: arguments.iter().map(ToString::to_string).collect(), fixed: false }
    }

    /// The same with a `--listen` of its own among the arguments.
    pub fn at_fixed_port(arguments: &[String]) -> Self {
        Self { fixed: true, ..Self::new(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) }
    }

    /// The same with more options from the next start on.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(ToString::to_string));
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the portal and waits until it is ready.
    pub fn start(self) -> Portal {
        self.start_by(program())
    }

    /// The same, where no file may grow beyond so many KiB: writing then fails as on a full disk.
    pub fn start_limited(self, kibibytes: u32) -> Portal {
        let mut shell = Command::new("bash");
        // bash counts in units of 1,024 bytes; the signal is ignored, so that the write itself fails.
        shell.args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_podium"),
        ]);
        self.start_by(shell)
    }

    fn start_by(self, mut command: Command) -> Portal {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.path().join("log")).expect("a log");
        let mut child = command
            .args(if self.fixed { &[][..] } else { &["--listen", "127.0.0.1:0"] })
            .args(&self.arguments)
            .current_dir(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let (ready, wait) = std::sync::mpsc::channel();
        let printed = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let keep = printed.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("Podium is listening on ") {
                    let _ = ready.send(address.to_owned());
                }
                keep.lock().expect("no test panicked here").push(line);
            }
        });
        let address = wait.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let log = std::fs::read_to_string(self.path().join("log")).unwrap_or_default();
            let _ = child.kill();
            panic!("the portal did not start:\n{log}");
        });
        Portal { child: Some(child), address, printed, home: self }
    }
}

impl Portal {
    /// With the content built in and a file as its database.
    pub fn start() -> Self {
        Home::new(&[]).start()
    }

    /// With more options.
    pub fn start_with(arguments: &[&str]) -> Self {
        Home::new(arguments).start()
    }

    /// The portals to run a story on: one with a file, and one with a new database on the server when there is one.
    pub async fn on_each_database(arguments: &[&str]) -> Vec<Self> {
        let mut portals = vec![Self::start_with(arguments)];
        if let Some(server) = database::server() {
            let url = database::on_server(&server).await;
            portals.push(Self::start_with(&[arguments, &["--database", &url]].concat()));
        }
        portals
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    pub fn database_file(&self) -> PathBuf {
        self.folder().join("podium.db")
    }

    /// The address of its database.
    pub fn database(&self) -> String {
        let named = self.home.arguments.windows(2).find(|pair| pair[0] == "--database").map(|pair| pair[1].clone());
        named.unwrap_or_else(|| format!("sqlite:{}", self.database_file().display()))
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    pub fn printed(&self) -> Vec<String> {
        self.printed.lock().expect("no test panicked here").clone()
    }

    pub fn process(&self) -> u32 {
        self.child.as_ref().map(Child::id).expect("it runs")
    }

    /// SIGTERM, and the wait for the end.
    pub fn stop(self) -> (ExitStatus, Home) {
        signal(self.process(), "TERM");
        self.stop_after_signal()
    }

    /// The wait for the end after a signal that was sent already.
    pub fn stop_after_signal(mut self) -> (ExitStatus, Home) {
        let mut child = self.child.take().expect("it runs");
        let status = wait(&mut child);
        (status, self.take_home())
    }

    /// SIGKILL: as when the power goes, but for what the system's own memory still writes.
    pub fn kill(mut self) -> Home {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it can be killed");
        child.wait().expect("it ended");
        self.take_home()
    }

    fn take_home(&mut self) -> Home {
        std::mem::replace(&mut self.home, Home::new(&[]))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
            if std::thread::panicking() {
                use std::io::Write as _;
                let _ = writeln!(std::io::stderr(), "the portal's log:\n{}", self.log());
            }
        }
    }
}

/// Sends a signal to one process of ours.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().expect("kill is there");
    assert!(sent.success(), "no signal could be sent to {process}");
}

/// Waits for a process of ours to end.
pub fn wait(child: &mut Child) -> ExitStatus {
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().expect("the process is ours") {
            Some(status) => return status,
            None if Instant::now() > until => {
                let _ = child.kill();
                panic!("the process did not end");
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Runs a command to its end: (exit code, standard output, standard error).
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        program().args(arguments).current_dir(folder).stdin(Stdio::null()).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}
