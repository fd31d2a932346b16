//! The form of a cohort's settings: filled from what is kept, and read.

use std::collections::{BTreeMap, BTreeSet};

use super::{announcement, zone_of};
use crate::content::model::Workshop;
use crate::domain::cohort::{self, Completion, Door, Entry, ModulePlan, Names, Need, Schedule, Settings};
use crate::domain::outline::OutlineModule;
use crate::domain::time::Millis;
use crate::store::{CohortRow, CohortRun};
use crate::web::when;

/// The fields by name, some more than once.
pub(super) struct Typed(pub(super) Vec<(String, String)>);

/// What is wrong: with which field, and why.
pub(super) type Fault = (String, String);

impl Typed {
    /// As the form is filled.
    pub(super) fn of(cohort: &CohortRow) -> Self {
        let settings = &cohort.settings;
        let zone = zone_of(settings);
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut field = |name: &str, value: String| fields.push((name.to_owned(), value));
        field("name", cohort.name.clone());
        field("zone", settings.zone.clone());
        field("starts", when::field(settings.starts_at, &zone));
        field("ends", when::field(settings.ends_at, &zone));
        field("entry", settings.door.entry.id().to_owned());
        field("domains", settings.door.domains.join(", "));
        field("most", settings.door.most.map(|most| most.to_string()).unwrap_or_default());
        field("names", settings.names.id().to_owned());
        field("announcement", settings.announcement.as_ref().map(|said| said.text.clone()).unwrap_or_default());
        if settings.completion.modules {
            field("by-modules", "yes".to_owned());
        }
        for plan in settings.schedule.plans() {
            field(&need_field(&plan.module, None), plan.need.id().to_owned());
            for (section, need) in &plan.sections {
                field(&need_field(&plan.module, Some(section)), need.id().to_owned());
            }
            field(&format!("opens:{}", plan.module), when::field(plan.opens_at, &zone));
            field(&format!("due:{}", plan.module), when::field(plan.due_at, &zone));
        }
        for (quiz, share) in &settings.completion.quizzes {
            field(&format!("quiz:{quiz}"), share.to_string());
        }
        for wizard in &settings.completion.decisions {
            field("decision", wizard.clone());
        }
        Self(fields)
    }

    /// The value of a field that is there once; empty when it is not.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether a box is ticked.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(known, said)| known == name && said == value)
    }
}

/// What the operator lets cohorts do.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    /// There are to be no more cohorts that ask for names.
    pub(super) be_anonymous_only: bool,
    /// There is an identity provider, which can say of which domain somebody is.
    pub(super) ask_a_provider: bool,
}

