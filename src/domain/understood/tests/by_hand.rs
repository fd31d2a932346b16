use super::*;
use crate::domain::analysis::Size;
use crate::domain::question::{NumberKey, Wrong};

/// Ten people, two questions. The first: persons 0 to 4 right, 5 to 9 choose b. The second: 0 to 5 right, 6 to 9 nothing
/// right (two choose b, two c), which [`Sight::People`] shows.
fn ten(sight: Sight, questions: &[Question]) -> Gathered<'_> {
    let mut all = gathered(questions, sight);
    for person in 0..10 {
        first(&mut all, person, 0, if person < 5 { "r" } else { "b" });
        let second = ["r", "r", "r", "r", "r", "r", "b", "b", "c", "c"][person as usize];
        first(&mut all, person, 1, second);
    }
    all
}

/// x = five 1, five 0: variance 10 · 0.25 ÷ 9 = 0.277778. R (the other): six 1, four 0: variance 10 · 0.24 ÷ 9 = 0.266667.
/// Sum of products: five, so covariance (5 − 10 · 0.5 · 0.6) ÷ 9 = 0.222222; 0.222222 ÷ √(0.277778 · 0.266667) = 0.816497.
/// Sums: five 2, one 1, four 0: mean 1.1, variance (21 − 12.1) ÷ 9 = 0.988889;
/// consistency 2 · (1 − 0.544444 ÷ 0.988889) = 0.898876; √0.988889 · √(1 − 0.898876) ÷ 2 = 0.158114.
#[test]
fn ten_people_worked_by_hand() {
    let questions = [question("q1", "a"), question("q2", "b")];
    let report = Report::of(&ten(Sight::People, &questions));
    assert_eq!((report.people, report.size), (Count::Exactly(10), Size::Small));
    let q1 = of(&report, "q1");
    near(q1.facility.unwrap().exact(), 0.5);
    near(q1.discrimination, 0.816_497);
    near(q1.efficiency, 1.0);
    near(q1.above_guessing.unwrap().exact(), 0.25);
    assert_eq!(counts(q1), [("r", Some(5)), ("b", Some(5)), ("c", Some(0))]);
    near(q1.picked[0].rest, 1.0);
    near(q1.picked[1].rest, 0.2);
    near(q1.picked[1].share, 0.5);
    assert_eq!(q1.picked[1].misconception.as_deref(), Some("mixes-up"));
    assert_eq!(q1.advice, [Advice::Discuss]);
    let quiz = &report.quizzes[0];
    near(quiz.mean.unwrap().exact(), 0.55);
    near(quiz.consistency, 0.898_876);
    near(quiz.standard_error, 0.158_114);
    assert_eq!((quiz.questions, quiz.people), (2, Count::Exactly(10)));
    // The hardest first, while nobody was sure.
    assert_eq!(report.questions.iter().map(|q| q.id.as_str()).collect::<Vec<_>>(), ["q1", "q2"]);
    assert_eq!(report.misconceptions, [("mixes-up".to_owned(), 5)]);
    near(report.sections[1].facility.unwrap().exact(), 0.6);
    assert_eq!(report.sections[1].hardest.as_deref(), Some("q2"));
}

#[test]
fn sure_and_wrong_stands_first_and_times_are_quartiles() {
    let questions = [question("q1", "a"), question("q2", "b")];
    let mut all = ten(Sight::Groups, &questions);
    for (n, first) in all.answers.iter_mut().enumerate() {
        let sure = first.question == 1 && first.mark == Mark::NONE || n % 4 == 0;
        first.certainty = Some(if sure { Certainty::Sure } else { Certainty::Guess });
        // The times of the first question are 0, 10, … 90.
        first.seconds = (first.question == 0).then_some(first.person.0 * 10);
        first.hints = u8::from(first.question == 0 && first.person.0 < 5);
    }
    let report = Report::of(&all);
    let q2 = of(&report, "q2");
    // Four wrong of ten are too few to be counted.
    assert_eq!((q2.certain.unwrap().sure_and_wrong, q2.facility.unwrap().exact()), (Count::Hidden, None));
    let pace = of(&report, "q1").pace.unwrap();
    assert_eq!((pace.people, pace.lower, pace.median, pace.upper), (10, 22.5, 45.0, 67.5));
    assert_eq!(of(&report, "q1").hinted, Count::Exactly(5));

    all.sight = Sight::People;
    let report = Report::of(&all);
    let q2 = of(&report, "q2");
    assert_eq!(report.questions[0].id, "q2");
    assert_eq!(q2.certain.unwrap().sure_and_wrong, Count::Exactly(4));
    near(q2.certain.unwrap().share, 0.4);
    // Of eleven guesses eight are right: two of five in the first question, six of six in the second.
    near(report.calibration[0], 8.0 / 11.0);
}

