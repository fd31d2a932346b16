//! Worked cases of each kind: right, wrong, partly, not at all, and what cannot be read.

use proptest::prelude::*;

use super::*;

mod properties;

fn question(kind: Kind) -> Question {
    Question {
        id: "q".to_owned(),
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        goal: 1,
        difficulty: Difficulty::Apply,
        review: true,
        prompt: "What is {1} and {2}?".to_owned(),
        hints: vec!["hint-text".to_owned()],
        explanation: "explanation-text".to_owned(),
        source: "https://example.org/rule".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body: Body::Fixed(kind),
    }
}

pub(super) fn asked(kind: Kind) -> Asked {
    let question = question(kind);
    assert_eq!(question.faults(), Vec::<String>::new());
    question.asked(7)
}

fn option(text: &str, right: bool) -> Choice {
    let said = (!right).then(|| format!("{text}-feedback"));
    Choice { text: text.to_owned(), right, misconception: said.as_ref().map(|_| format!("{text}-tag")), feedback: said }
}

fn options() -> Vec<Choice> {
    vec![option("a", true), option("b", false), option("c", true), option("d", false)]
}

fn wrong(is: &str) -> Wrong {
    Wrong { is: is.to_owned(), feedback: format!("{is}-feedback"), misconception: Some("tag".to_owned()) }
}

/// A kind by its place, what is sent, and two texts that are expected.
type Said<'t> = (usize, &'t [(&'t str, &'t str)], &'t str, &'t str);

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

pub(super) fn kinds() -> Vec<Kind> {
    let mut one = options();
    one[2].right = false;
    vec![
        Kind::Choice(one),
        Kind::Choices(options()),
        Kind::Truth {
            answer: true,
            feedback: "truth-feedback".to_owned(),
            misconception: Some("truth-tag".to_owned()),
        },
        Kind::Number(NumberKey {
            answer: 251.0,
            tolerance: 0.5,
            unit: Some("addresses".to_owned()),
            wrong: vec![wrong("254")],
        }),
        Kind::Text { accept: texts(&["AcrPull"]), wrong: vec![wrong("AcrPush")] },
        Kind::Order { items: texts(&["one", "two", "three", "four"]), feedback: "order-feedback".to_owned() },
        Kind::Match {
            pairs: vec![("x".into(), "1".into()), ("y".into(), "2".into()), ("z".into(), "3".into())],
            others: texts(&["4"]),
            feedback: "match-feedback".to_owned(),
        },
        Kind::Gaps(vec![
            Gap { key: GapKey::Accept(texts(&["node"])), feedback: Some("gap-feedback".to_owned()) },
            Gap { key: GapKey::Options { options: texts(&["up", "down"]), answer: "down".to_owned() }, feedback: None },
        ]),
        Kind::Network { key: NetworkKey::Network("10.0.0.0/26".parse().unwrap()), wrong: vec![wrong("10.0.0.0/25")] },
    ]
}

/// Reads and marks what a form sends; `@text` stands for the token of a text, in names and values.
fn sent(asked: &Asked, fields: &[(&str, &str)]) -> Result<Marking, Complaint> {
    let token = |text: &str| match text.split_once('@') {
        Some((before, text)) => format!("{before}{}", asked.token(text)),
        None => text.to_owned(),
    };
    let fields: Fields = fields.iter().map(|(name, value)| (token(name), token(value))).collect();
    let answer = asked.read(&fields)?;
    let kept = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<Answer>(&kept).unwrap(), answer);
    asked.mark(&answer)
}

