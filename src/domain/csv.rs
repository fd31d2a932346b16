//! Tables with commas, as spreadsheets write them: parted into fields.

use super::typed::looks_like_formula;

/// Why a table cannot be parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordsError {
    /// A quotation mark is never closed: the line it stands in.
    OpenQuote(usize),
    /// There are more lines than were allowed.
    TooLong,
}

/// The fields of each line with its number; a field in quotation marks may hold anything.
///
/// A first line with more semicolons or tabs than commas says that those part the fields. Lines without any text are left out,
/// a byte order mark as well.
pub fn records(text: &str, most: usize) -> Result<Vec<(usize, Vec<String>)>, RecordsError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|c| (head.matches(*c).count(), *c == ',')).unwrap_or(',');
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    let (mut fields, mut field) = (Vec::new(), String::new());
    let (mut line, mut started, mut quoted, mut opened) = (1, 1, false, 1);
    let mut rest = text.chars().peekable();
    loop {
        let next = rest.next();
        match next {
            Some('"') if quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
            Some('"') if quoted => quoted = false,
            Some('"') if field.is_empty() => (quoted, opened) = (true, line),
            None if quoted => return Err(RecordsError::OpenQuote(opened)),
            Some('\r') if !quoted && rest.peek() == Some(&'\n') => {}
            Some(c) if c == separator && !quoted => fields.push(std::mem::take(&mut field)),
            None | Some('\n') if !quoted => {
                fields.push(std::mem::take(&mut field));
                let record: Vec<String> = std::mem::take(&mut fields);
                if record.iter().any(|field| !field.trim().is_empty()) {
                    found.push((started, record));
                }
                if found.len() > most {
                    return Err(RecordsError::TooLong);
                }
                line += 1;
                started = line;
                if next.is_none() {
                    return Ok(found);
                }
            }
            Some(c) => {
                line += usize::from(c == '\n');
                field.push(c);
            }
            None => return Ok(found),
        }
    }
}

/// A field without the apostrophe that keeps a spreadsheet from taking it for a formula.
#[must_use]
pub fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => field,
    }
}
