//! What the cohorts of a person say about a workshop: which modules are open, by when they are due, and the line on top of
//! its pages.

use std::borrow::Cow;

use super::error::Wrong;
use super::join::cut_to;
use super::now::Now;
use super::when;
use crate::app::App;
use crate::domain::cohort::{Availability, Schedule, tailored};
use crate::domain::outline::Outline;
use crate::domain::time::Millis;
use crate::store::{Membership, Reader};

/// The most characters of an announcement in the line.
const MOST_SAID: usize = 90;

/// Somebody's cohorts of one workshop, the one joined last first.
#[derive(Debug, Default)]
pub struct Timetable {
    cohorts: Vec<Membership>,
}

/// Why a module is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// When it opens; none when the cohort leaves it out.
    pub opens_at: Option<Millis>,
    /// The cohort's name.
    pub cohort: String,
    /// The cohort's page.
    pub url: String,
}

/// One cohort in one line.
#[derive(Debug, Clone)]
pub struct CohortLine {
    /// The cohort's name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// The beginning of what is announced; empty when nothing is.
    pub said: String,
    /// By when this module is due, or the next of all: (RFC 3339, words); none when nothing is.
    pub due: Option<(String, String)>,
}

impl Timetable {
    /// Of whoever reads a workshop; strangers are in no cohort, and nothing is read for them.
    pub async fn of(app: &App, reader: Option<&Reader>, workshop: &str) -> Result<Self, Wrong> {
        match reader {
            Some(reader) => Self::of_person(app, reader.identity.person, workshop).await,
            None => Ok(Self::default()),
        }
    }

    /// The same of a person by id.
    pub async fn of_person(app: &App, person: uuid::Uuid, workshop: &str) -> Result<Self, Wrong> {
        let mut cohorts = app.store.memberships(person).await?;
        cohorts.retain(|membership| membership.cohort.workshop == workshop);
        Ok(Self { cohorts })
    }

    /// The workshop as they go through it: what their cohorts hide or waive need not be done, what one of them needs counts.
    #[must_use]
    pub fn outline<'o>(&self, outline: &'o Outline) -> Cow<'o, Outline> {
        let schedules: Vec<&Schedule> = self.cohorts.iter().map(|of| &of.cohort.settings.schedule).collect();
        if schedules.iter().all(|schedule| schedule.is_empty()) {
            return Cow::Borrowed(outline);
        }
        Cow::Owned(tailored(outline, &schedules))
    }

    /// Why a module is not open to them; none when it is. Open in any of their cohorts is open.
    #[must_use]
    pub fn closed(&self, module: &str, now: Now) -> Option<Closed> {
        let mut closed: Option<Closed> = None;
        for Membership { cohort, .. } in &self.cohorts {
            let opens_at = match cohort.settings.schedule.availability(module, now.0) {
                Availability::Open => return None,
                Availability::From(at) => Some(at),
                Availability::Hidden => None,
            };
            let earlier = closed.as_ref().is_none_or(|before| match (opens_at, before.opens_at) {
                (Some(at), Some(before)) => at < before,
                (at, before) => at.is_some() && before.is_none(),
            });
            if earlier {
                closed = Some(Closed { opens_at, cohort: cohort.name.clone(), url: address(cohort.id) });
            }
        }
        closed
    }

    /// Whether a module is left out by all of their cohorts.
    #[must_use]
    pub fn hides(&self, module: &str, now: Now) -> bool {
        self.closed(module, now).is_some_and(|closed| closed.opens_at.is_none())
    }

    /// When a module opens that is not open yet: (RFC 3339, words).
    #[must_use]
    pub fn opens(&self, module: &str, now: Now) -> Option<(String, String)> {
        self.closed(module, now).and_then(|closed| closed.opens_at).map(when::moment)
    }

    /// A line for each cohort, with when a module is due.
    #[must_use]
    pub fn lines_of(&self, module: &str) -> Vec<CohortLine> {
        self.lines(|membership| membership.cohort.settings.schedule.plan(module).due_at)
    }

    /// A line for each cohort, with what is due next among these modules.
    #[must_use]
    pub fn lines_of_all(&self, modules: &[&str], now: Now) -> Vec<CohortLine> {
        self.lines(|membership| {
            let due = |module| membership.cohort.settings.schedule.plan(module).due_at;
            modules.iter().copied().filter_map(due).filter(|due| *due > now.0).min()
        })
    }

    fn lines(&self, due: impl Fn(&Membership) -> Option<Millis>) -> Vec<CohortLine> {
        let line = |membership: &Membership| CohortLine {
            name: membership.cohort.name.clone(),
            url: address(membership.cohort.id),
            said: membership
                .cohort
                .settings
                .announcement
                .as_ref()
                .map(|said| first_line(&said.text))
                .unwrap_or_default(),
            due: due(membership).map(when::moment),
        };
        self.cohorts.iter().map(line).collect()
    }
}

