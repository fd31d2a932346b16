//! What an answer earns, and what is said to it.

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::complaint::{Complaint, Problem};
use super::text::same;
use super::{Asked, Choice, Gap, GapKey, Kind, Wrong, network, number};

mod guess;
mod order;

pub(super) use guess::guess_level;

/// A share of what a question can earn, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(from = "f64", into = "f64")]
pub struct Mark(f64);

impl Mark {
    /// Nothing.
    pub const NONE: Self = Self(0.0);
    /// Everything.
    pub const FULL: Self = Self(1.0);

    /// A share of so many; nothing of none.
    #[must_use]
    pub fn share(right: usize, of: usize) -> Self {
        let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        if of == 0 { Self::NONE } else { Self::from(real(right) / real(of)) }
    }

    /// The share.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// How it is called.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self.0 {
            mark if mark >= 1.0 => Verdict::Right,
            mark if mark > 0.0 => Verdict::Partly,
            _ => Verdict::Wrong,
        }
    }
}

impl From<f64> for Mark {
    /// Cut to 0 to 1; what is no number is 0.
    fn from(mark: f64) -> Self {
        Self(if mark.is_nan() { 0.0 } else { mark.clamp(0.0, 1.0) })
    }
}

impl From<Mark> for f64 {
    fn from(mark: Mark) -> Self {
        mark.0
    }
}

/// How a mark is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything is right.
    Right,
    /// Something is.
    Partly,
    /// Nothing is.
    Wrong,
}

/// What an answer earned, and what is said to it: to what the person did, not what would have been right.
#[derive(Debug, Clone, PartialEq)]
pub struct Marking {
    /// What it earned.
    pub mark: Mark,
    /// What is said, in the order of the question.
    pub feedback: Vec<Feedback>,
}

/// Something that is said to a part of an answer, or to the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The option, item or gap that it belongs to, in words; None for the whole.
    pub about: Option<String>,
    /// Whether that part is right.
    pub right: bool,
    /// What is said.
    pub text: String,
    /// The misconception that a wrong answer stands for.
    pub misconception: Option<String>,
}

impl Feedback {
    fn wrong(about: Option<&str>, text: impl Into<String>, misconception: Option<&String>) -> Self {
        let (about, misconception) = (about.map(str::to_owned), misconception.cloned());
        Self { about, right: false, text: text.into(), misconception }
    }
}

impl Marking {
    fn all_or_nothing(right: bool, feedback: Vec<Feedback>) -> Self {
        Self { mark: if right { Mark::FULL } else { Mark::NONE }, feedback }
    }

    /// How the mark is called.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.mark.verdict()
    }

    /// The misconceptions that show.
    pub fn misconceptions(&self) -> impl Iterator<Item = &str> {
        self.feedback.iter().filter_map(|feedback| feedback.misconception.as_deref())
    }
}

