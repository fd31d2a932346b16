//! `podium facilitator add` and `podium facilitator reset`: one-time links, for whoever has the machine.

use clap::{Arg, ArgMatches, Command};
use podium::config::Config;
use podium::domain::account::{self, Role};
use podium::store::{Actor, Deed, Entry, Store};
use podium::web::account::called;
use podium::web::invitation::{For, make};
use podium::web::now::Now;
use podium::web::when;

use super::{Failure, block_on, config, flag, print, serve, settings};

/// The command line of it.
pub fn line() -> Command {
    let email =
        || Arg::new("EMAIL").value_name("EMAIL").help("the e-mail address that names the account").required(true);
    let own = |name: &str| name == "database" || name == "public_url" || name == "listen";
    let add = Command::new("add")
        .about("Print a one-time link that makes an account")
        .after_help("Example: podium facilitator add ada@example.org --owner")
        .arg(email())
        .arg(flag("owner", "the account may also manage facilitators"))
        .args(settings(own));
    let reset = Command::new("reset")
        .about("Print a one-time link that gives an account a new password, and take its second factor off")
        .after_help("Example: podium facilitator reset ada@example.org")
        .arg(email())
        .args(settings(own));
    Command::new("facilitator")
        .about("Let somebody in as a facilitator: prints one-time links, also while the portal serves")
        .after_help("Example: podium facilitator add ada@example.org")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([add, reset])
}

/// Does what was asked for.
pub fn run(given: &ArgMatches) -> Result<(), Failure> {
    let (command, given) = given.subcommand().ok_or_else(|| Failure::Usage("give add or reset".to_owned()))?;
    let typed = given.get_one::<String>("EMAIL").map(String::as_str).unwrap_or_default();
    let email = account::email(typed).map_err(|why| Failure::Usage(format!("{typed:?}: {why}")))?;
    let config = config(given)?;
    match command {
        "add" => {
            let role = if given.get_flag("owner") { Role::Owner } else { Role::Facilitator };
            block_on(add(&config, &email, role))
        }
        _ => block_on(reset(&config, &email)),
    }
}

fn command_line() -> Actor {
    Actor { id: None, name: "The command line".to_owned() }
}

async fn add(config: &Config, email: &str, role: Role) -> Result<(), Failure> {
    let store = Store::visit(&config.database).await?;
    let made = make(&store, For::New(email, role), command_line(), Now::read()).await;
    store.close().await;
    let (path, until) = made?.ok_or_else(|| {
        Failure::Refused(format!("{email} has an account already; podium facilitator reset gives it a new password"))
    })?;
    let (_, until) = when::moment(until);
    print(&format!("The account of {email} ({role}) is made with this link, once, until {until}:"));
    print(&format!("  {}{path}", address(config)));
    Ok(())
}

async fn reset(config: &Config, email: &str) -> Result<(), Failure> {
    let store = Store::visit(&config.database).await?;
    let mut taken_off = false;
    let made = match store.facilitator_of(email).await? {
        Some(holder) => {
            let now = Now::read();
            let entry = Entry {
                id: Now::id(),
                at: now.0,
                actor: command_line(),
                deed: Deed::RemovedSecondFactor,
                subject: Some(holder.id),
                subject_name: called(&holder),
                detail: String::new(),
            };
            taken_off = store.remove_second_factor(holder.id, None, entry).await?;
            make(&store, For::Holder(&holder), command_line(), now).await?
        }
        None => None,
    };
    store.close().await;
    let (path, until) = made.ok_or_else(|| {
        Failure::Refused(format!("there is no account of {email}; podium facilitator add makes a link for one"))
    })?;
    let (_, until) = when::moment(until);
    if taken_off {
        print(&format!("The second factor of {email} was taken off: from now on the password alone signs in."));
    }
    print(&format!("The account of {email} gets a new password with this link, once, until {until}:"));
    print(&format!("  {}{path}", address(config)));
    Ok(())
}

/// Where people find the portal, as the settings say.
fn address(config: &Config) -> String {
    config.public_url.clone().unwrap_or_else(|| format!("http://{}", serve::reachable(config.listen)))
}
