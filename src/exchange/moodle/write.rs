//! From questions to Moodle XML.

use std::fmt::Write as _;

use super::super::fitting::{fitted, number, weight};
use super::super::forms::{starred, with_plain_numbers};
use super::super::report::{Fate, Report};
use super::super::xml::{escaped, exact};
use super::super::{Draft, Export, labels};
use super::{cloze, words};
use crate::domain::question::{Body, Gap, GapKey, Kind, Question};

/// Writes questions, in a category for each module.
pub(in crate::exchange) fn write(questions: &[Question], variants: usize) -> Export {
    let mut report = Report::default();
    let mut out = Out("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned());
    let mut module = None;
    let fitted = fitted(questions, variants, &mut report);
    let count = fitted.len();
    for question in fitted {
        let question = with_plain_numbers(question, &mut report);
        if module.as_ref() != Some(&question.place.module) {
            out.category(&question.place.module);
            module = Some(question.place.module.clone());
        }
        out.question(&question, &mut report);
    }
    out.0.push_str("</quiz>\n");
    Export { files: vec![(String::new(), out.0)], questions: count, report }
}

struct Out(String);

impl Out {
    fn category(&mut self, module: &str) {
        self.line(2, "<question type=\"category\">");
        self.line(4, &format!("<category><text>$course$/top/Podium/{}</text></category>", escaped(module)));
        self.line(2, "</question>");
    }

    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.0, "{:indent$}{line}", "");
    }

    /// An element with a Markdown text.
    fn text(&mut self, name: &str, text: &str) {
        self.line(4, &format!("<{name} format=\"markdown\"><text>{}</text></{name}>", exact(text)));
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.line(4, &format!("<{name}>{value}</{name}>"));
    }

    fn question(&mut self, question: &Question, report: &mut Report) {
        let Body::Fixed(kind) = &question.body else { return };
        let place = (0, question.id.as_str());
        let (name, prompt) = asked(kind, &question.prompt, report, place);
        self.line(2, &format!("<question type=\"{name}\">"));
        self.line(4, &format!("<name><text>{}</text></name>", escaped(&question.id)));
        self.text("questiontext", &prompt);
        self.text("generalfeedback", &question.explanation);
        self.setting("defaultgrade", "1");
        self.setting("penalty", "0");
        self.setting("hidden", "0");
        self.setting("idnumber", &escaped(&question.id));
        self.key(kind, report, place);
        for hint in &question.hints {
            self.text("hint", hint);
        }
        self.line(4, "<tags>");
        for label in labels::of(&Draft::of(question)) {
            self.line(6, &format!("<tag><text>{}</text></tag>", escaped(&label)));
        }
        self.line(4, "</tags>");
        self.line(2, "</question>");
    }

    fn key(&mut self, kind: &Kind, report: &mut Report, place: (usize, &str)) {
        match kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                let one = matches!(kind, Kind::Choice(_));
                self.setting("single", if one { "true" } else { "false" });
                self.setting("shuffleanswers", "true");
                self.setting("answernumbering", "none");
                self.setting("showstandardinstruction", "0");
                let rights = options.iter().filter(|option| option.right).count();
                for option in options {
                    let share = match (one, option.right) {
                        (true, true) => "100".to_owned(),
                        (true, false) => "0".to_owned(),
                        (false, right) => weight(right, rights),
                    };
                    self.answer(&share, true, &option.text, "", option.feedback.as_deref().unwrap_or_default());
                }
            }
            Kind::Truth { answer, feedback, .. } => {
                for value in [true, false] {
                    let (share, said) = if value == *answer { ("100", "") } else { ("0", feedback.as_str()) };
                    self.answer(share, false, if value { "true" } else { "false" }, "", said);
                }
            }
            Kind::Number(key) => {
                let tolerance = |value: f64| format!("<tolerance>{}</tolerance>", number(value));
                self.answer("100", false, &number(key.answer), &tolerance(key.tolerance), "");
                for wrong in &key.wrong {
                    self.answer("0", false, &wrong.is, &tolerance(0.0), &wrong.feedback);
                }
                if let Some(unit) = &key.unit {
                    let unit = exact(unit);
                    self.line(
                        4,
                        &format!("<units><unit><multiplier>1</multiplier><unit_name>{unit}</unit_name></unit></units>"),
                    );
                }
                self.setting("unitgradingtype", "0");
                self.setting("unitpenalty", "0.1");
                self.setting("showunits", if key.unit.is_some() { "0" } else { "3" });
                self.setting("unitsleft", "0");
            }
            Kind::Text { accept, wrong } => {
                self.setting("usecase", "0");
                for form in accept {
                    self.answer("100", false, &starred(form), "", "");
                }
                for wrong in wrong {
                    self.answer("0", false, &starred(&wrong.is), "", &wrong.feedback);
                }
            }
            Kind::Order { items, feedback } => {
                let settings = [
                    ("layouttype", "VERTICAL"),
                    ("selecttype", "ALL"),
                    ("selectcount", "0"),
                    ("gradingtype", "LONGEST_ORDERED_SUBSET"),
                    ("showgrading", "SHOW"),
                    ("numberingstyle", "none"),
                ];
                for (name, value) in settings {
                    self.setting(name, value);
                }
                self.whole(feedback);
                for (item, n) in items.iter().zip(1..) {
                    self.answer(&n.to_string(), true, item, "", "");
                }
                let fate = Fate::TurnedInto("items of the longest ordered part ÷ items".to_owned());
                report.note(place, "part marks of an order", fate, "");
            }
            Kind::Match { pairs, others, feedback } => {
                self.setting("shuffleanswers", "true");
                self.whole(feedback);
                let others = others.iter().map(|other| ("", other.as_str()));
                for (left, right) in pairs.iter().map(|(left, right)| (left.as_str(), right.as_str())).chain(others) {
                    self.line(4, "<subquestion format=\"markdown\">");
                    self.line(6, &format!("<text>{}</text>", exact(left)));
                    self.line(6, &format!("<answer><text>{}</text></answer>", exact(right)));
                    self.line(4, "</subquestion>");
                }
            }
            Kind::Gaps(gaps) if listed(gaps) => {
                self.setting("shuffleanswers", "1");
                for (gap, n) in gaps.iter().zip(1..) {
                    let GapKey::Options { options, .. } = &gap.key else { continue };
                    for option in options {
                        let text = exact(option);
                        self.line(4, &format!("<selectoption><text>{text}</text><group>{n}</group></selectoption>"));
                    }
                }
            }
            // Their answers stand in the prompt; a network answer became a text before.
            Kind::Gaps(_) | Kind::Network { .. } => {}
        }
    }

    fn answer(&mut self, share: &str, markdown: bool, text: &str, more: &str, feedback: &str) {
        let format = if markdown { "markdown" } else { "plain_text" };
        let format = if share.is_empty() { String::new() } else { format!(" format=\"{format}\"") };
        self.line(4, &format!("<answer fraction=\"{share}\"{format}>"));
        self.line(6, &format!("<text>{}</text>{more}", exact(text)));
        if !feedback.is_empty() {
            self.line(6, &format!("<feedback format=\"markdown\"><text>{}</text></feedback>", exact(feedback)));
        }
        self.line(4, "</answer>");
    }

    /// What is said when something is wrong, whether all of it or a part.
    fn whole(&mut self, feedback: &str) {
        if !feedback.is_empty() {
            self.text("partiallycorrectfeedback", feedback);
            self.text("incorrectfeedback", feedback);
        }
    }
}

