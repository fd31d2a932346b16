//! What a question keeps to itself until it may be seen: by rule, by the page's marks, and by pages that do not differ.

use reqwest::StatusCode;
use scraper::{Html, Selector};

use super::Given::{Options, Typed};
use super::bank::{self, CABLES, Written};
use super::{Attempt, exported, fields, tells};
use crate::support::{Page, Person, Portal};

/// No attribute or class says how an option is, no part says what only an answer brings.
#[track_caller]
pub fn shows_no_key(what: &str, page: &Page) {
    if !page.body.contains("data-question=") {
        return;
    }
    let html = Html::parse_document(&page.body);
    let later = ".outcome, .hints, .said-word, .answer-key, .option.good, .option.bad, .right-answer, .explanation, .gap.good, \
                 .gap.bad, .belongs";
    let found = html.select(&Selector::parse(later).expect("a selector")).next().map(|element| element.html());
    assert_eq!(found, None, "{what}");
    let all = Selector::parse("[data-question], [data-question] *").expect("a selector");
    for element in html.select(&all).map(|element| element.value()) {
        for (name, value) in element.attrs() {
            let told = ["right", "correct", "solution", "answer-key", "score", "mark"];
            let named = name != "autocorrect" && told.iter().any(|word| name.contains(word));
            let as_data = name.starts_with("data-")
                && !matches!(name, "data-question" | "data-field" | "data-item")
                && told.iter().any(|word| value.contains(word));
            assert!(!named && !as_data, "{what}: {name}={value}");
        }
    }
}

#[tokio::test]
async fn where_feedback_comes_at_the_end_nothing_tells_before_that_what_was_right() {
    let folder = bank::workshop();
    for portal in super::serving(&folder).await {
        for right in [true, false] {
            let maya = Person::at(&portal);
            for quiz in ["end", "sheet", "timed"] {
                let attempt = Attempt::begin(&maya, quiz).await;
                let page = attempt.opens(&maya, 1).await;
                let sent = fields(&page, "pick", Options(if right { &["Copper"] } else { &["Glass"] }));
                for path in ["", "answer", "quiz"] {
                    let page = if path.is_empty() {
                        maya.sends(&attempt.path_of("pick"), &super::borrowed(&sent)).await
                    } else {
                        maya.sends_in_place(&attempt.path_of("pick"), path, &super::borrowed(&sent)).await
                    };
                    assert_eq!(page.status, StatusCode::OK);
                    assert!(!tells(&page.body), "{quiz}, {path}: {}", page.body);
                    shows_no_key(quiz, &page);
                }
                for address in
                    [attempt.address.clone(), format!("{}&q=1", attempt.address), format!("{}&q=end", attempt.address)]
                {
                    let page = maya.reads(&address).await;
                    assert!(!tells(&page.body), "{address}");
                    shows_no_key(&address, &page);
                    for word in ["✓ Right", "✕ Wrong", ": right", ": wrong"] {
                        assert!(!page.words().contains(word), "{address} says {word}");
                    }
                }
            }
            for attempt in exported(&maya).await {
                for answer in attempt["answers"].as_array().expect("answers") {
                    assert!(answer["mark"].is_null(), "{answer}");
                }
            }
            let markdown = maya.reads("/me/export.md").await.body;
            assert!(!markdown.to_lowercase().contains("right") && !tells(&markdown), "{markdown}");
            // Neither does what is learnt: nothing was learnt yet.
            let page = maya.reads("/w/plan/review").await;
            let main = page.texts("main").join(" ");
            for n in 1..=20 {
                assert!(!main.contains(&format!("{n} learning")) && !main.contains(&format!("{n} mastered")), "{main}");
            }
            page.says("Nothing is due today");
            maya.reads("/w/plan").await.does_not_say("due today");
        }
    }
}

#[tokio::test]
async fn a_try_that_is_left_brings_feedback_and_neither_key_nor_explanation() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let attempt = Attempt::begin(&maya, "retry").await;
    let page = attempt.answers(&maya, 1, "pick", Options(&["Glass"])).await;
    page.says("zzsaid-pick-glass");
    for secret in ["zzsaid-pick-right", "zzsaid-pick-air", "zzwhy", "zzbelief", "zzsource", "zzhint"] {
        assert!(!page.body.contains(secret), "{secret}: {}", page.body);
    }
    let page = attempt.answers(&maya, 3, "say", Typed("nothing of the kind")).await;
    assert!(!tells(&page.body) && !page.body.contains("copper core"), "{}", page.body);
    let page = attempt.answers(&maya, 3, "say", Typed("glass")).await;
    page.says("copper core");
    page.says("zzwhy-say");
}

