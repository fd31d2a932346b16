//! The continue code: five words that open a person's progress on another device.
//!
//! Five of 1,024 words are 50 bits. The words are short, common and spelt as they sound; no two begin with the same four
//! letters, so that four letters of each are enough, and no slip of one letter makes one word another.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use super::spelling::distance;

/// Words in a code.
const LENGTH: usize = 5;
/// Letters by which a word is known.
const ENOUGH: usize = 4;
/// The most characters that are looked at. Five words with everything between them are far below.
const MOST: usize = 200;
/// The most characters of a word that are said back in an error.
const MOST_OF_A_WORD: usize = 24;

/// One word a line, in alphabetical order. Its number of lines is a power of two. Codes that were given out hold only as
/// long as the list stays as it is.
pub(super) static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("continue_words.txt").lines().collect());

/// Where each word is in the list, by its first four letters.
static BY_START: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let start = |(n, word): (u16, &&'static str)| (&word[..word.len().min(ENOUGH)], n);
    (0..).zip(WORDS.iter()).map(start).collect()
});

/// A continue code, by where its words are in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Phrase([u16; LENGTH]);

/// Why something typed is no continue code; it says what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseError {
    /// Nothing was typed.
    Empty,
    /// So many words were given, and all of them are words of the list.
    Count(usize),
    /// This is none of the words; one or two that look like it.
    Unknown {
        /// As it was typed, in small letters, cut when it is long.
        word: String,
        /// Words of the list that differ by a letter or two; at most two.
        near: Vec<&'static str>,
    },
}

impl fmt::Display for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "Type the five words of the code, such as they stand under “Your data” on the other device.",
            ),
            Self::Count(1) => write!(f, "This is one word; a code has five."),
            Self::Count(n) => write!(f, "These are {n} words; a code has five."),
            Self::Unknown { word, near } => match near.as_slice() {
                [] => write!(f, "“{word}” is none of the words of a code; look at it again."),
                [one] => write!(f, "“{word}” is none of the words; did you mean “{one}”?"),
                [one, other, ..] => write!(f, "“{word}” is none of the words; did you mean “{one}” or “{other}”?"),
            },
        }
    }
}

impl std::error::Error for PhraseError {}

impl Phrase {
    /// The code that random bits stand for: the first 50 of them.
    #[must_use]
    pub fn from_bits(bits: &[u8; 32]) -> Self {
        let mut all = bits.iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        Self(std::array::from_fn(|_| {
            let word = (all >> 54) as u16;
            all <<= 10;
            word
        }))
    }

    /// The words as they are shown and hashed: small letters, hyphens between.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.0.map(|n| WORDS[usize::from(n)]).join("-")
    }

    /// Reads what somebody typed or pasted: in any case, with anything but letters between the words, each word whole or cut
    /// after its first four letters.
    pub fn parse(typed: &str) -> Result<Self, PhraseError> {
        let typed: String = typed.chars().take(MOST).collect();
        // Marks that have no width part nothing: a soft hyphen, a joiner that was pasted along.
        let shown =
            typed.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'));
        let text = shown.collect::<String>().to_lowercase();
        // Of a whole address, as the QR code has it, the code is what stands after the #.
        let text = text.rsplit_once('#').map_or(text.as_str(), |(_, code)| code);
        let given: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        if given.is_empty() {
            return Err(PhraseError::Empty);
        }
        let found = given.iter().map(|word| find(word)).collect::<Result<Vec<_>, _>>()?;
        let words = <[u16; LENGTH]>::try_from(found).map_err(|found| PhraseError::Count(found.len()))?;
        Ok(Self(words))
    }
}

/// Where a word is in the list.
pub(super) fn find(word: &str) -> Result<u16, PhraseError> {
    let start = word.char_indices().nth(ENOUGH).map_or(word, |(end, _)| &word[..end]);
    // Cut after four letters or whole; anything else is a slip that could be of another word.
    let known = BY_START.get(start).filter(|n| start == word || WORDS[usize::from(**n)] == word);
    known.copied().ok_or_else(|| PhraseError::Unknown { word: shortened(word), near: near(word) })
}

/// The words that look most like this one: those that differ by one letter, else by two; at most two of them.
fn near(word: &str) -> Vec<&'static str> {
    if word.chars().count() > MOST_OF_A_WORD {
        return Vec::new();
    }
    let by =
        |n: usize| WORDS.iter().copied().filter(move |known| distance(word, known) == n).take(2).collect::<Vec<_>>();
    let one = by(1);
    // Two letters of four are half a word: that is no likeness.
    if one.is_empty() && word.chars().count() > ENOUGH { by(2) } else { one }
}

