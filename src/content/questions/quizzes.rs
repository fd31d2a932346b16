//! `questions/quizzes.toml`: which questions are asked together, and by which rules.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use super::super::fields::{Fields, Placed, Toml, shown};
use super::super::markdown;
use super::super::model::Quiz;
use super::super::render::{Around, Renderer};
use super::super::slug::nearest;
use super::super::source::Source;
use super::Bank;
use crate::domain::question::Question;
use crate::domain::quiz::{QuizRules, TimeLimit, When};

/// Seconds in which an answer counts after the time is over, when the author says nothing else.
const GRACE: u32 = 10;

/// Reads the quizzes and notes what is wrong with them.
pub(in super::super) fn read(source: &Source, bank: &Bank, around: Around<'_>) -> Vec<Quiz> {
    let Some(toml) = Toml::parse(source, 0..source.text.len(), 0) else { return Vec::new() };
    let fields = toml.fields("quizzes.toml");
    let mut quizzes: Vec<Quiz> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    for entry in fields.tables("quiz", "[[quiz]]") {
        let id = entry.id("id");
        if let Some(id) = &id {
            if let Some(first) = lines.get(&id.value) {
                source.fault(
                    id.at,
                    format!("the quiz “{}” is there twice, first in line {first}; give this one another id", id.value),
                );
            } else {
                lines.insert(id.value.clone(), source.line(id.at));
            }
        }
        let quiz = quiz(entry, id, bank, &quizzes, around);
        quizzes.push(quiz);
    }
    fields.finish();
    quizzes
}

fn quiz(entry: Fields<'_>, id: Option<Placed<String>>, bank: &Bank, before: &[Quiz], around: Around<'_>) -> Quiz {
    entry.require(&["id", "title", "questions"]);
    let id = id.unwrap_or_default().value;
    let (intro, intro_text) = intro(&entry, around).unwrap_or_default();
    let questions = questions(&entry, bank);
    let quiz = Quiz {
        title: entry.filled("title").unwrap_or_default().value,
        intro,
        intro_text,
        rules: rules(&entry),
        all_at_once: one_of(&entry, "show", ["one", "all"]) == Some("all"),
        after: after(&entry, &questions, bank, before),
        module: module(&entry, &id, around),
        questions: questions.into_iter().map(|question| question.value).collect(),
        id,
    };
    entry.finish();
    quiz
}

