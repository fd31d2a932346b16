//! What the figures of a question suggest, in words.

use std::fmt;

use super::Range;

/// Below this share, teach it again.
const RETEACH: f64 = 0.3;
/// Up to this share, let people discuss it.
const DISCUSS: f64 = 0.7;
/// Above this share, go on.
const GO_ON: f64 = 0.8;

/// What to do about a question. It is written as what to do; [`rule`](Advice::rule) says what it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// Those who are better elsewhere do worse here.
    LookAtKey,
    /// The wrong option with this key is chosen by those who are better elsewhere.
    LookAtQuestion(String),
    /// Few know it.
    Reteach,
    /// Nobody does better than by guessing.
    Guessed,
    /// Some know it and can tell the others.
    Discuss,
    /// Most know it.
    ShortLook,
    /// Nearly all know it.
    GoOn,
}

impl Advice {
    /// Its name in tables.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::LookAtKey => "look-at-key",
            Self::LookAtQuestion(_) => "look-at-question",
            Self::Reteach => "reteach",
            Self::Guessed => "guessed",
            Self::Discuss => "discuss",
            Self::ShortLook => "short-look",
            Self::GoOn => "go-on",
        }
    }

    /// Why it is given.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::LookAtKey => {
                "The discrimination is below 0: people who do well in the other questions do worse in this one."
            }
            Self::LookAtQuestion(_) => {
                "Those who chose this wrong option did better in the other questions than those who chose the right one."
            }
            Self::Reteach => "The facility is below 30 %.",
            Self::Guessed => "The facility is no higher than what chance alone earns.",
            Self::Discuss => "The facility is from 30 to 70 %.",
            Self::ShortLook => "The facility is above 70 and up to 80 %.",
            Self::GoOn => "The facility is above 80 %.",
        }
    }

    /// What suggests itself from the facility and the guess level.
    pub(super) fn of_facility(facility: Range, guess: f64) -> Self {
        match facility.middle() {
            share if share < RETEACH => Self::Reteach,
            share if guess > 0.0 && share <= guess => Self::Guessed,
            share if share <= DISCUSS => Self::Discuss,
            share if share <= GO_ON => Self::ShortLook,
            _ => Self::GoOn,
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookAtKey => {
                "Look at the key: it may be wrong, or the question may ask something else than it seems."
            }
            Self::LookAtQuestion(_) => {
                "Look at the question: this option may be right in a way that the author did not see."
            }
            Self::Reteach => "Teach it again, another way.",
            Self::Guessed => "Teach it again: the answers look like guesses.",
            Self::Discuss => "Let people discuss it in pairs and answer once more.",
            Self::ShortLook => "Have a short look at the right answer and why it is right.",
            Self::GoOn => "Go on.",
        })
    }
}
