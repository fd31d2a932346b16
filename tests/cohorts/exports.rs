//! What leaves a cohort, as files and for programs.

use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::{makes, way_into};
use crate::accounts::{OTHERS, invited, owner};
use crate::support::{Person, Portal};

/// A program's question: the status, the media type and the body.
async fn asks(portal: &Portal, token: &str, path: &str, accept: &str) -> (StatusCode, String, String) {
    let request = Client::new().get(portal.url(path)).header("Authorization", format!("Bearer {token}"));
    let response = request.header("Accept", accept).send().await.expect("an answer");
    let kind = response.headers()["content-type"].to_str().expect("text").to_owned();
    (response.status(), kind, response.text().await.expect("a body"))
}

async fn token_of(person: &Person) -> String {
    let fields = [("name", "report"), ("scope", "read"), ("days", "7"), ("password", OTHERS)];
    person.sends("/facilitate/tokens", &fields).await.text("#_token")
}

#[tokio::test]
async fn tables_leave_as_files_with_formulas_disarmed_and_are_noted() {
    for portal in Portal::on_each_database(&[]).await {
        let ada = owner(&portal).await;
        let cohort = makes(&ada, "Zoë's team", &[]).await;
        let maya = Person::at(&portal);
        maya.sends(&way_into(&ada, &cohort).await, &[("name", "=cmd|' /C calc'!A0")]).await;
        maya.marks("aks-networking", "networking-models", "kubenet").await;
        let page = ada.reads(&format!("{cohort}/exports")).await;
        let links = page.attributes("a[download]", "href");
        assert!(links.len() >= 20, "{links:?}");
        for link in &links {
            let file = ada.reads(link).await;
            assert!(
                file.header("content-disposition").contains("zoes-team-"),
                "{link}: {}",
                file.header("content-disposition")
            );
            assert!(!file.body.contains("\r\n=") && !file.body.contains(",="), "{link}: {}", file.body);
        }
        let roster = ada.reads(&format!("{cohort}/exports/roster.csv")).await;
        assert!(roster.body.starts_with('\u{feff}') && roster.body.contains("'=cmd"), "{}", roster.body);
        let progress = ada.reads(&format!("{cohort}/exports/progress.json")).await;
        let progress: Value = serde_json::from_str(&progress.body).expect("JSON");
        let rows = progress["rows"].as_array().expect("rows");
        let done: Vec<&Value> = rows.iter().filter(|row| row["done"] == true).collect();
        assert_eq!((done.len(), &done[0]["section"]), (1, &Value::from("kubenet")));
        assert_eq!(progress["count"], rows.len());
        for gone in ["nothing.csv", "roster.pdf", "roster", "section_progress.csv"] {
            assert_eq!(ada.opens(&format!("{cohort}/exports/{gone}")).await.status, StatusCode::NOT_FOUND, "{gone}");
        }
        ada.reads("/facilitate/audit").await.says("took out data of");
    }
}

#[tokio::test]
async fn a_program_reads_with_the_token_of_who_runs_the_cohort() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let eve = invited(&portal, &ada, "eve@example.org", "Eve", "facilitator").await;
    let cohort = makes(&bob, "Ours", &[]).await;
    let api = format!("/api/v1/cohorts/{}", cohort.rsplit('/').next().expect("an id"));
    let maya = Person::at(&portal);
    maya.sends(&way_into(&bob, &cohort).await, &[("name", "Maya")]).await;
    let (bobs, eves) = (token_of(&bob).await, token_of(&eve).await);

    let (status, kind, body) = asks(&portal, &bobs, &format!("{api}/progress"), "*/*").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json; charset=utf-8"));
    let read: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((&read["table"], &read["rows"][0]["name"]), (&Value::from("progress"), &Value::from("Maya")));
    let (status, kind, body) = asks(&portal, &bobs, &format!("{api}/answers"), "text/csv").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(body.starts_with("person,name,"), "{body}");
    let (_, _, body) = asks(&portal, &bobs, &format!("{api}/report"), "application/json").await;
    let read: Value = serde_json::from_str(&body).expect("JSON");
    assert!(read["tables"]["report_questions"].is_array() && read["cohort"] == "Ours", "{body}");
    let (status, _, body) = asks(&portal, &bobs, &format!("{api}/report?table=report_sections"), "text/csv").await;
    assert!(status == StatusCode::OK && body.starts_with("module,section,"), "{body}");

    let nothing = asks(&portal, &eves, &format!("{api}/progress"), "*/*").await;
    let elsewhere = asks(&portal, &eves, "/api/v1/cohorts/018f0000-0000-7000-8000-000000000000/progress", "*/*").await;
    assert_eq!(nothing, elsewhere, "somebody else's cohort is as good as none");
    assert_eq!((nothing.0, nothing.1.as_str()), (StatusCode::NOT_FOUND, "application/problem+json; charset=utf-8"));
    assert_eq!(asks(&portal, "podium_x", &format!("{api}/progress"), "*/*").await.0, StatusCode::UNAUTHORIZED);
    // Who only helps exports nothing.
    bob.sends(&format!("{cohort}/staff"), &[("email", "eve@example.org"), ("role", "assistant")]).await;
    assert_eq!(asks(&portal, &eves, &format!("{api}/progress"), "*/*").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_anonymous_cohort_has_no_table_of_people() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let cohort = makes(&ada, "Nobody", &[("names", "anonymous")]).await;
    let way = way_into(&ada, &cohort).await;
    for n in 0..6 {
        let somebody = Person::at(&portal);
        somebody.sends(&way, &[]).await;
        if n < 5 {
            somebody.marks("aks-networking", "networking-models", "kubenet").await;
        }
        somebody.marks("aks-networking", "networking-models", "overlay").await;
    }
    for table in ["roster", "progress", "answers", "decisions", "decision_answers"] {
        for format in ["csv", "json"] {
            let path = format!("{cohort}/exports/{table}.{format}");
            assert_eq!(ada.opens(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    ada.reads(&format!("{cohort}/people")).await.says("nobody is named");
    let counts = ada.reads(&format!("{cohort}/exports/section_progress.json")).await;
    let counts: Value = serde_json::from_str(&counts.body).expect("JSON");
    let row = counts["rows"].as_array().expect("rows").iter().find(|row| row["section"] == "kubenet").expect("a row");
    // Five of six: the one who did not would be given away.
    assert!(row.as_object().expect("fields").values().all(|value| *value != 5), "{row}");
}
