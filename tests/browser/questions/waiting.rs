//! Answers on a bad line: they wait where everybody sees it, survive the page, and arrive once, in their order.

use std::time::Duration;

use super::{chooses, line, quiz, result, starts, state, turns_to, waits_for_state, workshop};
use crate::browser::driver::{self, Browser};
use crate::browser::keeping::{enters_code, with_a_code};
use crate::support::{Fate, Folder, Portal, Proxy};

const KEPT: &str = "return Object.keys(localStorage).filter((key) => key.startsWith('podium.kept')).length";
const UNSENT: &str = "return [...document.querySelectorAll('#_quiz-bar .dot.unsent')].map((dot) => dot.querySelector('.dot-face').childNodes[1].textContent)";
const WAITS: &str = "Your answer is kept here and will be sent";

async fn opens(width: u32) -> (Folder, Portal, Browser) {
    let folder = workshop::folder();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    (folder, portal, Browser::open(width, 844).await)
}

/// What waits goes now, not at the next try.
async fn tries_now(browser: &Browser) {
    browser.asks("dispatchEvent(new Event('online')); return true").await;
}

async fn types_in(browser: &Browser, question: &str, words: &str) {
    browser.clicks(&format!("#_q-{question} [name$=answer]")).await;
    browser.types(words).await;
}

async fn waits_for_line(browser: &Browser, question: &str, begins: &str) {
    let script = format!(
        "return [...document.querySelectorAll('#_q-{question} > .state-line')].some((line) => line.checkVisibility() && line.textContent.trim().startsWith('{begins}'))"
    );
    browser.waits_for(&format!("{begins} at {question}"), &script).await;
}

/// Three answers, by what they ask; the bodies of what was sent have them in this order.
const THREE: [(&str, &str); 3] = [("q-choice", "answer="), ("q-number", "answer=251"), ("q-text", "answer=AcrPull")];

