//! The door of a cohort: its code, a name, and in.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::error::Wrong;
use super::frame::{Around, Frame};
use super::now::Now;
use super::session::{Caller, Token, for_member};
use super::{answer, assets, oidc, privacy, when, xapi};
use crate::app::App;
use crate::domain::cohort::{Entry, JoinCode, Names, Shut, member_name};
use crate::domain::typed;
use crate::store::{CohortRow, EntryBefore, Identity, Joined, NewMember};

pub mod back;
pub mod code;
pub mod voucher;

use code::code_page;
use voucher::Voucher;

/// The most characters of what was typed that come back with its error.
const MOST_TYPED: usize = 200;
/// The most characters of an announcement at the door.
const MOST_SAID: usize = 280;
/// What is said of a code that opens nothing: the same for one that was never there and one that was replaced.
const NO_COHORT: &str =
    "No cohort has this code. Look at it again: a facilitator may also have changed it, and then shows the new one.";

/// `/join/{code}`.
#[derive(Template)]
#[template(path = "join/door.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the template asks")]
struct DoorPage {
    frame: Frame,
    style: String,
    /// Where the form goes: this page.
    here: String,
    cohort: String,
    workshop: String,
    /// The beginning of what its facilitators announce; empty when they do not.
    said: String,
    /// When it takes place; none when nobody said so.
    dates: Option<String>,
    /// Why nobody is let in, or not this person; empty when they are.
    shut: String,
    /// Whether they were in it before.
    again: bool,
    /// Whether a name is asked.
    asks: bool,
    /// What kind of name, for the label.
    real: bool,
    /// As typed, or as known.
    name: String,
    name_error: String,
    /// Whether a list says who may come in.
    listed: bool,
    handle: String,
    handle_error: String,
    /// Where people sign in first, and for whom the cohort is; none where nobody has to, or who is there has.
    sign_in: Option<SignIn>,
    /// The address that they signed in with, where facilitators see it.
    vouched: String,
    /// Who sees what, in a sentence.
    seen: &'static str,
    /// How long the cohort is kept, in a sentence.
    kept: String,
    /// What is sent to a record store, in a sentence; empty when nothing is.
    sent: String,
}

/// The sign-in of an organisation that comes before the door.
struct SignIn {
    /// What people call the provider; none when the portal has none.
    provider: Option<String>,
    /// Whom the cohort is for, in words.
    whom: String,
}

/// A door that a code opens, and how many people are behind it.
struct Door {
    code: String,
    cohort: CohortRow,
    people: u32,
}

/// Looks a code up, when it is this address's turn. None when it opens nothing.
async fn open(app: &App, code: JoinCode, caller: &Caller, now: Now) -> Result<Option<Door>, Wrong> {
    let code = code.canonical();
    let joining = &app.limits.joining;
    joining
        .turn(caller.address, &code, now.0)
        .await
        .inspect_err(|_| tracing::info!("join codes are tried too often"))?;
    let Some((cohort, people)) = app.store.cohort_behind(&code).await? else {
        joining.wrong(caller.address, now.0);
        tracing::info!("a join code was wrong");
        return Ok(None);
    };
    joining.right(caller.address, &code, now.0);
    Ok(Some(Door { code, cohort, people }))
}

