//! The ids of a wizard, for whatever names them: effects, scenarios, and the wizards after it.

use std::collections::BTreeSet;

use super::super::fields::{Placed, shown};
use super::super::slug::nearest;
use super::super::source::Source;

/// The ids of one wizard, those with faults as well.
#[derive(Default)]
pub(super) struct Names {
    pub(super) wizard: String,
    /// False when the file could not be read, so that nobody can say which ids there are.
    pub(super) whole: bool,
    pub(super) outcomes: Vec<String>,
    pub(super) questions: Vec<(String, Vec<String>)>,
}

impl Names {
    /// A wizard of which nothing is read yet.
    pub(super) fn unread(wizard: &str) -> Self {
        Self { wizard: wizard.to_owned(), ..Self::default() }
    }

    /// The ids of the questions.
    pub(super) fn asked(&self) -> Vec<&str> {
        self.questions.iter().map(|(id, _)| id.as_str()).collect()
    }

    /// The options of a question.
    pub(super) fn options(&self, question: &str) -> Option<&[String]> {
        self.questions.iter().find(|(id, _)| id == question).map(|(_, options)| options.as_slice())
    }
}

/// The place of an id among others; one that is not there is noted, with what was meant or what there is. `what` says of
/// what, as in "outcome", and `of` of which, as in " of “windows”".
pub(super) fn find<'n>(
    source: &Source,
    name: &Placed<String>,
    names: impl IntoIterator<Item = &'n str>,
    what: &str,
    of: &str,
) -> Option<usize> {
    let mut names: Vec<&str> = names.into_iter().collect();
    let found = names.iter().position(|known| *known == name.value);
    if found.is_none() {
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        let advice = match nearest(&name.value, names.iter().copied()) {
            Some(near) => format!("did you mean “{near}”?"),
            None if names.is_empty() => "there is none".to_owned(),
            None => format!("there are {}", names.join(", ")),
        };
        source.fault(name.at, format!("there is no {what} “{}”{of}; {advice}", shown(&name.value)));
    }
    found
}
