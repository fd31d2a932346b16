//! How well questions are written: what lets people guess, misread, or learn nothing from an answer.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::super::fields::{Placed, shown};
use super::super::markdown::{SectionDraft, Spot};
use super::super::source::Source;
use super::stem;
use super::text::events;
use crate::domain::question::{Body, Choice, GapKey, Kind, Place, Question};

/// The most words of a prompt, code left out.
const MOST_PROMPT: usize = 60;
/// The words of an explanation.
const EXPLANATION: std::ops::RangeInclusive<usize> = 8..=120;
/// From so many choices on, a habit shows.
const ENOUGH: usize = 6;

/// Looks at an option.
pub(super) fn option(source: &Source, text: &Placed<String>, right: bool, has_feedback: bool) {
    let words = folded(&text.value).join(" ");
    for phrase in ["all of the above", "none of the above", "all of these", "none of these"] {
        if words.contains(phrase) {
            let message =
                format!("“{phrase}” tests how options are read, not what is known; write options that stand alone");
            source.warning(text.at, message);
        }
    }
    if !right && !has_feedback {
        let message =
            format!("nothing is said to who chooses “{}”; add “feedback”: why it is wrong", shown(&text.value));
        source.warning(text.at, message);
    }
}

/// Looks at the texts of one question.
pub(super) fn question(
    source: &Source,
    question: &Question,
    prompt: &Placed<String>,
    hints: &[Placed<String>],
    explanation: &Placed<String>,
) {
    let asked = events(&prompt.value);
    let length = words(&asked);
    if length > MOST_PROMPT {
        let message = format!("the prompt has {length} words outside of code; ask in {MOST_PROMPT} at most");
        source.advice(prompt.at, message);
    }
    if let Some(word) = stem::negation(&asked) {
        let message = format!("the question turns on “{word}”, which is easily read over; ask for what is so");
        source.advice(prompt.at, message);
    }
    let shows = |tag: &Tag<'_>| matches!(tag, Tag::CodeBlock(_) | Tag::Table(_));
    if question.reads_configuration && !asked.iter().any(|(event, _)| matches!(event, Event::Start(tag) if shows(tag)))
    {
        source.warning(prompt.at, "the prompt shows nothing to read; put the configuration into a block of code");
    }
    let length = words(&events(&explanation.value));
    if !EXPLANATION.contains(&length) {
        let message = format!(
            "the explanation has {length} words; say in {} to {} why the right answer is right",
            EXPLANATION.start(),
            EXPLANATION.end()
        );
        source.advice(explanation.at, message);
    }
    for hint in hints {
        if let Some(answer) = given_away(question, &hint.value) {
            source.warning(
                hint.at,
                format!("the hint contains the answer “{}”; push towards it instead", shown(&answer)),
            );
        }
    }
}

/// Looks at the habits of a file.
pub(super) fn file(source: &Source, questions: &[Question]) {
    let choices: Vec<&[Choice]> = questions.iter().filter_map(one_of).collect();
    let all = choices.len();
    if all < ENOUGH {
        return;
    }
    let longest = choices.iter().filter(|options| longest_is_right(options)).count();
    if longest * 2 > all {
        let message = format!(
            "the longest option is the right one in {longest} of {all} choices, so that it can be guessed; shorten it or \
             lengthen others"
        );
        source.advice(0, message);
    }
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for place in choices.iter().filter_map(|options| options.iter().position(|option| option.right)) {
        *places.entry(place).or_default() += 1;
    }
    if let Some((place, count)) = places.into_iter().find(|(_, count)| count * 10 > all * 6) {
        let message = format!(
            "the right option is number {} in {count} of {all} choices; let its place vary, as they are read in this order, \
             too",
            place + 1
        );
        source.advice(0, message);
    }
}

/// Looks whether a section is asked about. A section that sums up, that holds a quiz, or that may be left out needs no
/// question of its own.
pub(in super::super) fn section_without_question(
    source: &Source,
    begin: usize,
    module: &str,
    section: &SectionDraft,
    body: &[Spot<'_>],
    asked: &BTreeSet<Place>,
) {
    let place = Place { module: module.to_owned(), section: section.id.value.clone() };
    let sums_up = |text: &str| folded(text).iter().any(|word| word == "recap" || word == "summary");
    let quiz = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.split_whitespace().next() == Some("quiz"));
    let excused = section.optional
        || sums_up(&section.id.value)
        || sums_up(&section.title)
        || body.iter().any(|(event, _)| quiz(event));
    if !excused && !asked.contains(&place) {
        let message = format!("no question asks about this section; write one into questions/{module}.toml");
        source.advice(begin, message);
    }
}

fn one_of(question: &Question) -> Option<&[Choice]> {
    match &question.body {
        Body::Fixed(Kind::Choice(options)) => Some(options),
        _ => None,
    }
}

fn longest_is_right(options: &[Choice]) -> bool {
    let length = |option: &&Choice| seen(&option.text).chars().count();
    let right = options.iter().filter(|option| option.right).map(|option| length(&option)).max();
    let wrong = options.iter().filter(|option| !option.right).map(|option| length(&option)).max();
    right > wrong
}

/// What is seen of Markdown.
fn seen(text: &str) -> String {
    super::super::markdown::plain(&events(text))
}

/// Words outside of blocks of code.
fn words(events: &[Spot<'_>]) -> usize {
    let (mut in_code, mut text) = (false, String::new());
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(words) | Event::Code(words) if !in_code => text.push_str(words),
            // These may begin or end within a word.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => text.push(' '),
        }
    }
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Words without case and marks around them; figures without their commas.
fn folded(text: &str) -> Vec<String> {
    let plain = seen(text).to_lowercase();
    let words = plain.split(|c: char| c.is_whitespace() || matches!(c, '-' | '“' | '”' | '"' | '(' | ')'));
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).replace(',', "");
    words.map(bare).filter(|word| !word.is_empty()).collect()
}

/// The answer, when a hint contains it.
fn given_away(question: &Question, hint: &str) -> Option<String> {
    let (hint, prompt) = (folded(hint), folded(&question.prompt));
    let has = |text: &[String], words: &[String]| {
        !words.is_empty() && text.windows(words.len()).any(|window| window == words)
    };
    // What stands in the prompt as well is no news.
    let told = |answer: &String| {
        let words = folded(answer);
        has(&hint, &words) && !has(&prompt, &words)
    };
    let answers: Vec<String> = match &question.body {
        Body::Fixed(Kind::Choice(options) | Kind::Choices(options)) => {
            // A hint that names a wrong option as well only narrows them down.
            if options.iter().any(|option| !option.right && told(&option.text)) {
                return None;
            }
            options.iter().filter(|option| option.right).map(|option| option.text.clone()).collect()
        }
        Body::Fixed(Kind::Number(key)) => vec![key.answer.to_string()],
        Body::Fixed(Kind::Text { accept, .. }) => accept.clone(),
        Body::Fixed(Kind::Network { .. }) => question.asked(0).reveal().answer,
        Body::Fixed(Kind::Gaps(gaps)) => {
            let typed = gaps.iter().filter_map(|gap| match &gap.key {
                GapKey::Accept(forms) => Some(forms.clone()),
                GapKey::Options { .. } => None,
            });
            typed.flatten().collect()
        }
        // What is drawn cannot stand in a hint; of the others no word is the answer.
        Body::Parametric(_) | Body::Fixed(Kind::Truth { .. } | Kind::Order { .. } | Kind::Match { .. }) => return None,
    };
    answers.into_iter().find(told)
}
