//! Forms of a typed answer, as Moodle's kinds know them: with weights, and stars for any letters.

use std::collections::BTreeSet;

use super::fitting::plain_number;
use super::report::{Fate, Report};
use crate::domain::question::{Body, Kind, Question, Wrong};

/// What stands for any answer that was not named before.
pub(super) const ANY: &str = "*";

/// Accepted forms and typical wrong answers while they are read.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub accept: Vec<String>,
    pub wrong: Vec<Wrong>,
}

impl Forms {
    /// Takes in a form that earns this share, in percent.
    pub fn add(&mut self, form: &str, share: f64, feedback: String, report: &mut Report, place: (usize, &str)) {
        if form.trim().is_empty() {
            return report.note(place, "empty form of an answer", Fate::LeftOut, feedback);
        }
        if form == ANY && share > 0.0 {
            return report.note(place, "answer that may be anything", Fate::LeftOut, format!("{share} %"));
        }
        let (form, stars) = if form == ANY { (ANY.to_owned(), false) } else { starless(form) };
        if stars {
            report.note(place, "star for any letters", Fate::KeptAsText, &form);
        }
        if share > 0.0 && share < 99.99 {
            let became = if share >= 50.0 { "a right one" } else { "a wrong one" };
            report.note(
                place,
                "answer that is partly right",
                Fate::TurnedInto(became.to_owned()),
                format!("{form} for {share} %"),
            );
        }
        if share < 50.0 {
            self.wrong.push(Wrong { is: form, feedback, misconception: None });
        } else {
            if !feedback.is_empty() {
                report.note(place, "feedback to the right answer", Fate::LeftOut, feedback);
            }
            self.accept.push(form);
        }
    }

    /// The kind. What was said to any other answer has no place in it.
    pub fn text(mut self, report: &mut Report, place: (usize, &str)) -> Kind {
        self.wrong.retain(|wrong| {
            if wrong.is == ANY && !wrong.feedback.is_empty() {
                report.note(place, "feedback to any other answer", Fate::LeftOut, &wrong.feedback);
            }
            wrong.is != ANY
        });
        Kind::Text { accept: self.accept, wrong: self.wrong }
    }
}

/// The texts that are not empty, each once, in their order.
pub(super) fn different<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| !text.is_empty() && seen.insert(*text)).collect()
}

/// The form without the back slashes that make stars letters, and whether there is a star that means any letters.
fn starless(form: &str) -> (String, bool) {
    let plain = form.replace("\\*", "\u{0}");
    let stars = plain.contains('*');
    (plain.replace('\u{0}', "*"), stars)
}

/// The form with back slashes before its stars.
pub(super) fn starred(form: &str) -> String {
    form.replace('*', "\\*")
}

/// The question with its typical wrong numbers as other programs read them.
pub(super) fn with_plain_numbers(mut question: Question, report: &mut Report) -> Question {
    let Body::Fixed(Kind::Number(key)) = &mut question.body else { return question };
    key.wrong.retain_mut(|wrong| {
        let Some(plain) = plain_number(&wrong.is) else {
            let detail = format!("{}: {}", wrong.is, wrong.feedback);
            report.note((0, &question.id), "wrong number with words", Fate::LeftOut, detail);
            return false;
        };
        if plain != wrong.is {
            report.note(
                (0, &question.id),
                "wrong number with commas",
                Fate::TurnedInto("plain digits".to_owned()),
                &wrong.is,
            );
            wrong.is = plain;
        }
        true
    });
    question
}
