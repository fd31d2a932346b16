//! The rules that a record store holds statements to (xAPI 1.0.3, part two), as far as the portal's own can break them. Used by
//! the tests of the library and by those of the whole portal.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The verbs of the ADL vocabulary that the portal says.
const VERBS: [&str; 8] =
    ["answered", "attempted", "completed", "failed", "passed", "progressed", "registered", "responded"];
/// The kinds of activity of the ADL vocabulary that it names.
const KINDS: [&str; 8] =
    ["assessment", "cmi.interaction", "course", "interaction", "lesson", "meeting", "module", "question"];
/// Interactions with the lists that each may have.
const INTERACTIONS: [(&str, &[&str]); 7] = [
    ("true-false", &[]),
    ("choice", &["choices"]),
    ("fill-in", &[]),
    ("matching", &["source", "target"]),
    ("sequencing", &["choices"]),
    ("numeric", &[]),
    ("other", &[]),
];

/// Panics where a statement breaks a rule.
pub fn check(statement: &Value) {
    no_null(statement);
    let all = object(statement, &["id", "actor", "verb", "object", "result", "context", "timestamp"]);
    uuid(&all["id"]);
    actor(&all["actor"]);
    verb(&all["verb"]);
    activity(&all["object"]);
    if let Some(it) = all.get("result") {
        result(it);
    }
    context(&all["context"]);
    let at = text(&all["timestamp"]);
    assert!(at.ends_with('Z'), "a timestamp in UTC: {at}");
    at.parse::<jiff::Timestamp>().unwrap_or_else(|error| panic!("{at}: {error}"));
}

/// "A Learning Record Store rejects with error code 400 any Statement having a property whose value is set to null" (2.2.3).
fn no_null(value: &Value) {
    match value {
        Value::Null => panic!("null"),
        Value::Array(all) => all.iter().for_each(no_null),
        Value::Object(all) => all.values().for_each(no_null),
        _ => {}
    }
}

fn object<'v>(value: &'v Value, known: &[&str]) -> &'v Map<String, Value> {
    let all = value.as_object().unwrap_or_else(|| panic!("an object: {value}"));
    for name in all.keys() {
        assert!(known.contains(&name.as_str()), "there is no property {name}: {value}");
    }
    all
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}"))
}

fn uuid(value: &Value) {
    let text = text(value);
    let read: uuid::Uuid = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(read.to_string(), text);
    // Some record stores know no later versions, and no other variant.
    assert!((1..=5).contains(&read.get_version_num()) && read.get_variant() == uuid::Variant::RFC4122, "{text}");
}

/// An absolute IRI, written with the signs of a URI.
fn iri(text: &str) {
    let (scheme, rest) = text.split_once("://").unwrap_or_else(|| panic!("an absolute address: {text}"));
    assert!(matches!(scheme, "http" | "https") && !rest.is_empty(), "{text}");
    let good = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    assert!(text.chars().all(good), "{text}");
    assert!(text.matches('#').count() <= 1, "{text}");
}

fn language(tag: &str) {
    let good = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let first = tag.split('-').next().expect("a part");
    assert!((2..=3).contains(&first.len()) && tag.split('-').all(good), "a language: {tag}");
}

fn map_of_languages(value: &Value) {
    let all = value.as_object().unwrap_or_else(|| panic!("a map of languages: {value}"));
    assert!(!all.is_empty());
    for (tag, words) in all {
        language(tag);
        text(words);
    }
}

fn extensions(value: &Value) {
    value.as_object().expect("extensions").keys().for_each(|name| iri(name));
}

fn actor(value: &Value) {
    let all = object(value, &["objectType", "account", "name"]);
    assert_eq!(text(&all["objectType"]), "Agent");
    let account = object(&all["account"], &["homePage", "name"]);
    iri(text(&account["homePage"]));
    assert!(!text(&account["name"]).is_empty());
    if let Some(name) = all.get("name") {
        assert!(!text(name).is_empty());
    }
}

