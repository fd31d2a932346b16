//! Wizards too large to go through all ways.

use super::outlook::Outlook;
use super::table::Table;
use super::*;
use crate::domain::question::Random;

/// A wizard by chance, with 4 options a question. Of 100 pairs of an option and an outcome so many are ruled out, and
/// so many favoured.
fn large(seed: u64, questions: usize, outcomes: usize, (ruled_out, favoured): (u64, u64)) -> Wizard {
    let mut random = Random::new(seed);
    let mut effects = || {
        let force = |_| match random.below(100) {
            drawn if drawn < ruled_out => Some(0),
            drawn if drawn < ruled_out + favoured => Some(u32::try_from(random.between(1, 3)).unwrap()),
            _ => None,
        };
        let forces: Vec<Option<u32>> = (0..outcomes).map(force).collect();
        forces.iter().enumerate().filter_map(|(at, by)| Some(effect(&[at], (*by)?))).collect::<Vec<Effect>>()
    };
    let mut question = |at| asks(&format!("q{at}"), (0..4).map(|at| option(&format!("o{at}"), effects())).collect());
    let questions = (0..questions).map(&mut question).collect();
    let ids: Vec<String> = (0..outcomes).map(|at| format!("x{at}")).collect();
    wizard(&ids.iter().map(String::as_str).collect::<Vec<_>>(), questions)
}

/// Answers what is asked by chance, until it is settled.
fn played(wizard: &Wizard, random: &mut Random, each: &mut dyn FnMut(&State<'_>)) -> Answers {
    let mut answers = Answers::new();
    loop {
        let state = wizard.consider(&answers);
        each(&state);
        let Some(next) = state.next else { return answers };
        let all = all(next);
        let answer = usize::try_from(random.below(all.len() as u64)).unwrap();
        answers.insert(next.id.clone(), all[answer].clone());
    }
}

#[test]
fn fourteen_questions_are_considered_exactly_and_settled_for_good() {
    let mut random = Random::new(5);
    for (seed, odds) in [(5, 10), (10, 30), (0, 60), (30, 0)].into_iter().enumerate() {
        let wizard = large(seed as u64, 14, 8, odds);
        let answers = played(&wizard, &mut random, &mut |state| assert!(state.exact, "{odds:?}"));
        let state = wizard.consider(&answers);
        for _ in 0..200 {
            // Whatever else is answered, the result stays.
            let mut more = answers.clone();
            for question in unanswered(&wizard, &answers) {
                let all = all(question);
                let answer = usize::try_from(random.below(all.len() as u64)).unwrap();
                more.insert(question.id.clone(), all[answer].clone());
            }
            assert_eq!(plain_result(&wizard, &more), state.outcome);
        }
    }
}

#[test]
fn what_is_out_of_reach_is_never_come_to() {
    let mut random = Random::new(6);
    let wizard = large(7, 14, 8, (10, 20));
    played(&wizard, &mut random.clone(), &mut |state| {
        let answers = state.answers();
        for _ in 0..100 {
            let mut more = answers.clone();
            for question in unanswered(&wizard, &answers) {
                let all = all(question);
                let answer = usize::try_from(random.below(all.len() as u64)).unwrap();
                more.insert(question.id.clone(), all[answer].clone());
            }
            if let Some(result) = plain_result(&wizard, &more) {
                assert!(state.standing(result).unwrap().in_reach);
            }
        }
    });
}

#[test]
fn a_large_wizard_is_sampled() {
    let wizard = large(3, 12, 6, (5, 15));
    let walk = wizard.walk(20, 9);
    assert!(!walk.whole);
    assert!(walk.states > 1 && walk.longest > 1 && !walk.outcomes.is_empty());
    assert_eq!(walk, wizard.walk(20, 9));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_search_that_gives_up_never_settles_too_early((wizard, answers) in small(), steps in 0..3_u32) {
        let table = Table::of(&wizard);
        let place = table.place(&table::given(&wizard, &answers));
        let exact = Outlook::of(&table, &place, &place.free);
        let hasty = Outlook::within(&table, &place, &place.free, steps);
        for (result, possible) in exact.results.iter().enumerate() {
            prop_assert!(hasty.results[result] || !possible);
        }
        for (question, matters) in exact.matters.iter().enumerate() {
            prop_assert!(hasty.matters[question] || !matters);
        }
    }
}
