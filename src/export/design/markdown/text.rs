//! Texts that mean nothing to Markdown, to tables or to HTML.

use std::fmt::Write as _;

use super::super::super::line;

/// A plain text, wherever it stands in a line.
pub(super) fn plain(text: &str) -> String {
    let text = line(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        if c.is_ascii_punctuation() && means_something(c, &text[..at], &text[at + 1..]) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a sign could begin something, after what stands before it and before what follows.
fn means_something(c: char, before: &str, after: &str) -> bool {
    let beside = |c: char| before.ends_with(c) || after.starts_with(c);
    match c {
        ',' | ';' | '(' | '"' | '\'' | '/' | '%' | '?' => false,
        // A list or a rule at the beginning.
        '-' => before.trim_start_matches(['-', ' ']).is_empty(),
        // A line of them makes a heading of what stands above it; two of them mark a text.
        '=' => before.is_empty() || beside('='),
        // In a word it is a sign like others.
        '_' => !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)),
        // A numbered list at the beginning; a name that begins with www is made a link.
        '.' | ')' => {
            let numbered =
                before.bytes().all(|byte| byte.is_ascii_digit()) && (after.is_empty() || after.starts_with(' '));
            numbered || before.get(before.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
        }
        // A definition at the beginning; an address is made a link; a word between two is made a picture.
        ':' => before.is_empty() || !(after.is_empty() || after.starts_with(' ')),
        _ => true,
    }
}

/// A text of which code between backticks and links to https stay what they are; everything else is plain.
pub(super) fn inline(text: &str) -> String {
    let text = line(text);
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(at) = rest.find(['`', '[']) {
        let whole = if rest[at..].starts_with('`') { code(&rest[at..]) } else { linked(&rest[at..]) };
        let Some((written, length)) = whole else {
            // The sign stands for itself.
            out.push_str(&joined(&out, &rest[..=at]));
            rest = &rest[at + 1..];
            continue;
        };
        out.push_str(&joined(&out, &rest[..at]));
        out.push_str(&written);
        rest = &rest[at + length..];
    }
    out.push_str(&joined(&out, rest));
    out
}

/// A part of a text as plain, with the spaces at its ends.
fn joined(before: &str, part: &str) -> String {
    let bare = part.replace("**", "");
    let part = if bare.trim().is_empty() { part } else { &bare };
    let core = plain(part);
    let (left, right) = (part.len() - part.trim_start().len(), part.len() - part.trim_end().len());
    if core.is_empty() {
        return if part.is_empty() { String::new() } else { " ".to_owned() };
    }
    let space = |n| if n > 0 { " " } else { "" };
    let left = if before.is_empty() { "" } else { space(left) };
    format!("{left}{core}{}", space(right))
}

/// Code at the beginning of a text, and how long it is there.
fn code(text: &str) -> Option<(String, usize)> {
    let end = text[1..].find('`')?;
    let inner = &text[1..=end];
    let plain = !inner.trim().is_empty() && !inner.contains(['|', '\\']);
    plain.then(|| (format!("`{inner}`"), end + 2))
}

/// A link at the beginning of a text, and how long it is there.
fn linked(text: &str) -> Option<(String, usize)> {
    let close = text.find("](")?;
    let (name, after) = (&text[1..close], &text[close + 2..]);
    let end = after.find(')')?;
    let address = &after[..end];
    let taken = address.starts_with("https://") && !name.contains(['[', ']']);
    taken.then(|| (link(name, address), close + 2 + end + 1))
}

/// A link, or the name alone when the address is none of ours and none of the web's.
pub(super) fn link(name: &str, address: &str) -> String {
    let name = plain(name);
    if !(address.starts_with("https://") || (address.starts_with('/') && !address.starts_with("//"))) {
        return name;
    }
    let mut safe = String::with_capacity(address.len());
    for c in address.chars() {
        let keeps = c.is_ascii_alphanumeric() || "-._~:/?#@!$&',;=%+".contains(c);
        if keeps {
            safe.push(c);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    // An address in angle brackets ends at the second and nowhere else; an entity in it would be read.
    format!("[{name}](<{}>)", safe.replace('&', "&amp;"))
}
