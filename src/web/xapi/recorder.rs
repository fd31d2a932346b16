//! Sending to the record store: what is new is put into the outbox, and what waits there is sent, again and again until it is
//! taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use uuid::Uuid;

use super::delivery::{Delivery, Held};
use super::done::Done;
use crate::app::App;
use crate::config;
use crate::domain::time::Millis;
use crate::store::{CohortRow, NewStatement, Pulse, StoreError};
use crate::web::calls::Http;
use crate::web::now::Now;

/// The most statements of one request.
const BATCH: i64 = 50;
/// Statements that are kept in one change, so that others get their turn in between.
const KEPT_AT_ONCE: usize = 200;
/// The longest wait before a record store is tried again, in seconds: six hours.
const LONGEST_WAIT: i64 = 6 * 3600;

/// The portal's way to the record store.
pub struct Recorder {
    pub(super) settings: config::Xapi,
    pub(super) http: OnceLock<Http>,
}

/// How the way to the record store is.
#[derive(Debug, Default)]
pub struct Way {
    /// How often it was in vain, one after the other.
    failures: u32,
    /// Before when it is not tried again.
    until: Option<Millis>,
    /// How each cohort was when all that was done in it was told: its figures, its revision, and the content.
    told: BTreeMap<Uuid, (Pulse, i64, String)>,
}

impl Way {
    /// Notes that it was in vain, and answers with when it is tried again: after `first` seconds, then after twice as long each
    /// time, with up to a quarter more by `chance` (0 to 1), so that several portals do not come at once; as late as the record
    /// store wants, and after six hours at most.
    fn failed(&mut self, first: u32, wanted: Option<i64>, chance: f64, now: Millis) -> Millis {
        let doubled = i64::from(first).saturating_mul(1 << self.failures.min(20)).min(LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        let wanted = wanted.unwrap_or(0).clamp(0, LONGEST_WAIT);
        let wait = doubled.max(wanted);
        #[expect(clippy::cast_possible_truncation, reason = "a quarter of six hours in milliseconds")]
        #[expect(clippy::cast_precision_loss, reason = "six hours in milliseconds")]
        let more = (wait as f64 * 250.0 * chance.clamp(0.0, 1.0)) as i64;
        let next = Millis(now.plus_seconds(wait).0.saturating_add(more)).min(now.plus_seconds(LONGEST_WAIT));
        self.until = Some(next);
        next
    }
}

impl Recorder {
    /// By these settings. Nothing is asked of the record store yet.
    #[must_use]
    pub fn new(settings: config::Xapi) -> Self {
        Self { settings, http: OnceLock::new() }
    }

    /// How often there is a round, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.settings.seconds
    }

    /// Lets what was put aside wait once more: whoever mended what was wrong starts the portal anew.
    pub async fn begin(&self, app: &App, now: Now) -> Result<(), StoreError> {
        app.store.wake_statements(now.0, true).await.map(drop)
    }

    /// Puts what is new into the outbox, and sends what waits there until nothing does, or the record store wants to be left
    /// alone. `clock` tells the time.
    pub async fn round(&self, app: &App, way: &mut Way, clock: fn() -> Now) -> Result<(), StoreError> {
        self.gather(app, way, clock()).await?;
        self.send(app, way, clock).await?;
        let state = app.store.outbox_state().await?;
        for (name, count) in [("waiting", state.waiting), ("put aside", state.failed)] {
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52 statements")]
            metrics::gauge!("podium_xapi_statements", "state" => name).set(count as f64);
        }
        Ok(())
    }

    /// Puts into the outbox what is not there yet: of all cohorts that are not put away, and whose people are known.
    async fn gather(&self, app: &App, way: &mut Way, now: Now) -> Result<(), StoreError> {
        let cohorts = app.store.all_cohorts().await?;
        way.told.retain(|id, _| cohorts.iter().any(|cohort| cohort.id == *id));
        for cohort in cohorts.iter().filter(|cohort| cohort.archived_at.is_none()) {
            if !cohort.settings.names.asks() {
                app.store.forget_unsent(Some(cohort.id)).await?;
                continue;
            }
            // Read before what it stands for, so that what is done meanwhile is seen the next time.
            let pulse = app.store.pulse(cohort.id, &cohort.workshop, now.0).await?;
            let state = (pulse, cohort.revision, app.shelf().build.clone());
            if way.told.get(&cohort.id) == Some(&state) {
                continue;
            }
            match add(app, cohort, now).await {
                Ok(new) => {
                    way.told.insert(cohort.id, state);
                    tracing::debug!(cohort = %cohort.id, new, "what was done in a cohort was told");
                }
                // The others are told of all the same.
                Err(error) => {
                    tracing::warn!(cohort = %cohort.id, %error, "what was done in a cohort could not be told");
                }
            }
        }
        if app.store.forget_unsent(None).await? > 0 {
            // Whoever left may be back before the next round.
            way.told.clear();
        }
        Ok(())
    }

