//! A quiz in a module: opened and answered where it stands.

use super::{chooses, result, waits_for_state, workshop};
use crate::browser::driver::{self, Browser};
use crate::support::{Fate, Portal, Proxy};

const MODULE: &str = "/w/plan/cables";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiz_in_a_module_opens_and_is_answered_in_place() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url(MODULE)).await;
    browser.asks("window.sameDocument = true; return true").await;
    browser.clicks("a[data-quiz]").await;
    browser
        .waits_for("the start with the focus", "return document.activeElement?.matches('#_quiz-title') === true")
        .await;
    browser.clicks(".quiz-start .button.main").await;
    browser
        .waits_for("the question with the focus", "return document.activeElement?.textContent === 'Question 1 of 2'")
        .await;
    chooses(&browser, "q-choice", "The fibre cable").await;
    browser.clicks("[data-check]").await;
    waits_for_state(&browser, "q-choice", "right").await;
    browser.types(thirtyfour::Key::Enter).await;
    browser.waits_for("the next", "return document.activeElement?.textContent === 'Question 2 of 2'").await;
    browser.clicks("#_q-q-number [name=answer]").await;
    browser.types("254").await;
    browser.types(thirtyfour::Key::Enter).await;
    waits_for_state(&browser, "q-number", "wrong").await;
    browser.clicks("#_quiz-bar .dot.end").await;
    browser.waits_for("the end", "return document.activeElement?.textContent === 'The end'").await;
    browser.clicks("[data-hand-in] button").await;
    assert_eq!(result(&browser).await, ["1 Right", "0 Wrong"]);
    assert_eq!(browser.asks("return window.sameDocument && location.pathname").await, MODULE);
    // The rest of the page goes on: a mark, a note.
    browser.clicks("#_mark-copper button").await;
    browser.waits_for("the mark", "return document.querySelector('#_mark-copper.done') !== null").await;
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_its_files_do_not_come_the_quiz_opens_on_its_own_page() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    for missing in ["/static/answers", "/static/quiz.", "none"] {
        let proxy = Proxy::before(&portal);
        let browser = Browser::open(1440, 900).await;
        browser.goes_to(&proxy.url(MODULE)).await;
        proxy.gives(missing, Fate::Refused);
        if missing == "none" {
            // A click that wants another tab stays the browser's.
            let left = browser.asks("const click = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }); let left; addEventListener('click', (event) => { left = !event.defaultPrevented; event.preventDefault(); }, { once: true }); document.querySelector('a[data-quiz]').dispatchEvent(click); return left").await;
            assert_eq!(left, true);
            // No script at all.
            browser.command("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await;
            browser.goes_to(&proxy.url(MODULE)).await;
        }
        browser.clicks("a[data-quiz]").await;
        browser.waits_for("the quiz's own page", "return location.pathname === '/w/plan/quizzes/cables' && document.querySelector('.quiz-start .button.main') !== null").await;
        browser.clicks(".quiz-start .button.main").await;
        browser.waits_for("the question", "return document.querySelector('#_q-q-choice') !== null").await;
        browser.closes().await;
    }
}
