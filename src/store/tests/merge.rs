//! Two progresses made one.

use std::collections::BTreeSet;

use super::*;
use crate::domain::note::MOST_KEPT;

const EVER: Millis = Millis(0);

#[tokio::test]
async fn a_merge_keeps_everything_of_both() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        store.rename(id(1), "From").await.unwrap();
        for (n, workshop, section, edition, at) in [
            (1, "w", "a", "e1", 10),
            (1, "w", "b", "e1", 50),
            (1, "w", "c", "e1", 60),
            (1, "other", "a", "e1", 70),
            (2, "w", "b", "e2", 40),
            (2, "w", "c", "e2", 65),
            (2, "w", "d", "e2", 80),
        ] {
            store.mark(id(n), workshop, "m", section, edition, Millis(at)).await.unwrap();
        }
        for (n, section, text) in [
            (1, "only-from", "f"),
            (2, "only-into", "i"),
            (1, "both", "mine"),
            (2, "both", "theirs"),
            (1, "same", "same"),
            (2, "same", "same"),
            (1, "inside", "word"),
            (2, "inside", "a\nword\nmore"),
        ] {
            store.save_note(id(n), "w", "m", section, 0, None, text, Millis(5)).await.unwrap();
        }
        // Into's note was taken back; from's was never seen there. And the other way round.
        for (n, other, section) in [(2, 1, "taken-back-there"), (1, 2, "taken-back-here")] {
            store.save_note(id(n), "w", "m", section, 0, None, "away", Millis(5)).await.unwrap();
            store.save_note(id(n), "w", "m", section, 1, None, "", Millis(5)).await.unwrap();
            store.save_note(id(other), "w", "m", section, 0, None, "here", Millis(5)).await.unwrap();
        }
        for n in [1, 2] {
            store.put_place(id(n), session(n), "w", "m", "a", Millis(i64::from(n))).await.unwrap();
            store.put_code(id(n), [n + 100; 32], id(n + 50), Millis(i64::from(n)), false).await.unwrap();
        }

        let merged = store.merge(id(1), id(2), Millis(99)).await.unwrap();
        assert_eq!(merged, Merged { marks: 2, notes: 2, kept_both: 2, dropped_name: None });
        let reader = store.reader(&[1; 32], EVER, "w").await.unwrap().unwrap();
        assert_eq!(
            (reader.identity.person, reader.identity.session),
            (id(2), session(1)),
            "the browser stays signed in"
        );
        assert_eq!(reader.identity.name, "From", "the other had none");
        assert_eq!(store.identity(&[2; 32], EVER).await.unwrap().unwrap().person, id(2));
        let marks: BTreeSet<_> =
            reader.marks.iter().map(|mark| (mark.section.as_str(), mark.edition.as_str(), mark.at.0)).collect();
        assert_eq!(marks, BTreeSet::from([("a", "e1", 10), ("b", "e2", 40), ("c", "e1", 60), ("d", "e2", 80)]));
        assert_eq!(store.reader_of(id(2), "other").await.unwrap().unwrap().marks.len(), 1);
        let notes: Vec<_> =
            store.notes_of(id(2), None).await.unwrap().into_iter().map(|note| (note.section, note.body)).collect();
        let expected = [
            ("both", "theirs\n\n--- from another device ---\n\nmine"),
            ("inside", "a\nword\nmore"),
            ("only-from", "f"),
            ("only-into", "i"),
            ("same", "same"),
            ("taken-back-here", "here"),
            ("taken-back-there", "here"),
        ];
        assert_eq!(notes, expected.map(|(section, body)| (section.to_owned(), body.to_owned())));
        // A page that is still open on either device does not overwrite what the other wrote.
        let saved = store.save_note(id(2), "w", "m", "both", 1, None, "mine, longer", Millis(100)).await.unwrap();
        assert!(saved.kept_both && saved.body.contains("theirs") && saved.body.contains("mine, longer"), "{saved:?}");
        assert_eq!(reader.places.len(), 2);
        for hash in [[101; 32], [102; 32]] {
            assert_eq!(store.person_by_code(&hash).await.unwrap(), Some(id(2)), "both codes open it");
        }
        assert_eq!(store.current_code(id(2)).await.unwrap().unwrap().seed, id(52));
        assert!(tables_with(store, &id(1).to_string()).await.is_empty(), "nothing is left under the old id");
    })
    .await;
}

