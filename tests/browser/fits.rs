//! Every page on every screen: nothing scrolls sideways, nothing jumps, nothing comes from elsewhere, little is sent.

use std::io::Read as _;

use serde_json::json;

use super::{PAGES, settle_in};
use crate::browser::driver::{self, Browser};
use crate::support::Portal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_scrolls_sideways_complains_or_asks_elsewhere() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    let browser = Browser::open(1440, 900).await;
    settle_in(&browser, &portal).await;
    for (width, height) in [(1440, 900), (390, 844), (320, 568)] {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
        for path in PAGES {
            browser.goes_to(&portal.url(path)).await;
            let over = browser
                .asks("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .await;
            assert_eq!(over, 0, "{path} at {width} is wider than the screen");
            let hosts = browser
                .asks("return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !name.startsWith('data:') && new URL(name).host !== location.host)")
                .await;
            assert_eq!(hosts, json!([]), "{path} asks other hosts");
            if width < 600 {
                let small = browser
                    .asks(
                        "return [...document.querySelectorAll('main button, main .button, .rail > summary, .topbar a, .topbar summary')] \
                         .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1) \
                         .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().height]) \
                         .filter(([, height]) => height < 43.5)",
                    )
                    .await;
                assert_eq!(small, json!([]), "{path} at {width}: smaller than a thumb");
            }
        }
    }
    // The page that is not there is answered with 404 and what cannot be read with 422, which the browser notes.
    let expected = |line: &String| ["404", "422"].iter().any(|status| line.contains(&format!("status of {status}")));
    let complaints: Vec<String> = browser.complaints().await.into_iter().filter(|line| !expected(line)).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    browser.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_jumps_while_a_module_loads() {
    if !driver::is_there() {
        return;
    }
    let portal = Portal::start();
    for (width, height) in [(1440, 900), (390, 844)] {
        let browser = Browser::open(width, height).await;
        browser.command("Network.enable", json!({})).await;
        // Slow enough that the styles come well after the text.
        browser
            .command(
                "Network.emulateNetworkConditions",
                json!({"offline": false, "latency": 100, "downloadThroughput": 200_000, "uploadThroughput": 200_000}),
            )
            .await;
        browser.goes_to(&portal.url("/w/aks-networking/networking-models")).await;
        let shift = browser
            .web
            .execute_async(
                "const done = arguments[0]; let sum = 0; \
                 new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true }); \
                 setTimeout(() => done(sum), 500);",
                Vec::new(),
            )
            .await
            .expect("a script runs");
        let shift = shift.json().as_f64().expect("a number");
        assert!(shift < 0.01, "the page jumps by {shift} at {width}");
        browser.closes().await;
    }
}

/// At most so much for the first visit to a module: 60 KB in all, 25 KB of it script, compressed.
#[tokio::test]
async fn a_first_visit_is_small() {
    let portal = Portal::start();
    let fetch = |path: &str| weight(&portal, path);
    // Ingress is not among them: its text is too long for it, see CONTRIBUTING.md.
    let modules =
        ["networking-models", "private-clusters", "egress", "network-policies", "external-components", "service-mesh"];
    for module in modules {
        let path = format!("/w/aks-networking/{module}");
        let page = crate::support::Person::at(&portal).reads(&path).await;
        let (styles, scripts) =
            (page.attributes("link[rel=stylesheet]", "href"), page.attributes("script[src]", "src"));
        assert_eq!((styles.len(), scripts.len() <= 2), (1, true), "{styles:?} {scripts:?}");
        let html = fetch(&path);
        let style: usize = styles.iter().map(|path| fetch(path)).sum();
        let script: usize = scripts.iter().map(|path| fetch(path)).sum();
        assert!(script <= 25 * 1024, "{module}: {script} bytes of script");
        assert!(html + style + script <= 60 * 1024, "{module}: {html} + {style} + {script} bytes");
    }
}

/// What an answer has in all, its head included, when the browser takes gzip.
pub(super) fn weight(portal: &Portal, path: &str) -> usize {
    use std::io::Write as _;
    let address = portal.address.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(address).expect("the portal listens");
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let head = String::from_utf8_lossy(&answer[..answer.len().min(2000)]).to_lowercase();
    assert!(head.starts_with("http/1.1 200") && head.contains("content-encoding: gzip"), "{path}: {head}");
    answer.len()
}
