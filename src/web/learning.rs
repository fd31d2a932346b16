//! What a person has learnt in a workshop, from everything they answered: the deck, what is due today, how far they are with
//! each section and module.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::error::Wrong;
use super::now::Now;
use crate::app::{App, Shelved};
use crate::domain::question::{Body, Kind};
use crate::domain::quiz::Slot;
use crate::domain::review::{self, Card, Day, DueRules, Queue, Review};
use crate::domain::study::{OpenAttempt, OpenQuiz};
use crate::store::{AttemptRow, Purpose};

/// See the module.
pub(super) struct Learning {
    /// Today, where the person is.
    pub(super) today: Day,
    /// All attempts, the oldest first.
    pub(super) attempts: Vec<AttemptRow>,
    /// One for each question of the bank, in the order of their ids.
    pub(super) cards: Vec<Card>,
    /// What is due today.
    pub(super) queue: Queue,
    /// Questions of an attempt that shows what was right at its end only, and goes on: till then nothing else may show it.
    pub(super) held: BTreeSet<String>,
    /// Questions that ask something else than when they were answered last; they are due.
    pub(super) changed: BTreeSet<String>,
    /// Seconds that a question takes, as the person's own median when it is known.
    pub(super) seconds_a_question: u32,
}

impl Learning {
    /// Of a person, or of somebody who is new.
    pub(super) async fn of(
        app: &App,
        shelved: &Shelved,
        person: Option<Uuid>,
        minutes_east: i32,
        now: Now,
    ) -> Result<Self, Wrong> {
        let attempts = match person {
            Some(person) => app.store.attempts(person, &shelved.workshop.id).await?,
            None => Vec::new(),
        };
        let today = Day::of(now.0, minutes_east);
        let mut histories: BTreeMap<&str, Vec<Review>> = BTreeMap::new();
        let mut last: BTreeMap<&str, &Slot> = BTreeMap::new();
        for row in &attempts {
            // Nothing may be told of an attempt whose answers can still be changed.
            if !row.attempt.shows_feedback(now.0) {
                continue;
            }
            for slot in &row.attempt.slots {
                let (Some(outcome), Some(given)) = (slot.outcome(&row.attempt.rules), slot.tries.last()) else {
                    continue;
                };
                let review = Review { day: Day::of(given.at, minutes_east), outcome };
                histories.entry(&slot.question).or_default().push(review);
                last.insert(&slot.question, slot);
            }
        }
        let running = attempts.iter().filter(|row| !row.attempt.shows_feedback(now.0));
        let held: BTreeSet<String> =
            running.flat_map(|row| &row.attempt.slots).map(|slot| slot.question.clone()).collect();
        let mut changed = BTreeSet::new();
        for (question, slot) in last {
            let Some(banked) = shelved.bank.find(question) else { continue };
            // Another wording, a better explanation or better feedback asks nothing new; another key or other options do.
            if banked.revision != slot.revision
                && key(&app.question(shelved, slot).await?.body) != key(&banked.question.body)
            {
                changed.insert(question.to_owned());
            }
        }
        let rules = DueRules::default();
        let cards = shelved.bank.all().map(|banked| {
            let question = &banked.question;
            let history = histories.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
            let mut card = Card::of(&question.id, &question.place, question.review, history, &rules);
            if held.contains(&question.id) {
                card.due = None;
            } else if changed.contains(&question.id) && question.review {
                card.due = Some(today);
                card.left = None;
            }
            card
        });
        let cards: Vec<Card> = cards.collect();
        let days = review::days(histories.values().map(Vec::as_slice));
        let queue = review::queue(&cards, &days, today, &rules);
        let seconds_a_question = crate::domain::study::seconds_a_question(&spans(&attempts));
        Ok(Self { today, attempts, cards, queue, held, changed, seconds_a_question })
    }

    /// Attempts at quizzes that are not over.
    pub(super) fn open_attempts(&self, shelved: &Shelved, now: Now) -> Vec<OpenAttempt> {
        let open = self.attempts.iter().filter(|row| row.purpose == Purpose::Quiz && row.attempt.is_open(now.0));
        open.filter_map(|row| {
            let quiz = shelved.workshop.quizzes.iter().find(|quiz| quiz.id == row.subject)?;
            let slots = &row.attempt.slots;
            let touched = slots.iter().flat_map(|slot| &slot.tries).map(|given| given.at).max();
            Some(OpenAttempt {
                quiz: quiz.id.clone(),
                title: quiz.title.clone(),
                state: row.attempt.state(now.0),
                answered: slots.iter().filter(|slot| !slot.tries.is_empty()).count(),
                of: slots.len(),
                touched: touched.unwrap_or(row.attempt.started),
            })
        })
        .collect()
    }

    /// The modules' quizzes that were never begun.
    pub(super) fn open_quizzes(&self, shelved: &Shelved) -> Vec<OpenQuiz> {
        let begun = |id: &str| self.attempts.iter().any(|row| row.purpose == Purpose::Quiz && row.subject == id);
        let quizzes = shelved.workshop.quizzes.iter().filter(|quiz| !begun(&quiz.id));
        quizzes
            .filter_map(|quiz| {
                let module = quiz.module.clone()?;
                Some(OpenQuiz { quiz: quiz.id.clone(), module, questions: quiz.questions.len() })
            })
            .collect()
    }
}

/// What makes an answer right or wrong: what the author says to answers is left out.
fn key(body: &Body) -> Body {
    let mut body = body.clone();
    if let Body::Fixed(kind) = &mut body {
        match kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                for option in options {
                    (option.feedback, option.misconception) = (None, None);
                }
            }
            Kind::Number(key) => key.wrong.clear(),
            Kind::Text { wrong, .. } | Kind::Network { wrong, .. } => wrong.clear(),
            Kind::Truth { feedback, misconception, .. } => {
                feedback.clear();
                *misconception = None;
            }
            Kind::Order { feedback, .. } | Kind::Match { feedback, .. } => feedback.clear(),
            Kind::Gaps(gaps) => gaps.iter_mut().for_each(|gap| gap.feedback = None),
        }
    }
    body
}

/// Seconds between one answer and the next in the same attempt: about what a question takes.
fn spans(attempts: &[AttemptRow]) -> Vec<u32> {
    let mut spans = Vec::new();
    for row in attempts {
        let tries = row.attempt.slots.iter().flat_map(|slot| &slot.tries);
        let mut times: Vec<i64> = tries.map(|given| given.at.0).collect();
        times.push(row.attempt.started.0);
        times.sort_unstable();
        spans.extend(times.windows(2).filter_map(|pair| u32::try_from((pair[1] - pair[0]) / 1000).ok()));
    }
    spans
}
