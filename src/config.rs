//! Every setting of a portal: its name, its variable, its default and its check.
//!
//! A setting is looked up as an option on the command line, then as a `PODIUM_*` variable, then in `podium.toml`, then its
//! default holds. Variables are asked for by name: others that happen to begin with `PODIUM_` (Kubernetes makes some for a
//! service of that name) are left alone.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

mod mail;
mod oidc;
mod settings;
mod xapi;

pub use mail::{Mail, Safety};
pub use oidc::Oidc;
pub use settings::{SETTINGS, Setting};
pub use xapi::Xapi;

/// Where the server listens when nothing says otherwise: this machine only.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// The database when nothing says otherwise: a file in the working directory.
const DEFAULT_DATABASE: &str = "podium.db";
/// A cohort is kept for a year once it is over when nothing says otherwise.
const DEFAULT_KEEP_COHORTS_DAYS: u32 = 365;
/// The most days that a cohort can be kept: a hundred years.
const MOST_DAYS: u32 = 36_500;
/// The most characters of who issues certificates.
const MOST_ISSUER_NAME: usize = 80;
/// A secret shorter than this could be guessed.
const LEAST_SECRET: usize = 32;

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person at a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

/// The settings of a portal, checked.
#[derive(Clone)]
pub struct Config {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The folder to serve instead of the content built in.
    pub content: Option<PathBuf>,
    /// How the portal is called from outside, without a slash at the end; none when it is only called by where it listens.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The secret behind continue codes; made at the first start and kept in the database when not given.
    pub secret: Option<String>,
    /// A token with which `/metrics` may be read from another machine.
    pub metrics_token: Option<String>,
    /// Days for which a cohort is kept once it is over; 0 for ever.
    pub keep_cohorts_days: u32,
    /// Whether every cohort that is made from now on is anonymous.
    pub anonymous_cohorts: bool,
    /// What the portal calls itself on certificates; its host when none.
    pub issuer_name: Option<String>,
    /// Signing in by an identity provider; none when nobody can.
    pub oidc: Option<Oidc>,
    /// Sending mail; none when the portal sends nothing.
    pub mail: Option<Mail>,
    /// Sending statements to a learning record store; none when the portal sends nothing.
    pub xapi: Option<Xapi>,
    /// The form of the log.
    pub log_format: LogFormat,
    /// What is logged, as a `tracing` filter such as `info` or `podium=debug`.
    pub log: String,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the secret, nor the token, nor a password in the database's address.
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("content", &self.content)
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

/// Where a value came from, for the message when it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An option on the command line.
    Option,
    /// A variable in the environment.
    Variable,
    /// This line of the settings file.
    File(String, usize),
}

/// Values as they were given, by the setting's name.
pub type Given = BTreeMap<&'static str, (String, Origin)>;

/// Why the portal cannot start with what it was given.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    /// A setting has a value that it cannot have.
    #[error("{place} is {value:?}: {why}; {instead}")]
    Value {
        /// How the person gave it: `--listen`, `PODIUM_LISTEN` or `podium.toml:3: listen`.
        place: String,
        /// What they gave; secrets are not repeated.
        value: String,
        /// What is wrong.
        why: String,
        /// What would be right.
        instead: String,
    },
    /// The settings file cannot be read or understood.
    #[error("{0}")]
    File(String),
}

/// Reads `podium.toml`: every value as text with its line. Unknown names and values that are no text, number or list of
/// texts are refused with their line.
pub fn parse_file(name: &str, text: &str) -> Result<Given, ConfigError> {
    let table = toml::de::DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        ConfigError::File(format!(
            "{name}:{line}: {}; write lines such as listen = \"127.0.0.1:8080\"",
            error.message()
        ))
    })?;
    let mut given = Given::new();
    for (key, value) in table.get_ref() {
        let line = line_of(text, key.span().start);
        let Some(setting) = SETTINGS.iter().find(|s| s.name == key.get_ref().as_ref()) else {
            let names = SETTINGS.map(|s| s.name).join(", ");
            let message = format!("{name}:{line}: there is no setting {:?}; the settings are {names}", key.get_ref());
            return Err(ConfigError::File(message));
        };
        let text = as_text(value.get_ref()).ok_or_else(|| {
            let message = format!("{name}:{line}: {} cannot have such a value; give a text in quotes", setting.name);
            ConfigError::File(message)
        })?;
        given.insert(setting.name, (text, Origin::File(name.to_owned(), line)));
    }
    Ok(given)
}

