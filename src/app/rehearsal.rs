//! A cohort of people who do not exist, with days of activity behind them, so that board, report and exports can be tried before
//! anybody has come. What they do goes the way of what people do: through the same marking, the same rules and the same verbs
//! of the store.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;
use uuid::Uuid;

use super::Shelved;
use crate::content::model::{Quiz, Workshop};
use crate::domain::design::Design;
use crate::domain::question::{Difficulty, Question, Verdict, seed};
use crate::domain::quiz::{Attempt, Pace, Slot, When};
use crate::domain::rehearsal::{Rehearser, Visit, right};
use crate::domain::time::Millis;
use crate::domain::wizard::{Answers, UNKNOWN};
use crate::store::{NewAttempt, NewMember, NewParticipant, Purpose, Store, StoreError};
use crate::web::design::current::{UNTITLED, revision};
use crate::web::design::decided;
use crate::web::now::Now;

/// People who come at the same time. Their changes share commits, so that many at once take little longer than one.
const AT_ONCE: usize = 64;
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// What to rehearse with.
#[derive(Debug, Clone, Copy)]
pub struct Cast {
    /// The cohort they join; it must be open, without a list.
    pub cohort: Uuid,
    /// How many people.
    pub people: u32,
    /// How many days they have behind them, today included.
    pub days: u32,
    /// The same seed makes the same people, who do the same.
    pub seed: u64,
    /// The midnight (UTC) at which the first day begins.
    pub first_day: Millis,
    /// Nothing happens after this.
    pub until: Millis,
}

impl Cast {
    /// When a visit begins. What would be later on the last day comes as much earlier as the day is not over: everybody has come
    /// when the rehearsal is made, at whichever hour that is.
    fn begins(&self, visit: &Visit) -> Millis {
        let midnight = self.first_day.plus_seconds(i64::from(visit.day) * DAY);
        let whole = DAY * 1000;
        let there = (self.until.0 - midnight.0).clamp(0, whole);
        Millis(midnight.0 + i64::from(visit.minute) * MINUTE * 1000 * there / whole)
    }
}

/// What they did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// People who joined.
    pub people: u64,
    /// Sections that were marked.
    pub marks: u64,
    /// Attempts at quizzes.
    pub attempts: u64,
    /// Answers in them.
    pub answers: u64,
    /// Decisions with a wizard.
    pub decisions: u64,
}

/// What a rehearser is called: plainly nobody.
#[must_use]
pub fn name(number: u32) -> String {
    format!("Participant {:03}", number + 1)
}

/// Lets everybody do what they do.
pub async fn perform(store: &Store, shelved: &Shelved, cast: Cast) -> Result<Done, StoreError> {
    let shelved = Arc::new(shelved.clone());
    let (mut everybody, mut coming) = (Done::default(), 0..cast.people);
    let mut on_stage = JoinSet::new();
    loop {
        while on_stage.len() < AT_ONCE
            && let Some(number) = coming.next()
        {
            on_stage.spawn(act(store.clone(), shelved.clone(), cast, number));
        }
        let Some(ended) = on_stage.join_next().await else { return Ok(everybody) };
        let done = ended.map_err(|panic| StoreError::Other(format!("a rehearser failed: {panic}")))??;
        everybody.people += done.people;
        everybody.marks += done.marks;
        everybody.attempts += done.attempts;
        everybody.answers += done.answers;
        everybody.decisions += done.decisions;
    }
}

/// One person on the way through the workshop.
struct Actor {
    store: Store,
    shelved: Arc<Shelved>,
    who: Rehearser,
    until: Millis,
    person: Uuid,
    /// (module, section) that they have read.
    read: BTreeSet<(String, String)>,
    design: Option<(Uuid, i64, Design)>,
    done: Done,
}

