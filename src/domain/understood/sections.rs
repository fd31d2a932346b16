//! Sections, by the questions that test them.

use std::collections::BTreeSet;

use super::cells::{Count, Range};
use super::gathered::Sheet;
use super::questions::QuestionUnderstood;
use crate::domain::analysis::{FEWEST_SHOWN, Size};
use crate::domain::question::Place;

/// What is known of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionUnderstood {
    /// The section.
    pub place: Place,
    /// Questions on it that somebody was asked.
    pub questions: usize,
    /// People who were asked one of them.
    pub people: Count,
    /// How much that says.
    pub size: Size,
    /// The mean of its questions' facilities, each as often as it was asked; without those that too few were asked.
    pub facility: Option<Range>,
    /// The mean of what chance earns in the same questions.
    pub guess: Option<f64>,
    /// The question of which most were sure and wrong, or else the hardest, by its id.
    pub hardest: Option<String>,
}

pub(super) fn understood(questions: &[QuestionUnderstood], sheet: &Sheet<'_>) -> Vec<SectionUnderstood> {
    let mut places: Vec<&Place> = Vec::new();
    for question in questions {
        if !places.contains(&&question.place) {
            places.push(&question.place);
        }
    }
    let of = |place: &Place| {
        let here: Vec<&QuestionUnderstood> = questions.iter().filter(|question| question.place == *place).collect();
        let people: BTreeSet<_> =
            here.iter().flat_map(|question| &sheet.answers[question.at]).map(|first| first.person).collect();
        let asked = here.iter().filter_map(|question| Some((*question, question.facility?, question.people.shown()?)));
        let asked: Vec<_> = asked.collect();
        let worst = asked.iter().map(|(question, ..)| *question).min_by(|a, b| super::questions::worst_first(a, b));
        let people = people.len();
        SectionUnderstood {
            place: place.clone(),
            questions: here.len(),
            people: if people < FEWEST_SHOWN && asked.is_empty() { Count::Hidden } else { Count::Exactly(people) },
            size: Size::of(people),
            facility: Range::mean(asked.iter().map(|(_, facility, people)| (*facility, *people))),
            guess: Range::mean(asked.iter().map(|(question, _, people)| (Range::exactly(question.guess), *people)))
                .map(|guess| guess.low),
            hardest: worst.map(|question| question.id.clone()),
        }
    };
    places.into_iter().map(of).collect()
}
