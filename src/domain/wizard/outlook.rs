//! What can still come of a place: which results, which questions matter, and which of them is asked next.
//!
//! A question matters when there are answers to all open questions ("unknown" is one) that differ in this question
//! alone and have different results; that nothing fits is a result as well. The decision is settled when no question
//! matters.
//!
//! Of the questions that matter, the one is asked next that leaves the fewest results open: on the average over its
//! options, each weighing the same; then in the worst of them; then the one whose options say something about the most
//! outcomes; then the first in the file.
//!
//! Each way through the open questions that was found shows at once what all its neighbours come to, the ways that
//! differ in one answer. Only what no neighbour has shown is searched for, exactly. Outcomes that cannot become the
//! result any more are left aside: without them each way comes to the same result as with them.

use super::search::{Budget, Found, Goal, find};
use super::table::{OUT, Place, Table, best, out};

/// The most branches of all searches for one place. A wizard of 14 questions with 4 options and 8 outcomes needs less
/// than a hundred as a rule.
const STEPS: u32 = 4000;

/// What can still come of a place.
#[derive(Debug)]
pub(super) struct Outlook<'t> {
    table: &'t Table,
    /// The place, with the outcomes out of reach ruled out.
    pub place: Place,
    /// Whether each outcome can be the result, and at the end whether nothing can fit.
    pub results: Vec<bool>,
    /// Whether each question matters; known of the candidates.
    pub matters: Vec<bool>,
    /// Whether no search was given up. What could not be found out counts as possible.
    pub exact: bool,
    /// For each row of the table the results it leaves open, as far as they are known.
    leaves: Vec<bool>,
    budget: Budget,
}

impl<'t> Outlook<'t> {
    /// Which results are possible, and which of the candidates matter.
    pub fn of(table: &'t Table, place: &Place, candidates: &[usize]) -> Self {
        Self::within(table, place, candidates, STEPS)
    }

    /// Which results are possible. Which questions matter is known only in part.
    pub fn results(table: &'t Table, place: &Place) -> Self {
        Self::within(table, place, &[], STEPS)
    }

    /// The same with so many steps. When they are too few, more results and questions count as possible and as
    /// mattering than do in truth, never less: nothing is called settled too early.
    pub fn within(table: &'t Table, place: &Place, candidates: &[usize], steps: u32) -> Self {
        let mut outlook = Self::begun(table, place, steps);
        if outlook.results.iter().filter(|&&possible| possible).count() > 1 {
            for &question in candidates {
                if !outlook.matters[question] && place.free.contains(&question) {
                    outlook.prove(question);
                }
            }
        }
        outlook
    }

    /// Which results are possible.
    fn begun(table: &'t Table, place: &Place, steps: u32) -> Self {
        let results = table.outcomes() + 1;
        let mut outlook = Self {
            table,
            place: place.clone(),
            results: vec![false; results],
            matters: vec![false; table.questions()],
            exact: true,
            leaves: vec![false; table.rows() * results],
            budget: Budget(steps),
        };
        let unknown: Vec<usize> = (0..table.questions()).map(|question| table.options(question)).collect();
        outlook.learn(&unknown);
        for result in 0..results {
            if !outlook.results[result] {
                let target = (result < table.outcomes()).then_some(result);
                let found = find(table, place, Goal { target, rival: None }, &mut outlook.budget);
                if outlook.heard(found, |_| {}) {
                    outlook.results[result] = true;
                }
            }
        }
        for (points, &possible) in outlook.place.points.iter_mut().zip(&outlook.results) {
            *points = if possible { *points } else { OUT };
        }
        outlook
    }

    /// Takes in what a search found; whether there is, or may be, a way.
    fn heard(&mut self, found: Found, with: impl FnOnce(&mut Vec<usize>)) -> bool {
        match found {
            Found::Answers(mut way) => {
                with(&mut way);
                self.learn(&way);
                true
            }
            Found::Nothing => false,
            Found::GaveUp => {
                self.exact = false;
                true
            }
        }
    }

