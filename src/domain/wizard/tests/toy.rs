//! The way to work, by hand.

use super::*;

/// A state in words: what is asked with how many questions at most, the possible outcomes with their points, the
/// ruled-out ones with the questions that did it, and what is settled.
fn told(wizard: &Wizard, of: &[(&str, &str)]) -> String {
    let state = wizard.consider(&answers(of));
    let id = |standing: &Standing<'_>| wizard.outcomes[standing.outcome].id.clone();
    let possible: Vec<String> = state.possible.iter().map(|one| format!("{} {}", id(one), one.points)).collect();
    let because = |one: &Standing<'_>| {
        let questions = one.against.iter().map(|reason| reason.question.unwrap().id.clone());
        format!("{} by {}", id(one), questions.collect::<Vec<_>>().join("+"))
    };
    let excluded: Vec<String> = state.excluded.iter().map(because).collect();
    let end = match (state.next, state.outcome, &state.conflict) {
        (Some(next), None, None) => format!("{}? of {}", next.id, state.at_most),
        (None, Some(outcome), None) => format!("take the {}", wizard.outcomes[outcome].id),
        (None, None, Some(_)) => "nothing fits".to_owned(),
        other => format!("contradiction: {other:?}"),
    };
    format!("{end}; {}; not {}", possible.join(", "), excluded.join(", "))
}

#[test]
fn what_settles_soonest_is_asked_and_nothing_more() {
    let wizard = way_to_work();
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[], "water? of 4; boat 0, bike 0, car 0; not "),
        // The boat's two points are not to be beaten, and of equals it comes first.
        (&[("water", "yes")], "take the boat; boat 2, bike 0, car 0; not "),
        (&[("water", "no")], "licence? of 3; bike 0, car 0; not boat by water"),
        (&[("water", "no"), ("licence", "no")], "far? of 1; bike 0; not boat by water, car by licence"),
        (&[("water", "no"), ("licence", "yes")], "rain? of 2; bike 0, car 0; not boat by water"),
        (&[("water", "no"), ("licence", "unknown")], "rain? of 2; bike 0, car 0; not boat by water"),
        (&[("water", "no"), ("licence", "yes"), ("rain", "yes")], "take the car; car 2, bike 0; not boat by water"),
        (&[("water", "no"), ("licence", "yes"), ("rain", "no")], "far? of 1; bike 1, car 0; not boat by water"),
        // Three questions still matter, but no way has more than two of them.
        (&[("water", "unknown")], "rain? of 2; boat 0, bike 0, car 0; not "),
        (&[("water", "unknown"), ("rain", "unknown")], "take the boat; boat 0, bike 0, car 0; not "),
        (
            &[("water", "no"), ("licence", "no"), ("far", "yes")],
            "nothing fits; ; not boat by water, bike by far, car by licence",
        ),
    ];
    for (answers, expected) in cases {
        assert_eq!(told(&wizard, answers), *expected, "{answers:?}");
    }
}

#[test]
fn reasons_name_the_answer_and_an_outcome_without_any_gives_its_own() {
    let wizard = way_to_work();
    let state = wizard.consider(&answers(&[("rain", "yes"), ("water", "no")]));
    let car = state.best().unwrap();
    assert_eq!((car.outcome, car.points, car.for_it.len()), (2, 2, 1));
    let reason = car.for_it[0];
    assert_eq!((reason.question.unwrap().id.as_str(), reason.choice.unwrap().id.as_str()), ("rain", "yes"));
    assert_eq!((reason.because, reason.points), ("because [2] 2", 2));
    let bike = state.runner_up().unwrap();
    assert_eq!((bike.outcome, bike.for_it[0].because, bike.for_it[0].points), (1, "bike in itself", 0));
    assert!(bike.for_it[0].question.is_none());
    let boat = state.standing(0).unwrap();
    assert_eq!((boat.against.len(), boat.against[0].because, boat.in_reach), (1, "because [0] 0", false));
    assert!(state.standing(9).is_none());
}

#[test]
fn a_conflict_names_the_answers_and_what_giving_one_up_would_allow() {
    let wizard = way_to_work();
    let of = [("far", "yes"), ("licence", "no"), ("rain", "yes"), ("water", "no")];
    let conflict = wizard.consider(&answers(&of)).conflict.unwrap();
    let ids: Vec<&str> = conflict.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["water", "licence", "far"], "the rain rules out nothing");
    let give_up: Vec<(&str, &[usize])> = conflict.give_up.iter().map(|(q, o)| (q.id.as_str(), o.as_slice())).collect();
    assert_eq!(give_up, [("water", [0].as_slice()), ("licence", &[2]), ("far", &[1])]);
}

