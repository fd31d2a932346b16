//! What of an attempt is shown: one question, all of them, what is left to do, or what came out.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::running::{self, QuestionBox};
use super::{Not, Shown, Taking, result};
use crate::domain::question::{Complaint, Fields};
use crate::store::Identity;
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;

/// Which part of an attempt is shown, and what is said to what was sent.
pub(crate) struct Part {
    /// The question, from 0; the number of questions for what is left to do. Where all stand on one page it means nothing.
    pub(crate) slot: usize,
    /// What is said to what was sent.
    pub(crate) spoken: Spoken,
    /// The result instead of a question.
    pub(crate) result: bool,
}

impl Part {
    /// What an address asks for: of an attempt that is over, the result unless a question is named.
    pub(crate) fn of(shown: &Shown, taking: &Taking, now: Now) -> Self {
        let result = !taking.row.attempt.is_open(now.0) && !shown.names_one();
        Self { slot: shown.slot(taking, now), spoken: Spoken::default(), result }
    }
}

/// What is said to what was sent, by slot.
#[derive(Default)]
pub(crate) struct Spoken(BTreeMap<usize, Said>);

/// See [`Spoken`].
#[derive(Default)]
pub(super) struct Said {
    /// What was sent, to stand in the fields again.
    pub(super) fields: Option<Fields>,
    /// Why it cannot be read.
    pub(super) complaint: Option<Complaint>,
    /// Why it does not count.
    pub(super) refusal: Option<String>,
}

impl Spoken {
    pub(super) fn of(slot: usize, fields: &Fields, not: &Not) -> Self {
        let mut spoken = Self::default();
        spoken.add(slot, fields, not);
        spoken
    }

    /// Keeps what was typed and not sent as an answer.
    pub(super) fn keep(&mut self, slot: usize, fields: &Fields) {
        self.0.entry(slot).or_default().fields = Some(fields.clone());
    }

    pub(super) fn add(&mut self, slot: usize, fields: &Fields, not: &Not) {
        let said = match not {
            Not::Read(complaint) => {
                Said { fields: Some(fields.clone()), complaint: Some(complaint.clone()), refusal: None }
            }
            // What does not count is not shown as if it did: the fields have what was accepted.
            Not::Counted(refusal) => Said { refusal: Some(refusal.to_string()), ..Said::default() },
        };
        self.0.insert(slot, said);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn to(&self, slot: usize) -> Option<&Said> {
        self.0.get(&slot)
    }

    /// The first slot that something is said to.
    pub(super) fn first(&self) -> Option<usize> {
        self.0.keys().next().copied()
    }

    /// Slots whose answers do not count, and why.
    pub(super) fn refusals(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.iter().filter_map(|(slot, said)| Some((*slot, said.refusal.as_deref()?)))
    }
}

/// The id of a question's part in a page.
pub(super) fn id_of(question: &str) -> String {
    format!("_q-{question}")
}

/// `quiz.html`: a page around an attempt, or around what stands before one.
#[derive(Template)]
#[template(path = "quiz.html")]
pub(crate) struct QuizPage {
    pub(crate) frame: Frame,
    /// HTML of the element `#_quiz`.
    pub(crate) part: String,
    pub(crate) assets: crate::web::assets::QuizAssets,
}

/// The attempt as a page, or its part `quiz` alone.
pub(crate) fn page(
    taking: &Taking,
    identity: &Identity,
    around: Around,
    shown: &Part,
    status: StatusCode,
    now: Now,
) -> Result<Response, Wrong> {
    let part = part(taking, shown, now)?;
    if around.wants("quiz") {
        return Ok(answer::of_person(answer::html(status, part), identity.person));
    }
    let workshop = &taking.shelved.workshop;
    let title = format!("{} · {}", taking.title(), workshop.title);
    let frame = around.frame(&title, Some(workshop), Some(identity));
    answer::page_with(status, &QuizPage { frame, part, assets: crate::web::assets::quiz() })
}

/// The element `#_quiz`.
pub(crate) fn part(taking: &Taking, shown: &Part, now: Now) -> Result<String, Wrong> {
    if shown.result { result::draw(taking, &shown.spoken, now) } else { running::draw(taking, shown, now) }
}

/// One question and the bar above it: what an answer changes.
pub(super) fn box_and_bar(taking: &Taking, slot: usize, spoken: &Spoken, now: Now) -> Result<String, Wrong> {
    let question = QuestionBox::of(taking, slot, spoken.to(slot), now)?.render()?;
    let bar = running::Bar::of(taking, slot, now).render()?;
    Ok(question + &bar)
}