    /// Takes in what a way through the free questions and its neighbours come to.
    fn learn(&mut self, way: &[usize]) {
        let (table, width) = (self.table, self.table.outcomes());
        let add = |sum: &mut [i64], row: &[i64]| sum.iter_mut().zip(row).for_each(|(sum, points)| *sum += points);
        // What the way gives after each question, the last first.
        let mut after = vec![0; width];
        let mut afters = Vec::with_capacity((self.place.free.len() + 1) * width);
        for &question in self.place.free.iter().rev() {
            afters.extend_from_slice(&after);
            add(&mut after, table.row(question, way[question]));
        }
        let mut before = self.place.points.clone();
        let mut sum = vec![0; width];
        let count = self.place.free.len();
        for at in 0..count {
            let question = self.place.free[at];
            let behind = &afters[(count - 1 - at) * width..(count - at) * width];
            let mut first = None;
            for answer in 0..=table.options(question) {
                sum.copy_from_slice(&before);
                add(&mut sum, behind);
                add(&mut sum, table.row(question, answer));
                let result = best(&sum);
                self.results[result] = true;
                self.leaves[table.number(question, answer) * (width + 1) + result] = true;
                self.matters[question] |= *first.get_or_insert(result) != result;
            }
            add(&mut before, table.row(question, way[question]));
        }
        self.results[best(&before)] = true;
    }

    /// Finds out whether a question matters. It does when there is an answer that takes the result away from an outcome
    /// that has it while the question is "unknown": it rules the outcome out, or brings a rival past it.
    fn prove(&mut self, question: usize) {
        let table = self.table;
        let without = table.after(&self.place, question, table.options(question));
        for answer in 0..table.options(question) {
            let row = table.row(question, answer);
            for target in 0..table.outcomes() {
                if !self.results[target] {
                    continue;
                }
                let rivals: Vec<Option<(usize, i64)>> = if out(row[target]) {
                    vec![None]
                } else {
                    let gains = (0..table.outcomes()).map(|rival| (rival, row[rival] - row[target]));
                    gains.filter(|&(rival, gain)| self.results[rival] && gain > 0).map(Some).collect()
                };
                for rival in rivals {
                    let found = find(table, &without, Goal { target: Some(target), rival }, &mut self.budget);
                    if self.heard(found, |_| {}) {
                        self.matters[question] = true;
                        return;
                    }
                }
            }
        }
    }

    /// How many results an answer leaves open.
    fn left_by(&mut self, question: usize, answer: usize) -> usize {
        let (table, results) = (self.table, self.results.len());
        let begin = table.number(question, answer) * results;
        let place = table.after(&self.place, question, answer);
        for result in 0..results {
            if self.results[result] && !self.leaves[begin + result] {
                let target = (result < table.outcomes()).then_some(result);
                let found = find(table, &place, Goal { target, rival: None }, &mut self.budget);
                if self.heard(found, |way| way[question] = answer) {
                    self.leaves[begin + result] = true;
                }
            }
        }
        self.leaves[begin..begin + results].iter().filter(|&&left| left).count()
    }

    /// How many pairs of an option and an outcome in reach a question says something about.
    fn says(&self, question: usize) -> usize {
        let reach = |outcome: &usize| self.results[*outcome];
        let row = |answer| self.table.row(question, answer);
        (0..self.table.options(question))
            .map(|answer| (0..self.table.outcomes()).filter(reach).filter(|&outcome| row(answer)[outcome] != 0).count())
            .sum()
    }

    /// The one of these questions that is asked first, if any of them matters.
    pub fn first(&mut self, candidates: &[usize]) -> Option<usize> {
        let mut mattering = candidates.iter().copied().filter(|&question| self.matters[question]);
        let first = mattering.next()?;
        let others: Vec<usize> = mattering.collect();
        if others.is_empty() {
            return Some(first);
        }
        let mut rank = |question: usize| {
            let left: Vec<usize> = (0..self.table.options(question)).map(|a| self.left_by(question, a)).collect();
            let (sum, worst) = (left.iter().sum::<usize>(), left.iter().max().copied().unwrap_or(0));
            (sum, left.len(), worst, self.says(question))
        };
        let mut best = (first, rank(first));
        for question in others {
            let (sum, options, worst, says) = rank(question);
            let (best_sum, best_options, best_worst, best_says) = best.1;
            // The averages as fractions: sum ÷ options.
            let order = (sum * best_options).cmp(&(best_sum * options));
            if order.then(worst.cmp(&best_worst)).then(best_says.cmp(&says)).is_lt() {
                best = (question, (sum, options, worst, says));
            }
        }
        Some(best.0)
    }

    /// The questions that matter, in file order.
    pub fn mattering(&self) -> Vec<usize> {
        (0..self.matters.len()).filter(|&question| self.matters[question]).collect()
    }
}
