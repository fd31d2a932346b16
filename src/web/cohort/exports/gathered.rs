//! What a cohort's tables are made of, read from the store.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::domain::board::Row;
use crate::domain::cohort::Part;
use crate::domain::design::Decision;
use crate::domain::progress::ModuleState;
use crate::domain::question::Place;
use crate::domain::time::Millis;
use crate::domain::understood::{Report, Sight};
use crate::export::cohort::{Anonymous, Member, Named, SectionDone, SectionOf, Table, TriedAnswer, report, said};
use crate::export::design::json;
use crate::store::{AttemptRow, CohortRow, MemberRow, Purpose};
use crate::web::board::gathered::Gathered;
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::report::gathered::Gathering;
use crate::web::report::worked_out;

/// A cohort to be taken along.
pub(super) enum Taken {
    /// Its people are known.
    Named(Box<Named>, Box<Report>),
    /// They are not.
    Anonymous(Box<Anonymous>),
}

impl Taken {
    /// Reads a cohort; none when its workshop is not served.
    pub(super) async fn of(app: &App, cohort: &CohortRow, now: Now) -> Result<Option<Self>, Wrong> {
        let shelf = app.shelf();
        let Some(shelved) = shelf.find(&cohort.workshop) else { return Ok(None) };
        let gathered = Gathered::of(app, cohort, shelved, now).await?;
        let board = gathered.board(shelved, now);
        let gathering = Gathering::of(app, cohort.id, shelved, now).await?;
        if !cohort.settings.names.asks() {
            let outline = &shelved.workshop.outline;
            let sections = outline.modules.iter().zip(&board.modules).flat_map(|(module, summary)| {
                module.sections.iter().zip(&summary.sections).map(|(section, done)| SectionDone {
                    place: Place { module: module.id.clone(), section: section.id.clone() },
                    done: *done,
                })
            });
            let sections = sections.collect();
            let anonymous = Anonymous::of(worked_out(gathering, Sight::Groups).await?.0, board.rows.len(), sections);
            return Ok(anonymous.map(|anonymous| Self::Anonymous(Box::new(anonymous))));
        }
        let (report, _) = worked_out(gathering, Sight::People).await?;
        let ids: Vec<Uuid> = gathered.members.iter().map(|member| member.id).collect();
        let mut answers = answers(app, cohort, shelved, now).await?;
        let mut decisions: BTreeMap<Uuid, (Millis, Vec<Decision>)> = BTreeMap::new();
        for design in app.store.class_designs(cohort.id, &cohort.workshop).await? {
            // One that cannot be read decides nothing; its owner's page says so.
            let Ok(read) = json::read(&design.body) else { continue };
            let known = decisions.entry(design.member).or_insert((design.at, Vec::new()));
            known.0 = known.0.max(design.at);
            known.1.extend(read.decisions);
        }
        let rows: BTreeMap<Uuid, &Row> = board.rows.iter().map(|row| (ids[row.person], row)).collect();
        let mut members = Vec::new();
        for member in app.store.members(cohort.id).await? {
            // What an entry did that counts with another stands there.
            if member.same_as.is_some_and(|other| rows.contains_key(&other)) {
                continue;
            }
            let mut taken = of_member(&member);
            if let Some(row) = rows.get(&member.id) {
                let (tried, quizzes) = answers.remove(&member.id).unwrap_or_default();
                let decided = decisions.remove(&member.id);
                taken.last_seen_at = row.seen_at;
                taken.finished_at = finished(row, shelved, &quizzes, decided.as_ref().map(|(at, _)| *at));
                taken.modules = modules(row);
                taken.sections = sections(row, shelved, cohort);
                taken.answers = tried;
                taken.decisions = decided.map(|(_, decisions)| decisions).unwrap_or_default();
            }
            members.push(taken);
        }
        Ok(Some(Self::Named(Box::new(Named::of(members)), Box::new(report))))
    }

