//! Answers given as people give them: by keys alone, by touch, and, with the same words, by a form without any script.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::browser::driver::Browser;
use crate::support::{Page, Person};

/// What is answered in one field, or by one option.
#[derive(Debug, Clone, Copy)]
pub enum Says {
    /// These options, by their texts.
    Options(&'static [&'static str]),
    /// A text in the one field.
    Typed(&'static str),
    /// The items in this order.
    Order(&'static [&'static str]),
    /// A right side, by its text, for each left one.
    Pairs(&'static [(&'static str, &'static str)]),
    /// What fills each gap.
    Gaps(&'static [&'static str]),
}

/// A question with an answer that is right and one that is not.
pub const CASES: [(&str, Says, Says); 9] = [
    ("q-choice", Says::Options(&["The fibre cable"]), Says::Options(&["The water pipe"])),
    (
        "q-choices",
        Says::Options(&["A plug", "A socket for the plug"]),
        Says::Options(&["A water tap", "A garden hose"]),
    ),
    ("q-truth", Says::Options(&["True"]), Says::Options(&["False"])),
    ("q-number", Says::Typed("251 addresses"), Says::Typed("254")),
    ("q-text", Says::Typed("acr pull"), Says::Typed("AcrPush")),
    (
        "q-order",
        Says::Order(&["Dig the ditch", "Lay the cable", "Close the ditch"]),
        Says::Order(&["Close the ditch", "Dig the ditch", "Lay the cable"]),
    ),
    (
        "q-match",
        Says::Pairs(&[("Copper cable", "Metal"), ("Fibre cable", "Glass"), ("Sheath", "Plastic")]),
        Says::Pairs(&[("Copper cable", "Glass"), ("Fibre cable", "Paper"), ("Sheath", "Metal")]),
    ),
    ("q-gaps", Says::Gaps(&["podSelector", "egress", "shop"]), Says::Gaps(&["a name", "sideways", "front"])),
    ("q-network", Says::Typed("10.40.0.96/27"), Says::Typed("10.40.0.32/27")),
];

/// The field's name of each part of an answer, and its value, as a form on this page sends them.
pub fn fields(page: &Page, question: &str, says: Says) -> Vec<(String, String)> {
    let root = format!("#_q-{question}");
    let values = |selector: &str, name: &str| page.attributes(&format!("{root} {selector}"), name);
    match says {
        Says::Typed(text) => vec![(values("[name$=answer]", "name")[0].clone(), text.to_owned())],
        Says::Options(texts) => {
            let (names, sent) = (values(".option input", "name"), values(".option input", "value"));
            let shown = page.texts(&format!("{root} .option-text"));
            let at = |text: &&str| shown.iter().position(|shown| shown == text).expect("an option of this text");
            texts.iter().map(at).map(|at| (names[at].clone(), sent[at].clone())).collect()
        }
        Says::Order(items) => {
            let (names, shown) = (values(".item-place select", "name"), values(".order-row", "data-item"));
            let place = |item: &String| items.iter().position(|known| known == item).expect("an item") + 1;
            names.into_iter().zip(shown.iter().map(|item| place(item).to_string())).collect()
        }
        Says::Pairs(pairs) => {
            let (names, left) = (values(".pair select", "name"), page.texts(&format!("{root} .pair label")));
            let (tokens, words) =
                (values(".pair:first-child option", "value"), page.texts(&format!("{root} .pair:first-child option")));
            let right = |left: &String| pairs.iter().find(|(known, _)| known == left).expect("a pair").1;
            let token = |right: &str| tokens[words.iter().position(|known| known == right).expect("a side")].clone();
            names.into_iter().zip(left.iter().map(|left| token(right(left)))).collect()
        }
        Says::Gaps(texts) => {
            let names = (1..=texts.len())
                .map(|n| values(&format!("[data-field=gap-{n}] :is(input, select)"), "name")[0].clone());
            names.zip(texts.iter().map(|text| (*text).to_owned())).collect()
        }
    }
}

/// Answers a whole quiz of these questions one by one, without script, and reads what came out.
pub async fn by_form(person: &Person, quiz: &str, cases: &[(&str, Says)]) -> Vec<String> {
    let mut page = person.sends(&super::quiz(quiz), &[]).await;
    for (n, (question, says)) in cases.iter().enumerate() {
        let all = page.count(".quiz-all") == 1;
        if !all {
            page = person.reads(&page.attributes("#_quiz-bar .dot", "href")[n]).await;
        }
        let mut sent = fields(&page, question, *says);
        let action = if all {
            page.attributes(".quiz-all", "action")[0].clone()
        } else {
            page.attributes(".question-box", "action")[0].clone()
        };
        sent.push(if all {
            ("save".to_owned(), (*question).to_owned())
        } else {
            ("submission".to_owned(), format!("s-{n}"))
        });
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        page = person.sends(&action, &sent).await;
    }
    let action = page.attributes(".quiz-all [data-hand-in]", "formaction").first().cloned();
    let action = if let Some(action) = action {
        action
    } else {
        let end = person.reads(&page.attributes("#_quiz-bar .dot.end", "href")[0]).await;
        end.attributes("form[data-hand-in]", "action")[0].clone()
    };
    super::result_of(&person.sends(&action, &[]).await)
}

