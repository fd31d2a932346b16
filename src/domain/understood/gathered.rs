//! What was gathered, put in order: one answer of each person to each question, revisions with the same key together.

use std::collections::{BTreeMap, BTreeSet};

use super::{First, Gathered, Person, Posed};
use crate::domain::question::{Body, Choice, Gap, Kind, Question, Wrong};

/// The answers by question.
pub(super) struct Sheet<'a> {
    /// The questions, in the workshop's order; of revisions with the same key the last.
    pub(super) items: Vec<Posed<'a>>,
    /// For each of them, each person's first answer, by person.
    pub(super) answers: Vec<Vec<&'a First>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(gathered: &'a Gathered<'a>) -> Self {
        let mut items: Vec<Posed<'a>> = Vec::new();
        let mut keys: Vec<Body> = Vec::new();
        let mut item_of = Vec::with_capacity(gathered.questions.len());
        for posed in &gathered.questions {
            let key = key_of(posed.question);
            let known = (0..items.len()).find(|at| items[*at].question.id == posed.question.id && keys[*at] == key);
            let at = known.unwrap_or_else(|| {
                items.push(*posed);
                keys.push(key);
                items.len() - 1
            });
            if posed.revision > items[at].revision {
                items[at] = *posed;
            }
            item_of.push(at);
        }
        let mut first: BTreeMap<(&str, Person), &First> = BTreeMap::new();
        for answer in &gathered.answers {
            let Some(posed) = gathered.questions.get(answer.question) else { continue };
            let kept = first.entry((&posed.question.id, answer.person)).or_insert(answer);
            if answer.at < kept.at {
                *kept = answer;
            }
        }
        let mut answers = vec![Vec::new(); items.len()];
        for answer in first.into_values() {
            answers[item_of[answer.question]].push(answer);
        }
        Self { items, answers }
    }

    /// How many people there is an answer of.
    pub(super) fn people(&self) -> usize {
        self.answers.iter().flatten().map(|answer| answer.person).collect::<BTreeSet<_>>().len()
    }
}

/// What is right and what can be chosen, without what is said to it: two wordings that share it ask the same.
fn key_of(question: &Question) -> Body {
    let mut body = question.body.clone();
    let bare = |choices: &mut Vec<Choice>| choices.iter_mut().for_each(|choice| choice.feedback = None);
    let said = |wrongs: &mut Vec<Wrong>| wrongs.iter_mut().for_each(|wrong| wrong.feedback.clear());
    let gap = |gaps: &mut Vec<Gap>| gaps.iter_mut().for_each(|gap| gap.feedback = None);
    if let Body::Fixed(kind) = &mut body {
        match kind {
            Kind::Choice(choices) | Kind::Choices(choices) => bare(choices),
            Kind::Truth { feedback, .. } | Kind::Order { feedback, .. } | Kind::Match { feedback, .. } => {
                feedback.clear();
            }
            Kind::Number(key) => said(&mut key.wrong),
            Kind::Text { wrong, .. } | Kind::Network { wrong, .. } => said(wrong),
            Kind::Gaps(gaps) => gap(gaps),
        }
    }
    body
}
