//! What was decided in each wizard, by how many, and with which answers.

use std::collections::BTreeMap;

use super::cells::{Count, cells};
use super::{Decision, Gathered, Person, Sight};
use crate::domain::analysis::{FEWEST_SHOWN, Size};
use crate::domain::wizard::UNKNOWN;

/// What was decided in a wizard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    /// The wizard's id.
    pub wizard: String,
    /// People who began to decide.
    pub people: Count,
    /// How much that says.
    pub size: Size,
    /// Where they came to, the most frequent first, hidden ones last by their ids.
    pub ways: Vec<Way>,
    /// The questions that people answered with "I don't know yet", the most frequent first; hidden ones are left out.
    pub open: Vec<(String, usize)>,
}

/// An outcome, and the answers of those who came to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The outcome's id; None for what is not settled.
    pub outcome: Option<String>,
    /// How many came to it.
    pub people: Count,
    /// For each question that one of them answered, by its id: each option and how many chose it, the most frequent first.
    /// Who does not know yet, or was not asked, is none of them. Nothing where the people are hidden.
    pub answers: Vec<(String, Vec<(String, Count)>)>,
}

/// The wizards that five people at least began, by their ids.
pub(super) fn decided(gathered: &Gathered<'_>) -> Vec<DecidedBy> {
    let mut wizards: BTreeMap<&str, BTreeMap<Person, &Decision>> = BTreeMap::new();
    for decision in &gathered.decisions {
        wizards.entry(&decision.wizard).or_default().insert(decision.person, decision);
    }
    let enough = |people: usize| people >= FEWEST_SHOWN || gathered.sight == Sight::People;
    let all = wizards.into_iter().filter(|(_, people)| enough(people.len()));
    all.map(|(wizard, people)| of_wizard(wizard, &people.into_values().collect::<Vec<_>>(), gathered.sight)).collect()
}

fn of_wizard(wizard: &str, decisions: &[&Decision], sight: Sight) -> DecidedBy {
    let mut by_outcome: BTreeMap<Option<&str>, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions {
        by_outcome.entry(decision.outcome.as_deref()).or_default().push(decision);
    }
    let sizes: Vec<usize> = by_outcome.values().map(Vec::len).collect();
    let counts = cells(&sizes, sight);
    let mut unshown: Vec<&Decision> = Vec::new();
    let mut groups: Vec<Vec<&Decision>> = Vec::new();
    let mut ways: Vec<Way> = Vec::new();
    for ((outcome, people), count) in by_outcome.into_iter().zip(counts) {
        let hidden = count == Count::Hidden;
        let answers = if hidden { Vec::new() } else { answers_of(&people, sight) };
        ways.push(Way { outcome: outcome.map(str::to_owned), people: count, answers });
        if hidden {
            unshown.extend(people);
        } else {
            groups.push(people);
        }
    }
    groups.push(unshown);
    ways.sort_by_key(|way| std::cmp::Reverse(way.people.shown()));
    let mut open: Vec<(String, usize)> = ids(decisions)
        .into_iter()
        .filter_map(|question| Some((question.to_owned(), open_in(&groups, question, sight)?)))
        .filter(|(_, people)| *people > 0)
        .collect();
    open.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    let people = Count::group(decisions.len(), sight);
    DecidedBy { wizard: wizard.to_owned(), people, size: Size::of(decisions.len()), ways, open }
}

/// The ids of the questions that were answered, each once.
fn ids<'d>(decisions: &[&'d Decision]) -> Vec<&'d str> {
    let all: std::collections::BTreeSet<&str> =
        decisions.iter().flat_map(|decision| decision.answers.keys().map(String::as_str)).collect();
    all.into_iter().collect()
}

/// How many gave each answer to a question, by option; with them those who gave none or do not know.
fn options<'d>(people: &[&'d Decision], question: &str) -> (BTreeMap<&'d str, usize>, usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest = 0;
    for decision in people {
        match decision.answers.get(question).map(String::as_str) {
            None | Some(UNKNOWN) => rest += 1,
            Some(option) => *counts.entry(option).or_default() += 1,
        }
    }
    (counts, rest)
}

fn answers_of(people: &[&Decision], sight: Sight) -> Vec<(String, Vec<(String, Count)>)> {
    let of = |question: &str| {
        let (counts, rest) = options(people, question);
        let sizes: Vec<usize> = counts.values().copied().chain([rest]).collect();
        let shown = cells(&sizes, sight);
        let mut options: Vec<(String, Count)> = counts.into_keys().map(str::to_owned).zip(shown).collect();
        options.sort_by_key(|(_, people)| std::cmp::Reverse(people.shown()));
        (question.to_owned(), options)
    };
    ids(people).into_iter().map(of).filter(|(_, options)| !options.is_empty()).collect()
}

/// How many do not know the answer yet; None where that, with the answers that are shown for each group, would tell what is
/// hidden in one.
fn open_in(groups: &[Vec<&Decision>], question: &str, sight: Sight) -> Option<usize> {
    let unknown = |decision: &&&Decision| decision.answers.get(question).is_some_and(|answer| answer == UNKNOWN);
    let mut all = 0;
    for people in groups.iter().filter(|people| !people.is_empty()) {
        let (counts, rest) = options(people, question);
        let of_them = people.iter().filter(unknown).count();
        let sizes: Vec<usize> = counts.into_values().chain([of_them, rest - of_them]).collect();
        if cells(&sizes, sight).contains(&Count::Hidden) {
            return None;
        }
        all += of_them;
    }
    Some(all)
}
