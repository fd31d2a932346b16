//! What an owner types when a learning platform is registered.

use crate::domain::typed;

/// The most characters of a platform's name.
pub const MOST_NAME: usize = 80;
/// The most characters of an address, a client id or a deployment's id.
pub const MOST_TEXT: usize = 500;
/// The most deployments of one registration that are named one by one.
pub const MOST_DEPLOYMENTS: usize = 100;

/// What a platform is called here.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn name(text: &str) -> Result<String, String> {
    let name = typed::line(text);
    match name.chars().count() {
        0 => Err("Give the platform a name by which people here know it.".to_owned()),
        n if n > MOST_NAME => Err(format!("A name has at most {MOST_NAME} characters, this one has {n}.")),
        _ => Ok(name),
    }
}

/// What a platform calls itself, or what it calls this portal: taken to the letter, since it is compared to the letter.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn identifier(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Copy it from the platform.".to_owned());
    }
    if text.len() > MOST_TEXT || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("It has at most {MOST_TEXT} letters, digits and signs, and no spaces."));
    }
    Ok(text.to_owned())
}

/// An address of a platform.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn address(text: &str) -> Result<String, String> {
    let text = identifier(text)?;
    match origin(&text) {
        Some(_) => Ok(text),
        None => {
            Err("It is a whole address that begins with https://, such as https://learn.example.org/auth.".to_owned())
        }
    }
}

/// Deployments, one a line; none lets all of the platform's in.
///
/// # Errors
///
/// What is wrong with them, in words.
pub fn deployments(text: &str) -> Result<Vec<String>, String> {
    let mut all: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.len() > super::LONGEST_DEPLOYMENT || !line.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("Write one id on a line, without spaces.".to_owned());
        }
        if !all.iter().any(|one| one == line) {
            all.push(line.to_owned());
        }
    }
    if all.len() > MOST_DEPLOYMENTS {
        return Err(format!("At most {MOST_DEPLOYMENTS} can be named. Leave the field empty to let all of them in."));
    }
    Ok(all)
}

/// The origin of an address (RFC 6454): its scheme, host and port. None when it is no address of https, or of http on this very
/// machine; or when it holds what means something in a header.
#[must_use]
pub fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let named = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    let safe = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>\\;,`{}|^".contains(&byte);
    let fits = (scheme == "https" && named || scheme == "http" && here)
        && port.is_none_or(|port| port.parse::<u16>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit()))
        && path.bytes().all(safe)
        && !path.contains('#');
    fits.then(|| format!("{scheme}://{authority}").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_those_of_safe_addresses_only() {
        let cases = [
            ("https://learn.example.org/auth?x=1", Some("https://learn.example.org")),
            ("https://Learn.Example.org", Some("https://learn.example.org")),
            ("https://learn.example.org:8443/a", Some("https://learn.example.org:8443")),
            ("http://127.0.0.1:9000/a", Some("http://127.0.0.1:9000")),
            ("http://[::1]:9000/a", Some("http://[::1]:9000")),
            ("http://localhost", Some("http://localhost")),
            ("http://learn.example.org/", None),
            ("https://", None),
            ("https:///a", None),
            ("https://a b/", None),
            ("https://user@learn.example.org/", None),
            ("https://user:1@learn.example.org/", None),
            ("https://learn.example.org:99999/", None),
            ("https://learn.example.org:+1/", None),
            ("https://learn.example.org;*/", None),
            ("https://*.example.org/", None),
            ("https://learn.example.org/a;b", None),
            ("https://learn.example.org/#a", None),
            ("javascript://learn.example.org/", None),
            ("learn.example.org", None),
            ("", None),
        ];
        for (address, expected) in cases {
            assert_eq!(origin(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn what_is_typed_is_taken_to_the_letter_or_refused() {
        assert_eq!(identifier(" abc-1 ").as_deref(), Ok("abc-1"));
        assert!(identifier(" ").is_err() && identifier("a b").is_err() && identifier(&"a".repeat(501)).is_err());
        assert_eq!(name("  The   school ").as_deref(), Ok("The school"));
        assert!(name(" ").is_err() && name(&"a".repeat(81)).is_err());
        assert!(address("https://learn.example.org/auth").is_ok() && address("ftp://learn.example.org/").is_err());
        assert_eq!(deployments(" 1 \n\n2\n1").as_deref(), Ok(&["1".to_owned(), "2".to_owned()][..]));
        assert_eq!(deployments("").as_deref(), Ok(&[][..]));
        let many: Vec<String> = (0..=MOST_DEPLOYMENTS).map(|n| n.to_string()).collect();
        assert!(deployments("a b").is_err() && deployments(&many.join("\n")).is_err());
    }
}
