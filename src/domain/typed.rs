//! What people type, made fit to be kept: the same line ends everywhere, nothing that a database or a terminal chokes on.

/// A text of several lines: line ends as `\n`, no control characters but tabs and line ends, no white space at the end.
///
/// Browsers send `\r\n` from a form; `PostgreSQL` keeps no NUL.
#[must_use]
pub fn text(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    kept.trim_end().to_owned()
}

/// One line: control characters and line ends become spaces, runs of white space one space, none at the ends.
#[must_use]
pub fn line(typed: &str) -> String {
    let spaced: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a spreadsheet could take a text for a formula when it stands in a table: it begins with one of `=`, `+`, `-` and
/// `@`, wide or narrow and after any white space, or with a tab or the end of a line. An apostrophe at the beginning counts
/// as well, since one in front is how such a text is disarmed.
#[must_use]
pub fn looks_like_formula(text: &str) -> bool {
    const SIGNS: [char; 9] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{2212}'];
    text.starts_with(['\t', '\r', '\n', '\'']) || text.trim_start().starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_cannot_be_kept() {
        let cases = [
            ("a\r\nb\rc\n", "a\nb\nc"),
            ("tab\there", "tab\there"),
            ("nul\0 bell\u{7} csi\u{9b}31m", "nul bell csi31m"),
            ("  indented\n    code", "  indented\n    code"),
            (" \n ", ""),
        ];
        for (typed, kept) in cases {
            assert_eq!(text(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn a_line_is_one_line() {
        let cases = [
            ("  Maya \t R.\n", "Maya R."),
            ("a\0b", "a b"),
            ("O'Brien \"<script>\"", "O'Brien \"<script>\""),
            ("مريم", "مريم"),
            ("e\u{301}", "e\u{301}"),
            ("\u{1b}[31m", "[31m"),
        ];
        for (typed, kept) in cases {
            assert_eq!(line(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn formulas_are_known_by_how_they_begin() {
        for text in
            ["=1", "+1", "-1", "@a", "\t=", "\r1", "\n1", " =1", "＝1", "＋1", "－1", "＠a", "−1", "'=1", "\u{a0}=1"]
        {
            assert!(looks_like_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "1-2", "«=»", "مريم", "O'Brien", " a"] {
            assert!(!looks_like_formula(text), "{text:?}");
        }
    }
}
