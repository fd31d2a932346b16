//! Continue codes, and what the portal keeps of itself.

use super::*;

#[tokio::test]
async fn a_code_opens_one_progress_until_it_is_replaced_or_revoked() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        let row = |hash: u8, seed: u8, at| CodeRow { hash: [hash; 32], seed: id(seed), made_at: Millis(at) };
        assert_eq!(store.current_code(id(1)).await.unwrap(), None);
        assert_eq!(store.put_code(id(1), [1; 32], id(51), Millis(10), false).await, Ok(row(1, 51, 10)));
        assert_eq!(store.put_code(id(1), [2; 32], id(52), Millis(20), false).await, Ok(row(1, 51, 10)), "there is one");
        assert_eq!(store.person_by_code(&[2; 32]).await.unwrap(), None);
        for replace in [false, true] {
            assert_eq!(store.put_code(id(2), [1; 32], id(53), Millis(30), replace).await, Err(StoreError::Taken));
            assert_eq!(store.put_code(id(3), [3; 32], id(54), Millis(30), replace).await, Err(StoreError::Gone));
        }
        assert_eq!(store.person_by_code(&[3; 32]).await.unwrap(), None);
        assert_eq!(store.put_code(id(1), [2; 32], id(52), Millis(20), true).await, Ok(row(2, 52, 20)));
        assert_eq!(store.current_code(id(1)).await.unwrap(), Some(row(2, 52, 20)));
        assert_eq!(store.person_by_code(&[1; 32]).await.unwrap(), None, "it was replaced");
        assert_eq!(store.person_by_code(&[2; 32]).await.unwrap(), Some(id(1)));
        store.put_code(id(2), [4; 32], id(55), Millis(30), true).await.unwrap();
        // One that is taken ends none of those there are.
        assert_eq!(store.put_code(id(1), [4; 32], id(56), Millis(40), true).await, Err(StoreError::Taken));
        assert_eq!(store.current_code(id(1)).await.unwrap(), Some(row(2, 52, 20)));
        store.revoke_codes(id(1)).await.unwrap();
        assert_eq!(store.current_code(id(1)).await.unwrap(), None);
        assert_eq!(store.person_by_code(&[2; 32]).await.unwrap(), None);
        assert_eq!(store.person_by_code(&[4; 32]).await.unwrap(), Some(id(2)));
        store.revoke_codes(id(9)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_make_or_replace_a_code_at_once_there_is_one() {
    on_each(async |bench| {
        let other = bench.another().await;
        for (round, replace) in (1..=6_u8).zip([false, true].into_iter().cycle()) {
            bench.person(round).await;
            let tasks: Vec<_> = (0..20_u8)
                .map(|n| {
                    let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                    let hash = [round * 32 + n; 32];
                    tokio::spawn(
                        async move { store.put_code(id(round), hash, id(n), Millis(1), replace).await.unwrap() },
                    )
                })
                .collect();
            let mut answers = Vec::new();
            for task in tasks {
                answers.push(task.await.unwrap());
            }
            let current = bench.store.current_code(id(round)).await.unwrap().unwrap();
            let mut open = 0;
            for n in 0..20 {
                open += usize::from(bench.store.person_by_code(&[round * 32 + n; 32]).await.unwrap().is_some());
            }
            assert_eq!(open, 1, "codes that are valid; replace: {replace}");
            if replace {
                assert!(answers.contains(&current));
            } else {
                assert!(answers.iter().all(|answer| *answer == current), "everybody is told of the same one");
            }
        }
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_is_made_once_however_many_make_it() {
    on_each(async |bench| {
        let other = bench.another().await;
        let tasks: Vec<_> = (0..40_u8)
            .map(|n| {
                let store = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&bench.store).clone();
                tokio::spawn(async move { store.setting_or("secret", vec![n; 32]).await.unwrap() })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        assert_eq!(bench.store.setting_or("secret", vec![99]).await.unwrap(), answers[0]);
        assert_eq!(bench.store.setting_or("another", vec![99]).await.unwrap(), [99]);
        if let Some(other) = other {
            other.close().await;
        }
    })
    .await;
}
