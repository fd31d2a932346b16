//! Which wrong answers tempt, and what those who choose them have misunderstood.

use std::collections::BTreeMap;

use super::Size;
use super::statistics::{mean, real};

/// An answer that one person gave to a question with options, or one typed answer that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The options' tokens or, for what is typed, what stands for them; several for several choices, none for no answer.
    pub options: Vec<String>,
    /// The person's mean mark in the rest of the test, if there is any.
    pub rest: Option<f64>,
}

/// How often an option was chosen, and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Distractor {
    /// The option's token.
    pub option: String,
    /// Whether it is right.
    pub right: bool,
    /// The misconception that it stands for.
    pub misconception: Option<String>,
    /// How many chose it.
    pub people: usize,
    /// Their share of all who were asked; None when nobody was.
    pub share: Option<f64>,
    /// Their mean mark in the rest of the test. A wrong option whose choosers do better elsewhere than those of the right
    /// one is a sign of a faulty question.
    pub rest: Option<f64>,
}

/// Counts the options of a question: each as token, whether it is right, and its misconception. Options that nobody chose
/// are counted as 0; answers that are none of them (as from a former revision) are left out. The most chosen come first,
/// then in the given order.
#[must_use]
pub fn distractors(options: &[(String, bool, Option<String>)], answers: &[Chosen]) -> (Vec<Distractor>, Size) {
    let of = |(option, right, misconception): &(String, bool, Option<String>)| {
        let choosers: Vec<&Chosen> = answers.iter().filter(|answer| answer.options.contains(option)).collect();
        let rests: Vec<f64> = choosers.iter().filter_map(|chosen| chosen.rest).collect();
        Distractor {
            option: option.clone(),
            right: *right,
            misconception: misconception.clone().filter(|_| !right),
            people: choosers.len(),
            share: (!answers.is_empty()).then(|| real(choosers.len()) / real(answers.len())),
            rest: mean(&rests),
        }
    };
    let mut counted: Vec<Distractor> = options.iter().map(of).collect();
    counted.sort_by_key(|distractor| std::cmp::Reverse(distractor.people));
    (counted, Size::of(answers.len()))
}

/// How many people showed each misconception, over any number of questions: the most frequent first. Each person counts
/// once for each misconception, however often it showed. Pairs are person and misconception.
#[must_use]
pub fn misconceptions<'a>(shown: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, usize)> {
    let people: std::collections::BTreeSet<(&str, &str)> = shown.into_iter().map(|(who, what)| (what, who)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, _) in people {
        *counts.entry(what).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    counts
}
