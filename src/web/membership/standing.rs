//! How far somebody is in a cohort: what completes it, and its modules with their dates.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::cohort::{Availability, Need, Part, Reached, Schedule, Settings, Standing};
use crate::domain::outline::Outline;
use crate::domain::progress::{ModuleState, Progress};
use crate::store::{AttemptRow, Purpose, Reader};
use crate::web::design::current::{self, Opened};
use crate::web::error::Wrong;
use crate::web::home::{count, progress_of};
use crate::web::now::Now;
use crate::web::{places, when, wizard};

/// What completes a cohort, and what of it is done.
pub(super) struct Parts {
    /// All of it is.
    pub(super) complete: bool,
    /// Such as "2 of 5".
    pub(super) count: String,
    /// Each: done, what, where, and since when it was done, what came new.
    pub(super) each: Vec<PartView>,
}

/// One thing that has to be done.
pub(super) struct PartView {
    pub(super) done: bool,
    pub(super) label: String,
    /// Where it is done.
    pub(super) url: String,
    /// Such as "best so far: 40 %"; may be empty.
    pub(super) note: String,
}

/// A module of the cohort.
pub(super) struct StopView {
    pub(super) title: String,
    /// Its page, when it is open.
    pub(super) url: Option<String>,
    /// When it opens, while it is not open: (RFC 3339, words).
    pub(super) opens: Option<(String, String)>,
    /// By when it should be finished: (RFC 3339, words).
    pub(super) due: Option<(String, String)>,
    /// It should have been.
    pub(super) late: bool,
    pub(super) optional: bool,
    /// Such as "3 of 11 sections", and the class of its pill.
    pub(super) state: (String, &'static str),
}

/// How far somebody is in a cohort.
pub(in crate::web) struct HowFar {
    /// The workshop as the cohort goes through it.
    pub(in crate::web) outline: Outline,
    /// What is marked of it.
    pub(in crate::web) progress: Progress,
    /// What was reached besides.
    pub(in crate::web) reached: Reached,
    /// What of it completes the cohort.
    pub(in crate::web) standing: Standing,
}

/// Works out how far somebody is.
pub(in crate::web) async fn how_far(
    app: &App,
    workshop: &Workshop,
    person: Uuid,
    reader: Option<&Reader>,
    settings: &Settings,
    now: Now,
) -> Result<HowFar, Wrong> {
    let quizzes: BTreeSet<&str> = workshop.quizzes.iter().map(|quiz| quiz.id.as_str()).collect();
    let wizards: BTreeSet<&str> = workshop.decisions.iter().map(|decision| decision.wizard.id.as_str()).collect();
    let outline = settings.schedule.tailored(&workshop.outline);
    let parts = settings.completion.parts(&outline, &settings.schedule, &quizzes, &wizards);
    let attempts =
        if workshop.quizzes.is_empty() { Vec::new() } else { app.store.attempts(person, &workshop.id).await? };
    let design = if parts.iter().any(|part| matches!(part, Part::Decision(_))) {
        current::chosen(app, person, &workshop.id).await?
    } else {
        None
    };
    let reached = reached(&attempts, design.as_ref(), now);
    let progress = progress_of(&outline, reader);
    let standing = Standing::of(&parts, &outline, &progress, &reached);
    Ok(HowFar { outline, progress, reached, standing })
}

/// How far a person is; none when there is nothing to do.
pub(super) async fn parts(
    app: &App,
    workshop: &Workshop,
    person: Uuid,
    reader: Option<&Reader>,
    settings: &Settings,
    now: Now,
) -> Result<Option<Parts>, Wrong> {
    let HowFar { reached, standing, .. } = how_far(app, workshop, person, reader, settings, now).await?;
    if standing.parts.is_empty() {
        return Ok(None);
    }
    let (done, all) = standing.count();
    let view = |done: &crate::domain::cohort::Done| {
        let (label, url, note) = match &done.part {
            Part::Module(id) => {
                let module = workshop.outline.modules.iter().find(|module| module.id == *id);
                let new =
                    if done.new > 0 { format!("{} came since", count(done.new, "section")) } else { String::new() };
                (module.map_or(id, |module| &module.title).clone(), format!("/w/{}/{id}", workshop.id), new)
            }
            Part::Quiz(id, share) => {
                let title = workshop.quizzes.iter().find(|quiz| quiz.id == *id).map_or(id, |quiz| &quiz.title);
                let best = reached.quizzes.get(id).map(|best| format!("best so far: {best} %")).unwrap_or_default();
                (format!("{title}: at least {share} %"), format!("/w/{}/quizzes/{id}", workshop.id), best)
            }
            Part::Decision(id) => {
                let found = workshop.decisions.iter().find(|decision| decision.wizard.id == *id);
                let title = found.map_or(id, |decision| &decision.wizard.title);
                (format!("Decide: {title}"), wizard::address(&workshop.id, id), String::new())
            }
        };
        PartView { done: done.done, label, url, note }
    };
    Ok(Some(Parts {
        complete: standing.complete(),
        count: format!("{done} of {all}"),
        each: standing.parts.iter().map(view).collect(),
    }))
}

/// The best share of each quiz that is over, and the wizards that the design they work with was decided with.
fn reached(attempts: &[AttemptRow], design: Option<&Opened>, now: Now) -> Reached {
    let mut reached = Reached::default();
    for row in attempts.iter().filter(|row| row.purpose == Purpose::Quiz && !row.attempt.is_open(now.0)) {
        if let Some(share) = row.attempt.result().percent() {
            let best = reached.quizzes.entry(row.subject.clone()).or_default();
            *best = share.max(*best);
        }
    }
    let decisions = design.map(|opened| opened.design.decisions.as_slice()).unwrap_or_default();
    let decided = decisions.iter().filter(|decision| decision.outcome.is_some());
    reached.decisions = decided.map(|decision| decision.wizard.clone()).collect();
    reached
}

/// The modules that a cohort has, in the order of the workshop.
pub(super) fn stops(workshop: &Workshop, reader: Option<&Reader>, schedule: &Schedule, now: Now) -> Vec<StopView> {
    let outline = schedule.tailored(&workshop.outline);
    let progress = progress_of(&outline, reader);
    let modules = outline.modules.iter().zip(&progress.modules).enumerate();
    let stop = |(m, (module, progress)): (
        usize,
        (&crate::domain::outline::OutlineModule, &crate::domain::progress::ModuleProgress),
    )| {
        let plan = schedule.plan(&module.id);
        let availability = schedule.availability(&module.id, now.0);
        let (words, class) = match progress.state {
            ModuleState::NotStarted => ("Not started".to_owned(), "not-started"),
            ModuleState::Started => {
                (format!("{} of {}", progress.counted_done, count(progress.counted, "section")), "started")
            }
            ModuleState::Finished => ("Done".to_owned(), "finished"),
            ModuleState::FinishedThenNew(new) => (format!("Done, {new} new"), "new"),
        };
        let finished = matches!(progress.state, ModuleState::Finished | ModuleState::FinishedThenNew(_));
        (plan.need != Need::Hidden).then(|| StopView {
            title: module.title.clone(),
            url: (availability == Availability::Open).then(|| places::module_address(workshop, m)),
            opens: match availability {
                Availability::From(at) => Some(when::moment(at)),
                _ => None,
            },
            due: plan.due_at.map(when::moment),
            late: !finished && plan.due_at.is_some_and(|due| due <= now.0),
            optional: !schedule.requires(&module.id, module.optional),
            state: (words, class),
        })
    };
    modules.filter_map(stop).collect()
}
