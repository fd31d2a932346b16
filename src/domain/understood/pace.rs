//! How long an answer took.

use crate::domain::analysis::FEWEST_SHOWN;
use crate::domain::analysis::statistics::real;

/// How long a question took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// People whose time is known.
    pub people: usize,
    /// A quarter were at most so quick.
    pub lower: f64,
    /// Half were.
    pub median: f64,
    /// Three quarters were.
    pub upper: f64,
}

impl Pace {
    /// Of so many times; None below five, where a quartile is somebody's own time. A quartile at p stands at (n − 1) · p among
    /// the sorted times, from 0, and between two of them in proportion.
    #[must_use]
    pub fn of(mut seconds: Vec<u32>) -> Option<Self> {
        if seconds.len() < FEWEST_SHOWN {
            return None;
        }
        seconds.sort_unstable();
        // In quarters, so that no fraction has to be cut.
        let at = |quarters: usize| {
            let place = (seconds.len() - 1) * quarters;
            let (low, part) = (place / 4, real(place % 4) / 4.0);
            let (a, b) = (seconds[low], seconds[(low + 1).min(seconds.len() - 1)]);
            f64::from(a) + (f64::from(b) - f64::from(a)) * part
        };
        Some(Self { people: seconds.len(), lower: at(1), median: at(2), upper: at(3) })
    }
}
