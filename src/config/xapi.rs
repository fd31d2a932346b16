//! Sending statements to a learning record store: to which one, and as whom.

use std::fmt;
use std::net::IpAddr;

use super::oidc::{alone, read_secret};
use super::{ConfigError, Given, Wrong, parsed};

/// Seconds from one look at what is new to the next, when nothing says otherwise.
const DEFAULT_SECONDS: u32 = 60;
/// The most of them: an hour.
const MOST_SECONDS: u32 = 3600;

/// The record store of a portal.
#[derive(Clone, PartialEq, Eq)]
pub struct Xapi {
    /// Its address, to which `/statements` is added; without a slash at the end.
    pub endpoint: String,
    /// As whom the portal signs in there.
    pub key: String,
    /// With what.
    pub secret: String,
    /// How often what is new is sent; also how long after a first failure it is tried again.
    pub seconds: u32,
}

impl fmt::Debug for Xapi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the secret.
        f.debug_struct("Xapi").field("endpoint", &self.endpoint).field("key", &self.key).finish_non_exhaustive()
    }
}

impl Xapi {
    /// The host that it is sent to, as people are told.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.endpoint.split_once("://").map_or(self.endpoint.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default()
    }
}

/// The settings of it besides the record store's address.
const OTHERS: [&str; 3] = ["xapi_key", "xapi_secret_file", "xapi_seconds"];

/// What the settings say of it; none when no record store is given. What was done has its name under the portal's address for
/// ever, so that a record store without `public_url` is refused.
pub(super) fn check(layers: &[Given]) -> Result<Option<Xapi>, ConfigError> {
    let look = |name: &'static str| layers.iter().find_map(|layer| layer.get(name));
    let Some(endpoint) = parsed(look("xapi_endpoint"), "xapi_endpoint", parse_endpoint)? else {
        return match OTHERS.into_iter().find(|name| look(name).is_some()) {
            Some(name) => Err(alone(name, look(name), "xapi_endpoint")),
            None => Ok(None),
        };
    };
    let missing = |other: &str| alone("xapi_endpoint", look("xapi_endpoint"), other);
    let key = parsed(look("xapi_key"), "xapi_key", parse_key)?.ok_or_else(|| missing("xapi_key"))?;
    let secret = parsed(look("xapi_secret_file"), "xapi_secret_file", read_secret)?;
    let secret = secret.ok_or_else(|| missing("xapi_secret_file"))?;
    if look("public_url").is_none() {
        return Err(missing("public_url"));
    }
    let seconds = parsed(look("xapi_seconds"), "xapi_seconds", parse_seconds)?.unwrap_or(DEFAULT_SECONDS);
    Ok(Some(Xapi { endpoint, key, secret, seconds }))
}

fn parse_endpoint(text: &str) -> Result<String, Wrong> {
    let wrong = |why: &str| {
        let instead = "give the address that the record store names, without /statements, such as \
                       https://lrs.example.org/xapi, or http://127.0.0.1:8081/xapi for one on this machine";
        (why.to_owned(), instead.to_owned())
    };
    let (scheme, rest) = text.split_once("://").ok_or_else(|| wrong("it does not begin with https://"))?;
    let place = rest.split('/').next().unwrap_or_default();
    if place.contains('@') {
        return Err(wrong("a name or a password in an address is seen by others; there is xapi_key for it"));
    }
    let host = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => place.split(':').next().unwrap_or_default(),
    };
    let here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    match scheme {
        "https" => {}
        "http" if here => {}
        "http" => return Err(wrong("others on the way could read what is sent, and the secret")),
        _ => return Err(wrong("it does not begin with https://")),
    }
    let strange = |c: char| c.is_whitespace() || c.is_control() || !c.is_ascii() || "?#@\"'<>\\".contains(c);
    if host.is_empty() || text.chars().any(strange) {
        return Err(wrong("it is not a host with, at most, a port and a path"));
    }
    let text = text.trim_end_matches('/');
    if text.ends_with("/statements") {
        return Err(wrong("the portal adds /statements itself"));
    }
    Ok(text.to_owned())
}

