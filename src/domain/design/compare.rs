//! Two designs side by side.

use super::{Chosen, Design, Finding, findings};
use crate::domain::sheet::{self, Difference};

/// What is not the same in two designs, and what the rules say of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Fields of the sheet.
    pub sheet: Vec<Difference>,
    /// Decisions with another outcome or other answers, in the order of the second design, then those that only the first
    /// has.
    pub decisions: Vec<Change>,
    /// Findings of the first design alone: what the second mended.
    pub mended: Vec<Finding>,
    /// Findings of the second design alone: what came with it.
    pub new: Vec<Finding>,
    /// All findings of the first and of the second.
    pub findings: (Vec<Finding>, Vec<Finding>),
}

/// A decision that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The wizard's id.
    pub wizard: String,
    /// Its title, plain.
    pub title: String,
    /// The outcome in the first design; none where it is open there.
    pub before: Option<Chosen>,
    /// The outcome in the second.
    pub after: Option<Chosen>,
    /// Answers that differ.
    pub answers: Vec<AnswerChange>,
}

/// An answer that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerChange {
    /// The question's id.
    pub question: String,
    /// The question in a few words.
    pub short: String,
    /// What was said in the first design; none where it was not asked.
    pub before: Option<String>,
    /// What was said in the second.
    pub after: Option<String>,
}

/// Compares two designs. Titles, notes and the order of plans are left out.
#[must_use]
pub fn compare(a: &Design, b: &Design) -> Comparison {
    let (of_a, of_b) = (findings(a), findings(b));
    let alone = |these: &[Finding], others: &[Finding]| -> Vec<Finding> {
        these.iter().filter(|finding| !others.contains(finding)).cloned().collect()
    };
    Comparison {
        sheet: sheet::differences(&a.sheet, &b.sheet),
        decisions: decisions(a, b),
        mended: alone(&of_a, &of_b),
        new: alone(&of_b, &of_a),
        findings: (of_a, of_b),
    }
}

fn decisions(a: &Design, b: &Design) -> Vec<Change> {
    let gone = a.decisions.iter().filter(|decision| b.decision(&decision.wizard).is_none());
    let all = b.decisions.iter().chain(gone).map(|decision| (&decision.wizard, &decision.title));
    all.filter_map(|(wizard, title)| {
        let outcome = |design: &Design| design.decision(wizard).and_then(|decision| decision.outcome.clone());
        let (before, after) = (outcome(a), outcome(b));
        let answers = answers(a, b, wizard);
        let same = before.as_ref().map(|chosen| &chosen.id) == after.as_ref().map(|chosen| &chosen.id);
        let change = Change { wizard: wizard.clone(), title: title.clone(), before, after, answers };
        (!same || !change.answers.is_empty()).then_some(change)
    })
    .collect()
}

fn answers(a: &Design, b: &Design, wizard: &str) -> Vec<AnswerChange> {
    let of = |design| Design::decision(design, wizard).map_or(&[][..], |decision| &decision.answers);
    let (before, after) = (of(a), of(b));
    let gone = before.iter().filter(|answer| !after.iter().any(|other| other.question == answer.question));
    after
        .iter()
        .chain(gone)
        .filter_map(|answer| {
            let find = |list: &[super::Answered]| list.iter().find(|one| one.question == answer.question).cloned();
            let (before, after) = (find(before), find(after));
            let option = |one: &Option<super::Answered>| one.as_ref().map(|one| one.option.clone());
            (option(&before) != option(&after)).then(|| AnswerChange {
                question: answer.question.clone(),
                short: answer.short.clone(),
                before: before.map(|one| one.say),
                after: after.map(|one| one.say),
            })
        })
        .collect()
}
