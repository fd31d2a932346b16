//! What statements are called: by what was done and by whom, for ever.

use sha1::{Digest as _, Sha1};
use uuid::Uuid;

use super::Fact;

/// The name space of the ids (RFC 9562, section 5.5). Another one would tell everything once more.
const NAME_SPACE: Uuid = Uuid::from_u128(0x6b0d_1c53_9a1e_4f0a_b7c4_2f5e_83d6_10a9);

/// What a fact is called, in words that stay: with whose it is, it is told once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// In a few words without names of people.
    pub fact: String,
    /// The id of the statement.
    pub id: Uuid,
}

impl Key {
    /// Of something that a member of a cohort does once.
    fn of_member(member: Uuid, fact: String) -> Self {
        Self { id: id(&format!("member {member} {fact}")), fact }
    }

    /// Of something in an attempt, which is known by itself: two entries of one person are told of it once between them.
    fn of_attempt(cohort: Uuid, fact: String) -> Self {
        Self { id: id(&format!("cohort {cohort} {fact}")), fact }
    }

    /// Of joining.
    #[must_use]
    pub fn joined(member: Uuid) -> Self {
        Self::of_member(member, "joined".to_owned())
    }

    /// Of doing a section, by the ids under which that was kept at the time.
    #[must_use]
    pub fn section(member: Uuid, (module, section): (&str, &str)) -> Self {
        Self::of_member(member, format!("section {module} {section}"))
    }

    /// Of finishing a module, by the id under which its last mark was kept.
    #[must_use]
    pub fn module(member: Uuid, module: &str) -> Self {
        Self::of_member(member, format!("module {module}"))
    }

    /// Of beginning an attempt.
    #[must_use]
    pub fn began(cohort: Uuid, attempt: Uuid) -> Self {
        Self::of_attempt(cohort, format!("began {attempt}"))
    }

    /// Of ending one.
    #[must_use]
    pub fn ended(cohort: Uuid, attempt: Uuid) -> Self {
        Self::of_attempt(cohort, format!("ended {attempt}"))
    }

    /// Of a try at a question in an attempt.
    #[must_use]
    pub fn answered(cohort: Uuid, attempt: Uuid, question: &str, number: usize) -> Self {
        Self::of_attempt(cohort, format!("answered {attempt} {question} {number}"))
    }

    /// Of coming to an outcome with a wizard.
    #[must_use]
    pub fn decided(member: Uuid, wizard: &str, outcome: &str) -> Self {
        Self::of_member(member, format!("decided {wizard} {outcome}"))
    }

    /// Of completing the cohort.
    #[must_use]
    pub fn completed(member: Uuid) -> Self {
        Self::of_member(member, "completed".to_owned())
    }
}

/// A version-5 UUID from a name: the one form of a UUID from a hash that every record store knows.
pub(super) fn id(name: &str) -> Uuid {
    let hash: [u8; 20] = Sha1::new().chain_update(NAME_SPACE.as_bytes()).chain_update(name).finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_sha1_bytes(bytes).into_uuid()
}

impl Fact<'_> {
    /// What it is called.
    #[must_use]
    pub fn key(&self, cohort: Uuid, member: Uuid) -> Key {
        match self {
            Self::Joined => Key::joined(member),
            Self::Section(_, kept) => Key::section(member, *kept),
            Self::Module(_, kept) => Key::module(member, kept),
            Self::Began(attempt, ..) => Key::began(cohort, *attempt),
            Self::Ended(ended) => Key::ended(cohort, ended.attempt),
            Self::Answered(given) => Key::answered(cohort, given.attempt, given.asked.id(), given.number),
            Self::Decided(wizard, outcome) => Key::decided(member, &wizard.id, &outcome.id),
            Self::Completed => Key::completed(member),
        }
    }
}
