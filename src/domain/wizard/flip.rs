//! Which single other answer would change the result.

use super::outlook::Outlook;
use super::table::{Place, Table, best, given, out};
use super::{Answers, Choice, Force, Question, Wizard};

/// One answer that would lead elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Flip<'a> {
    /// The question; it has an answer now.
    pub question: &'a Question,
    /// The answer now; None is "unknown".
    pub from: Option<&'a Choice>,
    /// The other answer; None is "unknown".
    pub to: Option<&'a Choice>,
    /// What it would lead to, with the questions not asked unknown; None when nothing would fit.
    pub outcome: Option<usize>,
    /// Whether that would be settled, with no other question to come up.
    pub settled: bool,
}

impl Wizard {
    /// The single other answers to questions that have one ("unknown" is one as well) that would change the
    /// [result](Wizard::result), the nearest first: those that lead to an outcome that is possible now, then to one
    /// that is ruled out, then to nothing; among them by the points that the outcome is short of the result now, then
    /// in file order.
    #[must_use]
    pub fn flips(&self, answers: &Answers) -> Vec<Flip<'_>> {
        let table = Table::of(self);
        let now = given(self, answers);
        let place = table.place(&now);
        let result = best(&place.points);
        let points = self.points(&now);
        let most = points.get(result).copied().unwrap_or(0);
        let mut flips = Vec::new();
        for (at, question) in self.questions.iter().enumerate() {
            let Some(from) = now[at] else { continue };
            for to in (0..=table.options(at)).filter(|&to| to != from) {
                let mut other = now.clone();
                other[at] = Some(to);
                let other = table.place(&other);
                let outcome = best(&other.points);
                if outcome == result {
                    continue;
                }
                let distance = match place.points.get(outcome) {
                    Some(&now) => (u8::from(out(now)), most - points[outcome]),
                    None => (2, 0),
                };
                let flip = Flip {
                    question,
                    from: question.options.get(from),
                    to: question.options.get(to),
                    outcome: (outcome < self.outcomes.len()).then_some(outcome),
                    settled: settled(&table, &other),
                };
                flips.push((distance, flip));
            }
        }
        flips.sort_by_key(|(distance, _)| *distance);
        flips.into_iter().map(|(_, flip)| flip).collect()
    }

    /// The points of each outcome, of those ruled out too.
    fn points(&self, given: &[Option<usize>]) -> Vec<i64> {
        let mut points = vec![0; self.outcomes.len()];
        let choices = self.questions.iter().zip(given).filter_map(|(question, at)| question.options.get((*at)?));
        for effect in choices.flat_map(|choice| &choice.effects) {
            let Force::Favours(by) = effect.force else { continue };
            for &outcome in &effect.outcomes {
                if let Some(points) = points.get_mut(outcome) {
                    *points += i64::from(by);
                }
            }
        }
        points
    }
}

/// Whether only one result is possible.
fn settled(table: &Table, place: &Place) -> bool {
    Outlook::results(table, place).results.iter().filter(|&&possible| possible).count() == 1
}
