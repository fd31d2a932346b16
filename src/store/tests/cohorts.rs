//! Cohorts, who runs them, and who is in them.

use super::facilitators::{account, entry, new_session};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::{Door, Settings, Shut, StaffRole};
use crate::domain::progress::Mark;

fn cohort_id(n: u8) -> Uuid {
    Uuid::from_u128(0xd000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

pub(super) fn member_id(n: u8) -> Uuid {
    Uuid::from_u128(0xe000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n))
}

pub(super) fn noted(deed: Deed) -> Entry {
    Entry { id: Uuid::now_v7(), ..entry(1, deed) }
}

pub(super) async fn facilitator(store: &Store, n: u8, role: Role) -> Runner {
    let link = NewInvitation {
        id: Uuid::new_v4(),
        token_hash: [100 + n; 32],
        role,
        email: format!("a{n}@example.org"),
        facilitator: None,
        expires_at: Millis(500),
    };
    assert_eq!(store.invite(link, noted(Deed::Invited)).await, Ok(true));
    assert_eq!(store.join([100 + n; 32], account(n, role), new_session(n), noted(Deed::Joined)).await, Ok(true));
    Runner { facilitator: id(n), role }
}

pub(super) async fn cohort(store: &Store, n: u8, by: Runner, settings: Settings) -> Uuid {
    let new = NewCohort {
        id: cohort_id(n),
        workshop: "w".to_owned(),
        name: format!("Cohort {n}"),
        settings,
        code: format!("kite-{n:06}"),
        by: by.facilitator,
        at: Millis(i64::from(n)),
    };
    store.make_cohort(new, noted(Deed::MadeCohort)).await.unwrap();
    cohort_id(n)
}

pub(super) fn somebody(n: u8, cohort: Uuid) -> NewMember {
    NewMember { id: member_id(n), cohort, person: id(n), name: format!("Person {n}"), handle: None, at: Millis(50) }
}

#[tokio::test]
async fn a_cohort_is_found_through_who_runs_it() {
    on_each(async |bench| {
        let store = &bench.store;
        let owner = facilitator(store, 1, Role::Owner).await;
        let (ada, bob) =
            (facilitator(store, 2, Role::Facilitator).await, facilitator(store, 3, Role::Facilitator).await);
        let settings = Settings { starts_at: Some(Millis(7)), ..Settings::default() };
        let one = cohort(store, 1, ada, settings.clone()).await;
        let two = cohort(store, 2, ada, Settings::default()).await;
        let names = async |runner| {
            let cohorts = store.cohorts_run_by(runner).await.unwrap();
            cohorts.into_iter().map(|run| run.cohort.name).collect::<Vec<_>>()
        };
        assert_eq!(names(ada).await, ["Cohort 2", "Cohort 1"]);
        assert_eq!(names(bob).await, [""; 0]);
        assert_eq!(names(owner).await, ["Cohort 2", "Cohort 1"], "an owner sees all");
        let run = store.cohort_run_by(ada, one).await.unwrap().unwrap();
        assert_eq!((run.role, run.people, run.cohort.revision), (StaffRole::Facilitator, 0, 1));
        assert_eq!((run.cohort.settings, run.cohort.code.as_deref()), (settings, Some("kite-000001")));
        assert_eq!(store.cohort_run_by(bob, one).await.unwrap(), None);

        // The same code twice, and an account that is gone.
        let again = NewCohort {
            id: cohort_id(9),
            workshop: "w".to_owned(),
            name: "Again".to_owned(),
            settings: Settings::default(),
            code: "kite-000001".to_owned(),
            by: ada.facilitator,
            at: Millis(9),
        };
        assert_eq!(store.make_cohort(again.clone(), noted(Deed::MadeCohort)).await, Err(StoreError::Taken));
        let nobody = NewCohort { code: "kite-000009".to_owned(), by: id(77), ..again };
        assert_eq!(store.make_cohort(nobody, noted(Deed::MadeCohort)).await, Err(StoreError::Gone));

        store.archive_cohort(two, Some(Millis(99)), noted(Deed::ArchivedCohort)).await.unwrap();
        assert_eq!(names(ada).await, ["Cohort 1", "Cohort 2"], "what is put away stands last");
        assert_eq!(store.cohort_behind("kite-000002").await.unwrap(), None);
        assert_eq!(store.archive_cohort(two, Some(Millis(99)), noted(Deed::ArchivedCohort)).await, Ok(false));
        assert_eq!(store.delete_cohort(two, noted(Deed::DeletedCohort)).await, Ok(true));
        assert_eq!(store.delete_cohort(two, noted(Deed::DeletedCohort)).await, Ok(false));
        let deeds: Vec<_> = store.audit(None, 4).await.unwrap().into_iter().filter_map(|row| row.deed).collect();
        assert_eq!(deeds, [Deed::DeletedCohort, Deed::ArchivedCohort, Deed::MadeCohort, Deed::MadeCohort]);
    })
    .await;
}

#[tokio::test]
async fn of_two_changes_from_the_same_page_one_is_told_to_look_again() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 2, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        let settings = Settings { zone: "Europe/Berlin".to_owned(), ..Settings::default() };
        let change = |name: &str, revision| {
            store.change_cohort(one, revision, name.to_owned(), &settings, noted(Deed::ChangedCohort))
        };
        assert_eq!(change("A", 1).await, Ok(Some(2)));
        assert_eq!(change("B", 1).await, Ok(None));
        let run = store.cohort_run_by(ada, one).await.unwrap().unwrap();
        assert_eq!((run.cohort.name.as_str(), &run.cohort.settings), ("A", &settings));
        assert_eq!(store.change_code(one, None, noted(Deed::ChangedCode)).await, Ok(true));
        assert_eq!(store.cohort_behind("kite-000001").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn somebody_always_runs_a_cohort() {
    on_each(async |bench| {
        let store = &bench.store;
        let (ada, bob) =
            (facilitator(store, 2, Role::Facilitator).await, facilitator(store, 3, Role::Facilitator).await);
        let one = cohort(store, 1, ada, Settings::default()).await;
        let add = async |email: &str, role| {
            store.add_staff(one, email.to_owned(), role, noted(Deed::AddedStaff)).await.unwrap()
        };
        assert_eq!(add("nobody@example.org", StaffRole::Assistant).await, StaffChange::NotThere);
        assert_eq!(add("a2@example.org", StaffRole::Assistant).await, StaffChange::LastFacilitator);
        assert_eq!(add("a3@example.org", StaffRole::Assistant).await, StaffChange::Done);
        assert_eq!(store.cohort_run_by(bob, one).await.unwrap().unwrap().role, StaffRole::Assistant);
        let remove = async |runner: Runner| {
            store.remove_staff(one, runner.facilitator, noted(Deed::RemovedStaff)).await.unwrap()
        };
        assert_eq!(remove(ada).await, StaffChange::LastFacilitator);
        assert_eq!(add("a3@example.org", StaffRole::Facilitator).await, StaffChange::Done);
        let staff: Vec<_> = store.staff(one).await.unwrap().into_iter().map(|row| (row.email, row.role)).collect();
        assert_eq!(
            staff,
            [
                ("a2@example.org".to_owned(), StaffRole::Facilitator),
                ("a3@example.org".to_owned(), StaffRole::Facilitator)
            ]
        );
        assert_eq!(remove(ada).await, StaffChange::Done);
        assert_eq!(remove(ada).await, StaffChange::NotThere);
        assert_eq!(store.cohort_run_by(ada, one).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn people_come_in_leave_and_come_back_to_the_same_entry() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        bench.person(1).await;
        assert_eq!(store.enter_cohort(somebody(1, one)).await, Ok(Joined::In(member_id(1))));
        let again = NewMember { id: member_id(9), name: "Other".to_owned(), ..somebody(1, one) };
        assert_eq!(store.enter_cohort(again.clone()).await, Ok(Joined::Already(member_id(1))));
        assert_eq!(store.enter_cohort(somebody(2, one)).await, Err(StoreError::Gone), "nobody");
        let elsewhere = NewMember { cohort: cohort_id(8), ..somebody(1, one) };
        assert_eq!(store.enter_cohort(elsewhere).await, Ok(Joined::NotThere));

        let memberships = store.memberships(id(1)).await.unwrap();
        assert_eq!(
            (memberships.len(), memberships[0].member, memberships[0].name.as_str()),
            (1, member_id(1), "Person 1")
        );
        assert_eq!(store.rename_member(id(1), one, "Maya".to_owned()).await, Ok(true));
        assert_eq!(store.leave(id(1), one, Millis(60)).await, Ok(true));
        assert_eq!(store.leave(id(1), one, Millis(61)).await, Ok(false));
        assert_eq!(store.memberships(id(1)).await.unwrap(), []);
        assert_eq!(store.rename_member(id(1), one, "Nobody".to_owned()).await, Ok(false));
        assert_eq!(store.enter_cohort(again).await, Ok(Joined::In(member_id(1))));
        let members = store.members(one).await.unwrap();
        assert_eq!((members.len(), members[0].name.as_str(), members[0].left_at), (1, "Other", None));
        assert_eq!(members[0].joined_at, Millis(50), "since the first time");

        let remove = async |at| store.remove_member(one, member_id(1), at, noted(Deed::RemovedMember)).await.unwrap();
        assert!(remove(Some(Millis(70))).await && !remove(Some(Millis(71))).await);
        assert_eq!(store.enter_cohort(somebody(1, one)).await, Ok(Joined::Removed));
        assert_eq!(store.memberships(id(1)).await.unwrap(), []);
        assert!(remove(None).await);
        assert_eq!(store.memberships(id(1)).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_limit_holds_when_all_come_at_once() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let door = Door { most: Some(10), ..Door::default() };
        let one = cohort(store, 1, ada, Settings { door, ..Settings::default() }).await;
        for n in 1..=30 {
            bench.person(n).await;
        }
        let coming = (1..=30).map(|n| store.enter_cohort(somebody(n, one)));
        let came = futures_util::future::join_all(coming).await;
        let shut = came.iter().filter(|joined| **joined == Ok(Joined::Shut(Shut::Full(10)))).count();
        let inside = came.iter().filter(|joined| matches!(joined, Ok(Joined::In(_)))).count();
        assert_eq!((inside, shut), (10, 20), "{came:?}");
        assert_eq!(store.cohort_behind("kite-000001").await.unwrap().map(|(_, people)| people), Some(10));
    })
    .await;
}

#[tokio::test]
async fn a_link_back_works_once_and_for_who_is_in() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        bench.person(1).await;
        store.enter_cohort(somebody(1, one)).await.unwrap();
        let make = async |hash: u8, until| {
            store
                .make_return_link(one, member_id(1), [hash; 32], Millis(until), noted(Deed::MadeReturnLink))
                .await
                .unwrap()
        };
        assert!(make(1, 500).await && make(2, 500).await);
        assert_eq!(store.return_link(&[1; 32], Millis(20)).await.unwrap(), None, "a newer one takes its place");
        let named = Some(("Cohort 1".to_owned(), "Person 1".to_owned()));
        assert_eq!(store.return_link(&[2; 32], Millis(499)).await.unwrap(), named);
        assert_eq!(store.return_link(&[2; 32], Millis(500)).await.unwrap(), None);
        assert_eq!(store.use_return_link([2; 32], Millis(500)).await, Ok(None), "too late");
        assert_eq!(store.use_return_link([2; 32], Millis(20)).await, Ok(Some((id(1), "w".to_owned()))));
        assert_eq!(store.use_return_link([2; 32], Millis(20)).await, Ok(None), "a second time");
        assert!(make(3, 500).await);
        store.leave(id(1), one, Millis(60)).await.unwrap();
        assert_eq!(store.return_link(&[3; 32], Millis(20)).await.unwrap(), None);
        assert_eq!(store.use_return_link([3; 32], Millis(20)).await, Ok(None));
        assert!(!make(4, 500).await);
    })
    .await;
}

#[tokio::test]
async fn entries_of_one_person_count_as_one() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        for n in 1..=3 {
            bench.person(n).await;
            store.enter_cohort(somebody(n, one)).await.unwrap();
            let section = format!("s{n}");
            store.mark(id(n), "w", "m", &section, "e", Millis(i64::from(n) * 1000)).await.unwrap();
        }
        let same = async |member: u8, with: Option<u8>| {
            store.join_entries(one, member_id(member), with.map(member_id), noted(Deed::MergedMembers)).await
        };
        assert_eq!(same(2, Some(1)).await, Ok(true));
        assert_eq!(same(3, Some(2)).await, Ok(false), "that one counts with another itself");
        assert_eq!(same(1, Some(1)).await, Ok(false), "with itself");
        assert_eq!(same(9, Some(1)).await, Err(StoreError::Gone));
        let class = store.class(one).await.unwrap();
        let ids: Vec<_> = class.iter().map(|member| (member.id, member.seen_at)).collect();
        assert_eq!(ids, [(member_id(1), Some(Millis(2000))), (member_id(3), Some(Millis(3000)))]);
        let marks = store.class_marks(one, "w").await.unwrap();
        let whose: Vec<_> = marks.iter().map(|mark| (mark.member, mark.mark.section.as_str())).collect();
        assert_eq!(whose, [(member_id(1), "s1"), (member_id(1), "s2"), (member_id(3), "s3")]);
        assert_eq!(
            marks[0].mark,
            Mark { module: "m".to_owned(), section: "s1".to_owned(), edition: "e".to_owned(), at: Millis(1000) }
        );
        // What counted with it goes along.
        assert_eq!(same(1, Some(3)).await, Ok(true));
        assert_eq!(store.class(one).await.unwrap().len(), 1);
        assert_eq!(same(1, None).await, Ok(true));
        assert_eq!(store.class(one).await.unwrap().len(), 2);
        // Who stays when the other one goes stands on their own, with what they did.
        assert_eq!(same(2, Some(1)).await, Ok(true));
        let gone = store.remove_member(one, member_id(1), Some(Millis(70)), noted(Deed::RemovedMember)).await;
        assert_eq!(gone, Ok(true));
        assert_eq!(same(3, Some(1)).await, Ok(false), "nobody counts with who is not in it");
        let marks = store.class_marks(one, "w").await.unwrap();
        let whose: Vec<_> = marks.iter().map(|mark| mark.member).collect();
        assert_eq!(whose, [member_id(2), member_id(3)]);
        assert_eq!(same(3, Some(2)).await, Ok(true));
        store.leave(id(2), one, Millis(80)).await.unwrap();
        let marks = store.class_marks(one, "w").await.unwrap();
        assert_eq!(marks.iter().map(|mark| mark.member).collect::<Vec<_>>(), [member_id(3)]);
        assert_eq!(store.class_marks(one, "other").await.unwrap(), []);
        assert_eq!(store.class_attempts(one, "w").await.unwrap(), []);
        assert_eq!(store.class_designs(one, "w").await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn nobody_in_a_cohort_is_forgotten_for_want_of_a_browser() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let one = cohort(store, 1, ada, Settings::default()).await;
        for n in 1..=2 {
            bench.person(n).await;
            store.enter_cohort(somebody(n, one)).await.unwrap();
            store.end_session(id(n), session(n)).await.unwrap();
        }
        store.leave(id(2), one, Millis(60)).await.unwrap();
        let pruned = store.prune(Millis(10_000_000), 1).await.unwrap();
        assert_eq!(pruned.people, 1, "who left is forgotten");
        assert_eq!(store.members(one).await.unwrap().len(), 1);
        store.delete_cohort(one, noted(Deed::DeletedCohort)).await.unwrap();
        assert_eq!(store.prune(Millis(10_000_000), 1).await.unwrap().people, 1);
    })
    .await;
}
