//! The life of accounts, from the first start to the last owner.

use reqwest::StatusCode;

use super::{OTHERS, OWNERS, command, first_link, forms_of, invited, is_in, joins, owner, path_of, signs_in};
use crate::support::{Person, Portal};

#[tokio::test]
async fn from_the_first_run_to_a_second_facilitator() {
    for portal in Portal::on_each_database(&[]).await {
        let ada = Person::at(&portal);
        let link = first_link(&portal);
        let page = ada.reads(&link).await;
        page.says("Make the owner’s account");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
        assert!(!page.body.contains("name=\"back\" value=\"/facilitate/inv"), "the token is in the theme's way back");

        // What is wrong stands beside its field, and what was typed is still there; the password is not.
        let page = joins(&ada, &link, "ada at home", " ", "password2026").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.text("#_email-error");
        page.text("#_name-error");
        page.text("#_password-error");
        assert_eq!(page.attributes("#_email", "value"), ["ada at home"]);
        assert!(!page.body.contains("password2026"));
        let fields = [("email", "ada@example.org"), ("name", "Ada"), ("password", OWNERS), ("again", OTHERS)];
        let page = ada.sends(&link, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.text("#_again-error");

        let home = joins(&ada, &link, " Ada@Example.org", "Ada Lovelace", OWNERS).await;
        assert_eq!((home.status, home.url.path()), (StatusCode::OK, "/facilitate"));
        home.says("ada@example.org");
        assert_eq!(home.text(".lead .pill"), "owner");
        assert_eq!(home.count("form[action='/facilitate/sign-out']"), 1);
        assert_eq!(ada.opens(&link).await.status, StatusCode::NOT_FOUND, "the link works once");
        assert_eq!(joins(&ada, &link, "x@example.org", "X", OTHERS).await.status, StatusCode::NOT_FOUND);

        // Out, and in again; the address is not minded for its capitals.
        ada.sends("/facilitate/sign-out", &[]).await;
        assert!(!is_in(&ada).await);
        let wrong = signs_in(&ada, "ada@example.org", OTHERS).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.attributes("#_email", "value"), ["ada@example.org"]);
        assert!(!is_in(&ada).await);
        signs_in(&ada, "ADA@example.org ", OWNERS).await;
        assert!(is_in(&ada).await);

        // Somebody else, who is a participant as well.
        let page =
            ada.sends("/facilitate/facilitators", &[("email", "bob@example.org"), ("role", "facilitator")]).await;
        let link = path_of(&page.text("#_link"));
        assert!(page.text("#_link").starts_with(&portal.address), "{}", page.text("#_link"));
        let bob = Person::at(&portal);
        bob.marks("aks-networking", "networking-models", "kubenet").await;
        let page = bob.reads(&link).await;
        page.says("bob@example.org");
        assert_eq!(page.count("#_email"), 0, "the link says for whom it is");
        let home = joins(&bob, &link, "ignored@example.org", "Bob", OTHERS).await;
        home.says("bob@example.org");
        assert_eq!(home.count("a[href='/facilitate/audit']"), 0);
        assert_eq!(bob.reads("/me").await.count("#devices li"), 1, "the participant is as before");
        bob.sends("/facilitate/sign-out", &[]).await;
        assert_eq!(bob.reads("/me").await.count("#devices li"), 1, "and stays signed in");

        let page = ada.reads("/facilitate/facilitators").await;
        assert_eq!(page.texts(".devices > li > div > .address"), ["ada@example.org", "bob@example.org"]);
        let log = ada.reads("/facilitate/audit").await;
        let lines = log.texts(".kept-list li span");
        assert_eq!(
            lines,
            [
                "Bob (bob@example.org), by a link made the account of Bob (bob@example.org) : facilitator",
                "Ada Lovelace (ada@example.org) made a link for an account of bob@example.org : facilitator",
                "Ada Lovelace (ada@example.org), by a link made the account of Ada Lovelace (ada@example.org) : owner",
            ]
        );
    }
}