/// The most presses of Tab until something has the focus.
const MOST_TABS: usize = 90;

/// Presses Tab until what has the focus matches.
pub async fn tabs_to(browser: &Browser, selector: &str) {
    let there = format!("return document.activeElement?.matches({}) === true", json!(selector));
    for _ in 0..MOST_TABS {
        if browser.asks(&there).await == true {
            return;
        }
        browser.types(Key::Tab).await;
    }
    let at = browser.asks("return document.activeElement?.outerHTML.slice(0, 200)").await;
    panic!("no key leads to {selector}; the focus is on {at}");
}

/// What a script answers, as a text.
async fn text(browser: &Browser, script: &str) -> String {
    browser.asks(script).await.as_str().unwrap_or_else(|| panic!("no text: {script}")).to_owned()
}

/// Which option has this text, from 0.
async fn option_at(browser: &Browser, question: &str, words: &str) -> u64 {
    let script = format!(
        "return [...document.querySelectorAll('#_q-{question} .option-text')].findIndex((text) => text.textContent.trim() === '{words}')"
    );
    browser.asks(&script).await.as_u64().unwrap_or_else(|| panic!("no option {words}"))
}

/// The rows of an order as they stand.
pub async fn rows(browser: &Browser, question: &str) -> Vec<String> {
    let script =
        format!("return [...document.querySelectorAll('#_q-{question} .order-row')].map((row) => row.dataset.item)");
    serde_json::from_value(browser.asks(&script).await).expect("texts")
}

/// Gives an answer by keys alone. `scripted`: rows are moved, numbers choose; else selects and arrows do the same.
pub async fn by_keys(browser: &Browser, question: &str, says: Says, scripted: bool) {
    let root = format!("#_q-{question}");
    match says {
        Says::Typed(words) => {
            tabs_to(browser, &format!("{root} [name$=answer]")).await;
            browser.asks("document.activeElement.select(); return true").await;
            browser.types(words).await;
        }
        Says::Options(texts) => {
            let several =
                browser.asks(&format!("return document.querySelector('{root} [type=checkbox]') !== null")).await;
            for words in texts {
                let at = option_at(browser, question, words).await;
                if several == true {
                    tabs_to(browser, &format!("[id='_q-{question}.{}']", at + 1)).await;
                    browser.types(" ").await;
                } else if scripted && question != "q-truth" {
                    tabs_to(browser, &format!("{root} .option input")).await;
                    browser.types((at + 1).to_string()).await;
                } else {
                    tabs_to(browser, &format!("{root} .option input")).await;
                    browser.types(" ").await;
                    for _ in 0..6 {
                        if option_chosen(browser, question).await == **words {
                            break;
                        }
                        browser.types(Key::Down).await;
                    }
                }
                if several != true {
                    assert_eq!(option_chosen(browser, question).await, *words);
                }
            }
        }
        Says::Order(items) if scripted => {
            for (at, item) in items.iter().enumerate() {
                let mut pressed = 0;
                while rows(browser, question).await[at] != *item {
                    if pressed == 0 {
                        tabs_to(browser, &format!("{root} [aria-label='Move up: {item}']")).await;
                    }
                    browser.types(if pressed % 2 == 0 { Key::Enter } else { Key::Space }).await;
                    pressed += 1;
                    assert!(pressed < 5, "{item} does not move");
                    let on = text(browser, "return document.activeElement.getAttribute('aria-label') ?? ''").await;
                    assert_eq!(on, format!("Move up: {item}"), "the focus is lost");
                }
                // Back to the start for the next one.
                browser.asks(&format!("document.querySelector('{root} [data-lead]').focus(); return true")).await;
            }
        }
        Says::Order(items) => {
            let shown = rows(browser, question).await;
            for (n, item) in shown.iter().enumerate() {
                tabs_to(browser, &format!("{root} .order-row:nth-child({}) select", n + 1)).await;
                let place = items.iter().position(|known| known == item).expect("an item") + 1;
                browser.types(place.to_string()).await;
            }
        }
        Says::Pairs(pairs) => {
            for (left, right) in pairs {
                let id = text(browser, &format!("return [...document.querySelectorAll('{root} .pair label')].find((label) => label.textContent.trim() === '{left}').htmlFor")).await;
                tabs_to(browser, &format!("[id='{id}']")).await;
                browser.types(*right).await;
                // What is typed for one select is not the beginning of the next one's.
                let chosen =
                    format!("return document.getElementById('{id}').selectedOptions[0].textContent === '{right}'");
                browser.waits_for(right, &chosen).await;
            }
        }
        Says::Gaps(texts) => {
            for (n, words) in texts.iter().enumerate() {
                tabs_to(browser, &format!("{root} [data-field=gap-{}] :is(input, select)", n + 1)).await;
                if browser.asks("return document.activeElement.localName").await == "input" {
                    browser.asks("document.activeElement.select(); return true").await;
                }
                browser.types(*words).await;
            }
        }
    }
}

