//! A small learning record store of the tests' own: it holds statements to the rules, keeps each once by its id, and is as unhelpful
//! as it is told to be.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::support::statement;

pub const KEY: &str = "podium-in-tests";
pub const SECRET: &str = "canary secret of the record store";

/// What the record store does with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    Accepts,
    /// Accepts with 204 and no word.
    AcceptsInSilence,
    /// Refuses any batch with a statement that holds this text: 400.
    Refuses(&'static str),
    /// Says of any batch with a statement that holds this text that it is there: 409.
    HasAlready(&'static str),
    /// Takes no more than so many at once: 413.
    AtMost(usize),
    /// Wants to be left alone for a while: 429, and so many seconds.
    IsBusy(u32),
    /// Does not know the key any more: 401.
    KnowsNobody,
    /// Something is broken: 500.
    IsBroken,
    /// Somebody else answers in its place: 200 and a page.
    IsSomebodyElse,
    /// Says nothing.
    Hangs,
    /// Takes the statements, and says nothing.
    TakesAndHangs,
    /// Takes the statements, and hangs up in the middle of its answer.
    TakesAndHangsUp,
    /// Hangs up before it has read all.
    HangsUp,
}

#[derive(Default)]
struct Inside {
    mode: Option<Mode>,
    taken: BTreeMap<String, Value>,
    /// How often a statement was taken that was there.
    again: usize,
    /// How many requests came in the present mode.
    requests: usize,
    /// What it should not have been sent.
    faults: Vec<String>,
    /// All that came, as it was written.
    written: String,
}

/// The record store; it ends with the test.
#[derive(Clone)]
pub struct RecordStore {
    pub port: u16,
    inside: Arc<Mutex<Inside>>,
    serving: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl RecordStore {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let store = Self { port, inside: Arc::default(), serving: Arc::default() };
        store.serve(listener);
        store
    }

    fn serve(&self, listener: TcpListener) {
        let store = self.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let store = store.clone();
                tokio::spawn(async move { store.talks(stream).await });
            }
        });
        *self.serving.lock().expect("nobody panicked with it") = Some(task);
    }

    /// Nobody listens any more: connections are refused.
    pub async fn goes_down(&self) {
        let task = self.serving.lock().expect("nobody panicked with it").take().expect("it is up");
        task.abort();
        let _ = task.await;
    }

    pub async fn comes_back(&self) {
        self.serve(TcpListener::bind(("127.0.0.1", self.port)).await.expect("its port"));
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panicked with it")
    }

    /// From now on.
    pub fn does(&self, mode: Mode) {
        let mut inside = self.inside();
        inside.mode = Some(mode);
        inside.requests = 0;
    }

    /// All that it has, by the ids.
    pub fn taken(&self) -> BTreeMap<String, Value> {
        self.inside().taken.clone()
    }

    pub fn again(&self) -> usize {
        self.inside().again
    }

    pub fn requests(&self) -> usize {
        self.inside().requests
    }

    pub fn written(&self) -> String {
        self.inside().written.clone()
    }

    /// Panics when it was sent something that it should not have been.
    pub fn has_nothing_to_complain_of(&self) {
        assert_eq!(self.inside().faults, Vec::<String>::new());
    }

    /// The options by which a portal knows this record store; the secret stands in a file of this folder.
    pub fn options(&self, folder: &std::path::Path) -> Vec<String> {
        let file = folder.join("xapi-secret");
        std::fs::write(&file, format!("{SECRET}\n")).expect("a file");
        let endpoint = format!("http://127.0.0.1:{}/xapi", self.port);
        let file = file.display().to_string();
        let options = [("endpoint", endpoint.as_str()), ("key", KEY), ("secret-file", file.as_str()), ("seconds", "1")];
        options.iter().flat_map(|(name, value)| [format!("--xapi-{name}"), (*value).to_owned()]).collect()
    }

    /// One request on one connection.
    async fn talks(&self, mut stream: TcpStream) -> Option<()> {
        let mode = self.inside().mode.clone().unwrap_or(Mode::Accepts);
        let mut read = Vec::new();
        let end = loop {
            let mut part = [0; 8192];
            let count = stream.read(&mut part).await.ok().filter(|count| *count > 0)?;
            read.extend_from_slice(&part[..count]);
            if let Some(end) = read.windows(4).position(|signs| signs == b"\r\n\r\n") {
                break end;
            }
        };
        if mode == Mode::HangsUp {
            self.inside().requests += 1;
            return None;
        }
        let head = String::from_utf8(read[..end].to_vec()).expect("text");
        let length = header(&head, "content-length").parse::<usize>().expect("a length");
        while read.len() < end + 4 + length {
            let mut part = [0; 8192];
            let count = stream.read(&mut part).await.ok().filter(|count| *count > 0)?;
            read.extend_from_slice(&part[..count]);
        }
        let body = String::from_utf8(read[end + 4..].to_vec()).expect("UTF-8");
        let answer = self.answers(&head, &body, &mode);
        let Some((status, headers, said)) = answer else {
            // Long enough for the portal to have given up, or to have been killed.
            tokio::time::sleep(std::time::Duration::from_mins(1)).await;
            return None;
        };
        let length = said.len() + if mode == Mode::TakesAndHangsUp { 1000 } else { 0 };
        let text = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{said}");
        stream.write_all(text.as_bytes()).await.ok()?;
        stream.shutdown().await.ok()
    }

    /// The status, more headers, and the body; none when it says nothing.
    fn answers(&self, head: &str, body: &str, mode: &Mode) -> Option<(&'static str, String, String)> {
        let mut inside = self.inside();
        inside.requests += 1;
        inside.written.push_str(head);
        inside.written.push_str(body);
        let expected = format!("Basic {}", STANDARD.encode(format!("{KEY}:{SECRET}")));
        let line = head.lines().next().unwrap_or_default();
        let fit = [
            ("line", line, "POST /xapi/statements HTTP/1.1"),
            ("version", header(head, "x-experience-api-version"), "1.0.3"),
            ("type", header(head, "content-type"), "application/json"),
            ("key", header(head, "authorization"), expected.as_str()),
        ];
        for (what, got, wanted) in fit {
            if got != wanted {
                inside.faults.push(format!("{what}: {got}"));
            }
        }
        let batch: Vec<Value> = serde_json::from_str(body).expect("a list of statements");
        if batch.is_empty() || batch.len() > 50 {
            inside.faults.push(format!("a batch of {}", batch.len()));
        }
        for one in &batch {
            // A panic in here would look like a record store that hangs up.
            if let Err(why) = std::panic::catch_unwind(|| statement::check(one)) {
                let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
                inside.faults.push(format!("{why}: {one}"));
            }
        }
        let empty = String::new;
        let holds = |text: &str| batch.iter().any(|one| one.to_string().contains(text));
        Some(match mode {
            Mode::Refuses(text) if holds(text) => {
                ("400 Bad Request", empty(), r#"{"message": "canary-reason <b>it</b>"}"#.to_owned())
            }
            Mode::HasAlready(text) if holds(text) => ("409 Conflict", empty(), empty()),
            Mode::AtMost(most) if batch.len() > *most => ("413 Payload Too Large", empty(), empty()),
            Mode::IsBusy(seconds) => ("429 Too Many Requests", format!("retry-after: {seconds}\r\n"), empty()),
            Mode::KnowsNobody => ("401 Unauthorized", empty(), empty()),
            Mode::IsBroken => ("500 Internal Server Error", empty(), empty()),
            Mode::IsSomebodyElse => ("200 OK", empty(), "<title>Sign in to our network</title>".to_owned()),
            Mode::Hangs => return None,
            mode => {
                let ids: Vec<String> = batch.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect();
                for (id, one) in ids.iter().zip(batch) {
                    match inside.taken.insert(id.clone(), one.clone()) {
                        Some(before) if before != one => {
                            inside.faults.push(format!("{id} says something else now:\n{before}\n{one}"));
                        }
                        Some(_) => inside.again += 1,
                        None => {}
                    }
                }
                match mode {
                    Mode::TakesAndHangs => return None,
                    Mode::AcceptsInSilence => ("204 No Content", empty(), empty()),
                    _ => ("200 OK", "content-type: application/json\r\n".to_owned(), format!("{ids:?}")),
                }
            }
        })
    }
}

/// A header of a request; empty when it has none.
fn header<'h>(head: &'h str, name: &str) -> &'h str {
    let of = |line: &'h str| {
        let (named, value) = line.split_once(':')?;
        named.eq_ignore_ascii_case(name).then_some(value.trim())
    };
    head.lines().skip(1).find_map(of).unwrap_or_default()
}
