//! What has to be found out yet.

use super::Design;

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What is asked.
    pub text: String,
    /// The wizard whose decision leaves it open; none for a question of one's own.
    pub wizard: Option<String>,
}

impl Design {
    /// The open questions of all decisions, in their order, and then one's own. The same question of several decisions
    /// stands there once, under the first of them.
    #[must_use]
    pub fn open_questions(&self) -> Vec<Open> {
        let of_decisions = self.decisions.iter().flat_map(|decision| {
            decision.open.iter().map(|text| Open { text: text.clone(), wizard: Some(decision.wizard.clone()) })
        });
        let own = self.open.iter().map(|text| Open { text: text.clone(), wizard: None });
        let mut found: Vec<Open> = Vec::new();
        for open in of_decisions.chain(own) {
            if !found.iter().any(|known| known.text == open.text) {
                found.push(open);
            }
        }
        found
    }
}
