//! What one person in a cohort did in its workshop, for the page about them, and what everybody tried lately. Whoever reads it
//! has the cohort; the person is found through it.

use uuid::Uuid;

use super::attempts::{END, FIELD, Row as AttemptText, attempt_of, attempts};
use super::designs::{Row as DesignText, design, designs};
use super::{AttemptRow, DesignRow, Result, Store, read};
use crate::domain::progress::Mark;
use crate::domain::quiz::{QuizRules, When};
use crate::domain::time::Millis;

/// The tries at one question in one attempt that tells after each whether it was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassTries {
    /// Whose, by their id in the cohort.
    pub member: Uuid,
    /// The attempt's id.
    pub attempt: Uuid,
    /// The question's id.
    pub question: String,
    /// Tries that were not right.
    pub wrong: usize,
    /// Whether it was right in the end.
    pub right: bool,
    /// When it was tried last.
    pub at: Millis,
}

/// A design of somebody in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberDesign {
    /// The design.
    pub design: DesignRow,
    /// Whether they show it whole to the facilitators of the cohort.
    pub shown: bool,
}

impl Store {
    /// What people in a cohort tried since a time, the one tried last at the end. Attempts that tell at their end what was right
    /// are left out.
    pub async fn class_tries(&self, cohort: Uuid, workshop: &str, since: Millis) -> Result<Vec<ClassTries>> {
        type Text = (Uuid, Uuid, String, String, i64, i64, i64);
        let rows: Vec<Text> = read!(self, "class_tries", pool => {
            sqlx::query_as(
                "select coalesce(m.same_as, m.id), t.id, t.rules, a.question, count(*), \
                 cast(sum(case when a.mark >= 1 then 1 else 0 end) as bigint), max(a.at) \
                 from members m join attempts t on t.person = m.person and t.workshop = $2 join answers a on a.attempt = t.id \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null and a.at >= $3 \
                 and (t.handed_in_at is null or t.handed_in_at >= $3) \
                 group by m.same_as, m.id, t.id, t.rules, a.question order by max(a.at), t.id, a.question",
            ).bind(cohort).bind(workshop).bind(since.0).fetch_all(pool).await?
        })?;
        let mut tries = Vec::with_capacity(rows.len());
        for (member, attempt, rules, question, all, right, at) in rows {
            let rules: QuizRules = serde_json::from_str(&rules)?;
            if rules.feedback == When::EachAnswer {
                let wrong = usize::try_from(all - right).unwrap_or(0);
                tries.push(ClassTries { member, attempt, question, wrong, right: right > 0, at: Millis(at) });
            }
        }
        Ok(tries)
    }

    /// The attempts at one quiz of everybody in a cohort, with who made them, those begun first first.
    pub async fn class_quiz(&self, cohort: Uuid, workshop: &str, quiz: &str) -> Result<Vec<(Uuid, AttemptRow)>> {
        type Text = (Uuid, Uuid, String, String, String, i64, Option<i64>, String, String, String, String, String);
        let rows: Vec<Text> = read!(self, "class_quiz", pool => {
            sqlx::query_as(attempts!(
                "coalesce(m.same_as, m.id), ",
                "members m join attempts t on t.person = m.person \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null",
                "t.workshop = $4 and t.purpose = 'quiz' and t.subject = $5 order by t.started_at, t.id"
            )).bind(cohort).bind(FIELD.to_string()).bind(END.to_string()).bind(workshop).bind(quiz).fetch_all(pool).await?
        })?;
        let row =
            |(member, id, workshop, purpose, subject, begun, handed_in, rules, pace, slots, answers, hints): Text| {
                let text: AttemptText =
                    (id, workshop, purpose, subject, begun, handed_in, rules, pace, slots, answers, hints);
                Ok((member, attempt_of(text)?))
            };
        rows.into_iter().map(row).collect()
    }

    /// What somebody in a cohort marked, under all entries that count as them, as it was marked.
    pub async fn member_marks(&self, cohort: Uuid, member: Uuid, workshop: &str) -> Result<Vec<Mark>> {
        let rows: Vec<(String, String, String, i64)> = read!(self, "member_marks", pool => {
            sqlx::query_as(
                "select k.module, k.section, k.edition, k.at from members m join marks k on k.person = m.person and k.workshop = $3 \
                 where m.cohort = $1 and (m.id = $2 or m.same_as = $2) and m.left_at is null and m.removed_at is null order by k.at",
            ).bind(cohort).bind(member).bind(workshop).fetch_all(pool).await?
        })?;
        let mark = |(module, section, edition, at)| Mark { module, section, edition, at: Millis(at) };
        Ok(rows.into_iter().map(mark).collect())
    }

    /// The attempts of somebody in a cohort, under all entries that count as them, those begun first first.
    pub async fn member_attempts(&self, cohort: Uuid, member: Uuid, workshop: &str) -> Result<Vec<AttemptRow>> {
        let rows: Vec<AttemptText> = read!(self, "member_attempts", pool => {
            sqlx::query_as(attempts!(
                "",
                "members m join attempts t on t.person = m.person \
                 where m.cohort = $1 and m.left_at is null and m.removed_at is null",
                "(m.id = $4 or m.same_as = $4) and t.workshop = $5 order by t.started_at, t.id"
            )).bind(cohort).bind(FIELD.to_string()).bind(END.to_string()).bind(member).bind(workshop)
                .fetch_all(pool).await?
        })?;
        rows.into_iter().map(attempt_of).collect()
    }

    /// The designs of somebody in a cohort that its facilitators may know of: the one that each entry chose last, for its
    /// decisions, and those that are shown whole; the one chosen last first.
    pub async fn member_designs(&self, cohort: Uuid, member: Uuid, workshop: &str) -> Result<Vec<MemberDesign>> {
        let rows: Vec<DesignText> = read!(self, "member_designs", pool => {
            sqlx::query_as(designs!(
                "d.revision",
                "d.workshop = $3 and d.person in (select m.person from members m where m.cohort = $1 \
                 and (m.id = $2 or m.same_as = $2) and m.left_at is null and m.removed_at is null) \
                 and (d.id in (select w.design from shown_designs w join members m on m.id = w.member where m.cohort = $1) \
                 or not exists (select 1 from designs n where n.person = d.person and n.workshop = d.workshop \
                 and (n.used_at > d.used_at or (n.used_at = d.used_at and n.id > d.id)))) order by d.used_at desc, d.id desc"
            )).bind(cohort).bind(member).bind(workshop).fetch_all(pool).await?
        })?;
        let shown: Vec<Uuid> = read!(self, "shown_designs_of_member", pool => {
            sqlx::query_scalar(
                "select w.design from shown_designs w join members m on m.id = w.member \
                 where m.cohort = $1 and (m.id = $2 or m.same_as = $2)",
            ).bind(cohort).bind(member).fetch_all(pool).await?
        })?;
        let row = |row: DesignText| {
            // The link for others is its owner's affair.
            let design = DesignRow { share: None, ..design(row) };
            MemberDesign { shown: shown.contains(&design.id), design }
        };
        Ok(rows.into_iter().map(row).collect())
    }
}
