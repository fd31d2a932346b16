//! What is due, on the days after: the history is written into the portal's file while it is stopped.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::{Method, StatusCode};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::Given::Options;
use super::{Attempt, Given, bank, borrowed, fields};
use crate::support::portal::Home;
use crate::support::{Page, Person, Portal};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Stops a portal, makes all that was answered so much older, and starts it again.
async fn later(portal: Portal, millis: i64) -> Portal {
    let (_, home) = portal.stop();
    let options = SqliteConnectOptions::new().filename(home.path().join("podium.db"));
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the file opens");
    for text in [
        "update answers set at = at - $1",
        "update attempts set started_at = started_at - $1, handed_in_at = handed_in_at - $1, \
         subject = case purpose when 'review' then cast(cast(subject as integer) - $1 / 86400000 as text) else subject end",
    ] {
        sqlx::query(text).bind(millis).execute(&mut connection).await.expect("it is written");
    }
    connection.close().await.expect("it closes");
    home.start()
}

/// The minutes east of UTC at which it is this hour now.
fn east_where_it_is(hour: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
    let minutes = i64::try_from(now / 60 % 1440).expect("a number");
    let east = (hour * 60 - minutes).rem_euclid(1440);
    if east > 840 { east - 1440 } else { east }
}

/// A wrong answer to everything in the quiz `each` that has options or takes any number.
async fn all_wrong(person: &Person, attempt: &Attempt) {
    let wrong: [(usize, &str, Given); 10] = [
        (1, "pick", Options(&["Glass"])),
        (2, "pick-all", Options(&["Wool"])),
        (3, "is-it", Options(&["True"])),
        (4, "how-many", Given::Typed("1")),
        (5, "say", Given::Typed("glass")),
        (9, "net", Given::Typed("10.9.0.0/26")),
        (10, "address", Given::Typed("10.9.0.1")),
        (12, "mask", Given::Typed("/9")),
        (14, "count", Given::Typed("1")),
        (20, "read-it", Options(&["It lets all in"])),
    ];
    for (number, question, given) in wrong {
        let page = attempt.answers(person, number, question, given).await;
        assert_eq!(page.texts(".outcome-verdict"), ["✕ Wrong"], "{question}");
    }
    attempt.hands_in(person).await;
}

/// The numbers of questions on the bar of an attempt.
fn asked(page: &Page) -> usize {
    page.count(".dots .dot:not(.end)")
}

#[tokio::test]
async fn six_come_back_the_day_after_and_three_after_a_pause() {
    let folder = bank::workshop();
    let portal = Home::new(&["--content", &folder.argument()]).start();
    let mut maya = Person::at(&portal);
    let page = maya.reads("/w/plan/review").await;
    page.says("Nothing is due today");
    page.says("Questions that you answer in a quiz or in practice come back here before you forget them.");
    assert!(Attempt::review(&maya, "").await.is_none(), "nothing is due, and something began");
    let attempt = Attempt::begin(&maya, "each").await;
    all_wrong(&maya, &attempt).await;
    let page = maya.reads("/w/plan/review").await;
    page.says("Done for today");
    page.says("The next question comes back tomorrow.");

    let portal = later(portal, DAY).await;
    maya.moves_to(&portal);
    let page = maya.reads("/w/plan/review").await;
    page.says("Six due today");
    page.says("Those that you are most likely to forget come first.");
    maya.reads("/w/plan").await.says("Six due today");
    let review = Attempt::review(&maya, "").await.expect("it begins");
    assert_eq!(Attempt::review(&maya, "").await.expect("it goes on"), review);
    let page = review.opens(&maya, 1).await;
    assert_eq!(asked(&page), 6);
    for number in 1..=6 {
        let page = review.opens(&maya, number).await;
        let question = page.attributes(".question", "id")[0].trim_start_matches("_q-").to_owned();
        let right: Given = match question.as_str() {
            "pick" => Options(&["Copper"]),
            "pick-all" => Options(&["Iron", "Lead"]),
            "is-it" => Options(&["False"]),
            "how-many" => Given::Typed("251"),
            "say" => Given::Typed("copper core"),
            "net" => Given::Typed("10.0.0.0/26"),
            "address" => Given::Typed("10.0.0.4"),
            "mask" => Given::Typed("/26"),
            "count" => Given::Typed("59"),
            "read-it" => Options(&["It lets nothing in"]),
            other => panic!("{other} was never answered, and is due"),
        };
        let page = maya.sends(&review.path_of(&question), &borrowed(&fields(&page, &question, right))).await;
        assert_eq!(page.texts(".outcome-verdict"), ["✓ Right"], "{question}");
    }
    let page = review.hands_in(&maya).await;
    page.says("6 right");
    page.says("Back to review");
    let page = maya.reads("/w/plan/review").await;
    page.says("Done for today");
    assert!(Attempt::review(&maya, "").await.is_none(), "a second handful on the same day");

    // Three weeks away.
    let portal = later(portal, 21 * DAY).await;
    maya.moves_to(&portal);
    let page = maya.reads("/w/plan/review").await;
    page.says("Three due today");
    page.says("After 20 days away they are few, and those first that you most likely still know.");
    let review = Attempt::review(&maya, "").await.expect("it begins");
    assert_eq!(asked(&review.opens(&maya, 1).await), 3);
}

