//! What learning platforms offer behind a launch: grades go back, and the list of a course comes here.

mod campus;

use std::collections::VecDeque;
use std::time::Duration;

use podium::domain::cohort::{Names, Settings};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::joining_support::Cohort;
use super::launching::{Key, Platform, begins, claim, comes_back, launch_of, way};
use crate::accounts::{OWNERS, signs_in};
use crate::support::portal::Home;
use crate::support::{Person, Portal};
use campus::{Ails, Campus, SCORE};

/// A cohort that a platform with services can launch.
struct Arranged {
    portal: Portal,
    platform: Platform,
    campus: Campus,
    cohort: Cohort,
    ada: Person,
    key: Key,
}

impl Arranged {
    async fn new(settings: Settings) -> Self {
        Self::at(Portal::start(), settings).await
    }

    async fn at(portal: Portal, settings: Settings) -> Self {
        let cohort = Cohort::made(&portal, "aks-networking", "Spring", settings).await;
        let ada = Person::at(&portal);
        signs_in(&ada, "ada@example.org", OWNERS).await;
        let key = Key::new("k-1");
        let (platform, campus) = (Platform::with(&key).await, Campus::start(&portal.address).await);
        let fields = [
            ("name", "The school"),
            ("issuer", platform.address.as_str()),
            ("client", "client-1"),
            ("login", &format!("{}/auth?tenant=1", platform.address)),
            ("token", &format!("{}/token", campus.inside().address)),
            ("keys", &format!("{}/keys", platform.address)),
            ("deployments", "d-1"),
        ];
        let page = ada.sends("/facilitate/platforms", &fields).await;
        assert!(page.words().contains("The school"), "{}", page.words());
        let id = cohort.store.platforms().await.expect("a read")[0].id.to_string();
        ada.sends(&format!("/facilitate/cohorts/{}/door", cohort.id), &[("do", "platform"), ("platform", &id)]).await;
        Self { portal, platform, campus, cohort, ada, key }
    }

    /// Somebody comes in by a link to this place, under this name of the platform's.
    async fn comes(&self, subject: &str, custom: Value) -> Person {
        let course = Person::at(&self.portal);
        let asked = begins(&course, &self.portal, &self.platform, "client-1").await;
        let mut claims = launch_of(&self.platform, &self.cohort, &asked.nonce);
        claims["sub"] = json!(subject);
        claims[claim("custom")] = custom;
        claims[claim("context")] = json!({ "id": "course-7", "title": "Networks 101" });
        let address = self.campus.inside().address.clone();
        claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"] = json!({ "scope": [SCORE], "lineitem": format!("{address}/items/7?type_id=2"), "lineitems": format!("{address}/items") });
        claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"] =
            json!({ "context_memberships_url": format!("{address}/members"), "service_versions": ["2.0"] });
        let way = way(&comes_back(&course, &asked.state, &self.key.signs(&claims)).await);
        let person = Person::at(&self.portal);
        let page = person.sends(&way, &[("name", subject)]).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.words());
        person
    }

    fn cohort_alone(&self) -> Value {
        json!({ "cohort": self.cohort.id.to_string() })
    }

    fn module(&self, module: &str) -> Value {
        json!({ "cohort": self.cohort.id.to_string(), "module": module })
    }

    /// Marks so many sections of a module; all when there are fewer.
    async fn reads(&self, person: &Person, module: &str, sections: usize) -> usize {
        let page = person.reads(&format!("/w/aks-networking/{module}")).await;
        let all = page.attributes("section.section", "data-section");
        for section in all.iter().take(sections) {
            person.marks("aks-networking", module, section).await;
        }
        all.len()
    }
}

