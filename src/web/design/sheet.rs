//! The sheet as a form: one's own cluster typed once.

use std::sync::LazyLock;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use uuid::Uuid;

use super::current::{self, Opened};
use super::decided;
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::sheet::{self, Complaint, FIELDS, GROUPS, Group, POOL, Sheet, differences};
use crate::store::Identity;
use crate::tools::card::fields_html;
use crate::tools::{self, Column, Field, Inputs, Kind};
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::{Caller, Token, for_somebody};
use crate::web::{answer, assets};

/// Begins the ids of the fields.
const BASE: &str = "_sheet";
/// The name of the field that holds the revision which the form was filled from.
const BASED_ON: &str = "_base";
/// The option of every choice that says nothing.
const NOT_SAID: (&str, &str) = ("", "Not said");
/// So many names of changed fields are said in the history.
const MOST_SAID: usize = 4;

/// `/w/{workshop}/design/sheet`.
#[derive(Template)]
#[template(path = "design/sheet.html")]
pub struct SheetPage {
    frame: Frame,
    style: String,
    base: String,
    /// The design's id and title; none before there is one.
    design: Option<(String, String)>,
    /// The revision that the form is filled from; 0 before there is one.
    revision: i64,
    /// Anchor, heading and fields as HTML.
    groups: Vec<(String, &'static str, String)>,
    /// Labels and messages of what is wrong, with the ids of the fields.
    complaints: Vec<(String, String, String)>,
}

/// `/w/{workshop}/design/sheet`.
pub async fn show(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let identity = token.identity(&app, now).await?;
    let opened = match &identity {
        Some(identity) => current::chosen(&app, identity.person, &workshop.id).await?,
        None => None,
    };
    let pairs = opened.as_ref().map(|opened| opened.design.sheet.pairs()).unwrap_or_default();
    let design = opened.as_ref().map(named);
    let revision = opened.map_or(0, |opened| opened.row.revision);
    answer::page(&page(workshop, identity.as_ref(), around, design, revision, &pairs, &[]))
}

fn page(
    workshop: &Workshop,
    identity: Option<&Identity>,
    around: Around,
    design: Option<(String, String)>,
    revision: i64,
    pairs: &[(String, String)],
    complaints: &[Complaint],
) -> SheetPage {
    let inputs = Inputs::of_pairs(pairs.iter().cloned());
    let told: Vec<tools::Complaint> = complaints
        .iter()
        .map(|c| {
            let instead = c.suggestion.as_ref().map(|text| format!(" Perhaps {text}?")).unwrap_or_default();
            tools::Complaint::new(c.field.clone(), format!("{}{instead}", c.message))
        })
        .collect();
    let group = |group: Group| {
        let fields: Vec<Field> = if group == Group::Pools {
            let field = Field::rows(&inputs, "pools", "Pools", "Node pool", COLUMNS.clone());
            vec![field.hint("One row for each; what stays empty is not known yet.")]
        } else {
            FIELDS.iter().filter(|field| field.group == group).map(|field| form_field(&inputs, field)).collect()
        };
        (format!("_group-{}", slug(group.title())), group.title(), fields_html(&fields, BASE, &told))
    };
    let label = |name: &str| {
        if name.is_empty() {
            return "The sheet".to_owned();
        }
        let column = name.rsplit_once('.').filter(|(_, row)| row.parse::<usize>().is_ok());
        let (column, row) = column.unwrap_or((name, ""));
        let label = sheet::field(column).map_or(column, |field| field.label);
        row.parse::<usize>().map_or_else(|_| label.to_owned(), |row| format!("{label}, row {}", row + 1))
    };
    SheetPage {
        frame: around.frame("Your sheet", Some(workshop), identity),
        style: assets::address_of("wizard.css"),
        base: format!("/w/{}/design", workshop.id),
        design,
        revision,
        groups: GROUPS.into_iter().map(group).collect(),
        complaints: complaints
            .iter()
            .map(|c| (label(&c.field), c.message.clone(), format!("{BASE}.{}", c.field)))
            .collect(),
    }
}

/// The columns of the pools.
static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let column = |field: &'static sheet::Field| Column {
        name: field.name,
        label: field.label,
        placeholder: field.example,
        options: match field.kind {
            sheet::Kind::Choice(options) => std::iter::once(NOT_SAID).chain(options.iter().copied()).collect(),
            _ => Vec::new(),
        },
    };
    POOL.iter().map(column).collect()
});

