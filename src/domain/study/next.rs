//! The choice of what comes next.

use super::minutes::of_questions;
use super::words::{count, minutes, number, sentence};
use super::{Next, Offer, OpenAttempt, OpenQuiz, Step};
use crate::domain::outline::Outline;
use crate::domain::progress::{ModuleProgress, ModuleState, Progress};
use crate::domain::question::Place;
use crate::domain::quiz::State;
use crate::domain::review::{Day, Queue, Why};
use crate::domain::time::Millis;

/// The most other things that are offered beside the first.
pub const MOST_ALTERNATIVES: usize = 3;

/// Where a person stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The workshop.
    pub outline: &'a Outline,
    /// What the person has marked of it.
    pub progress: &'a Progress,
    /// The id of the module to go on in, if there is one: where the person read last.
    pub from: Option<&'a str>,
    /// What sections take, in minutes (see [`super::spread`]); of one that is missing the minutes are not said.
    pub minutes: &'a [(Place, u32)],
    /// The questions of today.
    pub queue: &'a Queue,
    /// Today.
    pub today: Day,
    /// Seconds that a question takes this person (see [`super::seconds_a_question`]).
    pub seconds_a_question: u32,
    /// Attempts that were begun.
    pub attempts: &'a [OpenAttempt],
    /// The modules' quizzes that were never begun.
    pub quizzes: &'a [OpenQuiz],
    /// The names of wizards that were begun and not finished.
    pub decisions: &'a [String],
}

/// The order of what is offered; the module's documentation gives the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Running,
    Reviews,
    Attempt,
    Quiz,
    Section,
    PassedAttempt,
    PassedQuiz,
    Decision,
    Optional,
}

/// What to do next. The same standing always gives the same.
#[must_use]
pub fn what_next(standing: &Standing<'_>) -> Next {
    let mut offers = standing.offers();
    // Stable: what is alike in rank stays in its order.
    offers.sort_by_key(|(rank, _)| *rank);
    offers.dedup_by(|(later, _), (earlier, _)| later == earlier && *earlier != Rank::Running);
    let way = offers.iter().position(|(rank, _)| *rank == Rank::Section);
    if let Some(way) = way.filter(|way| *way > MOST_ALTERNATIVES) {
        offers.swap(way, MOST_ALTERNATIVES);
    }
    let mut offers = offers.into_iter();
    let (step, why) = match offers.next() {
        Some((Rank::Reviews, _)) => (standing.reviews(), standing.why_reviews(offers.len() > 0)),
        Some((_, first)) => (first.step, first.why),
        None => standing.done(),
    };
    Next { step, why, alternatives: offers.take(MOST_ALTERNATIVES).map(|(_, offer)| offer).collect() }
}

