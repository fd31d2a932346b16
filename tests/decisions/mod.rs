//! Decisions and designs, from the first question to the record in somebody else's hands.

mod designs;
mod hostile;
mod programs;
mod sharing;
mod sheet;
mod wizards;

use serde_json::{Value, json};

use crate::support::{Page, Person, Portal};

/// Where the decisions of the workshop that is built in stand.
const WIZARDS: &str = "/w/aks-networking/wizards";
/// Where its designs stand.
const DESIGN: &str = "/w/aks-networking/design";

/// The ids of all wizards.
async fn all_wizards(person: &Person) -> Vec<String> {
    let workshop: Value =
        serde_json::from_str(&person.reads("/api/v1/workshops/aks-networking").await.body).expect("JSON");
    let wizards = workshop["wizards"].as_array().expect("wizards");
    wizards.iter().map(|wizard| wizard["id"].as_str().expect("an id").to_owned()).collect()
}

/// What the API says of a place in a wizard.
async fn place(person: &Person, wizard: &str, answers: &Value) -> Value {
    let path = format!("/api/v1/workshops/aks-networking/wizards/{wizard}");
    let body = json!({ "answers": answers }).to_string();
    let kind = [("content-type", "application/json")];
    let page = person.asks(reqwest::Method::POST, &path, &kind, &body).await;
    assert_eq!(page.status, reqwest::StatusCode::OK, "{wizard} {body}: {}", page.body);
    serde_json::from_str(&page.body).expect("JSON")
}

/// The address that the form of a wizard's page leads to when the answer with this place is chosen; none at the end.
fn answered(page: &Page, choose: impl Fn(usize) -> usize) -> Option<String> {
    let options = page.attributes(".choice input", "value");
    let name = page.attributes(".choice input", "name").into_iter().next()?;
    let hidden = page.attributes(".asks input[type=hidden]", "name");
    let values = page.attributes(".asks input[type=hidden]", "value");
    let mut pairs: Vec<String> = hidden.iter().zip(&values).map(|(n, v)| format!("{n}={v}")).collect();
    pairs.push(format!("{name}={}", options[choose(options.len())]));
    Some(format!("{}?{}", page.attributes("form.asks", "action")[0], pairs.join("&")))
}

/// Answers a wizard from a place to its end, always with the option that is chosen so.
async fn to_the_end(person: &Person, path: &str, choose: impl Fn(usize) -> usize) -> Page {
    let mut page = person.reads(path).await;
    for _ in 0..40 {
        let Some(next) = answered(&page, &choose) else { return page };
        page = person.reads(&next).await;
    }
    panic!("{path} has no end");
}

/// Keeps the end of a wizard, as the button does.
async fn keeps(person: &Person, wizard: &str, answers: &[(&str, &str)]) -> Page {
    person.sends(&format!("{WIZARDS}/{wizard}/keep"), answers).await
}

/// Answers until a wizard needs no more: those that are wanted, and else "I don't know yet".
async fn decided(person: &Person, wizard: &str, wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut answers = json!({});
    for _ in 0..40 {
        let place = place(person, wizard, &answers).await;
        let Some(next) = place["next"]["id"].as_str() else { break };
        let option = wanted.iter().find(|(question, _)| *question == next).map_or("unknown", |(_, option)| option);
        answers[next] = json!(option);
    }
    let answers = answers.as_object().expect("answers");
    answers
        .iter()
        .map(|(question, option)| (question.clone(), option.as_str().expect("an option").to_owned()))
        .collect()
}

/// Answers that lead to Overlay.
const OVERLAY: [(&str, &str); 6] = [
    ("existing", "new"),
    ("own-cni", "no"),
    ("pods", "up-to-50000"),
    ("space", "nodes-only"),
    ("reach", "no"),
    ("virtual-nodes", "no"),
];

/// The design's id, from the forms of its page.
async fn design_id(person: &Person) -> String {
    let page = person.reads(DESIGN).await;
    let action = page.attributes("form[action$='/words']", "action")[0].clone();
    action.trim_end_matches("/words").rsplit('/').next().expect("an id").to_owned()
}

async fn portal_and(people: usize) -> (Portal, Vec<Person>) {
    let portal = Portal::start();
    let people = (0..people).map(|_| Person::at(&portal)).collect();
    (portal, people)
}
