//! A wizard: the question and what is still possible, the outcome, or why nothing fits. The address holds all answers; what the
//! person's own design says already is taken from there.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::design::current::{self, Opened};
use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::now::Now;
use super::session::Token;
use crate::app::App;
use crate::content::model::{Decision, Workshop};
use crate::content::question_inline;
use crate::domain::aks::figures::grouped;
use crate::domain::wizard::{Answers, Known, Origin, State as Place, Taken};
use crate::store::Identity;
use crate::tools::Inputs;

mod ending;
mod index;
mod map;
mod programs;
mod view;

pub use ending::Ending;
pub use index::index;
pub use map::show as map;
pub use programs::answer as program;
pub use view::{Ask, Conflict, StandingView, Step};

/// The name in the address that asks a question again.
const AGAIN: &str = "_change";
/// The name in the address of the question that the form asked, so that one sent without an answer is seen.
const ASKED: &str = "_asked";
/// The name in the address that shows commands as they were written.
const ORIGINAL: &str = "_original";
/// The longest query that is read, in bytes.
const LONGEST_QUERY: usize = 16 * 1024;

/// `/w/{workshop}/wizards/{wizard}`.
#[derive(Template)]
#[template(path = "wizard.html")]
pub struct WizardPage<'a> {
    frame: Frame,
    style: String,
    title: &'a str,
    /// Inline HTML; only before the first answer.
    summary: Option<&'a str>,
    index: String,
    /// Where the form goes.
    path: String,
    /// Where the sheet is typed.
    sheet: String,
    module: Onward,
    /// Answers that were known from elsewhere.
    known: Vec<Step>,
    /// Answers that were given here.
    trail: Vec<Step>,
    /// When the rules were last held against their sources: (RFC 3339, words).
    checked: (String, String),
    ask: Option<Ask>,
    ending: Option<Ending>,
    conflict: Option<Conflict>,
    possible: Vec<StandingView>,
    excluded: Vec<StandingView>,
    /// "3 of 6 still possible".
    standing: String,
    /// This place, to be sent to others.
    here: String,
    /// The same as a picture.
    map: String,
    /// What the person's design says about it, when that is something else than this place.
    kept: Option<Onward>,
}

/// Who is asking, and what their design knows.
pub(super) struct Context {
    pub(super) identity: Option<Identity>,
    pub(super) opened: Option<Opened>,
    pub(super) known: Known,
}

impl Context {
    pub(super) async fn of(app: &App, token: &Token, now: Now, workshop: &Workshop) -> Result<Self, Wrong> {
        let identity = token.identity(app, now).await?;
        let opened = match &identity {
            Some(identity) => current::chosen(app, identity.person, &workshop.id).await?,
            None => None,
        };
        let known = opened.as_ref().map(|opened| current::known(&opened.design)).unwrap_or_default();
        Ok(Self { identity, opened, known })
    }

    /// The place with these answers. Where an address has none, what the person's design says already is taken from there; one that
    /// has some shows everybody the same.
    fn at<'d>(&self, decision: &'d Decision, answers: &Answers) -> Place<'d> {
        if !answers.is_empty() {
            return decision.wizard.consider(answers);
        }
        let taken = decision.wizard.taken(answers, &self.known);
        decision.wizard.consider_with(answers, &taken)
    }
}

/// A wizard of a workshop by its id.
pub(super) fn find<'a>(workshop: &'a Workshop, wizard: &str) -> Result<&'a Decision, Wrong> {
    workshop.decisions.iter().find(|decision| decision.wizard.id == wizard).ok_or(Wrong::NotFound)
}

/// Where a wizard stands in the addresses.
#[must_use]
pub fn address(workshop: &str, wizard: &str) -> String {
    format!("/w/{workshop}/wizards/{wizard}")
}