async fn act(store: Store, shelved: Arc<Shelved>, cast: Cast, number: u32) -> Result<Done, StoreError> {
    let who = Rehearser::new(cast.seed, number.into());
    let visits = who.visits(cast.days);
    let Some(joined) = visits.first().map(|visit| cast.begins(visit)) else { return Ok(Done::default()) };
    let (person, session) = (Now::id(), Now::id());
    // Nobody has the token: the browser is as made up as its owner.
    let device = "A rehearsal".to_owned();
    let new = NewParticipant { person, session, token_hash: Now::token(), device, at: joined };
    store.begin_rehearser(new, cast.cohort).await?;
    let member = NewMember { id: Now::id(), cohort: cast.cohort, person, name: name(number), handle: None, at: joined };
    store.enter_cohort(member).await?;
    let (read, design, done) = (BTreeSet::new(), None, Done { people: 1, ..Done::default() });
    let mut actor = Actor { store, shelved, who, until: cast.until, person, read, design, done };
    let mut last = joined;
    for visit in &visits {
        last = actor.visit(visit, cast.begins(visit)).await?;
    }
    actor.store.touch(session, last).await?;
    Ok(actor.done)
}

impl Actor {
    /// Reads on where they were, takes the quizzes that come with it, decides. Answers with when they left.
    async fn visit(&mut self, visit: &Visit, mut at: Millis) -> Result<Millis, StoreError> {
        let shelved = self.shelved.clone();
        let workshop = &shelved.workshop;
        if self.read.is_empty() && visit.sections > 0 {
            for quiz in workshop.quizzes.iter().filter(|quiz| quiz.module.is_none() && is_first(workshop, quiz)) {
                at = self.perhaps(quiz, 70, at).await?;
            }
        }
        let mut left = visit.sections;
        for (m, module) in workshop.outline.modules.iter().enumerate() {
            for section in &module.sections {
                let name = (module.id.clone(), section.id.clone());
                if left == 0 || self.read.contains(&name) {
                    continue;
                }
                left -= 1;
                let sections = u32::try_from(module.sections.len()).unwrap_or(u32::MAX).max(1);
                let about = module.minutes * 60 / sections;
                at = at.plus_seconds(self.who.takes(&["read", &module.id, &section.id], about).into());
                if at > self.until {
                    return Ok(self.until);
                }
                if self.who.marks(&module.id, &section.id) {
                    let (store, edition) = (&self.store, &module.edition);
                    store.mark(self.person, &workshop.id, &module.id, &section.id, edition, at).await?;
                    self.done.marks += 1;
                }
                self.read.insert(name);
            }
            let finished =
                module.sections.iter().all(|section| self.read.contains(&(module.id.clone(), section.id.clone())));
            if finished && self.who.does(&["passes by", &module.id], 100) && self.first_time(&module.id) {
                for quiz in workshop.quizzes.iter().filter(|quiz| quiz.module.as_deref() == Some(&module.id)) {
                    at = self.perhaps(quiz, 82, at).await?;
                }
                at = self.decide(m, at).await?;
            }
            if left == 0 {
                return Ok(at.min(self.until));
            }
        }
        if self.first_time("everything") {
            for quiz in workshop.quizzes.iter().filter(|quiz| quiz.module.is_none() && !is_first(workshop, quiz)) {
                at = self.perhaps(quiz, 75, at).await?;
            }
        }
        Ok(at.min(self.until))
    }

    /// Whether they come to the end of this for the first time.
    fn first_time(&mut self, what: &str) -> bool {
        self.read.insert(("the end of".to_owned(), what.to_owned()))
    }

    /// Takes a quiz, as so many of a hundred do, and once more when it went badly.
    async fn perhaps(&mut self, quiz: &Quiz, percent: u64, at: Millis) -> Result<Millis, StoreError> {
        if !self.who.does(&["quiz", &quiz.id], percent) {
            return Ok(at);
        }
        let (at, share) = self.take(quiz, "first", at).await?;
        if share.is_some_and(|share| share < 60) && self.who.does(&["once more", &quiz.id], 45) {
            return Ok(self.take(quiz, "second", at.plus_seconds(5 * MINUTE)).await?.0);
        }
        Ok(at)
    }