    async fn send(&self, app: &App, way: &mut Way, clock: fn() -> Now) -> Result<(), StoreError> {
        if way.until.is_some_and(|until| until > clock().0) {
            return Ok(());
        }
        loop {
            let claim = Now::seed();
            let delivery = Delivery { recorder: self, store: &app.store, claim, clock };
            let batch = delivery.hold(BATCH).await?;
            if batch.is_empty() {
                return Ok(());
            }
            match delivery.deliver(batch).await? {
                Ok(()) => {
                    if way.failures > 0 {
                        tracing::info!(host = self.settings.host(), "the record store takes statements again");
                        app.store.wake_statements(clock().0, false).await?;
                    }
                    (way.failures, way.until) = (0, None);
                }
                Err(Held { why, after }) => {
                    let now = clock().0;
                    let next = way.failed(self.settings.seconds, after, chance(claim), now);
                    let seconds = (next.0 - now.0) / 1000;
                    tracing::warn!(host = self.settings.host(), %why, seconds, "the record store takes no statements; they wait");
                    app.store.let_statements_wait(claim, why, now, next).await?;
                    return Ok(());
                }
            }
        }
    }
}

/// A number from 0 to 1 out of random bits.
fn chance(bits: Uuid) -> f64 {
    f64::from(u16::from_be_bytes([bits.as_bytes()[14], bits.as_bytes()[15]])) / f64::from(u16::MAX)
}

/// Puts what is new of a cohort into the outbox. It is found by what was told already, and not by when it was done: what people
/// did without a network, or on another device, comes late.
async fn add(app: &App, cohort: &CohortRow, now: Now) -> Result<u64, StoreError> {
    let shelf = app.shelf();
    let Some(shelved) = shelf.find(&cohort.workshop) else { return Ok(0) };
    let done = Done::of(app, cohort, shelved, now).await?;
    let told = app.store.told_statements(cohort.id).await?;
    let ids: BTreeSet<Uuid> = told.iter().map(|row| row.id).collect();
    let facts: BTreeSet<(Uuid, &str)> = told.iter().map(|row| (row.member, row.fact.as_str())).collect();
    let nobody: BTreeSet<Uuid> = app.store.rehearsing(cohort.id).await?.into_iter().collect();
    let (mut new, mut kept) = (Vec::new(), 0);
    for deed in done.deeds() {
        let member = done.member(deed);
        if ids.contains(&deed.key.id) || facts.contains(&(member, &deed.key.fact)) || nobody.contains(&member) {
            continue;
        }
        let body = match done.statement(app, shelved, deed, false).await {
            Ok(statement) => statement.to_string(),
            // A question that somebody took out of the database by hand.
            Err(StoreError::Other(why)) => {
                tracing::warn!(cohort = %cohort.id, why, "something that was done cannot be told");
                continue;
            }
            Err(error) => return Err(error),
        };
        let (id, fact) = (deed.key.id, deed.key.fact.clone());
        new.push(NewStatement { id, cohort: cohort.id, member, fact, body });
        if new.len() == KEPT_AT_ONCE {
            kept += app.store.keep_statements(std::mem::take(&mut new), now.0).await?;
        }
    }
    if !new.is_empty() {
        kept += app.store.keep_statements(new, now.0).await?;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_last_and_none_is_longer_than_six_hours() {
        let mut way = Way::default();
        let now = Millis(1_000_000);
        let wait = |way: &mut Way, wanted, chance| way.failed(60, wanted, chance, now).0 - now.0;
        let waits: Vec<i64> = (0..12).map(|_| wait(&mut way, None, 0.0) / 1000).collect();
        assert_eq!(waits, [60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600, 21600]);
        assert_eq!(way.until, Some(now.plus_seconds(21600)));
        for _ in 0..100 {
            assert_eq!(wait(&mut way, None, 1.0), LONGEST_WAIT * 1000);
        }
        let mut way = Way::default();
        assert_eq!(wait(&mut way, None, 1.0), 75_000, "a quarter more at most");
        assert_eq!(wait(&mut way, None, 0.5), 135_000);
        // As late as the record store wants, within reason; and never earlier than else.
        let mut way = Way::default();
        assert_eq!(wait(&mut way, Some(300), 0.0), 300_000);
        assert_eq!(wait(&mut way, Some(1), 0.0), 120_000);
        assert_eq!(wait(&mut way, Some(i64::MAX), 0.0), LONGEST_WAIT * 1000);
        assert_eq!(wait(&mut way, Some(i64::MIN), 0.0), 480_000);
        for bits in [Uuid::nil(), Uuid::max(), Uuid::from_u128(7)] {
            assert!((0.0..=1.0).contains(&chance(bits)));
        }
    }
}
