//! What the portal is held against: a plain axum server that gives away bytes which it has in memory.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::routing::get;

use crate::client::Answer;
use crate::process::Server;

/// Headers that a server writes itself.
const WRITTEN_BY_THE_SERVER: [&str; 4] = ["content-length", "transfer-encoding", "connection", "date"];

/// Keeps an answer of the portal for a bare server: its headers line by line, an empty line, the body without framing.
pub fn keep(answer: &Answer<'_>, path: &Path) -> Result<()> {
    let mut head = String::new();
    for (name, value) in
        answer.headers().filter(|(name, _)| !WRITTEN_BY_THE_SERVER.contains(&name.to_ascii_lowercase().as_str()))
    {
        writeln!(head, "{name}: {value}")?;
    }
    head.push('\n');
    Ok(std::fs::write(path, [head.as_bytes(), &answer.body()].concat())?)
}

/// Starts a bare server: `/0` is the first of these files, `/1` the second.
pub fn start(files: &[PathBuf], log: &Path) -> Result<Server> {
    Server::start(Command::new(std::env::current_exe()?).arg("--bare").args(files), log)
}

/// What the process of a bare server does until nobody holds its input open any more.
pub fn serve(files: &[PathBuf]) -> Result<()> {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let mut router = Router::new();
    for (n, file) in files.iter().enumerate() {
        let (headers, body) = stored(&std::fs::read(file)?)?;
        let answer = async move || Ok::<_, Infallible>((headers.clone(), body.clone()));
        router = router.route(&format!("/{n}"), get(answer));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let mut out = std::io::stdout();
        writeln!(out, "http://{}", listener.local_addr()?)?;
        out.flush()?;
        Ok(axum::serve(listener, router).await?)
    })
}

fn stored(bytes: &[u8]) -> Result<(HeaderMap, Bytes)> {
    let head = bytes.windows(2).position(|two| two == b"\n\n").context("no empty line after the headers")?;
    let mut headers = HeaderMap::new();
    for line in std::str::from_utf8(&bytes[..head])?.lines() {
        let (name, value) = line.split_once(": ").context("no header")?;
        headers.append(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
    }
    Ok((headers, Bytes::copy_from_slice(&bytes[head + 2..])))
}
