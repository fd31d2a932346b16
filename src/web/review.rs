//! What is due again, how far one is with every section, practice, and a plan for the week.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::assets::QuizAssets;
use super::attempt::{self, Part, Shown, Taking};
use super::error::Wrong;
use super::frame::{Around, Frame};
use super::home::count;
use super::learning::Learning;
use super::now::Now;
use super::quiz::{Beginning, FULL, begin};
use super::session::{Caller, Token, for_somebody};
use super::timetable::Timetable;
use super::{answer, assets, places};
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::outline::{OutlineModule, OutlineSection};
use crate::domain::question::Place;
use crate::domain::quiz::{QuizRules, When};
use crate::domain::review::{self, Day, Left, Mastery, Why};
use crate::store::Purpose;

mod week;

pub(super) use week::minutes_of;
use week::{Week, WeekForm, day_words};

/// Reviews and practice are for learning: a second try costs nothing, and what is right is shown at once.
const RULES: QuizRules =
    QuizRules { tries: 2, try_costs: 0, hint_costs: 0, feedback: When::EachAnswer, certainty: false, limit: None };
/// The most questions of a practice.
const MOST_PRACTISED: usize = 10;

/// `/w/{workshop}/review`.
#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    assets: QuizAssets,
    /// "Six questions are due today."
    verdict: String,
    why: String,
    /// The button that begins, or goes on; none when nothing is due.
    begin: Option<&'static str>,
    action: String,
    /// A reviewed day to go on with.
    open: Option<String>,
    modules: Vec<ModuleRow>,
    week: Week,
}

struct ModuleRow {
    title: String,
    /// "4 mastered, 6 learning, 12 new".
    words: String,
    /// Whether anything of it was answered.
    begun: bool,
    sections: Vec<SectionRow>,
}

struct SectionRow {
    title: String,
    url: String,
    /// "1 mastered, 3 new".
    words: String,
    /// How many questions it has.
    of: usize,
    /// The same as a bar: class, where it begins, how wide it is, in questions.
    bar: Vec<(&'static str, usize, usize)>,
    /// `module#section`, for the button.
    place: String,
}

/// `/w/{workshop}/review`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    Query(form): Query<WeekForm>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    let workshop = &shelved.workshop;
    let reader = token.reader(&app, now, &workshop.id).await?;
    let person = reader.as_ref().map(|reader| reader.identity.person);
    let learning = Learning::of(&app, shelved, person, around.minutes_east(), now).await?;
    let outline = Timetable::of(&app, reader.as_ref(), &workshop.id).await?.outline(&workshop.outline);
    let open = learning.attempts.iter().rev().find(|row| {
        let today = row.subject == subject_of(learning.today);
        row.purpose == Purpose::Review && today && row.attempt.is_open(now.0)
    });
    let open = open.map(|row| format!("/w/{}/attempts/{}", workshop.id, row.id));
    let page = ReviewPage {
        verdict: verdict(&learning),
        why: why(&learning),
        begin: match (&open, learning.queue.today.is_empty()) {
            (None, false) => Some("Begin"),
            _ => None,
        },
        open,
        action: format!("/w/{}/review", workshop.id),
        modules: modules(workshop, &learning),
        week: Week::of(shelved, &outline, &learning, reader.as_ref(), form.minutes()),
        assets: assets::quiz(),
        frame: around.frame(
            &format!("Review · {}", workshop.title),
            Some(workshop),
            reader.as_ref().map(|reader| &reader.identity),
        ),
    };
    answer::page(&page)
}

/// The subject of a day's review.
fn subject_of(day: Day) -> String {
    day.0.to_string()
}

/// How many are due, in words.
pub(super) fn verdict(learning: &Learning) -> String {
    let queue = &learning.queue;
    match (queue.today.len(), queue.answered_today) {
        (0, 0) => "Nothing is due today".to_owned(),
        (0, _) => "Done for today".to_owned(),
        (n, 0) => format!("{} due today", capital(&number(n))),
        (n, _) => format!("{} more due today", capital(&number(n))),
    }
}

fn why(learning: &Learning) -> String {
    let queue = &learning.queue;
    let mut why = match (queue.today.is_empty(), queue.why, queue.next) {
        (true, _, Some(day)) => format!("The next question comes back {}.", day_words(day, learning.today)),
        (true, _, None) if learning.cards.iter().all(|card| card.memory.is_none()) => {
            "Questions that you answer in a quiz or in practice come back here before you forget them.".to_owned()
        }
        (true, ..) => "Nothing that you answered is due.".to_owned(),
        (false, Why::AfterPause(days), _) => format!(
            "After {} away they are few, and those first that you most likely still know.",
            count(days as usize, "day")
        ),
        (false, ..) => "Those that you are most likely to forget come first.".to_owned(),
    };
    let changed = queue.today.iter().filter(|id| learning.changed.contains(*id)).count();
    match changed {
        0 => {}
        1 => why.push_str(" One asks something else than when you answered it, and is asked again for that."),
        n => {
            let text = format!(" {n} ask something else than when you answered them, and are asked again for that.");
            why.push_str(&text);
        }
    }
    why
}

