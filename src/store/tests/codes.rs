//! Continue codes, invitations, and what the portal keeps of itself.

use super::*;

#[tokio::test]
async fn a_code_opens_one_progress_until_it_is_revoked() {
    on_each(async |bench| {
        let store = &bench.store;
        bench.person(1).await;
        bench.person(2).await;
        assert_eq!(store.current_code(id(1)).await.unwrap(), None);
        store.keep_code(id(1), [1; 32], id(51), Millis(10)).await.unwrap();
        store.keep_code(id(1), [2; 32], id(52), Millis(20)).await.unwrap();
        assert_eq!(store.keep_code(id(2), [1; 32], id(53), Millis(30)).await, Err(StoreError::Taken));
        assert_eq!(store.keep_code(id(3), [3; 32], id(54), Millis(30)).await, Err(StoreError::Gone));
        assert_eq!(store.current_code(id(1)).await.unwrap(), Some(CodeRow { seed: id(52), made_at: Millis(20) }));
        assert_eq!(store.person_by_code(&[1; 32]).await.unwrap(), Some(id(1)));
        assert_eq!(store.person_by_code(&[3; 32]).await.unwrap(), None);
        store.keep_code(id(2), [4; 32], id(55), Millis(30)).await.unwrap();
        store.revoke_codes(id(1)).await.unwrap();
        assert_eq!(store.current_code(id(1)).await.unwrap(), None);
        assert_eq!(store.person_by_code(&[1; 32]).await.unwrap(), None);
        assert_eq!(store.person_by_code(&[4; 32]).await.unwrap(), Some(id(2)));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_holds_until_its_time_is_over() {
    on_each(async |bench| {
        let store = &bench.store;
        assert!(!store.owner_invitation_open(Millis(0)).await.unwrap());
        store.invite([1; 32], "owner", Millis(0), Millis(100)).await.unwrap();
        store.invite([2; 32], "facilitator", Millis(0), Millis(500)).await.unwrap();
        let owner = Invitation { role: "owner".to_owned(), expires_at: Millis(100) };
        assert_eq!(store.invitation(&[1; 32], Millis(99)).await.unwrap(), Some(owner));
        assert_eq!(store.invitation(&[1; 32], Millis(100)).await.unwrap(), None);
        assert_eq!(store.invitation(&[9; 32], Millis(0)).await.unwrap(), None);
        assert!(store.owner_invitation_open(Millis(99)).await.unwrap());
        assert!(!store.owner_invitation_open(Millis(100)).await.unwrap(), "a facilitator's is not an owner's");
        assert_eq!(store.invite([2; 32], "owner", Millis(50), Millis(900)).await, Err(StoreError::Taken));
        store.invite([3; 32], "owner", Millis(200), Millis(300)).await.unwrap();
        assert!(tables_with(store, &"01".repeat(32)).await.is_empty(), "one that is too old is forgotten");
        assert!(store.invitation(&[2; 32], Millis(200)).await.unwrap().is_some());
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
