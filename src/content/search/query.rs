//! What somebody typed, as words to look for.

use std::ops::Range;

use super::vocabulary::Vocabulary;
use super::words::{humps, names};
use crate::content::search::fold::fold_into;

/// A query costs no more than this many characters and words.
const CHARACTERS: usize = 200;
const WORDS: usize = 12;
/// Parts of one name that are looked for.
const PARTS: usize = 8;
/// From this length on one slip is forgiven.
const FORGIVEN: usize = 4;
/// From this length on a slip is looked for even when the word as typed exists: two long words one slip apart are rare.
const LONG: usize = 6;

/// Words that say nothing about what is meant.
const STOP_WORDS: [&str; 58] = [
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for",
    "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or",
    "our", "should", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to",
    "was", "we", "what", "when", "where", "which", "why", "will", "with", "you",
];

/// A query, read.
pub(super) struct Query {
    /// At most [`WORDS`]; in the order they were typed.
    pub(super) wanted: Vec<Wanted>,
}

/// A word of a query.
pub(super) struct Wanted {
    /// Any of these answers it.
    pub(super) spellings: Vec<Spelling>,
    /// False for a word that a hit need not answer.
    pub(super) needed: bool,
}

/// One way to look for a word.
pub(super) struct Spelling {
    /// All of these must be there.
    pub(super) words: Vec<Word>,
    /// How much it counts, at most 1.
    pub(super) quality: f32,
}

/// Letters to look for.
pub(super) struct Word {
    pub(super) letters: String,
    /// Whether the word may go on.
    open: bool,
    /// Whether a slip is forgiven.
    forgiving: bool,
}

/// How good a match is.
#[derive(Clone, Copy)]
pub(super) enum Quality {
    /// What was typed is the word or its beginning.
    Typed,
    /// The other number of the same English noun: `policies` for `policy`, `cluster` for `clusters`.
    OtherNumber,
    /// One slip away; holds how many letters were meant.
    Slip(usize),
}

impl Query {
    /// Cuts and reads it. Stop words count only when there is nothing else, except that the last one may be the beginning
    /// of something.
    pub(super) fn new(text: &str) -> Self {
        let end = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(i, _)| i);
        let text = &text[..end];
        let mut wanted: Vec<(String, usize, Wanted)> = Vec::new();
        for name in names(text) {
            let letters = folded(&text[name.at.clone()]);
            // The same word twice wants nothing more.
            if letters.is_empty() || wanted.iter().any(|(other, _, _)| *other == letters) {
                continue;
            }
            if wanted.len() == WORDS {
                break;
            }
            let parts: Vec<&str> = name.parts.iter().take(PARTS).map(|part| &text[part.clone()]).collect();
            let single = parts.len() == 1;
            let mut spellings = Vec::new();
            if name.slash {
                spellings.push(Spelling { words: vec![Word::exactly(&format!("/{letters}"))], quality: 1.0 });
            }
            let quality = if name.slash { 0.5 } else { 1.0 };
            spellings.push(Spelling { words: vec![Word::new(&letters, true, single)], quality });
            if !single {
                spellings.push(Spelling { words: in_parts(&parts), quality: 0.7 });
            }
            let humps: Vec<&str> =
                humps(&text[name.at.clone()]).into_iter().map(|hump| &text[name.at.clone()][hump]).collect();
            if single && (2..=PARTS).contains(&humps.len()) {
                spellings.push(Spelling { words: in_parts(&humps), quality: 0.7 });
            }
            wanted.push((letters, name.at.end, Wanted { spellings, needed: true }));
        }
        let stop = |letters: &str| STOP_WORDS.binary_search(&letters).is_ok();
        if wanted.iter().any(|(letters, _, _)| !stop(letters)) {
            wanted.retain(|(letters, end, _)| !stop(letters) || *end == text.len());
            for (letters, _, wanted) in &mut wanted {
                wanted.needed = !stop(letters);
            }
        }
        Self { wanted: wanted.into_iter().map(|(_, _, wanted)| wanted).collect() }
    }
}

/// Only the last part may go on.
fn in_parts(parts: &[&str]) -> Vec<Word> {
    let last = parts.len() - 1;
    parts.iter().enumerate().map(|(i, part)| Word::new(&folded(part), i == last, true)).collect()
}

fn folded(word: &str) -> String {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    folded
}

