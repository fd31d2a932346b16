//! A small wizard to test with, and the plain, slow way to everything that the engine finds out cleverly.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

mod elsewhere;
mod large;
mod properties;

mod toy;
mod ways;

/// An effect on outcomes: ruled out when it is by 0.
fn effect(outcomes: &[usize], by: u32) -> Effect {
    let force = if by == 0 { Force::RulesOut } else { Force::Favours(by) };
    let because = format!("because {outcomes:?} {by}");
    Effect { outcomes: outcomes.to_vec(), force, because, source: "https://example.com/rule".to_owned() }
}

fn option(id: &str, effects: Vec<Effect>) -> Choice {
    Choice { id: id.to_owned(), say: id.to_owned(), hint: String::new(), effects }
}

fn asks(id: &str, options: Vec<Choice>) -> Question {
    let text = || id.to_owned();
    Question { id: text(), ask: text(), help: String::new(), short: text(), options, from: Vec::new() }
}

fn wizard(outcomes: &[&str], questions: Vec<Question>) -> Wizard {
    let outcome = |id: &&str| Outcome {
        id: (*id).to_owned(),
        title: (*id).to_owned(),
        because: format!("{id} in itself"),
        source: "https://example.com/outcome".to_owned(),
    };
    let (id, title, summary) = ("toy".to_owned(), "Choose".to_owned(), String::new());
    Wizard { id, title, summary, outcomes: outcomes.iter().map(outcome).collect(), questions }
}

fn answers(of: &[(&str, &str)]) -> Answers {
    of.iter().map(|(question, answer)| ((*question).to_owned(), (*answer).to_owned())).collect()
}

/// How one gets to work. The boat needs no effort and comes first; the car is last.
fn way_to_work() -> Wizard {
    wizard(
        &["boat", "bike", "car"],
        vec![
            asks("water", vec![option("yes", vec![effect(&[0], 2)]), option("no", vec![effect(&[0], 0)])]),
            asks("rain", vec![option("yes", vec![effect(&[2], 2)]), option("no", vec![effect(&[1], 1)])]),
            asks("licence", vec![option("yes", vec![]), option("no", vec![effect(&[2], 0)])]),
            asks("far", vec![option("yes", vec![effect(&[1], 0)]), option("no", vec![])]),
        ],
    )
}

/// All answers to a question.
fn all(question: &Question) -> Vec<String> {
    question.options.iter().map(|option| option.id.clone()).chain([UNKNOWN.to_owned()]).collect()
}

/// All ways to answer these questions on top of answers.
fn completions(wizard: &Wizard, answers: &Answers, questions: &[&Question]) -> Vec<Answers> {
    let mut ways = vec![answers.clone()];
    for question in questions.iter().filter(|question| wizard.question(&question.id).is_some()) {
        let with = |way: &Answers, answer: String| {
            let mut way = way.clone();
            way.insert(question.id.clone(), answer);
            way
        };
        ways = ways.iter().flat_map(|way| all(question).into_iter().map(move |answer| with(way, answer))).collect();
    }
    ways
}

/// The result, the plain way.
fn plain_result(wizard: &Wizard, answers: &Answers) -> Option<usize> {
    let mut points: Vec<Option<u32>> = vec![Some(0); wizard.outcomes.len()];
    for question in &wizard.questions {
        let Some(choice) = answers.get(&question.id).and_then(|answer| question.option(answer)) else { continue };
        for effect in &choice.effects {
            for &outcome in &effect.outcomes {
                points[outcome] = match effect.force {
                    Force::RulesOut => None,
                    Force::Favours(by) => points[outcome].map(|points| points + by),
                };
            }
        }
    }
    let most = points.iter().flatten().max().copied()?;
    points.iter().position(|points| *points == Some(most))
}

/// Whether a question matters among open ones, the plain way.
fn plainly_matters(wizard: &Wizard, answers: &Answers, open: &[&Question], question: &Question) -> bool {
    let others: Vec<&Question> = open.iter().copied().filter(|other| other.id != question.id).collect();
    completions(wizard, answers, &others).iter().any(|way| {
        let results = completions(wizard, way, &[question]);
        results.iter().any(|way| plain_result(wizard, way) != plain_result(wizard, &results[0]))
    })
}

/// A small wizard, and answers to it that may lack some.
fn small() -> impl Strategy<Value = (Wizard, Answers)> {
    // For each question, option and outcome: ruled out, nothing, or points.
    let cell = prop_oneof![2 => Just(None), 2 => Just(Some(0)), 3 => (1..=3_u32).prop_map(Some)];
    let questions = prop::collection::vec(prop::collection::vec(prop::collection::vec(cell, 4), 2..=3), 1..=4);
    (2..=4_usize, questions, prop::collection::vec(0..8_usize, 4)).prop_map(|(outcomes, questions, answered)| {
        let effects = |cells: &Vec<Option<u32>>| {
            let told = cells[..outcomes].iter().enumerate().filter_map(|(outcome, cell)| Some((outcome, (*cell)?)));
            told.map(|(outcome, by)| effect(&[outcome], by)).collect()
        };
        let question = |(at, options): (usize, &Vec<Vec<Option<u32>>>)| {
            let options = options.iter().enumerate().map(|(at, cells)| option(&format!("o{at}"), effects(cells)));
            asks(&format!("q{at}"), options.collect())
        };
        let questions: Vec<Question> = questions.iter().enumerate().map(question).collect();
        let wizard = wizard(&["a", "b", "c", "d"][..outcomes], questions);
        // Half of the questions stay without an answer.
        let answer = |(question, &at): (&Question, &usize)| Some((question.id.clone(), all(question).get(at)?.clone()));
        let answers = wizard.questions.iter().zip(&answered).filter_map(answer).collect();
        (wizard, answers)
    })
}

fn unanswered<'a>(wizard: &'a Wizard, answers: &Answers) -> Vec<&'a Question> {
    wizard.questions.iter().filter(|question| !answers.contains_key(&question.id)).collect()
}
