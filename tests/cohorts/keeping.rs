//! Cohorts go when they were kept long enough; what people did stays.

use podium::domain::cohort::Settings;
use podium::domain::time::Millis;
use podium::store::Deed;
use podium::web::keeping::forget_cohorts;
use podium::web::now::Now;

use super::joining_support::{Cohort, now};
use crate::support::{Folder, Person, Portal};

fn days(n: i64) -> Millis {
    now().plus_seconds(n * 86_400)
}

#[tokio::test]
async fn what_was_over_for_long_goes_and_nothing_else() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let ending = |n: i64| Settings { ends_at: Some(days(n)), ..Settings::default() };
        let long_over = Cohort::made(&portal, "plan", "Long over", Settings::default()).await;
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        long_over.joins(&maya, "Maya").await;
        long_over.set("Long over", &ending(-40)).await;
        let over = Cohort::made(&portal, "plan", "Over", ending(-20)).await;
        let running = Cohort::made(&portal, "plan", "Running", Settings::default()).await;
        let put_away = Cohort::made(&portal, "plan", "Put away", ending(-40)).await;
        let entry = put_away.told(Deed::ArchivedCohort).await;
        put_away.store.archive_cohort(put_away.id, Some(now()), entry).await.expect("a change");

        let store = &long_over.store;
        assert_eq!(forget_cohorts(store, 0, Now(now())).await, Ok(0), "0 keeps them for ever");
        assert_eq!(forget_cohorts(store, 30, Now(now())).await, Ok(1));
        let left: Vec<_> = store.all_cohorts().await.expect("a read").into_iter().map(|cohort| cohort.id).collect();
        assert_eq!(left, [over.id, running.id, put_away.id]);
        // A clock that is wrong by years takes nothing away.
        assert_eq!(forget_cohorts(store, 30, Now(days(1000))).await, Ok(0));
        maya.reads("/w/plan").await.says("1 of 5 sections done");
        assert!(!maya.reads("/me").await.words().contains("Long over"));
    }
}
