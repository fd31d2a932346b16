//! Tokens with which programs ask for a facilitator: what one is called, what it may read, and how long it is good.

use std::fmt;

use super::typed;

/// What a token's text begins with, so that people and scanners for secrets know it when they see it.
pub const PREFIX: &str = "podium_";
/// The most characters of a name.
pub const MOST_NAME: usize = 64;
/// For how many days one may be made.
pub const DAYS: [i64; 4] = [7, 30, 90, 365];

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reads reports and exports of the cohorts that its facilitator runs.
    Read,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Read];

    /// As it is kept, as forms send it and as programs read it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
        }
    }

    /// The scope of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.id() == id)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// The name of a token: one line, not empty. `Err` says what is wrong.
pub fn name(typed: &str) -> Result<String, String> {
    let name = typed::line(typed);
    let characters = name.chars().count();
    if name.is_empty() {
        return Err("Type a name, such as what the token is for: by it you know which one to end.".to_owned());
    }
    if characters > MOST_NAME {
        return Err(format!("A name has at most {MOST_NAME} characters, this one has {characters}."));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_there() {
        assert_eq!(name("  Weekly \n report "), Ok("Weekly report".to_owned()));
        assert!(name(" \t").is_err());
        assert!(name(&"é".repeat(64)).is_ok());
        assert!(name(&"é".repeat(65)).unwrap_err().contains("has 65"));
    }

    #[test]
    fn scopes_are_known_by_their_ids() {
        for scope in Scope::ALL {
            assert_eq!(Scope::of_id(scope.id()), Some(scope));
        }
        assert_eq!(Scope::of_id("write"), None);
    }
}