    /// Takes a quiz. Answers with when it was over, and the share of the marks, in percent; none when they ran out of time.
    async fn take(&mut self, quiz: &Quiz, turn: &str, began: Millis) -> Result<(Millis, Option<u8>), StoreError> {
        let shelved = self.shelved.clone();
        let id = Now::id();
        let slot = |question: &String| {
            let banked = shelved.bank.find(question)?;
            Some(Slot {
                question: question.clone(),
                revision: banked.revision,
                // By the person and not by the attempt's id, which is another each time: the same rehearsal asks the same.
                seed: seed(&[question, turn, &self.who.takes(&["figures"], 1_000_000).to_string()]),
                place: banked.question.place.clone(),
                tries: Vec::new(),
                hints: 0,
            })
        };
        let slots = quiz.questions.iter().filter_map(slot).collect();
        let pace = Pace::Percent(100);
        let mut attempt = Attempt { rules: quiz.rules, pace, started: began, handed_in: None, slots };
        if began > self.until {
            return Ok((began, None));
        }
        let workshop = shelved.workshop.id.clone();
        let new =
            NewAttempt { id, workshop, purpose: Purpose::Quiz, subject: quiz.id.clone(), attempt: attempt.clone() };
        self.store.begin_attempt(self.person, new).await?;
        self.done.attempts += 1;
        let mut at = began;
        for slot in 0..attempt.slots.len() {
            let Some(banked) = shelved.bank.find(&attempt.slots[slot].question) else { continue };
            match self.answer(id, &mut attempt, slot, &banked.question, turn, at).await? {
                Some(then) => at = then,
                // Interrupted: the attempt stays open.
                None => return Ok((at, None)),
            }
        }
        let over = at.plus_seconds(20);
        if over > self.until {
            return Ok((at, None));
        }
        self.store.hand_in(self.person, id, over).await?;
        attempt.handed_in = Some(over);
        Ok((over, attempt.result().percent()))
    }

    /// Answers one question, more than once where that is allowed and the first answer was wrong. Answers with when; none when no
    /// answer is taken any more.
    async fn answer(
        &mut self,
        id: Uuid,
        attempt: &mut Attempt,
        slot: usize,
        question: &Question,
        turn: &str,
        mut at: Millis,
    ) -> Result<Option<Millis>, StoreError> {
        let asked = question.asked(attempt.slots[slot].seed);
        let place = (question.place.module.clone(), question.place.section.clone());
        let tries = match attempt.rules.feedback {
            When::EachAnswer => attempt.rules.tries.max(1),
            When::AtTheEnd => 1,
        };
        for number in 0..tries {
            let again = format!("{turn} {number}");
            let about = match question.difficulty {
                Difficulty::Recall => 25,
                Difficulty::Apply => 60,
                Difficulty::Judge => 80,
            };
            at = at.plus_seconds(self.who.takes(&["thinks", &question.id, &again], about).into());
            if at > self.until {
                return Ok(None);
            }
            let (mut answer, certainty) =
                self.who.answers(&asked, question.difficulty, self.read.contains(&place), &again);
            let mut marked = asked.mark(&answer);
            if marked.is_err() {
                answer = right(&asked);
                marked = asked.mark(&answer);
            }
            let Ok(marking) = marked else { return Ok(Some(at)) };
            let certainty = attempt.rules.certainty.then_some(certainty);
            let submission = Now::seed().to_string();
            if attempt.answer(&question.id, &submission, (answer, marking.mark), certainty, at).is_err() {
                return Ok(None);
            }
            let given = attempt.slots[slot].tries.last().cloned();
            if let Some(given) = given {
                let kept = self.store.keep_answer(self.person, id, &question.id, usize::from(number), &given).await?;
                self.done.answers += u64::from(kept);
            }
            if marking.verdict() == Verdict::Right || !self.who.does(&["tries again", &question.id, &again], 70) {
                break;
            }
        }
        Ok(Some(at))
    }

