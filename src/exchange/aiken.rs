//! Aiken: a prompt, lettered options, and a line `ANSWER: B`.

use super::html::{Style, markdown, plain};
use super::report::{Fate, Fault, MOST_FAULTS};
use super::{Draft, Reading};
use crate::domain::question::{Choice, Kind};

/// The letter of a line `ANSWER: B`.
pub(super) fn answer_of(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("ANSWER:").map(str::trim)
}

/// The letter and the text of an option, `A. text` or `A) text`.
fn option_of(line: &str) -> Option<(char, &str)> {
    let mut letters = line.chars();
    let letter = letters.next().filter(char::is_ascii_uppercase)?;
    letters.next().filter(|sign| matches!(sign, '.' | ')'))?;
    let rest = letters.as_str();
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((letter, rest.trim()))
}

/// A question that is not complete yet.
#[derive(Default)]
struct Open<'t> {
    line: usize,
    prompt: Vec<&'t str>,
    options: Vec<(char, &'t str)>,
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    let mut reading = Reading::default();
    let mut faults = Vec::new();
    let mut open = Open::default();
    let mut last = 1;
    for (line, n) in text.lines().zip(1..) {
        last = n;
        if faults.len() >= MOST_FAULTS {
            open.prompt.clear();
            break;
        }
        if line.trim().is_empty() {
            if !open.options.is_empty() {
                faults.push(Fault::new(n, 1, "the options end without their answer; write a line such as ANSWER: B"));
                open = Open::default();
            }
        } else if let Some(letter) = answer_of(line) {
            match std::mem::take(&mut open).question(letter, &mut reading) {
                Ok(draft) => reading.drafts.push(draft),
                Err(message) => faults.push(Fault::new(n, "ANSWER: ".len() + 1, message)),
            }
        } else if let Some((letter, option)) = option_of(line).filter(|_| !open.prompt.is_empty()) {
            let due = char::from(b'A' + u8::try_from(open.options.len().min(25)).unwrap_or(25));
            if letter != due || open.options.len() > 25 {
                faults.push(Fault::new(n, 1, format!("the option {letter} where {due} would come")));
            }
            if option.is_empty() {
                faults.push(Fault::new(n, 3, "an option without text"));
            }
            open.options.push((letter, option));
        } else if open.options.is_empty() {
            if open.prompt.is_empty() {
                open.line = n;
            }
            open.prompt.push(line.trim());
        } else {
            faults.push(Fault::new(n, 1, "neither an option such as “C. text” nor a line such as ANSWER: B"));
            open = Open { line: n, prompt: vec![], options: vec![] };
        }
    }
    if !open.prompt.is_empty() {
        faults.push(Fault::new(
            last,
            1,
            format!("the question of line {} has no answer; write a line such as ANSWER: B", open.line),
        ));
    }
    if reading.drafts.is_empty() && faults.is_empty() {
        faults.push(Fault::new(1, 1, "there is no question; it is a text, options such as “A. text”, and ANSWER: A"));
    }
    if faults.is_empty() { Ok(reading) } else { Err(faults) }
}

impl Open<'_> {
    fn question(self, letter: &str, reading: &mut Reading) -> Result<Draft, String> {
        if self.prompt.is_empty() || self.options.len() < 2 {
            return Err("an answer without a prompt and two options before it".to_owned());
        }
        let right = self.options.iter().position(|(known, _)| letter.chars().eq([*known]));
        let right = right.ok_or_else(|| {
            let known: String = self.options.iter().map(|(known, _)| *known).collect();
            format!("“{letter}” is none of the options; it is one of {known}")
        })?;
        if self.prompt.len() > 1 {
            let fate = Fate::TurnedInto("lines of one paragraph".to_owned());
            reading.report.note((self.line, self.prompt[0]), "prompt of several lines", fate, "");
        }
        let options = self.options.iter().enumerate().map(|(n, (_, text))| Choice {
            text: plain(text),
            right: n == right,
            feedback: None,
            misconception: None,
        });
        let (prompt, _) = markdown(&self.prompt.join("\n"), Style::Plain);
        Ok(Draft::new(self.line, prompt, Kind::Choice(options.collect())))
    }
}
