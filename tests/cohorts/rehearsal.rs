//! A rehearsal: people who do not exist fill a cohort, look like people in board, report and exports, and go without a trace.

use std::collections::{BTreeMap, BTreeSet};

use podium::store::backup;
use podium::web::when;

use super::joining_support::now;
use crate::accounts::{OWNERS, owner, signs_in};
use crate::support::{Person, Portal, portal::run};

/// Rows of each table, but for what a portal keeps of itself and of what was done in it.
async fn rows(portal: &Portal, name: &str) -> BTreeMap<String, u64> {
    let copy = portal.folder().join(name);
    let report = backup(&portal.database(), &copy).await.expect("a copy");
    report.rows.into_iter().filter(|(table, _)| table != "audit").collect()
}

fn demo(portal: &Portal, more: &[&str]) -> (i32, String, String) {
    run(portal.folder(), &[&["demo", "--database", &portal.database()], more].concat())
}

/// Where the cohort is that was made.
fn address(said: &str) -> String {
    said[said.find("/facilitate/cohorts/").expect("its address")..].lines().next().expect("a line").to_owned()
}

/// Who is in a cohort, by the names in the file of their progress.
async fn members(facilitator: &Person, cohort: &str) -> BTreeSet<String> {
    let taken = facilitator.reads(&format!("{cohort}/exports/progress.json")).await;
    let table: serde_json::Value = serde_json::from_str(&taken.body).expect("JSON");
    let rows = table["rows"].as_array().expect("rows").iter();
    rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_rehearsal_looks_like_a_cohort_and_goes_without_a_trace() {
    let portal = Portal::start();
    let (code, _, said) = demo(&portal, &["--people", "12"]);
    assert!(code == 1 && said.contains("there is no owner yet"), "{code} {said}");
    let ada = owner(&portal).await;
    let before = rows(&portal, "before.db").await;

    let (code, said, error) = demo(&portal, &["--people", "24", "--days", "30", "--seed", "5"]);
    assert_eq!(code, 0, "{said} {error}");
    assert!(said.starts_with("Made: 24 people who do not exist, with "), "{said}");
    let cohort = address(&said);
    assert_eq!(members(&ada, &cohort).await.len(), 24);
    let board = ada.reads(&cohort).await;
    board.says("Rehearsal 5 (24 people who do not exist)");
    board.says("Participant 001");
    let report = ada.reads(&format!("{cohort}/report")).await;
    report.says("By first answers of");
    let files = ada.reads(&format!("{cohort}/exports")).await.attributes("a[download]", "href");
    assert!(files.len() >= 20, "{files:?}");
    let mut answers = String::new();
    for file in &files {
        let taken = ada.reads(file).await;
        assert!(!taken.body.is_empty(), "{file}");
        if file.ends_with("/answers.csv") {
            answers = taken.body;
        }
    }
    // Right ones and wrong ones, by many people.
    assert!(answers.lines().count() > 200, "{} answers", answers.lines().count());
    let people: BTreeSet<&str> = answers
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').find(|field| field.starts_with("Participant")))
        .collect();
    assert!(people.len() > 10, "{people:?}");

    ada.sends(&format!("{cohort}/delete"), &[("sure", "yes"), ("name", "Rehearsal 5 (24 people who do not exist)")])
        .await;
    let after = rows(&portal, "after.db").await;
    // The bank and the editions of the content stay; of people nothing does.
    assert_eq!(after, before);
}

/// Whoever came late today has come as well: what is said is what is there, also after a single day that has hardly begun.
#[tokio::test]
async fn everybody_who_is_said_to_have_come_has_come() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    for days in ["1", "2"] {
        let (code, said, error) = demo(&portal, &["--people", "40", "--days", days, "--seed", "2"]);
        assert_eq!(code, 0, "{error}");
        assert!(said.starts_with("Made: 40 people who do not exist, with "), "{said}");
        assert_eq!(members(&ada, &address(&said)).await.len(), 40, "{days} days");
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_answers() {
    let portal = Portal::start();
    owner(&portal).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let mut tables = Vec::new();
    for seed in ["3", "3", "4"] {
        let (code, said, error) = demo(&portal, &["--people", "8", "--days", "10", "--seed", seed]);
        assert_eq!(code, 0, "{error}");
        let cohort = address(&said);
        let taken = ada.reads(&format!("{cohort}/exports/answers.json")).await;
        let table: serde_json::Value = serde_json::from_str(&taken.body).expect("JSON");
        // Somebody may be answering just now: what happened before today is over.
        let today = when::moment(now()).0[..10].to_owned();
        let over = |row: &&serde_json::Value| row["at"].as_str().is_some_and(|at| !at.starts_with(&today));
        let rows = table["rows"].as_array().expect("rows").iter().filter(over);
        // What is new each time is by which id a person is told apart.
        let told = |row: &serde_json::Value| {
            let fields = row.as_object().expect("an object").iter();
            let kept = fields.filter(|(name, _)| name.as_str() != "person");
            kept.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        };
        let mut told: Vec<String> = rows.map(told).collect();
        told.sort();
        tables.push(told);
    }
    assert!(!tables[0].is_empty());
    assert_eq!(tables[0], tables[1]);
    assert_ne!(tables[0], tables[2]);
}