fn verb(value: &Value) {
    let all = object(value, &["id", "display"]);
    let id = text(&all["id"]);
    let word = id.strip_prefix("http://adlnet.gov/expapi/verbs/").unwrap_or_else(|| panic!("{id}"));
    assert!(VERBS.contains(&word), "{id}");
    map_of_languages(&all["display"]);
}

fn activity(value: &Value) {
    let all = object(value, &["objectType", "id", "definition"]);
    assert_eq!(text(&all["objectType"]), "Activity");
    iri(text(&all["id"]));
    let lists = ["choices", "scale", "source", "target", "steps"];
    let known = ["name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern"];
    let definition = object(&all["definition"], &[&known[..], &lists[..]].concat());
    let kind = text(&definition["type"]);
    iri(kind);
    let kind = kind.strip_prefix("http://adlnet.gov/expapi/activities/").unwrap_or_else(|| panic!("{kind}"));
    assert!(KINDS.contains(&kind), "{kind}");
    map_of_languages(&definition["name"]);
    definition.get("description").into_iter().for_each(map_of_languages);
    let interaction = definition.get("interactionType").map(text);
    assert_eq!(kind == "cmi.interaction", interaction.is_some(), "{value}");
    let Some(interaction) = interaction else {
        assert!(known[5..].iter().chain(&lists).all(|name| !definition.contains_key(*name)), "{value}");
        return;
    };
    let (_, wanted) = INTERACTIONS.iter().find(|(name, _)| *name == interaction).unwrap_or_else(|| panic!("{value}"));
    for right in definition["correctResponsesPattern"].as_array().expect("a list") {
        assert!(!text(right).is_empty(), "{value}");
    }
    for name in lists {
        assert_eq!(wanted.contains(&name), definition.contains_key(name), "{name}: {value}");
        let Some(list) = definition.get(name) else { continue };
        let mut ids = BTreeSet::new();
        for component in list.as_array().expect("a list") {
            let component = object(component, &["id", "description"]);
            let id = text(&component["id"]);
            assert!(!id.is_empty() && !id.contains(char::is_whitespace) && ids.insert(id), "{value}");
            map_of_languages(&component["description"]);
        }
    }
}

fn result(value: &Value) {
    let all = object(value, &["score", "success", "completion", "response", "duration", "extensions"]);
    for name in ["success", "completion"] {
        assert!(all.get(name).is_none_or(Value::is_boolean), "{value}");
    }
    all.get("response").into_iter().for_each(|response| drop(text(response).to_owned()));
    all.get("extensions").into_iter().for_each(extensions);
    if let Some(score) = all.get("score") {
        let score = object(score, &["scaled", "raw", "min", "max"]);
        let number = |name: &str| score[name].as_f64().unwrap_or_else(|| panic!("{name}: {value}"));
        assert!((-1.0..=1.0).contains(&number("scaled")), "{value}");
        assert!(number("min") < number("max"), "{value}");
        assert!((number("min")..=number("max")).contains(&number("raw")), "{value}");
    }
    if let Some(duration) = all.get("duration") {
        let text = text(duration);
        assert!(text.starts_with("PT"), "{text}");
        let read: jiff::SignedDuration = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(!read.is_negative(), "{text}");
        let digits = text.split_once('.').map_or(0, |(_, rest)| rest.trim_end_matches('S').len());
        assert!(digits <= 2, "hundredths of a second at most: {text}");
    }
}

fn context(value: &Value) {
    let all = object(value, &["registration", "contextActivities", "platform", "language", "extensions"]);
    uuid(&all["registration"]);
    assert_eq!(text(&all["platform"]), "Podium");
    language(text(&all["language"]));
    all.get("extensions").into_iter().for_each(extensions);
    let around = object(&all["contextActivities"], &["parent", "grouping"]);
    for list in around.values() {
        let list = list.as_array().expect("a list");
        assert!(!list.is_empty(), "{value}");
        list.iter().for_each(activity);
    }
}
