use proptest::prelude::*;

use super::*;
use crate::domain::understood::cells::cells;

/// So many right, so many who choose b, so many c.
fn split(right: u32, b: u32, c: u32) -> Report {
    let questions = [question("q1", "a"), question("q2", "a")];
    let mut all = gathered(&questions, Sight::Groups);
    for person in 0..right + b + c {
        let option = if person < right {
            "r"
        } else if person < right + b {
            "b"
        } else {
            "c"
        };
        first(&mut all, person, 0, option);
        first(&mut all, person, 1, if person % 2 == 0 { "r" } else { "b" });
        let last = all.answers.len() - 2;
        all.answers[last].certainty = Some(if option == "r" { Certainty::Guess } else { Certainty::Sure });
    }
    Report::of(&all)
}

#[test]
fn fewer_than_five_people_have_no_report() {
    let report = split(3, 1, 0);
    assert_eq!(report.people, Count::Hidden);
    assert!(report.questions.is_empty() && report.misconceptions.is_empty() && report.sections.is_empty());
    assert!(report.quizzes.iter().all(|quiz| quiz.mean.is_none() && quiz.people == Count::Hidden));
}

/// What is told of the question must be the same whether one, two, three or four people were wrong.
#[test]
fn how_few_were_wrong_or_right_changes_nothing_that_is_told() {
    let told = |report: &Report| {
        let mut q1 = of(report, "q1").clone();
        q1.at = 0;
        let section = report.sections[0].clone();
        format!("{q1:?} {section:?} {:?} {:?}", report.quizzes[0].mean, report.misconceptions)
    };
    for people in [9, 12, 20, 40] {
        let wrong: Vec<String> = (1..5).map(|few| told(&split(people - few, few, 0))).collect();
        let right: Vec<String> = (1..5).map(|few| told(&split(few, people - few, 0))).collect();
        for told in [wrong, right] {
            assert!(told.iter().all(|other| *other == told[0]), "{people}: {told:#?}");
        }
    }
    let report = split(17, 3, 0);
    let q1 = of(&report, "q1");
    assert_eq!(q1.facility, Some(Range { low: 0.8, high: 1.0 }));
    assert_eq!((q1.advice.as_slice(), q1.spread, q1.discrimination), ([Advice::GoOn].as_slice(), None, None));
    assert_eq!(counts(q1), [("c", Some(0)), ("b", None), ("r", None)]);
    assert_eq!(q1.certain.unwrap().sure_and_wrong, Count::Hidden);
    assert_eq!(report.quizzes[0].mean, Some(Range { low: 0.65, high: 0.75 }));
}

#[test]
fn a_small_option_takes_the_next_one_with_it() {
    // Fifteen right and seven wrong are known; two chose c, and b would tell it.
    let report = split(15, 5, 2);
    let q1 = of(&report, "q1");
    assert_eq!((q1.verdicts.right, q1.verdicts.wrong), (Count::Exactly(15), Count::Exactly(7)));
    assert!(
        counts(q1).contains(&("r", Some(15))) && counts(q1).contains(&("b", None)) && counts(q1).contains(&("c", None))
    );
    // All seven wrong ones were sure, which no smaller group hides behind.
    assert_eq!(q1.certain.unwrap().sure_and_wrong, Count::Exactly(7));
    let report = split(5, 9, 3);
    assert_eq!(counts(of(&report, "q1")), [("r", Some(5)), ("b", None), ("c", None)].map(|(k, n)| (k, n)));
    assert_eq!(split(15, 5, 0).misconceptions, [("mixes-up".to_owned(), 10)]);
}

#[test]
fn everybody_alike_is_told() {
    let report = split(12, 0, 0);
    let q1 = of(&report, "q1");
    assert_eq!((q1.facility.unwrap().exact(), q1.verdicts.right), (Some(1.0), Count::Exactly(12)));
    assert_eq!(counts(q1), [("r", Some(12)), ("b", Some(0)), ("c", Some(0))]);
}

proptest! {
    /// Whoever knows the sum and what is shown is left with several possibilities for each small count.
    #[test]
    fn no_small_count_can_be_worked_out(counts in prop::collection::vec(0_usize..14, 1..6)) {
        let shown = cells(&counts, Sight::Groups);
        let hidden: Vec<usize> =
            counts.iter().zip(&shown).filter(|(_, shown)| shown.shown().is_none()).map(|(n, _)| *n).collect();
        for (n, shown) in counts.iter().zip(&shown) {
            match shown {
                Count::Exactly(shown) => prop_assert!(shown == n && (*n == 0 || *n >= FEWEST_SHOWN)),
                Count::Hidden if counts.iter().sum::<usize>() >= FEWEST_SHOWN => {
                    prop_assert!(hidden.len() > 1 && hidden.iter().sum::<usize>() >= FEWEST_SHOWN);
                }
                Count::Hidden => prop_assert_eq!(hidden.len(), counts.len()),
            }
        }
        prop_assert!(cells(&counts, Sight::People).iter().zip(&counts).all(|(shown, n)| shown.shown() == Some(*n)));
    }
}
