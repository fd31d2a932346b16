//! A plan for the week, from the minutes that a person has each day.
//!
//! Each day begins with the questions that are due, a handful at most ([`DueRules::most`], and as few after a pause as
//! [`queue`](crate::domain::review::queue) gives); what the day has no time for waits for the next one. Then come the
//! sections in their order, and a module's quizzes after the last of its sections; quizzes of modules with nothing left
//! to read come before all sections. A section or quiz is never split and never overtakes another: what does not fit in
//! the rest of a day begins the next one.
//!
//! A section (or quiz) that is longer than all of a day's minutes would wait for ever. It goes to the first day that has
//! room for more than half of it, as the last thing there, and is marked. So does one that no day of the week has room for
//! once a handful of questions stands before it, if nothing else stands before it. If no day of the week is half as long,
//! it goes to the first of the longest days on which nothing but questions stands before it.
//!
//! On a day with 0 minutes nothing is planned. Questions that come due by answering the planned ones are not guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::OpenQuiz;
use super::minutes::of_questions;
use crate::domain::question::Place;
use crate::domain::review::{Card, Day, DueRules, Queue, Why};

/// Days of a plan.
pub const DAYS: usize = 7;
/// How many days ahead an end is looked for: ten years.
pub const LONGEST_LOOK: u32 = 3_650;

/// What a week has to hold.
#[derive(Debug, Clone, Copy)]
pub struct Ahead<'a> {
    /// The first day of the plan.
    pub today: Day,
    /// Minutes that the person has on this day and the six after it; 0 is a free day.
    pub minutes: [u32; DAYS],
    /// The sections that are not done, in reading order, with the minutes of each (see [`super::spread`]). One that is named
    /// again counts once.
    pub sections: &'a [(Place, u32)],
    /// The modules' quizzes that were not taken. One that is named again counts once.
    pub quizzes: &'a [OpenQuiz],
    /// The person's deck.
    pub cards: &'a [Card],
    /// The questions of today, from the same deck.
    pub queue: &'a Queue,
    /// How many questions a day.
    pub rules: &'a DueRules,
    /// Seconds that a question takes this person (see [`super::seconds_a_question`]).
    pub seconds_a_question: u32,
}

/// A plan for the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekPlan {
    /// The seven days.
    pub days: Vec<DayPlan>,
    /// What does not fit: the questions due in the week first, then sections and quizzes in their order.
    pub left: Vec<Item>,
    /// When the last section and quiz would be done at this pace, in days from today, 0 for today, at the earliest: if the
    /// weeks after have the same minutes and no further question comes due. 0 when there is neither. None when there is no
    /// time on any day, or too little to be done within [`LONGEST_LOOK`] days.
    pub finished_in: Option<u32>,
}

/// One day of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlan {
    /// Which.
    pub day: Day,
    /// The minutes that the person has.
    pub minutes: u32,
    /// What is planned, in order.
    pub items: Vec<Item>,
}

/// One thing in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Questions that are due.
    Reviews {
        /// How many.
        questions: usize,
        /// What they take.
        minutes: u32,
    },
    /// A section to read.
    Section {
        /// Which.
        place: Place,
        /// What it takes.
        minutes: u32,
        /// Whether that is longer than the day, or than the day is after its questions.
        longer: bool,
    },
    /// A quiz to take.
    Quiz {
        /// Its id.
        quiz: String,
        /// What it takes.
        minutes: u32,
        /// Whether that is longer than the day, or than the day is after its questions.
        longer: bool,
    },
}

impl Item {
    /// What it takes.
    #[must_use]
    pub const fn minutes(&self) -> u32 {
        match self {
            Self::Reviews { minutes, .. } | Self::Section { minutes, .. } | Self::Quiz { minutes, .. } => *minutes,
        }
    }

    /// Whether it is longer than the day on which it stands, or than that day is after its questions.
    #[must_use]
    pub const fn longer(&self) -> bool {
        matches!(self, Self::Section { longer: true, .. } | Self::Quiz { longer: true, .. })
    }

    fn marked(mut self) -> Self {
        if let Self::Section { longer, .. } | Self::Quiz { longer, .. } = &mut self {
            *longer = true;
        }
        self
    }
}

impl DayPlan {
    /// The minutes that are planned: no more than there are, unless the last thing is [longer](Item::longer) than the day.
    #[must_use]
    pub fn planned(&self) -> u32 {
        self.items.iter().map(Item::minutes).fold(0, u32::saturating_add)
    }
}

/// How many questions come due on each of the seven days, those that were due before among the first day's.
#[must_use]
pub fn due_by_day(cards: &[Card], today: Day) -> [usize; DAYS] {
    let mut due = [0; DAYS];
    for day in cards.iter().filter_map(|card| card.due) {
        if let Some(count) = due.get_mut(day.since(today) as usize) {
            *count += 1;
        }
    }
    due
}

/// Fills the week.
#[must_use]
pub fn week(ahead: &Ahead<'_>) -> WeekPlan {
    let due = due_by_day(ahead.cards, ahead.today);
    let reading = reading(ahead);
    let mut filling = Filling { ahead, waiting: 0, handful: Handful::of(ahead), reading: &reading };
    let days: Vec<DayPlan> = (0..)
        .zip(ahead.minutes)
        .zip(due)
        .map(|((n, minutes), due)| {
            filling.waiting += due;
            DayPlan { day: ahead.today.plus(n), minutes, items: filling.day(minutes) }
        })
        .collect();
    let mut left = Vec::new();
    if filling.waiting > 0 {
        let minutes = of_questions(filling.waiting, ahead.seconds_a_question);
        left.push(Item::Reviews { questions: filling.waiting, minutes });
    }
    left.extend_from_slice(filling.reading);
    let is_read = |day: &DayPlan| day.items.iter().any(|item| !matches!(item, Item::Reviews { .. }));
    let finished_in = if filling.reading.is_empty() {
        days.iter().rposition(is_read).map_or(Some(0), |last| u32::try_from(last).ok())
    } else {
        filling.end()
    };
    WeekPlan { days, left, finished_in }
}

