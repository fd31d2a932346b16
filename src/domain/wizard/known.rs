//! Answers that are known before they are asked: from other decisions, and from the sheet.

use std::collections::BTreeMap;

use super::{Answers, Choice, Origin, Question, Wizard};

/// What is known outside a wizard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The other decisions of the design, by their wizards' ids.
    pub decisions: BTreeMap<String, Decided>,
    /// The sheet's facts that are words.
    pub words: BTreeMap<String, String>,
    /// The sheet's facts that are numbers.
    pub numbers: BTreeMap<String, u64>,
}

/// What a decision has come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// All its answers, the taken ones too.
    pub answers: Answers,
    /// The id of its outcome, once it is settled.
    pub outcome: Option<String>,
}

/// An answer that is known from elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// The question.
    pub question: &'a Question,
    /// The answer.
    pub choice: &'a Choice,
    /// Where it is known from.
    pub origin: &'a Origin,
}

impl Known {
    /// What an origin says, as an option's id. An outcome, an answer or a word that the origin does not name says
    /// nothing.
    #[must_use]
    pub fn says(&self, origin: &Origin) -> Option<String> {
        match origin {
            Origin::Outcome { wizard, options } => options.get(self.decisions.get(wizard)?.outcome.as_ref()?),
            Origin::Answer { wizard, question, options } => {
                options.get(self.decisions.get(wizard)?.answers.get(question)?)
            }
            Origin::Word { fact, options } => options.get(self.words.get(fact)?),
            Origin::Number { fact, up_to } => {
                let number = self.numbers.get(fact)?;
                let within = |(bound, _): &&(Option<u64>, String)| bound.is_none_or(|bound| bound >= *number);
                up_to.iter().find(within).map(|(_, option)| option)
            }
        }
        .cloned()
    }

    /// Adds what answers to a wizard have come to, together with those it takes from what is known so far. Wizards are
    /// added in their order: a wizard takes only from earlier ones.
    pub fn decide(&mut self, wizard: &Wizard, answers: &Answers) {
        let state = wizard.consider_with(answers, &wizard.taken(answers, self));
        let outcome = state.outcome.map(|outcome| wizard.outcomes[outcome].id.clone());
        let decided = Decided { answers: state.answers(), outcome };
        self.decisions.insert(wizard.id.clone(), decided);
    }
}

impl Wizard {
    /// The answers that are known from elsewhere, in file order, for the questions that have none here. Who answered
    /// "unknown" here has answered.
    #[must_use]
    pub fn taken(&self, answers: &Answers, known: &Known) -> Vec<Taken<'_>> {
        self.taken_by(answers, &|origin| known.says(origin))
    }

    /// The same with anything that knows what an origin says, as an option's id. Of a question's origins the first
    /// counts that says an option of the question.
    #[must_use]
    pub fn taken_by<'a>(&'a self, answers: &Answers, says: &dyn Fn(&Origin) -> Option<String>) -> Vec<Taken<'a>> {
        let given = super::table::given(self, answers);
        let free = self.questions.iter().zip(given).filter(|(_, given)| given.is_none()).map(|(question, _)| question);
        let taken = |question: &'a Question| {
            let choice = |origin: &'a Origin| Some((origin, question.option(&says(origin)?)?));
            let (origin, choice) = question.from.iter().find_map(choice)?;
            Some(Taken { question, choice, origin })
        };
        free.filter_map(taken).collect()
    }
}
