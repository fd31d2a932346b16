//! One-time links: who makes them, who uses them, and what two at the same moment do.

use super::facilitators::{account, entry, new_session};
use super::*;
use crate::domain::account::Role;

/// A link for an address, or for a new password of an account.
fn link(n: u8, email: &str, facilitator: Option<Uuid>, until: i64) -> NewInvitation {
    NewInvitation {
        id: session(n),
        token_hash: [n; 32],
        role: Role::Facilitator,
        email: email.to_owned(),
        facilitator,
        expires_at: Millis(until),
    }
}

#[tokio::test]
async fn a_first_invitation_holds_until_its_time_is_over() {
    on_each(async |bench| {
        let store = &bench.store;
        let first = async |n: u8, at, until| store.invite_first([n; 32], Millis(at), Millis(until)).await;
        assert_eq!(store.invite(link(2, "ada@example.org", None, 500), entry(1, Deed::Invited)).await, Ok(true));
        assert_eq!(first(1, 0, 100).await, Ok(true), "a facilitator's is not an owner's");
        let owner = Invitation { role: Role::Owner, email: None, facilitator: None, expires_at: Millis(100) };
        assert_eq!(store.invitation(&[1; 32], Millis(99)).await.unwrap(), Some(owner));
        assert_eq!(store.invitation(&[1; 32], Millis(100)).await.unwrap(), None);
        assert_eq!(store.invitation(&[9; 32], Millis(0)).await.unwrap(), None);
        assert_eq!(first(3, 99, 900).await, Ok(false), "there is one");
        assert_eq!(store.invitation(&[3; 32], Millis(99)).await.unwrap(), None);
        assert_eq!(first(2, 100, 900).await, Err(StoreError::Taken));
        assert_eq!(first(4, 100, 900).await, Ok(true));
        assert!(tables_with(store, &"01".repeat(32)).await.is_empty(), "one that is too old is forgotten");
        assert!(store.invitation(&[2; 32], Millis(200)).await.unwrap().is_some());
        assert_eq!(store.invitations(Millis(200)).await.unwrap().len(), 1, "that of the first run is nobody's to see");
        // With an owner there is no first run any more.
        assert_eq!(
            store.join([4; 32], account(1, Role::Owner), new_session(1), entry(2, Deed::Joined)).await,
            Ok(true)
        );
        assert_eq!(first(5, 5000, 9000).await, Ok(false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_start_at_once_one_makes_the_first_invitation() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..7_u8 {
            // The links of the rounds before are too old.
            let (at, until) = (Millis(i64::from(round) * 100), Millis(i64::from(round) * 100 + 100));
            let tasks: Vec<_> = (0..20_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    let hash = [round * 32 + n; 32];
                    tokio::spawn(async move { store.invite_first(hash, at, until).await.unwrap() })
                })
                .collect();
            let mut made = 0;
            for task in tasks {
                made += usize::from(task.await.unwrap());
            }
            assert_eq!(made, 1, "round {round}");
            let kept = dump(&bench.store).await.into_iter().filter(|(table, _)| table == "invitations").count();
            assert_eq!(kept, 1);
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_use_a_link_at_once_one_gets_the_account() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..5_u8 {
            let hash = [200 + round; 32];
            let new =
                NewInvitation { token_hash: hash, ..link(200 + round, &format!("{round}@example.org"), None, 500) };
            assert_eq!(bench.store.invite(new, entry(round, Deed::Invited)).await, Ok(true));
            let tasks: Vec<_> = (0..10_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    let n = round * 32 + n;
                    tokio::spawn(async move {
                        let entry = entry(100_u8.wrapping_add(n), Deed::Joined);
                        store.join(hash, account(n, Role::Facilitator), new_session(n), entry).await.unwrap()
                    })
                })
                .collect();
            let mut joined = 0;
            for task in tasks {
                joined += usize::from(task.await.unwrap());
            }
            assert_eq!(joined, 1, "round {round}");
            assert_eq!(bench.store.facilitators().await.unwrap().len(), usize::from(round) + 1);
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_whose_address_is_taken_stays_good() {
    on_each(async |bench| {
        let store = &bench.store;
        store.invite_first([1; 32], Millis(0), Millis(500)).await.unwrap();
        assert_eq!(
            store.join([1; 32], account(1, Role::Owner), new_session(1), entry(1, Deed::Joined)).await,
            Ok(true)
        );
        assert_eq!(store.invite(link(2, "a2@example.org", None, 500), entry(2, Deed::Invited)).await, Ok(true));
        let taken = NewAccount { email: "a1@example.org".to_owned(), ..account(2, Role::Facilitator) };
        let refused = store.join([2; 32], taken, new_session(2), entry(3, Deed::Joined)).await;
        assert_eq!(refused, Err(StoreError::Taken));
        assert!(store.invitation(&[2; 32], Millis(10)).await.unwrap().is_some());
        assert_eq!(store.audit(None, 10).await.unwrap().len(), 2, "what did not happen is not in the log");
        assert_eq!(
            store.join([2; 32], account(2, Role::Facilitator), new_session(2), entry(3, Deed::Joined)).await,
            Ok(true)
        );
        assert_eq!(
            store.join([2; 32], account(3, Role::Facilitator), new_session(3), entry(4, Deed::Joined)).await,
            Ok(false),
            "once"
        );
        // No link is made for who has an account.
        assert_eq!(store.invite(link(5, "a1@example.org", None, 500), entry(5, Deed::Invited)).await, Ok(false));
    })
    .await;
}

#[tokio::test]
async fn a_newer_link_ends_the_one_before_and_one_can_be_taken_back() {
    on_each(async |bench| {
        let store = &bench.store;
        assert_eq!(store.invite(link(1, "ada@example.org", None, 500), entry(1, Deed::Invited)).await, Ok(true));
        assert_eq!(store.invite(link(2, "ada@example.org", None, 500), entry(2, Deed::Invited)).await, Ok(true));
        assert_eq!(store.invite(link(3, "bob@example.org", None, 500), entry(3, Deed::Invited)).await, Ok(true));
        assert_eq!(store.invitation(&[1; 32], Millis(10)).await.unwrap(), None);
        let open = async || -> Vec<Uuid> {
            store.invitations(Millis(10)).await.unwrap().into_iter().map(|link| link.id).collect()
        };
        assert_eq!(open().await, [session(3), session(2)]);
        assert_eq!(store.uninvite(session(2), entry(4, Deed::Uninvited)).await, Ok(true));
        assert_eq!(store.uninvite(session(2), entry(5, Deed::Uninvited)).await, Ok(false));
        assert_eq!(open().await, [session(3)]);
        assert_eq!(store.invitation(&[2; 32], Millis(10)).await.unwrap(), None);
        assert!(store.invitations(Millis(500)).await.unwrap().is_empty(), "too old");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_a_link_signs_everybody_out_and_the_link_works_once() {
    on_each(async |bench| {
        let store = &bench.store;
        store.invite_first([1; 32], Millis(0), Millis(500)).await.unwrap();
        store.join([1; 32], account(1, Role::Owner), new_session(1), entry(1, Deed::Joined)).await.unwrap();
        let missing = link(8, "a8@example.org", Some(id(8)), 500);
        assert_eq!(store.invite(missing, entry(2, Deed::AllowedReset)).await, Ok(false), "nobody's");
        let new = link(2, "a1@example.org", Some(id(1)), 500);
        assert_eq!(store.invite(new, entry(3, Deed::AllowedReset)).await, Ok(true));
        let opened = store.invitation(&[2; 32], Millis(10)).await.unwrap().unwrap();
        assert_eq!((opened.email.as_deref(), opened.facilitator), (Some("a1@example.org"), Some(id(1))));
        let reset = async |n: u8, whose: Uuid| {
            store
                .reset_password(
                    [2; 32],
                    whose,
                    format!("hash {n}"),
                    Some(new_session(n)),
                    entry(n, Deed::ResetPassword),
                )
                .await
        };
        assert_eq!(reset(4, id(7)).await, Ok(false), "not their link");
        assert_eq!(reset(5, id(1)).await, Ok(true));
        assert_eq!(reset(6, id(1)).await, Ok(false), "once");
        assert_eq!(store.password_of("a1@example.org").await.unwrap(), Some((id(1), "hash 5".to_owned())));
        let alive = Alive { seen_since: Millis(0), made_since: Millis(0) };
        assert_eq!(store.signed_in(&[1; 32], alive).await.unwrap(), None);
        assert!(store.signed_in(&[5; 32], alive).await.unwrap().is_some());
    })
    .await;
}
