//! What people of a cohort did, gathered from the store, as facts to be told.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::content::model::Workshop;
use crate::domain::cohort::{Part, Reached, Standing};
use crate::domain::outline::OutlineModule;
use crate::domain::progress::{Mark, ModuleState, Progress, names};
use crate::domain::question::{Body, Place};
use crate::domain::quiz::Attempt;
use crate::domain::time::Millis;
use crate::export::design::json;
use crate::export::xapi::{self, Actor, Answered, Course, Ended, Fact, Key, Named, Where, Within};
use crate::store::{AttemptRow, ClassMember, CohortRow, Purpose, StoreError};
use crate::web::board::gathered::{add_decisions, add_quiz, parts_of};
use crate::web::now::Now;
use crate::web::places;

/// Between two things that are further apart, in milliseconds, somebody did something else: half an hour, as in the report.
const LONGEST_MILLIS: i64 = 30 * 60 * 1000;

/// Everything that the people of a cohort did. They are those who are in it now.
pub struct Done {
    course: Course,
    members: Vec<ClassMember>,
    attempts: Vec<AttemptRow>,
    deeds: Vec<Deed>,
}

/// Something that somebody did, and when.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Which of the people.
    member: usize,
    /// What the statement is called.
    pub key: Key,
    at: Millis,
    what: What,
}

/// As much of a fact as is needed to write it down later.
#[derive(Debug, Clone)]
enum What {
    Joined,
    /// The section, and the ids under which it was kept.
    Section(Where, (String, String)),
    /// The module, and the id under which its last mark was kept.
    Module(Named, String),
    Began(usize),
    /// With whether it was enough.
    Ended(usize, Option<bool>),
    /// A try: the attempt, the question in it, and the number, all from 0.
    Answered(usize, usize, usize),
    Decided(Named, Named),
    Completed,
}

/// The attempts and the decisions of one person.
#[derive(Debug, Default)]
struct Own<'a> {
    marks: Vec<&'a Mark>,
    attempts: Vec<usize>,
    /// Wizard, outcome, when.
    decisions: Vec<(Named, Named, Millis)>,
    reached: Reached,
}

