//! What people who came from a learning platform have done is passed back to it as grades (Assignment and Grade Services 2.0).
//!
//! A score is worked out anew each time from what is kept, so that only the newest counts and nothing is lost: whoever dies in the middle
//! of it leaves a row that is taken up again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::http::{HeaderValue, Method, Request, header};
use uuid::Uuid;

use super::tokens::Unserved;
use crate::app::{App, Shelved};
use crate::domain::lti::services::{SCORE_SCOPE, Score, scores_of};
use crate::domain::progress::ModuleState;
use crate::domain::time::Millis;
use crate::store::{CohortRow, Platform, ScoreRow, StoreError};
use crate::web::error::Wrong;
use crate::web::membership::how_far;
use crate::web::now::Now;
use crate::web::{signing, when};

/// Scores that are taken in one go, and how often one after the other.
const MOST: u32 = 20;
const ROUNDS: usize = 50;
/// For how long they are taken, in seconds. Whoever needs longer may tell a platform twice, which it then refuses by the time.
const TAKEN_SECONDS: i64 = 30;
/// What was done may be kept so much later than it is dated, in seconds, since whoever did it waited for their turn: what is as new
/// as that is looked at once more.
const LATE_SECONDS: i64 = 10;
/// How long somebody's score is left alone after it was looked at, in seconds, whatever they do.
const REST_SECONDS: i64 = 3;
/// When a score is worked out again of somebody who does nothing, in seconds: marks can be taken back.
const AGAIN_SECONDS: i64 = 6 * 3600;
/// How long is waited after the first failure, in seconds; twice as long after each further one.
const FIRST_WAIT: i64 = 30;
/// But not longer.
const LONGEST_WAIT: i64 = 6 * 3600;

/// As of when a score is known that is worked out now.
fn checked_at(now: Now) -> Millis {
    now.0.plus_seconds(-LATE_SECONDS)
}

/// Passes on what has changed. Answers with how many scores arrived.
pub async fn pass_on(app: &App, clock: impl Fn() -> Now) -> Result<usize, StoreError> {
    let mut arrived = 0;
    for _ in 0..ROUNDS {
        let now = clock();
        let rested = checked_at(now).plus_seconds(-REST_SECONDS);
        let rows = app.store.take_scores(MOST, now.0.plus_seconds(TAKEN_SECONDS), rested, now.0).await?;
        let taken = rows.len();
        arrived += pass_these_on(app, rows, now).await?;
        if taken < MOST as usize {
            break;
        }
    }
    Ok(arrived)
}

async fn pass_these_on(app: &App, rows: Vec<ScoreRow>, now: Now) -> Result<usize, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let platforms = app.store.platforms().await?;
    let platforms: BTreeMap<Uuid, Platform> = platforms.into_iter().map(|platform| (platform.id, platform)).collect();
    let mut cohorts: BTreeMap<Uuid, Option<CohortRow>> = BTreeMap::new();
    let mut silent: BTreeMap<Uuid, Unserved> = BTreeMap::new();
    let mut arrived = 0;
    for row in rows {
        let Some(platform) = platforms.get(&row.platform) else { continue };
        if let Some(trouble) = silent.get(&row.platform) {
            put_off(app, &row, trouble, now).await?;
            continue;
        }
        let cohort = match cohorts.entry(row.cohort) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(app.store.cohort_to_launch(row.cohort).await?),
        };
        let Some(cohort) = cohort else { continue };
        let shelf = app.shelf();
        // While the workshop is not served nobody knows how far anybody is.
        let Some(shelved) = shelf.find(&cohort.workshop) else { continue };
        let score = match score(app, cohort, shelved, &row, now).await {
            Ok(score) => score,
            Err(error) => {
                tracing::warn!(?error, "a score could not be worked out");
                continue;
            }
        };
        match tell(app, platform, &row, score, now).await {
            Ok(told_at) => {
                arrived += usize::from(row.told.is_none_or(|(.., at)| at != told_at));
                let next = now.0.plus_seconds(AGAIN_SECONDS);
                app.store.score_told(row.id, (score.percent, score.complete), told_at, next, checked_at(now)).await?;
            }
            Err(trouble) => {
                tracing::warn!(platform = %platform.id, why = trouble.words(), tries = row.tries + 1, "a score was not taken");
                put_off(app, &row, &trouble, now).await?;
                if trouble.concerns_all() {
                    silent.insert(row.platform, trouble);
                }
            }
        }
    }
    Ok(arrived)
}

