//! What can be met on the way through a wizard, for those who check it.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Table;
use super::tree::Reduced;
use super::{Answers, Step, Tree, UNKNOWN, Wizard};
use crate::domain::question::Random;

/// What was met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Whether all ways were gone. If not, what is here is a sample: more may be possible.
    pub whole: bool,
    /// How many different places were met; two are the same when the same follows from them.
    pub states: usize,
    /// The outcomes that were come to, by their places, each with answers that lead to it.
    pub outcomes: BTreeMap<usize, Answers>,
    /// Answers with which nothing fits, if there are any.
    pub nothing: Option<Answers>,
    /// The questions that were asked, by their places.
    pub asked: BTreeSet<usize>,
    /// The options, as places of the question and the option, that somewhere lead elsewhere than "unknown" does.
    pub telling: BTreeSet<(usize, usize)>,
    /// The most questions on one way.
    pub longest: usize,
}

impl Wizard {
    /// Goes all ways when there are at most so many places; otherwise walks by chance, about as many places, the same
    /// ones for the same seed.
    #[must_use]
    pub fn walk(&self, limit: usize, seed: u64) -> Walk {
        let tree = self.tree(limit);
        if tree.whole { self.gone(&tree) } else { self.sampled(limit, seed) }
    }

    fn gone(&self, tree: &Tree<'_>) -> Walk {
        let mut walk = Walk { whole: true, states: tree.nodes.len(), ..Walk::default() };
        for node in &tree.nodes {
            match &node.step {
                Step::Ask { question, branches } => {
                    let Some(at) = self.questions.iter().position(|other| other.id == question.id) else { continue };
                    walk.asked.insert(at);
                    for branch in branches.iter().filter(|branch| !branch.choices.iter().any(Option::is_none)) {
                        let options = branch.choices.iter().flatten();
                        let place = |id: &str| question.options.iter().position(|option| option.id == id);
                        walk.telling.extend(options.filter_map(|option| Some((at, place(&option.id)?))));
                    }
                }
                Step::Outcome(outcome) => {
                    walk.outcomes.entry(*outcome).or_insert_with(|| node.answers.clone());
                }
                Step::Nothing => {
                    walk.nothing.get_or_insert_with(|| node.answers.clone());
                }
                Step::Cut => {}
            }
        }
        walk.longest = longest(tree);
        walk
    }

    fn sampled(&self, limit: usize, seed: u64) -> Walk {
        let table = Table::of(self);
        let mut random = Random::new(seed);
        let mut met = BTreeSet::new();
        let mut walk = Walk::default();
        let first = Reduced::of(&table, &table.beginning());
        let mut steps = 0;
        while steps < limit {
            let (mut here, mut answers, mut length) = (first.clone(), Answers::new(), 0);
            while let Some(next) = here.next {
                let question = &self.questions[next];
                walk.asked.insert(next);
                let options = question.options.len();
                let unknown = Reduced::of(&table, &table.after(&here.place, next, options));
                let answer = usize::try_from(random.below(options as u64 + 1)).unwrap_or(options);
                let after = Reduced::of(&table, &table.after(&here.place, next, answer));
                if after != unknown {
                    walk.telling.insert((next, answer));
                }
                let id = question.options.get(answer).map_or(UNKNOWN, |option| &option.id);
                answers.insert(question.id.clone(), id.to_owned());
                met.insert(std::mem::replace(&mut here, after));
                (length, steps) = (length + 1, steps + 1);
            }
            walk.longest = walk.longest.max(length);
            if here.result < self.outcomes.len() {
                walk.outcomes.entry(here.result).or_insert(answers);
            } else {
                walk.nothing.get_or_insert(answers);
            }
            met.insert(here);
            steps += 1;
        }
        walk.states = met.len();
        walk
    }
}

/// The most questions on one way. A node's ways are longer than those of the nodes it leads to, so that lengths settle
/// when the nodes are gone through from the end often enough.
fn longest(tree: &Tree<'_>) -> usize {
    let mut lengths = vec![0; tree.nodes.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            let Step::Ask { branches, .. } = &node.step else { continue };
            let length = 1 + branches.iter().map(|branch| lengths[branch.to]).max().unwrap_or(0);
            changed |= lengths[at] != length;
            lengths[at] = length;
        }
    }
    lengths[0]
}
