//! One person of a cohort, for those who run it: how far they are, what they answered, what they decided.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::gathered::{add_decisions, add_quiz, parts_of};
use crate::app::{App, Shelved};
use crate::content::model::Workshop;
use crate::content::question_inline as inline;
use crate::domain::board::{Board, LATELY_SECONDS, Person};
use crate::domain::cohort::{Need, Part, Reached, told_apart};
use crate::domain::design::Decision;
use crate::domain::outline::Outline;
use crate::domain::progress::{ModuleState, Progress};
use crate::domain::quiz::State as AttemptState;
use crate::store::{AttemptRow, CertificateRow, ClassMember, CohortRun, MemberDesign, MemberRow};
use crate::web::account::Signed;
use crate::web::attempt;
use crate::web::cohort::{CohortHead, seen_by};
use crate::web::design::current;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame, Onward};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, certificate, places, when};

/// `/facilitate/cohorts/{cohort}/people/{member}`.
#[derive(Template)]
#[template(path = "board/person.html")]
struct PersonPage {
    frame: Frame,
    head: CohortHead,
    style: String,
    /// Their entry.
    member: Uuid,
    name: String,
    /// As whom on the list they came.
    handle: Option<String>,
    /// (RFC 3339, words).
    joined: (String, String),
    seen: Option<(String, String)>,
    /// Why they are stuck, behind the name.
    stuck: Option<String>,
    /// Names of other entries that count as them.
    others: Vec<String>,
    /// "3 of 7", and whether that is all; none where nothing says who is done.
    standing: Option<(String, bool)>,
    parts: Vec<PartView>,
    modules: Vec<ModuleView>,
    attempts: Vec<AttemptView>,
    decisions: Vec<DecisionView>,
    /// Designs that they show.
    designs: Vec<Onward>,
    /// The certificate that they have taken: its page, since when, and since when it is good no more.
    certificate: Option<CertificateLine>,
}

/// A certificate: its page, when it was issued, when it was taken back.
type CertificateLine = (String, (String, String), Option<(String, String)>);

struct PartView {
    what: String,
    done: bool,
}

/// Title, address in the workshop, when it was marked.
type MarkedSection = (String, String, Option<(String, String)>);

struct ModuleView {
    title: String,
    /// "4 of 10 sections", "Done", "Done, 1 new".
    state: String,
    class: &'static str,
    sections: Vec<MarkedSection>,
}

struct AttemptView {
    title: String,
    url: String,
    begun: (String, String),
    /// "Handed in", "Goes on".
    state: &'static str,
    /// "8 of 10".
    answered: String,
    /// "76 %".
    share: String,
}

struct DecisionView {
    title: String,
    /// None while nothing is decided.
    outcome: Option<String>,
    /// HTML of what was asked, and of what was answered.
    answers: Vec<(String, String)>,
}

/// Somebody in a cohort, and what is asked for about them.
pub(super) struct Found {
    pub(super) run: CohortRun,
    pub(super) member: ClassMember,
    /// Their name, told apart from equal ones.
    pub(super) name: String,
    pub(super) shelved: Shelved,
}

/// What became of looking for somebody.
pub(super) enum Looked {
    /// Here they are.
    Found(Box<Found>),
    /// The entry counts as this other one.
    Elsewhere(Uuid),
}

/// Finds somebody who is in the cohort now. In an anonymous one nobody is found.
pub(super) async fn look(app: &App, signed: &Signed, cohort: Uuid, id: Uuid) -> Result<Looked, Wrong> {
    let run = seen_by(app, signed, cohort).await?;
    if !run.cohort.settings.names.asks() {
        return Err(Wrong::NotFound);
    }
    let shelved = app.shelf().find(&run.cohort.workshop).cloned().ok_or(Wrong::NotFound)?;
    let mut class = app.store.class(cohort).await?;
    let Some(at) = class.iter().position(|member| member.id == id) else {
        let members = app.store.members(cohort).await?;
        let same = members.iter().find(|member| member.id == id).and_then(|member| member.same_as);
        let same = same.filter(|same| class.iter().any(|member| member.id == *same));
        return same.map(Looked::Elsewhere).ok_or(Wrong::NotFound);
    };
    let names = told_apart(&class.iter().map(|member| member.name.as_str()).collect::<Vec<_>>());
    let name = names.into_iter().nth(at).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "Without a name".to_owned());
    let member = class.swap_remove(at);
    Ok(Looked::Found(Box::new(Found { run, member, name, shelved })))
}

