//! Signing in by an identity provider: which one, how the portal is known to it, and whom it may let in.

use std::fmt;

use super::{ConfigError, Given, Origin, SETTINGS, Wrong, parsed};

/// The identity provider of a portal.
#[derive(Clone, PartialEq, Eq)]
pub struct Oidc {
    /// Its address, exactly as it calls itself.
    pub issuer: String,
    /// What it calls this portal.
    pub client_id: String,
    /// What this portal shows it; none for a public client.
    pub client_secret: Option<String>,
    /// Hosts of e-mail addresses, in small letters: whoever has a verified address there may have an account.
    pub domains: Vec<String>,
    /// Groups, as the provider calls them: whoever is in one may have an account.
    pub groups: Vec<String>,
    /// What people call the provider.
    pub name: String,
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the client's secret.
        f.debug_struct("Oidc").field("issuer", &self.issuer).field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// What the settings say of it; none when no issuer is given.
pub(super) fn check(layers: &[Given]) -> Result<Option<Oidc>, ConfigError> {
    let look = |name: &'static str| layers.iter().find_map(|layer| layer.get(name));
    let Some(issuer) = parsed(look("oidc_issuer"), "oidc_issuer", parse_issuer)? else {
        let stray = SETTINGS.iter().find(|setting| setting.name.starts_with("oidc_") && look(setting.name).is_some());
        return match stray {
            Some(setting) => Err(alone(setting.name, look(setting.name), "oidc_issuer")),
            None => Ok(None),
        };
    };
    let Some(client_id) = parsed(look("oidc_client_id"), "oidc_client_id", parse_word)? else {
        return Err(alone("oidc_issuer", look("oidc_issuer"), "oidc_client_id"));
    };
    let told = parsed(look("oidc_client_secret"), "oidc_client_secret", parse_word)?;
    let kept = parsed(look("oidc_client_secret_file"), "oidc_client_secret_file", read_secret)?;
    Ok(Some(Oidc {
        issuer,
        client_id,
        client_secret: told.or(kept),
        domains: parsed(look("oidc_domains"), "oidc_domains", parse_domains)?.unwrap_or_default(),
        groups: parsed(look("oidc_groups"), "oidc_groups", parse_list)?.unwrap_or_default(),
        name: parsed(look("oidc_name"), "oidc_name", parse_word)?.unwrap_or_else(|| "your organisation".to_owned()),
    }))
}

/// A setting that means nothing without another one.
pub(super) fn alone(name: &'static str, given: Option<&(String, Origin)>, other: &str) -> ConfigError {
    let refused = |_: &str| Err::<(), Wrong>((format!("{other} is missing"), format!("give {other} as well")));
    match parsed(given, name, refused) {
        Err(error) => error,
        Ok(_) => ConfigError::File(format!("{other} is missing; give {other} as well")),
    }
}

fn parse_issuer(text: &str) -> Result<String, Wrong> {
    let instead =
        || "give it exactly as the provider calls itself, such as https://login.example.org/realms/staff".to_owned();
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = local.iter().any(|start| text.strip_prefix(start).is_some_and(|rest| rest.starts_with([':', '/'])));
    if !text.starts_with("https://") && !local {
        return Err(("it does not begin with https://".to_owned(), instead()));
    }
    let host = text.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    if host.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || "?#@\"'<>\\".contains(c)) {
        return Err(("it is not a host with, at most, a port and a path".to_owned(), instead()));
    }
    Ok(text.to_owned())
}

fn parse_word(text: &str) -> Result<String, Wrong> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(("it is empty, or more than a line".to_owned(), "give one line".to_owned()));
    }
    Ok(text.to_owned())
}

pub(super) fn read_secret(path: &str) -> Result<String, Wrong> {
    let instead = || "give a file that this user can read, with the secret alone in it".to_owned();
    let text = std::fs::read_to_string(path).map_err(|error| (format!("it cannot be read: {error}"), instead()))?;
    parse_word(text.trim()).map_err(|_| ("there is no secret in it".to_owned(), instead()))
}