impl Standing<'_> {
    /// Everything that can be done, in no order of rank; empty when all is done.
    fn offers(&self) -> Vec<(Rank, Offer)> {
        let mut offers = Vec::new();
        let mut add = |rank, step, why| offers.push((rank, Offer { step, why }));
        let read = self.read_last();
        let mut attempts: Vec<(&OpenAttempt, Option<i64>)> =
            self.attempts.iter().filter_map(|attempt| Some((attempt, left(attempt.state)?))).collect();
        // The least time first, then those that were touched last; by id, so that the same comes out every time.
        attempts.sort_by_key(|(attempt, left)| {
            (left.is_none(), *left, std::cmp::Reverse(attempt.touched), attempt.quiz.clone())
        });
        for (attempt, left) in attempts {
            let (rank, why) = match left {
                Some(_) => (Rank::Running, why_running(attempt)),
                None if read.is_none_or(|(at, _)| attempt.touched >= at) => (Rank::Attempt, self.why_attempt(attempt)),
                None => (Rank::PassedAttempt, self.why_attempt(attempt)),
            };
            add(rank, Step::Attempt { quiz: attempt.quiz.clone() }, why);
        }
        if !self.queue.today.is_empty() {
            add(Rank::Reviews, self.reviews(), self.why_reviews(false));
        }
        for quiz in self.quizzes {
            let Some(at) = self.outline.modules.iter().position(|module| module.id == quiz.module) else { continue };
            let begun = self.attempts.iter().any(|a| a.quiz == quiz.quiz && left(a.state).is_some());
            let module = &self.progress.modules[at];
            if begun || quiz.questions == 0 || !is_read(module) {
                continue;
            }
            let title = &self.outline.modules[at].title;
            let (rank, why) = if read.is_some_and(|(_, last)| last == at) {
                (Rank::Quiz, why_quiz(title, quiz, module))
            } else {
                (Rank::PassedQuiz, why_passed_quiz(title, quiz))
            };
            add(rank, Step::Quiz { quiz: quiz.quiz.clone() }, why);
        }
        if let Some((m, s)) = self.progress.next(self.outline, self.from) {
            let module = &self.outline.modules[m];
            let optional = module.optional || module.sections[s].is_optional();
            let place = Place { module: module.id.clone(), section: module.sections[s].id.clone() };
            let why = self.why_section(m, s, &place);
            add(if optional { Rank::Optional } else { Rank::Section }, Step::Section { place }, why);
        }
        if let [name, others @ ..] = self.decisions {
            add(Rank::Decision, Step::Decision { name: name.clone() }, why_decision(name, others.len()));
        }
        offers
    }

    /// When something was marked last, and in which module.
    fn read_last(&self) -> Option<(Millis, usize)> {
        let modules = self.progress.modules.iter().enumerate();
        modules.filter_map(|(m, module)| Some((module.marked_at.iter().flatten().max().copied()?, m))).max()
    }

    fn reviews(&self) -> Step {
        Step::Reviews { questions: self.queue.today.len() }
    }

    /// `before_others`: whether they stand first and something else comes after them.
    fn why_reviews(&self, before_others: bool) -> String {
        let n = self.queue.today.len();
        let takes = minutes(of_questions(n, self.seconds_a_question));
        let (are, them) = if n == 1 { ("is", "it") } else { ("are", "them") };
        if let Why::AfterPause(days) = self.queue.why {
            return format!(
                "You came back after {}: {} that you are likely to know {are} enough for today, {takes}.",
                count(days as usize, "day"),
                count(n, "question"),
            );
        }
        let more = if self.queue.answered_today > 0 { "more " } else { "" };
        let noun = if n == 1 { "question" } else { "questions" };
        let first = if before_others { " first" } else { "" };
        let text = format!("{} {more}{noun} {are} due today; answering {them}{first} takes {takes}.", number(n));
        sentence(&text)
    }

    fn why_attempt(&self, attempt: &OpenAttempt) -> String {
        let (title, all) = (&attempt.title, count(attempt.of, "question"));
        let open = attempt.of.saturating_sub(attempt.answered);
        let takes = minutes(of_questions(open, self.seconds_a_question));
        let take = if open == 1 { "takes" } else { "take" };
        match (attempt.answered, open) {
            (_, 0) => format!("You answered {all} of “{title}”; handing it in shows what stuck."),
            (0, _) => format!("You began “{title}” and its {all} {} open: {takes}.", are(attempt.of)),
            _ => format!(
                "You answered {} of the {all} of “{title}”; the other {} {take} {takes}.",
                number(attempt.answered),
                number(open)
            ),
        }
    }

    fn why_section(&self, m: usize, s: usize, place: &Place) -> String {
        let (module, progress) = (&self.outline.modules[m], &self.progress.modules[m]);
        let title = &module.title;
        let takes = self.minutes.iter().find(|(of, _)| of == place).map(|(_, takes)| minutes((*takes).max(1)));
        let ends = |before: &str| takes.as_ref().map_or_else(String::new, |takes| format!("{before}{takes}"));
        if module.optional || module.sections[s].is_optional() {
            let takes = ends(" and takes ");
            return format!("All that counts is done; this section of {title} is optional{takes}.");
        }
        match progress.state {
            ModuleState::FinishedThenNew(new) => {
                let came =
                    if new == 1 { "one section has".to_owned() } else { format!("{} sections have", number(new)) };
                let takes = ends("; the next takes ");
                format!("You had finished {title} and {came} come since{takes}.")
            }
            _ if progress.counted_done > 0 => {
                let all = count(progress.counted, "section");
                let takes = ends("; the next takes ");
                format!("You have done {} of the {all} of {title}{takes}.", number(progress.counted_done))
            }
            _ => {
                let comes = if self.progress.sections().0 == 0 { "is where it begins" } else { "is next" };
                let takes = ends(", the first takes ");
                format!("{title} {comes}: {}{takes}.", count(progress.counted, "section"))
            }
        }
    }

    fn done(&self) -> (Step, String) {
        // Those that do not count, too: none is left here.
        let all: usize = self.progress.modules.iter().map(|module| module.done.len()).sum();
        let done = match all {
            0 => "There is nothing left to read".to_owned(),
            1 => "The only section is done".to_owned(),
            _ => format!("All {} are done", count(all, "section")),
        };
        let next = self.queue.next;
        let why = match next.map(|day| day.since(self.today)) {
            None => format!("{done} and no question is due again."),
            Some(0..=1) => format!("{done}; the next question comes back tomorrow."),
            Some(days) => format!("{done}; the next question comes back in {}.", count(days as usize, "day")),
        };
        (Step::Done { next }, why)
    }
}

