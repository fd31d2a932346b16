//! One text file of the folder, and the findings about it by their place in the text.

use std::cell::RefCell;

use super::finding::{Finding, Severity};

/// A text file. Line ends are `\n`, whatever they were in the file, and there is no byte order mark, so that every parser
/// sees the same text; neither changes the line or column of anything.
pub(super) struct Source {
    /// The path inside the folder.
    pub(super) file: String,
    /// See above.
    pub(super) text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Offsets into the text with what is wrong there; turned into lines and columns at the end in one sweep.
    found: RefCell<Vec<(usize, Severity, String)>>,
}

impl Source {
    /// Reads bytes as text, or says where they stop being UTF-8.
    pub(super) fn new(file: &str, bytes: &[u8]) -> Result<Self, Finding> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let before = Self::of_text(file, &good);
            let (line, column) = before.position(before.text.len());
            let byte = bytes[error.valid_up_to()];
            let message = format!("the byte 0x{byte:02X} is not UTF-8; save the file in the encoding UTF-8");
            Finding { severity: Severity::Fault, file: file.to_owned(), line, column, message }
        })?;
        let source = Self::of_text(file, text);
        if let Some(at) = source.text.find('\0') {
            let (line, column) = source.position(at);
            let message =
                "there is a NUL character, so this is no text; take it out or save the file as text".to_owned();
            return Err(Finding { severity: Severity::Fault, file: file.to_owned(), line, column, message });
        }
        Ok(source)
    }

    /// A text inside of a file that is parsed on its own, such as a value in quotes.
    pub(super) fn fragment(&self, text: &str) -> Self {
        Self::of_text(&self.file, text)
    }

    /// Takes over what was found in a fragment that begins at an offset: exactly there when the fragment stands in the file
    /// as it is, else at its begin.
    pub(super) fn absorb(&self, fragment: &Self, begin: usize) {
        let exact = self.text[begin..].starts_with(&fragment.text);
        let moved = fragment.found.take().into_iter();
        let moved = moved.map(|(at, severity, message)| (if exact { begin + at } else { begin }, severity, message));
        self.found.borrow_mut().extend(moved);
    }

    fn of_text(file: &str, text: &str) -> Self {
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.to_owned(), text, lines, found: RefCell::default() }
    }

    /// Notes something that refuses the workshop.
    pub(super) fn fault(&self, at: usize, message: impl Into<String>) {
        self.found.borrow_mut().push((at, Severity::Fault, message.into()));
    }

    /// Notes something the author should know.
    pub(super) fn warning(&self, at: usize, message: impl Into<String>) {
        self.found.borrow_mut().push((at, Severity::Warning, message.into()));
    }

    /// Notes something that only `--strict` asks for.
    pub(super) fn advice(&self, at: usize, message: impl Into<String>) {
        self.found.borrow_mut().push((at, Severity::Advice, message.into()));
    }

    /// How much was found so far: costly advice is for the first few hundred findings of a file.
    pub(super) fn found(&self) -> usize {
        self.found.borrow().len()
    }

    /// Whether nothing found so far refuses the workshop.
    pub(super) fn is_sound(&self) -> bool {
        self.found.borrow().iter().all(|(_, severity, _)| *severity != Severity::Fault)
    }

    /// The 1-based line of an offset.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|begin| *begin <= at)
    }

    /// The 1-based line and column of an offset.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let begin = self.lines[line - 1];
        (line, self.text[begin..self.text.floor_char_boundary(at)].chars().count() + 1)
    }

    /// All findings with their lines and columns, in the order of the text.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut found = self.found.take();
        found.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        found.dedup();
        // One sweep: the text may be a single line of megabytes with a finding at every word.
        let (mut line, mut column, mut last) = (1, 1, 0);
        let place = |(at, severity, message): (usize, Severity, String)| {
            let at = self.text.floor_char_boundary(at);
            let now = self.line(at);
            if now != line {
                (line, column, last) = (now, 1, self.lines[now - 1]);
            }
            column += self.text[last..at].chars().count();
            last = at;
            Finding { severity, file: self.file.clone(), line, column, message }
        };
        found.into_iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_whatever_the_line_ends() {
        for text in ["ä\nöü x\nlast", "ä\r\nöü x\r\nlast", "ä\röü x\rlast", "\u{feff}ä\nöü x\nlast"] {
            let source = Source::new("a.md", text.as_bytes()).unwrap();
            for (word, place) in [("ä", (1, 1)), ("ü", (2, 2)), ("x", (2, 4)), ("last", (3, 1))] {
                let at = source.text.find(word).unwrap();
                assert_eq!(source.position(at), place, "{word} in {text:?}");
                source.fault(at, word);
            }
            let found: Vec<_> = source.findings().iter().map(|f| (f.message.clone(), f.line, f.column)).collect();
            assert_eq!(
                found,
                [("ä", 1, 1), ("ü", 2, 2), ("x", 2, 4), ("last", 3, 1)].map(|(w, l, c)| (w.to_owned(), l, c))
            );
        }
    }

    #[test]
    fn the_first_byte_that_is_not_utf8_is_named_with_its_place() {
        let finding = Source::new("a.md", b"fine\r\n\xc3\xa4\xff").err().unwrap();
        assert_eq!(finding.to_string(), "a.md:2:2: the byte 0xFF is not UTF-8; save the file in the encoding UTF-8");
    }
}
