//! Edits of the content between answers: what was begun goes on as it began, and only what asks something else is asked
//! again.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use super::Given::{Options, Places, Typed};
use super::bank::{self, CABLES, Written};
use super::{Attempt, borrowed, exported, fields, serving};
use crate::support::{Folder, Person};

/// Writes the manifest last, with another title, and waits until that is served: then all that was written before is, too.
async fn served(folder: &Folder, person: &Person, modules: &[&str], title: &str) {
    let manifest = format!(
        "id = \"plan\"\ntitle = \"{title}\"\nsummary = \"Where the cables go.\"\nlanguage = \"en\"\nmodules = {modules:?}\n"
    );
    folder.write("workshop.toml", &manifest);
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let page = person.opens("/w/plan").await;
        if page.words().contains(title) {
            assert_eq!(page.count(".faults"), 0, "{}", page.words());
            return;
        }
        assert!(Instant::now() < until, "{title} is never served: {}", page.words());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

const MODULES: [&str; 2] = ["cables", "tunnels"];

/// The questions of `cables` with one of them changed, or left out.
fn with(id: &str, change: impl Fn(Written) -> Option<Written>) -> Vec<Written> {
    CABLES.iter().copied().filter_map(|written| if written.0 == id { change(written) } else { Some(written) }).collect()
}

#[tokio::test]
async fn an_open_attempt_goes_on_as_it_began() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        bank::write(&folder, "cables", &CABLES);
        folder.write("questions/quizzes.toml", &bank::quizzes());
        let maya = Person::at(&portal);
        served(&folder, &maya, &MODULES, "Begin").await;
        let attempt = Attempt::begin(&maya, "end").await;
        attempt.answers(&maya, 1, "pick", Options(&["Copper"])).await;
        let open = attempt.opens(&maya, 2).await;

        // A typo in a prompt, another order of the quiz.
        let mended = with("how-many", |w| Some((w.0, w.1, w.2, "How many addresses of a /24 can be handed out?", w.4)));
        bank::write(&folder, "cables", &mended);
        let other = bank::quizzes().replace(r#"["pick", "how-many", "sort"]"#, r#"["sort", "how-many", "pick"]"#);
        folder.write("questions/quizzes.toml", &other);
        served(&folder, &maya, &MODULES, "Another order").await;

        let page = attempt.opens(&maya, 2).await;
        page.says("can be given out?");
        page.says("It stands here as you were asked.");
        attempt.opens(&maya, 1).await.does_not_say("as you were asked");
        let sent = fields(&open, "how-many", Typed("251"));
        let answer = maya.sends(&attempt.path_of("how-many"), &borrowed(&sent)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());

        // A question, then the whole quiz, is taken out.
        bank::write(&folder, "cables", &with("sort", |_| None));
        let fewer = other.replace(r#""sort", "#, "");
        folder.write("questions/quizzes.toml", &fewer);
        served(&folder, &maya, &MODULES, "One fewer").await;
        attempt.opens(&maya, 3).await.says("Put the steps in order.");
        let (head, rest) = fewer.split_once("[[quiz]]\nid = \"end\"").expect("the quiz");
        let rest = rest.split_once("[[quiz]]").expect("another quiz").1;
        folder.write("questions/quizzes.toml", &format!("{head}[[quiz]]{rest}"));
        served(&folder, &maya, &MODULES, "No quiz").await;
        assert_eq!(maya.opens("/w/plan/quizzes/end").await.status, StatusCode::NOT_FOUND);
        let page = attempt.opens(&maya, 3).await;
        let order = Places(&[("Dig first", "1"), ("Lay second", "2"), ("Fill third", "4"), ("Test last", "3")]);
        let sent = fields(&page, "sort", order);
        let answer = maya.sends(&attempt.path_of("sort"), &borrowed(&sent)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
        let over = attempt.hands_in(&maya).await;
        assert_eq!(over.status, StatusCode::OK, "{}", over.words());
        let verdicts: Vec<String> = attempt.result(&maya).await.into_iter().map(|line| line.0).collect();
        assert_eq!(verdicts, ["Right", "Right", "Partly right"]);
        let page = attempt.opens(&maya, 3).await;
        page.says("zzwhy-sort");
        for path in ["/w/plan", "/w/plan/review", "/w/plan/cables", "/me"] {
            maya.reads(path).await;
        }
        assert_eq!(exported(&maya).await[0]["answers"].as_array().expect("answers").len(), 3);
    }
}

#[tokio::test]
async fn only_a_question_with_another_key_is_asked_again_and_the_page_says_why() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        bank::write(&folder, "cables", &CABLES);
        let maya = Person::at(&portal);
        served(&folder, &maya, &MODULES, "Begin").await;
        let attempt = Attempt::begin(&maya, "retry").await;
        attempt.answers(&maya, 1, "pick", Options(&["Copper"])).await;
        attempt.answers(&maya, 2, "with-hints", Typed("32")).await;
        attempt.answers(&maya, 3, "say", Typed("copper core")).await;
        attempt.hands_in(&maya).await;
        let result = attempt.result(&maya).await;
        maya.reads("/w/plan/review").await.says("Done for today");

        // The wording, the feedback, a typical wrong answer, where its source was read: nothing to ask again.
        let soft = |w: Written| -> Written {
            match w.0 {
                "pick" => (
                    w.0,
                    w.1,
                    w.2,
                    "Which one of the three carries current?",
                    Box::leak(w.4.replace("it carries light", "light runs in it").into_boxed_str()),
                ),
                "say" => (
                    w.0,
                    w.1,
                    w.2,
                    w.3,
                    Box::leak(w.4.replace("not in this one", "not in such a one").into_boxed_str()),
                ),
                _ => w,
            }
        };
        let mended: Vec<Written> = CABLES.iter().copied().map(soft).collect();
        bank::write(&folder, "cables", &mended);
        served(&folder, &maya, &MODULES, "Mended").await;
        let page = maya.reads("/w/plan/review").await;
        page.says("Done for today");
        page.does_not_say("asks something else");
        assert!(Attempt::review(&maya, "").await.is_none(), "something is asked again");

        // Another key: this one is asked again, today, and why is said.
        let hard = |w: Written| -> Written {
            match w.0 {
                "with-hints" => (
                    w.0,
                    w.1,
                    w.2,
                    "How many bits has an address of the newer kind?",
                    Box::leak(w.4.replace("answer = 32", "answer = 128").into_boxed_str()),
                ),
                _ => soft(w),
            }
        };
        let changed: Vec<Written> = CABLES.iter().copied().map(hard).collect();
        bank::write(&folder, "cables", &changed);
        served(&folder, &maya, &MODULES, "Changed").await;
        let page = maya.reads("/w/plan/review").await;
        page.says("One more due today");
        page.says("One asks something else than when you answered it");
        assert_eq!(attempt.result(&maya).await, result, "the old result has changed");
        attempt.opens(&maya, 2).await.says("address of the older kind?");
        let again = Attempt::review(&maya, "").await.expect("it begins");
        let page = again.opens(&maya, 1).await;
        page.says("address of the newer kind?");
        assert_eq!(page.count(".dots .dot:not(.end)"), 1, "more is asked again than what changed");
        maya.sends(&again.path_of("with-hints"), &borrowed(&fields(&page, "with-hints", Typed("128")))).await;
        again.hands_in(&maya).await;
        assert_eq!(again.result(&maya).await[0].0, "Right");
        let page = maya.reads("/w/plan/review").await;
        page.says("Done for today");
        page.does_not_say("asks something else");

        // As it once was: it asks something else once more.
        bank::write(&folder, "cables", &mended);
        served(&folder, &maya, &MODULES, "Back").await;
        maya.reads("/w/plan/review").await.says("One asks something else than when you answered it");
    }
}