#[test]
fn each_kind_is_marked_right_wrong_and_partly_by_every_way_to_answer() {
    type Case = (&'static [(&'static str, &'static str)], f64);
    let cases: [&[Case]; 9] = [
        &[(&[("answer", "@a")], 1.0), (&[("answer", "@b")], 0.0)],
        &[
            (&[("answer", "@a"), ("answer", "@c")], 1.0),
            (&[("answer", "@c"), ("answer", "@a"), ("answer", "@a")], 1.0),
            (&[("answer", "@a")], 0.5),
            (&[("answer", "@a"), ("answer", "@c"), ("answer", "@d")], 0.5),
            (&[("answer", "@a"), ("answer", "@d")], 0.0),
            (&[("answer", "@b"), ("answer", "@d")], 0.0),
            (&[("answer", "@a"), ("answer", "@b"), ("answer", "@c"), ("answer", "@d")], 0.0),
        ],
        &[(&[("answer", "true")], 1.0), (&[("answer", "false")], 0.0)],
        &[
            (&[("answer", "251")], 1.0),
            (&[("answer", " 251.5 addresses ")], 1.0),
            (&[("answer", "250,5")], 1.0),
            (&[("answer", "254")], 0.0),
            (&[("answer", "250")], 0.0),
        ],
        &[(&[("answer", "acr-pull")], 1.0), (&[("answer", "AcrPush")], 0.0), (&[("answer", "else")], 0.0)],
        &[
            (&[("place-@one", "1"), ("place-@two", "2"), ("place-@three", "3"), ("place-@four", "4")], 1.0),
            (&[("order", "@one"), ("order", "@two"), ("order", "@three"), ("order", "@four")], 1.0),
            (&[("order", "@four"), ("order", "@one"), ("order", "@two"), ("order", "@three")], 2.0 / 3.0),
            (&[("place-@one", "2"), ("place-@two", "1"), ("place-@three", "4"), ("place-@four", "3")], 1.0 / 3.0),
            (&[("place-@one", "4"), ("place-@two", "3"), ("place-@three", "2"), ("place-@four", "1")], 0.0),
        ],
        &[
            (&[("match-@x", "@1"), ("match-@y", "@2"), ("match-@z", "@3")], 1.0),
            (&[("match-@x", "@1"), ("match-@y", "@3"), ("match-@z", "@3")], 2.0 / 3.0),
            (&[("match-@x", "@1"), ("match-@y", ""), ("match-@z", "@4")], 1.0 / 3.0),
            (&[("match-@x", "@2"), ("match-@y", "@1"), ("match-@z", "@4")], 0.0),
        ],
        &[
            (&[("gap-1", "Node"), ("gap-2", "down")], 1.0),
            (&[("gap-1", "Node"), ("gap-2", "up")], 0.5),
            (&[("gap-1", ""), ("gap-2", "down")], 0.5),
            (&[("gap-1", "pod"), ("gap-2", "up")], 0.0),
        ],
        &[(&[("answer", "10.0.0.0 - 10.0.0.63")], 1.0), (&[("answer", "10.0.0.0/25")], 0.0)],
    ];
    for (kind, cases) in kinds().into_iter().zip(cases) {
        let asked = asked(kind);
        for (fields, mark) in cases {
            let marking = sent(&asked, fields).unwrap();
            assert!((marking.mark.get() - mark).abs() < 1e-12, "{fields:?} {marking:?}");
        }
        let open = sent(&asked, &[("answer", " "), ("other", "x")]).unwrap_err();
        assert!(matches!(open.problem, Problem::NothingChosen | Problem::NothingWritten), "{open:?}");
    }
}

#[test]
fn what_cannot_be_read_is_complained_of_beside_its_field() {
    let all = kinds();
    let cases: [Said<'_>; 16] = [
        (0, &[("answer", "zzz")], "answer", "That is none of the options: load the page again and choose once more."),
        (0, &[("answer", "@a"), ("answer", "@b")], "answer", "More than one is chosen; choose one."),
        (
            1,
            &[("answer", "@a"), ("answer", "2")],
            "answer",
            "That is none of the options: load the page again and choose once more.",
        ),
        (2, &[("answer", "yes")], "answer", "That is none of the options: load the page again and choose once more."),
        (2, &[("answer", "true"), ("answer", "false")], "answer", "More than one is chosen; choose one."),
        (3, &[("answer", "some")], "answer", "“some” is not a number; write digits alone, such as 251."),
        (3, &[("answer", "251 nodes")], "answer", "“nodes” is another unit; the answer is in addresses."),
        (5, &[("place-@one", "1"), ("place-@two", "2")], "place-@three", "“three” has no place yet."),
        (
            5,
            &[("place-@one", "1"), ("place-@two", "1"), ("place-@three", "3"), ("place-@four", "4")],
            "place-@two",
            "“one” and “two” both have place 1.",
        ),
        (5, &[("place-@one", "5")], "place-@one", "“5” is no place; the places are 1 to 4."),
        (
            5,
            &[("order", "@one"), ("order", "@two")],
            "order",
            "The list does not hold each item once: load the page again and sort once more.",
        ),
        (6, &[("match-@x", "9")], "match-@x", "That is none of the options: load the page again and choose once more."),
        (7, &[("gap-2", "left")], "gap-2", "That is none of the options: load the page again and choose once more."),
        (
            8,
            &[("answer", "10.0.0.0")],
            "answer",
            "10.0.0.0 is an address alone; write the network's length as well, as in 10.0.0.0/24.",
        ),
        (
            8,
            &[("answer", "10.0.0.0/33")],
            "answer",
            "10.0.0.0/33: /33 is too long; the length of an IPv4 network is 0 to 32.",
        ),
        (
            8,
            &[("answer", "010.0.0.0/24")],
            "answer",
            "010.0.0.0/24: 010 has a leading zero, which some programs read as octal; did you mean 10.0.0.0/24?.",
        ),
    ];
    for (kind, fields, field, said) in cases {
        let asked = asked(all[kind].clone());
        let complaint = sent(&asked, fields).unwrap_err();
        let field = field.split_once('@').map_or(field.to_owned(), |(before, t)| before.to_owned() + &asked.token(t));
        assert_eq!((complaint.field.as_str(), complaint.to_string().as_str()), (field.as_str(), said));
    }
    let long = "1".repeat(301);
    assert_eq!(sent(&asked(all[3].clone()), &[("answer", &long)]).unwrap_err().problem, Problem::TooLong(300));
}

#[test]
fn a_stored_answer_to_what_the_question_was_before_is_not_marked_wrong() {
    let all = kinds();
    let other = asked(all[2].clone()).mark(&Answer::Typed("251".to_owned())).unwrap_err();
    assert_eq!(other.problem, Problem::OtherKind);
    let gone = asked(all[0].clone()).mark(&Answer::Choice("0123456789ab".to_owned())).unwrap_err();
    assert_eq!(gone.problem, Problem::NotAnOption);
    let gap = asked(all[7].clone()).mark(&Answer::Gaps(vec![None])).unwrap_err();
    assert_eq!(gap.problem, Problem::OtherKind);
}

#[test]
fn feedback_is_for_what_was_done_and_names_the_misconception() {
    let all = kinds();
    let said = |kind: usize, fields: &[(&str, &str)]| {
        let marking = sent(&asked(all[kind].clone()), fields).unwrap();
        let misconceptions: Vec<String> = marking.misconceptions().map(str::to_owned).collect();
        let text: Vec<String> = marking
            .feedback
            .iter()
            .map(|f| f.about.as_ref().map_or(f.text.clone(), |about| format!("{about}: {}", f.text)))
            .collect();
        (text.join(" | "), misconceptions.join(" "))
    };
    let cases: [Said<'_>; 10] = [
        (0, &[("answer", "@b")], "b: b-feedback", "b-tag"),
        (0, &[("answer", "@a")], "", ""),
        (1, &[("answer", "@a"), ("answer", "@d")], "d: d-feedback", "d-tag"),
        (2, &[("answer", "false")], "truth-feedback", "truth-tag"),
        (3, &[("answer", "254")], "254-feedback", "tag"),
        (3, &[("answer", "7")], "", ""),
        (4, &[("answer", "acr push")], "AcrPush-feedback", "tag"),
        (
            6,
            &[("match-@x", "@2"), ("match-@y", "@2")],
            "x: This pair is wrong. | z: This one was left open. | match-feedback",
            "",
        ),
        (7, &[("gap-1", "pod")], "Gap 1: gap-feedback | Gap 2: This one was left open.", ""),
        (
            8,
            &[("answer", "10.0.0.9/25")],
            "10.0.0.0/25-feedback | 10.0.0.9/25 names an address in it: the network itself is written 10.0.0.0/25. \
             10.0.0.0/25 holds it, but it has 128 addresses where 64 are asked for.",
            "tag",
        ),
    ];
    for (kind, fields, text, misconceptions) in cases {
        assert_eq!(said(kind, fields), (text.to_owned(), misconceptions.to_owned()), "{kind} {fields:?}");
    }
    let (order, _) = said(5, &[("order", "@two"), ("order", "@one"), ("order", "@three"), ("order", "@four")]);
    assert_eq!(order, "At most 3 of the 4 items stand in the right order among themselves. | order-feedback");
}

#[test]
fn before_answering_nothing_of_key_feedback_hints_or_explanation_is_shown() {
    for kind in kinds() {
        let public = asked(kind).public();
        assert_eq!(public.hints, 1);
        let json = serde_json::to_string(&public).unwrap();
        for secret in
            ["feedback", "tag", "explanation", "hint-text", "251.", "AcrPull", "10.0.0.", "right\":", "node\""]
        {
            let right_sides = matches!(public.kind, PublicKind::Match { .. }) && secret == "right\":";
            assert!(right_sides || !json.contains(secret), "{secret} in {json}");
        }
    }
}

#[test]
fn an_order_is_never_shown_in_the_right_order_and_options_have_no_favourite_place() {
    let order = question(kinds()[5].clone());
    let choice = question(kinds()[0].clone());
    let mut places = [0_u32; 4];
    for seed in 0..1_000 {
        let PublicKind::Order { items } = order.asked(seed).public().kind else { panic!() };
        let shown: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
        assert_ne!(shown, ["one", "two", "three", "four"]);
        let PublicKind::Choice { options } = choice.asked(seed).public().kind else { panic!() };
        places[options.iter().position(|option| option.text == "a").unwrap()] += 1;
    }
    assert!(places.iter().all(|n| (200..=300).contains(n)), "{places:?}");
}

#[test]
fn the_same_seed_shows_the_same_and_an_edit_of_one_option_keeps_the_names_of_the_others() {
    for kind in kinds() {
        assert_eq!(asked(kind.clone()).public(), asked(kind).public());
    }
    let before = asked(kinds()[0].clone());
    let Kind::Choice(mut options) = kinds()[0].clone() else { panic!() };
    options.rotate_left(1);
    options[0].text = "new".to_owned();
    let after = asked(Kind::Choice(options));
    assert_eq!(before.token("a"), after.token("a"));
    assert!(after.mark(&Answer::Choice(before.token("a"))).is_ok());
}

#[test]
fn what_is_right_is_revealed_in_words() {
    let revealed: Vec<String> = kinds().into_iter().map(|kind| asked(kind).reveal().answer.join(" | ")).collect();
    let expected = [
        "a",
        "a | c",
        "True",
        "251 addresses, give or take 0.5",
        "AcrPull",
        "one | two | three | four",
        "x – 1 | y – 2 | z – 3",
        "node | down",
        "10.0.0.0/26",
    ];
    assert_eq!(revealed, expected);
}

#[test]
fn chance_earns_what_it_can() {
    let levels: Vec<f64> = kinds().into_iter().map(|kind| asked(kind).guess_level()).collect();
    // Several choices, two of four right, the 15 sets that are not empty: both right alone 1, one right alone twice ½,
    // both and one wrong twice ½; everything else nothing: 3 ÷ 15.
    let expected = [0.25, 0.2, 0.5, 0.0, 0.0, (58.0 / 24.0 - 1.0) / 3.0, 0.25, 0.25, 0.0];
    for (level, expected) in levels.iter().zip(expected) {
        assert!((level - expected).abs() < 1e-12, "{levels:?}");
    }
}

#[test]
fn what_cannot_be_asked_is_named() {
    let mut two = options();
    two[1].text = "a".to_owned();
    let gap = |answer: &str| Gap {
        key: GapKey::Options { options: texts(&["up", "Up"]), answer: answer.to_owned() },
        feedback: None,
    };
    let within = NetworkKey::Within {
        inside: "10.0.0.0/24".parse().unwrap(),
        prefix: 26,
        used: vec!["10.0.0.0/24".parse().unwrap()],
    };
    let cases: [(Kind, &[&str]); 7] = [
        (Kind::Choice(options()), &["one option must be right, and one alone"]),
        (Kind::Choices(two), &["two options say the same"]),
        (
            Kind::Number(NumberKey { answer: 5.0, tolerance: 1.0, unit: None, wrong: vec![wrong("6"), wrong("six")] }),
            &[
                "the wrong answer “6” is right",
                "the wrong answer “six” cannot be read: “six” is not a number; write digits alone, such as 251.",
            ],
        ),
        (Kind::Text { accept: vec![], wrong: vec![] }, &["there must be an accepted form"]),
        (
            Kind::Gaps(vec![gap("left"), gap("up"), gap("up")]),
            &[
                "a gap's answer is none of its options",
                "two options of a gap say the same",
                "two options of a gap say the same",
                "two options of a gap say the same",
                "the prompt has no gap {3}",
            ],
        ),
        (Kind::Network { key: within, wrong: vec![] }, &["no block of that length is free"]),
        (Kind::Network { key: NetworkKey::Mask(26), wrong: vec![wrong("/26")] }, &["the wrong answer “/26” is right"]),
    ];
    for (kind, faults) in cases {
        assert_eq!(question(kind).faults(), faults);
    }
}

#[test]
fn fields_of_several_questions_in_one_form_are_kept_apart() {
    let fields: Fields = [("q1.answer", "1"), ("q10.answer", "10")].into_iter().collect();
    assert_eq!(fields.under("q1."), [("answer", "1")].into_iter().collect());
    assert_eq!(fields.under("q10."), [("answer", "10")].into_iter().collect());
}

#[test]
fn a_question_is_kept_as_text_and_read_back_the_same() {
    let (first, last) = ("10.0.0.4".parse().unwrap(), "10.0.0.254".parse().unwrap());
    let keys = [
        NetworkKey::Address { is: first, subnet: Some("10.0.0.0/24".parse().unwrap()) },
        NetworkKey::Range(crate::domain::net::AddressRange::new(first, last).unwrap()),
        NetworkKey::Mask(26),
        NetworkKey::Wildcard(26),
        NetworkKey::Count(59),
        NetworkKey::Prefix { is: 26, need: Some(network::Need::Blocks(5)) },
        NetworkKey::Within {
            inside: "10.0.0.0/24".parse().unwrap(),
            prefix: 27,
            used: vec!["10.0.0.0/26".parse().unwrap()],
        },
        NetworkKey::Networks(vec!["2001:db8::/64".parse().unwrap()]),
    ];
    let networks = keys.map(|key| Kind::Network { key, wrong: vec![wrong("x")] });
    let fixed = kinds().into_iter().chain(networks).map(Body::Fixed);
    for body in fixed.chain(Rule::ALL.iter().copied().map(Body::Parametric)) {
        let question =
            Question { body, ..question(Kind::Truth { answer: true, feedback: String::new(), misconception: None }) };
        let kept = serde_json::to_string(&question).unwrap();
        assert_eq!(serde_json::from_str::<Question>(&kept).unwrap(), question, "{kept}");
    }
    let backwards = r#"{"range":["10.0.0.9","10.0.0.1"]}"#;
    assert!(serde_json::from_str::<NetworkKey>(backwards).unwrap_err().to_string().contains("comes after"));
}

#[test]
fn a_right_number_is_shown_as_sentences_have_it() {
    for (answer, shown) in [(251.0, "251"), (2856.0, "2,856"), (65_536.0, "65,536"), (0.5, "0.5"), (-3.0, "-3")] {
        let key = NumberKey { answer, tolerance: 0.0, unit: None, wrong: vec![] };
        assert_eq!(asked(Kind::Number(key)).reveal().answer, [shown]);
    }
}
