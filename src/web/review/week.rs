//! A plan for the week, from the minutes that a person says they have on each day.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::app::Shelved;
use crate::content::model::{Module, Workshop};
use crate::domain::outline::{Outline, OutlineModule};
use crate::domain::progress::Progress;
use crate::domain::question::Place;
use crate::domain::review::{Day, DueRules};
use crate::domain::study::{Ahead, DAYS, Item, WeekPlan, spread, week};
use crate::store::Reader;
use crate::web::home::{count, progress_of};
use crate::web::learning::Learning;
use crate::web::places;

/// Minutes a day that the plan begins with; people change them.
const MINUTES_A_DAY: u32 = 20;
/// The most minutes of a day that are planned for.
const MOST_MINUTES: u32 = 600;

/// The plan for the week.
pub(super) struct Week {
    /// The fields: name, weekday, minutes.
    pub(super) days: Vec<(String, String, u32)>,
    pub(super) most: u32,
    /// Whether it was asked for.
    pub(super) asked: bool,
    pub(super) planned: Vec<PlannedDay>,
    /// What does not fit.
    pub(super) left: Vec<String>,
    /// When everything is done.
    pub(super) end: String,
}

pub(super) struct PlannedDay {
    pub(super) name: String,
    /// Such as "18 of 20 min".
    pub(super) minutes: String,
    pub(super) items: Vec<PlannedItem>,
}

pub(super) struct PlannedItem {
    pub(super) words: String,
    pub(super) url: Option<String>,
    pub(super) minutes: u32,
    pub(super) longer: bool,
}

/// What the form of the week sends: minutes for each of the seven days.
#[derive(Debug, Default, Deserialize)]
pub struct WeekForm {
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

impl WeekForm {
    pub(super) fn minutes(&self) -> Option<[u32; DAYS]> {
        let asked = (0..DAYS).any(|day| self.fields.contains_key(&name_of(day)));
        let one = |day: usize| {
            let typed = self.fields.get(&name_of(day)).map(|typed| typed.trim()).unwrap_or_default();
            let digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
            // More digits than a number holds are many minutes, not none.
            typed.parse().unwrap_or(if digits { MOST_MINUTES } else { 0 }).min(MOST_MINUTES)
        };
        asked.then(|| std::array::from_fn(one))
    }
}

fn name_of(day: usize) -> String {
    format!("day{}", day + 1)
}

/// "today", "tomorrow", "on Thursday", "on 3 January 2027".
pub(super) fn day_words(day: Day, today: Day) -> String {
    match day.since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => format!("on {}", date_of(day).strftime("%A")),
        _ => format!("on {}", date_of(day).strftime("%-d %B %Y")),
    }
}

fn date_of(day: Day) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(day.0.clamp(-1_000_000, 2_000_000).days()).unwrap_or(epoch)
}

/// What the sections take that a workshop shows, seen as it is or through somebody's cohorts, in minutes; those done left out or
/// not.
pub(crate) fn minutes_of(workshop: &Workshop, outline: &Outline, undone: Option<&Progress>) -> Vec<(Place, u32)> {
    let modules = workshop.modules.iter().zip(&outline.modules).enumerate();
    let of_module = |(m, (module, outline)): (usize, (&Module, &OutlineModule))| {
        let words: Vec<usize> = module.sections.iter().map(|section| section.words).collect();
        let minutes = spread(module.minutes, &words);
        let done = undone.map(|progress| progress.modules[m].done.clone());
        let sections = outline.sections.iter().zip(minutes).enumerate();
        let shown = sections.filter(|(_, (section, _))| !section.is_hidden());
        let open = shown.filter(move |(s, _)| done.as_ref().is_none_or(|done| !done[*s]));
        let id = outline.id.clone();
        open.map(move |(_, (section, minutes))| (Place { module: id.clone(), section: section.id.clone() }, minutes))
            .collect::<Vec<_>>()
    };
    modules.flat_map(of_module).collect()
}

impl Week {
    /// What fits into these minutes; without them the form alone.
    pub(super) fn of(
        shelved: &Shelved,
        outline: &Outline,
        learning: &Learning,
        reader: Option<&Reader>,
        typed: Option<[u32; DAYS]>,
    ) -> Week {
        let workshop = &shelved.workshop;
        let minutes = typed.unwrap_or([MINUTES_A_DAY; DAYS]);
        let name = |day: usize| {
            let date = date_of(Day(learning.today.0 + i64::try_from(day).unwrap_or(0)));
            date.strftime("%A").to_string()
        };
        let days = (0..DAYS).map(|day| (name_of(day), name(day), minutes[day])).collect();
        let mut shown = Week {
            days,
            most: MOST_MINUTES,
            asked: typed.is_some(),
            planned: vec![],
            left: vec![],
            end: String::new(),
        };
        if typed.is_none() {
            return shown;
        }
        let progress = progress_of(outline, reader);
        let sections = minutes_of(workshop, outline, Some(&progress));
        let WeekPlan { days, left, finished_in } = week(&Ahead {
            today: learning.today,
            minutes,
            sections: &sections,
            quizzes: &learning.open_quizzes(shelved),
            cards: &learning.cards,
            queue: &learning.queue,
            rules: &DueRules::default(),
            seconds_a_question: learning.seconds_a_question,
        });
        let item = |item: &Item| {
            let (words, url) = match item {
                Item::Reviews { questions, .. } => {
                    (format!("{} due", count(*questions, "question")), Some(format!("/w/{}/review", workshop.id)))
                }
                Item::Section { place, .. } => match places::find(&workshop.outline, &place.module, &place.section) {
                    Some(spot) => (
                        places::words(workshop, spot.module, spot.section),
                        Some(places::address(workshop, spot.module, spot.section)),
                    ),
                    None => (place.section.clone(), None),
                },
                Item::Quiz { quiz, .. } => {
                    let title = workshop.quizzes.iter().find(|known| known.id == *quiz).map(|quiz| quiz.title.as_str());
                    let url = format!("/w/{}/quizzes/{quiz}", workshop.id);
                    (format!("Quiz: {}", title.unwrap_or(quiz)), Some(url))
                }
            };
            PlannedItem { words, url, minutes: item.minutes(), longer: item.longer() }
        };
        shown.planned = days
            .iter()
            .enumerate()
            .map(|(n, day)| PlannedDay {
                name: name(n),
                minutes: format!("{} of {} min", day.items.iter().map(Item::minutes).sum::<u32>(), day.minutes),
                items: day.items.iter().map(item).collect(),
            })
            .collect();
        shown.left = left.iter().map(|left| item(left).words).collect();
        shown.end = match finished_in {
            None => "There is no time on any day; give at least one day some minutes.".to_owned(),
            Some(0) if left.is_empty() && sections.is_empty() => "There is nothing left to read.".to_owned(),
            Some(days) => format!(
                "At this pace you are through {}.",
                day_words(Day(learning.today.0 + i64::from(days)), learning.today)
            ),
        };
        shown
    }
}
