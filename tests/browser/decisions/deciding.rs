//! Deciding as people do: with a thumb, by keys alone, and where no script runs.

use serde_json::json;
use thirtyfour::Key;

use super::{
    DESIGN, OVERLAY, WIZARDS, answer_to, arrives, fits, follows, has, marks_the_page, question, rows, ruled_out,
    taps_on, text, texts,
};
use crate::browser::driver::{self, Browser};
use crate::browser::questions::answering::{tabs_to, taps};
use crate::support::Portal;

/// The most taps from a module to an outcome.
const MOST_TAPS: usize = 14;

/// The field of an option.
fn option(question: &str, option: &str) -> String {
    format!(".choice input[name='{question}'][value='{option}']")
}

/// Whether an option is chosen.
fn chosen(field: &str) -> String {
    format!("return document.querySelector({}).checked", json!(field))
}

/// Chooses an option with a finger and goes on: two taps.
async fn answers(phone: &Browser, question: &str, with: &str) {
    let field = option(question, with);
    taps(phone, &format!("{field} + .choice-text")).await;
    phone.waits_for("the choice", &chosen(&field)).await;
    taps_on(phone, ".asks button.button").await;
}

/// Each outcome that is ruled out says why, with the page that states it.
async fn says_why(browser: &Browser, what: &str) {
    let silent = "return [...document.querySelectorAll('.outcomes .out')].filter((outcome) => { \
            const reasons = [...outcome.querySelectorAll('.reasons li')]; \
            return reasons.length === 0 || !reasons.every((reason) => reason.textContent.length > 40 && reason.querySelector('.source').href.startsWith('https://')); \
        }).map((outcome) => outcome.textContent)";
    assert_eq!(browser.asks(silent).await, json!([]), "{what}: no reason");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_decides_on_a_phone_and_changes_an_answer() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let phone = Browser::open(390, 844).await;
    phone.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    taps_on(&phone, ".wizard-block a[href$='/wizards/network-model']").await;
    let mut tapped = 1;
    let mut out = 0;
    while let Some(asked) = question(&phone).await {
        fits(&phone, &asked).await;
        says_why(&phone, &asked).await;
        let stood = ruled_out(&phone).await.len();
        assert!(stood >= out, "what fell out does not come back while nothing is changed");
        out = stood;
        answers(&phone, &asked, answer_to(&OVERLAY, &asked)).await;
        tapped += 2;
        if asked == "existing" {
            assert_eq!(ruled_out(&phone).await, ["kubenet, until it can move"]);
            let why = text(&phone, ".outcomes .out .reasons").await;
            assert!(why.contains("31 March 2028") && why.contains("(Cluster today: No: it is new"), "{why}");
        }
    }
    assert!(tapped <= MOST_TAPS, "{tapped} taps");
    fits(&phone, "the outcome").await;
    says_why(&phone, "the outcome").await;
    assert_eq!(text(&phone, ".ends h1").await, "Build the cluster with Azure CNI Overlay.");
    assert_eq!(ruled_out(&phone).await.len(), 5);
    assert_eq!(text(&phone, ".standings .count").await, "1 of 6 still possible");

    // With more room it is still Overlay, and now others are possible, too.
    let before = texts(&phone, ".trail li").await;
    taps_on(&phone, ".trail a[href$='_change=space']").await;
    fits(&phone, "a question asked again").await;
    assert_eq!(phone.asks(&chosen(&option("space", "nodes-only"))).await, true, "the answer that was given");
    answers(&phone, "space", "all-pods").await;
    fits(&phone, "the outcome after a change").await;
    assert_eq!(text(&phone, ".ends h1").await, "Build the cluster with Azure CNI Overlay.");
    assert_eq!(ruled_out(&phone).await, ["Bring your own CNI", "kubenet, until it can move"]);
    let after = texts(&phone, ".trail li").await;
    let differ: Vec<&String> = after.iter().filter(|step| !before.contains(step)).collect();
    assert_eq!(differ, ["Change: Network space: Enough for the maximum of every node"], "the other answers stay");

    // Pods that must be reached rule Overlay out, and it says which answer did.
    taps_on(&phone, ".trail a[href$='_change=reach']").await;
    answers(&phone, "reach", "inbound").await;
    fits(&phone, "what a change asks for").await;
    assert!(ruled_out(&phone).await.contains(&"Azure CNI Overlay".to_owned()));
    let why = text(&phone, ".outcomes .out:first-child").await;
    assert!(why.contains("cannot be addressed from outside") && why.contains("(Pods reached by address: Yes"), "{why}");
    let complaints = phone.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
    phone.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_cannot_be_had_together_say_what_to_give_up() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let phone = Browser::open(390, 844).await;
    let mut wanted = OVERLAY.to_vec();
    wanted[4] = ("reach", "inbound");
    phone.goes_to(&portal.url(&super::place(&wanted))).await;
    assert_eq!(text(&phone, ".ends h1").await, "Nothing fits all of your answers");
    fits(&phone, "a conflict").await;
    let give_up = texts(&phone, ".give-up li").await;
    assert_eq!(texts(&phone, ".conflict li").await.len(), give_up.len());
    let space = give_up.iter().find(|way| way.starts_with("Change “Network space")).expect("a way out");
    assert!(space.contains("Then possible: Azure CNI Pod Subnet, dynamic allocation"), "{space}");
    taps_on(&phone, ".give-up a[href$='_change=space']").await;
    answers(&phone, "space", "running-pods").await;
    assert!(!has(&phone, ".conflict").await, "still nothing fits");
    assert_eq!(text(&phone, ".outcomes .lead .outcome-name strong").await, "Azure CNI Pod Subnet, dynamic allocation");
    phone.closes().await;
}

