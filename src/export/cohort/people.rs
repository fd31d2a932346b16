//! The tables that name people.

use super::{Cell, Table, kind, row};
use crate::domain::design::Decision;
use crate::domain::question::{Mark, Place, Verdict};
use crate::domain::quiz::Certainty;
use crate::domain::time::Millis;

kind! {
    /// Who is in a cohort.
    ROSTER "roster" "A person of the cohort, also who left or was removed; by name, then by `person`."
    "person" "An id that means this person in this cohort and nowhere else.",
    "name" "The name that the person has in this cohort.",
    "handle" "What a list of those expected knows the person by, such as an e-mail address; empty without one.",
    "joined_at" "When the person joined.",
    "left_at" "When the person left or was removed; empty while in it.",
    "removed" "Whether a facilitator removed the person.",
    "last_seen_at" "When the person last did something that was kept; empty when never.",
    "sections_done" "Sections that count and are done.",
    "sections" "Sections that count.",
    "modules_finished" "Modules that are finished.",
    "modules" "Modules that the cohort needs.",
    "finished_at" "When the person fulfilled what completes the cohort; empty until then.",
}

kind! {
    /// What each person has done.
    PROGRESS "progress" "A section for a person: each person's in the workshop's order."
    "person" "As in the roster.",
    "name" "As in the roster.",
    "module" "The module's id.",
    "section" "The section's id.",
    "counts" "Whether the cohort needs it.",
    "done" "Whether it is done.",
    "done_at" "When it was done; empty when it is not.",
}

kind! {
    /// What each person answered.
    ANSWERS "answers" "An answer that counted as a try, and a question without one; each person's in the order in which they came."
    "person" "As in the roster.",
    "name" "As in the roster.",
    "purpose" "What the questions were asked for: `quiz`, `again` (what was not right in one), `review` or `practice`.",
    "subject" "The quiz's id; for practice `module#section`; for a review the day.",
    "attempt" "Counts the person's attempts at the same subject, from 1.",
    "question" "The question's id.",
    "revision" "Which wording of the question was asked.",
    "module" "The module of the section that teaches it.",
    "section" "The section that teaches it.",
    "try" "Counts the tries in the attempt, from 1; empty when there was no answer.",
    "at" "When the answer was received; empty when there was none.",
    "answer" "The answer in words: what was typed, or the texts of what was chosen with semicolons between.",
    "mark" "What the answer earned, from 0 to 1, before what tries and hints cost.",
    "verdict" "`right`, `partly` or `wrong`; empty when there was no answer.",
    "certainty" "`guess`, `unsure` or `sure`; empty when it was not said.",
    "hints" "Hints that were given to the question in the attempt.",
}

kind! {
    /// What each person decided.
    DECISIONS "decisions" "A decision of a person; each person's in the workshop's order."
    "person" "As in the roster.",
    "name" "As in the roster.",
    "wizard" "The wizard's id.",
    "title" "The wizard's title.",
    "outcome" "The outcome's id; empty while it is open.",
    "outcome_title" "The outcome's title.",
    "because" "What speaks for the outcome, a line each.",
    "open" "The questions answered with “I don't know yet”, a line each.",
}

kind! {
    /// With which answers.
    DECISION_ANSWERS "decision_answers" "An answer that led to a decision; those of each decision in the order in which they were asked."
    "person" "As in the roster.",
    "name" "As in the roster.",
    "wizard" "The wizard's id.",
    "outcome" "The outcome's id; empty while it is open.",
    "question" "The question's id.",
    "asked" "The question in a few words.",
    "option" "The chosen option's id; `unknown` for “I don't know yet”.",
    "answer" "The answer in words.",
    "from" "Where the answer was known from; empty where the person gave it.",
}

/// A cohort whose people are known.
#[derive(Debug, Clone, Default)]
pub struct Named {
    members: Vec<Member>,
}

/// A person in a cohort, and what they did.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// An id that means the person in this cohort and nowhere else.
    pub id: String,
    /// The name there.
    pub name: String,
    /// See the column.
    pub handle: Option<String>,
    /// When they joined.
    pub joined_at: Option<Millis>,
    /// When they left or were removed.
    pub left_at: Option<Millis>,
    /// Whether they were removed.
    pub removed: bool,
    /// When they last did something.
    pub last_seen_at: Option<Millis>,
    /// Modules that are finished, and those that the cohort needs.
    pub modules: (usize, usize),
    /// When they completed the cohort.
    pub finished_at: Option<Millis>,
    /// All sections, in the workshop's order.
    pub sections: Vec<SectionOf>,
    /// Their tries, in order.
    pub answers: Vec<TriedAnswer>,
    /// Their decisions, in the workshop's order.
    pub decisions: Vec<Decision>,
}

/// A section for a person.
#[derive(Debug, Clone)]
pub struct SectionOf {
    /// The section.
    pub place: Place,
    /// Whether the cohort needs it.
    pub counts: bool,
    /// When it was done.
    pub done_at: Option<Millis>,
}

