//! The questions as one follows the other.
//!
//! Two ways lead to the same place when the same questions still matter and the outcomes in reach are the same points
//! apart: whatever comes then comes for both. Such places are one node, so that the tree, which is none in the strict
//! sense, stays small.

use std::collections::BTreeMap;

use super::outlook::Outlook;
use super::table::{OUT, Place, Table, best, out};
use super::{Answers, Choice, Question, UNKNOWN, Wizard};

/// All places of a wizard, from the first question on.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    /// The places; the first is the beginning. Nearer ones come first. No way leads in a circle.
    pub nodes: Vec<Node<'a>>,
    /// Whether all are there. If not, some are [`Step::Cut`].
    pub whole: bool,
}

/// A place on the way.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// A shortest way here.
    pub answers: Answers,
    /// What comes here.
    pub step: Step<'a>,
}

/// What comes at a place.
#[derive(Debug, Clone)]
pub enum Step<'a> {
    /// A question.
    Ask {
        /// What is asked.
        question: &'a Question,
        /// Where the answers lead.
        branches: Vec<Branch<'a>>,
    },
    /// The decision is settled.
    Outcome(usize),
    /// Nothing fits.
    Nothing,
    /// The limit was reached before this place was looked at.
    Cut,
}

/// Where answers lead.
#[derive(Debug, Clone)]
pub struct Branch<'a> {
    /// The answers that lead there, in file order; None is "unknown".
    pub choices: Vec<Option<&'a Choice>>,
    /// The number of the node.
    pub to: usize,
}

/// A place as far as what follows depends on it, with its question or, when there is none, its result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reduced {
    /// The questions that matter, and the points above the least outcome in reach.
    pub place: Place,
    /// The question.
    pub next: Option<usize>,
    /// The result if every question that is left stays unknown.
    pub result: usize,
}

impl Reduced {
    pub fn of(table: &Table, place: &Place) -> Self {
        let mut outlook = Outlook::of(table, place, &place.free);
        let next = outlook.first(&place.free);
        let free = outlook.mattering();
        let mut points = outlook.place.points;
        let result = best(&points);
        if free.is_empty() {
            return Self { place: Place { points: Vec::new(), free }, next, result };
        }
        let least = points.iter().copied().filter(|&points| !out(points)).min().unwrap_or(0);
        for points in &mut points {
            *points = if out(*points) { OUT } else { *points - least };
        }
        Self { place: Place { points, free }, next, result }
    }
}

impl Wizard {
    /// All places that can be come to by answering what is asked, or as many as the limit allows.
    #[must_use]
    pub fn tree(&self, limit: usize) -> Tree<'_> {
        let table = Table::of(self);
        let first = Reduced::of(&table, &table.beginning());
        let mut numbers = BTreeMap::from([(first.clone(), 0)]);
        let mut places = vec![(first, Answers::new())];
        let mut tree = Tree { nodes: Vec::new(), whole: true };
        // Places are added while they are gone through.
        while let Some((reduced, answers)) = places.get(tree.nodes.len()).cloned() {
            let step = match reduced.next {
                Some(_) if tree.nodes.len() >= limit => {
                    tree.whole = false;
                    Step::Cut
                }
                Some(next) => {
                    let question = &self.questions[next];
                    let mut branches: Vec<Branch<'_>> = Vec::new();
                    for answer in 0..=question.options.len() {
                        let after = Reduced::of(&table, &table.after(&reduced.place, next, answer));
                        let choice = question.options.get(answer);
                        let to = *numbers.entry(after.clone()).or_insert_with(|| {
                            let mut answers = answers.clone();
                            let id = choice.map_or(UNKNOWN, |choice| &choice.id);
                            answers.insert(question.id.clone(), id.to_owned());
                            places.push((after, answers));
                            places.len() - 1
                        });
                        match branches.iter_mut().find(|branch| branch.to == to) {
                            Some(branch) => branch.choices.push(choice),
                            None => branches.push(Branch { choices: vec![choice], to }),
                        }
                    }
                    Step::Ask { question, branches }
                }
                None if reduced.result < self.outcomes.len() => Step::Outcome(reduced.result),
                None => Step::Nothing,
            };
            tree.nodes.push(Node { answers, step });
        }
        tree
    }
}
