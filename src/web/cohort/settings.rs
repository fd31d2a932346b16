//! What a cohort's facilitators set: name, dates, door, names, schedule, completion, announcement; and its end.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::make::about;
use super::{CohortHead, address, changed_by, entry, workshop_of};
use crate::app::App;
use crate::content::model::Workshop;
use crate::domain::cohort::{self, Announcement, Entry, Names, Need, Settings};
use crate::domain::outline::{OutlineModule, OutlineSection};
use crate::store::{CohortRun, Deed};
use crate::web::account::Signed;
use crate::web::error::Wrong;
use crate::web::frame::{Around, Frame};
use crate::web::now::Now;
use crate::web::session::Token;
use crate::web::{answer, assets, when};

mod form;

use form::{Fault, May, Typed, read};

/// `/facilitate/cohorts/{cohort}/settings`.
#[derive(Template)]
#[template(path = "cohort_settings.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the template asks")]
pub struct SettingsPage {
    /// Around it.
    pub frame: Frame,
    /// The stylesheet of cohorts.
    pub style: String,
    /// The top.
    pub head: CohortHead,
    /// Its id.
    pub id: Uuid,
    /// The revision that the form was filled from.
    pub revision: i64,
    /// Fields with one line: name, zone, starts, ends, most.
    pub fields: Fields,
    /// Who comes in: (id, what it means, chosen).
    pub entries: Vec<(&'static str, String, bool)>,
    /// The domains whose people come in; none where no provider can say of which one somebody is.
    pub domains: Option<Field>,
    /// Names: (id, what it means, chosen).
    pub names: Vec<(&'static str, &'static str, bool)>,
    /// Whether it is settled that the cohort is anonymous, or that it is not: once somebody is in, or by the operator.
    pub names_fixed: bool,
    /// What is wrong with the choice of names; empty when nothing is.
    pub names_error: String,
    /// The announcement.
    pub announcement: Field,
    /// The modules of the workshop.
    pub modules: Vec<ModuleFields>,
    /// Whether the modules that are needed complete it.
    pub by_modules: bool,
    /// Quizzes of the workshop with the share that has to be reached.
    pub quizzes: Vec<(String, String, Field)>,
    /// Wizards of the workshop: (id, title, whether a decision is asked).
    pub decisions: Vec<(String, String, bool)>,
    /// What could not be done; empty when nothing.
    pub refused: String,
    /// Whether the box was missing that confirms the deletion.
    pub unsure: bool,
    /// Whether it was saved just now.
    pub saved: bool,
}

/// One field: what it holds, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// As typed or as kept.
    pub value: String,
    /// What is wrong; empty when nothing is.
    pub error: String,
}

/// Fields with one line.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The name.
    pub name: Field,
    /// The time zone.
    pub zone: Field,
    /// When it begins.
    pub starts: Field,
    /// When it ends.
    pub ends: Field,
    /// The most people.
    pub most: Field,
}

/// What the cohort does with one module.
#[derive(Debug, Clone)]
pub struct ModuleFields {
    /// The module's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether the workshop can be finished without it.
    pub optional: bool,
    /// Needs: (id, words, chosen).
    pub needs: Vec<(&'static str, &'static str, bool)>,
    /// From when it can be read.
    pub opens: Field,
    /// By when it should be finished.
    pub due: Field,
    /// Its sections.
    pub sections: Vec<SectionFields>,
    /// What is said of them, such as "1 hidden"; empty when they are as written.
    pub said: String,
}

/// What the cohort does with one section.
#[derive(Debug, Clone)]
pub struct SectionFields {
    /// The name of the field.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Whether the module can be finished without it.
    pub optional: bool,
    /// Needs: (id, words, chosen).
    pub needs: Vec<(&'static str, &'static str, bool)>,
}

const fn words_of(need: Need) -> &'static str {
    match need {
        Need::AsWritten => "As the workshop says",
        Need::Required => "Needed",
        Need::Optional => "Can be left out",
        Need::Hidden => "Not shown",
    }
}

/// `/facilitate/cohorts/{cohort}/settings`.
pub async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let typed = Typed::of(&run.cohort);
    answer::page(&page(&app, &signed, &run, (around, &token), now, &typed, &[]).await?)
}