/// `/join/{code}`: what the cohort is, who sees what, and the way in. Nothing is changed by looking.
pub async fn door(
    State(app): State<App>,
    Path(typed): Path<String>,
    around: Around,
    token: Token,
    caller: Caller,
    headers: HeaderMap,
    now: Now,
) -> Result<Response, Wrong> {
    let code = match JoinCode::parse(&typed) {
        Ok(code) if code.canonical() != typed => {
            return Ok(answer::redirect(&format!("/join/{}", code.canonical())));
        }
        code => code,
    };
    let identity = token.identity(&app, now).await?;
    let door = match code {
        Ok(code) => open(&app, code, &caller, now).await?.ok_or_else(|| NO_COHORT.to_owned()),
        Err(error) => Err(error.to_string()),
    };
    let door = match door {
        Ok(door) => door,
        Err(error) => return not_there(around, identity.as_ref(), &typed, error),
    };
    let before = before(&app, identity.as_ref(), &door).await?;
    if before.as_ref().is_some_and(|before| before.left_at.is_none() && before.removed_at.is_none()) {
        return Ok(answer::redirect(&inside(&app, &door.cohort)));
    }
    let voucher = shown(&app, &headers, &door, now);
    let name = match (&before, &identity, &voucher) {
        (Some(before), ..) if !before.name.is_empty() => before.name.clone(),
        (_, Some(identity), _) if !identity.name.is_empty() => identity.name.clone(),
        (.., Some(voucher)) => voucher.name.clone(),
        _ => String::new(),
    };
    let form = DoorForm { name, handle: String::new() };
    let page = door_page(&app, &door, around, (identity.as_ref(), before.as_ref(), voucher.as_ref()), &form, now);
    answer::page(&page)
}

/// What a browser shows at a door for people of some domains, when it still opens it.
fn shown(app: &App, headers: &HeaderMap, door: &Door, now: Now) -> Option<Voucher> {
    let settings = &door.cohort.settings.door;
    let voucher = Voucher::of(app, headers, door.cohort.id, now).filter(|_| settings.entry == Entry::Domain)?;
    Some(voucher).filter(|voucher| settings.lets_in_address(&voucher.email))
}

/// "people with an address at example.org or example.net".
pub(super) fn of_domains(domains: &[String]) -> String {
    format!("people with an address at {}", domains.join(" or "))
}

/// `POST /join/{code}/sign-in`: off to the identity provider, to come back to the door.
pub async fn sign_in(
    State(app): State<App>,
    Path(typed): Path<String>,
    (around, token, caller): (Around, Token, Caller),
    now: Now,
) -> Result<Response, Wrong> {
    let code = JoinCode::parse(&typed).map_err(|_| Wrong::NotFound)?;
    let door = open(&app, code, &caller, now).await?.ok_or(Wrong::NotFound)?;
    let here = format!("/join/{}", door.code);
    if door.cohort.settings.door.entry != Entry::Domain || door.cohort.settings.lets_in(door.people, now.0).is_err() {
        // The door says why, or that it is not needed.
        return Ok(answer::redirect(&here));
    }
    oidc::leave(&app, around, &token, &caller, oidc::Purpose::Door(door.code), now).await
}

fn not_there(around: Around, identity: Option<&Identity>, typed: &str, error: String) -> Result<Response, Wrong> {
    answer::page_with(StatusCode::NOT_FOUND, &code_page(around, identity, typed, error))
}

async fn before(app: &App, identity: Option<&Identity>, door: &Door) -> Result<Option<EntryBefore>, Wrong> {
    match identity {
        Some(identity) => Ok(app.store.entry_before(identity.person, door.cohort.id).await?),
        None => Ok(None),
    }
}

/// Where somebody goes who is in: the workshop, or the cohort's own page while that is not served.
pub(super) fn inside(app: &App, cohort: &CohortRow) -> String {
    match app.shelf().find(&cohort.workshop) {
        Some(_) => format!("/w/{}", cohort.workshop),
        None => format!("/cohorts/{}", cohort.id),
    }
}

/// What the form at the door sends.
#[derive(Debug, Default, Deserialize)]
pub struct DoorForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    handle: String,
}