impl Asked {
    /// Marks an answer.
    ///
    /// # Errors
    ///
    /// The answer is to another kind of question, or has options that are no more, as when the question was changed.
    pub fn mark(&self, answer: &Answer) -> Result<Marking, Complaint> {
        let complain = |problem| Complaint::new("answer", problem);
        match (self.kind(), answer) {
            (Kind::Choice(options), Answer::Choice(chosen)) => {
                let option = options.iter().find(|option| self.token(&option.text) == *chosen);
                let option = option.ok_or_else(|| complain(Problem::NotAnOption))?;
                Ok(Marking::all_or_nothing(option.right, said(option).into_iter().collect()))
            }
            (Kind::Choices(options), Answer::Choices(chosen)) => {
                let known = options.iter().filter(|option| chosen.contains(&self.token(&option.text)));
                let known: Vec<&Choice> = known.collect();
                if known.len() < chosen.len() {
                    return Err(complain(Problem::NotAnOption));
                }
                let right = known.iter().filter(|option| option.right).count();
                let of = options.iter().filter(|option| option.right).count();
                let mark = Mark::share(right.saturating_sub(known.len() - right), of);
                Ok(Marking { mark, feedback: known.into_iter().filter_map(said).collect() })
            }
            (Kind::Truth { answer, feedback, misconception }, Answer::Truth(chosen)) => {
                let right = answer == chosen;
                let said = if right { vec![] } else { vec![Feedback::wrong(None, feedback, misconception.as_ref())] };
                Ok(Marking::all_or_nothing(right, said))
            }
            (Kind::Number(key), Answer::Typed(typed)) => {
                let value = number::read(typed, key.unit.as_deref()).map_err(complain)?;
                let right = number::near(value, key.answer, key.tolerance);
                let is = |wrong: &Wrong| {
                    number::read(&wrong.is, key.unit.as_deref()).is_ok_and(|is| number::near(value, is, key.tolerance))
                };
                Ok(Marking::all_or_nothing(right, typical(right, &key.wrong, is)))
            }
            (Kind::Text { accept, wrong }, Answer::Typed(typed)) => {
                let right = accept.iter().any(|form| same(form, typed));
                Ok(Marking::all_or_nothing(right, typical(right, wrong, |wrong| same(&wrong.is, typed))))
            }
            (Kind::Network { key, wrong }, Answer::Typed(typed)) => {
                let given = network::read(key, typed).map_err(complain)?;
                let right = key.holds(&given);
                let is = |wrong: &Wrong| network::read(key, &wrong.is).is_ok_and(|is| is.same(&given));
                let mut feedback = typical(right, wrong, is);
                let text = key.explain(&given);
                feedback.extend(text.map(|text| Feedback { about: None, right, text, misconception: None }));
                Ok(Marking::all_or_nothing(right, feedback))
            }
            (Kind::Order { items, feedback }, Answer::Order(order)) => self.mark_order(items, feedback, order),
            (Kind::Match { pairs, feedback, .. }, Answer::Match(chosen)) => {
                let mut said = Vec::new();
                for (left, right) in pairs {
                    match chosen.get(&self.token(left)) {
                        Some(token) if *token == self.token(right) => {}
                        Some(_) => said.push(Feedback::wrong(Some(left), "This pair is wrong.", None)),
                        None => said.push(Feedback::wrong(Some(left), "This one was left open.", None)),
                    }
                }
                let mark = Mark::share(pairs.len() - said.len(), pairs.len());
                if !said.is_empty() && !feedback.is_empty() {
                    said.push(Feedback::wrong(None, feedback, None));
                }
                Ok(Marking { mark, feedback: said })
            }
            (Kind::Gaps(gaps), Answer::Gaps(filled)) if gaps.len() == filled.len() => Ok(mark_gaps(gaps, filled)),
            _ => Err(complain(Problem::OtherKind)),
        }
    }

    fn mark_order(&self, items: &[String], feedback: &str, order: &[String]) -> Result<Marking, Complaint> {
        let tokens: Vec<String> = items.iter().map(|item| self.token(item)).collect();
        let places: Option<Vec<usize>> = order.iter().map(|token| tokens.iter().position(|t| t == token)).collect();
        let places = places.filter(|places| {
            let all: std::collections::BTreeSet<_> = places.iter().collect();
            all.len() == items.len() && places.len() == items.len()
        });
        let places = places.ok_or_else(|| Complaint::new("order", Problem::NotAllItems))?;
        let run = order::longest_run(&places);
        let mark = if items.len() < 2 { Mark::FULL } else { Mark::share(run - 1, items.len() - 1) };
        let mut said = Vec::new();
        if run < items.len() {
            let all = items.len();
            let text = match run {
                0 | 1 => "The order is turned round: no two items stand in their order.".to_owned(),
                _ => format!("At most {run} of the {all} items stand in the right order among themselves."),
            };
            said.push(Feedback::wrong(None, text, None));
            if !feedback.is_empty() {
                said.push(Feedback::wrong(None, feedback, None));
            }
        }
        Ok(Marking { mark, feedback: said })
    }
}

fn said(option: &Choice) -> Option<Feedback> {
    let misconception = option.misconception.clone().filter(|_| !option.right);
    if option.feedback.is_none() && misconception.is_none() {
        return None;
    }
    let text = option.feedback.clone().unwrap_or_default();
    Some(Feedback { about: Some(option.text.clone()), right: option.right, text, misconception })
}

fn typical(right: bool, wrongs: &[Wrong], is: impl Fn(&Wrong) -> bool) -> Vec<Feedback> {
    let found = wrongs.iter().filter(|_| !right).find(|wrong| is(wrong));
    found.map(|wrong| Feedback::wrong(None, &wrong.feedback, wrong.misconception.as_ref())).into_iter().collect()
}

fn mark_gaps(gaps: &[Gap], filled: &[Option<String>]) -> Marking {
    let mut said = Vec::new();
    for (n, (gap, filled)) in (1..).zip(gaps.iter().zip(filled)) {
        let about = format!("Gap {n}");
        let Some(filled) = filled else {
            said.push(Feedback::wrong(Some(&about), "This one was left open.", None));
            continue;
        };
        let right = match &gap.key {
            GapKey::Accept(forms) => forms.iter().any(|form| same(form, filled)),
            GapKey::Options { answer, .. } => same(answer, filled),
        };
        if !right {
            said.push(Feedback::wrong(Some(&about), gap.feedback.as_deref().unwrap_or("This one is wrong."), None));
        }
    }
    Marking { mark: Mark::share(gaps.len() - said.len(), gaps.len()), feedback: said }
}
