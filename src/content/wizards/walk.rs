//! What can be met on the way through a wizard: outcomes nobody comes to, questions nobody is asked.

use super::super::source::Source;
use super::Places;
use crate::domain::wizard::{Walk, Wizard};

/// The most places that are looked at one by one; of more, as many walks are taken.
const MOST: usize = 20_000;
/// Where the walks come from: the same at every check.
const SEED: u64 = 1;

/// Walks through a wizard without other faults and notes what cannot be met.
pub(super) fn check(source: &Source, wizard: &Wizard, places: &Places) {
    let walk = wizard.walk(MOST, SEED);
    let how = how(&walk);
    for (number, outcome) in wizard.outcomes.iter().enumerate() {
        if !walk.outcomes.contains_key(&number) {
            let message = format!(
                "no answers lead to “{}” as the best ({how}); favour it somewhere, rule others out or take it out",
                outcome.id
            );
            source.fault(places.outcomes[number], message);
        }
    }
    for (number, question) in wizard.questions.iter().enumerate() {
        if !walk.asked.contains(&number) {
            let message = format!(
                "“{}” is never asked, as no answer to it changes the result ({how}); mend its effects or take it out",
                question.id
            );
            source.fault(places.questions[number], message);
        }
    }
}

fn how(walk: &Walk) -> String {
    if walk.whole {
        match walk.states {
            1 => "the only place was looked at".to_owned(),
            states => format!("all {states} places were looked at"),
        }
    } else {
        format!("of {MOST} walks none did")
    }
}
