//! What people of a cohort did, as xAPI statements (ADL, Experience API 1.0.3, part two), in the verbs and kinds of activity of
//! the ADL vocabulary. `docs/exports.md` says what stands in each.
//!
//! A statement is about a [`Fact`]. Its id comes from the fact and from whose it is, and from nothing else, so that the same fact
//! has the same id in every export and whenever it is sent: a record store then keeps it once. Names of people stand in a
//! statement only where the caller gives them.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::moment::rfc3339;
use crate::domain::question::{Answer, Asked, Mark};
use crate::domain::quiz::Certainty;
use crate::domain::time::Millis;

mod course;
mod key;
mod question;

pub use key::Key;

use course::Told;
use key::id;

/// Where the ADL vocabulary has its verbs and its kinds of activity.
const ADL: &str = "http://adlnet.gov/expapi";

/// Where it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The portal's public address, without a slash at the end: all activities have their names under it.
    pub portal: String,
    /// The workshop.
    pub workshop: Named,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// The language of its texts, such as `en`.
    pub language: String,
    /// The cohort's id.
    pub cohort: Uuid,
    /// What the cohort is called.
    pub cohort_name: String,
}

/// Something with an id, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id in the workshop.
    pub id: String,
    /// Plain text.
    pub title: String,
}

/// A section and the module it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    /// The module.
    pub module: Named,
    /// The section.
    pub section: Named,
}

/// Somebody in the cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor<'a> {
    /// Their id in this cohort and nowhere else.
    pub member: Uuid,
    /// What they are called; None where nobody is to read it.
    pub name: Option<&'a str>,
}

/// What an attempt was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// A quiz.
    Quiz(Named),
    /// What was not right in a quiz, once more.
    Again(Named),
    /// What was due again.
    Review,
    /// The questions of the section that teaches them.
    Practice,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<'a> {
    /// The attempt's id.
    pub attempt: Uuid,
    /// What the attempt was for.
    pub within: Within,
    /// The question as it was asked.
    pub asked: &'a Asked,
    /// Which wording of it.
    pub revision: i64,
    /// Whether its figures are drawn anew for each attempt, so that each drawing is a question of its own.
    pub drawn: bool,
    /// Where it is taught.
    pub place: Where,
    /// Counts the tries in the attempt, from 1.
    pub number: usize,
    /// What was answered.
    pub answer: &'a Answer,
    /// What it earned.
    pub mark: Mark,
    /// How sure the person was.
    pub certainty: Option<Certainty>,
    /// Milliseconds from what was done before in the attempt, where that is known.
    pub took: Option<i64>,
}

/// How an attempt at a quiz ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The attempt's id.
    pub attempt: Uuid,
    /// The quiz.
    pub quiz: Named,
    /// The module that it belongs to.
    pub module: Option<Named>,
    /// What was earned, of so many questions.
    pub score: f64,
    /// Questions.
    pub of: usize,
    /// Whether it was enough, where the cohort asks for a share.
    pub passed: Option<bool>,
    /// Milliseconds from its beginning.
    pub took: i64,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact<'a> {
    /// Joined the cohort.
    Joined,
    /// Did a section; the ids under which that was kept at the time are (module, section).
    Section(Where, (&'a str, &'a str)),
    /// Finished a module; the id under which its last mark was kept.
    Module(Named, &'a str),
    /// Began an attempt at a quiz, of the module it belongs to.
    Began(Uuid, Named, Option<Named>),
    /// Ended one.
    Ended(Ended),
    /// Answered a question.
    Answered(Box<Answered<'a>>),
    /// Decided something with a wizard: the wizard and the outcome.
    Decided(Named, Named),
    /// Completed the cohort.
    Completed,
}

/// The statement that somebody did something at a time.
#[must_use]
pub fn statement(course: &Course, actor: Actor<'_>, fact: &Fact<'_>, at: Millis) -> Value {
    let told = Told::of(course, fact);
    let mut who = json!({
        "objectType": "Agent",
        "account": { "homePage": course.portal, "name": actor.member },
    });
    if let Some(name) = actor.name.filter(|name| !name.is_empty()) {
        who["name"] = json!(name);
    }
    let mut context = json!({
        "registration": id(&format!("registration {}", actor.member)),
        "platform": "Podium",
        "language": course.language,
    });
    let mut around = Map::new();
    if let Some(parent) = told.parent {
        around.insert("parent".to_owned(), json!([parent]));
    }
    around.insert("grouping".to_owned(), Value::Array(told.grouping));
    context["contextActivities"] = Value::Object(around);
    if !told.extensions.is_empty() {
        context["extensions"] = Value::Object(told.extensions);
    }
    let mut statement = json!({
        "id": fact.key(course.cohort, actor.member).id,
        "actor": who,
        "verb": { "id": format!("{ADL}/verbs/{}", told.verb), "display": { "en": told.verb } },
        "object": told.object,
        "context": context,
        "timestamp": rfc3339(at),
    });
    if let Some(result) = told.result {
        statement["result"] = result;
    }
    statement
}

#[cfg(test)]
mod tests;