/// `/facilitate/cohorts/{cohort}/people/{member}`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path((cohort, member)): Path<(Uuid, Uuid)>,
    (around, token): (Around, Token),
    now: Now,
) -> Result<Response, Wrong> {
    let found = match look(&app, &signed, cohort, member).await? {
        Looked::Found(found) => found,
        Looked::Elsewhere(other) => {
            return Ok(answer::redirect(&format!("{}/people/{other}", crate::web::cohort::address(cohort))));
        }
    };
    let workshop = &found.shelved.workshop;
    let marks = app.store.member_marks(cohort, member, &workshop.id).await?;
    let editions = app.store.editions_of(&marks).await?;
    let attempts = app.store.member_attempts(cohort, member, &workshop.id).await?;
    let designs = app.store.member_designs(cohort, member, &workshop.id).await?;
    let entries = app.store.members(cohort).await?;
    let mut reached = Reached::default();
    for row in &attempts {
        add_quiz(&mut reached, row, now);
    }
    if let Some(chosen) = designs.first() {
        add_decisions(&mut reached, &chosen.design.body);
    }
    let since = now.0.plus_seconds(-LATELY_SECONDS);
    let lately = app.store.class_tries(cohort, &workshop.id, since).await?;
    let tries: Vec<_> = lately
        .iter()
        .filter(|tries| tries.member == member)
        .map(|t| super::gathered::tries_of(&found.shelved, t))
        .collect();
    let parts = parts_of(&found.run.cohort, &found.shelved);
    let person = Person { name: &found.name, seen_at: found.member.seen_at, marks: &marks, tries: &tries, reached };
    let outline = found.run.cohort.settings.schedule.tailored(&workshop.outline);
    let board = Board::of(&outline, &editions, &parts, &[person], now.0);
    let identity = token.identity(&app, now).await?;
    let head = CohortHead::of(&app, &found.run, "person", now);
    let url = format!("{}/people/{member}", head.url);
    let Some(row) = board.rows.into_iter().next() else { return Err(Wrong::NotFound) };
    let count = row.standing.count();
    answer::page(&PersonPage {
        frame: around
            .frame(&format!("{} · {}", found.name, head.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        member,
        handle: handle(&entries, member),
        joined: when::moment(found.member.joined_at),
        seen: found.member.seen_at.map(|at| when::lately(at, now.0)),
        stuck: row.stuck.as_ref().map(|stuck| stuck.words(&workshop.outline, now.0)),
        others: others(&entries, member),
        standing: (count.1 > 0).then(|| (format!("{} of {}", count.0, count.1), row.done())),
        parts: row.standing.parts.iter().map(|done| part(workshop, &done.part, done.done)).collect(),
        modules: modules(&found, &outline, &row.progress, now),
        attempts: attempts.iter().rev().map(|row| attempt_view(&found.shelved, row, &url, now)).collect(),
        decisions: decisions(&designs)?,
        designs: shown(&designs, &url),
        certificate: app.store.member_certificate(cohort, member).await?.as_ref().map(certificate_line),
        name: found.name,
        head,
    })
}

fn certificate_line(row: &CertificateRow) -> CertificateLine {
    let day = |at| when::day(when::date_of(at));
    (certificate::address(row.id), day(row.issued_at), row.withdrawn_at.map(day))
}

fn handle(entries: &[MemberRow], member: Uuid) -> Option<String> {
    entries.iter().find(|entry| entry.id == member)?.handle.clone()
}

fn others(entries: &[MemberRow], member: Uuid) -> Vec<String> {
    let here = |entry: &&MemberRow| entry.left_at.is_none() && entry.removed_at.is_none();
    let same = entries.iter().filter(|entry| entry.same_as == Some(member)).filter(here);
    same.map(|entry| entry.name.clone()).collect()
}

fn part(workshop: &Workshop, part: &Part, done: bool) -> PartView {
    let what = match part {
        Part::Module(id) => {
            let module = workshop.outline.modules.iter().find(|module| module.id == *id);
            format!("Finish “{}”", module.map_or(id, |module| &module.title))
        }
        Part::Quiz(id, share) => {
            let quiz = workshop.quizzes.iter().find(|quiz| quiz.id == *id);
            format!("Pass “{}” with {share} %", quiz.map_or(id, |quiz| &quiz.title))
        }
        Part::Decision(id) => {
            let decision = workshop.decisions.iter().find(|decision| decision.wizard.id == *id);
            format!("Decide “{}”", decision.map_or(id, |decision| &decision.wizard.title))
        }
    };
    PartView { what, done }
}

/// The modules that the cohort sees.
fn modules(found: &Found, outline: &Outline, progress: &Progress, now: Now) -> Vec<ModuleView> {
    let (workshop, schedule) = (&found.shelved.workshop, &found.run.cohort.settings.schedule);
    let view = |(m, module): (usize, &crate::domain::progress::ModuleProgress)| {
        let outline = &outline.modules[m];
        let (class, state) = match module.state {
            ModuleState::NotStarted => ("not-started", "Not started".to_owned()),
            ModuleState::Started => {
                ("started", format!("{} of {} sections, {} %", module.counted_done, module.counted, module.percent()))
            }
            ModuleState::Finished => ("finished", "Done".to_owned()),
            ModuleState::FinishedThenNew(new) => ("new", format!("Done, {new} new")),
        };
        let section = |(s, at): (usize, &Option<crate::domain::time::Millis>)| {
            let title = outline.sections[s].title.clone();
            (title, places::address(workshop, m, s), at.map(|at| when::lately(at, now.0)))
        };
        let shown = module.marked_at.iter().enumerate().filter(|(s, _)| !outline.sections[*s].is_hidden());
        let sections = shown.map(section).collect();
        ModuleView { title: outline.title.clone(), state, class, sections }
    };
    let seen = |(m, _): &(usize, _)| schedule.plan(&workshop.outline.modules[*m].id).need != Need::Hidden;
    progress.modules.iter().enumerate().filter(seen).map(view).collect()
}

fn attempt_view(shelved: &Shelved, row: &AttemptRow, url: &str, now: Now) -> AttemptView {
    let attempt = &row.attempt;
    let answered = attempt.slots.iter().filter(|slot| !slot.tries.is_empty()).count();
    let share = attempt.result().percent();
    AttemptView {
        title: attempt::title(&shelved.workshop, row),
        url: format!("{url}/attempts/{}", row.id),
        begun: when::lately(attempt.started, now.0),
        state: match attempt.state(now.0) {
            AttemptState::Running { .. } | AttemptState::Grace { .. } => "Goes on",
            AttemptState::TimeUp { .. } => "Time was over",
            AttemptState::HandedIn { .. } => "Handed in",
        },
        answered: format!("{answered} of {}", attempt.slots.len()),
        share: share.map_or_else(|| "–".to_owned(), |share| format!("{share} %")),
    }
}

/// What was decided in the design that was chosen last.
fn decisions(designs: &[MemberDesign]) -> Result<Vec<DecisionView>, Wrong> {
    let Some(chosen) = designs.first() else { return Ok(Vec::new()) };
    let opened = current::open(chosen.design.clone())?;
    let view = |decision: Decision| DecisionView {
        outcome: decision.outcome.map(|chosen| chosen.title),
        answers: decision.answers.iter().map(|answer| (inline(&answer.ask), inline(&answer.say))).collect(),
        title: decision.title,
    };
    Ok(opened.design.decisions.into_iter().map(view).collect())
}

fn shown(designs: &[MemberDesign], url: &str) -> Vec<Onward> {
    let shown = designs.iter().filter(|design| design.shown);
    shown
        .map(|shown| Onward { label: shown.design.title.clone(), url: format!("{url}/designs/{}", shown.design.id) })
        .collect()
}
