//! Decisions and designs in a real browser: decided by touch, by keys and without script, typed, taken along, shared, printed,
//! and looked at.

mod deciding;
mod looks;
mod taking_along;

use serde_json::{Value, json};

use super::driver::Browser;
use super::questions::answering::taps;

/// Where the decisions of the workshop that is built in stand.
const WIZARDS: &str = "/w/aks-networking/wizards";
/// Where its designs stand.
const DESIGN: &str = "/w/aks-networking/design";

/// Answers that lead to Overlay, in the order in which they are asked.
const OVERLAY: [(&str, &str); 6] = [
    ("existing", "new"),
    ("own-cni", "no"),
    ("pods", "up-to-50000"),
    ("space", "nodes-only"),
    ("reach", "no"),
    ("virtual-nodes", "no"),
];

/// Makes a design of the person whose browser shows a page of the portal: a sheet with something for the rules to find, and
/// two decisions.
pub(super) async fn has_a_design(browser: &Browser) {
    let sheet = [
        ("_base", "0"),
        ("region", "northeurope"),
        ("resource-group", "rg-mine"),
        ("cluster", "aks-mine"),
        ("vnet-range", "10.20.0.0/16"),
        ("node-subnet-range", "10.20.0.0/26"),
        ("pod-range", "172.16.0.0/17"),
        ("connected", "10.0.0.0/16\n172.16.0.0/16"),
        ("tags", "owner=platform"),
        ("pool.name", "sys"),
        ("pool.nodes", "60"),
        ("pool.max_pods", "60"),
        ("pool.os", "linux"),
    ];
    sends(browser, &format!("{DESIGN}/sheet"), &sheet).await;
    let mut answers = OVERLAY.to_vec();
    answers.push(("_note", "Agreed by all, as long as no partner asks for pods"));
    sends(browser, &format!("{WIZARDS}/network-model/keep"), &answers).await;
    let unknown = [("way-out", "unknown"), ("tenant", "same"), ("closed", "unknown")];
    sends(browser, &format!("{WIZARDS}/registry/keep"), &unknown).await;
}

/// Sends a form from the page that is open, which stays.
async fn sends(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let send = "const done = arguments[arguments.length - 1]; \
        fetch(arguments[0], { method: 'POST', body: new URLSearchParams(arguments[1]) }) \
            .then((answer) => done(answer.status), (error) => done(String(error)));";
    let answer = browser.web.execute_async(send, vec![json!(path), json!(fields)]).await.expect("a script runs");
    assert_eq!(answer.json(), 200, "{path}");
}

/// The place in the network model's wizard with these answers.
fn place(answers: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = answers.iter().map(|(question, option)| format!("{question}={option}")).collect();
    format!("{WIZARDS}/network-model?{}", pairs.join("&"))
}

/// Remembers the page that is shown, to see that another one has come.
async fn marks_the_page(browser: &Browser) {
    browser.asks("window.before = true; return true").await;
}

/// Waits until another page is shown and stands still.
async fn arrives(browser: &Browser) {
    let there = "return !window.before && document.readyState === 'complete' \
        && document.getAnimations().every((animation) => animation.playState !== 'running')";
    browser.waits_for("the next page", there).await;
}

/// Taps on what leads to another page, and waits for it.
async fn taps_on(browser: &Browser, selector: &str) {
    marks_the_page(browser).await;
    taps(browser, selector).await;
    arrives(browser).await;
}

/// Clicks on what leads to another page, and waits for it.
async fn follows(browser: &Browser, selector: &str) {
    marks_the_page(browser).await;
    browser.clicks(selector).await;
    arrives(browser).await;
}

/// Whether there is such an element.
async fn has(browser: &Browser, selector: &str) -> bool {
    browser.asks(&format!("return document.querySelector({}) !== null", json!(selector))).await == true
}

/// The words of the first such element; nothing where there is none.
async fn text(browser: &Browser, selector: &str) -> String {
    texts(browser, selector).await.into_iter().next().unwrap_or_default()
}

/// The words of each such element.
async fn texts(browser: &Browser, selector: &str) -> Vec<String> {
    let words = format!(
        "return [...document.querySelectorAll({})].map((element) => element.textContent.trim().replace(/\\s+/g, ' '))",
        json!(selector)
    );
    serde_json::from_value(browser.asks(&words).await).expect("texts")
}

/// The rows of a table's body, each with its cells in a line.
async fn rows(browser: &Browser, section: &str) -> Vec<String> {
    let words = format!(
        "return [...document.querySelectorAll('{section} tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join(' '))"
    );
    serde_json::from_value(browser.asks(&words).await).expect("texts")
}

/// The question that is asked, by its id; none at the end.
async fn question(browser: &Browser) -> Option<String> {
    let name = browser.asks("return document.querySelector('.asks .choice input')?.name ?? null").await;
    match name {
        Value::String(name) => Some(name),
        _ => None,
    }
}

/// What is answered to a question.
fn answer_to<'a>(answers: &[(&str, &'a str)], question: &str) -> &'a str {
    answers.iter().find(|(known, _)| *known == question).unwrap_or_else(|| panic!("{question} was not to be asked")).1
}

/// The titles of the outcomes that are ruled out.
async fn ruled_out(browser: &Browser) -> Vec<String> {
    texts(browser, ".outcomes .out .outcome-name strong").await
}

/// The page is not wider than its screen.
async fn fits(browser: &Browser, what: &str) {
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(browser.asks(over).await, 0, "{what} is wider than the screen");
}
