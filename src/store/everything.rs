//! All that is kept of a person: to be taken along, or to be deleted.

use serde::{Serialize, Serializer};
use sqlx::Connection as _;
use uuid::Uuid;

use super::Purpose;
use super::attempts::{AttemptRow, END, FIELD, Row as AttemptText, attempt_of, attempts};
use super::dialect::{hold_people, snapshot};
use super::{Result, Store, StoreError, read, write};
use crate::domain::question::{Answer, Mark};
use crate::domain::quiz::{Certainty, Pace};
use crate::domain::time::Millis;

/// All that is kept of a person, for their export. Times are written as RFC 3339 in UTC. Hashes and keys are left out: they
/// say nothing about the person, and open doors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Everything {
    /// The name they gave; empty when none.
    pub name: String,
    /// When the portal first kept something for them.
    #[serde(serialize_with = "rfc3339")]
    pub created_at: Millis,
    /// The browsers that are signed in, the one used last first.
    pub devices: Vec<Device>,
    /// Sections marked as done, oldest first.
    pub marks: Vec<KeptMark>,
    /// Notes, in the order of their ids.
    pub notes: Vec<KeptNote>,
    /// Where each browser was last, newest first.
    pub places: Vec<KeptPlace>,
    /// Continue codes that are valid, newest first.
    pub codes: Vec<KeptCode>,
    /// Plans, newest first.
    pub plans: Vec<KeptPlan>,
    /// Attempts at questions, oldest first, with what was answered.
    pub attempts: Vec<KeptAttempt>,
    /// How long they want for what is timed, when they said so.
    pub pace: Option<Pace>,
}

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

/// A plan of an [`Everything`].
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

/// An attempt of an [`Everything`].
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
    fn of(row: AttemptRow, now: Millis) -> Self {
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

/// What a deletion removed. It is kept without a word about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The receipt's number.
    pub receipt: Uuid,
    /// When.
    pub at: Millis,
    /// Sections that were marked.
    pub marks: u64,
    /// Notes.
    pub notes: u64,
    /// Places.
    pub places: u64,
    /// Browsers that were signed in.
    pub sessions: u64,
    /// Continue codes.
    pub codes: u64,
    /// Plans.
    pub plans: u64,
    /// Answers to questions.
    pub answers: u64,
}

