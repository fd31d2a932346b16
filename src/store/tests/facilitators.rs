//! Facilitators, their sessions, and the log of what was done to accounts.

use super::*;
use crate::domain::account::Role;

pub(super) const EVER: Alive = Alive { seen_since: Millis(0), made_since: Millis(0) };

/// The account of a number.
pub(super) fn account(n: u8, role: Role) -> NewAccount {
    NewAccount {
        id: id(n),
        email: format!("a{n}@example.org"),
        name: format!("Facilitator {n}"),
        role,
        password: format!("hash of {n}"),
        at: Millis(10),
    }
}

/// The session of a number.
pub(super) fn new_session(n: u8) -> NewSession {
    NewSession { id: session(n), token_hash: [n; 32], device: format!("Browser {n}"), at: Millis(10) }
}

/// The entry of a number; higher ones are later.
pub(super) fn entry(n: u8, deed: Deed) -> Entry {
    Entry {
        id: Uuid::from_u128(0xc000_0000_0000_0000_0000_0000_0000_0000 | u128::from(n)),
        at: Millis(10),
        actor: Actor { id: Some(id(n)), name: format!("Actor {n}") },
        deed,
        subject: None,
        subject_name: "Subject".to_owned(),
        detail: String::new(),
    }
}

/// Makes the account of a number.
pub(super) async fn join(store: &Store, n: u8, role: Role) {
    let link = NewInvitation {
        id: Uuid::new_v4(),
        token_hash: [100 + n; 32],
        role,
        email: format!("a{n}@example.org"),
        facilitator: None,
        expires_at: Millis(500),
    };
    let first = Entry { id: Uuid::from_u128(u128::from(n)), ..entry(n, Deed::Invited) };
    assert_eq!(store.invite(link, first).await, Ok(true));
    let second = Entry { id: Uuid::from_u128(0x100 | u128::from(n)), ..entry(n, Deed::Joined) };
    assert_eq!(store.join([100 + n; 32], account(n, role), new_session(n), second).await, Ok(true));
}

#[tokio::test]
async fn a_facilitator_is_known_by_a_token_until_it_is_too_old() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        let found = store.signed_in(&[1; 32], EVER).await.unwrap().unwrap();
        let expected = Facilitator {
            id: id(1),
            email: "a1@example.org".to_owned(),
            name: "Facilitator 1".to_owned(),
            role: Role::Owner,
            created_at: Millis(10),
            seen_at: Some(Millis(10)),
        };
        assert_eq!(found, SignedIn { facilitator: expected.clone(), session: session(1), seen_at: Millis(10) });
        assert_eq!(store.facilitator(id(1)).await.unwrap(), Some(expected.clone()));
        assert_eq!(store.facilitator_of("a1@example.org").await.unwrap(), Some(expected));
        assert_eq!(store.facilitator_of("a2@example.org").await.unwrap(), None);
        assert_eq!(store.signed_in(&[2; 32], EVER).await.unwrap(), None);
        store.touch_facilitator(session(1), Millis(5000)).await.unwrap();
        store.touch_facilitator(session(1), Millis(4000)).await.unwrap();
        let alive = |seen, made| Alive { seen_since: Millis(seen), made_since: Millis(made) };
        assert!(store.signed_in(&[1; 32], alive(5000, 10)).await.unwrap().is_some());
        assert_eq!(store.signed_in(&[1; 32], alive(5001, 0)).await.unwrap(), None, "not used for too long");
        assert_eq!(store.signed_in(&[1; 32], alive(0, 11)).await.unwrap(), None, "signed in too long ago");
        assert_eq!(store.facilitator(id(1)).await.unwrap().unwrap().seen_at, Some(Millis(5000)));
        assert_eq!(store.facilitator_sessions(id(1), alive(5001, 0)).await.unwrap(), []);
        assert_eq!(store.prune_accounts(Millis(10), alive(5000, 10)).await, Ok(0));
        assert_eq!(store.prune_accounts(Millis(10), alive(5001, 10)).await, Ok(1));
        assert_eq!(store.signed_in(&[1; 32], EVER).await.unwrap(), None);
        // A participant's session is no facilitator's, and the other way round.
        bench.person(3).await;
        assert_eq!(store.signed_in(&[3; 32], EVER).await.unwrap(), None);
        assert_eq!(store.identity(&[1; 32], Millis(0)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn signing_in_wants_the_password_that_is_kept_at_that_moment() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        let kept = store.password_of("a1@example.org").await.unwrap();
        assert_eq!(kept, Some((id(1), "hash of 1".to_owned())));
        assert_eq!(store.password_of("A1@example.org").await.unwrap(), None);
        assert_eq!(store.sign_in(id(1), "hash of 1".to_owned(), new_session(2)).await, Ok(true));
        assert_eq!(store.sign_in(id(1), "another".to_owned(), new_session(3)).await, Ok(false));
        assert_eq!(store.sign_in(id(9), "hash of 1".to_owned(), new_session(3)).await, Ok(false));
        let change = async |before: &str, n: u8| {
            let entry = entry(n, Deed::ChangedPassword);
            store.change_password(id(1), before.to_owned(), format!("hash {n}"), new_session(n), entry).await
        };
        assert_eq!(change("another", 4).await, Ok(false));
        assert_eq!(store.facilitator_sessions(id(1), EVER).await.unwrap().len(), 2);
        assert_eq!(change("hash of 1", 5).await, Ok(true));
        let left: Vec<Uuid> =
            store.facilitator_sessions(id(1), EVER).await.unwrap().into_iter().map(|row| row.id).collect();
        assert_eq!(left, [session(5)], "all others are signed out");
        assert_eq!(change("hash of 1", 6).await, Ok(false));
    })
    .await;
}

