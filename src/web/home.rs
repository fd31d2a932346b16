//! The home of a workshop: the route through its modules, my progress, what next.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::design::current::{self, Opened};
use super::design::{decided, verdict};
use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::learning::Learning;
use super::now::Now;
use super::session::Token;
use super::timetable::{CohortLine, Timetable};
use super::{answer, places, when, wizard};
use crate::app::{App, Shelved};
use crate::content::model::{Module, Workshop};
use crate::domain::design::findings;
use crate::domain::outline::{Outline, OutlineModule};
use crate::domain::progress::{Editions, ModuleState, Progress};
use crate::domain::review;
use crate::domain::study::{Standing, Step, what_next};
use crate::store::Reader;

/// `/w/{workshop}`.
#[derive(Template)]
#[template(path = "home.html", blocks = ["content"])]
pub struct HomePage {
    /// Around it.
    pub frame: Frame,
    /// The workshop's title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// The person's cohorts that go through it.
    pub cohorts: Vec<CohortLine>,
    /// Such as "7 modules · about 4 hours".
    pub extent: String,
    /// The button: "Start: Networking models" or "Continue: Egress → Outbound types"; none when all is done.
    pub next: Option<Onward>,
    /// Where another device, or this one, was last, when that is not where `next` leads.
    pub place: Option<Onward>,
    /// Share of the sections done, 0 to 100.
    pub percent: usize,
    /// Sections done.
    pub done: usize,
    /// Sections that count.
    pub counted: usize,
    /// Sections that came after a module was finished.
    pub new: usize,
    /// Everything that the workshop needs is done.
    pub finished: bool,
    /// Minutes of the modules that are not finished, as words ("about 2 hours left"); empty when finished.
    pub left: String,
    /// Notes written in this workshop.
    pub notes: usize,
    /// What is due today, in words, once anything was answered.
    pub due: Option<String>,
    /// What to do next and why, the best first; empty for somebody who has done nothing.
    pub offers: Vec<OfferView>,
    /// Decisions and the design, where the workshop has decisions: address, title, what is said of it.
    pub decide: Vec<(String, &'static str, String)>,
    /// The modules in order.
    pub route: Vec<RouteStop>,
}

/// Something to do next.
pub struct OfferView {
    /// What it is, as on a button.
    pub label: String,
    /// Where it is; none when there is nothing to do.
    pub url: Option<String>,
    /// Why, in a sentence.
    pub why: String,
}

/// One module on the route.
pub struct RouteStop {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Such as "45 min · 11 sections".
    pub extent: String,
    /// "3 of 41 questions mastered", once one was answered.
    pub mastery: Option<String>,
    /// Share of its sections done, 0 to 100.
    pub percent: usize,
    /// A word for the state, the class of its pill: `not-started`, `started`, `finished`, `new`.
    pub class: &'static str,
    /// What the pill says: "Not started", "4 of 11 sections", "Done", "Done, 1 new".
    pub state: String,
    /// When the person's cohort opens it, while it is not open: (RFC 3339, words).
    pub opens: Option<(String, String)>,
    /// True for the module that `next` leads into.
    pub current: bool,
    /// True when the workshop can be finished without it.
    pub optional: bool,
}

/// `/w/{workshop}`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    of(&app, shelved, around, token, now).await
}

/// The home of this workshop.
pub(super) async fn of(
    app: &App,
    shelved: &Shelved,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let reader = token.reader(app, now, &shelved.workshop.id).await?;
    let person = reader.as_ref().map(|reader| reader.identity.person);
    let learning = match person {
        Some(_) if !shelved.workshop.questions.is_empty() => {
            Some(Learning::of(app, shelved, person, around.minutes_east(), now).await?)
        }
        _ => None,
    };
    let design = match person {
        Some(person) if !shelved.workshop.decisions.is_empty() => {
            current::chosen(app, person, &shelved.workshop.id).await?
        }
        _ => None,
    };
    let timetable = Timetable::of(app, reader.as_ref(), &shelved.workshop.id).await?;
    answer::page(&page(shelved, reader.as_ref(), learning.as_ref(), design.as_ref(), &timetable, around, now))
}

