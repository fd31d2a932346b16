//! The people of a cohort: who is in, who is expected, who runs it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use uuid::Uuid;

use super::{CohortHead, address, changed_by, entry, seen_by};
use crate::app::App;
use crate::domain::account;
use crate::domain::cohort::{Entry, StaffRole, told_apart};
use crate::store::{CohortRun, Deed, MemberRow, StaffChange, StoreError};
use crate::web::account::Signed;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::secret::token_hash;
use crate::web::session::Token;
use crate::web::{answer, assets, when};

pub mod list;

/// How long a link back can be used: two days.
const LINK_SECONDS: i64 = 2 * 24 * 3600;

/// `/facilitate/cohorts/{cohort}/people`.
#[derive(Template)]
#[template(path = "cohort_people.html")]
pub struct PeoplePage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The top.
    pub head: CohortHead,
    /// A link back that was made just now, shown this once.
    pub made: Option<MadeLink>,
    /// Who is in; empty in an anonymous cohort.
    pub people: Vec<PersonView>,
    /// Who left or was removed.
    pub gone: Vec<PersonView>,
    /// Who is expected and has not come: (the form's address, name, handle).
    pub missing: Vec<(String, String, String)>,
    /// How many are expected.
    pub expected: usize,
    /// Whether only who is on the list comes in.
    pub listed: bool,
    /// Courses of learning platforms that can be asked for their people: (id, the platform, the course).
    pub courses: Vec<(Uuid, String, String)>,
    /// Who runs it.
    pub staff: Vec<StaffView>,
    /// As typed, for somebody who is to help.
    pub email: String,
    /// What is wrong with it; empty when nothing is.
    pub email_error: String,
    /// What could not be done; empty when nothing.
    pub refused: String,
}

/// A link back.
pub struct MadeLink {
    /// For whom.
    pub name: String,
    /// The whole link.
    pub address: String,
    /// (RFC 3339, words).
    pub until: (String, String),
}

/// Somebody in the cohort.
pub struct PersonView {
    /// Where their forms go, without the last part; their own page.
    pub url: String,
    /// Their name, told apart from equal ones.
    pub name: String,
    /// As whom on the list they came.
    pub handle: Option<String>,
    /// (RFC 3339, words).
    pub joined: (String, String),
    /// (RFC 3339, words).
    pub seen: Option<(String, String)>,
    /// Whether a facilitator removed them.
    pub removed: bool,
    /// The entry that theirs counts with: its name.
    pub same_as: Option<String>,
    /// Entries of which theirs could be another: (id, name).
    pub others: Vec<(String, String)>,
}

/// Somebody who runs the cohort.
pub struct StaffView {
    /// Where the form goes that removes them.
    pub url: String,
    /// Their name.
    pub name: String,
    /// Their account's name.
    pub email: String,
    /// What they may do.
    pub role: &'static str,
    /// Whether it is the one who looks.
    pub me: bool,
}

/// `/facilitate/cohorts/{cohort}/people`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = seen_by(&app, &signed, id).await?;
    answer::page(&page(&app, &signed, &run, (around, &token), now).await?)
}

