//! Answers that cannot be had together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::table::{Table, out};
use super::{Question, Wizard};

/// How many sets of outcomes are kept on the way to the smallest set of answers. 14 answers have no more.
const MOST_SETS: usize = 1 << 14;

/// Why nothing fits.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// A smallest set of questions whose answers together rule out every outcome, in file order. Of several such sets
    /// the one whose questions come first in the file.
    pub questions: Vec<&'a Question>,
    /// For each of them what becomes possible when its answer alone is given up for "unknown", the best first. That is
    /// nothing when another answer stands in the way of the same outcomes.
    pub give_up: Vec<(&'a Question, Vec<usize>)>,
}

impl<'a> Conflict<'a> {
    /// The conflict of answers that leave nothing possible.
    pub(super) fn of(wizard: &'a Wizard, table: &Table, given: &[Option<usize>]) -> Self {
        let smallest = smallest(table, given);
        let give_up = |&question: &usize| {
            let mut given = given.to_vec();
            given[question] = Some(table.options(question));
            let points = table.place(&given).points;
            let mut possible: Vec<usize> = (0..points.len()).filter(|&outcome| !out(points[outcome])).collect();
            possible.sort_by_key(|&outcome| Reverse(points[outcome]));
            (&wizard.questions[question], possible)
        };
        let questions = smallest.iter().map(|&question| &wizard.questions[question]);
        Self { questions: questions.collect(), give_up: smallest.iter().map(give_up).collect() }
    }
}

/// The smallest set of questions whose answers rule out everything. For each set of outcomes that some answers rule
/// out, the smallest such answers are kept while the questions are gone through.
fn smallest(table: &Table, given: &[Option<usize>]) -> Vec<usize> {
    let mut sets: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::from([(vec![false; table.outcomes()], Vec::new())]);
    for (question, answer) in given.iter().enumerate() {
        let Some(answer) = *answer else { continue };
        let row = table.row(question, answer);
        if !row.iter().any(|&points| out(points)) {
            continue;
        }
        for (ruled_out, questions) in sets.clone() {
            let more: Vec<bool> = ruled_out.iter().zip(row).map(|(&already, &points)| already || out(points)).collect();
            if more == ruled_out {
                continue;
            }
            let questions: Vec<usize> = questions.into_iter().chain([question]).collect();
            let kept = sets.entry(more).or_insert_with(|| questions.clone());
            if (questions.len(), &questions) < (kept.len(), &*kept) {
                *kept = questions;
            }
        }
        if sets.len() > MOST_SETS {
            // Those that rule out the most: the answers so far, taken together, are always among them.
            let mut most: Vec<_> = std::mem::take(&mut sets).into_iter().collect();
            most.sort_by_key(|(ruled_out, _)| Reverse(ruled_out.iter().filter(|&&is| is).count()));
            most.truncate(MOST_SETS / 2);
            sets = most.into_iter().collect();
        }
    }
    sets.remove(&vec![true; table.outcomes()]).unwrap_or_default()
}
