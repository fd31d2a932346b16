//! What was done, and what it was done to: the activities of a workshop under the portal's address.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{ADL, Answered, Course, Ended, Fact, Named, Where, Within, question};
use crate::domain::question::Verdict;
use crate::domain::quiz::Certainty;
use crate::export::moment::duration;

/// The parts of a statement that its fact decides.
pub(super) struct Told {
    pub(super) verb: &'static str,
    pub(super) object: Value,
    pub(super) result: Option<Value>,
    pub(super) parent: Option<Value>,
    pub(super) grouping: Vec<Value>,
    pub(super) extensions: Map<String, Value>,
}

impl Told {
    pub(super) fn of(course: &Course, fact: &Fact<'_>) -> Self {
        let told = |verb, object, result, parent: Option<Value>, grouping| Self {
            verb,
            object,
            result,
            parent,
            grouping,
            extensions: Map::new(),
        };
        let (workshop, cohort) = (course.whole(), course.group());
        match fact {
            Fact::Joined => told("registered", workshop, None, None, vec![cohort]),
            Fact::Section(place, _) => {
                let done = Some(json!({ "completion": true }));
                told(
                    "completed",
                    course.section(place),
                    done,
                    Some(course.module(&place.module)),
                    vec![workshop, cohort],
                )
            }
            Fact::Module(module, _) => {
                let done = Some(json!({ "completion": true }));
                told("completed", course.module(module), done, Some(workshop), vec![cohort])
            }
            Fact::Began(attempt, quiz, module) => {
                let mut told = told("attempted", course.quiz(quiz), None, None, Vec::new());
                (told.parent, told.grouping) = course.around_quiz(module.as_ref());
                told.extensions.insert(course.extension("attempt"), json!(attempt));
                told
            }
            Fact::Ended(ended) => course.ended(ended),
            Fact::Answered(given) => course.answered(given),
            Fact::Decided(wizard, outcome) => {
                let mut extensions = Map::new();
                extensions.insert(course.extension("outcome"), json!(outcome.title));
                let result = json!({ "response": outcome.id, "extensions": extensions });
                told("responded", course.wizard(wizard), Some(result), Some(workshop), vec![cohort])
            }
            Fact::Completed => {
                let done = Some(json!({ "completion": true, "success": true }));
                told("completed", workshop, done, None, vec![cohort])
            }
        }
    }
}

impl Course {
    /// The name of something of the workshop, as an address under the portal's.
    fn address(&self, parts: &[&str]) -> String {
        let mut address = format!("{}/w/{}", self.portal, segment(&self.workshop.id));
        for part in parts {
            address.push('/');
            address.push_str(&segment(part));
        }
        address
    }

    /// What an extension of ours is called.
    fn extension(&self, name: &str) -> String {
        format!("{}/xapi/{name}", self.portal)
    }

    fn activity(&self, id: &str, kind: &str, name: &str, description: &str) -> Value {
        let mut definition =
            json!({ "type": format!("{ADL}/activities/{kind}"), "name": { self.language.as_str(): name } });
        if !description.is_empty() {
            definition["description"] = json!({ self.language.as_str(): description });
        }
        json!({ "objectType": "Activity", "id": id, "definition": definition })
    }

    fn whole(&self) -> Value {
        self.activity(&self.address(&[]), "course", &self.workshop.title, &self.summary)
    }

    /// The cohort: people who come together. Its name is nobody's translation.
    fn group(&self) -> Value {
        json!({
            "objectType": "Activity",
            "id": format!("{}/cohorts/{}", self.portal, self.cohort),
            "definition": { "type": format!("{ADL}/activities/meeting"), "name": { "und": self.cohort_name } },
        })
    }

    fn module(&self, module: &Named) -> Value {
        self.activity(&self.address(&[&module.id]), "module", &module.title, "")
    }

    fn section(&self, place: &Where) -> Value {
        let address = format!("{}#{}", self.address(&[&place.module.id]), segment(&place.section.id));
        self.activity(&address, "lesson", &place.section.title, "")
    }