#[tokio::test]
async fn sessions_are_ended_by_their_holder_and_of_more_than_20_the_oldest_go() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        join(store, 2, Role::Facilitator).await;
        assert_eq!(store.end_facilitator_session(id(2), session(1)).await, Ok(false), "not theirs");
        assert_eq!(store.end_facilitator_session(id(1), session(1)).await, Ok(true));
        assert_eq!(store.end_facilitator_session(id(1), session(1)).await, Ok(false));
        for n in 10..35 {
            let new = NewSession { at: Millis(i64::from(n)), ..new_session(n) };
            assert_eq!(store.sign_in(id(1), "hash of 1".to_owned(), new).await, Ok(true));
        }
        let left = store.facilitator_sessions(id(1), EVER).await.unwrap();
        assert_eq!((left.len(), left[0].id, left[19].id), (20, session(34), session(15)));
        assert_eq!(store.facilitator_sessions(id(2), EVER).await.unwrap().len(), 1, "another's stay");
        assert_eq!(store.end_facilitator_sessions(id(1), entry(50, Deed::EndedSessions)).await, Ok(20));
        assert_eq!(store.end_facilitator_sessions(id(1), entry(51, Deed::EndedSessions)).await, Ok(0));
        let deeds: Vec<_> = store.audit(None, 1).await.unwrap();
        assert_eq!((deeds[0].id, deeds[0].deed), (entry(50, Deed::Invited).id, Some(Deed::EndedSessions)));
    })
    .await;
}

