//! An answer in words, for those who read a table.

use crate::domain::question::{Answer, Asked, Kind};

/// What was answered: the texts of what was chosen, as the author wrote them, or what was typed. What the question has no more
/// stands there as it is kept.
#[must_use]
pub fn said(asked: &Asked, answer: &Answer) -> String {
    let texts: Vec<&str> = match asked.kind() {
        Kind::Choice(choices) | Kind::Choices(choices) => choices.iter().map(|choice| choice.text.as_str()).collect(),
        Kind::Order { items, .. } => items.iter().map(String::as_str).collect(),
        Kind::Match { pairs, others, .. } => {
            pairs.iter().flat_map(|(left, right)| [left, right]).chain(others).map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    let text = |token: &String| {
        let known = texts.iter().find(|text| asked.token(text) == *token);
        known.map_or_else(|| token.clone(), |text| (*text).to_owned())
    };
    match answer {
        Answer::Choice(token) => text(token),
        Answer::Choices(tokens) => {
            // In the author's order, so that the same answers are the same text.
            let known = texts.iter().filter(|text| tokens.contains(&asked.token(text))).map(|text| (*text).to_owned());
            let gone = tokens.iter().filter(|token| !texts.iter().any(|text| asked.token(text) == **token)).cloned();
            known.chain(gone).collect::<Vec<_>>().join("; ")
        }
        Answer::Truth(is) => if *is { "True" } else { "False" }.to_owned(),
        Answer::Typed(typed) => typed.clone(),
        Answer::Order(tokens) => tokens.iter().map(text).collect::<Vec<_>>().join(" → "),
        Answer::Match(pairs) => {
            let pair = |(left, right): (&String, &String)| format!("{}: {}", text(left), text(right));
            pairs.iter().map(pair).collect::<Vec<_>>().join("; ")
        }
        Answer::Gaps(gaps) => gaps.iter().map(|gap| gap.as_deref().unwrap_or("–")).collect::<Vec<_>>().join("; "),
    }
}
