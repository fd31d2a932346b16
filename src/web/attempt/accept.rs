//! Answers as they are sent: read, marked, kept once, or why not.

use uuid::Uuid;

use super::taking::Taking;
use super::view::Spoken;
use crate::app::App;
use crate::domain::question::{Complaint, Fields, Problem};
use crate::domain::quiz::{Certainty, Refusal, Try};
use crate::web::error::Wrong;
use crate::web::now::Now;

/// How often an answer is tried to be kept while others of the same person get in between.
const MOST_TURNS: usize = 8;
/// The longest id that a browser may give to what it sends.
const LONGEST_SUBMISSION: usize = 64;

/// What is sent with an answer, beside the answer itself.
pub(super) struct Sent {
    pub(super) fields: Fields,
    submission: String,
    certainty: Option<Certainty>,
}

impl Sent {
    /// The fields of one question; where all stand on one page, its own begin with its id.
    pub(super) fn of(form: &[(String, String)], question: &str) -> Self {
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
pub(super) enum Not {
    /// It cannot be read.
    Read(Complaint),
    /// It does not count.
    Counted(Refusal),
}

/// Marks and keeps one answer; the attempt is as it stands then. An answer that is there already under the same submission
/// is not kept again.
pub(super) async fn take(
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

/// Keeps whatever was answered in a form with all questions and is not kept yet. The question whose button was `pressed` is
/// complained about also when it is empty.
pub(super) async fn take_all(
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
