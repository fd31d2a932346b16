//! Attempts at questions, and the answers in them.
//!
//! An attempt is read as one row with its answers and hints, for the reason that `reader.rs` gives. An answer is kept by one
//! statement, so that five hundred of them at once share their commits: the number of the try is part of its key, and of two
//! at the same moment one finds its number taken and looks again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::dialect::{answer_attempt, hold_people};
use super::{Result, Store, StoreError, read, write};
use crate::domain::question::{Answer, Mark, Place};
use crate::domain::quiz::{Attempt, Certainty, Pace, QuizRules, Slot, Try};
use crate::domain::time::Millis;

/// Stand between the fields of an answer or a hint, and after each. Ids have none, and JSON writes them in letters.
pub(super) const FIELD: char = '\u{1f}';
pub(super) const END: char = '\u{1e}';

/// What an attempt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A quiz of the workshop.
    Quiz,
    /// What was not right in a quiz, once more.
    Again,
    /// What is due again.
    Review,
    /// The questions of one section.
    Practice,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Quiz => "quiz",
            Self::Again => "again",
            Self::Review => "review",
            Self::Practice => "practice",
        }
    }

    fn of_name(name: &str) -> Result<Self> {
        let all = [Self::Quiz, Self::Again, Self::Review, Self::Practice];
        all.into_iter()
            .find(|purpose| purpose.name() == name)
            .ok_or_else(|| StoreError::Other(format!("there is no purpose “{name}” of an attempt")))
    }
}

/// An attempt to begin.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    /// A new id.
    pub id: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The quiz's id; for practice `module#section`; for a review the day.
    pub subject: String,
    /// The attempt, without answers.
    pub attempt: Attempt,
}

/// An attempt with everything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptRow {
    /// Its id.
    pub id: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// What it is for.
    pub purpose: Purpose,
    /// See [`NewAttempt::subject`].
    pub subject: String,
    /// Rules, questions, answers.
    pub attempt: Attempt,
}

/// A question of an attempt, as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptSlot {
    question: String,
    revision: i64,
    seed: u64,
    place: Place,
}

/// Id, workshop, purpose, subject; started, handed in; rules, pace, slots; answers, hints.
pub(super) type Row = (Uuid, String, String, String, i64, Option<i64>, String, String, String, String, String);

/// One row for each attempt: $2 and $3 are [`FIELD`] and [`END`], $1 is the person; or whatever else says whose they are.
macro_rules! attempts {
    ($which:literal) => {
        $crate::store::attempts::attempts!("", "attempts t where t.person = $1", $which)
    };
    ($first:literal, $whose:literal, $which:literal) => {
        concat!(
            "select ",
            $first,
            "t.id, t.workshop, t.purpose, t.subject, t.started_at, t.handed_in_at, t.rules, t.pace, t.slots, ",
            "coalesce((select string_agg(a.question || $2 || cast(a.number as text) || $2 || a.submission || $2 || ",
            "cast(a.at as text) || $2 || cast(a.mark as text) || $2 || coalesce(a.certainty, '') || $2 || a.answer, $3) ",
            "from answers a where a.attempt = t.id), ''), ",
            "coalesce((select string_agg(h.question || $2 || cast(h.number as text), $3) ",
            "from hints h where h.attempt = t.id), '') ",
            "from ",
            $whose,
            " and ",
            $which
        )
    };
}

pub(super) use attempts;

