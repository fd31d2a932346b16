//! The skeleton of a workshop: its modules and sections by id, without their text. All that progress needs to know.

use serde::{Deserialize, Serialize};

/// What a cohort says of a module or a section: whether it is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// As the workshop says.
    #[default]
    AsWritten,
    /// To complete the cohort.
    Required,
    /// It can be left out.
    Optional,
    /// The people of the cohort do not see it.
    Hidden,
}

impl Need {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::AsWritten, Self::Required, Self::Optional, Self::Hidden];

    /// As it is kept and as forms send it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::AsWritten => "as-written",
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Hidden => "hidden",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.id() == id)
    }

    /// What several cohorts of one person say together: what one of them needs is needed, and what one of them leaves as it is
    /// is as written; it is hidden only when all of them hide it.
    #[must_use]
    pub fn together(needs: impl IntoIterator<Item = Self>) -> Self {
        let (mut hidden, mut optional, mut as_written) = (false, false, false);
        for need in needs {
            match need {
                Self::Required => return Self::Required,
                Self::Hidden => hidden = true,
                Self::Optional => optional = true,
                Self::AsWritten => as_written = true,
            }
        }
        match (as_written, optional, hidden) {
            (false, true, _) => Self::Optional,
            (false, false, true) => Self::Hidden,
            _ => Self::AsWritten,
        }
    }
}

/// One section of a module by the names it is kept under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineSection {
    /// The id after `#` in addresses, and the key of the progress.
    pub id: String,
    /// Ids under which progress on this section may have been kept before: (module, section).
    pub was: Vec<(String, String)>,
    /// The heading as plain text.
    pub title: String,
    /// True when the module can be finished without it, as the author wrote it.
    pub optional: bool,
    /// What the cohorts say of it for which the outline was [tailored](super::cohort::tailored); as written outside of any.
    pub need: Need,
}

/// One module of a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineModule {
    /// The last part of the module's address.
    pub id: String,
    /// Ids the module had before.
    pub was: Vec<String>,
    /// The title as plain text.
    pub title: String,
    /// How long it takes, in minutes, by the author's estimate.
    pub minutes: u32,
    /// True when the workshop can be finished without it.
    pub optional: bool,
    /// In reading order.
    pub sections: Vec<OutlineSection>,
    /// Names this very set of sections: it is kept with every mark, so that a section added later can be told from one
    /// that was skipped.
    pub edition: String,
}

/// What counts as finished, from `[done]` in `workshop.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneRule {
    /// A module is finished when at least this share of its sections that count is marked: 1 to 100.
    pub percent: u8,
}

impl Default for DoneRule {
    fn default() -> Self {
        Self { percent: 100 }
    }
}

impl OutlineSection {
    /// Whether the module can be finished without it, as it is seen here.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        match self.need {
            Need::AsWritten => self.optional,
            Need::Required => false,
            Need::Optional | Need::Hidden => true,
        }
    }

    /// Whether a cohort keeps it from its people.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.need == Need::Hidden
    }

    /// Whether the module can be finished without it because a cohort says so, whatever the author says.
    #[must_use]
    pub fn is_waived(&self) -> bool {
        matches!(self.need, Need::Hidden | Need::Optional)
    }
}

/// The skeleton of one workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The workshop's id.
    pub workshop: String,
    /// In the order of the manifest.
    pub modules: Vec<OutlineModule>,
    /// What counts as finished.
    pub done: DoneRule,
}
