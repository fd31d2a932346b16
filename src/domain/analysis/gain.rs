//! What was learnt between a test before and a test after.

use super::Size;
use super::statistics::{deviation, mean, real, t};

/// A range that holds the true mean in 95 of 100 such groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// Whether nothing learnt is among what it could be.
    #[must_use]
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// People who took both tests; all figures are theirs.
    pub people: usize,
    /// How much that says.
    pub size: Size,
    /// People who took only one of the two.
    pub only_one: usize,
    /// The mean share of the test before.
    pub before: Option<f64>,
    /// The mean share of the test after.
    pub after: Option<f64>,
    /// The mean of each person's difference.
    pub difference: Option<f64>,
    /// Its 95 % confidence range: mean ± t · s ÷ √n with the standard deviation s of the differences and Student's t with
    /// n − 1 degrees of freedom (the paired t interval). None below two people, and when all differences are equal.
    pub interval: Option<Interval>,
    /// (after − before) ÷ (1 − before) of the means: the share of what could be learnt (Hake's normalized gain). None when
    /// everything was known before.
    pub normalized: Option<f64>,
}

/// The gain of people with a share (0 to 1) of the test before and of the test after; None for a test not taken.
#[must_use]
pub fn gain(people: &[(Option<f64>, Option<f64>)]) -> Gain {
    let finite = |share: Option<f64>| share.filter(|share| share.is_finite());
    let both: Vec<(f64, f64)> = people.iter().filter_map(|(b, a)| Some((finite(*b)?, finite(*a)?))).collect();
    let only_one = people.iter().filter(|(b, a)| finite(*b).is_some() != finite(*a).is_some()).count();
    let (befores, afters): (Vec<f64>, Vec<f64>) = both.iter().copied().unzip();
    let differences: Vec<f64> = both.iter().map(|(before, after)| after - before).collect();
    let (before, after, difference) = (mean(&befores), mean(&afters), mean(&differences));
    let half = deviation(&differences)
        .filter(|deviation| *deviation > 1e-9)
        .zip(t(differences.len().saturating_sub(1)))
        .map(|(deviation, t)| t * deviation / real(differences.len()).sqrt());
    Gain {
        people: both.len(),
        size: Size::of(both.len()),
        only_one,
        before,
        after,
        difference,
        interval: difference.zip(half).map(|(mean, half)| Interval { low: mean - half, high: mean + half }),
        normalized: before.zip(after).filter(|(b, _)| 1.0 - b > 1e-9).map(|(b, a)| (a - b) / (1.0 - b)),
    }
}
