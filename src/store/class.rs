//! What the people of a cohort did in its workshop, for the board and the report. Entries that count as one person have one id
//! here: that of the entry that stays.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::attempts::{END, FIELD, Row as AttemptText, attempt_of, attempts};
use super::{AttemptRow, Result, Store, read};
use crate::domain::progress::Mark;
use crate::domain::time::Millis;

/// Somebody who is in a cohort now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassMember {
    /// Their id in it.
    pub id: Uuid,
    /// What they are called; empty in an anonymous cohort.
    pub name: String,
    /// Since when.
    pub joined_at: Millis,
    /// When a browser of theirs was last used, something was marked, or an attempt begun or handed in, whichever came last.
    pub seen_at: Option<Millis>,
}

/// A section that somebody marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassMark {
    /// Who, by their id in the cohort.
    pub member: Uuid,
    /// What and when.
    pub mark: Mark,
}

/// The design that somebody chose last, for its decisions; and whether they show it whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassDesign {
    /// Who, by their id in the cohort.
    pub member: Uuid,
    /// The design's id.
    pub design: Uuid,
    /// The design as JSON.
    pub body: String,
    /// Whether they show it to the facilitators of the cohort.
    pub shown: bool,
    /// When it was changed last.
    pub at: Millis,
}

impl Store {
    /// Who is in a cohort now, by name, then the one who came first.
    pub async fn class(&self, cohort: Uuid) -> Result<Vec<ClassMember>> {
        type Text = (Uuid, String, i64, Option<Uuid>, Option<i64>, Option<i64>, Option<i64>);
        let rows: Vec<Text> = read!(self, "class", pool => {
            sqlx::query_as(
                "select m.id, m.name, m.joined_at, m.same_as, \
                 (select max(s.seen_at) from sessions s where s.person = m.person), \
                 (select max(k.at) from marks k where k.person = m.person and k.workshop = c.workshop), \
                 (select max(coalesce(t.handed_in_at, t.started_at)) from attempts t where t.person = m.person and t.workshop = c.workshop) \
                 from members m join cohorts c on c.id = m.cohort \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null order by lower(m.name), m.joined_at, m.id",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        let there: std::collections::BTreeSet<Uuid> = rows.iter().map(|row| row.0).collect();
        let mut others: BTreeMap<Uuid, Option<i64>> = BTreeMap::new();
        let seen = |row: &Text| [row.4, row.5, row.6].into_iter().flatten().max();
        for row in &rows {
            if let Some(kept) = row.3.filter(|kept| there.contains(kept)) {
                let latest = others.entry(kept).or_default();
                *latest = (*latest).max(seen(row));
            }
        }
        let own = rows.iter().filter(|row| row.3.is_none_or(|kept| !there.contains(&kept)));
        let member = |row: &Text| ClassMember {
            id: row.0,
            name: row.1.clone(),
            joined_at: Millis(row.2),
            seen_at: seen(row).max(others.get(&row.0).copied().flatten()).map(Millis),
        };
        Ok(own.map(member).collect())
    }

    /// All that they marked in a workshop, in the order of people, then as it was marked.
    pub async fn class_marks(&self, cohort: Uuid, workshop: &str) -> Result<Vec<ClassMark>> {
        let rows: Vec<(Uuid, String, String, String, i64)> = read!(self, "class_marks", pool => {
            sqlx::query_as(
                "select coalesce(m.same_as, m.id), k.module, k.section, k.edition, k.at \
                 from members m join marks k on k.person = m.person and k.workshop = $2 \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null",
            ).bind(cohort).bind(workshop).fetch_all(pool).await?
        })?;
        let row = |(member, module, section, edition, at)| ClassMark {
            member,
            mark: Mark { module, section, edition, at: Millis(at) },
        };
        let mut marks: Vec<ClassMark> = rows.into_iter().map(row).collect();
        marks.sort_by_key(|mark| (mark.member, mark.mark.at));
        Ok(marks)
    }

    /// All their attempts in a workshop, with who made them, those begun first first.
    pub async fn class_attempts(&self, cohort: Uuid, workshop: &str) -> Result<Vec<(Uuid, AttemptRow)>> {
        type Text = (Uuid, Uuid, String, String, String, i64, Option<i64>, String, String, String, String, String);
        let rows: Vec<Text> = read!(self, "class_attempts", pool => {
            sqlx::query_as(attempts!(
                "coalesce(m.same_as, m.id), ",
                "members m join attempts t on t.person = m.person \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null",
                "t.workshop = $4 order by t.started_at, t.id"
            )).bind(cohort).bind(FIELD.to_string()).bind(END.to_string()).bind(workshop).fetch_all(pool).await?
        })?;
        let row =
            |(member, id, workshop, purpose, subject, begun, handed_in, rules, pace, slots, answers, hints): Text| {
                let text: AttemptText =
                    (id, workshop, purpose, subject, begun, handed_in, rules, pace, slots, answers, hints);
                Ok((member, attempt_of(text)?))
            };
        rows.into_iter().map(row).collect()
    }

    /// The design of a workshop that each of them chose last.
    pub async fn class_designs(&self, cohort: Uuid, workshop: &str) -> Result<Vec<ClassDesign>> {
        let rows: Vec<(Uuid, Uuid, String, i64, i64)> = read!(self, "class_designs", pool => {
            sqlx::query_as(
                "select coalesce(m.same_as, m.id), d.id, r.body, r.at, \
                 (select count(*) from shown_designs w where w.member = m.id and w.design = d.id) \
                 from members m join designs d on d.person = m.person and d.workshop = $2 \
                 join design_revisions r on r.design = d.id and r.number = d.revision \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null and not exists (select 1 from designs n \
                 where n.person = d.person and n.workshop = d.workshop \
                 and (n.used_at > d.used_at or (n.used_at = d.used_at and n.id > d.id))) order by r.at",
            ).bind(cohort).bind(workshop).fetch_all(pool).await?
        })?;
        let row =
            |(member, design, body, at, shown)| ClassDesign { member, design, body, shown: shown > 0, at: Millis(at) };
        Ok(rows.into_iter().map(row).collect())
    }
}
