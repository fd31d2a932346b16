//! What chance alone earns.

use super::order::mean_of_chance;
use crate::domain::question::{Choice, GapKey, Kind};

/// The mean mark of an answer drawn from all possible ones; see [`super::Asked::guess_level`].
pub(in crate::domain::question) fn guess_level(kind: &Kind) -> f64 {
    match kind {
        Kind::Choice(options) => one_of(options.len()),
        Kind::Choices(options) => of_sets(options),
        Kind::Truth { .. } => 0.5,
        Kind::Number(_) | Kind::Text { .. } | Kind::Network { .. } => 0.0,
        Kind::Order { items, .. } => mean_of_chance(items.len()),
        Kind::Match { pairs, others, .. } => {
            let right: std::collections::BTreeSet<&String> = pairs.iter().map(|(_, r)| r).chain(others).collect();
            one_of(right.len())
        }
        Kind::Gaps(gaps) => {
            let of_gap = |key: &GapKey| match key {
                GapKey::Accept(_) => 0.0,
                GapKey::Options { options, .. } => one_of(options.len()),
            };
            gaps.iter().map(|gap| of_gap(&gap.key)).sum::<f64>() * one_of(gaps.len())
        }
    }
}

fn one_of(n: usize) -> f64 {
    if n == 0 { 0.0 } else { 1.0 / real(n) }
}

/// Each set of options that is not empty is as likely as another.
fn of_sets(options: &[Choice]) -> f64 {
    let right = options.iter().filter(|option| option.right).count();
    let wrong = options.len() - right;
    if right == 0 {
        return 0.0;
    }
    let mut sum = 0.0;
    for r in 1..=right {
        for w in 0..=wrong.min(r) {
            sum += binomial(right, r) * binomial(wrong, w) * real(r - w) / real(right);
        }
    }
    let sets = 2.0_f64.powi(i32::try_from(options.len()).unwrap_or(i32::MAX)) - 1.0;
    // Of very many options chance earns a share that no longer fits; then it is as good as nothing.
    Some(sum / sets).filter(|level| level.is_finite()).unwrap_or(0.0)
}

fn binomial(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |all, i| all * real(n - i) / real(i + 1))
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