async fn page(
    app: &App,
    signed: &Signed,
    run: &CohortRun,
    (around, token): (Around, &Token),
    now: Now,
    typed: &Typed,
    faults: &[Fault],
) -> Result<SettingsPage, Wrong> {
    let identity = token.identity(app, now).await?;
    let workshop = workshop_of(app, &run.cohort);
    let workshop = workshop.as_deref();
    let field = |name: &str| Field {
        value: typed.one(name).chars().take(2000).collect(),
        error: faults.iter().find(|(at, _)| at == name).map(|(_, why)| why.clone()).unwrap_or_default(),
    };
    let chosen = Names::of_id(typed.one("names")).unwrap_or_default();
    let head = CohortHead::of(app, run, "settings", now);
    let entry = Entry::of_id(typed.one("entry")).unwrap_or_default();
    let provider = app.provider.as_ref().map(|provider| provider.settings.name.as_str());
    let by_domain = provider.is_some() || entry == Entry::Domain;
    let entries = Entry::ALL.into_iter().filter(|entry| *entry != Entry::Domain || by_domain);
    Ok(SettingsPage {
        frame: around
            .at(&format!("{}/settings", head.url))
            .frame(&format!("Settings · {}", run.cohort.name), None, identity.as_ref())
            .of_facilitator(&signed.facilitator),
        style: assets::address_of("cohort.css"),
        head,
        id: run.cohort.id,
        revision: run.cohort.revision,
        fields: Fields {
            name: field("name"),
            zone: field("zone"),
            starts: field("starts"),
            ends: field("ends"),
            most: field("most"),
        },
        entries: entries
            .map(|one| (one.id(), words_of_entry(one, provider.unwrap_or("your organisation")), one == entry))
            .collect(),
        domains: by_domain.then(|| field("domains")),
        names: Names::ALL.into_iter().map(|names| (names.id(), about(names), names == chosen)).collect(),
        names_fixed: run.people > 0 || app.config.anonymous_cohorts && !run.cohort.settings.names.asks(),
        names_error: field("names").error,
        announcement: field("announcement"),
        modules: workshop.map(|w| modules(w, typed, &field)).unwrap_or_default(),
        by_modules: typed.has("by-modules", "yes"),
        quizzes: workshop
            .map(|w| {
                w.quizzes.iter().map(|q| (q.id.clone(), q.title.clone(), field(&format!("quiz:{}", q.id)))).collect()
            })
            .unwrap_or_default(),
        decisions: workshop
            .map(|w| {
                let wizards = w.decisions.iter().map(|decision| &decision.wizard);
                wizards.map(|w| (w.id.clone(), w.title.clone(), typed.has("decision", &w.id))).collect()
            })
            .unwrap_or_default(),
        refused: String::new(),
        unsure: false,
        saved: false,
    })
}

fn modules(workshop: &Workshop, typed: &Typed, field: &dyn Fn(&str) -> Field) -> Vec<ModuleFields> {
    let needs = |name: &str| {
        let chosen = Need::of_id(typed.one(name)).unwrap_or_default();
        Need::ALL.into_iter().map(|need| (need.id(), words_of(need), need == chosen)).collect()
    };
    let one = |module: &OutlineModule| {
        let name = |section: &OutlineSection| form::need_field(&module.id, Some(&section.id));
        let section = |section: &OutlineSection| SectionFields {
            name: name(section),
            title: section.title.clone(),
            optional: section.optional,
            needs: needs(&name(section)),
        };
        let said: Vec<Need> =
            module.sections.iter().filter_map(|section| Need::of_id(typed.one(&name(section)))).collect();
        ModuleFields {
            id: module.id.clone(),
            title: module.title.clone(),
            optional: module.optional,
            needs: needs(&form::need_field(&module.id, None)),
            opens: field(&format!("opens:{}", module.id)),
            due: field(&format!("due:{}", module.id)),
            sections: module.sections.iter().map(section).collect(),
            said: said_of(&said),
        }
    };
    workshop.outline.modules.iter().map(one).collect()
}

