use crate::browser::driver::{self, Browser};
use crate::support::Portal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_as_you_type_and_the_theme_switch_stay_on_the_page() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    browser.asks("window.sameDocument = true; return true").await;
    browser.clicks(".search-open").await;
    browser.types("kubnet").await;
    browser.waits_for("hits in spite of the typo", "return [...document.querySelectorAll('#_found .hits a')].some((hit) => hit.textContent.includes('kubenet'))").await;
    browser.clicks("#_search [data-close]").await;

    browser.clicks(".menu summary").await;
    browser.clicks(".themes [value=dark]").await;
    browser.waits_for("the dark theme", "return document.documentElement.dataset.theme === 'dark'").await;
    let dark = browser.asks("return getComputedStyle(document.body).backgroundColor").await;
    assert_eq!(browser.asks("return window.sameDocument === true").await, true);
    browser.waits_for("the theme's cookie", "return document.cookie.includes('theme=dark')").await;
    browser.goes_to(&portal.url("/w/aks-networking/glossary")).await;
    assert_eq!(
        browser.asks("return getComputedStyle(document.body).backgroundColor").await,
        dark,
        "the theme is forgotten"
    );
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_is_copied_and_the_place_is_remembered() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    super::settle_in(&browser, &portal).await;
    browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    browser.asks("document.execCommand = () => true; return true").await;
    browser.clicks(".code .copy").await;
    browser.waits_for("the copy", "return document.querySelector('.code .copy').textContent === 'Copied'").await;

    let section = browser.asks("const section = document.querySelectorAll('[data-section]')[2]; location.hash = section.dataset.section; return section.dataset.section").await;
    let link = format!("/w/aks-networking/networking-models#{}", section.as_str().expect("an id"));
    // Told once the reader has stayed there for a while.
    browser
        .waits_for(
            "the place told",
            "return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/place'))",
        )
        .await;
    browser.goes_to(&portal.url("/w/aks-networking/egress")).await;
    let back = format!("return document.querySelector('.place a')?.getAttribute('href') === '{link}'");
    browser.waits_for("the way back", &back).await;
    browser.closes().await;
}
