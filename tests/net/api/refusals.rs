//! How the API says what is wrong.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Program;

fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["pointer"].as_str().expect("a pointer"))
        .collect()
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let program = Program::start();
    let body = json!({
        "model": "ovrlay",
        "pools": [{"name": "a", "nodes": 3, "surge": "ten"}, {"nodes": -1, "maxPods": 30}, 7],
        "node_subnet": "10/8",
        "pod_cidr": ["10.244.0.0/16", "010.0.0.0/8"],
        "conected": [],
    });
    let problem = program.is_refused("aks-plan", body).await;
    let expected = [
        "/model",
        "/pools/0/surge",
        "/pools/1/nodes",
        "/pools/1/maxPods",
        "/pools/2",
        "/node_subnet",
        "/pod_cidr/1",
        "/conected",
    ];
    assert_eq!(pointers(&problem), expected);
    for field in ["type", "title", "status", "detail"] {
        assert!(!problem[field].is_null(), "{field}");
    }
    assert_eq!(problem["status"], 422);
    let suggestions: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().filter_map(|error| error["suggestion"].as_str()).collect();
    assert_eq!(suggestions, ["overlay", "max_pods", "10.0.0.0/8", "10.0.0.0/8", "connected"]);
    let details = problem["errors"].to_string();
    assert!(details.contains("did you mean max_pods?") && details.contains("did you mean connected?"), "{details}");
}

#[tokio::test]
async fn a_pointer_is_written_as_rfc_6901_says() {
    let program = Program::start();
    let problem = program.is_refused("parse", json!({"text": "10.0.0.1", "a/b~c": 1})).await;
    assert_eq!(pointers(&problem), ["/a~1b~0c"]);
    let problem = program.is_refused("parse", json!([])).await;
    assert_eq!(pointers(&problem), [""]);
}

#[tokio::test]
async fn reasons_and_names_stand_beside() {
    let program = Program::start();
    for (cidr, reason) in
        [("10.0.0.0/30", "smaller_than_29"), ("0.0.0.0/1", "larger_than_2"), ("fd00::/48", "ipv6_not_64")]
    {
        assert_eq!(program.is_refused("azure", json!({"cidr": cidr})).await["reason"], reason);
    }
    let requests = json!([{"name": "big", "hosts": 100}, {"name": "bigger", "hosts": 200}]);
    let problem = program.is_refused("vlsm", json!({"parent": "10.0.0.0/24", "requests": requests})).await;
    assert_eq!((&problem["failed"], pointers(&problem)), (&json!("big"), vec!["/requests/0"]));
    let problem = program.is_refused("supernet", json!({"cidrs": []})).await;
    assert_eq!(pointers(&problem), ["/cidrs"]);
}

#[tokio::test]
async fn what_is_no_json_is_said_with_line_and_column() {
    let program = Program::start();
    for (body, words) in [
        ("", "The body is empty"),
        ("{\"text\":\n \"10.0.0.0/8\",}", "line 2, column 15"),
        ("text=10.0.0.0/8", "line 1, column 2"),
        ("{\"text\": \"10.0.0.0/8\"", "not closed"),
    ] {
        let told = program.sends("parse", body).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{body}: {}", told.text);
        assert!(told.kind.starts_with("application/problem+json"));
        assert!(told.json()["detail"].as_str().unwrap().contains(words), "{body}: {}", told.text);
    }
}

#[tokio::test]
async fn addresses_that_are_no_operations_are_problems_too() {
    let program = Program::start();
    let told = program.sends("splt", "{}").await;
    assert_eq!((told.status, told.json()["status"].as_u64()), (StatusCode::NOT_FOUND, Some(404)));
    assert!(told.text.contains("did you mean split?"), "{}", told.text);
    let told = program.sends("nothing-like-it-at-all", "{}").await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    let told = program.reads("/api/v1/net/split").await;
    assert_eq!(told.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(told.kind.starts_with("application/problem+json"));
    let told = program.reads("/api/v1/net").await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn counts_are_exact_beyond_2_to_53() {
    let program = Program::start();
    let split = |parts: Value| json!({"cidr": "::/0", "parts": parts});
    let parts = "170141183460469231731687303715884105729";
    assert_eq!(program.asks("split", split(json!(parts))).await["prefix"], 128);
    assert_eq!(program.asks("split", split(json!(9_007_199_254_740_992_u64))).await["prefix"], 53);
    for wrong in
        [json!(1e30), json!(0.5), json!(-1), json!("1e3"), json!("-1"), json!(""), json!("9".repeat(40)), json!(true)]
    {
        let problem = program.is_refused("split", split(wrong)).await;
        assert_eq!(pointers(&problem), ["/parts"]);
    }
    let total = program.asks("info", json!({"cidr": "::/0"})).await["total"].clone();
    assert_eq!(total, "340282366920938463463374607431768211456");
}
