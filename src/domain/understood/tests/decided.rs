use super::*;
use crate::domain::wizard::UNKNOWN;

fn decision(person: u32, outcome: &str, answers: &[(&str, &str)]) -> Decision {
    Decision {
        person: Person(person),
        wizard: "egress".to_owned(),
        outcome: (!outcome.is_empty()).then(|| outcome.to_owned()),
        answers: answers.iter().map(|(question, option)| ((*question).to_owned(), (*option).to_owned())).collect(),
    }
}

fn decided(decisions: Vec<Decision>) -> Vec<DecidedBy> {
    let mut all = gathered(&[], Sight::Groups);
    all.decisions = decisions;
    Report::of(&all).decisions
}

#[test]
fn outcomes_are_counted_with_the_answers_that_led_there() {
    let mut decisions = Vec::new();
    for person in 0..12 {
        let answers = [("inspect", if person < 6 { "yes" } else { "no" }), ("size", UNKNOWN)];
        decisions.push(decision(person, "firewall", &answers));
    }
    for person in 12..20 {
        decisions.push(decision(person, "nat", &[("inspect", "no"), ("size", "large")]));
    }
    // Decided anew: the last counts.
    decisions.push(decision(12, "nat", &[("inspect", "no"), ("size", "large")]));
    let found = decided(decisions);
    let egress = &found[0];
    assert_eq!((egress.people, egress.ways.len()), (Count::Exactly(20), 2));
    let (first, second) = (&egress.ways[0], &egress.ways[1]);
    assert_eq!((first.outcome.as_deref(), first.people), (Some("firewall"), Count::Exactly(12)));
    let six = |option: &str| (option.to_owned(), Count::Exactly(6));
    assert_eq!(first.answers, [("inspect".to_owned(), vec![six("no"), six("yes")])]);
    assert_eq!((second.outcome.as_deref(), second.people), (Some("nat"), Count::Exactly(8)));
    assert_eq!(second.answers[1], ("size".to_owned(), vec![("large".to_owned(), Count::Exactly(8))]));
    assert_eq!(egress.open, [("size".to_owned(), 12)]);
}

#[test]
fn a_small_outcome_hides_with_the_next_and_so_do_its_answers() {
    let of = |few: u32| {
        let mut decisions: Vec<Decision> = (0..10).map(|p| decision(p, "nat", &[("inspect", "no")])).collect();
        decisions.extend((10..16).map(|p| decision(p, "firewall", &[("inspect", UNKNOWN)])));
        decisions.extend((16..16 + few).map(|p| decision(p, "", &[("inspect", UNKNOWN)])));
        decided(decisions)
    };
    let found = of(2);
    let seen: Vec<_> =
        found[0].ways.iter().map(|w| (w.outcome.as_deref(), w.people.shown(), w.answers.len())).collect();
    assert_eq!(seen, [(Some("nat"), Some(10), 1), (None, None, 0), (Some("firewall"), None, 0)]);
    // All eight of the hidden ones do not know: that is no small group.
    assert_eq!(found[0].open, [("inspect".to_owned(), 8)]);
    assert!(decided((0..4).map(|p| decision(p, "nat", &[])).collect()).is_empty());
}

#[test]
fn answers_within_an_outcome_hide_small_groups_and_the_open_ones_with_them() {
    let mut decisions: Vec<Decision> = (0..9).map(|p| decision(p, "nat", &[("inspect", "no")])).collect();
    decisions.extend((9..11).map(|p| decision(p, "nat", &[("inspect", UNKNOWN)])));
    let found = decided(decisions);
    assert_eq!(found[0].ways[0].answers, [("inspect".to_owned(), vec![("no".to_owned(), Count::Hidden)])]);
    assert!(found[0].open.is_empty());
}

/// Differences 0.2 0.4 0 0.2 0.2: 0.2 ± 2.776 · 0.141421 ÷ √5.
#[test]
fn what_was_learnt_is_counted_from_the_first_to_the_last_time() {
    let mut all = gathered(&[], Sight::Groups);
    let mut quiz = all.quizzes[0].clone();
    quiz.id = "after".to_owned();
    all.quizzes.push(quiz);
    all.pairs = vec![(0, 1)];
    for (person, last) in (0..).zip([0.6, 0.8, 0.4, 0.6, 0.6]) {
        let sat = |quiz, at, share| Sitting { person: Person(person), quiz, at: Millis(at), share };
        // In between it counts nowhere.
        all.sittings.extend([sat(0, 30, last), sat(0, 20, 0.1), sat(0, 10, 0.4), sat(1, 40, last)]);
    }
    all.sittings.push(Sitting { person: Person(9), quiz: 0, at: Millis(5), share: 0.0 });
    let learnt = Report::of(&all).learnt;
    assert_eq!(learnt.len(), 2);
    for learnt in &learnt {
        assert_eq!((learnt.people, learnt.only_one), (Count::Exactly(5), Count::Hidden));
        near(learnt.mean_before, 0.4);
        near(learnt.mean_after, 0.6);
        near(learnt.normalized, 1.0 / 3.0);
        near(learnt.interval.map(|interval| interval.low), 0.024_430);
        near(learnt.interval.map(|interval| interval.high), 0.375_570);
    }
    assert_eq!((learnt[1].before.as_str(), learnt[1].after.as_str()), ("check", "after"));
    all.sittings.retain(|sitting| sitting.person.0 > 0);
    let few = &Report::of(&all).learnt[0];
    assert_eq!((few.people, few.mean_before, few.interval, few.difference), (Count::Hidden, None, None, None));
}

/// 5 of 10 right against 8 of 16, and then 15 of 20: spreads √(10 · 0.25 ÷ 9) and √(20 · 0.1875 ÷ 19);
/// error √(0.277778 ÷ 10 + 0.197368 ÷ 20) = 0.194066; t for 9 is 2.262.
#[test]
fn cohorts_are_compared_without_names_and_with_a_caution() {
    let questions = [question("q1", "a")];
    let report = |right: u32, of: u32| {
        let mut all = gathered(&questions, Sight::Groups);
        (0..of).for_each(|person| first(&mut all, person, 0, if person < right { "r" } else { "b" }));
        Report::of(&all)
    };
    let (a, b, tiny) = (report(5, 10), report(15, 20), report(1, 4));
    let compared = compare(&[&a, &tiny, &b]);
    let q1 = &compared.questions[0];
    assert_eq!(
        q1.sides.iter().map(|side| side.map(|side| side.people)).collect::<Vec<_>>(),
        [Some(10), None, Some(20)]
    );
    let (difference, interval) = q1.difference.unwrap();
    near(Some(difference), 0.25);
    near(Some(interval.high - difference), 2.262 * (0.277_778_f64 / 10.0 + 0.197_368 / 20.0).sqrt());
    assert!(q1.caution && interval.holds_zero());
    assert_eq!((compared.modules[0].id.as_str(), compared.modules[0].sides[1]), ("m", None));
    near(compared.modules[0].sides[2].unwrap().facility.exact(), 0.75);
    // Nearly all right: a range has no difference.
    assert_eq!(compare(&[&a, &report(19, 20)]).questions[0].difference, None);
}
