//! Whom a cohort expects: by a list, or by the domain of an address.

use super::cohorts::{cohort, facilitator, member_id, noted, somebody};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::{Door, Entry as Who, Names, Settings};

#[tokio::test]
async fn who_is_on_the_list_comes_in_once() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let door = Door { entry: Who::Listed, ..Door::default() };
        let one = cohort(store, 1, ada, Settings { door, ..Settings::default() }).await;
        let row = |n: u8, name: &str, handle: &str| (member_id(100 + n), name.to_owned(), handle.to_owned());
        let list = vec![row(1, "Maya", "maya@x"), row(2, "Bo", "bo@x")];
        assert_eq!(store.expect(one, list, noted(Deed::ChangedRoster)).await, Ok(2));
        let again = vec![row(3, "Maya M.", "maya@x"), row(4, "Cy", "cy@x")];
        assert_eq!(store.expect(one, again, noted(Deed::ChangedRoster)).await, Ok(1));
        bench.person(1).await;
        bench.person(2).await;
        let comes =
            |n: u8, handle: &str| store.enter_cohort(NewMember { handle: Some(handle.to_owned()), ..somebody(n, one) });
        assert_eq!(store.enter_cohort(somebody(1, one)).await, Ok(Joined::NotListed));
        assert_eq!(comes(1, "eve@x").await, Ok(Joined::NotListed));
        assert_eq!(comes(1, "maya@x").await, Ok(Joined::In(member_id(1))));
        assert_eq!(comes(2, "maya@x").await, Ok(Joined::NotListed), "somebody came as her");
        let roster = store.roster(one).await.unwrap();
        let rows: Vec<_> = roster.iter().map(|row| (row.name.as_str(), row.member)).collect();
        assert_eq!(rows, [("Bo", None), ("Cy", None), ("Maya M.", Some(member_id(1)))]);
        assert_eq!(store.members(one).await.unwrap()[0].handle.as_deref(), Some("maya@x"));
        let off = roster[0].id;
        assert_eq!(store.expect_no_more(one, off, noted(Deed::ChangedRoster)).await, Ok(true));
        assert_eq!(comes(2, "bo@x").await, Ok(Joined::NotListed));
        // Who left comes back as themselves.
        store.leave(id(1), one, Millis(60)).await.unwrap();
        assert_eq!(comes(1, "maya@x").await, Ok(Joined::In(member_id(1))));
    })
    .await;
}

#[tokio::test]
async fn who_has_an_address_of_the_domain_comes_in_once() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let door = Door { entry: Who::Domain, domains: vec!["x.org".to_owned()], ..Door::default() };
        let one = cohort(store, 1, ada, Settings { door, ..Settings::default() }).await;
        for n in 1..=3 {
            bench.person(n).await;
        }
        let comes =
            |n: u8, handle: &str| store.enter_cohort(NewMember { handle: Some(handle.to_owned()), ..somebody(n, one) });
        assert_eq!(store.enter_cohort(somebody(1, one)).await, Ok(Joined::NotListed));
        for elsewhere in ["maya@y.org", "maya@sub.x.org", "x.org", "", "maya@x.org.evil"] {
            assert_eq!(comes(1, elsewhere).await, Ok(Joined::NotListed), "{elsewhere}");
        }
        // Who is expected is known again, and whoever is not is put on the list.
        let listed = vec![(member_id(101), "Maya M.".to_owned(), "maya@x.org".to_owned())];
        store.expect(one, listed, noted(Deed::ChangedRoster)).await.unwrap();
        assert_eq!(comes(1, "maya@x.org").await, Ok(Joined::In(member_id(1))));
        assert_eq!(comes(2, "bo@x.org").await, Ok(Joined::In(member_id(2))));
        assert_eq!(comes(3, "bo@x.org").await, Ok(Joined::NotListed), "somebody came as him");
        let list = async || {
            let roster = store.roster(one).await.unwrap();
            roster.into_iter().map(|row| (row.name, row.handle, row.member)).collect::<Vec<_>>()
        };
        let maya = ("Maya M.".to_owned(), "maya@x.org".to_owned(), Some(member_id(1)));
        let bo = |handle: &str| ("Person 2".to_owned(), handle.to_owned(), Some(member_id(2)));
        assert_eq!(list().await, [maya.clone(), bo("bo@x.org")]);
        // Who comes back with another address has that one.
        store.leave(id(2), one, Millis(60)).await.unwrap();
        assert_eq!(comes(2, "bo.b@x.org").await, Ok(Joined::In(member_id(2))));
        assert_eq!(list().await, [maya, bo("bo.b@x.org")]);
        assert_eq!(comes(3, "bo@x.org").await, Ok(Joined::In(member_id(3))));
    })
    .await;
}

#[tokio::test]
async fn nothing_says_who_of_a_list_came_to_an_anonymous_cohort() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 120, Role::Facilitator).await;
        let door = Door { entry: Who::Listed, ..Door::default() };
        let settings = Settings { door, names: Names::Anonymous, ..Settings::default() };
        let one = cohort(store, 1, ada, settings.clone()).await;
        let row = |n: u8, handle: &str| (member_id(100 + n), handle.to_owned(), handle.to_owned());
        store.expect(one, vec![row(1, "maya@x"), row(2, "bo@x")], noted(Deed::ChangedRoster)).await.unwrap();
        for n in 1..=3 {
            bench.person(n).await;
        }
        let comes = |n: u8, handle: &str| {
            let (name, handle) = (String::new(), Some(handle.to_owned()));
            store.enter_cohort(NewMember { name, handle, ..somebody(n, one) })
        };
        assert_eq!(comes(1, "eve@x").await, Ok(Joined::NotListed));
        assert_eq!(comes(1, "maya@x").await, Ok(Joined::In(member_id(1))));
        assert_eq!(comes(2, "maya@x").await, Ok(Joined::NotListed), "she has come");
        let roster = store.roster(one).await.unwrap();
        assert_eq!(roster.iter().map(|row| (row.handle.as_str(), row.member)).collect::<Vec<_>>(), [("bo@x", None)]);
        assert_eq!(store.members(one).await.unwrap()[0].handle, None);
        // Who left comes back.
        store.leave(id(1), one, Millis(60)).await.unwrap();
        assert_eq!(
            store.enter_cohort(NewMember { name: String::new(), ..somebody(1, one) }).await,
            Ok(Joined::In(member_id(1)))
        );

        // By a domain: nothing is written down at all.
        let door = Door { entry: Who::Domain, domains: vec!["x.org".to_owned()], ..Door::default() };
        store
            .change_cohort(one, 1, "By domain".to_owned(), &Settings { door, ..settings }, noted(Deed::ChangedCohort))
            .await
            .unwrap();
        assert_eq!(comes(2, "bo@x.org").await, Ok(Joined::In(member_id(2))));
        assert_eq!(comes(3, "bo@x.org").await, Ok(Joined::In(member_id(3))), "nobody knows that he has come");
        assert_eq!(store.roster(one).await.unwrap().len(), 1);
    })
    .await;
}
