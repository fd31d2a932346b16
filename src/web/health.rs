//! For the operator: is the process up, can it serve, and how is it doing.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::Wrong;
use super::server::Peer;
use crate::app::App;

const PLAIN: [(header::HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];

/// `/healthz`: the process is up.
pub async fn alive() -> Response {
    (PLAIN, "ok\n").into_response()
}

/// `/readyz`: the database answers and there is content. 503 with the reason otherwise, so that a proxy sends people elsewhere.
pub async fn ready(State(app): State<App>) -> Response {
    if app.shelf().workshops.is_empty() {
        return (StatusCode::SERVICE_UNAVAILABLE, PLAIN, "no content\n").into_response();
    }
    match app.store.ready().await {
        Ok(()) => (PLAIN, "ready\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, PLAIN, "the database does not answer\n").into_response()
        }
    }
}

/// `/metrics` in the text form of Prometheus. Only for this machine as long as nothing stands in front of it, or with the token from the settings: for anybody
/// else there is no such page.
pub async fn metrics(
    State(app): State<App>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let local = app.config.public_url.is_none()
        && is_loopback_host(&headers)
        && peer.is_some_and(|Extension(Peer(address))| address.ip().to_canonical().is_loopback())
        && !headers.contains_key("x-forwarded-for")
        && !headers.contains_key(header::FORWARDED);
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let token =
        app.config.metrics_token.as_ref().is_some_and(|token| given.is_some_and(|given| same(given, token.as_bytes())));
    if !local && !token {
        return Err(Wrong::NotFound);
    }
    if let Some(bytes) = resident_memory() {
        #[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
        metrics::gauge!("podium_process_resident_memory_bytes").set(bytes as f64);
    }
    let kind =
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((kind, app.metrics.render()).into_response())
}

/// Whether the request calls this machine by a name or an address that only itself has. Another name that leads here is a
/// proxy's, or somebody's trick with a name server.
fn is_loopback_host(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    name == "localhost" || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Compares without telling by the time taken how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

/// What this process keeps in memory, in bytes; known on Linux.
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd"));
        assert!(!same(b"abc", b"ab"));
    }
}
