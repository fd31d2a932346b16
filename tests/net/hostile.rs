//! Whatever is sent, the API answers: at once, in bounds, and never with a failure of its own.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::api::{Program, Told};

/// How long an answer may take on a busy machine in a debug build.
const PATIENCE: Duration = Duration::from_secs(25);
/// No answer is larger: 100,000 prefixes of IPv6.
const LARGEST: usize = 6 * 1024 * 1024;

async fn answered(program: &Program, operation: &str, body: impl Into<reqwest::Body>) -> Told {
    let started = Instant::now();
    let told = program.sends(operation, body).await;
    assert!(started.elapsed() < PATIENCE, "{operation} took {:?}", started.elapsed());
    assert!(!told.status.is_server_error(), "{operation}: {} {}", told.status, told.text);
    assert!(told.text.len() <= LARGEST, "{operation}: {} bytes", told.text.len());
    assert!(told.kind.contains("json"), "{operation}: {} {}", told.status, told.kind);
    told.json();
    told
}

#[tokio::test]
async fn everything_split_into_single_addresses_is_counted_and_not_listed() {
    let program = Program::start();
    let body = json!({"cidr": "::/0", "prefix": 128, "limit": 4_096}).to_string();
    let found = answered(&program, "split", body).await;
    assert_eq!((found.status, &found.json()["list"]), (StatusCode::OK, &Value::Null));
    assert_eq!(found.json()["count"], "340282366920938463463374607431768211456");
    let listed =
        answered(&program, "split", json!({"cidr": "10.0.0.0/8", "prefix": 20, "limit": 4_096}).to_string()).await;
    assert_eq!(listed.json()["list"].as_array().map(Vec::len), Some(4_096));
    let more =
        answered(&program, "split", json!({"cidr": "10.0.0.0/8", "prefix": 21, "limit": 4_097}).to_string()).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_hundred_thousand_lines_are_worked_on_and_one_more_is_refused() {
    let program = Program::start();
    let cidr = |n: usize| format!("10.{}.{}.{}/32", n >> 16, (n >> 8) & 255, n & 255);
    let list = |n: usize| (0..n).map(cidr).collect::<Vec<_>>();
    let told = answered(&program, "aggregate", json!({"cidrs": list(100_000)}).to_string()).await;
    assert_eq!(told.status, StatusCode::OK);
    assert_eq!(told.json()["cidrs"].as_array().map(Vec::len), Some(100_000_u32.count_ones() as usize));
    let told = answered(&program, "aggregate", json!({"cidrs": list(100_001)}).to_string()).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text.contains("100001 items; 100000 is the most"), "{}", told.text);

    // As many that are wrong: the first are listed, all are counted.
    let told = answered(&program, "aggregate", json!({"cidrs": vec!["10.0.0.256"; 100_000]}).to_string()).await;
    let problem = told.json();
    assert_eq!((problem["errors"].as_array().map(Vec::len), &problem["errors_total"]), (Some(100), &json!(100_000)));

    // What takes out every second address leaves as many prefixes as it can.
    let every_second: Vec<String> =
        (0..100_000).map(|n| format!("2001:db8::{:x}:{:x}", n >> 15, (n << 1) & 0xffff)).collect();
    let told = answered(&program, "subtract", json!({"from": ["::/0"], "remove": every_second}).to_string()).await;
    let found = told.json();
    assert_eq!(found["cidrs"].as_array().map(Vec::len), Some(100_000));
    assert!(found["total"].as_u64().is_some_and(|total| total > 100_000), "{}", found["total"]);

    // Equal networks all overlap: five billion pairs.
    let ranges = vec![json!({"name": "n", "cidr": "10.0.0.0/8"}); 100_000];
    let told = answered(&program, "overlaps", json!({"ranges": ranges}).to_string()).await;
    let found = told.json();
    assert_eq!((found["overlaps"].as_array().map(Vec::len), &found["total"]), (Some(1_000), &json!(4_999_950_000_u64)));
}

