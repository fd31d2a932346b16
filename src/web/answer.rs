//! How answers leave: pages, fragments and redirects with the headers that go with them.

use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use serde::Serialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::tag_of;

/// The header by which a script asks for a part of a page.
pub const FRAGMENT: HeaderName = HeaderName::from_static("x-fragment");

/// The header by which pages and answers say whose they are.
pub const WHO: HeaderName = HeaderName::from_static("x-podium-who");

/// Whether the request asks for this part alone.
#[must_use]
pub fn wants(headers: &HeaderMap, fragment: &str) -> bool {
    headers.get(FRAGMENT).is_some_and(|wanted| wanted == fragment)
}

/// A whole page or a part of one. Pages differ by person and are drawn anew each time: nobody but the browser's own
/// back button may keep them.
pub fn page(template: &impl Template) -> Result<Response, Wrong> {
    Ok(html(StatusCode::OK, template.render()?))
}

/// The same where the caller knows about how many bytes it will have, so that the text does not have to move as it grows.
pub fn page_of_size(template: &impl Template, bytes: usize) -> Result<Response, Wrong> {
    let mut text = String::with_capacity(bytes);
    template.render_into(&mut text)?;
    Ok(html(StatusCode::OK, text))
}

/// The same with another status, such as 422 for a form that comes back.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Wrong> {
    Ok(html(status, template.render()?))
}

/// HTML that is rendered already, such as a block of a template.
#[must_use]
pub fn html(status: StatusCode, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("Cookie, X-Fragment")),
    ];
    (status, headers, text).into_response()
}

/// JSON with its media type: `application/json`, or `application/problem+json` for an error.
pub fn json(status: StatusCode, mime: &'static str, value: &impl Serialize) -> Result<Response, Wrong> {
    let body = serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        Wrong::Internal
    })?;
    let headers = [(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-cache")];
    Ok((status, headers, body).into_response())
}

/// Tells the page whose answer this is, by the same [tag](super::frame::tag_of) that whole pages carry.
#[must_use]
pub fn of_person(mut response: Response, person: Uuid) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&tag_of(person)) {
        response.headers_mut().insert(WHO, tag);
    }
    response
}

/// 303: the browser gets the page at `to` next, so that a reload does not send the form again.
#[must_use]
pub fn redirect(to: &str) -> Response {
    redirect_with(to, None)
}

/// A redirect that also sets a cookie.
#[must_use]
pub fn redirect_with(to: &str, cookie: Option<&Cookie<'_>>) -> Response {
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    with_cookie(response, cookie)
}

/// Adds a cookie to an answer.
#[must_use]
pub fn with_cookie(mut response: Response, cookie: Option<&Cookie<'_>>) -> Response {
    if let Some(value) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie.to_string()).ok()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// A file to keep, under this name.
pub fn download(mime: &'static str, name: &str, body: String) -> Response {
    let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let disposition = format!("attachment; filename=\"{safe}\"");
    let mut response = ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-store")], body).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A path of this portal to go back to: what a form sends is only followed when it cannot lead anywhere else.
#[must_use]
pub fn own_path(text: &str) -> String {
    let own = text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { text.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_leads_nowhere_else() {
        let cases = [
            ("/w/a/b?q=1", "/w/a/b?q=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("https:evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("/a\tb", "/"),
            ("w/a", "/"),
        ];
        for (given, taken) in cases {
            assert_eq!(own_path(given), taken, "{given:?}");
        }
    }

    #[test]
    fn a_download_has_a_harmless_name() {
        let response = download("text/markdown; charset=utf-8", "no\"tes\r\n/../x.md", String::new());
        assert_eq!(response.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"notes..x.md\"");
    }
}