#[test]
fn flips_come_nearest_first() {
    let wizard = way_to_work();
    let of = answers(&[("water", "no"), ("licence", "yes"), ("rain", "no"), ("far", "yes")]);
    assert_eq!(wizard.result(&of), Some(2));
    let flips: Vec<(&str, Option<&str>, Option<usize>)> = wizard
        .flips(&of)
        .iter()
        .map(|flip| (flip.question.id.as_str(), flip.to.map(|choice| choice.id.as_str()), flip.outcome))
        .collect();
    let expected = [
        ("far", Some("no"), Some(1)),
        ("far", None, Some(1)),
        ("water", Some("yes"), Some(0)),
        ("water", None, Some(0)),
        ("licence", Some("no"), None),
    ];
    assert_eq!(flips, expected);
}

#[test]
fn learning_what_is_open_may_flip_the_result() {
    let wizard = way_to_work();
    let of = answers(&[("water", "unknown"), ("rain", "unknown")]);
    let flips = wizard.flips(&of);
    let told: Vec<(&str, Option<usize>, bool)> =
        flips.iter().map(|flip| (flip.to.unwrap().id.as_str(), flip.outcome, flip.settled)).collect();
    // Without water the bike would be first, with questions to come; rain speaks for the car, no rain for the bike.
    assert_eq!(told, [("no", Some(1), false), ("yes", Some(2), false), ("no", Some(1), false)]);
    assert!(flips.iter().all(|flip| flip.from.is_none()));
    let state = wizard.consider(&of);
    let open: Vec<(&str, bool)> = state.open.iter().map(|open| (open.question.id.as_str(), open.matters)).collect();
    assert_eq!(open, [("water", true), ("rain", true)]);
    let state = wizard.consider(&answers(&[("water", "yes"), ("rain", "unknown")]));
    assert_eq!(state.open.iter().map(|open| open.matters).collect::<Vec<_>>(), [false]);
}

#[test]
fn the_trail_is_told_in_the_order_of_asking() {
    let wizard = way_to_work();
    let of = answers(&[("far", "no"), ("licence", "unknown"), ("rain", "no"), ("water", "no")]);
    let state = wizard.consider(&of);
    let trail: Vec<&str> = state.answered.iter().map(|answered| answered.question.id.as_str()).collect();
    assert_eq!(trail, ["water", "licence", "rain", "far"]);
    assert_eq!(state.answered[0].did, state.answered[0].choice.unwrap().effects);
    assert!(state.answered[1].choice.is_none() && state.answered[1].did.is_empty());
    // What was never asked, because it changes nothing, comes last.
    let state = wizard.consider(&answers(&[("far", "no"), ("water", "yes")]));
    let trail: Vec<&str> = state.answered.iter().map(|answered| answered.question.id.as_str()).collect();
    assert_eq!(trail, ["water", "far"]);
}

#[test]
fn an_address_is_read_for_what_is_known() {
    let wizard = way_to_work();
    let read = |pairs: &[(&str, &str)]| wizard.read(pairs.iter().copied());
    assert_eq!(
        read(&[("water", "yes"), ("rain", "unknown")]),
        answers(&[("rain", "unknown"), ("water", "yes")]),
        "unknown is an answer"
    );
    assert_eq!(read(&[("water", "yes"), ("water", "no")]), answers(&[("water", "no")]), "the last of two");
    assert_eq!(read(&[("water", "yes"), ("water", "perhaps")]), answers(&[("water", "yes")]), "the last known one");
    assert_eq!(read(&[("Water", "yes"), ("", ""), ("boat", "yes"), ("rain", "")]), Answers::new(), "nothing known");
}

#[test]
fn a_wizard_that_lacks_everything_breaks_nothing() {
    let nothing = wizard(&[], vec![]);
    let state = nothing.consider(&answers(&[("a", "b")]));
    assert!(state.next.is_none() && state.outcome.is_none());
    assert!(state.conflict.unwrap().questions.is_empty());
    assert_eq!(nothing.walk(10, 1).states, 1);
    assert!(nothing.flips(&Answers::new()).is_empty());
    let alone = wizard(&["only"], vec![asks("q", vec![])]);
    let state = alone.consider(&answers(&[("q", "unknown")]));
    assert_eq!(state.outcome, Some(0));
    // Ruled out and favoured at once is ruled out.
    let both = |effects| wizard(&["a", "b"], vec![asks("q", vec![option("o", effects)])]);
    for effects in [vec![effect(&[0], 0), effect(&[0], 3)], vec![effect(&[0], 3), effect(&[0], 0)]] {
        assert_eq!(both(effects).consider(&answers(&[("q", "o")])).outcome, Some(1));
    }
    // Effects on outcomes that do not exist, and two questions of one name.
    let odd = wizard(&["a", "b"], vec![asks("q", vec![option("o", vec![effect(&[1, 7], 3), effect(&[7], 0)])]); 2]);
    let state = odd.consider(&answers(&[("q", "o")]));
    assert_eq!(state.outcome, Some(1));
    let _ = (odd.tree(10), odd.walk(10, 3), odd.flips(&answers(&[("q", "o")])));
}
