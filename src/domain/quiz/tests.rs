use super::*;

const RULES: QuizRules = QuizRules {
    tries: 2,
    try_costs: 25,
    hint_costs: 10,
    feedback: When::EachAnswer,
    certainty: true,
    limit: Some(TimeLimit { seconds: 600, grace_seconds: 5 }),
};
const START: Millis = Millis(1_000_000);

fn slot(question: &str, section: &str) -> Slot {
    let place = Place { module: "m".to_owned(), section: section.to_owned() };
    Slot { question: question.to_owned(), revision: 1, seed: 1, place, tries: vec![], hints: 0 }
}

fn attempt(rules: QuizRules, pace: Pace) -> Attempt {
    let slots = vec![slot("q1", "a"), slot("q10", "b"), slot("q2", "b"), slot("q3", "c")];
    Attempt { rules, pace, started: START, handed_in: None, slots }
}

fn at(seconds: i64) -> Millis {
    START.plus_seconds(seconds)
}

fn answer(attempt: &mut Attempt, question: &str, id: &str, mark: f64, now: Millis) -> Result<Receipt, Refusal> {
    attempt.answer(question, id, (Answer::Truth(mark > 0.5), Mark::from(mark)), Some(Certainty::Sure), now)
}

#[test]
fn the_time_is_the_servers_with_grace_and_a_personal_factor() {
    let cases = [
        (Pace::Percent(100), 0, State::Running { left: Some(600_000) }),
        (Pace::Percent(100), 600_000, State::Running { left: Some(0) }),
        (Pace::Percent(100), 600_001, State::Grace { left: 4_999 }),
        (Pace::Percent(100), 605_000, State::Grace { left: 0 }),
        (Pace::Percent(100), 605_001, State::TimeUp { ended: Millis(START.0 + 605_000) }),
        (Pace::Percent(200), 605_001, State::Running { left: Some(594_999) }),
        (Pace::Percent(200), 1_205_001, State::TimeUp { ended: Millis(START.0 + 1_205_000) }),
        // Nobody has less than the limit.
        (Pace::Percent(50), 600_000, State::Running { left: Some(0) }),
        (Pace::Untimed, i64::MAX / 2, State::Running { left: None }),
    ];
    for (pace, after, state) in cases {
        assert_eq!(attempt(RULES, pace).state(Millis(START.0 + after)), state, "{pace:?} {after}");
    }
    let without = attempt(QuizRules { limit: None, ..RULES }, Pace::Percent(100));
    assert_eq!((without.ends(), without.state(at(9_999))), (None, State::Running { left: None }));
}

#[test]
fn an_answer_around_the_end_counts_or_is_refused_in_words() {
    for (after, counts) in [(599_900, true), (600_000, true), (600_300, true), (605_000, true), (605_001, false)] {
        let mut attempt = attempt(RULES, Pace::Percent(100));
        let sent = answer(&mut attempt, "q1", "s", 1.0, Millis(START.0 + after));
        assert_eq!(sent.is_ok(), counts, "{after}");
        if let Err(refusal) = sent {
            assert_eq!(refusal.to_string(), "The time was over when this answer arrived; it does not count.");
        }
    }
}

#[test]
fn the_same_submission_counts_once_and_is_confirmed_again_even_afterwards() {
    let mut attempt = attempt(RULES, Pace::Percent(100));
    let first = answer(&mut attempt, "q1", "s1", 0.0, at(1)).unwrap();
    assert_eq!((first.again, first.tries_left, first.at), (false, 1, at(1)));
    for now in [at(2), at(9_999)] {
        let again = answer(&mut attempt, "q1", "s1", 1.0, now).unwrap();
        assert_eq!((again.again, again.at, again.mark, again.tries_left), (true, at(1), Mark::NONE, 1));
    }
    assert_eq!(attempt.slots[0].tries.len(), 1);
    assert_eq!(answer(&mut attempt, "q1", "s2", 1.0, at(9_999)), Err(Refusal::TimeUp { ended: at(605) }));
}

#[test]
fn tries_hints_and_the_end_are_kept() {
    let mut attempt = attempt(RULES, Pace::Percent(100));
    assert_eq!(answer(&mut attempt, "q", "s", 1.0, at(1)), Err(Refusal::NoSuchQuestion));
    answer(&mut attempt, "q1", "s1", 1.0, at(1)).unwrap();
    assert_eq!(answer(&mut attempt, "q1", "s2", 1.0, at(2)), Err(Refusal::RightAlready));
    assert_eq!(attempt.hint("q1", 2, at(2)), Err(Refusal::RightAlready));
    assert_eq!((attempt.hint("q10", 2, at(2)), attempt.hint("q10", 2, at(2))), (Ok(0), Ok(1)));
    assert_eq!(attempt.hint("q10", 2, at(2)), Err(Refusal::NoHintLeft));
    answer(&mut attempt, "q10", "s3", 0.0, at(3)).unwrap();
    assert!(!attempt.shows_key("q10", at(3)) && attempt.shows_feedback(at(3)));
    answer(&mut attempt, "q10", "s4", 0.5, at(4)).unwrap();
    assert_eq!(answer(&mut attempt, "q10", "s5", 1.0, at(5)), Err(Refusal::NoTryLeft));
    assert!(attempt.shows_key("q10", at(5)) && attempt.shows_key("q1", at(5)) && !attempt.shows_key("q2", at(5)));
    assert!(!attempt.shows_key("q", at(5)));
    assert_eq!(attempt.hand_in(at(6)), State::HandedIn { at: at(6) });
    assert_eq!(attempt.hand_in(at(7)), State::HandedIn { at: at(6) });
    assert_eq!(answer(&mut attempt, "q2", "s6", 1.0, at(8)), Err(Refusal::HandedIn { at: at(6) }));
    assert!(attempt.shows_key("q2", at(8)));
}

