use proptest::prelude::*;

use super::*;
use crate::domain::question::{Asked, Body, Difficulty, Fields, Place, Question, Verdict};

fn question(rule: Rule) -> Question {
    let names: Vec<String> = rule.placeholders().iter().map(|name| format!("{name}={{{name}}}")).collect();
    Question {
        id: format!("p-{}", rule.id()),
        place: Place { module: "m".to_owned(), section: "s".to_owned() },
        goal: 1,
        difficulty: Difficulty::Apply,
        review: true,
        prompt: "How many?".to_owned(),
        hints: vec![],
        explanation: names.join(" "),
        source: "https://example.org/rule".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body: Body::Parametric(rule),
    }
}

fn marked(asked: &Asked, typed: &str) -> (Verdict, Vec<String>) {
    let fields: Fields = [("answer", typed)].into_iter().collect();
    let marking = asked.read(&fields).and_then(|answer| asked.mark(&answer)).unwrap_or_else(|e| panic!("{typed}: {e}"));
    (marking.verdict(), marking.feedback.iter().map(|f| f.text.clone()).collect())
}

fn wrongs(kind: &Kind) -> &[Wrong] {
    match kind {
        Kind::Number(key) => &key.wrong,
        Kind::Network { wrong, .. } => wrong,
        _ => &[],
    }
}

fn holds(rule: Rule, seed: u64) {
    let question = question(rule);
    assert_eq!(question.faults(), Vec::<String>::new());
    let asked = question.asked(seed);
    assert_eq!(asked, question.asked(seed));
    let explanation = asked.reveal().explanation;
    assert!(!explanation.contains(['{', '}']), "{rule:?} {seed}: {explanation}");
    let right = asked.reveal().answer.concat();
    assert_eq!(marked(&asked, &right).0, Verdict::Right, "{rule:?} {seed}: {right}");
    let wrongs = wrongs(asked.kind());
    assert!(!wrongs.is_empty(), "{rule:?} {seed}: {explanation}");
    for wrong in wrongs {
        let (verdict, said) = marked(&asked, &wrong.is);
        assert_eq!(verdict, Verdict::Wrong, "{rule:?} {seed}: {}", wrong.is);
        assert_eq!(said.first(), Some(&wrong.feedback), "{rule:?} {seed}: {}", wrong.is);
    }
    // Nothing is asked whose answer is one of the figures that are given.
    let variant = rule.draw(seed);
    let answer = variant.figure("answer").unwrap();
    for name in rule.given() {
        assert_ne!(variant.figure(name).unwrap(), answer, "{rule:?} {seed} {name}");
    }
    let named: Vec<&str> = rule.placeholders().to_vec();
    assert!(variant.figures.iter().all(|(name, _)| named.contains(name)) && variant.figures.len() == named.len());
}

#[test]
fn answers_mark_themselves_right_and_typical_wrong_ones_wrong() {
    for rule in Rule::ALL {
        for seed in 0..400 {
            holds(*rule, seed);
        }
    }
}

proptest! {
    #[test]
    fn every_seed_of_every_rule_holds(seed: u64, rule in prop::sample::select(Rule::ALL)) {
        holds(rule, seed);
    }
}

#[test]
fn every_rule_has_an_id_of_its_own_and_many_variants() {
    assert_eq!(Rule::ALL.len(), 24);
    for rule in Rule::ALL {
        assert_eq!(Rule::of_id(rule.id()), Some(*rule));
        let variants: std::collections::BTreeSet<String> =
            (0..300).map(|seed| format!("{:?}", rule.draw(seed).figures)).collect();
        // Some have no more lengths than that.
        let least = match rule {
            Rule::ApiserverClusters => 6,
            Rule::OverlayNodes => 8,
            Rule::SubnetUsable => 9,
            Rule::MaskOf | Rule::WildcardOf => 13,
            Rule::NatPorts => 15,
            Rule::NodeSubnetNodes => 50,
            _ => 75,
        };
        assert!(variants.len() >= least, "{rule:?}: {}", variants.len());
    }
    assert_eq!(Rule::of_id("else"), None);
}

#[test]
fn the_variant_of_a_seed_is_the_same_for_ever() {
    let drawn: Vec<String> = Rule::ALL
        .iter()
        .map(|rule| {
            let figures = [1, 2_026].map(|seed| {
                let figures = rule.draw(seed).figures;
                figures.iter().map(|(name, shown)| format!("{name} {shown}")).collect::<Vec<_>>().join("; ")
            });
            format!("{}\n  {}\n", rule.id(), figures.join("\n  "))
        })
        .collect();
    assert_eq!(drawn.concat(), include_str!("variants.txt"));
}

#[test]
fn figures_are_put_in_place_of_their_names() {
    let variant = Variant {
        figures: vec![("nodes", "1,200".to_owned()), ("used", "10.0.0.0/26, 10.0.1.0/24".to_owned())],
        kind: Kind::Truth { answer: true, feedback: String::new(), misconception: None },
    };
    let cases = [
        ("{nodes} nodes", "1,200 nodes"),
        ("`--count {nodes}` for {nodes}", "`--count 1200` for 1,200"),
        ("```\ncount: {nodes}\n```\n{nodes}", "```\ncount: 1200\n```\n1,200"),
        ("``{nodes}`` {nodes}", "``1200`` 1,200"),
        ("`{used}`", "`10.0.0.0/26, 10.0.1.0/24`"),
        ("{\"a\": {nodes}} {else} {", "{\"a\": 1,200} {else} {"),
        ("", ""),
    ];
    for (text, filled) in cases {
        assert_eq!(variant.fill(text), filled);
    }
}

#[test]
fn the_answer_is_never_filled_into_what_is_read_before() {
    let mut question = question(Rule::SubnetUsable);
    question.prompt = "A /{prefix} leaves {answer} of {totl}?".to_owned();
    let faults = question.faults();
    assert_eq!(
        faults,
        [
            "{answer} is no figure that can stand here with subnet-usable; there are prefix",
            "{totl} is no figure that can stand here with subnet-usable; there are prefix",
        ]
    );
    assert!(question.asked(1).public().prompt.contains("{answer}"));
}