/// Small numbers in words.
pub(super) fn number(n: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn modules(workshop: &Workshop, learning: &Learning) -> Vec<ModuleRow> {
    let modules = review::modules(&learning.cards);
    // In each section: how many are mastered, being learnt, new.
    let mut sections: BTreeMap<&Place, [usize; 3]> = BTreeMap::new();
    for card in learning.cards.iter().filter(|card| card.left != Some(Left::Retired)) {
        let at = match card.mastery() {
            Mastery::Mastered => 0,
            Mastery::Learning => 1,
            Mastery::New => 2,
        };
        sections.entry(&card.place).or_default()[at] += 1;
    }
    let row = |(m, module): (usize, &OutlineModule)| {
        let mastery = modules.get(module.id.as_str())?;
        let section = |(s, section): (usize, &OutlineSection)| {
            let place = Place { module: module.id.clone(), section: section.id.clone() };
            let counts = sections.get(&place)?;
            let (mut bar, mut from) = (Vec::new(), 0);
            for (class, n) in ["good", "warn", "new"].into_iter().zip(*counts).filter(|(_, n)| *n > 0) {
                bar.push((class, from, n));
                from += n;
            }
            Some(SectionRow {
                title: section.title.clone(),
                url: places::address(workshop, m, s),
                words: standing(*counts),
                of: from,
                bar,
                place: format!("{}#{}", module.id, section.id),
            })
        };
        Some(ModuleRow {
            title: module.title.clone(),
            words: standing([mastery.mastered, mastery.learning, mastery.new]),
            begun: mastery.new < mastery.of,
            sections: module.sections.iter().enumerate().filter_map(section).collect(),
        })
    };
    workshop.outline.modules.iter().enumerate().filter_map(row).collect()
}

/// "3 mastered, 1 learning, 1 new"; "All 5 mastered" where there is nothing else.
fn standing([mastered, learning, new]: [usize; 3]) -> String {
    if learning + new == 0 && mastered > 1 {
        return format!("All {mastered} mastered");
    }
    let parts = [(mastered, "mastered"), (learning, "learning"), (new, "new")];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// What the button of a section sends.
#[derive(Debug, Default, Deserialize)]
pub struct PractiseForm {
    /// `module#section`; empty for what is due.
    #[serde(default)]
    section: String,
}

/// `POST /w/{workshop}/review`: begins what is due today, or the practice of a section.
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn start(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    headers: HeaderMap,
    Form(form): Form<PractiseForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let shelved = shelf.find(&workshop).ok_or(Wrong::NotFound)?;
    let page = format!("/w/{}/review", shelved.workshop.id);
    let identity = token.identity(&app, now).await?;
    let person = identity.as_ref().map(|identity| identity.person);
    let learning = Learning::of(&app, shelved, person, around.minutes_east(), now).await?;
    let (purpose, subject, questions) = if form.section.is_empty() {
        (Purpose::Review, subject_of(learning.today), learning.queue.today.clone())
    } else {
        let named = form.section.split_once('#');
        let spot = named.and_then(|(m, s)| places::find(&shelved.workshop.outline, m, s)).ok_or(Wrong::NotFound)?;
        let module = &shelved.workshop.outline.modules[spot.module];
        if let Some(person) = person
            && Timetable::of_person(&app, person, &shelved.workshop.id).await?.closed(&module.id, now).is_some()
        {
            // Its page says when it opens.
            return Ok(answer::redirect(&places::module_address(&shelved.workshop, spot.module)));
        }
        let place = Place { module: module.id.clone(), section: module.sections[spot.section].id.clone() };
        (Purpose::Practice, format!("{}#{}", place.module, place.section), practised(&learning, &place))
    };
    if questions.is_empty() {
        return Ok(answer::redirect(&page));
    }
    let beginning = Beginning { purpose, subject: &subject, rules: RULES, questions: &questions, chosen: None };
    let (who, begun) =
        for_somebody(&app, &token, &caller, now, |person| begin(&app, shelved, person, beginning, now)).await?;
    let id = begun.ok_or(Wrong::BadRequest(FULL))?;
    let taking = Taking::of(&app, shelved, who.person, id).await?.ok_or(Wrong::NotFound)?;
    if !answer::wants(&headers, "quiz") {
        return Ok(answer::redirect_with(&taking.address(), who.cookie.as_ref()));
    }
    let part = attempt::part(&taking, &Part::of(&Shown::default(), &taking, now), now)?;
    Ok(answer::with_cookie(answer::of_person(answer::html(StatusCode::OK, part), who.person), who.cookie.as_ref()))
}

/// The questions of a section that teach most: those that are new, then those that are least likely to be known.
fn practised(learning: &Learning, place: &Place) -> Vec<String> {
    let mut cards: Vec<&review::Card> =
        learning.cards.iter().filter(|card| card.place == *place && card.left != Some(Left::Retired)).collect();
    cards.retain(|card| !learning.held.contains(&card.question));
    let known = |card: &review::Card| card.recall(learning.today).unwrap_or(-1.0);
    cards.sort_by(|a, b| known(a).total_cmp(&known(b)).then_with(|| a.question.cmp(&b.question)));
    cards.into_iter().take(MOST_PRACTISED).map(|card| card.question.clone()).collect()
}
