//! Marks: what was answered is there, and stays.

use std::collections::BTreeSet;

use super::*;

async fn sections(store: &Store, n: u8) -> BTreeSet<String> {
    store.reader_of(id(n), "w").await.unwrap().unwrap().marks.into_iter().map(|mark| mark.section).collect()
}

#[tokio::test]
async fn a_mark_keeps_its_first_time_until_it_is_taken_back() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        store.mark(id(1), "w", "m", "a", "e1", Millis(10)).await.unwrap();
        store.mark(id(1), "w", "m", "a", "e2", Millis(20)).await.unwrap();
        let marks = store.reader_of(id(1), "w").await.unwrap().unwrap().marks;
        assert_eq!((marks.len(), marks[0].at, marks[0].edition.as_str()), (1, Millis(10), "e1"));
        store.mark(id(1), "w", "old-m", "old-a", "e0", Millis(5)).await.unwrap();
        store.mark(id(1), "w", "m", "b", "e1", Millis(10)).await.unwrap();
        store.mark(id(1), "other", "m", "a", "e1", Millis(10)).await.unwrap();
        let name = |m: &str, s: &str| (m.to_owned(), s.to_owned());
        store.unmark(id(1), "w", &[name("m", "a"), name("old-m", "old-a"), name("never", "there")]).await.unwrap();
        assert_eq!(sections(store, 1).await, BTreeSet::from(["b".to_owned()]));
        assert_eq!(store.reader_of(id(1), "other").await.unwrap().unwrap().marks.len(), 1);
        store.unmark(id(1), "w", &[name("m", "a")]).await.unwrap();
        assert_eq!(store.unmark(id(2), "w", &[name("m", "a")]).await, Err(StoreError::Gone));
        assert_eq!(store.mark(id(2), "w", "m", "a", "e1", Millis(1)).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn an_edition_that_is_known_stays_as_it_is() {
    on_each(async |bench| {
        let edition = |section: &str| Edition {
            id: "e".to_owned(),
            workshop: "w".to_owned(),
            module: "m".to_owned(),
            sections: vec![("m".to_owned(), section.to_owned())],
        };
        bench.store.remember_editions(&[edition("a")]).await.unwrap();
        bench.store.remember_editions(&[edition("b"), edition("c")]).await.unwrap();
        bench.person(1).await;
        bench.store.mark(id(1), "w", "m", "a", "e", Millis(1)).await.unwrap();
        assert_eq!(*bench.store.reader_of(id(1), "w").await.unwrap().unwrap().editions["e"], edition("a").sections);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_200_marks_at_once_none_is_lost() {
    on_each(async |bench| {
        bench.person(1).await;
        let other = bench.another().await;
        let tasks: Vec<_> = (0..200)
            .map(|n| {
                let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                tokio::spawn(async move { store.mark(id(1), "w", "m", &format!("s{n}"), "e", Millis(n)).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(sections(&bench.store, 1).await.len(), 200);
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_sees_a_change_as_soon_as_its_verb_answered() {
    on_each(async |bench| {
        let tasks: Vec<_> = (1..=8_u8)
            .map(|person| {
                let store = bench.store.clone();
                tokio::spawn(async move {
                    begin(&store, person).await;
                    for n in 0..30_usize {
                        store.mark(id(person), "w", "m", &format!("s{n}"), "e", Millis(1)).await.unwrap();
                        let reader = store.reader(&[person; 32], Millis(0), "w").await.unwrap().unwrap();
                        assert_eq!(reader.marks.len(), n + 1);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    })
    .await;
}
