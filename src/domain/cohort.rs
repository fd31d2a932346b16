//! A cohort: a group that goes through a workshop together. Its door, its schedule, what completes it, and who may do what
//! in it.

use serde::{Deserialize, Serialize};

pub use super::outline::Need;
use super::time::Millis;
use super::typed;

mod code;
mod completion;
mod keeping;
mod schedule;

pub use code::{CodeError, JoinCode};
pub use completion::{Completion, Done, Part, Reached, Standing};
pub use keeping::Lifetime;
pub use schedule::{Availability, ModulePlan, Schedule, tailored};

/// The most characters of a cohort's name.
pub const MOST_NAME: usize = 80;
/// The most characters of the name of somebody in it.
pub const MOST_MEMBER_NAME: usize = 64;
/// The most characters of an announcement.
pub const MOST_ANNOUNCEMENT: usize = 1000;
/// The most domains whose people one cohort lets in.
pub const MOST_DOMAINS: usize = 20;
/// The most people that a cohort's limit may name.
pub const MOST_PEOPLE: u32 = 10_000;

/// What the facilitators of a cohort set, apart from its name. Kept as JSON: what is missing is as by default, so that a
/// cohort of an earlier version reads as it did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The time zone in which its times are typed and told, by its IANA name; UTC when empty.
    pub zone: String,
    /// When it begins; none when nobody said so.
    pub starts_at: Option<Millis>,
    /// When it ends; nobody is let in any more from then on.
    pub ends_at: Option<Millis>,
    /// Who is let in.
    pub door: Door,
    /// What people are called.
    pub names: Names,
    /// Which modules are open when.
    pub schedule: Schedule,
    /// What completes it.
    pub completion: Completion,
    /// What its people read first; none when there is nothing to say.
    pub announcement: Option<Announcement>,
}

/// Who is let in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Door {
    /// Whether it is shut, whoever knocks.
    pub closed: bool,
    /// Who may come in while it is open.
    pub entry: Entry,
    /// The domains of e-mail addresses, in small letters, whose people may come in, where [`Entry::Domain`] says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// The most people in the cohort at once.
    pub most: Option<u32>,
    /// The learning platforms from which people come in without the code, by their ids.
    pub platforms: Vec<String>,
}

/// Who may come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Anybody with the code.
    #[default]
    Anyone,
    /// Who has the code and is on the list.
    Listed,
    /// Who has the code and an e-mail address of one of these domains, as the identity provider says.
    Domain,
}

impl Entry {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Listed, Self::Domain];

    /// As it is kept and as forms send it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Listed => "listed",
            Self::Domain => "domain",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.id() == id)
    }
}

impl Door {
    /// Whether an e-mail address is of one of the domains; a domain is not those below it.
    #[must_use]
    pub fn lets_in_address(&self, email: &str) -> bool {
        email.rsplit_once('@').is_some_and(|(_, host)| self.domains.iter().any(|own| own.eq_ignore_ascii_case(host)))
    }
}

/// What people in a cohort are called, and who sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    /// Whatever they like.
    #[default]
    Nickname,
    /// The name they have at work; the page asks for it.
    Real,
    /// The name they have at work, which only facilitators see.
    Hidden,
    /// None. Nothing that facilitators see joins an answer to a person.
    Anonymous,
}

impl Names {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Nickname, Self::Real, Self::Hidden, Self::Anonymous];

    /// As it is kept and as forms send it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nickname => "nickname",
            Self::Real => "real",
            Self::Hidden => "hidden",
            Self::Anonymous => "anonymous",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|names| names.id() == id)
    }

    /// Whether somebody who joins is asked what they are called.
    #[must_use]
    pub const fn asks(self) -> bool {
        !matches!(self, Self::Anonymous)
    }
}

/// What the people of a cohort read first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Plain text of some lines.
    pub text: String,
    /// When it was said.
    pub at: Millis,
}

/// What somebody with an account may do in one cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffRole {
    /// Sees the board and runs the room; changes and exports nothing.
    Assistant,
    /// Runs it.
    Facilitator,
}