#[tokio::test]
async fn bodies_that_are_too_large_are_refused() {
    let program = Program::start();
    let told = answered(&program, "aggregate", vec![b' '; 10 << 20]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(told.text.contains("8 MiB"), "{}", told.text);
    let told = answered(&program, "parse", vec![b'['; 10 << 20]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
    let padded = |bytes: usize| format!("{{\"text\": \"10.0.0.0/8\"}}{}", " ".repeat(bytes - 22));
    assert_eq!(answered(&program, "parse", padded(256 << 10)).await.status, StatusCode::OK);
    assert_eq!(answered(&program, "parse", padded((256 << 10) + 1)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn odd_bodies_and_odd_addresses_are_told_what_is_wrong() {
    let program = Program::start();
    let deep_list = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_object = "{\"a\":".repeat(10_000);
    let bodies: Vec<(Vec<u8>, u16)> = vec![
        (deep_list.into_bytes(), 400),
        (deep_object.into_bytes(), 400),
        (b"\xff\xfe{\x00}\x00".to_vec(), 400),
        (b"{\"cidr\": \"\xff\"}".to_vec(), 400),
        (b"{\"cidr\": \"10.0.0.0/8\0\"}".to_vec(), 400),
        (b"{\"cidr\": \"10.0.0.0/8\\u0000\"}".to_vec(), 422),
        (b"{\"cidr\": \"10.0.0.0/8\\ud800\"}".to_vec(), 400),
        (b"{\"cidr\": \"10.0.0.0/8\", \"cidr\": \"10.0.0.0/9\"}".to_vec(), 422),
        (b"{\"cidr\": 1e400}".to_vec(), 400),
        (b"{\"cidr\": 1000000000000000000000000000000}".to_vec(), 422),
        (b"{\"cidr\": -0}".to_vec(), 422),
        (b"{\"cidr\": NaN}".to_vec(), 400),
        (b"null".to_vec(), 422),
        (b"\0".to_vec(), 400),
        (format!("{{\"{}\": 1}}", "k".repeat(200_000)).into_bytes(), 422),
        (format!("{{\"cidr\": \"{}\"}}", "9.".repeat(100_000)).into_bytes(), 422),
    ];
    for operation in ["info", "split", "azure"] {
        for (body, status) in &bodies {
            let told = answered(&program, operation, body.clone()).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert_eq!(told.status, *status, "{operation} {shown}: {}", told.text);
            assert!(told.text.len() < 4_096, "{shown}: {}", told.text.len());
        }
    }
    let twice = answered(&program, "info", "{\"cidr\": \"10.0.0.0/8\", \"cidr\": \"10.0.0.0/9\"}").await;
    assert!(twice.text.contains("cidr is there twice"), "{}", twice.text);
    for operation in ["%2573plit", "split%00", "..%2f..%2fetc%2fpasswd", "%ff", "%EF%BC%93", "split%2F", "SPLIT", "-"] {
        let told = answered(&program, operation, "{}").await;
        assert!(told.status.is_client_error() && told.text.len() < 1_024, "{operation}: {} {}", told.status, told.text);
    }
}

#[tokio::test]
async fn many_fields_that_nobody_knows_are_counted_in_time() {
    let program = Program::start();
    let fields: Vec<String> = (0..400_000).map(|n| format!("\"f{n}\":1")).collect();
    let told = answered(&program, "aggregate", format!("{{{}}}", fields.join(","))).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told.json()["errors_total"], 400_001);
}

#[tokio::test]
async fn a_wrong_type_in_any_field_is_told_by_its_pointer() {
    let whole = podium::api::description();
    for operation in &podium::api::OPERATIONS {
        for example in operation.examples {
            let right: Value = serde_json::from_str(example.body).unwrap();
            for name in right.as_object().unwrap().keys() {
                for wrong in
                    [json!({"a": [1]}), json!([[[]]]), json!(-1), json!(1e30), json!("\u{0}"), json!("１０.0.0.0/８")]
                {
                    let mut body = right.clone();
                    body[name] = wrong.clone();
                    let told = podium::api::answer(operation, body.to_string().as_bytes());
                    // A surge, a zone and a name are texts of any kind.
                    if told.status == 200 {
                        assert!(wrong.is_string(), "{} {body}: {}", operation.id, told.json);
                        continue;
                    }
                    assert_eq!(told.status, 422, "{} {body}: {}", operation.id, told.json);
                    let problem: Value = serde_json::from_str(&told.json).unwrap();
                    let pointers: Vec<&str> =
                        problem["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
                    assert!(pointers.iter().all(|at| at.starts_with(&format!("/{name}"))), "{body}: {pointers:?}");
                }
            }
        }
    }
    assert!(whole["paths"].is_object());
}

/// The bodies of the fuzz target's corpus: `fuzz/corpus/operations/{operation}.{name}`.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/operations");
    let files = std::fs::read_dir(&folder).expect("a corpus").map(|file| file.expect("a file").path());
    files.map(|path| (path.display().to_string(), std::fs::read(&path).expect("its bytes"))).collect()
}

#[test]
fn the_corpus_of_the_fuzz_target_passes_through_every_operation() {
    let corpus = corpus();
    assert!(corpus.len() >= podium::api::OPERATIONS.len(), "{}", corpus.len());
    for (file, bytes) in corpus {
        for operation in &podium::api::OPERATIONS {
            let told = podium::api::answer(operation, &bytes);
            assert!(matches!(told.status, 200 | 400 | 413 | 422), "{file} {}: {}", operation.id, told.status);
            assert!(told.json.len() <= LARGEST, "{file} {}: {}", operation.id, told.json.len());
            serde_json::from_str::<Value>(&told.json)
                .unwrap_or_else(|error| panic!("{file} {}: {error}", operation.id));
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(/[0-9]{1,2})?",
        "[0-9a-f:]{0,20}(/[0-9]{1,3})?",
        "\\PC{0,12}",
        prop::sample::select(vec![
            "::/0",
            "0.0.0.0/0",
            "10.0.0.0/8",
            "overlay",
            "kubenet",
            "loadBalancer",
            "natGateway",
            "azure",
            "10%",
            "peer",
            "0.0.0.1-255.255.255.254",
            "own",
            "none",
            "system",
            "pod-subnet-static",
        ])
        .prop_map(str::to_owned),
    ];
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..300).prop_map(Value::from)
    ];
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number, text.prop_map(Value::from)];
    leaf.prop_recursive(4, 64, 6, |inner| {
        let names: Vec<String> = podium::api::OPERATIONS
            .iter()
            .flat_map(podium::api::input_groups)
            .flat_map(|group| group.rows)
            .map(|row| row.name.rsplit('.').next().unwrap_or_default().to_owned())
            .collect();
        let name = prop_oneof![9 => prop::sample::select(names), 1 => "\\PC{0,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// One of an operation's examples with a few fields put otherwise.
fn any_body() -> impl Strategy<Value = (usize, Value)> {
    let example = (0..podium::api::OPERATIONS.len(), any::<prop::sample::Index>());
    (example, prop::collection::vec((any::<prop::sample::Index>(), any_json()), 0..4), any_json(), any::<u8>())
        .prop_map(|((operation, which), changes, other, dice)| {
            let examples = podium::api::OPERATIONS[operation].examples;
            let mut body: Value = serde_json::from_str(which.get(examples).body).expect("an example is JSON");
            for (field, value) in changes {
                let members = body.as_object_mut().expect("an object");
                let name = field.get(&members.keys().cloned().collect::<Vec<_>>()).clone();
                members.insert(name, value);
            }
            (operation, if dice < 40 { other } else { body })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_json_makes_an_operation_fail((operation, body) in any_body()) {
        let operation = &podium::api::OPERATIONS[operation];
        let told = podium::api::answer(operation, body.to_string().as_bytes());
        prop_assert!(matches!(told.status, 200 | 422), "{} {}", told.status, told.json);
        prop_assert!(told.json.len() <= 512 * 1024, "{} bytes", told.json.len());
        prop_assert!(serde_json::from_str::<Value>(&told.json).is_ok());
    }

    #[test]
    fn no_bytes_make_an_operation_fail(bytes in prop::collection::vec(any::<u8>(), 0..200), operation in 0..podium::api::OPERATIONS.len()) {
        let told = podium::api::answer(&podium::api::OPERATIONS[operation], &bytes);
        prop_assert!(matches!(told.status, 400 | 422), "{} {}", told.status, told.json);
    }
}
