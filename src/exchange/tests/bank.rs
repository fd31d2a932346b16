//! Questions of every kind, with signs that mean something in one format or another.

use crate::domain::question::network::Need;
use crate::domain::question::{
    Body, Choice, Difficulty, Gap, GapKey, Kind, NetworkKey, NumberKey, Place, Question, Rule, Wrong,
};

/// Texts that are hard on writers and readers.
pub const ODD: [&str; 12] = [
    "{ } = ~ # : \\ < > & \" ' `x` % $",
    "a \\n b \\~ c \\\\ d \\",
    "Größe → 5 µs, 表, 😀, \u{a0}, ‘x’",
    "First.\n\nSecond:\n\n```yaml\n  a: {b: [1, 2]}\n# not a heading\n```\n\nEnd.",
    "    indented code\n\nand a text",
    "\n leading and trailing \n",
    "[html]<p>x</p> ]]> <![CDATA[y]]>",
    "%50%half, //comment, ::name::, $CATEGORY: x, ####",
    "=right ~wrong -> pair {1:SA:=x}",
    "\"\"\"quotes\"\"\" and ''' and \"",
    "[markdown][plain][tag:x] podium:hint=x &amp; &#35; &lt;",
    "| a | b |\n| - | - |\n| 1 | `x\\|y` |",
];

pub fn question(id: &str, prompt: &str, body: Body) -> Question {
    Question {
        id: id.to_owned(),
        place: Place { module: "models".to_owned(), section: "over lay, <1> \"x\"".to_owned() },
        goal: 2,
        difficulty: Difficulty::Judge,
        review: false,
        prompt: prompt.to_owned(),
        hints: vec!["A push, with a comma.".to_owned(), ODD[0].to_owned()],
        explanation: "Because 256 − 5 = 251; {x} → #1.\n\n- a\n- b".to_owned(),
        source: "https://example.org/a?b=c,d&e=%20#f".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: true,
        body,
    }
}

fn option(text: &str, right: bool, feedback: Option<&str>, tag: Option<&str>) -> Choice {
    Choice {
        text: text.to_owned(),
        right,
        feedback: feedback.map(str::to_owned),
        misconception: tag.map(str::to_owned),
    }
}

fn wrong(is: &str, feedback: &str) -> Wrong {
    Wrong { is: is.to_owned(), feedback: feedback.to_owned(), misconception: Some("counts-all".to_owned()) }
}

pub fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn gap(key: GapKey, feedback: Option<&str>) -> Gap {
    Gap { key, feedback: feedback.map(str::to_owned) }
}

fn listed(options: &[&str], answer: &str) -> GapKey {
    GapKey::Options { options: texts(options), answer: answer.to_owned() }
}

/// One of each kind of answer that other formats have, around an odd text.
pub fn kinds(odd: &str) -> Vec<(&'static str, Kind)> {
    let choice = |rights: &[usize]| -> Vec<Choice> {
        [odd, "plain", "%30%x", "=y"]
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let right = rights.contains(&n);
                let feedback = [Some(odd), None, Some("Because #2 = 3.")].get(n).copied().flatten();
                option(text, right, feedback, (!right && n != 1).then_some("pod-range-counts-addresses"))
            })
            .collect()
    };
    let number = |answer: f64, tolerance: f64, unit: Option<&str>| {
        let wrong = vec![wrong("254", odd), wrong("-9", "Below nothing.")];
        Kind::Number(NumberKey { answer, tolerance, unit: unit.map(str::to_owned), wrong })
    };
    let mut kinds = vec![
        ("choice", Kind::Choice(choice(&[2]))),
        ("choice-first", Kind::Choice(choice(&[0]))),
        ("choices-one", Kind::Choices(choice(&[1]))),
        ("choices-two", Kind::Choices(choice(&[0, 2]))),
        ("choices-three", Kind::Choices(choice(&[0, 1, 3]))),
        ("choices-all", Kind::Choices(choice(&[0, 1, 2, 3]))),
        ("truth", Kind::Truth { answer: true, feedback: odd.to_owned(), misconception: Some("a-tag".to_owned()) }),
        ("falsehood", Kind::Truth { answer: false, feedback: String::new(), misconception: None }),
        ("number", number(251.0, 0.0, Some("addresses"))),
        ("number-near", number(-0.125, 0.5, Some("%"))),
        ("number-large", number(1e15, 1e-7, None)),
        ("match", {
            let pairs = vec![
                (odd.replace("->", "–"), "one".to_owned()),
                ("b".to_owned(), odd.to_owned()),
                ("c".to_owned(), "one".to_owned()),
            ];
            Kind::Match { pairs, others: texts(&["none of them"]), feedback: odd.to_owned() }
        }),
    ];
    // What is typed has one line and no white space around, and GIFT takes an arrow for that of a pair.
    let line = odd.split_whitespace().collect::<Vec<_>>().join(" ");
    let arrowless = line.replace("->", "–");
    kinds.push((
        "text",
        Kind::Text {
            accept: texts(&["AcrPull", &arrowless, "*.svc", "a\\*b", "%50%", "TRUE"]),
            wrong: vec![wrong("Acr*Push", &odd.replace("->", "–")), wrong("%9%", "Less.")],
        },
    ));
    kinds
}

