//! The time of a quiz, by the portal's clock: what is sent in time counts, what is not is refused aloud.
//!
//! The shortest time of a quiz is a minute. So that nobody waits for it, an attempt is made to have begun earlier, in the
//! portal's own database, while the portal runs; it keeps no attempt in memory.

use std::time::Duration;

use reqwest::StatusCode;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::Given::{Options, Typed};
use super::{Attempt, answers_in, bank, borrowed, exported, fields};
use crate::support::{Page, Person, Portal};

/// Milliseconds of the minute, and of the grace that the quizzes state.
const MINUTE: i64 = 60_000;

/// Makes all attempts of a portal so many milliseconds older.
async fn age(portal: &Portal, millis: i64) {
    let options = SqliteConnectOptions::new().filename(portal.database_file()).busy_timeout(Duration::from_secs(10));
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the file opens");
    sqlx::query("update attempts set started_at = started_at - $1, closes_at = closes_at - $1")
        .bind(millis)
        .execute(&mut connection)
        .await
        .expect("it is written");
    connection.close().await.expect("it closes");
}

/// Milliseconds that a page says are left.
fn left(page: &Page) -> i64 {
    page.attributes("[data-left-ms]", "data-left-ms")[0].parse().expect("a number")
}

#[tokio::test]
async fn what_arrives_around_the_end_counts_within_the_grace_and_is_refused_after_it() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let start = maya.reads("/w/plan/quizzes/timed").await;
    start.says("1 minute");
    start.says("what arrives up to 5 seconds later still counts");
    let attempt = Attempt::begin(&maya, "timed").await;
    let (one, two, three) =
        (attempt.opens(&maya, 1).await, attempt.opens(&maya, 2).await, attempt.opens(&maya, 3).await);
    let told = left(&three);
    assert!((MINUTE - 10_000..=MINUTE).contains(&told), "{told}");

    // Shortly before the end.
    age(&portal, told - 1_500).await;
    let told = left(&attempt.opens(&maya, 1).await);
    assert!((0..=1_500).contains(&told), "{told}");
    let page = maya
        .sends_in_place(&attempt.path_of("pick"), "answer", &borrowed(&fields(&one, "pick", Options(&["Copper"]))))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("Saved");

    // The clock that is shown is over, the grace is not: said so, and it counts.
    age(&portal, 2_000).await;
    let page = attempt.opens(&maya, 2).await;
    page.says("The time is over. What is on its way still counts until");
    let page = maya.sends(&attempt.path_of("how-many"), &borrowed(&fields(&two, "how-many", Typed("251")))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.does_not_say("zz");

    // After the grace: refused, and why; the result is there without a click, with both answers in it.
    age(&portal, 5_000).await;
    let late = fields(&three, "is-it", Options(&["False"]));
    for page in [
        maya.sends(&attempt.path_of("is-it"), &borrowed(&late)).await,
        maya.sends_in_place(&attempt.path_of("is-it"), "answer", &borrowed(&late)).await,
    ] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.words());
        page.says("time was over");
    }
    let page = attempt.hands_in(&maya).await;
    page.says("time was over");
    let verdicts: Vec<String> = attempt.result(&maya).await.into_iter().map(|line| line.0).collect();
    assert_eq!(verdicts, ["Right", "Right", "Not answered"]);
    assert_eq!(answers_in(&exported(&maya).await[0]), 2);
    // What was accepted before is acknowledged also now.
    let page = maya
        .sends_in_place(&attempt.path_of("pick"), "answer", &borrowed(&fields(&one, "pick", Options(&["Copper"]))))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    // And the next one begins anew.
    assert_ne!(Attempt::begin(&maya, "timed").await.id, attempt.id);
}

#[tokio::test]
async fn a_sheet_that_is_handed_in_during_the_grace_counts_and_later_is_refused_for_each_question() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    for (late, status) in [(1_000, StatusCode::OK), (9_000, StatusCode::UNPROCESSABLE_ENTITY)] {
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "timed-sheet").await;
        let page = maya.reads(&attempt.address).await;
        let mut sheet = fields(&page, "pick", Options(&["Copper"]));
        sheet.extend(fields(&page, "how-many", Typed("251")));
        age(&portal, left(&page) + late).await;
        let over = maya.sends(&format!("{}/hand-in", attempt.path()), &borrowed(&sheet)).await;
        assert_eq!(over.status, status, "{}", over.words());
        let right = attempt.result(&maya).await.iter().filter(|line| line.0 == "Right").count();
        if status == StatusCode::OK {
            assert_eq!(right, 2, "{}", over.words());
        } else {
            assert_eq!(right, 0);
            assert_eq!(over.texts(".quiz-refused li").len(), 2, "{}", over.words());
        }
    }
}

#[tokio::test]
async fn a_personal_pace_lengthens_the_time_and_is_nobody_elses() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    for (pace, most) in [
        ("100", Some(MINUTE)),
        ("150", Some(MINUTE * 3 / 2)),
        ("200", Some(2 * MINUTE)),
        ("untimed", None),
        ("9999", Some(MINUTE)),
    ] {
        let person = Person::at(&portal);
        let page = person.sends("/w/plan/quizzes/timed", &[("pace", pace)]).await;
        match most {
            Some(most) => assert!((most - 10_000..=most).contains(&left(&page)), "{pace}: {}", left(&page)),
            None => assert_eq!(page.count("[data-left-ms]"), 0),
        }
        let attempt = Attempt { id: Attempt::id_in(&page), address: String::new() };
        attempt.hands_in(&person).await;
        // It is remembered.
        if most.is_some_and(|most| most > MINUTE) {
            let page = person.sends("/w/plan/quizzes/timed", &[]).await;
            assert!(left(&page) > MINUTE);
        }
    }
}
