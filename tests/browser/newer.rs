//! A page that was opened before the content changed: it goes on working, says so, and takes what was typed along.

use super::driver::{self, Browser};
use crate::support::{Folder, Person, Portal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_from_before_a_change_offers_to_be_loaded_again_and_loses_nothing_typed() {
    if !driver::is_there() {
        return;
    }
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (browser, other) = (Browser::open(1440, 900).await, Person::at(&portal));
    browser.goes_to(&portal.url("/w/plan/tunnels")).await;
    assert_eq!(browser.asks("return document.querySelector('.menu-name').textContent").await, "Menu");
    browser.clicks("#_mark-dig button").await;
    browser.waits_for("the mark", "return document.querySelector('#_mark-dig.done') !== null").await;
    assert_eq!(browser.asks("return document.querySelector('.menu-name').textContent").await, "You");
    assert_eq!(browser.asks("return document.querySelector('.newer') === null").await, true, "nothing is newer yet");

    folder.module("cables", &["Copper {#copper}", "Fibre {#fibre}", "Air {#air}"]);
    while other.reads("/w/plan/cables").await.attributes("h2#air", "id").is_empty() {}
    browser.clicks("#_mark-line button").await;
    browser.waits_for("the mark", "return document.querySelector('#_mark-line.done') !== null").await;
    browser.waits_for("the offer", "return document.querySelector('.newer') !== null").await;

    // Put away, it does not come back for the same version.
    browser.clicks(".newer .plain").await;
    browser.clicks("#_mark-light button").await;
    browser.waits_for("the mark", "return document.querySelector('#_mark-light.done') !== null").await;
    assert_eq!(browser.asks("return document.querySelector('.newer') === null").await, true, "it came back");

    folder.module("cables", &["Copper {#copper}", "Fibre {#fibre}", "Water {#water}"]);
    while other.reads("/w/plan/cables").await.attributes("h2#water", "id").is_empty() {}
    browser.clicks("#_mark-light button").await;
    browser.waits_for("the next offer", "return document.querySelector('.newer') !== null").await;
    browser.clicks("#_note-dig summary").await;
    browser.clicks("#_note-dig textarea").await;
    browser.types("half a thought").await;
    browser.asks("window.before = true; return true").await;
    browser.clicks(".newer .button").await;
    browser
        .waits_for(
            "the new page with the thought",
            "return !window.before && document.querySelector('#_note-dig textarea')?.value === 'half a thought'",
        )
        .await;
    assert_eq!(browser.asks("return document.querySelector('.newer') === null").await, true, "the page is new now");
    browser.closes().await;
}
