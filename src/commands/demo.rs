//! `podium demo`: a cohort of people who do not exist, to rehearse with.

use clap::{Arg, ArgMatches, Command, value_parser};
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use metrics_exporter_prometheus::PrometheusBuilder;
use podium::app::rehearsal::{self, Cast};
use podium::app::{App, Shelved};
use podium::config::Config;
use podium::domain::account::Role;
use podium::domain::cohort::{JoinCode, Settings};
use podium::domain::time::Millis;
use podium::store::{Actor, Deed, Entry, Facilitator, NewCohort, Store};
use podium::web::cohort;
use podium::web::now::Now;

use super::{Failure, block_on, config, print, serve, settings};

/// The command line of it.
pub fn line() -> Command {
    let number = |name: &'static str, least: i64, most: i64, default: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .value_parser(value_parser!(u32).range(least..=most))
            .default_value(default)
            .help(help)
    };
    Command::new("demo")
        .about("Make a cohort of people who do not exist, with days of activity behind them, to rehearse with")
        .after_help("Example: podium demo --people 500 --days 60")
        .arg(number("people", 1, 10_000, "40", "how many people"))
        .arg(number("days", 1, 365, "14", "how many days they have behind them, today included"))
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .default_value("1")
                .help("the same number makes the same people, who do the same"),
        )
        .arg(Arg::new("workshop").long("workshop").value_name("ID").help("which workshop, where there are several"))
        .arg(Arg::new("for").long("for").value_name("EMAIL").help("whose cohort it is [default: the first owner's]"))
        .args(settings(|name| matches!(name, "database" | "content" | "public_url" | "listen" | "secret")))
}

/// Does what was asked for.
pub fn run(given: &ArgMatches) -> Result<(), Failure> {
    let config = config(given)?;
    let count = |name: &str| given.get_one::<u32>(name).copied().unwrap_or(1);
    let wanted = Wanted {
        people: count("people"),
        days: count("days"),
        seed: given.get_one::<u64>("seed").copied().unwrap_or(1),
        workshop: given.get_one::<String>("workshop").cloned(),
        whose: given.get_one::<String>("for").cloned(),
    };
    block_on(make(config, wanted))
}

struct Wanted {
    people: u32,
    days: u32,
    seed: u64,
    workshop: Option<String>,
    whose: Option<String>,
}

async fn make(config: Config, wanted: Wanted) -> Result<(), Failure> {
    let shelf = serve::read_content(&config)?;
    let store = Store::visit(&config.database).await?;
    let owner = owner(&store, wanted.whose.as_deref()).await?;
    let secret = serve::secret(&config, &store).await?;
    let address = config.public_url.clone().unwrap_or_else(|| format!("http://{}", serve::reachable(config.listen)));
    // Nobody reads these: a command serves no metrics.
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let app = App::new(config, store, secret, address, metrics);
    let now = Now::read();
    app.put_on_shelf(shelf, now.0).await?;
    let shelf = app.shelf();
    let shelved = chosen(&shelf.workshops, wanted.workshop.as_deref())?;

    let first_day = midnight_before(now.0, wanted.days.saturating_sub(1))?;
    let id = Now::id();
    let name = format!("Rehearsal {} ({} people who do not exist)", wanted.seed, wanted.people);
    let entry = |deed, at| Entry {
        id: Now::id(),
        at,
        actor: Actor { id: None, name: "The command line".to_owned() },
        deed,
        subject: Some(id),
        subject_name: name.clone(),
        detail: "podium demo".to_owned(),
    };
    let new = NewCohort {
        id,
        workshop: shelved.workshop.id.clone(),
        name: name.clone(),
        settings: Settings { starts_at: Some(first_day), ..Settings::default() },
        code: JoinCode::from_bits(&Now::token()).canonical(),
        by: owner.id,
        at: first_day,
    };
    app.store.make_cohort(new, entry(Deed::MadeCohort, now.0)).await?;
    let cast =
        Cast { cohort: id, people: wanted.people, days: wanted.days, seed: wanted.seed, first_day, until: now.0 };
    let done = match rehearsal::perform(&app.store, shelved, cast).await {
        Ok(done) => done,
        // Half a rehearsal is of no use to anybody.
        Err(error) => {
            app.store.delete_cohort(id, entry(Deed::DeletedCohort, Now::read().0)).await?;
            return Err(error.into());
        }
    };
    print(&format!(
        "Made: {} people who do not exist, with {} sections marked, {} answers in {} attempts, {} decisions.",
        done.people, done.marks, done.answers, done.attempts, done.decisions
    ));
    print(&format!("{} sees them at {}{}", owner.email, app.address, cohort::address(id)));
    print("Delete the cohort under its settings when it has served its purpose: the people in it go with it.");
    app.store.close().await;
    Ok(())
}

/// Whose cohort it becomes.
async fn owner(store: &Store, email: Option<&str>) -> Result<Facilitator, Failure> {
    let all = store.facilitators().await?;
    let found = match email {
        Some(email) => all.into_iter().find(|facilitator| facilitator.email == email.trim().to_lowercase()),
        None => all.into_iter().find(|facilitator| facilitator.role == Role::Owner),
    };
    found.ok_or_else(|| {
        Failure::Refused(match email {
            Some(email) => format!("there is no account of {email}; podium facilitator add makes a link for one"),
            None => "there is no owner yet, and a cohort is somebody's; start the portal and follow the link that it prints, or run podium facilitator add EMAIL --owner".to_owned(),
        })
    })
}

fn chosen<'a>(all: &'a [Shelved], id: Option<&str>) -> Result<&'a Shelved, Failure> {
    let ids = || all.iter().map(|shelved| shelved.workshop.id.as_str()).collect::<Vec<_>>().join(", ");
    match (id, all) {
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::Usage(format!("there are several workshops; give --workshop and one of {}", ids()))),
        (Some(id), _) => all
            .iter()
            .find(|shelved| shelved.workshop.id == id)
            .ok_or_else(|| Failure::Refused(format!("there is no workshop {id:?}; there are {}", ids()))),
    }
}

/// The midnight (UTC) so many days before today's.
fn midnight_before(now: Millis, days: u32) -> Result<Millis, Failure> {
    let refused = |error: jiff::Error| Failure::Refused(format!("the clock of this machine is wrong: {error}"));
    let today = jiff::Timestamp::from_millisecond(now.0).map_err(refused)?.to_zoned(TimeZone::UTC).date();
    let first = today.checked_sub(i64::from(days).days()).map_err(refused)?;
    let midnight = first.to_zoned(TimeZone::UTC).map_err(refused)?;
    Ok(Millis(midnight.timestamp().as_millisecond()))
}
