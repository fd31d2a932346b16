//! Sending mail: by which server, and as whom.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use lettre::message::Mailbox;

use super::oidc::{alone, read_secret};
use super::{ConfigError, Given, Wrong, parsed};

/// How what is sent is kept from others on the way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// TLS from the first byte: `smtps://` (RFC 8314).
    Tls,
    /// TLS by STARTTLS, and nothing without it (RFC 3207).
    StartTls,
    /// Not at all: to this machine only.
    Plain,
}

/// The mail server of a portal, and as whom the portal writes.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// How the way there is kept safe.
    pub safety: Safety,
    /// Its name or address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// As whom the portal signs in there: (name, password); none when it does not.
    pub login: Option<(String, String)>,
    /// Whom messages are from.
    pub from: Mailbox,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the password.
        f.debug_struct("Mail").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// The settings of mail besides the server's address.
const OTHERS: [&str; 2] = ["mail_from", "smtp_password_file"];

/// What the settings say of it; none when no server is given. A link in a message has to lead to the portal from wherever it
/// is read, so that a server without `public_url` is refused.
pub(super) fn check(layers: &[Given]) -> Result<Option<Mail>, ConfigError> {
    let look = |name: &'static str| layers.iter().find_map(|layer| layer.get(name));
    let Some(server) = parsed(look("smtp_url"), "smtp_url", parse_server)? else {
        return match OTHERS.into_iter().find(|name| look(name).is_some()) {
            Some(name) => Err(alone(name, look(name), "smtp_url")),
            None => Ok(None),
        };
    };
    let Some(from) = parsed(look("mail_from"), "mail_from", parse_from)? else {
        return Err(alone("smtp_url", look("smtp_url"), "mail_from"));
    };
    if look("public_url").is_none() {
        return Err(alone("smtp_url", look("smtp_url"), "public_url"));
    }
    let kept = parsed(look("smtp_password_file"), "smtp_password_file", read_secret)?;
    let login = match (server.user, server.password.or(kept)) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => return Err(alone("smtp_url", look("smtp_url"), "smtp_password_file")),
        (None, Some(_)) => {
            let refused = |_: &str| {
                let instead = "give smtp_url with it, such as smtps://USER@mail.example.org".to_owned();
                Err::<(), Wrong>(("nobody in smtp_url has this password".to_owned(), instead))
            };
            parsed(look("smtp_password_file"), "smtp_password_file", refused)?;
            None
        }
    };
    Ok(Some(Mail { safety: server.safety, host: server.host, port: server.port, login, from }))
}

/// A server as its address names it.
#[derive(Debug, PartialEq, Eq)]
struct Server {
    safety: Safety,
    host: String,
    port: u16,
    user: Option<String>,
    password: Option<String>,
}

fn parse_server(text: &str) -> Result<Server, Wrong> {
    let wrong = |why: &str| {
        let instead = "give smtps://USER@HOST, smtp://USER@HOST?tls=required, or smtp://127.0.0.1 for a server on this \
                       machine; what is not a letter, a digit or one of -._~ in USER and PASSWORD is written as %40";
        (why.to_owned(), instead.to_owned())
    };
    let (scheme, rest) = text.split_once("://").ok_or_else(|| wrong("it does not begin with smtps:// or smtp://"))?;
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (login, place) = rest.rsplit_once('@').map_or((None, rest), |(login, place)| (Some(login), place));
    let (host, port) = place_of(place).ok_or_else(|| wrong("it is not a host with, at most, a port"))?;
    let here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    let (safety, usual) = match (scheme, query) {
        ("smtps", None) => (Safety::Tls, 465),
        ("smtp", Some("tls=required")) => (Safety::StartTls, 587),
        ("smtp", None) if here => (Safety::Plain, 25),
        ("smtp", None) => return Err(wrong("others on the way could read what is sent, and the password")),
        ("smtp" | "smtps", Some(_)) => return Err(wrong("there is no such parameter")),
        _ => return Err(wrong("it does not begin with smtps:// or smtp://")),
    };
    let decoded =
        |part: &str| unescaped(part).ok_or_else(|| wrong("its name or password is not written as it has to be"));
    let (user, password) = match login.map(|login| login.split_once(':').map_or((login, None), |(u, p)| (u, Some(p)))) {
        Some((user, password)) => (Some(decoded(user)?), password.map(decoded).transpose()?),
        None => (None, None),
    };
    Ok(Server { safety, host, port: port.unwrap_or(usual), user, password })
}

/// The host, without brackets, and the port of `host:port`; none when it is neither.
fn place_of(place: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
    } else {
        let (host, port) = place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)));
        let good = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        (good.then_some(host)?, port)
    };
    let port = match port {
        Some(port) => Some(port.parse().ok().filter(|port| *port != 0)?),
        None => None,
    };
    Some((host.to_ascii_lowercase(), port))
}

