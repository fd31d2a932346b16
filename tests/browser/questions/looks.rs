//! What questions and quizzes look like: nothing for axe to find and nothing too wide or too small, in both themes, in
//! every state; and what a page of theirs weighs.

use serde_json::{Value, json};

use super::answering::{CASES, by_touch};
use super::{result, starts, waits_for_state, workshop};
use crate::browser::accessible::{checker, findings, findings_of_sight};
use crate::browser::driver::{self, Browser};
use crate::browser::fits::weight;
use crate::support::{Person, Portal};

/// Widths to look at.
const WIDTHS: [u32; 3] = [1440, 390, 320];

/// Looks at the page as it is, in both themes and at every width.
pub async fn looks_good(browser: &Browser, checker: Option<&str>, what: &str) {
    browser.asks("for (const fold of document.querySelectorAll('main details')) fold.open = true; return true").await;
    for theme in ["light", "dark"] {
        browser.asks(&format!("document.documentElement.dataset.theme = '{theme}'; return true")).await;
        for width in WIDTHS.into_iter().filter(|width| theme == "light" || *width == 390) {
            let metrics = json!({"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600});
            browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
            let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            assert_eq!(browser.asks(over).await, 0, "{what} at {width} is wider than the screen");
            // Into the margin of the page is too wide as well.
            let past = "const main = document.querySelector('main'); \
                const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight) + 1; \
                return [...main.querySelectorAll('.card, .finding, .aside, h1, h2, h3')] \
                    .filter((element) => element.checkVisibility() && !element.closest('.scroll, .visually-hidden')) \
                    .filter((element) => element.getBoundingClientRect().right > edge) \
                    .map((element) => element.outerHTML.slice(0, 120))";
            assert_eq!(browser.asks(past).await, json!([]), "{what} at {width}: past the edge of the page");
            let small = "return [...document.querySelectorAll('main :is(button, .button, select, input:not([type=hidden], [type=radio], [type=checkbox]), .option, .sure, .dot, summary)')] \
                .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1) \
                .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().height, element.getBoundingClientRect().width]) \
                .filter(([, height, width]) => height < 43.5 || width < 43.5)";
            if width < 600 {
                assert_eq!(browser.asks(small).await, json!([]), "{what} at {width}: smaller than a thumb");
            }
            browser.asks("scrollTo({ top: 0, behavior: 'instant' }); return true").await;
            // The checker takes its time: each theme at one width, and both at two.
            let found = match (checker, theme, width) {
                (Some(checker), "light", 1440) => findings(browser, checker).await,
                (Some(_), "dark", 390) => findings_of_sight(browser).await,
                _ => json!([]),
            };
            assert_eq!(found, json!([]), "{what} in {theme} at {width}");
        }
    }
    browser
        .command(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false}),
        )
        .await;
}

