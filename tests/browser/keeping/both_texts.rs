//! Two hands at the same note.

use super::{CABLES, KEPT, becomes_somebody, enters_code, rewrites, text_of, tries_now, with_a_code, writes};
use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Folder, Person, Portal, Proxy};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_device_wrote_meanwhile_is_shown_and_kept() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let other = Person::at(&portal);
    other.marks("plan", "cables", "copper").await;
    let code = crate::journeys::code_of(&other).await;
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/continue")).await;
    browser.asks(&format!("document.querySelector('[name=code]').value = '{code}'; return true")).await;
    browser.clicks("form[action='/continue'] button").await;
    browser.waits_for("the welcome", "return document.querySelector('main a[href=\"/w/plan\"]') !== null").await;
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    other.sends("/w/plan/cables/copper/note", &[("body", "from the phone"), ("base", "0")]).await;
    browser.clicks("#_note-copper summary").await;
    browser.clicks("#_note-copper textarea").await;
    browser.types("from the laptop").await;
    browser.waits_for("both texts", "const text = document.querySelector('#_note-copper textarea').value; return text.includes('from the phone') && text.includes('from the laptop')").await;
    browser
        .waits_for(
            "the reason",
            "return document.querySelector('#_note-copper .note-state').textContent.includes('both texts are kept')",
        )
        .await;
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_on_while_two_texts_are_put_together_copies_nothing() {
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
    other.sends("/w/plan/cables/copper/note", &[("body", "from the phone"), ("base", "0")]).await;
    proxy.gives("/note", Fate::Held);
    writes(&browser, "alpha omega").await;
    proxy.waits_for("/note", 1).await;
    rewrites(&browser, "alpha beta omega").await;
    proxy.lets_pass();
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    let shown = text_of(&browser).await;
    assert!(shown.starts_with("from the phone\n") && shown.ends_with("\nalpha beta omega"), "{shown:?}");
    assert_eq!((shown.matches("phone").count(), shown.matches("alpha").count()), (1, 1), "{shown:?}");
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, shown);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_that_write_the_same_note_without_a_network_keep_both_texts() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    let first = browser.web.window().await.expect("a window");
    let second = browser.web.new_tab().await.expect("a tab");
    browser.web.switch_to_window(second.clone()).await.expect("the tab");
    browser.goes_to(&proxy.url(CABLES)).await;
    proxy.gives("/note", Fate::Refused);
    for (tab, text) in [(&first, "left of the aisle"), (&second, "right of the aisle")] {
        browser.web.switch_to_window(tab.clone()).await.expect("the tab");
        let before = proxy.seen("/note").len();
        writes(&browser, text).await;
        proxy.waits_for("/note", before + 1).await;
    }
    assert_eq!(browser.asks(KEPT).await, 2);
    proxy.lets_pass();
    for tab in [&first, &second] {
        browser.web.switch_to_window(tab.clone()).await.expect("the tab");
        tries_now(&browser).await;
        browser.waits_for("all of this tab sent", "return document.querySelector('.waiting') === null").await;
    }
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    let both = "const text = document.querySelector('#_note-copper textarea').value; return ['left', 'right'].every((side) => text.split(`${side} of the aisle`).length === 2)";
    // Each is shown what came of it, whichever was first.
    for tab in [second, first] {
        browser.web.switch_to_window(tab).await.expect("the tab");
        browser.waits_for("both", both).await;
    }
    // Word of an older save that comes late changes nothing any more.
    browser.asks("new BroadcastChannel('podium').postMessage({ saved: '/w/plan/cables/copper/note', body: 'old', base: '1' }); return true").await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(browser.asks(both).await, true, "{}", text_of(&browser).await);
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(browser.asks(both).await, true, "{}", text_of(&browser).await);
    browser.closes().await;
}
