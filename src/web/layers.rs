//! What every request passes on its way in and out: numbering, measuring, the headers on every answer, error pages.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;

use super::build::BUILD;
use super::error::{ErrorPage, Wrong};
use super::frame::{Around, Onward};
use super::now::Now;
use super::session::{self, Renewal, Token};
use super::{answer, api, search};
use crate::app::App;

/// What a page may load and where it may send forms: only this portal, nothing inline.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Headers that every answer has unless it brings its own.
const ON_EVERY_ANSWER: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer: refuses a bad Host, numbers and measures the request, logs it by its route (never by its address,
/// which may hold a token), and puts the headers on.
pub async fn edge(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let number = Now::request_number();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %number);
    let renewal = Renewal::default();
    let cookie = session::renewed(&app, request.headers());
    request.extensions_mut().insert(RequestNumber(number.clone()));
    request.extensions_mut().insert(renewal.clone());

    let mut response = if has_one_host(&request) {
        next.run(request).instrument(span.clone()).await
    } else {
        Wrong::BadRequest("It names no host, or more than one.").into_response()
    };

    if renewal.is_due() && !response.headers().contains_key(header::SET_COOKIE) {
        response = answer::with_cookie(response, cookie.as_ref());
    }
    let seconds = started.elapsed().as_secs_f64();
    let status = response.status();
    let _in_span = span.enter();
    let milliseconds = seconds * 1000.0;
    match (status.as_u16(), method.is_safe()) {
        (500.., _) => tracing::error!(%method, route, status = status.as_u16(), milliseconds, "request failed"),
        (400.., _) | (_, false) => tracing::info!(%method, route, status = status.as_u16(), milliseconds, "request"),
        _ => tracing::debug!(%method, route, status = status.as_u16(), milliseconds, "request"),
    }
    measure(&method, route, status, seconds);

    let headers = response.headers_mut();
    for (name, value) in ON_EVERY_ANSWER {
        headers.entry(name).or_insert(value);
    }
    if app.https() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    if let Ok(value) = HeaderValue::from_str(&app.shelf().build) {
        headers.insert(BUILD, value);
    }
    if let Ok(value) = HeaderValue::from_str(&number) {
        headers.insert(REQUEST_ID, value);
    }
    response
}

/// The number of a request, for the log and the error page.
#[derive(Debug, Clone)]
struct RequestNumber(String);

fn measure(method: &Method, route: String, status: StatusCode, seconds: f64) {
    // Unknown methods and addresses are counted together: labels must not grow with what strangers send.
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    metrics::counter!("podium_http_requests_total", "method" => method, "route" => route.clone(), "status" => status_class(status))
        .increment(1);
    metrics::histogram!("podium_http_request_seconds", "method" => method, "route" => route).record(seconds);
}

fn status_class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// HTTP/1.1 wants exactly one Host; hyper lets none and two pass. What a proxy and we read differently could be abused.
fn has_one_host(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| {
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]%".contains(&byte))
        }),
        (None, None) => request.version() < Version::HTTP_11,
        _ => false,
    }
}

/// Draws a page for every error that has none yet: those of our handlers and those of the framework.
pub async fn pages_for_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = Asked {
        around: Around::of(&app, request.uri(), request.headers()),
        token: Token::of(&app, request.headers()),
        path: request.uri().path().to_owned(),
        number: request.extensions().get::<RequestNumber>().map(|number| number.0.clone()).unwrap_or_default(),
    };
    let mut response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let wrong = match response.extensions_mut().remove::<Wrong>() {
        Some(wrong) => wrong,
        None if has_page(response.headers()) => return response,
        None => match Wrong::of_status(response.status()) {
            Some(wrong) => wrong,
            None => return response,
        },
    };
    let drawn = if asked.path.starts_with("/api/") {
        api::problem(&wrong)
    } else {
        answer::page_with(wrong.status(), &error_page(&app, asked, &wrong).await)
    };
    let forget = (wrong == Wrong::SignedOut).then(|| session::forget(&app));
    let mut answered = answer::with_cookie(drawn.unwrap_or_else(|_| wrong.status().into_response()), forget.as_ref());
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers_mut().remove(&name) {
            answered.headers_mut().insert(name, value);
        }
    }
    answered
}

fn has_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/problem+json")
}

/// What the error page needs of a request that is gone by then.
struct Asked {
    around: Around,
    token: Token,
    path: String,
    number: String,
}

async fn error_page(app: &App, asked: Asked, wrong: &Wrong) -> ErrorPage {
    let Asked { around, token, path, number } = asked;
    let shelf = app.shelf();
    let workshop = path.strip_prefix("/w/").and_then(|rest| rest.split('/').next()).and_then(|id| shelf.find(id));
    let (title, message) = wrong.words();
    let identity = match wrong {
        Wrong::Unavailable | Wrong::Internal | Wrong::Timeout => None,
        _ => token.identity(app, Now::read()).await.ok().flatten(),
    };
    let home = workshop.map_or_else(
        || Onward { label: "Go to the start page".to_owned(), url: "/".to_owned() },
        |shelved| Onward { label: shelved.workshop.title.clone(), url: format!("/w/{}", shelved.workshop.id) },
    );
    let mut onward = vec![home];
    if *wrong == Wrong::SignedOut {
        onward.insert(0, Onward { label: "Enter a continue code".to_owned(), url: "/continue".to_owned() });
    }
    let (mut search, mut query) = (None, String::new());
    if *wrong == Wrong::NotFound {
        query = words_of(&path, workshop.map(|shelved| shelved.workshop.id.as_str()));
        search =
            Some(workshop.map_or_else(|| "/search".to_owned(), |shelved| format!("/w/{}/search", shelved.workshop.id)));
        let hits = search::find(&shelf, workshop.map(|shelved| shelved.workshop.id.as_str()), &query, 4);
        onward.extend(
            hits.into_iter()
                .filter(|hit| !hit.outside)
                .map(|hit| Onward { label: format!("{} – {}", hit.title, hit.place), url: hit.url }),
        );
    }
    ErrorPage {
        frame: around.at("/").frame(title, workshop.map(|shelved| &*shelved.workshop), identity.as_ref()),
        status: wrong.status().as_u16(),
        title: title.to_owned(),
        message,
        search,
        query,
        onward,
        request: number,
    }
}

/// The words of an address that may say what somebody was after: `/w/aks/azure-cni_overlay` → "azure cni overlay".
fn words_of(path: &str, workshop: Option<&str>) -> String {
    let rest = path.strip_prefix("/w/").unwrap_or(path);
    let rest = workshop.and_then(|id| rest.strip_prefix(id)).unwrap_or(rest);
    let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1 && word.len() < 30);
    words.take(6).collect::<Vec<_>>().join(" ")
}

/// A handler that panicked: the process goes on, and the person is told.
pub fn after_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Wrong::Internal.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_words_to_search_for() {
        let cases = [
            ("/w/aks/azure-cni_overlay", Some("aks"), "azure cni overlay"),
            ("/overlay/../x", None, "overlay"),
            ("/w/aks", Some("aks"), ""),
            ("/%00%ff", None, "00 ff"),
        ];
        for (path, workshop, words) in cases {
            assert_eq!(words_of(path, workshop), words, "{path}");
        }
    }
}