    /// The table of a name; none when this cohort has none of that name.
    pub(super) fn table(&self, name: &str) -> Option<Table<'_>> {
        match self {
            Self::Named(named, report_) => match name {
                "roster" => Some(named.roster()),
                "progress" => Some(named.progress()),
                "answers" => Some(named.answers()),
                "decisions" => Some(named.decisions()),
                "decision_answers" => Some(named.decision_answers()),
                _ => report(report_).into_iter().find(|table| table.kind().name == name),
            },
            Self::Anonymous(anonymous) => match name {
                "section_progress" => Some(anonymous.section_progress()),
                _ => anonymous.report().into_iter().find(|table| table.kind().name == name),
            },
        }
    }

    /// The table that says how far they are.
    pub(super) fn progress(&self) -> &'static str {
        match self {
            Self::Named(..) => "progress",
            Self::Anonymous(_) => "section_progress",
        }
    }
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

fn sections(row: &Row, shelved: &Shelved, cohort: &CohortRow) -> Vec<SectionOf> {
    let outline = &shelved.workshop.outline;
    let of = outline.modules.iter().zip(&row.progress.modules).flat_map(|(module, progress)| {
        let needed = cohort.settings.schedule.requires(&module.id, module.optional);
        module.sections.iter().zip(&progress.marked_at).map(move |(section, at)| SectionOf {
            place: Place { module: module.id.clone(), section: section.id.clone() },
            counts: needed && !section.optional,
            done_at: *at,
        })
    });
    of.collect()
}

/// When somebody completed the cohort: when the last of what completes it was done.
fn finished(row: &Row, shelved: &Shelved, quizzes: &[(String, u8, Millis)], decided: Option<Millis>) -> Option<Millis> {
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
        Part::Quiz(id, share) => {
            let passed = quizzes.iter().filter(|(quiz, reached, _)| quiz == id && reached >= share);
            passed.map(|(.., at)| *at).min()
        }
        Part::Decision(_) => decided,
    };
    row.standing.parts.iter().filter_map(|part| when(&part.part)).max()
}

/// What somebody tried, and the quizzes that they finished: id, share in percent, when.
type Tried = (Vec<TriedAnswer>, Vec<(String, u8, Millis)>);

/// What everybody tried. Nothing of an attempt that tells at its end what was right, before it is over.
async fn answers(app: &App, cohort: &CohortRow, shelved: &Shelved, now: Now) -> Result<BTreeMap<Uuid, Tried>, Wrong> {
    let mut all: BTreeMap<Uuid, Tried> = BTreeMap::new();
    let mut counts: BTreeMap<(Uuid, Purpose, String), usize> = BTreeMap::new();
    for (member, row) in app.store.class_attempts(cohort.id, &cohort.workshop).await? {
        let count = counts.entry((member, row.purpose, row.subject.clone())).or_default();
        *count += 1;
        let number = *count;
        if !row.attempt.shows_feedback(now.0) {
            continue;
        }
        let tried = all.entry(member).or_default();
        if row.purpose == Purpose::Quiz
            && let Some(share) = row.attempt.result().percent().filter(|_| !row.attempt.is_open(now.0))
        {
            tried.1.push((row.subject.clone(), share, row.attempt.handed_in.or(row.attempt.closes()).unwrap_or(now.0)));
        }
        add(app, shelved, &row, number, &mut tried.0).await?;
    }
    Ok(all)
}

async fn add(
    app: &App,
    shelved: &Shelved,
    row: &AttemptRow,
    number: usize,
    tried: &mut Vec<TriedAnswer>,
) -> Result<(), Wrong> {
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
        let asked = app.question(shelved, slot).await?.asked(slot.seed);
        for (n, given) in slot.tries.iter().enumerate() {
            tried.push(answer(Some((n + 1, given.at, said(&asked, &given.answer), given.mark, given.certainty))));
        }
    }
    Ok(())
}
