//! Questions as interactions (xAPI 1.0.3, part two, appendix C): what can be answered, what is right, what was answered.
//!
//! | Kind | Interaction | What is right |
//! |---|---|---|
//! | one choice, several choices | `choice` | the options, all of them |
//! | true or false | `true-false` | `true` or `false` |
//! | number | `numeric` | the number, or the range of those that are near enough |
//! | text | `fill-in` | each accepted form |
//! | order | `sequencing` | the items in their order |
//! | match | `matching` | the pairs |
//! | gaps | `fill-in` | the first accepted form of each gap |
//! | network | `other`: answers are compared by what they mean | the answer as it is shown |
//!
//! Options, items and sides of pairs go by their tokens.

use serde_json::{Map, Value, json};

use super::course::figure;
use crate::domain::question::{Answer, Asked, GapKey, Kind};

/// Stands between the parts of one answer.
const AND: &str = "[,]";
/// Stands between what belongs together in a pair.
const WITH: &str = "[.]";
/// Stands between the ends of a range.
const TO: &str = "[:]";

/// What a question is, without its type as an activity.
pub(super) fn definition(asked: &Asked, language: &str) -> Value {
    let components = |texts: &[&String]| {
        let mut all: Vec<Value> = Vec::new();
        for text in texts {
            let one = json!({ "id": asked.token(text), "description": { language: text } });
            // The same text is the same thing to choose.
            if !all.contains(&one) {
                all.push(one);
            }
        }
        Value::Array(all)
    };
    let token = |text: &String| asked.token(text);
    let (interaction, right, lists): (&str, Vec<String>, Vec<(&str, Value)>) = match asked.kind() {
        Kind::Choice(options) => {
            // One is to be chosen: each right one alone is right.
            let right = options.iter().filter(|option| option.right).map(|option| token(&option.text)).collect();
            let texts: Vec<&String> = options.iter().map(|option| &option.text).collect();
            ("choice", right, vec![("choices", components(&texts))])
        }
        Kind::Choices(options) => {
            let right: Vec<String> =
                options.iter().filter(|option| option.right).map(|option| token(&option.text)).collect();
            let texts: Vec<&String> = options.iter().map(|option| &option.text).collect();
            ("choice", vec![right.join(AND)], vec![("choices", components(&texts))])
        }
        Kind::Truth { answer, .. } => ("true-false", vec![answer.to_string()], Vec::new()),
        Kind::Number(key) => {
            let right = if key.tolerance > 0.0 {
                let tolerance = key.tolerance.abs();
                format!("{}{TO}{}", figure(key.answer - tolerance), figure(key.answer + tolerance))
            } else {
                key.answer.to_string()
            };
            ("numeric", vec![right], Vec::new())
        }
        Kind::Text { accept, .. } => ("fill-in", accept.clone(), Vec::new()),
        Kind::Order { items, .. } => {
            let right: Vec<String> = items.iter().map(token).collect();
            let texts: Vec<&String> = items.iter().collect();
            ("sequencing", vec![right.join(AND)], vec![("choices", components(&texts))])
        }
        Kind::Match { pairs, others, .. } => {
            let right: Vec<String> =
                pairs.iter().map(|(left, right)| format!("{}{WITH}{}", token(left), token(right))).collect();
            let sources: Vec<&String> = pairs.iter().map(|(left, _)| left).collect();
            let targets: Vec<&String> = pairs.iter().map(|(_, right)| right).chain(others).collect();
            let lists = vec![("source", components(&sources)), ("target", components(&targets))];
            ("matching", vec![right.join(AND)], lists)
        }
        Kind::Gaps(gaps) => {
            let right = gaps.iter().map(|gap| match &gap.key {
                GapKey::Accept(forms) => forms.first().cloned().unwrap_or_default(),
                GapKey::Options { answer, .. } => answer.clone(),
            });
            ("fill-in", vec![right.collect::<Vec<_>>().join(AND)], Vec::new())
        }
        Kind::Network { .. } => ("other", vec![asked.reveal().answer.join("; ")], Vec::new()),
    };
    let mut definition = Map::new();
    definition.insert("name".to_owned(), json!({ "und": asked.id() }));
    definition.insert("description".to_owned(), json!({ language: asked.public().prompt }));
    definition.insert("interactionType".to_owned(), json!(interaction));
    definition.insert("correctResponsesPattern".to_owned(), json!(right));
    definition.extend(lists.into_iter().map(|(name, list)| (name.to_owned(), list)));
    Value::Object(definition)
}

/// What was answered, in the form of the interaction. What cannot be told in it stands as it is kept.
pub(super) fn response(asked: &Asked, answer: &Answer) -> String {
    match answer {
        Answer::Choice(token) => token.clone(),
        Answer::Choices(tokens) => {
            // In the author's order, as in what is right.
            let options = match asked.kind() {
                Kind::Choices(options) => options.as_slice(),
                _ => &[],
            };
            let known = options.iter().map(|option| asked.token(&option.text)).filter(|token| tokens.contains(token));
            let known: Vec<String> = known.collect();
            let gone = tokens.iter().filter(|token| !known.contains(token)).cloned();
            known.iter().cloned().chain(gone).collect::<Vec<_>>().join(AND)
        }
        Answer::Truth(is) => is.to_string(),
        Answer::Typed(typed) => asked.number(typed).map_or_else(|| typed.clone(), |number| number.to_string()),
        Answer::Order(tokens) => tokens.join(AND),
        Answer::Match(pairs) => {
            let lefts = match asked.kind() {
                Kind::Match { pairs, .. } => pairs.iter().map(|(left, _)| asked.token(left)).collect(),
                _ => Vec::new(),
            };
            let known = lefts.iter().filter_map(|left| pairs.get_key_value(left));
            let gone = pairs.iter().filter(|(left, _)| !lefts.contains(left));
            known.chain(gone).map(|(left, right)| format!("{left}{WITH}{right}")).collect::<Vec<_>>().join(AND)
        }
        Answer::Gaps(gaps) => gaps.iter().map(|gap| gap.as_deref().unwrap_or_default()).collect::<Vec<_>>().join(AND),
    }
}
