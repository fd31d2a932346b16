//! The design record: one's own sheet, decisions, plans, open questions and what the rules say of them together.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::error::Wrong;
use super::frame::{Around, Frame, Onward};
use super::now::Now;
use super::session::{Caller, Token, for_somebody};
use super::{answer, assets, when};
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::design::{Design, MOST_LINE};
use crate::domain::typed;
use crate::store::{DesignHead, Identity};

pub mod compare;
pub mod current;
pub mod decided;
pub mod files;
pub mod history;
pub mod own_words;
pub mod plans;
pub mod sharing;
pub mod sheet;
mod view;
pub mod words;

use current::{Mine, Opened, UNTITLED};
pub use view::RecordView;
pub(super) use view::verdict;

/// The most characters of a title.
const LONGEST_TITLE: usize = MOST_LINE;
/// `/w/{workshop}/design`.
#[derive(Template)]
#[template(path = "design.html")]
pub struct DesignPage {
    frame: Frame,
    style: String,
    workshop: String,
    /// `/w/{workshop}/design`.
    base: String,
    wizards: String,
    /// The design; none before there is one.
    record: Option<RecordView>,
    /// All of the person's designs, the one that is shown first.
    designs: Vec<Link>,
    /// What is wrong with a record that was to be imported, and the record.
    fault: Option<String>,
    pasted: String,
}

/// One of several designs.
pub struct Link {
    id: String,
    title: String,
    at: (String, String),
    current: bool,
}

/// What the address of a design may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// A revision to be shown, as `{design}.{number}`.
    revision: Option<String>,
    /// The number of a revision that today's is held against.
    since: Option<String>,
}

/// The design and the number in what an address calls a revision.
fn revision_of(named: &str) -> Option<(Uuid, i64)> {
    let (id, number) = named.split_once('.')?;
    Some((Uuid::parse_str(id).ok()?, number.parse().ok()?))
}

/// The person that the request comes from; what belongs to somebody is not there for strangers.
pub(super) async fn identity_of(app: &App, token: &Token, now: Now) -> Result<Identity, Wrong> {
    token.identity(app, now).await?.ok_or(Wrong::NotFound)
}

/// `/w/{workshop}/design`: the design that was chosen last; with `revision` as it was, with `since` what changed.
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
    let identity = token.identity(&app, now).await?;
    let page = page(&app, workshop, identity.as_ref(), &asked, around, now).await?;
    answer::page(&page)
}

async fn page(
    app: &App,
    workshop: &Workshop,
    identity: Option<&Identity>,
    asked: &Asked,
    around: Around,
    now: Now,
) -> Result<DesignPage, Wrong> {
    let address = around.address(app);
    let mut page = DesignPage {
        frame: around.frame("Your design", Some(workshop), identity),
        style: assets::address_of("wizard.css"),
        workshop: workshop.title.clone(),
        base: format!("/w/{}/design", workshop.id),
        wizards: format!("/w/{}/wizards", workshop.id),
        record: None,
        designs: Vec::new(),
        fault: None,
        pasted: String::new(),
    };
    let Some(identity) = identity else { return Ok(page) };
    let heads = app.store.designs_of(identity.person, &workshop.id).await?;
    page.designs = heads.iter().enumerate().map(|(n, head)| link(head, n == 0, now)).collect();
    let wanted = match &asked.revision {
        Some(named) => Some(revision_of(named).ok_or(Wrong::NotFound)?),
        None => None,
    };
    let Some(id) = wanted.map(|(id, _)| id).or(heads.first().map(|head| head.id)) else { return Ok(page) };
    let row = app.store.design(identity.person, id, None).await?.filter(|row| row.workshop == workshop.id);
    let row = row.ok_or(Wrong::NotFound)?;
    let current = row.revision;
    let Opened { row, design } = match wanted.filter(|(_, number)| *number != current) {
        None => current::open(row)?,
        Some((_, number)) => {
            let then = app.store.design(identity.person, id, Some(number)).await?;
            current::open(then.ok_or(Wrong::NotFound)?)?
        }
    };
    let since = asked.since.as_deref().and_then(|since| since.parse().ok());
    let before = match since.filter(|since| *since < row.revision) {
        Some(since) => app.store.design(identity.person, row.id, Some(since)).await?.map(current::open).transpose()?,
        None => None,
    };
    let plans = app.store.plans_of(identity.person).await?;
    let mut record = RecordView::of(workshop, &design, &row);
    record.own(workshop, &design, &row, current, &plans);
    record.changed = before.map(|before| view::Changed::of(&before.design, &design, workshop, before.row.revision));
    record.share = row.share.map(|share| {
        let url = sharing::link(&app.secret, &workshop.id, &share).map(|path| format!("{address}{path}"));
        (url, when::moment(share.made_at))
    });
    page.frame.title = format!("{} · Design", row.title);
    page.record = Some(record);
    Ok(page)
}

