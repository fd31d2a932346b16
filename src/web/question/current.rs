//! What stands in the fields: what was sent and refused, else the last answer that was accepted.

use crate::domain::question::{Answer, Fields};
use crate::domain::quiz::Certainty;

use super::CERTAINTIES;

/// Where the values of the fields come from. What was sent goes first, to the letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Current<'a> {
    pub fields: Option<&'a Fields>,
    pub answer: Option<&'a Answer>,
}

impl<'a> Current<'a> {
    /// Whether an option is chosen.
    pub fn chosen(&self, token: &str) -> bool {
        match (self.fields, self.answer) {
            (Some(fields), _) => fields.all("answer").any(|sent| sent.trim() == token),
            (None, answer) => answer.is_some_and(|answer| chosen_by(answer, token)),
        }
    }

    /// What is typed in the one field.
    pub fn typed(&self) -> &'a str {
        match (self.fields, self.answer) {
            (Some(fields), _) => fields.one("answer").unwrap_or_default(),
            (None, Some(Answer::Typed(typed))) => typed,
            _ => "",
        }
    }

    /// The place of an item, from 1; empty while it has none. What was sent may be anything.
    pub fn place(&self, token: &str) -> String {
        match (self.fields, self.answer) {
            (Some(fields), _) => {
                fields.one(&format!("place-{token}")).map(|place| place.trim().to_owned()).unwrap_or_default()
            }
            (None, Some(Answer::Order(order))) => {
                order.iter().position(|known| known == token).map(|at| (at + 1).to_string()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The token of the right side chosen for a left one; empty while it is open.
    pub fn pair(&self, left: &str) -> &'a str {
        match (self.fields, self.answer) {
            (Some(fields), _) => first(fields, &format!("match-{left}")).trim(),
            (None, Some(Answer::Match(chosen))) => chosen.get(left).map(String::as_str).unwrap_or_default(),
            _ => "",
        }
    }

    /// What fills a gap, counted from 1.
    pub fn gap(&self, number: usize) -> &'a str {
        match (self.fields, self.answer) {
            (Some(fields), _) => first(fields, &format!("gap-{number}")),
            (None, Some(Answer::Gaps(filled))) => filled.get(number - 1).and_then(Option::as_deref).unwrap_or_default(),
            _ => "",
        }
    }

    /// How sure the person is; `was` is what they said with the answer that was accepted.
    pub fn certainty(&self, was: Option<Certainty>) -> Option<Certainty> {
        let Some(fields) = self.fields else { return was };
        let sent = fields.one("certainty")?;
        CERTAINTIES.iter().find(|(_, name, _)| *name == sent.trim()).map(|(certainty, ..)| *certainty)
    }
}

/// Whether an answer has chosen an option.
pub(super) fn chosen_by(answer: &Answer, token: &str) -> bool {
    match answer {
        Answer::Choice(chosen) => chosen == token,
        Answer::Choices(chosen) => chosen.contains(token),
        Answer::Truth(chosen) => token == if *chosen { "true" } else { "false" },
        _ => false,
    }
}

fn first<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.one(name).unwrap_or_default()
}
