//! Participants in cohorts: what they show, take along and delete, and two entries that become one.

use std::collections::BTreeSet;

use super::facilitators::{entry, join};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::{Door, Entry as Who, Settings};

const NOW: Millis = Millis(20);

fn cohort(n: u8) -> Uuid {
    Uuid::from_u128(0xe000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

fn member(n: u8) -> Uuid {
    Uuid::from_u128(0xf000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

/// An entry of the log with an id of its own.
fn told(deed: Deed) -> Entry {
    Entry { id: Uuid::new_v4(), ..entry(90, deed) }
}

/// Makes the cohort of a number, of the workshop `w`, run by the account 90.
async fn make(store: &Store, n: u8, settings: Settings) {
    if store.facilitator(id(90)).await.unwrap().is_none() {
        join(store, 90, Role::Owner).await;
    }
    let new = NewCohort {
        id: cohort(n),
        workshop: "w".to_owned(),
        name: format!("Cohort {n}"),
        settings,
        code: format!("kite-{n:06}"),
        by: id(90),
        at: Millis(10),
    };
    store.make_cohort(new, told(Deed::MadeCohort)).await.unwrap();
}

fn new(n: u8, of: u8, person: u8, name: &str) -> NewMember {
    NewMember { id: member(n), cohort: cohort(of), person: id(person), name: name.to_owned(), handle: None, at: NOW }
}

async fn design(store: &Store, person: u8, n: u8, workshop: &str) -> Uuid {
    let first = NewRevision { title: format!("Design {n}"), body: "{}".to_owned(), said: "Begun".to_owned() };
    assert_eq!(store.add_design(id(person), session(n), workshop, first, NOW).await, Ok(true));
    session(n)
}

#[tokio::test]
async fn only_ones_own_designs_of_the_workshop_are_shown() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
        }
        make(store, 1, Settings::default()).await;
        store.enter_cohort(new(1, 1, 1, "Maya")).await.unwrap();
        let (mine, second) = (design(store, 1, 11, "w").await, design(store, 1, 12, "w").await);
        let (elsewhere, anothers) = (design(store, 1, 13, "other").await, design(store, 2, 14, "w").await);
        let show = async |person: u8, designs: &[Uuid]| {
            store.show_designs(id(person), cohort(1), designs.iter().copied().collect(), NOW).await
        };
        let shown = async || store.shown_designs(id(1), cohort(1)).await.unwrap();
        assert_eq!(show(1, &[mine, elsewhere, anothers, id(99)]).await, Ok(true));
        assert_eq!(shown().await, BTreeSet::from([mine]));
        assert_eq!(show(1, &[mine, second]).await, Ok(true));
        assert_eq!(show(1, &[second]).await, Ok(true), "what is not ticked any more is taken back");
        assert_eq!(shown().await, BTreeSet::from([second]));
        assert_eq!(show(2, &[anothers]).await, Ok(false), "they are not in it");
        assert!(store.leave(id(1), cohort(1), NOW).await.unwrap());
        assert_eq!(shown().await, BTreeSet::new(), "leaving shows nothing any more");
        assert_eq!(show(1, &[mine]).await, Ok(false));
    })
    .await;
}

#[tokio::test]
async fn the_door_knows_who_was_there_and_who_is_expected() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
        }
        make(store, 1, Settings { door: Door { entry: Who::Listed, ..Door::default() }, ..Settings::default() }).await;
        let people = vec![(id(50), "Maya".to_owned(), "maya@example.org".to_owned())];
        store.expect(cohort(1), people, told(Deed::ChangedRoster)).await.unwrap();
        let expected = async |handle, person| store.is_expected(cohort(1), handle, person).await.unwrap();
        assert!(expected("maya@example.org", None).await);
        assert!(!expected("eve@example.org", None).await);
        assert!(!store.is_expected(cohort(2), "maya@example.org", None).await.unwrap());
        assert_eq!(store.entry_before(id(1), cohort(1)).await, Ok(None));
        let maya = NewMember { handle: Some("maya@example.org".to_owned()), ..new(1, 1, 1, "Maya") };
        assert_eq!(store.enter_cohort(maya.clone()).await, Ok(Joined::In(member(1))));
        assert!(!expected("maya@example.org", None).await, "somebody has come as her");
        assert!(!expected("maya@example.org", Some(id(2))).await);
        assert!(expected("maya@example.org", Some(id(1))).await, "she herself may come back");
        store.leave(id(1), cohort(1), Millis(30)).await.unwrap();
        let before = EntryBefore { name: "Maya".to_owned(), left_at: Some(Millis(30)), removed_at: None };
        assert_eq!(store.entry_before(id(1), cohort(1)).await, Ok(Some(before)));
        store.enter_cohort(NewMember { name: "Maya B.".to_owned(), ..maya }).await.unwrap();
        store.remove_member(cohort(1), member(1), Some(Millis(40)), told(Deed::RemovedMember)).await.unwrap();
        let before = EntryBefore { name: "Maya B.".to_owned(), left_at: None, removed_at: Some(Millis(40)) };
        assert_eq!(store.entry_before(id(1), cohort(1)).await, Ok(Some(before)));
    })
    .await;
}

