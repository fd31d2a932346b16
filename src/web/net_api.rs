//! The network tools for programs: the JSON operations, their description, and the page that explains them.

use std::sync::LazyLock;

use askama::Template;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::answer;
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::limits::Wait;
use super::now::Now;
use super::session::{Caller, Token};
use super::work::aside;
use crate::api::{self, Answered, Group, OPERATIONS, Operation, PROBLEM, Problem};
use crate::app::App;

const JSON: &str = "application/json; charset=utf-8";
/// Bodies with more bytes than this hold about 20,000 networks: working on them would keep others waiting.
const HEAVY: usize = 256 * 1024;

/// `POST /api/v1/net/{operation}`.
pub async fn answer(
    State(app): State<App>,
    Path(operation): Path<String>,
    caller: Caller,
    now: Now,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Wrong> {
    if let Err(wait) = app.limits.question(caller.address, now.0) {
        return Ok(too_many(wait));
    }
    let Some(operation) = api::find(&operation) else {
        return Ok(respond(Problem::unknown_operation(&operation).into()));
    };
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Ok(respond(Problem::too_large(operation.body).into()));
        }
        Err(_) => return Err(Wrong::BadRequest("The body broke off.")),
    };
    if body.len() <= HEAVY {
        return Ok(respond(api::answer(operation, &body)));
    }
    aside(operation.id, move || api::answer(operation, &body)).await.map(respond)
}

fn respond(answered: Answered) -> Response {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = if status == StatusCode::OK { JSON } else { PROBLEM };
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], answered.json).into_response()
}

fn too_many(Wait(seconds): Wait) -> Response {
    let mut response = respond(Problem::too_many(seconds).into());
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// `/api/v1/openapi.json`.
pub async fn openapi() -> Result<Response, Wrong> {
    answer::json(StatusCode::OK, JSON, api::description())
}

/// `/api`.
#[derive(Template)]
#[template(path = "api.html")]
pub struct ApiPage {
    /// Around it.
    pub frame: Frame,
    /// The portal's address, without a slash at the end.
    pub host: String,
    /// The address that operations stand below, without a slash at the end.
    pub base: String,
    /// A refusal, for the explanation of refusals.
    pub refusal: Sample,
    /// Every operation.
    pub operations: &'static [OperationView],
    /// What an operation's body may have at most: in KiB, and in MiB for lists.
    pub most: (usize, usize),
}

/// An operation as the page shows it.
pub struct OperationView {
    /// The operation.
    pub operation: &'static Operation,
    /// The input's fields.
    pub input: Vec<Group>,
    /// The answer's fields.
    pub answer: Vec<Group>,
    /// Live examples.
    pub samples: Vec<Sample>,
}

/// A request and its real answer.
pub struct Sample {
    /// What it shows.
    pub title: &'static str,
    /// The body, indented.
    pub body: String,
    /// The body in one line, as it stands in single quotes of a shell.
    pub line: String,
    /// The status of the answer.
    pub status: u16,
    /// The answer, indented.
    pub answer: String,
}

impl Sample {
    fn of(operation: &Operation, title: &'static str, body: &str) -> Self {
        let answered = api::answer(operation, body.as_bytes());
        // Within single quotes a shell takes everything as it is, but for the quote itself.
        let line = body.replace('\'', r"'\''");
        Self { title, body: indented(body), line, status: answered.status, answer: indented(&answered.json) }
    }
}

/// JSON with line ends and indents, its fields in the order in which they stand there.
fn indented(json: &str) -> String {
    let (mut text, mut deep, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    let mut letters = json.chars().filter(|c| *c != '\n').peekable();
    let line = |text: &mut String, deep: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", deep));
    };
    while let Some(letter) = letters.next() {
        if quoted {
            text.push(letter);
            quoted = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
            continue;
        }
        match letter {
            ' ' => continue,
            '"' => quoted = true,
            '}' | ']' => {
                deep = deep.saturating_sub(1);
                if !text.ends_with(['{', '[']) {
                    line(&mut text, deep);
                }
            }
            _ => {}
        }
        text.push(letter);
        match letter {
            '{' | '[' => {
                deep += 1;
                if !matches!(letters.peek(), Some('}' | ']')) {
                    line(&mut text, deep);
                }
            }
            ',' => line(&mut text, deep),
            ':' => text.push(' '),
            _ => {}
        }
    }
    text
}

/// The same for everybody and for good: worked out at the first visit.
static VIEWS: LazyLock<Vec<OperationView>> = LazyLock::new(|| {
    let view = |operation: &'static Operation| OperationView {
        operation,
        input: api::input_groups(operation),
        answer: api::answer_groups(operation),
        samples: operation.examples.iter().map(|e| Sample::of(operation, e.title, e.body)).collect(),
    };
    OPERATIONS.iter().map(view).collect()
});

/// `/api`: how to use the tools from a program.
pub async fn show(State(app): State<App>, around: Around, token: Token, now: Now) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let host = around.address(&app);
    let base = format!("{host}/api/v1/net");
    let wrong = r#"{"cidr": "10.0.0.5/240", "parts": -3, "prefx": 26}"#;
    let refusal = Sample::of(api::find("split").ok_or(Wrong::Internal)?, "Three things wrong", wrong);
    answer::page(&ApiPage {
        frame: around.frame("The tools for programs", None, identity.as_ref()),
        host,
        base,
        refusal,
        operations: &VIEWS,
        most: (api::BODY >> 10, api::LIST_BODY >> 20),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_indented_in_its_own_order() {
        let text = indented(r#"{"b": "a,{\"x\": [1]}\\", "a": [1, {}, []], "c": {"d": null}}"#);
        let expected = "{\n  \"b\": \"a,{\\\"x\\\": [1]}\\\\\",\n  \"a\": [\n    1,\n    {},\n    []\n  ],\n  \"c\": {\n    \"d\": null\n  }\n}";
        assert_eq!(text, expected);
        let both = [text.as_str(), expected].map(|t| serde_json::from_str::<serde_json::Value>(t).unwrap());
        assert_eq!(both[0], both[1]);
    }
}
