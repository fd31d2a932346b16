//! Counts of people that must not lead to one of them.

/// Groups of fewer people are not counted out.
pub const FEWEST_COUNTED: usize = 5;
/// With fewer people there are no two groups that could both be counted out.
pub const FEWEST_DIVIDED: usize = 2 * FEWEST_COUNTED;

/// How many of a known number of people, as far as it may be said. Who is in one group and who is not make up all: neither is
/// counted out when one of them is of fewer than [`FEWEST_COUNTED`] people, because the other one gives it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Veiled {
    /// Nothing is said: there are fewer than [`FEWEST_DIVIDED`] people.
    Unsaid,
    /// Fewer than [`FEWEST_COUNTED`], perhaps none.
    Few,
    /// So many.
    Exactly(usize),
    /// So many at least, perhaps all: all but fewer than [`FEWEST_COUNTED`].
    AtLeast(usize),
}

impl Veiled {
    /// Of a count of people out of all.
    #[must_use]
    pub fn of(count: usize, all: usize) -> Self {
        match all.saturating_sub(count) {
            _ if all < FEWEST_DIVIDED => Self::Unsaid,
            _ if count < FEWEST_COUNTED => Self::Few,
            others if others < FEWEST_COUNTED => Self::AtLeast(all - (FEWEST_COUNTED - 1)),
            _ => Self::Exactly(count),
        }
    }

    /// In words: "fewer than 5", "12", "38 or more"; "not said".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Unsaid => "not said".to_owned(),
            Self::Few => format!("fewer than {FEWEST_COUNTED}"),
            Self::Exactly(count) => count.to_string(),
            Self::AtLeast(least) => format!("{least} or more"),
        }
    }
}
