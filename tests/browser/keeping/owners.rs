//! Whose things are whose, in one browser.

use super::{CABLES, KEPT, MARKED, SAVED, becomes_somebody, enters_code, note_of, text_of, with_a_code, writes};
use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Folder, Person, Portal, Proxy};

/// Ends the session of the other browser of this person.
async fn signs_out_the_other(person: &Person) {
    let page = person.reads("/me").await;
    let forms = page.attributes("#devices form:not([data-forget])", "action");
    person.sends(forms.iter().find(|action| action.ends_with("/sign-out")).expect("another device"), &[]).await;
}

const SIGNED_OUT: &str = "return document.querySelector('.waiting')?.textContent.startsWith('This browser was signed out. Enter your continue code under') && document.querySelector('.waiting a').pathname === '/continue'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_leaves_nothing_in_the_browser() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    super::super::settle_in(&browser, &portal).await;
    browser.goes_to(&portal.url("/me")).await;
    browser.clicks("#devices form[data-forget] button").await;
    browser.waits_for("the start page", "return location.pathname === '/'").await;
    assert_eq!(browser.asks("return Object.keys(localStorage).filter((key) => key.startsWith('podium.kept')).length + document.cookie.length").await, 0);
    assert_eq!(browser.asks("return 'known' in document.body.dataset").await, false);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_note_and_the_first_mark_of_a_newcomer_are_of_one_person() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    proxy.gives("POST", Fate::Held);
    writes(&browser, "my first words").await;
    // Leaving the field sends the note; the same click, and another, send marks.
    browser.clicks("#_mark-copper button").await;
    browser.clicks("#_mark-fibre button").await;
    proxy.waits_for("POST", 1).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(proxy.seen("POST").len(), 1, "sent at the same time: {:?}", proxy.seen("POST"));
    proxy.lets_pass();
    browser.waits_for("the note", SAVED).await;
    browser.waits_for("the mark", MARKED).await;
    browser.waits_for("the other", "return document.querySelector('#_mark-fibre.done:not(.pending)') !== null").await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "my first words");
    assert_eq!(browser.asks(MARKED).await, true);
    assert_eq!(browser.asks("return document.querySelector('#_mark-fibre.done') !== null").await, true);
    assert_eq!(proxy.seen("POST").iter().filter(|seen| !seen.known).count(), 1, "{:?}", proxy.seen("POST"));
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_of_a_newcomer_become_one_person() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    let first = browser.web.window().await.expect("a window");
    let second = browser.web.new_tab().await.expect("a tab");
    browser.web.switch_to_window(second).await.expect("the tab");
    browser.goes_to(&proxy.url("/w/plan/tunnels")).await;
    proxy.gives("POST", Fate::Held);
    browser.clicks("#_mark-dig button").await;
    proxy.waits_for("POST", 1).await;
    browser.web.switch_to_window(first).await.expect("the window");
    browser.clicks("#_mark-copper button").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(proxy.seen("POST").len(), 1, "sent at the same time: {:?}", proxy.seen("POST"));
    proxy.lets_pass();
    browser.waits_for("the mark here", MARKED).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(browser.asks(MARKED).await, true);
    browser.goes_to(&proxy.url("/w/plan/tunnels")).await;
    assert_eq!(browser.asks("return document.querySelector('#_mark-dig.done') !== null").await, true);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_else_left_is_neither_shown_nor_sent() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    proxy.gives("/note", Fate::Refused);
    writes(&browser, "a secret plan").await;
    proxy.waits_for("/note", 1).await;
    browser.goes_to("about:blank").await;
    browser.command("Network.clearBrowserCookies", serde_json::json!({})).await;
    proxy.lets_pass();

    let told = "return document.querySelector('.waiting')?.textContent.startsWith('Kept in this browser by somebody else, or before you were signed out: 1 change.')";
    let hidden = "return !document.documentElement.outerHTML.includes('a secret plan') && document.querySelector('#_note-copper textarea').value === ''";
    browser.goes_to(&proxy.url(CABLES)).await;
    browser.waits_for("the word of it", told).await;
    // The last try of the page that was left came without its cookie.
    let before = proxy.seen("/note").len();
    assert_eq!(browser.asks(hidden).await, true);
    // The next person begins, and reads on.
    browser.clicks("#_mark-copper button").await;
    browser.waits_for("the mark", MARKED).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    browser.waits_for("the word of it", told).await;
    assert_eq!(browser.asks(hidden).await, true);
    assert_eq!(proxy.seen("/note").len(), before, "sent as somebody else");
    assert_eq!(browser.asks(KEPT).await, 1);
    browser.clicks(".waiting button").await;
    browser
        .waits_for("the word spoken", "return document.querySelector('#_say').textContent === 'Discarded: 1 change'")
        .await;
    assert_eq!(browser.asks("return document.querySelector('.waiting') === null").await, true);
    assert_eq!(browser.asks(KEPT).await, 0);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_goes_along_into_another_progress() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let (other, code) = with_a_code(&portal).await;
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    proxy.gives("/note", Fate::Refused);
    writes(&browser, "before the merge").await;
    proxy.waits_for("/note", 1).await;
    enters_code(&browser, &proxy.address, &code).await;
    assert_eq!(browser.asks("return document.body.dataset.was !== undefined && document.body.dataset.was !== document.body.dataset.who").await, true);
    proxy.lets_pass();
    browser.goes_to(&proxy.url(CABLES)).await;
    browser.waits_for("the note", SAVED).await;
    assert_eq!(note_of(&other).await, "before the merge");
    assert_eq!(browser.asks(KEPT).await, 0);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_signed_out_from_elsewhere_keeps_what_is_typed_for_its_owner() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let (other, code) = with_a_code(&portal).await;
    let browser = Browser::open(1440, 900).await;
    enters_code(&browser, &proxy.address, &code).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    signs_out_the_other(&other).await;
    browser.asks("window.sameDocument = true; return true").await;
    browser.clicks("#_mark-copper button").await;
    browser.waits_for("the reason", SIGNED_OUT).await;
    assert_eq!(proxy.seen("POST /w/").len(), 1);
    writes(&browser, "typed all the same").await;
    browser.waits_for("the reason at the note", "return document.querySelector('#_note-copper .note-state').textContent.startsWith('This browser was signed out')").await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(proxy.seen("POST /w/").len(), 1, "sent as somebody new: {:?}", proxy.seen("POST"));
    assert_eq!(
        browser.asks("return window.sameDocument && document.querySelectorAll('.waiting li').length === 2").await,
        true
    );

    // Whoever opens the page next does not see it; the owner does.
    browser.goes_to(&proxy.url(CABLES)).await;
    browser.waits_for("nothing of it", "return document.querySelector('.waiting')?.textContent.includes('2 changes') && document.querySelector('#_note-copper textarea').value === ''").await;
    enters_code(&browser, &proxy.address, &code).await;
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "typed all the same");
    assert_eq!(browser.asks(MARKED).await, true);
    assert_eq!(note_of(&other).await, "typed all the same");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_signed_out_from_elsewhere_can_start_afresh() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (other, code) = with_a_code(&portal).await;
    let browser = Browser::open(1440, 900).await;
    enters_code(&browser, &portal.address, &code).await;
    browser.goes_to(&portal.url(CABLES)).await;
    signs_out_the_other(&other).await;
    writes(&browser, "words for a new start").await;
    browser.waits_for("the reason", SIGNED_OUT).await;
    browser.clicks("#_mark-copper button").await;
    browser.waits_for("both", "return document.querySelectorAll('.waiting li').length === 2").await;
    browser.clicks(".waiting .row button").await;
    browser.waits_for("the note", SAVED).await;
    browser.waits_for("the mark", MARKED).await;
    assert_eq!(browser.asks("return document.querySelector('#_mark-fibre.done') === null").await, true, "not afresh");
    browser.goes_to(&portal.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "words for a new start");
    assert_eq!(browser.asks(KEPT).await, 0);
    assert_eq!(note_of(&other).await, "", "saved as the one who was signed out");
    browser.closes().await;
}
