//! One batch on its way to the record store, and what its answer means (xAPI 1.0.3, part three).

use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::fmt::rfc2822;
use serde_json::Value;
use uuid::Uuid;

use super::recorder::Recorder;
use crate::domain::time::Millis;
use crate::store::{HeldStatement, Store, StoreError};
use crate::web::calls::{Unanswered, call, http};
use crate::web::now::Now;

/// For how long a portal holds what it sends, in seconds: longer than an answer may take. It is held anew before each request.
const HOLD_SECONDS: i64 = 30;
/// The most characters that are kept of why a statement was refused.
const MOST_WORDS: usize = 300;

/// A batch that one portal holds.
pub(super) struct Delivery<'a> {
    pub(super) recorder: &'a Recorder,
    pub(super) store: &'a Store,
    /// By what it is held.
    pub(super) claim: Uuid,
    pub(super) clock: fn() -> Now,
}

/// The record store takes nothing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// Why, in words.
    pub(super) why: String,
    /// After how many seconds it wants to be asked again.
    pub(super) after: Option<i64>,
}

/// What an answer to a request means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// All are taken.
    Taken,
    /// One of them is there already.
    There,
    /// One of them, or all together, are refused for good.
    Refused(String),
    /// None is taken now.
    Held(Held),
}

impl Delivery<'_> {
    /// Holds so many statements at most.
    pub(super) async fn hold(&self, most: i64) -> Result<Vec<HeldStatement>, StoreError> {
        let now = (self.clock)().0;
        self.store.hold_statements(self.claim, most, now, now.plus_seconds(HOLD_SECONDS)).await
    }

    /// Sends them: all that the record store takes are kept as sent, the rest is put aside or, when it takes nothing now, still
    /// held.
    pub(super) async fn deliver(&self, batch: Vec<HeldStatement>) -> Result<Result<(), Held>, StoreError> {
        let mut waiting = vec![batch];
        while let Some(mut part) = waiting.pop() {
            // What was deleted since, or is about somebody who left, is not sent.
            let still = self.store.hold_longer(self.claim, (self.clock)().0.plus_seconds(HOLD_SECONDS)).await?;
            part.retain(|one| still.contains(&one.id));
            if part.is_empty() {
                continue;
            }
            let ids: Vec<Uuid> = part.iter().map(|one| one.id).collect();
            let meaning = self.post(&part).await;
            let now = (self.clock)().0;
            match meaning {
                Meaning::Taken => {
                    count("sent", ids.len());
                    self.store.statements_sent(ids, now).await?;
                }
                Meaning::There if part.len() == 1 => {
                    count("there", 1);
                    self.store.statements_sent(ids, now).await?;
                }
                // Which one it is shows when each goes alone.
                Meaning::There => waiting.extend(part.into_iter().rev().map(|one| vec![one])),
                Meaning::Refused(why) if part.len() == 1 => {
                    count("put aside", 1);
                    tracing::warn!(statement = %ids[0], "the record store refused a statement; it is put aside");
                    self.store.statement_failed(ids[0], why, now).await?;
                }
                Meaning::Refused(_) => {
                    let rest = part.split_off(part.len() / 2);
                    waiting.push(rest);
                    waiting.push(part);
                }
                Meaning::Held(held) => return Ok(Err(held)),
            }
        }
        Ok(Ok(()))
    }

    async fn post(&self, part: &[HeldStatement]) -> Meaning {
        match self.ask(part).await {
            Ok(answer) => meaning(&answer, part.len(), (self.clock)().0),
            Err(Unanswered(why)) => Meaning::Held(Held { why: format!("it cannot be reached: {why}"), after: None }),
        }
    }

    async fn ask(&self, part: &[HeldStatement]) -> Result<Response<Vec<u8>>, Unanswered> {
        let settings = &self.recorder.settings;
        let client = if let Some(client) = self.recorder.http.get() {
            client.clone()
        } else {
            let client = http()?;
            self.recorder.http.get_or_init(|| client).clone()
        };
        let texts: Vec<&str> = part.iter().map(|one| one.body.as_str()).collect();
        let mut basic = HeaderValue::from_str(&format!(
            "Basic {}",
            STANDARD.encode(format!("{}:{}", settings.key, settings.secret))
        ))
        .map_err(|_| Unanswered("its key cannot be sent".to_owned()))?;
        basic.set_sensitive(true);
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/statements", settings.endpoint))
            .header(header::CONTENT_TYPE, "application/json")
            .header("X-Experience-API-Version", "1.0.3")
            .header(header::AUTHORIZATION, basic)
            .body(format!("[{}]", texts.join(",")).into_bytes())
            .map_err(|_| Unanswered("its address is none".to_owned()))?;
        call(client, settings.endpoint.starts_with("https://"), request).await
    }
}

fn count(outcome: &'static str, statements: usize) {
    metrics::counter!("podium_xapi_statements_total", "outcome" => outcome).increment(statements as u64);
}

