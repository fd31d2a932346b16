//! What a cohort's report is made of, read from the store.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::domain::question::{Mark, Question};
use crate::domain::quiz::{Attempt, Slot, Try, When};
use crate::domain::time::Millis;
use crate::domain::understood::{Decision, First, Gathered, Person, Posed, QuizOf, Report, Sight, Sitting};
use crate::export::design::json;
use crate::store::{AttemptRow, Purpose};
use crate::web::design::current;
use crate::web::error::Wrong;
use crate::web::now::Now;

/// Between two answers that are further apart, in seconds, somebody did something else: half an hour.
const LONGEST_SECONDS: i64 = 30 * 60;

/// What the people of a cohort answered and decided.
pub struct Gathering {
    /// Every question that was asked, in each of its revisions, in the workshop's order.
    questions: Vec<(i64, Arc<Question>)>,
    quizzes: Vec<QuizOf>,
    pairs: Vec<(usize, usize)>,
    answers: Vec<First>,
    sittings: Vec<Sitting>,
    decisions: Vec<Decision>,
}

impl Gathering {
    /// Reads it. Attempts that tell at their end what was right count once they are over.
    pub async fn of(app: &App, cohort: Uuid, shelved: &Shelved, now: Now) -> Result<Self, Wrong> {
        let workshop = &shelved.workshop;
        let attempts = app.store.class_attempts(cohort, &workshop.id).await?;
        let told = attempts.iter().filter(|(_, row)| row.attempt.shows_feedback(now.0));
        let told: Vec<&(Uuid, AttemptRow)> = told.collect();
        let mut asked: BTreeMap<(usize, &str, i64), Arc<Question>> = BTreeMap::new();
        let order: BTreeMap<&str, usize> =
            workshop.questions.iter().enumerate().map(|(n, question)| (question.id.as_str(), n)).collect();
        let key = |slot: &'_ Slot| order.get(slot.question.as_str()).copied().unwrap_or(usize::MAX);
        for slot in told.iter().flat_map(|(_, row)| &row.attempt.slots) {
            let key = (key(slot), slot.question.as_str(), slot.revision);
            if let Entry::Vacant(new) = asked.entry(key) {
                new.insert(app.question(shelved, slot).await?);
            }
        }
        let index: BTreeMap<(usize, &str, i64), usize> = asked.keys().copied().zip(0..).collect();
        let mut people = People::default();
        let (mut answers, mut sittings) = (Vec::new(), Vec::new());
        for (member, row) in &told {
            let person = people.number(*member);
            let over = !row.attempt.is_open(now.0);
            for slot in &row.attempt.slots {
                let question = index[&(key(slot), slot.question.as_str(), slot.revision)];
                answers.extend(first(&row.attempt, slot, over, person, question));
            }
            let quiz = workshop.quizzes.iter().position(|quiz| quiz.id == row.subject);
            if let Some(quiz) = quiz.filter(|_| over && row.purpose == Purpose::Quiz && !row.attempt.slots.is_empty()) {
                let of = f64::from(u32::try_from(row.attempt.slots.len()).unwrap_or(u32::MAX));
                let at = row.attempt.handed_in.or(row.attempt.closes()).unwrap_or(now.0);
                sittings.push(Sitting { person, quiz, at, share: row.attempt.result().score / of });
            }
        }
        let mut decisions = Vec::new();
        for design in app.store.class_designs(cohort, &workshop.id).await? {
            let person = people.number(design.member);
            // One that cannot be read decides nothing; its owner's page says so.
            let Ok(read) = json::read(&design.body) else { continue };
            decisions.extend(read.decisions.iter().map(|decision| Decision {
                person,
                wizard: decision.wizard.clone(),
                outcome: decision.outcome.as_ref().map(|chosen| chosen.id.clone()),
                answers: current::answers_of(decision),
            }));
        }
        let quiz = |id: &str| workshop.quizzes.iter().position(|quiz| quiz.id == id);
        let pairs = workshop.quizzes.iter().enumerate();
        let pairs = pairs.filter_map(|(n, after)| Some((quiz(after.after.as_deref()?)?, n))).collect();
        let quizzes = workshop.quizzes.iter().map(|quiz| QuizOf {
            id: quiz.id.clone(),
            title: quiz.title.clone(),
            questions: quiz.questions.clone(),
        });
        let quizzes = quizzes.collect();
        let questions = asked.into_iter().map(|((_, _, revision), question)| (revision, question)).collect();
        Ok(Self { questions, quizzes, pairs, answers, sittings, decisions })
    }

    /// The report for somebody who may see so much.
    pub fn report(&self, sight: Sight) -> Report {
        let posed = self.questions.iter().map(|(revision, question)| Posed { question, revision: *revision });
        Report::of(&Gathered {
            sight,
            questions: posed.collect(),
            quizzes: self.quizzes.clone(),
            answers: self.answers.clone(),
            sittings: self.sittings.clone(),
            pairs: self.pairs.clone(),
            decisions: self.decisions.clone(),
        })
    }
}

/// Numbers that mean nothing outside one report.
#[derive(Default)]
struct People(BTreeMap<Uuid, u32>);

impl People {
    fn number(&mut self, member: Uuid) -> Person {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        Person(*self.0.entry(member).or_insert(next))
    }
}

/// What was answered first: the first try, or, where an answer could be changed without knowing how it was, the last. Nothing
/// while a question is not answered and still can be.
fn first(attempt: &Attempt, slot: &Slot, over: bool, person: Person, question: usize) -> Option<First> {
    let given = match attempt.rules.feedback {
        When::EachAnswer => slot.tries.first(),
        When::AtTheEnd => slot.tries.last(),
    };
    if given.is_none() && !over {
        return None;
    }
    Some(First {
        person,
        question,
        seed: slot.seed,
        answer: given.map(|given| given.answer.clone()),
        mark: given.map_or(Mark::NONE, |given| given.mark),
        certainty: given.and_then(|given| given.certainty),
        seconds: slot.tries.first().and_then(|first| seconds(attempt, first)),
        hints: slot.hints,
        at: given.map_or(attempt.started, |given| given.at),
    })
}

/// Seconds from what was done before in the same attempt.
fn seconds(attempt: &Attempt, given: &Try) -> Option<u32> {
    let before = attempt.slots.iter().flat_map(|slot| &slot.tries).map(|other| other.at);
    let before: Millis = before.filter(|at| *at < given.at).max().unwrap_or(attempt.started);
    let seconds = (given.at.0 - before.0) / 1000;
    u32::try_from(seconds).ok().filter(|_| seconds <= LONGEST_SECONDS)
}
