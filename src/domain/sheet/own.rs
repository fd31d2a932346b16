//! One's own values in the place of the examples that commands are written with.

use super::{FIELDS, Kind, Sheet, field};

impl Sheet {
    /// A field's value as it stands in one line of a command; entries of a list with commas between.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        Some(match field(name)?.kind {
            Kind::Prefixes | Kind::Lines => value.lines().collect::<Vec<_>>().join(","),
            _ => value.to_owned(),
        })
    }

    /// Example values of commands with what stands in the sheet instead, the longest example first, so that none takes a
    /// part of another.
    #[must_use]
    pub fn replacements(&self) -> Vec<(&'static str, String)> {
        let known = FIELDS.iter().filter(|field| field.in_commands);
        let mut found: Vec<(&'static str, String)> = known
            .filter_map(|field| Some((field.example, self.own(field.name)?)))
            .filter(|(example, own)| example != own)
            .map(|(example, own)| (example, quoted(own)))
            .collect();
        found.sort_by_key(|(example, _)| std::cmp::Reverse(example.len()));
        found
    }
}

/// Words of commands after which an example that is a common word stands for the participant's own; anywhere else it may be the name of
/// something different.
const ONLY_AFTER: [(&str, &[&str]); 1] =
    [("shop", &["--namespace", "-n", "namespace", "namespace:", "--namespace=", "serviceaccount:"])];

/// A part of a text of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// As it was written.
    Written(&'t str),
    /// One's own value in the place of an example.
    Own {
        /// The example that stood there.
        example: &'static str,
        /// The value.
        value: &'t str,
    },
}

/// Takes a text of commands apart, with one's own values in the place of the examples ([`Sheet::replacements`]). Only whole words are
/// replaced: `snet-nodes-2` stays, as does `10.0.0.100` beside `10.0.0.10`; what was put in is not looked at again. `before` is what
/// stands before the text in its line.
#[must_use]
pub fn pieces<'t>(before: &str, text: &'t str, own: &'t [(&'static str, String)]) -> Vec<Piece<'t>> {
    let (mut pieces, mut written, mut at) = (Vec::new(), 0, 0);
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let last = text[..at].chars().next_back().or_else(|| before.chars().next_back());
        let here = own.iter().find(|(example, _)| {
            rest.starts_with(example)
                && whole(example, last, &rest[example.len()..])
                && belongs(example, before, &text[..at])
        });
        if let Some((example, value)) = here {
            if written < at {
                pieces.push(Piece::Written(&text[written..at]));
            }
            pieces.push(Piece::Own { example, value });
            at += example.len();
            written = at;
        } else {
            at += next.len_utf8();
        }
    }
    if written < text.len() {
        pieces.push(Piece::Written(&text[written..]));
    }
    pieces
}

/// Whether what stands before an example says that it is the participant's own, where that has to be said.
fn belongs(example: &str, line: &str, text: &str) -> bool {
    let Some((_, words)) = ONLY_AFTER.iter().find(|(word, _)| *word == example) else { return true };
    let line = match text.rsplit_once('\n') {
        Some((_, line)) => line.to_owned(),
        None => format!("{line}{text}"),
    };
    let line = line.trim_end_matches(['"', '\'']);
    words.iter().any(|word| {
        let end = if word.ends_with([':', '=']) { line.trim_end() } else { line.trim_end_matches(' ') };
        let glued = word.ends_with([':', '=']) || end.len() < line.len();
        glued && end.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    })
}

/// A value as a shell takes it for one word: a resource group may have parentheses. None of the names has a quotation mark.
fn quoted(own: String) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | ',');
    if own.chars().all(plain) { own } else { format!("'{own}'") }
}

/// Whether an example stands there as a word of its own. Names may be followed by the rest of a host name, and stand in one;
/// a single word such as a namespace may not, as `shop.example.com` is no namespace.
fn whole(example: &str, before: Option<char>, after: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let number = example.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | ':'));
    let dotted = number || !(example.contains(['-', '.']) || example.len() > 8);
    let stops = |c: char| part(c) || (dotted && c == '.');
    let mut next = after.chars();
    let first = next.next();
    // A full stop at the end of a sentence parts words, one inside of a name does not.
    let goes_on = match first {
        Some('.') => dotted && next.next().is_some_and(part),
        Some('/') => number && !example.contains('/') && next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => part(c),
        None => false,
    };
    // An underscore joins parts, as in registry_data_westeurope.
    !before.is_some_and(|c| c != '_' && stops(c)) && !goes_on
}
