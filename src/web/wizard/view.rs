//! What the page of a wizard shows of a place: the trail, the question, where the outcomes stand, and why nothing fits.

use super::{AGAIN, html, plain, query, with_answers};
use crate::content::model::{Decision, SectionLink, Workshop};
use crate::domain::wizard::{self, Answers, Question, Reason, Standing, UNKNOWN};
use crate::web::frame::Onward;

/// An answer that was given.
pub struct Step {
    /// The question's id.
    pub id: String,
    /// The question in a few words.
    pub short: String,
    /// The answer.
    pub say: String,
    /// Where it can be changed.
    pub url: String,
    /// "I don't know yet".
    pub unknown: bool,
    /// It is being changed.
    pub current: bool,
    /// Where it was known from; none when it was given here.
    pub from: Option<String>,
    /// What the person's design says otherwise: from where, and what.
    pub differs: Option<(String, String)>,
}

/// The question that is asked.
pub struct Ask {
    /// Its id: the name in the form.
    pub id: String,
    /// Inline HTML.
    pub ask: String,
    /// Inline HTML; may be empty.
    pub help: String,
    /// The answers: value, words and hint as inline HTML, and whether it is the one that was given.
    pub options: Vec<(String, String, String, bool)>,
    /// The other answers.
    pub hidden: Vec<(String, String)>,
    /// "Question 3 — at most 2 more".
    pub number: String,
    /// The question before.
    pub back: Option<String>,
    /// What is wrong; empty when nothing is.
    pub error: &'static str,
}

impl Ask {
    pub(super) fn of(
        question: &Question,
        known: Option<&str>,
        hidden: Vec<(String, String)>,
        number: usize,
        more: Option<usize>,
        back: Option<String>,
        missed: bool,
    ) -> Self {
        let mut options: Vec<_> = question
            .options
            .iter()
            .map(|o| (o.id.clone(), html(&o.say), html(&o.hint), known == Some(o.id.as_str())))
            .collect();
        let unknown = "Nothing is ruled out; it is noted as an open question.".to_owned();
        options.push((UNKNOWN.to_owned(), "I don’t know yet".to_owned(), unknown, known == Some(UNKNOWN)));
        let number = match more {
            None => "Change this answer; the others stay".to_owned(),
            Some(0) => format!("Question {number} — the last one"),
            Some(more) => format!("Question {number} — at most {more} more"),
        };
        Self {
            id: question.id.clone(),
            ask: html(&question.ask),
            help: html(&question.help),
            options,
            hidden,
            number,
            back,
            error: if missed { "Choose one of the answers; “I don’t know yet” is one, too." } else { "" },
        }
    }
}

/// A reason with its source.
pub struct ReasonView {
    /// Inline HTML.
    pub because: String,
    /// The page that states it.
    pub source: String,
    /// The answer that it comes from, in words; none for the outcome's own.
    pub answer: Option<String>,
}

impl ReasonView {
    pub(super) fn of(reason: &Reason<'_>) -> Self {
        let answer = reason.question.zip(reason.choice);
        Self {
            because: html(reason.because),
            source: reason.source.to_owned(),
            answer: answer.map(|(question, choice)| format!("{}: {}", question.short, plain(&choice.say))),
        }
    }
}

/// Where an outcome stands.
pub struct StandingView {
    /// Its title.
    pub title: String,
    /// "best so far", "possible", "behind"; empty for what is ruled out.
    pub word: &'static str,
    /// It leads.
    pub lead: bool,
    /// What speaks for it, or what ruled it out.
    pub reasons: Vec<ReasonView>,
    /// Where the thing stands in its life: the pill's class and words; none where that goes without saying.
    pub life: Option<(&'static str, String)>,
}

impl StandingView {
    pub(super) fn of(decision: &Decision, standing: &Standing<'_>, lead: Option<usize>) -> Self {
        let out = !standing.against.is_empty();
        let lead = !out && lead == Some(standing.outcome);
        let reasons = if out { &standing.against } else { &standing.for_it };
        Self {
            title: decision.wizard.outcomes[standing.outcome].title.clone(),
            word: match (out, lead, standing.in_reach) {
                (true, ..) => "",
                (_, true, _) => "best so far",
                (.., true) => "possible",
                _ => "possible, but behind",
            },
            lead,
            reasons: reasons.iter().map(ReasonView::of).collect(),
            life: life(decision, standing.outcome),
        }
    }
}

/// Where an outcome's thing stands in its life, unless it is there to stay.
pub(super) fn life(decision: &Decision, outcome: usize) -> Option<(&'static str, String)> {
    let term = decision.endings.get(outcome)?.term.as_ref()?;
    let class = term.life.class();
    (class != "ga").then(|| (class, term.life.words()))
}

/// A link to a section.
pub(in crate::web) fn section_link(workshop: &Workshop, link: &SectionLink) -> Onward {
    let mut url = format!("/w/{}/{}", workshop.id, link.place.module);
    let mut label = link.module_title.clone();
    if let Some(section) = &link.place.section {
        url.push('#');
        url.push_str(section);
        label = format!("{label}: {}", link.title);
    }
    Onward { label, url }
}

/// Why nothing fits.
pub struct Conflict {
    /// The answers that cannot be had together, in words.
    pub answers: Vec<String>,
    /// For each: what giving it up would make possible, and the place with that question asked again.
    pub give_up: Vec<(String, Vec<String>, String)>,
    /// From the beginning.
    pub restart: String,
}

impl Conflict {
    pub(super) fn of(decision: &Decision, conflict: &wizard::Conflict<'_>, answers: &Answers, path: &str) -> Self {
        let said = |question: &Question| {
            let choice = answers.get(&question.id).and_then(|option| question.option(option));
            format!("{}: {}", question.short, choice.map(|choice| plain(&choice.say)).unwrap_or_default())
        };
        let give_up = conflict.give_up.iter().map(|(question, outcomes)| {
            let titles = outcomes.iter().map(|o| decision.wizard.outcomes[*o].title.clone()).collect();
            let url = format!("{path}?{}&{AGAIN}={}", query(decision, answers), question.id);
            (said(question), titles, url)
        });
        Self {
            answers: conflict.questions.iter().map(|question| said(question)).collect(),
            give_up: give_up.collect(),
            restart: with_answers(path, decision, &Answers::new()),
        }
    }
}