async fn put_off(app: &App, row: &ScoreRow, trouble: &Unserved, now: Now) -> Result<(), StoreError> {
    let own = FIRST_WAIT.saturating_mul(1 << row.tries.min(20)).min(LONGEST_WAIT);
    let wait = match trouble {
        Unserved::Busy(_, Some(seconds)) => i64::from(*seconds).clamp(1, LONGEST_WAIT),
        _ => own,
    };
    app.store.score_failed(row.id, trouble.words().to_owned(), now.0.plus_seconds(wait)).await
}

/// How far somebody is in what their link is about: the share of a module's sections that count, the best share of a quiz, or else
/// the share of what completes the cohort.
async fn score(app: &App, cohort: &CohortRow, shelved: &Shelved, row: &ScoreRow, now: Now) -> Result<Score, Wrong> {
    let workshop = &shelved.workshop;
    let reader = app.store.reader_of(row.person, &workshop.id).await?;
    let far = how_far(app, workshop, row.person, reader.as_ref(), &cohort.settings, now).await?;
    if let Some(at) = far.outline.modules.iter().position(|module| module.id == row.module) {
        let module = &far.progress.modules[at];
        let complete = matches!(module.state, ModuleState::Finished | ModuleState::FinishedThenNew(_));
        let percent = if complete { 100 } else { u32::try_from(module.percent()).unwrap_or(100) };
        return Ok(Score { percent, complete });
    }
    if !row.quiz.is_empty() {
        let best = far.reached.quizzes.get(&row.quiz);
        return Ok(Score { percent: best.copied().unwrap_or(0).into(), complete: best.is_some() });
    }
    let percent = far.standing.percent(&far.outline, &far.progress, &far.reached);
    Ok(Score { percent: percent.into(), complete: far.standing.complete() })
}

/// Tells a platform a score, unless it knows it. Answers with when it was told; each time is later than the one before, since a
/// platform takes no older score for a newer one.
async fn tell(app: &App, platform: &Platform, row: &ScoreRow, score: Score, now: Now) -> Result<Millis, Unserved> {
    let before = row.told.filter(|_| row.tries == 0);
    if let Some((percent, complete, at)) = before
        && (percent, complete) == (score.percent, score.complete)
    {
        return Ok(at);
    }
    let subject = signing::opened(&app.secret, &platform.id.to_string(), &row.sealed_subject);
    let subject = subject.and_then(|subject| String::from_utf8(subject).ok());
    let subject = subject.ok_or_else(|| {
        Unserved::Refused(
            "Who it is was sealed under another secret of this portal; it is known again after the next launch."
                .to_owned(),
        )
    })?;
    let at = row.told.map_or(now.0, |(.., told_at)| Millis(now.0.0.max(told_at.0 + 1)));
    let body = score.body(&subject, &when::moment(at).0).to_string();
    let address = scores_of(&row.column);
    // What is kept was looked at before; what can be made of it is an address.
    if address.parse::<axum::http::Uri>().is_err() {
        return Err(Unserved::Refused("The address of its column is none.".to_owned()));
    }
    let request = || {
        let mut request = Request::new(body.clone().into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = address.parse().unwrap_or_default();
        let kind = HeaderValue::from_static("application/vnd.ims.lis.v1.score+json");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        request
    };
    app.platform_tokens.ask(app, platform, SCORE_SCOPE, request, now).await?;
    Ok(at)
}
