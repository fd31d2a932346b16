//! Two designs side by side, or one as it was and as it is.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::current::{self, Opened};
use super::identity_of;
use super::view::class;
use crate::app::App;
use crate::domain::design::{Design, Finding, compare};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, when};

/// `/w/{workshop}/design/compare?a={design}&b={design}`; a design may be followed by a full stop and a revision.
#[derive(Template)]
#[template(path = "design/compare.html")]
pub struct ComparePage {
    frame: Frame,
    style: String,
    base: String,
    /// Value and title of each design, for the form.
    designs: Vec<(String, String)>,
    a: String,
    b: String,
    sides: Option<Sides>,
}

/// What differs.
pub struct Sides {
    /// Title and time of each.
    titles: [(String, String); 2],
    /// What, left, right.
    sheet: Vec<[String; 3]>,
    /// The same of titles, plans, open questions and notes.
    words: Vec<[String; 3]>,
    decisions: Vec<DecisionRow>,
    /// Findings of each: class, word, message.
    findings: [Vec<(&'static str, &'static str, String)>; 2],
    /// Nothing differs.
    same: bool,
}

/// A decision that differs.
pub struct DecisionRow {
    title: String,
    outcomes: [String; 2],
    /// Question, left, right.
    answers: Vec<[String; 3]>,
}

/// What is compared.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
}

/// `/w/{workshop}/design/compare`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    Query(asked): Query<Asked>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = identity_of(&app, &token, now).await?;
    let rows = app.store.designs_of(identity.person, &workshop.id).await?;
    let designs: Vec<(String, String)> = rows.iter().map(|row| (row.id.to_string(), row.title.clone())).collect();
    let mut designs = designs;
    // A revision that is compared can be compared again.
    for named in [&asked.a, &asked.b] {
        if let Some((id, revision)) = named.split_once('.')
            && let Some((_, title)) = designs.iter().find(|(known, _)| known == id).cloned()
            && !designs.iter().any(|(known, _)| known == named)
        {
            designs.push((named.clone(), format!("{title}, revision {revision}")));
        }
    }
    let sides = if asked.a.is_empty() || asked.b.is_empty() {
        None
    } else {
        let a = side(&app, identity.person, &asked.a).await?;
        let b = side(&app, identity.person, &asked.b).await?;
        Some(sides(&a, &b))
    };
    let first = |n: usize| rows.get(n).or(rows.first()).map(|row| row.id.to_string()).unwrap_or_default();
    let or = |named: &str, n: usize| if named.is_empty() { first(n) } else { named.to_owned() };
    answer::page(&ComparePage {
        frame: around.frame("Compare designs", Some(workshop), Some(&identity)),
        style: assets::address_of("wizard.css"),
        base: format!("/w/{}/design", workshop.id),
        designs,
        a: or(&asked.a, 0),
        b: or(&asked.b, 1),
        sides,
    })
}

/// A design by what the address calls it.
async fn side(app: &App, person: Uuid, named: &str) -> Result<Opened, Wrong> {
    let (id, revision) = match named.split_once('.') {
        Some((id, revision)) => (id, Some(revision.parse().map_err(|_| Wrong::NotFound)?)),
        None => (named, None),
    };
    let id = Uuid::parse_str(id).map_err(|_| Wrong::NotFound)?;
    current::open(app.store.design(person, id, revision).await?.ok_or(Wrong::NotFound)?)
}

/// A text, or a dash where there is none.
fn filled(text: String) -> String {
    if text.is_empty() { "—".to_owned() } else { text }
}

fn sides(a: &Opened, b: &Opened) -> Sides {
    let comparison = compare(&a.design, &b.design);
    let words = |value: Option<String>| value.map_or_else(|| "—".to_owned(), |text| text.replace('\n', ", "));
    let decisions = comparison.decisions.into_iter().map(|change| DecisionRow {
        title: change.title,
        outcomes: [change.before, change.after].map(|chosen| words(chosen.map(|chosen| chosen.title))),
        answers: change
            .answers
            .into_iter()
            .map(|answer| [answer.short, words(answer.before), words(answer.after)])
            .collect(),
    });
    let decisions: Vec<DecisionRow> = decisions.collect();
    let sheet: Vec<[String; 3]> =
        comparison.sheet.into_iter().map(|d| [d.label, words(d.before), words(d.after)]).collect();
    let found = |found: &[Finding]| {
        found.iter().map(|f| (class(f.severity).0, class(f.severity).1, f.message.clone())).collect::<Vec<_>>()
    };
    let said = |design: &Design| {
        let plans: Vec<&str> = design.plans.iter().map(|plan| plan.title.as_str()).collect();
        [plans.join(", "), design.open.join(", "), design.notes.clone()]
    };
    let notes =
        |design: &Design| design.decisions.iter().map(|d| (d.wizard.clone(), d.note.clone())).collect::<Vec<_>>();
    let of = ["Plans", "Open questions", "Notes"].into_iter();
    let both = of.zip(said(&a.design).into_iter().zip(said(&b.design)));
    let mut others: Vec<[String; 3]> = both
        .filter(|(_, (left, right))| left != right)
        .map(|(what, (left, right))| [what.to_owned(), left, right].map(filled))
        .collect();
    let (left, right) = (notes(&a.design), notes(&b.design));
    for (wizard, note) in &left {
        if let Some((_, other)) = right.iter().find(|(known, other)| known == wizard && other != note) {
            let title = a.design.decision(wizard).map_or(wizard.as_str(), |decision| &decision.title);
            others.push([format!("Note: {title}"), filled(note.clone()), filled(other.clone())]);
        }
    }
    let (left, right) = comparison.findings;
    let findings = [found(&left), found(&right)];
    let title = |opened: &Opened| {
        let at = when::moment(opened.row.at).1;
        (opened.row.title.clone(), format!("revision {}, {at}", opened.row.revision))
    };
    Sides {
        titles: [title(a), title(b)],
        same: sheet.is_empty() && decisions.is_empty() && others.is_empty() && findings[0] == findings[1],
        words: others,
        sheet,
        decisions,
        findings,
    }
}
