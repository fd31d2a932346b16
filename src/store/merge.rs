//! Two progresses made one.

use uuid::Uuid;

use super::dialect::{hold_notes, hold_people};
use super::{Result, Store, StoreError, write};
use crate::domain::note::keep_both;
use crate::domain::time::Millis;

/// What a merge added to the progress that stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Marks on sections that were not marked there.
    pub marks: u64,
    /// Notes on sections that had none there.
    pub notes: u64,
    /// Notes on sections that had another one there: both texts are in one note now.
    pub kept_both: u64,
    /// Both had given a name: the one that did not stay.
    pub dropped_name: Option<String>,
}

/// A note that both people have: workshop, module, section, the text and revision of the one who goes, and of the one who
/// stays.
type NotePair = (String, String, String, String, i64, String, i64);

impl Store {
    /// Everything of `from` becomes `into`'s and nothing is lost: the union of the marks, each with its earliest time; the
    /// notes, with both texts where both wrote; the name, unless the other has one; the browsers, which stay signed in; the places; the continue codes;
    /// the plans; the designs; the certificates, one for each cohort; the places in cohorts; the attempts with their answers; how long they want, unless the other has said so. Then `from` is no more. [`Gone`](StoreError::Gone) when one of the two is not there, so that of two merges that cross, one
    /// happens.
    pub async fn merge(&self, from: Uuid, into: Uuid, at: Millis) -> Result<Merged> {
        if from == into {
            return Ok(Merged::default());
        }
        write!(self, "merge", connection => {
            let people: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(from).bind(into).fetch_all(&mut *connection).await?;
            let name_of = |who: Uuid| people.iter().find(|(id, _)| *id == who).map(|(_, name)| name.clone());
            let (Some(name), Some(kept_name)) = (name_of(from), name_of(into)) else { return Err(StoreError::Gone) };
            let mut merged = Merged::default();
            if kept_name.is_empty() && !name.is_empty() {
                sqlx::query("update people set name = $2 where id = $1").bind(into).bind(name).execute(&mut *connection).await?;
            } else if !name.is_empty() && name != kept_name {
                merged.dropped_name = Some(name);
            }

            // A mark on the same section: the earlier time stays, with the edition of that time.
            sqlx::query(
                "update marks as t set at = f.at, edition = f.edition from marks f \
                 where t.person = $2 and f.person = $1 and f.workshop = t.workshop and f.module = t.module \
                 and f.section = t.section and f.at < t.at",
            ).bind(from).bind(into).execute(&mut *connection).await?;
            merged.marks = sqlx::query(
                "update marks set person = $2 where person = $1 and not exists (select 1 from marks t where t.person = $2 \
                 and t.workshop = marks.workshop and t.module = marks.module and t.section = marks.section)",
            ).bind(from).bind(into).execute(&mut *connection).await?.rows_affected();

            let pairs: Vec<NotePair> = sqlx::query_as(hold_notes(connection))
                .bind(from).bind(into).fetch_all(&mut *connection).await?;
            for (workshop, module, section, mine, my_revision, theirs, their_revision) in pairs {
                // However long they are together: a merge happens once and must lose nothing.
                let both = keep_both(&theirs, &mine);
                match (mine.is_empty(), theirs.is_empty()) {
                    (true, _) => {}
                    (false, true) => merged.notes += 1,
                    (false, false) => merged.kept_both += u64::from(mine != theirs),
                }
                // A page of either device that is still open has an older revision and meets the text of both.
                sqlx::query(
                    "update notes set body = $5, revision = $6, at = $7 \
                     where person = $1 and workshop = $2 and module = $3 and section = $4 and body <> $5",
                ).bind(into).bind(workshop).bind(module).bind(section).bind(both)
                    .bind(my_revision.max(their_revision) + 1).bind(at.0).execute(&mut *connection).await?;
            }
            for taken_back in [false, true] {
                let moved = sqlx::query(
                    "update notes set person = $2 where person = $1 and (body = '') = $3 and not exists \
                     (select 1 from notes t where t.person = $2 and t.workshop = notes.workshop \
                     and t.module = notes.module and t.section = notes.section)",
                ).bind(from).bind(into).bind(taken_back).execute(&mut *connection).await?.rows_affected();
                merged.notes += if taken_back { 0 } else { moved };
            }

            // In a cohort where both are, one entry stays, with what hung on the other.
            for text in [
                "update members set left_at = null where person = $2 and left_at is not null and exists (select 1 from members f \
                 where f.person = $1 and f.cohort = members.cohort and f.left_at is null and f.removed_at is null)",
                "update members set name = coalesce((select f.name from members f where f.person = $1 and f.cohort = members.cohort), name) \
                 where person = $2 and name = ''",
                "update roster set member = (select t.id from members t join members f on f.cohort = t.cohort \
                 where f.person = $1 and t.person = $2 and f.id = roster.member) where member in (select f.id from members f \
                 join members t on t.cohort = f.cohort where f.person = $1 and t.person = $2)",
                "update shown_designs set member = (select t.id from members t join members f on f.cohort = t.cohort \
                 where f.person = $1 and t.person = $2 and f.id = shown_designs.member) where member in (select f.id from members f \
                 join members t on t.cohort = f.cohort where f.person = $1 and t.person = $2)",
                "update member_links set member = (select t.id from members t join members f on f.cohort = t.cohort \
                 where f.person = $1 and t.person = $2 and f.id = member_links.member) where member in (select f.id from members f \
                 join members t on t.cohort = f.cohort where f.person = $1 and t.person = $2)",
                "update xapi_outbox set member = (select t.id from members t join members f on f.cohort = t.cohort \
                 where f.person = $1 and t.person = $2 and f.id = xapi_outbox.member) where member in (select f.id from members f \
                 join members t on t.cohort = f.cohort where f.person = $1 and t.person = $2)",
                "update members set same_as = null where (person = $1 or person = $2) and same_as in \
                 (select id from members where person = $1 or person = $2)",
                "update members set same_as = (select t.id from members t join members f on f.cohort = t.cohort \
                 where f.person = $1 and t.person = $2 and f.id = members.same_as) where same_as in (select f.id from members f \
                 join members t on t.cohort = f.cohort where f.person = $1 and t.person = $2)",
                "update platform_people set person = $2 where person = $1",
                // Of two that go to one column, the one of who stays.
                "update platform_scores set person = $2 where person = $1 and not exists (select 1 from platform_scores t \
                 where t.person = $2 and t.platform = platform_scores.platform and t.grade_column = platform_scores.grade_column)",
                "update members set person = $2 where person = $1 and not exists \
                 (select 1 from members t where t.person = $2 and t.cohort = members.cohort)",
            ] {
                sqlx::query(text).bind(from).bind(into).execute(&mut *connection).await?;
            }
            for text in [
                "update sessions set person = $2 where person = $1",
                "update places set person = $2 where person = $1",
                "update continue_codes set person = $2 where person = $1",
                "update plans set person = $2 where person = $1",
                "update designs set person = $2 where person = $1",
                // Of two certificates for the same cohort, the one of who stays.
                "update certificates set person = $2 where person = $1 and not exists (select 1 from certificates t \
                 where t.person = $2 and t.cohort = certificates.cohort)",
                "update attempts set person = $2 where person = $1",
                "update paces set person = $2 where person = $1 and not exists (select 1 from paces where person = $2)",
                // What is left of it are marks and notes that the other has as well; they go with it.
                "delete from people where id = $1 and id <> $2",
            ] {
                sqlx::query(text).bind(from).bind(into).execute(&mut *connection).await?;
            }
            Ok(merged)
        })
    }
}
