//! The signs of GIFT, and the back slash that takes their meaning.

/// Where these signs stand without a back slash before them.
pub(super) fn places(raw: &str, signs: &[char]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut after_slash = false;
    for (at, letter) in raw.char_indices() {
        if !after_slash && signs.contains(&letter) {
            places.push(at);
        }
        after_slash = !after_slash && letter == '\\';
    }
    places
}

/// The text before and after the first such sign.
pub(super) fn split(raw: &str, sign: char) -> (&str, Option<&str>) {
    match places(raw, &[sign]).first() {
        Some(at) => (&raw[..*at], Some(&raw[at + sign.len_utf8()..])),
        None => (raw, None),
    }
}

/// The text that was meant.
pub(super) fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut letters = raw.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some(sign @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\')) => out.push(sign),
            Some('n') => out.push('\n'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

/// The same, without the line break that guards white space at either end.
pub(super) fn unguarded(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    text.strip_suffix('\n').unwrap_or(text).to_owned()
}

/// A text as it is written.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// The same, with line breaks around white space at its ends, which would be trimmed.
pub(super) fn guarded(text: &str) -> String {
    let start = if text.starts_with(char::is_whitespace) { "\\n" } else { "" };
    let end = if text.ends_with(char::is_whitespace) { "\\n" } else { "" };
    format!("{start}{}{end}", escaped(text))
}

/// A weight such as `%-33.33333%` at the beginning, in percent, and what follows it.
pub(in crate::exchange) fn weight(raw: &str) -> (Option<f64>, &str) {
    let found = raw.strip_prefix('%').and_then(|rest| {
        let (number, after) = rest.split_once('%')?;
        let shape = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
        let number = number.trim();
        (!number.is_empty() && number.len() < 20 && number.chars().all(shape)).then_some(())?;
        Some((number.parse::<f64>().ok()?, after))
    });
    found.map_or((None, raw), |(number, after)| (Some(number), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_after_a_back_slash_are_text() {
        assert_eq!(places(r"a\~b~c\\~d", &['~']), [4, 8]);
        assert_eq!(unescaped(r"\{\}\~\=\#\:\\\n\*\"), "{}~=#:\\\n\\*\\");
        for text in ["{ } = ~ # : \\ \\n", " ends ", "\n\nlines\n", "", "ü→"] {
            assert_eq!(unguarded(&unescaped(&guarded(text))), text);
        }
    }

    #[test]
    fn weights_stand_between_percent_signs() {
        let cases = [
            ("%50%x", Some(50.0), "x"),
            ("%-16.66667%x", Some(-16.66667), "x"),
            ("%x%", None, "%x%"),
            ("5%", None, "5%"),
            ("%%", None, "%%"),
        ];
        for (raw, number, after) in cases {
            assert_eq!(weight(raw), (number, after), "{raw}");
        }
    }
}
