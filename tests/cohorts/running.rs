//! What a facilitator does with a cohort, apart from looking at the board.

use reqwest::{Method, StatusCode};

use super::{makes, way_into};
use crate::accounts::{invited, owner};
use crate::support::{Person, Portal};

const OWN: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

/// A table as a browser sends a chosen file.
async fn uploads(person: &Person, cohort: &str, file: &str) -> crate::support::Page {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"table\"\r\n\r\n\r\n--x--\r\n"
    );
    let headers = [("Content-Type", "multipart/form-data; boundary=x"), OWN];
    person.asks(Method::POST, &format!("{cohort}/list"), &headers, &body).await
}

#[tokio::test]
async fn a_cohort_is_made_with_a_name_alone_and_has_a_way_in() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    ada.reads("/facilitate").await.says("None yet");
    let page =
        ada.sends("/facilitate/cohorts", &[("name", " "), ("workshop", "aks-networking"), ("starts", "soon")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.attributes("[aria-invalid=true]", "name"), ["name", "starts"]);
    assert_eq!(page.attributes("#_starts", "value"), ["soon"], "what was typed stays");
    let page = ada
        .sends(
            "/facilitate/cohorts",
            &[
                ("name", "Backwards"),
                ("workshop", "aks-networking"),
                ("starts", "2026-12-02T09:00"),
                ("ends", "2026-12-01T09:00"),
            ],
        )
        .await;
    page.says("It ends before it begins.");

    let cohort = makes(&ada, "Platform <team> 李", &[("zone", "Europe/Berlin"), ("starts", "2026-12-01T09:00")]).await;
    let door = ada.reads(&format!("{cohort}/door")).await;
    assert_eq!(door.text("h1"), "Platform <team> 李");
    let code = door.text(".door-code");
    let parts: Vec<&str> = code.split(' ').collect();
    assert!(parts.len() == 3 && parts[0].chars().all(|c| c.is_ascii_uppercase()), "{code}");
    assert!(door.count(".door-qr svg") == 1 && door.text("#_link").contains("/join/"));
    let home = ada.reads("/facilitate").await;
    home.says("Platform <team> 李");
    home.says("1 December 2026, 09:00 (Europe/Berlin)");

    // Another code ends the one so far; a shut door says so.
    let before = way_into(&ada, &cohort).await;
    ada.sends(&format!("{cohort}/door"), &[("do", "another")]).await;
    assert_ne!(way_into(&ada, &cohort).await, before);
    ada.sends(&format!("{cohort}/door"), &[("do", "shut")]).await.says("The door is shut");
    ada.sends(&format!("{cohort}/door"), &[("do", "open")]).await.does_not_say("The door is shut");
    let log = ada.reads("/facilitate/audit").await;
    log.says("made the cohort");
    log.says("changed the join code of");
}

