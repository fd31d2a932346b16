//! All that is kept of a person: to be taken along, or to be deleted.

use serde::Serialize;
use sqlx::Connection as _;
use uuid::Uuid;

use super::attempts::{END, FIELD, Row as AttemptText, attempt_of, attempts};
use super::dialect::{hold_people, snapshot};
use super::{Result, Store, StoreError, read, write};
use crate::domain::quiz::Pace;
use crate::domain::time::Millis;

mod kept;

use kept::rfc3339;
pub use kept::{
    Device, KeptAttempt, KeptCertificate, KeptCode, KeptCohort, KeptDesign, KeptGrade, KeptMark, KeptNote, KeptPlace,
    KeptPlan, KeptRevision, Written,
};

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
    /// Designs, the one chosen last first.
    pub designs: Vec<KeptDesign>,
    /// Attempts at questions, oldest first, with what was answered.
    pub attempts: Vec<KeptAttempt>,
    /// How long they want for what is timed, when they said so.
    pub pace: Option<Pace>,
    /// Cohorts they are or were in, the one joined first first.
    pub cohorts: Vec<KeptCohort>,
    /// Certificates that they have taken, oldest first.
    pub certificates: Vec<KeptCertificate>,
    /// Grades that learning platforms were told.
    pub grades: Vec<KeptGrade>,
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
    /// Designs.
    pub designs: u64,
    /// Answers to questions.
    pub answers: u64,
    /// Cohorts they were in.
    pub cohorts: u64,
    /// Certificates.
    pub certificates: u64,
}

impl Store {
    /// All that is kept of a person, as it was at one moment: now. What a running attempt does not show yet is left out. [`Gone`](StoreError::Gone) when they are not there.
    pub async fn everything(&self, person: Uuid, now: Millis) -> Result<Everything> {
        let (everything, designs, attempts, pace, cohorts, shown) = read!(self, "everything", pool => {
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
            let designs: Vec<DesignText> = sqlx::query_as(
                "select d.id, d.workshop, d.made_at, s.made_at, r.title, r.at, r.said, r.body from designs d \
                 join design_revisions r on r.design = d.id left join design_shares s on s.design = d.id \
                 where d.person = $1 order by d.used_at desc, d.id desc, r.number",
            ).bind(person).fetch_all(&mut *moment).await?;
            let pace: Option<String> = sqlx::query_scalar("select pace from paces where person = $1")
                .bind(person).fetch_optional(&mut *moment).await?;
            let attempts: Vec<AttemptText> = sqlx::query_as(attempts!("t.id = t.id order by t.started_at, t.id"))
                .bind(person).bind(FIELD.to_string()).bind(END.to_string()).fetch_all(&mut *moment).await?;
            let cohorts: Vec<CohortText> = sqlx::query_as(
                "select m.id, c.name, c.workshop, m.name, (select min(r.handle) from roster r where r.member = m.id), \
                 m.joined_at, m.left_at, m.removed_at, \
                 (select min(p.name) from platform_people l join platforms p on p.id = l.platform \
                 where l.person = m.person and l.cohort = m.cohort), \
                 (select count(x.sent_at) from xapi_outbox x where x.member = m.id), \
                 (select count(*) from xapi_outbox x where x.member = m.id and x.sent_at is null) from members m join cohorts c on c.id = m.cohort \
                 where m.person = $1 order by m.joined_at, m.id",
            ).bind(person).fetch_all(&mut *moment).await?;
            let shown: Vec<(Uuid, String)> = sqlx::query_as(
                "select w.member, r.title from shown_designs w join designs d on d.id = w.design \
                 join design_revisions r on r.design = d.id and r.number = d.revision where d.person = $1 order by w.at, d.id",
            ).bind(person).fetch_all(&mut *moment).await?;
            let certificates: Vec<(Uuid, i64, Option<i64>, String)> = sqlx::query_as(
                "select id, issued_at, withdrawn_at, credential from certificates where person = $1 order by issued_at, id",
            ).bind(person).fetch_all(&mut *moment).await?;
            let grades: Vec<GradeText> = sqlx::query_as(
                "select p.name, s.module, s.quiz, s.told, s.told_at from platform_scores s join platforms p on p.id = s.platform \
                 where s.person = $1 order by p.name, s.module, s.quiz, s.id",
            ).bind(person).fetch_all(&mut *moment).await?;
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
                designs: Vec::new(),
                attempts: Vec::new(),
                pace: None,
                cohorts: Vec::new(),
                certificates: certificates.into_iter().map(certificate).collect(),
                grades: grades.into_iter().map(grade).collect(),
            });
            (everything, designs, attempts, pace, cohorts, shown)
        })?;
        let mut everything = everything.ok_or(StoreError::Gone)?;
        everything.designs = kept_designs(designs)?;
        for text in attempts {
            everything.attempts.push(KeptAttempt::of(attempt_of(text)?, now));
        }
        everything.cohorts = cohorts.into_iter().map(|row| kept_cohort(row, &shown)).collect();
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
            let mut gone = [0; 10];
            let texts = [
                "delete from marks where person = $1",
                "delete from notes where person = $1 and body <> ''",
                "delete from places where person = $1",
                "delete from sessions where person = $1",
                "delete from continue_codes where person = $1",
                "delete from plans where person = $1",
                "delete from designs where person = $1",
                "delete from answers where attempt in (select id from attempts where person = $1)",
                "delete from members where person = $1",
                "delete from certificates where person = $1",
            ];
            for (gone, text) in gone.iter_mut().zip(texts) {
                *gone = sqlx::query(text).bind(person).execute(&mut *connection).await?.rows_affected();
            }
            // Whatever else hangs on the person goes with it.
            sqlx::query("delete from people where id = $1").bind(person).execute(&mut *connection).await?;
            let [marks, notes, places, sessions, codes, plans, designs, answers, cohorts, certificates] = gone;
            let counts = serde_json::json!({
                "marks": marks, "notes": notes, "places": places, "sessions": sessions, "codes": codes,
                "plans": plans, "designs": designs, "answers": answers, "cohorts": cohorts,
                "certificates": certificates,
            });
            sqlx::query("insert into deletions (receipt, at, counts) values ($1, $2, $3)")
                .bind(receipt).bind(at.0).bind(counts.to_string()).execute(&mut *connection).await?;
            Ok(Receipt { receipt, at, marks, notes, places, sessions, codes, plans, designs, answers, cohorts, certificates })
        })
    }
}

