//! Identities of a provider: what they open, by what they get an account, and what two at the same moment do.

use super::facilitators::{EVER, entry, join, new_session};
use super::*;
use crate::domain::account::Role;

fn identity(subject: &str) -> ProviderIdentity {
    ProviderIdentity { issuer: "https://login.example.org".to_owned(), subject: subject.to_owned() }
}

fn new_account(n: u8, subject: &str) -> NewIdentityAccount {
    let (email, name) = (format!("a{n}@example.org"), format!("Facilitator {n}"));
    NewIdentityAccount { id: id(n), email, name, role: Role::Facilitator, identity: identity(subject) }
}

fn invitation(n: u8, facilitator: Option<Uuid>) -> NewInvitation {
    NewInvitation {
        id: session(n),
        token_hash: [n; 32],
        role: Role::Facilitator,
        email: format!("a{n}@example.org"),
        facilitator,
        expires_at: Millis(500),
    }
}

#[tokio::test]
async fn an_identity_opens_the_account_that_it_made_and_no_other() {
    on_each(async |bench| {
        let store = &bench.store;
        let made = async |ticket, n: u8, subject: &str| {
            store.join_by_identity(ticket, new_account(n, subject), new_session(n), entry(n, Deed::Joined)).await
        };
        assert_eq!(store.facilitator_by_identity(&identity("one")).await, Ok(None));
        assert_eq!(made(Ticket::Open, 1, "one").await, Ok(true));
        assert!(store.signed_in(&[1; 32], EVER).await.unwrap().is_some());
        let found = store.facilitator_by_identity(&identity("one")).await.unwrap().unwrap();
        assert_eq!((found.id, found.role), (id(1), Role::Facilitator));
        let elsewhere = ProviderIdentity { issuer: "https://login.example.org/".to_owned(), ..identity("one") };
        assert_eq!(store.facilitator_by_identity(&elsewhere).await, Ok(None), "another issuer is another person");
        assert_eq!(made(Ticket::Open, 2, "one").await, Err(StoreError::Taken), "the identity has an account");
        assert_eq!(made(Ticket::Open, 1, "two").await, Err(StoreError::Taken), "the address has an account");
        assert_eq!(store.facilitators().await.unwrap().len(), 1, "nothing is left of what was refused");
        assert_eq!(store.kept_password(id(1)).await, Ok(None));
        assert_eq!(store.linked_since(id(1), "https://login.example.org").await, Ok(Some(Millis(10))));
        assert_eq!(store.linked_since(id(1), "https://login.example.com").await, Ok(None));

        let enter =
            async |n: u8, subject: &str| store.sign_in_by_identity(id(1), identity(subject), new_session(n)).await;
        assert_eq!(enter(5, "two").await, Ok(false));
        assert_eq!(enter(5, "one").await, Ok(true));
        assert_eq!(store.begin_second_factor(id(1), id(9), Millis(20)).await, Ok(true));
        let confirm =
            store.confirm_second_factor(id(1), (id(9), 1), Vec::new(), session(5), entry(30, Deed::SetSecondFactor));
        assert_eq!(confirm.await, Ok(true));
        assert_eq!(enter(6, "one").await, Ok(false), "the second factor is asked for");
    })
    .await;
}

