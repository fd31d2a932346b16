use std::sync::Arc;

use super::*;
use crate::domain::outline::{DoneRule, Need, OutlineModule, OutlineSection};
use crate::domain::progress::{Editions, Mark};

/// A small workshop and somebody in it: nothing read, nothing due, nothing open.
struct World {
    outline: Outline,
    marks: Vec<Mark>,
    from: Option<&'static str>,
    queue: Queue,
    attempts: Vec<OpenAttempt>,
    quizzes: Vec<OpenQuiz>,
    decisions: Vec<String>,
}

/// The day on which they stand there.
const TODAY: Day = Day(100);

fn module(id: &str, title: &str, optional: bool, sections: &[(&str, bool)]) -> OutlineModule {
    let section = |(id, optional): &(&str, bool)| OutlineSection {
        id: (*id).to_owned(),
        was: vec![],
        title: id.to_uppercase(),
        optional: *optional,
        need: Need::AsWritten,
    };
    OutlineModule {
        id: id.to_owned(),
        was: vec![],
        title: title.to_owned(),
        minutes: 0,
        optional,
        sections: sections.iter().map(section).collect(),
        edition: format!("{id}-now"),
    }
}

fn attempt(quiz: &str, state: State, answered: usize, touched: i64) -> OpenAttempt {
    let title = format!("Quiz {quiz}");
    OpenAttempt { quiz: quiz.to_owned(), title, state, answered, of: 10, touched: Millis(touched) }
}

const ENDLESS: State = State::Running { left: None };

fn running(seconds: i64) -> State {
    State::Running { left: Some(seconds * 1_000) }
}

impl World {
    /// Models with three sections, Egress with two and one optional, Mesh that is optional. Each has its quiz.
    fn new() -> Self {
        let modules = vec![
            module("models", "Models", false, &[("a", false), ("b", false), ("c", false)]),
            module("egress", "Egress", false, &[("d", false), ("e", false), ("f", true)]),
            module("mesh", "Mesh", true, &[("g", false)]),
        ];
        let quiz = |module: &str| OpenQuiz { quiz: format!("{module}-quiz"), module: module.to_owned(), questions: 10 };
        Self {
            outline: Outline { workshop: "w".to_owned(), modules, done: DoneRule::default() },
            marks: vec![],
            from: None,
            queue: Queue { today: vec![], due: 0, answered_today: 0, next: None, why: Why::Nothing },
            attempts: vec![],
            quizzes: ["models", "egress"].map(quiz).to_vec(),
            decisions: vec![],
        }
    }

    /// Marks sections, such as `models/a`, the first one at 1, the next at 2.
    fn read(&mut self, places: &str) -> &mut Self {
        for place in places.split_whitespace() {
            let (module, section) = place.split_once('/').unwrap();
            let at = Millis(i64::try_from(self.marks.len()).unwrap() + 1);
            let edition = format!("{module}-now");
            self.marks.push(Mark { module: module.to_owned(), section: section.to_owned(), edition, at });
        }
        self
    }

    fn due(&mut self, today: usize, due: usize, answered_today: usize, why: Why) -> &mut Self {
        self.queue.today = (0..today).map(|n| format!("q{n}")).collect();
        (self.queue.due, self.queue.answered_today, self.queue.why) = (due, answered_today, why);
        self
    }

    fn next(&self) -> Next {
        let before = ["a", "b"].map(|section| ("models".to_owned(), section.to_owned()));
        let editions = Editions::from([("models-before".to_owned(), Arc::from(before))]);
        let progress = Progress::of(&self.outline, &self.marks, &editions);
        let sections = ["models/a", "models/b", "models/c", "egress/d", "egress/e", "egress/f"];
        let minutes: Vec<(Place, u32)> = (4..)
            .zip(sections)
            .map(|(minutes, place)| {
                let (module, section) = place.split_once('/').unwrap();
                (Place { module: module.to_owned(), section: section.to_owned() }, minutes)
            })
            .collect();
        what_next(&Standing {
            outline: &self.outline,
            progress: &progress,
            from: self.from,
            minutes: &minutes,
            queue: &self.queue,
            today: TODAY,
            seconds_a_question: 40,
            attempts: &self.attempts,
            quizzes: &self.quizzes,
            decisions: &self.decisions,
        })
    }
}

