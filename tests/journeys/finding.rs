use std::time::Instant;

use reqwest::{Method, StatusCode};

use crate::support::{Person, Portal};

#[tokio::test]
async fn the_search_finds_sections_terms_and_links_with_a_typo() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let page = maya.reads("/w/aks-networking/search?q=overlay").await;
    assert!(
        page.attributes("main a", "href").iter().any(|href| href.starts_with("/w/aks-networking/networking-models#")),
        "{}",
        page.words()
    );
    for (query, expected) in
        [("kubnet", "kubenet"), ("overlya", "Overlay"), ("Cilum", "Cilium"), ("privat endpoint", "rivate endpoint")]
    {
        let page = maya.reads(&format!("/w/aks-networking/search?q={query}")).await;
        page.says(expected);
    }
    let nothing = maya.reads("/w/aks-networking/search?q=zzzzqqqq").await;
    assert_eq!(nothing.attributes("input[name=q]", "value").first().map(String::as_str), Some("zzzzqqqq"));
    let hostile = maya.reads("/w/aks-networking/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!hostile.body.contains("<script>alert"));
}

#[tokio::test]
async fn search_as_you_type_answers_with_the_results_alone() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let part = maya.asks(Method::GET, "/w/aks-networking/search?q=cili", &[("X-Fragment", "results")], "").await;
    assert_eq!(part.status, StatusCode::OK);
    assert_eq!((part.count(".hits"), part.count("main")), (1, 0), "{}", part.body);
    assert!(part.header("vary").to_lowercase().contains("x-fragment"));
}

#[tokio::test]
async fn every_page_of_the_workshop_opens_and_every_link_of_ours_leads_somewhere() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    let (mut open, mut seen) = (vec!["/".to_owned()], std::collections::BTreeSet::new());
    // The ids of each page that was read; places on it are looked for in here.
    let mut read: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    let started = Instant::now();
    while let Some(path) = open.pop() {
        let (bare, anchor) = path.split_once('#').unwrap_or((&path, ""));
        let bare = if bare.is_empty() { "/" } else { bare };
        if let Some(ids) = read.get(bare) {
            assert!(anchor.is_empty() || ids.iter().any(|id| id == anchor), "{path} leads to no place on the page");
            continue;
        }
        let page = maya.reads(bare).await;
        assert!(
            page.header("content-type").contains("charset=utf-8")
                || page.header("content-type").starts_with("image/")
                || bare.contains("/files/"),
            "{path}"
        );
        if !page.header("content-type").starts_with("text/html") {
            read.insert(bare.to_owned(), Vec::new());
            continue;
        }
        let ids = page.attributes("[id]", "id");
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path} has an id twice");
        assert!(anchor.is_empty() || unique.contains(&anchor.to_owned()), "{path} leads to no place on the page");
        read.insert(bare.to_owned(), ids);
        for href in page.attributes("a[href]", "href") {
            let href = if href.starts_with('#') { format!("{bare}{href}") } else { href };
            let own = href.starts_with('/') && !href.starts_with("//");
            assert!(own || href.starts_with("https://") || href.starts_with("http://"), "{path} links to {href}");
            // A calculator has as many addresses as there are numbers: from each page only its examples are followed.
            // So has a decision: as many as there are ways to answer it.
            let of_many = |address: &str| address.starts_with("/tools/") || address.contains("/wizards/");
            let endless = of_many(&href) && of_many(bare) && bare.contains('?');
            if own && !endless && seen.insert(href.clone()) {
                open.push(href);
            }
        }
        for resource in ["script[src]", "link[href]", "img[src]"] {
            for address in page.attributes(resource, "src").into_iter().chain(page.attributes(resource, "href")) {
                assert!(
                    address.starts_with('/') || address.starts_with("data:"),
                    "{path} asks another host: {address}"
                );
            }
        }
        assert!(started.elapsed().as_secs() < 300 && seen.len() < 5000, "the crawl does not end");
    }
    assert!(seen.len() > 60, "only {} pages were found", seen.len());
}

#[tokio::test]
async fn programs_read_the_workshop_as_json() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let list: serde_json::Value = serde_json::from_str(&maya.reads("/api/v1/workshops").await.body).unwrap();
    assert_eq!(list[0]["id"], "aks-networking");
    let workshop: serde_json::Value =
        serde_json::from_str(&maya.reads("/api/v1/workshops/aks-networking").await.body).unwrap();
    assert_eq!(workshop["modules"].as_array().map(Vec::len), Some(7));
    let module = maya.reads("/api/v1/workshops/aks-networking/modules/networking-models").await;
    assert!(module.header("content-type").starts_with("application/json"));
    assert!(!module.body.contains("misconception"), "facilitators' notes leave the server");
    let missing = maya.opens("/api/v1/workshops/none").await;
    assert_eq!(
        (missing.status, missing.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json; charset=utf-8")
    );
    let problem: serde_json::Value = serde_json::from_str(&missing.body).unwrap();
    assert_eq!((&problem["status"], &problem["title"]), (&404.into(), &"Not found".into()));
}

#[tokio::test]
async fn no_page_shows_what_is_for_the_facilitator() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/content/aks-networking/modules/networking-models.md"
    ))
    .unwrap();
    let front: toml::Table = text.split("+++").nth(1).unwrap().parse().unwrap();
    for key in ["story", "ask", "misconception", "skip"] {
        let secret = front["facilitator"][key].as_str().unwrap();
        let start: String = secret.chars().take(40).collect();
        for path in [
            "/w/aks-networking",
            "/w/aks-networking/networking-models",
            "/api/v1/workshops/aks-networking/modules/networking-models",
        ] {
            assert!(!maya.reads(path).await.words().contains(&start), "{path} shows {key}");
        }
        let found = maya
            .reads(&format!("/w/aks-networking/search?q={}", start.replace(|c: char| !c.is_alphanumeric(), "+")))
            .await;
        assert!(!found.texts(".hits").join(" ").contains(&start), "the search shows {key}");
    }
}
