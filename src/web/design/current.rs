//! The design that somebody works with: read, and changed without losing what another device changed meanwhile.

use uuid::Uuid;

use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::design::{self, Design};
use crate::domain::sheet::{FACTS, Fact};
use crate::domain::wizard::{Answers, Decided, Known, UNKNOWN};
use crate::export::design::json;
use crate::store::{DesignRow, Kept, MOST_DESIGNS, NewRevision, Store, StoreError};
use crate::web::error::Wrong;
use crate::web::now::Now;
use crate::web::session::Token;

/// What a design is called until its owner says something else.
pub const UNTITLED: &str = "My design";
/// The name of the field that holds the design which a form was filled from.
pub const MEANT: &str = "_design";
/// What is said to who has too many designs to begin another.
pub const TOO_MANY: Wrong = Wrong::BadRequest("You keep 20 designs already. Delete one, then begin this one.");
const _: () = assert!(MOST_DESIGNS == 20, "TOO_MANY says how many");
/// How often a change is tried again when another one came first.
const TRIES: usize = 8;

/// A design as it is kept, read.
pub struct Opened {
    /// The row with its revision.
    pub row: DesignRow,
    /// What is in it.
    pub design: Design,
}

/// Reads what is kept. It was written by us, so that what cannot be read is a defect.
pub fn open(row: DesignRow) -> Result<Opened, Wrong> {
    match json::read(&row.body) {
        Ok(design) => Ok(Opened { row, design }),
        Err(fault) => {
            tracing::error!(design = %row.id, revision = row.revision, pointer = fault.pointer, "a kept design cannot be read");
            Err(Wrong::Internal)
        }
    }
}

/// The design that a person chose last.
pub async fn chosen(app: &App, person: Uuid, workshop: &str) -> Result<Option<Opened>, Wrong> {
    app.store.current_design(person, workshop).await?.map(open).transpose()
}

/// The id of the design that a form was filled from; a new one when that is no more. When it was filled from none, of the one that the
/// person chose last, which is begun when there is none. None when they have too many already.
pub async fn chosen_or_new(
    store: &Store,
    person: Uuid,
    workshop: &Workshop,
    meant: Option<Uuid>,
    now: Now,
) -> Result<Option<Uuid>, StoreError> {
    let id = Now::id();
    let design = Design { title: UNTITLED.to_owned(), workshop: workshop.id.clone(), ..Design::default() };
    let first = revision(&design, "Begun".to_owned());
    let Some(meant) = meant else { return store.chosen_or_begun(person, id, &workshop.id, first, now.0).await };
    let there = store.design(person, meant, None).await?.filter(|row| row.workshop == workshop.id);
    if there.is_some() {
        return Ok(Some(meant));
    }
    // Never into another one: what was typed belonged to a design that is gone.
    let kept = store.add_design(person, id, &workshop.id, first, now.0).await?;
    Ok(kept.then_some(id))
}

/// A design as a revision that can be kept.
pub fn revision(design: &Design, said: String) -> NewRevision {
    NewRevision { title: design.title.clone(), body: json::write(design), said }
}

/// Changes a design of a person: `change` is given what is there now and says what it changed. Answers with the revision before
/// and the one after; they are the same when nothing changed.
pub async fn change(
    app: &App,
    person: Uuid,
    id: Uuid,
    now: Now,
    change: impl Fn(&mut Design) -> Result<String, Wrong>,
) -> Result<(i64, i64), Wrong> {
    for _ in 0..TRIES {
        let row = app.store.design(person, id, None).await?.ok_or(Wrong::NotFound)?;
        let before = row.revision;
        let Opened { mut design, .. } = open(row)?;
        let old = design.clone();
        let said = change(&mut design)?;
        if design == old {
            return Ok((before, before));
        }
        let next = revision(&design, said);
        if let Err(fault) = json::read(&next.body) {
            // What has no room could not be read again.
            tracing::info!(%fault, "a change of a design was refused");
            return Err(Wrong::BadRequest("A design has no room for that; nothing was saved."));
        }
        let kept = app.store.change_design(person, id, before, next, now.0).await?;
        match kept.ok_or(Wrong::NotFound)? {
            Kept::As(after) => return Ok((before, after)),
            Kept::Behind(_) => {}
        }
    }
    Err(Wrong::BadRequest("Others change this design at the same moment; nothing was saved."))
}

/// The answers of a decision by the ids of their questions.
#[must_use]
pub fn answers_of(decision: &design::Decision) -> Answers {
    let pair = |answer: &design::Answered| {
        (answer.question.clone(), answer.option.clone().unwrap_or_else(|| UNKNOWN.to_owned()))
    };
    decision.answers.iter().map(pair).collect()
}

/// A design of the person that asks, in a workshop that there is. What is not theirs is not there.
pub struct Mine {
    /// Who asks.
    pub person: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// The design as it is now.
    pub opened: Opened,
}

impl Mine {
    /// Looks all of it up.
    pub async fn of(app: &App, token: &Token, now: Now, workshop: &str, id: Uuid) -> Result<Self, Wrong> {
        let workshop = app.shelf().find(workshop).ok_or(Wrong::NotFound)?.workshop.id.clone();
        let identity = token.identity(app, now).await?.ok_or(Wrong::NotFound)?;
        let row = app.store.design(identity.person, id, None).await?;
        let opened = open(row.filter(|row| row.workshop == workshop).ok_or(Wrong::NotFound)?)?;
        Ok(Self { person: identity.person, workshop, opened })
    }

    /// Where the design's page is, with what stands after it.
    #[must_use]
    pub fn page(&self, rest: &str) -> String {
        format!("/w/{}/design{rest}", self.workshop)
    }
}

/// What a design knows for its wizards: its decisions, and the facts of its sheet.
#[must_use]
pub fn known(design: &Design) -> Known {
    let mut known = Known::default();
    for decision in &design.decisions {
        let outcome = decision.outcome.as_ref().map(|chosen| chosen.id.clone());
        known.decisions.insert(decision.wizard.clone(), Decided { answers: answers_of(decision), outcome });
    }
    for (name, _) in FACTS {
        match design.sheet.fact(name) {
            Some(Fact::Word(word)) => drop(known.words.insert((*name).to_owned(), word.to_owned())),
            Some(Fact::Number(number)) => drop(known.numbers.insert((*name).to_owned(), number)),
            None => {}
        }
    }
    known
}
