//! A quiz: what it is before one starts, the attempt that is open, and those that are over.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::attempt::{self, Part, Shown, Taking, marks, pace_words};
use super::error::Wrong;
use super::frame::{Around, Onward};
use super::home::count;
use super::now::Now;
use super::session::{Caller, Token, for_somebody};
use super::timetable::{Closed, Timetable};
use super::{answer, when};
use crate::app::{App, Shelved};
use crate::content::model::Quiz;
use crate::domain::question::seed;
use crate::domain::quiz::{Attempt, Pace, QuizRules, Slot, When};
use crate::store::{AttemptRow, Identity, NewAttempt, Purpose};

/// The most attempts that a person may have in a workshop; nobody learns anything from more.
const MOST_ATTEMPTS: usize = 1000;
/// What can be chosen for what is timed: the name in the form, the pace.
const PACES: [(&str, Pace); 5] = [
    ("100", Pace::Percent(100)),
    ("125", Pace::Percent(125)),
    ("150", Pace::Percent(150)),
    ("200", Pace::Percent(200)),
    ("untimed", Pace::Untimed),
];

/// The element `#_quiz` before an attempt.
#[derive(Template)]
#[template(path = "quiz/start.html")]
struct Start<'a> {
    title: &'a str,
    kicker: String,
    /// HTML.
    intro: &'a str,
    /// What to know before one begins: the fact, and what it means.
    facts: Vec<(String, String)>,
    action: String,
    /// The paces, when it is timed: name, words, whether it is the person's.
    paces: Vec<(&'static str, String, bool)>,
    /// What the button says.
    button: &'static str,
    /// Attempts that are over, the newest first.
    before: Vec<Before>,
    /// What was learnt since the quiz that this one is matched with, in a sentence.
    gain: Option<String>,
    module: Option<Onward>,
}

/// An attempt that is over.
struct Before {
    at: (String, String),
    score: String,
    url: String,
    /// "Only what was not right"; may be empty.
    note: &'static str,
}

/// A quiz as it stands in a module: the same for everybody, opened in place or on its own page.
#[derive(Template)]
#[template(path = "quiz/block.html")]
struct Block<'a> {
    base: &'a str,
    title: &'a str,
    extent: String,
    intro: &'a str,
    url: String,
}

/// Draws the block of a quiz from what the content says of it, with ids that begin with `base`.
#[must_use]
pub fn block(quiz: &str, said: &[(String, String)], base: &str) -> String {
    let of = |name: &str| said.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let questions = count(of("questions").parse().unwrap_or(0), "question");
    let block = Block {
        base,
        title: of("title"),
        extent: match of("minutes") {
            "" => questions,
            minutes => format!("{questions}, {minutes} min"),
        },
        intro: of("intro"),
        url: format!("/w/{}/quizzes/{quiz}", of("workshop")),
    };
    // A template with texts alone cannot fail.
    block.render().unwrap_or_default()
}

