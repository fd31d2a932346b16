//! An attempt that goes on, or one question of one that is over.

use askama::Template;

use super::Taking;
use super::view::{Part, Said, id_of};
use crate::domain::question::Verdict;
use crate::domain::quiz::{Pace, Slot, State, When};
use crate::store::Purpose;
use crate::web::error::Wrong;
use crate::web::frame::Onward;
use crate::web::home::count;
use crate::web::now::Now;
use crate::web::question::{self, Status, View};
use crate::web::when;

/// The element `#_quiz` while it goes on.
#[derive(Template)]
#[template(path = "quiz/running.html")]
struct Running {
    /// Where this very attempt is, whatever of it is shown.
    own: String,
    /// What it is called.
    title: String,
    /// What it is of: a quiz, what is due, practice.
    kicker: String,
    bar: Bar,
    /// The one question that is shown, or all of them; none where the rest is to be done.
    questions: Vec<QuestionBox>,
    /// Where a form with all questions goes; none where each has a form of its own.
    all: Option<String>,
    /// What is left to do, below the questions of a page that has all and alone after the last of others.
    finish: Option<Finish>,
}

/// The bar above: where every question stands, and the time. Replaces `#_quiz-bar`.
#[derive(Template)]
#[template(path = "quiz/bar.html")]
pub(super) struct Bar {
    stops: Vec<Stop>,
    /// What comes after the last question.
    end: Option<Stop>,
    time: Option<Time>,
    /// "4 of 10 answered".
    words: String,
}

struct Stop {
    /// From 1; "End" for what comes after the last.
    name: String,
    url: String,
    /// `answered`, `right`, `partly`, `wrong`, or none while it is open.
    class: &'static str,
    sign: &'static str,
    /// The same in words.
    words: &'static str,
    current: bool,
}

struct Time {
    /// Milliseconds that are left by the server's clock.
    left: i64,
    /// For how many more milliseconds what arrives still counts once the time that is shown is over.
    counts: i64,
    /// When it ends: RFC 3339, and in words.
    ends: (String, String),
    /// The time that is shown is over; what arrives now still counts.
    grace: bool,
}

/// A question with its buttons. Replaces `#_q-{id}`'s surroundings, `#_box-{id}`.
#[derive(Template)]
#[template(path = "quiz/question.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the template asks for")]
pub(super) struct QuestionBox {
    id: String,
    /// The question's id.
    question: String,
    /// Where its answer goes.
    action: String,
    /// Names it where it is listed apart from its place.
    title: String,
    prefix: String,
    submission: String,
    html: String,
    /// Whether it is a form of its own.
    alone: bool,
    /// Whether an answer would count.
    open: bool,
    /// What the button says.
    check: &'static str,
    /// The number of the next hint, from 0, when there is one.
    hint: Option<usize>,
    /// Whether a changed answer is saved at once by a script.
    autosave: bool,
    /// What a hint takes from the mark, in percent.
    hint_costs: u8,
    /// It has changed since, and stands as it was asked then.
    changed: bool,
    /// The way on: another question, or the end.
    next: Option<Onward>,
    /// The question is done with, so the way on is what one does next.
    ready: bool,
    /// Back to the result, once it is over.
    result: Option<String>,
}

/// What is left to do.
struct Finish {
    action: String,
    /// Such as "Two questions are not answered yet."
    words: String,
    /// Those that are not answered: number and address.
    unanswered: Vec<(usize, String)>,
    /// What the button says.
    button: &'static str,
}

pub(super) fn draw(taking: &Taking, shown: &Part, now: Now) -> Result<String, Wrong> {
    let (last, all) = (taking.asked.len(), taking.all_at_once());
    let slots: Vec<usize> = match (all, shown.slot) {
        (true, _) => (0..last).collect(),
        (false, slot) if slot < last => vec![slot],
        (false, _) => Vec::new(),
    };
    let questions: Result<Vec<QuestionBox>, Wrong> =
        slots.into_iter().map(|slot| QuestionBox::of(taking, slot, shown.spoken.to(slot), now)).collect();
    let open = taking.row.attempt.is_open(now.0);
    let running = Running {
        own: taking.own_address(),
        title: taking.title(),
        kicker: kicker(taking),
        bar: Bar::of(taking, if all { usize::MAX } else { shown.slot }, now),
        questions: questions?,
        all: (all && open).then(|| taking.action()),
        finish: (open && (all || shown.slot >= last)).then(|| Finish::of(taking, now)),
    };
    Ok(running.render()?)
}