#[tokio::test]
async fn a_link_or_an_invitation_makes_one_account() {
    on_each(async |bench| {
        let store = &bench.store;
        let made = async |ticket, n: u8, subject: &str, e: u8| {
            store.join_by_identity(ticket, new_account(n, subject), new_session(n), entry(e, Deed::Joined)).await
        };
        assert_eq!(store.invite(invitation(1, None), entry(1, Deed::Invited)).await, Ok(true));
        assert_eq!(store.invite(invitation(2, None), entry(2, Deed::Invited)).await, Ok(true));
        assert_eq!(store.invited_role("a1@example.org", Millis(499)).await, Ok(Some(Role::Facilitator)));
        assert_eq!(store.invited_role("a1@example.org", Millis(500)).await, Ok(None));
        assert_eq!(store.invited_role("a3@example.org", Millis(0)).await, Ok(None));
        assert_eq!(made(Ticket::Invited, 3, "three", 10).await, Ok(false), "nobody invited them");
        assert_eq!(made(Ticket::Link([9; 32]), 3, "three", 11).await, Ok(false));
        assert_eq!(made(Ticket::Invited, 1, "one", 12).await, Ok(true));
        assert_eq!(store.invitation(&[1; 32], Millis(10)).await, Ok(None), "its link is used up");
        assert_eq!(made(Ticket::Link([2; 32]), 4, "four", 13).await, Ok(true));
        assert_eq!(made(Ticket::Link([2; 32]), 5, "five", 14).await, Ok(false), "once");
        // One for a new password makes no account.
        assert_eq!(
            store.invite(invitation(1, Some(id(1))), entry(15, Deed::AllowedReset)).await,
            Err(StoreError::Taken)
        );
        let again = NewInvitation { id: session(7), token_hash: [7; 32], ..invitation(1, Some(id(1))) };
        assert_eq!(store.invite(again, entry(16, Deed::AllowedReset)).await, Ok(true));
        assert_eq!(made(Ticket::Link([7; 32]), 6, "six", 17).await, Ok(false));
        assert_eq!(store.invited_role("a1@example.org", Millis(10)).await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn an_account_is_connected_and_disconnected_and_never_shut() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        join(store, 2, Role::Owner).await;
        let connect = async |n: u8, subject: &str, link, e: u8| {
            store.link_identity(id(n), identity(subject), link, entry(e, Deed::Connected)).await
        };
        assert_eq!(connect(1, "one", Some([9; 32]), 20).await, Ok(false), "no such link");
        assert_eq!(connect(1, "one", None, 21).await, Ok(true));
        assert_eq!(connect(2, "one", None, 22).await, Err(StoreError::Taken));
        assert_eq!(connect(1, "other", None, 23).await, Ok(true), "instead of the one before");
        assert_eq!(store.facilitator_by_identity(&identity("one")).await, Ok(None));
        let link = NewInvitation { id: session(8), token_hash: [8; 32], ..invitation(2, Some(id(2))) };
        assert_eq!(store.invite(link, entry(24, Deed::AllowedReset)).await, Ok(true));
        assert_eq!(connect(1, "one", Some([8; 32]), 25).await, Ok(false), "another's link");
        assert_eq!(connect(2, "other", Some([8; 32]), 26).await, Err(StoreError::Taken));
        assert_eq!(connect(2, "one", Some([8; 32]), 27).await, Ok(true), "which left the link good");
        assert_eq!(connect(2, "one", Some([8; 32]), 28).await, Ok(false), "once");

        assert_eq!(store.unlink_identities(id(1), entry(30, Deed::Disconnected)).await, Ok(true));
        assert_eq!(store.unlink_identities(id(1), entry(31, Deed::Disconnected)).await, Ok(false));
        let new =
            store.join_by_identity(Ticket::Open, new_account(3, "three"), new_session(3), entry(32, Deed::Joined));
        assert_eq!(new.await, Ok(true));
        assert_eq!(
            store.unlink_identities(id(3), entry(33, Deed::Disconnected)).await,
            Ok(false),
            "it has no password"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_arrivals_of_one_identity_one_makes_the_account() {
    on_each(async |bench| {
        let other = bench.another().await;
        let tasks: Vec<_> = (1..=8_u8)
            .map(|n| {
                let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                tokio::spawn(async move {
                    let new = new_account(n, "one");
                    store.join_by_identity(Ticket::Open, new, new_session(n), entry(n, Deed::Joined)).await
                })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(done) => made += usize::from(done),
                Err(error) => assert_eq!(error, StoreError::Taken),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(bench.store.facilitators().await.unwrap().len(), 1);
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}
