//! Which rows of the board are shown, and in which order.

use super::Row;
use crate::domain::time::Millis;
use crate::domain::typed;

/// The most days that somebody can be asked not to have been seen for.
const MOST_DAYS: u16 = 365;

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The order.
    pub sort: Sort,
    /// Whom.
    pub show: Show,
    /// A part of the name, as it was typed; everybody when empty.
    pub find: String,
}

/// The order of the rows. Where it leaves a choice, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// Those who are stuck first.
    Stuck,
    /// Those who have done the least first.
    Least,
    /// Those who have done the most first.
    Most,
    /// Those who were not seen for the longest time first.
    Seen,
}

/// Who is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Everybody.
    #[default]
    All,
    /// Who is stuck.
    Stuck,
    /// Who is done.
    Done,
    /// Who has not started.
    NotStarted,
    /// Who was not seen for so many days or more, or never.
    Away(u16),
}

impl Sort {
    /// All of them, the usual one first.
    pub const ALL: [Self; 5] = [Self::Name, Self::Stuck, Self::Least, Self::Most, Self::Seen];

    /// As addresses have it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Stuck => "stuck",
            Self::Least => "least",
            Self::Most => "most",
            Self::Seen => "seen",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.id() == id)
    }

    pub(super) fn order(self, rows: &mut [&Row]) {
        rows.sort_by_cached_key(|row| key(&row.name));
        // What follows keeps the order of equal ones.
        match self {
            Self::Name => {}
            Self::Stuck => rows.sort_by_key(|row| row.stuck.is_none()),
            Self::Least => rows.sort_by_key(|row| done(row)),
            Self::Most => rows.sort_by_key(|row| std::cmp::Reverse(done(row))),
            Self::Seen => rows.sort_by_key(|row| row.seen_at),
        }
    }
}

/// How much somebody has done: what completes the cohort before single sections.
fn done(row: &Row) -> (usize, usize) {
    (row.standing.count().0, row.progress.sections().0)
}

/// A name as it is compared.
fn key(name: &str) -> String {
    typed::line(name).to_lowercase()
}

impl Show {
    /// Of a word in an address: `all`, `stuck`, `done`, `not-started`, `away-7`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Some(match id {
            "all" => Self::All,
            "stuck" => Self::Stuck,
            "done" => Self::Done,
            "not-started" => Self::NotStarted,
            _ => {
                let days = id.strip_prefix("away-")?.parse().ok()?;
                Self::Away(Some(days).filter(|days| (1..=MOST_DAYS).contains(days))?)
            }
        })
    }

    /// As addresses have it.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Stuck => "stuck".to_owned(),
            Self::Done => "done".to_owned(),
            Self::NotStarted => "not-started".to_owned(),
            Self::Away(days) => format!("away-{days}"),
        }
    }

    fn takes(self, row: &Row, now: Millis) -> bool {
        match self {
            Self::All => true,
            Self::Stuck => row.stuck.is_some(),
            Self::Done => row.done(),
            Self::NotStarted => !row.started(),
            Self::Away(days) => row.seen_at.is_none_or(|seen| seen.plus_seconds(i64::from(days) * 24 * 3600) <= now),
        }
    }
}

impl Choice {
    pub(super) fn takes(&self, row: &Row, now: Millis) -> bool {
        let find = key(&self.find);
        self.show.takes(row, now) && (find.is_empty() || key(&row.name).contains(&find))
    }
}
