//! What an address says about itself: its scheme, its path, and how it is written down.

use std::fmt::Write as _;

/// The scheme of an address, in small letters. Spaces and control characters do not hide one.
pub(super) fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let form = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(form))
        .then(|| scheme.to_ascii_lowercase())
}

/// The address with what does not belong into one written in `%`.
pub(super) fn encoded(url: &str) -> String {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"');
    let mut encoded = String::new();
    for c in url.chars() {
        if bad(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// Whether the path can name a file: its `%20`s are text, and it has no character that no path has.
pub(super) fn is_path(path: &str) -> bool {
    bytes_of(path).is_some_and(|bytes| String::from_utf8(bytes).is_ok_and(|path| !path.contains(['\0', '\\'])))
}

/// The text with its `%20`s as what they stand for; as it is when that gives no text.
pub(super) fn percent_decoded(text: &str) -> String {
    bytes_of(text).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_owned())
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    Some(bytes)
}

/// Whether a path leaves the workshop's folder, seen from a module's file.
pub(super) fn leads_out(path: &str) -> bool {
    let decoded = percent_decoded(path);
    let mut depth = 1_i32;
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => depth -= 1,
            _ => depth += 1,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// Text as inline code, whatever back-ticks it holds.
pub(super) fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if line.starts_with('`') || line.ends_with('`') {
        format!("{fence} {line} {fence}")
    } else {
        format!("{fence}{line}{fence}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_do_not_hide() {
        for (url, expected) in [
            ("javascript:x", Some("javascript")),
            ("java\tscript:x", Some("javascript")),
            (" JavaScript :x", Some("javascript")),
            ("a/b:c", None),
            ("#a:b", None),
            ("10:20", None),
        ] {
            assert_eq!(scheme(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn paths_stay_in_the_folder() {
        for (path, out) in [
            ("a.md", false),
            ("../a.md", false),
            ("../../a.md", true),
            ("a/../../../b", true),
            ("%2e%2e/../x", true),
            ("/a", false),
        ] {
            assert_eq!(leads_out(path), out, "{path}");
        }
    }

    #[test]
    fn an_address_as_code_keeps_its_back_ticks() {
        assert_eq!(code("a b"), "`a b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
    }
}
