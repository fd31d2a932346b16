//! Who is stuck, and why.

use super::{Row, Tries};
use crate::domain::outline::Outline;
use crate::domain::time::Millis;

/// So many tries at a question without getting it right are too many.
pub const TOO_MANY_TRIES: usize = 3;
/// Tries are looked at when the last was not longer ago than this: a day.
pub const LATELY_SECONDS: i64 = 24 * 3600;
/// Who did nothing for so long, while others went on, is looked after: half an hour.
pub const STILL_SECONDS: i64 = 30 * 60;
/// Who did nothing for longer than this has left for today: four hours.
pub const TODAY_SECONDS: i64 = 4 * 3600;
/// At least so many others have to go on.
const OTHERS: usize = 3;

/// Why somebody is stuck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuck {
    /// A question was tried [`TOO_MANY_TRIES`] times or more since it was last right, the last time within [`LATELY_SECONDS`].
    /// Only tries after which people are told whether they are right count: where that is told at the end, a changed answer says
    /// nothing.
    Tries {
        /// The question's id.
        question: String,
        /// Where it is taught, see [`Tries::place`].
        place: Option<(usize, usize)>,
        /// How often it was tried.
        times: usize,
        /// When it was tried last.
        at: Millis,
    },
    /// Something was marked within [`TODAY_SECONDS`], and nothing marked or tried for [`STILL_SECONDS`], while others went on:
    /// three or more, and at least half of all who did something within [`TODAY_SECONDS`]. So a pause that all make, and
    /// people who learn each in their own time, are no reason to worry.
    Still {
        /// What was marked last: index of the module, and of the section in it.
        place: (usize, usize),
        /// When something was done last.
        since: Millis,
    },
}

impl Stuck {
    /// Where, by the indices of module and section.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Tries { place, .. } => *place,
            Self::Still { place, .. } => Some(*place),
        }
    }

    /// Why, to stand behind a name: `has tried a question of “Pods per node” four times without getting it right`.
    #[must_use]
    pub fn words(&self, outline: &Outline, now: Millis) -> String {
        let title = |(m, s): (usize, usize)| {
            outline.modules.get(m).and_then(|module| module.sections.get(s)).map(|section| section.title.as_str())
        };
        match self {
            Self::Tries { question, place, times, .. } => {
                let what = place
                    .and_then(title)
                    .map_or_else(|| format!("the question {question}"), |title| format!("a question of “{title}”"));
                format!("has tried {what} {} times without getting it right", number(*times))
            }
            Self::Still { place, since } => {
                let what = title(*place).unwrap_or("something");
                format!("marked “{what}” and has done nothing for {}, while others went on", span(*since, now))
            }
        }
    }
}

/// How many did something when.
pub(super) struct Pulse {
    today: usize,
    just_now: usize,
}

/// Whether something was done within so many seconds.
fn within(at: Option<Millis>, seconds: i64, now: Millis) -> bool {
    at.is_some_and(|at| at.plus_seconds(seconds) > now)
}

impl Pulse {
    pub(super) fn of(rows: &[Row], now: Millis) -> Self {
        let acted = |seconds| rows.iter().filter(|row| within(row.acted_at, seconds, now)).count();
        Self { today: acted(TODAY_SECONDS), just_now: acted(STILL_SECONDS) }
    }

    /// Whether others go on, seen by somebody who does not.
    fn goes_on(&self) -> bool {
        self.just_now >= OTHERS && self.just_now * 2 >= self.today
    }
}

/// Where somebody is stuck. Of several questions the one that was tried last.
pub(super) fn find(row: &Row, tries: &[Tries], pulse: &Pulse, now: Millis) -> Option<Stuck> {
    if row.done() {
        return None;
    }
    too_often(tries, now).or_else(|| {
        let since = row.acted_at?;
        let still = within(Some(since), TODAY_SECONDS, now) && !within(Some(since), STILL_SECONDS, now);
        let (m, s, _) = row.last_marked().filter(|_| still && pulse.goes_on())?;
        Some(Stuck::Still { place: (m, s), since })
    })
}

fn too_often(tries: &[Tries], now: Millis) -> Option<Stuck> {
    let lately = |tries: &&Tries| within(Some(tries.at), LATELY_SECONDS, now);
    let mut asked: Vec<&str> = Vec::new();
    // From the last question that was tried back.
    for last in tries.iter().rev().filter(lately) {
        if asked.contains(&last.question.as_str()) {
            continue;
        }
        asked.push(&last.question);
        let of_it = tries.iter().rev().filter(|tries| tries.question == last.question).filter(lately);
        let times: usize = of_it.take_while(|tries| !tries.right).map(|tries| tries.wrong).sum();
        if times >= TOO_MANY_TRIES {
            return Some(Stuck::Tries { question: last.question.clone(), place: last.place, times, at: last.at });
        }
    }
    None
}

fn number(n: usize) -> String {
    const WORDS: [&str; 10] = ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    n.checked_sub(3).and_then(|at| WORDS.get(at)).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// "40 minutes", "2 hours": whole ones, rounded down.
fn span(since: Millis, now: Millis) -> String {
    let minutes = now.0.saturating_sub(since.0) / 60_000;
    match (minutes / 60, minutes) {
        (0, 1) => "1 minute".to_owned(),
        (0, minutes) => format!("{minutes} minutes"),
        (1, _) => "1 hour".to_owned(),
        (hours, _) => format!("{hours} hours"),
    }
}