impl Word {
    fn new(letters: &str, open: bool, forgiving: bool) -> Self {
        // A wrong digit is another number, not a slip.
        let forgiving = forgiving && letters.chars().count() >= FORGIVEN && letters.chars().all(char::is_alphabetic);
        Self { letters: letters.to_owned(), open, forgiving }
    }

    fn exactly(letters: &str) -> Self {
        Self { letters: letters.to_owned(), open: true, forgiving: false }
    }

    /// Calls with the words that match, and whether the match is sure.
    pub(super) fn matches(&self, vocabulary: &Vocabulary, mut each: impl FnMut(Range<usize>, Quality, bool)) {
        if self.letters.is_empty() {
            return;
        }
        let mut typed = vocabulary.beginning(&self.letters);
        if !self.open {
            let exact = typed.start < typed.end && vocabulary.word(typed.start) == self.letters;
            typed.end = typed.start + usize::from(exact);
        }
        let known = !typed.is_empty();
        if known {
            each(typed, Quality::Typed, true);
        }
        for form in self.other_numbers() {
            let begin = vocabulary.beginning(&form);
            if begin.start < begin.end && vocabulary.word(begin.start) == form {
                each(begin.start..begin.start + 1, Quality::OtherNumber, true);
            }
        }
        let long = self.letters.chars().count() >= LONG;
        if self.forgiving && (long || !known) {
            vocabulary.one_slip(&self.letters, |meant, mut range| {
                if !self.open {
                    range.end = range.end.min(range.start + usize::from(vocabulary.word(range.start) == meant));
                }
                each(range, Quality::Slip(meant.len()), !known);
            });
        }
    }

    /// How an English noun may be written in its other number, where that is not its beginning with more letters.
    fn other_numbers(&self) -> Vec<String> {
        let letters = self.letters.as_str();
        if !self.forgiving {
            return Vec::new();
        }
        if let Some(stem) = letters.strip_suffix("ies") {
            return vec![format!("{stem}y")];
        }
        if let Some(stem) = letters.strip_suffix('y') {
            return vec![format!("{stem}ies")];
        }
        match letters.strip_suffix('s') {
            Some(stem) if !stem.ends_with('s') => vec![stem.to_owned()],
            _ => Vec::new(),
        }
    }
}

impl Quality {
    /// How well the word of the text answers the letters of the query: 1 is the word itself, 0 not at all.
    pub(super) fn of(self, letters: &str, word: &str) -> f32 {
        // The parts of a name are words of their own; the whole counts only for somebody who types joints.
        let joint = |text: &str| text.contains(|c: char| !c.is_alphanumeric());
        if joint(word) && !joint(letters) {
            return 0.0;
        }
        let (meant, exact, begun) = match self {
            Self::Typed => (letters.len(), 1.0, 0.45),
            Self::OtherNumber => return 0.85,
            Self::Slip(meant) => (meant, 0.4, 0.15),
        };
        if word.len() == meant {
            return exact;
        }
        // The more of the word is typed, the more likely it is meant; `pod` and `pods` are nearly one.
        begun + (exact * 0.9 - begun) * super::ratio(meant, word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(query: &str) -> Vec<String> {
        let show =
            |spelling: &Spelling| spelling.words.iter().map(|word| word.letters.as_str()).collect::<Vec<_>>().join(" ");
        let query = Query::new(query);
        query.wanted.iter().map(|w| w.spellings.iter().map(show).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn a_query_is_read_into_words() {
        let cases: [(&str, &[&str]); 10] = [
            ("", &[]),
            ("  ..  ", &[]),
            ("Private cluster", &["private", "cluster"]),
            ("what is the SNAT port", &["snat", "port"]),
            ("what is the", &["what", "is", "the"]),
            ("azure i", &["azure", "i"]),
            ("pod Pod PÖD", &["pod"]),
            ("--network-plugin-mode", &["network-plugin-mode|network plugin mode"]),
            ("/24", &["/24|24"]),
            ("LoadBalancer", &["loadbalancer|load balancer"]),
        ];
        for (query, expected) in cases {
            assert_eq!(letters(query), expected, "{query}");
        }
    }

    #[test]
    fn stop_words_stand_in_order() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn a_long_query_is_cut() {
        let many: Vec<String> = (0..100).map(|n| format!("w{n}")).collect();
        assert_eq!(letters(&many.join(" ")).len(), WORDS);
        assert_eq!(letters(&"x".repeat(100_000)).len(), 1);
        assert_eq!(letters(&"e\u{301}".repeat(100_000)), ["e".repeat(64)]);
    }
}
