//! A design typed once and found everywhere: in tools, in commands, on a second device, in somebody else's browser, on paper.

use serde_json::{Value, json};

use super::{
    DESIGN, OVERLAY, arrives, fits, follows, has, has_a_design, marks_the_page, place, rows, taps_on, text, texts,
};
use crate::browser::driver::{self, Browser};
use crate::support::{Person, Portal};

/// Types into a field with this name, the nth of them.
async fn fills(browser: &Browser, name: &str, nth: usize, words: &str) {
    let focus = format!(
        "const field = document.querySelectorAll('.sheet [name=\"{name}\"]')[{nth}]; field.focus(); field.select(); return document.activeElement === field"
    );
    assert_eq!(browser.asks(&focus).await, true, "{name} {nth}");
    browser.types(words).await;
}

/// What stands in each field with this name.
async fn values(browser: &Browser, name: &str) -> Value {
    browser
        .asks(&format!("return [...document.querySelectorAll('[name=\"{name}\"]')].map((field) => field.value)"))
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_typed_once_stand_in_tools_decisions_and_commands() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url(DESIGN)).await;
    follows(&browser, "main a[href$='/design/sheet']").await;
    for (name, words) in [
        ("region", "westeurope"),
        ("resource-group", "rg-mine"),
        ("vnet-range", "10.20.0.0/16"),
        ("node-subnet-range", "10.20.0.0/24"),
        ("pod-range", "172.16.0.0/16"),
    ] {
        fills(&browser, name, 0, words).await;
    }
    // The empty row at the end is filled, and another one comes, each with a name of its own.
    for (row, name, nodes) in [(0, "system", "3"), (1, "apps", "40")] {
        assert_eq!(texts(&browser, ".entry").await.len(), row + 1);
        fills(&browser, "pool.name", row, name).await;
        fills(&browser, "pool.nodes", row, nodes).await;
    }
    let names = "return [...document.querySelectorAll('.entry')].map((row) => row.getAttribute('aria-label'))";
    assert_eq!(browser.asks(names).await, json!(["Node pool 1", "Node pool 2", "Node pool 3"]));
    let twice = "const ids = [...document.querySelectorAll('[id]')].map((element) => element.id); return ids.filter((id, n) => ids.indexOf(id) !== n)";
    assert_eq!(browser.asks(twice).await, json!([]));
    follows(&browser, ".sheet .save button").await;
    assert_eq!(browser.asks("return location.pathname").await, DESIGN);
    let pools = rows(&browser, "#_sheet").await;
    assert!(pools.len() == 2 && pools[0].starts_with("system 3") && pools[1].starts_with("apps 40"), "{pools:?}");

    // The tool has them without being asked, and its link in the design has, too.
    let from_the_design =
        browser.asks("return document.querySelector(\"#_sheet a[href^='/tools/aks-plan']\").href").await;
    let filled = "Filled in with the figures of “My design”";
    for (address, says_so) in [("/tools/aks-plan", true), (from_the_design.as_str().expect("a link"), false)] {
        browser.goes_to(&portal.url(address.trim_start_matches(&portal.address))).await;
        assert_eq!(text(&browser, "main").await.contains(filled), says_so, "{address}");
        assert_eq!(values(&browser, "pool.nodes").await, json!(["3", "40", ""]), "{address}");
        assert_eq!(values(&browser, "node_subnet").await, json!(["10.20.0.0/24"]), "{address}");
    }
    // A decision does not ask for what they say.
    browser.goes_to(&portal.url("/w/aks-networking/wizards/network-model")).await;
    assert!(text(&browser, ".taken").await.contains("Nodes: Up to 400 from your sheet"));

    // So do the commands; the others are one click away, and back.
    browser.goes_to(&portal.url("/w/aks-networking/egress")).await;
    assert!(texts(&browser, "pre mark.own").await.contains(&"rg-mine".to_owned()));
    let original = async || texts(&browser, "pre").await.iter().any(|code| code.contains("rg-workshop"));
    assert!(!original().await, "an example is left");
    follows(&browser, ".own-values a[href*='original']").await;
    assert!(original().await && !has(&browser, "mark.own").await);
    assert!(text(&browser, ".own-values").await.contains("Commands are shown as they were written"));
    follows(&browser, ".own-values a").await;
    assert!(!original().await && has(&browser, "pre mark.own").await);

    // Another figure says what changes with it.
    browser.goes_to(&portal.url(&format!("{DESIGN}/sheet"))).await;
    fills(&browser, "node-subnet-range", 0, "10.20.0.0/27").await;
    follows(&browser, ".sheet .save button").await;
    assert_eq!(rows(&browser, "#_changed").await, ["Node subnet 10.20.0.0/24 10.20.0.0/27"]);
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_figure_that_cannot_be_read_is_told_at_its_field_and_the_rest_stays() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(390, 844).await;
    browser.goes_to(&portal.url(&format!("{DESIGN}/sheet"))).await;
    fills(&browser, "pod-range", 0, "10.300.0.0/16").await;
    fills(&browser, "pool.name", 0, "system").await;
    fills(&browser, "pool.nodes", 0, "many").await;
    taps_on(&browser, ".sheet .save button").await;
    fits(&browser, "a sheet that cannot be read").await;
    assert_eq!(values(&browser, "pod-range").await, json!(["10.300.0.0/16"]));
    assert_eq!(values(&browser, "pool.nodes").await, json!(["many", ""]));
    // Each complaint leads to its field, which is told to be wrong.
    let lead = "return [...document.querySelectorAll('#_complaints a')].map((link) => { \
            const field = document.getElementById(decodeURIComponent(link.hash.slice(1))); \
            return [field?.name, field?.getAttribute('aria-invalid'), document.getElementById(field?.getAttribute('aria-describedby')?.split(' ')[0])?.className]; \
        })";
    assert_eq!(browser.asks(lead).await, json!([["pod-range", "true", "error"], ["pool.nodes", "true", "error"]]));
    fills(&browser, "pod-range", 0, "172.16.0.0/16").await;
    fills(&browser, "pool.nodes", 0, "5").await;
    taps_on(&browser, ".sheet .save button").await;
    assert!(rows(&browser, "#_sheet").await[0].starts_with("system 5"));
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_design_goes_to_a_second_device_and_is_shared_until_it_is_revoked() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let laptop = Browser::open(1440, 900).await;
    laptop.goes_to(&portal.url(&place(&OVERLAY))).await;
    follows(&laptop, ".keep button").await;
    laptop.goes_to(&portal.url("/me")).await;
    laptop.clicks("form[action='/me/code'] button").await;
    laptop.waits_for("the code", "return document.querySelector('#code .phrase') !== null").await;
    let code = text(&laptop, "#code .phrase").await;
    laptop.closes().await;

    let phone = Browser::open(390, 844).await;
    phone.goes_to(&portal.url(DESIGN)).await;
    assert!(!has(&phone, "#_decision-network-model").await, "it is there before the code");
    phone.goes_to(&portal.url(&format!("/continue#{code}"))).await;
    phone
        .waits_for(
            "the code in its field",
            "return document.querySelector('[name=code]').value.split('-').length === 5 && location.hash === ''",
        )
        .await;
    taps_on(&phone, "form[action='/continue'] button").await;
    phone.goes_to(&portal.url(DESIGN)).await;
    assert_eq!(text(&phone, "#_decision-network-model h3").await, "Azure CNI Overlay");
    taps_on(&phone, "#_share form[action$='/share'] button").await;
    let link = text(&phone, "#_share-link").await;
    phone.asks("document.execCommand = () => true; return true").await;
    phone.clicks("[data-copy='_share-link']").await;
    phone
        .waits_for("the copy", "return document.querySelector('[data-copy=_share-link]').textContent === 'Copied'")
        .await;
    phone.closes().await;

    // Somebody who was never here.
    let other = Browser::open(1440, 900).await;
    other.goes_to(&link).await;
    assert_eq!(text(&other, "#_decision-network-model h3").await, "Azure CNI Overlay");
    assert!(!has(&other, "main :is(form, button, input, textarea)").await, "something can be changed");
    assert_eq!(other.asks("return document.cookie").await, "");
    let cookies = other.web.get_all_cookies().await.expect("cookies");
    assert!(cookies.is_empty(), "{cookies:?}");
    // On the owner's third device it is revoked.
    let owner = Person::at(&portal);
    owner.sends("/continue", &[("code", &code)]).await;
    let revoke = owner.reads(DESIGN).await.attributes("form[action$='/unshare']", "action")[0].clone();
    owner.sends(&revoke, &[]).await;
    marks_the_page(&other).await;
    other.asks("location.reload(); return true").await;
    arrives(&other).await;
    let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
    assert_eq!(other.asks(status).await, 404);
    assert!(!has(&other, "#_decision-network-model").await);
    other.closes().await;
}

