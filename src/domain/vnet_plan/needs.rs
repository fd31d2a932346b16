//! Spaces and needs as people type them, one a line.

use std::fmt;

use ipnet::IpNet;

use super::allot::{Need, Wanted};
use super::{MOST_ROWS, MOST_SPACES};
use crate::domain::azure::roles::Role;
use crate::domain::net::{TextError, parse_network};

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What was probably meant, for a network.
    pub error: Option<TextError>,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LineError {}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Reads spaces: a network, and behind it the name of its virtual network.
pub fn read_spaces(text: &str) -> Result<Vec<(IpNet, String)>, LineError> {
    let mut found = Vec::new();
    for (line, typed) in lines(text) {
        let (network, name) = typed.split_once([' ', '\t', ',']).unwrap_or((typed, ""));
        let network = parse_network(network).map_err(|error| LineError {
            line,
            message: error.to_string(),
            error: Some(error),
        })?;
        if found.len() >= MOST_SPACES {
            let message = format!("a plan has {MOST_SPACES} address spaces at most");
            return Err(LineError { line, message, error: None });
        }
        found.push((network, name.trim_matches([' ', '\t', ',']).to_owned()));
    }
    Ok(found)
}

/// Reads a size: `/26`, or a number of hosts such as `120` or `1,000`.
#[must_use]
pub fn read_size(text: &str) -> Option<Wanted> {
    let digits = |text: &str| !text.is_empty() && text.len() < 40 && text.bytes().all(|b| b.is_ascii_digit());
    match text.trim().strip_prefix('/') {
        Some(prefix) if digits(prefix) => prefix.parse().ok().filter(|n| *n <= 128).map(Wanted::Prefix),
        Some(_) => None,
        None => {
            let hosts = text.trim().replace(',', "");
            if digits(&hosts) { hosts.parse().ok().map(Wanted::Hosts) } else { None }
        }
    }
}

/// Reads needs: a role's word or a name, or both, and then a size: `gateway`, `web 120`, `aks-nodes pool-a /24`.
pub fn read_needs(text: &str) -> Result<Vec<Need>, LineError> {
    let mut found = Vec::new();
    for (line, typed) in lines(text) {
        let mut words: Vec<&str> = typed.split_whitespace().collect();
        if words.len() > 1 && words.last().is_some_and(|word| word.eq_ignore_ascii_case("hosts")) {
            words.pop();
        }
        let wanted = words.last().copied().and_then(read_size);
        if wanted.is_some() {
            words.pop();
        }
        let first = words.first().copied().unwrap_or_default();
        let role = Role::of_id(&first.to_ascii_lowercase()).or_else(|| Role::of_name(first));
        let name = words[usize::from(role.is_some())..].join(" ");
        if name.is_empty() && role.is_none() {
            let message = format!("\"{}\" names nothing; write a name or a role, and then a size", cut(typed));
            return Err(LineError { line, message, error: None });
        }
        if found.len() >= MOST_ROWS {
            let message = format!("a plan has {MOST_ROWS} rows at most");
            return Err(LineError { line, message, error: None });
        }
        found.push(Need { name, role, wanted });
    }
    Ok(found)
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
