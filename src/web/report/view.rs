//! A report as the page shows it: every figure in words.

use crate::app::Shelved;
use crate::content::model::Workshop;
use crate::content::question_inline as inline;
use crate::domain::analysis::Size;
use crate::domain::question::Place;
use crate::domain::understood::{
    Certain, Count, DecidedBy, Learnt, QuestionUnderstood, QuizUnderstood, Range, Report, SectionUnderstood,
};
use crate::web::frame::Onward;
use crate::web::{home, places, question};

/// What stands where nothing may or can be said.
pub(super) const NOTHING: &str = "–";

/// A report.
pub(super) struct ReportView {
    /// "42 people".
    pub(super) people: String,
    /// What to keep in mind with so few people; empty with enough.
    pub(super) caution: &'static str,
    /// Nothing was answered, or by too few.
    pub(super) empty: bool,
    pub(super) questions: Vec<QuestionView>,
    pub(super) sections: Vec<SectionView>,
    pub(super) quizzes: Vec<QuizView>,
    pub(super) learnt: Vec<LearntView>,
    pub(super) decisions: Vec<DecidedView>,
    /// Misconception, and by how many it was shown.
    pub(super) misconceptions: Vec<(String, usize)>,
    /// How sure, and the mean mark.
    pub(super) calibration: Vec<(&'static str, String)>,
}

/// A question.
pub(super) struct QuestionView {
    /// What is asked, in its first words.
    pub(super) words: String,
    pub(super) section: Option<Onward>,
    pub(super) people: String,
    pub(super) caution: bool,
    pub(super) facility: String,
    /// The least that it can be, as a width in hundredths.
    pub(super) bar: u32,
    pub(super) guess: String,
    pub(super) discrimination: String,
    /// "6 of 12 were sure and wrong"; none when nobody said how sure they are.
    pub(super) sure: Option<String>,
    /// Whether anybody was sure and wrong.
    pub(super) alarming: bool,
    /// Right, partly right, wrong.
    pub(super) verdicts: [String; 3],
    pub(super) pace: Option<String>,
    pub(super) hinted: String,
    /// What to do, and why.
    pub(super) advice: Vec<(String, &'static str)>,
    pub(super) picked: Vec<PickedView>,
}

/// Something that was answered.
pub(super) struct PickedView {
    /// HTML.
    pub(super) say: String,
    pub(super) right: bool,
    pub(super) misconception: Option<String>,
    pub(super) people: String,
    /// As a width in hundredths.
    pub(super) bar: u32,
}

/// A section.
pub(super) struct SectionView {
    pub(super) section: Option<Onward>,
    pub(super) id: String,
    pub(super) questions: usize,
    pub(super) people: String,
    pub(super) facility: String,
    pub(super) guess: String,
}

/// A quiz.
pub(super) struct QuizView {
    pub(super) title: String,
    pub(super) questions: usize,
    pub(super) people: String,
    pub(super) mean: String,
    pub(super) consistency: String,
    pub(super) error: String,
}

/// What was learnt between two tests.
pub(super) struct LearntView {
    pub(super) tests: String,
    pub(super) people: String,
    pub(super) only_one: String,
    pub(super) before: String,
    pub(super) after: String,
    /// "+12 points (3 to 21)".
    pub(super) difference: String,
    pub(super) normalized: String,
    pub(super) caution: bool,
}

/// What was decided in a wizard.
pub(super) struct DecidedView {
    pub(super) title: String,
    pub(super) people: String,
    pub(super) ways: Vec<WayView>,
    /// Questions that are open for so many.
    pub(super) open: Vec<(String, usize)>,
}

/// Where people came to, and why.
pub(super) struct WayView {
    pub(super) outcome: String,
    pub(super) people: String,
    /// A question, and its answers with how many gave each.
    pub(super) answers: Vec<(String, Vec<(String, String)>)>,
}

impl ReportView {
    pub(super) fn of(report: &Report, shelved: &Shelved) -> Self {
        let workshop = &shelved.workshop;
        let calibration = ["Guessed", "Not sure", "Sure"].into_iter().zip(report.calibration);
        Self {
            people: people(report.people),
            caution: match report.size {
                Size::TooFew => {
                    "Fewer than five people have answered: these figures are about single people, and say nothing of a group."
                }
                Size::Small => {
                    "Fewer than thirty people have answered: one person more or less can change a figure. Take them as a reason to ask, not as a finding."
                }
                Size::Enough => "",
            },
            empty: report.questions.is_empty() && report.decisions.is_empty(),
            questions: report.questions.iter().map(|question| QuestionView::of(question, shelved)).collect(),
            sections: report.sections.iter().map(|section| SectionView::of(section, workshop)).collect(),
            quizzes: report.quizzes.iter().filter(|quiz| quiz.questions > 0).map(QuizView::of).collect(),
            learnt: report.learnt.iter().map(|learnt| LearntView::of(learnt, workshop)).collect(),
            decisions: report.decisions.iter().map(|decided| DecidedView::of(decided, workshop)).collect(),
            misconceptions: report.misconceptions.clone(),
            calibration: calibration.filter_map(|(word, mark)| Some((word, share(mark?)))).collect(),
        }
    }
}

impl QuestionView {
    fn of(understood: &QuestionUnderstood, shelved: &Shelved) -> Self {
        let banked = shelved.bank.find(&understood.id);
        let words = banked.map_or_else(|| understood.id.clone(), |b| question::first_words(&b.question.asked(0)));
        let picked = understood.picked.iter().map(|picked| PickedView {
            say: inline(&picked.say),
            right: picked.right,
            misconception: picked.misconception.clone(),
            people: count(picked.people),
            bar: picked.share.map_or(0, hundredths),
        });
        Self {
            words,
            section: section(&shelved.workshop, &understood.place),
            people: people(understood.people),
            caution: understood.size != Size::Enough,
            facility: range(understood.facility),
            bar: understood.facility.map_or(0, |facility| hundredths(facility.low)),
            guess: share(understood.guess),
            discrimination: decimal(understood.discrimination),
            sure: understood.certain.as_ref().map(sure),
            alarming: understood.certain.is_some_and(|c| c.sure_and_wrong.shown().is_some_and(|n| n > 0)),
            verdicts: [understood.verdicts.right, understood.verdicts.partly, understood.verdicts.wrong].map(count),
            pace: understood
                .pace
                .map(|pace| format!("{:.0} s (half took {:.0} to {:.0})", pace.median, pace.lower, pace.upper)),
            hinted: count(understood.hinted),
            advice: understood.advice.iter().map(|advice| (advice.to_string(), advice.rule())).collect(),
            picked: picked.collect(),
        }
    }
}

fn sure(certain: &Certain) -> String {
    match (certain.sure_and_wrong, certain.people) {
        (Count::Exactly(0), _) => "Nobody was sure and wrong".to_owned(),
        (Count::Exactly(n), of) => format!("{n} of {} were sure and wrong", count(of)),
        (Count::Hidden, _) => "Of who was sure and wrong nothing can be said".to_owned(),
    }
}

impl SectionView {
    fn of(understood: &SectionUnderstood, workshop: &Workshop) -> Self {
        Self {
            section: section(workshop, &understood.place),
            id: understood.place.section.clone(),
            questions: understood.questions,
            people: count(understood.people),
            facility: range(understood.facility),
            guess: understood.guess.map_or_else(|| NOTHING.to_owned(), share),
        }
    }
}

impl QuizView {
    fn of(understood: &QuizUnderstood) -> Self {
        let points = |error: f64| format!("± {:.0} points", error * 100.0);
        Self {
            title: understood.title.clone(),
            questions: understood.questions,
            people: count(understood.people),
            mean: range(understood.mean),
            consistency: decimal(understood.consistency),
            error: understood.standard_error.map_or_else(|| NOTHING.to_owned(), points),
        }
    }
}

impl LearntView {
    fn of(learnt: &Learnt, workshop: &Workshop) -> Self {
        let title = |id: &str| {
            let quiz = workshop.quizzes.iter().find(|quiz| quiz.id == id);
            quiz.map_or_else(|| id.to_owned(), |quiz| quiz.title.clone())
        };
        let tests = if learnt.before == learnt.after {
            format!("{}, the first and the last time", title(&learnt.before))
        } else {
            format!("{}, then {}", title(&learnt.before), title(&learnt.after))
        };
        let points = |share: f64| format!("{:+.0}", share * 100.0);
        let difference = match (learnt.difference, &learnt.interval) {
            (None, _) => NOTHING.to_owned(),
            (Some(difference), None) => format!("{} points", points(difference)),
            (Some(difference), Some(interval)) => {
                format!("{} points ({} to {})", points(difference), points(interval.low), points(interval.high))
            }
        };
        let or_nothing = |figure: Option<f64>| figure.map_or_else(|| NOTHING.to_owned(), share);
        Self {
            tests,
            people: count(learnt.people),
            only_one: count(learnt.only_one),
            before: or_nothing(learnt.mean_before),
            after: or_nothing(learnt.mean_after),
            difference,
            normalized: or_nothing(learnt.normalized),
            caution: learnt.size != Size::Enough,
        }
    }
}

impl DecidedView {
    fn of(decided: &DecidedBy, workshop: &Workshop) -> Self {
        let found = workshop.decisions.iter().find(|decision| decision.wizard.id == decided.wizard);
        let wizard = found.map(|decision| &decision.wizard);
        let ask = |id: &str| {
            let question = wizard.and_then(|wizard| wizard.questions.iter().find(|question| question.id == id));
            question.map_or_else(|| id.to_owned(), |question| question.short.clone())
        };
        let option = |id: &str, option: &str| {
            let question = wizard.and_then(|wizard| wizard.questions.iter().find(|question| question.id == id));
            let found = question.and_then(|question| question.options.iter().find(|known| known.id == option));
            found.map_or_else(|| option.to_owned(), |found| inline(&found.say))
        };
        let outcome = |id: &Option<String>| match id {
            None => "Not settled yet".to_owned(),
            Some(id) => {
                let outcome = wizard.and_then(|wizard| wizard.outcomes.iter().find(|outcome| outcome.id == *id));
                outcome.map_or_else(|| id.clone(), |outcome| outcome.title.clone())
            }
        };
        let answers = |(id, options): &(String, Vec<(String, Count)>)| {
            (ask(id), options.iter().map(|(chosen, people)| (option(id, chosen), count(*people))).collect())
        };
        Self {
            title: wizard.map_or_else(|| decided.wizard.clone(), |wizard| wizard.title.clone()),
            people: people(decided.people),
            ways: decided
                .ways
                .iter()
                .map(|way| WayView {
                    outcome: outcome(&way.outcome),
                    people: count(way.people),
                    answers: way.answers.iter().map(answers).collect(),
                })
                .collect(),
            open: decided.open.iter().map(|(id, people)| (ask(id), *people)).collect(),
        }
    }
}

fn section(workshop: &Workshop, place: &Place) -> Option<Onward> {
    let spot = places::find(&workshop.outline, &place.module, &place.section)?;
    Some(Onward {
        label: places::words(workshop, spot.module, spot.section),
        url: places::address(workshop, spot.module, spot.section),
    })
}

fn count(count: Count) -> String {
    count.shown().map_or_else(|| "few".to_owned(), |n| n.to_string())
}

fn people(people: Count) -> String {
    match people.shown() {
        None => "fewer than five people".to_owned(),
        Some(n) => home::people(n),
    }
}

/// A share in percent.
fn share(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

pub(super) fn range(of: Option<Range>) -> String {
    match of {
        None => NOTHING.to_owned(),
        Some(range) => match range.exact() {
            Some(exact) => share(exact),
            None => format!("{:.0} to {:.0} %", range.low * 100.0, range.high * 100.0),
        },
    }
}

fn decimal(figure: Option<f64>) -> String {
    figure.map_or_else(|| NOTHING.to_owned(), |figure| format!("{figure:.2}"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is 0 to 1")]
fn hundredths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_in_words() {
        assert_eq!(range(None), "–");
        assert_eq!(range(Some(Range::exactly(0.643))), "64 %");
        assert_eq!(range(Some(Range { low: 0.8, high: 1.0 })), "80 to 100 %");
        assert_eq!(people(Count::Hidden), "fewer than five people");
        assert_eq!(
            (people(Count::Exactly(1)), people(Count::Exactly(12))),
            ("1 person".to_owned(), "12 people".to_owned())
        );
        let certain = |n: Count| Certain { people: Count::Exactly(12), sure_and_wrong: n, share: None };
        assert_eq!(sure(&certain(Count::Exactly(6))), "6 of 12 were sure and wrong");
        assert_eq!(sure(&certain(Count::Exactly(0))), "Nobody was sure and wrong");
        assert!(!sure(&certain(Count::Hidden)).contains(char::is_numeric));
    }
}