/// How many sections are needed, can be left out, are not shown.
fn said_of(needs: &[Need]) -> String {
    let of = |need: Need, words: &str| {
        let count = needs.iter().filter(|said| **said == need).count();
        (count > 0).then(|| format!("{count} {words}"))
    };
    let said = [of(Need::Required, "needed"), of(Need::Optional, "can be left out"), of(Need::Hidden, "not shown")];
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `POST /facilitate/cohorts/{cohort}/settings`: saves all of it, or says what is wrong with which field.
pub async fn save(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let typed = Typed(pairs);
    let workshop = workshop_of(&app, &run.cohort);
    let around = (around, &token);
    let may = May { be_anonymous_only: app.config.anonymous_cohorts, ask_a_provider: app.provider.is_some() };
    let (name, settings) = match read(&typed, &run, workshop.as_deref(), may, now.0) {
        Ok(read) => read,
        Err(faults) => {
            let mut page = page(&app, &signed, &run, around, now, &typed, &faults).await?;
            page.revision = typed.one("revision").parse().unwrap_or(run.cohort.revision);
            page.refused = match faults.len() {
                1 => "Nothing was saved: one field is wrong.".to_owned(),
                n => format!("Nothing was saved: {n} fields are wrong."),
            };
            return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let revision: i64 = typed.one("revision").parse().map_err(|_| Wrong::BadRequest("It names no revision."))?;
    let detail = changes(&run, &name, &settings);
    if detail.is_empty() && revision == run.cohort.revision {
        return saved(&app, &signed, id, around, now).await;
    }
    let entry = entry(&signed, Deed::ChangedCohort, &run.cohort, detail, now);
    if app.store.change_cohort(id, revision, name, &settings, entry).await?.is_some() {
        return saved(&app, &signed, id, around, now).await;
    }
    let run = changed_by(&app, &signed, id).await?;
    let mut page = page(&app, &signed, &run, around, now, &typed, &[]).await?;
    "Somebody else changed the cohort since you opened this page. What you typed stands below; save it once more to put it in \
     place of theirs."
        .clone_into(&mut page.refused);
    answer::page_with(StatusCode::CONFLICT, &page)
}

async fn saved(app: &App, signed: &Signed, id: Uuid, around: (Around, &Token), now: Now) -> Result<Response, Wrong> {
    let run = changed_by(app, signed, id).await?;
    let mut page = page(app, signed, &run, around, now, &Typed::of(&run.cohort), &[]).await?;
    page.saved = true;
    answer::page(&page)
}

/// What a change is about, for the audit log.
fn changes(run: &CohortRun, name: &str, settings: &Settings) -> String {
    let before = &run.cohort.settings;
    let mut changes = Vec::new();
    if name != run.cohort.name {
        changes.push(format!("name: {} → {name}", run.cohort.name));
    }
    let parts = [
        (
            "dates",
            before.starts_at != settings.starts_at
                || before.ends_at != settings.ends_at
                || before.zone != settings.zone,
        ),
        ("door", before.door != settings.door),
        ("names", before.names != settings.names),
        ("schedule", before.schedule != settings.schedule),
        ("completion", before.completion != settings.completion),
        ("announcement", before.announcement != settings.announcement),
    ];
    changes.extend(parts.iter().filter(|(_, changed)| *changed).map(|(part, _)| (*part).to_owned()));
    changes.join(", ")
}

/// What the forms send that end a cohort or fetch it back.
#[derive(Debug, Deserialize)]
pub struct EndForm {
    #[serde(default)]
    sure: String,
}

/// `POST /facilitate/cohorts/{cohort}/archive`: puts it away, or fetches it back.
pub async fn archive(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    now: Now,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    let at = run.cohort.archived_at.is_none().then_some(now.0);
    let detail = if at.is_some() { "put away" } else { "fetched back" };
    app.store.archive_cohort(id, at, entry(&signed, Deed::ArchivedCohort, &run.cohort, detail.to_owned(), now)).await?;
    Ok(answer::redirect(&format!("{}/settings", address(id))))
}

/// `POST /facilitate/cohorts/{cohort}/delete`: deletes it with everything in it.
pub async fn delete(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<Uuid>,
    (around, token, now): (Around, Token, Now),
    Form(form): Form<EndForm>,
) -> Result<Response, Wrong> {
    let run = changed_by(&app, &signed, id).await?;
    if form.sure != "yes" {
        let mut page = page(&app, &signed, &run, (around, &token), now, &Typed::of(&run.cohort), &[]).await?;
        page.unsure = true;
        return answer::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let people = crate::web::home::count(run.people as usize, "participant");
    app.store.delete_cohort(id, entry(&signed, Deed::DeletedCohort, &run.cohort, people, now)).await?;
    tracing::info!(cohort = %id, "a cohort was deleted");
    Ok(answer::redirect("/facilitate"))
}

/// The zone of a cohort.
pub(super) fn zone_of(settings: &Settings) -> TimeZone {
    when::zone(&settings.zone).unwrap_or(TimeZone::UTC)
}

/// What a cohort says first, from what somebody typed.
fn announcement(
    typed: &str,
    before: Option<&Announcement>,
    now: crate::domain::time::Millis,
) -> Result<Option<Announcement>, String> {
    let text = crate::domain::typed::text(typed).trim_start().to_owned();
    let characters = text.chars().count();
    if characters > cohort::MOST_ANNOUNCEMENT {
        return Err(format!(
            "An announcement has at most {} characters, this one has {characters}.",
            cohort::MOST_ANNOUNCEMENT
        ));
    }
    Ok(match before {
        _ if text.is_empty() => None,
        Some(before) if before.text == text => Some(before.clone()),
        _ => Some(Announcement { text, at: now }),
    })
}

fn words_of_entry(entry: Entry, provider: &str) -> String {
    match entry {
        Entry::Anyone => "Anybody with the code".to_owned(),
        Entry::Listed => "Who has the code and is on the list under People".to_owned(),
        Entry::Domain => format!("Who has the code and signs in at {provider} with an address of these domains"),
    }
}
