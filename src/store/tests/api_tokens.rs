//! API tokens: made, borne, ended by their holder, by time, and with what they came from.

use super::facilitators::{entry, join};
use super::*;
use crate::domain::account::Role;
use crate::domain::api_token::Scope;

fn new_token(n: u8, whose: u8) -> NewApiToken {
    NewApiToken {
        id: session(n),
        token_hash: [n; 32],
        facilitator: id(whose),
        name: format!("Token {n}"),
        scope: Scope::Read,
        expires_at: Millis(1000),
    }
}

#[tokio::test]
async fn a_token_asks_for_its_holder_until_it_ends() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        join(store, 2, Role::Facilitator).await;
        assert_eq!(store.make_api_token(new_token(1, 1), entry(20, Deed::MadeToken)).await, Ok(true));
        assert_eq!(store.make_api_token(new_token(2, 2), entry(21, Deed::MadeToken)).await, Ok(true));
        let nobodys = store.make_api_token(new_token(3, 9), entry(22, Deed::MadeToken)).await;
        assert_eq!(nobodys, Ok(false), "there is no such account");
        let borne = store.borne(&[1; 32], Millis(999)).await.unwrap().unwrap();
        assert_eq!(
            (borne.facilitator.id, borne.token.scope, borne.token.expires_at),
            (id(1), Scope::Read, Millis(1000))
        );
        assert_eq!(borne.token.seen_at, None);
        assert_eq!(store.borne(&[1; 32], Millis(1000)).await, Ok(None), "it has ended");
        assert_eq!(store.borne(&[9; 32], Millis(0)).await, Ok(None));

        store.touch_api_token(session(1), Millis(70)).await.unwrap();
        store.touch_api_token(session(1), Millis(60)).await.unwrap();
        let mine = store.api_tokens(id(1)).await.unwrap();
        let row = ApiTokenRow {
            id: session(1),
            name: "Token 1".to_owned(),
            scope: Scope::Read,
            created_at: Millis(10),
            expires_at: Millis(1000),
            seen_at: Some(Millis(70)),
        };
        assert_eq!(mine, [row]);

        let end = async |whose: u8, n: u8, id_of_entry: u8| {
            store.end_api_token(id(whose), session(n), entry(id_of_entry, Deed::EndedToken)).await
        };
        assert_eq!(end(2, 1, 30).await, Ok(false), "another's");
        assert_eq!(end(1, 1, 31).await, Ok(true));
        assert_eq!(end(1, 1, 32).await, Ok(false));
        assert_eq!(store.borne(&[1; 32], Millis(0)).await, Ok(None));
        assert!(store.borne(&[2; 32], Millis(0)).await.unwrap().is_some());
        let log = store.audit(None, 50).await.unwrap();
        assert_eq!(log.iter().filter(|row| row.deed == Some(Deed::EndedToken)).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn tokens_end_with_the_account_and_when_it_is_taken_back() {
    on_each(async |bench| {
        let store = &bench.store;
        for n in 1..=4 {
            join(store, n, Role::Owner).await;
            assert_eq!(store.make_api_token(new_token(n, n), entry(20 + n, Deed::MadeToken)).await, Ok(true));
        }
        let there = async |n: u8| store.borne(&[n; 32], Millis(0)).await.unwrap().is_some();
        assert_eq!(store.remove_facilitator(id(1), entry(30, Deed::Removed)).await, Ok(Outcome::Done));
        assert_eq!(store.end_facilitator_sessions(id(2), entry(31, Deed::EndedSessions)).await, Ok(2));
        let link = NewInvitation {
            id: id(9),
            token_hash: [77; 32],
            role: Role::Owner,
            email: "a3@example.org".to_owned(),
            facilitator: Some(id(3)),
            expires_at: Millis(500),
        };
        assert_eq!(store.invite(link, entry(40, Deed::AllowedReset)).await, Ok(true));
        assert!(there(3).await, "until the link is used");
        let reset = store.reset_password([77; 32], id(3), "new".to_owned(), None, entry(41, Deed::ResetPassword));
        assert_eq!(reset.await, Ok(true));
        assert!(!there(1).await && !there(2).await && !there(3).await && there(4).await);
        let ever = Alive { seen_since: Millis(0), made_since: Millis(0) };
        store.prune_accounts(Millis(999), ever).await.unwrap();
        assert!(there(4).await);
        store.prune_accounts(Millis(1000), ever).await.unwrap();
        assert!(!there(4).await && store.api_tokens(id(4)).await.unwrap().is_empty(), "it is forgotten");
    })
    .await;
}

#[tokio::test]
async fn one_has_so_many_tokens_and_no_more() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        for n in 1..=u8::try_from(MOST_API_TOKENS).unwrap() {
            assert_eq!(store.make_api_token(new_token(n, 1), entry(100 + n, Deed::MadeToken)).await, Ok(true), "{n}");
        }
        assert_eq!(store.make_api_token(new_token(200, 1), entry(200, Deed::MadeToken)).await, Ok(false));
    })
    .await;
}
