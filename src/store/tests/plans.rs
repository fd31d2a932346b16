//! Plans that people keep.

use super::*;

fn plan(n: u8, title: &str, at: i64) -> PlanRow {
    let (tool, query) = ("subnet".to_owned(), "in=10.0.0.0/24".to_owned());
    PlanRow { id: id(n), tool, title: title.to_owned(), query, at: Millis(at) }
}

#[tokio::test]
async fn plans_are_kept_newest_first_by_their_owner_alone() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        for (person, n, title, at) in [(1, 11, "old", 10), (1, 12, "new", 20), (2, 13, "of another", 30)] {
            assert_eq!(store.keep_plan(id(person), plan(n, title, at)).await, Ok(true));
        }
        assert_eq!(store.plans_of(id(1)).await.unwrap(), [plan(12, "new", 20), plan(11, "old", 10)]);
        assert_eq!(store.forget_plan(id(1), id(13)).await, Ok(false), "it is another's");
        assert_eq!(store.forget_plan(id(1), id(11)).await, Ok(true));
        assert_eq!(store.forget_plan(id(1), id(11)).await, Ok(false));
        assert_eq!(store.plans_of(id(1)).await.unwrap(), [plan(12, "new", 20)]);
        assert_eq!(store.keep_plan(id(3), plan(14, "of nobody", 1)).await, Err(StoreError::Gone));
    })
    .await;
}

#[tokio::test]
async fn one_more_than_the_most_is_refused() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        for n in 0..MOST_PLANS {
            let row = PlanRow { id: Uuid::from_u128(1000 + u128::try_from(n).unwrap()), ..plan(1, "one", n) };
            assert_eq!(store.keep_plan(id(1), row).await, Ok(true));
        }
        assert_eq!(store.keep_plan(id(1), plan(99, "one too many", 1)).await, Ok(false));
        assert_eq!(i64::try_from(store.plans_of(id(1)).await.unwrap().len()).unwrap(), MOST_PLANS);
    })
    .await;
}

#[tokio::test]
async fn plans_go_along_in_a_merge_and_in_an_export_and_away_with_their_owner() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        store.keep_plan(id(1), plan(11, "mine", 10)).await.unwrap();
        store.keep_plan(id(2), plan(12, "theirs", 20)).await.unwrap();
        store.merge(id(1), id(2), Millis(30)).await.unwrap();
        assert_eq!(store.plans_of(id(2)).await.unwrap(), [plan(12, "theirs", 20), plan(11, "mine", 10)]);
        let everything = store.everything(id(2), Millis(50)).await.unwrap();
        let titles: Vec<&str> = everything.plans.iter().map(|plan| plan.title.as_str()).collect();
        assert_eq!(titles, ["theirs", "mine"]);
        assert_eq!(store.delete_person(id(2), id(99), Millis(40)).await.unwrap().plans, 2);
        assert_eq!(store.plans_of(id(2)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_file_of_the_version_before_goes_on_with_its_people() {
    use sqlx::{ConnectOptions as _, Connection as _};

    let (_folder, file) = fresh_file();
    migrations::run_steps_on_file(&file, &migrations::STEPS[..1]).await.unwrap();
    let mut connection = file::options(&file).connect().await.unwrap();
    sqlx::query("insert into people (id, name, created_at) values ($1, 'Zoë', 1)")
        .bind(id(1))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let store = Store::open(&file.display().to_string()).await.unwrap();
    assert_eq!(store.reader_of(id(1), "w").await.unwrap().unwrap().identity.name, "Zoë");
    assert_eq!(store.keep_plan(id(1), plan(11, "mine", 10)).await, Ok(true));
    store.close().await;
}
