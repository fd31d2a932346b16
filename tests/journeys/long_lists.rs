use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};

use crate::support::{Person, Portal};

/// So many networks of one address with a gap after each.
fn lines(count: u32) -> String {
    (0..count).fold(String::new(), |mut text, n| {
        write!(text, "{}\r\n", Ipv4Addr::from_bits(0x0a00_0000 + 2 * n)).expect("a line");
        text
    })
}

#[tokio::test]
async fn a_list_is_sent_and_comes_back_with_its_answer() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let page = maya.reads("/tools/lists").await;
    assert_eq!(page.attributes("form[action='/tools/lists']", "method"), ["post"]);
    let form = [("op", "aggregate"), ("a", "10.0.0.0/25\r\n10.0.0.128/25\r\nx"), ("b", "")];
    let page = maya.sends("/tools/lists", &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("2 items become 1 network, without one item that cannot be read");
    assert_eq!(page.text(".result"), "10.0.0.0/24");
    assert!(page.text("textarea[name=a]").contains("10.0.0.128/25"), "what was typed stays");
    let part = maya.sends_in_place("/tools/lists", "answer", &form).await;
    assert_eq!((part.count(".verdict"), part.count("main")), (1, 0), "{}", part.body);
    let json = maya.sends("/tools/lists.json", &form).await;
    assert!(json.body.contains("\"cidrs\":[\"10.0.0.0/24\"]"), "{}", json.body);
    let file = maya.sends("/tools/lists", &[&form[..], &[("download", "1")]].concat()).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"lists.txt\"");
    assert!(file.header("content-type").starts_with("text/plain"));
    assert_eq!(file.body, "# 1 of the first list cannot be read\n10.0.0.0/24\n");
    // Where there is nothing to keep, the page says what is wrong.
    let wrong = maya.sends("/tools/lists", &[("op", "subtract"), ("a", "10.0.0.0/8"), ("download", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.count("[data-field=b] .error"), 1, "{}", wrong.body);
    // Every tool takes its inputs this way.
    maya.sends("/tools/subnet", &[("in", "10.0.0.0/24")]).await.says("251 addresses");
    assert_eq!(maya.sends("/tools/moon", &[("in", "1")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_hundred_thousand_lines_are_taken_and_one_more_is_refused_in_words() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let (all, more) = (lines(100_000), lines(100_001));
    let started = Instant::now();
    let file = maya.sends("/tools/lists", &[("op", "union"), ("a", &all), ("b", &all), ("download", "1")]).await;
    assert_eq!((file.status, file.body.lines().count()), (StatusCode::OK, 100_000));
    let part = maya.sends_in_place("/tools/lists", "answer", &[("op", "union"), ("a", &all), ("b", &all)]).await;
    part.says("Both lists together are 100,000 networks");
    assert!(part.body.len() < 256 * 1024, "{}", part.body.len());
    let page = maya.sends("/tools/lists", &[("op", "aggregate"), ("a", &more)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("The list is too long: 100000 lines");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    // More than a form may have.
    let huge = maya.sends("/tools/lists", &[("op", "aggregate"), ("a", &"x".repeat(9 * 1024 * 1024))]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    huge.says("That is too much at once");
}

#[tokio::test]
async fn bodies_that_are_no_form_are_refused_or_harmless() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let form = ("content-type", "application/x-www-form-urlencoded");
    for (kind, body, status) in [
        (("content-type", "application/json"), "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (("content-type", "multipart/form-data; boundary=x"), "--x--", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (form, "", StatusCode::OK),
        (form, "&&&==&a", StatusCode::UNPROCESSABLE_ENTITY),
        (form, "op=aggregate&a=%FF%00%zz", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let page = maya.asks(Method::POST, "/tools/lists", &[kind, ("sec-fetch-site", "same-origin")], body).await;
        assert_eq!(page.status, status, "{kind:?} {body}");
    }
    let other = [form, ("sec-fetch-site", "cross-site")];
    assert_eq!(maya.asks(Method::POST, "/tools/lists", &other, "op=aggregate").await.status, StatusCode::FORBIDDEN);
}
