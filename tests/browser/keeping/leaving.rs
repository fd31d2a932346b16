//! Pages that are left at once, and scripts that come late.

use super::{CABLES, KEPT, MARKED, SAVED, becomes_somebody, rewrites, text_of};
use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Folder, Portal, Proxy};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_typed_just_before_the_tab_closes_is_there_next_time() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    for round in 0..3 {
        browser.goes_to(&portal.url("/w/plan/tunnels")).await;
        // Typed and gone within the same moment: no timer has run.
        let script = format!(
            "const text = document.querySelector('#_note-dig textarea'); text.value += 'round {round}. '; \
             text.dispatchEvent(new Event('input', {{ bubbles: true }})); location.href = '/healthz'; return true"
        );
        browser.asks(&script).await;
        browser.waits_for("the other page", "return location.pathname === '/healthz'").await;
    }
    browser.goes_to(&portal.url("/w/plan/tunnels")).await;
    // White space at the end of a note is not kept.
    browser.waits_for("the whole note", "return document.querySelector('#_note-dig textarea').value.replace(/\\s/g, '') === 'round0.round1.round2.'").await;
    browser
        .waits_for("saved", "return document.querySelector('#_note-dig .note-state').textContent.startsWith('Saved')")
        .await;
    let kept = browser.asks("return document.querySelector('#_note-dig textarea').value").await;
    for round in 0..3 {
        let text = format!("round {round}.");
        assert_eq!(kept.as_str().expect("a text").matches(&text).count(), 1, "{kept}");
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_who_leaves_the_page_at_once_loses_nothing() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    proxy.gives("POST", Fate::Held);
    browser.clicks("#_mark-copper button").await;
    proxy.waits_for("POST", 1).await;
    rewrites(&browser, "on the way out").await;
    // The portal has made somebody, and the page is left before it says so: that answer must not come after the next one.
    browser.goes_to(&proxy.url("/w/plan/tunnels")).await;
    proxy.waits_for("POST", 2).await;
    proxy.lets_pass();
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    browser.clicks("#_mark-dig button").await;
    browser.waits_for("a mark", "return document.querySelector('#_mark-dig.done:not(.pending)') !== null").await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "on the way out");
    assert_eq!(browser.asks(MARKED).await, true);
    browser.goes_to(&proxy.url("/w/plan/tunnels")).await;
    assert_eq!(browser.asks("return document.querySelector('#_mark-dig.done') !== null").await, true);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_before_the_script_has_come_is_kept() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    // As soon as the field is there, and before any module runs.
    let early = "new MutationObserver((_, watch) => { \
        const text = document.querySelector('#_note-copper textarea'); \
        if (!text) return; \
        watch.disconnect(); \
        window.early = globalThis.podium === undefined; \
        text.value = 'quick fingers'; \
    }).observe(document, { childList: true, subtree: true });";
    let added = browser.command("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": early })).await;
    browser.goes_to(&portal.url(CABLES)).await;
    assert_eq!(browser.asks("return window.early").await, true, "the script was there first");
    assert_eq!(text_of(&browser).await, "quick fingers");
    browser.waits_for("the note", SAVED).await;
    browser.command("Page.removeScriptToEvaluateOnNewDocument", added).await;
    browser.goes_to(&portal.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "quick fingers");
    assert_eq!(browser.asks("return window.early === undefined").await, true);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_pressed_on_the_way_out_arrives() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    proxy.gives("/copper/done", Fate::Refused);
    browser.asks("document.querySelector('#_mark-copper button').click(); location.href = '/me'; return true").await;
    browser.waits_for("the other page", "return location.pathname === '/me'").await;
    proxy.lets_pass();
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(browser.asks(MARKED).await, true);
    browser.closes().await;
}
