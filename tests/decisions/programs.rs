//! Wizards for programs.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{all_wizards, place, portal_and};

const KIND: [(&str, &str); 1] = [("content-type", "application/json")];

/// What holds at every place of a wizard.
fn holds(wizard: &str, place: &Value) {
    let lists =
        ["remaining", "excluded"].map(|name| place[name].as_array().unwrap_or_else(|| panic!("{name}: {place}")));
    for stands in lists.into_iter().flatten() {
        assert!(!stands["because"].as_str().unwrap_or_default().trim().is_empty(), "{wizard}: {stands}");
        assert!(
            stands["outcome"].is_string() && stands["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()),
            "{wizard}: {stands}"
        );
    }
    let scores: Vec<u64> = lists[0].iter().map(|stands| stands["score"].as_u64().expect("a score")).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{wizard}: the best first: {scores:?}");
    match (&place["next"], &place["outcome"], &place["conflict"]) {
        (Value::Null, Value::String(outcome), Value::Null) => assert_eq!(lists[0][0]["outcome"], *outcome, "{wizard}"),
        (Value::Null, Value::Null, Value::Array(conflict)) => {
            assert!(!conflict.is_empty() && lists[0].is_empty(), "{wizard}: {place}");
        }
        (Value::Object(next), Value::Null, Value::Null) => {
            assert!(
                next["options"].as_array().is_some_and(|options| options.len() >= 2) && next["ask"] != "",
                "{wizard}: {next:?}"
            );
        }
        _ => panic!("{wizard}: {place}"),
    }
}

#[tokio::test]
async fn walks_through_every_wizard_end_in_an_outcome_with_reasons_or_a_conflict() {
    let (_portal, people) = portal_and(1).await;
    let mut seed: usize = 7;
    for wizard in all_wizards(&people[0]).await {
        for _ in 0..6 {
            let mut answers = json!({});
            let mut steps = 0;
            let end = loop {
                let place = place(&people[0], &wizard, &answers).await;
                holds(&wizard, &place);
                let Some(next) = place["next"].as_object() else { break place };
                steps += 1;
                assert!(steps < 40, "{wizard} has no end");
                seed = (seed * 1_103_515_245 + 12345) & 0x7fff_ffff;
                let options = next["options"].as_array().unwrap();
                let option =
                    options.get((seed >> 8) % (options.len() + 1)).map_or(json!("unknown"), |o| o["id"].clone());
                answers[next["id"].as_str().unwrap()] = option;
            };
            assert!(end["outcome"].is_string() || end["conflict"].is_array(), "{wizard}: {answers}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_wrong_is_told_where() {
    let (_portal, people) = portal_and(1).await;
    let path = "/api/v1/workshops/aks-networking/wizards/network-model";
    for (body, pointer) in [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ("{\"answers\": []}", "/answers"),
        ("{\"answers\": {\"existing\": 3}}", "/answers/existing"),
        ("{\"answers\": {\"a/b~c\": null}}", "/answers/a~1b~0c"),
        ("{\"anwsers\": {}}", "/anwsers"),
    ] {
        let page = people[0].asks(Method::POST, path, &KIND, body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(page.header("content-type"), "application/problem+json; charset=utf-8");
        let problem: Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}: {problem}");
    }
    let whole = people[0].asks(Method::POST, path, &KIND, "{}").await;
    assert_eq!(whole.status, StatusCode::OK, "no answers are none");
    let deep = format!("{{\"answers\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(people[0].asks(Method::POST, path, &KIND, &deep).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = format!("{{\"answers\": {{\"existing\": \"{}\"}}}}", "x".repeat(300_000));
    assert_eq!(people[0].asks(Method::POST, path, &KIND, &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for gone in ["/api/v1/workshops/nothing/wizards/network-model", "/api/v1/workshops/aks-networking/wizards/nothing"]
    {
        assert_eq!(people[0].asks(Method::POST, gone, &KIND, "{}").await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test]
async fn unknown_ids_are_dropped_and_not_known_rules_out_nothing() {
    let (_portal, people) = portal_and(1).await;
    let bare = place(&people[0], "network-model", &json!({})).await;
    let odd = place(&people[0], "network-model", &json!({"nothing": "x", "existing": "nothing", "": ""})).await;
    assert_eq!(bare, odd);
    let unknown = place(&people[0], "network-model", &json!({"existing": "unknown"})).await;
    assert_eq!(unknown["excluded"], json!([]));
    assert_eq!(unknown["open"], json!(["existing"]));
    assert_ne!(unknown["next"]["id"], "existing");
}
