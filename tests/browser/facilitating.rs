//! A facilitator prepares a cohort and reads its report afterwards, with the keyboard alone: the focus goes where the Tab key takes it,
//! it is always seen, and nothing is clicked.

use std::time::{Duration, Instant};

use podium::domain::cohort::Names;
use thirtyfour::Key;

use super::driver::{self, Browser};
use crate::accounts::{OWNERS, invited, owner};
use crate::cohorts::board::Room;
use crate::support::{Person, Portal};

/// The most presses of the Tab key to anything on a page: beyond that nobody would look for it.
const MOST_TABS: usize = 120;

/// Presses Tab until something that fits this selector has the focus, which then has to be seen.
async fn tabs_to(browser: &Browser, selector: &str) {
    for _ in 0..MOST_TABS {
        browser.types(Key::Tab).await;
        let here = format!("return document.activeElement !== null && document.activeElement.matches(`{selector}`)");
        if browser.asks(&here).await == true {
            let seen = "const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e); \
                        return e.matches(':focus-visible') && box.width > 0 && box.bottom > 0 && box.top < innerHeight \
                        && style.outlineStyle !== 'none'";
            browser.waits_for(&format!("the focus on {selector}"), seen).await;
            return;
        }
    }
    let page = browser.asks("return location.pathname + ' ' + document.activeElement.outerHTML.slice(0, 200)").await;
    panic!("the Tab key does not come to {selector}: {page}");
}

/// Presses Enter, and waits for the page at an address that ends so.
async fn enters(browser: &Browser, path: &str) {
    browser.asks("document.documentElement.dataset.left = 'yes'; return true").await;
    browser.types(Key::Enter).await;
    let there = format!(
        "return document.documentElement.dataset.left === undefined && document.readyState === 'complete' \
         && location.pathname.endsWith(`{path}`)"
    );
    browser.waits_for(path, &there).await;
}

async fn signs_in(browser: &Browser, portal: &Portal) {
    browser.goes_to(&portal.url("/facilitate/sign-in")).await;
    tabs_to(browser, "#_email").await;
    browser.types("ada@example.org").await;
    tabs_to(browser, "#_password").await;
    browser.types(OWNERS).await;
    enters(browser, "/facilitate").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_afternoon_before_by_keyboard() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let ada = owner(&portal).await;
    invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let browser = Browser::open(1440, 900).await;
    signs_in(&browser, &portal).await;

    // A cohort, from the list of them to the code for the wall.
    let began = Instant::now();
    tabs_to(&browser, "a[href='/facilitate/cohorts/new']").await;
    enters(&browser, "/cohorts/new").await;
    tabs_to(&browser, "#_name").await;
    browser.types("Platform team, January").await;
    enters(&browser, "/door").await;
    assert!(began.elapsed() < Duration::from_secs(30), "it took {:?}", began.elapsed());
    let seen = "const box = document.querySelector('.door-qr svg').getBoundingClientRect(); return box.width >= 120";
    assert_eq!(browser.asks(seen).await, true, "the QR code can be scanned from the screen");
    let code = browser.asks("return document.querySelector('.door-code').innerText").await;
    assert_eq!(code.as_str().map(|code| code.split_whitespace().count()), Some(3), "a word and two groups: {code}");

    // The schedule: one module is left out, another is due.
    tabs_to(&browser, "a[href$='/settings']").await;
    enters(&browser, "/settings").await;
    tabs_to(&browser, "input[name='due:egress']").await;
    browser.types("12242031").await;
    browser.types(Key::Right).await;
    browser.types("0900A").await;
    tabs_to(&browser, "select[name='need:service-mesh']").await;
    let hidden = "return document.querySelector(\"select[name='need:service-mesh']\").value === 'hidden'";
    for _ in 0..4 {
        if browser.asks(hidden).await != true {
            browser.types(Key::Down).await;
        }
    }
    browser.waits_for("the module to be left out", hidden).await;
    tabs_to(&browser, "form.settings button").await;
    enters(&browser, "/settings").await;
    let saved = "return document.querySelector(\"input[name='due:egress']\").value";
    assert_eq!(browser.asks(saved).await, "2031-12-24T09:00");
    browser.waits_for("the settings to be kept", hidden).await;

    // A colleague who helps.
    tabs_to(&browser, ".tabs a[href$='/people']").await;
    enters(&browser, "/people").await;
    tabs_to(&browser, "#_email").await;
    browser.types("bob@example.org").await;
    tabs_to(&browser, "input[name=role]").await;
    tabs_to(&browser, "form[action$='/staff'] button").await;
    enters(&browser, "/people").await;
    let staff = browser.asks("return document.querySelector('#staff').innerText").await;
    assert!(staff.as_str().is_some_and(|staff| staff.contains("Bob Assistant")), "{staff}");

    // What somebody who joins finds.
    let link = browser.asks("return document.querySelector('.cohort-code a').getAttribute('href')").await;
    let door = ada.reads(link.as_str().expect("the door")).await.text("#_link");
    let maya = Person::at(&portal);
    let home = maya.sends(&door[door.find("/join/").expect("a link")..], &[("name", "Maya")]).await;
    home.says("due 24 December 2031");
    home.does_not_say("Service mesh");

    tabs_to(&browser, ".menu summary").await;
    browser.types(Key::Enter).await;
    browser.waits_for("the menu", "return document.querySelector('.menu').open").await;
    tabs_to(&browser, "form.leave button").await;
    browser.types(Key::Enter).await;
    browser.waits_for("to be signed out", "return document.querySelector('form.leave') === null").await;
    assert_eq!(browser.complaints().await, [""; 0]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_report_afterwards_by_keyboard() {
    if !driver::is_there() {
        return;
    }
    let room = Room::with(Names::Nickname).await;
    for n in 0..6 {
        let (person, _) = room.joins(&format!("Person {n}")).await;
        room.marks(person, &[("cables", "copper")]).await;
        room.tries(person, n + 1).await;
    }
    let browser = Browser::open(1440, 900).await;
    signs_in(&browser, &room.portal).await;
    let cohort = room.path("");
    tabs_to(&browser, &format!("h3 a[href='{cohort}']")).await;
    enters(&browser, &cohort).await;

    // From the board to one person, and back.
    tabs_to(&browser, "tbody th a").await;
    let path = browser.asks("return new URL(document.activeElement.href).pathname").await;
    enters(&browser, path.as_str().expect("a page")).await;
    tabs_to(&browser, ".module-fold summary").await;
    browser.types(Key::Enter).await;
    browser.waits_for("what they marked", "return document.activeElement.parentElement.open").await;

    // What was understood, with what lies folded.
    tabs_to(&browser, ".tabs a[href$='/report']").await;
    enters(&browser, "/report").await;
    let words = browser.asks("return document.querySelector('main').innerText").await;
    assert!(words.as_str().is_some_and(|words| words.contains("6 people")), "{words}");
    tabs_to(&browser, "main summary").await;
    browser.types(" ").await;
    browser.waits_for("what was folded", "return document.activeElement.parentElement.open").await;

    // And out.
    browser.goes_to(&room.portal.url(&room.path("/report"))).await;
    tabs_to(&browser, ".tabs a[href$='/exports']").await;
    enters(&browser, "/exports").await;
    tabs_to(&browser, "a[href$='/answers.csv']").await;
    assert_eq!(browser.complaints().await, [""; 0]);
    browser.closes().await;
}
