//! The outbox: each statement once, held by one sender at a time, and gone with whom it is about.

use std::collections::BTreeSet;

use super::cohorts::{cohort as made, facilitator, member_id, noted, somebody};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::Settings;

fn statement(n: u8, cohort: Uuid, member: u8) -> NewStatement {
    NewStatement {
        id: session(n),
        cohort,
        member: member_id(member),
        fact: format!("section m s{n}"),
        body: format!("{{\"canary\":{n}}}"),
    }
}

/// A cohort with so many people in it.
async fn cohort(bench: &Bench, people: u8) -> Uuid {
    let by = facilitator(&bench.store, 150, Role::Owner).await;
    let cohort = made(&bench.store, 1, by, Settings::default()).await;
    for n in 1..=people {
        bench.person(n).await;
        bench.store.enter_cohort(somebody(n, cohort)).await.unwrap();
    }
    cohort
}

async fn held(store: &Store, claim: u8, most: i64, now: i64) -> BTreeSet<Uuid> {
    let rows = store.hold_statements(id(claim), most, Millis(now), Millis(now + 30)).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

fn ids(all: &[u8]) -> BTreeSet<Uuid> {
    all.iter().map(|n| session(*n)).collect()
}

#[tokio::test]
async fn a_statement_is_kept_once_and_sent_once() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 2).await;
        let both = vec![statement(1, one, 1), statement(2, one, 2)];
        assert_eq!(store.keep_statements(both.clone(), Millis(100)).await, Ok(2));
        assert_eq!(store.keep_statements(both.clone(), Millis(110)).await, Ok(0), "they are there");
        let told = |n: u8| ToldRow { id: session(n), member: member_id(n), fact: format!("section m s{n}") };
        let mut all = store.told_statements(one).await.unwrap();
        all.sort_by_key(|row| row.id);
        assert_eq!(all, [told(1), told(2)]);
        assert_eq!(held(store, 1, 50, 99).await, ids(&[]), "not yet");
        let rows = store.hold_statements(id(1), 50, Millis(100), Millis(130)).await.unwrap();
        assert_eq!(rows[0], HeldStatement { id: session(1), body: "{\"canary\":1}".to_owned() });
        assert_eq!(rows.len(), 2);
        store.statements_sent(vec![session(1)], Millis(120)).await.unwrap();
        store.statement_failed(session(2), "it answered 400".to_owned(), Millis(121)).await.unwrap();
        let state = OutboxState {
            waiting: 0,
            failed: 1,
            sent: 1,
            sent_at: Some(Millis(120)),
            error: Some(("it answered 400".to_owned(), Millis(121))),
        };
        assert_eq!(store.outbox_state().await, Ok(state));
        assert!(
            !dump(store).await.iter().any(|(_, row)| row.contains("\"canary\":1")),
            "the text of what was sent is gone"
        );
        assert_eq!(held(store, 2, 50, 10_000).await, ids(&[]), "sent and put aside");
        assert_eq!(store.keep_statements(both, Millis(200)).await, Ok(0));
        // What was put aside waits again when somebody wants it; what was sent never does.
        assert_eq!(store.wake_statements(Millis(300), false).await, Ok(0));
        assert_eq!(store.wake_statements(Millis(300), true).await, Ok(1));
        assert_eq!(held(store, 3, 50, 300).await, ids(&[2]));
        store.statements_sent(vec![session(1), session(2)], Millis(310)).await.unwrap();
        let state = store.outbox_state().await.unwrap();
        assert_eq!((state.waiting, state.failed, state.sent, state.error), (0, 0, 2, None));
    })
    .await;
}

