//! The design record of its owner.

use reqwest::StatusCode;

use super::{DESIGN, OVERLAY, WIZARDS, design_id, keeps, portal_and};
use crate::support::Person;

#[tokio::test]
async fn a_decision_is_kept_with_its_reasons_and_taken_out_again() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    maya.reads(DESIGN).await.says("Make a decision");
    let mut answers = OVERLAY.to_vec();
    answers.push(("_note", "Agreed on <b>Monday</b>\r\nby all"));
    let page = keeps(maya, "network-model", &answers).await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, DESIGN));
    assert_eq!(page.text("#_decision-network-model h3"), "Azure CNI Overlay");
    assert_eq!(page.text("#_decision-network-model .note"), "Agreed on <b>Monday</b> by all");
    for part in ["Why", "What is given up", "Ruled out", "Answers"] {
        assert!(page.texts("#_decision-network-model h4").contains(&part.to_owned()), "{part}");
    }
    // The very answers lead back.
    let again = &page.attributes("#_decision-network-model .row > a", "href")[0];
    maya.reads(again).await.says("Kept in “My design”");
    maya.reads(&format!("{WIZARDS}/network-model?existing=kubenet")).await.says("Your design says: Azure CNI Overlay");
    assert_eq!(maya.reads("/w/aks-networking").await.texts(".decide p")[0], "1 of 12 decided.");
    let id = design_id(maya).await;
    let page = maya.sends(&format!("{DESIGN}/{id}/decisions/network-model/forget"), &[]).await;
    assert_eq!(page.count("#_decision-network-model"), 0);
    let twice = maya.sends(&format!("{DESIGN}/{id}/decisions/network-model/forget"), &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn open_answers_become_open_questions() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let mut answers = OVERLAY.to_vec();
    answers[4] = ("reach", "unknown");
    let page = keeps(maya, "network-model", &answers).await;
    assert!(page.count(".open-questions li") >= 1, "{}", page.words());
    let link = page.attributes(".open-questions a", "href")[0].clone();
    assert!(link.starts_with(&format!("{WIZARDS}/network-model?")), "{link}");
}

