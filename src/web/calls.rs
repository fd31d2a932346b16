//! Calls to other servers, which an operator or an owner has named: an identity provider, learning platforms, a record store.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Response, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// How long another server may take for one answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
/// The most bytes of an answer.
const LARGEST: usize = 1024 * 1024;

/// Asks what it is told to ask, and follows no redirect.
pub(super) type Http = legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// There is no answer, or no whole one: why, in words for the log, which hold nothing of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered(pub String);

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unanswered {}

/// Trusts whom this machine trusts.
pub(super) fn http() -> Result<Http, Unanswered> {
    let connector = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .map_err(|error| Unanswered(in_words(&error)))?
        .https_or_http()
        .enable_http1()
        .build();
    Ok(legacy::Client::builder(TokioExecutor::new()).build(connector))
}

/// Asks for what stands at an address; by https only, when `secure`.
pub(super) async fn call(http: Http, secure: bool, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Unanswered> {
    if secure && request.uri().scheme_str() != Some("https") {
        return Err(Unanswered("it names an address that is not https".to_owned()));
    }
    let (mut head, body) = request.into_parts();
    head.headers.insert(header::USER_AGENT, HeaderValue::from_static("Podium"));
    let request = Request::from_parts(head, Full::new(Bytes::from(body)));
    let asked = async {
        let response = http.request(request).await.map_err(|error| Unanswered(in_words(&error)))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LARGEST).collect().await.map_err(|error| Unanswered(in_words(&*error)))?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    };
    let late = |_| Unanswered("it took too long".to_owned());
    tokio::time::timeout(PATIENCE, asked).await.map_err(late)?
}

/// An error with what caused it.
pub(super) fn in_words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}
