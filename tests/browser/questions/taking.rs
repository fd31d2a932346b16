//! From question to question: hints, tries, how sure one is, the way back, and what a screen reader hears of it.

use super::{chooses, line, quiz, result, starts, state, turns_to, waits_for_state, workshop};
use crate::browser::driver::{self, Browser};
use crate::support::Portal;

async fn says(browser: &Browser, words: &str) {
    let script = format!("return document.getElementById('_say').textContent.trim() === '{words}'");
    browser.waits_for(words, &script).await;
}

async fn focus(browser: &Browser) -> String {
    let at = browser.asks("return document.activeElement.textContent.trim()").await;
    at.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_tries_and_certainty_stay_where_they_are() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    starts(&browser, &portal.address, "each").await;
    browser.asks("window.sameDocument = true; return true").await;

    // A hint in place: what was chosen stays, and what is chosen while the hint is on its way.
    chooses(&browser, "q-choice", "The copper cable").await;
    browser.clicks(".sure:nth-child(3)").await;
    browser.asks("document.querySelector('[data-hint]').click(); document.querySelectorAll('.sure input')[0].click(); return true").await;
    says(&browser, "Hint 1 It is made of glass.").await;
    let chosen = "return [...document.querySelectorAll('#_q-q-choice :checked')].map((field) => field.value).length === 2 && document.querySelector('.sure:has(:checked)').textContent.trim() === 'Guessed' && document.querySelector('.option:has(:checked) .option-text').textContent.trim() === 'The copper cable'";
    assert_eq!(browser.asks(chosen).await, true, "the hint took something away");
    assert!(focus(&browser).await.starts_with("Another hint"));
    browser.types(thirtyfour::Key::Enter).await;
    says(&browser, "Hint 2 It has the name of a thread.").await;
    assert_eq!(browser.asks("return document.querySelector('[data-hint]') === null").await, true);
    assert_eq!(focus(&browser).await, "Check answer");

    // Wrong: it says so, and the button for another try has the focus.
    browser.types(thirtyfour::Key::Enter).await;
    waits_for_state(&browser, "q-choice", "wrong").await;
    says(&browser, "Wrong. One try is left.").await;
    assert_eq!(focus(&browser).await, "Try again");
    let html = browser.asks("return document.documentElement.outerHTML.includes('KEY-TO-ALL')").await;
    assert_eq!(html, false, "the explanation is there before its time");
    assert_eq!(
        browser.asks("return document.querySelector('.sure:has(:checked)').textContent.trim()").await,
        "Guessed"
    );

    // Right: locked, explained, and the way on has the focus.
    chooses(&browser, "q-choice", "The fibre cable").await;
    browser.clicks("[data-check]").await;
    waits_for_state(&browser, "q-choice", "right").await;
    says(&browser, "Right.").await;
    assert_eq!(focus(&browser).await, "Go to question 2");
    assert_eq!(browser.asks("return [...document.querySelectorAll('#_q-q-choice input')].every((field) => field.disabled) && document.querySelector('[data-check]') === null && document.querySelector('.explanation').textContent.includes('KEY-TO-ALL')").await, true);
    assert!(line(&browser, "q-choice").await.starts_with("✓ Saved "));

    // What cannot be read is said at its field, which has the focus.
    turns_to(&browser, 4).await;
    says(&browser, "Question 4 of 9").await;
    browser.clicks("#_q-q-number [name=answer]").await;
    browser.types("some of them").await;
    browser.types(thirtyfour::Key::Enter).await;
    waits_for_state(&browser, "q-number", "refused").await;
    assert_eq!(browser.asks("return document.activeElement.matches('#_q-q-number [name=answer][aria-invalid=true]') && document.activeElement.value").await, "some of them");
    assert_eq!(
        browser.asks("return document.querySelectorAll('#_quiz-bar .dot.wrong, #_quiz-bar .dot.partly').length").await,
        0,
        "it counted"
    );

    // Back and forth by the browser's own buttons, without leaving the page.
    turns_to(&browser, 6).await;
    browser.steps(-1).await;
    browser.waits_for("question 4", "return document.querySelector('#_q-q-number') !== null").await;
    browser.steps(-1).await;
    browser.waits_for("question 1", "return document.querySelector('#_q-q-choice') !== null").await;
    assert_eq!(state(&browser, "q-choice").await, "right");
    browser.steps(1).await;
    browser.waits_for("question 4", "return document.querySelector('#_q-q-number') !== null").await;
    assert_eq!(browser.asks("return window.sameDocument === true").await, true, "the page was loaded again");
    browser.web.refresh().await.expect("the page");
    browser.waits_for("question 4 again", "return document.querySelector('#_q-q-number') !== null").await;

    browser.waits_for("the script", "return globalThis.podium?.turnTo !== undefined").await;
    browser.clicks("#_quiz-bar .dot.end").await;
    browser.waits_for("the end", "return document.activeElement?.textContent === 'The end'").await;
    browser.clicks("[data-hand-in] button").await;
    // A second try takes 25 %, two hints 20 %.
    let came_out = result(&browser).await;
    assert!(came_out[0].ends_with("Right") && came_out[0] != "1 Right", "{came_out:?}");
    browser.waits_for("the focus on the result", "return document.activeElement?.id === '_quiz-title'").await;
    browser.web.refresh().await.expect("the page");
    assert_eq!(result(&browser).await, came_out);
    let again = "return document.querySelector('.quiz-actions .main').textContent";
    assert_eq!(browser.asks(again).await, "Try the wrong ones again");
    browser.clicks(".quiz-actions .main").await;
    browser
        .waits_for("the first of the others", "return document.activeElement?.textContent === 'Question 1 of 8'")
        .await;
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choosing_with_the_arrow_keys_saves_and_keeps_the_focus() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    starts(&browser, &portal.address, "all").await;
    browser.asks("document.querySelector('#_q-q-choice .option input').focus(); return true").await;
    browser.types(" ").await;
    waits_for_state(&browser, "q-choice", "saved").await;
    for n in [2, 3, 1] {
        browser.types(thirtyfour::Key::Down).await;
        let there = format!(
            "return document.activeElement?.id === '_q-q-choice.{n}' && document.activeElement.checked && document.querySelector('#_q-q-choice .state-line').textContent.trim().startsWith('✓ Saved')"
        );
        browser.waits_for("the next option, saved", &there).await;
    }
    // The question above is not the one whose field Enter is pressed in.
    browser.clicks("#_q-q-text [name$=answer]").await;
    browser.types("AcrPull").await;
    browser.types(thirtyfour::Key::Enter).await;
    waits_for_state(&browser, "q-text", "saved").await;
    assert_eq!(state(&browser, "q-number").await, "open");
    // A place on the page is no turn: what was typed stays.
    browser.clicks("#_q-q-number [name$=answer]").await;
    browser.types("25").await;
    browser.clicks("#_quiz-bar li:nth-child(9) a").await;
    browser.steps(-1).await;
    browser
        .waits_for("what was typed", "return document.querySelector('#_q-q-number [name$=answer]').value === '25'")
        .await;
    // All that is not saved yet, at once.
    browser.clicks("[data-save-all]").await;
    waits_for_state(&browser, "q-number", "saved").await;
    browser.goes_to(&portal.url(&quiz("all"))).await;
    assert_eq!(browser.asks("return document.querySelector('#_q-q-number [name$=answer]').value").await, "25");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_and_not_saved_goes_along_when_the_question_is_left() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    starts(&browser, &portal.address, "end").await;
    turns_to(&browser, 5).await;
    browser.clicks("#_q-q-text [name$=answer]").await;
    browser.types("AcrPull").await;
    turns_to(&browser, 2).await;
    browser
        .waits_for(
            "the answer in the bar",
            "return document.querySelector('#_quiz-bar li:nth-child(5) .dot.answered') !== null",
        )
        .await;
    turns_to(&browser, 5).await;
    waits_for_state(&browser, "q-text", "saved").await;
    assert_eq!(browser.asks("return document.querySelector('#_q-q-text [name$=answer]').value").await, "AcrPull");
    browser.closes().await;
}
