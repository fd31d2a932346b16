//! What was learnt between two tests.

use std::collections::BTreeMap;

use super::cells::Count;
use super::{Gathered, Person, Sight, Sitting};
use crate::domain::analysis::{FEWEST_SHOWN, Interval, Size, gain};
use crate::domain::time::Millis;

/// What was learnt between a test before and a test after, by those who took both.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// The id of the quiz before.
    pub before: String,
    /// The id of the quiz after; the same for the first and the last time of one quiz.
    pub after: String,
    /// People who took both.
    pub people: Count,
    /// How much that says.
    pub size: Size,
    /// People who took only one of the two, or the one quiz once.
    pub only_one: Count,
    /// The mean share before, from 0 to 1.
    pub mean_before: Option<f64>,
    /// The mean share after.
    pub mean_after: Option<f64>,
    /// The mean of each person's difference.
    pub difference: Option<f64>,
    /// Its 95 % confidence range, by the paired t interval.
    pub interval: Option<Interval>,
    /// The share of what could be learnt: (after − before) ÷ (1 − before).
    pub normalized: Option<f64>,
}

/// Each quiz that somebody took twice, by its first and last time, and then the named pairs: of the quiz before the first
/// time, of the one after the last that came later.
pub(super) fn learnt(gathered: &Gathered<'_>) -> Vec<Learnt> {
    let mut taken: Vec<BTreeMap<Person, (Sitting, Sitting)>> = vec![BTreeMap::new(); gathered.quizzes.len()];
    for sitting in gathered.sittings.iter().filter(|sitting| sitting.share.is_finite()) {
        let Some(people) = taken.get_mut(sitting.quiz) else { continue };
        let (first, last) = people.entry(sitting.person).or_insert((*sitting, *sitting));
        if sitting.at < first.at {
            *first = *sitting;
        }
        if sitting.at > last.at {
            *last = *sitting;
        }
    }
    let again = (0..taken.len()).filter(|quiz| taken[*quiz].values().any(|(first, last)| first.at < last.at));
    let named = gathered.pairs.iter().copied().filter(|(a, b)| a != b && *a < taken.len() && *b < taken.len());
    let pairs: Vec<(usize, usize)> = again.map(|quiz| (quiz, quiz)).chain(named).collect();
    pairs.into_iter().map(|(before, after)| pair(gathered, &taken, before, after)).collect()
}

fn pair(
    gathered: &Gathered<'_>,
    taken: &[BTreeMap<Person, (Sitting, Sitting)>],
    before: usize,
    after: usize,
) -> Learnt {
    let people = taken[before].keys().chain(taken[after].keys()).collect::<std::collections::BTreeSet<_>>();
    let shares = people.into_iter().map(|person| {
        let first = taken[before].get(person).map(|(first, _)| *first);
        let earliest = first.map_or(Millis(i64::MIN), |first| first.at);
        let last = taken[after].get(person).map(|(_, last)| *last);
        (first.map(|first| first.share), last.filter(|last| last.at > earliest).map(|last| last.share))
    });
    let gain = gain(&shares.collect::<Vec<_>>());
    let shown = gain.people >= FEWEST_SHOWN || gathered.sight == Sight::People;
    let only = |figure: Option<f64>| figure.filter(|_| shown);
    Learnt {
        before: gathered.quizzes[before].id.clone(),
        after: gathered.quizzes[after].id.clone(),
        people: Count::group(gain.people, gathered.sight),
        size: gain.size,
        // How many took both is said, so that the rest is a group by itself.
        only_one: if gain.only_one == 0 { Count::Exactly(0) } else { Count::group(gain.only_one, gathered.sight) },
        mean_before: only(gain.before),
        mean_after: only(gain.after),
        difference: only(gain.difference),
        interval: gain.interval.filter(|_| shown),
        normalized: only(gain.normalized),
    }
}
