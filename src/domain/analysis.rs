//! What the answers say about the questions, and what the questions say about the learning.
//!
//! Marks are shares from 0 to 1, each person's first answer to each question. A question that a person was not asked is
//! None; one that was asked and not answered is 0. Let x be the marks of a question and R the rest: for each person the
//! mean mark of the other questions that the person was asked. (With everybody asked everything R is the sum of the others
//! divided by their number, which changes no correlation.) Variances and covariances divide by n − 1.
//!
//! | Figure | Formula |
//! |---|---|
//! | facility | mean(x) |
//! | spread | √var(x) |
//! | discrimination | cov(x, R) ÷ √(var(x) · var(R)): the correlation with the rest, so that none correlates with itself |
//! | efficiency | cov(x, R) ÷ the covariance of both sorted: how much of what was possible |
//! | above guessing | (facility − guess level) ÷ (1 − guess level) |
//! | consistency of the test | k ÷ (k − 1) · (1 − Σ var(x) ÷ var(X)), Cronbach's alpha, with X the sums |
//! | standard error of the test | √var(X) · √(1 − consistency), in marks |
//!
//! These are the formulas of Moodle's report on quiz statistics. Whatever is undefined, as when all marks are equal, is
//! None and shown as “–”, never 0.

mod certainty;
mod distractors;
mod gain;
pub(in crate::domain) mod statistics;

pub use certainty::{Calibration, Sure, calibration, sure_and_wrong};
pub use distractors::{Chosen, Distractor, distractors, misconceptions};
pub use gain::{Gain, Interval, gain};

use statistics::{covariance, deviation, mean, real, variance};

/// Groups below this are not shown at all: they would give single people away.
pub const FEWEST_SHOWN: usize = 5;
/// Groups below this are marked: with 30 people a discrimination of 0.3 can as well be chance (its 95 % confidence range
/// by Fisher's z goes from −0.07 to 0.60).
pub const FEWEST_STEADY: usize = 30;

/// How much a group can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Fewer than [`FEWEST_SHOWN`]: show no figure.
    TooFew,
    /// Fewer than [`FEWEST_STEADY`]: show with a caution.
    Small,
    /// Enough.
    Enough,
}

impl Size {
    /// Of a group of so many.
    #[must_use]
    pub const fn of(n: usize) -> Self {
        match n {
            _ if n < FEWEST_SHOWN => Self::TooFew,
            _ if n < FEWEST_STEADY => Self::Small,
            _ => Self::Enough,
        }
    }
}

/// What is known of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// People who were asked.
    pub people: usize,
    /// How much that says.
    pub size: Size,
    /// The mean mark, from 0 to 1.
    pub facility: Option<f64>,
    /// The standard deviation of the marks.
    pub spread: Option<f64>,
    /// The correlation with the rest of the test, from −1 to 1.
    pub discrimination: Option<f64>,
    /// How much of the discrimination that was possible with these marks was reached, 1 at most.
    pub efficiency: Option<f64>,
    /// What chance alone earns.
    pub guess: f64,
    /// The facility above chance: 0 for guessing, 1 for all right, below 0 where a wrong answer tempts.
    pub above_guessing: Option<f64>,
    /// The share of what the question contributed to the differences between people: √cov(x, X) ÷ the sum of it over all
    /// questions; 0 where the covariance is negative. None unless everybody was asked everything.
    pub effective_weight: Option<f64>,
}

/// What is known of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// One for each question, in the order of the marks.
    pub items: Vec<Item>,
    /// People who were asked every question; the figures below are theirs.
    pub people: usize,
    /// How much that says.
    pub size: Size,
    /// The mean share of the whole.
    pub mean: Option<f64>,
    /// Consistency of the test; good from 0.75, poor below 0.64.
    pub consistency: Option<f64>,
    /// The standard error of a person's sum, in marks.
    pub standard_error: Option<f64>,
}

/// Analyses a test: a row of marks for each person, a column for each question, and for each question what chance earns.
/// Rows that are shorter count as not asked at the end; columns beyond the guess levels are left out.
#[must_use]
pub fn test(rows: &[Vec<Option<f64>>], guess: &[f64]) -> Test {
    let k = guess.len();
    let at = |row: &[Option<f64>], item: usize| row.get(item).copied().flatten().filter(|mark| mark.is_finite());
    let whole: Vec<Vec<f64>> =
        rows.iter().filter_map(|row| (0..k).map(|item| at(row, item)).collect()).filter(|_| k > 0).collect();
    let sums: Vec<f64> = whole.iter().map(|row| row.iter().sum()).collect();
    let column = |item: usize| whole.iter().map(|row| row[item]).collect::<Vec<f64>>();
    let everybody = whole.len() == rows.len();
    let weights: Vec<Option<f64>> = (0..k)
        .map(|item| covariance(&column(item), &sums).filter(|_| everybody).map(|cov| cov.max(0.0).sqrt()))
        .collect();
    let all_weights: Option<f64> = weights.iter().copied().sum::<Option<f64>>().filter(|sum| *sum > 0.0);

    let items = (0..k).map(|item| {
        let answered = rows.iter().filter_map(|row| {
            let rest: Vec<f64> = (0..k).filter(|other| *other != item).filter_map(|other| at(row, other)).collect();
            Some((at(row, item)?, mean(&rest)))
        });
        let answered: Vec<(f64, Option<f64>)> = answered.collect();
        let marks: Vec<f64> = answered.iter().map(|(mark, _)| *mark).collect();
        let (x, rest): (Vec<f64>, Vec<f64>) = answered.iter().filter_map(|(x, rest)| Some((*x, (*rest)?))).unzip();
        let facility = mean(&marks);
        Item {
            people: marks.len(),
            size: Size::of(marks.len()),
            facility,
            spread: deviation(&marks),
            discrimination: correlation(&x, &rest),
            efficiency: efficiency(&x, &rest),
            guess: guess[item],
            above_guessing: facility.filter(|_| guess[item] < 1.0).map(|f| (f - guess[item]) / (1.0 - guess[item])),
            effective_weight: weights[item].and_then(|weight| Some(weight / all_weights?)),
        }
    });
    let items = items.collect();

    let of_sums = variance(&sums).filter(|variance| !statistics::nothing(*variance));
    let of_items: Option<f64> = (0..k).map(|item| variance(&column(item))).sum();
    let consistency =
        of_sums.zip(of_items).filter(|_| k > 1).map(|(all, items)| real(k) / real(k - 1) * (1.0 - items / all));
    Test {
        items,
        people: whole.len(),
        size: Size::of(whole.len()),
        mean: mean(&sums).filter(|_| k > 0).map(|sum| sum / real(k)),
        consistency,
        standard_error: consistency.zip(of_sums).map(|(c, all)| (all * (1.0 - c).max(0.0)).sqrt()),
    }
}

/// The correlation of two lists of the same length; None when one of them does not vary.
fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let (of_x, of_y) = (variance(x)?, variance(y)?);
    if statistics::nothing(of_x) || statistics::nothing(of_y) {
        return None;
    }
    Some((covariance(x, y)? / (of_x * of_y).sqrt()).clamp(-1.0, 1.0))
}

/// The covariance of two lists as a share of the largest that their values can have in any pairing.
fn efficiency(x: &[f64], y: &[f64]) -> Option<f64> {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let most = covariance(&sorted(x), &sorted(y)).filter(|most| !statistics::nothing(*most))?;
    Some((covariance(x, y)? / most).min(1.0))
}

#[cfg(test)]
mod tests;
