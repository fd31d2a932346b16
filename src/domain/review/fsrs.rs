//! The forgetting curve and the memory model of FSRS-6: when to show a question again.
//!
//! Source: the Free Spaced Repetition Scheduler, version 6, formulas and default parameters as published at
//! <https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm> and in
//! <https://github.com/open-spaced-repetition/fsrs-rs> (6.6.2), checked 2026-11-24. The tests compare worked histories
//! with figures that the crate `fsrs` 6.6.2 gave. The crate itself always brings its training along (matrices, random
//! numbers, threads); here is only what a schedule needs.

/// The default parameters w0 to w20, fitted to many people's reviews.
pub const PARAMETERS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
const W: [f64; 21] = PARAMETERS;
/// Stability in days.
const STABILITY: (f64, f64) = (0.001, 36_500.0);
const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// How a question was answered, as the model knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Not known.
    Again,
    /// Known with trouble.
    Hard,
    /// Known.
    Good,
}

impl Rating {
    /// 1 to 3; 4, easy, is not used here.
    const fn number(self) -> f64 {
        match self {
            Self::Again => 1.0,
            Self::Hard => 2.0,
            Self::Good => 3.0,
        }
    }
}

/// What is remembered of one question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days until the chance to know it has dropped to nine in ten.
    pub stability: f64,
    /// How hard it is for this person, from 1 to 10.
    pub difficulty: f64,
}

impl Memory {
    /// After the first answer.
    #[must_use]
    pub fn first(rating: Rating) -> Self {
        let stability = match rating {
            Rating::Again => W[0],
            Rating::Hard => W[1],
            Rating::Good => W[2],
        };
        Self { stability, difficulty: first_difficulty(rating.number()) }.bounded()
    }

    /// After another answer, so many days after the last one; 0 on the same day.
    #[must_use]
    pub fn after(self, rating: Rating, days: u32) -> Self {
        let Self { stability: s, difficulty: d } = self.bounded();
        let grade = rating.number();
        let stability = if days == 0 {
            short_term(s, grade)
        } else if rating == Rating::Again {
            after_failure(s, d, self.recall(days))
        } else {
            after_success(s, d, self.recall(days), rating)
        };
        // The harder it is already, the less it moves; and it is drawn a little to what an easy one would be.
        let moved = d + (10.0 - d) * -W[6] * (grade - 3.0) / 9.0;
        let difficulty = W[7] * (first_difficulty(4.0) - moved) + moved;
        Self { stability, difficulty }.bounded()
    }

    /// The chance to know it after so many days, from 0 to 1: (1 + f · t ÷ S)^−w20 with f such that it is 0.9 at t = S.
    #[must_use]
    pub fn recall(self, days: u32) -> f64 {
        (1.0 + factor() * f64::from(days) / self.bounded().stability).powf(-W[20])
    }

    /// Days until the chance to know it has dropped to `recall`, rounded, 1 at least and `longest` at most. A wanted
    /// recall that is not between 0 and 1 counts as 0.9.
    #[must_use]
    pub fn interval(self, recall: f64, longest: u32) -> u32 {
        let recall = if recall > 0.0 && recall < 1.0 { recall } else { 0.9 };
        let days = self.bounded().stability / factor() * (recall.powf(-1.0 / W[20]) - 1.0);
        // Counted up to, so that no floating point number has to become a whole one: it is short and bounded.
        let longest = longest.max(1);
        let (mut low, mut high) = (1, longest);
        while low < high {
            let middle = low + (high - low) / 2;
            if f64::from(middle) + 0.5 > days { high = middle } else { low = middle + 1 }
        }
        low
    }

    fn bounded(self) -> Self {
        let within =
            |value: f64, (least, most): (f64, f64)| if value.is_nan() { least } else { value.clamp(least, most) };
        Self { stability: within(self.stability, STABILITY), difficulty: within(self.difficulty, DIFFICULTY) }
    }
}

fn factor() -> f64 {
    0.9_f64.powf(-1.0 / W[20]) - 1.0
}

fn first_difficulty(grade: f64) -> f64 {
    W[4] - (W[5] * (grade - 1.0)).exp() + 1.0
}

fn after_success(s: f64, d: f64, recall: f64, rating: Rating) -> f64 {
    let hard = if rating == Rating::Hard { W[15] } else { 1.0 };
    let grows = W[8].exp() * (11.0 - d) * s.powf(-W[9]) * (((1.0 - recall) * W[10]).exp() - 1.0) * hard;
    s * (1.0 + grows)
}

fn after_failure(s: f64, d: f64, recall: f64) -> f64 {
    let new = W[11] * d.powf(-W[12]) * ((s + 1.0).powf(W[13]) - 1.0) * ((1.0 - recall) * W[14]).exp();
    new.min(s / (W[17] * W[18]).exp())
}

fn short_term(s: f64, grade: f64) -> f64 {
    let grows = (W[17] * (grade - 3.0 + W[18])).exp() * s.powf(-W[19]);
    s * if grade >= 2.0 { grows.max(1.0) } else { grows }
}