/// `/w/{workshop}/quizzes/{quiz}`.
pub async fn show(
    State(app): State<App>,
    Path((workshop, quiz)): Path<(String, String)>,
    Query(shown): Query<Shown>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    let identity = token.identity(&app, now).await?;
    let wanted = match shown.attempt.as_str() {
        "" => None,
        id => Some(Uuid::parse_str(id).map_err(|_| Wrong::NotFound)?),
    };
    if let (Some(id), Some(identity)) = (wanted, &identity) {
        // An old attempt can be looked at also when its quiz is no more.
        let taking = Taking::of(&app, shelved, identity.person, id).await?.ok_or(Wrong::NotFound)?;
        if taking.row.subject != quiz || taking.row.purpose != Purpose::Quiz {
            return Err(Wrong::NotFound);
        }
        return attempt::page(&taking, identity, around, &Part::of(&shown, &taking, now), StatusCode::OK, now);
    }
    let quiz = shelved.workshop.quizzes.iter().find(|known| known.id == quiz).ok_or(Wrong::NotFound)?;
    if wanted.is_some() {
        return Err(Wrong::NotFound);
    }
    let (mut rows, mut pace) = (Vec::new(), Pace::Percent(100));
    if let Some(identity) = &identity {
        rows = app.store.attempts(identity.person, &shelved.workshop.id).await?;
        // After a merge there can be two; the newest is the one that “Start” finds as well.
        let open = rows.iter().rposition(|row| is_of(row, quiz, Purpose::Quiz) && row.attempt.is_open(now.0));
        if let Some(open) = open {
            let taking = Taking::from(&app, shelved, rows.swap_remove(open)).await?;
            return attempt::page(&taking, identity, around, &Part::of(&shown, &taking, now), StatusCode::OK, now);
        }
        if quiz.rules.limit.is_some() {
            pace = app.store.pace(identity.person).await?;
        }
    }
    // An attempt that was begun can be ended.
    if let Some(closed) = closed(&app, shelved, quiz, identity.as_ref(), now).await? {
        return super::module::closed::page(&shelved.workshop, &quiz.title, closed, identity.as_ref(), around);
    }
    let part = start_card(shelved, quiz, &rows, pace, now).render()?;
    if around.wants("quiz") {
        return Ok(answer::html(StatusCode::OK, part));
    }
    let title = format!("{} · {}", quiz.title, shelved.workshop.title);
    let frame = around.frame(&title, Some(&shelved.workshop), identity.as_ref());
    answer::page(&attempt::QuizPage { frame, part, assets: super::assets::quiz() })
}

/// Why a quiz is not open: the person's cohort has not opened its module.
async fn closed(
    app: &App,
    shelved: &Shelved,
    quiz: &Quiz,
    identity: Option<&Identity>,
    now: Now,
) -> Result<Option<Closed>, Wrong> {
    let (Some(module), Some(identity)) = (&quiz.module, identity) else { return Ok(None) };
    Ok(Timetable::of_person(app, identity.person, &shelved.workshop.id).await?.closed(module, now))
}

fn is_of(row: &AttemptRow, quiz: &Quiz, purpose: Purpose) -> bool {
    row.purpose == purpose && row.subject == quiz.id
}

fn start_card<'a>(shelved: &'a Shelved, quiz: &'a Quiz, rows: &[AttemptRow], pace: Pace, now: Now) -> Start<'a> {
    let workshop = &shelved.workshop;
    let over = |row: &&AttemptRow| {
        row.subject == quiz.id && matches!(row.purpose, Purpose::Quiz | Purpose::Again) && !row.attempt.is_open(now.0)
    };
    let before = rows.iter().rev().filter(over).map(|row| {
        let result = row.attempt.result();
        let url = match row.purpose {
            Purpose::Quiz => format!("/w/{}/quizzes/{}?attempt={}", workshop.id, quiz.id, row.id),
            _ => format!("/w/{}/attempts/{}", workshop.id, row.id),
        };
        Before {
            at: when::moment(row.attempt.started),
            score: format!("{} of {}", marks(result.score), result.slots.len()),
            url,
            note: if row.purpose == Purpose::Again { "only what was not right" } else { "" },
        }
    });
    let before: Vec<Before> = before.collect();
    let module = quiz.module.as_ref().and_then(|id| super::places::find_module(&workshop.outline, id));
    Start {
        title: &quiz.title,
        kicker: format!("Quiz · {}", count(quiz.questions.len(), "question")),
        intro: &quiz.intro,
        facts: facts(shelved, quiz, &quiz.rules),
        action: format!("/w/{}/quizzes/{}", workshop.id, quiz.id),
        paces: if quiz.rules.limit.is_some() { paces(&quiz.rules, pace) } else { Vec::new() },
        button: if before.is_empty() { "Start" } else { "Start again" },
        gain: gain(shelved, quiz, rows, now),
        module: module.map(|m| Onward {
            label: workshop.outline.modules[m].title.clone(),
            url: super::places::module_address(workshop, m),
        }),
        before,
    }
}

