//! Through the door of a cohort, and out again.

use podium::domain::cohort::{Announcement, Door, Entry, Names, Settings};
use podium::store::Deed;
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use super::joining_support::{Cohort, now};
use crate::support::{Folder, Person, Portal};

#[tokio::test]
async fn a_code_a_name_and_inside_with_what_was_done_before() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let text = "Bring a laptop.\n\nWe begin at nine.".to_owned();
        let settings = Settings { announcement: Some(Announcement { text, at: now() }), ..Settings::default() };
        let cohort = Cohort::made(&portal, "plan", "December <b>", settings).await;
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;

        let page = maya.reads("/join").await;
        assert_eq!(page.attributes("#_code", "autocapitalize"), ["off"]);
        assert_eq!(page.count("#_code[autofocus]"), 1);
        let (word, number) = cohort.code.split_once('-').expect("a word and a number");
        let typed = format!(" {} {} {} ", word.to_uppercase(), &number[..3], &number[3..]);
        let door = maya.sends("/join", &[("code", &typed)]).await;
        assert_eq!((door.status, door.url.path()), (StatusCode::OK, cohort.door().as_str()));
        for words in ["December <b>", "Plan a network", "Bring a laptop.", "The facilitators see", "365 days"] {
            door.says(words);
        }
        assert_eq!(door.attributes("main a[href='/privacy']", "href").len(), 1);
        assert_eq!(cohort.names().await, Vec::<String>::new(), "nobody joins by looking");

        let home = cohort.joins(&maya, "Maya").await;
        assert_eq!(home.url.path(), "/w/plan");
        home.says("December <b> · Bring a laptop.");
        home.says("1 of 5 sections done");
        assert_eq!(cohort.names().await, ["Maya"]);
        maya.reads("/w/plan/cables").await.says("December <b> · Bring a laptop.");
        // Who is in goes straight on, by link and by form.
        assert_eq!(maya.reads(&cohort.door()).await.url.path(), "/w/plan");
        assert_eq!(cohort.joins(&maya, "").await.url.path(), "/w/plan");

        let own = maya.reads(&cohort.page()).await;
        for words in ["Bring a laptop.", "We begin at nine.", "0 of 2 done", "All about cables", "1 of 2 sections"] {
            own.says(words);
        }
        maya.sends(&format!("{}/name", cohort.page()), &[("name", "Maya B.")]).await;
        assert_eq!(cohort.names().await, ["Maya B."]);
        let wrong = maya.sends(&format!("{}/name", cohort.page()), &[("name", " ")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Type a name.");

        // Leaving needs the tick, and takes nothing away.
        maya.sends(&format!("{}/leave", cohort.page()), &[]).await;
        assert_eq!(cohort.names().await, ["Maya B."]);
        let left = maya.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
        left.says("1 of 5 sections done");
        left.does_not_say("Bring a laptop.");
        assert_eq!(cohort.names().await, Vec::<String>::new());
        assert_eq!(maya.opens(&cohort.page()).await.status, StatusCode::NOT_FOUND);
        // And back, under the name from before.
        let door = maya.reads(&cohort.door()).await;
        door.says("You were in this cohort before");
        assert_eq!(door.attributes("#_name", "value"), ["Maya B."]);
        cohort.joins(&maya, "Maya").await;
        assert_eq!(cohort.names().await, ["Maya"]);
    }
}

