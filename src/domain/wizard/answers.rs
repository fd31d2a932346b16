//! Answers: from an address, and what they come to.

use super::table::{Table, best, given};
use super::{Answers, Choice, Question, UNKNOWN, Wizard};

impl Wizard {
    /// What pairs of a question's and an option's id say. What the wizard does not know is left out; of two answers to
    /// one question the last counts.
    #[must_use]
    pub fn read<'p>(&self, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Answers {
        let known = |(question, answer): &(&str, &str)| {
            let question = self.question(question);
            question.is_some_and(|question| *answer == UNKNOWN || question.option(answer).is_some())
        };
        let owned = |(question, answer): (&str, &str)| (question.to_owned(), answer.to_owned());
        pairs.into_iter().filter(known).map(owned).collect()
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The place in [`Wizard::outcomes`] of the outcome with this id.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<usize> {
        self.outcomes.iter().position(|outcome| outcome.id == id)
    }

    /// What these answers come to when every other question stays unknown; None when nothing fits.
    #[must_use]
    pub fn result(&self, answers: &Answers) -> Option<usize> {
        let best = best(&Table::of(self).place(&given(self, answers)).points);
        (best < self.outcomes.len()).then_some(best)
    }
}

impl Question {
    /// The option with this id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.id == id)
    }
}