impl Done {
    /// Reads it from the store. Nothing of an attempt that tells at its end what was right is in it before the attempt is over.
    pub async fn of(app: &App, cohort: &CohortRow, shelved: &Shelved, now: Now) -> Result<Self, StoreError> {
        let (store, workshop) = (&app.store, &shelved.workshop);
        let members = store.class(cohort.id).await?;
        let marks = store.class_marks(cohort.id, &workshop.id).await?;
        let editions = store.editions_of(marks.iter().map(|mark| &mark.mark)).await?;
        let (whose, attempts): (Vec<Uuid>, Vec<AttemptRow>) =
            store.class_attempts(cohort.id, &workshop.id).await?.into_iter().unzip();
        let mut own: BTreeMap<Uuid, Own<'_>> = BTreeMap::new();
        for mark in &marks {
            own.entry(mark.member).or_default().marks.push(&mark.mark);
        }
        for (at, (member, row)) in whose.iter().zip(&attempts).enumerate() {
            let own = own.entry(*member).or_default();
            own.attempts.push(at);
            add_quiz(&mut own.reached, row, now);
        }
        for design in store.class_designs(cohort.id, &workshop.id).await? {
            let own = own.entry(design.member).or_default();
            add_decisions(&mut own.reached, &design.body);
            // One that cannot be read decides nothing; its owner's page says so.
            for decision in json::read(&design.body).map(|read| read.decisions).unwrap_or_default() {
                let Some(outcome) = decision.outcome else { continue };
                let (wizard, outcome) = (named(&decision.wizard, &decision.title), named(&outcome.id, &outcome.title));
                own.decisions.push((wizard, outcome, design.at));
            }
        }
        let parts = parts_of(cohort, shelved);
        let outline = cohort.settings.schedule.tailored(&workshop.outline);
        let mut deeds = Vec::new();
        for (at, member) in members.iter().enumerate() {
            let own = own.remove(&member.id).unwrap_or_default();
            let mut say = |key, when, what| deeds.push(Deed { member: at, key, at: when, what });
            say(Key::joined(member.id), member.joined_at, What::Joined);
            let marked: Vec<Mark> = own.marks.iter().map(|mark| (*mark).clone()).collect();
            let progress = Progress::of(&outline, &marked, &editions);
            let mut finished: BTreeMap<&str, Millis> = BTreeMap::new();
            for (module, state) in outline.modules.iter().zip(&progress.modules) {
                let firsts: Vec<Option<&Mark>> =
                    (0..module.sections.len()).map(|section| first(&own.marks, module, section)).collect();
                for (section, mark) in module.sections.iter().zip(&firsts) {
                    let Some(mark) = mark else { continue };
                    let place =
                        Where { module: named(&module.id, &module.title), section: named(&section.id, &section.title) };
                    let kept = (mark.module.clone(), mark.section.clone());
                    say(Key::section(member.id, (&kept.0, &kept.1)), mark.at, What::Section(place, kept));
                }
                if matches!(state.state, ModuleState::Finished | ModuleState::FinishedThenNew(_))
                    && let Some(last) = finishing(module, &firsts, outline.done.percent)
                {
                    finished.insert(&module.id, last.at);
                    let what = What::Module(named(&module.id, &module.title), last.module.clone());
                    say(Key::module(member.id, &last.module), last.at, what);
                }
            }
            let mut passed: BTreeMap<&str, Vec<(u8, Millis)>> = BTreeMap::new();
            for number in &own.attempts {
                let row = &attempts[*number];
                let over = !row.attempt.is_open(now.0);
                if row.purpose == Purpose::Quiz {
                    say(Key::began(cohort.id, row.id), row.attempt.started, What::Began(*number));
                    if over {
                        let share = row.attempt.result().percent();
                        let wanted = cohort.settings.completion.quizzes.get(&row.subject);
                        let enough = wanted.zip(share).map(|(wanted, share)| share >= *wanted);
                        let end = end_of(&row.attempt).unwrap_or(now.0);
                        passed.entry(&row.subject).or_default().extend(share.map(|share| (share, end)));
                        say(Key::ended(cohort.id, row.id), end, What::Ended(*number, enough));
                    }
                }
                if !row.attempt.shows_feedback(now.0) {
                    continue;
                }
                for (slot, asked) in row.attempt.slots.iter().enumerate() {
                    for (n, given) in asked.tries.iter().enumerate() {
                        let key = Key::answered(cohort.id, row.id, &asked.question, n + 1);
                        say(key, given.at, What::Answered(*number, slot, n));
                    }
                }
            }
            let mut decided: BTreeMap<&str, Millis> = BTreeMap::new();
            for (wizard, outcome, when) in &own.decisions {
                decided.insert(&wizard.id, *when);
                let key = Key::decided(member.id, &wizard.id, &outcome.id);
                say(key, *when, What::Decided(wizard.clone(), outcome.clone()));
            }
            if Standing::of(&parts, &outline, &progress, &own.reached).complete() {
                let when = |part: &Part| match part {
                    Part::Module(id) => finished.get(id.as_str()).copied(),
                    Part::Quiz(id, share) => {
                        let tries = passed.get(id.as_str()).into_iter().flatten();
                        tries.filter(|(reached, _)| reached >= share).map(|(_, at)| *at).min()
                    }
                    Part::Decision(id) => decided.get(id.as_str()).copied(),
                };
                let at = parts.iter().filter_map(when).max().unwrap_or(member.joined_at);
                say(Key::completed(member.id), at, What::Completed);
            }
        }
        let course = Course {
            portal: app.config.public_url.clone().unwrap_or_else(|| app.address.clone()),
            workshop: named(&workshop.id, &workshop.title),
            summary: workshop.summary.clone(),
            language: workshop.language.clone(),
            cohort: cohort.id,
            cohort_name: cohort.name.clone(),
        };
        Ok(Self { course, members, attempts, deeds })
    }

    /// All that was done, person by person.
    #[must_use]
    pub fn deeds(&self) -> &[Deed] {
        &self.deeds
    }

    /// Who did it, by their id in the cohort.
    #[must_use]
    pub fn member(&self, deed: &Deed) -> Uuid {
        self.members[deed.member].id
    }

