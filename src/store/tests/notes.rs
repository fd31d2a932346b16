//! Notes: nothing that anybody wrote is overwritten unseen.

use super::*;
use crate::domain::note::MOST_KEPT;

async fn body(store: &Store) -> String {
    let mut notes = store.notes_of(id(1), Some("w")).await.unwrap();
    assert_eq!(notes.len(), 1);
    notes.remove(0).body
}

async fn save(store: &Store, base: i64, text: &str) -> (String, i64, bool) {
    let saved = store.save_note(id(1), "w", "m", "s", base, None, text, Millis(1)).await.unwrap();
    (saved.body, saved.revision, saved.kept_both)
}

fn kept(text: &str, revision: i64, both: bool) -> (String, i64, bool) {
    (text.to_owned(), revision, both)
}

#[tokio::test]
async fn a_note_is_changed_by_who_saw_it_and_kept_with_both_texts_by_who_did_not() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        assert_eq!(save(store, 0, "").await, kept("", 0, false), "nothing was written");
        assert_eq!(save(store, 0, "one").await, kept("one", 1, false));
        assert_eq!(save(store, 0, "one").await, kept("one", 1, false), "sent twice");
        assert_eq!(save(store, 1, "two").await, kept("two", 2, false));
        let (both, revision, kept_both) = save(store, 1, "one and a half").await;
        assert!(both.starts_with("two\n") && both.ends_with("\none and a half") && kept_both, "{both:?}");
        assert_eq!(revision, 3);
        assert_eq!(body(store).await, both);
        assert_eq!(save(store, 2, "").await, kept(&both, 3, true), "who did not see it removes nothing");
        assert_eq!(save(store, 3, "").await, kept("", 0, false));
        assert!(store.notes_of(id(1), None).await.unwrap().is_empty());
        assert!(store.reader_of(id(1), "w").await.unwrap().unwrap().notes.is_empty());
        for text in ["some", ""] {
            assert_eq!(
                store.save_note(id(2), "w", "m", "s", 0, None, text, Millis(1)).await,
                Err(StoreError::Gone),
                "{text:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_note_written_anew_is_not_taken_for_the_one_that_was_removed() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let (_, first, _) = save(store, 0, "first").await;
        save(store, first, "").await;
        let (_, anew, _) = save(store, 0, "written anew").await;
        assert_ne!(anew, first);
        // A page that still shows the first text saves its change.
        let (both, _, kept_both) = save(store, first, "first, changed").await;
        assert!(both.contains("written anew") && both.contains("first, changed") && kept_both, "{both:?}");
    })
    .await;
}

#[tokio::test]
async fn notes_are_listed_by_workshop_or_all() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        for (workshop, section) in [("w2", "a"), ("w1", "b"), ("w1", "a")] {
            store.save_note(id(1), workshop, "m", section, 0, None, "text", Millis(1)).await.unwrap();
        }
        let names = |notes: Vec<NoteRow>| {
            notes.into_iter().map(|note| format!("{}/{}", note.workshop, note.section)).collect::<Vec<_>>()
        };
        assert_eq!(names(store.notes_of(id(1), None).await.unwrap()), ["w1/a", "w1/b", "w2/a"]);
        assert_eq!(names(store.notes_of(id(1), Some("w1")).await.unwrap()), ["w1/a", "w1/b"]);
        assert!(store.notes_of(id(2), None).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_texts_saved_at_once_none_is_lost() {
    on_each(async |bench| {
        bench.person(1).await;
        // Twenty devices write ten texts each into one note, and none has seen what the others wrote.
        let tasks: Vec<_> = (0..20)
            .map(|device| {
                let store = bench.store.clone();
                tokio::spawn(async move {
                    for n in 0..10 {
                        let text = format!("<{device}.{n}>");
                        let saved = store.save_note(id(1), "w", "m", "s", 0, None, &text, Millis(1)).await.unwrap();
                        assert!(saved.body.contains(&text));
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let body = body(&bench.store).await;
        for device in 0..20 {
            for n in 0..10 {
                assert!(body.contains(&format!("<{device}.{n}>")), "{device}.{n}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_that_got_no_answer_does_not_meet_its_own_text() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let again = async |before: &str, text: &str| {
            store.save_note(id(1), "w", "m", "s", 0, Some(before), text, Millis(2)).await.unwrap()
        };
        save(store, 0, "one").await;
        let saved = again("one", "one, two").await;
        assert_eq!((saved.body.as_str(), saved.revision, saved.kept_both), ("one, two", 2, false));
        // It did not arrive, and somebody else wrote.
        let saved = again("never arrived", "three").await;
        assert!(
            saved.body.starts_with("one, two\n") && saved.body.ends_with("\nthree") && saved.kept_both,
            "{saved:?}"
        );
        let saved = again(&saved.body, "").await;
        assert_eq!((saved.body.as_str(), saved.revision), ("", 0), "it may be taken back as well");
    })
    .await;
}

#[tokio::test]
async fn two_texts_that_are_too_long_together_leave_the_note_as_it_is() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let there = "é".repeat(MOST_KEPT - 40);
        save(store, 0, &there).await;
        save(store, 1, &format!("{there}!")).await;
        let before = dump(store).await;
        let late = async |text: &str| store.save_note(id(1), "w", "m", "s", 1, None, text, Millis(9)).await;
        assert_eq!(late("0123456789").await, Err(StoreError::TooLong));
        assert_eq!(dump(store).await, before);
        let fits = late("01234").await.unwrap();
        assert!(fits.kept_both && fits.body.chars().count() <= MOST_KEPT, "{}", fits.body.chars().count());
    })
    .await;
}

#[tokio::test]
async fn a_revision_out_of_thin_air_does_no_harm() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        for (n, base) in [i64::MAX, i64::MAX - 1, 1 << 60, (1 << 40) + 1, 1 << 40, -1, i64::MIN].into_iter().enumerate()
        {
            let section = format!("s{n}");
            let save = async |base: i64, text: &str| {
                store.save_note(id(1), "w", "m", &section, base, None, text, Millis(1)).await.unwrap()
            };
            let first = save(base, "one").await;
            assert!((1..=(1 << 40) + 1).contains(&first.revision) && !first.kept_both, "{base}: {first:?}");
            // The page goes on from what it was answered.
            let second = save(first.revision, "two").await;
            assert_eq!((second.body.as_str(), second.revision), ("two", first.revision + 1), "{base}");
            for wild in [base, i64::MAX, i64::MIN] {
                let both = save(wild, "three").await;
                assert!(both.body.contains("two") && both.body.contains("three"), "{base}: {both:?}");
            }
            let kept =
                store.notes_of(id(1), None).await.unwrap().into_iter().find(|note| note.section == section).unwrap();
            assert_eq!(kept.revision, second.revision + 1, "still a whole number: {base}");
            assert_eq!(store.reader_of(id(1), "w").await.unwrap().unwrap().notes.len(), n + 1);
        }
    })
    .await;
}
