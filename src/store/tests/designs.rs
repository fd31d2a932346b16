//! Designs, their history and their links.

use super::*;

fn revision(title: &str, said: &str) -> NewRevision {
    NewRevision { title: title.to_owned(), body: format!(r#"{{"title":"{title}"}}"#), said: said.to_owned() }
}

async fn begun(store: &Store, person: u8, n: u8, title: &str, at: i64) {
    assert_eq!(store.add_design(id(person), id(n), "w", revision(title, "begun"), Millis(at)).await, Ok(true));
}

fn titles(rows: &[DesignHead]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

#[tokio::test]
async fn the_one_chosen_last_comes_first_and_others_see_none() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        assert_eq!(store.current_design(id(1), "w").await, Ok(None));
        begun(store, 1, 11, "first", 10).await;
        begun(store, 1, 12, "second", 20).await;
        begun(store, 2, 13, "of another", 30).await;
        assert_eq!(titles(&store.designs_of(id(1), "w").await.unwrap()), ["second", "first"]);
        assert_eq!(store.designs_of(id(1), "v").await.unwrap(), []);
        assert_eq!(store.use_design(id(1), id(11), Millis(40)).await, Ok(true));
        assert_eq!(store.current_design(id(1), "w").await.unwrap().unwrap().title, "first");
        assert_eq!(store.latest_design(id(1)).await.unwrap().unwrap().title, "first");
        assert_eq!(store.latest_design(id(3)).await, Ok(None));
        assert_eq!(store.use_design(id(1), id(13), Millis(50)).await, Ok(false));
        assert_eq!(store.design(id(1), id(13), None).await, Ok(None));
        assert_eq!(store.delete_design(id(1), id(13)).await, Ok(false));
        assert_eq!(store.change_design(id(1), id(13), 1, revision("x", "x"), Millis(50)).await, Ok(None));
        assert_eq!(store.design_history(id(1), id(13)).await.unwrap(), []);
        assert_eq!(store.share_design(id(1), id(13), [1; 32], id(90), Millis(50)).await, Ok(false));
        assert_eq!(store.unshare_design(id(1), id(13)).await, Ok(false));
        assert_eq!(store.add_design(id(3), id(14), "w", revision("x", "x"), Millis(1)).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn every_change_is_a_revision_and_a_late_one_is_told() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        begun(store, 1, 11, "one", 10).await;
        let change = async |base, title: &str| {
            store.change_design(id(1), id(11), base, revision(title, "the title"), Millis(20)).await.unwrap().unwrap()
        };
        assert_eq!(change(1, "two").await, Kept::As(2));
        assert_eq!(change(1, "lost?").await, Kept::Behind(2));
        assert_eq!(change(2, "three").await, Kept::As(3));
        let now = store.design(id(1), id(11), None).await.unwrap().unwrap();
        assert_eq!((now.revision, now.title.as_str(), now.body.as_str()), (3, "three", r#"{"title":"three"}"#));
        let then = store.design(id(1), id(11), Some(1)).await.unwrap().unwrap();
        assert_eq!((then.revision, then.title.as_str(), then.at, then.made_at), (1, "one", Millis(10), Millis(10)));
        assert_eq!(store.design(id(1), id(11), Some(9)).await, Ok(None));
        let history = store.design_history(id(1), id(11)).await.unwrap();
        let lines: Vec<(i64, &str)> = history.iter().map(|row| (row.number, row.said.as_str())).collect();
        assert_eq!(lines, [(3, "the title"), (2, "the title"), (1, "begun")]);
    })
    .await;
}

#[tokio::test]
async fn of_changes_at_the_same_moment_one_is_kept_and_the_others_are_told() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        begun(store, 1, 11, "one", 10).await;
        let changes = (0..8).map(|n| {
            let next = revision(&format!("by {n}"), "the title");
            async move { store.change_design(id(1), id(11), 1, next, Millis(20)).await.unwrap().unwrap() }
        });
        let kept = futures_util::future::join_all(changes).await;
        assert_eq!(kept.iter().filter(|kept| **kept == Kept::As(2)).count(), 1, "{kept:?}");
        assert_eq!(kept.iter().filter(|kept| **kept == Kept::Behind(2)).count(), 7, "{kept:?}");
    })
    .await;
}

#[tokio::test]
async fn the_oldest_revisions_go_when_there_are_too_many() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        begun(store, 1, 11, "one", 10).await;
        for base in 1..=MOST_REVISIONS {
            let kept = store.change_design(id(1), id(11), base, revision("one", "again"), Millis(20)).await;
            assert_eq!(kept, Ok(Some(Kept::As(base + 1))));
        }
        let history = store.design_history(id(1), id(11)).await.unwrap();
        assert_eq!(i64::try_from(history.len()).unwrap(), MOST_REVISIONS);
        assert_eq!(history.last().unwrap().number, 2);
    })
    .await;
}

