//! Five hundred people answer at once: each answer that was acknowledged is there, once, also when the portal is killed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::StatusCode;

use super::{Attempt, bank, exported, serving};
use crate::support::{Person, Portal, database, portal::Home};

const PEOPLE: usize = 500;

/// How many answers a person's attempts have.
async fn kept(person: &Person) -> usize {
    exported(person).await.iter().map(super::answers_in).sum()
}

/// People, each with an attempt that is open.
async fn people(portal: &Portal) -> Vec<(Person, Attempt)> {
    let mut all = Vec::with_capacity(PEOPLE);
    while all.len() < PEOPLE {
        let some = (0..20).map(|_| async {
            let person = Person::at(portal);
            let attempt = Attempt::begin(&person, "tunnels").await;
            (person, attempt)
        });
        all.extend(join_all(some).await);
    }
    all
}

/// Answers the first question: the status, if there was a whole answer.
async fn sends((person, attempt): &(Person, Attempt), n: usize, answer: &str) -> Option<StatusCode> {
    let submission = format!("crowd-{n}");
    person.tries(&attempt.path_of("deep"), "answer", &[("submission", &submission), ("answer", answer)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_people_answer_the_same_question_within_two_seconds() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let people = people(&portal).await;
        let started = Instant::now();
        let all = people.iter().enumerate().map(|(n, person)| async move {
            tokio::time::sleep(Duration::from_millis(n as u64 * 2000 / PEOPLE as u64)).await;
            let answer = if n % 3 == 0 { "2" } else { "3" };
            match sends(person, n, answer).await {
                // The portal closes a connection that was idle for ten seconds, which may be the very moment it is used in.
                // Browsers and the page's script send what had no answer once more, under the same id.
                None => sends(person, n, answer).await,
                status => status,
            }
        });
        let acknowledged = join_all(all).await.into_iter().filter(|status| *status == Some(StatusCode::OK)).count();
        assert_eq!(acknowledged, PEOPLE, "in {:?}", started.elapsed());
        for some in people.chunks(50) {
            let answers = join_all(some.iter().map(|(person, _)| kept(person))).await;
            assert!(answers.iter().all(|answers| *answers == 1), "{answers:?}");
        }
        let log = portal.log();
        // A busy machine may be slow, which is a warning; nothing may fail.
        assert!(!log.contains("ERROR") && !log.contains("locked"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_among_five_hundred_answers_each_acknowledged_one_is_there_once() {
    let folder = bank::workshop();
    let mut homes = vec![Home::new(&["--content", &folder.argument()])];
    if let Some(server) = database::server() {
        homes.push(Home::new(&["--content", &folder.argument(), "--database", &database::on_server(&server).await]));
    }
    for home in homes {
        let portal = home.start();
        let mut people = people(&portal).await;
        let acknowledged = AtomicUsize::new(0);
        let all = people.iter().enumerate().map(|(n, person)| {
            let acknowledged = &acknowledged;
            async move {
                let status = sends(person, n, "2").await;
                acknowledged.fetch_add(usize::from(status == Some(StatusCode::OK)), Ordering::SeqCst);
                status
            }
        });
        let end = async {
            while acknowledged.load(Ordering::SeqCst) < PEOPLE / 4 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            portal.kill()
        };
        let (statuses, home) = tokio::join!(join_all(all), end);
        let there = statuses.iter().filter(|status| **status == Some(StatusCode::OK)).count();
        assert!((PEOPLE / 4..PEOPLE).contains(&there), "{there} were acknowledged: it was not killed in the middle");

        let portal = home.start();
        for (person, _) in &mut people {
            person.moves_to(&portal);
        }
        for (n, some) in people.chunks(50).enumerate() {
            let answers = join_all(some.iter().map(|(person, _)| kept(person))).await;
            for (answers, status) in answers.iter().zip(&statuses[n * 50..]) {
                match status {
                    Some(StatusCode::OK) => assert_eq!(*answers, 1, "an acknowledged answer"),
                    _ => assert!(*answers <= 1),
                }
            }
        }
        // Whoever had no word of it sends it again, under the same id; those who had may as well.
        let again = join_all(people.iter().enumerate().map(|(n, person)| sends(person, n, "2"))).await;
        assert!(again.iter().all(|status| *status == Some(StatusCode::OK)));
        for some in people.chunks(50) {
            let answers = join_all(some.iter().map(|(person, _)| kept(person))).await;
            assert!(answers.iter().all(|answers| *answers == 1), "{answers:?}");
        }
    }
}
