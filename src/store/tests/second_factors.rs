//! Second factors: begun, confirmed, used once, taken off.

use super::facilitators::{EVER, entry, join, new_session};
use super::*;
use crate::domain::account::Role;

/// An account of a number with a second factor that was confirmed at step 100, and recovery codes 1 and 2.
async fn guarded(store: &Store, n: u8) {
    join(store, n, Role::Owner).await;
    assert_eq!(store.begin_second_factor(id(n), id(200 + n), Millis(20)).await, Ok(true));
    let codes = vec![[n; 32], [n + 150; 32]];
    let confirmed =
        store.confirm_second_factor(id(n), (id(200 + n), 100), codes, session(n), entry(30 + n, Deed::SetSecondFactor));
    assert_eq!(confirmed.await, Ok(true));
}

#[tokio::test]
async fn a_second_factor_counts_when_it_is_confirmed_and_not_before() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        let hash = || "hash of 1".to_owned();
        assert_eq!(store.second_factor(id(1)).await, Ok(None));
        assert_eq!(store.begin_second_factor(id(1), id(7), Millis(20)).await, Ok(true));
        assert_eq!(store.begin_second_factor(id(1), id(8), Millis(21)).await, Ok(true), "begun anew");
        let begun = SecondFactor { seed: id(8), confirmed_at: None, last_step: 0, codes_left: 0 };
        assert_eq!(store.second_factor(id(1)).await, Ok(Some(begun)));
        assert_eq!(store.with_second_factor().await, Ok(Vec::new()));
        assert_eq!(store.sign_in(id(1), hash(), new_session(2)).await, Ok(true), "nobody asks for it yet");
        let confirm = async |seed: Uuid| {
            let codes = vec![[1; 32], [2; 32]];
            store.confirm_second_factor(id(1), (seed, 100), codes, session(1), entry(5, Deed::SetSecondFactor)).await
        };
        assert_eq!(confirm(id(7)).await, Ok(false), "another was begun since");
        assert_eq!(confirm(id(8)).await, Ok(true));
        assert_eq!(confirm(id(8)).await, Ok(false), "once");
        let whole = SecondFactor { confirmed_at: Some(Millis(10)), last_step: 100, codes_left: 2, ..begun };
        assert_eq!(store.second_factor(id(1)).await, Ok(Some(whole)));
        assert_eq!(store.begin_second_factor(id(1), id(9), Millis(22)).await, Ok(false), "it would come off so");
        assert_eq!(store.with_second_factor().await, Ok(vec![id(1)]));
        assert_eq!(store.signed_in(&[2; 32], EVER).await.unwrap(), None, "other browsers are signed out");
        assert!(store.signed_in(&[1; 32], EVER).await.unwrap().is_some());
        assert_eq!(store.sign_in(id(1), hash(), new_session(3)).await, Ok(false), "the password alone is too little");
    })
    .await;
}