fn said(step: &Step) -> String {
    match step {
        Step::Attempt { quiz } => format!("attempt {quiz}"),
        Step::Reviews { questions } => format!("reviews {questions}"),
        Step::Quiz { quiz } => format!("quiz {quiz}"),
        Step::Section { place } => format!("{}/{}", place.module, place.section),
        Step::Decision { name } => format!("decision {name}"),
        Step::Done { next } => format!("done {:?}", next.map(|day| day.0)),
    }
}

const MODELS: &str = "models/a models/b models/c";
const ALL_THAT_COUNTS: &str = "models/a models/b models/c egress/d egress/e";
const ALL: &str = "models/a models/b models/c egress/d egress/e egress/f mesh/g";

/// Somebody's standing, what comes first and why, and what else there is.
type Case = (&'static str, fn(&mut World), &'static str, &'static str, &'static [&'static str]);

#[test]
fn what_comes_next_is_worked_out_with_its_reason() {
    let cases: &[Case] = &[
        (
            "a stranger begins at the beginning",
            |_| {},
            "models/a",
            "Models is where it begins: three sections, the first takes about four minutes.",
            &[],
        ),
        (
            "reading goes on where it stopped",
            |w| _ = w.read("models/a models/b"),
            "models/c",
            "You have done two of the three sections of Models; the next takes about six minutes.",
            &[],
        ),
        (
            "in the module that was open last",
            |w| w.read("models/a").from = Some("egress"),
            "egress/d",
            "Egress is next: two sections, the first takes about seven minutes.",
            &[],
        ),
        (
            "what is due comes before new text",
            |w| _ = w.read("models/a").due(6, 6, 0, Why::MostForgotten),
            "reviews 6",
            "Six questions are due today; answering them first takes about four minutes.",
            &["models/b"],
        ),
        (
            "one question is one",
            |w| _ = w.read("models/a").due(1, 1, 0, Why::MostForgotten),
            "reviews 1",
            "One question is due today; answering it first takes about one minute.",
            &["models/b"],
        ),
        (
            "a handful that was begun is finished",
            |w| _ = w.read("models/a").due(2, 9, 4, Why::MostForgotten),
            "reviews 2",
            "Two more questions are due today; answering them first takes about two minutes.",
            &["models/b"],
        ),
        (
            "after a pause only a few are asked for, and the rest is not mentioned",
            |w| _ = w.read("models/a").due(3, 80, 0, Why::AfterPause(39)),
            "reviews 3",
            "You came back after 39 days: three questions that you are likely to know are enough for today, about two \
             minutes.",
            &["models/b"],
        ),
        (
            "when the handful is answered nothing more is asked, however much is due",
            |w| _ = w.read("models/a").due(0, 80, 6, Why::MostForgotten),
            "models/b",
            "You have done one of the three sections of Models; the next takes about five minutes.",
            &[],
        ),
        (
            "a module that was just read asks its questions",
            |w| _ = w.read(MODELS),
            "quiz models-quiz",
            "You finished the sections of Models; its ten questions show what stuck.",
            &["egress/d"],
        ),
        (
            "what is due comes before that",
            |w| _ = w.read(MODELS).due(5, 5, 0, Why::MostForgotten),
            "reviews 5",
            "Five questions are due today; answering them first takes about four minutes.",
            &["quiz models-quiz", "egress/d"],
        ),
        (
            "enough of a module is enough for its quiz",
            |w| w.read("models/a models/b").outline.done.percent = 60,
            "quiz models-quiz",
            "You have done two of the three sections of Models, enough for its quiz; its ten questions show what stuck.",
            &["models/c"],
        ),
        (
            "who reads on past a quiz is not held up by it",
            |w| _ = w.read(MODELS).read("egress/d"),
            "egress/e",
            "You have done one of the two sections of Egress; the next takes about eight minutes.",
            &["quiz models-quiz"],
        ),
        (
            "who read on past two quizzes is offered one of them",
            |w| _ = w.read(ALL_THAT_COUNTS).read("mesh/g"),
            "quiz models-quiz",
            "Ten questions about Models are still open; you finished its sections.",
            &["egress/f"],
        ),
        (
            "a quiz that is begun is no new one",
            |w| w.read(MODELS).attempts.push(attempt("models-quiz", ENDLESS, 7, 5)),
            "attempt models-quiz",
            "You answered seven of the ten questions of “Quiz models-quiz”; the other three take about two minutes.",
            &["egress/d"],
        ),
        (
            "an attempt that is over is none",
            |w| {
                w.read(MODELS).attempts.push(attempt("x", State::TimeUp { ended: Millis(1) }, 7, 5));
                w.attempts.push(attempt("y", State::HandedIn { at: Millis(1) }, 7, 5));
            },
            "quiz models-quiz",
            "You finished the sections of Models; its ten questions show what stuck.",
            &["egress/d"],
        ),
        (
            "an attempt without a limit can wait for what is due",
            |w| w.read("models/a").due(4, 4, 0, Why::MostForgotten).attempts.push(attempt("x", ENDLESS, 0, 5)),
            "reviews 4",
            "Four questions are due today; answering them first takes about three minutes.",
            &["attempt x", "models/b"],
        ),
        (
            "an attempt with nothing answered and nothing read yet",
            |w| w.attempts.push(attempt("x", ENDLESS, 0, 5)),
            "attempt x",
            "You began “Quiz x” and its ten questions are open: about seven minutes.",
            &["models/a"],
        ),
        (
            "an attempt with everything answered is to be handed in",
            |w| w.attempts.push(attempt("x", ENDLESS, 10, 5)),
            "attempt x",
            "You answered ten questions of “Quiz x”; handing it in shows what stuck.",
            &["models/a"],
        ),
        (
            "who reads on past an attempt is not held up by it",
            |w| w.read("models/a models/b").attempts.push(attempt("x", ENDLESS, 9, 1)),
            "models/c",
            "You have done two of the three sections of Models; the next takes about six minutes.",
            &["attempt x"],
        ),
        (
            "time that is running comes before everything",
            |w| {
                w.read(MODELS).due(6, 6, 0, Why::MostForgotten).attempts.push(attempt("x", running(725), 7, 1));
                w.decisions.push("Outbound".to_owned());
            },
            "attempt x",
            "The time for “Quiz x” is running: twelve minutes are left, and three of its ten questions are open.",
            &["reviews 6", "quiz models-quiz", "egress/d"],
        ),
        (
            "of two the one with less time",
            |w| w.attempts.extend([attempt("x", running(90), 9, 9), attempt("y", running(59), 10, 1)]),
            "attempt y",
            "The time for “Quiz y” is running: less than a minute is left, and you answered ten questions, so hand it in.",
            &["attempt x", "models/a"],
        ),
        (
            "one minute and one question",
            |w| w.attempts.push(attempt("x", running(119), 9, 9)),
            "attempt x",
            "The time for “Quiz x” is running: one minute is left, and one of its ten questions is open.",
            &["models/a"],
        ),
        (
            "in the grace there are only seconds",
            |w| w.attempts.push(attempt("x", State::Grace { left: 14_900 }, 8, 9)),
            "attempt x",
            "The time for “Quiz x” is over and what arrives within 14 seconds still counts; two of its ten questions are \
             open.",
            &["models/a"],
        ),
        (
            "a decision never stands before the text",
            |w| w.read("models/a").decisions.push("Outbound".to_owned()),
            "models/b",
            "You have done one of the three sections of Models; the next takes about five minutes.",
            &["decision Outbound"],
        ),
        (
            "when the text is done, the decision is asked for",
            |w| {
                w.read(ALL_THAT_COUNTS).quizzes.clear();
                w.decisions = ["Outbound", "DNS", "Policy"].map(str::to_owned).to_vec();
            },
            "decision Outbound",
            "You began “Outbound” and have not reached its outcome; two more decisions are open.",
            &["egress/f"],
        ),
        (
            "a section that came later is offered as such",
            |w| {
                w.read("models/a models/b").marks.iter_mut().for_each(|mark| mark.edition = "models-before".to_owned());
                w.from = Some("models");
            },
            "models/c",
            "You had finished Models and one section has come since; the next takes about six minutes.",
            &[],
        ),
        (
            "what is optional comes when all else is done",
            |w| w.read(ALL_THAT_COUNTS).quizzes.clear(),
            "egress/f",
            "All that counts is done; this section of Egress is optional and takes about nine minutes.",
            &[],
        ),
        (
            "of a section without minutes none are said",
            |w| w.read(ALL_THAT_COUNTS).read("egress/f").quizzes.clear(),
            "mesh/g",
            "All that counts is done; this section of Mesh is optional.",
            &[],
        ),
        (
            "what is due when all is done comes before nothing",
            |w| w.read(ALL).due(6, 6, 0, Why::MostForgotten).quizzes.clear(),
            "reviews 6",
            "Six questions are due today; answering them takes about four minutes.",
            &[],
        ),
        (
            "when all is done the day of the next question is said",
            |w| {
                w.read(ALL).quizzes.clear();
                w.queue.next = Some(Day(112));
            },
            "done Some(112)",
            "All seven sections are done; the next question comes back in twelve days.",
            &[],
        ),
        (
            "which may be tomorrow",
            |w| {
                w.read(ALL).quizzes.clear();
                w.queue.next = Some(Day(101));
            },
            "done Some(101)",
            "All seven sections are done; the next question comes back tomorrow.",
            &[],
        ),
        (
            "or never",
            |w| w.read(ALL).quizzes.clear(),
            "done None",
            "All seven sections are done and no question is due again.",
            &[],
        ),
        (
            "a workshop without text is no dead end either",
            |w| w.outline.modules.clear(),
            "done None",
            "There is nothing left to read and no question is due again.",
            &[],
        ),
        (
            "the way through the text is never cut from the list",
            |w| {
                w.read(MODELS).due(6, 6, 0, Why::MostForgotten);
                w.attempts = vec![attempt("x", running(600), 1, 9), attempt("y", ENDLESS, 1, 9)];
                w.decisions.push("Outbound".to_owned());
            },
            "attempt x",
            "The time for “Quiz x” is running: ten minutes are left, and nine of its ten questions are open.",
            &["reviews 6", "attempt y", "egress/d"],
        ),
    ];
    for (case, set, first, why, others) in cases {
        let mut world = World::new();
        set(&mut world);
        let next = world.next();
        assert_eq!((said(&next.step).as_str(), next.why.as_str()), (*first, *why), "{case}");
        let found: Vec<String> = next.alternatives.iter().map(|offer| said(&offer.step)).collect();
        assert_eq!(found, *others, "{case}");
    }
}

#[test]
fn whoever_stands_wherever_has_something_to_do_and_a_reason() {
    use crate::domain::question::Random;
    let mut random = Random::new(11);
    for _ in 0..2_000 {
        let mut world = World::new();
        let mut yes = |of: u64| random.below(of) == 0;
        let places: Vec<&str> = ALL.split_whitespace().filter(|_| !yes(3)).collect();
        world.read(&places.join(" "));
        if yes(2) {
            world.due(5, 9, 1, if yes(2) { Why::MostForgotten } else { Why::AfterPause(20) });
        }
        for (quiz, state) in [("x", ENDLESS), ("y", running(100)), ("models-quiz", ENDLESS), ("z", running(50))] {
            if yes(4) {
                world.attempts.push(attempt(quiz, state, 3, if yes(2) { 0 } else { 99 }));
            }
        }
        if yes(2) {
            world.decisions.push("Outbound".to_owned());
        }
        let next = world.next();
        let all: Vec<Offer> = std::iter::once(Offer { step: next.step.clone(), why: next.why.clone() })
            .chain(next.alternatives.clone())
            .collect();
        assert!(next.alternatives.len() <= MOST_ALTERNATIVES);
        for (at, offer) in all.iter().enumerate() {
            assert!(!all[..at].iter().any(|before| before.step == offer.step), "{all:?}");
            assert!(offer.why.ends_with('.') && offer.why.chars().next().is_some_and(char::is_uppercase), "{offer:?}");
            assert!(!matches!(offer.step, Step::Done { .. }) || all.len() == 1, "{all:?}");
        }
        // The clock, then what is due; and whenever there is text that counts, it is on the list.
        let runs = world.attempts.iter().any(|attempt| attempt.state != ENDLESS);
        if runs {
            assert!(["attempt y", "attempt z"].contains(&said(&next.step).as_str()), "{all:?}");
        } else if !world.queue.today.is_empty() {
            assert_eq!(said(&next.step), "reviews 5", "{all:?}");
        }
        let open = ALL_THAT_COUNTS.split_whitespace().any(|place| !places.contains(&place));
        let listed =
            all.iter().any(|offer| matches!(&offer.step, Step::Section { place } if place.section.as_str() < "f"));
        assert_eq!(open, listed, "{all:?}");
        assert_eq!(next, world.next());
    }
}