#[tokio::test]
async fn what_one_holds_nobody_else_gets_until_the_claim_ends() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 1).await;
        store.keep_statements((1..=5).map(|n| statement(n, one, 1)).collect(), Millis(100)).await.unwrap();
        let first = held(store, 1, 2, 100).await;
        let second = held(store, 2, 50, 101).await;
        assert_eq!((first.len(), second.len()), (2, 3));
        assert!(first.is_disjoint(&second));
        assert_eq!(held(store, 3, 50, 120).await, ids(&[]));
        // Whoever goes on holds it longer.
        let longer = store.hold_longer(id(1), Millis(200)).await.unwrap();
        assert_eq!(longer.into_iter().collect::<BTreeSet<_>>(), first);
        // Who was killed holds it no longer, and learns so when it wakes.
        assert_eq!(held(store, 3, 50, 131).await, second);
        assert_eq!(store.hold_longer(id(2), Millis(300)).await, Ok(vec![]));
        // Letting go says why and until when.
        store.let_statements_wait(id(1), "it is down".to_owned(), Millis(140), Millis(500)).await.unwrap();
        store.let_statements_wait(id(2), "it is not its own".to_owned(), Millis(141), Millis(900)).await.unwrap();
        assert_eq!(store.outbox_state().await.unwrap().error, Some(("it is down".to_owned(), Millis(140))));
        assert_eq!(held(store, 4, 50, 150).await, ids(&[]), "two wait, three are held");
        assert_eq!(held(store, 4, 50, 160 + 30).await, second, "not those that wait");
        assert_eq!(store.wake_statements(Millis(200), false).await, Ok(2));
        assert_eq!(held(store, 5, 50, 200).await, first);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_senders_share_what_waits() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 1).await;
        store.keep_statements((1..=100).map(|n| statement(n, one, 1)).collect(), Millis(100)).await.unwrap();
        let other = bench.another().await.unwrap_or_else(|| store.clone());
        let take = |store: Store, claim: u8| {
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for n in 0..10 {
                    let rows = store.hold_statements(id(claim + n), 10, Millis(100), Millis(900)).await.unwrap();
                    taken.extend(rows.into_iter().map(|row| row.id));
                }
                taken
            })
        };
        let (a, b) = (take(store.clone(), 10), take(other.clone(), 30));
        let mut all = a.await.unwrap();
        all.extend(b.await.unwrap());
        let each: BTreeSet<Uuid> = all.iter().copied().collect();
        assert_eq!(each.len(), all.len(), "nothing was held by both");
        // Whoever met the other may have gone away with less; nothing is lost by that.
        let rest = store.hold_statements(id(99), 200, Millis(100), Millis(900)).await.unwrap();
        assert_eq!(each.len() + rest.len(), 100);
        if bench.url.starts_with("postgres") {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn statements_go_with_whom_they_are_about() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 5).await;
        store.keep_statements((1..=5).map(|n| statement(n, one, n)).collect(), Millis(100)).await.unwrap();
        store.statements_sent(vec![session(5)], Millis(110)).await.unwrap();
        // Who has left is not told of: neither what waits, nor what is new, nor what is on its way.
        assert_eq!(held(store, 1, 50, 100).await, ids(&[1, 2, 3, 4]));
        assert_eq!(store.leave(id(1), one, Millis(120)).await, Ok(true));
        store.remove_member(one, member_id(2), Some(Millis(120)), noted(Deed::RemovedMember)).await.unwrap();
        let still = store.hold_longer(id(1), Millis(400)).await.unwrap();
        assert_eq!(still.into_iter().collect::<BTreeSet<_>>(), ids(&[3, 4]));
        assert_eq!(held(store, 2, 50, 500).await, ids(&[3, 4]));
        assert_eq!(store.keep_statements(vec![statement(11, one, 1), statement(12, one, 2)], Millis(130)).await, Ok(0));
        assert_eq!(store.forget_unsent(None).await, Ok(2));
        assert!(tables_with(store, &session(1).to_string()).await.iter().all(|table| table != "xapi_outbox"));
        // Whoever comes back is told of again.
        store.enter_cohort(somebody(1, one)).await.unwrap();
        assert_eq!(store.keep_statements(vec![statement(1, one, 1)], Millis(140)).await, Ok(1));
        // Deletion takes what waits and that something was sent.
        for n in [3, 5] {
            store.delete_person(id(n), Uuid::now_v7(), Millis(150)).await.unwrap();
            assert!(!tables_with(store, &session(n).to_string()).await.contains(&"xapi_outbox".to_owned()));
        }
        assert_eq!(store.keep_statements(vec![statement(5, one, 5)], Millis(160)).await, Ok(0), "nobody is there");
        // Nothing new of a cohort that was put away; all of it goes with the cohort.
        store.archive_cohort(one, Some(Millis(170)), noted(Deed::ArchivedCohort)).await.unwrap();
        assert_eq!(store.keep_statements(vec![statement(14, one, 4)], Millis(180)).await, Ok(0));
        assert_eq!(store.outbox_state().await.unwrap().waiting, 2);
        assert_eq!(store.forget_unsent(Some(one)).await, Ok(2));
        store.archive_cohort(one, None, noted(Deed::ArchivedCohort)).await.unwrap();
        assert_eq!(store.keep_statements(vec![statement(14, one, 4)], Millis(190)).await, Ok(1));
        store.delete_cohort(one, noted(Deed::DeletedCohort)).await.unwrap();
        assert_eq!(store.outbox_state().await, Ok(OutboxState::default()));
    })
    .await;
}