/// What an answer to so many statements means.
fn meaning(answer: &Response<Vec<u8>>, statements: usize, now: Millis) -> Meaning {
    let held = |why: String| Meaning::Held(Held { why, after: wanted(answer.headers(), now) });
    match answer.status() {
        StatusCode::NO_CONTENT => Meaning::Taken,
        // It answers with the id of each; a page that somebody else put in its place does not.
        StatusCode::OK => match serde_json::from_slice::<Vec<Uuid>>(answer.body()) {
            Ok(ids) if ids.len() == statements => Meaning::Taken,
            _ => held("its answer is not that of a record store".to_owned()),
        },
        StatusCode::CONFLICT => Meaning::There,
        StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE => {
            Meaning::Refused(format!("it answered {}{}", answer.status(), words(answer.body())))
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            held(format!("it does not take the key: it answered {}", answer.status()))
        }
        StatusCode::TOO_MANY_REQUESTS => held("it was asked too often".to_owned()),
        status => held(format!("it answered {status}")),
    }
}

/// After how many seconds it wants to be asked again (RFC 9110, section 10.2.3).
fn wanted(headers: &HeaderMap, now: Millis) -> Option<i64> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(seconds.into());
    }
    let at = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    // A second that has begun is waited for.
    Some((at.as_millisecond() - now.0).max(0).unsigned_abs().div_ceil(1000).try_into().unwrap_or(i64::MAX))
}

/// What is said of why, for the operator: its text, or the part of its JSON that says it.
fn words(body: &[u8]) -> String {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(said)) => {
            let known = ["message", "error", "detail", "errorMessage", "warnings"];
            known.iter().find_map(|name| said.get(*name)).map_or_else(
                || Value::Object(said.clone()).to_string(),
                |part| part.as_str().map_or_else(|| part.to_string(), str::to_owned),
            )
        }
        _ => String::from_utf8_lossy(body).into_owned(),
    };
    let line: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect();
    let line: String = line.join(" ").chars().take(MOST_WORDS).collect();
    if line.is_empty() { line } else { format!(": {line}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Vec<u8>> {
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        answer.body(body.as_bytes().to_vec()).unwrap()
    }

    fn read(status: u16, headers: &[(&str, &str)], body: &str) -> Meaning {
        meaning(&answer(status, headers, body), 2, Millis(1_445_412_470_000))
    }

    fn held(why: &str, after: Option<i64>) -> Meaning {
        Meaning::Held(Held { why: why.to_owned(), after })
    }

    #[test]
    fn an_answer_means_what_the_specification_says() {
        let ids = r#"["6690e6c9-3ef0-4ed3-8b37-7f3964730bee", "018f0000-0000-7000-8000-000000000000"]"#;
        assert_eq!(read(200, &[], ids), Meaning::Taken);
        assert_eq!(read(204, &[], ""), Meaning::Taken);
        assert_eq!(read(409, &[], "there"), Meaning::There);
        let odd = held("its answer is not that of a record store", None);
        for body in ["", "<html>Sign in to our WLAN</html>", "[]", "{}", r#"["6690e6c9-3ef0-4ed3-8b37-7f3964730bee"]"#]
        {
            assert_eq!(read(200, &[], body), odd, "{body}");
        }
        let refused = |why: &str| Meaning::Refused(why.to_owned());
        assert_eq!(read(400, &[], r#"{"message":"no\r\n actor"}"#), refused("it answered 400 Bad Request: no actor"));
        assert_eq!(read(400, &[], "\u{1b}[31m"), refused("it answered 400 Bad Request: [31m"));
        assert_eq!(read(413, &[], ""), refused("it answered 413 Payload Too Large"));
        let Meaning::Refused(long) = read(400, &[], &"ä".repeat(1000)) else { panic!("refused") };
        assert_eq!(long.chars().count(), "it answered 400 Bad Request: ".len() + 300);
        assert_eq!(read(401, &[], "canary"), held("it does not take the key: it answered 401 Unauthorized", None));
        assert_eq!(read(403, &[], ""), held("it does not take the key: it answered 403 Forbidden", None));
        assert_eq!(read(302, &[("location", "https://evil.example")], ""), held("it answered 302 Found", None));
        assert_eq!(read(404, &[], ""), held("it answered 404 Not Found", None));
        assert_eq!(read(500, &[], ""), held("it answered 500 Internal Server Error", None));
    }

    #[test]
    fn a_wait_is_wanted_in_seconds_or_until_a_date() {
        for (text, after) in [
            ("120", Some(120)),
            ("0", Some(0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(10)),
            ("Wed, 21 Oct 2015 07:00:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
        ] {
            let busy = answer(503, &[("retry-after", text)], "");
            assert_eq!(
                meaning(&busy, 1, Millis(1_445_412_470_000)),
                held("it answered 503 Service Unavailable", after),
                "{text}"
            );
        }
        let busy = answer(429, &[("retry-after", "7")], "");
        assert_eq!(meaning(&busy, 1, Millis(0)), held("it was asked too often", Some(7)));
    }
}