fn door_page(
    app: &App,
    door: &Door,
    around: Around,
    (identity, before, voucher): (Option<&Identity>, Option<&EntryBefore>, Option<&Voucher>),
    form: &DoorForm,
    now: Now,
) -> DoorPage {
    let cohort = &door.cohort;
    let settings = &cohort.settings;
    let removed = before.is_some_and(|before| before.removed_at.is_some());
    let shut = if removed {
        REMOVED.to_owned()
    } else {
        settings.lets_in(door.people, now.0).err().map_or_else(String::new, why)
    };
    let here = format!("/join/{}", door.code);
    let asks = settings.names.asks();
    let by_domain = settings.door.entry == Entry::Domain;
    DoorPage {
        frame: around.at(&here).frame(&format!("Join {}", cohort.name), None, identity),
        style: assets::address_of("cohort.css"),
        here,
        cohort: cohort.name.clone(),
        workshop: app.shelf().find(&cohort.workshop).map_or(&cohort.workshop, |w| &w.workshop.title).clone(),
        said: settings.announcement.as_ref().map(|said| cut(&said.text)).unwrap_or_default(),
        dates: dates(settings.starts_at, settings.ends_at),
        shut,
        again: before.is_some(),
        asks,
        real: matches!(settings.names, Names::Real | Names::Hidden),
        name: form.name.chars().take(MOST_TYPED).collect(),
        name_error: String::new(),
        // Who came to an anonymous cohort once is off its list.
        listed: settings.door.entry == Entry::Listed && (asks || before.is_none()),
        sign_in: (by_domain && voucher.is_none()).then(|| SignIn {
            provider: app.provider.as_ref().map(|provider| provider.settings.name.clone()),
            whom: of_domains(&settings.door.domains),
        }),
        vouched: voucher.filter(|_| asks).map(|voucher| voucher.email.clone()).unwrap_or_default(),
        handle: form.handle.chars().take(MOST_TYPED).collect(),
        handle_error: String::new(),
        seen: privacy::seen(settings.names),
        kept: privacy::kept(app.config.keep_cohorts_days),
        sent: xapi::said(app.config.xapi.as_ref(), settings.names),
    }
}

/// The beginning of a text: whole lines or words, as many as fit.
pub(super) fn cut(text: &str) -> String {
    let mut lines = String::new();
    for (n, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        if n == 3 {
            lines.push_str(" …");
            break;
        }
        lines.push_str(if n == 0 { "" } else { "\n" });
        lines.push_str(line);
    }
    cut_to(&lines, MOST_SAID)
}

/// The words of a text that fit into so many characters.
pub(super) fn cut_to(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let whole = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", text[..whole].trim_end())
}

/// "From 3 December 2026, 09:00 UTC to …".
pub(super) fn dates(
    starts_at: Option<crate::domain::time::Millis>,
    ends_at: Option<crate::domain::time::Millis>,
) -> Option<String> {
    match (starts_at, ends_at) {
        (None, None) => None,
        (Some(start), None) => Some(format!("From {}", when::moment(start).1)),
        (None, Some(end)) => Some(format!("Until {}", when::moment(end).1)),
        (Some(start), Some(end)) => Some(format!("From {} to {}", when::moment(start).1, when::moment(end).1)),
    }
}

/// Said to somebody whom a facilitator removed.
pub(super) const REMOVED: &str =
    "A facilitator has taken you out of this cohort. If that was a mistake, ask them to let you back in.";

pub(super) fn why(shut: Shut) -> String {
    match shut {
        Shut::Closed => "The door is shut just now. Ask a facilitator to open it, then try again.".to_owned(),
        Shut::Over(end) => format!(
            "This cohort ended on {}. The workshop itself stays open to you without it; ask a facilitator for the code of the next one.",
            when::moment(end).1
        ),
        Shut::Full(1) => {
            "The cohort is full: it is for one person. Ask a facilitator to raise the limit, then try again.".to_owned()
        }
        Shut::Full(most) => {
            format!(
                "The cohort is full: {most} people are in it. Ask a facilitator to raise the limit, then try again."
            )
        }
    }
}