fn parse_key(text: &str) -> Result<String, Wrong> {
    if text.is_empty() || text.chars().any(|c| c.is_control() || c == ':') {
        let why = "it is empty, more than a line, or has a colon, which Basic credentials cannot have";
        return Err((why.to_owned(), "give the key as the record store shows it".to_owned()));
    }
    Ok(text.to_owned())
}

fn parse_seconds(text: &str) -> Result<u32, Wrong> {
    text.parse().ok().filter(|seconds| (1..=MOST_SECONDS).contains(seconds)).ok_or_else(|| {
        ("that is no such number of seconds".to_owned(), format!("give a whole number from 1 to {MOST_SECONDS}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::*;

    const URL: (&str, &str) = ("xapi_endpoint", "https://lrs.example.org/xapi/");
    const KEY: (&str, &str) = ("xapi_key", "podium");
    const PUBLIC: (&str, &str) = ("public_url", "https://podium.example.org");

    /// With a file that holds the secret, when it is named.
    fn checked(pairs: &[(&'static str, &str)], with_secret: bool) -> Result<Option<Xapi>, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "canary of a secret\n").unwrap();
        let mut given: Given =
            pairs.iter().map(|(name, value)| (*name, ((*value).to_owned(), Origin::Option))).collect();
        if with_secret {
            given.insert("xapi_secret_file", (path.display().to_string(), Origin::Option));
        }
        check(&[given])
    }

    /// What is given, whether with the secret, and what is said.
    type Case<'t> = (&'t [(&'static str, &'t str)], bool, &'t str);

    #[test]
    fn a_record_store_is_read_with_as_whom() {
        assert_eq!(checked(&[], false), Ok(None));
        let read = checked(&[URL, KEY, PUBLIC], true).unwrap().unwrap();
        assert_eq!((read.endpoint.as_str(), read.host()), ("https://lrs.example.org/xapi", "lrs.example.org"));
        assert_eq!((read.key.as_str(), read.secret.as_str(), read.seconds), ("podium", "canary of a secret", 60));
        assert!(!format!("{read:?}").contains("canary"));
        for here in ["http://127.0.0.1:8081/xapi", "http://localhost/x", "http://[::1]:8081", "https://lrs.example.org"]
        {
            let read = checked(&[("xapi_endpoint", here), KEY, PUBLIC, ("xapi_seconds", "1")], true).unwrap().unwrap();
            assert_eq!((read.endpoint.as_str(), read.seconds), (here, 1));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("lrs.example.org/xapi", "it does not begin with https://"),
            ("ftp://lrs.example.org", "it does not begin with https://"),
            ("http://lrs.example.org/xapi", "others on the way could read what is sent"),
            ("http://localhost.evil.example/", "others on the way could read what is sent"),
            ("http://127.0.0.1.evil.example/", "others on the way could read what is sent"),
            ("http://127.0.0.1@evil.example/", "a name or a password in an address is seen by others"),
            ("https://key:canary@lrs.example.org/", "a name or a password in an address is seen by others"),
            ("https:///xapi", "it is not a host"),
            ("https://lrs.example.org/xapi?key=1", "it is not a host"),
            ("https://lrs.example.org/xapi/statements", "the portal adds /statements itself"),
        ];
        for (url, expected) in cases {
            let error = checked(&[("xapi_endpoint", url), KEY, PUBLIC], true).expect_err(url).to_string();
            assert!(error.contains(expected) && !error.contains("canary"), "{url}: {error}");
        }
        let cases: [Case<'_>; 7] = [
            (&[URL, KEY], true, "public_url is missing"),
            (&[URL, PUBLIC], true, "xapi_key is missing"),
            (&[URL, KEY, PUBLIC], false, "xapi_secret_file is missing"),
            (&[KEY], false, "xapi_endpoint is missing"),
            (&[], true, "xapi_endpoint is missing"),
            (&[URL, PUBLIC, ("xapi_key", "a:b")], true, "it is empty, more than a line, or has a colon"),
            (&[URL, KEY, PUBLIC, ("xapi_seconds", "0")], true, "give a whole number from 1 to 3600"),
        ];
        for (pairs, with_secret, expected) in cases {
            let error = checked(pairs, with_secret).expect_err(expected).to_string();
            assert!(error.contains(expected) && !error.contains("canary"), "{error}");
        }
    }
}