#[tokio::test]
async fn of_first_forms_at_the_same_moment_one_begins_the_design() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let forms = (11..19).map(|n| async move {
            store.chosen_or_begun(id(1), id(n), "w", revision("one", "begun"), Millis(10)).await.unwrap().unwrap()
        });
        let ids = futures_util::future::join_all(forms).await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(store.designs_of(id(1), "w").await.unwrap().len(), 1);
        assert_eq!(
            store.chosen_or_begun(id(2), id(30), "w", revision("x", "x"), Millis(1)).await,
            Err(StoreError::Gone)
        );
    })
    .await;
}

#[tokio::test]
async fn long_revisions_are_kept_as_long_as_there_is_room() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        begun(store, 1, 11, "one", 10).await;
        let long = "x".repeat(usize::try_from(MOST_CHARACTERS / 4).unwrap());
        for base in 1..=8 {
            let next = NewRevision { body: format!("\"{long}\""), ..revision("one", "again") };
            assert_eq!(store.change_design(id(1), id(11), base, next, Millis(20)).await, Ok(Some(Kept::As(base + 1))));
        }
        let numbers: Vec<i64> =
            store.design_history(id(1), id(11)).await.unwrap().into_iter().map(|row| row.number).collect();
        assert_eq!(numbers, [9, 8, 7], "three of a quarter and a bit have room");
        assert!(store.design(id(1), id(11), None).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn one_more_design_than_the_most_is_refused() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        let add = async |n: i64| {
            let id_ = Uuid::from_u128(1000 + u128::try_from(n).unwrap());
            store.add_design(id(1), id_, "w", revision("one", "begun"), Millis(n)).await
        };
        for n in 0..MOST_DESIGNS {
            assert_eq!(add(n).await, Ok(true));
        }
        assert_eq!(add(MOST_DESIGNS).await, Ok(false));
    })
    .await;
}

#[tokio::test]
async fn a_link_shows_the_design_as_it_is_now_until_it_is_revoked() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        begun(store, 1, 11, "one", 10).await;
        assert_eq!(store.shared_design(&[7; 32]).await, Ok(None));
        assert_eq!(store.share_design(id(1), id(11), [7; 32], id(90), Millis(20)).await, Ok(true));
        assert_eq!(store.share_design(id(1), id(11), [8; 32], id(91), Millis(30)).await, Ok(true));
        assert_eq!(store.shared_design(&[8; 32]).await, Ok(None), "there is one link, the first");
        store.change_design(id(1), id(11), 1, revision("two", "the title"), Millis(40)).await.unwrap();
        let shown = store.shared_design(&[7; 32]).await.unwrap().unwrap();
        let share = Share { seed: id(90), hash: vec![7; 32], made_at: Millis(20) };
        assert_eq!((shown.title.as_str(), shown.share), ("two", Some(share)));
        assert_eq!(store.unshare_design(id(1), id(11)).await, Ok(true));
        assert_eq!(store.shared_design(&[7; 32]).await, Ok(None));
        assert_eq!(store.share_design(id(1), id(11), [9; 32], id(92), Millis(50)).await, Ok(true));
        assert!(store.shared_design(&[9; 32]).await.unwrap().is_some());
        assert_eq!(store.delete_design(id(1), id(11)).await, Ok(true));
        assert_eq!(store.shared_design(&[9; 32]).await, Ok(None));
        assert_eq!(store.delete_design(id(1), id(11)).await, Ok(false));
    })
    .await;
}

#[tokio::test]
async fn designs_go_along_in_a_merge_and_in_an_export_and_away_with_their_owner() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        begun(store, 1, 11, "mine", 10).await;
        begun(store, 2, 12, "theirs", 20).await;
        store.change_design(id(1), id(11), 1, revision("mine still", "the title"), Millis(25)).await.unwrap();
        store.share_design(id(1), id(11), [7; 32], id(90), Millis(26)).await.unwrap();
        store.merge(id(1), id(2), Millis(30)).await.unwrap();
        assert_eq!(titles(&store.designs_of(id(2), "w").await.unwrap()), ["theirs", "mine still"]);
        assert_eq!(store.shared_design(&[7; 32]).await.unwrap().unwrap().title, "mine still");
        let everything = store.everything(id(2), Millis(50)).await.unwrap();
        let kept: Vec<(&str, usize, Option<Millis>)> =
            everything.designs.iter().map(|d| (d.title.as_str(), d.revisions.len(), d.shared_at)).collect();
        assert_eq!(kept, [("theirs", 1, None), ("mine still", 2, Some(Millis(26)))]);
        let written = serde_json::to_value(&everything.designs[1].revisions[0].design).unwrap();
        assert_eq!(written, serde_json::json!({"title": "mine"}));
        assert_eq!(store.delete_person(id(2), id(99), Millis(40)).await.unwrap().designs, 2);
        assert_eq!(store.shared_design(&[7; 32]).await, Ok(None));
    })
    .await;
}