/// A text with `%40` and the like (RFC 3986, section 2.1) read as what they stand for; none when it is empty, or no such text.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty() && !text.chars().any(char::is_control))
}

fn parse_from(text: &str) -> Result<Mailbox, Wrong> {
    let instead = || "give an address, such as podium@example.org or Podium <podium@example.org>".to_owned();
    if text.chars().any(char::is_control) {
        return Err(("it is more than a line".to_owned(), instead()));
    }
    text.parse().map_err(|_| ("that is no address of mail".to_owned(), instead()))
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::*;

    fn given(pairs: &[(&'static str, &str)]) -> Given {
        pairs.iter().map(|(name, value)| (*name, ((*value).to_owned(), Origin::Option))).collect()
    }

    const FROM: (&str, &str) = ("mail_from", "Podium <podium@example.org>");
    const PUBLIC: (&str, &str) = ("public_url", "https://podium.example.org");

    #[test]
    fn a_server_is_read_with_how_safe_the_way_is() {
        assert_eq!(check(&[]), Ok(None));
        let server = |url: &str| check(&[given(&[("smtp_url", url), FROM, PUBLIC])]).unwrap().unwrap();
        let cases = [
            ("smtps://mail.example.org", Safety::Tls, "mail.example.org", 465),
            ("smtps://Mail.example.org:2465/", Safety::Tls, "mail.example.org", 2465),
            ("smtp://mail.example.org?tls=required", Safety::StartTls, "mail.example.org", 587),
            ("smtp://127.0.0.1", Safety::Plain, "127.0.0.1", 25),
            ("smtp://localhost:1025", Safety::Plain, "localhost", 1025),
            ("smtp://[::1]:1025", Safety::Plain, "::1", 1025),
        ];
        for (url, safety, host, port) in cases {
            let read = server(url);
            assert_eq!((read.safety, read.host.as_str(), read.port, read.login), (safety, host, port, None), "{url}");
            assert_eq!(read.from.email.to_string(), "podium@example.org");
        }
        let read = server("smtps://ada%40example.org:canary%3A%2F@mail.example.org");
        assert_eq!(read.login, Some(("ada@example.org".to_owned(), "canary:/".to_owned())));
        assert!(!format!("{read:?}").contains("canary"));
    }

    #[test]
    fn a_password_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, "canary of a password\n").unwrap();
        let file = ("smtp_password_file", path.to_str().unwrap());
        let url = ("smtp_url", "smtps://podium@mail.example.org");
        let read = check(&[given(&[url, FROM, PUBLIC, file])]).unwrap().unwrap();
        assert_eq!(read.login, Some(("podium".to_owned(), "canary of a password".to_owned())));
        let nobody = ("smtp_url", "smtps://mail.example.org");
        let error = check(&[given(&[nobody, FROM, PUBLIC, file])]).unwrap_err().to_string();
        assert!(error.contains("nobody in smtp_url has this password") && !error.contains("canary"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_named_and_no_password_is_repeated() {
        let refused = |url: &str| check(&[given(&[("smtp_url", url), FROM, PUBLIC])]).expect_err(url).to_string();
        let cases = [
            ("mail.example.org", "it does not begin with smtps:// or smtp://"),
            ("https://u:canary@mail.example.org", "it does not begin with smtps:// or smtp://"),
            ("smtp://u:canary@mail.example.org", "others on the way could read what is sent"),
            ("smtp://localhost.evil.example", "others on the way could read what is sent"),
            ("smtp://127.0.0.1.evil.example", "others on the way could read what is sent"),
            ("smtp://mail.example.org?tls=opportunistic", "there is no such parameter"),
            ("smtps://u:canary@", "it is not a host"),
            ("smtps://u:canary@mail.example.org:0", "it is not a host"),
            ("smtps://u:canary@mail.example.org/x", "it is not a host"),
            ("smtps://[::1", "it is not a host"),
            ("smtps://u:canary%0d%0a@mail.example.org", "not written as it has to be"),
            ("smtps://u:canary%é@mail.example.org", "not written as it has to be"),
            ("smtps://u@mail.example.org", "smtp_password_file is missing"),
        ];
        for (url, expected) in cases {
            let error = refused(url);
            assert!(error.contains(expected) && !error.contains("canary"), "{url}: {error}");
        }
        let url = ("smtp_url", "smtps://mail.example.org");
        let cases: [(&[(&'static str, &str)], &str); 5] = [
            (&[url, PUBLIC], "mail_from is missing"),
            (&[url, FROM], "public_url is missing"),
            (&[FROM], "smtp_url is missing"),
            (&[url, PUBLIC, ("mail_from", "podium")], "that is no address of mail"),
            (&[url, PUBLIC, ("mail_from", "P <p@example.org>\r\nBcc: e@example.org")], "it is more than a line"),
        ];
        for (pairs, expected) in cases {
            let error = check(&[given(pairs)]).expect_err(expected).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