/// Platform, module, quiz, percent, when.
type GradeText = (String, String, String, Option<i64>, Option<i64>);

fn grade((platform, module, quiz, percent, told_at): GradeText) -> KeptGrade {
    KeptGrade { platform, module, quiz, percent, told_at: told_at.map(Millis) }
}

fn certificate((id, issued_at, withdrawn_at, credential): (Uuid, i64, Option<i64>, String)) -> KeptCertificate {
    KeptCertificate { id, issued_at: Millis(issued_at), withdrawn_at: withdrawn_at.map(Millis), credential }
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

/// Of a membership: its id, the cohort's name and workshop, what the person is called in it, as whom on its list they came,
/// when they joined, left and were removed, from which learning platform they come, and how many statements about them were sent
/// to a record store, or wait for it.
type CohortText =
    (Uuid, String, String, String, Option<String>, i64, Option<i64>, Option<i64>, Option<String>, i64, i64);

fn kept_cohort(row: CohortText, shown: &[(Uuid, String)]) -> KeptCohort {
    let (member, cohort, workshop, name, handle, joined_at, left_at, removed_at, platform, sent, waiting) = row;
    let shown = shown.iter().filter(|(of, _)| *of == member).map(|(_, title)| title.clone());
    KeptCohort {
        cohort,
        workshop,
        name,
        handle,
        joined_at: Millis(joined_at),
        left_at: left_at.map(Millis),
        removed_at: removed_at.map(Millis),
        platform,
        statements_sent: sent,
        statements_waiting: waiting,
        shown_designs: shown.collect(),
    }
}

/// Id, workshop and times of a design, and title, time, words and text of a revision.
type DesignText = (Uuid, String, i64, Option<i64>, String, i64, String, String);

/// Designs with their revisions, from rows that stand together by design.
fn kept_designs(rows: Vec<DesignText>) -> Result<Vec<KeptDesign>> {
    let mut designs: Vec<KeptDesign> = Vec::new();
    let mut last = None;
    for (id, workshop, made_at, shared_at, title, at, said, body) in rows {
        if last != Some(id) {
            let (made_at, shared_at) = (Millis(made_at), shared_at.map(Millis));
            designs.push(KeptDesign { workshop, title: String::new(), made_at, shared_at, revisions: Vec::new() });
            last = Some(id);
        }
        if let Some(design) = designs.last_mut() {
            design.title = title;
            design.revisions.push(KeptRevision {
                at: Millis(at),
                said,
                design: Written(serde_json::value::RawValue::from_string(body)?),
            });
        }
    }
    Ok(designs)
}

fn place((workshop, module, section, at): (String, String, String, i64)) -> KeptPlace {
    KeptPlace { workshop, module, section, at: Millis(at) }
}