/// What of a page is there to be pressed or filled in, as far as it is shown.
const TO_PRESS: &str = "return [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea')] \
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1) \
    .map((element) => element.outerHTML.slice(0, 120))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_paper_there_is_nothing_to_press_and_nothing_folded() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/continue")).await;
    has_a_design(&browser).await;
    browser.goes_to(&portal.url(DESIGN)).await;
    let id = browser.asks("return document.querySelector(\"form[action$='/words']\").action.split('/').at(-2)").await;
    let id = id.as_str().expect("an id").to_owned();
    let pages = [
        (DESIGN.to_owned(), "#_decision-network-model .answers"),
        (format!("{DESIGN}?revision={id}.2"), "#_sheet dl"),
        (place(&OVERLAY), ".ends .reasons"),
    ];
    for (path, held) in pages {
        browser.goes_to(&portal.url(&path)).await;
        assert_ne!(browser.asks(TO_PRESS).await, json!([]), "{path} on the screen");
        browser.command("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        assert_eq!(browser.asks("return matchMedia('print').matches").await, true);
        assert_eq!(browser.asks(TO_PRESS).await, json!([]), "{path} on paper");
        let shown = format!("return document.querySelector('{held}').checkVisibility()");
        assert_eq!(browser.asks(&shown).await, true, "{path}: {held} is missing on paper");
        browser.command("Emulation.setEmulatedMedia", json!({"media": ""})).await;
    }
    browser.closes().await;
}
