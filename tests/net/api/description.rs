//! The API's description holds what it promises: every operation, examples that are true, schemas that fit.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Program;

/// Everything in which a value is not what a schema says. Knows as much of JSON Schema as the description uses.
fn misfits(whole: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(to) = schema["$ref"].as_str() {
        let target = whole.pointer(to.trim_start_matches('#')).unwrap_or_else(|| panic!("{to} leads nowhere"));
        return misfits(whole, target, value, at);
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let fits = several.iter().filter(|one| misfits(whole, one, value, at).is_empty()).count();
        return if fits >= 1 { Vec::new() } else { vec![format!("{at}: {value} fits none of {schema}")] };
    }
    let mut found = Vec::new();
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let is = |kind: &Value| match kind.as_str().expect("a type") {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type that this test does not know: {other}"),
    };
    if !types.is_empty() && !types.iter().any(is) {
        found.push(format!("{at}: {value} is not {types:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {words:?}"));
    }
    if let (Some(most), Some(n)) = (schema["maximum"].as_f64(), value.as_f64())
        && n > most
    {
        found.push(format!("{at}: {n} is more than {most}"));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(misfits(whole, &schema["items"], item, &format!("{at}/{n}")));
    }
    let Some(members) = value.as_object() else { return found };
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(misfits(whole, part, value, at));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            found.push(format!("{at}/{name} is missing"));
        }
    }
    for (name, member) in members {
        match schema["properties"].get(name) {
            Some(schema) => found.extend(misfits(whole, schema, member, &format!("{at}/{name}"))),
            None if schema["additionalProperties"] == false => found.push(format!("{at}/{name} is not described")),
            None => {}
        }
    }
    found
}

/// All fields that a schema describes, its parts included.
fn described<'v>(whole: &'v Value, schema: &'v Value, fields: &mut Map<String, Value>) {
    if let Some(to) = schema["$ref"].as_str() {
        described(whole, whole.pointer(to.trim_start_matches('#')).expect("a schema"), fields);
    }
    for part in ["allOf", "oneOf"].iter().flat_map(|key| schema[*key].as_array().into_iter().flatten()) {
        described(whole, part, fields);
    }
    for (name, of) in schema["properties"].as_object().into_iter().flatten() {
        fields.insert(name.clone(), of.clone());
    }
}

#[tokio::test]
async fn every_example_of_the_description_is_accepted_and_answers_with_its_answer() {
    let program = Program::start();
    let told = program.reads("/api/v1/openapi.json").await;
    assert!(told.status.is_success() && told.kind.starts_with("application/json"));
    let whole = told.json();
    assert_eq!(whole["openapi"], "3.1.0");
    let mut seen = BTreeSet::new();
    for (path, item) in whole["paths"].as_object().unwrap() {
        let Some(id) = path.strip_prefix("/api/v1/net/") else { continue };
        seen.insert(id);
        let operation = &item["post"];
        assert_eq!(operation["operationId"], id);
        let request = &operation["requestBody"]["content"]["application/json"];
        let answer = &operation["responses"]["200"]["content"]["application/json"];
        let examples = request["examples"].as_object().unwrap();
        assert!(!examples.is_empty(), "{id} has no example");
        for (name, example) in examples {
            let misfits_of = |schema, value| misfits(&whole, schema, value, id);
            assert_eq!(misfits_of(&request["schema"], &example["value"]), Vec::<String>::new());
            let found = program.asks(id, example["value"].clone()).await;
            assert_eq!(answer["examples"][name]["value"], found, "{id} {name}");
            assert_eq!(misfits_of(&answer["schema"], &found), Vec::<String>::new());
            // An answer has no field that the description does not know.
            let mut known = Map::new();
            described(&whole, &answer["schema"], &mut known);
            for field in found.as_object().unwrap().keys() {
                assert!(known.contains_key(field), "{id}: {field} is not described");
            }
        }
    }
    let all: BTreeSet<&str> = podium::api::OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(seen, all);
    for path in ["", "/{workshop}", "/{workshop}/modules/{module}"] {
        assert!(whole["paths"][format!("/api/v1/workshops{path}")]["get"].is_object(), "{path}");
    }
    let wizard = &whole["paths"]["/api/v1/workshops/{workshop}/wizards/{wizard}"]["post"];
    assert_eq!(wizard["parameters"].as_array().map(Vec::len), Some(2));
    assert!(wizard["requestBody"]["content"]["application/json"]["schema"]["properties"]["answers"].is_object());
}

#[test]
fn the_description_and_the_readers_know_the_same_fields() {
    let whole = podium::api::description();
    for operation in &podium::api::OPERATIONS {
        let path = format!("/api/v1/net/{}", operation.id);
        let schema = &whole["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        let mut known = Map::new();
        described(whole, schema, &mut known);
        // A field that is described is none that a reader calls unknown, whatever else is wrong.
        let body: Map<String, Value> = known.keys().map(|name| (name.clone(), Value::Bool(true))).collect();
        let answered = podium::api::answer(operation, Value::from(body).to_string().as_bytes());
        assert!(!answered.json.contains("no such field"), "{}: {}", operation.id, answered.json);
        // And one that a reader knows is described: it lists them when it knows none that is near.
        let answered = podium::api::answer(operation, br#"{"zzzzzzzzzzzz": 1}"#);
        let answer: Value = serde_json::from_str(&answered.json).unwrap();
        let errors = answer["errors"].as_array().unwrap();
        let detail =
            errors.iter().find(|error| error["pointer"] == "/zzzzzzzzzzzz").unwrap()["detail"].as_str().unwrap();
        let listed = detail.split_once("the fields here are ").unwrap().1.trim_end_matches('.');
        assert_eq!(
            listed.split(", ").collect::<BTreeSet<_>>(),
            known.keys().map(String::as_str).collect::<BTreeSet<_>>(),
            "{}",
            operation.id
        );
    }
}

#[test]
fn the_test_sees_what_does_not_fit() {
    let whole = podium::api::description();
    let schema = &whole["components"]["schemas"]["SplitInput"];
    let cases = [
        (r#"{"cidr": "a", "prefix": 26}"#, 0),
        (r#"{"cidr": 1}"#, 1),
        (r#"{"prefix": 129, "x": 1}"#, 3),
        (r#"{"cidr": "a", "parts": "12"}"#, 0),
        (r#"{"cidr": "a", "parts": []}"#, 1),
    ];
    for (value, count) in cases {
        let value = serde_json::from_str(value).unwrap();
        assert_eq!(misfits(whole, schema, &value, "").len(), count, "{value}");
    }
}
