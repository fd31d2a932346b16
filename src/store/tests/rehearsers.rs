//! People who do not exist go with their cohort, and nobody else does.

use super::cohorts::{cohort, facilitator, noted, somebody};
use super::*;
use crate::domain::account::Role;
use crate::domain::cohort::Settings;

async fn known(store: &Store, n: u8) -> bool {
    store.identity(&[n; 32], Millis(0)).await.unwrap().is_some_and(|found| found.person == id(n))
}

#[tokio::test]
async fn a_rehearser_goes_with_the_cohort_and_a_participant_stays() {
    on_each(async |bench| {
        let store = &bench.store;
        let ada = facilitator(store, 1, Role::Facilitator).await;
        let (one, two) =
            (cohort(store, 1, ada, Settings::default()).await, cohort(store, 2, ada, Settings::default()).await);
        store.begin_rehearser(participant(10), one).await.unwrap();
        store.begin_rehearser(participant(11), two).await.unwrap();
        store.begin(participant(12)).await.unwrap();
        for (n, cohort) in [(10, one), (11, two), (12, one)] {
            store.enter_cohort(somebody(n, cohort)).await.unwrap();
        }
        assert_eq!(store.mark(id(10), "w", "m", "s", "edition", Millis(60)).await, Ok(()));

        // The same person twice, or for a cohort that is not there, is refused whole.
        assert!(store.begin_rehearser(participant(10), one).await.is_err());
        assert!(store.begin_rehearser(participant(13), Uuid::from_u128(1)).await.is_err());
        assert!(!known(store, 13).await);

        assert_eq!(store.delete_cohort(one, noted(Deed::DeletedCohort)).await, Ok(true));
        assert!(!known(store, 10).await, "made for the cohort that is gone");
        assert!(known(store, 11).await && known(store, 12).await, "of another cohort, and a real one");
        assert_eq!(store.delete_cohort(two, noted(Deed::DeletedCohort)).await, Ok(true));
        assert!(!known(store, 11).await && known(store, 12).await);
    })
    .await;
}