#[tokio::test]
async fn entries_that_become_one_have_told_the_same() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 3).await;
        let all = (1..=3).map(|n| statement(n, one, n)).collect();
        store.keep_statements(all, Millis(100)).await.unwrap();
        let told = async || {
            let rows = store.told_statements(one).await.unwrap();
            rows.into_iter().map(|row| (row.member, row.fact)).collect::<BTreeSet<_>>()
        };
        let of = |who: u8, what: u8| (member_id(who), format!("section m s{what}"));
        store.join_entries(one, member_id(2), Some(member_id(1)), noted(Deed::MergedMembers)).await.unwrap();
        assert_eq!(told().await, BTreeSet::from([of(1, 1), of(1, 2), of(3, 3)]));
        // Another device of the first person: one entry stays, with what was told of both.
        store.merge(id(3), id(1), Millis(200)).await.unwrap();
        assert_eq!(told().await, BTreeSet::from([of(1, 1), of(1, 2), of(1, 3)]));
        let cohorts = store.everything(id(1), Millis(300)).await.unwrap().cohorts;
        assert_eq!((cohorts[0].statements_sent, cohorts[0].statements_waiting), (0, 2));
        store.statements_sent(vec![session(3)], Millis(310)).await.unwrap();
        let cohorts = store.everything(id(1), Millis(320)).await.unwrap().cohorts;
        assert_eq!((cohorts[0].statements_sent, cohorts[0].statements_waiting), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn who_does_not_exist_is_known() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 1).await;
        let new = NewParticipant {
            person: id(7),
            session: session(7),
            token_hash: [7; 32],
            device: "Nothing".to_owned(),
            at: Millis(1),
        };
        store.begin_rehearser(new, one).await.unwrap();
        store.enter_cohort(somebody(7, one)).await.unwrap();
        assert_eq!(store.rehearsing(one).await, Ok(vec![member_id(7)]));
    })
    .await;
}

#[tokio::test]
async fn whatever_is_done_changes_the_pulse_and_nothing_else_does() {
    on_each(async |bench| {
        let store = &bench.store;
        let one = cohort(&bench, 2).await;
        let mut last = store.pulse(one, "w", Millis(1000)).await.unwrap();
        let mut changed = async |what: &str| {
            let now = store.pulse(one, "w", Millis(1000)).await.unwrap();
            assert_ne!(now, last, "{what}");
            assert_eq!(store.pulse(one, "w", Millis(1000)).await, Ok(now));
            last = now;
        };
        let mark = async |who: u8, workshop: &str, at: i64| {
            store.mark(id(who), workshop, "m", "a", "e", Millis(at)).await.unwrap();
        };
        mark(1, "w", 100).await;
        changed("a mark").await;
        mark(2, "w", 50).await;
        changed("a mark from before").await;
        store.unmark(id(1), "w", &[("m".to_owned(), "a".to_owned())]).await.unwrap();
        changed("a mark taken back").await;
        mark(1, "w", 101).await;
        changed("the same mark later").await;
        store.join_entries(one, member_id(2), Some(member_id(1)), noted(Deed::MergedMembers)).await.unwrap();
        changed("two entries that are one").await;
        store.leave(id(2), one, Millis(60)).await.unwrap();
        changed("somebody left").await;
        store.enter_cohort(somebody(2, one)).await.unwrap();
        changed("and came back").await;
        // Elsewhere, and what is kept for sending.
        mark(1, "other", 100).await;
        store.keep_statements(vec![statement(1, one, 1)], Millis(100)).await.unwrap();
        assert_eq!(store.pulse(one, "w", Millis(1000)).await, Ok(last));
    })
    .await;
}
