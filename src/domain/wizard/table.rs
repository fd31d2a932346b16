//! A wizard in numbers: what each option does to each outcome, and what comes of a set of answers.

use super::{Answers, Force, UNKNOWN, Wizard};

/// What stands for an outcome that is ruled out. It is so far below every sum of points that it can be added like them.
pub(super) const OUT: i64 = -(1 << 40);

/// The most points of one effect; what a file can say is far below.
const MOST_POINTS: i64 = 1 << 20;

/// Whether a sum belongs to an outcome that is ruled out.
pub(super) const fn out(points: i64) -> bool {
    points < OUT / 2
}

/// What each option does, as a row of points for each outcome. Each question's last row is the answer "unknown": zeros.
#[derive(Debug)]
pub(super) struct Table {
    outcomes: usize,
    rows: Vec<i64>,
    /// Where each question's rows begin, and after the last the number of rows.
    begins: Vec<usize>,
}

/// A place in a wizard: what the answers so far come to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The points of each outcome, or [`OUT`].
    pub points: Vec<i64>,
    /// The questions without an answer, in file order.
    pub free: Vec<usize>,
}

impl Table {
    pub fn of(wizard: &Wizard) -> Self {
        let outcomes = wizard.outcomes.len();
        let (mut rows, mut begins, mut count) = (Vec::new(), vec![0], 0);
        for question in &wizard.questions {
            for option in &question.options {
                let mut row = vec![0_i64; outcomes];
                for effect in &option.effects {
                    for &outcome in &effect.outcomes {
                        let Some(cell) = row.get_mut(outcome) else { continue };
                        *cell = match effect.force {
                            Force::Favours(by) if !out(*cell) => *cell + i64::from(by).min(MOST_POINTS),
                            Force::RulesOut | Force::Favours(_) => OUT,
                        };
                    }
                }
                rows.extend(row);
            }
            rows.extend(std::iter::repeat_n(0, outcomes));
            count += question.options.len() + 1;
            begins.push(count);
        }
        Self { outcomes, rows, begins }
    }

    pub fn outcomes(&self) -> usize {
        self.outcomes
    }

    pub fn questions(&self) -> usize {
        self.begins.len() - 1
    }

    /// The number of rows of all questions.
    pub fn rows(&self) -> usize {
        self.begins[self.questions()]
    }

    /// How many options a question has; the answer after them is "unknown".
    pub fn options(&self, question: usize) -> usize {
        self.begins[question + 1] - self.begins[question] - 1
    }

    /// The number of an answer's row.
    pub fn number(&self, question: usize, answer: usize) -> usize {
        self.begins[question] + answer
    }

    /// What an answer does to each outcome.
    pub fn row(&self, question: usize, answer: usize) -> &[i64] {
        let begin = self.number(question, answer) * self.outcomes;
        &self.rows[begin..begin + self.outcomes]
    }

    /// The place before any answer.
    pub fn beginning(&self) -> Place {
        Place { points: vec![0; self.outcomes], free: (0..self.questions()).collect() }
    }

    /// The place after one more answer.
    pub fn after(&self, place: &Place, question: usize, answer: usize) -> Place {
        let points = place.points.iter().zip(self.row(question, answer)).map(|(a, b)| a + b);
        Place {
            points: points.map(|sum| if out(sum) { OUT } else { sum }).collect(),
            free: place.free.iter().copied().filter(|&free| free != question).collect(),
        }
    }

    /// The place to which answers lead.
    pub fn place(&self, given: &[Option<usize>]) -> Place {
        let given = given.iter().enumerate().filter_map(|(question, answer)| answer.map(|answer| (question, answer)));
        given.fold(self.beginning(), |place, (question, answer)| self.after(&place, question, answer))
    }
}

/// The result of points: the best outcome, of equally good ones the first; the number of outcomes when none is
/// possible.
pub(super) fn best(points: &[i64]) -> usize {
    let (mut best, mut most) = (points.len(), OUT / 2);
    for (outcome, &points) in points.iter().enumerate() {
        if points > most {
            (best, most) = (outcome, points);
        }
    }
    best
}

/// For each question the number of its answer, if it has one that the wizard knows.
pub(super) fn given(wizard: &Wizard, answers: &Answers) -> Vec<Option<usize>> {
    let answer = |question: &super::Question| {
        let answer = answers.get(&question.id)?;
        let known = question.options.iter().position(|option| option.id == *answer);
        known.or_else(|| (answer == UNKNOWN).then_some(question.options.len()))
    };
    wizard.questions.iter().map(answer).collect()
}
