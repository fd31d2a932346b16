//! The portal's own keys: kept once, the newest first.

use super::*;

#[tokio::test]
async fn keys_are_kept_once_and_the_newest_comes_first() {
    on_each(async |bench| {
        let store = &bench.store;
        assert_eq!(store.signing_keys().await, Ok(vec![]));
        let key = |id: &str, at: i64| SigningKey {
            id: id.to_owned(),
            public_key: format!("the public half of {id}"),
            sealed: vec![0, 159, 146, 150],
            made_at: Millis(at),
        };
        for (id, at) in [("a", 10), ("c", 20), ("b", 20)] {
            store.keep_signing_key(key(id, at)).await.unwrap();
        }
        // Of two processes that keep the same, the second changes nothing.
        store.keep_signing_key(key("a", 30)).await.unwrap();
        assert_eq!(store.signing_keys().await, Ok(vec![key("b", 20), key("c", 20), key("a", 10)]));
    })
    .await;
}
