//! Lost connections and closed tabs: what was typed waits and arrives, once (F15, F16).

use crate::browser::driver::{self, Browser};
use crate::support::{Folder, Person, Portal};

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
async fn signing_out_leaves_nothing_in_the_browser() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    super::settle_in(&browser, &portal).await;
    browser.goes_to(&portal.url("/me")).await;
    browser.clicks("#devices form[data-forget] button").await;
    browser.waits_for("the start page", "return location.pathname === '/'").await;
    assert_eq!(browser.asks("return Object.keys(localStorage).filter((key) => key.startsWith('podium.kept')).length + document.cookie.length").await, 0);
    assert_eq!(browser.asks("return 'known' in document.body.dataset").await, false);
    browser.closes().await;
}
