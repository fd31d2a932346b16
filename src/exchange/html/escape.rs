//! Letters that mean something in Markdown, and letters with names in HTML.

/// A line of plain text as Markdown that shows just that.
pub fn plain(text: &str) -> String {
    line_start(&inline(text))
}

/// The same for a part of a line.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, next)| *next);
        let word = before.is_alphanumeric() && after.is_alphanumeric();
        let apart = before.is_whitespace() && after.is_whitespace();
        let means = match letter {
            '`' | '[' | ']' => true,
            '*' => !apart,
            '_' => !apart && !word,
            '\\' => after.is_ascii_punctuation() || after == ' ',
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '~' => after == '~' || before == '~',
            '&' => entity_at(&text[at..]).is_some(),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(letter);
        before = letter;
    }
    out
}

/// A line that is not taken for a heading, a list, a quote or a rule.
pub(super) fn line_start(line: &str) -> String {
    let bare = line.trim_start();
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let after = bare.as_bytes().get(digits).copied();
    if digits > 0 && digits < 10 && matches!(after, Some(b'.' | b')')) {
        return format!("{}\\{}", &bare[..digits], &bare[digits..]);
    }
    let hashes = bare.len() - bare.trim_start_matches('#').len();
    let heading = (1..=6).contains(&hashes) && bare[hashes..].chars().next().is_none_or(char::is_whitespace);
    let item = bare.starts_with(['-', '+']) && bare[1..].chars().next().is_none_or(|c| c.is_whitespace() || c == '-');
    let rule = !bare.is_empty() && bare.chars().all(|c| c == '=');
    if heading || item || rule || bare.starts_with('>') || bare.starts_with("~~~") {
        return format!("\\{bare}");
    }
    bare.to_owned()
}

/// The entity at the beginning of a text: its letters and its length.
pub(super) fn entity_at(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let name = &rest[..end];
    let letter = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')?
    } else {
        NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)?
    };
    Some((letter, end + 2))
}

/// A text with its entities read; an unknown one stays as it is.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (letter, length) = entity_at(&rest[at..]).unwrap_or(('&', 1));
        out.push(letter);
        rest = &rest[at + length..];
    }
    out + rest
}

/// The names that editors write.
const NAMED: [(&str, char); 44] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("ccedil", 'ç'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("iacute", 'í'),
    ("copy", '©'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("times", '×'),
    ("divide", '÷'),
    ("micro", 'µ'),
    ("middot", '·'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("rarr", '→'),
    ("le", '≤'),
    ("ge", '≥'),
];
