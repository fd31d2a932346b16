//! What is said after answering, and where it stands.

use super::*;

/// What is drawn for an answer with its marking, and with the right answer as well where that is asked for.
fn after(asked: &Asked, sent: &[(&str, &str)], reveal: bool) -> Html {
    let answer = asked.read(&fields(asked, sent)).unwrap();
    let (marking, key) = (asked.mark(&answer).unwrap(), asked.reveal());
    let read = reveal.then(|| Onward { label: "Ranges".to_owned(), url: "/w/x/m#s".to_owned() });
    html(&View {
        answer: Some(&answer),
        marking: Some(&marking),
        reveal: reveal.then_some(&key),
        locked: reveal,
        read,
        status: saved(),
        ..view(asked)
    })
}

fn first(html: &Html, selector: &str) -> String {
    all(html, selector).first().map(words_of).unwrap_or_default()
}

/// What is said to each option, in the order of the author.
fn options_said(html: &Html, asked: &Asked) -> Vec<String> {
    let said = |text: &str| {
        let input = &all(html, &format!("[value={:?}]", asked.token(text)))[0];
        named(html, input, "aria-describedby")
    };
    ["a", "b", "c", "`d` <d>"].map(said).into()
}

#[test]
fn feedback_stands_beside_the_option_it_belongs_to() {
    let mut all_cases = cases();
    let asked = question(all_cases.remove(0).kind).asked(7);
    let wrong = after(&asked, &[("answer", "@b")], false);
    assert_eq!(options_said(&wrong, &asked), ["", "✕ Wrong secret-feedback to b", "", ""]);
    assert_eq!(first(&wrong, ".outcome-verdict"), "✕ Wrong 2 tries are left.");
    let shown = after(&asked, &[("answer", "@b")], true);
    assert_eq!(options_said(&shown, &asked), ["✓ The right answer", "✕ Wrong secret-feedback to b", "", ""]);
    assert_eq!(first(&shown, ".outcome-verdict"), "✕ Wrong");
    assert_eq!(first(&shown, ".explanation"), "Why secret-explanation");
    let right = after(&asked, &[("answer", "@a")], true);
    assert_eq!(options_said(&right, &asked), ["✓ Right secret-feedback to a", "", "", ""]);

    let asked = question(all_cases.remove(0).kind).asked(7);
    let partly = after(&asked, &[("answer", "@a"), ("answer", "@`d` <d>"), ("answer", "@b")], true);
    let said = ["✓ Right secret-feedback to a", "✕ Wrong secret-feedback to b", "", "✓ Right"];
    assert_eq!(options_said(&partly, &asked), said);
    assert_eq!(first(&partly, ".outcome-verdict"), "◐ Partly right, 50 %");
    let open = after(&asked, &[("answer", "@c")], true);
    let said = ["✓ A right answer", "", "✕ Wrong secret-feedback to c", "✓ A right answer"];
    assert_eq!(options_said(&open, &asked), said);
    assert_eq!(first(&open, ".how"), SEVERAL_SAID);
}

const SEVERAL_SAID: &str = "Choose all that are right; a wrong one takes one right one back.";

#[test]
fn typed_answers_are_told_the_right_one_and_the_general_feedback() {
    let cases = cases();
    for (at, feedback, right) in [
        (3, "secret-feedback", "The right answer 251 addresses"),
        (4, "secret-feedback", "The right answer secret-role"),
        (8, "secret-feedback", "The right answer 10.0.0.0/26"),
        (9, "32 of the addresses are missing.", "The right answer 10.0.0.0/26"),
    ] {
        let asked = question(cases[at].kind.clone()).asked(7);
        let html = after(&asked, cases[at].sent, true);
        assert_eq!(first(&html, ".outcome .feedback"), feedback);
        assert_eq!(first(&html, ".right-answer"), right);
        assert!(all(&html, "input[type=text], textarea").iter().all(|field| field.attr("readonly").is_some()));
    }
    let asked = question(cases[2].kind.clone()).asked(7);
    let html = after(&asked, cases[2].sent, true);
    assert_eq!(named(&html, &all(&html, "[value=true]")[0], "aria-describedby"), "✓ The right answer");
    assert_eq!(named(&html, &all(&html, "[value=false]")[0], "aria-describedby"), "✕ Wrong");
}

#[test]
fn an_order_says_where_each_item_belongs() {
    let case = &cases()[5];
    let asked = question(case.kind.clone()).asked(7);
    let before = after(&asked, case.sent, false);
    assert!(all(&before, ".order-row .said").is_empty());
    assert_eq!(first(&before, ".outcome-verdict"), "◐ Partly right, 67 % 2 tries are left.");
    let html = after(&asked, case.sent, true);
    let rows: Vec<String> = all(&html, ".order-row").iter().map(words_of).collect();
    let (place, there) = ("→ Belongs at place", "✓ In its place");
    assert_eq!(rows[..2], [format!("two {place} 2"), format!("one <i> {place} 1")]);
    assert_eq!(rows[2..], [format!("three {there}"), format!("four {there}")]);
    assert_eq!(
        all(&html, ".right-answer li").iter().map(words_of).collect::<Vec<_>>(),
        ["one <i>", "two", "three", "four"]
    );
}

