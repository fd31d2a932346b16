//! Attempts, answers and hints.

use super::*;
use crate::domain::question::{Answer, Mark, Place};
use crate::domain::quiz::{Attempt, Certainty, Pace, QuizRules, Slot, TimeLimit, Try, When};

fn attempt(limit: Option<u32>) -> Attempt {
    let slot = |question: &str| Slot {
        question: question.to_owned(),
        revision: 3,
        seed: u64::MAX - 7,
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        tries: vec![],
        hints: 0,
    };
    let limit = limit.map(|seconds| TimeLimit { seconds, grace_seconds: 5 });
    let rules =
        QuizRules { tries: 2, try_costs: 25, hint_costs: 10, feedback: When::EachAnswer, certainty: true, limit };
    let slots = vec![slot("q1"), slot("q10"), slot("q2")];
    Attempt { rules, pace: Pace::Percent(100), started: Millis(1000), handed_in: None, slots }
}

fn new(n: u8, attempt: Attempt) -> NewAttempt {
    let (workshop, subject) = ("w".to_owned(), "egress".to_owned());
    NewAttempt { id: id(n), workshop, purpose: Purpose::Quiz, subject, attempt }
}

fn given(submission: &str, mark: f64) -> Try {
    Try {
        submission: submission.to_owned(),
        at: Millis(2000),
        answer: Answer::Typed("a \u{1f} sign, \u{1e} another, “quotes”\n".to_owned()),
        mark: Mark::from(mark),
        certainty: Some(Certainty::Unsure),
    }
}

