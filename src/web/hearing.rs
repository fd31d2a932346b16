//! A refusal that is heard: who is still sending does not listen, and when the portal hangs up on them they learn nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;

/// A body that is too large is read on and thrown away up to so many bytes.
const THROWN_AWAY: usize = 32 * 1024 * 1024;

/// Around everything that may refuse a body for its size: what is left of it is read before the refusal goes out. The time
/// that a request may take holds for this as well.
pub async fn hear_out(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let rest = Rest(Arc::new(Mutex::new(body.into_data_stream())));
    let own = rest.clone();
    let body = Body::from_stream(poll_fn(move |context| own.poll(context)));
    let response = next.run(Request::from_parts(head, body)).await;
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        rest.throw_away().await;
    }
    response
}

/// A body that the handler reads, and whose rest can still be read when the handler has given up.
#[derive(Clone)]
struct Rest(Arc<Mutex<BodyDataStream>>);

impl Rest {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    }

    async fn throw_away(self) {
        let mut seen = 0_usize;
        let mut rest = poll_fn(move |context| self.poll(context));
        while let Some(Ok(data)) = rest.next().await {
            seen = seen.saturating_add(data.len());
            if seen > THROWN_AWAY {
                return;
            }
        }
    }
}