/// What the rules mean, as a person wants to know it beforehand.
fn facts(shelved: &Shelved, quiz: &Quiz, rules: &QuizRules) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |fact: String, more: &str| facts.push((fact, more.to_owned()));
    let questions = count(quiz.questions.len(), "question");
    add(questions, if quiz.all_at_once { "on one page" } else { "one at a time, back and forth as you like" });
    match (rules.feedback, rules.tries.max(1)) {
        (When::AtTheEnd, _) => {
            add("Changed until you hand in:".to_owned(), "then you see what was right, and why");
        }
        (When::EachAnswer, 1) => add("One try each:".to_owned(), "then you see what was right, and why"),
        (When::EachAnswer, tries) => {
            let cost = match rules.try_costs {
                0 => "another one costs nothing".to_owned(),
                cost => format!("each after the first takes {cost} % of the mark"),
            };
            add(format!("{} tries each:", super::review::capital(&super::review::number(tries.into()))), &cost);
        }
    }
    let hinted = |id: &String| shelved.bank.find(id).is_some_and(|banked| !banked.question.hints.is_empty());
    if rules.hint_costs > 0 && quiz.questions.iter().any(hinted) {
        add("Hints:".to_owned(), &format!("each takes {} % of the mark", rules.hint_costs));
    }
    if rules.certainty {
        add("How sure you are:".to_owned(), "you may say so with each answer; it changes no mark");
    }
    match rules.limit {
        Some(limit) => add(
            length(i64::from(limit.seconds)),
            &format!(
                "by the portal’s clock; what arrives up to {} later still counts",
                count(limit.grace_seconds as usize, "second")
            ),
        ),
        None => add("No time limit:".to_owned(), "leave and go on another day, on any device"),
    }
    facts
}

