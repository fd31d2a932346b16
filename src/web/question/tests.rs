//! Each kind in each state: names, values and errors, and nothing that may not be said yet.

use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::domain::question::{
    Body, Choice, Difficulty, Gap, GapKey, Kind, NetworkKey, NumberKey, Place, Question, Wrong,
};

mod said;

/// A kind with its name, an answer that is not quite right, and a form that cannot be read. `@text` stands for the token
/// of a text, in names and values.
struct Case {
    kind: Kind,
    /// The same question with another key.
    other: Option<Kind>,
    sent: &'static [(&'static str, &'static str)],
    refused: &'static [(&'static str, &'static str)],
}

fn question(kind: Kind) -> Question {
    Question {
        id: "q".to_owned(),
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        goal: 1,
        difficulty: Difficulty::Apply,
        review: true,
        prompt: "Which *one* is {1}?\n\n```\na: {2}\n```".to_owned(),
        hints: vec!["secret-hint".to_owned()],
        explanation: "secret-explanation".to_owned(),
        source: "https://source.example/secret".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: true,
        body: Body::Fixed(kind),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn options(right: &[&str]) -> Vec<Choice> {
    let option = |text: &&str| Choice {
        text: (*text).to_owned(),
        right: right.contains(text),
        feedback: (*text != "`d` <d>").then(|| format!("secret-feedback to {}", &text[..1])),
        misconception: Some("secret-tag".to_owned()),
    };
    ["a", "b", "c", "`d` <d>"].iter().map(option).collect()
}

fn wrong(is: &str) -> Vec<Wrong> {
    vec![Wrong { is: is.to_owned(), feedback: "secret-feedback".to_owned(), misconception: None }]
}

fn number(answer: f64, is: &str) -> Kind {
    Kind::Number(NumberKey { answer, tolerance: 0.0, unit: Some("addresses".to_owned()), wrong: wrong(is) })
}

fn network(is: &str) -> Kind {
    Kind::Network { key: NetworkKey::Network(is.parse().unwrap()), wrong: wrong("10.0.0.0/25") }
}

fn gaps(accept: &str, answer: &str) -> Kind {
    Kind::Gaps(vec![
        Gap { key: GapKey::Accept(texts(&[accept])), feedback: Some("secret-feedback".to_owned()) },
        Gap { key: GapKey::Options { options: texts(&["up", "down"]), answer: answer.to_owned() }, feedback: None },
    ])
}

fn cases() -> Vec<Case> {
    let truth = |answer| Kind::Truth { answer, feedback: "secret-feedback".to_owned(), misconception: None };
    let text = |accept: &str| Kind::Text { accept: texts(&[accept]), wrong: wrong("AcrPush") };
    let networks = |is: &str| Kind::Network { key: NetworkKey::Networks(vec![is.parse().unwrap()]), wrong: vec![] };
    let of = |kind, other, sent, refused| Case { kind, other, sent, refused };
    vec![
        of(
            Kind::Choice(options(&["a"])),
            Some(Kind::Choice(options(&["b"]))),
            &[("answer", "@b")],
            &[("answer", "@a"), ("answer", "@b")],
        ),
        of(
            Kind::Choices(options(&["a", "`d` <d>"])),
            Some(Kind::Choices(options(&["b"]))),
            &[("answer", "@a"), ("answer", "@`d` <d>"), ("answer", "@b")],
            &[],
        ),
        of(truth(true), Some(truth(false)), &[("answer", "false")], &[]),
        of(number(251.0, "254"), Some(number(7.0, "254")), &[("answer", "254")], &[("answer", " <b>\"so\" many&amp;")]),
        of(text("secret-role"), Some(text("secret-other")), &[("answer", "AcrPush")], &[("answer", " ")]),
        of(
            Kind::Order { items: texts(&["one <i>", "two", "three", "four"]), feedback: "secret-feedback".to_owned() },
            None,
            &[("place-@two", "1"), ("place-@one <i>", "2"), ("place-@three", "3"), ("place-@four", "4")],
            &[("place-@two", "9"), ("place-@one <i>", "2"), ("place-@three", "3"), ("place-@four", "4")],
        ),
        of(
            Kind::Match {
                pairs: vec![("x".into(), "1".into()), ("x – y".into(), "2 <b>".into()), ("z".into(), "3".into())],
                others: texts(&["4"]),
                feedback: "secret-feedback".to_owned(),
            },
            None,
            &[("match-@x", "@1"), ("match-@x – y", "@4")],
            &[("match-@z", "@none"), ("match-@x", "@1")],
        ),
        of(
            gaps("secret-word", "down"),
            Some(gaps("secret-else", "up")),
            &[("gap-1", "pod \"x\""), ("gap-2", "down")],
            &[("gap-1", " kept & so "), ("gap-2", "left")],
        ),
        of(
            network("10.0.0.0/26"),
            Some(network("10.9.0.0/24")),
            &[("answer", "10.0.0.0/25")],
            &[("answer", "10.0.0.0")],
        ),
        of(
            networks("10.0.0.0/26"),
            Some(networks("10.9.0.0/24")),
            &[("answer", "10.0.0.0/27")],
            &[("answer", "\n\n10.0.0.0/26\n x ")],
        ),
    ]
}

fn fields(asked: &Asked, fields: &[(&str, &str)]) -> Fields {
    let token = |text: &str| match text.split_once('@') {
        Some((before, text)) => format!("{before}{}", asked.token(text)),
        None => text.to_owned(),
    };
    fields.iter().map(|(name, value)| (token(name), token(value))).collect()
}

fn view(asked: &Asked) -> View<'_> {
    View {
        asked,
        base: "_q",
        level: 2,
        number: 3,
        of: 10,
        prefix: "p.",
        fields: None,
        answer: None,
        complaint: None,
        marking: None,
        reveal: None,
        hints: &[],
        locked: false,
        certainty: Some(None),
        read: None,
        status: Status::Open,
        tries_left: Some(2),
    }
}

fn saved() -> Status {
    Status::Saved { machine: "2026-11-24T10:42:07Z".to_owned(), words: "10:42:07 UTC".to_owned() }
}

fn html(view: &View<'_>) -> Html {
    Html::parse_fragment(&draw(view).unwrap())
}

fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn words_of(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of the elements that an attribute names.
fn named(html: &Html, element: &ElementRef<'_>, attribute: &str) -> String {
    let ids = element.attr(attribute).unwrap_or_default().split_whitespace();
    let words = ids.map(|id| {
        let found = all(html, &format!("[id={id:?}]"));
        assert_eq!(found.len(), 1, "{attribute} names {id}, which is there {} times", found.len());
        words_of(&found[0])
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a control is called.
fn name(html: &Html, control: &ElementRef<'_>) -> String {
    if control.attr("aria-labelledby").is_some() {
        return named(html, control, "aria-labelledby");
    }
    let id = control.attr("id").unwrap_or("-");
    let labels = all(html, &format!("label[for={id:?}]"));
    let around = control.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "label");
    labels.into_iter().chain(around).map(|label| words_of(&label)).collect::<Vec<_>>().join(" ")
}

const CONTROLS: &str = "input, select, textarea";

/// What the form would send, without the prefix and without the certainty.
fn sent_by(html: &Html) -> Fields {
    let value = |control: &ElementRef<'_>| match control.value().name() {
        "select" => {
            let options: Vec<_> = control.select(&Selector::parse("option").unwrap()).collect();
            let chosen = options.iter().find(|option| option.attr("selected").is_some()).unwrap_or(&options[0]);
            chosen.attr("value").map_or_else(|| words_of(chosen), str::to_owned)
        }
        "textarea" => control.text().collect(),
        _ => control.attr("value").unwrap_or_default().to_owned(),
    };
    let goes = |control: &ElementRef<'_>| {
        let choice = matches!(control.attr("type"), Some("radio" | "checkbox"));
        control.attr("disabled").is_none() && (!choice || control.attr("checked").is_some())
    };
    let controls = all(html, CONTROLS).into_iter().filter(goes);
    controls
        .map(|control| (control.attr("name").unwrap().strip_prefix("p.").unwrap().to_owned(), value(&control)))
        .collect()
}

#[test]
fn every_control_has_a_name_and_every_reference_a_target() {
    for case in cases() {
        let asked = question(case.kind).asked(7);
        let sent = fields(&asked, case.sent);
        let refused = fields(&asked, case.refused);
        let complaint = asked.read(&refused).unwrap_err();
        let answer = asked.read(&sent).unwrap();
        let (marking, reveal) = (asked.mark(&answer).unwrap(), asked.reveal());
        let done = View { answer: Some(&answer), marking: Some(&marking), status: saved(), ..view(&asked) };
        let views = [
            view(&asked),
            View { fields: Some(&refused), complaint: Some(&complaint), ..view(&asked) },
            View { hints: &["secret-hint"], ..done.clone() },
            View { reveal: Some(&reveal), locked: true, ..done },
        ];
        for view in views {
            let html = html(&view);
            let ids: Vec<&str> = all(&html, "[id]").iter().map(|element| element.attr("id").unwrap()).collect();
            assert!(ids.iter().all(|id| id.starts_with("_q")), "{ids:?}");
            let unique: std::collections::BTreeSet<_> = ids.iter().collect();
            assert_eq!(unique.len(), ids.len(), "{ids:?}");
            for control in all(&html, CONTROLS) {
                assert!(!name(&html, &control).is_empty(), "{}", control.html());
                assert!(control.attr("name").unwrap().starts_with("p."), "{}", control.html());
            }
            for attribute in ["aria-labelledby", "aria-describedby"] {
                for element in all(&html, &format!("[{attribute}]")) {
                    assert!(!named(&html, &element, attribute).is_empty(), "{}", element.html());
                }
            }
            assert_eq!(words_of(&all(&html, "fieldset.question > legend h2")[0]), "Question 3 of 10");
            assert!(all(&html, "form, button, [type=submit], script, [style], [onclick]").is_empty());
            // The question is named once: by the group around the fields, or by the one field itself.
            let groups = all(
                &html,
                "[role=group], [role=radiogroup], ol[aria-labelledby], [data-field=answer] :is(input, textarea)",
            );
            let asks = |element: &ElementRef<'_>| named(&html, element, "aria-labelledby").starts_with("Which one is");
            assert!(groups.iter().any(asks), "{}", html.html());
            assert!(!groups.iter().any(|group| named(&html, group, "aria-labelledby").contains("a:")));
        }
    }
}

#[test]
fn nothing_of_key_feedback_and_explanation_is_there_before_it_may_be() {
    for case in cases() {
        let draw_all = |kind: &Kind| -> Vec<String> {
            let asked = question(kind.clone()).asked(7);
            let (sent, refused) = (fields(&asked, case.sent), fields(&asked, case.refused));
            let (answer, complaint) = (asked.read(&sent).unwrap(), asked.read(&refused).unwrap_err());
            let saved = View { answer: Some(&answer), status: saved(), ..view(&asked) };
            let views = [
                view(&asked),
                View { fields: Some(&refused), complaint: Some(&complaint), ..saved.clone() },
                View { locked: true, tries_left: Some(0), ..saved.clone() },
                View { locked: true, ..view(&asked) },
                saved,
            ];
            views.iter().map(|view| draw(view).unwrap()).collect()
        };
        let drawn = draw_all(&case.kind);
        for html in &drawn {
            assert!(!html.contains("secret") && !html.contains("source.example"), "{html}");
            assert!(
                !["Right", "Wrong", "right answer", "class=\"outcome", "good", "bad\""]
                    .iter()
                    .any(|w| html.contains(w))
            );
        }
        // With another key it is the same to the letter.
        if let Some(other) = &case.other {
            assert_eq!(drawn, draw_all(other));
        }
    }
}

#[test]
fn an_accepted_answer_stands_in_the_fields_and_would_be_sent_again_the_same() {
    for case in cases() {
        let asked = question(case.kind).asked(7);
        let answer = asked.read(&fields(&asked, case.sent)).unwrap();
        let view =
            View { answer: Some(&answer), status: saved(), certainty: Some(Some(Certainty::Unsure)), ..view(&asked) };
        let html = html(&view);
        let sent = sent_by(&html);
        assert_eq!(asked.read(&sent).unwrap(), answer);
        assert_eq!(sent.one("certainty"), Some("unsure"));
        assert_eq!(words_of(&all(&html, ".state-line")[0]), "✓ Saved 10:42:07 UTC");
        // Before there is one, nothing would be sent.
        let open = sent_by(&self::html(&View { answer: None, certainty: None, status: Status::Open, ..view }));
        assert!(asked.read(&open).is_err(), "{open:?}");
    }
}

#[test]
fn what_was_refused_stands_in_the_fields_to_the_letter_with_the_complaint_beside_it() {
    for case in cases() {
        let asked = question(case.kind).asked(7);
        let answer = asked.read(&fields(&asked, case.sent)).unwrap();
        let refused = fields(&asked, case.refused);
        let complaint = asked.read(&refused).unwrap_err();
        let view = View { fields: Some(&refused), complaint: Some(&complaint), answer: Some(&answer), ..view(&asked) };
        let html = html(&View { status: saved(), ..view });
        let invalid = all(&html, "[aria-invalid=true]");
        assert!(!invalid.is_empty() || complaint.field == "order", "{}", html.html());
        for control in &invalid {
            let group = control.ancestors().filter_map(ElementRef::wrap).find(|e| e.attr("role") == Some("group"));
            let said = named(&html, control, "aria-describedby");
            let around = group.map(|group| named(&html, &group, "aria-describedby")).unwrap_or_default();
            assert!(
                said.contains(&complaint.to_string()) || around.contains(&complaint.to_string()),
                "{}",
                html.html()
            );
        }
        assert_eq!(all(&html, ".error").len(), 1, "{}", html.html());
        for (_, value) in case.refused.iter().filter(|(name, value)| {
            !value.contains('@') && !name.contains("place") && !value.trim().is_empty() && *value != "left"
        }) {
            let kept = sent_by(&html);
            assert!(["answer", "gap-1"].iter().any(|field| kept.one(field) == Some(*value)), "{value:?} {kept:?}");
        }
        let state = words_of(&all(&html, ".state-line")[0]);
        assert_eq!(state, "Not saved; the answer of 10:42:07 UTC counts");
        assert_eq!(all(&html, "fieldset.question")[0].attr("data-say"), Some(complaint.to_string().as_str()));
    }
}