fn link(head: &DesignHead, current: bool, now: Now) -> Link {
    Link { id: head.id.to_string(), title: head.title.clone(), at: when::lately(head.at, now.0), current }
}

/// What the form sends that begins a design.
#[derive(Debug, Deserialize)]
pub struct NewForm {
    #[serde(default)]
    title: String,
    /// The design that is copied; empty for an empty one.
    #[serde(default)]
    copy: String,
}

/// `POST /w/{workshop}/design/new`: begins a design, empty or as a copy, and chooses it.
pub async fn new(
    State(app): State<App>,
    Path(workshop): Path<String>,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<NewForm>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let copied = match Uuid::parse_str(&form.copy) {
        Ok(id) => {
            let identity = identity_of(&app, &token, now).await?;
            let row = app.store.design(identity.person, id, None).await?.ok_or(Wrong::NotFound)?;
            Some(current::open(row)?)
        }
        Err(_) if form.copy.is_empty() => None,
        Err(_) => return Err(Wrong::NotFound),
    };
    let title = title(&form.title);
    let (design, said) = if let Some(Opened { design, row }) = copied {
        let title = title.unwrap_or_else(|| shortened(&format!("{}, a copy", row.title)));
        let said = format!("Copied from “{}”", row.title);
        (Design { title, ..design }, said)
    } else {
        let title = title.unwrap_or_else(|| UNTITLED.to_owned());
        (Design { title, workshop: workshop.id.clone(), ..Design::default() }, "Begun".to_owned())
    };
    begin(&app, workshop, &design, &said, (&token, &caller), now).await
}

/// Keeps a new design and shows it.
pub(super) async fn begin(
    app: &App,
    workshop: &Workshop,
    design: &Design,
    said: &str,
    (token, caller): (&Token, &Caller),
    now: Now,
) -> Result<Response, Wrong> {
    let id = Now::id();
    let (who, kept) = for_somebody(app, token, caller, now, |person| {
        let revision = current::revision(design, said.to_owned());
        app.store.add_design(person, id, &workshop.id, revision, now.0)
    })
    .await?;
    if !kept {
        return Err(current::TOO_MANY);
    }
    Ok(answer::redirect_with(&format!("/w/{}/design", workshop.id), who.cookie.as_ref()))
}

/// A title as it is kept; none when nothing was typed.
fn title(typed: &str) -> Option<String> {
    let title = typed::line(typed);
    (!title.is_empty()).then(|| shortened(&title))
}

fn shortened(title: &str) -> String {
    title.chars().take(LONGEST_TITLE).collect()
}

/// `POST /w/{workshop}/design/{design}/use`: works with this one from now on.
pub async fn choose(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    app.store.use_design(mine.person, id, now.0).await?;
    Ok(answer::redirect(&mine.page("")))
}

/// What the form sends that deletes a design.
#[derive(Debug, Deserialize)]
pub struct DeleteForm {
    #[serde(default)]
    sure: String,
}

/// `POST /w/{workshop}/design/{design}/delete`, with its history and its link.
pub async fn delete(
    State(app): State<App>,
    Path((workshop, id)): Path<(String, Uuid)>,
    token: Token,
    now: Now,
    Form(form): Form<DeleteForm>,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    if form.sure != "yes" {
        return Ok(answer::redirect(&mine.page("#_delete")));
    }
    app.store.delete_design(mine.person, id).await?;
    Ok(answer::redirect(&mine.page("")))
}

/// A link to a finding's or a question's place.
fn onward(label: impl Into<String>, url: impl Into<String>) -> Onward {
    Onward { label: label.into(), url: url.into() }
}
