//! Lost connections and closed tabs: what was typed waits and arrives, once (F15, F16).

use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Folder, Person, Portal, Proxy};

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

async fn enters_code(browser: &Browser, address: &str, code: &str) {
    browser.goes_to(&format!("{address}/continue")).await;
    browser.asks(&format!("document.querySelector('[name=code]').value = '{code}'; return true")).await;
    browser.clicks("form[action='/continue'] button").await;
    browser.waits_for("the welcome", "return document.querySelector('main a[href=\"/w/plan\"]') !== null").await;
}

/// Somebody with a mark, and the continue code to them.
async fn with_a_code(portal: &Portal) -> (Person, String) {
    let person = Person::at(portal);
    person.marks("plan", "cables", "fibre").await;
    let code = crate::journeys::code_of(&person).await;
    (person, code)
}

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

/// Ends the session of the other browser of this person.
async fn signs_out_the_other(person: &Person) {
    let page = person.reads("/me").await;
    let forms = page.attributes("#devices form:not([data-forget])", "action");
    person.sends(forms.iter().find(|action| action.ends_with("/sign-out")).expect("another device"), &[]).await;
}

const SIGNED_OUT: &str = "return document.querySelector('.waiting')?.textContent.startsWith('This browser was signed out. Enter your continue code under') && document.querySelector('.waiting a').pathname === '/continue'";

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