#[expect(clippy::unnecessary_wraps, reason = "it is one of the parsers, and no list is wrong")]
fn parse_list(text: &str) -> Result<Vec<String>, Wrong> {
    Ok(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

fn parse_domains(text: &str) -> Result<Vec<String>, Wrong> {
    let part = |part: String| {
        let host = part.trim_start_matches('@').to_lowercase();
        if host.is_empty() || host.chars().any(|c| c.is_whitespace() || "@/:*".contains(c)) {
            let instead = "give the part of addresses after the @, such as example.org,example.net".to_owned();
            return Err((format!("{part:?} is no host of e-mail addresses"), instead));
        }
        Ok(host)
    };
    parse_list(text)?.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&'static str, &str)]) -> Given {
        pairs.iter().map(|(name, value)| (*name, ((*value).to_owned(), Origin::Option))).collect()
    }

    const ISSUER: (&str, &str) = ("oidc_issuer", "https://login.example.org/realms/staff/");
    const CLIENT: (&str, &str) = ("oidc_client_id", "podium");

    #[test]
    fn a_provider_is_read_with_whom_it_lets_in() {
        assert_eq!(check(&[]), Ok(None));
        let least = check(&[given(&[ISSUER, CLIENT])]).unwrap().unwrap();
        assert_eq!(least.issuer, "https://login.example.org/realms/staff/", "exactly as it was given");
        assert_eq!((least.client_secret, least.name.as_str()), (None, "your organisation"));
        let whole = [
            ISSUER,
            CLIENT,
            ("oidc_client_secret", "canary-of-a-secret"),
            ("oidc_domains", "Example.org, @example.net"),
            ("oidc_groups", "/staff/trainers, 4f1c"),
            ("oidc_name", "Example Ltd"),
        ];
        let whole = check(&[given(&whole)]).unwrap().unwrap();
        assert_eq!(whole.domains, ["example.org", "example.net"]);
        assert_eq!(whole.groups, ["/staff/trainers", "4f1c"]);
        assert_eq!(whole.name, "Example Ltd");
        assert!(!format!("{whole:?}").contains("canary"));
    }

    #[test]
    fn a_secret_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "canary-of-a-secret\n").unwrap();
        let file = ("oidc_client_secret_file", path.to_str().unwrap());
        let read = check(&[given(&[ISSUER, CLIENT, file])]).unwrap().unwrap();
        assert_eq!(read.client_secret.as_deref(), Some("canary-of-a-secret"));
        std::fs::write(&path, "\n").unwrap();
        let error = check(&[given(&[ISSUER, CLIENT, file])]).unwrap_err().to_string();
        assert!(error.contains("there is no secret in it"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_named_and_no_secret_is_repeated() {
        let cases: [(&[(&'static str, &str)], &str); 8] = [
            (&[ISSUER], "--oidc-issuer is \"https://login.example.org/realms/staff/\": oidc_client_id is missing"),
            (&[CLIENT], "--oidc-client-id is \"podium\": oidc_issuer is missing"),
            (&[("oidc_client_secret", "canary")], "--oidc-client-secret is \"(6 characters)\": oidc_issuer is missing"),
            (&[("oidc_issuer", "http://login.example.org"), CLIENT], "it does not begin with https://"),
            (&[("oidc_issuer", "http://localhost.evil.example"), CLIENT], "it does not begin with https://"),
            (&[("oidc_issuer", "https:///x"), CLIENT], "it is not a host"),
            (&[ISSUER, CLIENT, ("oidc_domains", "example.org,*.net")], "\"*.net\" is no host of e-mail addresses"),
            (&[ISSUER, CLIENT, ("oidc_client_secret_file", "/no/such/file")], "it cannot be read"),
        ];
        for (pairs, expected) in cases {
            let error = check(&[given(pairs)]).expect_err(expected).to_string();
            assert!(error.contains(expected) && !error.contains("canary"), "{error}");
        }
        assert!(check(&[given(&[("oidc_issuer", "http://127.0.0.1:9000"), CLIENT])]).is_ok());
    }
}