#[test]
fn at_the_end_means_that_nothing_is_given_away_before() {
    let mut attempt = attempt(QuizRules { feedback: When::AtTheEnd, ..RULES }, Pace::Percent(100));
    answer(&mut attempt, "q1", "s1", 1.0, at(1)).unwrap();
    // A second answer is taken whether the first was right or not: a refusal would tell.
    assert!(answer(&mut attempt, "q1", "s2", 0.0, at(2)).is_ok());
    // It may be changed again and again, also where two tries are named, and what stands last counts alone.
    for (n, mark) in [0.5, 1.0, 0.0, 1.0].into_iter().enumerate() {
        answer(&mut attempt, "q2", &format!("c{n}"), mark, at(2)).unwrap();
    }
    assert_eq!(attempt.hint("q10", 9, at(2)), Ok(0));
    let result = attempt.result();
    let shown: Vec<_> = result.slots.iter().map(|s| (s.earned.get(), s.outcome)).collect();
    let (right, wrong) = (Some(Outcome::RightFirst), Some(Outcome::Wrong));
    assert_eq!(shown, [(0.0, wrong), (0.0, None), (1.0, right), (0.0, None)]);
    assert_eq!(result.read_again.iter().map(|place| place.section.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(!attempt.shows_feedback(at(3)) && !attempt.shows_key("q1", at(3)));
    assert!(attempt.shows_feedback(at(606)) && attempt.shows_key("q1", at(606)));
    // Handing in after the time changes nothing.
    assert_eq!(attempt.hand_in(at(700)), State::TimeUp { ended: at(605) });
}

#[test]
fn the_result_counts_the_tries_and_says_what_to_read_again() {
    let mut attempt = attempt(RULES, Pace::Percent(100));
    answer(&mut attempt, "q1", "1", 1.0, at(1)).unwrap();
    attempt.hint("q10", 1, at(2)).unwrap();
    answer(&mut attempt, "q10", "2", 0.0, at(2)).unwrap();
    answer(&mut attempt, "q10", "3", 1.0, at(3)).unwrap();
    answer(&mut attempt, "q2", "4", 0.5, at(4)).unwrap();
    answer(&mut attempt, "q2", "5", 0.0, at(5)).unwrap();
    let result = attempt.result();
    let shown: Vec<_> = result.slots.iter().map(|s| (s.earned.get(), s.verdict, s.outcome, s.sure_and_wrong)).collect();
    let expected = [
        (1.0, Some(Verdict::Right), Some(Outcome::RightFirst), false),
        (0.65, Some(Verdict::Right), Some(Outcome::RightOnRetry), true),
        (0.5, Some(Verdict::Wrong), Some(Outcome::Wrong), true),
        (0.0, None, None, false),
    ];
    assert_eq!(shown, expected);
    assert!((result.score - 2.15).abs() < 1e-12);
    assert_eq!(result.percent(), Some(53));
    assert_eq!(result.wrong_ones().collect::<Vec<_>>(), ["q2", "q3"]);
    // Section b lost 1 and 0.5 at first, section c everything of one question.
    let read: Vec<&str> = result.read_again.iter().map(|place| place.section.as_str()).collect();
    assert_eq!(read, ["b", "c"]);
}

#[test]
fn a_hundred_percent_means_everything_and_a_hint_is_no_first_time() {
    let mut attempt = attempt(QuizRules { hint_costs: 0, ..RULES }, Pace::Untimed);
    attempt.hint("q1", 1, at(0)).unwrap();
    for (n, question) in ["q1", "q10", "q2", "q3"].into_iter().enumerate() {
        answer(&mut attempt, question, &n.to_string(), 1.0, at(1)).unwrap();
    }
    let result = attempt.result();
    assert_eq!((result.percent(), result.read_again.len()), (Some(100), 0));
    assert_eq!(result.slots[0].outcome, Some(Outcome::RightOnRetry));
    let empty = Attempt { slots: vec![], ..attempt };
    assert_eq!(empty.result().percent(), None);
}

#[test]
fn certainty_is_kept_only_where_it_is_asked() {
    let mut attempt = attempt(QuizRules { certainty: false, ..RULES }, Pace::Untimed);
    answer(&mut attempt, "q1", "s", 0.0, at(1)).unwrap();
    assert_eq!(attempt.slots[0].tries[0].certainty, None);
    assert!(!attempt.result().slots[0].sure_and_wrong);
}

#[test]
fn changes_are_bounded() {
    let mut attempt = attempt(QuizRules { feedback: When::AtTheEnd, tries: 1, ..RULES }, Pace::Untimed);
    for n in 0..MOST_CHANGES {
        answer(&mut attempt, "q1", &n.to_string(), 0.0, at(1)).unwrap();
    }
    assert_eq!(answer(&mut attempt, "q1", "more", 1.0, at(1)), Err(Refusal::NoTryLeft));
}
