//! What somebody in a cohort answered in one attempt, and a design that they show.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::person::{Looked, look};
use crate::app::App;
use crate::domain::quiz::Try;
use crate::web::account::Signed;
use crate::web::attempt::Taking;
use crate::web::cohort::CohortHead;
use crate::web::design::{current, sharing};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame, Onward};
use crate::web::now::Now;
use crate::web::question::{self, Status, View};
use crate::web::session::Token;
use crate::web::{answer, assets, when};

/// `/facilitate/cohorts/{cohort}/people/{member}/attempts/{attempt}`.
#[derive(Template)]
#[template(path = "board/answers.html")]
struct AnswersPage {
    frame: Frame,
    head: CohortHead,
    style: String,
    quiz_style: String,
    /// The person's page.
    person: Onward,
    title: String,
    begun: (String, String),
    open: bool,
    /// "76 %".
    share: String,
    questions: Vec<QuestionView>,
}

struct QuestionView {
    /// HTML of the last try, or of the question that was not answered.
    html: String,
    /// HTML of the tries before it, the first first.
    earlier: Vec<String>,
}

/// `/facilitate/cohorts/{cohort}/people/{member}/attempts/{attempt}`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path((cohort, member, id)): Path<(Uuid, Uuid, Uuid)>,
    (around, token): (Around, Token),
    now: Now,
) -> Result<Response, Wrong> {
    let Looked::Found(found) = look(&app, &signed, cohort, member).await? else { return Err(Wrong::NotFound) };
    let attempts = app.store.member_attempts(cohort, member, &found.shelved.workshop.id).await?;
    let row = attempts.into_iter().find(|row| row.id == id).ok_or(Wrong::NotFound)?;
    let taking = Taking::from(&app, &found.shelved, row).await?;
    let questions: Result<Vec<QuestionView>, Wrong> =
        (0..taking.asked.len()).map(|slot| question(&taking, slot, now)).collect();
    let identity = token.identity(&app, now).await?;
    let head = CohortHead::of(&app, &found.run, "person", now);
    let attempt = &taking.row.attempt;
    answer::page(&AnswersPage {
        frame: around
            .frame(&format!("{} · {}", taking.title(), found.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        quiz_style: assets::address_of("quiz.css"),
        person: Onward { url: format!("{}/people/{member}", head.url), label: found.name },
        title: taking.title(),
        begun: when::lately(attempt.started, now.0),
        open: attempt.is_open(now.0),
        share: attempt.result().percent().map_or_else(|| "–".to_owned(), |share| format!("{share} %")),
        questions: questions?,
        head,
    })
}

fn question(taking: &Taking, slot: usize, now: Now) -> Result<QuestionView, Wrong> {
    let tries = &taking.row.attempt.slots[slot].tries;
    let (last, before) = match tries.split_last() {
        Some((last, before)) => (Some(last), before),
        None => (None, &[][..]),
    };
    let earlier: Result<Vec<String>, Wrong> =
        before.iter().enumerate().map(|(n, given)| draw(taking, slot, Some(given), Some(n), now)).collect();
    Ok(QuestionView { html: draw(taking, slot, last, None, now)?, earlier: earlier? })
}

/// A question with one answer to it. The last one, for which `before` is none, has the right answer and the hints with it.
fn draw(taking: &Taking, slot: usize, given: Option<&Try>, before: Option<usize>, now: Now) -> Result<String, Wrong> {
    let (attempt, asked) = (&taking.row.attempt, &taking.asked[slot]);
    let base = match before {
        None => format!("_q-{}", asked.id()),
        Some(n) => format!("_try-{}-{n}", asked.id()),
    };
    let prefix = format!("{base}.");
    let kept = &attempt.slots[slot];
    let hints: Vec<&str> = (0..usize::from(kept.hints)).filter_map(|n| asked.hint(n)).collect();
    let marking = given.and_then(|given| asked.mark(&given.answer).ok());
    let reveal = before.is_none().then(|| asked.reveal());
    Ok(question::draw(&View {
        asked,
        base: &base,
        level: if before.is_none() { 3 } else { 0 },
        number: slot + 1,
        of: taking.asked.len(),
        prefix: &prefix,
        fields: None,
        answer: given.map(|given| &given.answer),
        complaint: None,
        marking: marking.as_ref(),
        reveal: reveal.as_ref(),
        hints: if before.is_none() { &hints } else { &[] },
        locked: true,
        certainty: attempt.rules.certainty.then(|| given.and_then(|given| given.certainty)),
        read: before.is_none().then(|| taking.section_of(slot)).flatten(),
        status: given.map_or(Status::Open, |given| {
            let (machine, words) = when::lately(given.at, now.0);
            Status::Saved { machine, words }
        }),
        tries_left: None,
    })?)
}

/// `/facilitate/cohorts/{cohort}/people/{member}/designs/{design}`: one that they show, to read.
pub async fn design(
    State(app): State<App>,
    signed: Signed,
    Path((cohort, member, id)): Path<(Uuid, Uuid, Uuid)>,
    (around, token): (Around, Token),
    now: Now,
) -> Result<Response, Wrong> {
    let Looked::Found(found) = look(&app, &signed, cohort, member).await? else { return Err(Wrong::NotFound) };
    let workshop = &found.shelved.workshop;
    let designs = app.store.member_designs(cohort, member, &workshop.id).await?;
    let shown = designs.into_iter().find(|design| design.shown && design.design.id == id).ok_or(Wrong::NotFound)?;
    let identity = token.identity(&app, now).await?;
    let title = format!("{} · {}", shown.design.title, found.name);
    let frame = around.frame(&title, Some(workshop), identity.as_ref()).of_facilitator(&signed.facilitator);
    sharing::to_read(workshop, &current::open(shown.design)?, frame, None)
}