#[tokio::test]
async fn an_attempt_comes_back_with_its_answers_and_hints() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        assert_eq!(store.begin_attempt(id(1), new(11, attempt(None))).await, Ok(id(11)));
        let two = Try { certainty: None, ..given("s2", 0.5) };
        assert_eq!(store.keep_answer(id(1), id(11), "q10", 0, &given("s1", 0.0)).await, Ok(true));
        assert_eq!(store.keep_answer(id(1), id(11), "q10", 1, &two).await, Ok(true));
        assert_eq!(store.give_hint(id(1), id(11), "q2", 0, Millis(3)).await, Ok(true));
        assert_eq!(store.give_hint(id(1), id(11), "q2", 0, Millis(3)).await, Ok(false), "given once");
        let mut expected = attempt(None);
        expected.slots[1].tries = vec![given("s1", 0.0), two];
        expected.slots[2].hints = 1;
        let row = store.attempt(id(1), id(11)).await.unwrap().unwrap();
        assert_eq!((row.purpose, row.subject.as_str(), &row.attempt), (Purpose::Quiz, "egress", &expected));
        assert_eq!(store.attempts(id(1), "w").await.unwrap(), [row]);
        assert_eq!(store.attempts(id(1), "other").await.unwrap(), []);
        // Nobody else has it.
        assert_eq!(store.attempt(id(2), id(11)).await.unwrap(), None);
        assert_eq!(store.keep_answer(id(2), id(11), "q1", 0, &given("s3", 1.0)).await, Ok(false));
        assert_eq!(store.give_hint(id(2), id(11), "q1", 0, Millis(3)).await, Ok(false));
        store.hand_in(id(2), id(11), Millis(4)).await.unwrap();
        assert_eq!(store.attempt(id(1), id(11)).await.unwrap().unwrap().attempt.handed_in, None);
        assert_eq!(store.begin_attempt(id(3), new(12, attempt(None))).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn one_is_open_at_a_time_for_each_purpose_and_subject() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        assert_eq!(store.begin_attempt(id(1), new(11, attempt(None))).await, Ok(id(11)));
        assert_eq!(store.begin_attempt(id(1), new(12, attempt(None))).await, Ok(id(11)), "the open one goes on");
        let again = NewAttempt { purpose: Purpose::Again, ..new(13, attempt(None)) };
        assert_eq!(store.begin_attempt(id(1), again).await, Ok(id(13)));
        store.hand_in(id(1), id(11), Millis(5000)).await.unwrap();
        assert_eq!(store.begin_attempt(id(1), new(14, attempt(Some(60)))).await, Ok(id(14)));
        // Its time is over at 66,000: what begins then is another one.
        let later = |at| Attempt { started: Millis(at), ..attempt(Some(60)) };
        assert_eq!(store.begin_attempt(id(1), new(15, later(66_000))).await, Ok(id(14)));
        assert_eq!(store.begin_attempt(id(1), new(16, later(66_001))).await, Ok(id(16)));
        store.hand_in(id(1), id(14), Millis(66_001)).await.unwrap();
        assert_eq!(store.attempt(id(1), id(14)).await.unwrap().unwrap().attempt.handed_in, None, "its time was over");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_kept_twice_and_nothing_after_the_end() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        store.begin_attempt(id(1), new(11, attempt(None))).await.unwrap();
        let keep = async |number, submission: &str| {
            store.keep_answer(id(1), id(11), "q1", number, &given(submission, 1.0)).await.unwrap()
        };
        assert!(keep(0, "s1").await);
        assert!(!keep(0, "s2").await, "the number is taken");
        assert!(!keep(1, "s1").await, "the submission is there");
        assert!(keep(1, "s2").await);
        // Another question may have a submission of the same name.
        assert!(store.keep_answer(id(1), id(11), "q10", 0, &given("s1", 1.0)).await.unwrap());
        // Fifty at the same moment: one has the number.
        let tries = (0..50).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                store.keep_answer(id(1), id(11), "q2", 0, &given(&format!("at once {n}"), 0.5)).await.unwrap()
            })
        });
        let mut kept = 0;
        for one in tries.collect::<Vec<_>>() {
            kept += u8::from(one.await.unwrap());
        }
        assert_eq!(kept, 1);
        store.hand_in(id(1), id(11), Millis(5000)).await.unwrap();
        store.hand_in(id(1), id(11), Millis(9000)).await.unwrap();
        assert!(!keep(2, "s3").await);
        assert_eq!(store.give_hint(id(1), id(11), "q1", 0, Millis(3)).await, Ok(false));
        let row = store.attempt(id(1), id(11)).await.unwrap().unwrap();
        assert_eq!(row.attempt.handed_in, Some(Millis(5000)));
        assert_eq!(row.attempt.slots.iter().map(|slot| slot.tries.len()).collect::<Vec<_>>(), [2, 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn two_clicks_on_start_begin_one() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let begun: Vec<_> = (20..40)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move { store.begin_attempt(id(1), new(n, attempt(None))).await.unwrap() })
            })
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for one in begun {
            ids.insert(one.await.unwrap());
        }
        assert_eq!(ids.len(), 1);
        assert_eq!(store.attempts(id(1), "w").await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn attempts_go_along_in_a_merge_and_in_an_export_and_away_with_their_owner() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        assert_eq!(store.pace(id(1)).await, Ok(Pace::Percent(100)));
        store.set_pace(id(1), Pace::Percent(125)).await.unwrap();
        store.set_pace(id(1), Pace::Percent(150)).await.unwrap();
        assert_eq!(store.set_pace(id(3), Pace::Untimed).await, Err(StoreError::Gone));
        store.begin_attempt(id(1), new(11, attempt(None))).await.unwrap();
        store.keep_answer(id(1), id(11), "q1", 0, &given("s1", 0.5)).await.unwrap();
        let late = Attempt { rules: QuizRules { feedback: When::AtTheEnd, ..attempt(None).rules }, ..attempt(None) };
        store.begin_attempt(id(2), new(12, late)).await.unwrap();
        store.keep_answer(id(2), id(12), "q2", 0, &given("s2", 1.0)).await.unwrap();
        store.merge(id(1), id(2), Millis(30)).await.unwrap();
        assert_eq!(store.pace(id(2)).await, Ok(Pace::Percent(150)));
        assert_eq!(store.attempts(id(2), "w").await.unwrap().len(), 2);
        let marks = |everything: Everything| -> Vec<Option<f64>> {
            everything.attempts.iter().flat_map(|a| &a.answers).map(|a| a.mark.map(Mark::get)).collect()
        };
        let everything = store.everything(id(2), Millis(5000)).await.unwrap();
        assert_eq!(everything.pace, Some(Pace::Percent(150)));
        assert_eq!(marks(everything), [Some(0.5), None], "what a running attempt does not show is not in the export");
        store.hand_in(id(2), id(12), Millis(6000)).await.unwrap();
        assert_eq!(marks(store.everything(id(2), Millis(7000)).await.unwrap()), [Some(0.5), Some(1.0)]);
        assert_eq!(store.delete_person(id(2), id(99), Millis(40)).await.unwrap().answers, 2);
        assert_eq!(store.attempt(id(2), id(12)).await.unwrap(), None);
        assert_eq!(tables_with(store, "s1").await, Vec::<String>::new());
        assert_eq!(tables_with(store, &id(11).to_string()).await, Vec::<String>::new());
    })
    .await;
}
