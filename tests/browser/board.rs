//! The board of a cohort while it is looked at.

use podium::domain::cohort::Names;
use serde_json::json;

use super::accessible::{checker, findings};
use super::driver::{self, Browser};
use crate::accounts::OWNERS;
use crate::cohorts::board::Room;

/// Signs the owner in, from the page that was asked for.
async fn signs_in(browser: &Browser, url: &str) {
    browser.goes_to(url).await;
    let fill = format!(
        "document.querySelector('[name=email]').value = 'ada@example.org'; \
         document.querySelector('[name=password]').value = '{OWNERS}'; \
         document.querySelector('form.account').submit(); return true"
    );
    browser.asks(&fill).await;
    browser.waits_for("the board", "return document.querySelector('#_board') !== null").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_keeps_itself_up_to_date_and_the_focus_in_its_place() {
    if !driver::is_there() {
        return;
    }
    let room = Room::with(Names::Nickname).await;
    let (ada, _) = room.joins("Ada").await;
    room.joins("Chen").await;
    let browser = Browser::open(390, 844).await;
    signs_in(&browser, &room.portal.url(&room.path(""))).await;
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.asks(wide).await, true, "only the table's own box scrolls");

    // Asked again without a change, nothing is drawn anew; afterwards what has the focus keeps it.
    browser
        .asks(
            "document.querySelector('#_board').dataset.old = 'yes'; document.querySelector('.heat-box').scrollLeft = 40; \
             document.querySelector('tbody tr:nth-child(2) th a').focus(); dispatchEvent(new Event('online')); return true",
        )
        .await;
    browser
        .waits_for(
            "the word that it was asked",
            "return document.querySelector('#_as-of').innerText.includes('Updated')",
        )
        .await;
    assert_eq!(browser.asks("return document.querySelector('#_board').dataset.old").await, "yes");

    room.marks(ada, &[("cables", "copper")]).await;
    browser.asks("dispatchEvent(new Event('online')); return true").await;
    browser
        .waits_for("the mark", "return document.querySelector('tbody tr:first-child td').innerText.trim() === '50'")
        .await;
    assert_eq!(browser.asks("return document.activeElement.innerText").await, "Chen");
    assert_eq!(browser.asks("return document.querySelector('.heat-box').scrollLeft").await, 40);

    // Stopped, it stays as it is.
    browser.clicks("#_pause").await;
    assert_eq!(browser.asks("return document.querySelector('#_pause').innerText").await, "Go on refreshing");
    room.marks(ada, &[("cables", "fibre")]).await;
    browser.asks("dispatchEvent(new Event('online')); return true").await;
    assert_eq!(browser.asks("return document.querySelector('tbody td').innerText.trim()").await, "50");
    browser.clicks("#_pause").await;
    browser.waits_for("the mark", "return document.querySelector('tbody td').innerText.trim() === '100'").await;
    assert_eq!(browser.complaints().await, [""; 0]);
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_the_pages_of_those_who_run_a_cohort() {
    let Some(checker) = checker() else { return };
    if !driver::is_there() {
        return;
    }
    let room = Room::with(Names::Nickname).await;
    let mut first = None;
    for n in 0..6 {
        let (person, member) = room.joins(&format!("Person {n}")).await;
        room.marks(person, &[("cables", "copper")]).await;
        let attempt = room.tries(person, n).await;
        first = Some((member, attempt));
    }
    let (member, attempt) = first.expect("somebody");
    let browser = Browser::open(1440, 900).await;
    signs_in(&browser, &room.portal.url(&room.path(""))).await;
    let pages = [
        String::new(),
        "?by=sections&module=cables&show=stuck".to_owned(),
        "?find=nobody".to_owned(),
        format!("/people/{member}"),
        format!("/people/{member}/attempts/{attempt}"),
        "/report".to_owned(),
    ];
    for theme in ["light", "dark"] {
        browser.asks(&format!("document.cookie = 'theme={theme}; path=/'; return true")).await;
        for page in &pages {
            browser.goes_to(&room.portal.url(&room.path(page))).await;
            browser
                .asks("for (const fold of document.querySelectorAll('main details')) fold.open = true; return true")
                .await;
            assert_eq!(findings(&browser, &checker).await, json!([]), "{page} in {theme}");
        }
    }
    browser.closes().await;
}
