//! What is kept of a person, as it stands in their export.

use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::domain::question::{Answer, Mark};
use crate::domain::quiz::Certainty;
use crate::domain::time::Millis;
use crate::store::Purpose;
use crate::store::attempts::AttemptRow;

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Such as "Firefox on Linux".
    pub name: String,
    /// When it was signed in.
    #[serde(serialize_with = "rfc3339")]
    pub signed_in_at: Millis,
    /// When it was last used for something worth remembering.
    #[serde(serialize_with = "rfc3339")]
    pub last_used_at: Millis,
}

/// A section marked as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptMark {
    /// The workshop's id.
    pub workshop: String,
    /// The module's id at the time.
    pub module: String,
    /// The section's id at the time.
    pub section: String,
    /// Which set of sections the module had at the time.
    pub edition: String,
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptNote {
    /// The workshop's id.
    pub workshop: String,
    /// The module's id when it was written.
    pub module: String,
    /// The section's id when it was written.
    pub section: String,
    /// The text.
    pub text: String,
    /// When it was changed last.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
}

/// A plan of an [`Everything`](super::Everything).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptPlan {
    /// The tool.
    pub tool: String,
    /// What the person calls it.
    pub title: String,
    /// Its input, as it stands in the tool's address.
    pub query: String,
    /// When it was kept.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
}

/// A design of an [`Everything`](super::Everything).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptDesign {
    /// The workshop's id.
    pub workshop: String,
    /// What the person calls it.
    pub title: String,
    /// When it was begun.
    #[serde(serialize_with = "rfc3339")]
    pub made_at: Millis,
    /// Since when others may read it by a link; None when they may not.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub shared_at: Option<Millis>,
    /// All revisions that are kept, oldest first.
    pub revisions: Vec<KeptRevision>,
}

/// A cohort of an [`Everything`](super::Everything).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptCohort {
    /// Its name.
    pub cohort: String,
    /// The workshop's id.
    pub workshop: String,
    /// What the person is called in it; empty in an anonymous one.
    pub name: String,
    /// As whom on its list they came.
    pub handle: Option<String>,
    /// When they joined.
    #[serde(serialize_with = "rfc3339")]
    pub joined_at: Millis,
    /// When they left.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub left_at: Option<Millis>,
    /// When a facilitator removed them.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub removed_at: Option<Millis>,
    /// From which learning platform they come into it.
    pub platform: Option<String>,
    /// How many statements about them in it were sent to the portal's record store.
    pub statements_sent: i64,
    /// How many wait for it.
    pub statements_waiting: i64,
    /// The titles of designs that its facilitators may read.
    pub shown_designs: Vec<String>,
}

/// A certificate of an [`Everything`](super::Everything).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptCertificate {
    /// By which its page is found.
    pub id: Uuid,
    /// When it was issued.
    #[serde(serialize_with = "rfc3339")]
    pub issued_at: Millis,
    /// Since when it is good no more.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub withdrawn_at: Option<Millis>,
    /// What the portal signed.
    pub credential: String,
}

/// A grade of an [`Everything`](super::Everything) that a learning platform was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptGrade {
    /// What people here call the platform.
    pub platform: String,
    /// The module that it is about; empty when it is about something else.
    pub module: String,
    /// The quiz that it is about; empty when it is about something else. The whole cohort when both are.
    pub quiz: String,
    /// In percent, as it was told last; none before the first time.
    pub percent: Option<i64>,
    /// When.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub told_at: Option<Millis>,
}

/// A revision of a [`KeptDesign`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptRevision {
    /// When it was made.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
    /// What changed, in words.
    pub said: String,
    /// The design as it was then, as in its own export.
    pub design: Written,
}

/// A JSON text that goes into an export as it was written.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Written(pub(super) Box<serde_json::value::RawValue>);

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// An attempt of an [`Everything`](super::Everything).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptAttempt {
    /// The workshop's id.
    pub workshop: String,
    /// What it was for.
    pub purpose: Purpose,
    /// The quiz, the section or the day.
    pub subject: String,
    /// When it began.
    #[serde(serialize_with = "rfc3339")]
    pub started_at: Millis,
    /// When it was handed in; None when it was not.
    #[serde(serialize_with = "perhaps_rfc3339")]
    pub handed_in_at: Option<Millis>,
    /// The answers in the order of the questions, then of the tries.
    pub answers: Vec<KeptAnswer>,
}

/// An answer of a [`KeptAttempt`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptAnswer {
    /// The question's id.
    pub question: String,
    /// Which revision of it was asked.
    pub revision: i64,
    /// When it was saved.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
    /// What was answered: options by their names in the form, what was typed as it was typed.
    pub answer: Answer,
    /// What it earned, from 0 to 1; None as long as that is not shown to them either.
    pub mark: Option<Mark>,
    /// How sure they were, if they said so.
    pub certainty: Option<Certainty>,
}

impl KeptAttempt {
    /// Of an attempt as it stands now.
    pub(super) fn of(row: AttemptRow, now: Millis) -> Self {
        let shown = row.attempt.shows_feedback(now);
        let answers = row.attempt.slots.iter().flat_map(|slot| {
            slot.tries.iter().map(move |given| KeptAnswer {
                question: slot.question.clone(),
                revision: slot.revision,
                at: given.at,
                answer: given.answer.clone(),
                mark: shown.then_some(given.mark),
                certainty: given.certainty,
            })
        });
        Self {
            answers: answers.collect(),
            workshop: row.workshop,
            purpose: row.purpose,
            subject: row.subject,
            started_at: row.attempt.started,
            handed_in_at: row.attempt.handed_in,
        }
    }
}

/// Where a browser was last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptPlace {
    /// The workshop's id.
    pub workshop: String,
    /// The module's id at the time.
    pub module: String,
    /// The section's id at the time.
    pub section: String,
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub at: Millis,
}

/// A continue code, without the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptCode {
    /// When it was made.
    #[serde(serialize_with = "rfc3339")]
    pub made_at: Millis,
}

#[expect(clippy::ref_option, reason = "serde calls it with a reference")]
fn perhaps_rfc3339<S: Serializer>(at: &Option<Millis>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => rfc3339(at, serializer),
        None => serializer.serialize_none(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(super) fn rfc3339<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
    let time = jiff::Timestamp::from_millisecond(at.0).map_err(serde::ser::Error::custom)?;
    serializer.collect_str(&time)
}
