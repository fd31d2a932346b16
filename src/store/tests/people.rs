//! People, sessions, places, and all of it in one read.

use super::*;
use crate::domain::progress::Mark;

const EVER: Millis = Millis(0);

#[tokio::test]
async fn a_person_is_known_by_the_token_of_a_session() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let identity = store.identity(&[1; 32], EVER).await.unwrap().unwrap();
        assert_eq!(
            identity,
            Identity { person: id(1), session: session(1), name: String::new(), seen_at: Millis(1000) }
        );
        assert_eq!(store.identity(&[2; 32], EVER).await.unwrap(), None);
        assert!(store.identity(&[1; 32], Millis(1000)).await.unwrap().is_some());
        assert_eq!(store.identity(&[1; 32], Millis(1001)).await.unwrap(), None, "used too long ago");
        store.touch(session(1), Millis(5000)).await.unwrap();
        store.touch(session(1), Millis(4000)).await.unwrap();
        assert_eq!(store.identity(&[1; 32], Millis(5000)).await.unwrap().unwrap().seen_at, Millis(5000));
        store.touch(session(9), Millis(1)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_person_whose_session_cannot_be_kept_is_not_kept_either() {
    on_each(async |bench| {
        bench.person(1).await;
        let new = NewParticipant {
            person: id(2),
            session: session(2),
            token_hash: [1; 32],
            device: "The token of another".to_owned(),
            at: Millis(1),
        };
        assert_eq!(bench.store.begin(new).await, Err(StoreError::Taken));
        assert!(tables_with(&bench.store, &id(2).to_string()).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_person_has_a_name_and_may_take_it_back() {
    on_each(async |bench| {
        bench.person(1).await;
        for name in ["Zoë O'Brien; drop table people", "", "مريم"] {
            bench.store.rename(id(1), name).await.unwrap();
            assert_eq!(bench.store.identity(&[1; 32], EVER).await.unwrap().unwrap().name, name);
        }
        assert_eq!(bench.store.rename(id(2), "nobody").await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn browsers_come_and_go() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        assert_eq!(store.add_session(id(1), session(10), [10; 32], "Phone".to_owned(), Millis(3000)).await, Ok(true));
        assert_eq!(store.add_session(id(7), session(11), [11; 32], "Lost".to_owned(), Millis(3000)).await, Ok(false));
        let taken = store.add_session(id(2), session(12), [10; 32], "Same token".to_owned(), Millis(3000)).await;
        assert_eq!(taken, Err(StoreError::Taken));
        let names: Vec<String> = store.sessions(id(1)).await.unwrap().into_iter().map(|row| row.device).collect();
        assert_eq!(names, ["Phone", "Browser 1"]);
        assert_eq!(store.end_session(id(2), session(10)).await, Ok(false), "not theirs");
        assert_eq!(store.end_session(id(1), session(10)).await, Ok(true));
        assert_eq!(store.end_session(id(1), session(10)).await, Ok(false));
        assert_eq!(store.identity(&[10; 32], EVER).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn of_more_than_50_browsers_those_unused_for_longest_are_signed_out() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        let add =
            async |n: u8, at| store.add_session(id(1), session(n), [n; 32], format!("Browser {n}"), Millis(at)).await;
        for n in 10..59 {
            assert_eq!(add(n, 2000 + i64::from(n)).await, Ok(true));
        }
        assert_eq!(store.sessions(id(1)).await.unwrap().len(), 50, "that many are kept");
        store.touch(session(1), Millis(9000)).await.unwrap();
        assert_eq!(add(60, 500).await, Ok(true), "the newest stays, even by a clock that went back");
        let left = store.sessions(id(1)).await.unwrap();
        assert_eq!(left.len(), 50);
        for (n, there) in [(1, true), (10, false), (11, true), (58, true), (60, true)] {
            assert_eq!(left.iter().any(|row| row.id == session(n)), there, "{n}");
        }
        assert_eq!(store.sessions(id(2)).await.unwrap().len(), 1, "nobody else's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_browsers_that_sign_in_at_once_50_stay() {
    on_each(async |bench| {
        bench.person(1).await;
        let other = bench.another().await;
        for round in 0..12_u8 {
            let tasks: Vec<_> = (0..20_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    let n = 2 + round * 20 + n;
                    let add = async move {
                        store.add_session(id(1), session(n), [n; 32], String::new(), Millis(2000 + i64::from(n))).await
                    };
                    tokio::spawn(add)
                })
                .collect();
            for task in tasks {
                assert_eq!(task.await.unwrap(), Ok(true));
            }
            let left = bench.store.sessions(id(1)).await.unwrap().len();
            assert_eq!(left, (usize::from(round + 1) * 20 + 1).min(50), "round {round}");
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_nobody_can_come_back_to_is_forgotten() {
    on_each(async |bench| {
        let store = &bench.store;
        // All came at second 1; person 5 is in use at second 100.
        for n in 1..=5 {
            bench.person(n).await;
            store.mark(id(n), "w", "m", "a", "e", Millis(1000)).await.unwrap();
            store.save_note(id(n), "w", "m", "a", 0, None, "text", Millis(1000)).await.unwrap();
            store.put_place(id(n), session(n), "w", "m", "a", Millis(1000)).await.unwrap();
        }
        store.touch(session(5), Millis(100_000)).await.unwrap();
        store.put_code(id(2), [102; 32], id(52), Millis(1000), false).await.unwrap();
        store.touch(session(3), Millis(60_000)).await.unwrap();
        store.end_session(id(4), session(4)).await.unwrap();
        let newcomer = NewParticipant {
            person: id(6),
            session: session(6),
            token_hash: [6; 32],
            device: String::new(),
            at: Millis(70_000),
        };
        store.begin(newcomer).await.unwrap();
        store.end_session(id(6), session(6)).await.unwrap();

        let nothing = Pruned::default();
        assert_eq!(store.prune(Millis(100_000), 100).await, Ok(nothing), "nobody is that old");
        // Unused since second 50: the sessions of 1 and 2; without any session: 4. Person 2 has a code; 6 came later.
        assert_eq!(store.prune(Millis(100_000), 50).await, Ok(Pruned { sessions: 2, people: 2 }));
        for (n, there) in [(1, false), (2, true), (3, true), (4, false), (5, true), (6, true)] {
            assert_eq!(!tables_with(store, &id(n).to_string()).await.is_empty(), there, "{n}");
        }
        assert_eq!(store.reader_of(id(2), "w").await.unwrap().unwrap().marks.len(), 1, "nothing of theirs went");
        assert_eq!(store.prune(Millis(100_000), 50).await, Ok(nothing));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_wrong_signs_nobody_out_for_good() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
        }
        store.touch(session(2), Millis(5000)).await.unwrap();
        let years = Millis(1000 * 3600 * 24 * 365 * 10);
        assert_eq!(store.prune(years, 10).await, Ok(Pruned::default()));
        assert_eq!(store.prune(Millis(i64::MAX), 10).await, Ok(Pruned::default()));
        assert_eq!(store.prune(Millis(i64::MIN), 10).await, Ok(Pruned::default()), "nor one that went back");
        assert!(store.identity(&[1; 32], EVER).await.unwrap().is_some());
        assert_eq!(store.prune(years, 3).await, Ok(Pruned { sessions: 1, people: 1 }), "what is older than the newest");
        store.end_session(id(2), session(2)).await.unwrap();
        assert_eq!(store.prune(Millis(1000), 0).await, Ok(Pruned::default()), "came just then");
        assert_eq!(store.prune(Millis(9000), 3).await, Ok(Pruned { sessions: 0, people: 1 }), "no session is left");
    })
    .await;
}

#[tokio::test]
async fn the_last_place_of_each_browser_is_kept() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        store.put_place(id(1), session(1), "w", "m", "one", Millis(10)).await.unwrap();
        store.put_place(id(1), session(1), "w", "m", "three", Millis(30)).await.unwrap();
        store.put_place(id(1), session(1), "w", "m", "two", Millis(20)).await.unwrap();
        store.put_place(id(1), session(5), "w", "m", "four", Millis(5)).await.unwrap();
        store.put_place(id(1), session(1), "other", "m", "five", Millis(50)).await.unwrap();
        assert_eq!(store.put_place(id(2), session(2), "w", "m", "s", Millis(1)).await, Err(StoreError::Gone));
        store.end_session(id(1), session(1)).await.unwrap();
        let mut places = store.reader_of(id(1), "w").await.unwrap().unwrap().places;
        places.sort_by_key(|place| place.at);
        let place = |section: &str, at| Place { module: "m".to_owned(), section: section.to_owned(), at: Millis(at) };
        assert_eq!(places, [place("four", 5), place("three", 30)], "a place outlives its session");
    })
    .await;
}

#[tokio::test]
async fn a_reader_has_everything_of_one_workshop_and_nothing_of_another() {
    on_each(async |bench| {
        let store = &bench.store;
        let section = |s: &str| ("m".to_owned(), s.to_owned());
        let edition = |id: &str, sections: &[&str]| Edition {
            id: id.to_owned(),
            workshop: "w".to_owned(),
            module: "m".to_owned(),
            sections: sections.iter().map(|s| section(s)).collect(),
        };
        store
            .remember_editions(&[edition("e1", &["a", "b"]), edition("e2", &["a", "b", "c"]), edition("e3", &[])])
            .await
            .unwrap();
        bench.person(1).await;
        bench.person(2).await;
        store.rename(id(1), "Zoë").await.unwrap();
        let empty = store.reader(&[1; 32], EVER, "w").await.unwrap().unwrap();
        assert_eq!((empty.marks.len(), empty.editions.len(), empty.notes.len(), empty.places.len()), (0, 0, 0, 0));

        for (person, workshop, s, e, at) in [
            (1, "w", "a", "e1", 10),
            (1, "w", "b", "e2", 20),
            (1, "other", "a", "e3", 30),
            (2, "w", "c", "e3", 40),
            (1, "w", "odd", "e9", 50),
        ] {
            store.mark(id(person), workshop, "m", s, e, Millis(at)).await.unwrap();
            store
                .save_note(id(person), workshop, "m", s, 0, None, &format!("{workshop} {s}"), Millis(at))
                .await
                .unwrap();
            store.put_place(id(person), session(person), workshop, "m", s, Millis(at)).await.unwrap();
        }
        for round in ["first", "from memory"] {
            let mut reader = store.reader(&[1; 32], EVER, "w").await.unwrap().unwrap();
            reader.marks.sort_by_key(|mark| mark.at);
            reader.notes.sort_by_key(|note| note.at);
            assert_eq!(reader.identity, store.identity(&[1; 32], EVER).await.unwrap().unwrap(), "{round}");
            let mark = |s: &str, e: &str, at| Mark {
                module: "m".to_owned(),
                section: s.to_owned(),
                edition: e.to_owned(),
                at: Millis(at),
            };
            assert_eq!(reader.marks, [mark("a", "e1", 10), mark("b", "e2", 20), mark("odd", "e9", 50)], "{round}");
            let editions: Vec<(&str, usize)> =
                reader.editions.iter().map(|(id, sections)| (id.as_str(), sections.len())).collect();
            assert_eq!(editions, [("e1", 2), ("e2", 3)], "{round}");
            assert_eq!(*reader.editions["e1"], [section("a"), section("b")], "{round}");
            assert_eq!(reader.notes, sorted(store.notes_of(id(1), Some("w")).await.unwrap()), "{round}");
            assert_eq!(reader.places.len(), 1, "{round}");
            assert_eq!(reader.places[0].section, "odd", "{round}");
        }
        let mut by_id = store.reader_of(id(1), "w").await.unwrap().unwrap();
        assert_eq!(
            by_id.identity,
            Identity { person: id(1), session: Uuid::nil(), name: "Zoë".to_owned(), seen_at: Millis(1000) }
        );
        by_id.marks.sort_by_key(|mark| mark.at);
        assert_eq!(by_id.marks.len(), 3);
        assert_eq!(store.reader(&[1; 32], Millis(1001), "w").await.unwrap(), None, "used too long ago");
        assert_eq!(store.reader(&[3; 32], EVER, "w").await.unwrap(), None);
        assert_eq!(store.reader_of(id(3), "w").await.unwrap(), None);
    })
    .await;
}

fn sorted(mut notes: Vec<NoteRow>) -> Vec<NoteRow> {
    notes.sort_by_key(|note| note.at);
    notes
}

#[tokio::test]
async fn an_export_has_everything_and_opens_nothing() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        store.rename(id(1), "Zoë").await.unwrap();
        store.mark(id(1), "w", "m", "a", "e1", Millis(1_700_000_000_123)).await.unwrap();
        store.save_note(id(1), "w", "m", "a", 0, None, "kept", Millis(2000)).await.unwrap();
        store.save_note(id(1), "w", "m", "b", 0, None, "taken back", Millis(2000)).await.unwrap();
        store.save_note(id(1), "w", "m", "b", 1, None, "", Millis(3000)).await.unwrap();
        store.put_place(id(1), session(1), "w", "m", "a", Millis(4000)).await.unwrap();
        store.put_code(id(1), [0xcd; 32], id(77), Millis(5000), false).await.unwrap();
        let everything = serde_json::to_value(store.everything(id(1), Millis(9000)).await.unwrap()).unwrap();
        let expected = serde_json::json!({
            "name": "Zoë",
            "created_at": "1970-01-01T00:00:01Z",
            "devices": [{"name": "Browser 1", "signed_in_at": "1970-01-01T00:00:01Z", "last_used_at": "1970-01-01T00:00:01Z"}],
            "marks": [{"workshop": "w", "module": "m", "section": "a", "edition": "e1", "at": "2023-11-14T22:13:20.123Z"}],
            "notes": [{"workshop": "w", "module": "m", "section": "a", "text": "kept", "at": "1970-01-01T00:00:02Z"}],
            "places": [{"workshop": "w", "module": "m", "section": "a", "at": "1970-01-01T00:00:04Z"}],
            "codes": [{"made_at": "1970-01-01T00:00:05Z"}],
            "plans": [],
            "designs": [],
            "attempts": [],
            "pace": null,
            "cohorts": [],
            "certificates": [],
            "grades": [],
        });
        assert_eq!(everything, expected);
        assert_eq!(store.everything(id(2), Millis(9000)).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn a_deletion_leaves_nothing_of_the_person_in_any_table() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
            store.rename(id(n), &format!("Somebody {n}")).await.unwrap();
            store.mark(id(n), "w", "m", "a", "e1", Millis(1)).await.unwrap();
            store.mark(id(n), "w", "m", "b", "e1", Millis(1)).await.unwrap();
            store.save_note(id(n), "w", "m", "a", 0, None, &format!("secret {n}"), Millis(1)).await.unwrap();
            store.save_note(id(n), "w", "m", "b", 0, None, "gone already", Millis(1)).await.unwrap();
            store.save_note(id(n), "w", "m", "b", 1, None, "", Millis(1)).await.unwrap();
            store.put_place(id(n), session(n), "w", "m", "a", Millis(1)).await.unwrap();
            store
                .put_code(id(n), [n + 100; 32], Uuid::from_u128(0xc0de_0000 + u128::from(n)), Millis(1), false)
                .await
                .unwrap();
        }
        let traces = |n: u8| {
            let code = Uuid::from_u128(0xc0de_0000 + u128::from(n)).to_string();
            [
                id(n).to_string(),
                session(n).to_string(),
                format!("somebody {n}"),
                format!("secret {n}"),
                format!("browser {n}"),
                format!("{n:02x}").repeat(32),
                format!("{:02x}", n + 100).repeat(32),
                code,
            ]
        };
        assert_eq!(
            tables_with(store, &id(1).to_string()).await,
            ["continue_codes", "marks", "notes", "people", "places", "sessions"]
        );
        for trace in traces(1) {
            assert!(
                !tables_with(store, &trace).await.is_empty(),
                "the test looks for something that is there: {trace}"
            );
        }
        let receipt = store.delete_person(id(1), id(99), Millis(7)).await.unwrap();
        assert_eq!(
            receipt,
            Receipt {
                receipt: id(99),
                at: Millis(7),
                marks: 2,
                notes: 1,
                places: 1,
                sessions: 1,
                codes: 1,
                plans: 0,
                designs: 0,
                answers: 0,
                cohorts: 0,
                certificates: 0
            }
        );
        for trace in traces(1) {
            assert_eq!(tables_with(store, &trace).await, Vec::<String>::new(), "{trace}");
        }
        for trace in traces(2) {
            assert!(!tables_with(store, &trace).await.is_empty(), "somebody else's {trace}");
        }
        assert_eq!(tables_with(store, &id(99).to_string()).await, ["deletions"]);
        assert_eq!(store.identity(&[1; 32], EVER).await.unwrap(), None);
        assert_eq!(store.person_by_code(&[101; 32]).await.unwrap(), None);
        assert_eq!(store.delete_person(id(1), id(98), Millis(8)).await, Err(StoreError::Gone));
        assert!(tables_with(store, &id(98).to_string()).await.is_empty(), "a receipt for nothing");
    })
    .await;
}
