//! An attempt: its questions to answer, the answers that were accepted, hints, and what came out.
//!
//! Whatever is sent comes back as a whole page, as a redirect, or, with `X-Fragment`, as the part that takes the place of the
//! one before: `quiz` the whole attempt, `answer` one question with the bar above it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use uuid::Uuid;

use super::answer;
use super::error::Wrong;
use super::frame::Around;
use super::now::Now;
use super::session::Token;
use crate::app::App;
use crate::domain::quiz::When;
use crate::store::{Identity, Purpose};

mod accept;
mod result;
mod running;
mod taking;
mod view;

use accept::{Not, Sent, take, take_all};

pub(super) use result::marks;
pub(super) use running::pace_words;
pub use taking::Shown;
pub(super) use taking::{Taking, title};
pub(super) use view::{Part, QuizPage, Spoken, page, part};

/// `/w/{workshop}/attempts/{attempt}`.
pub async fn show(
    State(app): State<App>,
    Path((workshop, attempt)): Path<(String, String)>,
    Query(shown): Query<Shown>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
    let id = Uuid::parse_str(&attempt).map_err(|_| Wrong::NotFound)?;
    let taking = Taking::of(&app, shelved, identity.person, id).await?.ok_or(Wrong::NotFound)?;
    if taking.row.purpose == Purpose::Quiz {
        let slot = if shown.names_one() { taking.address_of(shown.slot(&taking, now)) } else { taking.own_address() };
        return Ok(answer::redirect(&slot));
    }
    page(&taking, &identity, around, &Part::of(&shown, &taking, now), StatusCode::OK, now)
}

/// Finds the attempt that a request is about, as the person's who asks.
async fn find(
    app: &App,
    (workshop, attempt): (&str, &str),
    token: &Token,
    now: Now,
) -> Result<(Taking, Identity), Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(workshop).ok_or(Wrong::NotFound)?;
    let id = Uuid::parse_str(attempt).map_err(|_| Wrong::NotFound)?;
    let mut identity = None;
    // When it is not there, the person may have been merged into another at this very moment.
    for _ in 0..2 {
        let who = match token.identity(app, now).await? {
            Some(who) => who,
            None if token.named() => return Err(Wrong::SignedOut),
            None => return Err(Wrong::NotFound),
        };
        if let Some(taking) = Taking::of(app, shelved, who.person, id).await? {
            return Ok((taking, who));
        }
        if identity.is_some_and(|before: Uuid| before == who.person) {
            break;
        }
        identity = Some(who.person);
    }
    Err(Wrong::NotFound)
}

/// `POST /w/{workshop}/attempts/{attempt}/questions/{question}`: an answer.
pub async fn answer(
    State(app): State<App>,
    Path((workshop, attempt, question)): Path<(String, String, String)>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let (mut taking, identity) = find(&app, (&workshop, &attempt), &token, now).await?;
    let slot = taking.find(&question).ok_or(Wrong::NotFound)?;
    let sent = Sent::of(&form, &question);
    let outcome = take(&app, &mut taking, identity.person, slot, &sent, now).await?;
    let spoken = match &outcome {
        Ok(()) if !headers.contains_key(answer::FRAGMENT) => {
            // With feedback to read the question stays; else the next one comes.
            let each = taking.row.attempt.rules.feedback == When::EachAnswer;
            return Ok(answer::redirect(&match (taking.all_at_once(), each) {
                (true, _) => format!("{}#{}", taking.own_address(), view::id_of(&question)),
                (false, true) => taking.address_of(slot),
                (false, false) => taking.address_of(slot + 1),
            }));
        }
        Ok(()) => Spoken::default(),
        Err(not) => Spoken::of(slot, &sent.fields, not),
    };
    let status = if outcome.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    if answer::wants(&headers, "answer") {
        let fragment = view::box_and_bar(&taking, slot, &spoken, now)?;
        return Ok(answer::of_person(answer::html(status, fragment), identity.person));
    }
    let around = around.at(&taking.address_of(slot));
    page(&taking, &identity, around, &Part { slot, spoken, result: false }, status, now)
}