impl Store {
    /// Begins an attempt, unless the person has one open for the same purpose and subject: then that one goes on. Answers
    /// with the id of the one that is open now. [`Gone`](StoreError::Gone) when the person is not there.
    pub async fn begin_attempt(&self, person: Uuid, new: NewAttempt) -> Result<Uuid> {
        let attempt = &new.attempt;
        let slot = |slot: &Slot| KeptSlot {
            question: slot.question.clone(),
            revision: slot.revision,
            seed: slot.seed,
            place: slot.place.clone(),
        };
        let slots = serde_json::to_string(&attempt.slots.iter().map(slot).collect::<Vec<_>>())?;
        let (rules, pace) = (serde_json::to_string(&attempt.rules)?, serde_json::to_string(&attempt.pace)?);
        let (started, closes) = (attempt.started.0, attempt.closes().map(|at| at.0));
        write!(self, "begin_attempt", connection => {
            // Held, so that of two clicks one begins it and the other finds it.
            let there: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(person).bind(person).fetch_all(&mut *connection).await?;
            if there.is_empty() {
                return Err(StoreError::Gone);
            }
            let open: Option<Uuid> = sqlx::query_scalar(
                "select id from attempts where person = $1 and workshop = $2 and purpose = $3 and subject = $4 \
                 and handed_in_at is null and (closes_at is null or closes_at >= $5) order by started_at desc, id desc limit 1",
            ).bind(person).bind(&new.workshop).bind(new.purpose.name()).bind(&new.subject).bind(started)
                .fetch_optional(&mut *connection).await?;
            if let Some(open) = open {
                return Ok(open);
            }
            sqlx::query(
                "insert into attempts (id, person, workshop, purpose, subject, started_at, closes_at, rules, pace, slots) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            ).bind(new.id).bind(person).bind(&new.workshop).bind(new.purpose.name()).bind(&new.subject).bind(started)
                .bind(closes).bind(rules).bind(pace).bind(slots).execute(&mut *connection).await?;
            Ok(new.id)
        })
    }

    /// An attempt of this person.
    pub async fn attempt(&self, person: Uuid, id: Uuid) -> Result<Option<AttemptRow>> {
        let row: Option<Row> = read!(self, "attempt", pool => {
            sqlx::query_as(attempts!("t.id = $4"))
                .bind(person).bind(FIELD.to_string()).bind(END.to_string()).bind(id).fetch_optional(pool).await?
        })?;
        row.map(attempt_of).transpose()
    }

    /// All attempts of a person in a workshop, the oldest first.
    pub async fn attempts(&self, person: Uuid, workshop: &str) -> Result<Vec<AttemptRow>> {
        let rows: Vec<Row> = read!(self, "attempts", pool => {
            sqlx::query_as(attempts!("t.workshop = $4 order by t.started_at, t.id"))
                .bind(person).bind(FIELD.to_string()).bind(END.to_string()).bind(workshop).fetch_all(pool).await?
        })?;
        rows.into_iter().map(attempt_of).collect()
    }

    /// How many attempts a person has begun in a workshop.
    pub async fn count_attempts(&self, person: Uuid, workshop: &str) -> Result<usize> {
        let count: i64 = read!(self, "count_attempts", pool => {
            sqlx::query_scalar("select count(*) from attempts where person = $1 and workshop = $2")
                .bind(person).bind(workshop).fetch_one(pool).await?
        })?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Keeps an answer as the try of this number, from 0. False when the attempt is not the person's or was handed in, or a
    /// try of this number or this submission is there already: then the attempt has to be read again.
    pub async fn keep_answer(
        &self,
        person: Uuid,
        attempt: Uuid,
        question: &str,
        number: usize,
        given: &Try,
    ) -> Result<bool> {
        let question = question.to_owned();
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let answer = serde_json::to_string(&given.answer)?;
        let certainty = given.certainty.map(certainty_name);
        let (submission, at, mark) = (given.submission.clone(), given.at.0, given.mark.get());
        write!(self, "keep_answer", one statement, connection => {
            let kept = sqlx::query(answer_attempt(connection))
                .bind(attempt).bind(person).bind(question).bind(number).bind(submission).bind(at).bind(answer)
                .bind(mark).bind(certainty).execute(&mut *connection).await?;
            Ok(kept.rows_affected() == 1)
        })
    }

    /// Notes that a hint was given, by its number from 0. Given once more, it is noted once. False when the attempt is not
    /// the person's or was handed in, or the hint was given before.
    pub async fn give_hint(
        &self,
        person: Uuid,
        attempt: Uuid,
        question: &str,
        number: usize,
        at: Millis,
    ) -> Result<bool> {
        let question = question.to_owned();
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        write!(self, "give_hint", one statement, connection => {
            let given = sqlx::query(
                "insert into hints (attempt, question, number, at) select id, $3, $4, $5 from attempts \
                 where id = $1 and person = $2 and handed_in_at is null on conflict (attempt, question, number) do nothing",
            ).bind(attempt).bind(person).bind(question).bind(number).bind(at.0).execute(&mut *connection).await?;
            Ok(given.rows_affected() == 1)
        })
    }

    /// Hands an attempt in. Handed in already, or closed by its time, it stays as it is.
    pub async fn hand_in(&self, person: Uuid, attempt: Uuid, at: Millis) -> Result<()> {
        write!(self, "hand_in", one statement, connection => {
            sqlx::query(
                "update attempts set handed_in_at = $3 where id = $1 and person = $2 and handed_in_at is null \
                 and (closes_at is null or closes_at >= $3)",
            ).bind(attempt).bind(person).bind(at.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// How long a person wants for what is timed; as long as everybody until they say so.
    pub async fn pace(&self, person: Uuid) -> Result<Pace> {
        let pace: Option<String> = read!(self, "pace", pool => {
            sqlx::query_scalar("select pace from paces where person = $1").bind(person).fetch_optional(pool).await?
        })?;
        Ok(match pace {
            Some(text) => serde_json::from_str(&text)?,
            None => Pace::Percent(100),
        })
    }

    /// Remembers how long a person wants. [`Gone`](StoreError::Gone) when they are not there.
    pub async fn set_pace(&self, person: Uuid, pace: Pace) -> Result<()> {
        let text = serde_json::to_string(&pace)?;
        write!(self, "set_pace", one statement, connection => {
            sqlx::query(
                "insert into paces (person, pace) values ($1, $2) on conflict (person) do update set pace = excluded.pace",
            ).bind(person).bind(text).execute(&mut *connection).await?;
            Ok(())
        })
    }
}

const fn certainty_name(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Guess => "guess",
        Certainty::Unsure => "unsure",
        Certainty::Sure => "sure",
    }
}

fn certainty_of(name: &str) -> Option<Certainty> {
    [Certainty::Guess, Certainty::Unsure, Certainty::Sure].into_iter().find(|c| certainty_name(*c) == name)
}

pub(super) fn attempt_of(row: Row) -> Result<AttemptRow> {
    let (id, workshop, purpose, subject, started, handed_in, rules, pace, slots, answers, hints) = row;
    let broken = || StoreError::Other(format!("the attempt {id} cannot be read"));
    let mut tries: BTreeMap<&str, Vec<(i64, Try)>> = BTreeMap::new();
    for text in answers.split_terminator(END) {
        let fields: Vec<&str> = text.split(FIELD).collect();
        let &[question, number, submission, at, mark, certainty, answer] = fields.as_slice() else {
            return Err(broken());
        };
        let answer: Answer = serde_json::from_str(answer)?;
        let mark = Mark::from(mark.parse::<f64>().map_err(|_| broken())?);
        let at = Millis(at.parse().map_err(|_| broken())?);
        let given = Try { submission: submission.to_owned(), at, answer, mark, certainty: certainty_of(certainty) };
        tries.entry(question).or_default().push((number.parse().map_err(|_| broken())?, given));
    }
    let mut given: BTreeMap<&str, u8> = BTreeMap::new();
    for text in hints.split_terminator(END) {
        let (question, _) = text.split_once(FIELD).ok_or_else(broken)?;
        let hints = given.entry(question).or_default();
        *hints = hints.saturating_add(1);
    }
    let slots = serde_json::from_str::<Vec<KeptSlot>>(&slots)?.into_iter().map(|slot| {
        let mut numbered = tries.remove(slot.question.as_str()).unwrap_or_default();
        numbered.sort_by_key(|(number, _)| *number);
        Slot {
            tries: numbered.into_iter().map(|(_, given)| given).collect(),
            hints: given.get(slot.question.as_str()).copied().unwrap_or(0),
            question: slot.question,
            revision: slot.revision,
            seed: slot.seed,
            place: slot.place,
        }
    });
    let attempt = Attempt {
        slots: slots.collect(),
        rules: serde_json::from_str::<QuizRules>(&rules)?,
        pace: serde_json::from_str(&pace)?,
        started: Millis(started),
        handed_in: handed_in.map(Millis),
    };
    Ok(AttemptRow { id, workshop, purpose: Purpose::of_name(&purpose)?, subject, attempt })
}