async fn page(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    (around, token): (Around, &Token),
    now: Now,
) -> Result<PeoplePage, Wrong> {
    let identity = token.identity(app, now).await?;
    let id = run.cohort.id;
    let head = CohortHead::of(app, run, "people", now);
    let members = if head.anonymous { Vec::new() } else { app.store.members(id).await? };
    let (people, gone) = views(&members, &head.url, now);
    let roster = app.store.roster(id).await?;
    let missing = roster.iter().filter(|row| row.member.is_none());
    let missing =
        missing.map(|row| (format!("{}/list/{}/remove", head.url, row.id), row.name.clone(), row.handle.clone()));
    let staff = app.store.staff(id).await?.into_iter().map(|row| StaffView {
        url: format!("{}/staff/{}/remove", head.url, row.facilitator),
        me: row.facilitator == signed.facilitator.id,
        name: row.name,
        email: row.email,
        role: row.role.id(),
    });
    Ok(PeoplePage {
        frame: around
            .at(&format!("{}/people", head.url))
            .frame(&format!("People · {}", run.cohort.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        made: None,
        people,
        gone,
        missing: missing.collect(),
        expected: roster.len(),
        listed: run.cohort.settings.door.entry == Entry::Listed,
        courses: app
            .store
            .courses(id)
            .await?
            .into_iter()
            .map(|course| (course.id, course.platform_name, course.title))
            .collect(),
        staff: staff.collect(),
        email: String::new(),
        email_error: String::new(),
        refused: String::new(),
        head,
    })
}

/// Who is in, and who is not any more.
fn views(members: &[MemberRow], url: &str, now: Now) -> (Vec<PersonView>, Vec<PersonView>) {
    let names = told_apart(&members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>());
    let name_of =
        |id: Uuid| members.iter().zip(&names).find(|(member, _)| member.id == id).map(|(_, name)| name.clone());
    let is_in = |member: &MemberRow| member.left_at.is_none() && member.removed_at.is_none();
    let heads: Vec<(Uuid, &String)> = members
        .iter()
        .zip(&names)
        .filter(|(member, _)| is_in(member) && member.same_as.is_none())
        .map(|(member, name)| (member.id, name))
        .collect();
    let view = |(member, name): (&MemberRow, &String)| PersonView {
        url: format!("{url}/people/{}", member.id),
        name: name.clone(),
        handle: member.handle.clone(),
        joined: when::moment(member.joined_at),
        seen: member.seen_at.map(|seen| when::lately(seen, now.0)),
        removed: member.removed_at.is_some(),
        same_as: member.same_as.and_then(name_of),
        others: heads
            .iter()
            .filter(|(id, _)| *id != member.id)
            .map(|(id, name)| (id.to_string(), (*name).clone()))
            .collect(),
    };
    let all = members.iter().zip(&names);
    let (here, gone): (Vec<_>, Vec<_>) = all.partition(|(member, _)| is_in(member));
    (here.into_iter().map(view).collect(), gone.into_iter().map(view).collect())
}

async fn refused(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    around: (Around, &Token),
    now: Now,
    why: &str,
) -> Result<Response, Wrong> {
    let page = PeoplePage { refused: why.to_owned(), ..page(app, signed, run, around, now).await? };
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Somebody of this cohort; for others there is no such page. Nobody is named in an anonymous one.
async fn member(app: &App, run: &CohortRun, id: Uuid) -> Result<MemberRow, Wrong> {
    if !run.cohort.settings.names.asks() {
        return Err(Wrong::NotFound);
    }
    app.store.members(run.cohort.id).await?.into_iter().find(|member| member.id == id).ok_or(Wrong::NotFound)
}

fn back(cohort: Uuid) -> Response {
    answer::redirect(&format!("{}/people", address(cohort)))
}

/// `POST …/people/{member}/remove`: removes somebody, or lets them back in.
pub async fn remove(
    State(app): State<App>,
    signed: Signed,
    Path((id, member_id)): Path<(Uuid, Uuid)>,
    now: Now,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let member = member(&app, &run, member_id).await?;
    let at = member.removed_at.is_none().then_some(now.0);
    let said = if at.is_some() { "removed" } else { "let back in" };
    let entry = entry(&signed, Deed::RemovedMember, &run.cohort, format!("{said}: {}", member.name), now);
    app.store.remove_member(id, member_id, at, entry).await?;
    tracing::info!(cohort = %id, "a participant was {said}");
    Ok(back(id))
}

/// What the form sends that joins two entries.
#[derive(Debug, Deserialize)]
pub struct SameForm {
    #[serde(default)]
    with: String,
}

/// `POST …/people/{member}/same`: says that two entries are of the same person, or, with nothing chosen, that they are not.
pub async fn same(
    State(app): State<App>,
    signed: Signed,
    Path((id, member_id)): Path<(Uuid, Uuid)>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<SameForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let member = member(&app, &run, member_id).await?;
    let with = match form.with.as_str() {
        "" => None,
        with => Some(with.parse::<Uuid>().map_err(|_| Wrong::BadRequest("It names nobody."))?),
    };
    let said = if with.is_some() { "joined" } else { "parted" };
    let entry = entry(&signed, Deed::MergedMembers, &run.cohort, format!("{said}: {}", member.name), now);
    match app.store.join_entries(id, member_id, with, entry).await {
        Ok(true) => Ok(back(id)),
        Ok(false) => {
            let why = "That entry counts with another one itself. Choose the one that it counts with.";
            refused(&app, &signed, &run, (around, &token), now, why).await
        }
        Err(StoreError::Gone) => Err(Wrong::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// `POST …/people/{member}/link`: makes a one-time link by which somebody gets back in, which the answer shows this once.
pub async fn link(
    State(app): State<App>,
    signed: Signed,
    Path((id, member_id)): Path<(Uuid, Uuid)>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let member = member(&app, &run, member_id).await?;
    let base = around.address(&app);
    let secret = Now::token();
    let until = now.0.plus_seconds(LINK_SECONDS);
    let entry = entry(&signed, Deed::MadeReturnLink, &run.cohort, member.name.clone(), now);
    if !app.store.make_return_link(id, member_id, token_hash(&secret), until, entry).await? {
        let why = "Who left or was removed has no way back by a link: let them join again.";
        return refused(&app, &signed, &run, (around, &token), now, why).await;
    }
    tracing::info!(cohort = %id, "a link back was made");
    let made = MadeLink {
        name: member.name,
        address: format!("{base}/join/back/{}", URL_SAFE_NO_PAD.encode(secret)),
        until: when::moment(until),
    };
    answer::page(&PeoplePage { made: Some(made), ..page(&app, &signed, &run, (around, &token), now).await? })
}

/// What the form sends that lets somebody help.
#[derive(Debug, Deserialize)]
pub struct StaffForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

/// `POST …/staff`: lets somebody with an account run the cohort or help in it.
pub async fn add_staff(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<StaffForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let role = StaffRole::of_id(&form.role).ok_or(Wrong::BadRequest("It names no role."))?;
    let why = match account::email(&form.email) {
        Ok(email) => {
            let entry = entry(&signed, Deed::AddedStaff, &run.cohort, format!("{email} as {}", role.id()), now);
            match app.store.add_staff(id, email, role, entry).await? {
                StaffChange::Done => return Ok(back(id)),
                StaffChange::LastFacilitator => LAST.to_owned(),
                StaffChange::NotThere => {
                    "Nobody has an account with this address. An owner invites people under Facilitators.".to_owned()
                }
            }
        }
        Err(why) => why,
    };
    let mut page = page(&app, &signed, &run, (around, &token), now).await?;
    page.email = form.email.chars().take(account::MOST_EMAIL).collect();
    page.email_error = why;
    answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Why nobody takes the last one away who runs it.
const LAST: &str = "Nobody else runs this cohort. Let somebody else run it first.";

/// `POST …/staff/{facilitator}/remove`.
pub async fn remove_staff(
    State(app): State<App>,
    signed: Signed,
    Path((id, facilitator)): Path<(Uuid, Uuid)>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let whom =
        app.store.staff(id).await?.into_iter().find(|row| row.facilitator == facilitator).ok_or(Wrong::NotFound)?;
    let entry = entry(&signed, Deed::RemovedStaff, &run.cohort, whom.email, now);
    match app.store.remove_staff(id, facilitator, entry).await? {
        StaffChange::LastFacilitator => refused(&app, &signed, &run, (around, &token), now, LAST).await,
        StaffChange::NotThere => Err(Wrong::NotFound),
        // Who took themselves out sees no more of it.
        StaffChange::Done if facilitator == signed.facilitator.id => Ok(answer::redirect("/facilitate")),
        StaffChange::Done => Ok(back(id)),
    }
}