/// A try at a question, or a question without any.
#[derive(Debug, Clone)]
pub struct TriedAnswer {
    /// What the attempt is for.
    pub purpose: String,
    /// See the column.
    pub subject: String,
    /// The person's how many-th attempt at the subject, from 1.
    pub attempt: usize,
    /// The question's id.
    pub question: String,
    /// Which wording.
    pub revision: i64,
    /// The section that teaches it.
    pub place: Place,
    /// The try's number from 1, when it came, the answer [in words](super::said()), its mark and how sure the person was; None
    /// without an answer.
    pub given: Option<(usize, Millis, String, Mark, Option<Certainty>)>,
    /// Hints that were given.
    pub hints: u8,
}

impl Named {
    /// A cohort of these people. They are put in the order of their names, so that the order in which they came shows nowhere
    /// but in its own column.
    #[must_use]
    pub fn of(mut members: Vec<Member>) -> Self {
        members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.name.clone(), member.id.clone()));
        Self { members }
    }

    /// Who is in it.
    #[must_use]
    pub fn roster(&self) -> Table<'_> {
        let row = |member: &Member| {
            let counted = || member.sections.iter().filter(|section| section.counts);
            row![
                member.id.as_str(),
                member.name.as_str(),
                member.handle.as_deref(),
                member.joined_at,
                member.left_at,
                member.removed,
                member.last_seen_at,
                counted().filter(|section| section.done_at.is_some()).count(),
                counted().count(),
                member.modules.0,
                member.modules.1,
                member.finished_at,
            ]
        };
        Table::new(&ROSTER, self.members.iter().map(row))
    }

    /// What each has done.
    #[must_use]
    pub fn progress(&self) -> Table<'_> {
        let rows = self.members.iter().flat_map(|member| {
            member.sections.iter().map(|section| {
                row![
                    member.id.as_str(),
                    member.name.as_str(),
                    section.place.module.as_str(),
                    section.place.section.as_str(),
                    section.counts,
                    section.done_at.is_some(),
                    section.done_at,
                ]
            })
        });
        Table::new(&PROGRESS, rows)
    }

    /// What each answered.
    #[must_use]
    pub fn answers(&self) -> Table<'_> {
        let rows =
            self.members.iter().flat_map(|member| member.answers.iter().map(|answer| answer_row(member, answer)));
        Table::new(&ANSWERS, rows)
    }

    /// What each decided.
    #[must_use]
    pub fn decisions(&self) -> Table<'_> {
        let rows = self.members.iter().flat_map(|member| {
            member.decisions.iter().map(|decision| {
                let outcome = decision.outcome.as_ref();
                let because: Vec<&str> = decision.reasons.iter().map(|reason| reason.text.as_str()).collect();
                row![
                    member.id.as_str(),
                    member.name.as_str(),
                    decision.wizard.as_str(),
                    decision.title.as_str(),
                    outcome.map(|chosen| chosen.id.as_str()),
                    outcome.map(|chosen| chosen.title.as_str()),
                    because.join("\n").as_str(),
                    decision.open.join("\n").as_str(),
                ]
            })
        });
        Table::new(&DECISIONS, rows)
    }

    /// With which answers.
    #[must_use]
    pub fn decision_answers(&self) -> Table<'_> {
        let decided = self.members.iter().flat_map(|member| member.decisions.iter().map(move |d| (member, d)));
        let rows = decided.flat_map(|(member, decision)| {
            decision.answers.iter().map(move |answer| {
                row![
                    member.id.as_str(),
                    member.name.as_str(),
                    decision.wizard.as_str(),
                    decision.outcome.as_ref().map(|chosen| chosen.id.as_str()),
                    answer.question.as_str(),
                    answer.short.as_str(),
                    answer.option.as_deref().unwrap_or(crate::domain::wizard::UNKNOWN),
                    answer.say.as_str(),
                    answer.from.as_deref(),
                ]
            })
        });
        Table::new(&DECISION_ANSWERS, rows)
    }
}

fn answer_row(member: &Member, answer: &TriedAnswer) -> Vec<Cell> {
    let given = answer.given.as_ref();
    row![
        member.id.as_str(),
        member.name.as_str(),
        answer.purpose.as_str(),
        answer.subject.as_str(),
        answer.attempt,
        answer.question.as_str(),
        Cell::Whole(answer.revision),
        answer.place.module.as_str(),
        answer.place.section.as_str(),
        given.map(|(number, ..)| *number),
        given.map(|(_, at, ..)| *at),
        given.map(|(_, _, said, ..)| said.as_str()),
        given.map_or(0.0, |(_, _, _, mark, _)| mark.get()),
        given.map(|(_, _, _, mark, _)| match mark.verdict() {
            Verdict::Right => "right",
            Verdict::Partly => "partly",
            Verdict::Wrong => "wrong",
        }),
        given.and_then(|(.., certainty)| *certainty).map(|certainty| match certainty {
            Certainty::Guess => "guess",
            Certainty::Unsure => "unsure",
            Certainty::Sure => "sure",
        }),
        usize::from(answer.hints),
    ]
}
