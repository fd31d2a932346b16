//! The description of the API, OpenAPI 3.1, made from the operations and their types.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::answer;
use super::operations::{OPERATIONS, Operation, Schemas};
use super::problem::Problem;
use crate::domain::account::Role;
use crate::domain::api_token::Scope;

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
    paths.insert("/api/v1/me".to_owned(), me());
    for (what, summary) in COHORT_TABLES {
        paths.insert(format!("/api/v1/cohorts/{{cohort}}/{what}"), cohort_table(what, summary));
    }
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
            {"name": "account", "description": "What a program asks for a facilitator, with an API token."},
            {"name": "cohorts", "description": "What facilitators know of their cohorts, with an API token."},
            {"name": "workshops", "description": "The workshops and their modules."},
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API token, podium_ and 43 more characters; a facilitator makes it at /facilitate/tokens. Scope read: reports and exports of the cohorts that they run.",
            }},
        },
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

/// For whom a token asks.
fn me() -> Value {
    let text = |words: &str| json!({"type": "string", "description": words});
    let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    let scopes: Vec<&str> = Scope::ALL.map(Scope::id).to_vec();
    let roles: Vec<&str> = Role::ALL.map(Role::id).to_vec();
    let schema = json!({
        "type": "object",
        "required": ["name", "email", "role", "scope", "ends_at"],
        "properties": {
            "name": text("What the facilitator is called."),
            "email": text("The account's name."),
            "role": {"type": "string", "enum": roles, "description": "What the facilitator may do."},
            "scope": {"type": "string", "enum": scopes, "description": "What the token may do."},
            "ends_at": {"type": "string", "format": "date-time", "description": "From then on the token opens nothing."},
        },
    });
    json!({"get": {
        "tags": ["account"],
        "operationId": "me",
        "summary": "For whom a token asks",
        "description": "The facilitator whose token it is, what it may do, and when it ends.",
        "security": [{"token": []}],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}},
            "401": {
                "description": "There is no token, or it has ended.",
                "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
                "content": problem.clone(),
            },
            "429": {"description": "This address asks too often; Retry-After says how many seconds to wait.", "content": problem},
        },
    }})
}

/// What programs read of a cohort.
const COHORT_TABLES: [(&str, &str); 3] = [
    ("progress", "How far everybody is, section by section; counts where the cohort is anonymous"),
    ("answers", "Every try at a question; an anonymous cohort has no such table"),
    ("report", "What was understood: all tables of the report, or in CSV the one that `table` names"),
];

fn cohort_table(what: &str, summary: &str) -> Value {
    let refusal = |words: &str| {
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        json!({"description": words, "content": {"application/problem+json": {"schema": schema}}})
    };
    let mut parameters = vec![json!({
        "name": "cohort", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"},
        "description": "The cohort's id, as it stands in the address of its board.",
    })];
    if what == "report" {
        parameters.push(json!({
            "name": "table", "in": "query", "required": false, "schema": {"type": "string"},
            "description": "One table of the report, such as report_sections.",
        }));
    }
    let csv = json!({"schema": {"type": "string"}});
    json!({"get": {
        "tags": ["cohorts"],
        "operationId": format!("cohort-{what}"),
        "summary": summary,
        "description": "For the facilitator of the token, of a cohort that they run. The columns are those of docs/exports.md. CSV for `Accept: text/csv`.",
        "security": [{"token": []}],
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {"application/json": {"schema": {"type": "object"}}, "text/csv": csv},
            },
            "401": refusal("There is no token, or it has ended."),
            "404": refusal("There is no such cohort, it is not theirs, or it has no such table."),
            "429": refusal("This address asks too often; Retry-After says how many seconds to wait."),
        },
    }})
}

/// The operations on workshops.
fn workshops() -> serde_json::Map<String, Value> {
    let parameter = |name: &str, words: &str| json!({"name": name, "in": "path", "required": true, "description": words, "schema": {"type": "string"}});
    let workshop = parameter("workshop", "The workshop's id, such as aks-networking.");
    let module = parameter("module", "The module's id.");
    let wizard_id = parameter("wizard", "The wizard's id, such as network-model.");
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
            "{id, title, summary, language, modules: [{id, title, summary, minutes, sections: [{id, title}]}], wizards: [{id, title}], quizzes: [{id, title}]}.",
            json!([&workshop]),
        ),
    );
    paths.insert(
        "/api/v1/workshops/{workshop}/modules/{module}".to_owned(),
        get(
            "module",
            "A module with its text",
            "{id, title, summary, minutes, goals, intro_html, sections: [{id, title, optional, words, html}]}.",
            json!([&workshop, module]),
        ),
    );
    paths.insert("/api/v1/workshops/{workshop}/wizards/{wizard}".to_owned(), wizard(&json!([workshop, wizard_id])));
    paths
}

/// The operation on a wizard: answers in, the next question and where the outcomes stand out.
fn wizard(parameters: &Value) -> Value {
    let problem = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
    let text = json!({"type": "string"});
    let answers = json!({"type": "object", "additionalProperties": text, "description": "From questions to options, by their ids; unknown ids are dropped, and \"unknown\" says that it is not known."});
    json!({"post": {
        "tags": ["workshops"],
        "operationId": "wizard",
        "summary": "A place in a wizard",
        "description": "{next: {id, ask, help, options: [{id, say}]} or null, at_most, remaining: [{outcome, title, score, because, reasons}] with the best first, excluded: [{outcome, title, because, reasons}], outcome: its id or null, conflict: ids of the questions whose answers cannot be had together or null, open: ids of the questions that are not known}. A reason is {question, option, because, source}.",
        "parameters": parameters,
        "requestBody": {"required": true, "content": {"application/json": {
            "schema": {"type": "object", "properties": {"answers": answers}, "additionalProperties": false},
            "examples": {"windows": {"value": {"answers": {"windows": "yes"}}}},
        }}},
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": {}}}},
            "404": {"description": "There is no such workshop or wizard.", "content": problem},
            "413": {"description": "The body is too large.", "content": problem},
            "422": {"description": "The body cannot be read.", "content": problem},
        },
    }})
}
