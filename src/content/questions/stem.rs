//! Whether a question turns on a "not".

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::markdown::Spot;

/// Words that begin a clause of its own: a "not" behind one says what the case is, not what is asked for.
const CLAUSES: [&str; 17] = [
    "that", "who", "whose", "because", "although", "though", "when", "where", "if", "unless", "while", "so", "once",
    "until", "since", "whether", "why",
];

/// The word that turns the asking sentence around: "not", "never", "except" or "false".
///
/// Looked at is the sentence with the question mark, or the last one. What stands in code or in quotation marks, in another
/// clause ("a pod that does not start"), or in "true or false", "not only", "or not", "not yet" turns nothing around; "cannot" is what
/// the case is.
pub(super) fn negation(prompt: &[Spot<'_>]) -> Option<&'static str> {
    let sentences = sentences(prompt);
    let asking: Vec<&String> = sentences.iter().filter(|sentence| sentence.ends_with('?')).collect();
    let last = || sentences.last().into_iter().collect();
    let asking: Vec<&String> = if asking.is_empty() { last() } else { asking };
    asking.into_iter().find_map(|sentence| turned(sentence))
}

fn turned(sentence: &str) -> Option<&'static str> {
    let words: Vec<String> = sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect();
    let is = |at: usize, word: &str| words.get(at).is_some_and(|other| other == word);
    for (at, word) in words.iter().enumerate() {
        // "Which one that …": the clause goes on to the end of the sentence, or nearly so.
        if at > 0 && CLAUSES.contains(&word.as_str()) || at == 0 && word == "why" {
            return None;
        }
        let found = match word.as_str() {
            "not" if is(at + 1, "only") || is(at + 1, "yet") || at > 0 && is(at - 1, "or") => None,
            "not" => Some("not"),
            "never" => Some("never"),
            "except" => Some("except"),
            "false" if at > 0 && is(at - 1, "or") || is(at + 1, "or") => None,
            "false" => Some("false"),
            word if word.ends_with("n't") && word != "can't" => Some("not"),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The sentences outside of code and quotation marks.
fn sentences(prompt: &[Spot<'_>]) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let (mut in_code, mut quoted) = (false, false);
    for (event, _) in prompt {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // A word that is none.
            Event::Code(_) => push(&mut sentences, "`"),
            Event::SoftBreak | Event::HardBreak => push(&mut sentences, " "),
            Event::Text(words) if !in_code => {
                let mut rest = words.chars().peekable();
                while let Some(sign) = rest.next() {
                    match sign {
                        '“' => quoted = true,
                        '”' => quoted = false,
                        _ if quoted => {}
                        sign => {
                            push(&mut sentences, sign.encode_utf8(&mut [0; 4]));
                            let ends = matches!(sign, '.' | '?' | '!' | ':' | ';');
                            if ends && rest.peek().is_none_or(|next| next.is_whitespace()) {
                                sentences.push(String::new());
                            }
                        }
                    }
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                quoted = false;
                sentences.push(String::new());
            }
            _ => {}
        }
    }
    let trimmed = sentences.into_iter().map(|sentence| sentence.trim().to_owned());
    trimmed.filter(|sentence| sentence.contains(char::is_alphanumeric)).collect()
}

fn push(sentences: &mut [String], text: &str) {
    if let Some(last) = sentences.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::events;
    use super::*;

    #[test]
    fn only_what_turns_the_asked_sentence_around_is_found() {
        let cases = [
            ("Which of these is **not** a model?", Some("not")),
            ("Which model NEVER needs a second subnet?", Some("never")),
            ("All of these hold, except which?", Some("except")),
            ("Which statement is false?", Some("false")),
            ("Which of them doesn't need an address?", Some("not")),
            ("Two pods talk. Choose the one that is right; which port is not open?", Some("not")),
            ("Name the setting which is not needed.", Some("not")),
            ("Which address cannot be given out?", None),
            ("Which address can't be given out?", None),
            ("The pod does not start. Which setting is missing?", None),
            ("Which command mends a node that does not start?", None),
            ("Why does the pod not reach the server?", None),
            ("What happens when the zone is not linked?", None),
            ("True or false: a pod has two addresses.", None),
            ("True or false: a pod is not a node.", Some("not")),
            ("Is it open or not?", None),
            ("What does `not` mean in `except`?", None),
            ("What does “not ready” mean?", None),
            ("What is in the exception, which notes are there?", None),
            ("Which does not only the pod read?", None),
            ("Which line is right?\n\n```yaml\nnot: false\n```", None),
            ("", None),
        ];
        for (prompt, word) in cases {
            assert_eq!(negation(&events(prompt)), word, "{prompt}");
        }
    }
}
