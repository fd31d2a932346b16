use reqwest::StatusCode;

use super::{code_of, done, note, serving};
use crate::support::{Folder, Person, Portal};

#[tokio::test]
async fn a_continue_code_opens_the_same_progress_elsewhere() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let laptop = Person::at(&portal);
        laptop.marks("plan", "cables", "copper").await;
        laptop.sends("/w/plan/cables/fibre/note", &[("body", "ask about fibre"), ("base", "0")]).await;
        let code = code_of(&laptop).await;
        assert_eq!(code.split('-').count(), 5, "{code}");
        assert_eq!(code_of(&laptop).await, code, "the code can be shown again");

        let phone = Person::at_address(&portal.address, "Mozilla/5.0 (iPhone) Version/19.0 Mobile/15E148 Safari/604.1");
        let sloppy = code.to_uppercase().replace('-', "  ");
        let welcome = phone.sends("/continue", &[("code", &sloppy)]).await;
        assert_eq!(welcome.status, StatusCode::OK, "{}", welcome.words());
        let page = phone.reads("/w/plan/cables").await;
        assert_eq!(done(&page), ["copper"]);
        assert_eq!(note(&page, "fibre"), "ask about fibre");

        phone.marks("plan", "cables", "fibre").await;
        assert_eq!(done(&laptop.reads("/w/plan/cables").await), ["copper", "fibre"]);
        let devices = laptop.reads("/me").await;
        devices.says("Firefox on Linux");
        devices.says("Safari on iPhone");
    }
}

#[tokio::test]
async fn two_progresses_become_one_and_nothing_is_lost() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let (laptop, phone) = (Person::at(&portal), Person::at(&portal));
        laptop.marks("plan", "cables", "copper").await;
        laptop.marks("plan", "tunnels", "dig").await;
        laptop.sends("/w/plan/cables/copper/note", &[("body", "from the laptop"), ("base", "0")]).await;
        laptop.sends("/me/name", &[("name", "Maya")]).await;
        phone.marks("plan", "cables", "copper").await;
        phone.marks("plan", "cables", "fibre").await;
        phone.sends("/w/plan/cables/copper/note", &[("body", "from the phone"), ("base", "0")]).await;
        phone.sends("/w/plan/tunnels/line/note", &[("body", "only here"), ("base", "0")]).await;
        let old_code = code_of(&phone).await;

        let code = code_of(&laptop).await;
        let merged = phone.sends("/continue", &[("code", &code)]).await;
        assert_eq!(merged.status, StatusCode::OK, "{}", merged.words());
        for person in [&laptop, &phone] {
            let cables = person.reads("/w/plan/cables").await;
            assert_eq!(done(&cables), ["copper", "fibre"]);
            let text = note(&cables, "copper");
            assert!(text.contains("from the laptop") && text.contains("from the phone"), "{text}");
            let tunnels = person.reads("/w/plan/tunnels").await;
            assert_eq!((done(&tunnels), note(&tunnels, "line")), (vec!["dig".to_owned()], "only here".to_owned()));
            person.reads("/me").await.says("Maya");
        }
        // The code that the phone had leads to the same progress, too.
        let tablet = Person::at(&portal);
        tablet.sends("/continue", &[("code", &old_code)]).await;
        assert_eq!(done(&tablet.reads("/w/plan/cables").await), ["copper", "fibre"]);
    }
}

#[tokio::test]
async fn ones_own_code_changes_nothing() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        let code = code_of(&maya).await;
        let page = maya.sends("/continue", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(done(&maya.reads("/w/plan/cables").await), ["copper"]);
    }
}

#[tokio::test]
async fn a_revoked_or_replaced_code_opens_nothing() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        let first = code_of(&maya).await;
        maya.sends("/me/code/replace", &[]).await;
        let second = code_of(&maya).await;
        assert_ne!(first, second);
        let other = Person::at(&portal);
        let refused = other.sends("/continue", &[("code", &first)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("No progress has this code");
        assert_eq!(
            refused.attributes("input[name=code]", "value"),
            std::slice::from_ref(&first),
            "what was typed stays"
        );

        maya.sends("/me/code/revoke", &[]).await;
        assert_eq!(maya.reads("/me").await.count("#code .phrase"), 0);
        assert_eq!(other.sends("/continue", &[("code", &second)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(done(&other.reads("/w/plan/cables").await).is_empty());
    }
}

#[tokio::test]
async fn a_misspelt_code_is_told_and_guessing_is_slowed() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let guesser = Person::at(&portal);
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let code = code_of(&maya).await;
    let three = code.split('-').take(3).collect::<Vec<_>>().join(" ");
    let wrong = guesser.sends("/continue", &[("code", &three)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("five");
    let wrong = guesser.sends("/continue", &[("code", &format!("{code}x"))]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("did you mean");
    // Another order of the right words is a code that nobody has.
    let mut words: Vec<&str> = code.split('-').collect();
    words.rotate_left(1);
    let guess = words.join(" ");
    assert_ne!(guess.replace(' ', "-"), code, "five equal words: draw again");
    for _ in 0..20 {
        let answer = guesser.sends("/continue", &[("code", &guess)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // From here on each try takes its turn: a second, and few at a time.
    let fields = [("code", guess.as_str())];
    let tries = futures_util::future::join_all((0..12).map(|_| guesser.sends("/continue", &fields))).await;
    let refused: Vec<_> = tries.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert_eq!(refused.len(), 4, "{:?}", tries.iter().map(|answer| answer.status).collect::<Vec<_>>());
    assert_eq!(refused[0].header("retry-after"), "1");
    // A forged sender does not get around it: no proxy is trusted here.
    let forged = [("X-Forwarded-For", "192.0.2.7"), ("Content-Type", "application/x-www-form-urlencoded")];
    let body = format!("code={}", guess.replace(' ', "+"));
    let more = (0..9).map(|_| guesser.asks(reqwest::Method::POST, "/continue", &forged, &body));
    let more = futures_util::future::join_all(more).await;
    assert!(more.iter().any(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS));
    // Somebody else behind the same address, with the right code, gets in all the same.
    let phone = Person::at(&portal);
    assert_eq!(phone.sends("/continue", &[("code", &code)]).await.status, StatusCode::OK);
    assert_eq!(done(&phone.reads("/w/plan/cables").await), ["copper"]);
    // Reading goes on.
    guesser.reads("/w/plan/cables").await;
}

#[tokio::test]
async fn after_the_secret_has_changed_the_old_code_is_not_shown_and_a_new_one_can_be_made() {
    let folder = Folder::plan();
    let data = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}/podium.db", data.path().display());
    let start = |secret: &str| {
        Portal::start_with(&["--content", &folder.argument(), "--database", &database, "--secret", secret])
    };
    let portal = start("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    let mut maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let old = code_of(&maya).await;
    portal.stop();

    let portal = start("9a8b7c6d5e4f30211203f4e5d6c7b8a9");
    maya.moves_to(&portal);
    let page = maya.reads("/me").await;
    assert_eq!(page.count("#code .phrase"), 0, "a code that opens nothing is shown");
    page.says("Your earlier code has ended");
    let new = code_of(&maya).await;
    assert_ne!(new, old);
    let phone = Person::at(&portal);
    phone.sends("/continue", &[("code", &new)]).await;
    assert_eq!(done(&phone.reads("/w/plan/cables").await), ["copper"]);
}