#[tokio::test]
async fn mastery_follows_renamed_modules_and_sections_and_what_is_retired_leaves() {
    for server in [false, true] {
        let folder = bank::workshop();
        let mut portals = serving(&folder).await;
        if server && portals.len() < 2 {
            continue;
        }
        let portal = portals.swap_remove(usize::from(server));
        drop(portals);
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "retry").await;
        attempt.answers(&maya, 1, "pick", Options(&["Glass"])).await;
        attempt.answers(&maya, 3, "say", Typed("copper core")).await;
        let words = |page: &crate::support::Page| page.texts("main").join(" ");
        let page = maya.reads("/w/plan/review").await;
        assert!(words(&page).contains("2 learning, 6 new"), "{}", words(&page));

        // The module and the section get other names, and say which they had.
        folder.write("modules/wires.md", "+++\ntitle = \"Wires\"\nsummary = \"All wires.\"\nminutes = 5\ngoals = [\"Tell them apart\"]\nwas = [\"cables\"]\n+++\n\n## Metal {#metal was=copper}\n\nText.\n\n## Fibre {#fibre}\n\nText.\n");
        let moved: Vec<Written> =
            CABLES.iter().map(|w| (w.0, w.1, if w.2 == "copper" { "metal" } else { w.2 }, w.3, w.4)).collect();
        bank::write(&folder, "wires", &moved);
        std::fs::remove_file(folder.path().join("modules/cables.md")).expect("it is there");
        std::fs::remove_file(folder.path().join("questions/cables.toml")).expect("it is there");
        served(&folder, &maya, &["tunnels", "wires"], "Renamed").await;
        let page = maya.reads("/w/plan/review").await;
        assert!(words(&page).contains("2 learning, 6 new"), "{}", words(&page));
        assert!(!page.words().contains("asks something else"), "{}", words(&page));
        // The open attempt goes on, with what is taught where today.
        let page = attempt.opens(&maya, 2).await;
        page.does_not_say("as you were asked");
        attempt.answers(&maya, 2, "with-hints", Typed("32")).await;
        let over = attempt.hands_in(&maya).await;
        assert_eq!(over.attributes(".read-again a", "href"), ["/w/plan/wires#metal"], "{}", over.words());
        assert_eq!(attempt.opens(&maya, 1).await.attributes(".onwards a", "href")[0], "/w/plan/wires#metal");
        let practice = Attempt::review(&maya, "wires#metal").await.expect("it begins");
        assert_eq!(practice.opens(&maya, 1).await.count(".dots .dot:not(.end)"), 8);
        // The old name leads there as well, as an old page would send it.
        assert_eq!(Attempt::review(&maya, "cables#copper").await.expect("it begins"), practice);

        // One that was learnt is taken out.
        let fewer: Vec<Written> = moved.into_iter().filter(|w| w.0 != "pick").collect();
        bank::write(&folder, "wires", &fewer);
        folder.write("questions/quizzes.toml", &bank::quizzes().replace(r#""pick", "#, ""));
        served(&folder, &maya, &["tunnels", "wires"], "Retired").await;
        let page = maya.reads("/w/plan/review").await;
        assert!(words(&page).contains("1 learning, 6 new"), "{}", words(&page));
        assert_eq!(attempt.result(&maya).await[0].0, "Wrong", "the result is as it was");
        // What was begun with it can still be answered.
        let answered = practice.opens(&maya, 1).await;
        assert_eq!(answered.status, StatusCode::OK);
    }
}
