use thirtyfour::prelude::Key;

use crate::browser::driver::{self, Browser};
use crate::support::{Folder, Portal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomers_minute() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let laptop = Browser::open(1440, 900).await;
    laptop.goes_to(&portal.url("/")).await;
    laptop.clicks("main a[href='/w/plan/cables']").await;
    laptop
        .waits_for("the module", "return location.pathname === '/w/plan/cables' && document.readyState === 'complete'")
        .await;
    laptop.asks("window.sameDocument = true; return true").await;
    laptop.clicks("#_mark-copper button").await;
    laptop.waits_for("the mark", "return document.querySelector('#_mark-copper.done:not(.pending)') !== null").await;
    assert_eq!(laptop.asks("return window.sameDocument === true").await, true, "the page was loaded anew");
    assert_eq!(
        laptop.asks("return document.querySelector('#_rail').textContent.includes('1 of 2')").await,
        true,
        "the list does not follow"
    );
    laptop.clicks("#_note-copper summary").await;
    laptop.clicks("#_note-copper textarea").await;
    laptop.types("ask about fibre").await;
    laptop.waits_for("saved", "return /^Saved \\d\\d:\\d\\d:\\d\\d/.test(document.querySelector('#_note-copper .note-state').textContent)").await;

    // The process starts anew; everything is there.
    let portal = portal.stop().1.start();
    laptop.goes_to(&portal.url("/w/plan/cables")).await;
    assert_eq!(laptop.asks("return document.querySelector('#_note-copper textarea').value").await, "ask about fibre");
    assert_eq!(laptop.asks("return document.querySelector('#_mark-copper.done') !== null").await, true);

    // The continue code opens it in a second browser, whole.
    laptop.goes_to(&portal.url("/me")).await;
    laptop.clicks("form[action='/me/code'] button").await;
    laptop.waits_for("the code", "return document.querySelector('#code .phrase') !== null").await;
    let code = laptop.asks("return document.querySelector('#code .phrase').textContent.trim()").await;
    let complaints = laptop.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
    laptop.closes().await;

    let phone = Browser::open(390, 844).await;
    // As the QR code leads there: the code stands where only the browser sees it, and goes out of the address at once.
    phone.goes_to(&portal.url(&format!("/continue#{}", code.as_str().expect("a text")))).await;
    phone
        .waits_for(
            "the code in its field",
            "return document.querySelector('[name=code]').value.split('-').length === 5 && location.hash === ''",
        )
        .await;
    phone.clicks("form[action='/continue'] button").await;
    phone.waits_for("the welcome", "return document.querySelector('main a[href=\"/w/plan\"]') !== null").await;
    phone.goes_to(&portal.url("/w/plan/cables")).await;
    assert_eq!(phone.asks("return document.querySelector('#_note-copper textarea').value").await, "ask about fibre");
    assert_eq!(phone.asks("return document.querySelector('#_mark-copper.done') !== null").await, true);
    phone.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_by_keyboard() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    browser.types(Key::Tab).await;
    assert_eq!(
        browser.asks("return document.activeElement.className").await,
        "skip",
        "the first stop skips to the content"
    );
    // Search: open, type, go down, follow.
    browser.types("/").await;
    browser.waits_for("the search", "return document.activeElement.type === 'search'").await;
    browser.types("overlay").await;
    browser.waits_for("hits", "return document.querySelectorAll('#_found .hits a').length > 2").await;
    browser.types(Key::Down).await;
    browser.types(Key::Down).await;
    let target = browser.asks("return document.activeElement.href").await;
    assert!(target.as_str().is_some_and(|href| href.contains("/w/aks-networking/")), "{target}");
    browser.types(Key::Up).await;
    browser.types(Key::Escape).await;
    browser.waits_for("the search closed", "return document.querySelector('dialog[open]') === null").await;
    // A mark by key keeps the focus on the same spot.
    browser.asks("document.querySelector('[data-fragment=mark] button').focus(); return true").await;
    browser.types(Key::Enter).await;
    browser.waits_for("the mark", "return document.querySelector('.mark.done') !== null").await;
    assert_eq!(
        browser.asks("return document.activeElement.closest('.mark') !== null").await,
        true,
        "the focus is lost"
    );
    assert_eq!(browser.asks("return document.activeElement.textContent.startsWith('Undo')").await, true);
    browser
        .waits_for(
            "the announcement",
            "return document.querySelector('#_say').textContent.startsWith('Marked as done')",
        )
        .await;
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_the_same_works_by_forms() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(390, 844).await;
    browser.command("Emulation.setScriptExecutionDisabled", serde_json::json!({"value": true})).await;
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    browser.clicks("#_mark-copper button").await;
    // What is left before it is answered was perhaps never sent.
    browser.waits_for("the mark", "return document.querySelector('#_mark-copper.done') !== null").await;
    browser.clicks("#_note-copper summary").await;
    browser.clicks("#_note-copper textarea").await;
    browser.types("no script here").await;
    browser.clicks("#_note-copper form button").await;
    let saved = "return document.querySelector('#_note-copper textarea').defaultValue === 'no script here'";
    browser.waits_for("the note", saved).await;
    browser.command("Emulation.setScriptExecutionDisabled", serde_json::json!({"value": false})).await;
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    assert_eq!(browser.asks("return document.querySelector('#_mark-copper.done') !== null").await, true);
    assert_eq!(browser.asks("return document.querySelector('#_note-copper textarea').value").await, "no script here");
    browser.closes().await;
}
