//! The description of the API, OpenAPI 3.1, made from the operations and their types.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::answer;
use super::operations::{OPERATIONS, Operation, Schemas};
use super::problem::Problem;

/// The description, made when it is first asked for.
#[must_use]
pub fn description() -> &'static Value {
    static MADE: LazyLock<Value> = LazyLock::new(make);
    &MADE
}

fn make() -> Value {
    let mut schemas = Schemas::new();
    let mut inputs = Vec::new();
    let mut paths = serde_json::Map::new();
    for operation in &OPERATIONS {
        let request = (operation.request)(&mut schemas);
        let answer = (operation.answer)(&mut schemas);
        inputs.push(name_of(&request));
        paths.insert(
            format!("/api/v1/net/{}", operation.id),
            json!({"post": operation_of(operation, &request, &answer)}),
        );
    }
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    Problem::schemas(&mut schemas);
    paths.extend(workshops());

    let schemas: BTreeMap<String, RefOr<Schema>> = schemas.into_iter().collect();
    let mut schemas = serde_json::to_value(schemas).unwrap_or_default();
    close(&mut schemas, inputs);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Podium",
            "version": "1",
            "summary": "Network arithmetic, address plans for AKS, and the workshops of this portal.",
            "description": "Counts that can pass 2^53 are decimal numbers as texts. Lists of networks are sorted: IPv4 \
                before IPv6, then by address, then the shorter prefix first. Unknown fields are refused.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "tags": [
            {"name": "net", "description": "The network tools."},
            {"name": "workshops", "description": "The workshops and their modules."},
        ],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn name_of(reference: &RefOr<Schema>) -> String {
    match reference {
        RefOr::Ref(reference) => reference.ref_location.rsplit('/').next().unwrap_or_default().to_owned(),
        RefOr::T(_) => String::new(),
    }
}

fn operation_of(operation: &Operation, request: &RefOr<Schema>, answered: &RefOr<Schema>) -> Value {
    let named = |of: &dyn Fn(&str) -> Value| -> Value {
        let example = |(n, example): (usize, &super::Example)| {
            (format!("example-{}", n + 1), json!({"summary": example.title, "value": of(example.body)}))
        };
        operation.examples.iter().enumerate().map(example).collect::<serde_json::Map<_, _>>().into()
    };
    let requests = named(&|body| serde_json::from_str(body).unwrap_or_default());
    let answers = named(&|body| serde_json::from_str(&answer(operation, body.as_bytes()).json).unwrap_or_default());
    let refusal = |words: &str| {
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        json!({"description": words, "content": {"application/problem+json": {"schema": schema}}})
    };
    json!({
        "tags": ["net"],
        "operationId": operation.id,
        "summary": operation.title,
        "description": operation.words,
        "requestBody": {
            "required": true,
            "description": format!("At most {} KiB.", operation.body >> 10),
            "content": {"application/json": {"schema": request, "examples": requests}},
        },
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {"application/json": {"schema": answered, "examples": answers}},
            },
            "400": refusal("The body is no JSON."),
            "413": refusal("The body is too large."),
            "422": refusal("Fields are wrong; each is named by a pointer."),
            "429": refusal("This address asks too often; Retry-After says how many seconds to wait."),
        },
    })
}

/// Inputs, and the objects within them, take no other fields.
fn close(schemas: &mut Value, inputs: Vec<String>) {
    let mut open = inputs;
    let mut seen: Vec<String> = Vec::new();
    // Parts that are put together would refuse each other's fields: the whole is closed instead.
    let mut parts: Vec<String> = Vec::new();
    while let Some(name) = open.pop() {
        if seen.contains(&name) {
            continue;
        }
        if let Some(schema) = schemas.get_mut(&name) {
            references(schema, &mut |found| open.push(found.to_owned()));
            let together = schema["allOf"].as_array().into_iter().flatten();
            parts.extend(together.filter_map(|part| part["$ref"].as_str()?.rsplit('/').next()).map(str::to_owned));
            let key = match (schema.get("allOf"), schema.get("properties")) {
                (Some(_), _) => Some("unevaluatedProperties"),
                (None, Some(_)) if !parts.contains(&name) => Some("additionalProperties"),
                _ => None,
            };
            if let (Some(key), Some(schema)) = (key, schema.as_object_mut()) {
                schema.insert(key.to_owned(), Value::Bool(false));
            }
        }
        seen.push(name);
    }
}

fn references(schema: &Value, tell: &mut dyn FnMut(&str)) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value.as_str()) {
                    ("$ref", Some(to)) => tell(to.rsplit('/').next().unwrap_or_default()),
                    _ => references(value, tell),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, tell)),
        _ => {}
    }
}

/// The operations on workshops, which have no input but their address.
fn workshops() -> serde_json::Map<String, Value> {
    let parameter = |name: &str, words: &str| json!({"name": name, "in": "path", "required": true, "description": words, "schema": {"type": "string"}});
    let workshop = parameter("workshop", "The workshop's id, such as aks-networking.");
    let module = parameter("module", "The module's id.");
    let get = |id: &str, summary: &str, words: &str, parameters: Value| {
        json!({"get": {
            "tags": ["workshops"],
            "operationId": id,
            "summary": summary,
            "description": words,
            "parameters": parameters,
            "responses": {
                "200": {"description": "The answer.", "content": {"application/json": {"schema": {}}}},
                "404": {
                    "description": "There is no such workshop or module.",
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
            },
        }})
    };
    let mut paths = serde_json::Map::new();
    paths
        .insert("/api/v1/workshops".to_owned(), get("workshops", "The workshops", "A list of {id, title}.", json!([])));
    paths.insert(
        "/api/v1/workshops/{workshop}".to_owned(),
        get(
            "workshop",
            "A workshop",
            "{id, title, summary, language, modules: [{id, title, summary, minutes, sections: [{id, title}]}]}.",
            json!([workshop]),
        ),
    );
    paths.insert(
        "/api/v1/workshops/{workshop}/modules/{module}".to_owned(),
        get(
            "module",
            "A module with its text",
            "{id, title, summary, minutes, goals, intro_html, sections: [{id, title, optional, words, html}]}.",
            json!([workshop, module]),
        ),
    );
    paths
}