#[tokio::test]
async fn a_merge_happens_once() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        store.rename(id(1), "From").await.unwrap();
        store.rename(id(2), "Into").await.unwrap();
        store.mark(id(1), "w", "m", "a", "e", Millis(1)).await.unwrap();
        store.mark(id(2), "w", "m", "a", "e", Millis(1)).await.unwrap();
        assert_eq!(store.merge(id(2), id(2), Millis(9)).await, Ok(Merged::default()), "with itself nothing changes");
        assert_eq!(store.merge(id(1), id(3), Millis(9)).await, Err(StoreError::Gone));
        assert_eq!(store.merge(id(3), id(1), Millis(9)).await, Err(StoreError::Gone));
        let nothing_new = Merged { dropped_name: Some("From".to_owned()), ..Merged::default() };
        assert_eq!(store.merge(id(1), id(2), Millis(9)).await, Ok(nothing_new));
        let before = dump(store).await;
        assert_eq!(store.merge(id(1), id(2), Millis(10)).await, Err(StoreError::Gone));
        assert_eq!(dump(store).await, before);
        assert_eq!(store.identity(&[1; 32], EVER).await.unwrap().unwrap().name, "Into");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_merges_that_cross_one_happens_and_nothing_is_lost() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..20_u8 {
            let (a, b) = (round * 2 + 1, round * 2 + 2);
            for n in [a, b] {
                bench.person(n).await;
                bench.store.mark(id(n), "w", "m", &format!("s{n}"), "e", Millis(1)).await.unwrap();
                bench.store.save_note(id(n), "w", "m", "s", 0, None, &format!("text {n}"), Millis(1)).await.unwrap();
            }
            let (here, there) = (bench.store.clone(), other.as_ref().unwrap_or(&bench.store).clone());
            let one = tokio::spawn(async move { here.merge(id(a), id(b), Millis(2)).await });
            let two = tokio::spawn(async move { there.merge(id(b), id(a), Millis(2)).await });
            let expected = Merged { marks: 1, notes: 0, kept_both: 1, dropped_name: None };
            let stays = match (one.await.unwrap(), two.await.unwrap()) {
                (Ok(merged), Err(StoreError::Gone)) if merged == expected => b,
                (Err(StoreError::Gone), Ok(merged)) if merged == expected => a,
                other => panic!("{other:?}"),
            };
            for n in [a, b] {
                let reader = bench.store.reader(&[n; 32], EVER, "w").await.unwrap().unwrap();
                assert_eq!(reader.identity.person, id(stays));
                assert_eq!(reader.marks.len(), 2);
                assert!(reader.notes[0].body.contains(&format!("text {n}")));
            }
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_answered_while_a_merge_runs_is_in_what_stays() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..10_u8 {
            let (a, b) = (round * 2 + 1, round * 2 + 2);
            bench.person(a).await;
            bench.person(b).await;
            let tasks: Vec<_> = (0..30)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    tokio::spawn(async move {
                        let marked = store.mark(id(a), "w", "m", &format!("s{n}"), "e", Millis(1)).await;
                        let noted = store.save_note(id(a), "w", "m", "s", 0, None, &format!("<{n}>"), Millis(1)).await;
                        (n, marked, noted)
                    })
                })
                .collect();
            bench.store.merge(id(a), id(b), Millis(2)).await.unwrap();
            let mut answered = Vec::new();
            for task in tasks {
                answered.push(task.await.unwrap());
            }
            let reader = bench.store.reader_of(id(b), "w").await.unwrap().unwrap();
            for (n, marked, noted) in answered {
                let has_mark = reader.marks.iter().any(|mark| mark.section == format!("s{n}"));
                match marked {
                    Ok(()) => assert!(has_mark, "{n} was answered and is lost"),
                    other => assert!(other == Err(StoreError::Gone) && !has_mark, "{n} {other:?}"),
                }
                let has_note = reader.notes.iter().any(|note| note.body.contains(&format!("<{n}>")));
                match noted {
                    Ok(_) => assert!(has_note, "the note {n} was answered and is lost"),
                    Err(StoreError::Unavailable(_)) => {}
                    other => assert!(other == Err(StoreError::Gone) && !has_note, "{n} {other:?}"),
                }
            }
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_merge_and_a_deletion_at_once_leave_no_half() {
    on_each(async |bench| {
        for round in 0..10_u8 {
            let (a, b) = (round * 2 + 1, round * 2 + 2);
            for n in [a, b] {
                bench.person(n).await;
                bench.store.mark(id(n), "w", "m", &format!("s{n}"), "e", Millis(1)).await.unwrap();
            }
            let (one, two) = (bench.store.clone(), bench.store.clone());
            let merge = tokio::spawn(async move { one.merge(id(a), id(b), Millis(2)).await });
            let delete = tokio::spawn(async move { two.delete_person(id(b), id(b + 100), Millis(2)).await });
            let (merged, deleted) = (merge.await.unwrap(), delete.await.unwrap().unwrap());
            let left = bench.store.reader_of(id(a), "w").await.unwrap();
            match merged {
                Ok(_) => assert_eq!((deleted.marks, deleted.sessions, left), (2, 2, None)),
                Err(StoreError::Gone) => assert_eq!((deleted.marks, left.unwrap().marks.len()), (1, 1)),
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_names_one_stays_and_the_other_is_told() {
    on_each(async |bench| {
        let cases = [
            ("", "", "", None),
            ("From", "", "From", None),
            ("", "Into", "Into", None),
            ("Same", "Same", "Same", None),
            ("From", "Into", "Into", Some("From")),
        ];
        for (round, (from, into, stays, dropped)) in (0_u8..).zip(cases) {
            let (a, b) = (round * 2 + 1, round * 2 + 2);
            for (n, name) in [(a, from), (b, into)] {
                bench.person(n).await;
                bench.store.rename(id(n), name).await.unwrap();
            }
            let merged = bench.store.merge(id(a), id(b), Millis(2)).await.unwrap();
            assert_eq!(merged.dropped_name.as_deref(), dropped, "{from:?} {into:?}");
            assert_eq!(bench.store.identity(&[a; 32], EVER).await.unwrap().unwrap().name, stays, "{from:?} {into:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_merge_keeps_both_texts_however_long_they_are() {
    on_each(async |bench| {
        let store = &bench.store;
        let texts = [1, 2].map(|n: u8| format!("{n}").repeat(MOST_KEPT));
        for (n, text) in [1, 2].into_iter().zip(&texts) {
            bench.person(n).await;
            store.save_note(id(n), "w", "m", "s", 0, None, text, Millis(1)).await.unwrap();
        }
        assert_eq!(store.merge(id(1), id(2), Millis(2)).await.unwrap().kept_both, 1);
        let body = store.notes_of(id(2), None).await.unwrap().remove(0).body;
        assert!(texts.iter().all(|text| body.contains(text)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_added_while_a_merge_runs_waits_for_it_and_never_crosses_it() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..30_u8 {
            let (a, b) = (round * 2 + 1, round * 2 + 2);
            for n in [a, b] {
                bench.person(n).await;
            }
            for n in 0..10 {
                bench.store.mark(id(a), "w", "m", &format!("s{n}"), "e", Millis(1)).await.unwrap();
                bench.store.save_note(id(a), "w", "m", &format!("s{n}"), 0, None, "there", Millis(1)).await.unwrap();
            }
            // Both people get the very marks, notes and places at the same moment that the merge moves from one to the other.
            let tasks: Vec<_> = (0..40_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    let (who, section) = (if n < 20 { b } else { a }, format!("s{}", n % 10));
                    tokio::spawn(async move {
                        let (who, s) = (id(who), section.as_str());
                        match n % 4 {
                            0 => store.mark(who, "w", "m", s, "e", Millis(1)).await,
                            1 => store.save_note(who, "w", "m", s, 0, None, "here", Millis(1)).await.map(drop),
                            2 => store.put_place(who, session(n), "w", "m", s, Millis(1)).await,
                            _ => {
                                store
                                    .unmark(who, "w", &[5, 4, 3, 2, 1].map(|n| ("m".to_owned(), format!("s{n}"))))
                                    .await
                            }
                        }
                    })
                })
                .collect();
            bench.store.merge(id(a), id(b), Millis(2)).await.unwrap();
            for (n, task) in tasks.into_iter().enumerate() {
                let answer = task.await.unwrap();
                assert!(matches!(answer, Ok(()) | Err(StoreError::Gone)), "round {round}, {n}: {answer:?}");
            }
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}