#[test]
fn pairs_and_gaps_are_told_one_by_one() {
    let cases = cases();
    let asked = question(cases[6].kind.clone()).asked(7);
    let pair =
        |html: &Html, left: &str| words_of(&all(html, &format!("[data-field='match-{}'] .said", asked.token(left)))[0]);
    let html = after(&asked, cases[6].sent, false);
    // The left sides say what is left of them in words.
    let said = [("x", "✓ Right"), ("x – y", "✕ Wrong"), ("z", "– Left open")];
    assert_eq!(said.map(|(left, _)| pair(&html, left)), said.map(|(_, said)| said));
    let html = after(&asked, cases[6].sent, true);
    let key = "✓ The right answer:";
    let said =
        [("x", "✓ Right".to_owned()), ("x – y", format!("✕ Wrong {key} 2 <b>")), ("z", format!("– Left open {key} 3"))];
    assert_eq!(said.each_ref().map(|(left, _)| pair(&html, left)), said.each_ref().map(|(_, said)| said.clone()));

    let asked = question(cases[7].kind.clone()).asked(7);
    let html = after(&asked, cases[7].sent, true);
    let (typed, chosen) = (&all(&html, "[name='p.gap-1']")[0], &all(&html, "[name='p.gap-2']")[0]);
    assert_eq!(named(&html, typed, "aria-describedby"), format!("Gap 1 ✕ Wrong secret-feedback {key} secret-word"));
    assert_eq!(named(&html, chosen, "aria-describedby"), "Right");
    assert_eq!((name(&html, typed).as_str(), name(&html, chosen).as_str()), ("Gap 1", "Gap 2"));
    assert_eq!(all(&html, "pre select").len(), 1);
}

#[test]
fn a_gap_is_a_field_once_wherever_the_prompt_names_it() {
    let kind = gaps("a", "up");
    let asked =
        Question { prompt: "[{1}](https://x.example/{1}?b=\"{2}\") {1} \u{E001} {3}".to_owned(), ..question(kind) }
            .asked(7);
    let html = html(&view(&asked));
    assert_eq!(all(&html, "[name='p.gap-1']").len(), 1);
    // It stands in an address alone, so that its field follows the prompt.
    assert_eq!(all(&html, ".lost-gaps [name='p.gap-2']").len(), 1);
    let prompt = first(&html, ".prompt");
    assert!(prompt.contains("(gap 1) \u{FFFD} {3}"), "{prompt}");
    assert!(!html.html().contains(['\u{E001}', '\u{E002}']));
}

#[test]
fn the_words_around_say_what_state_it_is_in() {
    let asked = question(cases().remove(0).kind).asked(7);
    let open = view(&asked);
    let state = |view: &View<'_>| {
        let html = html(view);
        (all(&html, "fieldset.question")[0].attr("data-state").unwrap().to_owned(), first(&html, ".state-line"))
    };
    let is = |state: &str, words: &str| (state.to_owned(), words.to_owned());
    assert_eq!(state(&open), is("open", ""));
    assert_eq!(state(&View { locked: true, ..open.clone() }), is("open", "Not answered"));
    let why = Status::Refused("The time was over.".to_owned());
    assert_eq!(state(&View { status: why, ..open.clone() }), is("refused", "The time was over."));
    assert_eq!(state(&View { status: saved(), ..open.clone() }), is("saved", "✓ Saved 10:42:07 UTC"));

    let hinted = html(&View { hints: &["*first*", "second"], of: 1, level: 0, certainty: None, ..open.clone() });
    assert_eq!(all(&hinted, ".hints li").iter().map(words_of).collect::<Vec<_>>(), ["Hint 1 first", "Hint 2 second"]);
    assert_eq!(first(&hinted, "legend"), "Question");
    assert!(all(&hinted, "legend h2, .certainty").is_empty());
    let sure = html(&open);
    assert_eq!(first(&sure, ".certainty legend"), "How sure are you?");
    let values =
        all(&sure, "[name='p.certainty']").into_iter().map(|r| (r.attr("value").unwrap().to_owned(), name(&sure, &r)));
    let said = [("guess", "Guessed"), ("unsure", "Not sure"), ("sure", "Sure")].map(|(v, w)| is(v, w));
    assert_eq!(values.collect::<Vec<_>>(), said);
    // The names are those by which the certainty is kept.
    assert!(CERTAINTIES.iter().all(|(certainty, name, _)| serde_json::to_value(certainty).unwrap() == *name));

    let shown = after(&asked, &[("answer", "@a")], true);
    let links: Vec<_> =
        all(&shown, ".onwards a").iter().map(|a| (a.attr("href").unwrap().to_owned(), words_of(a))).collect();
    let (read, rule) = (
        is("/w/x/m#s", "Read this section: Ranges"),
        is("https://source.example/secret", "The rule at source.example"),
    );
    assert_eq!(links, [read, rule]);
}

#[test]
fn a_prompt_of_code_alone_names_its_fields_by_the_question_s_number() {
    let asked = Question { prompt: "```\na: b\n```".to_owned(), ..question(number(1.0, "2")) }.asked(7);
    let html = html(&view(&asked));
    assert_eq!(name(&html, &all(&html, "[name='p.answer']")[0]), "Question 3 of 10 Your answer, in addresses");
}