#[tokio::test]
async fn the_history_shows_every_change_and_brings_it_back() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    maya.sends(&format!("{DESIGN}/sheet"), &[("region", "westeurope"), ("_base", "0")]).await;
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let history = maya.reads(&format!("{DESIGN}/history")).await;
    let said = history.texts(".history strong");
    assert_eq!(said, ["Choose a network model: Azure CNI Overlay", "Sheet: Region", "Begun"]);
    let then = maya.reads(&format!("{DESIGN}?revision={id}.2")).await;
    then.says("This is revision 2");
    assert_eq!((then.count("#_decision-network-model"), then.count("form[action$='/words']")), (0, 0));
    let sides = maya.reads(&format!("{DESIGN}/compare?a={id}.2&b={id}")).await;
    assert_eq!(sides.texts(".sides tbody td strong")[..2], ["—", "Azure CNI Overlay"]);
    let back = maya.sends(&format!("{DESIGN}/{id}/restore"), &[("revision", "2")]).await;
    assert_eq!(back.count("#_decision-network-model"), 0);
    back.says("What changed");
    back.says("Revision 4");
    assert_eq!(maya.reads(&format!("{DESIGN}/history")).await.count(".history li"), 4);
    for (path, status) in [
        (format!("{DESIGN}?revision={id}.99"), StatusCode::NOT_FOUND),
        (format!("{DESIGN}/compare?a={id}.99&b={id}"), StatusCode::NOT_FOUND),
        (format!("{DESIGN}/compare?a=x&b=y"), StatusCode::NOT_FOUND),
        (format!("{DESIGN}?revision=x"), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(maya.opens(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn several_designs_are_begun_copied_chosen_compared_and_deleted() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    keeps(maya, "network-model", &OVERLAY).await;
    let first = design_id(maya).await;
    let page = maya.sends(&format!("{DESIGN}/new"), &[("title", "Second region"), ("copy", &first)]).await;
    assert_eq!(page.text("h1"), "Second region");
    assert_eq!(page.count("#_decision-network-model"), 1, "a copy holds the same");
    let second = design_id(maya).await;
    maya.sends(&format!("{DESIGN}/{second}/decisions/network-model/forget"), &[]).await;
    let empty = maya.sends(&format!("{DESIGN}/new"), &[("title", ""), ("copy", "")]).await;
    assert_eq!(empty.text("h1"), "My design");
    let chosen = maya.sends(&format!("{DESIGN}/{first}/use"), &[]).await;
    assert_eq!(chosen.count("#_decision-network-model"), 1, "the copy was changed, the first was not");
    let sides = maya.reads(&format!("{DESIGN}/compare?a={first}&b={second}")).await;
    assert_eq!(sides.texts(".sides thead th").len(), 2);
    sides.says("Azure CNI Overlay");
    let same = maya.reads(&format!("{DESIGN}/compare?a={first}&b={first}")).await;
    same.says("Nothing differs");
    let unsure = maya.sends(&format!("{DESIGN}/{first}/delete"), &[]).await;
    assert_eq!(unsure.count("#_decision-network-model"), 1, "nothing goes without the tick");
    let gone = maya.sends(&format!("{DESIGN}/{first}/delete"), &[("sure", "yes")]).await;
    assert_eq!((gone.status, gone.count("#_decision-network-model")), (StatusCode::OK, 0));
    assert_eq!(maya.sends(&format!("{DESIGN}/{first}/use"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_of_two_devices_are_both_kept() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let path = format!("{DESIGN}/{id}/words");
    let words = |base: &'static str, title: &'static str, open: &'static str, notes: &'static str| {
        [("base", base), ("title", title), ("open", open), ("notes", notes)]
    };
    maya.sends(&path, &words("2", "Shop", "who owns the hub?", "from the laptop")).await;
    // The phone still shows revision 2.
    maya.sends(&path, &words("2", "My design", "which zones?", "from the phone")).await;
    let page = maya.reads(DESIGN).await;
    assert_eq!(page.text("h1"), "Shop");
    let open = page.text("#_open-lines");
    assert!(open.contains("who owns the hub?") && open.contains("which zones?"), "{open}");
    let notes = page.text("#_notes");
    assert!(notes.contains("from the laptop") && notes.contains("from the phone"), "{notes}");
    let long = "x".repeat(20_001);
    let refused = maya.sends(&path, &[("base", "3"), ("title", "Typed"), ("open", "kept?"), ("notes", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("these have 20001");
    assert_eq!(refused.text("#_notes"), long, "what was typed stays");
    assert_eq!((refused.text("#_open-lines").as_str(), refused.text("h1").as_str()), ("kept?", "Shop"));
}

#[tokio::test]
async fn the_design_is_there_on_a_second_device_and_after_a_restart() {
    let (portal, people) = portal_and(2).await;
    let (laptop, phone) = (&people[0], &people[1]);
    keeps(laptop, "network-model", &OVERLAY).await;
    laptop.sends("/me/code", &[]).await;
    let code = laptop.reads("/me").await.text("#_phrase");
    phone.sends("/continue", &[("code", &code)]).await;
    assert_eq!(phone.reads(DESIGN).await.text("#_decision-network-model h3"), "Azure CNI Overlay");
    let everything = phone.reads("/me/export.json").await;
    assert!(everything.body.contains("\"designs\""), "{}", everything.body);
    let mut laptop = Person::at(&portal);
    laptop.sends("/continue", &[("code", &code)]).await;
    let home = portal.stop();
    let portal = home.1.start();
    laptop.moves_to(&portal);
    assert_eq!(laptop.reads(DESIGN).await.text("#_decision-network-model h3"), "Azure CNI Overlay");
}

#[tokio::test]
async fn a_plan_is_put_into_the_design() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    maya.sends("/tools/subnet/keep", &[("query", "in=10.9.0.0/26"), ("title", "Nodes")]).await;
    let page = maya.reads(DESIGN).await;
    let plan = page.attributes("form[action$='/plans/add'] [name=plan]", "value")[0].clone();
    let page = maya.sends(&format!("{DESIGN}/{id}/plans/add"), &[("plan", &plan)]).await;
    assert_eq!(page.texts("#_plans .kept-list a"), ["Nodes"]);
    let inside = page.attributes("form[action$='/plans/remove'] [name=plan]", "value")[0].clone();
    let page = maya.sends(&format!("{DESIGN}/{id}/plans/remove"), &[("plan", &inside)]).await;
    assert_eq!(page.count("#_plans .kept-list"), 0);
    for path in ["plans/add", "plans/remove"] {
        let refused = maya.sends(&format!("{DESIGN}/{id}/{path}"), &[("plan", "nothing")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_form_changes_the_design_that_it_was_filled_from() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    maya.sends(&format!("{DESIGN}/sheet"), &[("region", "westeurope"), ("_base", "0")]).await;
    let first = design_id(maya).await;
    // Another design is begun and worked with; the form of the first is still open in another tab.
    maya.sends(&format!("{DESIGN}/new"), &[("title", "Second"), ("copy", "")]).await;
    let fields = [("region", "northeurope"), ("_base", "2"), ("_design", first.as_str())];
    let page = maya.sends(&format!("{DESIGN}/sheet"), &fields).await;
    assert_eq!((page.text("h1").as_str(), design_id(maya).await), ("My design", first.clone()));
    assert_eq!(maya.reads(&format!("{DESIGN}/sheet")).await.attributes("[name=region]", "value"), ["northeurope"]);
    maya.sends(&format!("{DESIGN}/new"), &[("title", "Third"), ("copy", "")]).await;
    let mut answers = OVERLAY.to_vec();
    answers.push(("_design", &first));
    assert_eq!(keeps(maya, "network-model", &answers).await.text("h1"), "My design");
}

#[tokio::test]
async fn what_was_known_from_elsewhere_follows_when_the_outcome_stays() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let pool = |nodes: &'static str, base: &'static str| {
        [("pool.name", "a"), ("pool.nodes", nodes), ("pool.max_pods", "30"), ("pool.os", "linux"), ("_base", base)]
    };
    maya.sends(&format!("{DESIGN}/sheet"), &pool("9", "0")).await;
    let page = keeps(maya, "network-model", &OVERLAY).await;
    let answer = |page: &crate::support::Page, asked: &str| {
        let rows = page.texts("#_decision-network-model .answers > div");
        rows.into_iter().find(|row| row.contains(asked)).unwrap_or_default()
    };
    assert!(answer(&page, "nodes at full scale").contains("Up to 400"), "{}", page.words());
    let page = maya.sends(&format!("{DESIGN}/sheet"), &pool("900", "3")).await;
    assert_eq!(page.text("#_decision-network-model h3"), "Azure CNI Overlay");
    assert!(!answer(&page, "nodes at full scale").contains("Up to 400"), "{}", answer(&page, "nodes at full scale"));
    // What followed is told as an answer, and not as a decision that became itself.
    assert!(page.texts("#_changed h3").contains(&"Answers that follow".to_owned()), "{}", page.text("#_changed"));
    assert!(!page.texts("#_changed h3").contains(&"Decisions".to_owned()), "{}", page.text("#_changed"));
}

#[tokio::test]
async fn designs_that_differ_in_words_alone_differ() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let words = [("base", "2"), ("title", "My design"), ("open", "who owns the hub?"), ("notes", "ask on Monday")];
    maya.sends(&format!("{DESIGN}/{id}/words"), &words).await;
    let sides = maya.reads(&format!("{DESIGN}/compare?a={id}.2&b={id}")).await;
    sides.does_not_say("Nothing differs");
    sides.says("ask on Monday");
    sides.says("who owns the hub?");
}

#[tokio::test]
async fn a_note_that_is_too_long_comes_back_with_the_decision() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let long = "x".repeat(20_001);
    let mut answers = OVERLAY.to_vec();
    answers.push(("_note", &long));
    let page = keeps(maya, "network-model", &answers).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("this one has 20001");
    assert_eq!(page.text("#_note"), long, "what was typed stays");
    assert_eq!(page.attributes(".keep input[name=existing]", "value"), ["new"]);
    maya.reads(DESIGN).await.says("Type your figures");
}

#[tokio::test]
async fn an_imported_record_is_made_to_fit_here() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let record = r#"{"podium_design": 1, "workshop": "elsewhere", "plans": [{"tool": "nothing", "title": "Gone", "query": "a=1"}]}"#;
    let page = maya.sends(&format!("{DESIGN}/import"), &[("record", record)]).await;
    assert_eq!((page.status, page.text("h1").as_str()), (StatusCode::OK, "My design"), "{}", page.words());
    assert_eq!(page.texts("#_plans .kept-list li").len(), 1);
    assert_eq!(page.count("#_plans .kept-list a"), 0, "a tool that is not there is no link");
    maya.reads(&format!("{DESIGN}/history")).await.says("Imported from the workshop elsewhere");
    let file = maya.reads(&format!("{DESIGN}/export/json")).await.body;
    assert!(file.contains("\"aks-networking\"") && !file.contains("elsewhere"), "{file}");
    // With as many designs as there may be, what was pasted is still there.
    for _ in 1..20 {
        maya.sends(&format!("{DESIGN}/new"), &[("title", ""), ("copy", "")]).await;
    }
    let full = maya.sends(&format!("{DESIGN}/import"), &[("record", record)]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    full.says("You keep 20 designs already");
    assert_eq!(full.text("#_record"), record);
}