fn as_text(value: &toml::de::DeValue<'_>) -> Option<String> {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Array(items) => {
            let texts: Option<Vec<_>> = items.iter().map(|item| as_text(item.get_ref())).collect();
            texts.map(|t| t.join(","))
        }
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..text.floor_char_boundary(offset)].matches('\n').count() + 1
}

impl Config {
    /// Checks what was given; `layers` stand in the order of authority: options, variables, file.
    pub fn check(layers: &[Given]) -> Result<Self, ConfigError> {
        let look = |name: &'static str| layers.iter().find_map(|layer| layer.get(name));
        let listen =
            parsed(look("listen"), "listen", parse_listen)?.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        debug_assert_eq!(DEFAULT_LISTEN, "127.0.0.1:8080");
        let database = parsed(look("database"), "database", parse_database)?
            .unwrap_or_else(|| format!("sqlite:{DEFAULT_DATABASE}"));
        Ok(Self {
            listen,
            database,
            content: parsed(look("content"), "content", parse_folder)?,
            public_url: parsed(look("public_url"), "public_url", parse_public_url)?,
            trusted_proxies: parsed(look("trusted_proxies"), "trusted_proxies", parse_networks)?.unwrap_or_default(),
            secret: parsed(look("secret"), "secret", |text| parse_secret(text, "the secret"))?,
            metrics_token: parsed(look("metrics_token"), "metrics_token", |text| parse_secret(text, "the token"))?,
            keep_cohorts_days: parsed(look("keep_cohorts_days"), "keep_cohorts_days", parse_days)?
                .unwrap_or(DEFAULT_KEEP_COHORTS_DAYS),
            anonymous_cohorts: parsed(look("anonymous_cohorts"), "anonymous_cohorts", parse_switch)?.unwrap_or(false),
            issuer_name: parsed(look("issuer_name"), "issuer_name", parse_issuer_name)?,
            oidc: oidc::check(layers)?,
            mail: mail::check(layers)?,
            xapi: xapi::check(layers)?,
            log_format: parsed(look("log_format"), "log_format", parse_log_format)?.unwrap_or(LogFormat::Text),
            log: parsed(look("log"), "log", parse_log)?.unwrap_or_else(|| "info".to_owned()),
        })
    }
}

/// What is wrong with a value, and what would be right.
type Wrong = (String, String);

fn parsed<T>(
    given: Option<&(String, Origin)>,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, Wrong>,
) -> Result<Option<T>, ConfigError> {
    let Some((value, origin)) = given else { return Ok(None) };
    parse(value.trim()).map(Some).map_err(|(why, instead)| {
        let setting = SETTINGS.iter().find(|s| s.name == name);
        let place = match (origin, setting) {
            (Origin::Option, Some(setting)) => format!("--{}", setting.option()),
            (Origin::Variable, Some(setting)) => setting.variable(),
            (Origin::File(file, line), _) => format!("{file}:{line}: {name}"),
            (_, None) => name.to_owned(),
        };
        let value = if matches!(name, "secret" | "metrics_token" | "oidc_client_secret" | "smtp_url") {
            format!("({} characters)", value.chars().count())
        } else if matches!(name, "database" | "xapi_endpoint") {
            without_password(value)
        } else {
            value.clone()
        };
        ConfigError::Value { place, value, why, instead }
    })
}

/// The address of a database as it may be shown: a password in it is left out.
#[must_use]
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // Parameters may hold a password as well.
    let rest = rest.split('?').next().unwrap_or(rest);
    let Some((account, host)) = rest.rsplit_once('@') else { return format!("{scheme}://{rest}") };
    let user = account.split_once(':').map_or(account, |(user, _)| user);
    format!("{scheme}://{user}@{host}")
}

fn parse_listen(text: &str) -> Result<SocketAddr, Wrong> {
    let instead = || "give an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:80 or [::1]:8080".to_owned();
    let text = text.replacen("localhost:", "127.0.0.1:", 1);
    text.parse().map_err(|_| {
        let why = if text.parse::<std::net::IpAddr>().is_ok() {
            "the port is missing"
        } else {
            "that is no address to listen on"
        };
        (why.to_owned(), instead())
    })
}