#[test]
fn advice_states_its_rule() {
    let cases = [
        (0.29, 0.0, Advice::Reteach),
        (0.30, 0.0, Advice::Discuss),
        (0.50, 0.5, Advice::Guessed),
        (0.51, 0.5, Advice::Discuss),
        (0.70, 0.0, Advice::Discuss),
        (0.71, 0.0, Advice::ShortLook),
        (0.80, 0.0, Advice::ShortLook),
        (0.81, 0.0, Advice::GoOn),
    ];
    for (facility, guess, advice) in cases {
        let given = Advice::of_facility(Range::exactly(facility), guess);
        assert_eq!(given, advice, "{facility} {guess}");
        assert!(given.rule().contains("facility") && !given.to_string().is_empty());
    }
}

/// Who is right in the first is wrong in the six others: the key may be wrong, and `b` may be right.
#[test]
fn a_question_against_the_rest_is_looked_at() {
    let questions: Vec<Question> = (0..7).map(|n| question(&format!("q{n}"), "a")).collect();
    let mut all = gathered(&questions, Sight::Groups);
    for person in 0..12 {
        for at in 0..7 {
            let good = (person < 6) == (at > 0);
            first(&mut all, person, at, if good { "r" } else { "b" });
        }
    }
    let report = Report::of(&all);
    let q0 = of(&report, "q0");
    near(q0.discrimination, -1.0);
    let b = questions[0].asked(0).token("b");
    assert_eq!(q0.advice, [Advice::LookAtKey, Advice::LookAtQuestion(b), Advice::Discuss]);
    assert_eq!(of(&report, "q1").advice.first(), Some(&Advice::Discuss));
}

#[test]
fn the_first_answer_counts_and_revisions_with_one_key_are_one() {
    let mut reworded = question("q1", "a");
    reworded.prompt = "Which one?".to_owned();
    let mut other_key = question("q1", "a");
    other_key.body = Body::Fixed(Kind::Choice(vec![option("r", true, None), option("d", false, None)]));
    let questions = [question("q1", "a"), reworded, other_key];
    let mut all = gathered(&questions, Sight::Groups);
    all.quizzes[0].questions = vec!["q1".to_owned()];
    for (at, posed) in all.questions.iter_mut().enumerate() {
        posed.revision = i64::try_from(at).unwrap() + 1;
    }
    for person in 0..20 {
        first(&mut all, person, usize::from(person >= 10), "r");
    }
    for person in 20..26 {
        first(&mut all, person, 2, "r");
    }
    // Later, and of another revision: it changes nothing.
    first(&mut all, 3, 2, "d");
    all.answers.last_mut().unwrap().at = Millis(1_000_000);
    let report = Report::of(&all);
    let seen: Vec<_> = report.questions.iter().map(|q| (q.revision, q.people)).collect();
    assert_eq!(seen, [(2, Count::Exactly(20)), (3, Count::Exactly(6))]);
    assert_eq!((report.quizzes[0].questions, report.quizzes[0].people), (1, Count::Exactly(26)));
}

#[test]
fn what_is_typed_is_counted_by_what_it_stands_for() {
    let wrong = |is: &str, misconception: &str| Wrong {
        is: is.to_owned(),
        feedback: format!("{is} counts too much."),
        misconception: Some(misconception.to_owned()),
    };
    let key =
        NumberKey { answer: 251.0, tolerance: 0.0, unit: None, wrong: vec![wrong("256", "all"), wrong("254", "two")] };
    let questions = [question_of("n", "a", Kind::Number(key))];
    let mut all = gathered(&questions, Sight::People);
    for (person, typed) in (0..).zip(["251", " 251 ", "256", "254", "254", "17", ""]) {
        first(&mut all, person, 0, "");
        let asked = questions[0].asked(7);
        let last = all.answers.last_mut().unwrap();
        last.answer = (!typed.is_empty()).then(|| Answer::Typed(typed.to_owned()));
        last.mark = last.answer.as_ref().map_or(Mark::NONE, |answer| asked.mark(answer).unwrap().mark);
    }
    let report = Report::of(&all);
    let seen: Vec<_> = report.questions[0].picked.iter().map(|p| (p.key.as_str(), p.people.shown().unwrap())).collect();
    assert_eq!(seen, [("right", 2), ("typical-2", 2), ("typical-1", 1), ("other", 1), ("none", 1)]);
    assert_eq!(report.misconceptions, [("two".to_owned(), 2), ("all".to_owned(), 1)]);
}
