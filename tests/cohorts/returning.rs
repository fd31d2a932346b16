//! Back into a cohort from another device: by a facilitator's link, and by continue code.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use podium::domain::cohort::Settings;
use podium::domain::time::Millis;
use podium::store::Deed;
use reqwest::StatusCode;
use sha2::{Digest as _, Sha256};

use super::joining_support::{Cohort, now};
use crate::support::{Folder, Person, Portal};

/// A link for the only member of this name.
async fn link_for(cohort: &Cohort, name: &str, key: u8, until: Millis) -> String {
    let members = cohort.store.members(cohort.id).await.expect("a read");
    let member = members.iter().find(|member| member.name == name).expect("somebody of this name").id;
    let token = [key; 32];
    let entry = cohort.told(Deed::MadeReturnLink).await;
    let hash = Sha256::digest(token).into();
    assert!(cohort.store.make_return_link(cohort.id, member, hash, until, entry).await.expect("a link"));
    format!("/join/back/{}", URL_SAFE_NO_PAD.encode(token))
}

#[tokio::test]
async fn a_link_lets_back_in_once_and_brings_both_progresses_together() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
        let (lost, phone) = (Person::at(&portal), Person::at(&portal));
        lost.marks("plan", "cables", "copper").await;
        cohort.joins(&lost, "Maya").await;
        phone.marks("plan", "tunnels", "dig").await;

        let link = link_for(&cohort, "Maya", 7, now().plus_seconds(3600)).await;
        let page = phone.reads(&link).await;
        for words in ["Come back as Maya to December", "works once", "This browser has progress of its own"] {
            page.says(words);
        }
        assert_eq!(page.header("cache-control"), "no-store");
        // Looking uses nothing up.
        phone.reads(&link).await;
        let welcome = phone.sends(&link, &[]).await;
        assert_eq!(welcome.status, StatusCode::OK);
        welcome.says("1 section marked as done");
        phone.reads("/w/plan").await.says("2 of 5 sections done");
        phone.reads(&cohort.page()).await.says("December");
        lost.reads("/w/plan").await.says("2 of 5 sections done");
        assert_eq!(cohort.names().await, ["Maya"]);

        let thief = Person::at(&portal);
        for answer in [thief.opens(&link).await, thief.sends(&link, &[]).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            answer.says("This link opens nothing");
        }
        assert!(thief.reads("/me").await.words().contains("Nothing is kept of you yet"));
    }
}

#[tokio::test]
async fn a_link_that_is_over_or_nobodys_opens_nothing() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    let over = link_for(&cohort, "Maya", 7, now().plus_seconds(-1)).await;
    let replaced = link_for(&cohort, "Maya", 8, now().plus_seconds(3600)).await;
    let good = link_for(&cohort, "Maya", 9, now().plus_seconds(3600)).await;
    let foreign = format!("/join/back/{}", "A".repeat(43));
    let phone = Person::at(&portal);
    for link in [&over, &replaced, &foreign, &"/join/back/x".to_owned()] {
        for answer in [phone.opens(link).await, phone.sends(link, &[]).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{link}");
            answer.says("This link opens nothing");
        }
    }
    // Who left is not brought back by it.
    maya.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
    assert_eq!(phone.opens(&good).await.status, StatusCode::NOT_FOUND);
    assert_eq!(phone.sends(&good, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_gets_in() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
        let maya = Person::at(&portal);
        cohort.joins(&maya, "Maya").await;
        let link = link_for(&cohort, "Maya", 7, now().plus_seconds(3600)).await;
        let (one, two) = (Person::at(&portal), Person::at(&portal));
        let (first, second) = tokio::join!(one.sends(&link, &[]), two.sends(&link, &[]));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404]);
    }
}

#[tokio::test]
async fn a_continue_code_brings_the_cohort_along_and_two_entries_become_one() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
        let (laptop, phone, third) = (Person::at(&portal), Person::at(&portal), Person::at(&portal));
        cohort.joins(&laptop, "Maya").await;
        cohort.joins(&phone, "Maya on the phone").await;
        let code = laptop.sends("/me/code", &[]).await.text("#_phrase");
        for person in [&phone, &third] {
            assert_eq!(person.sends("/continue", &[("code", &code)]).await.status, StatusCode::OK);
            person.reads(&cohort.page()).await.says("December");
        }
        assert_eq!(cohort.names().await, ["Maya"]);
    }
}
