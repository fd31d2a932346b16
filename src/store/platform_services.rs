//! What learning platforms offer behind a launch: columns of grades that are filled, and courses whose people can be read.

use uuid::Uuid;

use super::{LaunchTicket, Result, Store, read, write};
use crate::domain::time::Millis;

/// A course that was launched into a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Its id here.
    pub id: Uuid,
    /// The platform's id.
    pub platform: Uuid,
    /// What people here call the platform.
    pub platform_name: String,
    /// Where the platform says who is in it.
    pub members_url: String,
    /// What it is called; may be empty.
    pub title: String,
}

/// What is passed back of somebody's progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow {
    /// Its id.
    pub id: Uuid,
    /// To which platform.
    pub platform: Uuid,
    /// In which cohort.
    pub cohort: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The platform's column of grades.
    pub column: String,
    /// The platform's name for them, sealed.
    pub sealed_subject: Vec<u8>,
    /// The module that the link is about; empty when it is about something else.
    pub module: String,
    /// The quiz that the link is about; empty when it is about something else.
    pub quiz: String,
    /// What the platform was told last, in percent and whether all was done, and when.
    pub told: Option<(u32, bool, Millis)>,
    /// How often it failed since.
    pub tries: u32,
}

/// How passing scores back goes in a cohort, for one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreState {
    /// What people here call the platform.
    pub platform: String,
    /// People whose scores are passed.
    pub people: u64,
    /// Of which so many have not arrived.
    pub waiting: u64,
    /// What went wrong last; empty when nothing did.
    pub problem: String,
}

type ScoreText = (Uuid, Uuid, Uuid, Uuid, String, Vec<u8>, String, String, Option<i64>, bool, Option<i64>, i64);

fn score(row: ScoreText) -> ScoreRow {
    let (id, platform, cohort, person, column, sealed_subject, module, quiz, told, complete, told_at, tries) = row;
    let percent = told.and_then(|told| u32::try_from(told).ok());
    ScoreRow {
        id,
        platform,
        cohort,
        person,
        column,
        sealed_subject,
        module,
        quiz,
        told: percent.zip(told_at).map(|(percent, at)| (percent, complete, Millis(at))),
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
    }
}