/// Whether all gaps are filled from lists, and nothing is said to a wrong filling, for which such gaps have no field.
fn listed(gaps: &[Gap]) -> bool {
    gaps.iter().all(|gap| matches!(gap.key, GapKey::Options { .. }) && gap.feedback.is_none())
}

/// Moodle's name of the kind, and the prompt with its gaps as Moodle writes them.
fn asked(kind: &Kind, prompt: &str, report: &mut Report, place: (usize, &str)) -> (&'static str, String) {
    let name = match kind {
        Kind::Choice(_) | Kind::Choices(_) => "multichoice",
        Kind::Truth { .. } => "truefalse",
        Kind::Number(_) => "numerical",
        Kind::Text { .. } | Kind::Network { .. } => "shortanswer",
        Kind::Order { .. } => "ordering",
        Kind::Match { .. } => "matching",
        Kind::Gaps(gaps) => {
            let listed = listed(gaps);
            let mut text = prompt.to_owned();
            if listed && !words::markers(prompt).is_empty() {
                let fate = Fate::TurnedInto("the same with a space in it".to_owned());
                report.note(place, "text that looks like a gap, [[1]]", fate, "");
                text = text.replace("[[", "[ [");
            }
            let mut before = 0;
            for (gap, n) in gaps.iter().zip(1..) {
                let marker = format!("{{{n}}}");
                let written = match &gap.key {
                    GapKey::Options { options, answer } if listed => {
                        let at = options.iter().position(|option| option == answer).unwrap_or(0);
                        before += options.len();
                        format!("[[{}]]", before - options.len() + at + 1)
                    }
                    _ => cloze::written(gap),
                };
                text = text.replacen(&marker, &written, 1);
            }
            return (if listed { "gapselect" } else { "cloze" }, text);
        }
    };
    (name, prompt.to_owned())
}
