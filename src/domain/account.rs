//! Accounts of facilitators: what one is called, and what its holder may do.

use std::fmt;

use super::typed;

/// The most characters of an e-mail address, as mail itself has it.
pub const MOST_EMAIL: usize = 254;
/// The most characters of a name.
pub const MOST_NAME: usize = 64;

/// What the holder of an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs cohorts, and manages the accounts of others.
    Owner,
    /// Runs cohorts.
    Facilitator,
}

impl Role {
    /// All of them, the one that may do most first.
    pub const ALL: [Self; 2] = [Self::Owner, Self::Facilitator];

    /// As it is kept and as forms send it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Facilitator => "facilitator",
        }
    }

    /// The role of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// Whether they may invite facilitators, change what they may do, and take their accounts away.
    #[must_use]
    pub fn may_manage_facilitators(self) -> bool {
        self == Self::Owner
    }

    /// Whether they may read what was done to accounts.
    #[must_use]
    pub fn may_read_audit(self) -> bool {
        self == Self::Owner
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// An e-mail address as the name of an account: in small letters, without white space around it. `Err` says what is wrong.
///
/// Whether it exists, and whether mail knows such addresses, is no question here: it has to be one line with a name and a host.
pub fn email(typed: &str) -> Result<String, String> {
    let email = typed.trim().to_lowercase();
    if email.is_empty() {
        return Err("Type an e-mail address: it is the account's name.".to_owned());
    }
    if email.chars().count() > MOST_EMAIL {
        return Err(format!("An e-mail address has at most {MOST_EMAIL} characters."));
    }
    let whole = |(name, host): (&str, &str)| !name.is_empty() && !host.is_empty() && !name.contains('@');
    let one_word = !email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"(),;:\\".contains(c));
    if one_word && email.rsplit_once('@').is_some_and(whole) {
        Ok(email)
    } else {
        Err("That is no e-mail address; it looks like name@example.org.".to_owned())
    }
}

/// The name of an account's holder: one line, not empty. `Err` says what is wrong.
pub fn name(typed: &str) -> Result<String, String> {
    let name = typed::line(typed);
    let characters = name.chars().count();
    if name.is_empty() {
        return Err("Type a name: others see it beside what you do.".to_owned());
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
    fn an_address_is_one_word_with_a_name_and_a_host() {
        let cases = [
            (" Ada@Example.ORG ", Some("ada@example.org")),
            ("ada+podium@localhost", Some("ada+podium@localhost")),
            ("zoë@exämple.org", Some("zoë@exämple.org")),
            ("", None),
            ("ada", None),
            ("@example.org", None),
            ("ada@", None),
            ("a@b@c", None),
            ("ada lovelace@example.org", None),
            ("ada@example.org\0", None),
            ("<script>@example.org", None),
            ("Ada <ada@example.org>", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(email(typed).ok().as_deref(), expected, "{typed:?}");
        }
        assert!(email(&format!("{}@a", "x".repeat(MOST_EMAIL - 2))).is_ok());
        assert!(email(&format!("{}@a", "x".repeat(MOST_EMAIL - 1))).is_err());
    }

    #[test]
    fn a_name_is_one_line_and_there() {
        assert_eq!(name("  Ada \n Lovelace "), Ok("Ada Lovelace".to_owned()));
        assert!(name(" \t").is_err());
        assert!(name(&"é".repeat(64)).is_ok());
        assert!(name(&"é".repeat(65)).unwrap_err().contains("has 65"));
    }

    #[test]
    fn only_owners_manage_and_read_the_log() {
        for role in Role::ALL {
            assert_eq!(Role::of_id(role.id()), Some(role));
            assert_eq!(role.may_manage_facilitators(), role == Role::Owner);
            assert_eq!(role.may_read_audit(), role == Role::Owner);
        }
        assert_eq!(Role::of_id("admin"), None);
        assert_eq!(Role::of_id(""), None);
    }
}
