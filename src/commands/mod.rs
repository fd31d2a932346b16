//! One file a command. This one knows which there are, reads the settings for them, and prints.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use podium::config::{self, Config, ConfigError, Given, Origin, SETTINGS};
use podium::store::StoreError;

mod check;
mod database;
mod demo;
mod explain;
mod facilitator;
mod import;
mod questions;
mod recording;
mod serve;
mod watch;

/// The settings file when nothing else is named; it need not be there.
const SETTINGS_FILE: &str = "podium.toml";

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// Refused; the message says why and what would help.
    Refused(String),
    /// Faults were found and have been printed.
    Faulty,
    /// A setting is wrong.
    Usage(String),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Faulty => 1,
            Self::Usage(_) => 2,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(message) | Self::Usage(message) => f.write_str(message),
            Self::Faulty => Ok(()),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// The command line as clap knows it.
pub fn line() -> Command {
    let serve = Command::new("serve")
        .about("Serve the portal (also without any command)")
        .after_help("Example: podium serve --listen 0.0.0.0:8080 --public-url https://podium.example.org")
        .args(settings(|_| true));
    let check = Command::new("check")
        .about("Check a workshop, or a folder of workshops: every fault with its line and what would be right")
        .after_help("Example: podium check content/aks-networking --strict")
        .arg(path("DIR", "the folder with workshop.toml, or a folder of such folders"))
        .arg(
            Arg::new("explain")
                .long("explain")
                .value_name("WIZARD")
                .help("print which questions the wizard asks after which answers, and where they lead"),
        )
        .arg(flag(
            "strict",
            "treat warnings as faults, and give advice: sources for figures, length of sections, drawings in words",
        ));
    let import = Command::new("import")
        .about("Make a workshop from any Markdown handout")
        .after_help("Example: podium import handout.md --out content/my-workshop")
        .arg(path("HANDOUT", "the Markdown file"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .help("the folder to make; its name becomes the workshop's id")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        );
    let backup = Command::new("backup")
        .about("Copy the database while the portal serves")
        .after_help("Example: podium backup podium-2026-11-23.db")
        .arg(path("FILE", "the copy to make; it must not exist"))
        .args(settings(|name| name == "database"));
    let restore = Command::new("restore")
        .about("Put a copy of the database back; the portal must not be running")
        .after_help("Example: podium restore podium-2026-11-23.db --force")
        .arg(path("FILE", "the copy"))
        .arg(flag("force", "replace the database that is there; it is kept beside the new one"))
        .args(settings(|name| name == "database"));
    Command::new("podium")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A portal that turns a Markdown workshop handout into interactive modules")
        .after_help(
            "Example: podium --listen 127.0.0.1:8080 --content ./my-workshop\n\n\
             Every option of serve can also be set as a PODIUM_* variable (PODIUM_LISTEN) or in podium.toml (listen = \"…\").",
        )
        .args_conflicts_with_subcommands(true)
        .args(settings(|_| true))
        .subcommands([serve, check, import, questions::line(), facilitator::line(), demo::line(), backup, restore])
}

/// Does what was asked for.
pub fn run(matches: &ArgMatches) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("check", given)) => {
            let explain = given.get_one::<String>("explain").map(String::as_str);
            check::run(file_of(given, "DIR"), given.get_flag("strict"), explain)
        }
        Some(("import", given)) => import::run(file_of(given, "HANDOUT"), file_of(given, "out")),
        Some(("questions", given)) => questions::run(given),
        Some(("facilitator", given)) => facilitator::run(given),
        Some(("demo", given)) => demo::run(given),
        Some(("backup", given)) => database::backup(&config(given)?, file_of(given, "FILE")),
        Some(("restore", given)) => database::restore(&config(given)?, file_of(given, "FILE"), given.get_flag("force")),
        Some((_, given)) => serve::run(config(given)?),
        None => serve::run(config(matches)?),
    }
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(name).help(help).required(true).value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn file_of<'a>(given: &'a ArgMatches, name: &str) -> &'a Path {
    given.get_one::<PathBuf>(name).map_or(Path::new("."), PathBuf::as_path)
}

/// The settings as options, and the file with the rest of them.
fn settings(wanted: impl Fn(&str) -> bool) -> Vec<Arg> {
    let option = |setting: &config::Setting| {
        Arg::new(setting.name).long(setting.option()).value_name(setting.value).help(setting.about)
    };
    let mut args: Vec<Arg> = SETTINGS.iter().filter(|setting| wanted(setting.name)).map(option).collect();
    args.push(
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .help("the settings file [default: podium.toml, when it is there]")
            .value_parser(value_parser!(PathBuf)),
    );
    args
}

/// Reads the settings from their three places and checks them.
fn config(given: &ArgMatches) -> Result<Config, Failure> {
    let (mut options, mut variables) = (Given::new(), Given::new());
    for setting in &SETTINGS {
        if let Ok(Some(value)) = given.try_get_one::<String>(setting.name) {
            options.insert(setting.name, (value.clone(), Origin::Option));
        }
        match std::env::var(setting.variable()) {
            Ok(value) => drop(variables.insert(setting.name, (value, Origin::Variable))),
            Err(std::env::VarError::NotPresent) => {}
            Err(std::env::VarError::NotUnicode(_)) => {
                return Err(Failure::Usage(format!("{} is not UTF-8; give it as plain text", setting.variable())));
            }
        }
    }
    let named =
        given.get_one::<PathBuf>("config").cloned().or_else(|| std::env::var_os("PODIUM_CONFIG").map(PathBuf::from));
    let path = named.clone().unwrap_or_else(|| PathBuf::from(SETTINGS_FILE));
    let file = match std::fs::read_to_string(&path) {
        Ok(text) => config::parse_file(&path.display().to_string(), &text)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Given::new(),
        Err(error) => {
            return Err(Failure::Usage(format!("the settings file {} cannot be read: {error}", path.display())));
        }
    };
    Ok(Config::check(&[options, variables, file])?)
}

/// Prints a line to the standard output; when nobody reads it any more, that is no reason to fail.
pub fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a line to the standard error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Runs one asynchronous command to its end.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::Refused(format!("no threads could be started: {error}")))?.block_on(work)
}

/// Today in UTC.
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        line().debug_assert();
    }

    #[test]
    fn every_command_has_help_with_an_example() {
        for command in line().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example: podium"), "{}", command.get_name());
        }
    }
}
