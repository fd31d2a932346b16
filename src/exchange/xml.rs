//! XML: a small tree to read from, and a writer. There are no entities but the five of XML itself and numbers, so that
//! nothing can be fetched and nothing grows; and no nesting beyond what a question bank can have.

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::report::Fault;

/// The deepest nesting.
const DEEPEST: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text right inside, without that of the children: white space around is left out, but not within CDATA.
    pub text: String,
    /// Where it begins, from 1.
    pub line: usize,
    /// The same as a byte of the document.
    pub at: usize,
    /// There was CDATA; then the text stays as it is.
    exact: bool,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn settle(&mut self) {
        if !self.exact {
            self.text = self.text.trim().to_owned();
        }
    }
}

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(text);
    let mut places = Places { text, at: 0, line: 1 };
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            Fault::at(text, at, explained(&error))
        })?;
        let fault = |message: &str| Err(Fault::at(text, at, message));
        match event {
            Event::Start(start) | Event::Empty(start) if open.len() == 1 && !open[0].children.is_empty() => {
                return fault(&format!(
                    "<{}> stands after the end; there is one outermost element",
                    start.name().as_ref()
                ));
            }
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return fault(&format!("elements are nested deeper than {DEEPEST}; no question bank is"));
                }
                open.push(element(&start, at, places.line_of(at)).map_err(|message| Fault::at(text, at, message))?);
            }
            Event::Empty(start) => {
                let element =
                    element(&start, at, places.line_of(at)).map_err(|message| Fault::at(text, at, message))?;
                inner(&mut open).children.push(element);
            }
            Event::End(_) => {
                if let (Some(mut done), true) = (open.pop(), !open.is_empty()) {
                    done.settle();
                    inner(&mut open).children.push(done);
                }
            }
            Event::Text(found) => inner(&mut open).add(&found.xml10_content(), false),
            Event::CData(found) => inner(&mut open).add(&found.xml10_content(), true),
            Event::GeneralRef(found) => {
                let Some(letter) = referred(&found) else {
                    let name: &str = &found;
                    return fault(&format!("&{name}; stands for nothing here; write the letter itself, or its number"));
                };
                inner(&mut open).add(letter.encode_utf8(&mut [0; 4]), false);
            }
            Event::DocType(found) if found.contains('[') || found.contains("SYSTEM") || found.contains("PUBLIC") => {
                return fault("the document declares things of its own (<!DOCTYPE …>); remove that line");
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let [document, unclosed @ ..] = &mut open[..] {
        if let Some(element) = unclosed.last() {
            let message = format!("<{}> of line {} is never closed; write </{0}>", element.name, element.line);
            return Err(Fault::at(text, text.len(), message));
        }
        if let (Some(root), true) = (document.children.pop(), document.text.trim().is_empty()) {
            return Ok(root);
        }
    }
    Err(Fault::new(1, 1, "this is no XML document: there is no outermost element, or text beside it"))
}

fn inner(open: &mut [Element]) -> &mut Element {
    let last = open.len() - 1;
    &mut open[last]
}

impl Element {
    fn add(&mut self, text: &str, exact: bool) {
        let blank = text.trim().is_empty();
        match (self.exact, exact) {
            // White space around CDATA is layout.
            (true, false) if blank => {}
            (false, true) => {
                let before = std::mem::take(&mut self.text);
                if !before.trim().is_empty() {
                    self.text = before;
                }
                self.text.push_str(text);
                self.exact = true;
            }
            _ => self.text.push_str(text),
        }
    }
}

fn element(start: &BytesStart<'_>, at: usize, line: usize) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute
            .map_err(|error| format!("an attribute of <{}> cannot be read: {error}", start.name().as_ref()))?;
        let name: &str = attribute.key.as_ref();
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| format!("the attribute {name} cannot be read: {error}"))?;
        attributes.push((name.to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, line, at, ..Element::default() })
}

fn referred(found: &BytesRef<'_>) -> Option<char> {
    if found.is_char_ref() {
        return found.resolve_char_ref().ok().flatten().filter(|c| allowed(*c));
    }
    Some(match &**found {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn explained(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("</{found}> closes nothing here; </{expected}> is what would come")
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => format!("</{found}> closes nothing"),
        error => format!("this is not well-formed XML: {error}"),
    }
}

/// Lines of places that only grow, each letter looked at once.
struct Places<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Places<'_> {
    fn line_of(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.split(|b| *b == b'\n').count() - 1;
        self.at = self.at.max(at);
        self.line
    }
}

/// Whether a document may have this letter.
pub(super) fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A text between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|c| allowed(*c)) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out
}

/// A text that stays as it is, the white space around it included.
pub(super) fn exact(text: &str) -> String {
    let plain = text.chars().all(|c| allowed(c) && !matches!(c, '&' | '<' | '>' | '\r')) && text.trim() == text;
    if plain {
        text.to_owned()
    } else {
        // Readers make one letter of each end of a line.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| allowed(*c)).collect();
        format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
    }
}
