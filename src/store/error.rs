//! What can go wrong in the store, and how the databases' own errors are told apart.

/// What can go wrong in the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, is locked by somebody else, or its disk is full. Nothing was changed.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A key that must be unique is taken. Nothing was changed.
    #[error("the key is taken")]
    Taken,
    /// The person is not there: deleted, or merged into another. Nothing was changed.
    #[error("the person is gone")]
    Gone,
    /// What two devices wrote is more than one note may hold together. Nothing was changed.
    #[error("both texts together are too long for one note")]
    TooLong,
    /// The command makes no sense here; the sentence says why and what would. Nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// Anything else: a defect, or a database that somebody changed by hand.
    #[error("the database refused: {0}")]
    Other(String),
}

impl StoreError {
    /// The same with what it is about in front, such as the path of a file.
    pub(super) fn about(self, what: impl std::fmt::Display) -> Self {
        match self {
            Self::Unavailable(why) => Self::Unavailable(format!("{what}: {why}")),
            Self::Other(why) => Self::Other(format!("{what}: {why}")),
            other => other,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            // Every foreign key leads to a person.
            sqlx::Error::Database(database) if database.is_foreign_key_violation() => Self::Gone,
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                if passes(&code) { Self::Unavailable(error.to_string()) } else { Self::Other(error.to_string()) }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Whether a database's error code stands for a condition of its surroundings, that may pass, and not for a defect.
fn passes(code: &str) -> bool {
    if code.len() == 5 {
        // PostgreSQL: connection, rolled back for another's sake, resources, operator, system; a server that only reads.
        return ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)) || code == "25006";
    }
    // SQLite, with what is wrong more exactly in the bits above: busy, locked, no memory, read-only, disk trouble, full,
    // cannot open, locking protocol.
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5..=8 | 10 | 13..=15))
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(format!("a stored value is no JSON: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_is_a_defect() {
        let cases = [
            ("5", true),      // SQLite: busy
            ("517", true),    // busy, snapshot
            ("13", true),     // full
            ("1032", true),   // read-only, its file was moved
            ("8714", true),   // trouble with the disk, of a late kind
            ("1", false),     // a statement that is wrong
            ("11", false),    // corrupt
            ("26", false),    // no database
            ("53100", true),  // PostgreSQL: disk full
            ("57P01", true),  // shut down
            ("40P01", true),  // deadlock
            ("25006", true),  // only reads
            ("42P01", false), // no such table
            ("22021", false), // text it cannot keep
            ("", false),
        ];
        for (code, expected) in cases {
            assert_eq!(passes(code), expected, "{code}");
        }
    }
}
