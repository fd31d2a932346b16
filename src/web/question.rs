//! One question as a part of a page: what is asked, the fields to answer it, and what may be said by now.
//!
//! What is drawn comes from the question's public side ([`Asked::public`]) and from what the caller hands over: feedback
//! stands in the HTML only with a [`Marking`], the right answer and the explanation only with a [`Reveal`], hints only when
//! they were given. The part is no form and has no button that sends: the page around it has.
//!
//! Every id begins with [`View::base`], every name of a field with [`View::prefix`].

use askama::Template;

use super::frame::Onward;
use crate::content::{question_html, question_inline};
use crate::domain::question::{Answer, Asked, Complaint, Feedback, Fields, Marking, PublicKind, Reveal, Verdict};
use crate::domain::quiz::Certainty;

mod current;
mod gaps;
mod options;
mod outcome;
mod rows;
mod typed;
mod words;

use current::Current;
use outcome::Outcome;

/// A question as one person sees it now.
#[derive(Debug, Clone)]
pub struct View<'a> {
    /// What is asked.
    pub asked: &'a Asked,
    /// The id of the whole part, and what stands before every id in it; unique in the page.
    pub base: &'a str,
    /// The level of the heading in the legend, 2 to 6; 0 for none.
    pub level: u8,
    /// The question's number in the quiz, from 1.
    pub number: usize,
    /// How many there are; with 1 alone the number is not said.
    pub of: usize,
    /// What stands before the names of the fields.
    pub prefix: &'a str,
    /// What was sent and refused, without the prefix (see [`Fields::under`]); it stands in the fields again.
    pub fields: Option<&'a Fields>,
    /// The last answer that was accepted.
    pub answer: Option<&'a Answer>,
    /// Why `fields` cannot be read.
    pub complaint: Option<&'a Complaint>,
    /// What `answer` earned, once that may be shown.
    pub marking: Option<&'a Marking>,
    /// The right answer and the explanation, once they may be shown.
    pub reveal: Option<&'a Reveal>,
    /// The hints that were given, Markdown.
    pub hints: &'a [&'a str],
    /// Whether nothing can be answered any more.
    pub locked: bool,
    /// How sure the person was of the last answer, when that is asked at all.
    #[expect(clippy::option_option, reason = "whether it is asked, and what was said")]
    pub certainty: Option<Option<Certainty>>,
    /// The section that teaches it, to read again.
    pub read: Option<Onward>,
    /// What became of the last answer that was sent.
    pub status: Status,
    /// How often it can still be answered, where that is counted and to be said.
    pub tries_left: Option<u8>,
}

/// What became of the last answer that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// None was accepted yet.
    Open,
    /// It is on disk since then.
    Saved {
        /// The time in RFC 3339.
        machine: String,
        /// The time in words, such as “10:42:07 UTC”.
        words: String,
    },
    /// It does not count, and why, in a sentence.
    Refused(String),
}

/// A sign, a word that says the same, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    /// `good`, `warn` or `bad`.
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    /// What is said besides, HTML; may be empty.
    html: String,
}

impl Said {
    fn verdict(verdict: Verdict) -> Self {
        let (class, sign, word) = match verdict {
            Verdict::Right => ("good", "✓", "Right"),
            Verdict::Partly => ("warn", "◐", "Partly right"),
            Verdict::Wrong => ("bad", "✕", "Wrong"),
        };
        Self { class, sign, word, html: String::new() }
    }

    fn part(right: bool, text: &str) -> Self {
        let said = Self::verdict(if right { Verdict::Right } else { Verdict::Wrong });
        Self { html: question_inline(text), ..said }
    }

    /// What is said to a pair or a gap: it is right unless there is feedback to it. Feedback that says no more than the
    /// word before it is left out.
    fn unless(wrong: Option<&Feedback>) -> Self {
        match wrong.map(|wrong| wrong.text.as_str()) {
            None => Self::part(true, ""),
            Some("This pair is wrong." | "This one is wrong.") => Self::part(false, ""),
            Some("This one was left open.") => Self { sign: "–", word: "Left open", ..Self::part(false, "") },
            Some(text) => Self::part(false, text),
        }
    }
}

/// How sure, by the name in forms.
const CERTAINTIES: [(Certainty, &str, &str); 3] = [
    (Certainty::Guess, "guess", "Guessed"),
    (Certainty::Unsure, "unsure", "Not sure"),
    (Certainty::Sure, "sure", "Sure"),
];

