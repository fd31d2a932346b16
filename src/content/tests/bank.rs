//! The bank that ships: enough of every sort, every section asked about, and every question answerable.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::content::model::Quiz;
use crate::content::{Known, load_with, question_html, question_inline};
use crate::domain::question::{Answer, Asked, Body, Fields, Kind, Place, PublicKind, Question, Rule, Verdict, Wrong};
use crate::domain::quiz::When;

/// The workshop as a portal loads it whose blocks say what they are.
fn shipped() -> Loaded {
    #[expect(clippy::unnecessary_wraps, reason = "as blocks are drawn")]
    fn draw(kind: &str, name: &str, _: &[(String, String)], _: &str) -> Result<String, Vec<(String, String)>> {
        Ok(format!("<{kind} {name}>"))
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aks-networking");
    let tools: Vec<&str> = crate::tools::TOOLS.iter().map(|tool| tool.about().name).collect();
    let known = Known { tools: &tools, draw: Some(draw), ..Known::default() };
    load_with(&Folder::read(&folder).unwrap(), SHIPPED, &known)
}

fn bank() -> Workshop {
    workshop(shipped())
}

fn kinds(question: &Question) -> Vec<Kind> {
    match &question.body {
        Body::Fixed(kind) => vec![kind.clone()],
        Body::Parametric(_) => vec![question.asked(1).kind().clone()],
    }
}

#[test]
fn nothing_is_found_in_what_ships() {
    let loaded = shipped();
    let found: Vec<String> = loaded.findings.iter().chain(&loaded.advice).map(ToString::to_string).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn there_is_enough_of_every_sort() {
    let questions = bank().questions;
    let count = |what: &dyn Fn(&Question) -> bool| questions.iter().filter(|question| what(question)).count();
    let kind = |what: fn(&Kind) -> bool| count(&|question| kinds(question).iter().any(what));
    assert!(questions.len() >= 140, "{}", questions.len());
    let enough = [
        ("network", kind(|kind| matches!(kind, Kind::Network { .. })), 30),
        ("parametric", count(&|question| matches!(question.body, Body::Parametric(_))), 20),
        ("read the configuration", count(&|question| question.reads_configuration), 15),
        ("choice", kind(|kind| matches!(kind, Kind::Choice(_))), 5),
        ("choices", kind(|kind| matches!(kind, Kind::Choices(_))), 5),
        ("truth", kind(|kind| matches!(kind, Kind::Truth { .. })), 5),
        ("number", kind(|kind| matches!(kind, Kind::Number(_))), 5),
        ("text", kind(|kind| matches!(kind, Kind::Text { .. })), 5),
        ("order", kind(|kind| matches!(kind, Kind::Order { .. })), 5),
        ("match", kind(|kind| matches!(kind, Kind::Match { .. })), 5),
        ("gaps", kind(|kind| matches!(kind, Kind::Gaps(_))), 5),
    ];
    for (what, there_are, least) in enough {
        assert!(there_are >= least, "{what}: {there_are}");
    }
}

#[test]
fn every_section_is_asked_about_or_holds_a_quiz() {
    let workshop = bank();
    let asked: BTreeSet<&Place> = workshop.questions.iter().map(|question| &question.place).collect();
    let without: Vec<String> = workshop
        .modules
        .iter()
        .flat_map(|module| module.sections.iter().map(move |section| (module, section)))
        .filter(|(module, section)| !asked.contains(&Place { module: module.id.clone(), section: section.id.clone() }))
        .map(|(module, section)| format!("{}#{}", module.id, section.id))
        .collect();
    // What is left is the list of questions to oneself, and the quiz stands there.
    let sums_up: Vec<String> = workshop.modules.iter().map(|module| format!("{}#check-yourself", module.id)).collect();
    assert_eq!(without, sums_up);
}

#[test]
fn every_wrong_option_has_its_feedback() {
    for question in bank().questions {
        for kind in kinds(&question) {
            if let Kind::Choice(options) | Kind::Choices(options) = kind {
                let silent: Vec<String> =
                    options.into_iter().filter(|o| !o.right && o.feedback.is_none()).map(|o| o.text).collect();
                assert!(silent.is_empty(), "{}: {silent:?}", question.id);
            }
        }
    }
}

/// What somebody answers who knows.
fn right(asked: &Asked) -> Fields {
    let reveal = asked.reveal();
    match asked.kind() {
        Kind::Truth { answer, .. } => [("answer", answer.to_string())].into_iter().collect(),
        Kind::Choice(_) | Kind::Choices(_) => reveal.answer.iter().map(|text| ("answer", asked.token(text))).collect(),
        Kind::Order { items, .. } => items.iter().map(|item| ("order", asked.token(item))).collect(),
        Kind::Match { pairs, .. } => {
            pairs.iter().map(|(left, right)| (format!("match-{}", asked.token(left)), asked.token(right))).collect()
        }
        Kind::Gaps(_) => (1..).zip(&reveal.answer).map(|(n, text)| (format!("gap-{n}"), text.clone())).collect(),
        // What is shown as right is what can be typed, but for the words after “any other free one”.
        Kind::Network { .. } => {
            let lines: Vec<&str> =
                reveal.answer.iter().map(|line| line.split(", or any").next().unwrap_or_default()).collect();
            [("answer", lines.join("\n"))].into_iter().collect()
        }
        Kind::Number(_) | Kind::Text { .. } => [("answer", reveal.answer.concat())].into_iter().collect(),
    }
}

/// The texts of a question that a page shows, and whether each is a line.
fn texts(asked: &Asked) -> Vec<(String, bool)> {
    let public = asked.public();
    let mut texts = vec![(public.prompt.clone(), false), (asked.reveal().explanation, false)];
    texts.extend((0..public.hints).filter_map(|n| Some((asked.hint(n)?.to_owned(), false))));
    let lines = match public.kind {
        PublicKind::Choice { options } | PublicKind::Choices { options } => options,
        PublicKind::Order { items } => items,
        PublicKind::Match { left, right } => left.into_iter().chain(right).collect(),
        _ => vec![],
    };
    texts.extend(lines.into_iter().map(|shown| (shown.text, true)));
    texts
}

#[test]
fn every_question_is_asked_and_marked_for_many_seeds() {
    for question in bank().questions {
        assert_eq!(question.faults(), Vec::<String>::new(), "{}", question.id);
        let mut variants = BTreeSet::new();
        for seed in 0..200 {
            let asked = question.asked(seed);
            let marking = asked
                .read(&right(&asked))
                .and_then(|answer: Answer| asked.mark(&answer))
                .unwrap_or_else(|complaint| panic!("{} {seed}: {complaint}", question.id));
            assert_eq!(marking.verdict(), Verdict::Right, "{} {seed}: {:?}", question.id, asked.reveal().answer);
            let public = asked.public();
            if matches!(question.body, Body::Parametric(_)) {
                let left = [&public.prompt, &asked.reveal().explanation];
                assert!(left.iter().all(|text| !text.contains(['{', '}'])), "{} {seed}: {left:?}", question.id);
            }
            variants.insert(public.prompt);
        }
        // A figure that is drawn must be asked for: else everybody gets the same question with different answers.
        let drawn = matches!(question.body, Body::Parametric(_));
        assert_eq!(variants.len() > 1, drawn, "{}", question.id);
    }
}

#[test]
fn every_text_is_drawn() {
    for question in bank().questions {
        for (text, line) in texts(&question.asked(1)) {
            let html = if line { question_inline(&text) } else { question_html(&text) };
            assert!(!html.trim().is_empty(), "{}: {text}", question.id);
            for odd in ["```", "**", "](", "class=\"raw\""] {
                assert!(!html.contains(odd), "{}: {odd} is left in {html}", question.id);
            }
        }
    }
}

#[test]
fn a_misconception_has_one_name() {
    // Told apart by a letter, tags would be one belief counted as two; those of the rules are ids of their own.
    let tags = |kind: Kind| -> Vec<String> {
        let wrong = |wrong: Vec<Wrong>| wrong.into_iter().filter_map(|wrong| wrong.misconception).collect();
        match kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                options.into_iter().filter_map(|option| option.misconception).collect()
            }
            Kind::Number(key) => wrong(key.wrong),
            Kind::Text { wrong: typed, .. } | Kind::Network { wrong: typed, .. } => wrong(typed),
            _ => vec![],
        }
    };
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for question in bank().questions {
        if let Body::Fixed(kind) = question.body {
            named.extend(tags(kind).into_iter().map(|tag| (tag, question.id.clone())));
        }
    }
    assert!(named.len() > 100, "{}", named.len());
    let drawn = Rule::ALL.iter().flat_map(|rule| (0..50).map(|seed| rule.draw(seed).kind)).flat_map(tags);
    let all: BTreeSet<String> = named.keys().cloned().chain(drawn).collect();
    for (one, question) in &named {
        for other in all.iter().filter(|other| *other != one) {
            let apart = crate::domain::spelling::distance(one, other);
            assert!(apart > 1, "“{one}” ({question}) and “{other}”");
        }
    }
}

