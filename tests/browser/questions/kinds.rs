//! Every kind of question, right and wrong: whichever way it is answered, it earns the same.

use serde_json::json;
use thirtyfour::prelude::*;

use super::answering::{CASES, Says, by_form, by_keys, by_touch, tabs_to, taps};
use super::{quiz, result, starts, waits_for_state, workshop};
use crate::browser::driver::{self, Browser};
use crate::support::{Person, Portal};

fn right() -> Vec<(&'static str, Says)> {
    CASES.iter().map(|(question, right, _)| (*question, *right)).collect()
}

fn wrong() -> Vec<(&'static str, Says)> {
    CASES.iter().map(|(question, _, wrong)| (*question, *wrong)).collect()
}

/// What people without script get for the same answers; it has to be all, and less than all for each.
async fn expected(portal: &Portal, id: &str, cases: &[(&str, Says)], all_right: bool) -> Vec<String> {
    let marks = by_form(&Person::at(portal), id, cases).await;
    let full = marks.iter().filter(|mark| *mark == "1 Right").count();
    assert_eq!(full, if all_right { 9 } else { 0 }, "{marks:?}");
    assert_eq!(marks.len(), 9);
    marks
}

/// One by one: the answer, the press on the button, what it says, and on to the next.
async fn one_by_one_by_keys(browser: &Browser, cases: &[(&str, Says)], verdicts: &[&str]) {
    for (n, (question, says)) in cases.iter().enumerate() {
        by_keys(browser, question, *says, true).await;
        let typed = matches!(says, Says::Typed(_));
        if typed {
            // Enter in the field is the button.
            browser.types(Key::Enter).await;
        } else {
            tabs_to(browser, "[data-check]").await;
            browser.types(Key::Enter).await;
        }
        browser
            .waits_for(
                "the verdict",
                &format!(
                    "return {}.includes(document.querySelector('#_q-{question}')?.dataset.state)",
                    json!(verdicts)
                ),
            )
            .await;
        tabs_to(browser, "a[rel=next]").await;
        browser.types(Key::Enter).await;
        let next = if n + 1 < cases.len() { format!("Question {}", n + 2) } else { "The end".to_owned() };
        browser
            .waits_for(
                "the next heading with the focus",
                &format!("return document.activeElement?.textContent.startsWith('{next}')"),
            )
            .await;
    }
    tabs_to(browser, "[data-hand-in] button").await;
    browser.types(Key::Enter).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_is_answered_by_keys_alone() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    // Wrong first, each with a try left; then the same quiz once more, right.
    for (cases, verdicts) in [(wrong(), &["wrong", "partly"][..]), (right(), &["right"][..])] {
        let wanted = expected(&portal, "each", &cases, verdicts == ["right"]).await;
        browser.goes_to(&portal.url(&quiz("each"))).await;
        tabs_to(&browser, ".quiz-start .button.main").await;
        browser.types(Key::Enter).await;
        browser
            .waits_for(
                "the first heading with the focus",
                "return document.activeElement?.textContent.startsWith('Question 1')",
            )
            .await;
        one_by_one_by_keys(&browser, &cases, verdicts).await;
        assert_eq!(result(&browser).await, wanted);
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_is_answered_by_touch_on_a_phone() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(390, 844).await;
    browser.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    for (cases, all_right) in [(wrong(), false), (right(), true)] {
        let wanted = expected(&portal, "all", &cases, all_right).await;
        browser.goes_to(&portal.url(&quiz("all"))).await;
        browser.waits_for("the script", "return globalThis.podium?.turnTo !== undefined").await;
        taps(&browser, ".quiz-start .button.main").await;
        browser.waits_for("the questions", "return document.querySelectorAll('.question').length === 9").await;
        for (question, says) in &cases {
            by_touch(&browser, question, *says).await;
            if matches!(says, Says::Typed(_) | Says::Order(_) | Says::Gaps(_)) {
                taps(&browser, &format!("#_box_q-{question} [data-check]")).await;
            }
            waits_for_state(&browser, question, "saved").await;
        }
        taps(&browser, ".quiz-all [data-hand-in]").await;
        assert_eq!(result(&browser).await, wanted);
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_is_answered_in_a_browser_without_script() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(1440, 900).await;
    browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    for (cases, all_right) in [(wrong(), false), (right(), true)] {
        let wanted = expected(&portal, "end", &cases, all_right).await;
        browser.goes_to(&portal.url(&quiz("end"))).await;
        tabs_to(&browser, ".quiz-start .button.main").await;
        browser.types(Key::Enter).await;
        for (n, (question, says)) in cases.iter().enumerate() {
            // A saved answer leads to the next question.
            let shown = format!("return document.querySelector('#_q-{question}') !== null");
            browser.waits_for("the question", &shown).await;
            assert_eq!(browser.asks("return globalThis.podium === undefined").await, true, "a script runs");
            by_keys(&browser, question, *says, false).await;
            tabs_to(&browser, "[data-check]").await;
            browser.types(Key::Enter).await;
            if n + 1 == cases.len() {
                browser.waits_for("the end", "return document.querySelector('[data-hand-in] button') !== null").await;
            }
        }
        tabs_to(&browser, "[data-hand-in] button").await;
        browser.types(Key::Enter).await;
        assert_eq!(result(&browser).await, wanted);
    }
    // All on one page, and the button of one question.
    browser.goes_to(&portal.url(&quiz("all"))).await;
    browser.clicks(".quiz-start .button.main").await;
    browser.waits_for("the questions", "return document.querySelectorAll('.question').length === 9").await;
    let wanted = expected(&portal, "all", &right(), true).await;
    for (question, says) in right() {
        by_keys(&browser, question, says, false).await;
    }
    tabs_to(&browser, ".quiz-all [data-hand-in]").await;
    browser.types(Key::Enter).await;
    assert_eq!(result(&browser).await, wanted);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_dragged_by_a_finger() {
    if !driver::is_there() {
        return;
    }
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let browser = Browser::open(390, 844).await;
    browser.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    starts(&browser, &portal.address, "all").await;
    let before = super::answering::rows(&browser, "q-order").await;
    let script = "const rows = [...document.querySelectorAll('#_q-q-order .order-row')]; rows[0].scrollIntoView({ block: 'center', behavior: 'instant' }); \
                  const [grip, last] = [rows[0].querySelector('.grip').getBoundingClientRect(), rows[2].getBoundingClientRect()]; \
                  return [grip.left + 20, grip.top + grip.height / 2, last.top + last.height / 2 + 8]";
    let at = browser.asks(script).await;
    let number = |n: usize| at[n].as_f64().expect("a number");
    let (x, from, to) = (number(0), number(1), number(2));
    let touch = async |kind: &str, y: Option<f64>| {
        let points: Vec<_> = y.iter().map(|y| json!({ "x": x, "y": y })).collect();
        browser.command("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
    };
    touch("touchStart", Some(from)).await;
    for step in 1..=8 {
        touch("touchMove", Some(from + (to - from) * f64::from(step) / 8.0)).await;
    }
    touch("touchEnd", None).await;
    let moved = [before[1].clone(), before[2].clone(), before[0].clone()];
    assert_eq!(super::answering::rows(&browser, "q-order").await, moved);
    browser
        .waits_for(
            "the word of it",
            &format!("return document.getElementById('_say').textContent === '{} is now third of three'", before[0]),
        )
        .await;
    taps(&browser, "#_box_q-q-order [data-check]").await;
    waits_for_state(&browser, "q-order", "saved").await;
    browser.goes_to(&portal.url(&quiz("all"))).await;
    assert_eq!(super::answering::rows(&browser, "q-order").await, moved, "another order was saved");
    browser.closes().await;
}