#[tokio::test]
async fn a_person_takes_cohorts_along_and_deletes_them() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        make(store, 1, Settings::default()).await;
        make(store, 2, Settings::default()).await;
        store.enter_cohort(new(1, 1, 1, "Maya")).await.unwrap();
        store.enter_cohort(NewMember { at: Millis(25), ..new(2, 2, 1, "M.") }).await.unwrap();
        store.leave(id(1), cohort(2), Millis(30)).await.unwrap();
        let mine = design(store, 1, 11, "w").await;
        store.show_designs(id(1), cohort(1), BTreeSet::from([mine]), NOW).await.unwrap();
        let cohorts = store.everything(id(1), NOW).await.unwrap().cohorts;
        let kept: Vec<_> = cohorts
            .iter()
            .map(|kept| (kept.cohort.as_str(), kept.name.as_str(), kept.joined_at.0, kept.left_at.map(|at| at.0)))
            .collect();
        assert_eq!(kept, [("Cohort 1", "Maya", 20, None), ("Cohort 2", "M.", 25, Some(30))]);
        assert_eq!(cohorts[0].shown_designs, ["Design 11"]);
        let link = store.make_return_link(cohort(1), member(1), [7; 32], Millis(900), told(Deed::MadeReturnLink)).await;
        assert_eq!(link, Ok(true));
        assert_eq!(store.returned_by(&[7; 32]).await, Ok(Some(id(1))));

        let receipt = store.delete_person(id(1), id(99), Millis(40)).await.unwrap();
        assert_eq!((receipt.cohorts, receipt.designs), (2, 1));
        for table in ["members", "member_links", "shown_designs"] {
            assert!(!tables_with(store, &member(1).to_string()).await.contains(&table.to_owned()), "{table}");
        }
        assert_eq!(store.members(cohort(1)).await.unwrap(), []);
        assert_eq!(store.returned_by(&[7; 32]).await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn a_merge_takes_the_place_in_a_cohort_along() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
        }
        make(store, 1, Settings::default()).await;
        store.enter_cohort(new(1, 1, 1, "Maya")).await.unwrap();
        let mine = design(store, 1, 11, "w").await;
        store.show_designs(id(1), cohort(1), BTreeSet::from([mine]), NOW).await.unwrap();
        store.merge(id(1), id(2), Millis(50)).await.unwrap();
        let memberships = store.memberships(id(2)).await.unwrap();
        assert_eq!(memberships.iter().map(|m| (m.member, m.name.as_str())).collect::<Vec<_>>(), [(member(1), "Maya")]);
        assert_eq!(store.shown_designs(id(2), cohort(1)).await.unwrap(), BTreeSet::from([mine]));
    })
    .await;
}

#[tokio::test]
async fn of_two_places_in_the_same_cohort_a_merge_keeps_one_with_what_hung_on_the_other() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2, 3] {
            bench.person(n).await;
        }
        make(store, 1, Settings::default()).await;
        for (n, name) in [(1, "Maya (phone)"), (2, "Maya"), (3, "Somebody else")] {
            store.enter_cohort(new(n, 1, n, name)).await.unwrap();
        }
        // The one on the phone shows a design, can be let back in, and a third entry counts with it.
        let mine = design(store, 1, 11, "w").await;
        store.show_designs(id(1), cohort(1), BTreeSet::from([mine]), NOW).await.unwrap();
        store.make_return_link(cohort(1), member(1), [7; 32], Millis(900), told(Deed::MadeReturnLink)).await.unwrap();
        let joined = store.join_entries(cohort(1), member(3), Some(member(1)), told(Deed::MergedMembers)).await;
        assert_eq!(joined, Ok(true));
        // Of the one that stays she left, so that she is in because the other is.
        store.leave(id(2), cohort(1), Millis(30)).await.unwrap();

        store.merge(id(1), id(2), Millis(50)).await.unwrap();
        let members = store.members(cohort(1)).await.unwrap();
        let seen: Vec<_> = members.iter().map(|m| (m.id, m.name.as_str(), m.left_at, m.same_as)).collect();
        assert_eq!(seen, [(member(2), "Maya", None, None), (member(3), "Somebody else", None, Some(member(2)))]);
        assert_eq!(store.shown_designs(id(2), cohort(1)).await.unwrap(), BTreeSet::from([mine]));
        assert_eq!(store.returned_by(&[7; 32]).await, Ok(Some(id(2))));
        assert_eq!(store.use_return_link([7; 32], Millis(60)).await, Ok(Some((id(2), "w".to_owned()))));
        assert_eq!(store.use_return_link([7; 32], Millis(60)).await, Ok(None), "once");
    })
    .await;
}

#[tokio::test]
async fn a_removal_outlives_a_merge() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in [1, 2] {
            bench.person(n).await;
        }
        make(store, 1, Settings::default()).await;
        store.enter_cohort(new(1, 1, 1, "Eve")).await.unwrap();
        store.remove_member(cohort(1), member(1), Some(Millis(30)), told(Deed::RemovedMember)).await.unwrap();
        store.merge(id(1), id(2), Millis(50)).await.unwrap();
        assert_eq!(store.memberships(id(2)).await.unwrap(), []);
        assert_eq!(store.enter_cohort(new(2, 1, 2, "Eve again")).await, Ok(Joined::Removed));
    })
    .await;
}
