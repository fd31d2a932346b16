//! API tokens: made by a facilitator, shown once, borne by programs, ended.

use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::{OTHERS, OWNERS, forms_of, invited, owner};
use crate::support::{Page, Person, Portal};

async fn makes(person: &Person, name: &str, password: &str) -> Page {
    let fields = [("name", name), ("scope", "read"), ("days", "7"), ("password", password)];
    person.sends("/facilitate/tokens", &fields).await
}

/// What a program is told: the status, `WWW-Authenticate`, the media type and the body.
async fn asks(portal: &Portal, authorization: Option<&str>) -> (StatusCode, String, String, Value) {
    let mut request = Client::new().get(portal.url("/api/v1/me"));
    if let Some(line) = authorization {
        request = request.header("Authorization", line);
    }
    let response = request.send().await.expect("an answer");
    let header =
        |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (status, asked, kind) = (response.status(), header("www-authenticate"), header("content-type"));
    assert_eq!(header("cache-control"), "no-store");
    (status, asked, kind, response.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_token_says_for_whom_it_asks_until_it_is_ended() {
    for portal in Portal::on_each_database(&[]).await {
        let ada = owner(&portal).await;
        let page = makes(&ada, "Weekly <b>report</b>", OTHERS).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.text("#_password-error");
        assert_eq!(page.attributes("#_name", "value"), ["Weekly <b>report</b>"]);
        let page = makes(&ada, " ", OWNERS).await;
        page.text("#_name-error");
        for (scope, days) in [("write", "7"), ("read", "8"), ("read", "3650")] {
            let fields = [("name", "x"), ("scope", scope), ("days", days), ("password", OWNERS)];
            assert_eq!(ada.sends("/facilitate/tokens", &fields).await.status, StatusCode::BAD_REQUEST);
        }
        let page = makes(&ada, "Weekly <b>report</b>", OWNERS).await;
        let token = page.text("#_token");
        assert!(token.starts_with("podium_") && token.len() == 50, "{token}");
        page.says("Weekly <b>report</b>");
        let page = ada.reads("/facilitate/tokens").await;
        assert!(!page.body.contains(&token), "it is shown once");
        page.says("not used yet");

        let (status, _, kind, me) = asks(&portal, Some(&format!("Bearer {token}"))).await;
        assert_eq!(status, StatusCode::OK, "{me}");
        assert!(kind.starts_with("application/json"), "{kind}");
        assert_eq!(me["name"], "Ada Lovelace");
        assert_eq!(me["email"], "ada@example.org");
        assert_eq!((&me["role"], &me["scope"]), (&"owner".into(), &"read".into()));
        assert!(me["ends_at"].as_str().is_some_and(|ends| ends.ends_with('Z')), "{me}");
        assert_eq!(asks(&portal, Some(&format!("bearer  {token}"))).await.0, StatusCode::OK);
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !ada.reads("/facilitate/tokens").await.body.contains("last used") {
            assert!(std::time::Instant::now() < until, "its use was never noted");
        }

        let end = ada.reads("/facilitate/tokens").await.attributes("form[action$='/end']", "action").remove(0);
        let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
        assert_eq!(bob.sends(&end, &[]).await.status, StatusCode::NOT_FOUND, "another's");
        ada.sends(&end, &[]).await;
        assert_eq!(asks(&portal, Some(&format!("Bearer {token}"))).await.0, StatusCode::UNAUTHORIZED);
        let log = ada.reads("/facilitate/audit").await;
        log.says("made an API token of Ada Lovelace (ada@example.org) : Weekly <b>report</b>, read, until");
        log.says("ended an API token of Ada Lovelace");

        // Signed out everywhere by an owner, Bob's programs are out as well.
        let token = makes(&bob, "Bob's", OTHERS).await.text("#_token");
        assert_eq!(asks(&portal, Some(&format!("Bearer {token}"))).await.3["role"], "facilitator");
        ada.sends(&format!("{}/sign-out", forms_of(&ada, "bob@example.org").await), &[]).await;
        assert_eq!(asks(&portal, Some(&format!("Bearer {token}"))).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused_with_a_problem() {
    let portal = Portal::start();
    let nothing = "Bearer realm=\"Podium\"";
    let ended = "Bearer realm=\"Podium\", error=\"invalid_token\"";
    let unknown = format!("Bearer podium_{}", "A".repeat(43));
    let cases = [
        (None, nothing),
        (Some("Basic cG9kaXVtOnBvZGl1bQ=="), nothing),
        (Some("Bearer"), nothing),
        (Some("Bearer "), nothing),
        (Some("Bearer podium_"), ended),
        (Some("Bearer podium_short"), ended),
        (Some(unknown.trim_start_matches("Bearer podium_")), nothing),
        (Some(unknown.as_str()), ended),
    ];
    for (line, expected) in cases {
        let (status, asked, kind, problem) = asks(&portal, line).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{line:?}");
        assert_eq!(asked, expected, "{line:?}");
        assert!(kind.starts_with("application/problem+json"), "{kind}");
        assert_eq!(problem["status"], 401);
    }
    // A browser's session is no token.
    let ada = owner(&portal).await;
    assert_eq!(ada.opens("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_is_neither_in_the_database_nor_in_the_log() {
    let portal = crate::support::portal::Home::new(&["--log", "debug"]).start();
    let ada = owner(&portal).await;
    let token = makes(&ada, "canary name", OWNERS).await.text("#_token");
    assert_eq!(asks(&portal, Some(&format!("Bearer {token}"))).await.0, StatusCode::OK);
    let secret = token.trim_start_matches("podium_").to_owned();
    let log = portal.log();
    assert!(log.contains("an API token was made") && !log.contains(&secret) && !log.contains("canary"), "{log}");
    let (_, home) = portal.stop();
    let file = std::fs::read(home.path().join("podium.db")).expect("the database");
    let holds = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("canary name") && !holds(&secret), "the token is in the database");
}
