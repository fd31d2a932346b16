//! What the board is worked out from, read from the store: as little as it needs.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::domain::board::{Board, LATELY_SECONDS, Person, Tries};
use crate::domain::cohort::{Part, Reached};
use crate::domain::outline::Outline;
use crate::domain::progress::{Editions, Mark};
use crate::export::design::json;
use crate::store::{AttemptRow, ClassMember, ClassTries, CohortRow, Purpose};
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::places;

/// Everybody in a cohort with what they did.
pub struct Gathered {
    /// Who, by name.
    pub members: Vec<ClassMember>,
    /// The workshop as the cohort goes through it.
    pub outline: Outline,
    /// What completes the cohort.
    pub parts: Vec<Part>,
    /// What was tried lately, with the attempts it was tried in.
    pub tries: Vec<ClassTries>,
    marks: BTreeMap<Uuid, Vec<Mark>>,
    editions: Editions,
    reached: BTreeMap<Uuid, Reached>,
}

impl Gathered {
    /// Reads it. Attempts and designs are read whole only where they are needed to say who is done.
    pub async fn of(app: &App, cohort: &CohortRow, shelved: &Shelved, now: Now) -> Result<Self, Wrong> {
        let (store, id, workshop) = (&app.store, cohort.id, &shelved.workshop.id);
        let members = store.class(id).await?;
        let all_marks = store.class_marks(id, workshop).await?;
        let editions = store.editions_of(all_marks.iter().map(|mark| &mark.mark)).await?;
        let mut marks: BTreeMap<Uuid, Vec<Mark>> = BTreeMap::new();
        for mark in all_marks {
            marks.entry(mark.member).or_default().push(mark.mark);
        }
        let parts = parts_of(cohort, shelved);
        let mut reached: BTreeMap<Uuid, Reached> = BTreeMap::new();
        for part in &parts {
            let Part::Quiz(quiz, _) = part else { continue };
            for (member, row) in store.class_quiz(id, workshop, quiz).await? {
                add_quiz(reached.entry(member).or_default(), &row, now);
            }
        }
        if parts.iter().any(|part| matches!(part, Part::Decision(_))) {
            for design in store.class_designs(id, workshop).await? {
                add_decisions(reached.entry(design.member).or_default(), &design.body);
            }
        }
        let tries = store.class_tries(id, workshop, now.0.plus_seconds(-LATELY_SECONDS)).await?;
        let outline = cohort.settings.schedule.tailored(&shelved.workshop.outline);
        Ok(Self { members, outline, parts, tries, marks, editions, reached })
    }

    /// Where everybody stands.
    #[must_use]
    pub fn board(&self, shelved: &Shelved, now: Now) -> Board {
        let mut tries: BTreeMap<Uuid, Vec<Tries>> = BTreeMap::new();
        for tried in &self.tries {
            tries.entry(tried.member).or_default().push(tries_of(shelved, tried));
        }
        let mut people = Vec::with_capacity(self.members.len());
        for member in &self.members {
            people.push(Person {
                name: if member.name.is_empty() { "Without a name" } else { &member.name },
                seen_at: member.seen_at,
                marks: self.marks.get(&member.id).map_or(&[], Vec::as_slice),
                tries: tries.get(&member.id).map_or(&[], Vec::as_slice),
                reached: self.reached.get(&member.id).cloned().unwrap_or_default(),
            });
        }
        Board::of(&self.outline, &self.editions, &self.parts, &people, now.0)
    }
}

/// What completes a cohort with its workshop as it is today.
#[must_use]
pub fn parts_of(cohort: &CohortRow, shelved: &Shelved) -> Vec<Part> {
    let workshop = &shelved.workshop;
    let quizzes: BTreeSet<&str> = workshop.quizzes.iter().map(|quiz| quiz.id.as_str()).collect();
    let wizards: BTreeSet<&str> = workshop.decisions.iter().map(|decision| decision.wizard.id.as_str()).collect();
    let settings = &cohort.settings;
    let outline = settings.schedule.tailored(&workshop.outline);
    settings.completion.parts(&outline, &settings.schedule, &quizzes, &wizards)
}

/// Adds a quiz that is over, when it went better than before.
pub fn add_quiz(reached: &mut Reached, row: &AttemptRow, now: Now) {
    if row.purpose != Purpose::Quiz || row.attempt.is_open(now.0) {
        return;
    }
    let Some(share) = row.attempt.result().percent() else { return };
    let best = reached.quizzes.entry(row.subject.clone()).or_default();
    *best = share.max(*best);
}

/// Adds what was decided in a design. One that cannot be read decides nothing; its owner's page says so.
pub fn add_decisions(reached: &mut Reached, body: &str) {
    let Ok(design) = json::read(body) else { return };
    let decided = design.decisions.into_iter().filter(|decision| decision.outcome.is_some());
    reached.decisions.extend(decided.map(|decision| decision.wizard));
}

/// What was tried, with where it is taught today.
#[must_use]
pub fn tries_of(shelved: &Shelved, tries: &ClassTries) -> Tries {
    let place = shelved.bank.find(&tries.question).map(|banked| &banked.question.place);
    let spot = place.and_then(|place| places::find(&shelved.workshop.outline, &place.module, &place.section));
    let place = spot.map(|spot| (spot.module, spot.section));
    Tries { question: tries.question.clone(), place, wrong: tries.wrong, right: tries.right, at: tries.at }
}