#[tokio::test]
async fn who_is_sent_to_sign_in_comes_back_and_nowhere_else() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    ada.sends("/facilitate/sign-out", &[]).await;
    let page = ada.opens("/facilitate/audit?before=018f0000-0000-7000-8000-000000000000").await;
    assert_eq!(page.url.path(), "/facilitate/sign-in");
    let back = page.attributes("form.account input[name=back]", "value").remove(0);
    assert_eq!(back, "/facilitate/audit?before=018f0000-0000-7000-8000-000000000000");
    let fields = |back: &'static str| [("email", "ada@example.org"), ("password", OWNERS), ("back", back)];
    for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let page = ada.sends("/facilitate/sign-in", &fields(evil)).await;
        assert_eq!(page.url.path(), "/", "{evil}");
        assert_eq!(page.url.host_str(), Some("127.0.0.1"), "{evil}");
    }
    let page = ada.sends("/facilitate/sign-in", &fields("/facilitate/audit")).await;
    assert_eq!(page.url.path(), "/facilitate/audit");
    assert_eq!(ada.opens("/facilitate/sign-in").await.url.path(), "/facilitate", "who is in needs no form");
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_other_browsers_are_signed_out() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let phone = Person::at(&portal);
    signs_in(&phone, "ada@example.org", OWNERS).await;
    assert_eq!(ada.reads("/facilitate").await.count("#sessions li"), 2);
    let change = async |old: &str, new: &str, again: &str| {
        ada.sends("/facilitate/password", &[("old", old), ("password", new), ("again", again)]).await
    };
    let page = change("not it at all", OTHERS, OTHERS).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.text("#_old-error");
    let page = change(OWNERS, "ada.lovelace.2026", "ada.lovelace.2026").await;
    page.text("#_password-error");
    change(OWNERS, OTHERS, "different").await.text("#_again-error");
    assert!(is_in(&phone).await, "nothing has changed yet");

    assert_eq!(change(OWNERS, OTHERS, OTHERS).await.status, StatusCode::OK);
    assert!(is_in(&ada).await && !is_in(&phone).await);
    assert_eq!(signs_in(&phone, "ada@example.org", OWNERS).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    signs_in(&phone, "ada@example.org", OTHERS).await;
    assert!(is_in(&phone).await);

    // One browser signs the other out, and itself.
    let page = ada.reads("/facilitate").await;
    let ends = page.attributes("#sessions form", "action");
    ada.sends(&ends[1], &[]).await;
    assert!(is_in(&ada).await && !is_in(&phone).await);
    assert_eq!(ada.sends(&ends[1], &[]).await.status, StatusCode::NOT_FOUND);
    ada.sends(&ends[0], &[]).await;
    assert!(!is_in(&ada).await);
}

