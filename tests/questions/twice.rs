//! What is sent twice counts once; what is over stays as it was; what is mine is nobody else's.

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};

use super::Given::{Options, Typed};
use super::{Attempt, answers_in, bank, borrowed, exported, fields, lines, serving, tells};
use crate::support::{Page, Person, Portal};

/// How often the same is sent at once.
const AT_ONCE: usize = 20;

/// Sends a form in place.
async fn in_place(person: &Person, path: String, sent: Vec<(String, String)>) -> Page {
    person.sends_in_place(&path, "answer", &borrowed(&sent)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_submission_twenty_times_at_once_is_one_answer() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "retry").await;
        let page = attempt.opens(&maya, 1).await;
        let sent = fields(&page, "pick", Options(&["Glass"]));
        let saved: Vec<Page> =
            join_all((0..AT_ONCE).map(|_| in_place(&maya, attempt.path_of("pick"), sent.clone()))).await;
        for page in &saved {
            assert_eq!(page.status, StatusCode::OK, "{}", page.words());
            assert_eq!(
                page.attributes(".state-line time", "datetime"),
                saved[0].attributes(".state-line time", "datetime")
            );
            page.says("One try is left.");
        }
        let again = maya.sends(&attempt.path_of("pick"), &borrowed(&sent)).await;
        again.says("One try is left.");
        assert_eq!(answers_in(&exported(&maya).await[0]), 1);

        // A form that was sent twice with two ids is two tries, and no more than two are there.
        let tries: Vec<Vec<(String, String)>> = (0..AT_ONCE)
            .map(|n| {
                let own = |(name, value): &(String, String)| {
                    (name.clone(), if name == "submission" { format!("own-{n}") } else { value.clone() })
                };
                sent.iter().map(own).collect()
            })
            .collect();
        let all = tries.into_iter().map(|sent| in_place(&maya, attempt.path_of("pick"), sent));
        let (mut kept, mut refused) = (0, 0);
        for page in join_all(all).await {
            match page.status {
                StatusCode::OK => kept += 1,
                StatusCode::UNPROCESSABLE_ENTITY => refused += 1,
                other => panic!("{other}: {}", page.words()),
            }
        }
        assert_eq!((kept, refused), (1, AT_ONCE - 1));
        assert_eq!(answers_in(&exported(&maya).await[0]), 2);
    }
}

