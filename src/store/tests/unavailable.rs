//! What a portal is told when its server goes away, and that it finds it again.

use super::*;

#[tokio::test]
async fn a_server_that_ends_all_connections_is_found_again() {
    on_postgres(async |bench| {
        bench.person(1).await;
        let Database::Postgres(pool) = &bench.store.0.database else { panic!("a server") };
        let mut admin = PgConnection::connect(&postgres().unwrap()).await.unwrap();
        let ended: i64 = sqlx::query_scalar(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = current_setting('search_path') \
             or application_name = $1",
        )
        .bind(bench.url.split("application_name=").nth(1).unwrap())
        .fetch_one(&mut admin)
        .await
        .unwrap();
        assert!(ended > 0);
        assert!(pool.size() > 0);
        bench.store.mark(id(1), "w", "m", "a", "e", Millis(1)).await.unwrap();
        assert_eq!(bench.store.reader_of(id(1), "w").await.unwrap().unwrap().marks.len(), 1);
        bench.store.ready().await.unwrap();
        admin.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    // A port that nobody listens on: it was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let Err(error) = Store::open(&format!("postgres://nobody@127.0.0.1:{port}/nothing")).await else {
        panic!("it opened")
    };
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn a_store_that_is_open_is_ready_and_one_that_is_closed_is_not() {
    on_each(async |bench| {
        bench.store.ready().await.unwrap();
        bench.store.close().await;
        assert!(matches!(bench.store.ready().await, Err(StoreError::Unavailable(_))));
        assert!(matches!(bench.store.rename(id(1), "x").await, Err(StoreError::Unavailable(_))));
    })
    .await;
}
