//! What a cohort has understood, from each person's first answers: per question, section and quiz, what was learnt between
//! two tests, and what was decided.
//!
//! The figures of [`analysis`](super::analysis) are worked out for each quiz, with its own questions as the rest; questions
//! that stand in no quiz are one test together. Revisions of a question whose key is the same count as one.
//!
//! # What is not said
//!
//! A report says nothing of a group of fewer than [`FEWEST_SHOWN`] people, and nothing from which such a group follows:
//!
//! - Of counts that add up to a known number, those from 1 to 4 are hidden, and then the smallest others until what is
//!   hidden is two counts at least and five people at least (see [`Count`]). When all but one to four people answered alike,
//!   nothing is left to show.
//! - A facility would give such a count away: then it is a range, which holds whatever one to four people could have done
//!   ([`Range`]). Spread, discrimination and efficiency are left out. What those who chose an option did elsewhere is said
//!   where elsewhere is five questions at least.
//! - What is worked out of several figures (a section, advice, an order) is worked out of those that are shown, so that it
//!   says no more than they do.
//!
//! How many were asked is said, from five on; what they answered is what is kept apart. Two reports on groups that overlap
//! can still be set against each other: that one person joined or left between them is not hidden.
//!
//! Whoever may see each person's answers by name reads the same with [`Sight::People`]: then only figures that mean nothing
//! with so few are left out.

use super::analysis::{FEWEST_SHOWN, Size};
use super::question::{Answer, Mark, Question};
use super::quiz::Certainty;
use super::time::Millis;
use super::wizard::Answers;

mod advice;
mod cells;
mod compare;
mod decisions;
mod gains;
mod gathered;
mod labels;
mod pace;
mod questions;
mod quizzes;
mod sections;

pub use advice::Advice;
pub use cells::{Count, Range};
pub use compare::{Compared, Comparison, Side, compare};
pub use decisions::{DecidedBy, Way};
pub use gains::Learnt;
pub use pace::Pace;
pub use questions::{Certain, Picked, QuestionUnderstood, Verdicts};
pub use quizzes::QuizUnderstood;
pub use sections::SectionUnderstood;

/// What a reader may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Groups of five and more: the report of an anonymous cohort, one that is passed on, a comparison.
    Groups,
    /// Each person's answers anyway.
    People,
}

/// A person: a number that means nothing outside one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u32);

/// A question that was asked, in one of its revisions.
#[derive(Debug, Clone, Copy)]
pub struct Posed<'a> {
    /// As it was asked.
    pub question: &'a Question,
    /// The store's number of that wording.
    pub revision: i64,
}

/// An answer of a person to a question. Of several to the same question the earliest counts.
#[derive(Debug, Clone)]
pub struct First {
    /// Whose.
    pub person: Person,
    /// The question's place in [`Gathered::questions`].
    pub question: usize,
    /// The seed of its figures and order.
    pub seed: u64,
    /// What was answered; None when it was asked and not answered.
    pub answer: Option<Answer>,
    /// What that earned, without what tries and hints cost; nothing without an answer.
    pub mark: Mark,
    /// How sure the person was, if that was asked and said.
    pub certainty: Option<Certainty>,
    /// Seconds that it took, if they are known.
    pub seconds: Option<u32>,
    /// Hints that were given before it.
    pub hints: u8,
    /// When.
    pub at: Millis,
}

/// A quiz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizOf {
    /// Its id.
    pub id: String,
    /// Its title, plain.
    pub title: String,
    /// The ids of its questions.
    pub questions: Vec<String>,
}

/// A quiz that a person finished.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sitting {
    /// Whose.
    pub person: Person,
    /// The quiz's place in [`Gathered::quizzes`].
    pub quiz: usize,
    /// When it was handed in.
    pub at: Millis,
    /// The share of the whole that it earned, from 0 to 1.
    pub share: f64,
}

/// What a person answered in a wizard, and where that led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whose.
    pub person: Person,
    /// The wizard's id.
    pub wizard: String,
    /// The outcome's id; None while it is open.
    pub outcome: Option<String>,
    /// The answers by their questions' ids.
    pub answers: Answers,
}

/// All that a report is made of.
#[derive(Debug, Clone)]
pub struct Gathered<'a> {
    /// Who reads it.
    pub sight: Sight,
    /// Every question that was asked, in the workshop's order, each revision by itself.
    pub questions: Vec<Posed<'a>>,
    /// The quizzes, in the workshop's order.
    pub quizzes: Vec<QuizOf>,
    /// The answers, in any order.
    pub answers: Vec<First>,
    /// The finished quizzes, in any order.
    pub sittings: Vec<Sitting>,
    /// Quizzes that were set before and after something, by their places; each quiz is compared with itself besides.
    pub pairs: Vec<(usize, usize)>,
    /// The decisions, in any order; of several of one person in one wizard the last counts.
    pub decisions: Vec<Decision>,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What its reader may see.
    pub sight: Sight,
    /// People of whom there is an answer; hidden below five, and then there is nothing else in it.
    pub people: Count,
    /// How much that says: a report on fewer than thirty is shown with a caution.
    pub size: Size,
    /// The questions: those of which most were sure and wrong first, then the hardest, then in the workshop's order; those
    /// that too few were asked stand at the end.
    pub questions: Vec<QuestionUnderstood>,
    /// The sections that teach them, in the workshop's order.
    pub sections: Vec<SectionUnderstood>,
    /// The quizzes, in the workshop's order.
    pub quizzes: Vec<QuizUnderstood>,
    /// What was learnt between two tests.
    pub learnt: Vec<Learnt>,
    /// What was decided, by the wizards' ids.
    pub decisions: Vec<DecidedBy>,
    /// How many people showed each misconception, the most frequent first; for [`Sight::Groups`] the most who showed it in one
    /// question. Hidden ones are left out.
    pub misconceptions: Vec<(String, usize)>,
    /// The mean mark of answers by how sure people were: guess, unsure, sure. None where fewer than five said so.
    pub calibration: [Option<f64>; 3],
}

impl Report {
    /// Works everything out.
    #[must_use]
    pub fn of(gathered: &Gathered<'_>) -> Self {
        let sheet = gathered::Sheet::of(gathered);
        let people = sheet.people();
        let enough = people >= FEWEST_SHOWN || gathered.sight == Sight::People;
        let worked = if enough { quizzes::work_out(gathered, &sheet) } else { quizzes::Worked::default() };
        let mut questions = if enough { questions::understood(gathered, &sheet, &worked.items) } else { Vec::new() };
        let sections = sections::understood(&questions, &sheet);
        let quizzes = quizzes::understood(gathered, &worked, &questions);
        questions.sort_by(questions::worst_first);
        Self {
            sight: gathered.sight,
            people: Count::group(people, gathered.sight),
            size: Size::of(people),
            sections,
            quizzes,
            learnt: gains::learnt(gathered),
            decisions: decisions::decided(gathered),
            misconceptions: if enough {
                labels::misconceptions(gathered.sight, &sheet, &questions)
            } else {
                Vec::new()
            },
            calibration: if enough { questions::calibration(&sheet) } else { [None; 3] },
            questions,
        }
    }
}

#[cfg(test)]
mod tests;
