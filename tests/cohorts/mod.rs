//! Cohorts, through HTTP.

pub mod board;
mod certificates;
mod crowds;
mod exports;
mod joining;
pub mod joining_support;
mod keeping;
mod launching;
mod linking;
mod recording;
mod rehearsal;
mod returning;
mod running;
mod schedule;
mod services;

use reqwest::StatusCode;

use crate::support::Person;

/// Makes a cohort, and answers with its address.
pub async fn makes(facilitator: &Person, name: &str, more: &[(&str, &str)]) -> String {
    let fields = [&[("name", name), ("workshop", "aks-networking")], more].concat();
    let page = facilitator.sends("/facilitate/cohorts", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let path = page.url.path();
    path.strip_suffix("/door").unwrap_or_else(|| panic!("{path}: {}", page.words())).to_owned()
}

/// The path of the link that leads into a cohort.
pub async fn way_into(facilitator: &Person, cohort: &str) -> String {
    let link = facilitator.reads(&format!("{cohort}/door")).await.text("#_link");
    link[link.find("/join/").expect("a link")..].to_owned()
}