fn quiz<'w>(workshop: &'w Workshop, id: &str) -> &'w Quiz {
    workshop.quizzes.iter().find(|quiz| quiz.id == id).unwrap()
}

#[test]
fn before_and_after_ask_for_the_same_and_nobody_asks_it_elsewhere() {
    let workshop = bank();
    let (before, after) = (quiz(&workshop, "before"), quiz(&workshop, "after"));
    assert_eq!((before.questions.len(), after.questions.len()), (15, 15));
    assert_eq!((before.after.as_deref(), after.after.as_deref()), (None, Some("before")));
    let find = |id: &String| workshop.questions.iter().find(|question| question.id == *id).unwrap();
    let mut modules = BTreeSet::new();
    for (one, two) in before.questions.iter().zip(&after.questions) {
        let (one, two) = (find(one), find(two));
        assert_eq!((&one.place.module, one.goal, one.difficulty), (&two.place.module, two.goal, two.difficulty));
        modules.insert(&one.place.module);
        assert!(!one.review && !two.review, "{} {}: they come at their time, and not in reviews", one.id, two.id);
    }
    assert_eq!(modules.len(), workshop.modules.len(), "across all modules");
    for measure in [before, after] {
        assert_eq!((measure.rules.feedback, measure.rules.certainty), (When::AtTheEnd, true), "{}", measure.id);
        for other in workshop.quizzes.iter().filter(|quiz| quiz.id != measure.id) {
            let shared: Vec<&String> = measure.questions.iter().filter(|id| other.questions.contains(id)).collect();
            assert!(shared.is_empty(), "{} and {}: {shared:?}", measure.id, other.id);
        }
    }
}

#[test]
fn questions_that_give_each_other_away_are_in_no_quiz_together() {
    let workshop = bank();
    for (one, other) in [
        ("dynamic-held-by-a-node", "ninth-pod-of-a-node"),
        ("first-address-of-a-subnet", "next-hop-of-the-default-route"),
        ("order-of-an-outbound-change", "nodes-lost-after-the-change"),
        ("static-block-pool-flags", "static-blocks-per-node"),
    ] {
        for id in [one, other] {
            assert!(workshop.questions.iter().any(|question| question.id == id), "{id}");
        }
        for quiz in &workshop.quizzes {
            let has = |id: &str| quiz.questions.iter().any(|question| question == id);
            assert!(!(has(one) && has(other)), "{}: {one} and {other}", quiz.id);
        }
    }
}

#[test]
fn every_module_has_its_quiz_where_it_is_read() {
    let workshop = bank();
    for module in &workshop.modules {
        let drawn = format!("<quiz {}>", module.id);
        assert!(module.sections.last().unwrap().html.contains(&drawn), "{}", module.id);
        assert_eq!(quiz(&workshop, &module.id).module.as_deref(), Some(module.id.as_str()));
    }
}