fn parse_database(text: &str) -> Result<String, Wrong> {
    let instead = || "give sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME".to_owned();
    if text.is_empty() {
        return Err(("it is empty".to_owned(), instead()));
    }
    match text.split_once(':') {
        Some(("sqlite", path)) if path.trim_start_matches('/').is_empty() => {
            Err(("the path is missing".to_owned(), instead()))
        }
        Some(("sqlite" | "postgres" | "postgresql", _)) => Ok(text.to_owned()),
        Some((scheme, _)) if text.contains("://") => Err((format!("there is no support for {scheme}"), instead())),
        _ => Ok(format!("sqlite:{text}")),
    }
}

fn parse_folder(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text);
    if path.is_dir() {
        return Ok(path);
    }
    let why = if path.exists() { "that is a file" } else { "there is no such folder" };
    Err((why.to_owned(), "give a folder with a workshop.toml, or a folder of such folders".to_owned()))
}

fn parse_public_url(text: &str) -> Result<String, Wrong> {
    let instead = || "give the whole address without a path, such as https://podium.example.org".to_owned();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return Err(("it does not begin with https:// or http://".to_owned(), instead())) };
    let host = rest.strip_suffix('/').unwrap_or(rest);
    if host.is_empty() || host.chars().any(|c| c.is_whitespace() || c.is_control() || "/?#@\"'<>\\".contains(c)) {
        return Err(("it is not a host with, at most, a port".to_owned(), instead()));
    }
    Ok(text.strip_suffix('/').unwrap_or(text).to_owned())
}

fn parse_networks(text: &str) -> Result<Vec<IpNet>, Wrong> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let network = part.parse::<IpNet>().or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from));
            network.map_err(|_| {
                (
                    format!("{part:?} is no network"),
                    "give addresses or networks with commas, such as 127.0.0.1,10.0.0.0/8".to_owned(),
                )
            })
        })
        .collect()
}

fn parse_days(text: &str) -> Result<u32, Wrong> {
    text.parse().ok().filter(|days| *days <= MOST_DAYS).ok_or_else(|| {
        ("that is no number of days".to_owned(), format!("give a whole number up to {MOST_DAYS}, or 0 for ever"))
    })
}

fn parse_switch(text: &str) -> Result<bool, Wrong> {
    text.parse().map_err(|_| ("it is neither".to_owned(), "give true or false".to_owned()))
}

fn parse_issuer_name(text: &str) -> Result<String, Wrong> {
    let characters = text.chars().count();
    if characters == 0 || characters > MOST_ISSUER_NAME || text.chars().any(char::is_control) {
        let why = if characters == 0 { "it is empty" } else { "it is not one line, or a long one" };
        return Err((why.to_owned(), format!("give a name of at most {MOST_ISSUER_NAME} characters")));
    }
    Ok(text.to_owned())
}

fn parse_secret(text: &str, what: &str) -> Result<String, Wrong> {
    let instead = || "give the output of: openssl rand -hex 32".to_owned();
    if text.chars().count() < LEAST_SECRET {
        return Err((format!("{what} is shorter than {LEAST_SECRET} characters"), instead()));
    }
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let sample =
        ["change", "example", "secret", "sample", "password"].iter().any(|word| text.to_lowercase().contains(word));
    if sample || letters.len() < 8 {
        return Err((format!("{what} is a sample, or can be guessed"), instead()));
    }
    Ok(text.to_owned())
}

fn parse_log_format(text: &str) -> Result<LogFormat, Wrong> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(("there is no such format".to_owned(), "give text or json".to_owned())),
    }
}

fn parse_log(text: &str) -> Result<String, Wrong> {
    // A word alone would be taken for the name of a target, and nothing would be logged.
    let known = |part: &str| {
        part.contains(['=', '[']) || part.trim().parse::<tracing_subscriber::filter::LevelFilter>().is_ok()
    };
    match text.parse::<tracing_subscriber::EnvFilter>() {
        Ok(_) if text.split(',').all(known) => Ok(text.to_owned()),
        _ => Err((
            "that is no filter".to_owned(),
            "give error, warn, info, debug or trace, or a list such as info,podium=debug".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests;
