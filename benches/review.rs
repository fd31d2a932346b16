//! What a person's deck costs: the cards from their answers, the questions of today, mastery, and what to do next, beside
//! what any such list costs at least: sorting as many dates as there are answers, and as many as there are questions, in
//! the order in which the store gives them (the answers question by question: sorting them is cheaper than if they were
//! mixed).
//!
//! The answers come from a fixed seed. `as asked` is somebody who meets ten new questions a day until all were met, and
//! answers what the queue gives, every day. `daily` is who answers every question every day: more than anybody does, and
//! the most that the days can hold. Every figure is the best of several runs: on a busy machine the fastest says the most
//! about the code. The ratios are what can be compared between machines.

#![expect(clippy::print_stdout, reason = "that is where the figures go")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use podium::domain::outline::{DoneRule, Need, Outline, OutlineModule, OutlineSection};
use podium::domain::progress::{Editions, Progress};
use podium::domain::question::{Place, Random};
use podium::domain::review::{Card, Day, DueRules, Outcome, Queue, Review, days, modules, queue, sections};
use podium::domain::study::{Ahead, OpenQuiz, SECONDS_A_QUESTION, Standing, week, what_next};

/// New questions a day.
const NEW: usize = 10;
const MODULES: usize = 7;
/// One picture of a screen that shows sixty a second: what is shorter cannot be noticed.
const UNNOTICED: Duration = Duration::from_micros(16_667);

/// A question and what was answered to it.
struct Asked {
    id: String,
    place: Place,
    history: Vec<Review>,
}

/// Somebody's answers.
struct Person {
    questions: Vec<Asked>,
    today: Day,
}

impl Person {
    /// Nobody's: so many questions, spread over modules and sections.
    fn new(questions: usize) -> Self {
        let asked = |n: usize| Asked {
            id: format!("question-{n:03}"),
            place: Place { module: format!("module-{}", n % MODULES), section: format!("section-{}", n / MODULES % 8) },
            history: Vec::new(),
        };
        Self { questions: (0..questions).map(asked).collect(), today: Day(0) }
    }

    /// Of who answers what is new and what the queue gives.
    fn as_asked(questions: usize, over: i64, random: &mut Random) -> Self {
        let mut person = Self::new(questions);
        for today in 0..over {
            person.today = Day(today);
            let due = person.queue(&person.cards()).today;
            let new = person.questions.iter_mut().filter(|question| question.history.is_empty()).take(NEW);
            new.for_each(|question| question.answer(Day(today), random));
            for question in person.questions.iter_mut().filter(|question| due.contains(&question.id)) {
                question.answer(Day(today), random);
            }
        }
        person.today = Day(over);
        person
    }

    /// Of who answers everything every day.
    fn daily(questions: usize, over: i64, random: &mut Random) -> Self {
        let mut person = Self::new(questions);
        for question in &mut person.questions {
            (0..over).for_each(|day| question.answer(Day(day), random));
        }
        person.today = Day(over);
        person
    }

    fn cards(&self) -> Vec<Card> {
        let rules = DueRules::default();
        self.questions.iter().map(|asked| Card::of(&asked.id, &asked.place, true, &asked.history, &rules)).collect()
    }

    fn queue(&self, cards: &[Card]) -> Queue {
        queue(cards, &self.days(), self.today, &DueRules::default())
    }

    fn days(&self) -> BTreeSet<Day> {
        days(self.questions.iter().map(|asked| asked.history.as_slice()))
    }

    /// The dates of all answers, question by question.
    fn dates(&self) -> Vec<i64> {
        self.questions.iter().flat_map(|asked| &asked.history).map(|review| review.day.0).collect()
    }
}

impl Asked {
    /// Seven of ten right, and half of the others on retry.
    fn answer(&mut self, day: Day, random: &mut Random) {
        let outcome = match random.below(20) {
            0..14 => Outcome::RightFirst,
            14..17 => Outcome::RightOnRetry,
            _ => Outcome::Wrong,
        };
        self.history.push(Review { day, outcome });
    }
}

/// The workshop of these questions: eight sections a module.
fn outline() -> Outline {
    let section = |n: usize| OutlineSection {
        id: format!("section-{n}"),
        was: Vec::new(),
        title: format!("Section {n}"),
        optional: false,
        need: Need::AsWritten,
    };
    let module = |n: usize| OutlineModule {
        id: format!("module-{n}"),
        was: Vec::new(),
        title: format!("Module {n}"),
        minutes: 45,
        optional: false,
        sections: (0..8).map(section).collect(),
        edition: String::new(),
    };
    Outline { workshop: "w".to_owned(), modules: (0..MODULES).map(module).collect(), done: DoneRule::default() }
}

