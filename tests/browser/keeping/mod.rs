//! Lost connections and closed tabs: what was typed waits and arrives, once.

mod both_texts;
mod leaving;
mod lost_ways;
mod owners;

use super::driver::Browser;
use crate::support::{Person, Portal};

const CABLES: &str = "/w/plan/cables";
const KEPT: &str = "return Object.keys(localStorage).filter((key) => key.startsWith('podium.kept')).length";
const MARKED: &str = "return document.querySelector('#_mark-copper.done:not(.pending)') !== null";
const SAVED: &str = "return document.querySelector('#_note-copper .note-state').textContent.startsWith('Saved')";

/// Types at the end of the note on copper.
async fn writes(browser: &Browser, text: &str) {
    if browser.asks("return document.querySelector('#_note-copper').open").await == false {
        browser.clicks("#_note-copper summary").await;
    }
    browser.clicks("#_note-copper textarea").await;
    browser.types(text).await;
}

/// Changes the note on copper to this text, wherever in it that is.
async fn rewrites(browser: &Browser, text: &str) {
    let script = format!(
        "const text = document.querySelector('#_note-copper textarea'); text.value = {text:?}; \
         text.dispatchEvent(new Event('input', {{ bubbles: true }})); return true"
    );
    browser.asks(&script).await;
}

/// The network is back: what waits goes now, not at the next try.
async fn tries_now(browser: &Browser) {
    browser.asks("dispatchEvent(new Event('online')); return true").await;
}

async fn text_of(browser: &Browser) -> String {
    let text = browser.asks("return document.querySelector('#_note-copper textarea').value").await;
    text.as_str().expect("a text").to_owned()
}

/// Opens cables, and makes a person of the newcomer by a mark on fibre.
async fn becomes_somebody(browser: &Browser, address: &str) {
    browser.goes_to(&format!("{address}{CABLES}")).await;
    browser.clicks("#_mark-fibre button").await;
    browser
        .waits_for("a first mark", "return document.querySelector('#_mark-fibre.done:not(.pending)') !== null")
        .await;
}

/// The note on copper as a page without script shows it.
async fn note_of(person: &Person) -> String {
    person.reads(CABLES).await.text("#_note-copper textarea")
}

pub(super) async fn enters_code(browser: &Browser, address: &str, code: &str) {
    browser.goes_to(&format!("{address}/continue")).await;
    browser.asks(&format!("document.querySelector('[name=code]').value = '{code}'; return true")).await;
    browser.clicks("form[action='/continue'] button").await;
    browser.waits_for("the welcome", "return document.querySelector('main a[href=\"/w/plan\"]') !== null").await;
}

/// Somebody with a mark, and the continue code to them.
pub(super) async fn with_a_code(portal: &Portal) -> (Person, String) {
    let person = Person::at(portal);
    person.marks("plan", "cables", "fibre").await;
    let code = crate::journeys::code_of(&person).await;
    (person, code)
}