/// The introduction as HTML and as plain text on one line.
fn intro(entry: &Fields<'_>, around: Around<'_>) -> Option<(String, String)> {
    let text = entry.text("intro")?;
    let source = entry.source();
    let fragment = source.fragment(&text.value);
    let drawn = markdown::parse(&fragment, 0..fragment.text.len()).map(|events| {
        let odd = |event: &Event<'_>| {
            matches!(
                event,
                Event::Start(
                    Tag::Image { .. }
                        | Tag::FootnoteDefinition(_)
                        | Tag::Heading { .. }
                        | Tag::CodeBlock(_)
                        | Tag::Table(_)
                ) | Event::FootnoteReference(_)
            )
        };
        if let Some((_, range)) = events.iter().find(|(event, _)| odd(event)) {
            let message = "a quiz's introduction is words, lists and links alone; put the rest into a module";
            fragment.fault(range.start, message);
            return (String::new(), String::new());
        }
        let anchors = HashMap::new();
        let piece = Renderer::new(&fragment, &events, &anchors, &[], None, around).inline(0..events.len());
        (piece.html, piece.text.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    source.absorb(&fragment, text.at);
    drawn
}

/// The questions, each once and each in the bank.
fn questions(entry: &Fields<'_>, bank: &Bank) -> Vec<Placed<String>> {
    let source = entry.source();
    let named = entry.texts("questions");
    if named.as_ref().is_some_and(Vec::is_empty) {
        source.fault(entry.place_of("questions"), "the quiz asks nothing; name the ids of its questions");
    }
    let mut questions: Vec<Placed<String>> = Vec::new();
    for question in named.unwrap_or_default() {
        let known = bank.ids.contains(&question.value);
        if let Some(first) = questions.iter().find(|first| first.value == question.value) {
            let line = source.line(first.at);
            source.fault(
                question.at,
                format!("the question “{}” is asked twice, first in line {line}; name it once", shown(&question.value)),
            );
            continue;
        }
        if !known && !bank.in_part {
            let near = nearest(&question.value, bank.ids.iter().map(String::as_str));
            let advice = near.map_or_else(
                || "write it into a file of questions or take its id out".to_owned(),
                |near| format!("did you mean “{near}”?"),
            );
            source.fault(question.at, format!("there is no question “{}”; {advice}", shown(&question.value)));
        }
        questions.push(question);
    }
    questions
}

fn rules(entry: &Fields<'_>) -> QuizRules {
    let source = entry.source();
    let percent = |key, default: u8| {
        if !entry.has(key) {
            return default;
        }
        entry.number(key, 0..=100).and_then(|percent| percent.try_into().ok()).unwrap_or(default)
    };
    let (tries_are_said, costs_are_said) = (entry.has("tries"), entry.has("try_costs"));
    let tries = if tries_are_said { entry.number("tries", 1..=20).unwrap_or(2) } else { 2 };
    let try_costs = percent("try_costs", 25);
    if tries == 1 && costs_are_said {
        let message = "with one try there is none that costs; take “try_costs” out or allow more “tries”";
        source.fault(entry.place_of("try_costs"), message);
    }
    let at_the_end = one_of(entry, "feedback", ["each", "end"]) == Some("end");
    let minutes = entry.number("minutes", 1..=1_440);
    let grace = if entry.has("grace_seconds") { entry.number("grace_seconds", 0..=600) } else { Some(GRACE) };
    if entry.has("grace_seconds") && !entry.has("minutes") {
        let message = "without a limit there is no grace; add “minutes” or take “grace_seconds” out";
        source.fault(entry.place_of("grace_seconds"), message);
    }
    QuizRules {
        tries: tries.try_into().unwrap_or(u8::MAX),
        try_costs,
        hint_costs: percent("hint_costs", 10),
        feedback: if at_the_end { When::AtTheEnd } else { When::EachAnswer },
        certainty: entry.flag("certainty").unwrap_or(false),
        limit: minutes.zip(grace).map(|(minutes, grace_seconds)| TimeLimit { seconds: minutes * 60, grace_seconds }),
    }
}

/// One of two words; None when neither is there.
fn one_of(entry: &Fields<'_>, key: &'static str, words: [&'static str; 2]) -> Option<&'static str> {
    let text = entry.text(key)?;
    let word = words.into_iter().find(|word| *word == text.value);
    if word.is_none() {
        let [one, other] = words;
        let message = format!("“{key}” is “{}”; it is {one} or {other}", shown(&text.value));
        entry.source().fault(text.at, message);
    }
    word
}

/// The module it belongs to: the one that is named, or the one with its id.
fn module(entry: &Fields<'_>, id: &str, around: Around<'_>) -> Option<String> {
    let atlas = around.atlas;
    let Some(named) = entry.text("module") else {
        return atlas.modules.iter().find(|module| module.id == id).map(|module| module.id.clone());
    };
    let Some((m, former)) = atlas.find_module(&named.value) else {
        entry.source().fault(named.at, atlas.no_module(&named.value));
        return None;
    };
    let today = &atlas.modules[m].id;
    if former {
        entry.source().warning(named.at, format!("“{}” is a former name; write “{today}”", named.value));
    }
    Some(today.clone())
}

/// The quiz before this one that asked for the same: question by question, from the same module, for the same goal, with the
/// same difficulty. Only then does the difference say what was learnt.
fn after(entry: &Fields<'_>, questions: &[Placed<String>], bank: &Bank, before: &[Quiz]) -> Option<String> {
    let source = entry.source();
    let named = entry.text("after")?;
    let Some(first) = before.iter().find(|quiz| quiz.id == named.value) else {
        let near = nearest(&named.value, before.iter().map(|quiz| quiz.id.as_str()));
        let advice = near.map_or_else(
            || "name one that stands above in this file".to_owned(),
            |near| format!("did you mean “{near}”?"),
        );
        source.fault(named.at, format!("there is no quiz “{}” before this one; {advice}", shown(&named.value)));
        return None;
    };
    if first.questions.len() != questions.len() {
        let message = format!(
            "“{}” has {} questions and this quiz has {}; only equal numbers can be compared",
            first.id,
            first.questions.len(),
            questions.len()
        );
        source.fault(named.at, message);
        return Some(named.value);
    }
    let find = |id: &str| bank.questions.iter().find(|question| question.id == id);
    for (number, (other, question)) in (1..).zip(first.questions.iter().zip(questions)) {
        if first.questions.contains(&question.value) {
            let message = format!(
                "“{}” is in “{}” as well, and what is remembered is not what was learnt; ask another question",
                question.value, first.id
            );
            source.fault(question.at, message);
        }
        if let (Some(one), Some(two)) = (find(other), find(&question.value)) {
            let differences = differences(one, two);
            if !differences.is_empty() {
                let message = format!(
                    "question {number} of “{}” is “{other}”, and this one differs in {}; they must ask for the same",
                    first.id,
                    differences.join(" and ")
                );
                source.fault(question.at, message);
            }
        }
    }
    Some(named.value)
}

fn differences(one: &Question, two: &Question) -> Vec<String> {
    let mut differences = Vec::new();
    if one.place.module != two.place.module {
        differences.push(format!("its module, {} instead of {}", two.place.module, one.place.module));
    } else if one.goal != two.goal {
        differences.push(format!("its goal, {} instead of {}", two.goal, one.goal));
    }
    if one.difficulty != two.difficulty {
        let (one, two) = (one.difficulty as u8 + 1, two.difficulty as u8 + 1);
        differences.push(format!("its difficulty, {two} instead of {one}"));
    }
    differences
}