/// A question's part as it looks whatever the attempt: without what is drawn or made for each.
fn neutral(page: &Page, attempt: &Attempt) -> String {
    let html = Html::parse_document(&page.body);
    let of = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut text = page.body.replace(&attempt.id, "ATTEMPT");
    for submission in page.attributes("input[name$=submission]", "value") {
        text = text.replace(&submission, "SUBMISSION");
    }
    // Rows stand in an order that is drawn: they are taken out and compared as a set, without their numbers.
    let mut rows = Vec::new();
    for row in html.select(&of(".option, .order > li, .pair, select option")) {
        let mut outer = row.html();
        // What can be chosen to a pair is drawn as well, and compared on its own.
        if let (Some(from), Some(to)) = (outer.find("<option"), outer.rfind("</select>")) {
            outer.replace_range(from..to, "");
        }
        let inner: String = outer.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        rows.push(inner);
    }
    rows.sort();
    let head = text.find("<section class=\"quiz\"").expect("the quiz");
    let rest = text[head..].split("<div class=\"options").next().unwrap_or_default();
    let rest: String = rest
        .split("<ol class=\"order")
        .next()
        .unwrap_or_default()
        .split("<div class=\"pairs")
        .next()
        .unwrap_or_default()
        .to_owned();
    let rest = rest.split("<span class=\"gap").next().unwrap_or_default();
    format!("{rest}\n{}", rows.join("\n"))
}

#[tokio::test]
async fn a_page_is_the_same_whatever_is_right() {
    // The same texts; another option, another value, another order is right.
    let other = |w: Written| -> Written {
        let rest: String = match w.0 {
            "pick" => {
                w.4.replace("right = true\n", "")
                    .replace("text = \"Glass\"", "text = \"Glass\"\nright = true")
                    .replace("misconception = \"zzbelief-glass\"\n", "")
            }
            "pick-all" => {
                w.4.replace("text = \"Iron\"\nright = true", "text = \"Iron\"\nfeedback = \"No.\"")
                    .replace("text = \"Paper\"", "text = \"Paper\"\nright = true")
            }
            "is-it" => w.4.replace("false", "true"),
            "how-many" => w.4.replace("251", "7"),
            "say" => w.4.replace("\"copper core\", \"zzanswer-say\"", "\"iron\""),
            "sort" => w.4.replace("\"Dig first\", \"Lay second\"", "\"Lay second\", \"Dig first\""),
            "pair-up" => {
                w.4.replace("\"current\"", "\"c\"").replace("\"light\"", "\"current\"").replace("\"c\"", "\"light\"")
            }
            "fill" => w.4.replace("answer = \"egress\"", "answer = \"ingress\"").replace("podSelector", "labels"),
            "net" => w.4.replace("10.0.0.0/26", "10.0.7.0/26"),
            "read-it" => {
                w.4.replace("right = true\n", "feedback = \"No.\"\n")
                    .replace("text = \"It lets all in\"", "text = \"It lets all in\"\nright = true")
            }
            _ => w.4.to_owned(),
        };
        (w.0, w.1, w.2, w.3, Box::leak(rest.into_boxed_str()))
    };
    let (first, second) = (bank::workshop(), bank::workshop());
    let changed: Vec<Written> = CABLES.iter().copied().map(other).collect();
    bank::write(&second, "cables", &changed);
    let mut all = Vec::new();
    for folder in [&first, &second] {
        let portal = Portal::start_with(&["--content", &folder.argument()]);
        let maya = Person::at(&portal);
        let attempt = Attempt::begin(&maya, "each").await;
        let mut pages = Vec::new();
        for number in 1..=9 {
            pages.push(neutral(&attempt.opens(&maya, number).await, &attempt));
        }
        pages.push(neutral(&attempt.opens(&maya, 20).await, &attempt));
        // The right one stands at each place as often as any other.
        let mut places = [0; 3];
        for _ in 0..60 {
            let person = Person::at(&portal);
            let page = person.sends("/w/plan/quizzes/end", &[]).await;
            let at = page.texts(".option-text").iter().position(|text| text == "Copper").expect("it is there");
            places[at] += 1;
        }
        assert!(places.iter().all(|n| (6..=36).contains(n)), "{places:?}");
        all.push(pages);
    }
    let (first, second) = (&all[0], &all[1]);
    assert_eq!(first.len(), second.len());
    for (one, other) in first.iter().zip(second) {
        assert!(one.contains("data-question"), "{one}");
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn practice_gives_away_nothing_that_an_open_quiz_keeps_to_its_end() {
    let folder = bank::workshop();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let quiz = Attempt::begin(&maya, "end").await;
    let practised = async |attempt: &Attempt| {
        let mut questions = Vec::new();
        for number in 1.. {
            let page = attempt.opens(&maya, number).await;
            if page.count(&format!("#_quiz-bar .dot:not(.end)[href$='q={number}']")) == 0 {
                break;
            }
            questions.extend(page.attributes("[data-answer]", "data-answer"));
        }
        questions
    };
    let names = |questions: &[String], id: &str| questions.iter().any(|path| path.ends_with(&format!("/{id}")));
    let attempt = Attempt::review(&maya, "cables#copper").await.expect("other questions of the section");
    let questions = practised(&attempt).await;
    assert!(!questions.is_empty());
    for held in ["pick", "how-many", "sort"] {
        assert!(!names(&questions, held), "{held} is practised: {questions:?}");
    }
    attempt.hands_in(&maya).await;
    quiz.hands_in(&maya).await;
    let attempt = Attempt::review(&maya, "cables#copper").await.expect("the section is practised");
    let questions = practised(&attempt).await;
    assert!(names(&questions, "pick") && names(&questions, "how-many"), "{questions:?}");
}
