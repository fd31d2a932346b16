//! All decisions of a workshop, with what the person's design says of each.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{Context, address, with_answers};
use crate::app::App;
use crate::content::model::Workshop;
use crate::web::answer;
use crate::web::design::decided;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::home::count;
use crate::web::now::Now;
use crate::web::session::Token;

/// `/w/{workshop}/wizards`.
#[derive(Template)]
#[template(path = "wizard/index.html")]
pub struct IndexPage {
    frame: Frame,
    style: String,
    workshop: String,
    design: String,
    decisions: Vec<Entry>,
    /// "3 of 12 decided", once one is.
    state: Option<String>,
}

/// One decision.
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Inline HTML.
    pub summary: String,
    /// "At most 7 questions · about 4 min".
    pub extent: String,
    /// Where it is made, with the answers that are kept.
    pub url: String,
    /// The outcome that is kept.
    pub outcome: Option<String>,
    /// Whether it is begun and not decided.
    pub begun: bool,
    /// "2 open questions"; empty when there is none.
    pub open: String,
}

/// All decisions with what a design says of each.
fn entries(workshop: &Workshop, context: &Context) -> Vec<Entry> {
    let design = context.opened.as_ref().map(|opened| &opened.design);
    let entry = |decision: &crate::content::model::Decision| {
        let wizard = &decision.wizard;
        let kept = design.and_then(|design| design.decision(&wizard.id));
        let path = address(&workshop.id, &wizard.id);
        let asked = count(wizard.questions.len(), "question");
        let open = kept.map_or(0, |kept| kept.open.len());
        Entry {
            title: wizard.title.clone(),
            summary: decision.summary.html.clone(),
            extent: match decision.minutes {
                Some(minutes) => format!("At most {asked} · about {minutes} min"),
                None => format!("At most {asked}"),
            },
            url: design.zip(kept).map_or_else(
                || path.clone(),
                |(design, kept)| with_answers(&path, decision, &decided::answers_now(decision, kept, design)),
            ),
            outcome: kept.and_then(|kept| kept.outcome.as_ref()).map(|chosen| chosen.title.clone()),
            begun: kept.is_some_and(|kept| kept.outcome.is_none()),
            open: if open > 0 { count(open, "open question") } else { String::new() },
        }
    };
    workshop.decisions.iter().map(entry).collect()
}

/// `/w/{workshop}/wizards`.
pub async fn index(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    if workshop.decisions.is_empty() {
        return Err(Wrong::NotFound);
    }
    let context = Context::of(&app, &token, now, workshop).await?;
    let decisions = entries(workshop, &context);
    let decided = decisions.iter().filter(|entry| entry.outcome.is_some()).count();
    answer::page(&IndexPage {
        frame: around.frame("Decisions", Some(workshop), context.identity.as_ref()),
        style: crate::web::assets::address_of("wizard.css"),
        workshop: workshop.title.clone(),
        design: format!("/w/{}/design", workshop.id),
        state: (decided > 0).then(|| format!("{decided} of {} decided", decisions.len())),
        decisions,
    })
}
