//! The description as tables, for people: a row for each field of an input or an answer.

use serde_json::Value;

use super::description::description;
use super::operations::Operation;

/// How deep rows go into fields of fields.
const DEEPEST: usize = 4;

/// Fields that go together: most types have one group, a type of which there are several has one for each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Which of several it is; empty for a type alone.
    pub title: String,
    /// Its fields, in order.
    pub rows: Vec<Row>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands, such as `pools[].nodes`.
    pub name: String,
    /// What it is: "text", "number", "list of texts", "one of linux, windows".
    pub kind: String,
    /// Whether it is always there, or must be.
    pub required: bool,
    /// What it means.
    pub words: String,
}

/// The fields of an operation's input.
#[must_use]
pub fn input_groups(operation: &Operation) -> Vec<Group> {
    groups(operation, "/requestBody/content/application~1json/schema")
}

/// The fields of an operation's answer.
#[must_use]
pub fn answer_groups(operation: &Operation) -> Vec<Group> {
    groups(operation, "/responses/200/content/application~1json/schema")
}

fn groups(operation: &Operation, of: &str) -> Vec<Group> {
    let pointer = format!("/paths/~1api~1v1~1net~1{}/post{of}", operation.id);
    let Some(schema) = description().pointer(&pointer).map(resolved) else { return Vec::new() };
    let Some(several) = schema["oneOf"].as_array() else {
        return vec![Group { title: String::new(), rows: rows(schema) }];
    };
    let group = |one: &Value| {
        let words = one["description"].as_str().unwrap_or_default();
        Group { title: words.trim_end_matches('.').to_owned(), rows: rows(resolved(one)) }
    };
    several.iter().map(group).collect()
}

fn rows(schema: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    fields("", schema, 0, &mut rows);
    rows
}

/// What a reference leads to; anything else is itself.
fn resolved(schema: &Value) -> &Value {
    let name = schema["$ref"].as_str().and_then(|to| to.rsplit('/').next());
    name.map_or(schema, |name| &description()["components"]["schemas"][name])
}

fn fields(before: &str, schema: &Value, deep: usize, rows: &mut Vec<Row>) {
    // A type's own fields come last in the description, and first here.
    for part in schema["allOf"].as_array().into_iter().flatten().rev() {
        fields(before, resolved(part), deep, rows);
    }
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = || schema["properties"].as_object().into_iter().flatten();
    let is_needed = |field: &String| required.contains(&field.as_str());
    let needed = properties().filter(|(field, _)| is_needed(field));
    for (field, of) in needed.chain(properties().filter(|(field, _)| !is_needed(field))) {
        let (inner, list) = items(value_of(of));
        let name = format!("{before}{field}");
        let words = of["description"].as_str().or_else(|| inner["description"].as_str()).unwrap_or_default().to_owned();
        rows.push(Row { name: name.clone(), kind: kind(inner, list), required: is_needed(field), words });
        if deep < DEEPEST {
            let next = if list { format!("{name}[].") } else { format!("{name}.") };
            fields(&next, inner, deep + 1, rows);
        }
    }
}

/// Without the null beside it, and what a reference leads to.
fn value_of(schema: &Value) -> &Value {
    let schema = resolved(schema);
    let Some(several) = schema["oneOf"].as_array() else { return schema };
    let mut rest = several.iter().filter(|one| one["type"] != "null");
    match (rest.next(), rest.next()) {
        (Some(only), None) => resolved(only),
        _ => schema,
    }
}

/// The items of a list, and that it is one.
fn items(schema: &Value) -> (&Value, bool) {
    if schema["items"].is_object() { (value_of(&schema["items"]), true) } else { (schema, false) }
}

fn kind(schema: &Value, list: bool) -> String {
    let words = |one: &Value| one["enum"].as_array().cloned().unwrap_or_default();
    let several = schema["oneOf"].as_array();
    let choices: Vec<Value> = several.map_or_else(|| words(schema), |all| all.iter().flat_map(words).collect());
    if !choices.is_empty() {
        let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
        return format!("{} of {}", if list { "some" } else { "one" }, choices.join(", "));
    }
    if let Some(several) = several {
        let kinds: Vec<String> =
            several.iter().map(|one| items(value_of(one))).map(|(one, list)| kind(one, list)).collect();
        return kinds.join(" or ");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let null = if types.contains(&"null") { " or null" } else { "" };
    let (one, many) = match types.iter().find(|one| **one != "null") {
        Some(&"string") => ("text", "texts"),
        Some(&"integer" | &"number") => ("number", "numbers"),
        Some(&"boolean") => ("true or false", "switches"),
        _ => ("object", "objects"),
    };
    if list { format!("list of {many}") } else { format!("{one}{null}") }
}

#[cfg(test)]
mod tests {
    use super::super::operations::{OPERATIONS, find};
    use super::*;

    #[test]
    fn every_field_has_its_row_with_words() {
        for operation in &OPERATIONS {
            for groups in [input_groups(operation), answer_groups(operation)] {
                assert!(groups.iter().all(|group| !group.rows.is_empty()), "{}", operation.id);
                for row in groups.iter().flat_map(|group| &group.rows) {
                    assert!(row.words.ends_with('.'), "{}: {} {:?}", operation.id, row.name, row.words);
                }
            }
        }
    }

    #[test]
    fn rows_say_what_a_field_is() {
        let of = |id: &str, name: &str| {
            let rows: Vec<Row> = input_groups(find(id).unwrap()).into_iter().flat_map(|group| group.rows).collect();
            let row = rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name} in {rows:#?}"));
            (row.kind.clone(), row.required)
        };
        assert_eq!(of("split", "cidr"), ("text".to_owned(), true));
        assert_eq!(of("split", "parts"), ("number or text".to_owned(), false));
        assert_eq!(of("aggregate", "cidrs"), ("list of texts".to_owned(), true));
        assert_eq!(of("aks-plan", "pools[].os"), ("one of linux, windows".to_owned(), false));
        assert_eq!(of("aks-plan", "pod_cidr"), ("text or list of texts".to_owned(), false));
    }
}
