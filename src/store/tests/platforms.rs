//! Learning platforms, launches that wait, and who comes as whom.

use super::cohorts::cohort as made;
use super::facilitators::{entry, join};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::Settings;

fn platform(n: u8, client: &str) -> Platform {
    Platform {
        id: session(n),
        name: format!("School {n}"),
        issuer: "https://learn.example.org".to_owned(),
        client: client.to_owned(),
        login_url: "https://learn.example.org/auth".to_owned(),
        token_url: "https://learn.example.org/token".to_owned(),
        keys_url: "https://learn.example.org/keys".to_owned(),
        courses_url: String::new(),
        deployments: vec!["1".to_owned(), "2".to_owned()],
        made_at: Millis(i64::from(n)),
    }
}

fn ticket(platform: u8, subject: u8, cohort: Uuid) -> LaunchTicket {
    LaunchTicket {
        platform: session(platform),
        subject_hash: [subject; 32],
        cohort,
        name: "Ada".to_owned(),
        target: "/w/a/b".to_owned(),
        grades: None,
    }
}

#[tokio::test]
async fn platforms_are_registered_once_and_taken_away() {
    on_each(async |bench| {
        let store = &bench.store;
        for (n, client) in [(1, "a"), (2, "b")] {
            store.add_platform(platform(n, client), entry(n, Deed::AddedPlatform)).await.unwrap();
        }
        assert_eq!(store.add_platform(platform(3, "a"), entry(3, Deed::AddedPlatform)).await, Err(StoreError::Taken));
        let both = vec![platform(1, "a"), platform(2, "b")];
        assert_eq!(store.platforms().await, Ok(both.clone()));
        assert_eq!(store.platforms_of("https://learn.example.org").await, Ok(both));
        assert_eq!(store.platforms_of("https://other.example.org").await, Ok(vec![]));
        assert_eq!(store.platform(session(2)).await, Ok(Some(platform(2, "b"))));
        assert_eq!(store.remove_platform(session(2), entry(4, Deed::RemovedPlatform)).await, Ok(true));
        assert_eq!(store.remove_platform(session(2), entry(5, Deed::RemovedPlatform)).await, Ok(false));
        assert_eq!(store.platform(session(2)).await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_back_twice_on_the_same_way() {
    on_each(async |bench| {
        let store = &bench.store;
        store.add_platform(platform(1, "a"), entry(1, Deed::AddedPlatform)).await.unwrap();
        let back =
            async |state: u8, until, now| store.return_once([state; 32], session(1), Millis(until), Millis(now)).await;
        assert_eq!(back(1, 100, 10).await, Ok(true));
        assert_eq!(back(1, 100, 20).await, Ok(false));
        assert_eq!(back(2, 100, 20).await, Ok(true));
        assert_eq!(back(3, 300, 100).await, Ok(true));
        assert!(tables_with(store, &"01".repeat(32)).await.is_empty(), "a way that has ended is forgotten");
        assert_eq!(store.return_once([4; 32], session(9), Millis(9), Millis(1)).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_taken_once_in_its_time_and_the_last_one_counts() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let cohort = made(store, 1, by, Settings::default()).await;
        store.add_platform(platform(1, "a"), entry(1, Deed::AddedPlatform)).await.unwrap();
        let keep = async |token: u8, subject, until, now| {
            store.keep_ticket([token; 32], ticket(1, subject, cohort), Millis(until), Millis(now)).await.unwrap();
        };
        keep(1, 7, 100, 10).await;
        assert_eq!(store.ticket(&[1; 32], Millis(50)).await, Ok(Some(ticket(1, 7, cohort))));
        assert_eq!(store.ticket(&[1; 32], Millis(100)).await, Ok(None));
        assert_eq!(store.take_ticket([1; 32], Millis(100)).await, Ok(None));
        assert_eq!(store.take_ticket([1; 32], Millis(50)).await, Ok(Some(ticket(1, 7, cohort))));
        assert_eq!(store.take_ticket([1; 32], Millis(50)).await, Ok(None));
        keep(2, 7, 100, 10).await;
        keep(3, 8, 100, 10).await;
        keep(4, 7, 100, 10).await;
        assert_eq!(store.ticket(&[2; 32], Millis(50)).await, Ok(None), "a later launch of theirs took its place");
        assert!(store.ticket(&[3; 32], Millis(50)).await.unwrap().is_some());
        assert!(store.ticket(&[4; 32], Millis(50)).await.unwrap().is_some());
        keep(5, 9, 300, 200).await;
        assert!(tables_with(store, &"03".repeat(32)).await.is_empty(), "one that is too old is forgotten");
    })
    .await;
}

#[tokio::test]
async fn the_same_somebody_comes_as_the_same_person_until_that_is_deleted() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        for n in [1, 2, 3] {
            bench.person(n).await;
        }
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let cohort = made(store, 1, by, Settings::default()).await;
        store.add_platform(platform(1, "a"), entry(1, Deed::AddedPlatform)).await.unwrap();
        let ada = ticket(1, 7, cohort);
        assert_eq!(store.person_of_platform(&ada).await, Ok(None));
        assert_eq!(store.settle_person(ada.clone(), id(1), Millis(5)).await, Ok(id(1)));
        assert_eq!(store.settle_person(ada.clone(), id(2), Millis(6)).await, Ok(id(1)), "the first stays");
        assert_eq!(store.settle_person(ticket(1, 8, cohort), id(2), Millis(6)).await, Ok(id(2)));
        let new =
            NewMember { id: session(50), cohort, person: id(1), name: "Ada".to_owned(), handle: None, at: Millis(7) };
        store.enter_cohort(new).await.unwrap();
        let kept = store.everything(id(1), Millis(9)).await.unwrap();
        assert_eq!(kept.cohorts[0].platform.as_deref(), Some("School 1"));
        // Who goes on as another person is that one at the platform's door as well.
        store.merge(id(1), id(3), Millis(10)).await.unwrap();
        assert_eq!(store.person_of_platform(&ada).await, Ok(Some(id(3))));
        store.delete_person(id(3), session(99), Millis(11)).await.unwrap();
        assert_eq!(store.person_of_platform(&ada).await, Ok(None));
        assert!(tables_with(store, &"07".repeat(32)).await.is_empty());
        // And with the platform goes who came from it, but not the people.
        store.remove_platform(session(1), entry(4, Deed::RemovedPlatform)).await.unwrap();
        assert!(tables_with(store, &"08".repeat(32)).await.is_empty());
        assert!(!tables_with(store, &id(2).to_string()).await.is_empty());
    })
    .await;
}

/// A launch whose grades go to a column.
fn graded(subject: u8, cohort: Uuid, column: &str) -> LaunchTicket {
    let (column, sealed_subject) = (column.to_owned(), vec![0xd0, subject, 0xd0, subject]);
    let grades = Some(GradesTo { column, sealed_subject, module: "m".to_owned(), quiz: String::new() });
    LaunchTicket { grades, ..ticket(1, subject, cohort) }
}

#[tokio::test]
async fn a_grade_is_taken_by_one_at_a_time_and_when_there_is_something_to_tell() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let cohort = made(store, 1, by, Settings::default()).await;
        store.add_platform(platform(1, "a"), entry(1, Deed::AddedPlatform)).await.unwrap();
        for n in [1, 2, 3] {
            bench.person(n).await;
        }
        let comes = async |n: u8| {
            let name = format!("Person {n}");
            let new = NewMember { id: session(50 + n), cohort, person: id(n), name, handle: None, at: Millis(7) };
            store.enter_cohort(new).await.unwrap();
        };
        comes(1).await;
        comes(2).await;
        // A ticket brings it along as it was.
        let launch = graded(7, cohort, "https://learn.example.org/items/7");
        store.keep_ticket([3; 32], launch.clone(), Millis(500), Millis(10)).await.unwrap();
        assert_eq!(store.take_ticket([3; 32], Millis(20)).await, Ok(Some(launch.clone())));
        assert_eq!(store.keep_score(session(70), ticket(1, 7, cohort), id(1), Millis(20)).await, Ok(false));
        assert_eq!(store.keep_score(session(71), launch.clone(), id(1), Millis(20)).await, Ok(true));
        let other = graded(8, cohort, "https://learn.example.org/items/7");
        assert_eq!(store.keep_score(session(72), other, id(2), Millis(21)).await, Ok(true));

        let take = async |until, now| {
            let taken = store.take_scores(10, Millis(until), Millis(now), Millis(now)).await.unwrap();
            let mut ids: Vec<Uuid> = taken.iter().map(|row| row.id).collect();
            ids.sort();
            (ids, taken)
        };
        assert!(take(100, 19).await.0.is_empty(), "not before its time");
        let (ids, taken) = take(100, 30).await;
        assert_eq!(ids, [session(71), session(72)]);
        let first = taken.iter().find(|row| row.id == session(71)).unwrap();
        assert_eq!((first.person, first.module.as_str(), first.told, first.tries), (id(1), "m", None, 0));
        assert_eq!(first.sealed_subject, [0xd0, 7, 0xd0, 7]);
        assert!(take(200, 99).await.0.is_empty(), "somebody has them");
        assert_eq!(take(200, 100).await.0.len(), 2, "who died has them no more");

        // Told: until there is something new nobody looks; then at once.
        store.score_told(session(71), (40, false), Millis(111), Millis(9_000), Millis(110)).await.unwrap();
        store.score_failed(session(72), "It answered 500.".to_owned(), Millis(400)).await.unwrap();
        assert!(take(300, 200).await.0.is_empty());
        let state = store.score_states(cohort).await.unwrap();
        let expected = ScoreState {
            platform: "School 1".to_owned(),
            people: 2,
            waiting: 1,
            problem: "It answered 500.".to_owned(),
        };
        assert_eq!(state, [expected]);
        store.mark(id(1), "w", "m", "s", "e", Millis(210)).await.unwrap();
        let rest = store.take_scores(10, Millis(300), Millis(109), Millis(211)).await.unwrap();
        assert!(rest.is_empty(), "it was looked at after that");
        let (ids, taken) = take(300, 211).await;
        assert_eq!((ids, taken[0].told), (vec![session(71)], Some((40, false, Millis(111)))));
        store.score_told(session(71), (100, true), Millis(212), Millis(9_000), Millis(212)).await.unwrap();
        // What failed waits for its time, whatever its person does.
        store.mark(id(2), "w", "m", "s", "e", Millis(213)).await.unwrap();
        assert!(take(300, 300).await.0.is_empty());
        let (ids, taken) = take(500, 400).await;
        assert_eq!((ids, taken[0].tries), (vec![session(72)], 1));
        store.score_told(session(72), (10, false), Millis(401), Millis(9_000), Millis(401)).await.unwrap();

        // Who leaves is told of no more.
        store.mark(id(1), "w", "m", "t", "e", Millis(500)).await.unwrap();
        store.leave(id(1), cohort, Millis(501)).await.unwrap();
        assert!(take(700, 600).await.0.is_empty());
        comes(1).await;
        assert_eq!(take(700, 600).await.0, [session(71)]);

        // Two entries of one person, and one who goes.
        store.merge(id(1), id(3), Millis(610)).await.unwrap();
        assert_eq!(take(900, 800).await.1[0].person, id(3));
        store.delete_person(id(3), session(99), Millis(811)).await.unwrap();
        assert!(tables_with(store, "d007d007").await.is_empty());
        store.remove_platform(session(1), entry(4, Deed::RemovedPlatform)).await.unwrap();
        assert!(store.score_states(cohort).await.unwrap().is_empty());
        assert!(tables_with(store, "d008d008").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn courses_are_remembered_by_their_cohort() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let (one, two) = (made(store, 1, by, Settings::default()).await, made(store, 2, by, Settings::default()).await);
        store.add_platform(platform(1, "a"), entry(1, Deed::AddedPlatform)).await.unwrap();
        let keep = async |n: u8, cohort, url: &str, title: &str, at| {
            let url = format!("https://learn.example.org/{url}");
            store.keep_course(session(n), (session(1), cohort), url, title.to_owned(), Millis(at)).await.unwrap();
        };
        keep(1, one, "m1", "Networks", 10).await;
        keep(2, one, "m2", "Clouds", 11).await;
        keep(3, one, "m1", "Networks 101", 12).await;
        keep(4, two, "m1", "Elsewhere", 13).await;
        let titles = store.courses(one).await.unwrap().into_iter().map(|course| (course.id, course.title));
        let expected = [(session(1), "Networks 101".to_owned()), (session(2), "Clouds".to_owned())];
        assert_eq!(titles.collect::<Vec<_>>(), expected);
        store.remove_platform(session(1), entry(4, Deed::RemovedPlatform)).await.unwrap();
        assert!(store.courses(one).await.unwrap().is_empty());
    })
    .await;
}
