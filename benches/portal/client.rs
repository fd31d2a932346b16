//! A small HTTP/1.1 client that keeps its connection: enough to load a server with, and little enough not to be what is
//! measured. It understands bodies with a length and in chunks, and checks that an answer is whole.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result, bail};
use tokio::net::{TcpSocket, TcpStream};

/// The largest answer that is still believed, in bytes.
const MOST: usize = 512 * 1024 * 1024;

/// One connection to a server on this machine.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

/// An answer, as it lies in the connection's buffer.
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Bytes that came over the wire, head and framing with them.
    pub wire: usize,
    head: &'a str,
    body: &'a [u8],
    chunked: bool,
}

/// How the end of a body is found.
#[derive(Clone, Copy)]
enum Framing {
    /// The answer ends here.
    End(usize),
    /// The next chunk begins here.
    Chunk(usize),
}

impl Connection {
    /// Connects from an address of this machine's own network 127.0.0.0/8, so that limits by address see several.
    pub async fn open(to: SocketAddr, from: Ipv4Addr) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(IpAddr::V4(from), 0))?;
        let stream = socket.connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024], filled: 0 })
    }

    /// Connects from 127.0.0.1.
    pub async fn to(address: SocketAddr) -> Result<Self> {
        Self::open(address, Ipv4Addr::LOCALHOST).await
    }

    /// Sends one request and reads its answer to the end.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.write(request).await?;
        self.filled = 0;
        let head = loop {
            let looked_at = self.filled.saturating_sub(3);
            self.read().await?;
            let fresh = &self.buffer[looked_at..self.filled];
            if let Some(at) = fresh.windows(4).position(|four| four == b"\r\n\r\n") {
                break looked_at + at + 4;
            }
        };
        let (status, chunked, mut framing) = framing_of(text(&self.buffer[..head])?, head)?;
        let end = loop {
            match framing {
                Framing::End(end) if end <= self.filled => break end,
                Framing::Chunk(at) => match next_chunk(&self.buffer[..self.filled], at)? {
                    Some(next) => framing = next,
                    None => self.read().await?,
                },
                Framing::End(_) => self.read().await?,
            }
        };
        if end != self.filled {
            bail!("the server sent more than its answer");
        }
        Ok(Answer { status, wire: end, head: text(&self.buffer[..head])?, body: &self.buffer[head..end], chunked })
    }

    async fn write(&mut self, mut rest: &[u8]) -> Result<()> {
        while !rest.is_empty() {
            match self.stream.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => self.stream.writable().await?,
                Err(error) => return Err(error).context("a request could not be sent"),
            }
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<()> {
        if self.filled == self.buffer.len() {
            if self.filled >= MOST {
                bail!("an answer is larger than {MOST} bytes");
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut self.buffer[self.filled..]) {
                Ok(0) => bail!("the server closed the connection in the middle"),
                Ok(read) => {
                    self.filled += read;
                    return Ok(());
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error).context("an answer could not be read"),
            }
        }
    }
}

impl Answer<'_> {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All headers, in order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(self.head)
    }

    /// The body without its framing.
    pub fn body(&self) -> Cow<'_, [u8]> {
        if !self.chunked {
            return Cow::Borrowed(self.body);
        }
        let (mut whole, mut at) = (Vec::with_capacity(self.body.len()), 0);
        while let Ok(Some((start, end))) = chunk(self.body, at) {
            whole.extend_from_slice(&self.body[start..end]);
            at = end + 2;
            if start == end {
                break;
            }
        }
        Cow::Owned(whole)
    }

    /// The body as text.
    pub fn text(&self) -> Result<String> {
        Ok(String::from_utf8(self.body().into_owned())?)
    }

    /// Complains unless the status is this one.
    pub fn expect(&self, status: u16, what: &str) -> Result<()> {
        if self.status != status {
            let body = String::from_utf8_lossy(&self.body()).chars().take(300).collect::<String>();
            bail!("{what}: answered with {} instead of {status}: {body}", self.status);
        }
        Ok(())
    }
}

/// A request without a body. `extra` are whole header lines, each ended by CR LF.
pub fn get(path: &str, extra: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: podium-bench\r\nAccept: text/html\r\n{extra}\r\n")
        .into_bytes()
}

/// A form as the portal's own page sends it.
pub fn post(path: &str, extra: &str, form: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: podium-bench\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{extra}\r\n{form}",
        form.len()
    )
    .into_bytes()
}

fn text(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).context("the head of an answer is not text")
}

fn pairs(head: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = head.split("\r\n").skip(1);
    lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim()))
}

/// The status, whether the body comes in chunks, and where to look for its end.
fn framing_of(head: &str, end: usize) -> Result<(u16, bool, Framing)> {
    let status = head.get(9..12).and_then(|digits| digits.parse().ok());
    let Some(status) = status.filter(|_| head.starts_with("HTTP/1.1 ")) else {
        bail!("that is no HTTP/1.1: {head:?}");
    };
    let mut framing = Framing::End(end);
    for (name, value) in pairs(head) {
        if name.eq_ignore_ascii_case("content-length") {
            framing = Framing::End(end + value.parse::<usize>()?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked") {
            return Ok((status, true, Framing::Chunk(end)));
        } else if name.eq_ignore_ascii_case("connection") && value.eq_ignore_ascii_case("close") {
            bail!("the server does not keep the connection (status {status})");
        }
    }
    Ok((status, false, framing))
}

/// Where the data of the chunk at `at` begins and ends; none when its size has not come yet.
fn chunk(bytes: &[u8], at: usize) -> Result<Option<(usize, usize)>> {
    let Some(line) = bytes.get(at..).and_then(|rest| rest.windows(2).take(20).position(|two| two == b"\r\n")) else {
        return Ok(None);
    };
    let size = usize::from_str_radix(text(&bytes[at..at + line])?, 16).context("a chunk has no size")?;
    let start = at + line + 2;
    Ok(Some((start, start + size)))
}

fn next_chunk(bytes: &[u8], at: usize) -> Result<Option<Framing>> {
    Ok(chunk(bytes, at)?.and_then(|(start, end)| {
        let after = end + 2;
        if start == end { Some(Framing::End(after)) } else { (after <= bytes.len()).then_some(Framing::Chunk(after)) }
    }))
}