async fn option_chosen(browser: &Browser, question: &str) -> String {
    let script = format!(
        "return document.querySelector('#_q-{question} .option:has(:checked) .option-text')?.textContent.trim() ?? ''"
    );
    text(browser, &script).await
}

/// Within this time a second tap belongs to the first; and the page has come to rest after it scrolled.
const REST: std::time::Duration = std::time::Duration::from_millis(350);

/// Taps on the middle of an element, with a finger, once the page stands still.
pub async fn taps(browser: &Browser, selector: &str) {
    let script = format!(
        "const element = document.querySelector({}); element.scrollIntoView({{ block: 'center', behavior: 'instant' }}); const box = element.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]",
        json!(selector)
    );
    let mut at = browser.asks(&script).await;
    for _ in 0..20 {
        tokio::time::sleep(REST).await;
        let now = browser.asks(&script).await;
        if now == std::mem::replace(&mut at, now.clone()) {
            break;
        }
    }
    let point = json!([{ "x": at[0], "y": at[1] }]);
    // A touch that ends a scroll is no click, as on a phone: then one taps again.
    for _ in 0..5 {
        browser.asks("globalThis.tapped = false; addEventListener('click', () => { globalThis.tapped = true; }, { once: true, capture: true }); return true").await;
        browser.command("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": point })).await;
        browser.command("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
        for _ in 0..20 {
            // A page that was left by it does not know.
            if browser.asks("return globalThis.tapped ?? true").await != false {
                return;
            }
            tokio::time::sleep(REST).await;
        }
    }
    panic!("{selector} cannot be tapped");
}

/// Taps on a field and types into it, as a keyboard on the screen does.
async fn inserts(browser: &Browser, field: &str, words: &str) {
    taps(browser, field).await;
    browser.waits_for("the focus", &format!("return document.activeElement?.matches({}) === true", json!(field))).await;
    browser.asks("document.activeElement.select(); return true").await;
    browser.command("Input.insertText", json!({ "text": words })).await;
}

/// Chooses in a select what a finger would choose in the phone's own list, which no test can touch.
async fn picks(browser: &Browser, selector: &str, words: &str) {
    let script = format!(
        "const select = document.querySelector({}); select.focus(); select.value = [...select.options].find((option) => option.textContent === {}).value; for (const kind of ['input', 'change']) select.dispatchEvent(new Event(kind, {{ bubbles: true }})); return true",
        json!(selector),
        json!(words)
    );
    browser.asks(&script).await;
}

/// Gives an answer with a finger.
pub async fn by_touch(browser: &Browser, question: &str, says: Says) {
    let root = format!("#_q-{question}");
    match says {
        Says::Typed(words) => {
            inserts(browser, &format!("{root} [name$=answer]"), words).await;
        }
        Says::Options(texts) => {
            for words in texts {
                let at = option_at(browser, question, words).await;
                let chosen = format!("return document.getElementById('_q-{question}.{}').checked", at + 1);
                if browser.asks(&chosen).await == true {
                    continue;
                }
                taps(browser, &format!("{root} .option:nth-child({}) .option-text", at + 1)).await;
                browser.waits_for(words, &chosen).await;
            }
        }
        Says::Order(items) => {
            for (at, item) in items.iter().enumerate() {
                for _ in 0..4 {
                    let before = rows(browser, question).await;
                    if before[at] == *item {
                        break;
                    }
                    taps(browser, &format!("{root} [aria-label='Move up: {item}']")).await;
                    let moved = format!(
                        "return JSON.stringify([...document.querySelectorAll('{root} .order-row')].map((row) => row.dataset.item)) !== {}",
                        json!(json!(before).to_string())
                    );
                    browser.waits_for("the row that moved", &moved).await;
                }
            }
        }
        Says::Pairs(pairs) => {
            for (left, right) in pairs {
                let id = text(browser, &format!("return [...document.querySelectorAll('{root} .pair label')].find((label) => label.textContent.trim() === '{left}').htmlFor")).await;
                picks(browser, &format!("[id='{id}']"), right).await;
            }
        }
        Says::Gaps(texts) => {
            for (n, words) in texts.iter().enumerate() {
                let field = format!("{root} [data-field=gap-{}] :is(input, select)", n + 1);
                if browser.asks(&format!("return document.querySelector('{field}').localName")).await == "select" {
                    picks(browser, &field, words).await;
                } else {
                    inserts(browser, &field, words).await;
                }
            }
        }
    }
}
