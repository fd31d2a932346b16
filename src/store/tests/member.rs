//! What one person in a cohort did, and what everybody tried lately.

use std::collections::BTreeSet;

use super::cohorts::{cohort, facilitator, member_id, noted, somebody};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::Settings;
use crate::domain::question::{Answer, Mark, Place};
use crate::domain::quiz::{Attempt, Pace, QuizRules, Slot, Try, When};

/// An attempt of a person at `quiz`, with the question `q` answered at these times with these marks.
async fn attempt(store: &Store, person: u8, n: u8, feedback: When, answers: &[(i64, f64)]) {
    let slot = Slot {
        question: "q".to_owned(),
        revision: 1,
        seed: 1,
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        tries: vec![],
        hints: 0,
    };
    let rules = QuizRules { tries: 9, try_costs: 0, hint_costs: 0, feedback, certainty: false, limit: None };
    let attempt =
        Attempt { rules, pace: Pace::Percent(100), started: Millis(1000), handed_in: None, slots: vec![slot] };
    let (workshop, subject) = ("w".to_owned(), "quiz".to_owned());
    let new = NewAttempt { id: id(n), workshop, purpose: Purpose::Quiz, subject, attempt };
    store.begin_attempt(id(person), new).await.unwrap();
    for (number, (at, mark)) in answers.iter().enumerate() {
        let (submission, answer) = (format!("{number}"), Answer::Typed("x".to_owned()));
        let given = Try { submission, at: Millis(*at), answer, mark: Mark::from(*mark), certainty: None };
        assert_eq!(store.keep_answer(id(person), id(n), "q", number, &given).await, Ok(true));
    }
    store.hand_in(id(person), id(n), Millis(9000)).await.unwrap();
}

#[tokio::test]
async fn tries_are_counted_by_attempt_and_question() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        for n in 1..=3 {
            bench.person(n).await;
        }
        for n in 1..=2 {
            store.enter_cohort(somebody(n, one)).await.unwrap();
        }
        attempt(store, 1, 21, When::EachAnswer, &[(2000, 0.0), (2500, 0.5), (3000, 1.0)]).await;
        attempt(store, 1, 22, When::AtTheEnd, &[(3500, 0.0), (3600, 0.0)]).await;
        attempt(store, 2, 23, When::EachAnswer, &[(2000, 0.0), (4000, 0.0)]).await;
        attempt(store, 3, 24, When::EachAnswer, &[(4000, 0.0)]).await;
        let tries = async |since: i64| {
            let tries = store.class_tries(one, "w", Millis(since)).await.unwrap();
            tries.into_iter().map(|t| (t.member, t.attempt, t.wrong, t.right, t.at.0)).collect::<Vec<_>>()
        };
        let of_one = (member_id(1), id(21), 2, true, 3000);
        assert_eq!(tries(0).await, [of_one, (member_id(2), id(23), 2, false, 4000)]);
        assert_eq!(tries(3001).await, [(member_id(2), id(23), 1, false, 4000)]);
        assert_eq!(store.class_tries(one, "other", Millis(0)).await.unwrap(), []);

        let quiz = store.class_quiz(one, "w", "quiz").await.unwrap();
        let whose: BTreeSet<_> = quiz.iter().map(|(member, row)| (*member, row.id)).collect();
        assert_eq!(
            whose,
            [(member_id(1), id(21)), (member_id(1), id(22)), (member_id(2), id(23))].into_iter().collect()
        );
        assert_eq!(store.class_quiz(one, "w", "another").await.unwrap(), []);

        // Counted as one.
        store.join_entries(one, member_id(2), Some(member_id(1)), noted(Deed::MergedMembers)).await.unwrap();
        assert_eq!(tries(3001).await, [(member_id(1), id(23), 1, false, 4000)]);
        assert_eq!(store.member_attempts(one, member_id(1), "w").await.unwrap().len(), 3);
        assert_eq!(store.member_attempts(one, member_id(2), "w").await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_did_is_found_through_the_cohort_they_are_in() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let (one, two) =
            (cohort(store, 1, ada, Settings::default()).await, cohort(store, 2, ada, Settings::default()).await);
        for n in 1..=2 {
            bench.person(n).await;
            store.enter_cohort(somebody(n, one)).await.unwrap();
            store.mark(id(n), "w", "m", &format!("s{n}"), "e", Millis(i64::from(n))).await.unwrap();
        }
        attempt(store, 1, 21, When::EachAnswer, &[(2000, 1.0)]).await;
        let design = |title: &str| NewRevision {
            title: title.to_owned(),
            body: format!(r#"{{"title":"{title}"}}"#),
            said: "begun".to_owned(),
        };
        for (n, title, at) in [(31, "shown", 10), (32, "kept to oneself", 20), (33, "chosen", 30)] {
            assert_eq!(store.add_design(id(1), id(n), "w", design(title), Millis(at)).await, Ok(true));
        }
        store.share_design(id(1), id(31), [9; 32], id(90), Millis(40)).await.unwrap();
        store.show_designs(id(1), one, [id(31)].into_iter().collect(), Millis(50)).await.unwrap();

        let designs = async |cohort, n| {
            let designs = store.member_designs(cohort, member_id(n), "w").await.unwrap();
            assert!(designs.iter().all(|design| design.design.share.is_none()), "the link is its owner's affair");
            designs.into_iter().map(|design| (design.design.title, design.shown)).collect::<Vec<_>>()
        };
        assert_eq!(designs(one, 1).await, [("chosen".to_owned(), false), ("shown".to_owned(), true)]);
        assert_eq!(designs(one, 2).await, []);
        let sections = async |cohort, n| {
            let marks = store.member_marks(cohort, member_id(n), "w").await.unwrap();
            marks.into_iter().map(|mark| mark.section).collect::<Vec<_>>()
        };
        assert_eq!(sections(one, 1).await, ["s1"]);
        assert_eq!(store.member_attempts(one, member_id(1), "w").await.unwrap().len(), 1);
        // Not through another cohort, not for another workshop, and not once they left.
        assert_eq!((designs(two, 1).await, sections(two, 1).await), (vec![], vec![]));
        assert_eq!(store.member_attempts(two, member_id(1), "w").await.unwrap(), []);
        assert_eq!(store.member_marks(one, member_id(1), "other").await.unwrap(), []);
        store.leave(id(1), one, Millis(60)).await.unwrap();
        assert_eq!((designs(one, 1).await, sections(one, 1).await), (vec![], vec![]));
        assert_eq!(store.member_attempts(one, member_id(1), "w").await.unwrap(), []);
        assert_eq!(store.class_tries(one, "w", Millis(0)).await.unwrap(), []);
    })
    .await;
}