/// What has the focus shows it: an outline around it, around the option that it is in, or around the card that it fills.
async fn focus_shows(browser: &Browser) {
    let shows = "const field = document.activeElement; \
        const style = getComputedStyle(field.closest('.choice') ?? field, field.closest('.linked') && '::after'); \
        return field.matches(':focus-visible') && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 \
            ? '' : field.outerHTML.slice(0, 200) + ' ' + style.outline";
    assert_eq!(browser.asks(shows).await, "", "the focus cannot be seen");
}

/// Goes to something by Tab and presses Enter, which leads to another page.
async fn enters(browser: &Browser, selector: &str) {
    tabs_to(browser, selector).await;
    focus_shows(browser).await;
    marks_the_page(browser).await;
    browser.types(Key::Enter).await;
    arrives(browser).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_keys_alone_a_decision_is_made_kept_and_read() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    browser.goes_to(&portal.url(WIZARDS)).await;
    enters(&browser, "main a[href$='/wizards/network-model']").await;
    let wanted = [
        ("existing", "kubenet"),
        ("reach", "no"),
        ("own-cni", "no"),
        ("virtual-nodes", "no"),
        ("pods", "up-to-200000"),
    ];
    let mut arrows = 0;
    while let Some(asked) = question(&browser).await {
        let field = option(&asked, answer_to(&wanted, &asked));
        tabs_to(&browser, ".choice input").await;
        focus_shows(&browser).await;
        browser.types(Key::Space).await;
        while browser.asks(&chosen(&field)).await != true {
            browser.types(Key::Down).await;
            focus_shows(&browser).await;
            arrows += 1;
            assert!(arrows < 10, "{field} is not reached");
        }
        // From the option the next stop is the button.
        browser.types(Key::Tab).await;
        assert_eq!(browser.asks("return document.activeElement.textContent").await, "Go on");
        enters(&browser, ".asks button.button").await;
    }
    assert!(arrows > 0, "no arrow was needed");
    assert_eq!(text(&browser, ".ends h1").await, "Build the cluster with Azure CNI Overlay.");

    tabs_to(&browser, "#_note").await;
    focus_shows(&browser).await;
    browser.types("moved in the night of the next window").await;
    enters(&browser, ".keep button").await;
    assert_eq!(browser.asks("return location.pathname").await, DESIGN);
    assert_eq!(text(&browser, "#_decision-network-model h3").await, "Azure CNI Overlay");
    assert_eq!(text(&browser, "#_decision-network-model .note").await, "moved in the night of the next window");

    // The reasons are folded, and a key opens them.
    let shown = "return document.querySelector('#_decision-network-model .answers').checkVisibility()";
    assert_eq!(browser.asks(shown).await, false);
    tabs_to(&browser, "#_decision-network-model summary").await;
    focus_shows(&browser).await;
    browser.types(Key::Enter).await;
    browser.waits_for("the reasons", shown).await;
    // Back to the very answers.
    enters(&browser, "#_decision-network-model .row > a").await;
    assert_eq!(text(&browser, ".kept-state").await, "Kept in “My design”.");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_script_a_decision_is_made_and_kept_and_the_sheet_is_typed() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(390, 844).await;
    browser.command("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
    follows(&browser, ".wizard-block a[href$='/wizards/network-model']").await;
    // Nothing chosen and sent all the same: the browser's own word for it, and the page stays.
    browser.clicks(".asks button.button").await;
    assert_eq!(browser.asks("return document.querySelector('.choice input').validity.valueMissing").await, true);
    assert_eq!(question(&browser).await.as_deref(), Some("existing"));
    while let Some(asked) = question(&browser).await {
        browser.clicks(&format!("{} + .choice-text", option(&asked, answer_to(&OVERLAY, &asked)))).await;
        follows(&browser, ".asks button.button").await;
        fits(&browser, "without script").await;
    }
    assert_eq!(text(&browser, ".ends h1").await, "Build the cluster with Azure CNI Overlay.");
    assert!(has(&browser, ".ends .code").await && !has(&browser, ".code .copy").await, "a script has run");
    browser.clicks("#_note").await;
    browser.types("no script here").await;
    follows(&browser, ".keep button").await;
    assert_eq!(text(&browser, "#_decision-network-model .note").await, "no script here");

    // One pool a visit: the empty row at the end comes with the page.
    for (row, name, nodes) in [(1, "system", "3"), (2, "apps", "12")] {
        follows(&browser, "#_sheet a[href$='/design/sheet']").await;
        assert_eq!(texts(&browser, ".entry").await.len(), row);
        browser.clicks(".entry:last-of-type [name='pool.name']").await;
        browser.types(name).await;
        browser.clicks(".entry:last-of-type [name='pool.nodes']").await;
        browser.types(nodes).await;
        follows(&browser, ".sheet .save button").await;
        assert_eq!(rows(&browser, "#_sheet").await.len(), row);
    }
    let pools = rows(&browser, "#_sheet").await;
    assert!(pools[0].starts_with("system 3") && pools[1].starts_with("apps 12"), "{pools:?}");
    browser.closes().await;
}
