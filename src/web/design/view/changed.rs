//! What a change brought with it, for the page after it.

use super::class;
use super::outcome_words;
use crate::content::model::Workshop;
use crate::content::question_plain;
use crate::domain::design::{self, Design, compare};
use crate::web::design::decided;

/// What a change of the sheet, or any other, brought with it.
pub struct Changed {
    /// The revision it is held against.
    pub since: i64,
    /// Label, before, after.
    pub sheet: Vec<(String, String, String)>,
    /// Decisions that come out otherwise: title, outcome that is kept, what it comes to now.
    pub decisions: Vec<(String, String, String)>,
    /// Answers that changed where the outcome stays: title with the question in a few words, before, after.
    pub answers: Vec<(String, String, String)>,
    /// Findings that are new: word and message.
    pub new: Vec<(&'static str, String)>,
    /// Findings that are gone.
    pub gone: Vec<String>,
}

impl Changed {
    pub(in crate::web) fn of(before: &Design, after: &Design, workshop: &Workshop, since: i64) -> Self {
        let comparison = compare(before, after);
        let nothing = || "—".to_owned();
        let sheet = comparison.sheet.into_iter().map(|difference| {
            let value = |value: Option<String>| value.map_or_else(nothing, |text| text.replace('\n', ", "));
            (difference.label, value(difference.before), value(difference.after))
        });
        let turned = workshop.decisions.iter().filter_map(|decision| {
            let kept = after.decision(&decision.wizard.id)?;
            let earlier = before.decision(&decision.wizard.id);
            if earlier.is_some_and(|kept| decided::turned(decision, kept, before).is_some()) {
                return None;
            }
            let state = decided::turned(decision, kept, after)?;
            let said = kept.outcome.as_ref().map_or_else(nothing, |chosen| chosen.title.clone());
            Some((decision.wizard.title.clone(), said, outcome_words(&state)))
        });
        let said =
            |chosen: &Option<design::Chosen>| chosen.as_ref().map_or_else(nothing, |chosen| chosen.title.clone());
        let (mut decisions, mut answers) = (Vec::new(), Vec::new());
        for change in comparison.decisions {
            let (before, after) = (said(&change.before), said(&change.after));
            if before != after {
                decisions.push((change.title, before, after));
                continue;
            }
            answers.extend(change.answers.into_iter().map(|answer| {
                let words = |say: Option<String>| say.map_or_else(nothing, |say| question_plain(&say));
                (format!("{}, {}", change.title, answer.short), words(answer.before), words(answer.after))
            }));
        }
        decisions.extend(turned);
        Self {
            since,
            sheet: sheet.collect(),
            decisions,
            answers,
            new: comparison.new.into_iter().map(|finding| (class(finding.severity).1, finding.message)).collect(),
            gone: comparison.mended.into_iter().map(|finding| finding.message).collect(),
        }
    }
}
