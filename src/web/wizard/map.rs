//! The map of a wizard: what each answer does to each outcome, with one's own way through it, as a picture and as text.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::{address, find, html, plain, with_answers};
use crate::app::App;
use crate::content::model::Decision;
use crate::domain::wizard::{Force, State as Place, UNKNOWN};
use crate::web::answer;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;

/// Between two stops of the picture, and between two lanes, in units of the drawing.
const STEP: usize = 92;
const LANE: usize = 44;
/// Room for the outcomes' names left of the lanes, and for the stops' names above them.
const LEFT: usize = 210;
const TOP: usize = 92;

/// `/w/{workshop}/wizards/{wizard}/map`.
#[derive(Template)]
#[template(path = "wizard/map.html")]
pub struct MapPage {
    frame: Frame,
    style: String,
    title: String,
    back: String,
    /// An SVG; none before the first answer.
    picture: Option<String>,
    /// The picture in words.
    words: Vec<String>,
    outcomes: Vec<String>,
    questions: Vec<QuestionRow>,
}

/// A question with what its answers do.
pub struct QuestionRow {
    /// Inline HTML.
    pub ask: String,
    /// The question in a few words, plain text.
    pub short: String,
    /// Whether it is answered on this way, in words.
    pub word: &'static str,
    /// The answers.
    pub options: Vec<OptionRow>,
}

/// An answer with what it does to each outcome.
pub struct OptionRow {
    /// Inline HTML.
    pub say: String,
    /// It is the one that was given.
    pub chosen: bool,
    /// The place with this answer instead.
    pub url: String,
    /// For each outcome: the class of the cell (`out`, `for`, empty), the sign, and why.
    pub cells: Vec<(&'static str, String, String)>,
}

/// `/w/{workshop}/wizards/{wizard}/map?…`: the same address as the wizard's.
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
    let (typed, context) = super::asked(&app, workshop, typed, &token, now).await?;
    let answers = decision.wizard.read(typed.pairs());
    let state = context.at(decision, &answers);
    let path = address(&workshop.id, &wizard);
    answer::page(&MapPage {
        frame: around.frame(&format!("Map: {}", decision.wizard.title), Some(workshop), context.identity.as_ref()),
        style: crate::web::assets::address_of("wizard.css"),
        title: decision.wizard.title.clone(),
        back: with_answers(&path, decision, &state.answers()),
        picture: (!state.answered.is_empty()).then(|| picture(decision, &state)),
        words: words(decision, &state),
        outcomes: decision.wizard.outcomes.iter().map(|outcome| outcome.title.clone()).collect(),
        questions: rows(decision, &state, &path),
    })
}

/// What each answer does.
fn rows(decision: &Decision, state: &Place<'_>, path: &str) -> Vec<QuestionRow> {
    let answers = state.answers();
    let wizard = &decision.wizard;
    let row = |question: &crate::domain::wizard::Question| {
        let given = answers.get(&question.id);
        let options = question.options.iter().map(|option| {
            let cells = (0..wizard.outcomes.len()).map(|outcome| {
                let effect = option.effects.iter().find(|effect| effect.outcomes.contains(&outcome));
                match effect.map(|effect| (effect.force, &effect.because)) {
                    None => ("", String::new(), String::new()),
                    Some((Force::RulesOut, because)) => ("out", "rules it out".to_owned(), html(because)),
                    Some((Force::Favours(points), because)) => ("for", format!("+{points}"), html(because)),
                }
            });
            let mut changed = answers.clone();
            changed.insert(question.id.clone(), option.id.clone());
            OptionRow {
                say: html(&option.say),
                chosen: given == Some(&option.id),
                url: with_answers(path, decision, &changed),
                cells: cells.collect(),
            }
        });
        QuestionRow {
            ask: html(&question.ask),
            short: question.short.clone(),
            word: match given.map(|given| given == UNKNOWN) {
                Some(true) => "not known yet",
                Some(false) => "answered",
                None if state.next.is_none() => "could not change the result any more",
                None => "not answered",
            },
            options: options.collect(),
        }
    };
    wizard.questions.iter().map(row).collect()
}

