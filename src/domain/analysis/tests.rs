use std::f64::consts::FRAC_1_SQRT_2;

use super::*;
use crate::domain::quiz::Certainty;

fn near(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-6), "{a:?} is not {b}");
}

fn rows(marks: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
    marks.iter().map(|row| row.iter().map(|mark| Some(*mark)).collect()).collect()
}

/// Four people and three questions, each harder than the one before. By hand for the first question: x = 1 1 1 0 with mean
/// 0.75 and variance 0.25; the sums of the others 2 1 0 0 with mean 0.75 and variance 2.75 ÷ 3; covariance 0.75 ÷ 3 = 0.25;
/// so the discrimination is 0.25 ÷ √(0.25 · 0.916667) = 0.522233. The second: (1 ÷ 3) ÷ √(1 ÷ 3 · 2 ÷ 3) = 0.707107.
#[test]
fn a_test_worked_by_hand() {
    let test = test(&rows(&[&[1., 1., 1.], &[1., 1., 0.], &[1., 0., 0.], &[0., 0., 0.]]), &[0.25, 0.0, 0.5]);
    for (item, facility, discrimination, above, weight) in [
        (0, 0.75, 0.522_233, 2.0 / 3.0, 0.316_987),
        (1, 0.5, FRAC_1_SQRT_2, 0.5, 0.366_025),
        (2, 0.25, 0.522_233, -0.5, 0.316_987),
    ] {
        let item = &test.items[item];
        near(item.facility, facility);
        near(item.discrimination, discrimination);
        near(item.efficiency, 1.0);
        near(item.above_guessing, above);
        near(item.effective_weight, weight);
        assert_eq!((item.people, item.size), (4, Size::TooFew));
    }
    near(test.items[0].spread, 0.5);
    // The sums 3 2 1 0 vary by 5 ÷ 3, the questions by 0.25 + 1 ÷ 3 + 0.25: 3 ÷ 2 · (1 − 0.5).
    near(test.consistency, 0.75);
    near(test.standard_error, 0.645_497);
    near(test.mean, 0.5);
}

#[test]
fn an_item_does_not_correlate_with_itself_and_can_be_against_the_rest() {
    // Who is right here is wrong elsewhere: −1.
    let against = test(&rows(&[&[1., 0.], &[1., 0.], &[0., 1.], &[0., 1.]]), &[0.0, 0.0]);
    near(against.items[0].discrimination, -1.0);
    near(against.items[0].efficiency, -1.0);
    // The first has nothing to do with the second: 0, though it has with the sum.
    let apart = test(&rows(&[&[1., 0.], &[1., 1.], &[0., 0.], &[0., 1.]]), &[0.0, 0.0]);
    near(apart.items[0].discrimination, 0.0);
    near(efficiency(&[1., 1., 0., 0.], &[2., 0., 1., 1.]), 0.0);
    // Covariance of 1 1 0 0 with 3 1 2 0 is 1 ÷ 3, sorted it is 2 ÷ 3.
    near(efficiency(&[1., 1., 0., 0.], &[3., 1., 2., 0.]), 0.5);
}

#[test]
fn what_is_undefined_is_none() {
    let same = test(&rows(&[&[1., 1.], &[1., 0.], &[1., 1.]]), &[0.0, 1.0]);
    assert_eq!((same.items[0].discrimination, same.items[0].efficiency), (None, None));
    assert_eq!((same.items[1].discrimination, same.items[1].above_guessing), (None, None));
    near(same.items[0].facility, 1.0);
    let one = test(&rows(&[&[1., 0.]]), &[0.0, 0.0]);
    assert_eq!((one.items[0].spread, one.items[0].discrimination, one.consistency), (None, None, None));
    let nobody = test(&[], &[0.0]);
    assert_eq!((nobody.items[0].facility, nobody.mean, nobody.people), (None, None, 0));
    let nothing = test(&rows(&[&[], &[]]), &[]);
    assert_eq!((nothing.items.len(), nothing.mean, nothing.consistency, nothing.standard_error), (0, None, None, None));
    // Thirds that are the same differ by what binary counting leaves, and not more.
    let thirds = test(&rows(&[&[0.1 + 0.2, 1.], &[0.3, 0.]]), &[0.0, 0.0]);
    assert_eq!(thirds.items[0].discrimination, None);
}

#[test]
fn who_was_not_asked_counts_nowhere_and_who_did_not_answer_has_nothing() {
    let mut marks = rows(&[&[1., 1., 1.], &[1., 1., 0.], &[1., 0., 0.], &[0., 0., 0.]]);
    marks.push(vec![None, Some(1.0)]);
    let test = test(&marks, &[0.0, 0.0, 0.0]);
    assert_eq!(test.items.iter().map(|item| item.people).collect::<Vec<_>>(), [4, 5, 4]);
    near(test.items[0].facility, 0.75);
    near(test.items[1].facility, 0.6);
    // The fifth person has no rest; the discrimination is that of the other four.
    near(test.items[1].discrimination, FRAC_1_SQRT_2);
    assert_eq!((test.people, test.items[0].effective_weight), (4, None));
    near(test.consistency, 0.75);
}