/// What the portal was sent, without doubles: question by question, with the submission.
fn sent(proxy: &Proxy) -> Vec<(String, String)> {
    let seen = proxy.seen("/questions/");
    let question = |line: &str| line.rsplit('/').next().unwrap_or_default().to_owned();
    let submission = |body: &str| {
        let of = body.split('&').find(|field| field.contains("submission=")).unwrap_or_default();
        of.rsplit('=').next().unwrap_or_default().to_owned()
    };
    seen.iter().map(|seen| (question(&seen.line), submission(&seen.body))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_answers_given_in_a_tunnel_arrive_once_and_in_order() {
    if !driver::is_there() {
        return;
    }
    for all in [true, false] {
        let (_folder, portal, browser) = opens(390).await;
        let proxy = Proxy::before(&portal);
        starts(&browser, &proxy.address, if all { "all" } else { "end" }).await;
        if !all {
            // The others are fetched ahead.
            proxy.waits_for("q=end", 1).await;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        browser.is_offline(true).await;
        for (n, (question, _)) in THREE.into_iter().enumerate() {
            if !all && n > 0 {
                turns_to(&browser, [1, 4, 5][n]).await;
            }
            match n {
                0 => chooses(&browser, question, "The fibre cable").await,
                1 => types_in(&browser, question, "251").await,
                _ => types_in(&browser, question, "AcrPull").await,
            }
            if n > 0 {
                browser.clicks(&format!("#_box_q-{question} [data-check]")).await;
            }
            waits_for_line(&browser, question, WAITS).await;
        }
        assert_eq!(browser.asks(UNSENT).await, serde_json::json!(["1", "4", "5"]));
        browser
            .waits_for(
                "the word below",
                "return document.querySelector('.waiting')?.textContent.startsWith('You are offline. 3 changes are kept in this browser and will be sent.')",
            )
            .await;
        assert_eq!(sent(&proxy), []);

        // The page is loaded again, while the portal cannot be asked for anything but pages.
        proxy.gives("/questions/", Fate::Refused);
        browser.is_offline(false).await;
        tries_now(&browser).await;
        browser.web.refresh().await.expect("the page");
        let shown = if all { &THREE[..] } else { &THREE[2..] };
        for (question, _) in shown {
            waits_for_line(&browser, question, WAITS).await;
        }
        assert_eq!(browser.asks("return document.querySelector('#_q-q-text [name$=answer]').value").await, "AcrPull");
        assert_eq!(browser.asks(UNSENT).await, serde_json::json!(["1", "4", "5"]));

        let before = sent(&proxy).len();
        proxy.lets_pass();
        tries_now(&browser).await;
        waits_for_line(&browser, "q-text", "✓ Saved ").await;
        browser.waits_for("nothing kept", &format!("{KEPT} === 0")).await;
        let arrived = sent(&proxy).split_off(before);
        let order: Vec<&str> = arrived.iter().map(|(question, _)| question.as_str()).collect();
        assert_eq!(order, ["q-choice", "q-number", "q-text"]);
        browser
            .waits_for(
                "nothing waits",
                &format!("{UNSENT} .length === 0 && document.querySelector('.waiting') === null"),
            )
            .await;
        assert_eq!(
            browser.asks("return document.querySelectorAll('#_quiz-bar .dot.answered').length").await,
            3,
            "the bar does not know of them"
        );
        for (n, (question, _)) in THREE.into_iter().enumerate() {
            if !all {
                turns_to(&browser, [1, 4, 5][n]).await;
            }
            // A question that was turned to just now says so once it is drawn.
            waits_for_line(&browser, question, "✓ Saved ").await;
            let line = line(&browser, question).await;
            let time = line.strip_prefix("✓ Saved ").unwrap_or_else(|| panic!("{question}: {line}"));
            assert_eq!(time.split(':').map(str::len).collect::<Vec<_>>(), [2, 2, 2], "{line}");
        }
        browser.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_just_before_the_tab_closes_is_there_next_time() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    starts(&browser, &portal.address, "all").await;
    // Chosen and typed, and gone within the same moment.
    browser
        .asks(
            "document.querySelectorAll('#_q-q-truth .option input')[0].click(); \
             document.querySelector('#_q-q-text [name$=answer]').value = 'AcrPull'; location.href = '/healthz'; return true",
        )
        .await;
    browser.waits_for("the other page", "return location.pathname === '/healthz'").await;
    browser.goes_to(&portal.url(&quiz("all"))).await;
    for question in ["q-truth", "q-text"] {
        waits_for_line(&browser, question, "✓ Saved ").await;
    }
    assert_eq!(browser.asks("return document.querySelector('#_q-q-text [name$=answer]').value").await, "AcrPull");
    assert_eq!(browser.asks("return document.querySelectorAll('#_q-q-truth .option input')[0].checked").await, true);
    browser.waits_for("nothing kept", &format!("{KEPT} === 0")).await;

    // The portal was not to be reached at that moment: it waits.
    let proxy = Proxy::before(&portal);
    browser.goes_to(&proxy.url(&quiz("all"))).await;
    proxy.gives("/questions/", Fate::Refused);
    browser
        .asks("document.querySelectorAll('#_q-q-truth .option input')[1].click(); location.href = '/healthz'; return true")
        .await;
    browser.waits_for("the other page", "return location.pathname === '/healthz'").await;
    browser.goes_to(&proxy.url(&quiz("all"))).await;
    waits_for_line(&browser, "q-truth", WAITS).await;
    let second = "return document.querySelectorAll('#_q-q-truth .option input')[1].checked";
    assert_eq!(browser.asks(second).await, true);
    proxy.lets_pass();
    tries_now(&browser).await;
    waits_for_line(&browser, "q-truth", "✓ Saved ").await;
    assert_eq!(browser.asks(second).await, true);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_word_of_the_portal_and_a_double_press_count_once() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    let proxy = Proxy::before(&portal);
    starts(&browser, &proxy.address, "each").await;
    proxy.gives("/questions/q-choice", Fate::Lost);
    chooses(&browser, "q-choice", "The water pipe").await;
    browser.asks("const button = document.querySelector('[data-check]'); for (let n = 0; n < 3; n += 1) button.click(); return true").await;
    waits_for_line(&browser, "q-choice", WAITS).await;
    proxy.lets_pass();
    tries_now(&browser).await;
    waits_for_state(&browser, "q-choice", "wrong").await;
    // The same press once more, at the button that has taken the first one's place.
    browser.asks("document.querySelector('[data-check]').click(); return true").await;
    let tries = "return document.querySelector('#_q-q-choice .tries').textContent";
    assert_eq!(browser.asks(tries).await, "One try is left.", "counted twice");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(browser.asks(tries).await, "One try is left.", "counted twice");
    let sent = sent(&proxy);
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert_eq!(sent[0], sent[1], "sent as two");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_while_an_answer_is_on_its_way_stays() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    let proxy = Proxy::before(&portal);
    let chosen = "return document.querySelector('#_q-q-choice .option:has(:checked) .option-text').textContent.trim()";
    // With feedback at once: the newer choice waits for its own press.
    starts(&browser, &proxy.address, "each").await;
    proxy.gives("/questions/", Fate::Held);
    chooses(&browser, "q-choice", "The water pipe").await;
    browser.clicks("[data-check]").await;
    proxy.waits_for("/questions/", 1).await;
    chooses(&browser, "q-choice", "The fibre cable").await;
    proxy.lets_pass();
    waits_for_line(&browser, "q-choice", "Changed, not saved yet").await;
    assert_eq!(browser.asks(chosen).await, "The fibre cable");
    browser.clicks("[data-check]").await;
    waits_for_state(&browser, "q-choice", "right").await;

    // Saved by itself: both go, the newer last.
    starts(&browser, &proxy.address, "end").await;
    let before = proxy.seen("/questions/").len();
    proxy.gives("/questions/", Fate::Held);
    chooses(&browser, "q-choice", "The water pipe").await;
    proxy.waits_for("/questions/", before + 1).await;
    chooses(&browser, "q-choice", "The fibre cable").await;
    proxy.lets_pass();
    waits_for_line(&browser, "q-choice", "✓ Saved ").await;
    browser.waits_for("both sent", &format!("{KEPT} === 0")).await;
    assert_eq!(proxy.seen("/questions/").len(), before + 2);
    assert_eq!(browser.asks(chosen).await, "The fibre cable");
    browser.web.refresh().await.expect("the page");
    assert_eq!(browser.asks(chosen).await, "The fibre cable");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handing_in_waits_for_the_answers_that_are_on_their_way() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    let proxy = Proxy::before(&portal);
    for id in ["all", "end"] {
        starts(&browser, &proxy.address, id).await;
        if id == "end" {
            proxy.waits_for("q=end", 1).await;
        }
        proxy.gives("/questions/", Fate::Refused);
        chooses(&browser, "q-choice", "The fibre cable").await;
        waits_for_line(&browser, "q-choice", WAITS).await;
        if id == "end" {
            browser.clicks("#_quiz-bar .dot.end").await;
            browser.waits_for("the end", "return document.querySelector('[data-hand-in] button') !== null").await;
        }
        browser.clicks(if id == "all" { "button[data-hand-in]" } else { "[data-hand-in] button" }).await;
        browser
            .waits_for(
                "the word of it",
                "return document.querySelector('.quiz-told')?.textContent.startsWith('Your answers are kept here.')",
            )
            .await;
        assert_eq!(proxy.seen("/hand-in").len(), usize::from(id == "end"), "handed in without them");
        proxy.lets_pass();
        tries_now(&browser).await;
        let result = result(&browser).await;
        assert_eq!(result[0], "1 Right", "{result:?}");
        assert_eq!(browser.asks(KEPT).await, 0);
    }
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_devices_at_once_keep_both_answers_and_the_newer_of_one() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, laptop) = opens(1440).await;
    let (_other, code) = with_a_code(&portal).await;
    let phone = Browser::open(390, 844).await;
    for browser in [&laptop, &phone] {
        enters_code(browser, &portal.address, &code).await;
    }
    starts(&laptop, &portal.address, "all").await;
    phone.goes_to(&portal.url(&quiz("all"))).await;
    // Different questions: both.
    chooses(&laptop, "q-choice", "The fibre cable").await;
    chooses(&phone, "q-truth", "True").await;
    waits_for_state(&laptop, "q-choice", "saved").await;
    waits_for_state(&phone, "q-truth", "saved").await;
    // The same question: the one that was given last.
    chooses(&phone, "q-choice", "The water pipe").await;
    waits_for_state(&phone, "q-choice", "saved").await;
    chooses(&laptop, "q-truth", "False").await;
    waits_for_state(&laptop, "q-truth", "saved").await;
    for browser in [&laptop, &phone] {
        browser.web.refresh().await.expect("the page");
        let chosen = "return [...document.querySelectorAll('.option:has(:checked) .option-text')].map((text) => text.textContent.trim())";
        assert_eq!(browser.asks(chosen).await, serde_json::json!(["The water pipe", "False"]));
    }

    // One hands in; what the other still sends is refused in words, and its page says so.
    laptop.clicks("button[data-hand-in]").await;
    result(&laptop).await;
    chooses(&phone, "q-choice", "The fibre cable").await;
    phone
        .waits_for(
            "the reason",
            "return document.querySelector('#_q-q-choice .state-line.bad')?.textContent === 'The quiz had been handed in when this answer arrived; it does not count.'",
        )
        .await;
    assert_eq!(phone.asks(KEPT).await, 0);
    phone.closes().await;
    laptop.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_after_the_session_ended_is_kept_for_its_owner() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    let (other, code) = with_a_code(&portal).await;
    enters_code(&browser, &portal.address, &code).await;
    starts(&browser, &portal.address, "all").await;
    let page = other.reads("/me").await;
    let forms = page.attributes("#devices form:not([data-forget])", "action");
    other.sends(forms.iter().find(|action| action.ends_with("/sign-out")).expect("another device"), &[]).await;
    chooses(&browser, "q-truth", "True").await;
    waits_for_line(&browser, "q-truth", "This browser was signed out.").await;
    types_in(&browser, "q-text", "AcrPull").await;
    browser.clicks("#_box_q-q-text [data-check]").await;
    waits_for_line(&browser, "q-text", "This browser was signed out.").await;
    assert_eq!(browser.asks("return document.querySelectorAll('.waiting li').length").await, 2);
    assert_eq!(state(&browser, "q-text").await, "open");

    enters_code(&browser, &portal.address, &code).await;
    browser.waits_for("all sent", &format!("{KEPT} === 0")).await;
    browser.goes_to(&portal.url(&quiz("all"))).await;
    assert_eq!(state(&browser, "q-truth").await, "saved");
    assert_eq!(browser.asks("return document.querySelector('#_q-q-text [name$=answer]').value").await, "AcrPull");
    let page = other.reads(&quiz("all")).await;
    assert_eq!(page.attributes("#_q-q-text [name$=answer]", "value"), ["AcrPull"]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_was_not_fetched_ahead_does_not_cost_the_page() {
    if !driver::is_there() {
        return;
    }
    let (_folder, portal, browser) = opens(1440).await;
    let proxy = Proxy::before(&portal);
    proxy.gives("q=", Fate::Refused);
    starts(&browser, &proxy.address, "each").await;
    browser.clicks("#_quiz-bar li:nth-child(3) a").await;
    browser
        .waits_for(
            "the word of it",
            "return document.querySelector('.quiz-told')?.textContent.startsWith('The portal does not answer')",
        )
        .await;
    assert_eq!(state(&browser, "q-choice").await, "open", "the question is gone");
    browser.clicks("[data-hint]").await;
    browser.waits_for("a hint all the same", "return document.querySelectorAll('.hints li').length === 1").await;
    proxy.lets_pass();
    turns_to(&browser, 3).await;
    browser.closes().await;
}