/// The fastest of several runs.
fn best<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let one = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    (0..times).map(one).min().unwrap_or_default()
}

fn row(name: &str, ours: Duration, beside: &[(&str, Duration)]) {
    let micros = |d: Duration| d.as_secs_f64() * 1_000_000.0;
    let mut line = format!("  {name:<34} {:>10.1} µs", micros(ours));
    for (other, time) in beside {
        let ratio = ours.as_secs_f64() / time.as_secs_f64();
        line.push_str(&["   ", &format!("{ratio:>6.2} × {other}")].concat());
    }
    println!("{line}");
}

fn measure(name: &str, person: &Person, times: usize) {
    let dates = person.dates();
    let cards = person.cards();
    let today = person.queue(&cards);
    let (due, mastered) = (today.due, sections(&cards).values().map(|section| section.mastered).sum::<usize>());
    println!(
        "{name}: {} answers to {} questions; {due} due, {} of them today, {mastered} mastered",
        dates.len(),
        cards.len(),
        today.today.len()
    );

    let due: Vec<i64> = cards.iter().filter_map(|card| card.due).map(|day| day.0).collect();
    let few: Vec<i64> = due.iter().copied().cycle().take(cards.len()).collect();
    let answers = best(times, || sorted(&dates));
    let questions = best(times, || sorted(&few));
    row("sort the dates of the answers", answers, &[]);
    row("sort a date for each question", questions, &[]);

    let of_answers = [("the answers' dates", answers)];
    let of_questions = [("the questions' dates", questions)];
    row("cards from the answers", best(times, || person.cards()), &of_answers);
    row("days of study", best(times, || person.days()), &of_answers);
    let days = person.days();
    let rules = DueRules::default();
    row("queue from the cards", best(times, || queue(&cards, &days, person.today, &rules)), &of_questions);
    row("mastery of sections", best(times, || sections(&cards)), &of_questions);
    row("mastery of modules", best(times, || modules(&cards)), &of_questions);
    study(&cards, &today, person.today, times, &of_questions);
    let all = best(times, || {
        let cards = person.cards();
        let today = person.queue(&cards);
        (sections(&cards).len(), modules(&cards).len(), today)
    });
    row("all that a page needs", all, &of_answers);
    let share = all.as_secs_f64() / UNNOTICED.as_secs_f64();
    println!("    {}: {share:.3} of one picture on a screen", if share <= 1.0 { "unnoticed" } else { "missed" });
}

/// What is next and the week, with nothing read: the most that there can be to plan.
fn study(cards: &[Card], today: &Queue, day: Day, times: usize, beside: &[(&str, Duration)]) {
    let outline = outline();
    let progress = Progress::of(&outline, &[], &Editions::new());
    let places: Vec<(Place, u32)> = outline
        .modules
        .iter()
        .flat_map(|module| module.sections.iter().map(|section| (module.id.clone(), section.id.clone())))
        .map(|(module, section)| (Place { module, section }, 6))
        .collect();
    let quiz = |module: &OutlineModule| OpenQuiz {
        quiz: format!("{}-quiz", module.id),
        module: module.id.clone(),
        questions: 10,
    };
    let quizzes: Vec<OpenQuiz> = outline.modules.iter().map(quiz).collect();
    let standing = Standing {
        outline: &outline,
        progress: &progress,
        from: None,
        minutes: &places,
        queue: today,
        today: day,
        seconds_a_question: SECONDS_A_QUESTION,
        attempts: &[],
        quizzes: &quizzes,
        decisions: &[],
    };
    row("what is next", best(times, || what_next(&standing)), beside);
    let ahead = Ahead {
        today: day,
        minutes: [15, 0, 30, 15, 0, 60, 10],
        sections: &places,
        quizzes: &quizzes,
        cards,
        queue: today,
        rules: &DueRules::default(),
        seconds_a_question: SECONDS_A_QUESTION,
    };
    row("plan of the week", best(times, || week(&ahead)), beside);
}

fn sorted(dates: &[i64]) -> Vec<i64> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates
}

fn main() {
    for (questions, over) in [(140, 60), (280, 365)] {
        let mut random = Random::new(5);
        let person = Person::as_asked(questions, over, &mut random);
        measure(&format!("{questions} questions, {over} days, as asked"), &person, 300);
        let person = Person::daily(questions, over, &mut random);
        measure(&format!("{questions} questions, {over} days, daily"), &person, 50);
    }
}
