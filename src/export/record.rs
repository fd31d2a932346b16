//! One line of a table with commas (RFC 4180), as every such table here is written.

use crate::domain::typed::looks_like_formula;

/// Adds a line of fields that are [ready](text).
pub(super) fn write(out: &mut String, fields: impl IntoIterator<Item = String>) {
    let mut fields = fields.into_iter();
    out.extend(fields.next());
    for field in fields {
        out.push(',');
        out.push_str(&field);
    }
    out.push_str("\r\n");
}

/// A text as a field: in quotation marks where it needs them, with an apostrophe in front of what a spreadsheet could take
/// for a formula.
pub(super) fn text(text: &str) -> String {
    let guard = if looks_like_formula(text) { "'" } else { "" };
    let text = format!("{guard}{text}");
    if text.contains([',', ';', '"', '\n', '\r', '\t']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
