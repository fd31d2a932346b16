//! Answers that are known from elsewhere.

use super::*;

fn map(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    answers(of)
}

/// The way to work, with origins of the answers.
fn with_origins() -> Wizard {
    let mut wizard = way_to_work();
    let other = || "home".to_owned();
    wizard.questions[0].from = vec![
        Origin::Answer {
            wizard: other(),
            question: "river".to_owned(),
            options: map(&[("near", "yes"), ("none", "no")]),
        },
        Origin::Outcome { wizard: other(), options: map(&[("houseboat", "yes"), ("flat", "no")]) },
    ];
    wizard.questions[2].from =
        vec![Origin::Word { fact: "licence".to_owned(), options: map(&[("b", "yes"), ("none", "no"), ("a", "bad")]) }];
    let up_to = vec![(Some(5), "no".to_owned()), (None, "yes".to_owned())];
    wizard.questions[3].from = vec![Origin::Number { fact: "kilometres".to_owned(), up_to }];
    wizard
}

fn home() -> Wizard {
    let question = asks("river", vec![option("near", vec![effect(&[1], 1)]), option("none", vec![effect(&[1], 0)])]);
    let mut home = wizard(&["flat", "houseboat"], vec![question]);
    home.id = "home".to_owned();
    home
}

fn taken(known: &Known, given: &[(&str, &str)]) -> Vec<(String, String)> {
    let wizard = with_origins();
    let taken = wizard.taken(&answers(given), known);
    taken.iter().map(|taken| (taken.question.id.clone(), taken.choice.id.clone())).collect()
}

#[test]
fn each_origin_says_what_it_knows() {
    let decided = |of: &[(&str, &str)], outcome: Option<&str>| Known {
        decisions: BTreeMap::from([(
            "home".to_owned(),
            Decided { answers: answers(of), outcome: outcome.map(str::to_owned) },
        )]),
        ..Known::default()
    };
    let word = |word: &str| Known { words: map(&[("licence", word)]), ..Known::default() };
    let number = |n| Known { numbers: BTreeMap::from([("kilometres".to_owned(), n)]), ..Known::default() };
    let cases: &[(Known, Option<(&str, &str)>)] = &[
        (Known::default(), None),
        (decided(&[("river", "near")], None), Some(("water", "yes"))),
        // The first origin that says something counts.
        (decided(&[("river", "near")], Some("flat")), Some(("water", "yes"))),
        (decided(&[("river", UNKNOWN)], Some("flat")), Some(("water", "no"))),
        (decided(&[], Some("houseboat")), Some(("water", "yes"))),
        (decided(&[], Some("tent")), None),
        (decided(&[], None), None),
        (word("b"), Some(("licence", "yes"))),
        (word("moped"), None),
        // An origin that names no option of the question says nothing.
        (word("a"), None),
        (number(0), Some(("far", "no"))),
        (number(5), Some(("far", "no"))),
        (number(6), Some(("far", "yes"))),
        (number(u64::MAX), Some(("far", "yes"))),
    ];
    for (known, expected) in cases {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(q, a)| ((*q).to_owned(), (*a).to_owned())).collect();
        assert_eq!(taken(known, &[]), expected, "{known:?}");
    }
}

#[test]
fn a_number_above_the_last_bound_says_nothing() {
    let origin = Origin::Number { fact: "n".to_owned(), up_to: vec![(Some(10), "few".to_owned())] };
    let known = |n| Known { numbers: BTreeMap::from([("n".to_owned(), n)]), ..Known::default() };
    assert_eq!((known(10).says(&origin), known(11).says(&origin)), (Some("few".to_owned()), None));
}

#[test]
fn what_was_answered_here_wins_and_unknown_is_an_answer() {
    let known = Known { words: map(&[("licence", "b")]), ..Known::default() };
    assert_eq!(taken(&known, &[("licence", "no")]), []);
    assert_eq!(taken(&known, &[("licence", UNKNOWN)]), []);
    // An answer that the question does not have is none.
    assert_eq!(taken(&known, &[("licence", "foreign")]).len(), 1);
    let wizard = with_origins();
    let other = wizard.taken(&Answers::new(), &known);
    let state = wizard.consider_with(&answers(&[("licence", "no")]), &other);
    assert_eq!(state.answered[0].choice.unwrap().id, "no");
    assert!(state.answered[0].taken.is_none());
}

#[test]
fn the_state_tells_what_was_taken_and_from_where() {
    let wizard = with_origins();
    let mut known = Known { words: map(&[("licence", "none")]), ..Known::default() };
    known.decide(&home(), &answers(&[("river", "none")]));
    assert_eq!(known.decisions["home"].outcome.as_deref(), Some("flat"));
    let taken = wizard.taken(&Answers::new(), &known);
    let state = wizard.consider_with(&answers(&[("far", "no")]), &taken);
    let trail: Vec<(&str, Option<&Origin>)> =
        state.answered.iter().map(|answered| (answered.question.id.as_str(), answered.taken)).collect();
    let expected =
        [("water", wizard.questions[0].from.first()), ("licence", wizard.questions[2].from.first()), ("far", None)];
    assert_eq!(trail, expected);
    assert_eq!(state.outcome, Some(1));
    assert_eq!(state.answers(), answers(&[("water", "no"), ("licence", "no"), ("far", "no")]));
    // The same answers given here lead to the same.
    assert_eq!(wizard.consider(&state.answers()).outcome, state.outcome);
}

#[test]
fn decisions_take_from_earlier_ones() {
    let mut known = Known { words: map(&[("licence", "none")]), ..Known::default() };
    known.decide(&home(), &Answers::new());
    assert_eq!(known.decisions["home"], Decided::default(), "not settled yet");
    known.decide(&home(), &answers(&[("river", "near")]));
    known.decide(&with_origins(), &Answers::new());
    let decided = &known.decisions["toy"];
    assert_eq!(decided.outcome.as_deref(), Some("boat"));
    assert_eq!(decided.answers, answers(&[("water", "yes"), ("licence", "no")]));
}

proptest! {
    #[test]
    fn whatever_an_origin_says_nothing_breaks((wizard, answers) in small(), says in "o[0-3]|unknown|x") {
        let mut wizard = wizard;
        for question in &mut wizard.questions {
            question.from.push(Origin::Word { fact: "fact".to_owned(), options: map(&[("word", &says)]) });
        }
        let known = Known { words: map(&[("fact", "word")]), ..Known::default() };
        let taken = wizard.taken(&answers, &known);
        let state = wizard.consider_with(&answers, &taken);
        prop_assert!(taken.iter().all(|taken| taken.choice.id == says && !answers.contains_key(&taken.question.id)));
        prop_assert_eq!(state.answered.iter().filter(|answered| answered.taken.is_some()).count(), taken.len());
        prop_assert_eq!(state.answers().len(), answers.len() + taken.len());
        prop_assert_eq!(&wizard.consider(&state.answers()).outcome, &state.outcome);
    }
}