#[tokio::test]
async fn the_last_owner_stays_an_owner() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        join(store, 2, Role::Facilitator).await;
        let role = async |n: u8, role, e: u8| store.change_role(id(n), role, entry(e, Deed::ChangedRole)).await;
        assert_eq!(role(1, Role::Facilitator, 10).await, Ok(Outcome::LastOwner));
        assert_eq!(store.remove_facilitator(id(1), entry(11, Deed::Removed)).await, Ok(Outcome::LastOwner));
        assert_eq!(role(9, Role::Owner, 12).await, Ok(Outcome::NotThere));
        assert_eq!(role(2, Role::Owner, 13).await, Ok(Outcome::Done));
        assert_eq!(role(2, Role::Owner, 14).await, Ok(Outcome::NotThere), "as it is");
        assert_eq!(role(1, Role::Facilitator, 15).await, Ok(Outcome::Done));
        assert_eq!(store.remove_facilitator(id(9), entry(16, Deed::Removed)).await, Ok(Outcome::NotThere));
        assert_eq!(store.remove_facilitator(id(1), entry(17, Deed::Removed)).await, Ok(Outcome::Done));
        assert_eq!(store.signed_in(&[1; 32], EVER).await.unwrap(), None);
        assert_eq!(store.password_of("a1@example.org").await.unwrap(), None);
        assert_eq!(store.sign_in(id(1), "hash of 1".to_owned(), new_session(7)).await, Ok(false));
        // Only the log still knows them.
        let left = tables_with(store, &id(1).to_string()).await;
        assert_eq!(left, ["audit"]);
        assert_eq!(store.remove_facilitator(id(2), entry(18, Deed::Removed)).await, Ok(Outcome::LastOwner));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn owners_who_take_each_other_away_at_once_leave_one() {
    on_each(async |bench| {
        let other = bench.another().await;
        for round in 0..5_u8 {
            let (a, b) = (2 * round + 1, 2 * round + 2);
            join(&bench.store, a, Role::Owner).await;
            join(&bench.store, b, Role::Owner).await;
            if round > 0 {
                // The one who was left over before goes first.
                for owner in bench.store.facilitators().await.unwrap() {
                    if owner.id != id(a) && owner.id != id(b) {
                        let entry = Entry { id: Uuid::new_v4(), ..entry(round, Deed::Removed) };
                        assert_eq!(bench.store.remove_facilitator(owner.id, entry).await, Ok(Outcome::Done));
                    }
                }
            }
            let second = other.as_ref().unwrap_or(&bench.store).clone();
            let first = bench.store.clone();
            let one =
                tokio::spawn(async move { first.remove_facilitator(id(a), entry(70 + round, Deed::Removed)).await });
            let two = tokio::spawn(async move {
                second.change_role(id(b), Role::Facilitator, entry(80 + round, Deed::ChangedRole)).await
            });
            let mut outcomes = [one.await.unwrap().unwrap(), two.await.unwrap().unwrap()];
            outcomes.sort_by_key(|outcome| *outcome != Outcome::Done);
            assert_eq!(outcomes, [Outcome::Done, Outcome::LastOwner], "round {round}");
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_log_is_read_newest_first_and_page_by_page() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 1, Role::Owner).await;
        for n in 0..10 {
            let entry = Entry { detail: format!("name {n}"), ..entry(n, Deed::Renamed) };
            store.rename_facilitator(id(1), format!("name {n}"), entry).await.unwrap();
        }
        assert_eq!(
            store.rename_facilitator(id(9), "x".to_owned(), entry(99, Deed::Renamed)).await,
            Err(StoreError::Gone)
        );
        let page = store.audit(None, 4).await.unwrap();
        let details: Vec<&str> = page.iter().map(|row| row.detail.as_str()).collect();
        assert_eq!(details, ["name 9", "name 8", "name 7", "name 6"]);
        assert_eq!(page[0].actor, "Actor 9");
        let next = store.audit(Some(page[3].id), 4).await.unwrap();
        assert_eq!(next[0].detail, "name 5");
        let all = store.audit(None, 100).await.unwrap();
        assert_eq!(all.len(), 12);
        assert_eq!((all[10].deed, all[11].deed), (Some(Deed::Joined), Some(Deed::Invited)));
    })
    .await;
}

#[tokio::test]
async fn a_command_may_make_a_small_change_beside_a_portal_that_serves() {
    let (_folder, file) = fresh_file();
    let url = file.display().to_string();
    let serving = Store::open(&url).await.unwrap();
    join(&serving, 1, Role::Owner).await;
    let beside = Store::visit(&url).await.unwrap();
    beside.rename_facilitator(id(1), "Renamed beside".to_owned(), entry(1, Deed::Renamed)).await.unwrap();
    beside.close().await;
    assert_eq!(serving.facilitator(id(1)).await.unwrap().unwrap().name, "Renamed beside");
    serving.rename_facilitator(id(1), "And again".to_owned(), entry(2, Deed::Renamed)).await.unwrap();
    serving.close().await;
    drop(serving);
    let alone = Store::visit(&url).await.unwrap();
    assert_eq!(alone.facilitator(id(1)).await.unwrap().unwrap().name, "And again");
    assert!(Store::open(&url).await.is_err(), "alone it has the file as a portal has");
    alone.close().await;
}