fn kicker(taking: &Taking) -> String {
    let questions = count(taking.asked.len(), "question");
    match taking.row.purpose {
        Purpose::Quiz => format!("Quiz · {questions}"),
        Purpose::Again => format!("What was not right, once more · {questions}"),
        Purpose::Review => format!("Review · {questions}"),
        Purpose::Practice => format!("Practice · {questions}"),
    }
}

/// How a question stands: a class, a sign and the words for it.
fn standing(taking: &Taking, slot: usize, now: Now) -> (&'static str, &'static str, &'static str) {
    let attempt = &taking.row.attempt;
    let Some(last) = attempt.slots[slot].tries.last() else { return ("", "", "not answered") };
    if !attempt.shows_feedback(now.0) {
        return ("answered", "", "answered");
    }
    match last.mark.verdict() {
        Verdict::Right => ("right", "✓", "right"),
        Verdict::Partly => ("partly", "◐", "partly right"),
        Verdict::Wrong => ("wrong", "✕", "wrong"),
    }
}

impl Bar {
    pub(super) fn of(taking: &Taking, current: usize, now: Now) -> Self {
        let attempt = &taking.row.attempt;
        let all = taking.all_at_once();
        let stop = |slot: usize| {
            let (class, sign, words) = standing(taking, slot, now);
            let url = if all { format!("#{}", id_of(taking.asked[slot].id())) } else { taking.address_of(slot) };
            Stop { name: (slot + 1).to_string(), url, class, sign, words, current: slot == current }
        };
        let end = Stop {
            name: "End".to_owned(),
            url: taking.address_of(taking.asked.len()),
            class: "end",
            sign: "",
            words: "what is left to do",
            current: current == taking.asked.len(),
        };
        let time = |left: i64, grace: bool| {
            let ends = if grace { attempt.closes() } else { attempt.ends() };
            let counts = if grace { left } else { attempt.closes()?.0.saturating_sub(attempt.ends()?.0) };
            Some(Time { left, counts, ends: when::lately(ends?, now.0), grace })
        };
        let answered = attempt.slots.iter().filter(|slot| !slot.tries.is_empty()).count();
        Self {
            stops: (0..taking.asked.len()).map(stop).collect(),
            end: (!all && attempt.is_open(now.0)).then_some(end),
            time: match attempt.state(now.0) {
                State::Running { left: Some(left) } => time(left, false),
                State::Grace { left } => time(left, true),
                _ => None,
            },
            words: format!("{answered} of {} answered", taking.asked.len()),
        }
    }
}

