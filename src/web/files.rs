//! Files that belong to a workshop: what its modules show and link to.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::Wrong;
use crate::app::App;

/// `/w/{workshop}/files/{path}`. A drawing opened by itself may run nothing, whatever is in it.
pub async fn show(
    State(app): State<App>,
    Path((workshop, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let file = shelf.find(&workshop).and_then(|shelved| shelved.workshop.files.get(&path)).ok_or(Wrong::NotFound)?;
    let tag = HeaderValue::from_str(&format!("\"{}\"", file.tag)).map_err(|_| Wrong::Internal)?;
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.mime)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ),
    ];
    Ok((kept, kind, file.bytes.to_vec()).into_response())
}