    /// What was done as a statement; with the name of who did it only when that is asked for.
    pub async fn statement(
        &self,
        app: &App,
        shelved: &Shelved,
        deed: &Deed,
        with_name: bool,
    ) -> Result<Value, StoreError> {
        let member = &self.members[deed.member];
        let actor = Actor { member: member.id, name: with_name.then_some(&member.name) };
        let tell = |fact: &Fact<'_>| xapi::statement(&self.course, actor, fact, deed.at);
        let workshop = &shelved.workshop;
        let quiz_of = |row: &AttemptRow| quiz(workshop, &row.subject);
        Ok(match &deed.what {
            What::Joined => tell(&Fact::Joined),
            What::Section(place, kept) => tell(&Fact::Section(place.clone(), (&kept.0, &kept.1))),
            What::Module(module, kept) => tell(&Fact::Module(module.clone(), kept)),
            What::Began(attempt) => {
                let row = &self.attempts[*attempt];
                let (quiz, module) = quiz_of(row);
                tell(&Fact::Began(row.id, quiz, module))
            }
            What::Ended(attempt, passed) => {
                let row = &self.attempts[*attempt];
                let (quiz, module) = quiz_of(row);
                tell(&Fact::Ended(Ended {
                    attempt: row.id,
                    quiz,
                    module,
                    score: row.attempt.result().score,
                    of: row.attempt.slots.len(),
                    passed: *passed,
                    took: deed.at.0 - row.attempt.started.0,
                }))
            }
            What::Answered(attempt, slot, number) => {
                let row = &self.attempts[*attempt];
                let slot = &row.attempt.slots[*slot];
                let given = &slot.tries[*number];
                let question = app.question(shelved, slot).await?;
                let asked = question.asked(slot.seed);
                tell(&Fact::Answered(Box::new(Answered {
                    attempt: row.id,
                    within: match row.purpose {
                        Purpose::Quiz => Within::Quiz(quiz_of(row).0),
                        Purpose::Again => Within::Again(quiz_of(row).0),
                        Purpose::Review => Within::Review,
                        Purpose::Practice => Within::Practice,
                    },
                    asked: &asked,
                    revision: slot.revision,
                    drawn: matches!(question.body, Body::Parametric(_)),
                    place: taught(workshop, &slot.place),
                    number: number + 1,
                    answer: &given.answer,
                    mark: given.mark,
                    certainty: given.certainty,
                    took: took(&row.attempt, given.at),
                })))
            }
            What::Decided(wizard, outcome) => tell(&Fact::Decided(wizard.clone(), outcome.clone())),
            What::Completed => tell(&Fact::Completed),
        })
    }
}

fn named(id: &str, title: &str) -> Named {
    Named { id: id.to_owned(), title: title.to_owned() }
}

/// The first mark on a section, under whichever of its names.
fn first<'m>(marks: &[&'m Mark], module: &OutlineModule, section: usize) -> Option<&'m Mark> {
    let of_it = |mark: &&&Mark| names(module, section).any(|name| name == (&mark.module, &mark.section));
    marks.iter().filter(of_it).min_by_key(|mark| mark.at).copied()
}

/// The mark by which a module was finished: with it, enough of its sections that count were done.
fn finishing<'m>(module: &OutlineModule, firsts: &[Option<&'m Mark>], percent: u8) -> Option<&'m Mark> {
    let counted = module.sections.iter().zip(firsts).filter(|(section, _)| !section.optional);
    let all = counted.clone().count();
    let mut marks: Vec<&Mark> = counted.filter_map(|(_, mark)| *mark).collect();
    marks.sort_by_key(|mark| mark.at);
    let enough = (all * usize::from(percent)).div_ceil(100).max(1);
    // Sections that came later may have made it more than there were.
    marks.get(enough - 1).or(marks.last()).copied()
}

/// When an attempt ended that is over.
fn end_of(attempt: &Attempt) -> Option<Millis> {
    attempt.handed_in.or(attempt.closes())
}

/// How long after what was done before in the attempt something came; None when too long for one question.
fn took(attempt: &Attempt, at: Millis) -> Option<i64> {
    let before = attempt.slots.iter().flat_map(|slot| &slot.tries).map(|other| other.at);
    let before = before.filter(|other| *other < at).max().unwrap_or(attempt.started);
    Some(at.0 - before.0).filter(|took| (0..=LONGEST_MILLIS).contains(took))
}

/// A quiz, and the module that it belongs to. What the workshop has no more goes by its id.
fn quiz(workshop: &Workshop, id: &str) -> (Named, Option<Named>) {
    let Some(quiz) = workshop.quizzes.iter().find(|quiz| quiz.id == id) else { return (named(id, id), None) };
    let module = quiz.module.as_ref().and_then(|id| workshop.outline.modules.iter().find(|module| module.id == *id));
    (named(id, &quiz.title), module.map(|module| named(&module.id, &module.title)))
}

/// Where a question is taught today, or was.
fn taught(workshop: &Workshop, place: &Place) -> Where {
    match places::find(&workshop.outline, &place.module, &place.section) {
        Some(spot) => {
            let module = &workshop.outline.modules[spot.module];
            let section = &module.sections[spot.section];
            Where { module: named(&module.id, &module.title), section: named(&section.id, &section.title) }
        }
        None => Where { module: named(&place.module, &place.module), section: named(&place.section, &place.section) },
    }
}