/// Waits until a page says something.
async fn until(person: &Person, path: &str, text: &str) {
    for _ in 0..600 {
        if person.reads(path).await.words().contains(text) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    person.reads(path).await.says(text);
}

#[tokio::test]
async fn a_grade_goes_back_as_somebody_gets_on_and_once() {
    let mut portals = vec![Portal::start()];
    if let Some(server) = crate::support::database::server() {
        let url = crate::support::database::on_server(&server).await;
        portals.push(Portal::start_with(&["--database", &url]));
    }
    for portal in portals {
        let there = Arranged::at(portal, Settings { names: Names::Real, ..Settings::default() }).await;
        let maya = there.comes("u-17", there.module("egress")).await;
        let first = there.campus.has(1).await;
        assert_eq!((first[0]["userId"].as_str(), first[0]["scoreGiven"].as_i64()), (Some("u-17"), Some(0)));
        assert_eq!(
            (first[0]["activityProgress"].as_str(), first[0]["gradingProgress"].as_str()),
            (Some("Initialized"), Some("FullyGraded"))
        );

        let all = there.reads(&maya, "egress", 1).await;
        let scores = there.campus.has(2).await;
        assert_eq!(scores[1]["activityProgress"], "InProgress");
        let given = scores[1]["scoreGiven"].as_u64().expect("a number");
        assert!(given > 0 && given <= 100 / 2 && all > 3, "{given} of {all}");
        // What changes nothing is not told again.
        there.reads(&maya, "networking-models", 1).await;
        there.reads(&maya, "egress", usize::MAX).await;
        let mut scores = there.campus.has_at_last(100).await;
        let last = scores.pop().expect("scores");
        assert_eq!((last["scoreGiven"].as_i64(), last["activityProgress"].as_str()), (Some(100), Some("Completed")));
        assert_eq!(last["scoreMaximum"], 100);
        let door = format!("/facilitate/cohorts/{}/door", there.cohort.id);
        until(&there.ada, &door, "Grades for The school: 1 participant; every grade has arrived.").await;
        // The token was asked for once.
        assert_eq!(there.campus.inside().tokens.len(), 1);
        // It is said to who it is about, and goes with them.
        let mine: Value = serde_json::from_str(&maya.reads("/me/export.json").await.body).expect("JSON");
        let grade = mine.pointer("/grades/0").unwrap_or_else(|| panic!("{mine}"));
        assert_eq!(
            (grade["platform"].as_str(), grade["percent"].as_i64(), grade["module"].as_str()),
            (Some("The school"), Some(100), Some("egress"))
        );
        maya.sends(&format!("{}/leave", there.cohort.page()), &[("sure", "yes")]).await;
        let count = there.campus.inside().scores.len();
        let section =
            maya.reads("/w/aks-networking/egress").await.attributes("section.section", "data-section").remove(0);
        maya.sends(&format!("/w/aks-networking/egress/{section}/done"), &[("undo", "1")]).await;
        tokio::time::sleep(Duration::from_secs(7)).await;
        assert_eq!(there.campus.inside().scores.len(), count, "who left is told of no more");
    }
}

#[tokio::test]
async fn the_whole_cohort_counts_by_what_completes_it_and_nobody_without_a_name() {
    let there = Arranged::new(Settings { names: Names::Nickname, ..Settings::default() }).await;
    let maya = there.comes("u-1", there.cohort_alone()).await;
    assert_eq!(there.campus.has(1).await[0]["scoreGiven"], 0);
    there.reads(&maya, "egress", usize::MAX).await;
    // Six modules are needed: one of them is a sixth, rounded down.
    let scores = there.campus.has_at_last(16).await;
    assert_eq!(scores.last().expect("a score")["activityProgress"], "InProgress");

    let hidden = Arranged::new(Settings { names: Names::Anonymous, ..Settings::default() }).await;
    let nobody = hidden.comes("u-2", hidden.cohort_alone()).await;
    hidden.reads(&nobody, "egress", 2).await;
    tokio::time::sleep(Duration::from_secs(7)).await;
    let inside = hidden.campus.inside();
    assert_eq!((inside.asked, inside.tokens.len()), (0, 0), "nothing is told of an anonymous cohort");
}

#[tokio::test]
async fn a_platform_that_ails_loses_no_grade_and_counts_none_twice() {
    let there = Arranged::new(Settings { names: Names::Real, ..Settings::default() }).await;
    there.campus.inside().ails =
        VecDeque::from([Ails::Answers(429, Some("2")), Ails::Answers(503, Some("1")), Ails::Forgets]);
    let maya = there.comes("u-17", there.module("egress")).await;
    let door = format!("/facilitate/cohorts/{}/door", there.cohort.id);
    until(&there.ada, &door, "1 participant; one grade has not arrived yet. It answered 429. It is tried again.").await;
    // In the end it arrives, with a token that is new since the platform forgot the one before.
    assert_eq!(there.campus.has(1).await[0]["scoreGiven"], 0);
    assert!(there.campus.inside().jtis.len() >= 2);
    until(&there.ada, &door, "every grade has arrived").await;

    // What it refuses for good is said, and keeps nobody else's grade back.
    there.campus.inside().ails = VecDeque::from([Ails::Answers(404, None)]);
    there.reads(&maya, "egress", 2).await;
    until(&there.ada, &door, "It answered 404.").await;
    there.comes("u-18", there.module("egress")).await;
    let scores = there.campus.has(2).await;
    assert_eq!(scores[1]["userId"], "u-18");
}

#[tokio::test]
async fn a_portal_that_dies_while_it_tells_a_grade_tells_it_later() {
    let there = Arranged::at(Home::new(&[]).start(), Settings { names: Names::Real, ..Settings::default() }).await;
    let maya = there.comes("u-17", there.module("egress")).await;
    there.campus.has(1).await;
    there.campus.inside().ails = VecDeque::from([Ails::Hangs]);
    let asked = there.campus.inside().asked;
    there.reads(&maya, "egress", usize::MAX).await;
    for _ in 0..200 {
        if there.campus.inside().asked > asked {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(there.campus.inside().asked > asked, "it is being told");
    let Arranged { portal, campus, .. } = there;
    let again = portal.kill().start();
    campus.inside().portal.clone_from(&again.address);
    let scores = campus.has_at_last(100).await;
    let whole = scores.iter().filter(|score| score["scoreGiven"] == 100).count();
    assert_eq!(whole, 1, "{scores:?}");
}

#[tokio::test]
async fn the_list_of_a_course_is_looked_at_before_it_is_kept() {
    let there = Arranged::new(Settings { names: Names::Real, ..Settings::default() }).await;
    let people = format!("/facilitate/cohorts/{}/people", there.cohort.id);
    assert_eq!(there.ada.reads(&people).await.count("form[action$='/list/fetch']"), 0, "nothing was launched yet");
    there.comes("u-17", there.cohort_alone()).await;
    let page = there.ada.reads(&people).await;
    page.says("Fetch the list of The school: Networks 101");
    let course = page.attributes("form[action$='/list/fetch'] input[name=course]", "value").remove(0);
    let fetch = format!("/facilitate/cohorts/{}/list/fetch", there.cohort.id);

    let learner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
    let address = there.campus.inside().address.clone();
    {
        let mut inside = there.campus.inside();
        inside.pages = vec![
            json!({ "members": [
                { "user_id": "1", "name": "Maya, \"M\" Lind", "email": "Maya@example.org", "roles": [learner] },
                { "user_id": "2", "name": "<b>Bo</b>", "email": "bo@example.org", "roles": [learner], "status": "Active" },
                { "user_id": "3", "name": "Gone", "email": "gone@example.org", "roles": [learner], "status": "Inactive" },
            ] })
            .to_string(),
            json!({ "members": [
                { "user_id": "4", "name": "Without", "roles": [learner] },
                { "user_id": "5", "name": "=Eve()", "email": "eve@example.org", "roles": [learner] },
                { "user_id": "6", "name": "Ada", "email": "ada@example.org", "roles": ["Instructor"] },
            ] })
            .to_string(),
        ];
        inside.next = vec![format!("<{address}/members?p=1>; rel=\"next\"")];
    }
    let page = there.ada.sends(&fetch, &[("course", &course)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says(
        "This is who takes “Networks 101”, as The school says now. 2 people who teach or are not active were left out.",
    );
    page.says("3 lines can be kept; 1 is wrong");
    page.says("Maya, \"M\" Lind");
    assert!(!page.body.contains("<b>Bo</b>"), "names are inert");
    assert_eq!(page.texts(".finding strong"), ["Line 4."]);
    assert!(there.cohort.store.roster(there.cohort.id).await.expect("a read").is_empty(), "nothing is kept yet");
    // As the form sends it: the text between its tags.
    let from = page.body.find("name=\"table\"").expect("the table goes along");
    let text = &page.body[from..];
    let text = &text[text.find('>').expect("a tag") + 1..text.find("</textarea>").expect("its end")];
    let table = text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&amp;", "&");
    there.ada.sends(&format!("/facilitate/cohorts/{}/list/keep", there.cohort.id), &[("table", &table)]).await;
    let roster = there.cohort.store.roster(there.cohort.id).await.expect("a read");
    let mut kept: Vec<(&str, &str)> = roster.iter().map(|row| (row.name.as_str(), row.handle.as_str())).collect();
    kept.sort_unstable();
    assert_eq!(
        kept,
        [("<b>Bo</b>", "bo@example.org"), ("=Eve()", "eve@example.org"), ("Maya, \"M\" Lind", "maya@example.org")]
    );
    assert_eq!(there.campus.inside().complaints, [""; 0]);

    // What is no list, leads elsewhere, or does not answer, is said and changes nothing.
    let page_of = |text: &str| vec![text.to_owned()];
    for (pages, next, says) in [
        (page_of("<html>"), String::new(), "Its answer is no list of people."),
        (page_of(&"x".repeat(2_000_000)), String::new(), "The list of The school could not be fetched."),
        (page_of(r#"{"members":[]}"#), format!("<{address}/members?p=0>; rel=next"), "more than 50 pages"),
    ] {
        {
            let mut inside = there.campus.inside();
            (inside.pages, inside.next) = (pages, vec![next]);
        }
        let page = there.ada.sends(&fetch, &[("course", &course)]).await;
        assert_eq!(page.status, StatusCode::BAD_GATEWAY, "{}", page.words());
        page.says(says);
    }
    there.campus.inside().down = true;
    let page = there.ada.sends(&fetch, &[("course", &course)]).await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    page.says("It answered 503. Try again later.");
    assert_eq!(there.ada.sends(&fetch, &[("course", &Uuid::nil().to_string())]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(there.cohort.store.roster(there.cohort.id).await.expect("a read").len(), 3);
}
