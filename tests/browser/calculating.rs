//! Tools with script: the answer follows what is typed, the link holds all of it, and by keyboard alone.

use serde_json::json;

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
    assert_eq!(browser.complaints().await, [""; 0]);
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