#[tokio::test]
async fn two_tabs_and_the_back_button_change_nothing_that_is_over() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "end").await;
        // Two tabs with the same questions; the later answer counts, as long as nothing is handed in.
        let (left, right) = (attempt.opens(&maya, 1).await, attempt.opens(&maya, 1).await);
        let number = attempt.opens(&maya, 2).await;
        maya.sends(&attempt.path_of("pick"), &borrowed(&fields(&left, "pick", Options(&["Glass"])))).await;
        let late = fields(&right, "pick", Options(&["Copper"]));
        maya.sends(&attempt.path_of("pick"), &borrowed(&late)).await;
        let over = attempt.hands_in(&maya).await;
        let before = lines(&over);
        assert_eq!(before[0].0, "Right");
        let words = over.text(".score");

        // What was accepted is acknowledged once more, however late it comes again.
        let again = maya.sends_in_place(&attempt.path_of("pick"), "answer", &borrowed(&late)).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.words());
        again.says("Saved");
        // What is new is refused, and why: from a tab, from history, in place, from a sheet, with the hand-in.
        let new = fields(&number, "how-many", Typed("251"));
        for answer in [
            maya.sends(&attempt.path_of("how-many"), &borrowed(&new)).await,
            maya.sends_in_place(&attempt.path_of("how-many"), "answer", &borrowed(&new)).await,
            maya.sends(&attempt.path(), &[("how-many.answer", "251"), ("how-many.submission", "s1")]).await,
            maya.sends(
                &format!("{}/hand-in", attempt.path()),
                &[("how-many.answer", "251"), ("how-many.submission", "s2")],
            )
            .await,
        ] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.words());
            assert!(answer.words().contains("handed in"), "no reason: {}", answer.words());
        }
        let hint = maya.sends(&format!("{}/hint", attempt.path_of("how-many")), &[]).await;
        assert_eq!(hint.status, StatusCode::UNPROCESSABLE_ENTITY);
        attempt.hands_in(&maya).await;
        let after = maya.reads(&attempt.address).await;
        assert_eq!((lines(&after), after.text(".score")), (before.clone(), words));
        assert_eq!(answers_in(&exported(&maya).await[0]), 2, "two answers to the one question, none to the other");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hint_or_a_start_pressed_twice_is_one() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let begun = join_all((0..8).map(|_| Attempt::begin(&maya, "tunnels"))).await;
        // A stranger whose eight clicks cross may have become several people; from the first cookie on it is one.
        drop(begun);
        let begun = join_all((0..8).map(|_| Attempt::begin(&maya, "retry"))).await;
        assert!(begun.iter().all(|attempt| attempt == &begun[0]), "{begun:?}");
        let attempt = &begun[0];
        let page = attempt.opens(&maya, 2).await;
        page.does_not_say("zzhint");
        let hint = format!("{}/hint", attempt.path_of("with-hints"));
        let next = page.attributes("button[data-hint]", "value");
        assert_eq!(next, ["0"]);
        let press = || vec![("hint".to_owned(), "0".to_owned()), ("answer".to_owned(), "typed so far".to_owned())];
        for page in join_all((0..6).map(|_| in_place(&maya, hint.clone(), press()))).await {
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(page.count(".hints li"), 1, "{}", page.body);
            assert_eq!(page.attributes(".typed-answer input", "value"), ["typed so far"]);
        }
        let page = maya.sends(&hint, &[("hint", "0")]).await;
        page.says("zzhint-one");
        page.does_not_say("zzhint-two");
        let page = maya.sends(&hint, &[("hint", "1")]).await;
        page.says("zzhint-two");
        let page = maya.sends(&hint, &[("hint", "1")]).await;
        assert_eq!((page.status, page.count(".hints li")), (StatusCode::OK, 2));
        // Two hints at ten percent each.
        attempt.answers(&maya, 2, "with-hints", Typed("32")).await;
        attempt.hands_in(&maya).await;
        assert_eq!(attempt.result(&maya).await[1], ("Right".to_owned(), "0.8".to_owned()));
    }
}

