//! A small mail server of the tests' own: it keeps what it is given, or is as unhelpful as it is told to be.

use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Accepts,
    /// Knows nobody: 550.
    RefusesRecipients,
    /// Has no time: 421.
    IsBusy,
    /// Says nothing.
    Hangs,
    /// Hangs up in the middle of it.
    HangsUp,
}

/// A message as it was given.
#[derive(Debug, Clone)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    /// The headers, one a line.
    pub head: Vec<String>,
    /// Read as its encoding says.
    pub body: String,
}

impl Letter {
    fn of(from: &str, to: &[String], text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("headers and a body");
        let head: Vec<String> = head.replace("\r\n ", " ").replace("\r\n\t", " ").lines().map(str::to_owned).collect();
        let encoding = head.iter().find_map(|line| line.strip_prefix("Content-Transfer-Encoding: "));
        let body = match encoding.expect("an encoding") {
            "7bit" => body.to_owned(),
            "quoted-printable" => String::from_utf8(quoted_printable(body)).expect("UTF-8"),
            "base64" => String::from_utf8(base64(body)).expect("UTF-8"),
            other => panic!("{other}"),
        };
        Self { from: from.to_owned(), to: to.to_vec(), body: body.replace("\r\n", "\n"), head }
    }

    /// A header, with its encoded words (RFC 2047) read.
    pub fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        let lines: Vec<&str> = self.head.iter().filter_map(|line| line.strip_prefix(&start)).collect();
        assert_eq!(lines.len(), 1, "{name}: {:?}", self.head);
        // White space between two encoded words is none.
        let mut rest = lines[0].replace("?= =?", "?==?");
        let mut read = Vec::new();
        while let Some(at) = rest.find("=?utf-8?b?") {
            read.extend_from_slice(&rest.as_bytes()[..at]);
            let word = rest[at + 10..].to_owned();
            let (word, after) = word.split_once("?=").expect("it ends");
            read.extend(base64(word));
            after.clone_into(&mut rest);
        }
        read.extend_from_slice(rest.as_bytes());
        String::from_utf8(read).expect("UTF-8")
    }
}

fn base64(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    STANDARD.decode(text).expect("base64")
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let (mut read, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&after[..2]).expect("two digits");
            read.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            read.push(*first);
            rest = after;
        }
    }
    read
}

struct Inside {
    mode: Mode,
    letters: Vec<Letter>,
    /// Every command that it was given.
    commands: Vec<String>,
}

/// The server; it ends with the test.
#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    inside: Arc<Mutex<Inside>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let inside = Inside { mode: Mode::Accepts, letters: Vec::new(), commands: Vec::new() };
        let server = Self { port, inside: Arc::new(Mutex::new(inside)) };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.talks(stream).await });
            }
        });
        server
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panicked with it")
    }

    pub fn does(&self, mode: Mode) {
        self.inside().mode = mode;
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.inside().letters.clone()
    }

    pub fn commands(&self) -> Vec<String> {
        self.inside().commands.clone()
    }

    /// One connection; none when the other side hung up.
    async fn talks(&self, stream: TcpStream) -> Option<()> {
        let mode = self.inside().mode;
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read);
        match mode {
            Mode::Hangs => std::future::pending::<()>().await,
            Mode::IsBusy => write.write_all(b"421 mail.test too busy\r\n").await.ok()?,
            _ => write.write_all(b"220 mail.test ESMTP\r\n").await.ok()?,
        }
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let command = line.trim_end().to_owned();
            self.inside().commands.push(command.clone());
            let between = || command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let answer = match command.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
                "MAIL" if mode == Mode::HangsUp => return None,
                "MAIL" => {
                    from = between();
                    "250 ok"
                }
                "RCPT" if mode == Mode::RefusesRecipients => "550 canary: nobody of that name",
                "RCPT" => {
                    to.push(between());
                    "250 ok"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut text = String::new();
                    loop {
                        let mut line = String::new();
                        lines.read_line(&mut line).await.ok()?;
                        if line == ".\r\n" {
                            break;
                        }
                        text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    }
                    let letter = Letter::of(&from, &to, &text);
                    self.inside().letters.push(letter);
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "502 what",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}
