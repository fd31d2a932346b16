//! The bank: revisions, retirement, and what old answers point at.

use super::*;
use crate::domain::question::{Body, Difficulty, Kind, Place, Question};

pub(super) fn question(id: &str, prompt: &str) -> Question {
    Question {
        id: id.to_owned(),
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        goal: 1,
        difficulty: Difficulty::Recall,
        review: true,
        prompt: prompt.to_owned(),
        hints: vec![],
        explanation: "Because.".to_owned(),
        source: "https://example.org/".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body: Body::Fixed(Kind::Truth { answer: true, feedback: "No.".to_owned(), misconception: None }),
    }
}

fn revisions(synced: &Synced) -> Vec<(&str, i64)> {
    synced.revisions.iter().map(|(id, revision)| (id.as_str(), *revision)).collect()
}

#[tokio::test]
async fn a_change_is_a_new_revision_and_what_was_asked_before_stays() {
    on_each(async |bench| {
        let store = &bench.store;
        let (a, b) = (question("a", "First?"), question("b", "Second?"));
        let synced = store.sync_bank("w", &[a.clone(), b.clone()], Millis(1)).await.unwrap();
        assert_eq!(
            (revisions(&synced), synced.new, synced.changed, synced.retired),
            (vec![("a", 1), ("b", 1)], 2, 0, 0)
        );
        // The same again, and in another order.
        let synced = store.sync_bank("w", &[b.clone(), a.clone()], Millis(2)).await.unwrap();
        assert_eq!((revisions(&synced), synced.new, synced.changed), (vec![("a", 1), ("b", 1)], 0, 0));
        // Taught elsewhere and read again: it is the same question.
        let place = Place { module: "renamed".to_owned(), section: "s2".to_owned() };
        let moved = Question { place, checked: "2026-12-01".to_owned(), ..a.clone() };
        let synced = store.sync_bank("w", &[moved, b.clone()], Millis(3)).await.unwrap();
        assert_eq!((revisions(&synced), synced.changed), (vec![("a", 1), ("b", 1)], 0));
        let edited = question("a", "First, really?");
        let synced = store.sync_bank("w", &[edited.clone(), b.clone()], Millis(4)).await.unwrap();
        assert_eq!((revisions(&synced), synced.changed), (vec![("a", 2), ("b", 1)], 1));
        assert_eq!(*store.revision("w", "a", 1).await.unwrap().unwrap(), a);
        assert_eq!(*store.revision("w", "a", 2).await.unwrap().unwrap(), edited);
        assert_eq!(store.revision("w", "a", 3).await.unwrap(), None);
        assert_eq!(store.revision("other", "a", 1).await.unwrap(), None);
        // Taken back, it is what it was.
        let synced = store.sync_bank("w", &[a.clone(), b.clone()], Millis(5)).await.unwrap();
        assert_eq!((revisions(&synced), synced.changed), (vec![("a", 1), ("b", 1)], 1));
    })
    .await;
}

#[tokio::test]
async fn a_question_that_is_taken_out_is_retired_and_can_come_back() {
    on_each(async |bench| {
        let store = &bench.store;
        let (a, b) = (question("q1", "First?"), question("q10", "Tenth?"));
        store.sync_bank("w", &[a.clone(), b.clone()], Millis(1)).await.unwrap();
        store.sync_bank("other", std::slice::from_ref(&a), Millis(1)).await.unwrap();
        let synced = store.sync_bank("w", std::slice::from_ref(&b), Millis(2)).await.unwrap();
        assert_eq!((revisions(&synced), synced.retired), (vec![("q10", 1)], 1));
        assert_eq!(store.retired_questions("w").await.unwrap(), [("q1".to_owned(), Millis(2))].into());
        assert!(store.retired_questions("other").await.unwrap().is_empty(), "another workshop's of the same name");
        assert_eq!(*store.revision("w", "q1", 1).await.unwrap().unwrap(), a);
        // Once more without it: it was retired before.
        let synced = store.sync_bank("w", std::slice::from_ref(&b), Millis(3)).await.unwrap();
        assert_eq!(synced.retired, 0);
        assert_eq!(store.retired_questions("w").await.unwrap()["q1"], Millis(2));
        let synced = store.sync_bank("w", &[a.clone(), b.clone()], Millis(4)).await.unwrap();
        assert_eq!((revisions(&synced), synced.new), (vec![("q1", 1), ("q10", 1)], 0));
        assert!(store.retired_questions("w").await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_processes_that_start_together_agree_on_the_revisions() {
    on_each(async |bench| {
        let Some(other) = bench.another().await else { return };
        let old: Vec<Question> = (0..20).map(|n| question(&format!("q{n}"), "Old?")).collect();
        bench.store.sync_bank("w", &old, Millis(1)).await.unwrap();
        let new: Vec<Question> = (0..20).map(|n| question(&format!("q{n}"), "New?")).collect();
        let (a, b) = tokio::join!(bench.store.sync_bank("w", &new, Millis(2)), other.sync_bank("w", &new, Millis(2)));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.revisions, b.revisions);
        assert!(a.revisions.values().all(|revision| *revision == 2), "{:?}", a.revisions);
        other.close().await;
    })
    .await;
}
