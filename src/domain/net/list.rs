//! Lists as people paste them: one a line, or with commas, semicolons or spaces between; what follows a `#` is a comment.

use std::fmt;

use super::fault::TextError;
use super::parse::{Item, mask_like, parse_item};
use super::range::AddressRange;
use super::set::AddressSet;
use super::text::{blank, dash, v4};

/// The most lines, and the most items, of a list.
pub const MOST_ITEMS: usize = 100_000;

/// How many items that could not be read are told of; all are counted.
pub const MOST_LINE_ERRORS: usize = 20;

/// One item, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListEntry {
    /// From 1.
    pub line: usize,
    /// The character in the line with which the item begins, from 1.
    pub column: usize,
    /// What was read.
    pub item: Item,
}

/// An item that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// From 1.
    pub line: usize,
    /// The character in the line with which the item begins, from 1.
    pub column: usize,
    /// What is wrong, with the text.
    pub error: TextError,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.error)
    }
}

impl std::error::Error for LineError {}

/// A list that was read: what could be read, and what could not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// What could be read, in the order of the text.
    pub entries: Vec<ListEntry>,
    /// The first items that could not be read, [`MOST_LINE_ERRORS`] at most.
    pub errors: Vec<LineError>,
    /// How many could not be read in all.
    pub wrong: usize,
}

impl List {
    /// All addresses of the list.
    #[must_use]
    pub fn addresses(&self) -> AddressSet {
        self.entries.iter().map(|entry| entry.item.range()).collect::<AddressSet>()
    }

    /// Every item as a range, in the order of the text.
    pub fn ranges(&self) -> impl Iterator<Item = AddressRange> {
        self.entries.iter().map(|entry| entry.item.range())
    }
}

/// A list with more lines or items than are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// The most that was allowed.
    pub most: usize,
    /// The line with which it was passed, from 1.
    pub line: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The list is too long: {} lines and as many items are read, and line {} is past that",
            self.most, self.line
        )
    }
}

impl std::error::Error for TooLong {}

/// Reads a list, of `most` lines and items at most ([`MOST_ITEMS`] where nothing else is wanted).
///
/// A space parts two items, except around the dash of a range and between an IPv4 address and its mask: `10.0.0.0
/// 255.0.0.0` is one network.
///
/// # Errors
///
/// The list is too long. Items that cannot be read are no error here: they are in the [`List`].
pub fn read_list(text: &str, most: usize) -> Result<List, TooLong> {
    let mut list = List::default();
    for (n, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        if n >= most {
            return Err(TooLong { most, line: n + 1 });
        }
        read_line(&mut list, n + 1, line, most)?;
    }
    Ok(list)
}

/// Where a word begins in its line, in bytes and in characters, and where it ends.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    column: usize,
    end: usize,
}

fn read_line(list: &mut List, line: usize, text: &str, most: usize) -> Result<(), TooLong> {
    let text = text.split_once('#').map_or(text, |(items, _)| items);
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    for (column, (at, c)) in (1..).zip(text.char_indices()) {
        let parts = matches!(c, ',' | ';');
        if parts || blank(c) {
            words.extend(word.take().map(|word| Word { end: at, ..word }));
        } else if word.is_none() {
            word = Some(Word { start: at, column, end: text.len() });
        }
        if parts {
            read_words(list, line, text, &words, most)?;
            words.clear();
        }
    }
    words.extend(word);
    read_words(list, line, text, &words, most)
}

/// Reads the words between two commas: each is an item, unless it belongs to the one before.
fn read_words(list: &mut List, line: usize, text: &str, words: &[Word], most: usize) -> Result<(), TooLong> {
    let mut n = 0;
    while let Some(first) = words.get(n) {
        let mut end = n;
        while let Some(next) = words.get(end + 1)
            && belongs(&text[words[end].start..words[end].end], &text[next.start..next.end], end == n)
        {
            end += 1;
        }
        if list.entries.len() + list.wrong >= most {
            return Err(TooLong { most, line });
        }
        match parse_item(&text[first.start..words[end].end]) {
            Ok(item) => list.entries.push(ListEntry { line, column: first.column, item }),
            Err(error) => {
                list.wrong += 1;
                if list.errors.len() < MOST_LINE_ERRORS {
                    list.errors.push(LineError { line, column: first.column, error });
                }
            }
        }
        n = end + 1;
    }
    Ok(())
}

/// Whether a word goes on with the next one: over a dash or a slash, or to a mask after a first word that is an address.
fn belongs(word: &str, next: &str, first: bool) -> bool {
    let open = |c: char| dash(c) || c == '/';
    word.ends_with(open) || next.starts_with(open) || (first && v4(word).is_ok() && mask_like(next))
}

#[cfg(test)]
mod tests;
