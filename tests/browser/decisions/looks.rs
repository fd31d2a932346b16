//! What decisions and designs look like where the list of all pages cannot lead: nothing for axe to find and nothing too wide or
//! too small, in both themes.

use super::{DESIGN, OVERLAY, WIZARDS, follows, has, has_a_design, place, sends};
use crate::browser::accessible::checker;
use crate::browser::driver::{self, Browser};
use crate::browser::fits::weight;
use crate::browser::questions::looks::looks_good;
use crate::support::Portal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn decisions_and_designs_look_good_in_every_state() {
    if !driver::is_there() {
        return;
    }
    let checker = checker();
    let checker = checker.as_deref();
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    // Before there is anything.
    for path in [DESIGN.to_owned(), format!("{DESIGN}/sheet"), place(&[]), place(&OVERLAY)] {
        browser.goes_to(&portal.url(&path)).await;
        looks_good(&browser, checker, &format!("{path}, empty")).await;
    }
    // A sheet that cannot be read, and a record that is none.
    browser.goes_to(&portal.url(&format!("{DESIGN}/sheet"))).await;
    let wrong = "for (const [name, words] of Object.entries({ 'pod-range': '10.300.0.0/16', tags: 'no equals sign', 'pool.name': 'NOT A NAME', 'pool.nodes': 'many' })) \
        document.querySelector(`.sheet [name='${name}']`).value = words; return true";
    browser.asks(wrong).await;
    follows(&browser, ".sheet .save button").await;
    assert!(has(&browser, "[name='pool.nodes'][aria-invalid=true]").await);
    looks_good(&browser, checker, "a sheet that cannot be read").await;
    browser.goes_to(&portal.url(DESIGN)).await;
    browser.clicks(".import summary").await;
    browser.asks("document.querySelector('#_record').value = '{}'; return true").await;
    follows(&browser, ".import button").await;
    assert!(has(&browser, "#_record[aria-invalid=true]").await);
    looks_good(&browser, checker, "a record that cannot be read").await;

    has_a_design(&browser).await;
    browser.goes_to(&portal.url(DESIGN)).await;
    let action =
        "return document.querySelector('form[action$=\"/words\"]').getAttribute('action').replace('/words', '')";
    let design = browser.asks(action).await.as_str().expect("an address").to_owned();
    let id = design.rsplit('/').next().expect("an id").to_owned();
    let words = [
        ("base", "1"),
        ("title", "The web shop in the north"),
        ("open", "Who owns the hub?"),
        ("notes", "Mind\nthe gap"),
    ];
    sends(&browser, &format!("{design}/words"), &words).await;
    sends(&browser, "/tools/subnet/keep", &[("query", "in=10.9.0.0/26"), ("title", "Nodes")]).await;
    sends(&browser, &format!("{design}/share"), &[]).await;
    browser.goes_to(&portal.url(DESIGN)).await;
    for part in
        ["#_share-link", ".finding.error", ".open-questions li", "form[action$='/plans/add']", "#_sheet tbody tr"]
    {
        assert!(has(&browser, part).await, "{part} is not there to be looked at");
    }
    looks_good(&browser, checker, "a full design").await;
    let link = super::text(&browser, "#_share-link").await;
    follows(&browser, "form[action$='/plans/add'] button").await;
    looks_good(&browser, checker, "a plan in the design").await;
    // Windows pools make another decision of it, and a second design gives something to compare.
    sends(&browser, &format!("{DESIGN}/new"), &[("title", "Its copy"), ("copy", &id)]).await;
    sends(
        &browser,
        &format!("{DESIGN}/sheet"),
        &[("_base", "1"), ("region", "westeurope"), ("pool.name", "win"), ("pool.os", "windows")],
    )
    .await;
    for (path, what) in [
        (link.trim_start_matches(&portal.address).to_owned(), "a shared design"),
        (format!("{DESIGN}?since=1"), "what changed, with two designs"),
        (format!("{DESIGN}?revision={id}.1"), "an earlier revision"),
        (format!("{DESIGN}/history"), "a history"),
        (format!("{DESIGN}/compare?a={id}&b={id}.2"), "two revisions side by side"),
        (format!("{DESIGN}/compare?a={id}&b={id}"), "nothing differs"),
        (format!("{WIZARDS}/network-model"), "a decision with what is known"),
        (format!("{WIZARDS}/registry"), "a decision that was made"),
        (place(&[("existing", "kubenet-frozen"), ("own-cni", "no")]), "another answer than in the design"),
        ("/w/aks-networking/egress".to_owned(), "commands with own values"),
        ("/w/aks-networking/egress?original".to_owned(), "commands as they were written"),
    ] {
        browser.goes_to(&portal.url(&path)).await;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        assert_eq!(browser.asks(status).await, 200, "{path}");
        looks_good(&browser, checker, what).await;
    }
    let own: Vec<String> =
        browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422")).collect();
    assert!(own.is_empty(), "{own:?}");
    browser.closes().await;
}

/// A page of a decision or a design with its styles and scripts: at most so many bytes, compressed.
const MOST: usize = 60 * 1024;

#[tokio::test]
async fn a_page_of_a_decision_is_small() {
    let portal = Portal::start();
    for path in [WIZARDS.to_owned(), place(&OVERLAY), format!("{WIZARDS}/network-model/map"), format!("{DESIGN}/sheet")]
    {
        let page = crate::support::Person::at(&portal).reads(&path).await;
        let files = [page.attributes("link[rel=stylesheet]", "href"), page.attributes("script[src]", "src")].concat();
        assert_eq!(files.len(), 4, "{files:?}");
        let weights: Vec<usize> = std::iter::once(&path).chain(&files).map(|path| weight(&portal, path)).collect();
        let all: usize = weights.iter().sum();
        assert!(all <= MOST, "{path}: {weights:?} = {all} bytes");
    }
}