/// Seconds as minutes where they are whole ones.
fn length(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => count(usize::try_from(minutes).unwrap_or(0), "minute"),
        (0, seconds) => count(usize::try_from(seconds).unwrap_or(0), "second"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

fn paces(rules: &QuizRules, chosen: Pace) -> Vec<(&'static str, String, bool)> {
    let seconds = rules.limit.map_or(0, |limit| i64::from(limit.seconds));
    let words = |pace: Pace| match pace {
        Pace::Percent(percent) if percent > 100 => {
            format!("{} ({})", length(seconds * i64::from(percent) / 100), pace_words(pace))
        }
        Pace::Percent(_) => length(seconds),
        Pace::Untimed => "Without a limit".to_owned(),
    };
    PACES.iter().map(|(name, pace)| (*name, words(*pace), *pace == chosen)).collect()
}

/// What was learnt since the quiz that this one is matched with: their first results, side by side.
fn gain(shelved: &Shelved, quiz: &Quiz, rows: &[AttemptRow], now: Now) -> Option<String> {
    let before = shelved.workshop.quizzes.iter().find(|other| Some(&other.id) == quiz.after.as_ref())?;
    let first = |quiz: &Quiz| {
        let over = |row: &&AttemptRow| is_of(row, quiz, Purpose::Quiz) && !row.attempt.is_open(now.0);
        rows.iter().find(over).map(|row| row.attempt.result())
    };
    match (first(before), first(quiz)) {
        (None, None) => {
            Some(format!("It belongs together with “{}”: take that one first to see what you learnt.", before.title))
        }
        (Some(then), None) => {
            Some(format!("In “{}” you had {} of {}.", before.title, marks(then.score), then.slots.len()))
        }
        (Some(then), Some(now)) => Some(format!(
            "“{}”: {} of {}. Here, the first time: {} of {}.",
            before.title,
            marks(then.score),
            then.slots.len(),
            marks(now.score),
            now.slots.len(),
        )),
        (None, Some(_)) => None,
    }
}

/// What the start form sends.
#[derive(Debug, Default, Deserialize)]
pub struct StartForm {
    /// An attempt, whose wrong ones are to be asked again.
    #[serde(default)]
    again: String,
    /// One of [`PACES`].
    #[serde(default)]
    pace: String,
}

/// `POST /w/{workshop}/quizzes/{quiz}`: begins an attempt, or goes on with the one that is open.
pub async fn start(
    State(app): State<App>,
    Path((workshop, quiz)): Path<(String, String)>,
    token: Token,
    caller: Caller,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<StartForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    let quiz = shelved.workshop.quizzes.iter().find(|known| known.id == quiz).ok_or(Wrong::NotFound)?;
    if closed(&app, shelved, quiz, token.identity(&app, now).await?.as_ref(), now).await?.is_some() {
        // The page itself says when it opens.
        return Ok(answer::redirect(&format!("/w/{}/quizzes/{}", shelved.workshop.id, quiz.id)));
    }
    let mut questions = quiz.questions.clone();
    let (mut rules, mut purpose) = (quiz.rules, Purpose::Quiz);
    if !form.again.is_empty() {
        let id = Uuid::parse_str(&form.again).map_err(|_| Wrong::NotFound)?;
        let identity = token.identity(&app, now).await?.ok_or(Wrong::NotFound)?;
        let taking = Taking::of(&app, shelved, identity.person, id).await?.ok_or(Wrong::NotFound)?;
        if taking.row.attempt.is_open(now.0) {
            return Ok(answer::redirect(&taking.own_address()));
        }
        questions = taking.row.attempt.result().wrong_ones().map(str::to_owned).collect();
        purpose = Purpose::Again;
        // It is for learning: with feedback at once, and no hurry.
        rules = QuizRules { feedback: When::EachAnswer, limit: None, tries: rules.tries.max(2), ..rules };
    }
    let chosen = PACES.iter().find(|(name, _)| *name == form.pace).map(|(_, pace)| *pace);
    let begun = for_somebody(&app, &token, &caller, now, |person| {
        begin(
            &app,
            shelved,
            person,
            Beginning { purpose, subject: &quiz.id, rules, questions: &questions, chosen },
            now,
        )
    });
    let (who, begun) = begun.await?;
    let id = begun.ok_or(Wrong::BadRequest(FULL))?;
    let taking = Taking::of(&app, shelved, who.person, id).await?.ok_or(Wrong::NotFound)?;
    if !answer::wants(&headers, "quiz") {
        return Ok(answer::redirect_with(&taking.address(), who.cookie.as_ref()));
    }
    let part = attempt::part(&taking, &Part::of(&Shown::default(), &taking, now), now)?;
    Ok(answer::with_cookie(answer::of_person(answer::html(StatusCode::OK, part), who.person), who.cookie.as_ref()))
}

/// Why no further attempt is begun.
pub(super) const FULL: &str = "You have begun 1,000 attempts in this workshop; more are not kept.";

/// What to begin.
#[derive(Clone, Copy)]
pub(super) struct Beginning<'a> {
    pub(super) purpose: Purpose,
    pub(super) subject: &'a str,
    pub(super) rules: QuizRules,
    /// Ids; those that are in the bank no more are left out.
    pub(super) questions: &'a [String],
    /// The pace that was chosen just now.
    pub(super) chosen: Option<Pace>,
}

/// Begins an attempt, or finds the one that is open. None when the person has too many.
pub(super) async fn begin(
    app: &App,
    shelved: &Shelved,
    person: Uuid,
    beginning: Beginning<'_>,
    now: Now,
) -> crate::store::Result<Option<Uuid>> {
    let Beginning { purpose, subject, rules, questions, chosen } = beginning;
    let workshop = &shelved.workshop.id;
    if app.store.count_attempts(person, workshop).await? >= MOST_ATTEMPTS {
        return Ok(None);
    }
    let pace = match (rules.limit, chosen) {
        (None, _) => Pace::Percent(100),
        (Some(_), Some(chosen)) => {
            app.store.set_pace(person, chosen).await?;
            chosen
        }
        (Some(_), None) => app.store.pace(person).await?,
    };
    let id = Now::id();
    let text = id.to_string();
    let slot = |question: &String| {
        let banked = shelved.bank.find(question)?;
        Some(Slot {
            question: question.clone(),
            revision: banked.revision,
            seed: seed(&[&text, question]),
            place: banked.question.place.clone(),
            tries: Vec::new(),
            hints: 0,
        })
    };
    let slots = questions.iter().filter_map(slot).collect();
    let attempt = Attempt { rules, pace, started: now.0, handed_in: None, slots };
    let new = NewAttempt { id, workshop: workshop.clone(), purpose, subject: subject.to_owned(), attempt };
    app.store.begin_attempt(person, new).await.map(Some)
}