/// `POST /join/{code}`: in.
pub async fn join(
    State(app): State<App>,
    Path(typed): Path<String>,
    around: Around,
    (token, caller, headers): (Token, Caller, HeaderMap),
    now: Now,
    Form(form): Form<DoorForm>,
) -> Result<Response, Wrong> {
    let identity = token.identity(&app, now).await?;
    let door = match JoinCode::parse(&typed) {
        Ok(code) => open(&app, code, &caller, now).await?.ok_or_else(|| NO_COHORT.to_owned()),
        Err(error) => Err(error.to_string()),
    };
    let door = match door {
        Ok(door) => door,
        Err(error) => return not_there(around, identity.as_ref(), &typed, error),
    };
    let before = before(&app, identity.as_ref(), &door).await?;
    let cohort = &door.cohort;
    let name = if cohort.settings.names.asks() { member_name(&form.name) } else { Ok(String::new()) };
    let handle = typed::line(&form.handle).to_lowercase();
    let person = identity.as_ref().map(|identity| identity.person);
    let voucher = shown(&app, &headers, &door, now);
    let seen = (identity.as_ref(), before.as_ref(), voucher.as_ref());
    let mut page = door_page(&app, &door, around, seen, &form, now);
    if before.as_ref().is_some_and(|before| before.left_at.is_none() && before.removed_at.is_none()) {
        return Ok(answer::redirect(&inside(&app, cohort)));
    }
    if page.shut.is_empty() {
        page.name_error = name.as_ref().err().cloned().unwrap_or_default();
        if page.listed {
            page.handle_error = unexpected(&app, &door, &handle, person, &caller, now).await?;
        }
    }
    let fits = page.shut.is_empty() && page.handle_error.is_empty() && page.sign_in.is_none();
    let Some(name) = name.ok().filter(|_| fits) else {
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    if let (Some(voucher), Some(provider)) = (&voucher, &app.provider)
        && !provider.use_up_once(voucher.seed, voucher.until, now)
    {
        // One sign-in lets one person in.
        return Ok(answer::redirect_with(&format!("/join/{}", door.code), Some(&voucher::forget(&app))));
    }
    let by_address = voucher.map(|voucher| voucher.email);
    let handle = if page.listed { Some(handle) } else { by_address.clone() };
    // Only now: nobody is made for a door that stays shut.
    let (who, joined) = for_member(&app, &token, &caller, now, |person| {
        app.store.enter_cohort(NewMember {
            id: Now::id(),
            cohort: cohort.id,
            person,
            name: name.clone(),
            handle: handle.clone(),
            at: now.0,
        })
    })
    .await?;
    match joined {
        Joined::In(_) | Joined::Already(_) => {
            tracing::info!(cohort = %cohort.id, "somebody joined a cohort");
            let response = answer::redirect_with(&inside(&app, cohort), who.cookie.as_ref());
            return Ok(answer::with_cookie(response, by_address.map(|_| voucher::forget(&app)).as_ref()));
        }
        // It changed at this very moment.
        Joined::Shut(shut) => page.shut = why(shut),
        Joined::Removed => REMOVED.clone_into(&mut page.shut),
        Joined::NotThere => {
            "This cohort was put away. Ask a facilitator for the code of another one.".clone_into(&mut page.shut);
        }
        Joined::NotListed if by_address.is_some() => TAKEN.clone_into(&mut page.shut),
        Joined::NotListed => NOT_LISTED.clone_into(&mut page.handle_error),
    }
    let response = answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)?;
    Ok(answer::with_cookie(response, who.cookie.as_ref()))
}

const TAKEN: &str = "Somebody has joined with your address already. If that was you on another device, open the workshop here with the continue code of that one, or ask your facilitator for a link back in.";

const NOT_LISTED: &str = "This is not on the cohort’s list, or somebody has joined with it. Type it as your facilitator has it, or ask them to put you on.";

/// What is wrong with a handle; empty when the cohort expects somebody by it. Handles are guessed no faster than codes.
async fn unexpected(
    app: &App,
    door: &Door,
    handle: &str,
    person: Option<uuid::Uuid>,
    caller: &Caller,
    now: Now,
) -> Result<String, Wrong> {
    if handle.is_empty() {
        return Ok("Type the e-mail address or the number by which your facilitator knows you.".to_owned());
    }
    app.limits.joining.turn(caller.address, &format!("{} {handle}", door.code), now.0).await?;
    if app.store.is_expected(door.cohort.id, handle, person).await? {
        return Ok(String::new());
    }
    app.limits.joining.wrong(caller.address, now.0);
    Ok(NOT_LISTED.to_owned())
}