#[tokio::test]
async fn what_is_typed_wrong_comes_back_with_what_would_be_right() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let eve = Person::at(&portal);
    for (typed, said) in [
        ("", "Type the code"),
        ("kite", "After the word come six figures"),
        ("<script>alert(1)</script> 42", "words; a code has one"),
    ] {
        let page = eve.sends("/join", &[("code", typed)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert_eq!(page.attributes("#_code", "value"), [typed]);
        page.says(said);
        assert!(!page.body.contains("<script>alert"));
    }
    // A code that nothing has, and one that was replaced: the same page, but for the code.
    let old = cohort.code.clone();
    let entry = cohort.told(Deed::ChangedCode).await;
    cohort.store.change_code(cohort.id, Some("kite-000001".to_owned()), entry).await.expect("a change");
    let word = old.split('-').next().expect("a word");
    let never = format!("{word}-999999");
    let pages = [eve.opens(&format!("/join/{old}")).await, eve.opens(&format!("/join/{never}")).await];
    for page in &pages {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.says("No cohort has this code");
    }
    assert_eq!(pages[0].words().replace(&old, ""), pages[1].words().replace(&never, ""));
    assert_eq!(eve.sends(&format!("/join/{old}"), &[("name", "Eve")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.opens("/join/nothing-of-the-kind").await.status, StatusCode::NOT_FOUND);
    // A name that is none, or too long.
    for (name, said) in
        [("", "Type a name."), ("\u{200b}", "Type a name."), (&*"x".repeat(65), "at most 64 characters")]
    {
        let page = eve.sends("/join/kite-000001", &[("name", name)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        assert_eq!(page.attributes("#_name", "value"), [name]);
        page.says(said);
    }
    assert_eq!(cohort.names().await, Vec::<String>::new());
    // Nothing was worth remembering.
    assert!(eve.reads("/me").await.words().contains("Nothing is kept of you yet"));
}

#[tokio::test]
async fn nothing_joins_but_a_form_of_our_own() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    maya.asks(Method::HEAD, &cohort.door(), &[], "").await;
    maya.asks(Method::GET, &cohort.door(), &[("Purpose", "prefetch")], "").await;
    maya.asks(Method::GET, &format!("{}?name=Maya", cohort.door()), &[], "").await;
    let foreign = maya.asks(Method::POST, &cohort.door(), &[form, ("Sec-Fetch-Site", "cross-site")], "name=Maya").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(cohort.names().await, Vec::<String>::new());
}

#[tokio::test]
async fn names_in_any_script_are_kept_and_inert_and_equal_ones_are_two_people() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "Dezember", Settings::default()).await;
    let longest = "x".repeat(64);
    let names =
        ["O'Brien", "\"Quote\"", "<script>alert(1)</script>", "مريم", "👩‍💻", "e\u{301}ve", &longest, "Sam", "Sam"];
    for name in names {
        let person = Person::at(&portal);
        cohort.joins(&person, name).await;
        let own = person.reads(&cohort.page()).await;
        assert_eq!(own.attributes("#_name", "value"), [name]);
        let list = person.reads("/me").await;
        list.says(name);
        for page in [own, list] {
            assert!(!page.body.contains("<script>alert"), "a name became markup");
        }
    }
    let mut kept = cohort.names().await;
    let mut typed: Vec<String> = names.iter().map(ToString::to_string).collect();
    kept.sort();
    typed.sort();
    assert_eq!(kept, typed);
}

#[tokio::test]
async fn a_door_that_is_shut_says_why_and_keeps_what_was_typed() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let first = Person::at(&portal);
    cohort.joins(&first, "First").await;
    let door = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        settings
    };
    for (settings, said) in [
        (door(|settings| settings.door.closed = true), "The door is shut just now. Ask a facilitator"),
        (door(|settings| settings.ends_at = Some(now().plus_seconds(-60))), "This cohort ended on"),
        (door(|settings| settings.door.most = Some(1)), "The cohort is full"),
    ] {
        cohort.set("December", &settings).await;
        let eve = Person::at(&portal);
        let page = eve.reads(&cohort.door()).await;
        page.says(said);
        assert_eq!(page.count("#_name"), 0);
        let page = eve.sends(&cohort.door(), &[("name", "Eve")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says(said);
        assert_eq!(page.attributes("input[name=name]", "value"), ["Eve"], "what was typed stays");
        assert!(eve.reads("/me").await.words().contains("Nothing is kept of you yet"), "nobody is made for nothing");
        // Who is in stays in, and goes on.
        assert_eq!(first.reads(&cohort.door()).await.url.path(), "/w/plan");
    }
    assert_eq!(cohort.names().await, ["First"]);
    // Put away: there is no such cohort any more, for anybody.
    let entry = cohort.told(Deed::ArchivedCohort).await;
    cohort.store.archive_cohort(cohort.id, Some(now()), entry).await.expect("a change");
    assert_eq!(first.opens(&cohort.door()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(first.opens(&cohort.page()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_list_lets_in_whom_it_names_once() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let settings = Settings { door: Door { entry: Entry::Listed, ..Door::default() }, ..Settings::default() };
    let cohort = Cohort::made(&portal, "plan", "December", settings).await;
    let people = vec![(Uuid::now_v7(), "Maya".to_owned(), "maya@example.org".to_owned())];
    let entry = cohort.told(Deed::ChangedRoster).await;
    cohort.store.expect(cohort.id, people, entry).await.expect("a change");
    let (maya, eve) = (Person::at(&portal), Person::at(&portal));
    for (handle, said) in [("", "by which your facilitator knows you"), ("eve@example.org", "not on the cohort’s list")]
    {
        let page = eve.sends(&cohort.door(), &[("name", "Eve"), ("handle", handle)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says(said);
        assert_eq!(page.attributes("#_name", "value"), ["Eve"]);
        assert_eq!(page.attributes("#_handle", "value"), [handle]);
    }
    let home = maya.sends(&cohort.door(), &[("name", "Maya"), ("handle", " Maya@Example.org ")]).await;
    assert_eq!(home.url.path(), "/w/plan", "{}", home.words());
    let page = eve.sends(&cohort.door(), &[("name", "Eve"), ("handle", "maya@example.org")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody has come as her");
    page.says("not on the cohort’s list");
    assert_eq!(cohort.names().await, ["Maya"]);
    // She leaves and may come back as herself.
    maya.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
    maya.sends(&cohort.door(), &[("name", "Maya"), ("handle", "maya@example.org")]).await;
    assert_eq!(cohort.names().await, ["Maya"]);
}

#[tokio::test]
async fn who_was_removed_reads_so_and_does_not_come_back() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let eve = Person::at(&portal);
    cohort.joins(&eve, "Eve").await;
    let member = cohort.store.members(cohort.id).await.expect("a read")[0].id;
    let entry = cohort.told(Deed::RemovedMember).await;
    cohort.store.remove_member(cohort.id, member, Some(now()), entry).await.expect("a change");
    eve.reads(&cohort.door()).await.says("A facilitator has taken you out of this cohort");
    let page = eve.sends(&cohort.door(), &[("name", "Eve")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(eve.opens(&cohort.page()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(cohort.names().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_anonymous_cohort_asks_for_no_name() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let settings = Settings { names: Names::Anonymous, ..Settings::default() };
    let cohort = Cohort::made(&portal, "plan", "December", settings).await;
    let maya = Person::at(&portal);
    let door = maya.reads(&cohort.door()).await;
    assert_eq!(door.count("#_name"), 0);
    door.says("Nobody is asked for a name");
    cohort.joins(&maya, "Maya").await;
    assert_eq!(cohort.names().await, [""], "what a form sends all the same is not kept");
    assert_eq!(maya.reads(&cohort.page()).await.count("#_name, #designs"), 0);
    let page = maya.sends(&format!("{}/name", cohort.page()), &[("name", "Maya")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_participant_sees_no_other_cohort_and_changes_none() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let mine = Cohort::made(&portal, "plan", "Mine", Settings::default()).await;
    let other = Cohort::made(&portal, "plan", "Another", Settings::default()).await;
    let (maya, eve, stranger) = (Person::at(&portal), Person::at(&portal), Person::at(&portal));
    mine.joins(&maya, "Maya").await;
    other.joins(&eve, "Eve").await;
    for person in [&maya, &stranger] {
        let page = other.page();
        assert_eq!(person.opens(&page).await.status, StatusCode::NOT_FOUND);
        for (path, fields) in [("name", ("name", "x")), ("leave", ("sure", "yes")), ("designs", ("design", "x"))] {
            let answer = person.sends(&format!("{page}/{path}"), &[fields]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(other.names().await, ["Eve"]);
    maya.reads(&mine.page()).await.does_not_say("Eve");
}

#[tokio::test]
async fn cohorts_are_taken_along_and_deleted_with_everything() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument()]).await {
        let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
        let maya = Person::at(&portal);
        cohort.joins(&maya, "Maya").await;
        let me = maya.reads("/me").await;
        me.says("December");
        assert_eq!(me.attributes(".kept a", "href"), [cohort.page()]);
        let export = maya.reads("/me/export.json").await;
        let export: serde_json::Value = serde_json::from_str(&export.body).expect("JSON");
        assert_eq!(export["cohorts"][0]["cohort"], "December");
        assert_eq!(export["cohorts"][0]["name"], "Maya");
        assert!(export["cohorts"][0]["joined_at"].as_str().expect("a time").ends_with('Z'));
        let deleted = maya.sends("/me/delete", &[("sure", "yes")]).await;
        deleted.says("Cohorts 1");
        assert!(cohort.store.members(cohort.id).await.expect("a read").is_empty());
    }
}
