//! axe-core on every kind of page, in both themes: nothing to find.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{PAGES, settle_in};
use crate::browser::driver::{self, Browser};
use crate::support::{Folder, Portal};

/// The checker, as `scripts/test` fetches it; it is not kept in the repository.
pub(super) fn checker() -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".test-tools/axe.min.js");
    let found = std::fs::read_to_string(&path).ok();
    assert!(
        found.is_some() || std::env::var_os("PODIUM_TEST_ALL").is_none(),
        "PODIUM_TEST_ALL is set and {} is missing: scripts/test fetches it",
        path.display()
    );
    found
}

/// All rules that are asked of a page.
const RULES: &str = "'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'";
/// The rules whose answer depends on colours or on how wide the screen is; all others read the document, which is the same.
const RULES_OF_SIGHT: &str = "'color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'";

/// What axe finds on the open page: (rule, the elements).
pub(super) async fn findings(browser: &Browser, checker: &str) -> Value {
    browser.web.execute(checker, Vec::new()).await.expect("the checker loads");
    broken(browser, RULES).await
}

/// The same with the rules that depend on colours or width alone, on a page where all were asked before.
pub(super) async fn findings_of_sight(browser: &Browser) -> Value {
    broken(browser, RULES_OF_SIGHT).await
}

/// Which of some rules are broken on the open page, where the checker is loaded.
async fn broken(browser: &Browser, rules: &str) -> Value {
    // What fades in has less contrast on the way.
    let rest = "return document.getAnimations().every((animation) => animation.playState !== 'running')";
    browser.waits_for("a page at rest", rest).await;
    let run = "const done = arguments[0]; \
        axe.run(document, { runOnly: [RULES], resultTypes: ['violations'] }).then( \
            (result) => done(result.violations.map((found) => [found.id, found.nodes.map((node) => node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? ''))])), \
            (error) => done(String(error)))"
        .replace("RULES", rules);
    browser.web.execute_async(&run, Vec::new()).await.expect("the checker runs").json().clone()
}

async fn is_wide(browser: &Browser, width: u32) {
    let metrics = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_any_page_in_either_theme() {
    let Some(checker) = checker() else { return };
    if !driver::is_there() {
        return;
    }
    // Nobody is asked there: it is only offered.
    let provider = ["--oidc-issuer", "https://login.example.org", "--oidc-client-id", "podium"];
    let portal = Portal::start_with(&provider);
    let browser = Browser::open(1440, 900).await;
    settle_in(&browser, &portal).await;
    browser.goes_to(&portal.url("/me")).await;
    browser.asks("document.cookie = 'theme=light; path=/'; return true").await;
    for path in PAGES.into_iter().chain(["/facilitate/oidc/connect"]) {
        is_wide(&browser, 1440).await;
        browser.goes_to(&portal.url(path)).await;
        assert_eq!(browser.asks("return document.documentElement.dataset.theme").await, "light");
        // What is folded is looked at, too.
        browser.asks("for (const fold of document.querySelectorAll('details')) fold.open = true; return true").await;
        assert_eq!(findings(&browser, &checker).await, json!([]), "{path} in light at 1440");
        for (theme, width) in [("dark", 1440), ("dark", 390), ("light", 390)] {
            is_wide(&browser, width).await;
            // As the page does by itself when somebody chooses a theme.
            browser.asks(&format!("document.documentElement.dataset.theme = '{theme}'; return true")).await;
            assert_eq!(findings_of_sight(&browser).await, json!([]), "{path} in {theme} at {width}");
        }
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_where_something_is_wrong() {
    let Some(checker) = checker() else { return };
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    for theme in ["light", "dark"] {
        browser.goes_to(&portal.url("/continue")).await;
        browser.asks(&format!("document.cookie = 'theme={theme}; path=/'; return true")).await;
        browser.asks("document.querySelector('[name=code]').value = 'three wrong words'; document.querySelector('form[action=\"/continue\"]').submit(); return true").await;
        browser.waits_for("the reason", "return document.querySelector('[aria-invalid=true]') !== null").await;
        assert_eq!(findings(&browser, &checker).await, json!([]), "a refused code in {theme}");

        for path in [crate::accounts::first_link(&portal), "/facilitate/sign-in".to_owned()] {
            browser.goes_to(&portal.url(&path)).await;
            assert_eq!(findings(&browser, &checker).await, json!([]), "{path} in {theme}");
            browser.asks("document.querySelector('form.account').submit(); return true").await;
            browser.waits_for("the reason", "return document.querySelector('[aria-invalid=true]') !== null").await;
            assert_eq!(findings(&browser, &checker).await, json!([]), "{path}, refused, in {theme}");
        }

        browser.goes_to(&portal.url("/w/plan/cables")).await;
        browser.is_offline(true).await;
        browser.clicks("#_mark-copper button").await;
        browser.waits_for("the mark that waits", "return document.querySelector('.waiting') !== null").await;
        assert_eq!(findings(&browser, &checker).await, json!([]), "a mark that waits in {theme}");
        browser.is_offline(false).await;
    }
    // Faults in the author's folder, and a finished workshop.
    for (module, section) in
        [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig"), ("tunnels", "line"), ("tunnels", "light")]
    {
        browser.goes_to(&portal.url(&format!("/w/plan/{module}"))).await;
        if browser.asks(&format!("return document.querySelector('#_mark-{section}.done') === null")).await == true {
            browser.clicks(&format!("#_mark-{section} button")).await;
            browser
                .waits_for(
                    "the mark",
                    &format!("return document.querySelector('#_mark-{section}.done:not(.pending)') !== null"),
                )
                .await;
        }
    }
    folder.write("modules/tunnels.md", "no front matter");
    browser.goes_to(&portal.url("/w/plan")).await;
    for _ in 0..200 {
        if browser.asks("return document.querySelector('.faults') !== null").await == true {
            break;
        }
        browser.goes_to(&portal.url("/w/plan")).await;
    }
    browser.waits_for("the faults", "return document.querySelector('.faults') !== null").await;
    assert_eq!(findings(&browser, &checker).await, json!([]), "faults and a finished workshop");
    browser.closes().await;
}
