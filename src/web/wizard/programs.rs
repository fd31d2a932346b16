//! A wizard for programs: answers in, the next question and where the outcomes stand out.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::{find, plain};
use crate::app::App;
use crate::content::model::Decision;
use crate::domain::wizard::{Reason, Standing};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::session::Caller;

const JSON: &str = "application/json; charset=utf-8";
const PROBLEM: &str = "application/problem+json; charset=utf-8";

#[derive(Serialize)]
struct Out<'a> {
    next: Option<Asked<'a>>,
    at_most: usize,
    remaining: Vec<Stands<'a>>,
    excluded: Vec<Stands<'a>>,
    outcome: Option<&'a str>,
    conflict: Option<Vec<&'a str>>,
    open: Vec<&'a str>,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    ask: String,
    help: String,
    options: Vec<Offered<'a>>,
}

#[derive(Serialize)]
struct Offered<'a> {
    id: &'a str,
    say: String,
}

#[derive(Serialize)]
struct Stands<'a> {
    outcome: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u32>,
    because: String,
    reasons: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    question: Option<&'a str>,
    option: Option<&'a str>,
    because: String,
    source: &'a str,
}

/// `POST /api/v1/workshops/{workshop}/wizards/{wizard}` with `{"answers": {question: option}}`. Questions and options that the
/// wizard does not have are dropped, as in its address.
pub async fn answer(
    State(app): State<App>,
    Path((workshop, wizard)): Path<(String, String)>,
    caller: Caller,
    now: Now,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Wrong> {
    app.limits.question(caller.address, now.0)?;
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let decision = find(workshop, &wizard)?;
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return Err(Wrong::TooLarge),
        Err(_) => return Err(Wrong::BadRequest("The body broke off.")),
    };
    match pairs(&body) {
        Ok(pairs) => {
            let answers = decision.wizard.read(pairs.iter().map(|(q, o)| (q.as_str(), o.as_str())));
            answer::json(StatusCode::OK, JSON, &out(decision, &decision.wizard.consider(&answers)))
        }
        Err((pointer, detail)) => {
            let problem = json!({
                "type": "about:blank",
                "title": "Cannot be read",
                "status": 422,
                "detail": "The body is an object with “answers”, from the ids of questions to the ids of options.",
                "errors": [{ "pointer": pointer, "detail": detail }],
            });
            answer::json(StatusCode::UNPROCESSABLE_ENTITY, PROBLEM, &problem)
        }
    }
}

/// The answers, or where the body is wrong and how.
fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, (String, String)> {
    let body: Value =
        serde_json::from_slice(body).map_err(|error| (String::new(), format!("this is not JSON: {error}")))?;
    let wrong = |pointer: &str, detail: &str| (pointer.to_owned(), detail.to_owned());
    let body = body.as_object().ok_or_else(|| wrong("", "write an object: {\"answers\": {}}"))?;
    if let Some(other) = body.keys().find(|key| *key != "answers") {
        let pointer = format!("/{}", other.replace('~', "~0").replace('/', "~1"));
        return Err((pointer, "there is nothing of this name; write “answers”".to_owned()));
    }
    let Some(answers) = body.get("answers") else { return Ok(Vec::new()) };
    let answers =
        answers.as_object().ok_or_else(|| wrong("/answers", "write an object: {\"question\": \"option\"}"))?;
    let pair = |(question, option): (&String, &Value)| {
        let wrong = || {
            let pointer = format!("/answers/{}", question.replace('~', "~0").replace('/', "~1"));
            (pointer, "write the id of an option as a text, or \"unknown\"".to_owned())
        };
        option.as_str().map(|option| (question.clone(), option.to_owned())).ok_or_else(wrong)
    };
    answers.iter().map(pair).collect()
}

fn out<'a>(decision: &'a Decision, state: &crate::domain::wizard::State<'a>) -> Out<'a> {
    let outcomes = &decision.wizard.outcomes;
    let stands = |standing: &Standing<'a>, reasons: &[Reason<'a>], score: Option<u32>| {
        let reasons: Vec<Said<'a>> = reasons
            .iter()
            .map(|reason| Said {
                question: reason.question.map(|question| question.id.as_str()),
                option: reason.choice.map(|choice| choice.id.as_str()),
                because: plain(reason.because),
                source: reason.source,
            })
            .collect();
        Stands {
            outcome: &outcomes[standing.outcome].id,
            title: &outcomes[standing.outcome].title,
            score,
            because: reasons.iter().map(|reason| reason.because.as_str()).collect::<Vec<_>>().join(" "),
            reasons,
        }
    };
    Out {
        next: state.next.map(|question| Asked {
            id: &question.id,
            ask: plain(&question.ask),
            help: plain(&question.help),
            options: question.options.iter().map(|o| Offered { id: &o.id, say: plain(&o.say) }).collect(),
        }),
        at_most: state.at_most,
        remaining: state.possible.iter().map(|s| stands(s, &s.for_it, Some(s.points))).collect(),
        excluded: state.excluded.iter().map(|s| stands(s, &s.against, None)).collect(),
        outcome: state.outcome.map(|outcome| outcomes[outcome].id.as_str()),
        conflict: state.conflict.as_ref().map(|c| c.questions.iter().map(|q| q.id.as_str()).collect()),
        open: state.open.iter().map(|open| open.question.id.as_str()).collect(),
    }
}