#[derive(Template)]
#[template(path = "question.html")]
struct Part<'a> {
    view: &'a View<'a>,
    kind: &'static str,
    /// `open`, `saved`, `right`, `partly`, `wrong` or `refused`.
    state: &'static str,
    prompt: String,
    named_by: &'static str,
    /// The question in words, where the prompt itself is no good name for the fields.
    words: Option<String>,
    /// The fields, HTML.
    answer: String,
    /// The name in forms, the word, whether it is chosen.
    certainty: Vec<(&'static str, &'static str, bool)>,
    hints: Vec<String>,
    outcome: Option<Outcome>,
    say: String,
}

/// Draws a question.
///
/// # Errors
///
/// None is known; it is what the template engine may answer.
pub fn draw(view: &View<'_>) -> Result<String, askama::Error> {
    let public = view.asked.public();
    let current = Current { fields: view.fields, answer: view.answer };
    let mut prompt = question_html(&gaps::marked(&public));
    let bare = gaps::unmarked(&words::of_prompt(&prompt));
    let coded = prompt.contains("<pre");
    let has_gaps = matches!(public.kind, PublicKind::Gaps { .. });
    let named_by = match (bare.is_empty(), coded || has_gaps) {
        (true, _) => "number",
        (false, true) => "ask",
        (false, false) => "prompt",
    };
    let parts = Parts { view, current, named_by };
    let (kind, answer) = match &public.kind {
        PublicKind::Choice { options } => ("choice", parts.choice(options)?),
        PublicKind::Choices { options } => ("choices", parts.choices(options)?),
        PublicKind::Truth => ("truth", parts.truth()?),
        PublicKind::Number { unit } => ("number", parts.number(unit.as_deref())?),
        PublicKind::Text => ("text", parts.text()?),
        PublicKind::Order { items } => ("order", parts.order(items)?),
        PublicKind::Match { left, right } => ("match", parts.pairs(left, right)?),
        PublicKind::Gaps { gaps } => {
            let (filled, below) = parts.gaps(&prompt, gaps)?;
            prompt = filled;
            ("gaps", below)
        }
        PublicKind::Network { wanted, example, lines } => ("network", parts.network(wanted, example, *lines)?),
    };
    let sure = view.certainty.map(|was| current.certainty(was));
    let certainty = sure.map_or_else(Vec::new, |sure| {
        CERTAINTIES.iter().map(|(certainty, name, word)| (*name, *word, sure == Some(*certainty))).collect()
    });
    Part {
        view,
        kind,
        state: state(view),
        prompt,
        named_by,
        words: (named_by == "ask").then_some(bare),
        answer,
        certainty,
        hints: view.hints.iter().map(|hint| question_inline(hint)).collect(),
        outcome: Outcome::of(view, &public),
        say: say(view),
    }
    .render()
}

/// What the parts of a question are drawn from.
struct Parts<'a> {
    view: &'a View<'a>,
    current: Current<'a>,
    /// The element that names the fields, by the end of its id.
    named_by: &'static str,
}

impl Parts<'_> {
    /// What is wrong with a field.
    fn complaint(&self, field: &str) -> Option<String> {
        self.view.complaint.filter(|complaint| complaint.field == field).map(ToString::to_string)
    }
}

/// The most characters of a question's first words.
const FIRST_WORDS: usize = 110;

/// What is asked in its first words, without marks: for lists of questions.
#[must_use]
pub(super) fn first_words(asked: &Asked) -> String {
    let words = gaps::unmarked(&words::of_prompt(&question_html(&gaps::marked(&asked.public()))));
    match words.char_indices().nth(FIRST_WORDS) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words,
    }
}

fn state(view: &View<'_>) -> &'static str {
    match (&view.status, view.marking.map(Marking::verdict)) {
        (Status::Refused(_), _) => "refused",
        _ if view.complaint.is_some() => "refused",
        (_, Some(Verdict::Right)) => "right",
        (_, Some(Verdict::Partly)) => "partly",
        (_, Some(Verdict::Wrong)) => "wrong",
        (Status::Saved { .. }, None) => "saved",
        (Status::Open, None) => "open",
    }
}

/// What a screen reader says when the part takes the place of the one before.
fn say(view: &View<'_>) -> String {
    if let Some(complaint) = view.complaint {
        return complaint.to_string();
    }
    let left = outcome::tries(view).map(|tries| format!(" {tries}")).unwrap_or_default();
    match (&view.status, view.marking) {
        (Status::Refused(why), _) => why.clone(),
        (_, Some(marking)) => format!("{}.{left}", Said::verdict(marking.verdict()).word),
        (Status::Saved { words, .. }, None) => format!("Saved {words}."),
        (Status::Open, None) => String::new(),
    }
}

#[cfg(test)]
mod tests;