#[tokio::test]
async fn settings_are_saved_whole_or_not_at_all_and_typed_text_stays() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let cohort = makes(&ada, "December", &[]).await;
    let settings = format!("{cohort}/settings");
    let wrong = [
        ("revision", "1"),
        ("name", "December"),
        ("zone", "Mars/Olympus"),
        ("most", "none"),
        ("quiz:networking-models", "150"),
        ("opens:egress", "2026-12-02T09:00"),
        ("due:egress", "2026-12-01T09:00"),
        ("announcement", "Bring a laptop."),
    ];
    let page = ada.sends(&settings, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut fields = page.attributes("[aria-invalid=true]", "name");
    fields.sort();
    assert_eq!(fields, ["due:egress", "most", "quiz:networking-models", "zone"]);
    assert_eq!(
        (page.text("#_announcement"), page.attributes("#_most", "value")[0].as_str()),
        ("Bring a laptop.".to_owned(), "none")
    );
    ada.reads(&settings).await.does_not_say("Bring a laptop.");

    let right = [
        ("revision", "1"),
        ("name", "December II"),
        ("zone", "Europe/Berlin"),
        ("most", "40"),
        ("names", "hidden"),
        ("entry", "listed"),
        ("quiz:networking-models", "70 %"),
        ("by-modules", "yes"),
        ("decision", "network-model"),
        ("need:external-components", "optional"),
        ("opens:egress", "2026-12-02T09:00"),
        ("announcement", "Bring a laptop.\r\nAnd a charger."),
    ];
    let page = ada.sends(&settings, &right).await;
    page.says("Saved.");
    let page = ada.reads(&settings).await;
    assert_eq!(page.attributes("input[name='opens:egress']", "value"), ["2026-12-02T09:00"]);
    assert_eq!(page.attributes("input[name='quiz:networking-models']", "value"), ["70"]);
    assert_eq!(page.attributes("[name=names][checked]", "value"), ["hidden"]);
    assert_eq!(page.attributes("[name=entry][checked]", "value"), ["listed"]);
    assert_eq!(page.attributes("[name=decision][checked]", "value"), ["network-model"]);
    assert_eq!(page.text("h1"), "December II");

    // A page that was opened before somebody else saved.
    let late = ada.sends(&settings, &[("revision", "1"), ("name", "Late")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.attributes("#_name", "value"), ["Late"]);
    assert_eq!(late.attributes("[name=revision]", "value"), ["2"]);
    assert_eq!(ada.reads(&settings).await.text("h1"), "December II");

    // One like it keeps the plan and not the dates.
    let like = cohort.rsplit('/').next().expect("an id");
    let form = ada.reads(&format!("/facilitate/cohorts/new?like={like}")).await;
    form.says("December II");
    let copy = makes(&ada, "January", &[("like", like)]).await;
    let page = ada.reads(&format!("{copy}/settings")).await;
    assert_eq!(page.attributes("input[name='opens:egress']", "value"), [""]);
    assert_eq!(page.attributes("#_most", "value"), ["40"]);
    assert_eq!(page.attributes("[name='need:external-components'] option[selected]", "value"), ["optional"]);
}

#[tokio::test]
async fn a_list_is_looked_at_before_it_is_kept() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let cohort = makes(&ada, "Listed", &[]).await;
    let file = "Name;E-Mail\nZoë;zoe@x\n;nobody@x\n'=Eve;eve@x\nZoë again;ZOE@x";
    let page = uploads(&ada, &cohort, file).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.says("2 lines can be kept; 2 are wrong");
    assert_eq!(page.texts(".finding strong"), ["Line 3.", "Line 5."]);
    ada.reads(&format!("{cohort}/people")).await.does_not_say("zoe@x");
    assert!(page.body.contains("Zoë;zoe@x\n;nobody@x\n"), "the lines go along: {}", page.body);
    let page = ada.sends(&format!("{cohort}/list/keep"), &[("table", file)]).await;
    page.says("2 people are on it, 2 of them not in yet");
    assert_eq!(page.texts("#list .devices h3"), ["=Eve", "Zoë"]);
    let off = page.attributes("#list form[action*='/list/'][action$='/remove']", "action")[0].clone();
    ada.sends(&off, &[]).await.says("1 person is on it");

    for (file, said) in [("", "The table is empty."), ("Ort;Strasse\nx;y", "The first line names the columns")] {
        let page = uploads(&ada, &cohort, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says(said);
    }
    // Ten megabytes.
    let page = uploads(&ada, &cohort, &"name,email\n".repeat(1_000_000)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", page.words());
    ada.reads(&format!("{cohort}/people")).await.says("1 person is on it");
}

#[tokio::test]
async fn where_the_operator_says_so_new_cohorts_are_anonymous() {
    let portal = Portal::start_with(&["--anonymous-cohorts", "true"]);
    let ada = owner(&portal).await;
    let form = ada.reads("/facilitate/cohorts/new").await;
    assert_eq!(form.attributes("[name=names]", "value"), ["anonymous"]);
    // Whatever is sent.
    let cohort = makes(&ada, "Nobody", &[("names", "real")]).await;
    let settings = format!("{cohort}/settings");
    let page = ada.reads(&settings).await;
    assert_eq!(page.attributes("[name=names][checked]", "value"), ["anonymous"]);
    let page = ada.sends(&settings, &[("revision", "1"), ("name", "Nobody"), ("names", "real")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("lets cohorts be anonymous only");
    ada.reads(&format!("{cohort}/people")).await.says("This cohort is anonymous");
}

#[tokio::test]
async fn several_run_a_cohort_and_an_assistant_changes_nothing() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let eve = invited(&portal, &ada, "eve@example.org", "Eve", "facilitator").await;
    let cohort = makes(&bob, "Bob's", &[]).await;
    let (people, staff) = (format!("{cohort}/people"), format!("{cohort}/staff"));
    assert_eq!(eve.opens(&people).await.status, StatusCode::NOT_FOUND);
    let page = bob.sends(&staff, &[("email", "nobody@example.org"), ("role", "assistant")]).await;
    assert_eq!(page.attributes("[aria-invalid=true]", "value"), ["nobody@example.org"]);
    bob.sends(&staff, &[("email", "bob@example.org"), ("role", "assistant")])
        .await
        .says("Nobody else runs this cohort");
    bob.sends(&staff, &[("email", "EVE@example.org"), ("role", "assistant")]).await.says("eve@example.org");
    let page = eve.reads(&people).await;
    assert_eq!(page.count("form[action^='/facilitate/cohorts/']"), 0, "{}", page.words());
    for path in [format!("{cohort}/settings"), format!("{cohort}/exports")] {
        assert_eq!(eve.opens(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, fields) in [("/door", [("do", "shut")]), ("/archive", [("x", "")]), ("/delete", [("sure", "yes")])] {
        assert_eq!(eve.sends(&format!("{cohort}{path}"), &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    eve.reads("/facilitate").await.says("you assist");

    bob.sends(&staff, &[("email", "eve@example.org"), ("role", "facilitator")]).await;
    let out = bob.reads(&people).await;
    let forms = out.attributes("#staff form[action$='/remove']", "action");
    assert_eq!(forms.len(), 2);
    for form in &forms {
        eve.sends(form, &[]).await;
    }
    // Whoever was the last stays.
    let left = ada.reads(&people).await;
    assert_eq!(left.count("#staff .devices li"), 1);
}

#[tokio::test]
async fn a_cohort_is_put_away_fetched_back_and_deleted() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let cohort = makes(&ada, "Gone soon", &[]).await;
    ada.sends(&format!("{cohort}/archive"), &[]).await.says("Fetch it back");
    assert_eq!(ada.reads(&format!("{cohort}/door")).await.count(".door-code"), 0);
    let refused = ada.sends(&format!("{cohort}/door"), &[("do", "another")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    ada.sends(&format!("{cohort}/archive"), &[]).await.says("Put it away");
    ada.sends(&format!("{cohort}/door"), &[("do", "another")]).await;
    assert_eq!(ada.reads(&format!("{cohort}/door")).await.count(".door-code"), 1);
    let page = ada.sends(&format!("{cohort}/delete"), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("tick the box first");
    ada.sends(&format!("{cohort}/delete"), &[("sure", "yes")]).await.does_not_say("Gone soon");
    assert_eq!(ada.opens(&format!("{cohort}/people")).await.status, StatusCode::NOT_FOUND);
    ada.reads("/facilitate/audit").await.says("deleted the cohort Gone soon");
}