    fn quiz(&self, quiz: &Named) -> Value {
        self.activity(&self.address(&["quizzes", &quiz.id]), "assessment", &quiz.title, "")
    }

    fn wizard(&self, wizard: &Named) -> Value {
        self.activity(&self.address(&["wizards", &wizard.id]), "interaction", &wizard.title, "")
    }

    /// What a quiz is a part of, and what else stands around it.
    fn around_quiz(&self, module: Option<&Named>) -> (Option<Value>, Vec<Value>) {
        match module {
            Some(module) => (Some(self.module(module)), vec![self.whole(), self.group()]),
            None => (Some(self.whole()), vec![self.group()]),
        }
    }

    fn ended(&self, ended: &Ended) -> Told {
        let of = f64::from(u32::try_from(ended.of).unwrap_or(u32::MAX));
        let mut result = json!({ "completion": true, "duration": duration(ended.took) });
        if ended.of > 0 {
            let scaled = figure((ended.score / of).clamp(0.0, 1.0));
            result["score"] = json!({ "scaled": scaled, "raw": figure(ended.score), "min": 0, "max": ended.of });
        }
        let verb = match ended.passed {
            Some(true) => "passed",
            Some(false) => "failed",
            None => "completed",
        };
        if let Some(passed) = ended.passed {
            result["success"] = json!(passed);
        }
        let (parent, grouping) = self.around_quiz(ended.module.as_ref());
        let mut extensions = Map::new();
        extensions.insert(self.extension("attempt"), json!(ended.attempt));
        Told { verb, object: self.quiz(&ended.quiz), result: Some(result), parent, grouping, extensions }
    }

    fn answered(&self, given: &Answered<'_>) -> Told {
        let (section, module) = (self.section(&given.place), self.module(&given.place.module));
        let (purpose, parent) = match &given.within {
            Within::Quiz(quiz) => ("quiz", self.quiz(quiz)),
            Within::Again(quiz) => ("again", self.quiz(quiz)),
            Within::Review => ("review", self.activity(&self.address(&["review"]), "assessment", "Review", "")),
            Within::Practice => ("practice", section.clone()),
        };
        let mut grouping = if parent == section { Vec::new() } else { vec![section] };
        grouping.extend([module, self.whole(), self.group()]);
        let mark = figure(given.mark.get());
        let mut result = json!({
            "success": given.mark.verdict() == Verdict::Right,
            "score": { "scaled": mark, "raw": mark, "min": 0, "max": 1 },
            "response": question::response(given.asked, given.answer),
        });
        if let Some(took) = given.took {
            result["duration"] = json!(duration(took));
        }
        if let Some(certainty) = given.certainty {
            let certainty = match certainty {
                Certainty::Guess => "guess",
                Certainty::Unsure => "unsure",
                Certainty::Sure => "sure",
            };
            result["extensions"] = json!({ self.extension("certainty"): certainty });
        }
        let mut extensions = Map::new();
        extensions.insert(self.extension("attempt"), json!(given.attempt));
        extensions.insert(self.extension("purpose"), json!(purpose));
        extensions.insert(self.extension("try"), json!(given.number));
        Told {
            verb: "answered",
            object: self.question(given),
            result: Some(result),
            parent: Some(parent),
            grouping,
            extensions,
        }
    }

    /// A question in one wording. One whose figures are drawn is another question with each drawing.
    fn question(&self, given: &Answered<'_>) -> Value {
        let revision = given.revision.to_string();
        let mut address = self.address(&["questions", given.asked.id(), &revision]);
        if given.drawn {
            let _ = write!(address, "/{:016x}", given.asked.seed());
        }
        let mut definition = question::definition(given.asked, &self.language);
        definition["type"] = json!(format!("{ADL}/activities/cmi.interaction"));
        json!({ "objectType": "Activity", "id": address, "definition": definition })
    }
}

/// A part of an address: everything but letters, digits and `-._~` in signs of `%` (RFC 3986, section 2).
fn segment(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// Six digits after the point, and no negative zero.
pub(super) fn figure(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6 + 0.0
}
