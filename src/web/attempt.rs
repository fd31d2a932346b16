//! An attempt: its questions to answer, the answers that were accepted, hints, and what came out.
//!
//! Whatever is sent comes back as a whole page, as a redirect, or, with `X-Fragment`, as the part that takes the place of the
//! one before: `quiz` the whole attempt, `answer` one question with the bar above it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::answer;
use super::error::Wrong;
use super::frame::{Around, Onward};
use super::now::Now;
use super::places;
use super::session::Token;
use crate::app::{App, Shelved};
use crate::domain::question::{Asked, Complaint, Fields, Problem};
use crate::domain::quiz::{Certainty, Refusal, Slot, Try, When};
use crate::store::{AttemptRow, Identity, Purpose};

mod result;
mod running;
mod view;

pub(super) use result::marks;
pub(super) use running::pace_words;
pub(super) use view::{Part, QuizPage, Spoken, page, part};

/// How often an answer is tried to be kept while others of the same person get in between.
const MOST_TURNS: usize = 8;
/// The longest id that a browser may give to what it sends.
const LONGEST_SUBMISSION: usize = 64;

/// An attempt with what it asks.
pub(super) struct Taking {
    pub(super) shelved: Shelved,
    pub(super) row: AttemptRow,
    /// One for each slot.
    pub(super) asked: Vec<Asked>,
}

impl Taking {
    /// Reads an attempt of this person. None when it is not theirs.
    pub(super) async fn of(app: &App, shelved: &Shelved, person: Uuid, id: Uuid) -> Result<Option<Self>, Wrong> {
        let row = app.store.attempt(person, id).await?;
        match row.filter(|row| row.workshop == shelved.workshop.id) {
            Some(row) => Ok(Some(Self::from(app, shelved, row).await?)),
            None => Ok(None),
        }
    }

    /// Of an attempt that was read.
    pub(super) async fn from(app: &App, shelved: &Shelved, row: AttemptRow) -> Result<Self, Wrong> {
        let mut asked = Vec::with_capacity(row.attempt.slots.len());
        for slot in &row.attempt.slots {
            asked.push(app.question(shelved, slot).await?.asked(slot.seed));
        }
        Ok(Self { shelved: shelved.clone(), row, asked })
    }

    /// The slot of a question, by its number from 0.
    fn find(&self, question: &str) -> Option<usize> {
        self.row.attempt.slots.iter().position(|slot| slot.question == question)
    }

    /// Where the attempt is taken: a quiz at its own address, all others at theirs.
    pub(super) fn address(&self) -> String {
        let workshop = &self.shelved.workshop.id;
        match self.row.purpose {
            Purpose::Quiz => format!("/w/{workshop}/quizzes/{}", self.row.subject),
            _ => format!("/w/{workshop}/attempts/{}", self.row.id),
        }
    }

    /// Where this very attempt can be looked at, also when it is over and another has begun.
    pub(super) fn own_address(&self) -> String {
        match self.row.purpose {
            Purpose::Quiz => format!("{}?attempt={}", self.address(), self.row.id),
            _ => self.address(),
        }
    }

    /// Where a question of it is, from 0; after the last one stands what is left to do.
    pub(super) fn address_of(&self, slot: usize) -> String {
        let own = self.own_address();
        let joined = if own.contains('?') { '&' } else { '?' };
        match slot.checked_add(1).filter(|_| slot < self.asked.len()) {
            Some(number) => format!("{own}{joined}q={number}"),
            None => format!("{own}{joined}q=end"),
        }
    }

    /// Where answers go to: `/w/{workshop}/attempts/{attempt}`.
    pub(super) fn action(&self) -> String {
        format!("/w/{}/attempts/{}", self.shelved.workshop.id, self.row.id)
    }

    /// What it is called.
    pub(super) fn title(&self) -> String {
        let workshop = &self.shelved.workshop;
        let subject = &self.row.subject;
        let quiz = || {
            workshop
                .quizzes
                .iter()
                .find(|quiz| quiz.id == *subject)
                .map_or_else(|| subject.clone(), |q| q.title.clone())
        };
        match self.row.purpose {
            Purpose::Quiz => quiz(),
            Purpose::Again => format!("{}: once more", quiz()),
            Purpose::Review => "Due again".to_owned(),
            Purpose::Practice => {
                let spot = subject.split_once('#').and_then(|(m, s)| places::find(&workshop.outline, m, s));
                let title = spot.map(|spot| &workshop.outline.modules[spot.module].sections[spot.section].title);
                title.map_or_else(|| "Practice".to_owned(), |title| format!("Practice: {title}"))
            }
        }
    }

    /// Whether all questions stand on one page.
    pub(super) fn all_at_once(&self) -> bool {
        let quiz = || self.shelved.workshop.quizzes.iter().find(|quiz| quiz.id == self.row.subject);
        self.row.purpose == Purpose::Quiz && quiz().is_some_and(|quiz| quiz.all_at_once)
    }

    /// The section that teaches a question, as it is called today.
    pub(super) fn section_of(&self, number: usize) -> Option<Onward> {
        let workshop = &self.shelved.workshop;
        let kept = &self.row.attempt.slots[number];
        let place = self.shelved.bank.find(&kept.question).map_or(&kept.place, |banked| &banked.question.place);
        let spot = places::find(&workshop.outline, &place.module, &place.section)?;
        Some(Onward {
            label: workshop.outline.modules[spot.module].sections[spot.section].title.clone(),
            url: places::address(workshop, spot.module, spot.section),
        })
    }

