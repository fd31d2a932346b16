//! The join code: a word and six figures, as it stands on the wall and is read aloud.
//!
//! One of 1,024 words and one of a million numbers are 30 bits. The words are those of the
//! [continue codes](crate::domain::continue_code): short, spelt as they sound, known by four letters; no figure looks like
//! a letter, because letters stand only in the word.

use std::fmt;

use crate::domain::continue_code::{self, PhraseError};

/// So many numbers there are.
const NUMBERS: u32 = 1_000_000;
/// Figures of a number.
const FIGURES: usize = 6;
/// The most characters that are looked at: an address with a code in it is far below.
const MOST: usize = 300;

/// A join code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JoinCode {
    word: u16,
    number: u32,
}

/// Why something typed is no join code; it says what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was typed.
    Empty,
    /// There are figures and no word.
    NoWord,
    /// There are so many words.
    Words(usize),
    /// The word is none of the list.
    Unknown(PhraseError),
    /// There are so many figures.
    Figures(usize),
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Type the code that the facilitator shows: a word and six figures."),
            Self::NoWord => f.write_str("A code begins with a word, then come six figures, such as KITE 420 713."),
            Self::Words(n) => write!(f, "These are {n} words; a code has one, then six figures."),
            Self::Unknown(unknown) => unknown.fmt(f),
            Self::Figures(0) => f.write_str("After the word come six figures."),
            Self::Figures(1) => f.write_str("This is one figure; a code has six."),
            Self::Figures(n) => write!(f, "These are {n} figures; a code has six."),
        }
    }
}

impl std::error::Error for CodeError {}

impl JoinCode {
    /// The code that random bits stand for.
    #[must_use]
    pub fn from_bits(bits: &[u8; 32]) -> Self {
        let word = u16::from_be_bytes([bits[0], bits[1]]) % 1024;
        // Of 2^64 values, so that the first numbers are not more frequent by anything that matters.
        let wide = bits[2..10].iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        let number = u32::try_from(wide % u64::from(NUMBERS)).unwrap_or(0);
        Self { word, number }
    }

    /// As it is kept and stands in addresses: `kite-420713`.
    #[must_use]
    pub fn canonical(self) -> String {
        format!("{}-{:06}", self.word(), self.number)
    }

    /// As it is shown and read aloud: `KITE 420 713`.
    #[must_use]
    pub fn shown(self) -> String {
        format!("{} {:03} {:03}", self.word().to_uppercase(), self.number / 1000, self.number % 1000)
    }

    fn word(self) -> &'static str {
        continue_code::WORDS[usize::from(self.word)]
    }

    /// Reads what somebody typed or pasted: in any case, with anything between word and figures, in figures of any script,
    /// the word whole or cut after its first four letters, alone or in the address that the QR code holds.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let typed: String = typed.chars().take(MOST).collect::<String>().to_lowercase();
        let text = typed.rsplit_once("/join/").map_or(typed.as_str(), |(_, code)| code);
        let text = text.split(['?', '#']).next().unwrap_or_default();
        let first_figure = text.find(|c| figure(c).is_some()).unwrap_or(text.len());
        let (before, after) = text.split_at(first_figure);
        let words: Vec<&str> = before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        // After the first figure, a letter that looks like one is one.
        let figures: Vec<u32> = after.chars().filter_map(|c| figure(c).or_else(|| alike(c))).collect();
        let word = match words.as_slice() {
            [] if figures.is_empty() => return Err(CodeError::Empty),
            [] => return Err(CodeError::NoWord),
            [word] => continue_code::find(word).map_err(CodeError::Unknown)?,
            words => return Err(CodeError::Words(words.len())),
        };
        if figures.len() != FIGURES {
            return Err(CodeError::Figures(figures.len()));
        }
        Ok(Self { word, number: figures.iter().fold(0, |all, figure| all * 10 + figure) })
    }
}

/// A figure in any of the scripts that keyboards have.
fn figure(c: char) -> Option<u32> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    zeros.into_iter().find_map(|zero| u32::from(c).checked_sub(u32::from(zero)).filter(|figure| *figure < 10))
}

/// The figure that a letter looks like.
fn alike(c: char) -> Option<u32> {
    match c {
        'o' => Some(0),
        'i' | 'l' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(n: u8) -> JoinCode {
        JoinCode::from_bits(&[n; 32])
    }

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = code(7);
        let (canonical, shown) = (code.canonical(), code.shown());
        let (word, number) = canonical.split_once('-').expect("a word and a number");
        for typed in [
            canonical.clone(),
            shown.clone(),
            shown.to_lowercase(),
            shown.replace(' ', ""),
            shown.replace(' ', " - "),
            format!("  {canonical}\n"),
            format!("{}{number}", &word[..4]),
            format!("http://127.0.0.1:8080/join/{canonical}?from=qr#x"),
            format!(
                "{word} {}",
                number
                    .chars()
                    .map(|c| char::from_u32(u32::from(c) - 48 + 0x660).expect("a figure"))
                    .collect::<String>()
            ),
        ] {
            assert_eq!(JoinCode::parse(&typed), Ok(code), "{typed:?}");
        }
    }

    #[test]
    fn letters_that_look_like_figures_are_figures_behind_the_word() {
        let code = JoinCode { word: code(1).word, number: 210_100 };
        let typed = code.canonical().replace("210100", "21oLOo");
        assert_eq!(JoinCode::parse(&typed), Ok(code));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let word = code(7).word();
        for (typed, said) in [
            (String::new(), "Type the code"),
            (" - ".to_owned(), "Type the code"),
            ("420713".to_owned(), "begins with a word"),
            (word.to_owned(), "After the word come six figures"),
            (format!("{word} 4"), "one figure; a code has six"),
            (format!("{word} 42071"), "5 figures; a code has six"),
            (format!("{word} 4207133"), "7 figures"),
            (format!("{word} {word} 420713"), "2 words; a code has one"),
            ("zzzzzz 420713".to_owned(), "“zzzzzz” is none"),
        ] {
            let error = JoinCode::parse(&typed).expect_err(&typed).to_string();
            assert!(error.contains(said), "{typed:?}: {error}");
        }
        assert!(JoinCode::parse(&"é1".repeat(100_000)).is_err());
    }

    #[test]
    fn codes_differ_and_none_is_longer_than_it_says() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..=255_u8 {
            let mut bits = [0; 32];
            (bits[1], bits[3], bits[9]) = (n, n, n.wrapping_mul(31));
            let code = JoinCode::from_bits(&bits);
            assert_eq!(JoinCode::parse(&code.canonical()), Ok(code));
            assert_eq!(code.canonical().rsplit_once('-').map(|(_, number)| number.len()), Some(FIGURES));
            seen.insert(code.canonical());
        }
        assert_eq!(seen.len(), 256);
    }
}
