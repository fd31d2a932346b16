//! A design in other people's hands: the link, the files, the record that comes back.

use std::io::Write as _;
use std::process::{Command, Stdio};

use reqwest::{Method, StatusCode};

use super::{DESIGN, OVERLAY, design_id, keeps, portal_and};
use crate::support::Person;

async fn link_of(person: &Person) -> String {
    let id = design_id(person).await;
    let page = person.sends(&format!("{DESIGN}/{id}/share"), &[]).await;
    let address = page.text("#_share-link");
    address[address.find("/w/").expect("a path")..].to_owned()
}

#[tokio::test]
async fn a_link_shows_the_design_to_be_read_until_it_is_revoked() {
    let (_portal, people) = portal_and(2).await;
    let (maya, ben) = (&people[0], &people[1]);
    maya.sends("/me/name", &[("name", "Maya")]).await;
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let link = link_of(maya).await;
    assert_eq!(link_of(maya).await, link, "pressed twice it is the same link");
    let seen = ben.reads(&link).await;
    assert_eq!(seen.text("#_decision-network-model h3"), "Azure CNI Overlay");
    seen.does_not_say("Maya");
    assert_eq!((seen.header("x-robots-tag"), seen.count("main form")), ("noindex", 0), "{}", seen.body);
    assert!(!seen.body.contains(&id), "the id opens nothing and is nobody's business");
    // It shows the design as it is now.
    maya.sends(&format!("{DESIGN}/{id}/words"), &[("base", "2"), ("title", "Shop"), ("open", ""), ("notes", "")]).await;
    assert_eq!(ben.reads(&link).await.text("h1"), "Shop");
    for format in ["markdown", "az", "bicep", "terraform", "json"] {
        assert_eq!(ben.reads(&format!("{link}/{format}")).await.status, StatusCode::OK, "{format}");
    }
    assert_eq!(ben.opens(&format!("{link}/exe")).await.status, StatusCode::NOT_FOUND);
    let page = maya.sends(&format!("{DESIGN}/{id}/unshare"), &[]).await;
    assert_eq!(page.count("#_share-link"), 0);
    for path in [link.clone(), format!("{link}/json"), format!("{DESIGN}/shared/AAAA"), format!("{DESIGN}/shared/%00")]
    {
        assert_eq!(ben.opens(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_ne!(link_of(maya).await, link, "a revoked link never comes back");
}

#[tokio::test]
async fn what_is_anothers_is_not_there() {
    let (_portal, people) = portal_and(3).await;
    let (maya, ben, stranger) = (&people[0], &people[1], &people[2]);
    keeps(maya, "network-model", &OVERLAY).await;
    keeps(ben, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let posts: [(&str, &[(&str, &str)]); 10] = [
        ("use", &[]),
        ("words", &[("base", "1"), ("title", "mine now")]),
        ("decisions/network-model/forget", &[]),
        ("decisions/network-model/renew", &[]),
        ("plans/add", &[("plan", "x")]),
        ("plans/remove", &[("plan", "x")]),
        ("restore", &[("revision", "1")]),
        ("share", &[]),
        ("unshare", &[]),
        ("delete", &[("sure", "yes")]),
    ];
    for (verb, fields) in posts {
        for person in [ben, stranger] {
            let page = person.sends(&format!("{DESIGN}/{id}/{verb}"), fields).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{verb}");
        }
    }
    let copied = ben.sends(&format!("{DESIGN}/new"), &[("copy", &id)]).await;
    assert_eq!(copied.status, StatusCode::NOT_FOUND);
    for path in ["history", "export/json", "compare"] {
        assert_eq!(stranger.opens(&format!("{DESIGN}/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let compared = ben.opens(&format!("{DESIGN}/compare?a={id}&b={id}")).await;
    assert_eq!(compared.status, StatusCode::NOT_FOUND);
    assert_eq!(maya.reads(DESIGN).await.text("#_decision-network-model h3"), "Azure CNI Overlay");
}

#[tokio::test]
async fn a_record_goes_to_another_person_and_comes_out_the_same() {
    let (_portal, people) = portal_and(2).await;
    let (maya, ben) = (&people[0], &people[1]);
    let sheet = [
        ("_base", "0"),
        ("region", "westeurope"),
        ("vnet-range", "10.1.0.0/16"),
        ("tags", "owner=platform\r\ncost=42"),
        ("pool.name", "sys"),
        ("pool.nodes", "3"),
    ];
    maya.sends(&format!("{DESIGN}/sheet"), &sheet).await;
    let mut answers = OVERLAY.to_vec();
    answers.push(("_note", "“quoted” \\ and\r\nbroken \u{1f642}"));
    keeps(maya, "network-model", &answers).await;
    let file = maya.reads(&format!("{DESIGN}/export/json")).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"design.json\"");
    let page = ben.sends(&format!("{DESIGN}/import"), &[("record", &file.body)]).await;
    assert_eq!(page.text("#_decision-network-model h3"), "Azure CNI Overlay", "{}", page.words());
    assert_eq!(ben.reads(&format!("{DESIGN}/export/json")).await.body, file.body);
    // As a browser sends it, with two signs at every line end.
    let sent = file.body.replace('\n', "\r\n");
    ben.sends(&format!("{DESIGN}/import"), &[("record", &sent)]).await;
    assert_eq!(ben.reads(&format!("{DESIGN}/export/json")).await.body, file.body);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_says_where_and_stays_in_the_form() {
    let (_portal, people) = portal_and(1).await;
    for (record, says) in [
        ("", "JSON"),
        ("{}", "podium_design"),
        ("{\"podium_design\": 2}", "/podium_design"),
        ("{\"podium_design\": 1, \"sheet\": {\"fields\": {\"pod-range\": \"x\"}}}", "/sheet/fields/pod-range"),
        ("{\"podium_design\": 1, \"<b>\": 1}", "<b>"),
    ] {
        let page = people[0].sends(&format!("{DESIGN}/import"), &[("record", record)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{record}");
        assert!(page.text("#_record-error").contains(says), "{record}: {}", page.text("#_record-error"));
        assert_eq!(page.text("#_record"), record.trim(), "what was pasted stays");
    }
    let large = "x".repeat(900_000);
    let kind = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let page = people[0].asks(Method::POST, &format!("{DESIGN}/import"), &kind, &format!("record={large}")).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_programs_hold_the_sheet_and_bash_can_read_the_script() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let sheet = [
        ("_base", "0"),
        ("region", "westeurope"),
        ("resource-group", "rg-mine"),
        ("cluster", "aks-mine"),
        ("vnet", "vnet-mine"),
        ("node-subnet", "snet-mine"),
        ("vnet-range", "10.1.0.0/16"),
        ("node-subnet-range", "10.1.0.0/24"),
        ("pod-range", "172.16.0.0/16"),
        ("service-range", "172.20.0.0/16"),
        ("dns-service-address", "172.20.0.10"),
        ("network-owner", "you"),
        ("tags", "owner=it's $(reboot) \"me\""),
        ("pool.name", "sys"),
        ("pool.nodes", "5"),
        ("pool.os", "linux"),
        ("pool.mode", "system"),
    ];
    let page = maya.sends(&format!("{DESIGN}/sheet"), &sheet).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    keeps(maya, "network-model", &OVERLAY).await;
    for format in ["az", "bicep", "terraform", "markdown"] {
        let file = maya.reads(&format!("{DESIGN}/export/{format}")).await;
        for value in ["10.1.0.0/24", "172.16.0.0/16", "172.20.0.0/16", "172.20.0.10", "aks-mine", "snet-mine"] {
            assert!(file.body.contains(value), "{format} lacks {value}:\n{}", file.body);
        }
    }
    let script = maya.reads(&format!("{DESIGN}/export/az")).await.body;
    let mut bash = Command::new("bash").args(["-n", "-s"]).stdin(Stdio::piped()).spawn().unwrap();
    bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success(), "{script}");
}