#[tokio::test]
async fn midnight_is_where_the_person_is() {
    let folder = bank::workshop();
    let portal = Home::new(&["--content", &folder.argument()]).start();
    let mut maya = Person::at(&portal);
    let page = maya.sends_in_place("/w/plan/quizzes/each", "quiz", &[]).await;
    let session = page.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    assert!(!session.is_empty());
    let attempt = Attempt::begin(&maya, "each").await;
    all_wrong(&maya, &attempt).await;
    let portal = later(portal, 12 * HOUR).await;
    maya.moves_to(&portal);
    // Twelve hours ago was yesterday where it is six in the morning, and today where it is eight in the evening.
    for (hour, verdict) in [(6, "Six due today"), (20, "Done for today")] {
        let cookie = format!("{session}; east={}", east_where_it_is(hour));
        let page = maya.asks(Method::GET, "/w/plan/review", &[("Cookie", &cookie)], "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.says(verdict);
    }
    for odd in ["", "x", "99999", "-99999", "1e9", "99999999999999999999", "%00", "840", "-720"] {
        let cookie = format!("{session}; east={odd}");
        for path in ["/w/plan/review", "/w/plan"] {
            let page = maya.asks(Method::GET, path, &[("Cookie", &cookie)], "").await;
            assert_eq!(page.status, StatusCode::OK, "east={odd}");
        }
    }
}

#[tokio::test]
async fn a_section_is_practised_and_what_is_none_is_not_found() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let practice = Attempt::review(&maya, "cables#copper").await.expect("a stranger may begin");
    let page = practice.opens(&maya, 1).await;
    assert_eq!(asked(&page), 8);
    page.says("Practice: Copper");
    let page =
        practice.answers(&maya, 1, &page.attributes(".question", "id")[0].replace("_q-", ""), Given::Nothing).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Ten at most, and those that are new first.
    let practice = Attempt::review(&maya, "cables#fibre").await.expect("it begins");
    assert_eq!(asked(&practice.opens(&maya, 1).await), 10);
    // A section without questions leads back.
    assert!(Attempt::review(&maya, "tunnels#line").await.is_none());
    for none in ["cables#none", "none#copper", "cables", "#", "cables#", "#copper", "cables#copper#x", "\u{1f}#\u{1e}"]
    {
        let page = maya.sends("/w/plan/review", &[("section", none)]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{none:?}");
    }
}

#[tokio::test]
async fn the_week_bears_any_input() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let attempt = Attempt::begin(&maya, "each").await;
    all_wrong(&maya, &attempt).await;
    for (query, minutes) in [
        ("day1=30&day2=0&day3=15", ["30", "0", "15", "0", "0", "0", "0"]),
        ("day1=", ["0"; 7]),
        ("day1=much&day2=-5&day3=1.5", ["0"; 7]),
        ("day1=601&day2=99999999999999999999999", ["600", "600", "0", "0", "0", "0", "0"]),
        ("day1=1e3&day7=+7+&day8=5", ["0", "0", "0", "0", "0", "0", "7"]),
        ("day1=5&day1=6", ["6", "0", "0", "0", "0", "0", "0"]),
        ("day1=%FF%00&day2=%F0%9F%8C%8D", ["0"; 7]),
        ("day1[]=5&x=y", ["20"; 7]),
    ] {
        let page = maya.reads(&format!("/w/plan/review?{query}")).await;
        assert_eq!(page.attributes("input[name^=day]", "value"), minutes, "{query}");
        if query.starts_with("day1=30") {
            page.says("of 30 min");
        }
        if minutes == ["0"; 7] {
            page.says("There is no time on any day");
        }
    }
    // A stranger may plan as well.
    Person::at(&portal).reads("/w/plan/review?day1=20").await;
}