fn page(
    shelved: &Shelved,
    reader: Option<&Reader>,
    learning: Option<&Learning>,
    design: Option<&Opened>,
    timetable: &Timetable,
    around: Around,
    now: Now,
) -> HomePage {
    let workshop: &Workshop = &shelved.workshop;
    let mastery = learning.map(|learning| review::modules(&learning.cards)).unwrap_or_default();
    let outline = &timetable.outline(&workshop.outline);
    let progress = progress_of(outline, reader);
    let last = reader.and_then(|reader| places::latest(workshop, &reader.places));
    let is_open = |m: usize| timetable.closed(&outline.modules[m].id, now).is_none();
    let next = progress.next_of(outline, last.as_ref().map(|place| outline.modules[place.module].id.as_str()), is_open);
    let next_address = next.map(|(m, s)| places::address(workshop, m, s));
    let (done, counted) = progress.sections();
    let started = progress.modules.iter().any(|module| module.done.contains(&true));
    let open = outline.modules.iter().zip(&progress.modules).filter(|(_, p)| p.state != ModuleState::Finished);
    // A module's sections take equally long, for want of anything better known.
    let left: usize =
        open.map(|(module, p)| module.minutes as usize * (p.counted - p.counted_done) / p.counted.max(1)).sum();
    let stop = |(m, module): (usize, &Module)| {
        let p = &progress.modules[m];
        let (class, state) = match p.state {
            ModuleState::NotStarted => ("not-started", "Not started".to_owned()),
            ModuleState::Started => ("started", format!("{} of {} sections", p.counted_done, p.counted)),
            ModuleState::Finished => ("finished", "Done".to_owned()),
            ModuleState::FinishedThenNew(new) => ("new", format!("Done, {new} new")),
        };
        RouteStop {
            url: places::module_address(workshop, m),
            title: module.title.clone(),
            summary: module.summary.clone(),
            extent: format!("{} · {}", when::duration(module.minutes), count(shown_in(&outline.modules[m]), "section")),
            mastery: mastery
                .get(outline.modules[m].id.as_str())
                .filter(|mastery| mastery.new < mastery.of)
                .map(|mastery| format!("{} of {} mastered", mastery.mastered, count(mastery.of, "question"))),
            percent: p.percent(),
            class,
            state,
            opens: timetable.opens(&outline.modules[m].id, now),
            current: next.is_some_and(|(next, _)| next == m),
            optional: outline.modules[m].optional,
        }
    };
    HomePage {
        title: workshop.title.clone(),
        summary: workshop.summary.clone(),
        cohorts: timetable
            .lines_of_all(&outline.modules.iter().map(|module| module.id.as_str()).collect::<Vec<_>>(), now),
        extent: extent(workshop),
        next: next.map(|(m, s)| Onward {
            label: if started {
                format!("Continue: {}", places::words(workshop, m, s))
            } else {
                format!("Start: {}", outline.modules[m].title)
            },
            url: if started { places::address(workshop, m, s) } else { places::module_address(workshop, m) },
        }),
        place: last
            .map(|place| Onward {
                label: places::words(workshop, place.module, place.section),
                url: places::address(workshop, place.module, place.section),
            })
            .filter(|place| Some(&place.url) != next_address.as_ref()),
        percent: progress.percent(),
        done,
        counted,
        new: progress.modules.iter().flat_map(|module| &module.new).filter(|new| **new).count(),
        finished: progress.finished(outline),
        left: if left == 0 || !started {
            String::new()
        } else {
            format!("{} left", when::duration(u32::try_from(left).unwrap_or(u32::MAX)))
        },
        due: learning.filter(|l| l.cards.iter().any(|card| card.memory.is_some())).map(super::review::verdict),
        offers: offers(shelved, (outline, &progress), learning, design, last.map(|place| place.module), timetable, now),
        decide: decide(workshop, design),
        notes: reader.map_or(0, |reader| reader.notes.len()),
        route: workshop
            .modules
            .iter()
            .enumerate()
            .filter(|(m, _)| !timetable.hides(&outline.modules[*m].id, now))
            .map(stop)
            .collect(),
        frame: around.frame(&workshop.title, Some(workshop), reader.map(|reader| &reader.identity)),
    }
}

