//! Several cohorts beside each other, without a name.

use std::collections::BTreeSet;

use super::cells::{Count, Range};
use super::{QuestionUnderstood, Report};
use crate::domain::analysis::statistics::{real, t};
use crate::domain::analysis::{FEWEST_STEADY, Interval, Size};

/// Cohorts beside each other. It is made of their reports alone, and says nothing that they do not.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The questions, in the order of the first report that has each.
    pub questions: Vec<Compared>,
    /// The modules, by their ids.
    pub modules: Vec<Compared>,
}

/// A question or a module in several cohorts.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The question's or module's id.
    pub id: String,
    /// One for each cohort, in their order; None where nobody was asked, or too few.
    pub sides: Vec<Option<Side>>,
    /// Between the first cohort and the last, both exact: the difference of the facilities with its 95 % confidence range,
    /// √(s₁² ÷ n₁ + s₂² ÷ n₂) with Student's t and the degrees of freedom of the smaller one. Of modules none.
    pub difference: Option<(f64, Interval)>,
    /// Whether a group is smaller than thirty, so that a difference can as well be chance.
    pub caution: bool,
}

/// A cohort in a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// The revision that was asked: two wordings are two questions. None of modules.
    pub revision: Option<i64>,
    /// People who were asked; of a module the most that any of its questions was put to.
    pub people: usize,
    /// The mean mark.
    pub facility: Range,
}

/// Sets cohorts beside each other.
#[must_use]
pub fn compare(reports: &[&Report]) -> Comparison {
    let mut ids: Vec<&str> = Vec::new();
    let mut modules: BTreeSet<&str> = BTreeSet::new();
    for report in reports {
        let mut questions: Vec<&QuestionUnderstood> = report.questions.iter().collect();
        questions.sort_by_key(|question| question.at);
        for question in questions {
            modules.insert(&question.place.module);
            if !ids.contains(&question.id.as_str()) {
                ids.push(&question.id);
            }
        }
    }
    let question = |id: &&str| {
        let found: Vec<Option<&QuestionUnderstood>> = reports.iter().map(|report| newest(report, id)).collect();
        let sides: Vec<Option<Side>> = found.iter().map(|question| side((*question)?)).collect();
        let (first, last) = (found.first().copied().flatten(), found.last().copied().flatten());
        let difference = first.zip(last).filter(|_| found.len() > 1).and_then(|(a, b)| difference(a, b));
        Compared { id: (*id).to_owned(), difference, caution: caution(&sides), sides }
    };
    let module = |id: &&str| {
        let of = |report: &&Report| {
            let here = report.questions.iter().filter(|question| question.place.module == **id);
            let here: Vec<Side> = here.filter_map(side).collect();
            let people = here.iter().map(|side| side.people).max()?;
            let facility = Range::mean(here.iter().map(|side| (side.facility, side.people)))?;
            Some(Side { revision: None, people, facility })
        };
        let sides: Vec<Option<Side>> = reports.iter().map(of).collect();
        Compared { id: (*id).to_owned(), difference: None, caution: caution(&sides), sides }
    };
    Comparison { questions: ids.iter().map(question).collect(), modules: modules.iter().map(module).collect() }
}

/// Of revisions with different keys the last that enough people were asked.
fn newest<'r>(report: &'r Report, id: &str) -> Option<&'r QuestionUnderstood> {
    let shown = report.questions.iter().filter(|question| question.id == id && question.size != Size::TooFew);
    shown.max_by_key(|question| question.revision)
}

fn side(question: &QuestionUnderstood) -> Option<Side> {
    let people = match question.people {
        Count::Exactly(people) if question.size != Size::TooFew => people,
        _ => return None,
    };
    Some(Side { revision: Some(question.revision), people, facility: question.facility? })
}

fn difference(a: &QuestionUnderstood, b: &QuestionUnderstood) -> Option<(f64, Interval)> {
    let figures = |q: &QuestionUnderstood| Some((q.facility?.exact()?, q.spread?, q.people.shown()?));
    let ((first, of_first, n), (last, of_last, m)) = (figures(a)?, figures(b)?);
    let error = (of_first * of_first / real(n) + of_last * of_last / real(m)).sqrt();
    let half = t(n.min(m).saturating_sub(1))? * error;
    let difference = last - first;
    Some((difference, Interval { low: difference - half, high: difference + half }))
}

fn caution(sides: &[Option<Side>]) -> bool {
    sides.iter().flatten().any(|side| side.people < FEWEST_STEADY)
}
