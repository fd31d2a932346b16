//! A cohort that is worked out by hand, one that is worked out twice, and what must not be told.

use super::*;
use crate::domain::question::{Body, Choice, Difficulty, Kind, Place};

mod by_hand;
mod decided;
mod kept_apart;
mod twice;

fn option(text: &str, right: bool, misconception: Option<&str>) -> Choice {
    Choice { text: text.to_owned(), right, feedback: None, misconception: misconception.map(str::to_owned) }
}

/// A question with the right option `r` and the wrong ones `b` and `c`; the first has the misconception `mixes-up`.
fn question(id: &str, section: &str) -> Question {
    let options = vec![option("r", true, None), option("b", false, Some("mixes-up")), option("c", false, None)];
    question_of(id, section, Kind::Choice(options))
}

fn question_of(id: &str, section: &str, kind: Kind) -> Question {
    Question {
        id: id.to_owned(),
        place: Place { module: "m".to_owned(), section: section.to_owned() },
        goal: 1,
        difficulty: Difficulty::Apply,
        review: true,
        prompt: "Which?".to_owned(),
        hints: vec!["Think.".to_owned()],
        explanation: "So.".to_owned(),
        source: "https://example.org/rule".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body: Body::Fixed(kind),
    }
}

/// Who answers which question (by place) with which option; an empty one is no answer.
fn first(gathered: &mut Gathered<'_>, person: u32, question: usize, option: &str) {
    let posed = gathered.questions[question].question;
    let asked = posed.asked(7);
    let answer = (!option.is_empty()).then(|| Answer::Choice(asked.token(option)));
    let mark = answer.as_ref().map_or(Mark::NONE, |answer| asked.mark(answer).unwrap().mark);
    let person = Person(person);
    let at = Millis(i64::from(person.0));
    let (certainty, seconds, hints) = (None, None, 0);
    gathered.answers.push(First { person, question, seed: 7, answer, mark, certainty, seconds, hints, at });
}

fn gathered(questions: &[Question], sight: Sight) -> Gathered<'_> {
    let quiz = QuizOf {
        id: "check".to_owned(),
        title: "Check".to_owned(),
        questions: questions.iter().map(|question| question.id.clone()).collect(),
    };
    Gathered {
        sight,
        questions: questions.iter().map(|question| Posed { question, revision: 1 }).collect(),
        quizzes: vec![quiz],
        answers: Vec::new(),
        sittings: Vec::new(),
        pairs: Vec::new(),
        decisions: Vec::new(),
    }
}

fn near(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-6), "{a:?} is not {b}");
}

fn of<'r>(report: &'r Report, id: &str) -> &'r QuestionUnderstood {
    report.questions.iter().find(|question| question.id == id).unwrap()
}

fn counts(question: &QuestionUnderstood) -> Vec<(&str, Option<usize>)> {
    question.picked.iter().map(|option| (option.say.as_str(), option.people.shown())).collect()
}
