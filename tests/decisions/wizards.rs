//! Wizards with plain links and forms.

use reqwest::StatusCode;
use serde_json::json;

use super::{OVERLAY, WIZARDS, all_wizards, answered, keeps, place, portal_and, to_the_end};

#[tokio::test]
async fn every_wizard_comes_to_an_end_with_reasons_whatever_is_answered() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let wizards = all_wizards(maya).await;
    assert_eq!(wizards.len(), 12, "{wizards:?}");
    for wizard in &wizards {
        // The last option is "I don't know yet".
        for (way, from_the_end) in [("first", usize::MAX), ("last but one", 2), ("not known", 1)] {
            let choose = |options: usize| options.saturating_sub(from_the_end);
            let end = to_the_end(maya, &format!("{WIZARDS}/{wizard}"), choose).await;
            assert_eq!(end.count(".ends h1"), 1, "{wizard}, {way}: {}", end.words());
            if end.count(".conflict") == 0 {
                assert!(end.count(".ends .reasons li") > 0, "{wizard}, {way}");
                assert!(end.count("form[action$='/keep']") == 1, "{wizard}, {way}");
            } else {
                assert!(end.count(".give-up li") > 0, "{wizard}, {way}");
            }
            for reason in end.attributes(".reasons .source", "href") {
                assert!(reason.starts_with("https://"), "{wizard}, {way}: {reason}");
            }
            if way == "not known" {
                end.says("Open questions");
            }
        }
    }
}

#[tokio::test]
async fn a_form_without_an_answer_is_asked_again_and_keeps_the_others() {
    let (_portal, people) = portal_and(1).await;
    let page = people[0].opens(&format!("{WIZARDS}/network-model?existing=new&_asked=own-cni")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("Choose one of the answers");
    assert_eq!(page.attributes(".asks input[name=existing]", "value"), ["new"]);
    let first = people[0].reads(&format!("{WIZARDS}/network-model")).await;
    first.does_not_say("Choose one of the answers");
}

#[tokio::test]
async fn an_answer_is_changed_and_the_others_stay() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let query = OVERLAY.map(|(question, option)| format!("{question}={option}")).join("&");
    let end = maya.reads(&format!("{WIZARDS}/network-model?{query}")).await;
    assert!(end.text(".ends h1").contains("Azure CNI Overlay"));
    let links = end.attributes(".trail a", "href");
    assert_eq!(links.len(), OVERLAY.len());
    let change = links.iter().find(|link| link.ends_with("_change=reach")).expect("a way back to the question");
    let page = maya.reads(change).await;
    page.says("Change this answer; the others stay");
    assert_eq!(page.attributes(".choice input[checked]", "value"), ["no"]);
    assert_eq!(page.attributes(".choice input[checked]", "name"), ["reach"]);
    let yes = answered(&page, |_| 0).unwrap();
    let changed = maya.reads(&yes).await;
    for (question, option) in OVERLAY.iter().filter(|(question, _)| *question != "reach") {
        let kept = changed.body.contains(&format!("{question}={option}"))
            || changed.attributes(&format!("input[name={question}]"), "value") == [*option];
        assert!(kept, "{question} was lost: {}", changed.body);
    }
    // Each change link names its question, for who hears the page.
    for words in end.texts(".trail a") {
        assert!(words.starts_with("Change: "), "{words}");
    }
}

#[tokio::test]
async fn an_address_shows_everybody_the_same_and_drops_what_it_does_not_know() {
    let (_portal, people) = portal_and(2).await;
    let query = OVERLAY.map(|(question, option)| format!("{question}={option}")).join("&");
    let one = people[0].reads(&format!("{WIZARDS}/network-model?{query}")).await;
    let two = people[1].reads(&format!("{WIZARDS}/network-model?foreign=1&{query}&existing=none&%zz=%00")).await;
    // Of two answers the last counts, and one that there is not is dropped.
    assert_eq!(one.text(".ends h1"), two.text(".ends h1"));
    assert_eq!(one.texts(".outcomes li"), two.texts(".outcomes li"));
    let here = two.attributes(".standings .more a", "href")[1].clone();
    assert!(!here.contains("foreign"), "{here}");
    for path in ["/w/aks-networking/wizards/nothing", "/w/nothing/wizards", "/w/nothing/wizards/network-model"] {
        assert_eq!(people[0].opens(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let long = format!("{WIZARDS}/network-model?{}", "a=b&".repeat(6000));
    assert_eq!(people[0].opens(&long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_one_decision_says_is_not_asked_again_in_the_next() {
    let (_portal, people) = portal_and(2).await;
    let maya = &people[0];
    let asked_before = place(maya, "data-plane", &json!({})).await["next"]["id"].clone();
    assert_eq!(asked_before, "model", "a stranger is asked");
    keeps(maya, "network-model", &OVERLAY).await;
    let page = maya.reads(&format!("{WIZARDS}/data-plane")).await;
    page.says("known already");
    page.says("from “Choose a network model”");
    assert!(!page.attributes(".choice input", "name").contains(&"model".to_owned()), "{}", page.words());
    // Somebody else has decided nothing.
    people[1].reads(&format!("{WIZARDS}/data-plane")).await.does_not_say("known already");
    // The address says all of it, so that a colleague sees the same.
    let link = format!("{}?{}", page.url.path(), page.url.query().unwrap());
    assert!(link.contains("model=overlay"), "{link}");
    assert_eq!(people[1].reads(&link).await.texts(".outcomes li"), page.texts(".outcomes li"));
    // What is known can be overruled; then the page says what the design says.
    let own = maya.reads(&format!("{WIZARDS}/data-plane?model=kubenet")).await;
    own.says("“Choose a network model” says");
}

#[tokio::test]
async fn the_map_says_what_every_answer_does_and_shows_ones_own_way() {
    let (_portal, people) = portal_and(1).await;
    let empty = people[0].reads(&format!("{WIZARDS}/network-model/map")).await;
    assert_eq!(empty.count(".lanes-map"), 0);
    assert!(empty.count(".effects td.out") > 5 && empty.count(".effects td.for") > 5);
    let way = people[0].reads(&format!("{WIZARDS}/network-model/map?existing=new&own-cni=no")).await;
    assert_eq!(way.count(".lanes-map"), 1);
    assert_eq!(way.texts(".in-words li").len(), 6, "each outcome in words");
    way.says("was ruled out by");
    assert_eq!(way.count(".effects tr.chosen"), 2);
    // Each link names its question, for who hears the page.
    let names = way.texts(".effects th a");
    let unique: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
}

#[tokio::test]
async fn a_module_offers_its_decision_and_the_search_finds_it() {
    let (_portal, people) = portal_and(1).await;
    let module = people[0].reads("/w/aks-networking/networking-models").await;
    let links = module.attributes(".wizard-block a", "href");
    assert!(links.contains(&format!("{WIZARDS}/network-model")), "{links:?}");
    let index = people[0].reads(WIZARDS).await;
    assert_eq!(index.count(".decisions li"), 12);
    people[0].reads("/w/aks-networking").await.says("12 decisions");
}