impl Store {
    /// Remembers a course that was launched into a cohort, for its facilitators to read who is in it.
    pub async fn keep_course(
        &self,
        id: Uuid,
        (platform, cohort): (Uuid, Uuid),
        members_url: String,
        title: String,
        at: Millis,
    ) -> Result<()> {
        write!(self, "keep_course", one statement, connection => {
            sqlx::query(
                "insert into platform_courses (id, platform, cohort, members_url, title, seen_at) values ($1, $2, $3, $4, $5, $6) \
                 on conflict (platform, cohort, members_url) do update set title = excluded.title, seen_at = excluded.seen_at",
            ).bind(id).bind(platform).bind(cohort).bind(members_url).bind(title).bind(at.0)
                .execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// The courses that were launched into a cohort, the one launched last first.
    pub async fn courses(&self, cohort: Uuid) -> Result<Vec<Course>> {
        let rows: Vec<(Uuid, Uuid, String, String, String)> = read!(self, "courses", pool => {
            sqlx::query_as(
                "select c.id, c.platform, p.name, c.members_url, c.title from platform_courses c \
                 join platforms p on p.id = c.platform where c.cohort = $1 order by c.seen_at desc, c.id",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        let course = |(id, platform, platform_name, members_url, title)| Course {
            id,
            platform,
            platform_name,
            members_url,
            title,
        };
        Ok(rows.into_iter().map(course).collect())
    }

    /// From now on what a person does in a cohort is passed back to the column through whose link they came. False when the launch
    /// came from a platform that takes no scores.
    pub async fn keep_score(&self, id: Uuid, ticket: LaunchTicket, person: Uuid, at: Millis) -> Result<bool> {
        let Some(grades) = ticket.grades else { return Ok(false) };
        write!(self, "keep_score", one statement, connection => {
            sqlx::query(
                "insert into platform_scores (id, platform, cohort, person, grade_column, sealed_subject, module, quiz, told_complete, \
                 checked_at, next_at, taken_until, tries, problem) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, 0, 0, '') \
                 on conflict (platform, grade_column, person) do update set cohort = excluded.cohort, \
                 sealed_subject = excluded.sealed_subject, module = excluded.module, quiz = excluded.quiz, next_at = excluded.next_at",
            ).bind(id).bind(ticket.platform).bind(ticket.cohort).bind(person).bind(grades.column).bind(grades.sealed_subject)
                .bind(grades.module).bind(grades.quiz).bind(false).bind(at.0).execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// Takes scores that have to be looked at: because it is time, or because their person did something since they were
    /// [checked](Self::score_told), if that was not after `rested`. Until `until` nobody else takes them; who dies meanwhile loses
    /// nothing. Only of people who are in the cohort.
    pub async fn take_scores(&self, most: u32, until: Millis, rested: Millis, now: Millis) -> Result<Vec<ScoreRow>> {
        // Looked for apart from the one writer: most of the time there is nothing to take.
        let due: Vec<Uuid> = read!(self, "scores_due", pool => {
            sqlx::query_scalar(
                "select s.id from platform_scores s \
                 join cohorts c on c.id = s.cohort join members m on m.cohort = s.cohort and m.person = s.person \
                 where m.left_at is null and m.removed_at is null and c.archived_at is null and s.taken_until <= $1 and (s.next_at <= $1 \
                 or (s.tries = 0 and s.told is not null and s.checked_at <= $3 and (\
                 exists (select 1 from marks k where k.person = s.person and k.workshop = c.workshop and k.at > s.checked_at) \
                 or exists (select 1 from attempts t where t.person = s.person and t.workshop = c.workshop and t.handed_in_at > s.checked_at) \
                 or exists (select 1 from designs d join design_revisions r on r.design = d.id where d.person = s.person \
                 and d.workshop = c.workshop and r.at > s.checked_at)))) order by s.next_at, s.id limit $2",
            ).bind(now.0).bind(i64::from(most)).bind(rested.0).fetch_all(pool).await?
        })?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ScoreText> = write!(self, "take_scores", connection => {
            let mut taken = Vec::new();
            for id in due {
                // Somebody else may have taken it meanwhile.
                let row: Option<ScoreText> = sqlx::query_as(
                    "update platform_scores set taken_until = $1 where id = $2 and taken_until <= $3 \
                     returning id, platform, cohort, person, grade_column, sealed_subject, module, quiz, told, told_complete, told_at, tries",
                ).bind(until.0).bind(id).bind(now.0).fetch_optional(&mut *connection).await?;
                taken.extend(row);
            }
            Ok(taken)
        })?;
        Ok(rows.into_iter().map(score).collect())
    }

    /// Notes what a platform was told, or that there was nothing new to tell. What was done after `checked` is looked at again.
    pub async fn score_told(
        &self,
        id: Uuid,
        told: (u32, bool),
        told_at: Millis,
        next: Millis,
        checked: Millis,
    ) -> Result<()> {
        write!(self, "score_told", one statement, connection => {
            sqlx::query(
                "update platform_scores set told = $2, told_complete = $3, told_at = $4, checked_at = $5, next_at = $6, taken_until = 0, tries = 0, \
                 problem = '' where id = $1",
            ).bind(id).bind(i64::from(told.0)).bind(told.1).bind(told_at.0).bind(checked.0).bind(next.0)
                .execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// Notes why a score did not arrive, and when it is tried again.
    pub async fn score_failed(&self, id: Uuid, problem: String, next: Millis) -> Result<()> {
        write!(self, "score_failed", one statement, connection => {
            sqlx::query("update platform_scores set tries = tries + 1, problem = $2, next_at = $3, taken_until = 0 where id = $1")
                .bind(id).bind(problem).bind(next.0).execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// How passing scores back goes in a cohort, platform by platform.
    pub async fn score_states(&self, cohort: Uuid) -> Result<Vec<ScoreState>> {
        let rows: Vec<(String, i64, i64, Option<String>)> = read!(self, "score_states", pool => {
            sqlx::query_as(
                "select p.name, count(*), cast(sum(case when s.tries > 0 or s.told is null then 1 else 0 end) as bigint), \
                 max(s.problem) from platform_scores s join platforms p on p.id = s.platform where s.cohort = $1 \
                 group by p.id, p.name order by lower(p.name)",
            ).bind(cohort).fetch_all(pool).await?
        })?;
        let state = |(platform, people, waiting, problem): (String, i64, i64, Option<String>)| ScoreState {
            platform,
            people: u64::try_from(people).unwrap_or(0),
            waiting: u64::try_from(waiting).unwrap_or(0),
            problem: problem.unwrap_or_default(),
        };
        Ok(rows.into_iter().map(state).collect())
    }
}