#[tokio::test]
async fn each_code_signs_in_once_and_only_with_the_password_of_now() {
    on_each(async |bench| {
        let store = &bench.store;
        guarded(store, 1).await;
        guarded(store, 2).await;
        let pass = async |n: u8, password: &str, shown: Shown| {
            let entry = entry(60 + n, Deed::UsedRecoveryCode);
            store.pass_second_factor(id(1), Some(password.to_owned()), shown, new_session(n), entry).await
        };
        assert_eq!(pass(10, "hash of 1", Shown::Step(100)).await, Ok(false), "it confirmed the factor");
        assert_eq!(pass(10, "hash of 1", Shown::Step(99)).await, Ok(false));
        assert_eq!(pass(10, "hash before", Shown::Step(101)).await, Ok(false));
        assert_eq!(pass(10, "hash of 1", Shown::Step(101)).await, Ok(true));
        assert_eq!(pass(11, "hash of 1", Shown::Step(101)).await, Ok(false));
        assert_eq!(pass(11, "hash of 1", Shown::Recovery([2; 32])).await, Ok(false), "another's");
        assert_eq!(pass(11, "hash of 1", Shown::Recovery([1; 32])).await, Ok(true));
        assert_eq!(pass(12, "hash of 1", Shown::Recovery([1; 32])).await, Ok(false));
        assert!(store.signed_in(&[10; 32], EVER).await.unwrap().is_some());
        assert_eq!(store.second_factor(id(1)).await.unwrap().unwrap().codes_left, 1);
        let log = store.audit(None, 50).await.unwrap();
        assert_eq!(log.iter().filter(|row| row.deed == Some(Deed::UsedRecoveryCode)).count(), 1);
        let without = store.pass_second_factor(id(2), None, Shown::Step(101), new_session(20), entry(90, Deed::Joined));
        assert_eq!(without.await, Ok(true), "who came in by an identity provider has shown no password");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_with_one_code_at_once_one_gets_in() {
    on_each(async |bench| {
        let other = bench.another().await;
        guarded(&bench.store, 1).await;
        for shown in [Shown::Step(101), Shown::Recovery([1; 32])] {
            let tasks: Vec<_> = (0..10_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    tokio::spawn(async move {
                        let n = 100 + 10 * u8::from(matches!(shown, Shown::Step(_))) + n;
                        let entry = entry(n, Deed::UsedRecoveryCode);
                        let password = Some("hash of 1".to_owned());
                        store.pass_second_factor(id(1), password, shown, new_session(n), entry).await.unwrap()
                    })
                })
                .collect();
            let mut inside = 0;
            for task in tasks {
                inside += usize::from(task.await.unwrap());
            }
            assert_eq!(inside, 1, "{shown:?}");
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_comes_off_with_a_code_or_by_who_may() {
    on_each(async |bench| {
        let store = &bench.store;
        guarded(store, 1).await;
        guarded(store, 2).await;
        let remove = async |n: u8, shown| {
            store.remove_second_factor(id(n), shown, entry(50 + n, Deed::RemovedSecondFactor)).await
        };
        assert_eq!(remove(1, Some(Shown::Step(100))).await, Ok(false), "used");
        assert_eq!(remove(1, Some(Shown::Recovery([9; 32]))).await, Ok(false));
        assert_eq!(remove(1, Some(Shown::Recovery([151; 32]))).await, Ok(true));
        assert_eq!(store.second_factor(id(1)).await, Ok(None));
        assert_eq!(store.sign_in(id(1), "hash of 1".to_owned(), new_session(5)).await, Ok(true));
        assert!(tables_with(store, &"97".repeat(32)).await.is_empty(), "its recovery codes are gone");
        assert_eq!(remove(2, None).await, Ok(true));
        assert_eq!(remove(2, None).await, Ok(false));
        // One that was only begun goes as well, when an owner takes it off.
        assert_eq!(store.begin_second_factor(id(2), id(8), Millis(21)).await, Ok(true));
        let entry = entry(99, Deed::RemovedSecondFactor);
        assert_eq!(store.remove_second_factor(id(2), None, entry).await, Ok(true));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_a_link_may_leave_the_browser_outside() {
    on_each(async |bench| {
        let store = &bench.store;
        guarded(store, 1).await;
        let link = NewInvitation {
            id: id(9),
            token_hash: [77; 32],
            role: Role::Owner,
            email: "a1@example.org".to_owned(),
            facilitator: Some(id(1)),
            expires_at: Millis(500),
        };
        assert_eq!(store.invite(link, entry(40, Deed::AllowedReset)).await, Ok(true));
        let new = "new hash".to_owned();
        let reset = store.reset_password([77; 32], id(1), new.clone(), None, entry(41, Deed::ResetPassword));
        assert_eq!(reset.await, Ok(true));
        assert_eq!(store.facilitator_sessions(id(1), EVER).await.unwrap(), []);
        assert_eq!(store.kept_password(id(1)).await, Ok(Some(new)));
        assert!(store.second_factor(id(1)).await.unwrap().is_some(), "it stays");
    })
    .await;
}