/// Gaps: one, which GIFT knows as a missing word.
pub fn one_gap(odd: &str) -> Vec<(&'static str, &'static str, Kind)> {
    let line = odd.split_whitespace().collect::<Vec<_>>().join(" ");
    let arrowless = line.replace("->", "–");
    vec![
        (
            "gap-typed",
            "A pod runs on a {1}, says {2}.",
            Kind::Gaps(vec![gap(GapKey::Accept(texts(&["node", "*", &arrowless])), None)]),
        ),
        ("gap-said", "It is a {1}", Kind::Gaps(vec![gap(GapKey::Accept(texts(&["node"])), Some(&arrowless))])),
        (
            "gap-listed",
            "{1} is it.\n\n{ \"a\": 1 }",
            Kind::Gaps(vec![gap(listed(&["up", &line, "%1%x"], &line), Some(&line))]),
        ),
        ("gap-bare", " It goes {1}\n", Kind::Gaps(vec![gap(listed(&["up", "down"], "down"), None)])),
    ]
}

/// Gaps: several.
pub fn several_gaps(odd: &str) -> Vec<(&'static str, &'static str, Kind)> {
    let line = odd.split_whitespace().collect::<Vec<_>>().join(" ");
    let typed = gap(GapKey::Accept(texts(&["node", &line, "=x", " spaced "])), Some(&line));
    vec![
        ("gaps-listed", "{1} and {2}: `{1}`", {
            Kind::Gaps(vec![gap(listed(&["up", &line], "up"), None), gap(listed(&["a", "up", "c"], "c"), None)])
        }),
        ("gaps-turned", "{2} before {1}.", {
            Kind::Gaps(vec![gap(listed(&["x", "y"], "y"), None), gap(listed(&["1", "2", "3"], "1"), None)])
        }),
        ("gaps-mixed", "{1}, {2}\n\n```\n{3} { }\n```\n", {
            let said = gap(listed(&["up", &line, "%5%", "~"], &line), Some(&line));
            Kind::Gaps(vec![typed, said, gap(GapKey::Accept(texts(&["*"])), None)])
        }),
    ]
}

pub fn order(odd: &str) -> Kind {
    Kind::Order { items: texts(&["first", odd, "third"]), feedback: odd.to_owned() }
}

/// All keys of network answers.
pub fn networks() -> Vec<NetworkKey> {
    let net = |text: &str| text.parse().unwrap();
    vec![
        NetworkKey::read("address", "10.0.0.4").unwrap(),
        NetworkKey::read("address", "2001:db8::1").unwrap(),
        NetworkKey::read("network", "10.0.0.0/26").unwrap(),
        NetworkKey::read("network", "2001:db8::/48").unwrap(),
        NetworkKey::read("range", "10.0.0.4 - 10.0.0.254").unwrap(),
        NetworkKey::read("range", "10.0.0.0/30").unwrap(),
        NetworkKey::read("mask", "255.255.255.192").unwrap(),
        NetworkKey::read("mask", "0.0.0.0").unwrap(),
        NetworkKey::read("wildcard", "0.0.3.255").unwrap(),
        NetworkKey::Address { is: "10.0.0.4".parse().unwrap(), subnet: Some(net("10.0.0.0/24")) },
        NetworkKey::Prefix { is: 24, need: Some(Need::Addresses(250)) },
        NetworkKey::Prefix { is: 23, need: Some(Need::Blocks(2)) },
        NetworkKey::read("count", "12320").unwrap(),
        NetworkKey::read("prefix", "26").unwrap(),
        NetworkKey::read("prefix", "64").unwrap(),
        NetworkKey::Within { inside: net("10.0.0.0/24"), prefix: 27, used: vec![net("10.0.0.0/26")] },
        NetworkKey::Within { inside: net("10.0.0.0/8"), prefix: 24, used: vec![] },
        NetworkKey::Networks(vec![net("10.0.0.64/27"), net("10.0.0.0/26")]),
    ]
}

/// A bank with everything.
pub fn everything() -> Vec<Question> {
    let mut bank = Vec::new();
    for (n, odd) in ODD.iter().enumerate() {
        let fixed = |name: &str, prompt: &str, kind: Kind| question(&format!("{name}-{n}"), prompt, Body::Fixed(kind));
        bank.extend(kinds(odd).into_iter().map(|(name, kind)| fixed(name, odd, kind)));
        let gaps = one_gap(odd).into_iter().chain(several_gaps(odd));
        bank.extend(gaps.map(|(name, prompt, kind)| fixed(name, prompt, kind)));
        bank.push(fixed("order", odd, order(odd)));
    }
    for (n, key) in networks().into_iter().enumerate() {
        let key = Kind::Network { key, wrong: vec![] };
        bank.push(question(&format!("network-{n}"), "Which?", Body::Fixed(key)));
    }
    for rule in Rule::ALL {
        let given: Vec<String> = rule.given().iter().map(|name| format!("{{{name}}}")).collect();
        let mut asked = question(&format!("drawn-{}", rule.id()), &given.join(", "), Body::Parametric(*rule));
        asked.explanation = "It is {answer}.".to_owned();
        asked.hints = vec![given.join(" ")];
        bank.push(asked);
    }
    bank
}