/// What to do next, and why.
fn offers(
    shelved: &Shelved,
    (outline, progress): (&Outline, &Progress),
    learning: Option<&Learning>,
    design: Option<&Opened>,
    last: Option<usize>,
    timetable: &Timetable,
    now: Now,
) -> Vec<OfferView> {
    let workshop = &shelved.workshop;
    let marked = progress.modules.iter().any(|module| module.done.contains(&true));
    let Some(learning) = learning.filter(|learning| marked || !learning.attempts.is_empty()) else { return Vec::new() };
    // By today's title, under which the offer is found again below.
    let begun = workshop.decisions.iter().filter(|decision| {
        let kept = design.and_then(|opened| opened.design.decision(&decision.wizard.id));
        kept.is_some_and(|kept| kept.outcome.is_none())
    });
    let begun: Vec<String> = begun.map(|decision| decision.wizard.title.clone()).collect();
    let next = what_next(&Standing {
        outline,
        progress,
        from: last.map(|m| outline.modules[m].id.as_str()),
        minutes: &super::review::minutes_of(workshop, outline, None),
        queue: &learning.queue,
        today: learning.today,
        seconds_a_question: learning.seconds_a_question,
        attempts: &learning.open_attempts(shelved, now),
        quizzes: &learning.open_quizzes(shelved),
        decisions: &begun,
    });
    let home = format!("/w/{}", workshop.id);
    let quiz = |id: &str, verb: &str| {
        let title = workshop.quizzes.iter().find(|quiz| quiz.id == id).map_or(id, |quiz| &quiz.title);
        (format!("{verb}: {title}"), Some(format!("{home}/quizzes/{id}")))
    };
    let offer = |(step, why): (&Step, &str)| {
        let (label, url) = match step {
            Step::Attempt { quiz: id } => quiz(id, "Go on with the quiz"),
            Step::Quiz { quiz: id } => quiz(id, "Take the quiz"),
            Step::Reviews { questions } => {
                (format!("Answer what is due: {}", count(*questions, "question")), Some(format!("{home}/review")))
            }
            Step::Section { place } => match places::find(&workshop.outline, &place.module, &place.section) {
                Some(spot) => (
                    format!("Read: {}", places::words(workshop, spot.module, spot.section)),
                    Some(places::address(workshop, spot.module, spot.section)),
                ),
                None => (place.section.clone(), None),
            },
            Step::Decision { name } => {
                let found = workshop.decisions.iter().find(|decision| decision.wizard.title == *name);
                let url = found.zip(design).and_then(|(decision, opened)| {
                    let path = wizard::address(&workshop.id, &decision.wizard.id);
                    let kept = opened.design.decision(&decision.wizard.id)?;
                    let answers = decided::answers_now(decision, kept, &opened.design);
                    Some(wizard::with_answers(&path, decision, &answers))
                });
                (format!("Decide: {name}"), url)
            }
            Step::Done { .. } => ("Nothing more today".to_owned(), None),
        };
        OfferView { label, url, why: why.to_owned() }
    };
    let first = [(&next.step, next.why.as_str())];
    let all = first.into_iter().chain(next.alternatives.iter().map(|o| (&o.step, o.why.as_str())));
    all.filter(|(step, _)| is_offered(workshop, step, timetable, now)).map(offer).collect()
}

/// Sections of a module that the person's cohorts show.
fn shown_in(module: &OutlineModule) -> usize {
    module.sections.iter().filter(|section| !section.is_hidden()).count()
}

/// Whether a step leads nowhere that the person's cohort keeps shut.
fn is_offered(workshop: &Workshop, step: &Step, timetable: &Timetable, now: Now) -> bool {
    let module = match step {
        Step::Section { place } => Some(&place.module),
        Step::Quiz { quiz: id } => {
            workshop.quizzes.iter().find(|quiz| quiz.id == *id).and_then(|quiz| quiz.module.as_ref())
        }
        _ => None,
    };
    module.is_none_or(|module| timetable.closed(module, now).is_none())
}

/// The ways to decisions and design, with where the person stands.
fn decide(workshop: &Workshop, design: Option<&Opened>) -> Vec<(String, &'static str, String)> {
    if workshop.decisions.is_empty() {
        return Vec::new();
    }
    let design = design.map(|opened| &opened.design);
    let decided = design.map_or(0, |design| design.decisions.iter().filter(|kept| kept.outcome.is_some()).count());
    let all = workshop.decisions.len();
    let decisions = match decided {
        0 => format!("{} with their reasons, and what each rules out.", count(all, "decision")),
        decided => format!("{decided} of {all} decided."),
    };
    let said = match design {
        None => "Your own cluster, typed once and decided step by step, to take into a review.".to_owned(),
        Some(design) => match verdict(&findings(design)) {
            verdict if verdict.is_empty() => "The rules find nothing wrong so far.".to_owned(),
            verdict => format!("The rules find {verdict}."),
        },
    };
    let home = format!("/w/{}", workshop.id);
    vec![(format!("{home}/wizards"), "Decisions", decisions), (format!("{home}/design"), "Your design", said)]
}

/// How far a person is in a workshop, seen as it is or through their cohorts; a stranger has done nothing.
pub(super) fn progress_of(outline: &Outline, reader: Option<&Reader>) -> Progress {
    match reader {
        Some(reader) => Progress::of(outline, &reader.marks, &reader.editions),
        None => Progress::of(outline, &[], &Editions::new()),
    }
}

pub(super) fn extent(workshop: &Workshop) -> String {
    let minutes = workshop.modules.iter().map(|module| module.minutes).sum();
    format!("{} · {}", count(workshop.modules.len(), "module"), when::duration(minutes))
}

/// So many people: "1 person", "2 people".
pub(super) fn people(n: usize) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{n} people") }
}

/// A number with its noun: "1 section", "2 sections".
pub(super) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
