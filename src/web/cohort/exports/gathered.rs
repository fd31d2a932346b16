//! What a cohort's tables are made of, read from the store: for each table what it holds, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::domain::board::Row;
use crate::domain::cohort::Part;
use crate::domain::design::Decision;
use crate::domain::outline::Outline;
use crate::domain::progress::ModuleState;
use crate::domain::question::{Place, Question};
use crate::domain::time::Millis;
use crate::domain::understood::{Report, Sight};
use crate::export::cohort::{
    Anonymous, Member, Named, SectionDone, SectionOf, Table, TriedAnswer, kinds, report, said,
};
use crate::export::design::json;
use crate::store::{AttemptRow, CohortRow, MemberRow, Purpose};
use crate::web::board::gathered::Gathered;
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::report::gathered::Gathering;
use crate::web::report::worked_out;
use crate::web::work::aside;

/// A cohort to be taken along, as far as some of its tables need it.
pub(super) enum Taken {
    /// People who are known.
    Named(Box<Named>),
    /// What was understood by people who are known.
    Report(Box<Report>),
    /// People who are not known.
    Anonymous(Box<Anonymous>),
}

/// The table that says how far people are.
pub(super) fn progress(cohort: &CohortRow) -> &'static str {
    if cohort.settings.names.asks() { "progress" } else { "section_progress" }
}

impl Taken {
    /// Reads what the table of a name is made of; none when this cohort has none of that name.
    pub(super) async fn of(
        app: &App,
        cohort: &CohortRow,
        shelved: &Shelved,
        table: &str,
        now: Now,
    ) -> Result<Option<Self>, Wrong> {
        if !kinds().iter().any(|kind| kind.name == table) {
            return Ok(None);
        }
        if !cohort.settings.names.asks() {
            let there = table == "section_progress" || table.starts_with("report_");
            return if there { anonymous(app, cohort, shelved, now).await } else { Ok(None) };
        }
        let members = match table {
            "roster" => standing(app, cohort, shelved, true, now).await?,
            "progress" => standing(app, cohort, shelved, false, now).await?,
            "answers" => answered(app, cohort, shelved, now).await?,
            "decisions" | "decision_answers" => decided(app, cohort).await?,
            _ if table.starts_with("report_") => {
                let gathering = Gathering::of(app, cohort.id, shelved, now).await?;
                return Ok(Some(Self::Report(Box::new(worked_out(gathering, Sight::People).await?.0))));
            }
            _ => return Ok(None),
        };
        Ok(Some(Self::Named(Box::new(Named::of(members)))))
    }

    /// The table of the name for which this was read, or another that needs no more; else none.
    pub(super) fn table(&self, name: &str) -> Option<Table<'_>> {
        let tables = match self {
            Self::Named(named) => {
                return match name {
                    "roster" => Some(named.roster()),
                    "progress" => Some(named.progress()),
                    "answers" => Some(named.answers()),
                    "decisions" => Some(named.decisions()),
                    "decision_answers" => Some(named.decision_answers()),
                    _ => None,
                };
            }
            Self::Report(understood) => report(understood),
            Self::Anonymous(anonymous) if name == "section_progress" => return Some(anonymous.section_progress()),
            Self::Anonymous(anonymous) => anonymous.report(),
        };
        tables.into_iter().find(|table| table.kind().name == name)
    }
}

/// A cohort whose people are not known: how many have done each section, and what was understood.
async fn anonymous(app: &App, cohort: &CohortRow, shelved: &Shelved, now: Now) -> Result<Option<Taken>, Wrong> {
    let board = Gathered::of(app, cohort, shelved, now).await?.board(shelved, now);
    let outline = &shelved.workshop.outline;
    let sections = outline.modules.iter().zip(&board.modules).flat_map(|(module, summary)| {
        module.sections.iter().zip(&summary.sections).map(|(section, done)| SectionDone {
            place: Place { module: module.id.clone(), section: section.id.clone() },
            done: *done,
        })
    });
    let sections = sections.collect();
    let gathering = Gathering::of(app, cohort.id, shelved, now).await?;
    let (understood, _) = worked_out(gathering, Sight::Groups).await?;
    let taken = Anonymous::of(understood, board.rows.len(), sections);
    Ok(taken.map(|anonymous| Taken::Anonymous(Box::new(anonymous))))
}

