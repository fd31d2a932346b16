//! Counts that give no small group away.

use super::Sight;
use crate::domain::analysis::FEWEST_SHOWN;
use crate::domain::analysis::statistics::real;

/// How many people, unless that would give a small group away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(usize),
    /// Fewer than five; or more, and hidden lest others that are fewer than five could be worked out.
    Hidden,
}

impl Count {
    /// The number, where it is shown.
    #[must_use]
    pub const fn shown(self) -> Option<usize> {
        match self {
            Self::Exactly(n) => Some(n),
            Self::Hidden => None,
        }
    }

    /// The size of a group whose rest nobody counts.
    pub(super) fn group(n: usize, sight: Sight) -> Self {
        if sight == Sight::Groups && n < FEWEST_SHOWN { Self::Hidden } else { Self::Exactly(n) }
    }

    /// A part of a number that is known: the rest must not be a small group either.
    #[must_use]
    pub fn part(n: usize, of: usize, sight: Sight) -> Self {
        cells(&[n, of.saturating_sub(n)], sight)[0]
    }
}

/// Counts that add up to a number that is known. Those from 1 to 4 are hidden, then the smallest others that are not 0, until
/// two counts and five people are hidden at least. Of fewer than five people nothing is shown, not even a 0.
pub(super) fn cells(counts: &[usize], sight: Sight) -> Vec<Count> {
    let mut hidden: Vec<bool> = counts.iter().map(|n| (1..FEWEST_SHOWN).contains(n)).collect();
    if sight == Sight::People || !hidden.contains(&true) {
        return counts.iter().map(|n| Count::Exactly(*n)).collect();
    }
    if counts.iter().sum::<usize>() < FEWEST_SHOWN {
        return vec![Count::Hidden; counts.len()];
    }
    loop {
        let of_hidden = || counts.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| *n);
        if of_hidden().count() > 1 && of_hidden().sum::<usize>() >= FEWEST_SHOWN {
            break;
        }
        let open = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0);
        let Some(next) = open.min_by_key(|at| counts[*at]) else { break };
        hidden[next] = true;
    }
    counts.iter().zip(hidden).map(|(n, hidden)| if hidden { Count::Hidden } else { Count::Exactly(*n) }).collect()
}

/// A share from 0 to 1 that lies between two bounds; exact when they are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// It is no less.
    pub low: f64,
    /// It is no more.
    pub high: f64,
}

impl Range {
    /// Exactly so much.
    #[must_use]
    pub const fn exactly(share: f64) -> Self {
        Self { low: share, high: share }
    }

    /// The middle of what it can be.
    #[must_use]
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// The share, where it is exact.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        (self.high - self.low < 1e-12).then_some(self.low)
    }

    /// The mean mark of so many people of whom so many were right, partly right and wrong. When all but one to four are of one
    /// kind, it is whatever one to four others leave possible.
    pub(super) fn facility(mean: f64, verdicts: [usize; 3], sight: Sight) -> Option<Self> {
        let people: usize = verdicts.iter().sum();
        let most = verdicts.iter().copied().max().unwrap_or(0);
        let few = (1..FEWEST_SHOWN).contains(&(people - most));
        if sight == Sight::People || (people >= FEWEST_SHOWN && !few) {
            return (people > 0).then(|| Self::exactly(mean));
        }
        if people < FEWEST_SHOWN {
            return None;
        }
        let others = real(FEWEST_SHOWN - 1) / real(people);
        match verdicts {
            [right, ..] if right == most => Some(Self { low: 1.0 - others, high: 1.0 }),
            [_, _, wrong] if wrong == most => Some(Self { low: 0.0, high: others }),
            _ => None,
        }
    }

    /// Above what chance earns.
    pub(super) fn above(&self, guess: f64) -> Option<Self> {
        let above = |share: f64| (share - guess) / (1.0 - guess);
        (guess < 1.0).then(|| Self { low: above(self.low), high: above(self.high) })
    }

    /// The mean of several, weighted by people; None of none.
    pub(super) fn mean(ranges: impl IntoIterator<Item = (Self, usize)>) -> Option<Self> {
        let (mut low, mut high, mut people) = (0.0, 0.0, 0);
        for (range, of) in ranges {
            low += range.low * real(of);
            high += range.high * real(of);
            people += of;
        }
        (people > 0).then(|| Self { low: low / real(people), high: high / real(people) })
    }
}
