//! Against the clock: the portal's, whatever the one of the browser says.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{chooses, quiz, result, starts, turns_to, workshop};
use crate::browser::driver::{self, Browser};
use crate::support::Portal;

/// The time that is left as it is shown, in seconds.
const LEFT: &str = "const [minutes, seconds] = document.querySelector('[data-left-words]').textContent.split(':').map(Number); return minutes * 60 + seconds";

/// By how many milliseconds the figure is too high, at least and at most, at the moment in which it changes: then so many
/// whole seconds are left. The portal says what is left somewhere between the question and its answer.
const COMPARED: &str = r"
    const done = arguments[0];
    const words = document.querySelector('[data-left-words]');
    new MutationObserver(async (_, watch) => {
        watch.disconnect();
        const at = performance.now();
        const [minutes, seconds] = words.textContent.split(':').map(Number);
        const answer = await fetch(location.href, { headers: { 'X-Fragment': 'quiz' } });
        const end = performance.now();
        const left = Number((await answer.text()).match(/data-left-ms=.(\d+)/)[1]);
        const shown = (minutes * 60 + seconds) * 1000;
        done([shown - left - (end - at), shown - left]);
    }).observe(words, { childList: true, characterData: true, subtree: true });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_that_is_left_is_right_by_a_wrong_clock() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    // By how much the browser's clock is wrong, in minutes.
    for wrong in [-10, 10] {
        let source = format!(
            "{{ const Real = Date, by = {wrong} * 60000; globalThis.Date = class extends Real {{ constructor(...given) {{ given.length ? super(...given) : super(Real.now() + by); }} static now() {{ return Real.now() + by; }} }}; }}"
        );
        let added = browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        starts(&browser, &portal.address, "timed").await;
        for reloaded in [false, true] {
            if reloaded {
                browser.web.refresh().await.expect("the page");
                browser.waits_for("the countdown", "return document.querySelector('[data-runs]') !== null").await;
            }
            let answer = browser.web.execute_async(COMPARED, Vec::new()).await.expect("a script runs");
            let off: [f64; 2] = serde_json::from_value(answer.json().clone()).expect("two figures");
            assert!(off[0] < 300.0 && off[1] > -300.0, "wrong by {off:?} ms, by a clock wrong by {wrong} min");
        }
        browser.command("Page.removeScriptToEvaluateOnNewDocument", added).await;
        browser.clicks("#_quiz-bar .dot.end").await;
        browser.clicks("[data-hand-in] button").await;
        result(&browser).await;
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_end_of_the_time_what_was_typed_is_sent_and_the_result_shows() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    starts(&browser, &portal.address, "timed").await;
    let started = Instant::now();
    chooses(&browser, "q-choice", "The fibre cable").await;
    turns_to(&browser, 2).await;
    browser.clicks("#_q-q-text [name=answer]").await;
    browser.types("AcrPull").await;
    let soon = Duration::from_secs(59).saturating_sub(started.elapsed());
    tokio::time::sleep(soon).await;
    assert_eq!(browser.asks("return document.querySelector('.left-time.soon') !== null").await, true);
    browser
        .waits_for(
            "the word of it",
            "return document.querySelector('.left-time.over')?.textContent.startsWith('The time is over. What is on its way still counts 0:0')",
        )
        .await;
    assert!(started.elapsed() >= Duration::from_millis(59_500), "over after {:?}", started.elapsed());
    browser.waits_for("the sentence spoken", "return document.getElementById('_say').textContent.startsWith('The time is over') || document.getElementById('_say').textContent.startsWith('Saved')").await;
    assert_eq!(result(&browser).await, ["1 Right", "1 Right", "0 Not answered"]);
    assert_eq!(
        browser.asks("return document.querySelector('.kicker').textContent.includes('time was over')").await,
        true
    );
    browser.web.refresh().await.expect("the page");
    assert_eq!(result(&browser).await, ["1 Right", "1 Right", "0 Not answered"]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pace_that_was_chosen_holds_and_is_remembered() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url(&quiz("timed"))).await;
    browser.asks("document.querySelector('#_pace').value = '200'; return true").await;
    browser.clicks(".quiz-start .button.main").await;
    browser.waits_for("the countdown", "return document.querySelector('[data-runs]') !== null").await;
    let left = browser.asks(LEFT).await.as_f64().expect("a figure");
    assert!((115.0..=120.0).contains(&left), "{left} s of twice a minute");
    browser.clicks("#_quiz-bar .dot.end").await;
    browser.clicks("[data-hand-in] button").await;
    result(&browser).await;
    browser.goes_to(&portal.url(&quiz("timed"))).await;
    assert_eq!(browser.asks("return document.querySelector('#_pace').value").await, "200");
    browser.asks("document.querySelector('#_pace').value = 'untimed'; return true").await;
    browser.clicks(".quiz-start .button.main").await;
    browser.waits_for("the question", "return document.querySelector('.question') !== null").await;
    assert_eq!(browser.asks("return document.querySelector('.left-time') === null").await, true, "without a limit");
    browser.closes().await;
}
