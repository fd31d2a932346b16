//! Why an answer could not be read, in words for the person.

use std::fmt;

use crate::domain::net::{LineError, TextError, TooLong};

/// Why an answer could not be read, and beside which field that belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The field's name in the form.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was chosen.
    NothingChosen,
    /// Nothing was written.
    NothingWritten,
    /// What was sent is none of the options, as when the question has changed since the page was opened.
    NotAnOption,
    /// More than one option was sent where one is wanted.
    Several,
    /// The text has more characters than are read.
    TooLong(usize),
    /// This is no number.
    NotANumber(String),
    /// This can be two numbers.
    Ambiguous(String),
    /// A number with another unit than the one wanted.
    Unit {
        /// What was written.
        written: String,
        /// What is wanted, if anything.
        wanted: Option<String>,
    },
    /// A count is a whole number, 0 at least.
    NotACount(String),
    /// An item has no place yet.
    NoPlace(String),
    /// This is no place from 1 to the number of items.
    NotAPlace {
        /// What was written.
        written: String,
        /// How many places there are.
        places: usize,
    },
    /// Two items have the same place.
    SamePlace {
        /// The place.
        place: usize,
        /// One of the items.
        a: String,
        /// The other.
        b: String,
    },
    /// Not every item is in the list, or one is there twice.
    NotAllItems,
    /// This is no address, network or range.
    Network(Box<TextError>),
    /// An item of a list is none.
    ListItem(Box<LineError>),
    /// The list is too long.
    List(TooLong),
    /// An address without a length, where a network is wanted.
    LengthMissing(String),
    /// This is neither a mask nor a length.
    NotAMask(String),
    /// This is no wildcard.
    NotAWildcard(String),
    /// This is no length of a network.
    NotALength(String),
    /// The answer is one for another kind of question.
    OtherKind,
}

impl Complaint {
    pub(super) fn new(field: &str, problem: Problem) -> Self {
        Self { field: field.to_owned(), problem }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for Complaint {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingChosen => f.write_str("Nothing is chosen yet."),
            Self::NothingWritten => f.write_str("Nothing is written yet."),
            Self::NotAnOption => f.write_str("That is none of the options: load the page again and choose once more."),
            Self::Several => f.write_str("More than one is chosen; choose one."),
            Self::TooLong(most) => write!(f, "That is too long: at most {most} characters are read."),
            Self::NotANumber(text) => write!(f, "“{text}” is not a number; write digits alone, such as 251."),
            Self::Ambiguous(text) => write!(
                f,
                "“{text}” can be read as {} or as a number with decimals: write it without the dot, or with a different \
                 number of decimals.",
                text.replace('.', "")
            ),
            Self::Unit { written, wanted: Some(wanted) } => {
                write!(f, "“{written}” is another unit; the answer is in {wanted}.")
            }
            Self::Unit { written, wanted: None } => write!(f, "A number alone is wanted, without “{written}”."),
            Self::NotACount(text) => write!(f, "“{text}” is not a whole number from 0 on."),
            Self::NoPlace(item) => write!(f, "“{item}” has no place yet."),
            Self::NotAPlace { written, places } => {
                write!(f, "“{written}” is no place; the places are 1 to {places}.")
            }
            Self::SamePlace { place, a, b } => write!(f, "“{a}” and “{b}” both have place {place}."),
            Self::NotAllItems => {
                f.write_str("The list does not hold each item once: load the page again and sort once more.")
            }
            Self::Network(error) => write!(f, "{error}."),
            Self::ListItem(error) => write!(f, "{error}."),
            Self::List(error) => write!(f, "{error}."),
            Self::LengthMissing(address) => {
                write!(f, "{address} is an address alone; write the network's length as well, as in {address}/24.")
            }
            Self::NotAMask(text) => {
                write!(f, "“{text}” is not a mask; write it as 255.255.255.0 or as a length such as /24.")
            }
            Self::NotAWildcard(text) => {
                write!(
                    f,
                    "“{text}” is not a wildcard; it has four numbers, zeros for the network first, such as 0.0.0.255."
                )
            }
            Self::NotALength(text) => write!(f, "“{text}” is not the length of a network; write it as /24."),
            Self::OtherKind => f.write_str("This answer was given to another kind of question; answer once more."),
        }
    }
}