#[tokio::test]
async fn an_attempt_is_its_persons_alone() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "retry").await;
        attempt.answers(&maya, 1, "pick", Options(&["Glass"])).await;
        let noah = Person::at(&portal);
        noah.marks("plan", "cables", "copper").await;
        let nobody = Person::at(&portal);
        let other = "0190aaaa-0000-7000-8000-000000000000";
        for stranger in [&noah, &nobody] {
            for id in [attempt.id.as_str(), other, "x"] {
                let base = format!("/w/plan/attempts/{id}");
                for path in [base.clone(), format!("{base}?q=1"), format!("{base}?q=end")] {
                    assert_eq!(stranger.opens(&path).await.status, StatusCode::NOT_FOUND, "{path}");
                }
                for path in [
                    base.clone(),
                    format!("{base}/hand-in"),
                    format!("{base}/questions/pick"),
                    format!("{base}/questions/with-hints/hint"),
                ] {
                    for fragment in ["", "quiz", "answer"] {
                        let headers = [
                            ("Sec-Fetch-Site", "same-origin"),
                            ("X-Fragment", fragment),
                            ("Content-Type", "application/x-www-form-urlencoded"),
                        ];
                        let page = stranger.asks(Method::POST, &path, &headers, "answer=x&submission=y").await;
                        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
                        assert!(!tells(&page.body), "{path} tells something");
                    }
                }
            }
            let again = stranger.sends("/w/plan/quizzes/retry", &[("again", &attempt.id)]).await;
            assert_eq!(again.status, StatusCode::NOT_FOUND);
        }
        // Somebody without a session sees the start; a person of their own no other's attempt.
        let page = noah.opens(&attempt.address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let page = nobody.opens(&attempt.address).await;
        assert!(page.status == StatusCode::NOT_FOUND && !tells(&page.body), "{} {}", page.status, page.words());
        assert_eq!(answers_in(&exported(&maya).await[0]), 1, "a stranger has changed something");
        // Nor is it there under another workshop's address or with another quiz's.
        for path in [format!("/w/none/attempts/{}", attempt.id), format!("/w/plan/quizzes/each?attempt={}", attempt.id)]
        {
            assert_eq!(maya.opens(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn attempts_come_along_with_a_continue_code_and_go_with_a_deletion() {
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        let (laptop, phone) = (Person::at(&portal), Person::at(&portal));
        let done = Attempt::begin(&laptop, "tunnels").await;
        done.answers(&laptop, 1, "deep", Typed("2 metres")).await;
        done.hands_in(&laptop).await;
        let on_laptop = Attempt::begin(&laptop, "retry").await;
        on_laptop.answers(&laptop, 1, "pick", Options(&["Copper"])).await;
        let on_phone = Attempt::begin(&phone, "retry").await;
        on_phone.answers(&phone, 3, "say", Typed("glass")).await;
        let page = on_phone.opens(&phone, 1).await;

        let code = crate::journeys::code_of(&laptop).await;
        phone.sends("/continue", &[("code", &code)]).await;
        // The phone's page was open meanwhile; what it sends still counts.
        let sent = fields(&page, "pick", Options(&["Copper"]));
        let answer = phone.sends(&on_phone.path_of("pick"), &borrowed(&sent)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
        for person in [&laptop, &phone] {
            let attempts = exported(person).await;
            let answers: Vec<usize> = attempts.iter().map(answers_in).collect();
            assert_eq!(answers, [1, 1, 2]);
            assert_eq!(done.result(person).await[0].0, "Right");
            for attempt in [&on_laptop, &on_phone] {
                assert_eq!(attempt.opens(person, 1).await.texts(".outcome-verdict"), ["✓ Right"]);
            }
        }
        // Of two that are open, each can be brought to its end.
        for attempt in [&on_phone, &on_laptop] {
            attempt.hands_in(&laptop).await;
            assert_eq!(attempt.result(&laptop).await.len(), 3);
        }
        laptop.reads("/w/plan/quizzes/retry").await.says("Your attempts");

        let receipt = laptop.sends("/me/delete", &[("sure", "yes")]).await;
        assert!(receipt.words().contains('4'), "{}", receipt.words());
        for attempt in [&done, &on_laptop, &on_phone] {
            for person in [&laptop, &phone] {
                assert_eq!(person.opens(&attempt.path()).await.status, StatusCode::NOT_FOUND);
            }
        }
    }
}

#[tokio::test]
async fn a_hint_on_a_sheet_keeps_what_stands_in_all_its_fields() {
    let folder = bank::workshop();
    let hinted = bank::quiz("hinted", &["say", "with-hints", "how-many"], "show = \"all\"\nhint_costs = 10");
    let plain = bank::quiz("unhinted", &["say", "how-many"], "hint_costs = 10");
    folder.write("questions/quizzes.toml", &format!("{}{hinted}{plain}", bank::quizzes()));
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    // What a hint takes is said where there are hints.
    maya.reads("/w/plan/quizzes/hinted").await.says("Hints:");
    maya.reads("/w/plan/quizzes/unhinted").await.does_not_say("Hints:");
    let attempt = Attempt::begin(&maya, "hinted").await;
    let typed = [("say.answer", "a core, perhaps"), ("with-hints.answer", "3"), ("how-many.answer", "25")];
    let sent: Vec<(&str, &str)> = typed.into_iter().chain([("with-hints.hint", "0")]).collect();
    let page = maya.sends(&format!("{}/hint", attempt.path_of("with-hints")), &sent).await;
    page.says("zzhint-one");
    for (name, value) in typed {
        assert_eq!(page.attributes(&format!("[name='{name}']"), "value"), [value], "{name}");
    }
    // Nothing of it was an answer.
    assert_eq!(answers_in(&exported(&maya).await[0]), 0);
    // Enter in a field presses the first button of the form, which is about no question in particular.
    let first = page.attributes(".quiz-all button", "class");
    assert_eq!(first[0], "visually-hidden");
    let page =
        maya.sends(&attempt.path(), &[("say.answer", ""), ("with-hints.answer", ""), ("how-many.answer", "251")]).await;
    assert_eq!(page.status, StatusCode::OK, "what is left open is no complaint");
    assert_eq!(answers_in(&exported(&maya).await[0]), 1);
}