#[expect(clippy::ref_option, reason = "serde calls it with a reference")]
fn perhaps_rfc3339<S: Serializer>(at: &Option<Millis>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    match at {
        Some(at) => rfc3339(at, serializer),
        None => serializer.serialize_none(),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn rfc3339<S: Serializer>(at: &Millis, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let time = jiff::Timestamp::from_millisecond(at.0).map_err(serde::ser::Error::custom)?;
    serializer.collect_str(&time)
}

impl Store {
    /// All that is kept of a person, as it was at one moment: now. What a running attempt does not show yet is left out. [`Gone`](StoreError::Gone) when they are not there.
    pub async fn everything(&self, person: Uuid, now: Millis) -> Result<Everything> {
        let (everything, attempts, pace) = read!(self, "everything", pool => {
            let begin = snapshot(pool);
            let mut moment = pool.begin_with(begin).await?;
            let who: Option<(String, i64)> = sqlx::query_as("select name, created_at from people where id = $1")
                .bind(person).fetch_optional(&mut *moment).await?;
            let devices: Vec<(String, i64, i64)> =
                sqlx::query_as("select device, created_at, seen_at from sessions where person = $1 order by seen_at desc, id")
                    .bind(person).fetch_all(&mut *moment).await?;
            let marks: Vec<(String, String, String, String, i64)> = sqlx::query_as(
                "select workshop, module, section, edition, at from marks where person = $1 order by at, workshop, module, section",
            ).bind(person).fetch_all(&mut *moment).await?;
            let notes: Vec<(String, String, String, String, i64)> = sqlx::query_as(
                "select workshop, module, section, body, at from notes where person = $1 and body <> '' \
                 order by workshop, module, section",
            ).bind(person).fetch_all(&mut *moment).await?;
            let places: Vec<(String, String, String, i64)> = sqlx::query_as(
                "select workshop, module, section, at from places where person = $1 order by at desc, workshop, session",
            ).bind(person).fetch_all(&mut *moment).await?;
            let codes: Vec<(i64,)> =
                sqlx::query_as("select made_at from continue_codes where person = $1 order by made_at desc")
                    .bind(person).fetch_all(&mut *moment).await?;
            let plans: Vec<(String, String, String, i64)> =
                sqlx::query_as("select tool, title, query, at from plans where person = $1 order by at desc, id desc")
                    .bind(person).fetch_all(&mut *moment).await?;
            let pace: Option<String> = sqlx::query_scalar("select pace from paces where person = $1")
                .bind(person).fetch_optional(&mut *moment).await?;
            let attempts: Vec<AttemptText> = sqlx::query_as(attempts!("t.id = t.id order by t.started_at, t.id"))
                .bind(person).bind(FIELD.to_string()).bind(END.to_string()).fetch_all(&mut *moment).await?;
            moment.rollback().await?;
            let everything = who.map(|(name, created_at)| Everything {
                name,
                created_at: Millis(created_at),
                devices: devices.into_iter().map(device).collect(),
                marks: marks.into_iter().map(mark).collect(),
                notes: notes.into_iter().map(note).collect(),
                places: places.into_iter().map(place).collect(),
                codes: codes.into_iter().map(|(made_at,)| KeptCode { made_at: Millis(made_at) }).collect(),
                plans: plans.into_iter().map(plan).collect(),
                attempts: Vec::new(),
                pace: None,
            });
            (everything, attempts, pace)
        })?;
        let mut everything = everything.ok_or(StoreError::Gone)?;
        for text in attempts {
            everything.attempts.push(KeptAttempt::of(attempt_of(text)?, now));
        }
        everything.pace = pace.map(|text| serde_json::from_str(&text)).transpose()?;
        Ok(everything)
    }

    /// Deletes a person with everything that is theirs, at once, and keeps a receipt that names nobody.
    /// [`Gone`](StoreError::Gone) when they are not there.
    pub async fn delete_person(&self, person: Uuid, receipt: Uuid, at: Millis) -> Result<Receipt> {
        write!(self, "delete_person", erasing, connection => {
            let there: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(person).bind(person).fetch_all(&mut *connection).await?;
            if there.is_empty() {
                return Err(StoreError::Gone);
            }
            let mut gone = [0; 7];
            let texts = [
                "delete from marks where person = $1",
                "delete from notes where person = $1 and body <> ''",
                "delete from places where person = $1",
                "delete from sessions where person = $1",
                "delete from continue_codes where person = $1",
                "delete from plans where person = $1",
                "delete from answers where attempt in (select id from attempts where person = $1)",
            ];
            for (gone, text) in gone.iter_mut().zip(texts) {
                *gone = sqlx::query(text).bind(person).execute(&mut *connection).await?.rows_affected();
            }
            // Whatever else hangs on the person goes with it.
            sqlx::query("delete from people where id = $1").bind(person).execute(&mut *connection).await?;
            let [marks, notes, places, sessions, codes, plans, answers] = gone;
            let counts = serde_json::json!({
                "marks": marks, "notes": notes, "places": places, "sessions": sessions, "codes": codes,
                "plans": plans, "answers": answers,
            });
            sqlx::query("insert into deletions (receipt, at, counts) values ($1, $2, $3)")
                .bind(receipt).bind(at.0).bind(counts.to_string()).execute(&mut *connection).await?;
            Ok(Receipt { receipt, at, marks, notes, places, sessions, codes, plans, answers })
        })
    }
}

fn device((name, signed_in_at, last_used_at): (String, i64, i64)) -> Device {
    Device { name, signed_in_at: Millis(signed_in_at), last_used_at: Millis(last_used_at) }
}

fn mark((workshop, module, section, edition, at): (String, String, String, String, i64)) -> KeptMark {
    KeptMark { workshop, module, section, edition, at: Millis(at) }
}

fn note((workshop, module, section, text, at): (String, String, String, String, i64)) -> KeptNote {
    KeptNote { workshop, module, section, text, at: Millis(at) }
}

fn plan((tool, title, query, at): (String, String, String, i64)) -> KeptPlan {
    KeptPlan { tool, title, query, at: Millis(at) }
}

fn place((workshop, module, section, at): (String, String, String, i64)) -> KeptPlace {
    KeptPlace { workshop, module, section, at: Millis(at) }
}