/// Reads the form: the name and the settings, or all that is wrong with them. What was allowed once
/// stays as it is.
pub(super) fn read(
    typed: &Typed,
    run: &CohortRun,
    workshop: Option<&Workshop>,
    may: May,
    now: Millis,
) -> Result<(String, Settings), Vec<Fault>> {
    let before = &run.cohort.settings;
    let mut faults: Vec<Fault> = Vec::new();
    let name = kept(&mut faults, "name", cohort::name(typed.one("name")));
    let zone = when::zone(typed.one("zone").trim()).unwrap_or_else(|| {
        faults.push(("zone".to_owned(), "There is no such time zone; one is called Europe/Berlin.".to_owned()));
        jiff::tz::TimeZone::UTC
    });
    let mut time = |field: &str| kept(&mut faults, field, when::of_field(typed.one(field), &zone));
    let (starts_at, ends_at) = (time("starts"), time("ends"));
    let modules = workshop.map(|w| w.outline.modules.as_slice()).unwrap_or_default();
    let plan = |module: &OutlineModule| ModulePlan {
        module: module.id.clone(),
        need: Need::of_id(typed.one(&need_field(&module.id, None))).unwrap_or_default(),
        opens_at: time(&format!("opens:{}", module.id)),
        due_at: time(&format!("due:{}", module.id)),
        sections: sections(typed, module, &before.schedule),
    };
    let plans: Vec<ModulePlan> = modules.iter().map(plan).collect();
    for plan in &plans {
        if plan.opens_at.zip(plan.due_at).is_some_and(|(opens, due)| due <= opens) {
            faults.push((format!("due:{}", plan.module), "It is due before it opens.".to_owned()));
        }
    }
    // What is said of modules that the workshop does not have just now is kept: they may come back.
    let known = |plan: &&ModulePlan| modules.iter().any(|module| module.id == plan.module);
    let others = before.schedule.plans().iter().filter(|plan| !known(plan)).cloned();
    if starts_at.zip(ends_at).is_some_and(|(starts, ends)| ends <= starts) {
        faults.push(("ends".to_owned(), "It ends before it begins.".to_owned()));
    }
    let most = kept(&mut faults, "most", most(typed.one("most")));
    let entry = Entry::of_id(typed.one("entry")).unwrap_or_default();
    // They stay for the day on which they are wanted again.
    let domains = match typed.one("domains").trim() {
        "" if entry != Entry::Domain => Vec::new(),
        domains => kept(&mut faults, "domains", cohort::domains(domains)),
    };
    if entry == Entry::Domain && !may.ask_a_provider && before.door.entry != Entry::Domain {
        let why = "This portal has no sign-in of an organisation; its operator can set one up.";
        faults.push(("domains".to_owned(), why.to_owned()));
    }
    let mut names = Names::of_id(typed.one("names")).unwrap_or(before.names);
    if run.people > 0 && names.asks() != before.names.asks() {
        let why = "People are in already: what they were told about names holds.";
        faults.push(("names".to_owned(), why.to_owned()));
        names = before.names;
    }
    if may.be_anonymous_only && names.asks() && !before.names.asks() {
        let why = "The operator of this portal lets cohorts be anonymous only.";
        faults.push(("names".to_owned(), why.to_owned()));
    }
    let said =
        kept(&mut faults, "announcement", announcement(typed.one("announcement"), before.announcement.as_ref(), now));
    let completion = completion(typed, before, workshop, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let settings = Settings {
        zone: typed.one("zone").trim().to_owned(),
        starts_at,
        ends_at,
        door: Door { entry, domains, most, ..before.door.clone() },
        names,
        schedule: Schedule::of(others.chain(plans)),
        completion,
        announcement: said,
    };
    Ok((name, settings))
}

/// The name of the field that says whether a module or one of its sections is needed.
pub(super) fn need_field(module: &str, section: Option<&str>) -> String {
    match section {
        Some(section) => format!("need:{module}#{section}"),
        None => format!("need:{module}"),
    }
}

/// What is said of the sections of a module. Of those that it does not have just now it stays as it was.
fn sections(typed: &Typed, module: &OutlineModule, before: &Schedule) -> BTreeMap<String, Need> {
    let mut said = before.plan(&module.id).sections;
    said.retain(|id, _| !module.sections.iter().any(|section| section.id == *id));
    for section in &module.sections {
        let name = need_field(&module.id, Some(&section.id));
        said.insert(section.id.clone(), Need::of_id(typed.one(&name)).unwrap_or_default());
    }
    said
}

/// What was read, or what is usual, with a fault.
fn kept<T: Default>(faults: &mut Vec<Fault>, field: &str, read: Result<T, String>) -> T {
    read.unwrap_or_else(|why| {
        faults.push((field.to_owned(), why));
        T::default()
    })
}

fn most(typed: &str) -> Result<Option<u32>, String> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse() {
            Ok(most @ 1..=cohort::MOST_PEOPLE) => Ok(Some(most)),
            _ => Err(format!("Type a number from 1 to {}, or nothing.", cohort::MOST_PEOPLE)),
        },
    }
}

fn completion(typed: &Typed, before: &Settings, workshop: Option<&Workshop>, faults: &mut Vec<Fault>) -> Completion {
    let known = |id: &str| workshop.is_some_and(|w| w.quizzes.iter().any(|quiz| quiz.id == id));
    let mut quizzes: BTreeMap<String, u8> =
        before.completion.quizzes.iter().filter(|(id, _)| !known(id)).map(|(id, share)| (id.clone(), *share)).collect();
    for quiz in workshop.map(|w| w.quizzes.as_slice()).unwrap_or_default() {
        let field = format!("quiz:{}", quiz.id);
        match typed.one(&field).trim().trim_end_matches('%').trim_end() {
            "" => {}
            share => match share.parse() {
                Ok(share @ 1..=100) => {
                    quizzes.insert(quiz.id.clone(), share);
                }
                _ => faults.push((field, "Type a percentage from 1 to 100, or nothing.".to_owned())),
            },
        }
    }
    let decided =
        |id: &&String| workshop.is_some_and(|w| w.decisions.iter().any(|decision| decision.wizard.id == **id));
    let mut decisions: BTreeSet<String> =
        before.completion.decisions.iter().filter(|id| !decided(id)).cloned().collect();
    let ticked = typed.0.iter().filter(|(name, _)| name == "decision").map(|(_, id)| id);
    decisions.extend(ticked.filter(decided).cloned());
    Completion { modules: typed.has("by-modules", "yes"), quizzes, decisions }
}