/// Answers as the query of an address, in the order of the questions; ids need no encoding.
pub(super) fn query(decision: &Decision, answers: &Answers) -> String {
    let pairs = decision.wizard.questions.iter().filter_map(|question| {
        let option = answers.get(&question.id)?;
        Some(format!("{}={option}", question.id))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// An address with these answers.
pub(super) fn with_answers(path: &str, decision: &Decision, answers: &Answers) -> String {
    match query(decision, answers) {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Where an answer was known from, in words.
pub(super) fn origin_words(workshop: &Workshop, origin: &Origin, known: &Known) -> String {
    match origin {
        Origin::Outcome { wizard, .. } | Origin::Answer { wizard, .. } => {
            let found = workshop.decisions.iter().find(|decision| decision.wizard.id == *wizard);
            found.map_or_else(|| wizard.clone(), |decision| format!("“{}”", decision.wizard.title))
        }
        Origin::Word { .. } => "your sheet".to_owned(),
        Origin::Number { fact, .. } => match known.numbers.get(fact) {
            Some(number) => format!("your sheet: {}", grouped(*number)),
            None => "your sheet".to_owned(),
        },
    }
}

/// What the address says, and who asks.
async fn asked(
    app: &App,
    workshop: &Workshop,
    typed: Option<String>,
    token: &Token,
    now: Now,
) -> Result<(Inputs, Context), Wrong> {
    let typed = typed.unwrap_or_default();
    if typed.len() > LONGEST_QUERY {
        return Err(Wrong::TooLarge);
    }
    Ok((Inputs::of_query(&typed), Context::of(app, token, now, workshop).await?))
}

/// `/w/{workshop}/wizards/{wizard}?{question}={option}&…`. Names and options that the wizard does not have are dropped.
pub async fn show(
    State(app): State<App>,
    Path((workshop, wizard)): Path<(String, String)>,
    RawQuery(typed): RawQuery,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let decision = find(workshop, &wizard)?;
    let (typed, context) = asked(&app, workshop, typed, &token, now).await?;
    let answers = decision.wizard.read(typed.pairs());
    let state = context.at(decision, &answers);
    if answers.is_empty() && !state.answered.is_empty() && typed.get(AGAIN).is_empty() {
        // The address says all, so that it shows everybody the same.
        let path = address(&workshop.id, &wizard);
        return Ok(answer::redirect(&with_answers(&path, decision, &state.answers())));
    }
    let page = page(workshop, decision, &state, &typed, around, &context);
    let missed = page.ask.as_ref().is_some_and(|ask| !ask.error.is_empty());
    answer::page_with(if missed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// The end of a wizard with a note that could not be kept, and why.
pub(super) async fn with_note(
    app: &App,
    workshop: &Workshop,
    decision: &Decision,
    answers: &Answers,
    (note, error): (String, String),
    (around, token, now): (Around, &Token, Now),
) -> Result<Response, Wrong> {
    let context = Context::of(app, token, now, workshop).await?;
    let here = with_answers(&address(&workshop.id, &decision.wizard.id), decision, answers);
    let state = decision.wizard.consider(answers);
    let mut page = page(workshop, decision, &state, &Inputs::default(), around.at(&here), &context);
    if let Some(ending) = &mut page.ending {
        ending.note = note;
        ending.error = error;
    }
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page<'a>(
    workshop: &'a Workshop,
    decision: &'a Decision,
    state: &Place<'a>,
    typed: &Inputs,
    around: Around,
    context: &Context,
) -> WizardPage<'a> {
    let wizard = &decision.wizard;
    let path = address(&workshop.id, &wizard.id);
    let all = state.answers();
    let again = wizard.question(typed.get(AGAIN));
    let missed = wizard.question(typed.get(ASKED)).is_some_and(|asked| !all.contains_key(&asked.id));
    let elsewhere = wizard.taken(&Answers::new(), &context.known);
    let trail: Vec<Step> = state
        .answered
        .iter()
        .map(|answered| {
            let taken = elsewhere.iter().find(|taken| taken.question.id == answered.question.id);
            let origin = |taken: &Taken<'_>| origin_words(workshop, taken.origin, &context.known);
            let same = |taken: &&Taken<'_>| answered.choice.is_some_and(|choice| choice.id == taken.choice.id);
            let other = |taken: &&Taken<'_>| answered.choice.is_some_and(|choice| choice.id != taken.choice.id);
            Step {
                id: answered.question.id.clone(),
                short: answered.question.short.clone(),
                say: answered.choice.map_or_else(|| "not known yet".to_owned(), |choice| plain(&choice.say)),
                url: again_address(&path, decision, &all, &answered.question.id),
                unknown: answered.choice.is_none(),
                current: again.is_some_and(|again| again.id == answered.question.id),
                from: taken.filter(same).map(origin),
                differs: taken.filter(other).map(|taken| (origin(taken), plain(&taken.choice.say))),
            }
        })
        .collect();
    let (known, trail): (Vec<Step>, Vec<Step>) = trail.into_iter().partition(|step| step.from.is_some());
    let ask = again.or(state.next).map(|question| {
        let given = all.get(&question.id).map(String::as_str);
        let before = trail.iter().take_while(|step| step.id != question.id);
        let number = 1 + before.count();
        let more = if again.is_some() { None } else { Some(state.at_most.saturating_sub(1)) };
        let back = trail.iter().rfind(|step| step.id != question.id).map(|step| step.url.clone());
        let hidden = wizard.questions.iter().filter(|other| other.id != question.id);
        let hidden = hidden.filter_map(|other| Some((other.id.clone(), all.get(&other.id)?.clone())));
        Ask::of(question, given, hidden.collect(), number, more, back, missed && again.is_none())
    });
    let ending = match (&ask, state.outcome) {
        (None, Some(outcome)) => {
            Some(Ending::of(workshop, decision, state, outcome, &path, typed.has(ORIGINAL), context))
        }
        _ => None,
    };
    let conflict = match (&ask, &state.conflict) {
        (None, Some(conflict)) => Some(Conflict::of(decision, conflict, &all, &path)),
        _ => None,
    };
    let title = match &ending {
        Some(ending) => format!("{} · {}", ending.title, wizard.title),
        None => wizard.title.clone(),
    };
    let here = with_answers(&path, decision, &all);
    let map = with_answers(&format!("{path}/map"), decision, &all);
    let kept = context.opened.as_ref().and_then(|opened| {
        let kept = opened.design.decision(&wizard.id)?;
        let url = with_answers(&path, decision, &current::answers_of(kept));
        let label = kept.outcome.as_ref().map_or_else(|| "nothing yet".to_owned(), |outcome| outcome.title.clone());
        (url != here && !typed.has(AGAIN)).then_some(Onward { label, url })
    });
    let lead = state.best().map(|best| best.outcome);
    let standings = |standings: &[crate::domain::wizard::Standing<'a>]| -> Vec<StandingView> {
        standings.iter().map(|standing| StandingView::of(decision, standing, lead)).collect()
    };
    WizardPage {
        frame: around.frame(&title, Some(workshop), context.identity.as_ref()),
        style: super::assets::address_of("wizard.css"),
        title: &wizard.title,
        summary: trail.is_empty().then_some(decision.summary.html.as_str()),
        index: format!("/w/{}/wizards", workshop.id),
        sheet: format!("/w/{}/design/sheet", workshop.id),
        path,
        module: view::section_link(workshop, &decision.decides),
        known,
        trail,
        checked: super::when::day(decision.checked),
        ask,
        ending,
        conflict,
        standing: format!("{} of {} still possible", state.possible.len(), wizard.outcomes.len()),
        possible: standings(&state.possible),
        excluded: standings(&state.excluded),
        map,
        here,
        kept,
    }
}

/// The place with the same answers in which this question is asked again.
fn again_address(path: &str, decision: &Decision, answers: &Answers, question: &str) -> String {
    format!("{path}?{}&{AGAIN}={question}", query(decision, answers))
}

/// Inline Markdown as plain text.
fn plain(text: &str) -> String {
    crate::content::question_plain(text)
}

/// Inline Markdown as HTML.
fn html(text: &str) -> String {
    question_inline(text)
}

/// A block of a module: what is decided, and the way there.
#[derive(Template)]
#[template(path = "wizard/block.html")]
struct Block<'a> {
    title: &'a str,
    summary: &'a str,
    extent: String,
    url: String,
    base: &'a str,
}

/// A wizard as it stands in a module, from what the content says of it.
#[must_use]
pub fn block(name: &str, inputs: &[(String, String)], base: &str) -> String {
    let of = |wanted: &str| inputs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let questions = of("questions");
    let plural = if questions == "1" { "" } else { "s" };
    let extent = match of("minutes") {
        "" => format!("At most {questions} question{plural}"),
        minutes => format!("At most {questions} question{plural} · about {minutes} min"),
    };
    let block = Block { title: of("title"), summary: of("summary"), extent, url: address(of("workshop"), name), base };
    block.render().unwrap_or_default()
}