fn form_field(inputs: &Inputs, field: &'static sheet::Field) -> Field {
    let value = inputs.raw(field.name).to_owned();
    let kind = match field.kind {
        sheet::Kind::Choice(options) => {
            let options = std::iter::once(NOT_SAID).chain(options.iter().copied()).collect();
            Kind::Choice { value, options }
        }
        sheet::Kind::Prefixes | sheet::Kind::Lines => Kind::Lines { value, rows: 3, placeholder: field.example },
        _ => Kind::Text { value, placeholder: field.example },
    };
    Field { name: field.name, label: field.label, hint: field.help, kind }
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// `POST /w/{workshop}/design/sheet`: saves the sheet, in the design chosen last or in a new one. What another device changed
/// meanwhile stays where this form changed nothing. When something cannot be read nothing is saved, and the form comes back.
pub async fn save(
    State(app): State<App>,
    Path(workshop): Path<String>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let meant = form.iter().find(|(name, _)| name == current::MEANT).and_then(|(_, id)| Uuid::parse_str(id).ok());
    let based_on = form.iter().find(|(name, _)| name == BASED_ON).and_then(|(_, value)| value.parse().ok());
    let (typed, complaints) = Sheet::read(&form);
    if !complaints.is_empty() {
        return refused(&app, workshop, (&token, around, now), meant, based_on, &form, &complaints).await;
    }
    let (who, id) = for_somebody(&app, &token, &caller, now, |person| {
        current::chosen_or_new(&app.store, person, workshop, meant, now)
    })
    .await?;
    let Some(id) = id else {
        let complaints = [whole(&current::TOO_MANY)];
        return refused(&app, workshop, (&token, around, now), meant, based_on, &form, &complaints).await;
    };
    let base = match based_on {
        Some(revision) => app.store.design(who.person, id, Some(revision)).await?.map(current::open).transpose()?,
        None => None,
    };
    let base = base.map(|opened| opened.design.sheet).unwrap_or_default();
    let kept = current::change(&app, who.person, id, now, |design| {
        let mine = merged(&base, &design.sheet, &typed);
        let changed: Vec<String> = differences(&design.sheet, &mine).into_iter().map(|d| d.label).collect();
        design.sheet = mine;
        decided::follow(workshop, design);
        let more = changed.len().saturating_sub(MOST_SAID);
        let first = changed.iter().take(MOST_SAID).cloned().collect::<Vec<_>>().join(", ");
        let said = if more > 0 { format!("Sheet: {first} and {more} more") } else { format!("Sheet: {first}") };
        Ok(said)
    })
    .await;
    let (before, after) = match kept {
        Ok(kept) => kept,
        Err(wrong @ Wrong::BadRequest(_)) => {
            return refused(&app, workshop, (&token, around, now), Some(id), based_on, &form, &[whole(&wrong)]).await;
        }
        Err(wrong) => return Err(wrong),
    };
    app.store.use_design(who.person, id, now.0).await?;
    // Of a sheet that was empty, all is new.
    let to = if before == after || base.is_empty() {
        format!("/w/{}/design#_sheet", workshop.id)
    } else {
        format!("/w/{}/design?since={before}#_changed", workshop.id)
    };
    Ok(answer::redirect_with(&to, who.cookie.as_ref()))
}

/// A complaint about the sheet as a whole.
fn whole(wrong: &Wrong) -> Complaint {
    Complaint { field: String::new(), message: wrong.words().1, suggestion: None }
}

/// The form as it was typed, with what is wrong with it.
async fn refused(
    app: &App,
    workshop: &Workshop,
    (token, around, now): (&Token, Around, Now),
    meant: Option<Uuid>,
    based_on: Option<i64>,
    form: &[(String, String)],
    complaints: &[Complaint],
) -> Result<Response, Wrong> {
    let identity = token.identity(app, now).await?;
    let opened = match (&identity, meant) {
        (Some(identity), Some(id)) => app.store.design(identity.person, id, None).await?.map(current::open),
        _ => None,
    };
    let design = opened.transpose()?.as_ref().map(named);
    let around = around.at(&format!("/w/{}/design/sheet", workshop.id));
    let page = page(workshop, identity.as_ref(), around, design, based_on.unwrap_or_default(), form, complaints);
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The id and the title of a design.
fn named(opened: &Opened) -> (String, String) {
    (opened.row.id.to_string(), opened.row.title.clone())
}

/// A sheet that two devices may have changed: of each field the one that did, and mine where both did; the pools are one field.
fn merged(base: &Sheet, theirs: &Sheet, mine: &Sheet) -> Sheet {
    if theirs == base || theirs == mine {
        return mine.clone();
    }
    let is_pool = |name: &str| POOL.iter().any(|column| column.name == name);
    let pools = if mine.pools() == base.pools() { theirs } else { mine };
    let mut pairs: Vec<(String, String)> = pools.pairs().into_iter().filter(|(name, _)| is_pool(name)).collect();
    for field in FIELDS {
        let from = if mine.get(field.name) == base.get(field.name) { theirs } else { mine };
        pairs.extend(from.get(field.name).map(|value| (field.name.to_owned(), value.to_owned())));
    }
    Sheet::read(&pairs).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(pairs: &[(&str, &str)]) -> Sheet {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (sheet, complaints) = Sheet::read(&pairs);
        assert_eq!(complaints, [], "{pairs:?}");
        sheet
    }

    #[test]
    fn what_two_devices_changed_stays_and_mine_wins_where_both_did() {
        let base = sheet(&[("region", "westeurope"), ("cluster", "one"), ("pool.name", "a"), ("pool.nodes", "3")]);
        let theirs = sheet(&[("region", "northeurope"), ("cluster", "two"), ("pool.name", "a"), ("pool.nodes", "9")]);
        let mine = sheet(&[("region", "westeurope"), ("cluster", "three"), ("pool.name", "a"), ("pool.nodes", "3")]);
        let both = merged(&base, &theirs, &mine);
        assert_eq!((both.get("region"), both.get("cluster")), (Some("northeurope"), Some("three")));
        assert_eq!(both.pools(), theirs.pools());
        assert_eq!(merged(&base, &base, &mine), mine);
        assert_eq!(merged(&base, &theirs, &base), theirs);
    }

    #[test]
    fn a_field_that_one_of_them_emptied_stays_empty() {
        let base = sheet(&[("region", "westeurope"), ("cluster", "one")]);
        let theirs = sheet(&[("cluster", "one")]);
        let mine = sheet(&[("region", "westeurope"), ("cluster", "two")]);
        let both = merged(&base, &theirs, &mine);
        assert_eq!((both.get("region"), both.get("cluster")), (None, Some("two")));
    }
}