    /// Decides with the wizards that come about where they are in the workshop.
    async fn decide(&mut self, module: usize, mut at: Millis) -> Result<Millis, StoreError> {
        let shelved = self.shelved.clone();
        let workshop = &shelved.workshop;
        let (modules, wizards) = (workshop.outline.modules.len().max(1), workshop.decisions.len());
        for (_, decision) in
            workshop.decisions.iter().enumerate().filter(|(w, _)| w * modules / wizards.max(1) == module)
        {
            let wizard = &decision.wizard;
            if !self.who.does(&["decides", &wizard.id], 55) {
                continue;
            }
            let mut given = Answers::new();
            while let Some(next) = wizard.consider(&given).next {
                at = at.plus_seconds(self.who.takes(&["weighs", &wizard.id, &next.id], 30).into());
                // One more than there are: not everything is known.
                let chosen = self.who.chooses(&["option", &wizard.id, &next.id], next.options.len() * 4 + 1) / 4;
                let option = next.options.get(chosen).map_or_else(|| UNKNOWN.to_owned(), |option| option.id.clone());
                given.insert(next.id.clone(), option);
            }
            if at > self.until {
                return Ok(self.until);
            }
            if self.design.is_none() {
                let design = Design { title: UNTITLED.to_owned(), workshop: workshop.id.clone(), ..Design::default() };
                let id = Now::id();
                let first = revision(&design, "Begun".to_owned());
                self.store.add_design(self.person, id, &workshop.id, first, at).await?;
                self.design = Some((id, 1, design));
            }
            if let Some((id, base, design)) = &mut self.design {
                let said = decided::decide(workshop, decision, design, &given, "");
                self.store.change_design(self.person, *id, *base, revision(design, said), at).await?;
                *base += 1;
                self.done.decisions += 1;
            }
        }
        Ok(at)
    }
}

/// Whether a quiz is the first of a pair that asks for the same before and after.
fn is_first(workshop: &Workshop, quiz: &Quiz) -> bool {
    workshop.quizzes.iter().any(|other| other.after.as_deref() == Some(&quiz.id))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    #[test]
    fn everybody_has_come_at_any_hour_of_the_last_day() {
        let first_day = Millis(20_000 * DAY * 1000);
        for (days, hour) in [(1, 0), (1, 7), (1, 23), (2, 0), (2, 12), (60, 5)] {
            let until = first_day.plus_seconds((days - 1) * DAY + hour * 60 * MINUTE + 1);
            let days = u32::try_from(days).unwrap();
            let cast = Cast { cohort: Uuid::nil(), people: 60, days, seed: 2, first_day, until };
            for number in 0..60 {
                let visits = Rehearser::new(2, number).visits(days);
                let begun: Vec<Millis> = visits.iter().map(|visit| cast.begins(visit)).collect();
                assert!(!begun.is_empty() && begun.is_sorted());
                assert!(begun.iter().all(|at| (first_day..=until).contains(at)), "{days} {hour} {begun:?}");
                // On days that are over nothing is moved.
                let early = visits.iter().zip(&begun).filter(|(visit, _)| visit.day + 1 < days);
                for (visit, at) in early {
                    let plain = i64::from(visit.day) * DAY + i64::from(visit.minute) * MINUTE;
                    assert_eq!(*at, first_day.plus_seconds(plain));
                }
            }
        }
    }

    #[test]
    fn every_question_is_answered_rightly_by_who_knows_and_readably_by_who_does_not() {
        let loaded = crate::app::load_content(None, Date::constant(2026, 12, 1)).unwrap();
        let library = loaded.library.expect("the content built in is sound");
        let questions: Vec<&Question> = library.workshops.iter().flat_map(|workshop| &workshop.questions).collect();
        assert!(questions.len() > 250, "{}", questions.len());
        let (mut wrong, mut all) = (0, 0);
        for question in questions {
            for n in 0..40 {
                let asked = question.asked(n);
                let marking = asked.mark(&right(&asked));
                let known = marking.unwrap_or_else(|complaint| panic!("{}: {complaint:?}", question.id));
                assert_eq!(known.verdict(), Verdict::Right, "{}: {:?}", question.id, right(&asked));
                let (answer, _) = Rehearser::new(3, n).answers(&asked, question.difficulty, n % 2 == 0, "first");
                let marking = asked.mark(&answer);
                let given = marking.unwrap_or_else(|complaint| panic!("{}: {answer:?} {complaint:?}", question.id));
                (wrong, all) = (wrong + u32::from(given.verdict() != Verdict::Right), all + 1);
            }
        }
        assert!(wrong * 4 > all && wrong * 3 < all * 2, "of {all} answers {wrong} are wrong");
    }
}
