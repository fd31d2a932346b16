//! Cohorts go when they were kept long enough.

use super::now::Now;
use crate::domain::cohort::Lifetime;
use crate::domain::time::Millis;
use crate::store::{Actor, CohortRow, Deed, Entry, Store, StoreError};

/// Deletes the cohorts that have been over for so many days, with everything in them; what their people did stays theirs.
/// None when the days are 0. Answers with how many went.
///
/// As with sessions, the time is that of the last use of the portal when this is earlier: a clock that is wrong by a year
/// takes nothing away for good.
pub async fn forget_cohorts(store: &Store, days: u32, now: Now) -> Result<usize, StoreError> {
    if days == 0 {
        return Ok(0);
    }
    let Some(last) = store.last_use().await? else { return Ok(0) };
    let today = now.0.min(last);
    let mut gone = 0;
    for cohort in store.all_cohorts().await? {
        let until = lifetime(store, &cohort).await?.kept_until(days);
        if until.is_none_or(|until| until > today) {
            continue;
        }
        let entry = Entry {
            id: Now::id(),
            at: now.0,
            actor: Actor { id: None, name: "the portal".to_owned() },
            deed: Deed::DeletedCohort,
            subject: Some(cohort.id),
            subject_name: cohort.name.clone(),
            detail: format!("kept for {days} days"),
        };
        gone += usize::from(store.delete_cohort(cohort.id, entry).await?);
    }
    Ok(gone)
}

async fn lifetime(store: &Store, cohort: &CohortRow) -> Result<Lifetime, StoreError> {
    let (ends_at, archived_at) = (cohort.settings.ends_at, cohort.archived_at);
    let mut used_at = cohort.made_at;
    if ends_at.is_none() && archived_at.is_none() {
        let members = store.members(cohort.id).await?;
        let seen = members.iter().flat_map(|member| [Some(member.joined_at), member.seen_at]).flatten();
        used_at = seen.fold(used_at, Millis::max);
    }
    Ok(Lifetime { ends_at, archived_at, used_at })
}
