//! What is done in cohorts as xAPI statements: in a file, and sent to a record store that is not always there.

mod record_store;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use podium::domain::cohort::{Names, Settings};
use reqwest::StatusCode;
use serde_json::Value;
use sqlx::Connection as _;

use self::record_store::{Mode, RecordStore, SECRET};
use super::joining_support::Cohort;
use crate::accounts::{OWNERS, invited, owner, signs_in};
use crate::support::portal::{Home, run};
use crate::support::{Folder, Person, Portal, database, statement};

/// Longer than any wait in these tests: the portal's claims end after half a minute.
const PATIENCE: Duration = Duration::from_secs(75);
/// By http, so that browsers here keep cookies; nobody goes there.
const PUBLIC: &str = "http://podium.example.org";

/// Waits until something is so.
async fn until(what: &str, mut is: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is().await {
        assert!(Instant::now() < end, "it did not come to it: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How a portal is started that sends to this store.
fn options(store: &RecordStore, folder: &Folder, more: &[&str]) -> Vec<String> {
    let content = folder.argument();
    let mut all = store.options(folder.root());
    all.extend(["--content", content.as_str(), "--public-url", PUBLIC].map(str::to_owned));
    all.extend(more.iter().map(ToString::to_string));
    all
}

fn strs(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

/// The statements of a cohort's file, by their ids, and the names in it.
async fn in_file(ada: &Person, cohort: &Cohort) -> (BTreeMap<String, Value>, Vec<String>) {
    let page = ada.reads(&format!("/facilitate/cohorts/{}/exports/xapi.json", cohort.id)).await;
    assert_eq!(page.header("content-type"), "application/json; charset=utf-8");
    let all: Vec<Value> = serde_json::from_str(&page.body).expect("a list of statements");
    let (mut statements, mut names) = (BTreeMap::new(), Vec::new());
    for mut one in all {
        statement::check(&one);
        if let Some(name) = one["actor"].as_object_mut().expect("an actor").remove("name") {
            names.push(name.as_str().expect("text").to_owned());
        }
        let id = one["id"].as_str().expect("an id").to_owned();
        assert!(statements.insert(id, one).is_none(), "an id stands there twice");
    }
    names.sort();
    names.dedup();
    (statements, names)
}

/// Waits until the store has all that the file says, and compares.
async fn all_is_sent(ada: &Person, cohort: &Cohort, store: &RecordStore) {
    let (file, _) = in_file(ada, cohort).await;
    until("everything is sent", async || store.taken().len() >= file.len()).await;
    assert_eq!(store.taken(), file);
    store.has_nothing_to_complain_of();
}

#[tokio::test]
async fn everything_that_is_done_is_sent_once_as_the_file_says_it() {
    let store = RecordStore::start().await;
    let secret = Folder::plan();
    // The content built in: questions of all kinds, quizzes, decisions.
    let options = [store.options(secret.root()), ["--public-url", PUBLIC].map(str::to_owned).to_vec()].concat();
    let portal = Portal::start_with(&strs(&options));
    let ada = owner(&portal).await;
    let demo = ["demo", "--database", &portal.database(), "--people", "6", "--days", "30", "--seed", "5"];
    let (code, said, error) = run(portal.folder(), &demo);
    assert_eq!(code, 0, "{said} {error}");
    let id = said.split("/facilitate/cohorts/").nth(1).and_then(|rest| rest.lines().next()).expect("its address");
    let beside = podium::store::Store::visit(&portal.database()).await.expect("the database");
    let cohort = Cohort { id: id.parse().expect("an id"), code: String::new(), store: beside };
    let (file, names) = in_file(&ada, &cohort).await;
    assert_eq!(names, (1..=6).map(|n| format!("Participant {n:03}")).collect::<Vec<_>>());
    let verbs: std::collections::BTreeSet<&str> =
        file.values().filter_map(|one| one["verb"]["display"]["en"].as_str()).collect();
    for verb in ["registered", "completed", "attempted", "answered", "responded"] {
        assert!(verbs.contains(verb), "nobody {verb}: {verbs:?}");
    }
    let kinds: std::collections::BTreeSet<&str> =
        file.values().filter_map(|one| one["object"]["definition"]["interactionType"].as_str()).collect();
    assert!(kinds.len() >= 4, "{kinds:?}");

    // Nothing of people who do not exist leaves the portal.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!((store.requests(), store.taken().len()), (0, 0));
    // Somebody marks something who does exist; and from now on the others do, too.
    let path = portal.database_file().display().to_string();
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{path}")).await.expect("the database");
    sqlx::query("delete from rehearsers").execute(&mut connection).await.expect("a change");
    all_is_sent(&ada, &cohort, &store).await;
    assert!(store.taken().len() > 100, "{}", store.taken().len());
    assert_eq!(store.again(), 0, "nothing came twice");
    let written = store.written();
    assert!(!written.contains("Participant 0"), "a name left");
    assert!(!portal.log().contains(SECRET) && !portal.log().contains("canary"), "{}", portal.log());

    let count = store.taken().len();
    let home = ada.reads("/facilitate").await;
    home.says(&format!("{count} sent, 0 waiting, 0 put aside"));
    home.says(&format!("127.0.0.1:{}", store.port));
    let privacy = ada.reads("/privacy").await;
    assert!(privacy.text("#record").contains(&format!("127.0.0.1:{}", store.port)), "{}", privacy.words());
    // The same again changes nothing.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!((store.taken().len(), store.again()), (count, 0));
    ada.reads("/facilitate/audit").await.says("xapi");
}

#[tokio::test]
async fn the_file_is_for_who_runs_the_cohort() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument(), "--public-url", PUBLIC]);
    let ada = owner(&portal).await;
    let [bob, eve, cyn] = [("bob", "Bob"), ("eve", "Eve"), ("cyn", "Cyn")].map(async |(address, name)| {
        invited(&portal, &ada, &format!("{address}@example.org"), name, "facilitator").await
    });
    let (bob, eve, cyn) = (bob.await, eve.await, cyn.await);
    let page = bob.sends("/facilitate/cohorts", &[("name", "Ours"), ("workshop", "plan")]).await;
    let cohort = page.url.path().trim_end_matches("/door").to_owned();
    bob.sends(&format!("{cohort}/staff"), &[("email", "eve@example.org"), ("role", "assistant")]).await;
    let maya = Person::at(&portal);
    maya.sends(&super::way_into(&bob, &cohort).await, &[("name", "Maya")]).await;
    let file = format!("{cohort}/exports/xapi.json");
    for person in [&bob, &ada] {
        let page = person.reads(&file).await;
        assert!(page.header("content-disposition").contains("ours-xapi.json"));
        let all: Vec<Value> = serde_json::from_str(&page.body).expect("a list of statements");
        assert_eq!((all.len(), &all[0]["actor"]["name"]), (1, &Value::from("Maya")));
    }
    for person in [&eve, &cyn] {
        assert_eq!(person.opens(&file).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(maya.opens(&file).await.url.path(), "/facilitate/sign-in");
    // Nothing is done by whoever has nobody in it yet.
    let empty = bob.sends("/facilitate/cohorts", &[("name", "Empty"), ("workshop", "plan")]).await;
    let empty = empty.url.path().trim_end_matches("/door").to_owned();
    let page = bob.reads(&format!("{empty}/exports/xapi.json")).await;
    assert_eq!(serde_json::from_str::<Value>(&page.body).expect("JSON"), Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_store_that_fails_in_every_way_loses_nothing_and_counts_nothing_twice() {
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let sections =
        [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig"), ("tunnels", "line"), ("tunnels", "light")];
    for portal in Portal::on_each_database(&strs(&options(&store, &folder, &[]))).await {
        store.does(Mode::Accepts);
        let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
        let ada = Person::at(&portal);
        signs_in(&ada, "ada@example.org", OWNERS).await;
        let before = store.taken().len();
        let ways = [
            Mode::IsBusy(2),
            Mode::KnowsNobody,
            Mode::IsBroken,
            Mode::IsSomebodyElse,
            Mode::Hangs,
            Mode::TakesAndHangsUp,
            Mode::HangsUp,
        ];
        for (n, way) in ways.into_iter().enumerate() {
            let takes = way == Mode::TakesAndHangsUp;
            let had = store.taken().len();
            store.does(way);
            let maya = Person::at(&portal);
            cohort.joins(&maya, &format!("Canary {n}")).await;
            let (module, section) = sections[n % sections.len()];
            maya.marks("plan", module, section).await;
            until("it was asked", async || store.requests() > 0).await;
            assert_eq!(store.taken().len() > had, takes);
            if !takes {
                let page = ada.reads("/facilitate").await;
                until("it says why", async || ada.reads("/facilitate").await.words().contains("Not taken")).await;
                assert!(page.words().contains("waiting"), "{}", page.words());
            }
            store.does(Mode::Accepts);
            until("it was taken", async || store.taken().len() == had + 2).await;
        }
        // Down altogether, and back.
        let had = store.taken().len();
        store.goes_down().await;
        let maya = Person::at(&portal);
        cohort.joins(&maya, "Canary 9").await;
        until("it says why", async || ada.reads("/facilitate").await.words().contains("cannot be reached")).await;
        store.comes_back().await;
        until("it was taken", async || store.taken().len() > had).await;
        ada.reads("/facilitate").await.does_not_say("Not taken");

        let (file, _) = in_file(&ada, &cohort).await;
        assert_eq!(store.taken().len() - before, file.len());
        assert!(file.iter().all(|(id, one)| store.taken().get(id) == Some(one)));
        store.has_nothing_to_complain_of();
        assert!(!store.written().contains("Canary"), "a name left");
        assert!(!portal.log().contains(SECRET));
    }
}

#[tokio::test]
async fn a_bad_statement_is_put_aside_and_keeps_no_other() {
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let home = Home::new(&strs(&options(&store, &folder, &[])));
    store.does(Mode::Refuses("cables#fibre"));
    let portal = home.start();
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    for n in 0..3 {
        let somebody = Person::at(&portal);
        cohort.joins(&somebody, &format!("Somebody {n}")).await;
        for (module, section) in [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig")] {
            somebody.marks("plan", module, section).await;
        }
    }
    let mut ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    // Each joined, did three sections and finished a module; the module's statement names no section.
    let (file, _) = in_file(&ada, &cohort).await;
    assert_eq!(file.len(), 15);
    until("the rest is taken", async || store.taken().len() == 12).await;
    until("it is put aside", async || ada.reads("/facilitate").await.words().contains("3 put aside")).await;
    let page = ada.reads("/facilitate").await;
    page.says("12 sent, 0 waiting, 3 put aside");
    page.says("400 Bad Request: canary-reason <b>it</b>");
    let asked = store.requests();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(store.requests(), asked, "it is not asked again");
    // Mended, and started anew.
    let (status, home) = portal.stop();
    assert!(status.success());
    store.does(Mode::AtMost(1));
    let portal = home.start();
    ada.moves_to(&portal);
    until("all is taken", async || store.taken().len() == 15).await;
    assert_eq!(store.taken(), file);
    store.has_nothing_to_complain_of();
    ada.reads("/facilitate").await.says("15 sent, 0 waiting, 0 put aside");
}

#[tokio::test]
async fn what_is_there_already_and_what_is_too_much_at_once_is_told_one_by_one() {
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let portal = Portal::start_with(&strs(&options(&store, &folder, &[])));
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    store.does(Mode::HasAlready("cables#copper"));
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    for (module, section) in [("cables", "copper"), ("tunnels", "dig")] {
        maya.marks("plan", module, section).await;
    }
    until("all is settled", async || ada.reads("/facilitate").await.words().contains("3 sent, 0 waiting, 0 put aside"))
        .await;
    assert_eq!(store.taken().len(), 2, "the third was there");
    store.does(Mode::AtMost(2));
    for section in ["line", "light"] {
        maya.marks("plan", "tunnels", section).await;
    }
    let zoe = Person::at(&portal);
    cohort.joins(&zoe, "Zoë").await;
    until("all is settled", async || ada.reads("/facilitate").await.words().contains("7 sent, 0 waiting, 0 put aside"))
        .await;
    store.does(Mode::AcceptsInSilence);
    zoe.marks("plan", "tunnels", "dig").await;
    until("all is settled", async || ada.reads("/facilitate").await.words().contains("8 sent, 0 waiting, 0 put aside"))
        .await;
    store.has_nothing_to_complain_of();
    assert_eq!(store.again(), 0);
}

#[tokio::test]
async fn a_portal_that_is_killed_between_sending_and_the_answer_loses_nothing() {
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let portal = Portal::start_with(&strs(&options(&store, &folder, &[])));
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    store.does(Mode::TakesAndHangs);
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    until("it was taken", async || !store.taken().is_empty()).await;
    // It waits for the answer, which does not come.
    let home = portal.kill();
    store.does(Mode::Accepts);
    let had = store.taken().len();
    let portal = home.start();
    let mut ada = Person::at(&portal);
    ada.moves_to(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    until("it is known to be sent", async || ada.reads("/facilitate").await.words().contains("0 waiting")).await;
    all_is_sent(&ada, &cohort, &store).await;
    until("it was sent once more", async || store.again() == had).await;
    store.has_nothing_to_complain_of();
}

#[tokio::test]
async fn two_portals_on_one_database_send_everything_once() {
    let Some(server) = database::server() else { return };
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let url = database::on_server(&server).await;
    let all = options(&store, &folder, &["--database", &url]);
    let portals = [Portal::start_with(&strs(&all)), Portal::start_with(&strs(&all))];
    let cohort = Cohort::made(&portals[0], "plan", "December", Settings::default()).await;
    for n in 0..40 {
        let somebody = Person::at(&portals[n % 2]);
        cohort.joins(&somebody, &format!("Somebody {n}")).await;
        for (module, section) in [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig")] {
            somebody.marks("plan", module, section).await;
        }
    }
    let ada = Person::at(&portals[1]);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    all_is_sent(&ada, &cohort, &store).await;
    assert_eq!((store.taken().len(), store.again()), (200, 0));
}

#[tokio::test]
async fn nothing_is_sent_of_nobody_and_nothing_of_who_is_gone() {
    let store = RecordStore::start().await;
    let folder = Folder::plan();
    let portal = Portal::start_with(&strs(&options(&store, &folder, &[])));
    let anonymous = Settings { names: Names::Anonymous, ..Settings::default() };
    let nobody = Cohort::made(&portal, "plan", "Nobody", anonymous).await;
    let hidden = Settings { names: Names::Hidden, ..Settings::default() };
    let cohort = Cohort::made(&portal, "plan", "December", hidden).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    store.goes_down().await;

    let door = Person::at(&portal);
    door.reads(&cohort.door()).await.says("is also sent to the record store 127.0.0.1");
    door.reads(&nobody.door()).await.does_not_say("record store");
    for _ in 0..3 {
        let somebody = Person::at(&portal);
        somebody.sends(&nobody.door(), &[]).await;
        somebody.marks("plan", "cables", "copper").await;
        somebody.reads(&nobody.page()).await.does_not_say("record store");
    }
    let [maya, zoe, eve] = [(); 3].map(|()| Person::at(&portal));
    for (person, name) in [(&maya, "Maya Canary"), (&zoe, "Zoë Canary"), (&eve, "Eve Canary")] {
        cohort.joins(person, name).await;
        person.marks("plan", "cables", "copper").await;
        person.reads(&cohort.page()).await.says("is also sent to the record store 127.0.0.1");
    }
    until("six wait", async || ada.reads("/facilitate").await.words().contains("0 sent, 6 waiting")).await;
    let kept: Value = serde_json::from_str(&maya.reads("/me/export.json").await.body).expect("JSON");
    assert_eq!(kept["cohorts"][0]["statements_waiting"], 2, "{kept}");
    maya.sends("/me/delete", &[("sure", "yes")]).await;
    zoe.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
    store.comes_back().await;
    all_is_sent(&ada, &cohort, &store).await;
    assert_eq!(store.taken().len(), 2, "Eve's alone");
    let (_, names) = in_file(&ada, &cohort).await;
    assert!(names.is_empty(), "only facilitators know the names: {names:?}");
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(store.taken().len(), 2);
    assert!(!store.written().contains("Canary") && !store.written().contains(&nobody.id.to_string()));

    // The file of an anonymous cohort is not there, nor one without anything to name it by.
    let path = |cohort: &Cohort| format!("/facilitate/cohorts/{}/exports", cohort.id);
    assert_eq!(ada.opens(&format!("{}/xapi.json", path(&nobody))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.reads(&path(&nobody)).await.count("#statements"), 0);
    assert_eq!(ada.reads(&path(&cohort)).await.count("#statements a[download]"), 1);
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let page = ada.reads(&path(&cohort)).await;
    assert!(page.text("#statements").contains("public_url") && page.count("#statements a") == 0);
    assert_eq!(ada.opens(&format!("{}/xapi.json", path(&cohort))).await.status, StatusCode::NOT_FOUND);
    ada.reads("/privacy").await.does_not_say("record store");
    ada.reads("/facilitate").await.does_not_say("Record store");
}
