//! Places in a workshop: their addresses and names, and where a person was last.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::error::Wrong;
use super::now::Now;
use super::session::Token;
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::outline::Outline;
use crate::domain::progress::names;
use crate::store::{Place, StoreError};

/// A section of a workshop by where it stands in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Index of the module.
    pub module: usize,
    /// Index of the section in it.
    pub section: usize,
}

/// `/w/{workshop}/{module}`.
#[must_use]
pub fn module_address(workshop: &Workshop, module: usize) -> String {
    format!("/w/{}/{}", workshop.id, workshop.outline.modules[module].id)
}

/// `/w/{workshop}/{module}#{section}`.
#[must_use]
pub fn address(workshop: &Workshop, module: usize, section: usize) -> String {
    let module = &workshop.outline.modules[module];
    format!("/w/{}/{}#{}", workshop.id, module.id, module.sections[section].id)
}

/// "Egress → Outbound types".
#[must_use]
pub fn words(workshop: &Workshop, module: usize, section: usize) -> String {
    let module = &workshop.outline.modules[module];
    format!("{} → {}", module.title, module.sections[section].title)
}

/// A module by its id, today's or a former one.
#[must_use]
pub fn find_module(outline: &Outline, id: &str) -> Option<usize> {
    let today = outline.modules.iter().position(|module| module.id == id);
    today.or_else(|| outline.modules.iter().position(|module| module.was.iter().any(|was| was == id)))
}

/// A section by the ids of its module and itself, today's or former ones.
#[must_use]
pub fn find(outline: &Outline, module: &str, section: &str) -> Option<Spot> {
    let today = outline.modules.iter().enumerate().find_map(|(m, found)| {
        let s = found.sections.iter().position(|s| found.id == module && s.id == section)?;
        Some(Spot { module: m, section: s })
    });
    today.or_else(|| {
        outline.modules.iter().enumerate().find_map(|(m, found)| {
            let known = |s: &usize| names(found, *s).any(|name| name == (module, section));
            (0..found.sections.len()).find(known).map(|s| Spot { module: m, section: s })
        })
    })
}

/// Where the person was last, on any device, as far as it is still there.
#[must_use]
pub fn latest(workshop: &Workshop, places: &[Place]) -> Option<Spot> {
    let mut newest_first: Vec<&Place> = places.iter().collect();
    newest_first.sort_by_key(|place| std::cmp::Reverse(place.at));
    newest_first.iter().find_map(|place| find(&workshop.outline, &place.module, &place.section))
}

/// `POST /w/{workshop}/{module}/{section}/place`: where this browser is now. Only for people who are known already: a
/// visit alone makes nobody.
pub async fn keep(
    State(app): State<App>,
    Path((workshop, module, section)): Path<(String, String, String)>,
    token: Token,
    now: Now,
) -> Result<StatusCode, Wrong> {
    let Some(identity) = token.identity(&app, now).await? else { return Ok(StatusCode::NO_CONTENT) };
    let shelf = app.shelf();
    let outline = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop.outline;
    let spot = find(outline, &module, &section).ok_or(Wrong::NotFound)?;
    let module = &outline.modules[spot.module];
    let section = &module.sections[spot.section].id;
    match app.store.put_place(identity.person, identity.session, &workshop, &module.id, section, now.0).await {
        // Merged into another person or deleted at this very moment: the next place will do.
        Ok(()) | Err(StoreError::Gone) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}