fn shortened(word: &str) -> String {
    let mut shown: String = word.chars().take(MOST_OF_A_WORD).collect();
    if shown.len() < word.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_words_are_1024_short_and_told_apart_by_four_letters() {
        assert_eq!(WORDS.len(), 1 << 10);
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|word| (3..=7).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())));
        let starts: BTreeSet<&str> = WORDS.iter().map(|word| &word[..word.len().min(ENOUGH)]).collect();
        assert_eq!(starts.len(), WORDS.len());
    }

    #[test]
    fn no_slip_of_one_letter_makes_one_word_another() {
        for (n, word) in WORDS.iter().enumerate() {
            let close: Vec<_> = WORDS[n + 1..].iter().filter(|other| distance(word, other) < 2).collect();
            assert!(close.is_empty(), "{word} {close:?}");
        }
    }

    #[test]
    fn each_ten_bits_are_a_word() {
        let mut bits = [0; 32];
        assert_eq!(Phrase::from_bits(&bits), Phrase([0; 5]));
        bits[..7].copy_from_slice(&[0x00, 0x40, 0x20, 0x0c, 0x04, 0x01, 0x7f]);
        assert_eq!(Phrase::from_bits(&bits), Phrase([1, 2, 3, 4, 5]));
        assert_eq!(Phrase::from_bits(&[0xff; 32]), Phrase([1023; 5]));
        // What comes after the 50 bits changes nothing.
        bits[8..].fill(0xff);
        assert_eq!(Phrase::from_bits(&bits), Phrase([1, 2, 3, 4, 5]));
    }

    #[test]
    fn every_word_is_read_back_whole_and_cut() {
        for n in 0..1024 {
            let phrase = Phrase([n, 1023 - n, n, 7, n]);
            assert_eq!(Phrase::parse(&phrase.canonical()), Ok(phrase));
            let cut: Vec<String> = phrase.canonical().split('-').map(|word| word.chars().take(4).collect()).collect();
            assert_eq!(Phrase::parse(&cut.join(" ")), Ok(phrase), "{cut:?}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let expected = "amber-cliff-otter-maple-sound";
        let cases = [
            "amber-cliff-otter-maple-sound",
            "  Amber Cliff\tOTTER\r\nmaple\n\nsound \n",
            "amber, cliff, otter, maple, sound.",
            "amber.cliff.otter.maple.sound",
            "ambe clif otte mapl soun",
            "amber\u{2011}cliff\u{2013}otter\u{2014}maple\u{2212}sound",
            "amber\u{a0}cliff\u{202f}otter\u{3000}maple_sound",
            "\u{feff}am\u{ad}ber cliff\u{200b}-otter maple sound",
            "1. amber 2. cliff 3. otter 4. maple 5. sound",
            "“amber–cliff–otter–maple–sound”",
            "https://podium.example/continue#amber-cliff-otter-maple-sound",
        ];
        for typed in cases {
            let read = Phrase::parse(typed).map(|phrase| phrase.canonical());
            assert_eq!(read.as_deref(), Ok(expected), "{typed:?}");
        }
    }

    #[test]
    fn an_error_says_what_was_wrong_and_what_would_be_right() {
        let cases = [
            ("", "Type the five words of the code, such as they stand under “Your data” on the other device."),
            (
                " - \u{a0}, 12345",
                "Type the five words of the code, such as they stand under “Your data” on the other device.",
            ),
            ("amber", "This is one word; a code has five."),
            ("amber cliff otter maple", "These are 4 words; a code has five."),
            ("amber cliff otter maple sound amber", "These are 6 words; a code has five."),
            ("ambr-cliff-otter-maple-sound", "“ambr” is none of the words; did you mean “amber”?"),
            ("AMBRE cliff otter maple sound", "“ambre” is none of the words; did you mean “amber”?"),
            ("amber clifffs otter maple sound", "“clifffs” is none of the words; did you mean “cliff”?"),
            ("amber cliff ottr maple", "“ottr” is none of the words; did you mean “otter”?"),
            ("amber cliff xyzzyx maple sound", "“xyzzyx” is none of the words of a code; look at it again."),
            ("бобёр cliff otter maple sound", "“бобёр” is none of the words of a code; look at it again."),
        ];
        for (typed, expected) in cases {
            assert_eq!(Phrase::parse(typed).unwrap_err().to_string(), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_long_text_costs_little_and_is_not_said_back_whole() {
        let long = "a".repeat(1 << 20);
        let error = Phrase::parse(&long).unwrap_err().to_string();
        assert!(error.chars().count() < 120, "{error}");
        assert!(Phrase::parse(&"amber ".repeat(1 << 18)).is_err());
        assert!(Phrase::parse(&"İ".repeat(1000)).is_err());
    }
}
