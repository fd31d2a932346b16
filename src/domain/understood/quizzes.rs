//! Quizzes as wholes, and the figures of their questions with the rest of the quiz.

use std::collections::BTreeMap;

use super::cells::{Count, Range};
use super::gathered::Sheet;
use super::questions::QuestionUnderstood;
use super::{Gathered, Person, Sight};
use crate::domain::analysis::statistics::{mean, real};
use crate::domain::analysis::{self, FEWEST_SHOWN, Size};

/// What is known of a quiz. The figures are those of people who were asked all of its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct QuizUnderstood {
    /// Its id.
    pub id: String,
    /// Its title, plain.
    pub title: String,
    /// Questions that somebody was asked.
    pub questions: usize,
    /// People who were asked all of them.
    pub people: Count,
    /// How much that says.
    pub size: Size,
    /// The mean share of the whole by first answers; a test should come to 50 to 75 %.
    pub mean: Option<Range>,
    /// Cronbach's alpha: good from 0.75, poor below 0.64.
    pub consistency: Option<f64>,
    /// The standard error of one person's share, from 0 to 1.
    pub standard_error: Option<f64>,
}

/// What [`analysis::test`] says.
#[derive(Default)]
pub(super) struct Worked {
    /// For each question of the sheet, with the rest of its quiz.
    pub(super) items: Vec<Item>,
    /// For each quiz, with a column for each of its questions.
    pub(super) tests: Vec<(usize, analysis::Test)>,
}

/// What is known of a question.
pub(super) struct Item {
    /// Its figures.
    pub(super) figures: analysis::Item,
    /// For each of its answers, the person's mean mark in the rest of the quiz.
    pub(super) rests: Vec<Option<f64>>,
    /// How many other questions the rest is.
    pub(super) others: usize,
}

pub(super) fn work_out(gathered: &Gathered<'_>, sheet: &Sheet<'_>) -> Worked {
    let id = |at: usize| sheet.items[at].question.id.as_str();
    let quiz_of = |at: usize| {
        let has = |quiz: &super::QuizOf| quiz.questions.iter().any(|question| question == id(at));
        gathered.quizzes.iter().position(has).unwrap_or(gathered.quizzes.len())
    };
    let mut together: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..sheet.items.len() {
        together.entry(quiz_of(at)).or_default().push(at);
    }
    let mut items: BTreeMap<usize, Item> = BTreeMap::new();
    for members in together.values() {
        let columns: Vec<Vec<usize>> = members.iter().map(|at| vec![*at]).collect();
        let rows = rows_of(sheet, &columns);
        let guess: Vec<f64> = members.iter().map(|at| guess_level(sheet, *at)).collect();
        let marks: Vec<Vec<Option<f64>>> = rows.values().cloned().collect();
        let test = analysis::test(&marks, &guess);
        for ((column, at), figures) in members.iter().enumerate().zip(test.items) {
            let rest = |person: Person| {
                let others = rows[&person].iter().enumerate().filter(|(other, _)| *other != column);
                mean(&others.filter_map(|(_, mark)| *mark).collect::<Vec<f64>>())
            };
            let rests = sheet.answers[*at].iter().map(|first| rest(first.person)).collect();
            items.insert(*at, Item { figures, rests, others: members.len() - 1 });
        }
    }
    let tests = gathered.quizzes.iter().map(|quiz| {
        let columns = quiz.questions.iter().map(|question| {
            (0..sheet.items.len()).filter(|at| id(*at) == question && !sheet.answers[*at].is_empty()).collect()
        });
        let columns: Vec<Vec<usize>> = columns.filter(|column: &Vec<usize>| !column.is_empty()).collect();
        let rows: Vec<_> = rows_of(sheet, &columns).into_values().collect();
        (columns.len(), analysis::test(&rows, &vec![0.0; columns.len()]))
    });
    Worked { tests: tests.collect(), items: items.into_values().collect() }
}

/// A row of marks for each person: a column is a question in all its revisions.
fn rows_of(sheet: &Sheet<'_>, columns: &[Vec<usize>]) -> BTreeMap<Person, Vec<Option<f64>>> {
    let mut rows: BTreeMap<Person, Vec<Option<f64>>> = BTreeMap::new();
    for (column, members) in columns.iter().enumerate() {
        for first in members.iter().flat_map(|at| &sheet.answers[*at]) {
            rows.entry(first.person).or_insert_with(|| vec![None; columns.len()])[column] = Some(first.mark.get());
        }
    }
    rows
}

fn guess_level(sheet: &Sheet<'_>, at: usize) -> f64 {
    let seed = sheet.answers[at].first().map_or(0, |first| first.seed);
    sheet.items[at].question.asked(seed).guess_level()
}

pub(super) fn understood(
    gathered: &Gathered<'_>,
    worked: &Worked,
    questions: &[QuestionUnderstood],
) -> Vec<QuizUnderstood> {
    let of = |(quiz, (k, test)): (&super::QuizOf, &(usize, analysis::Test))| {
        let shown = test.people >= FEWEST_SHOWN || (gathered.sight == Sight::People && test.people > 0);
        let of_quiz: Vec<&QuestionUnderstood> =
            questions.iter().filter(|question| quiz.questions.contains(&question.id)).collect();
        let exact = of_quiz.iter().all(|question| question.facility.is_some_and(|f| f.exact().is_some()));
        // With the others known, the mean would tell a facility that is kept as a range.
        let ranges = of_quiz.iter().map(|question| Some((question.facility?, 1)));
        let of_ranges = || Range::mean(ranges.collect::<Option<Vec<_>>>()?);
        QuizUnderstood {
            id: quiz.id.clone(),
            title: quiz.title.clone(),
            questions: *k,
            people: Count::group(test.people, gathered.sight),
            size: test.size,
            mean: if exact { test.mean.filter(|_| shown).map(Range::exactly) } else { of_ranges().filter(|_| shown) },
            consistency: test.consistency.filter(|_| shown),
            standard_error: test.standard_error.filter(|_| shown && *k > 0).map(|error| error / real(*k)),
        }
    };
    gathered.quizzes.iter().zip(&worked.tests).map(of).collect()
}
