//! Certificates: one for each person and cohort, the person's own, and outliving the cohort.

use super::cohorts::cohort as made;
use super::facilitators::{entry, join};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::Settings;

fn row(n: u8, person: u8, cohort: Uuid, at: i64) -> CertificateRow {
    CertificateRow {
        id: session(n),
        person: id(person),
        cohort: Some(cohort),
        credential: format!("header.payload{n}.signature"),
        issued_at: Millis(at),
        withdrawn_at: None,
    }
}

fn member(n: u8, cohort: Uuid, person: u8) -> NewMember {
    NewMember { id: session(n), cohort, person: id(person), name: format!("P{person}"), handle: None, at: Millis(1) }
}

#[tokio::test]
async fn a_certificate_takes_the_place_of_the_one_before_and_can_be_taken_back_for_good() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        for n in [1, 2] {
            bench.person(n).await;
        }
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let (one, other) =
            (made(store, 1, by, Settings::default()).await, made(store, 2, by, Settings::default()).await);
        assert_eq!(store.issue_certificate(row(50, 1, one, 10)).await, Ok(Issued::NotIn));
        for (n, cohort, person) in [(101, one, 1), (102, other, 1), (103, one, 2)] {
            store.enter_cohort(member(n, cohort, person)).await.unwrap();
        }
        for (n, cohort, at) in [(51, one, 10), (52, one, 20), (53, other, 30)] {
            assert_eq!(store.issue_certificate(row(n, 1, cohort, at)).await, Ok(Issued::Kept));
        }
        assert_eq!(store.certificate(session(51)).await, Ok(None), "its place was taken");
        assert_eq!(store.certificate(session(52)).await, Ok(Some(row(52, 1, one, 20))));
        assert_eq!(store.certificates_of(id(1)).await, Ok(vec![row(53, 1, other, 30), row(52, 1, one, 20)]));
        assert_eq!(store.member_certificate(one, session(101)).await, Ok(Some(row(52, 1, one, 20))));
        assert_eq!(store.member_certificate(one, session(103)).await, Ok(None));
        assert_eq!(store.member_certificate(other, session(101)).await, Ok(None), "an entry of another cohort");

        // Only the cohort's own, and once.
        let withdraw = async |cohort, n, at| {
            store.withdraw_certificate(cohort, session(n), Millis(at), entry(200, Deed::WithdrewCertificate)).await
        };
        assert_eq!(withdraw(other, 52, 40).await, Ok(false));
        assert_eq!(withdraw(one, 52, 40).await, Ok(true));
        assert_eq!(withdraw(one, 52, 50).await, Ok(false));
        assert_eq!(store.withdrawn_certificates().await, Ok(vec![(session(52), Millis(40))]));
        assert_eq!(store.issue_certificate(row(54, 1, one, 60)).await, Ok(Issued::Withdrawn));
        assert_eq!(store.delete_certificate(id(1), session(52)).await, Ok(false), "it would make room for another");
        assert_eq!(store.delete_certificate(id(2), session(53)).await, Ok(false), "not theirs");
        assert_eq!(store.delete_certificate(id(1), session(53)).await, Ok(true));
    })
    .await;
}

#[tokio::test]
async fn a_certificate_outlives_its_cohort_and_goes_with_its_holder() {
    on_each(async |bench| {
        let store = &bench.store;
        join(store, 9, Role::Owner).await;
        for n in [1, 2, 3] {
            bench.person(n).await;
        }
        let by = Runner { facilitator: id(9), role: Role::Owner };
        let one = made(store, 1, by, Settings::default()).await;
        for (n, person) in [(101, 1), (102, 2), (103, 3)] {
            store.enter_cohort(member(n, one, person)).await.unwrap();
            assert_eq!(store.issue_certificate(row(n, person, one, 10)).await, Ok(Issued::Kept));
        }
        // Two devices of one person: of two for the same cohort, the one of who stays.
        store.merge(id(2), id(1), Millis(20)).await.unwrap();
        assert_eq!(store.certificates_of(id(1)).await, Ok(vec![row(101, 1, one, 10)]));
        assert_eq!(store.certificate(session(102)).await, Ok(None));
        assert_eq!(store.delete_cohort(one, entry(201, Deed::DeletedCohort)).await, Ok(true));
        let left = CertificateRow { cohort: None, ..row(101, 1, one, 10) };
        assert_eq!(store.certificate(session(101)).await, Ok(Some(left)));
        // Nobody is forgotten for not having come by, as long as somebody may look at their certificate.
        let pruned = store.prune(Millis(i64::from(u32::MAX) * 1000), 60).await.unwrap();
        assert_eq!(pruned.people, 0, "{pruned:?}");
        let everything = store.everything(id(1), Millis(30)).await.unwrap();
        assert_eq!(everything.certificates.len(), 1);
        let receipt = store.delete_person(id(1), session(210), Millis(40)).await.unwrap();
        assert_eq!(receipt.certificates, 1);
        assert_eq!(store.certificate(session(101)).await, Ok(None));
        assert!(store.certificate(session(103)).await.unwrap().is_some());
    })
    .await;
}