/// Everybody who is or was in the cohort, and whether they are now. What an entry did that counts with another stands there.
async fn people(app: &App, cohort: &CohortRow, there: &BTreeSet<Uuid>) -> Result<Vec<(Uuid, Member)>, Wrong> {
    let members = app.store.members(cohort.id).await?;
    let own = members.iter().filter(|member| member.same_as.is_none_or(|other| !there.contains(&other)));
    Ok(own.map(|member| (member.id, of_member(member))).collect())
}

/// Who is in the cohort now, by their ids in it.
async fn there(app: &App, cohort: &CohortRow) -> Result<BTreeSet<Uuid>, Wrong> {
    Ok(app.store.class(cohort.id).await?.into_iter().map(|member| member.id).collect())
}

/// How far everybody is, and, if wanted, since when they have completed the cohort.
async fn standing(
    app: &App,
    cohort: &CohortRow,
    shelved: &Shelved,
    finish: bool,
    now: Now,
) -> Result<Vec<Member>, Wrong> {
    let gathered = Gathered::of(app, cohort, shelved, now).await?;
    let board = gathered.board(shelved, now);
    let rows: BTreeMap<Uuid, &Row> = board.rows.iter().map(|row| (gathered.members[row.person].id, row)).collect();
    let (mut passed, mut decided) = (BTreeMap::new(), BTreeMap::new());
    for part in gathered.parts.iter().filter(|_| finish) {
        match part {
            Part::Quiz(quiz, share) => {
                passed.insert(quiz.as_str(), first_passed(app, cohort, quiz, *share, now).await?);
            }
            Part::Decision(_) if decided.is_empty() => decided = last_decided(app, cohort).await?,
            Part::Decision(_) | Part::Module(_) => {}
        }
    }
    let there = rows.keys().copied().collect();
    let mut members = Vec::new();
    for (id, mut member) in people(app, cohort, &there).await? {
        if let Some(row) = rows.get(&id) {
            member.last_seen_at = row.seen_at;
            member.modules = modules(row);
            member.sections = sections(row, &gathered.outline);
            if finish {
                let passed = |quiz: &str| passed.get(quiz)?.get(&id).copied();
                member.finished_at = finished(row, shelved, passed, decided.get(&id).copied());
            }
        }
        members.push(member);
    }
    Ok(members)
}

/// When each first ended a quiz with so many percent.
async fn first_passed(
    app: &App,
    cohort: &CohortRow,
    quiz: &str,
    share: u8,
    now: Now,
) -> Result<BTreeMap<Uuid, Millis>, Wrong> {
    let mut passed: BTreeMap<Uuid, Millis> = BTreeMap::new();
    for (member, row) in app.store.class_quiz(cohort.id, &cohort.workshop, quiz).await? {
        let attempt = &row.attempt;
        if !attempt.is_open(now.0) && attempt.result().percent().is_some_and(|reached| reached >= share) {
            let at = attempt.handed_in.or(attempt.closes()).unwrap_or(now.0);
            let first = passed.entry(member).or_insert(at);
            *first = at.min(*first);
        }
    }
    Ok(passed)
}

/// When each last changed the design for which they decided.
async fn last_decided(app: &App, cohort: &CohortRow) -> Result<BTreeMap<Uuid, Millis>, Wrong> {
    let mut decided: BTreeMap<Uuid, Millis> = BTreeMap::new();
    for design in app.store.class_designs(cohort.id, &cohort.workshop).await? {
        let last = decided.entry(design.member).or_insert(design.at);
        *last = design.at.max(*last);
    }
    Ok(decided)
}

/// What everybody decided.
async fn decided(app: &App, cohort: &CohortRow) -> Result<Vec<Member>, Wrong> {
    let there = there(app, cohort).await?;
    let mut decisions: BTreeMap<Uuid, Vec<Decision>> = BTreeMap::new();
    for design in app.store.class_designs(cohort.id, &cohort.workshop).await? {
        // One that cannot be read decides nothing; its owner's page says so.
        let Ok(read) = json::read(&design.body) else { continue };
        decisions.entry(design.member).or_default().extend(read.decisions);
    }
    let mut members = people(app, cohort, &there).await?;
    for (id, member) in &mut members {
        member.decisions = decisions.remove(id).unwrap_or_default();
    }
    Ok(members.into_iter().map(|(_, member)| member).collect())
}

