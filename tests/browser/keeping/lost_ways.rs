//! Ways that are lost: the network, the portal, an answer, an address.

use super::{CABLES, KEPT, SAVED, becomes_somebody, rewrites, text_of, tries_now, writes};
use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Folder, Portal, Proxy};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_and_marked_in_a_tunnel_arrives() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let phone = Browser::open(390, 844).await;
    phone.goes_to(&portal.url("/w/plan/cables")).await;
    phone.clicks("#_mark-fibre button").await;
    phone.waits_for("a first mark", "return document.querySelector('#_mark-fibre.done:not(.pending)') !== null").await;

    phone.is_offline(true).await;
    phone.clicks("#_mark-copper button").await;
    phone.waits_for("the mark that waits", "return document.querySelector('#_mark-copper.pending') !== null").await;
    phone.clicks("#_note-copper summary").await;
    phone.clicks("#_note-copper textarea").await;
    phone.types("written in a tunnel").await;
    phone.waits_for("the note that waits", "return document.querySelector('#_note-copper .note-state').textContent === 'Your note is kept here and will be sent.'").await;
    phone
        .waits_for("the count", "return document.querySelector('.waiting').textContent.includes('2 changes are kept')")
        .await;

    // The tab is closed in the tunnel; another one opens after it.
    phone.goes_to("about:blank").await;
    phone.is_offline(false).await;
    phone.goes_to(&portal.url("/w/plan/cables")).await;
    phone.waits_for("the mark", "return document.querySelector('#_mark-copper.done:not(.pending)') !== null").await;
    phone
        .waits_for(
            "the note",
            "return document.querySelector('#_note-copper .note-state').textContent.startsWith('Saved')",
        )
        .await;
    phone.goes_to(&portal.url("/w/plan/cables")).await;
    assert_eq!(
        phone.asks("return document.querySelector('#_note-copper textarea').value").await,
        "written in a tunnel"
    );
    assert_eq!(phone.asks("return document.querySelector('#_mark-copper.done:not(.pending)') !== null").await, true);
    assert_eq!(phone.asks("return document.querySelector('.waiting') === null").await, true);
    let left =
        phone.asks("return Object.keys(localStorage).filter((key) => key.startsWith('podium.kept')).length").await;
    assert_eq!(left, 0, "something is still kept after it was sent");
    phone.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_is_down_for_a_moment_loses_nothing() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    // The same port before and after, as behind a name.
    let free =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").to_string();
    let arguments = ["--content", &folder.argument(), "--listen", &free].map(str::to_owned);
    let home = crate::support::portal::Home::at_fixed_port(&arguments);
    let portal = home.start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    let home = portal.kill();
    browser.clicks("#_note-copper summary").await;
    browser.clicks("#_note-copper textarea").await;
    browser.types("while it is down").await;
    browser.clicks("#_mark-copper button").await;
    browser.waits_for("what waits", "return document.querySelector('.waiting') !== null && document.querySelector('#_mark-copper.pending') !== null").await;
    let portal = home.start();
    browser.waits_for("everything sent", "return document.querySelector('.waiting') === null && document.querySelector('#_mark-copper.done:not(.pending)') !== null").await;
    browser
        .waits_for(
            "the note",
            "return document.querySelector('#_note-copper .note-state').textContent.startsWith('Saved')",
        )
        .await;
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    assert_eq!(browser.asks("return document.querySelector('#_note-copper textarea').value").await, "while it is down");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_lost_double_nothing() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    proxy.gives("/note", Fate::Lost);
    let drafts = ["one three", "one two three", "zero, one, two, three"];
    for (n, draft) in drafts.iter().enumerate() {
        let before = proxy.seen("/note").len();
        rewrites(&browser, draft).await;
        if n == 1 {
            // This one does not even reach the portal; the next does not know.
            proxy.gives("/note", Fate::Refused);
        }
        proxy.waits_for("/note", before + 1).await;
    }
    proxy.lets_pass();
    tries_now(&browser).await;
    browser.waits_for("the note", SAVED).await;
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    assert_eq!(text_of(&browser).await, drafts[2]);
    let told = proxy.seen("/note").iter().filter(|seen| seen.body.ends_with("before=one+three")).count();
    assert!(told >= 2, "the portal is not told what it may have: {:?}", proxy.seen("/note"));
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, drafts[2]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_whose_answer_was_lost_can_be_taken_back() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let proxy = Proxy::before(&portal);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &proxy.address).await;
    proxy.gives("/copper/done", Fate::Lost);
    browser.clicks("#_mark-copper button").await;
    browser
        .waits_for(
            "the mark that waits",
            "return document.querySelector('#_mark-copper.pending [data-verb]')?.textContent === 'Undo'",
        )
        .await;
    proxy.gives("/copper/done", Fate::Refused);
    browser.clicks("#_mark-copper button").await;
    browser
        .waits_for(
            "the undo that waits",
            "return document.querySelector('#_mark-copper.pending [data-verb]')?.textContent === 'Mark as done'",
        )
        .await;
    proxy.lets_pass();
    tries_now(&browser).await;
    browser.waits_for("the portal's word", "return document.querySelector('#_mark-copper:not(.done, .pending)') !== null && document.querySelector('.waiting') === null").await;
    browser.goes_to(&proxy.url(CABLES)).await;
    assert_eq!(
        browser.asks("return document.querySelector('#_mark-copper.done') === null").await,
        true,
        "still marked"
    );
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_that_is_too_long_is_there_until_it_is_discarded() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    becomes_somebody(&browser, &portal.address).await;
    let long = "n".repeat(10_003);
    rewrites(&browser, &long).await;
    let refused = "const state = document.querySelector('#_note-copper .note-state'); return state.classList.contains('bad') && state.textContent === 'Not saved: 3 characters too many. Shorten the note to 10000 characters.'";
    browser.waits_for("the reason", refused).await;
    for _ in 0..2 {
        browser.goes_to(&portal.url(CABLES)).await;
        browser.waits_for("the reason", refused).await;
        assert_eq!(text_of(&browser).await, long);
    }
    // On another page it is shown with what can be done about it.
    browser.goes_to(&portal.url("/w/plan/tunnels")).await;
    browser.waits_for("the text", "return document.querySelector('.waiting textarea')?.value.length === 10003").await;
    let focused = browser
        .asks("const gone = [...document.querySelectorAll('.waiting button')].find((button) => button.textContent === 'Discard'); gone.focus(); gone.click(); return document.activeElement.id")
        .await;
    assert_eq!(focused, "_content", "the focus is lost");
    browser
        .waits_for("the word spoken", "return document.querySelector('#_say').textContent === 'Discarded: Copper'")
        .await;
    assert_eq!(browser.asks(KEPT).await, 0);
    browser.goes_to(&portal.url(CABLES)).await;
    assert_eq!(text_of(&browser).await, "");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_no_text_after_its_hash_stops_no_script() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/w/plan/cables#50%")).await;
    browser.asks("window.sameDocument = true; return true").await;
    browser.clicks("#_mark-copper button").await;
    browser
        .waits_for(
            "the mark in place",
            "return window.sameDocument === true && document.querySelector('#_mark-copper.done') !== null",
        )
        .await;
    writes(&browser, "half of it").await;
    browser.waits_for("the note", SAVED).await;
    browser.goes_to(&portal.url("/continue#50%")).await;
    assert_eq!(browser.asks("return document.querySelector('[name=code]').value").await, "50%");
    browser.goes_to(&portal.url("/continue?again#amber%2Dbrook")).await;
    assert_eq!(browser.asks("return document.querySelector('[name=code]').value").await, "amber-brook");
    browser.closes().await;
}