impl QuestionBox {
    pub(super) fn of(taking: &Taking, slot: usize, said: Option<&Said>, now: Now) -> Result<Self, Wrong> {
        let attempt = &taking.row.attempt;
        let (asked, kept) = (&taking.asked[slot], &attempt.slots[slot]);
        let question = asked.id().to_owned();
        let (id, all) = (id_of(&question), taking.all_at_once());
        let prefix = if all { format!("{question}.") } else { String::new() };
        let open = attempt.takes(&question, now.0);
        let each = attempt.rules.feedback == When::EachAnswer;
        let last = kept.tries.last();
        let marking = last.filter(|_| attempt.shows_feedback(now.0)).and_then(|last| asked.mark(&last.answer).ok());
        let reveal = attempt.shows_key(&question, now.0).then(|| asked.reveal());
        let hints: Vec<&str> = (0..usize::from(kept.hints)).filter_map(|n| asked.hint(n)).collect();
        let status = match (said.and_then(|said| said.refusal.clone()), last) {
            (Some(refusal), _) => Status::Refused(refusal),
            (None, Some(last)) => {
                let (machine, words) = when::lately(last.at, now.0);
                Status::Saved { machine, words }
            }
            (None, None) => Status::Open,
        };
        let html = question::draw(&View {
            asked,
            base: &id,
            level: 2,
            number: slot + 1,
            of: taking.asked.len(),
            prefix: &prefix,
            fields: said.and_then(|said| said.fields.as_ref()),
            answer: last.map(|last| &last.answer),
            complaint: said.and_then(|said| said.complaint.as_ref()),
            marking: marking.as_ref(),
            reveal: reveal.as_ref(),
            hints: &hints,
            locked: !open,
            certainty: attempt.rules.certainty.then(|| last.and_then(|last| last.certainty)),
            // Where it is taught is a help: it comes with the answer.
            read: reveal.is_some().then(|| taking.section_of(slot)).flatten(),
            status,
            tries_left: (each && open && last.is_some()).then(|| kept.tries_left(&attempt.rules)),
        })?;
        let today = taking.shelved.bank.find(&question).map(|banked| banked.revision);
        Ok(Self {
            id,
            action: format!("{}/questions/{question}", taking.action()),
            title: format!("{}, question {}", taking.title(), slot + 1),
            prefix,
            submission: Now::seed().to_string(),
            html,
            alone: !all,
            open,
            check: match (each, last.is_some()) {
                (true, false) => "Check answer",
                (true, true) => "Try again",
                (false, false) => "Save answer",
                (false, true) => "Save changed answer",
            },
            hint: (open && hints.len() < asked.public().hints).then_some(hints.len()),
            autosave: !each,
            hint_costs: attempt.rules.hint_costs,
            changed: today.is_some_and(|today| today != kept.revision),
            next: if all { None } else { next(taking, slot, now) },
            ready: !open || (!each && last.is_some()),
            result: (!all && !attempt.is_open(now.0)).then(|| taking.own_address()),
            question,
        })
    }
}

/// Where one goes on from a question: to the next one; after the last to those that were passed over, then to the end.
fn next(taking: &Taking, slot: usize, now: Now) -> Option<Onward> {
    let attempt = &taking.row.attempt;
    let last = taking.asked.len();
    let question = |n: usize| Onward { label: format!("question {}", n + 1), url: taking.address_of(n) };
    if slot + 1 < last {
        return Some(question(slot + 1));
    }
    if !attempt.is_open(now.0) {
        return None;
    }
    let passed = (0..last).find(|other| *other != slot && attempt.slots[*other].tries.is_empty());
    Some(passed.map_or_else(|| Onward { label: "the end".to_owned(), url: taking.address_of(last) }, question))
}

impl Finish {
    fn of(taking: &Taking, now: Now) -> Self {
        let attempt = &taking.row.attempt;
        let open = |slot: &Slot| slot.tries.is_empty() && attempt.takes(&slot.question, now.0);
        let all = taking.all_at_once();
        let url = |n: usize| {
            if all { format!("#{}", id_of(taking.asked[n].id())) } else { taking.address_of(n) }
        };
        let numbered = attempt.slots.iter().enumerate().filter(|(_, slot)| open(slot));
        let unanswered: Vec<(usize, String)> = numbered.map(|(n, _)| (n + 1, url(n))).collect();
        let retry = attempt.slots.iter().filter(|slot| attempt.takes(&slot.question, now.0)).count() - unanswered.len();
        let each = attempt.rules.feedback == When::EachAnswer;
        let words = match (unanswered.len(), retry) {
            (0, 0) => "All questions are answered.".to_owned(),
            (0, n) if each => format!("All questions are answered; {n} of them can be tried once more."),
            (0, _) => "All questions are answered. You can still change every answer.".to_owned(),
            (1, _) => "One question is not answered yet.".to_owned(),
            (n, _) => format!("{n} questions are not answered yet."),
        };
        Self {
            action: format!("{}/hand-in", taking.action()),
            words,
            button: if each { "Finish and show the result" } else { "Hand in and show the result" },
            unanswered,
        }
    }
}

/// What a person has more than others for what is timed, in words; empty for as long as everybody.
pub(crate) fn pace_words(pace: Pace) -> String {
    match pace {
        Pace::Percent(100) => String::new(),
        Pace::Percent(percent) => format!("{percent} % of the time"),
        Pace::Untimed => "without a limit".to_owned(),
    }
}
