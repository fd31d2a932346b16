//! Questions and quizzes in a real browser: answered by keyboard, by touch and without script, kept when the network goes,
//! against the clock, and looked at.

pub(super) mod answering;
mod block;
mod kinds;
pub(super) mod looks;
mod taking;
mod timing;
mod waiting;
mod workshop;

use super::driver::Browser;
use crate::support::Page;

/// Where a quiz is.
fn quiz(id: &str) -> String {
    format!("/w/plan/quizzes/{id}")
}

/// Starts a quiz with its button.
async fn starts(browser: &Browser, address: &str, id: &str) {
    browser.goes_to(&format!("{address}{}", quiz(id))).await;
    browser.waits_for("the script", "return globalThis.podium?.turnTo !== undefined").await;
    browser.clicks(".quiz-start .button.main").await;
    browser.waits_for("the first question", "return document.querySelector('.question') !== null").await;
}

/// Goes to a question of the open attempt by its number, in place.
async fn turns_to(browser: &Browser, number: usize) {
    browser.clicks(&format!("#_quiz-bar li:nth-child({number}) a")).await;
    let there = format!("return document.activeElement?.textContent.startsWith('Question {number}')");
    browser.waits_for("the question with the focus on its heading", &there).await;
}

/// Chooses the option with this text with the mouse.
async fn chooses(browser: &Browser, question: &str, text: &str) {
    let id = browser
        .asks(&format!(
            "return [...document.querySelectorAll('#_q-{question} .option')].find((option) => option.querySelector('.option-text').textContent.trim() === '{text}').querySelector('input').id"
        ))
        .await;
    browser.clicks(&format!("[id='{}'] + .option-text", id.as_str().expect("an id"))).await;
}

/// How a question stands: `open`, `saved`, `right`, `wrong`, …
async fn state(browser: &Browser, question: &str) -> String {
    let state = browser.asks(&format!("return document.querySelector('#_q-{question}')?.dataset.state")).await;
    state.as_str().unwrap_or_default().to_owned()
}

async fn waits_for_state(browser: &Browser, question: &str, state: &str) {
    let script = format!("return document.querySelector('#_q-{question}')?.dataset.state === '{state}'");
    browser.waits_for(&format!("{question} as {state}"), &script).await;
}

/// The line below a question.
async fn line(browser: &Browser, question: &str) -> String {
    let script = format!(
        "const lines = [...document.querySelectorAll('#_q-{question} > .state-line')].filter((line) => line.checkVisibility()); return lines.map((line) => line.textContent.trim()).join('|')"
    );
    browser.asks(&script).await.as_str().expect("a text").to_owned()
}

/// What the result says to each question: what it earned, and how it was.
const RESULT: &str = "return [...document.querySelectorAll('.result-row')].map((row) => [row.querySelector('.earned').textContent.trim(), row.querySelector('.said-word').textContent.replace(/[^a-z ]/gi, '').trim()].join(' '))";

async fn result(browser: &Browser) -> Vec<String> {
    browser.waits_for("the result", "return document.querySelector('.result-row') !== null").await;
    serde_json::from_value(browser.asks(RESULT).await).expect("texts")
}

/// The same for somebody without a browser.
fn result_of(page: &Page) -> Vec<String> {
    let said = page.texts(".result-row .said-word");
    let words = said.iter().map(|said| said.trim_start_matches(|c: char| !c.is_ascii_alphabetic()));
    page.texts(".result-row .earned").iter().zip(words).map(|(earned, said)| format!("{earned} {said}")).collect()
}
