//! The bank: every question as it was asked, revision by revision, and which revision is asked today.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use super::{Result, Store, StoreError, read, write};
use crate::domain::question::Question;
use crate::domain::time::Millis;

/// Revisions read or written so far, by workshop, question and number; they never change.
pub(super) type KnownRevisions = RwLock<HashMap<(String, String, i64), Arc<Question>>>;

/// What bringing the bank up to date changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// The revision that is asked today, by the question's id.
    pub revisions: BTreeMap<String, i64>,
    /// Questions that were not in the bank before.
    pub new: usize,
    /// Questions that were changed since.
    pub changed: usize,
    /// Questions that the content has no more.
    pub retired: usize,
}

/// The part of a question that makes it another one when it changes: not where it is taught, which follows the content,
/// nor the day on which its source was read.
fn essence(question: &Question) -> Question {
    let mut essence = question.clone();
    essence.place.module.clear();
    essence.place.section.clear();
    essence.checked.clear();
    essence
}

impl Store {
    /// Brings the bank of a workshop to these questions. One that has changed becomes a new revision, one that is as it once
    /// was goes back to that revision, one that is missing is retired; none is deleted.
    pub async fn sync_bank(&self, workshop: &str, questions: &[Question], at: Millis) -> Result<Synced> {
        let mut wanted = Vec::with_capacity(questions.len());
        for question in questions {
            wanted.push((question.clone(), serde_json::to_string(question)?));
        }
        // Two processes that start at the same time go through them in the same order.
        wanted.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let name = workshop.to_owned();
        let synced = write!(self, "sync_bank", connection => {
            let kept: Vec<(String, i64, String)> =
                sqlx::query_as("select id, revision, body from questions where workshop = $1 order by id, revision")
                    .bind(&name).fetch_all(&mut *connection).await?;
            let mut revisions: HashMap<String, Vec<(i64, String)>> = HashMap::new();
            for (id, revision, body) in kept {
                revisions.entry(id).or_default().push((revision, body));
            }
            let today: Vec<(String, i64, Option<i64>)> =
                sqlx::query_as("select id, revision, retired_at from bank where workshop = $1 order by id")
                    .bind(&name).fetch_all(&mut *connection).await?;
            let today: BTreeMap<String, (i64, Option<i64>)> =
                today.into_iter().map(|(id, revision, retired)| (id, (revision, retired))).collect();
            let mut synced = Synced::default();
            for (question, body) in &wanted {
                let mut known = revisions.remove(&question.id).unwrap_or_default();
                let revision = loop {
                    let same = |(_, kept): &&(i64, String)| {
                        serde_json::from_str::<Question>(kept).is_ok_and(|kept| essence(&kept) == essence(question))
                    };
                    if let Some((revision, _)) = known.iter().rev().find(same) {
                        break *revision;
                    }
                    let next = known.last().map_or(1, |(last, _)| last + 1);
                    let added = sqlx::query(
                        "insert into questions (workshop, id, revision, body, made_at) values ($1, $2, $3, $4, $5) \
                         on conflict (workshop, id, revision) do nothing",
                    ).bind(&name).bind(&question.id).bind(next).bind(body).bind(at.0)
                        .execute(&mut *connection).await?.rows_affected();
                    if added == 1 {
                        break next;
                    }
                    // Another process was first with this number; it may be the same text.
                    let theirs: String =
                        sqlx::query_scalar("select body from questions where workshop = $1 and id = $2 and revision = $3")
                            .bind(&name).bind(&question.id).bind(next).fetch_one(&mut *connection).await?;
                    known.push((next, theirs));
                };
                match today.get(&question.id) {
                    None => synced.new += 1,
                    Some((before, _)) if *before != revision => synced.changed += 1,
                    Some(_) => {}
                }
                if today.get(&question.id) != Some(&(revision, None)) {
                    sqlx::query(
                        "insert into bank (workshop, id, revision, retired_at) values ($1, $2, $3, null) \
                         on conflict (workshop, id) do update set revision = excluded.revision, retired_at = null",
                    ).bind(&name).bind(&question.id).bind(revision).execute(&mut *connection).await?;
                }
                synced.revisions.insert(question.id.clone(), revision);
            }
            for (id, (_, retired)) in &today {
                if retired.is_none() && !synced.revisions.contains_key(id) {
                    sqlx::query("update bank set retired_at = $3 where workshop = $1 and id = $2 and retired_at is null")
                        .bind(&name).bind(id).bind(at.0).execute(&mut *connection).await?;
                    synced.retired += 1;
                }
            }
            Ok(synced)
        })?;
        Ok(synced)
    }

    /// A question as it was in one of its revisions. None when there is no such revision.
    pub async fn revision(&self, workshop: &str, id: &str, revision: i64) -> Result<Option<Arc<Question>>> {
        let key = (workshop.to_owned(), id.to_owned(), revision);
        let known = |store: &Self| {
            let revisions = store.0.revisions.read().unwrap_or_else(PoisonError::into_inner);
            revisions.get(&key).map(Arc::clone)
        };
        if let Some(question) = known(self) {
            return Ok(Some(question));
        }
        let body: Option<String> = read!(self, "revision", pool => {
            sqlx::query_scalar("select body from questions where workshop = $1 and id = $2 and revision = $3")
                .bind(workshop).bind(id).bind(revision).fetch_optional(pool).await?
        })?;
        let Some(body) = body else { return Ok(None) };
        let question: Question = serde_json::from_str(&body).map_err(|error| {
            StoreError::Other(format!("the question {id} of revision {revision} cannot be read: {error}"))
        })?;
        let question = Arc::new(question);
        let mut revisions = self.0.revisions.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Some(Arc::clone(revisions.entry(key).or_insert(question))))
    }

    /// Which questions of a workshop are retired, and since when.
    pub async fn retired_questions(&self, workshop: &str) -> Result<BTreeMap<String, Millis>> {
        let rows: Vec<(String, i64)> = read!(self, "retired_questions", pool => {
            sqlx::query_as("select id, retired_at from bank where workshop = $1 and retired_at is not null")
                .bind(workshop).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(id, at)| (id, Millis(at))).collect())
    }
}
