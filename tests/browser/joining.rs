//! Somebody joins a cohort on a phone.

use std::time::{Duration, Instant};

use podium::domain::cohort::{Announcement, ModulePlan, Schedule, Settings};
use podium::domain::time::Millis;
use serde_json::json;

use super::accessible::{checker, findings};
use crate::browser::driver::{self, Browser};
use crate::cohorts::joining_support::{Cohort, now};
use crate::support::Portal;

/// A cohort with all that its pages can show.
fn settings() -> Settings {
    let text = "Bring a laptop and your own address plan.\n\nWe begin at nine in the large room.".to_owned();
    let day = |n: i64| Some(Millis(now().0 + n * 86_400_000));
    let plans = [
        ModulePlan { due_at: day(3), ..ModulePlan::usual("networking-models") },
        ModulePlan { opens_at: day(2), due_at: day(9), ..ModulePlan::usual("egress") },
    ];
    Settings {
        starts_at: day(1),
        ends_at: day(30),
        announcement: Some(Announcement { text, at: now() }),
        schedule: Schedule::of(plans),
        ..Settings::default()
    }
}

/// Looks at the open page in both themes: nothing for axe, nothing too wide; keeps a picture where one is asked for.
async fn looks_good(browser: &Browser, checker: Option<&str>, what: &str) {
    for theme in ["light", "dark"] {
        browser.asks(&format!("document.documentElement.dataset.theme = '{theme}'; return true")).await;
        let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(browser.asks(over).await, 0, "{what} is wider than the screen");
        if let Some(checker) = checker {
            assert_eq!(findings(browser, checker).await, json!([]), "{what} in {theme}");
        }
        if let Some(folder) = std::env::var_os("PODIUM_TEST_PICTURES") {
            let picture = browser.web.screenshot_as_png().await.expect("a picture");
            let name = format!("{what}-{theme}.png").replace(' ', "-");
            std::fs::write(std::path::Path::new(&folder).join(name), picture).expect("a file");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_joins_on_a_phone_in_ten_seconds() {
    if !driver::is_there() {
        return;
    }
    let checker = checker();
    let portal = Portal::start();
    let cohort = Cohort::made(&portal, "aks-networking", "Platform team, December", settings()).await;
    let browser = Browser::open(390, 844).await;
    let began = Instant::now();
    browser.goes_to(&portal.url("/join")).await;
    assert_eq!(browser.asks("return document.activeElement.id").await, "_code", "the field waits for the code");
    browser.types(cohort.code.replace('-', " ").to_uppercase().as_str()).await;
    browser.clicks("main .code-form .button").await;
    browser.waits_for("the door", "return document.querySelector('#_name') !== null").await;
    assert_eq!(browser.asks("return document.activeElement.id").await, "_name");
    browser.types("Maya").await;
    browser.clicks("main form.account .button").await;
    browser.waits_for("the workshop", "return location.pathname === '/w/aks-networking'").await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(cohort.names().await, ["Maya"]);

    looks_good(&browser, checker.as_deref(), "home").await;
    for (what, path) in [
        ("code", "/join"),
        ("wrong code", "/join/kite"),
        ("cohort", &*cohort.page()),
        ("module", "/w/aks-networking/networking-models"),
        ("not open yet", "/w/aks-networking/egress"),
        ("privacy", "/privacy"),
        ("me", "/me"),
    ] {
        browser.goes_to(&portal.url(path)).await;
        looks_good(&browser, checker.as_deref(), what).await;
    }
    browser.goes_to(&portal.url(&cohort.page())).await;
    browser.asks("document.querySelector('#leave').scrollIntoView(); return true").await;
    looks_good(&browser, None, "cohort below").await;
    browser.asks("document.querySelector('#leave input').click(); document.querySelector('#leave .button').click(); return true").await;
    browser.waits_for("the workshop", "return location.pathname === '/w/aks-networking'").await;
    browser.goes_to(&portal.url(&cohort.door())).await;
    looks_good(&browser, checker.as_deref(), "door").await;
    let complaints: Vec<String> =
        browser.complaints().await.into_iter().filter(|line| !line.contains("status of 404")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    browser.closes().await;
}
