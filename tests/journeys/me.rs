use reqwest::StatusCode;

use super::{code_of, done, note, serving};
use crate::support::{Folder, Person, Portal};

#[tokio::test]
async fn names_in_any_script_are_kept_and_inert() {
    let folder = Folder::plan();
    let longest = "x".repeat(64);
    let names = ["O'Brien", "\"Quote\"", "<script>alert(1)</script>", "مريم", "👩‍💻", "e\u{301}ve", &longest, ""];
    for portal in serving(&folder).await {
        for name in names {
            let maya = Person::at(&portal);
            maya.marks("plan", "cables", "copper").await;
            let page = maya.sends("/me/name", &[("name", name)]).await;
            assert_eq!(page.status, StatusCode::OK, "{name}");
            assert_eq!(page.attributes("input[name=name]", "value"), [name]);
            let home = maya.reads("/w/plan").await;
            assert!(!home.body.contains("<script>alert"), "a name became markup");
        }
        let maya = Person::at(&portal);
        let long = "x".repeat(65);
        let page = maya.sends("/me/name", &[("name", &long)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.attributes("input[name=name]", "value"), [long], "what was typed stays");
        page.says("at most 64 characters");
    }
}

#[tokio::test]
async fn another_device_is_signed_out() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let (laptop, phone) = (Person::at(&portal), Person::at(&portal));
        laptop.marks("plan", "cables", "copper").await;
        let code = code_of(&laptop).await;
        phone.sends("/continue", &[("code", &code)]).await;
        assert_eq!(done(&phone.reads("/w/plan/cables").await), ["copper"]);

        let forms = laptop.reads("/me").await.attributes("#devices form", "action");
        assert_eq!(forms.len(), 2, "{forms:?}");
        // This browser stands first.
        laptop.sends(&forms[1], &[]).await;
        assert!(done(&phone.reads("/w/plan/cables").await).is_empty(), "the phone is still signed in");
        assert_eq!(done(&laptop.reads("/w/plan/cables").await), ["copper"]);

        // Nobody ends somebody else's session.
        let stranger = Person::at(&portal);
        stranger.marks("plan", "cables", "fibre").await;
        assert_eq!(stranger.sends(&forms[0], &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(done(&laptop.reads("/w/plan/cables").await), ["copper"]);

        let left = laptop.sends(&forms[0], &[]).await;
        assert_eq!(left.url.path(), "/");
        assert!(done(&laptop.reads("/w/plan/cables").await).is_empty());
    }
}

#[tokio::test]
async fn everything_can_be_taken_along() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        maya.sends("/w/plan/cables/copper/note", &[("body", "mine"), ("base", "0")]).await;
        maya.sends("/me/name", &[("name", "Maya")]).await;
        code_of(&maya).await;

        let json = maya.reads("/me/export.json").await;
        assert!(json.header("content-disposition").contains("podium.json"));
        let all: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
        assert_eq!(all["name"], "Maya");
        assert_eq!(
            (&all["marks"][0]["section"], &all["notes"][0]["text"]),
            (&"copper".into(), &"mine".into()),
            "{all}"
        );
        assert!(!json.body.contains("hash") && !json.body.contains("token"), "secrets are exported: {}", json.body);

        let markdown = maya.reads("/me/export.md").await;
        assert!(
            markdown.body.contains("- [x] Copper")
                && markdown.body.contains("- [ ] Fibre")
                && markdown.body.contains("mine")
        );

        let stranger = Person::at(&portal);
        assert_eq!(stranger.opens("/me/export.json").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn everything_is_deleted_at_once_with_a_receipt() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let (maya, phone) = (Person::at(&portal), Person::at(&portal));
        maya.marks("plan", "cables", "copper").await;
        maya.sends("/w/plan/cables/copper/note", &[("body", "mine alone"), ("base", "0")]).await;
        let code = code_of(&maya).await;
        phone.sends("/continue", &[("code", &code)]).await;

        // Without saying so, nothing is deleted.
        maya.sends("/me/delete", &[]).await;
        assert_eq!(done(&maya.reads("/w/plan/cables").await), ["copper"]);

        let receipt = maya.sends("/me/delete", &[("sure", "yes")]).await;
        assert_eq!(receipt.status, StatusCode::OK);
        assert_eq!(receipt.header("clear-site-data"), "\"storage\"");
        receipt.says("Sections marked");
        for person in [&maya, &phone] {
            let page = person.reads("/w/plan/cables").await;
            assert!(done(&page).is_empty());
            assert_eq!(note(&page, "copper"), "");
        }
        let other = Person::at(&portal);
        assert_eq!(other.sends("/continue", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_session_cookie_cannot_be_read_by_script_and_is_kept_to_https_where_there_is_https() {
    let folder = Folder::plan();
    let cases: [(&[&str], &str); 2] =
        [(&[], "podium="), (&["--public-url", "https://podium.example.org"], "__Host-podium=")];
    for (options, name) in cases {
        let portal = Portal::start_with(&[&["--content", &folder.argument()], options].concat());
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = client.post(portal.url("/w/plan/cables/copper/done")).form(&[("a", "b")]).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(
            cookie.starts_with(name)
                && cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Lax")
                && cookie.contains("Path=/"),
            "{cookie}"
        );
        assert_eq!(cookie.contains("Secure"), !options.is_empty(), "{cookie}");
        // 256 bits in base64.
        let value = cookie.split(['=', ';']).nth(1).unwrap();
        assert_eq!(value.len(), 43, "{value}");
    }
}

#[tokio::test]
async fn a_browser_that_was_signed_out_is_told_and_makes_nobody_new() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let (laptop, phone) = (Person::at(&portal), Person::at(&portal));
        laptop.marks("plan", "cables", "copper").await;
        let code = code_of(&laptop).await;
        phone.sends("/continue", &[("code", &code)]).await;
        laptop.sends("/me/delete", &[("sure", "yes")]).await;

        let note = [("body", "typed in an open tab"), ("base", "0")];
        let refused = phone.sends("/w/plan/cables/copper/note", &note).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.says("This browser was signed out");
        assert!(refused.attributes("main a", "href").contains(&"/continue".to_owned()));
        // The cookie is gone with it: who sends it again starts afresh, knowingly.
        let again = phone.sends("/w/plan/cables/copper/note", &note).await;
        assert_eq!((again.status, super::note(&again, "copper")), (StatusCode::OK, "typed in an open tab".to_owned()));
    }
}

#[tokio::test]
async fn a_session_in_use_is_noted_and_its_cookie_sent_again() {
    use sqlx::Connection as _;
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let mut maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    assert!(maya.reads("/w/plan").await.headers.get("set-cookie").is_none(), "not at every page");
    let (_, home) = portal.stop();
    let file = format!("sqlite:{}", home.path().join("podium.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&file).await.unwrap();
    sqlx::query("update sessions set seen_at = seen_at - 7200000").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let portal = home.start();
    maya.moves_to(&portal);
    let page = maya.reads("/w/plan").await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("podium=") && cookie.contains("Max-Age=34560000"), "{cookie}");
    assert_eq!(done(&maya.reads("/w/plan/cables").await), ["copper"]);
}

#[tokio::test]
async fn behind_https_the_plain_cookie_is_nobodys() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument(), "--public-url", "https://podium.example.org"]);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = client.post(portal.url("/w/plan/cables/copper/done")).form(&[("a", "b")]).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    let value = cookie.split(['=', ';']).nth(1).unwrap();
    for (name, known) in [("__Host-podium", true), ("podium", false)] {
        let page = client.get(portal.url("/w/plan")).header("Cookie", format!("{name}={value}")).send().await.unwrap();
        assert_eq!(page.text().await.unwrap().contains("data-known"), known, "{name}");
    }
}

#[tokio::test]
async fn what_a_stranger_takes_back_makes_nobody() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let stranger = Person::at(&portal);
    stranger.sends("/w/plan/cables/copper/done", &[("undo", "1")]).await;
    stranger.sends("/me/name", &[("name", "  ")]).await;
    assert_eq!(stranger.reads("/me").await.count("#devices"), 0);
}

#[tokio::test]
async fn the_qr_code_leads_to_where_the_person_is_and_says_when_no_phone_can_follow() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    code_of(&maya).await;
    let page = maya.reads("/me").await;
    assert_eq!(page.count("#code .qr svg"), 1);
    page.says(&format!("{}/continue", portal.address));
    page.says("Only this machine knows that address");
    let by_name = maya.asks(reqwest::Method::GET, "/me", &[("Host", "podium.lan:8080")], "").await;
    by_name.says("http://podium.lan:8080/continue");
    by_name.does_not_say("Only this machine");
}
