//! An attempt with what it asks, and where all of it is.

use serde::Deserialize;
use uuid::Uuid;

use crate::app::{App, Shelved};
use crate::content::model::Workshop;
use crate::domain::question::Asked;
use crate::domain::quiz::{Slot, When};
use crate::store::{AttemptRow, Purpose};
use crate::web::error::Wrong;
use crate::web::frame::Onward;
use crate::web::now::Now;
use crate::web::places;

/// An attempt with what it asks.
pub(crate) struct Taking {
    pub(crate) shelved: Shelved,
    pub(crate) row: AttemptRow,
    /// One for each slot.
    pub(crate) asked: Vec<Asked>,
}

impl Taking {
    /// Reads an attempt of this person. None when it is not theirs.
    pub(crate) async fn of(app: &App, shelved: &Shelved, person: Uuid, id: Uuid) -> Result<Option<Self>, Wrong> {
        let row = app.store.attempt(person, id).await?;
        match row.filter(|row| row.workshop == shelved.workshop.id) {
            Some(row) => Ok(Some(Self::from(app, shelved, row).await?)),
            None => Ok(None),
        }
    }

    /// Of an attempt that was read.
    pub(crate) async fn from(app: &App, shelved: &Shelved, row: AttemptRow) -> Result<Self, Wrong> {
        let mut asked = Vec::with_capacity(row.attempt.slots.len());
        for slot in &row.attempt.slots {
            asked.push(app.question(shelved, slot).await?.asked(slot.seed));
        }
        Ok(Self { shelved: shelved.clone(), row, asked })
    }

    /// The slot of a question, by its number from 0.
    pub(super) fn find(&self, question: &str) -> Option<usize> {
        self.row.attempt.slots.iter().position(|slot| slot.question == question)
    }

    /// Where the attempt is taken: a quiz at its own address, all others at theirs.
    pub(crate) fn address(&self) -> String {
        let workshop = &self.shelved.workshop.id;
        match self.row.purpose {
            Purpose::Quiz => format!("/w/{workshop}/quizzes/{}", self.row.subject),
            _ => format!("/w/{workshop}/attempts/{}", self.row.id),
        }
    }

    /// Where this very attempt can be looked at, also when it is over and another has begun.
    pub(crate) fn own_address(&self) -> String {
        match self.row.purpose {
            Purpose::Quiz => format!("{}?attempt={}", self.address(), self.row.id),
            _ => self.address(),
        }
    }

    /// Where a question of it is, from 0; after the last one stands what is left to do.
    pub(crate) fn address_of(&self, slot: usize) -> String {
        let own = self.own_address();
        let joined = if own.contains('?') { '&' } else { '?' };
        match slot.checked_add(1).filter(|_| slot < self.asked.len()) {
            Some(number) => format!("{own}{joined}q={number}"),
            None => format!("{own}{joined}q=end"),
        }
    }

    /// Where answers go to: `/w/{workshop}/attempts/{attempt}`.
    pub(crate) fn action(&self) -> String {
        format!("/w/{}/attempts/{}", self.shelved.workshop.id, self.row.id)
    }

    /// What it is called.
    pub(crate) fn title(&self) -> String {
        title(&self.shelved.workshop, &self.row)
    }

    /// Whether all questions stand on one page.
    pub(crate) fn all_at_once(&self) -> bool {
        let quiz = || self.shelved.workshop.quizzes.iter().find(|quiz| quiz.id == self.row.subject);
        self.row.purpose == Purpose::Quiz && quiz().is_some_and(|quiz| quiz.all_at_once)
    }

    /// The section that teaches a question, as it is called today.
    pub(crate) fn section_of(&self, number: usize) -> Option<Onward> {
        let workshop = &self.shelved.workshop;
        let kept = &self.row.attempt.slots[number];
        let place = self.shelved.bank.find(&kept.question).map_or(&kept.place, |banked| &banked.question.place);
        let spot = places::find(&workshop.outline, &place.module, &place.section)?;
        Some(Onward {
            label: workshop.outline.modules[spot.module].sections[spot.section].title.clone(),
            url: places::address(workshop, spot.module, spot.section),
        })
    }

    /// The question to show when none is named: the first that waits for an answer, else what is left to do.
    pub(crate) fn first_open(&self, now: Now) -> usize {
        let attempt = &self.row.attempt;
        let waits = |slot: &Slot| slot.tries.is_empty() && attempt.takes(&slot.question, now.0);
        let retry = |slot: &Slot| attempt.rules.feedback == When::EachAnswer && attempt.takes(&slot.question, now.0);
        let slots = &attempt.slots;
        slots.iter().position(waits).or_else(|| slots.iter().position(retry)).unwrap_or(slots.len())
    }
}

/// What an attempt is called.
pub(crate) fn title(workshop: &Workshop, row: &AttemptRow) -> String {
    let subject = &row.subject;
    let quiz = || {
        let quiz = workshop.quizzes.iter().find(|quiz| quiz.id == *subject);
        quiz.map_or_else(|| subject.clone(), |quiz| quiz.title.clone())
    };
    match row.purpose {
        Purpose::Quiz => quiz(),
        Purpose::Again => format!("{}: once more", quiz()),
        Purpose::Review => "Due again".to_owned(),
        Purpose::Practice => {
            let spot = subject.split_once('#').and_then(|(m, s)| places::find(&workshop.outline, m, s));
            let title = spot.map(|spot| &workshop.outline.modules[spot.module].sections[spot.section].title);
            title.map_or_else(|| "Practice".to_owned(), |title| format!("Practice: {title}"))
        }
    }
}

/// Which question of an attempt a page shows.
#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    /// A number from 1, or `end`.
    #[serde(default)]
    pub(crate) q: String,
    /// An attempt that is not the open one.
    #[serde(default)]
    pub(crate) attempt: String,
}

impl Shown {
    /// The slot, from 0; the number of slots for what is left to do.
    pub(crate) fn slot(&self, taking: &Taking, now: Now) -> usize {
        let last = taking.asked.len();
        match self.q.as_str() {
            "end" => last,
            q => q
                .parse::<usize>()
                .ok()
                .filter(|n| (1..=last).contains(n))
                .map_or_else(|| taking.first_open(now), |n| n - 1),
        }
    }

    /// Whether a question was named.
    pub(crate) fn names_one(&self) -> bool {
        !self.q.is_empty() && self.q != "end"
    }
}
