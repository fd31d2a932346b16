//! A headless Chromium with a profile of its own, driven by Debian's chromedriver.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::ChromeCapabilities;
use thirtyfour::prelude::*;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Browsers that run at the same time: two cores do not drive more of them.
static PLACES: Semaphore = Semaphore::const_new(2);
/// How long a page may take to show something on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether there is a browser; with `PODIUM_TEST_ALL` there has to be one.
pub fn is_there() -> bool {
    let found =
        Command::new("chromedriver").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    assert!(
        found || std::env::var_os("PODIUM_TEST_ALL").is_none(),
        "PODIUM_TEST_ALL is set and there is no chromedriver: scripts/test installs chromium and chromium-driver"
    );
    found
}

/// One browser.
pub struct Browser {
    pub web: WebDriver,
    driver: Child,
    _profile: tempfile::TempDir,
    _place: SemaphorePermit<'static>,
}

impl Browser {
    /// A window of this size, with this theme asked for by the system.
    pub async fn open(width: u32, height: u32) -> Self {
        let place = PLACES.acquire().await.expect("the semaphore stays open");
        let (driver, address) = start_driver();
        let profile = tempfile::tempdir().expect("a folder");
        let mut wanted: ChromeCapabilities = DesiredCapabilities::chrome();
        let user_data = format!("--user-data-dir={}", profile.path().display());
        let size = format!("--window-size={width},{height}");
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            &user_data,
            &size,
        ];
        for flag in flags {
            wanted.add_arg(flag).expect("a flag");
        }
        wanted.set("goog:loggingPrefs", json!({"browser": "ALL"})).expect("a capability");
        let web = WebDriver::new(&address, wanted).await.expect("a browser");
        let browser = Self { web, driver, _profile: profile, _place: place };
        // The window's own frame takes nothing away in this mode; phones are narrower than a window may be.
        browser
            .command(
                "Emulation.setDeviceMetricsOverride",
                json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}),
            )
            .await;
        browser
    }

    pub async fn command(&self, name: &str, parameters: Value) -> Value {
        self.web.cdp().send_raw(name, parameters).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub async fn goes_to(&self, url: &str) {
        self.web.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Evaluates a script and answers with what it returns.
    pub async fn asks(&self, script: &str) -> Value {
        let answer = self.web.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"));
        answer.json().clone()
    }

    /// Waits until a script returns something true.
    pub async fn waits_for(&self, what: &str, script: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            // A page that is just being left has no answer.
            let answer = self.web.execute(script, Vec::new()).await.map_or(Value::Null, |answer| answer.json().clone());
            if answer.as_bool() == Some(true) {
                return;
            }
            if Instant::now() > until {
                let page = self.asks("return location.href + '\\n' + document.body.innerText").await;
                panic!("{what} never came: {}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Types keys to whatever has the focus.
    pub async fn types(&self, keys: impl Into<TypingData>) {
        self.web.action_chain().send_keys(keys).perform().await.expect("keys can be typed");
    }

    pub async fn clicks(&self, selector: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let found =
                self.web.query(By::Css(selector)).first().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
            match found.scroll_into_view().await {
                Ok(()) => {
                    found.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
                    return;
                }
                // The page that had it has just been left: the next one has it, too, or the query says that it has not.
                Err(error) if error.to_string().contains("stale element") && Instant::now() < until => {}
                Err(error) => panic!("{selector}: {error}"),
            }
        }
    }

    /// Steps through the history as the browser's own buttons do: -1 is back, 1 forward. Chromedriver runs a script a second time
    /// when a navigation takes its answer away; hence a step that is counted, and taken once the script has answered.
    pub async fn steps(&self, entries: i32) {
        static STEPS: AtomicU32 = AtomicU32::new(1);
        let step = STEPS.fetch_add(1, Ordering::Relaxed);
        let script = format!(
            "if (window.stepsTaken !== {step}) {{ window.stepsTaken = {step}; setTimeout(() => history.go({entries}), 50); }} return true"
        );
        self.asks(&script).await;
    }

    pub async fn is_offline(&self, offline: bool) {
        self.command("Network.enable", json!({})).await;
        let conditions = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.command("Network.emulateNetworkConditions", conditions).await;
    }

    /// What the browser complained about since the last call: a refused script or style is in it.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.web.get_log("browser").await.expect("the browser's log");
        log.iter().map(|entry| format!("{entry:?}")).collect()
    }

    pub async fn closes(mut self) {
        let _ = self.web.clone().quit().await;
        self.end_driver();
    }

    fn end_driver(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.end_driver();
    }
}

/// Starts chromedriver on a port of its own choice. The port may be taken between its choice and its use; then it ends, and
/// is started again.
fn start_driver() -> (Child, String) {
    for _ in 0..5 {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let port = line.split("started successfully on port ").nth(1)?;
            Some(port.trim_end_matches('.').to_owned())
        });
        if let Some(port) = port {
            std::thread::spawn(move || lines.for_each(drop));
            return (child, format!("http://127.0.0.1:{port}"));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    panic!("chromedriver names no port");
}