#[tokio::test]
async fn a_name_is_changed_and_hostile_ones_stay_text() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let page = ada.sends("/facilitate/name", &[("name", &"x".repeat(65))]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.text("#_name-error");
    for name in ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)"] {
        ada.sends("/facilitate/name", &[("name", name)]).await;
        for path in ["/facilitate", "/facilitate/facilitators", "/facilitate/audit"] {
            let page = ada.reads(path).await;
            page.says(name.trim_start_matches('"'));
            assert_eq!(
                page.count("script:not([src])") + page.count("[onerror]") + page.count("[onfocus]"),
                0,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn roles_links_and_resets_are_the_owners() {
    for portal in Portal::on_each_database(&[]).await {
        let ada = owner(&portal).await;
        let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
        let bobs = forms_of(&ada, "bob@example.org").await;
        let adas = forms_of(&ada, "ada@example.org").await;

        // The last owner cannot go.
        for (form, fields) in [("role", ("role", "facilitator")), ("remove", ("sure", "yes"))] {
            let page = ada.sends(&format!("{adas}/{form}"), &[fields]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            page.says("This is the only owner");
        }
        assert_eq!(bob.opens("/facilitate/facilitators").await.status, StatusCode::NOT_FOUND);
        ada.sends(&format!("{bobs}/role"), &[("role", "owner")]).await;
        bob.reads("/facilitate/facilitators").await;
        let page = bob.sends(&format!("{adas}/role"), &[("role", "facilitator")]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(ada.opens("/facilitate/facilitators").await.status, StatusCode::NOT_FOUND, "at once");
        assert_eq!(bob.sends(&format!("{adas}/role"), &[("role", "root")]).await.status, StatusCode::BAD_REQUEST);

        // A new password by a link: all browsers are out, the link works once.
        let page = bob.sends(&format!("{adas}/reset"), &[]).await;
        let link = path_of(&page.text("#_link"));
        assert!(is_in(&ada).await, "until it is used");
        let phone = Person::at(&portal);
        let page = phone.reads(&link).await;
        assert_eq!((page.count("#_email"), page.count("#_name")), (0, 0));
        let new = "forty geese above the harbour";
        assert_eq!(joins(&phone, &link, "", "", new).await.url.path(), "/facilitate");
        assert!(is_in(&phone).await && !is_in(&ada).await);
        assert_eq!(phone.opens(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!(signs_in(&ada, "ada@example.org", OWNERS).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        signs_in(&ada, "ada@example.org", new).await;

        // Signed out everywhere by an owner, and taken away.
        bob.sends(&format!("{adas}/sign-out"), &[]).await;
        assert!(!is_in(&ada).await && !is_in(&phone).await);
        signs_in(&ada, "ada@example.org", new).await;
        let page = bob.sends(&format!("{adas}/remove"), &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "the box was not ticked");
        assert!(is_in(&ada).await);
        bob.sends(&format!("{adas}/remove"), &[("sure", "yes")]).await;
        assert!(!is_in(&ada).await);
        assert_eq!(signs_in(&ada, "ada@example.org", new).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(bob.sends(&format!("{adas}/reset"), &[]).await.status, StatusCode::NOT_FOUND);
        let log = bob.reads("/facilitate/audit").await;
        log.says("Bob (bob@example.org) took away the account of Ada Lovelace (ada@example.org)");
        log.says("changed the role of Bob (bob@example.org) : facilitator → owner");
    }
}

#[tokio::test]
async fn a_link_that_was_taken_back_or_replaced_opens_nothing() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let invite = async || {
        let page = ada.sends("/facilitate/facilitators", &[("email", "bob@example.org"), ("role", "owner")]).await;
        path_of(&page.text("#_link"))
    };
    let first = invite().await;
    let second = invite().await;
    let bob = Person::at(&portal);
    assert_eq!(bob.opens(&first).await.status, StatusCode::NOT_FOUND);
    bob.reads(&second).await;
    let page = ada.reads("/facilitate/facilitators").await;
    assert!(!page.body.contains("/facilitate/invitations/"), "a link is shown once");
    let end = page.attributes("#links form", "action");
    assert_eq!(end.len(), 1);
    ada.sends(&end[0], &[]).await;
    assert_eq!(bob.opens(&second).await.status, StatusCode::NOT_FOUND);
    assert_eq!(joins(&bob, &second, "", "Bob", OTHERS).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.sends(&end[0], &[]).await.status, StatusCode::NOT_FOUND);
    // Who has an account is not invited again.
    let page = ada.sends("/facilitate/facilitators", &[("email", "ada@example.org"), ("role", "facilitator")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.text("#_email-error");
    assert_eq!(page.attributes("#_email", "value"), ["ada@example.org"]);
}

#[tokio::test]
async fn who_has_the_machine_makes_links_while_the_portal_serves() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let (code, printed, said) = command(&portal, &["add", "Eve@example.org", "--owner"]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("eve@example.org (owner)"), "{printed}");
    let eve = Person::at(&portal);
    joins(&eve, &path_of(&printed), "", "Eve", OTHERS).await;
    eve.reads("/facilitate/facilitators").await;

    let (code, printed, said) =
        command(&portal, &["reset", "ada@example.org", "--public-url", "https://p.example.org"]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("  https://p.example.org/facilitate/invitations/"), "{printed}");
    joins(&ada, &path_of(&printed), "", "", OTHERS).await;
    assert!(is_in(&ada).await);
    ada.reads("/facilitate/audit").await.says("The command line made a link for a new password of Ada Lovelace");

    let (code, _, said) = command(&portal, &["add", "ada@example.org"]);
    assert!(code == 1 && said.contains("has an account already"), "{said}");
    let (code, _, said) = command(&portal, &["reset", "nobody@example.org"]);
    assert!(code == 1 && said.contains("there is no account of nobody@example.org"), "{said}");
    let (code, _, said) = command(&portal, &["add", "nobody"]);
    assert!(code == 2 && said.contains("no e-mail address"), "{said}");
    assert_eq!(command(&portal, &[]).0, 2);

    // Before the first start it makes the database, and the start prints no other owner's link.
    let empty = crate::support::portal::Home::new(&[]);
    let (code, printed, said) =
        crate::support::portal::run(empty.path(), &["facilitator", "add", "ada@example.org", "--owner"]);
    assert_eq!(code, 0, "{said}");
    let portal = empty.start();
    let ada = Person::at(&portal);
    joins(&ada, &path_of(&printed), "", "Ada", OWNERS).await;
    assert!(is_in(&ada).await);
    assert!(!portal.printed().iter().any(|line| line.contains("/facilitate/")), "{:?}", portal.printed());
}

#[tokio::test]
async fn accounts_and_sessions_outlive_a_restart() {
    let portal = Portal::start();
    let mut ada = owner(&portal).await;
    let (_, home) = portal.stop();
    let portal = home.start();
    ada.moves_to(&portal);
    assert!(is_in(&ada).await);
    assert!(!portal.printed().iter().any(|line| line.contains("/facilitate/")), "{:?}", portal.printed());
}