/// The page of a cohort for those who are in it.
#[must_use]
pub fn address(cohort: uuid::Uuid) -> String {
    format!("/cohorts/{cohort}")
}

fn first_line(text: &str) -> String {
    cut_to(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default(), MOST_SAID)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cohort::{ModulePlan, Need, Settings};
    use crate::store::CohortRow;

    const NOW: Now = Now(Millis(1000));

    fn cohort(n: u128, plans: Vec<ModulePlan>) -> Membership {
        let id = uuid::Uuid::from_u128(n);
        let cohort = CohortRow {
            id,
            workshop: "w".to_owned(),
            name: format!("Cohort {n}"),
            settings: Settings { schedule: Schedule::of(plans), ..Settings::default() },
            revision: 1,
            code: None,
            made_at: Millis(0),
            archived_at: None,
        };
        Membership { member: id, cohort, name: String::new(), joined_at: Millis(0) }
    }

    fn opens(at: i64) -> ModulePlan {
        ModulePlan { opens_at: Some(Millis(at)), ..ModulePlan::usual("m") }
    }

    fn hidden() -> ModulePlan {
        ModulePlan { need: Need::Hidden, ..ModulePlan::usual("m") }
    }

    #[test]
    fn open_in_any_cohort_is_open_and_else_the_earliest_counts() {
        let cases = [
            ("in none", vec![], None),
            ("nothing said", vec![vec![]], None),
            ("opened", vec![vec![opens(1000)]], None),
            ("later", vec![vec![opens(2000)]], Some(Some(2000))),
            ("later here, open there", vec![vec![opens(2000)], vec![]], None),
            ("hidden here, open there", vec![vec![hidden()], vec![]], None),
            ("the earlier of two", vec![vec![opens(3000)], vec![opens(2000)]], Some(Some(2000))),
            ("hidden and later", vec![vec![hidden()], vec![opens(2000)]], Some(Some(2000))),
            ("later and hidden", vec![vec![opens(2000)], vec![hidden()]], Some(Some(2000))),
            ("hidden in all", vec![vec![hidden()], vec![hidden()]], Some(None)),
        ];
        for (what, plans, expected) in cases {
            let cohorts = (1..).zip(plans).map(|(n, plans)| cohort(n, plans)).collect();
            let table = Timetable { cohorts };
            let closed = table.closed("m", NOW).map(|closed| closed.opens_at.map(|at| at.0));
            assert_eq!(closed, expected, "{what}");
            assert_eq!(table.hides("m", NOW), expected == Some(None), "{what}");
            assert_eq!(table.closed("another", NOW), None, "{what}");
        }
    }

    #[test]
    fn what_is_announced_is_cut_between_words() {
        assert_eq!(first_line("\n Bring a laptop.\nAnd coffee."), " Bring a laptop.");
        let long = first_line(&"word ".repeat(100));
        assert!(long.ends_with("word …") && long.chars().count() <= MOST_SAID + 2, "{long}");
    }
}
