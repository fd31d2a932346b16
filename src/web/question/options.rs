//! Options to choose from: one of them, several, or true and false.

use askama::Template;

use super::current::chosen_by;
use super::{Parts, Said};
use crate::content::question_inline;
use crate::domain::question::{Answer, Marking, Shown, Verdict};

/// An option and what is said to it.
struct OptionView {
    id: String,
    /// Its value in forms.
    value: String,
    html: String,
    checked: bool,
    /// Once it was chosen and feedback may be shown.
    said: Option<Said>,
    /// What is said to the right answer that was not chosen, once it may be shown.
    right: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "question/options.html")]
struct Choosing<'a> {
    base: &'a str,
    named_by: &'static str,
    name: String,
    several: bool,
    /// Side by side where there is room.
    short: bool,
    locked: bool,
    how: &'static str,
    error: Option<String>,
    options: Vec<OptionView>,
}

/// What several options earn, in words.
const SEVERAL: &str = "Choose all that are right; a wrong one takes one right one back.";

impl Parts<'_> {
    pub(super) fn choice(&self, options: &[Shown]) -> askama::Result<String> {
        let view = |(at, option): (usize, &Shown)| self.option(at, &option.token, &option.text, "The right answer");
        self.options(options.iter().enumerate().map(view).collect(), false)
    }

    pub(super) fn choices(&self, options: &[Shown]) -> askama::Result<String> {
        let view = |(at, option): (usize, &Shown)| self.option(at, &option.token, &option.text, "A right answer");
        self.options(options.iter().enumerate().map(view).collect(), true)
    }

    pub(super) fn truth(&self) -> askama::Result<String> {
        let view = |(at, value, text): (usize, &str, &str)| self.option(at, value, text, "The right answer");
        self.options([(0, "true", "True"), (1, "false", "False")].map(view).into(), false)
    }

    fn options(&self, options: Vec<OptionView>, several: bool) -> askama::Result<String> {
        let view = self.view;
        let short = options.len() == 2 && options.iter().all(|option| option.html.len() < 12);
        Choosing {
            base: view.base,
            named_by: self.named_by,
            name: format!("{}answer", view.prefix),
            several,
            short,
            locked: view.locked,
            how: if several { SEVERAL } else { "" },
            error: self.complaint("answer"),
            options,
        }
        .render()
    }

    fn option(&self, at: usize, token: &str, text: &str, right: &'static str) -> OptionView {
        let was = self.view.answer.filter(|answer| chosen_by(answer, token));
        let said = self.view.marking.zip(was).map(|(marking, answer)| self.said(marking, answer, token, text));
        let shown = self.view.reveal.is_some_and(|reveal| reveal.answer.iter().any(|answer| answer == text));
        let right = (shown && said.as_ref().is_none_or(|said| said.class != "good")).then_some(right);
        OptionView {
            id: format!("{}.{}", self.view.base, at + 1),
            value: token.to_owned(),
            html: question_inline(text),
            checked: self.current.chosen(token),
            said,
            right,
        }
    }

    /// What is said to an option that was chosen.
    fn said(&self, marking: &Marking, answer: &Answer, token: &str, text: &str) -> Said {
        let feedback = marking.feedback.iter().find(|feedback| feedback.about.as_deref() == Some(text));
        let right = match (feedback, answer) {
            (Some(feedback), _) => feedback.right,
            // An option without feedback: marked alone, it says whether it is one of the right ones.
            (None, Answer::Choices(_)) => {
                let alone = Answer::Choices([token.to_owned()].into());
                self.view.asked.mark(&alone).is_ok_and(|alone| alone.verdict() != Verdict::Wrong)
            }
            (None, _) => marking.verdict() == Verdict::Right,
        };
        Said::part(right, feedback.map(|feedback| feedback.text.as_str()).unwrap_or_default())
    }
}