    /// The question to show when none is named: the first that waits for an answer, else what is left to do.
    pub(super) fn first_open(&self, now: Now) -> usize {
        let attempt = &self.row.attempt;
        let waits = |slot: &Slot| slot.tries.is_empty() && attempt.takes(&slot.question, now.0);
        let retry = |slot: &Slot| attempt.rules.feedback == When::EachAnswer && attempt.takes(&slot.question, now.0);
        let slots = &attempt.slots;
        slots.iter().position(waits).or_else(|| slots.iter().position(retry)).unwrap_or(slots.len())
    }
}

/// Which question of an attempt a page shows.
#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    /// A number from 1, or `end`.
    #[serde(default)]
    pub(super) q: String,
    /// An attempt that is not the open one.
    #[serde(default)]
    pub(super) attempt: String,
}

impl Shown {
    /// The slot, from 0; the number of slots for what is left to do.
    pub(super) fn slot(&self, taking: &Taking, now: Now) -> usize {
        let last = taking.asked.len();
        match self.q.as_str() {
            "end" => last,
            q => q
                .parse::<usize>()
                .ok()
                .filter(|n| (1..=last).contains(n))
                .map_or_else(|| taking.first_open(now), |n| n - 1),
        }
    }

    /// Whether a question was named.
    pub(super) fn names_one(&self) -> bool {
        !self.q.is_empty() && self.q != "end"
    }
}

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

/// What is sent with an answer, beside the answer itself.
struct Sent {
    fields: Fields,
    submission: String,
    certainty: Option<Certainty>,
}

impl Sent {
    /// The fields of one question; where all stand on one page, its own begin with its id.
    fn of(form: &[(String, String)], question: &str) -> Self {
        let own = format!("{question}.");
        let prefixed = form.iter().any(|(name, _)| name.starts_with(&own));
        let fields: Vec<(&str, &str)> = form
            .iter()
            .filter_map(|(name, value)| {
                let name = if prefixed { name.strip_prefix(&own)? } else { name.as_str() };
                Some((name, value.as_str()))
            })
            .collect();
        let one = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
        let known =
            |id: &&str| (1..=LONGEST_SUBMISSION).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
        Self {
            // Who sends none, such as a script of somebody's own, gets one for each time.
            submission: one("submission").filter(known).map_or_else(|| Now::seed().to_string(), str::to_owned),
            certainty: match one("certainty") {
                Some("guess") => Some(Certainty::Guess),
                Some("unsure") => Some(Certainty::Unsure),
                Some("sure") => Some(Certainty::Sure),
                _ => None,
            },
            fields: fields.iter().map(|(name, value)| (*name, *value)).collect(),
        }
    }
}

/// Why an answer was not accepted.
enum Not {
    /// It cannot be read.
    Read(Complaint),
    /// It does not count.
    Counted(Refusal),
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

/// Marks and keeps one answer; the attempt is as it stands then. An answer that is there already under the same submission
/// is not kept again.
async fn take(
    app: &App,
    taking: &mut Taking,
    person: Uuid,
    slot: usize,
    sent: &Sent,
    now: Now,
) -> Result<Result<(), Not>, Wrong> {
    let asked = &taking.asked[slot];
    let given = match asked.read(&sent.fields) {
        Ok(given) => given,
        Err(complaint) => return Ok(Err(Not::Read(complaint))),
    };
    let marking = match asked.mark(&given) {
        Ok(marking) => marking,
        Err(complaint) => return Ok(Err(Not::Read(complaint))),
    };
    let (question, id) = (asked.id().to_owned(), taking.row.id);
    for _ in 0..MOST_TURNS {
        let attempt = &mut taking.row.attempt;
        let number = attempt.slots[slot].tries.len();
        let certainty = sent.certainty;
        let receipt = match attempt.answer(&question, &sent.submission, (given.clone(), marking.mark), certainty, now.0)
        {
            Ok(receipt) => receipt,
            Err(refusal) => return Ok(Err(Not::Counted(refusal))),
        };
        if receipt.again {
            return Ok(Ok(()));
        }
        let kept: &Try = &attempt.slots[slot].tries[number];
        if app.store.keep_answer(person, id, &question, number, kept).await? {
            metrics::counter!("podium_answers_total").increment(1);
            return Ok(Ok(()));
        }
        // Something came in between, such as another tab: the attempt as it is now decides.
        taking.row = app.store.attempt(person, id).await?.ok_or(Wrong::NotFound)?;
    }
    Err(Wrong::Unavailable)
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

/// Keeps whatever was answered in a form with all questions and is not kept yet. The question whose button was `pressed` is
/// complained about also when it is empty.
async fn take_all(
    app: &App,
    taking: &mut Taking,
    person: Uuid,
    form: &[(String, String)],
    pressed: Option<&str>,
    now: Now,
) -> Result<Spoken, Wrong> {
    let mut spoken = Spoken::default();
    for slot in 0..taking.asked.len() {
        let question = taking.asked[slot].id().to_owned();
        let own = format!("{question}.");
        if !form.iter().any(|(name, _)| name.starts_with(&own)) {
            continue;
        }
        let sent = Sent::of(form, &question);
        let asks = taking.row.attempt.rules.certainty;
        let same = |last: &Try| {
            (!asks || sent.certainty == last.certainty)
                && taking.asked[slot].read(&sent.fields).is_ok_and(|given| given == last.answer)
        };
        if taking.row.attempt.slots[slot].tries.last().is_some_and(same) {
            continue;
        }
        let was_pressed = pressed == Some(question.as_str());
        match take(app, taking, person, slot, &sent, now).await? {
            Ok(()) => {}
            // Left open; or right before, and not to be answered again. Nothing that was sent is lost.
            Err(
                Not::Read(Complaint { problem: Problem::NothingChosen | Problem::NothingWritten, .. })
                | Not::Counted(Refusal::RightAlready),
            ) if !was_pressed => {}
            Err(not) => spoken.add(slot, &sent.fields, &not),
        }
    }
    Ok(spoken)
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
