//! Who was sure and wrong, and whether being sure means being right.

use super::Size;
use super::statistics::{mean, real};
use crate::domain::quiz::Certainty;

/// How many were sure of a wrong answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Sure {
    /// The question's id.
    pub question: String,
    /// People who said how sure they were.
    pub people: usize,
    /// Those who were sure and had less than the full mark.
    pub sure_and_wrong: usize,
    /// Their share of those who said it.
    pub share: f64,
    /// How much that says.
    pub size: Size,
}

/// The questions of which somebody was sure and wrong, those with the largest share first, then by id. An answer is the
/// question's id, how sure the person was, and the mark.
#[must_use]
pub fn sure_and_wrong(answers: &[(&str, Certainty, f64)]) -> Vec<Sure> {
    let mut counts: std::collections::BTreeMap<&str, (usize, usize)> = std::collections::BTreeMap::new();
    for (question, certainty, mark) in answers {
        let (people, wrong) = counts.entry(question).or_default();
        *people += 1;
        *wrong += usize::from(*certainty == Certainty::Sure && *mark < 1.0);
    }
    let of = |(question, (people, wrong)): (&str, (usize, usize))| Sure {
        question: question.to_owned(),
        people,
        sure_and_wrong: wrong,
        share: real(wrong) / real(people),
        size: Size::of(people),
    };
    let mut found: Vec<Sure> = counts.into_iter().filter(|(_, (_, wrong))| *wrong > 0).map(of).collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share));
    found
}

/// How right people are who are so sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// How sure.
    pub certainty: Certainty,
    /// Answers.
    pub answers: usize,
    /// Their mean mark; None without any.
    pub mean: Option<f64>,
}

/// The mean mark for each grade of certainty: guess, unsure, sure.
#[must_use]
pub fn calibration(answers: &[(&str, Certainty, f64)]) -> [Calibration; 3] {
    [Certainty::Guess, Certainty::Unsure, Certainty::Sure].map(|certainty| {
        let marks: Vec<f64> =
            answers.iter().filter(|(_, said, _)| *said == certainty).map(|(_, _, mark)| *mark).collect();
        Calibration { certainty, answers: marks.len(), mean: mean(&marks) }
    })
}
