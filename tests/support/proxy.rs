//! A proxy on the loopback that holds, loses or refuses what a browser and the portal say to each other.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::Portal;

/// The longest that anything is held or waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often what is held looks whether it may go on.
const LOOK: Duration = Duration::from_millis(5);

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The portal gets it; its answer waits until this fate is lifted.
    Held,
    /// The portal gets it; its answer never arrives.
    Lost,
    /// The portal never hears of it.
    Refused,
}

/// One request as it came from the browser.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Such as `POST /w/plan/cables/copper/note`.
    pub line: String,
    /// Whether it brought a cookie of the portal.
    pub known: bool,
    /// What it sent.
    pub body: String,
}

#[derive(Default)]
struct State {
    portal: String,
    fates: Vec<(String, Fate)>,
    seen: Vec<Seen>,
    ended: bool,
}

/// In front of one portal, on a port of its own; ends with the test.
pub struct Proxy {
    /// Such as `http://127.0.0.1:40124`.
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    pub fn before(portal: &Portal) -> Self {
        let door = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = door.local_addr().expect("its number");
        let target = portal.address.trim_start_matches("http://").to_owned();
        let state = Arc::new(Mutex::new(State { portal: target, ..State::default() }));
        let inside = state.clone();
        std::thread::spawn(move || {
            for client in door.incoming().map_while(Result::ok) {
                if lock(&inside).ended {
                    break;
                }
                let state = inside.clone();
                std::thread::spawn(move || {
                    // A broken connection is the browser's to notice.
                    let _ = pass_on(&client, &state);
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        Self { address: format!("http://{address}"), state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// From now on this becomes of requests whose first line holds `part`; a later word on one goes before an earlier one.
    pub fn gives(&self, part: &str, fate: Fate) {
        lock(&self.state).fates.insert(0, (part.to_owned(), fate));
    }

    /// Everything passes again, and what was held goes on its way.
    pub fn lets_pass(&self) {
        lock(&self.state).fates.clear();
    }

    /// The requests so far whose first line holds `part`.
    pub fn seen(&self, part: &str) -> Vec<Seen> {
        lock(&self.state).seen.iter().filter(|seen| seen.line.contains(part)).cloned().collect()
    }

    /// Waits until so many requests whose first line holds `part` have come.
    pub async fn waits_for(&self, part: &str, count: usize) {
        let until = Instant::now() + PATIENCE;
        while self.seen(part).len() < count {
            assert!(Instant::now() < until, "{count} × {part} never came: {:?}", self.seen(""));
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        state.ended = true;
        state.fates.clear();
        drop(state);
        // Wakes the thread that waits for the next browser.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread panicked with it")
}

/// One request and its answer; each has a connection of its own.
fn pass_on(mut client: &TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    let Some((head, body)) = read_request(client)? else { return Ok(()) };
    let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let known = head.lines().any(|line| {
        line.split_once(':')
            .is_some_and(|(name, value)| name.eq_ignore_ascii_case("cookie") && value.contains("podium="))
    });
    let (fate, target) = {
        let mut state = lock(state);
        state.seen.push(Seen { line: line.clone(), known, body: String::from_utf8_lossy(&body).into_owned() });
        (fate_of(&state, &line), state.portal.clone())
    };
    if fate == Some(Fate::Refused) {
        return Ok(());
    }
    let mut portal = TcpStream::connect(target)?;
    portal.set_read_timeout(Some(PATIENCE))?;
    let kept = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: String = kept.flat_map(|line| [line, "\r\n"]).collect();
    portal.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())?;
    portal.write_all(&body)?;
    let mut answer = Vec::new();
    portal.read_to_end(&mut answer)?;
    if fate == Some(Fate::Lost) {
        return Ok(());
    }
    let until = Instant::now() + PATIENCE;
    while fate == Some(Fate::Held) && fate_of(&lock(state), &line) == Some(Fate::Held) && Instant::now() < until {
        std::thread::sleep(LOOK);
    }
    client.write_all(&answer)
}

fn fate_of(state: &State, line: &str) -> Option<Fate> {
    state.fates.iter().find(|(part, _)| line.contains(part)).map(|(_, fate)| *fate)
}

/// The head without its empty line, and the body; none when the browser opened a connection and did not use it.
fn read_request(mut client: &TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let mut body = bytes.split_off(end + 4);
            while body.len() < length.unwrap_or(0) {
                match client.read(&mut chunk)? {
                    0 => return Ok(None),
                    read => body.extend_from_slice(&chunk[..read]),
                }
            }
            return Ok(Some((head, body)));
        }
        match client.read(&mut chunk)? {
            0 => return Ok(None),
            read => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}
