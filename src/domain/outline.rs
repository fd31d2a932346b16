//! The skeleton of a workshop: its modules and sections by id, without their text. All that progress needs to know.

/// One section of a module by the names it is kept under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineSection {
    /// The id after `#` in addresses, and the key of the progress.
    pub id: String,
    /// Ids under which progress on this section may have been kept before: (module, section).
    pub was: Vec<(String, String)>,
    /// The heading as plain text.
    pub title: String,
    /// True when the module can be finished without it.
    pub optional: bool,
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