/// Sections and quizzes in the order in which they are to be done.
fn reading(ahead: &Ahead<'_>) -> Vec<Item> {
    let mut seen = BTreeSet::new();
    let sections: Vec<&(Place, u32)> = ahead.sections.iter().filter(|(place, _)| seen.insert(place)).collect();
    let last: BTreeMap<&str, usize> =
        sections.iter().enumerate().map(|(at, (place, _))| (place.module.as_str(), at)).collect();
    let mut seen = BTreeSet::new();
    let quizzes: Vec<(&OpenQuiz, Option<usize>)> = ahead
        .quizzes
        .iter()
        .filter(|quiz| seen.insert(&quiz.quiz))
        .map(|quiz| (quiz, last.get(quiz.module.as_str()).copied()))
        .collect();
    let after = |at: Option<usize>| {
        quizzes.iter().filter(move |(_, last)| *last == at).map(|(quiz, _)| Item::Quiz {
            quiz: quiz.quiz.clone(),
            minutes: of_questions(quiz.questions, ahead.seconds_a_question),
            longer: false,
        })
    };
    let mut reading: Vec<Item> = after(None).collect();
    for (at, (place, minutes)) in sections.into_iter().enumerate() {
        reading.push(Item::Section { place: place.clone(), minutes: *minutes, longer: false });
        reading.extend(after(Some(at)));
    }
    reading
}

/// The most questions of a day, as it grows after a pause.
struct Handful {
    most: usize,
    grows_to: usize,
    /// What was answered today counts against today's.
    answered: usize,
}

impl Handful {
    fn of(ahead: &Ahead<'_>) -> Self {
        let (queue, rules) = (ahead.queue, ahead.rules);
        // What is given today is at least what the pause allows; the days after it allow one more each.
        let today = (queue.today.len() + queue.answered_today).max(rules.after_pause);
        let most = if matches!(queue.why, Why::AfterPause(_)) { today.min(rules.most) } else { rules.most };
        Self { most, grows_to: rules.most, answered: queue.answered_today }
    }

    /// The most questions of the next day; `studies` is whether the person has time on it.
    fn next(&mut self, studies: bool) -> usize {
        let most = self.most.saturating_sub(std::mem::take(&mut self.answered));
        if studies && self.most < self.grows_to {
            self.most += 1;
        }
        most
    }
}

/// What is still to be planned while the days go by.
struct Filling<'a> {
    ahead: &'a Ahead<'a>,
    /// Questions that are due and not planned.
    waiting: usize,
    handful: Handful,
    /// Sections and quizzes that are not planned.
    reading: &'a [Item],
}

impl Filling<'_> {
    /// Takes what fits into a day of so many minutes.
    fn day(&mut self, minutes: u32) -> Vec<Item> {
        let mut items = Vec::new();
        let most = self.handful.next(minutes > 0);
        if minutes == 0 {
            return items;
        }
        let seconds = self.ahead.seconds_a_question;
        // Questions that take no time fit as often as one likes.
        let fit = (u64::from(minutes) * 60).checked_div(seconds.into());
        let fit = fit.and_then(|fit| usize::try_from(fit).ok()).unwrap_or(usize::MAX);
        let questions = self.waiting.min(most).min(fit);
        let mut room = minutes;
        if questions > 0 {
            let takes = of_questions(questions, seconds);
            items.push(Item::Reviews { questions, minutes: takes });
            room = room.saturating_sub(takes);
            self.waiting -= questions;
        }
        let mut fresh = true;
        while let [item, rest @ ..] = self.reading {
            let takes = item.minutes();
            let item = if takes <= room {
                item.clone()
            } else if self.may_exceed(takes, minutes, room, fresh) {
                item.clone().marked()
            } else {
                break;
            };
            (room, fresh, self.reading) = (room.saturating_sub(takes), false, rest);
            let longer = item.longer();
            items.push(item);
            if longer {
                break;
            }
        }
        items
    }

    /// Whether something that does not fit into the room that a day has left may stand on it nevertheless.
    fn may_exceed(&self, takes: u32, minutes: u32, room: u32, fresh: bool) -> bool {
        let most_of_it = |minutes: u32| u64::from(minutes) * 2 > u64::from(takes);
        let longest = self.ahead.minutes.iter().copied().max().unwrap_or(0);
        let handful = of_questions(self.ahead.rules.most, self.ahead.seconds_a_question);
        let never = fresh && takes.saturating_add(handful) > longest;
        let endless = !most_of_it(longest) && minutes == longest && fresh && room > 0;
        ((takes > minutes || never) && most_of_it(room)) || endless
    }

    /// The day on which the rest would be done, if the weeks go on like this one.
    fn end(mut self) -> Option<u32> {
        if self.ahead.minutes == [0; DAYS] {
            return None;
        }
        let days = u32::try_from(DAYS).ok()?;
        (days..LONGEST_LOOK).zip(self.ahead.minutes.into_iter().cycle()).find_map(|(day, minutes)| {
            let _ = self.day(minutes);
            self.reading.is_empty().then_some(day)
        })
    }
}

#[cfg(test)]
mod tests;