/// `POST /w/{workshop}/attempts/{attempt}`: what was answered on a page that has all questions.
pub async fn answer_all(
    State(app): State<App>,
    Path((workshop, attempt)): Path<(String, String)>,
    around: Around,
    token: Token,
    now: Now,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let (mut taking, identity) = find(&app, (&workshop, &attempt), &token, now).await?;
    let pressed = form.iter().find(|(name, _)| name == "save").map(|(_, question)| question.as_str());
    let spoken = take_all(&app, &mut taking, identity.person, &form, pressed, now).await?;
    if spoken.is_empty() {
        let anchor = pressed.map(|question| format!("#{}", view::id_of(question))).unwrap_or_default();
        return Ok(answer::redirect(&format!("{}{anchor}", taking.own_address())));
    }
    let around = around.at(&taking.own_address());
    // The page may have had all questions when it was opened, and have one at a time since the content changed.
    let part = Part { slot: spoken.first().unwrap_or(0), spoken, result: false };
    page(&taking, &identity, around, &part, StatusCode::UNPROCESSABLE_ENTITY, now)
}

/// `POST /w/{workshop}/attempts/{attempt}/questions/{question}/hint`: the next hint; what was typed so far stays.
pub async fn hint(
    State(app): State<App>,
    Path((workshop, attempt, question)): Path<(String, String, String)>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let (mut taking, identity) = find(&app, (&workshop, &attempt), &token, now).await?;
    let slot = taking.find(&question).ok_or(Wrong::NotFound)?;
    let sent = Sent::of(&form, &question);
    let own = format!("{question}.hint");
    let wanted = form.iter().find(|(name, _)| name == "hint" || *name == own).and_then(|(_, n)| n.parse().ok());
    let hints = taking.asked[slot].public().hints;
    let given = usize::from(taking.row.attempt.slots[slot].hints);
    let mut spoken = Spoken::default();
    // On a page with all questions the form brings them all, and each keeps what stands in it.
    for (other, asked) in taking.asked.iter().enumerate() {
        if other == slot || form.iter().any(|(name, _)| name.starts_with(&format!("{}.", asked.id()))) {
            spoken.keep(other, &Sent::of(&form, asked.id()).fields);
        }
    }
    let mut status = StatusCode::OK;
    // The page says which one it asks for, so that a second press, or a reload, gives none beyond it.
    if wanted.is_none_or(|wanted: usize| wanted >= given) {
        match taking.row.attempt.hint(&question, hints, now.0) {
            Ok(number) => {
                if !app.store.give_hint(identity.person, taking.row.id, &question, number, now.0).await? {
                    taking.row = app.store.attempt(identity.person, taking.row.id).await?.ok_or(Wrong::NotFound)?;
                }
            }
            Err(refusal) => {
                spoken.add(slot, &sent.fields, &Not::Counted(refusal));
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }
    }
    if answer::wants(&headers, "answer") {
        let fragment = view::box_and_bar(&taking, slot, &spoken, now)?;
        return Ok(answer::of_person(answer::html(status, fragment), identity.person));
    }
    let around = around.at(&taking.address_of(slot));
    page(&taking, &identity, around, &Part { slot, spoken, result: false }, status, now)
}

/// `POST /w/{workshop}/attempts/{attempt}/hand-in`: it is over, and the result is shown. What stands in the fields of a page
/// that has all questions is saved before; when something of it cannot be, nothing is handed in and it is said beside it.
pub async fn hand_in(
    State(app): State<App>,
    Path((workshop, attempt)): Path<(String, String)>,
    around: Around,
    token: Token,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let (mut taking, identity) = find(&app, (&workshop, &attempt), &token, now).await?;
    let spoken = take_all(&app, &mut taking, identity.person, &form, None, now).await?;
    let clean = spoken.is_empty();
    if clean {
        app.store.hand_in(identity.person, taking.row.id, now.0).await?;
        if !answer::wants(&headers, "quiz") {
            return Ok(answer::redirect(&taking.own_address()));
        }
        taking.row = app.store.attempt(identity.person, taking.row.id).await?.ok_or(Wrong::NotFound)?;
    }
    let status = if clean { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let usual = Part::of(&Shown::default(), &taking, now);
    let shown = Part { slot: spoken.first().unwrap_or(usual.slot), spoken, ..usual };
    if answer::wants(&headers, "quiz") {
        let fragment = part(&taking, &shown, now)?;
        return Ok(answer::of_person(answer::html(status, fragment), identity.person));
    }
    let around = around.at(&taking.own_address());
    page(&taking, &identity, around, &shown, status, now)
}
