//! Guessing passwords is slow, and keeps nobody else out.

use std::time::Instant;

use reqwest::StatusCode;

use super::{OTHERS, OWNERS, invited, is_in, owner, signs_in};
use crate::support::{Person, Portal};

/// How many wrong passwords are taken before there are too many. On a busy machine one more may be earned meanwhile.
async fn guesses_until_stopped(guesser: &Person, email: &str) -> usize {
    for n in 0..20 {
        let page = signs_in(guesser, email, &format!("guess number {n} of many")).await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            return n;
        }
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    panic!("nobody stops who guesses at {email}");
}

#[tokio::test]
async fn guessing_at_one_account_is_stopped_while_others_at_that_address_sign_in() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    bob.sends("/facilitate/sign-out", &[]).await;
    ada.sends("/facilitate/sign-out", &[]).await;
    let guesser = Person::at(&portal);
    let tried = guesses_until_stopped(&guesser, "ada@example.org").await;
    assert!(tried >= 10, "{tried}");
    let page = signs_in(&guesser, "ada@example.org", OWNERS).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "the right one is no way around the limit");
    let wait: u64 = page.header("retry-after").parse().unwrap();
    assert!((1..=36).contains(&wait), "{wait}");
    // A browser that never was signed in, at the same address, to another account.
    let new = Person::at(&portal);
    signs_in(&new, "bob@example.org", OTHERS).await;
    assert!(is_in(&new).await);
    // And the browser of the one who is guessed at, which was signed in before.
    signs_in(&ada, "ada@example.org", OWNERS).await;
    assert!(is_in(&ada).await, "guessing locks the owner out");
}

#[tokio::test]
async fn an_account_that_is_not_there_is_told_from_none() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    ada.sends("/facilitate/sign-out", &[]).await;
    let guesser = Person::at(&portal);
    // The first one of the process also makes what the others are compared with.
    signs_in(&guesser, "warm@example.org", "up").await;
    let (mut there, mut missing) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        for (email, times) in [("ada@example.org", &mut there), ("bob@example.org", &mut missing)] {
            let started = Instant::now();
            let page = signs_in(&guesser, email, "some wrong password").await;
            times.push(started.elapsed());
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(
                page.text("#_error"),
                "No account has this address and this password. An owner can give you a link for a new password."
            );
            assert_eq!(page.attributes("#_email", "value"), [email]);
        }
    }
    there.sort();
    missing.sort();
    // Both go through the same hash; what is left are differences of a busy machine.
    assert!(missing[0] * 3 > there[0], "{there:?} {missing:?}");
    // Both are limited alike.
    for email in ["ada@example.org", "bob@example.org", "not an address"] {
        guesses_until_stopped(&guesser, email).await;
    }
}

#[tokio::test]
async fn twenty_at_the_same_moment_get_no_more_tries_and_pages_go_on() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    ada.sends("/facilitate/sign-out", &[]).await;
    let guessers: Vec<Person> = (0..20).map(|_| Person::at(&portal)).collect();
    let tries = guessers.iter().map(|guesser| signs_in(guesser, "ada@example.org", "some wrong password"));
    let reader = Person::at(&portal);
    let (pages, page) = tokio::join!(futures_util::future::join_all(tries), reader.opens("/"));
    assert_eq!(page.status, StatusCode::OK);
    let looked_at = pages.iter().filter(|page| page.status == StatusCode::UNPROCESSABLE_ENTITY).count();
    // One more may have been earned meanwhile.
    assert!((10..=11).contains(&looked_at), "{looked_at}");
    assert!(pages.iter().all(|page| page.status.is_client_error()));
}