#[test]
fn small_groups_are_marked() {
    let sizes = [0, 4, 5, 29, 30].map(Size::of);
    assert_eq!(sizes, [Size::TooFew, Size::TooFew, Size::Small, Size::Small, Size::Enough]);
}

#[test]
fn distractors_are_counted_with_their_misconceptions() {
    let options = [
        ("right".to_owned(), true, Some("none".to_owned())),
        ("b".to_owned(), false, Some("counts-all".to_owned())),
        ("c".to_owned(), false, None),
    ];
    let chosen = |option: &str, rest: f64| Chosen { options: vec![option.to_owned()], rest: Some(rest) };
    let mut answers = vec![chosen("b", 0.25), chosen("right", 1.0), chosen("b", 0.75), chosen("gone", 0.0)];
    answers.push(Chosen { options: vec![], rest: None });
    let (found, size) = distractors(&options, &answers);
    let shown: Vec<_> = found.iter().map(|d| (d.option.as_str(), d.people, d.misconception.as_deref())).collect();
    assert_eq!(shown, [("b", 2, Some("counts-all")), ("right", 1, None), ("c", 0, None)]);
    near(found[0].share, 0.4);
    near(found[0].rest, 0.5);
    assert_eq!((found[2].rest, size), (None, Size::Small));
    assert_eq!(distractors(&options, &[]).0[0].share, None);
    let shown = [("p1", "x"), ("p1", "x"), ("p2", "x"), ("p1", "a"), ("p3", "b"), ("p2", "b"), ("p1", "b")];
    assert_eq!(misconceptions(shown), [("b", 3), ("x", 2), ("a", 1)]);
}

#[test]
fn sure_and_wrong_comes_first() {
    use Certainty::{Guess, Sure, Unsure};
    let answers = [
        ("q1", Sure, 0.0),
        ("q1", Sure, 1.0),
        ("q1", Guess, 0.0),
        ("q1", Unsure, 0.5),
        ("q10", Sure, 0.5),
        ("q10", Sure, 1.0),
        ("q2", Guess, 0.0),
    ];
    let found: Vec<_> =
        sure_and_wrong(&answers).into_iter().map(|s| (s.question, s.people, s.sure_and_wrong)).collect();
    assert_eq!(found, [("q10".to_owned(), 2, 1), ("q1".to_owned(), 4, 1)]);
    let [guess, unsure, sure] = calibration(&answers);
    near(guess.mean, 0.0);
    near(unsure.mean, 0.5);
    near(sure.mean, 0.625);
    assert_eq!((guess.answers, unsure.answers, sure.answers), (2, 1, 4));
    assert_eq!(calibration(&[])[0].mean, None);
}

/// Differences 0.2 0.4 0 0.2 0.2: mean 0.2, variance 0.08 ÷ 4, so s = 0.141421; t for 4 is 2.776:
/// 2.776 · 0.141421 ÷ √5 = 0.175570.
#[test]
fn the_gain_worked_by_hand() {
    let mut people: Vec<_> = [0.6, 0.8, 0.4, 0.6, 0.6].map(|after| (Some(0.4), Some(after))).to_vec();
    people.extend([(Some(0.0), None), (None, Some(1.0)), (None, None)]);
    let gain = gain(&people);
    assert_eq!((gain.people, gain.only_one, gain.size), (5, 2, Size::Small));
    near(gain.before, 0.4);
    near(gain.after, 0.6);
    near(gain.difference, 0.2);
    near(gain.normalized, 1.0 / 3.0);
    let interval = gain.interval.unwrap();
    near(Some(interval.low), 0.024_430);
    near(Some(interval.high), 0.375_570);
    assert!(!interval.holds_zero());
}

#[test]
fn a_gain_that_cannot_be_told_has_no_range() {
    assert_eq!(gain(&[(Some(0.2), Some(0.4))]).interval, None);
    assert_eq!(gain(&[(Some(0.2), Some(0.4)), (Some(0.3), Some(0.5))]).interval, None);
    assert_eq!(gain(&[(Some(1.0), Some(1.0))]).normalized, None);
    let none = gain(&[]);
    assert_eq!((none.before, none.difference, none.normalized), (None, None, None));
    let two = gain(&[(Some(0.2), Some(0.4)), (Some(0.4), Some(0.2))]);
    assert!(two.interval.is_some_and(|interval| interval.holds_zero()));
}

#[test]
fn t_is_the_printed_one_and_rounds_to_the_wide_side() {
    for (freedom, t) in [(1, 12.706), (4, 2.776), (30, 2.042), (39, 2.042), (40, 2.021), (119, 2.0), (5_000, 1.962)] {
        assert_eq!(statistics::t(freedom), Some(t));
    }
    assert_eq!(statistics::t(0), None);
}
