//! The JSON API of the network tools, asked through a portal: worked cases, its own description, its page, its limits.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::support::{Person, Portal};

mod description;
mod facts;
mod peers;
mod refusals;

const CASES: &str = include_str!("cidr.json");

/// A program that asks a portal.
pub struct Program {
    client: Client,
    portal: Portal,
}

/// What it was told.
pub struct Told {
    pub status: StatusCode,
    pub kind: String,
    pub text: String,
    pub retry_after: Option<String>,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Program {
    pub fn start() -> Self {
        let client = Client::builder().timeout(std::time::Duration::from_mins(1)).build().expect("a client");
        Self { client, portal: Portal::start() }
    }

    /// Sends a body as it is.
    pub async fn sends(&self, operation: &str, body: impl Into<reqwest::Body>) -> Told {
        let url = self.portal.url(&format!("/api/v1/net/{operation}"));
        let request = self.client.post(url).header("Content-Type", "application/json").body(body);
        Self::told(request.send().await.expect("an answer")).await
    }

    /// Reads an address.
    pub async fn reads(&self, path: &str) -> Told {
        Self::told(self.client.get(self.portal.url(path)).send().await.expect("an answer")).await
    }

    async fn told(response: reqwest::Response) -> Told {
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (status, kind) = (response.status(), header("content-type").unwrap_or_default());
        let retry_after = header("retry-after");
        Told { status, kind, retry_after, text: response.text().await.expect("a text") }
    }

    /// Asks what has to be answered.
    pub async fn asks(&self, operation: &str, body: Value) -> Value {
        let told = self.sends(operation, body.to_string()).await;
        assert_eq!(told.status, StatusCode::OK, "{operation} {body}: {}", told.text);
        assert!(told.kind.starts_with("application/json"), "{}", told.kind);
        told.json()
    }

    /// Asks what has to be refused.
    pub async fn is_refused(&self, operation: &str, body: Value) -> Value {
        let told = self.sends(operation, body.to_string()).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{operation} {body}: {}", told.text);
        assert!(told.kind.starts_with("application/problem+json"), "{}", told.kind);
        told.json()
    }
}

/// Whether the answer has everything that is expected, with the same values; it may have more fields.
pub fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(name, value)| found.get(name).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| holds(found, expected))
        }
        _ => found == expected,
    }
}

#[tokio::test]
async fn all_worked_cases_pass_through_the_api() {
    let program = Program::start();
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert_eq!(cases.len(), 120);
    let mut wrong = Vec::new();
    for case in cases {
        let operation = case["op"].as_str().unwrap();
        let told = program.sends(operation.trim_end_matches('6'), case["input"].to_string()).await;
        let mut expected = case["expected"].clone();
        let ok = expected.as_object_mut().unwrap().remove("ok").unwrap_or(Value::Bool(true));
        let status = if ok == true { 200 } else { 422 };
        if told.status != status || !holds(&told.json(), &expected) {
            wrong.push(format!("{}: {} {}\n  and not {expected}", case["id"], told.status, told.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn one_address_may_ask_much_and_not_without_end() {
    let program = Program::start();
    let body = json!({"text": "10.0.0.0/8"}).to_string();
    let mut answered = 0;
    let refused = loop {
        let told = program.sends("parse", body.clone()).await;
        if told.status != StatusCode::OK {
            break told;
        }
        answered += 1;
        assert!(answered < 20_000, "there is no limit");
    };
    assert!(answered >= 600, "{answered}");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.retry_after.is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|s| (1..=60).contains(&s))));
    assert!(refused.kind.starts_with("application/problem+json"));
    assert_eq!(serde_json::from_str::<Value>(&refused.text).unwrap()["status"], 429);
    // Pages go on.
    assert_eq!(program.reads("/api").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_explains_every_operation_with_a_live_example() {
    let program = Program::start();
    let maya = Person::at(&program.portal);
    let page = maya.reads("/api").await;
    for operation in &podium::api::OPERATIONS {
        assert_eq!(page.count(&format!("h2[id='{}']", operation.id)), 1, "{}", operation.id);
    }
    let codes = page.texts(".code pre code");
    let curl = codes.iter().filter(|code| code.starts_with("curl")).count();
    let examples: usize = podium::api::OPERATIONS.iter().map(|operation| operation.examples.len()).sum();
    // Two more: how to ask at all, and how to show a token.
    assert_eq!(curl, examples + 2);
    assert!(
        codes.iter().any(|code| code.starts_with(&format!("curl -s {}/api/v1/net/snat -d '", program.portal.address)))
    );
    page.says("did you mean prefix?");
    assert_eq!(page.attributes("a[href='/api/v1/openapi.json']", "href").len(), 1);
    // One level after the other, and every table in a region with a name.
    assert_eq!(page.count("h1"), 1);
    assert_eq!(page.count("table"), page.count(".scroll[tabindex='0'][role=region][aria-label] > table"));
    let labels = page.attributes(".scroll", "aria-label");
    let unique: std::collections::BTreeSet<_> = labels.iter().collect();
    assert_eq!(unique.len(), labels.len(), "two regions have one name: {labels:?}");
    // What the page shows is what a program is told.
    let shown =
        codes.iter().find(|code| code.contains("\"count\": \"4\"") && code.starts_with('{')).expect("an answer");
    let told = program.asks("split", json!({"cidr": "10.0.0.0/24", "parts": 3})).await;
    assert_eq!(serde_json::from_str::<Value>(shown).unwrap(), told);
}