impl StaffRole {
    /// As it is kept and as forms send it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Assistant => "assistant",
            Self::Facilitator => "facilitator",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        [Self::Assistant, Self::Facilitator].into_iter().find(|role| role.id() == id)
    }

    /// Whether they may change the cohort: its settings, its people, its staff, its end.
    #[must_use]
    pub const fn may_change(self) -> bool {
        matches!(self, Self::Facilitator)
    }

    /// Whether they may take what is known of its people out of the portal.
    #[must_use]
    pub const fn may_export(self) -> bool {
        matches!(self, Self::Facilitator)
    }
}

/// Why nobody is let in just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// A facilitator shut the door.
    Closed,
    /// It is over, since then.
    Over(Millis),
    /// It is full: so many people are in it.
    Full(u32),
}

impl Settings {
    /// Whether somebody new is let in at this time, with so many people in the cohort; else why not.
    pub fn lets_in(&self, people: u32, now: Millis) -> Result<(), Shut> {
        if let Some(end) = self.ends_at.filter(|end| *end <= now) {
            return Err(Shut::Over(end));
        }
        if self.door.closed {
            return Err(Shut::Closed);
        }
        match self.door.most {
            Some(most) if people >= most => Err(Shut::Full(most)),
            _ => Ok(()),
        }
    }

    /// The same for a cohort that is made after this one: nothing of the dates, the announcement or a shut door stays.
    #[must_use]
    pub fn for_another(&self) -> Self {
        Self {
            zone: self.zone.clone(),
            starts_at: None,
            ends_at: None,
            door: Door { closed: false, ..self.door.clone() },
            names: self.names,
            schedule: self.schedule.undated(),
            completion: self.completion.clone(),
            announcement: None,
        }
    }
}

/// Domains of e-mail addresses, between commas or white space: in small letters, each once. `Err` says what is wrong.
pub fn domains(typed: &str) -> Result<Vec<String>, String> {
    let mut domains: Vec<String> = Vec::new();
    for word in typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty()) {
        let domain = word.trim_start_matches('@').trim_end_matches('.').to_lowercase();
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if !domain.contains('.') || domain.len() > 253 || !domain.split('.').all(label) {
            return Err(format!("“{}” is no domain; one is called example.org.", cut(word)));
        }
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    match domains.len() {
        0 => Err("Type the part of addresses after the @, such as example.org.".to_owned()),
        n if n > MOST_DOMAINS => Err(format!("There are at most {MOST_DOMAINS} domains, these are {n}.")),
        _ => Ok(domains),
    }
}

/// The beginning of what was typed, to be told in an error.
fn cut(word: &str) -> String {
    word.chars().take(60).collect()
}

/// The name of a cohort: one line, not empty. `Err` says what is wrong.
pub fn name(typed: &str) -> Result<String, String> {
    line(typed, MOST_NAME, "Type a name, such as the team's and the month.")
}

/// What somebody in a cohort is called: one line, not empty, in any script. `Err` says what is wrong.
pub fn member_name(typed: &str) -> Result<String, String> {
    line(typed, MOST_MEMBER_NAME, "Type a name.")
}

fn line(typed: &str, most: usize, missing: &str) -> Result<String, String> {
    // What turns the direction of everything behind it stays out of tables of names.
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name = typed::line(&typed.chars().filter(|c| !turns(c)).collect::<String>());
    let characters = name.chars().count();
    // A name of marks without a width alone would look as if there were none.
    if !name.chars().any(char::is_alphanumeric) && !name.chars().any(|c| c > '\u{2190}') {
        return Err(missing.to_owned());
    }
    if characters > most {
        return Err(format!("A name has at most {most} characters, this one has {characters}."));
    }
    Ok(name)
}

/// Says which of equal names is which: each name with a number behind it where there are several of it, in the given order.
/// Names are equal when they differ in case or white space alone.
#[must_use]
pub fn told_apart(names: &[&str]) -> Vec<String> {
    let key = |name: &str| typed::line(name).to_lowercase();
    let mut counts = std::collections::BTreeMap::<String, (usize, usize)>::new();
    for name in names {
        counts.entry(key(name)).or_default().0 += 1;
    }
    let tell = |name: &&str| match counts.get_mut(&key(name)) {
        Some((all, told)) if *all > 1 => {
            *told += 1;
            format!("{name} ({told})")
        }
        _ => (*name).to_owned(),
    };
    names.iter().map(tell).collect()
}

#[cfg(test)]
mod tests;