/// How many questions the page shows.
async fn shown(browser: &Browser) -> Value {
    browser.asks("return document.querySelectorAll('.question').length").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_and_quizzes_look_good_in_every_state() {
    if !driver::is_there() {
        return;
    }
    let checker = checker();
    let checker = checker.as_deref();
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url(&super::quiz("timed"))).await;
    looks_good(&browser, checker, "a start with a time limit").await;
    starts(&browser, &portal.address, "timed").await;
    looks_good(&browser, checker, "a question against the clock").await;

    starts(&browser, &portal.address, "each").await;
    for (n, (question, _, wrong)) in CASES.into_iter().enumerate() {
        browser.clicks(&format!("#_quiz-bar li:nth-child({}) a", n + 1)).await;
        browser.waits_for("it", &format!("return document.querySelector('#_q-{question}') !== null")).await;
        assert_eq!(shown(&browser).await, 1);
        looks_good(&browser, checker, &format!("{question}, open")).await;
        if n == 0 {
            browser.clicks("[data-hint]").await;
            browser.waits_for("a hint", "return document.querySelectorAll('.hints li').length === 1").await;
        }
        // Not readable, or nothing at all.
        browser.clicks("[data-check]").await;
        browser
            .waits_for(
                "a reason or a verdict",
                &format!("return ['refused', 'wrong', 'partly'].includes(document.querySelector('#_q-{question}').dataset.state)"),
            )
            .await;
        looks_good(&browser, checker, &format!("{question}, nothing answered")).await;
        for state in ["one try left", "revealed"] {
            if browser.asks("return document.querySelector('.question.locked') === null").await == true {
                by_touch(&browser, question, wrong).await;
                tokio::time::sleep(std::time::Duration::from_millis(520)).await;
                browser.asks("window.before = document.querySelector('.question'); return true").await;
                browser.clicks("[data-check]").await;
                browser.waits_for("the verdict", "return document.querySelector('.question') !== window.before").await;
            }
            looks_good(&browser, checker, &format!("{question}, {state}")).await;
        }
    }
    browser.clicks("#_quiz-bar .dot.end").await;
    browser.waits_for("the end", "return document.querySelector('[data-hand-in] button') !== null").await;
    looks_good(&browser, checker, "the end").await;
    browser.clicks("[data-hand-in] button").await;
    result(&browser).await;
    looks_good(&browser, checker, "a result").await;

    starts(&browser, &portal.address, "all").await;
    looks_good(&browser, checker, "all at once, open").await;
    browser.is_offline(true).await;
    browser.clicks("#_q-q-truth .option").await;
    browser
        .waits_for(
            "what waits",
            "return document.querySelector('.question.unsent') !== null && document.querySelector('.waiting') !== null",
        )
        .await;
    looks_good(&browser, checker, "an answer that waits").await;
    browser.is_offline(false).await;
    browser.asks("dispatchEvent(new Event('online')); return true").await;
    waits_for_state(&browser, "q-truth", "saved").await;
    looks_good(&browser, checker, "an answer that is saved").await;

    for (path, what) in [
        ("/w/plan/review", "review"),
        ("/w/plan/review?day1=20&day2=20&day3=0&day4=20&day5=20&day6=20&day7=20", "review with a plan"),
        ("/w/plan", "home with what next"),
        ("/w/plan/quizzes/each", "a start with attempts before"),
    ] {
        browser.goes_to(&portal.url(path)).await;
        looks_good(&browser, checker, what).await;
    }
    browser.goes_to(&portal.url("/w/plan/cables")).await;
    looks_good(&browser, checker, "a block before it is opened").await;
    browser.clicks("a[data-quiz]").await;
    browser.waits_for("the start", "return document.querySelector('.quiz-start .button.main') !== null").await;
    looks_good(&browser, checker, "a block that is opened").await;
    browser.clicks(".quiz-start .button.main").await;
    browser.waits_for("the question", "return document.querySelector('.question') !== null").await;
    looks_good(&browser, checker, "a question in a block").await;
    let complaints = browser.complaints().await;
    let own: Vec<&String> = complaints
        .iter()
        .filter(|line| !line.contains("status of 422") && !line.contains("INTERNET_DISCONNECTED"))
        .collect();
    assert!(own.is_empty(), "{own:?}");
    browser.closes().await;
}

/// A page with questions, with its styles and all its scripts: at most so many bytes, compressed.
const MOST: usize = 75 * 1024;

#[tokio::test]
async fn a_quiz_page_is_small() {
    let portal = Portal::start();
    for quiz in ["before", "egress"] {
        let path = format!("/w/aks-networking/quizzes/{quiz}");
        let person = Person::at(&portal);
        let page = person.sends(&path, &[]).await;
        assert_eq!(page.count(".question"), 1);
        let files = [page.attributes("link[rel=stylesheet]", "href"), page.attributes("script[src]", "src")].concat();
        assert_eq!(files.len(), 6, "{files:?}");
        let sent = page.body.len();
        let weights: Vec<usize> = files.iter().map(|file| weight(&portal, file)).collect();
        // The page itself is counted as if nothing of it were compressed: it belongs to one person.
        let all = sent + weights.iter().sum::<usize>();
        assert!(all <= MOST, "{quiz}: {sent} + {weights:?} = {all} bytes");
    }
}
