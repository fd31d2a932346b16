//! Tools with script: the answer follows what is typed, the link holds all of it, and by keyboard alone.

use serde_json::json;
use thirtyfour::Key;

use crate::browser::driver::{self, Browser};
use crate::support::{Person, Portal};

const VERDICT: &str = "document.querySelector('.verdict').textContent.trim()";

/// Puts the cursor into a field, with what stands there selected, as Tab does.
fn focus(name: &str, nth: usize) -> String {
    format!("const f = document.querySelectorAll('[name=\"{name}\"]')[{nth}]; f.focus(); f.select(); return true")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_plan_follows_while_somebody_types_and_its_link_shows_the_same_elsewhere() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/tools/aks-plan")).await;
    browser.asks("window.sameDocument = true; return true").await;
    let before = browser.asks(&format!("return {VERDICT}")).await;
    browser.asks(&focus("pool.nodes", 1)).await;
    browser.types("400").await;
    browser.waits_for("another verdict", &format!("return {VERDICT} !== {before}")).await;
    assert_eq!(browser.asks("return document.activeElement.name").await, "pool.nodes", "the cursor stays");
    browser.waits_for("the address that follows", "return location.search.includes('pool.nodes=400')").await;
    assert_eq!(browser.asks("return window.sameDocument").await, true);
    browser.waits_for("the verdict said aloud", "return document.querySelector('#_say').textContent.length > 10").await;

    // Another browser, without script, opens the link.
    let link = browser.asks("return location.pathname + location.search").await;
    let verdict = browser.asks(&format!("return {VERDICT}")).await;
    let other = Person::at(&portal).reads(link.as_str().expect("an address")).await;
    let same = other.text(".verdict");
    // The sign and the words are two elements, with or without a line end between them.
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(plain(&same), plain(verdict.as_str().expect("words")), "{link}");

    // A figure that cannot be read is said beside its field, what was typed stays, and the rest of the page does, too.
    browser.asks(&focus("node_subnet", 0)).await;
    browser.types("10/24").await;
    browser
        .waits_for(
            "the complaint at the field",
            "return document.querySelector('[name=node_subnet]').getAttribute('aria-invalid') === 'true' \
             && document.querySelector('[data-field=node_subnet] .error').textContent.includes('10.0.0.0/24')",
        )
        .await;
    assert_eq!(browser.asks("return document.querySelector('[name=node_subnet]').value").await, "10/24");
    browser.asks(&focus("node_subnet", 0)).await;
    browser.types("10.0.0.0/23").await;
    browser
        .waits_for("no complaint any more", "return document.querySelector('form .error, [aria-invalid]') === null")
        .await;

    // The empty row at the end is filled, and another one comes.
    let rows = "return document.querySelectorAll('.entry').length";
    let count = browser.asks(rows).await.as_u64().expect("a number");
    browser
        .asks("const all = document.querySelectorAll('[name=\"pool.name\"]'); all[all.length - 1].focus(); return true")
        .await;
    browser.types("gpu").await;
    browser.waits_for("another empty row", &format!("{rows} === {}", count + 1)).await;
    browser.asks(&focus("pool.nodes", 2)).await;
    browser.types("5").await;
    browser.waits_for("the figures again", "return document.querySelector('.figure.copies') !== null").await;

    // What is copied is what is seen.
    browser.asks("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; return true").await;
    for (button, copied) in [
        ("[data-tool-copy=link]", "window.copied === location.href"),
        ("[data-tool-copy-json]", "'fits' in JSON.parse(window.copied)"),
        (".figure.copies", "window.copied === document.querySelector('.figure.copies').dataset.was"),
    ] {
        browser.asks("window.copied = '{}'; const f = document.querySelector('.figure.copies'); f.dataset.was = f.textContent; return true").await;
        browser.clicks(button).await;
        browser.waits_for(button, &format!("return {copied}")).await;
    }

    // Kept as a plan: what stands in the fields, also when it was typed a moment ago.
    browser.asks(&focus("other_addresses", 0)).await;
    browser.types("7").await;
    browser.asks("document.querySelector('[name=title]').value = 'Web shop'; document.querySelector('[data-keep-plan] button').click(); return true").await;
    browser.waits_for("the plan", "return document.querySelector('.kept-list a')?.textContent === 'Web shop'").await;
    let kept = browser.asks("return document.querySelector('.kept-list a').getAttribute('href')").await;
    let kept = kept.as_str().expect("an address");
    assert!(kept.contains("other_addresses=7") && kept.contains("pool.nodes=400"), "{kept}");

    // What could not be read was answered with 422, which the browser notes.
    let complaints: Vec<String> =
        browser.complaints().await.into_iter().filter(|l| !l.contains("status of 422")).collect();
    assert_eq!(complaints, [""; 0]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tool_in_a_module_answers_in_place_and_without_script_on_its_own_page() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(390, 844).await;
    browser
        .command(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true}),
        )
        .await;
    browser.goes_to(&portal.url("/w/aks-networking/egress#snat")).await;
    let before = browser.asks("return location.href").await;
    browser.asks(&focus("nodes", 0)).await;
    browser.types("120").await;
    browser
        .waits_for(
            "the answer in the module",
            &format!("return {VERDICT}.includes('256') || {VERDICT}.includes('128')"),
        )
        .await;
    assert_eq!(browser.asks("return location.href").await, before, "the module's address stays");
    let open = browser.asks("return document.querySelector('[data-tool-link]').getAttribute('href')").await;
    let open = open.as_str().expect("an address");
    assert!(open.contains("nodes=120"), "{open}");
    let page = Person::at(&portal).reads(open).await;
    assert!(page.text(".verdict").contains("256") || page.text(".verdict").contains("128"), "{}", page.words());
    assert_eq!(
        browser.asks("return document.documentElement.scrollWidth <= innerWidth").await,
        true,
        "nothing scrolls sideways"
    );
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_and_two_spokes_are_planned_by_keyboard_alone() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/tools/vnet-plan?plan=1")).await;
    let count = "return document.querySelectorAll('[data-at][aria-level=\"1\"]').length";
    for (n, (space, name)) in
        [("10.0.0.0/24", "hub"), ("10.0.1.0/24", "spoke-one"), ("10.0.2.0/24", "spoke-two")].iter().enumerate()
    {
        // The way of the tab key to the field is the browser's; from there on it is keys.
        browser
            .asks(
                "const field = document.querySelector('form [name=space]'); \
                 const fold = field.closest('details'); if (fold && !fold.open) { fold.querySelector('summary').focus(); } else field.focus(); return true",
            )
            .await;
        if browser.asks("return document.activeElement.tagName").await == "SUMMARY" {
            browser.types(Key::Enter + "").await;
            browser.asks("document.querySelector('form [name=space]').focus(); return true").await;
        }
        browser.asks("document.activeElement.select(); return true").await;
        browser.types(*space).await;
        browser.asks("const f = document.querySelector('form [name=vnet]'); f.focus(); f.select(); return true").await;
        browser.types(*name).await;
        browser.types(Key::Enter + "").await;
        browser.waits_for("the address space", &format!("{count} === {}", n + 1)).await;
    }
    // Below the second space: split what is free in halves, name the first.
    browser.asks("document.querySelector('[data-at][tabindex=\"0\"]').focus(); return true").await;
    browser.types(Key::Home + "").await;
    for _ in 0..3 {
        browser.types(Key::Down + "").await;
    }
    let at = "(document.activeElement.querySelector?.('code')?.textContent ?? '')";
    browser.waits_for("the free row of the second space", &format!("return {at} === '10.0.1.0/24'")).await;
    browser.types("s").await;
    browser
        .waits_for("the halves", "return document.querySelectorAll('[data-at][aria-level=\"2\"]').length === 4")
        .await;
    browser.waits_for("the focus in the first half", &format!("return {at} === '10.0.1.0/25'")).await;
    browser.types(Key::Enter + "").await;
    browser.waits_for("the field of the name", "return document.activeElement.tagName === 'INPUT'").await;
    browser.types("nodes").await;
    browser.types(Key::Enter + "").await;
    browser.waits_for("the name", "return document.querySelector('[data-name=nodes]') !== null").await;
    // The whole plan is in the link, and somebody else sees it without script.
    let link = browser.asks("return location.pathname + location.search").await;
    let page = Person::at(&portal).reads(link.as_str().expect("an address")).await;
    assert_eq!(page.texts("tr[aria-level='1'] code"), ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
    page.says("nodes");
    // Undo is the browser's own way back.
    browser.steps(-1).await;
    browser.waits_for("the name gone", "return document.querySelector('[data-name=nodes]') === null").await;
    assert_eq!(browser.complaints().await, [""; 0]);
    browser.closes().await;
}