/// Milliseconds that are left for an attempt that is not over; the inner None without a limit.
#[expect(clippy::option_option, reason = "over, without limit and with time left are three things")]
fn left(state: State) -> Option<Option<i64>> {
    match state {
        State::Running { left } => Some(left),
        State::Grace { .. } => Some(Some(0)),
        State::TimeUp { .. } | State::HandedIn { .. } => None,
    }
}

/// Whether a module is read far enough for its quiz.
fn is_read(module: &ModuleProgress) -> bool {
    module.state == ModuleState::Finished
        || (module.counted == 0 && !module.done.is_empty() && !module.done.contains(&false))
}

fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn why_running(attempt: &OpenAttempt) -> String {
    let title = &attempt.title;
    let open = attempt.of.saturating_sub(attempt.answered);
    let all = count(attempt.of, "question");
    let asks = match open {
        0 => format!("you answered {all}, so hand it in"),
        _ => format!("{} of its {all} {} open", number(open), are(open)),
    };
    match attempt.state {
        State::Grace { left } => {
            let seconds = count(usize::try_from(left / 1_000).unwrap_or(0), "second");
            format!("The time for “{title}” is over and what arrives within {seconds} still counts; {asks}.")
        }
        State::Running { left: Some(left) } if left >= 60_000 => {
            let minutes = usize::try_from(left / 60_000).unwrap_or(0);
            let left = format!("{} {} left", count(minutes, "minute"), are(minutes));
            format!("The time for “{title}” is running: {left}, and {asks}.")
        }
        _ => format!("The time for “{title}” is running: less than a minute is left, and {asks}."),
    }
}

fn why_quiz(title: &str, quiz: &OpenQuiz, module: &ModuleProgress) -> String {
    let n = quiz.questions;
    let shows = format!("its {} {} what stuck", count(n, "question"), if n == 1 { "shows" } else { "show" });
    if module.counted_done == module.counted {
        return format!("You finished the sections of {title}; {shows}.");
    }
    let (done, all) = (number(module.counted_done), count(module.counted, "section"));
    format!("You have done {done} of the {all} of {title}, enough for its quiz; {shows}.")
}

fn why_passed_quiz(title: &str, quiz: &OpenQuiz) -> String {
    let n = quiz.questions;
    sentence(&format!("{} about {title} {} still open; you finished its sections.", count(n, "question"), are(n)))
}

fn why_decision(name: &str, others: usize) -> String {
    let began = format!("You began “{name}” and have not reached its outcome");
    match others {
        0 => format!("{began}."),
        1 => format!("{began}; one more decision is open."),
        _ => format!("{began}; {} more decisions are open.", number(others)),
    }
}

#[cfg(test)]
mod tests;