/// For each outcome, where its lane ends, and the points that it has gathered before each stop.
fn lane(state: &Place<'_>, outcome: usize) -> (Option<usize>, Vec<u32>) {
    let (mut points, mut gathered, mut end) = (0, Vec::new(), None);
    for (stop, answered) in state.answered.iter().enumerate() {
        for effect in answered.did.iter().filter(|effect| effect.outcomes.contains(&outcome)) {
            match effect.force {
                Force::Favours(more) => points += more,
                Force::RulesOut => end = end.or(Some(stop)),
            }
        }
        gathered.push(points);
    }
    (end, gathered)
}

/// The lanes of the outcomes over the answers: a lane ends where its outcome was ruled out, and grows where something spoke for it.
fn picture(decision: &Decision, state: &Place<'_>) -> String {
    let outcomes = &decision.wizard.outcomes;
    let stops = state.answered.len();
    let (width, height) = (LEFT + STEP * (stops + 1) + 20, TOP + LANE * outcomes.len() + 8);
    let mut svg = format!(
        "<svg class=\"drawing lanes-map\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-hidden=\"true\" focusable=\"false\">"
    );
    // Writing into a string cannot fail; the same holds below.
    for (stop, answered) in state.answered.iter().enumerate() {
        let x = LEFT + STEP * (stop + 1);
        let _ = write!(
            svg,
            "<line class=\"stop\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\"/><text class=\"stop-name\" x=\"{x}\" y=\"{}\" transform=\"rotate(-28 {x} {})\">{}</text>",
            TOP - 18,
            height - 8,
            TOP - 26,
            TOP - 26,
            escaped(&short(&answered.question.short, 17)),
        );
    }
    let best = state.best().map(|best| best.outcome);
    for (outcome, named) in outcomes.iter().enumerate() {
        let y = TOP + LANE * outcome + LANE / 2;
        let (end, points) = lane(state, outcome);
        let class = if end.is_some() {
            "out"
        } else if best == Some(outcome) {
            "lead"
        } else {
            "open"
        };
        let _ = write!(
            svg,
            "<text class=\"lane-name {class}\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 14,
            y + 5,
            escaped(&short(&named.title, 25)),
        );
        let last = end.unwrap_or(stops);
        for part in 0..=last {
            let gathered = part.checked_sub(1).and_then(|before| points.get(before)).copied().unwrap_or(0);
            let (from, to) =
                (LEFT + STEP * part, if part == stops { LEFT + STEP * part + 20 } else { LEFT + STEP * (part + 1) });
            let thick = 3 + 2 * gathered.min(6);
            let _ = write!(
                svg,
                "<line class=\"lane {class}\" x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" stroke-width=\"{thick}\"/>"
            );
        }
        if let Some(stop) = end {
            let x = LEFT + STEP * (stop + 1);
            let _ = write!(svg, "<path class=\"cut\" d=\"M{} {}l12 12m0 -12l-12 12\"/>", x - 6, y - 6);
        }
    }
    svg + "</svg>"
}

/// What the picture says.
fn words(decision: &Decision, state: &Place<'_>) -> Vec<String> {
    let outcomes = decision.wizard.outcomes.iter().enumerate();
    outcomes
        .map(|(outcome, named)| {
            let (end, points) = lane(state, outcome);
            let title = &named.title;
            if let Some(answered) = end.and_then(|stop| state.answered.get(stop)) {
                let say = answered.choice.map(|choice| plain(&choice.say)).unwrap_or_default();
                return format!("{title} was ruled out by “{}: {say}”.", answered.question.short);
            }
            let points = points.last().copied().unwrap_or(0);
            format!("{title} is still possible, with {points} point{}.", if points == 1 { "" } else { "s" })
        })
        .collect()
}

/// A text that is cut where it has no room.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