/// What everybody tried. Nothing of an attempt that tells at its end what was right, before it is over.
async fn answered(app: &App, cohort: &CohortRow, shelved: &Shelved, now: Now) -> Result<Vec<Member>, Wrong> {
    let there = there(app, cohort).await?;
    let mut members = people(app, cohort, &there).await?;
    let attempts = app.store.class_attempts(cohort.id, &cohort.workshop).await?;
    let mut questions = Wordings::new();
    let slots = attempts.iter().flat_map(|(_, row)| &row.attempt.slots);
    for slot in slots.filter(|slot| !slot.tries.is_empty()) {
        let known = questions.get(&slot.question).is_some_and(|revisions| revisions.contains_key(&slot.revision));
        if !known {
            let question = app.question(shelved, slot).await?;
            questions.entry(slot.question.clone()).or_default().insert(slot.revision, question);
        }
    }
    aside("answers to take along", move || {
        let mut tried = tries(attempts, &questions, now.0);
        for (id, member) in &mut members {
            member.answers = tried.remove(id).unwrap_or_default();
        }
        members.into_iter().map(|(_, member)| member).collect()
    })
    .await
}

fn of_member(member: &MemberRow) -> Member {
    Member {
        id: member.id.to_string(),
        name: member.name.clone(),
        handle: member.handle.clone(),
        joined_at: Some(member.joined_at),
        left_at: member.removed_at.or(member.left_at),
        removed: member.removed_at.is_some(),
        ..Member::default()
    }
}

/// Modules that are finished, of those that the cohort needs.
fn modules(row: &Row) -> (usize, usize) {
    let needed = row.standing.parts.iter().filter(|part| matches!(part.part, Part::Module(_)));
    needed.fold((0, 0), |(done, all), part| (done + usize::from(part.done), all + 1))
}

fn sections(row: &Row, outline: &Outline) -> Vec<SectionOf> {
    let of = outline.modules.iter().zip(&row.progress.modules).flat_map(|(module, progress)| {
        module.sections.iter().zip(&progress.marked_at).map(move |(section, at)| SectionOf {
            place: Place { module: module.id.clone(), section: section.id.clone() },
            counts: !module.optional && !section.is_optional(),
            done_at: *at,
        })
    });
    of.collect()
}

/// When somebody completed the cohort: when the last of what completes it was done.
fn finished(
    row: &Row,
    shelved: &Shelved,
    passed: impl Fn(&str) -> Option<Millis>,
    decided: Option<Millis>,
) -> Option<Millis> {
    if !row.done() {
        return None;
    }
    let when = |part: &Part| match part {
        Part::Module(id) => {
            let at = shelved.workshop.outline.modules.iter().position(|module| module.id == *id)?;
            let module = &row.progress.modules[at];
            debug_assert!(matches!(module.state, ModuleState::Finished | ModuleState::FinishedThenNew(_)));
            module.marked_at.iter().flatten().max().copied()
        }
        Part::Quiz(id, _) => passed(id),
        Part::Decision(_) => decided,
    };
    row.standing.parts.iter().filter_map(|part| when(&part.part)).max()
}

/// Questions by id and revision.
type Wordings = BTreeMap<String, BTreeMap<i64, Arc<Question>>>;

/// The answers of everybody in words, with the questions that were answered.
fn tries(attempts: Vec<(Uuid, AttemptRow)>, questions: &Wordings, now: Millis) -> BTreeMap<Uuid, Vec<TriedAnswer>> {
    let mut all: BTreeMap<Uuid, Vec<TriedAnswer>> = BTreeMap::new();
    let mut counts: BTreeMap<(Uuid, Purpose, String), usize> = BTreeMap::new();
    for (member, row) in attempts {
        let count = counts.entry((member, row.purpose, row.subject.clone())).or_default();
        *count += 1;
        if row.attempt.shows_feedback(now) {
            add(&row, *count, questions, all.entry(member).or_default());
        }
    }
    all
}

fn add(row: &AttemptRow, number: usize, questions: &Wordings, tried: &mut Vec<TriedAnswer>) {
    let purpose = match row.purpose {
        Purpose::Quiz => "quiz",
        Purpose::Again => "again",
        Purpose::Review => "review",
        Purpose::Practice => "practice",
    };
    for slot in &row.attempt.slots {
        let answer = |given| TriedAnswer {
            purpose: purpose.to_owned(),
            subject: row.subject.clone(),
            attempt: number,
            question: slot.question.clone(),
            revision: slot.revision,
            place: slot.place.clone(),
            given,
            hints: slot.hints,
        };
        if slot.tries.is_empty() {
            tried.push(answer(None));
            continue;
        }
        let asked = questions[&slot.question][&slot.revision].asked(slot.seed);
        for (n, given) in slot.tries.iter().enumerate() {
            tried.push(answer(Some((n + 1, given.at, said(&asked, &given.answer), given.mark, given.certainty))));
        }
    }
}
