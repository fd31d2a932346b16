//! Drawings that stand in the page itself, so that they follow its theme: SVG of a small, safe kind, and nothing else.
//!
//! The reader takes XML apart letter by letter and writes it anew from the elements and attributes it knows. Whatever it
//! does not know is a fault with its place, so nothing passes that nobody thought of.

use std::collections::HashMap;

use super::fields::shown;
use super::slug;
use super::source::Source;
use allowed::{ATTRIBUTES, ELEMENTS, LEFT_OUT, frame, is_local_id, number, safe_value};

mod allowed;

/// The largest drawing that is put into a page, in bytes.
const LARGEST: usize = 200 * 1024;
/// The deepest that elements may stand inside each other.
const DEEPEST: usize = 32;
/// Stands before every id of a drawing until it is put into a page. The character cannot occur in a text file.
const PREFIX: char = '\0';

/// A drawing that is safe to put into a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    /// Attributes of the outermost element, each with a space before it.
    attributes: String,
    /// What stands inside of it.
    inner: String,
    /// The outermost `<desc>`, as HTML: what the drawing says, in words.
    pub(super) words: String,
}

impl Drawing {
    /// Reads a drawing; none when something in it is not allowed, which is noted with its place.
    pub(super) fn read(source: &Source) -> Option<Self> {
        if source.text.len() > LARGEST {
            let most = LARGEST / 1024;
            source.fault(0, format!("the drawing is larger than {most} KB; simplify it or show it as a PNG"));
            return None;
        }
        let mut reader = Reader {
            text: &source.text,
            at: 0,
            out: String::new(),
            words_from: 0,
            open: Vec::new(),
            drawing: None,
            open_ids: Vec::new(),
            ids: HashMap::new(),
            named: Vec::new(),
        };
        match reader.document() {
            Ok(()) => reader.drawing,
            Err((at, message)) => {
                source.fault(at, message);
                None
            }
        }
    }

    /// The drawing as HTML with its ids made unique by a number; hidden from screen readers when it has no label.
    pub(super) fn html(&self, number: usize, label: &str) -> String {
        let mut name = String::new();
        // Writing into a string cannot fail.
        let _ = pulldown_cmark_escape::escape_html(&mut name, label);
        let role = if label.is_empty() {
            "aria-hidden=\"true\"".to_owned()
        } else {
            format!("role=\"img\" aria-label=\"{name}\"")
        };
        let html = format!("<svg class=\"drawing\"{} {role}>{}</svg>", self.attributes, self.inner);
        html.replace(PREFIX, &format!("d{number}."))
    }
}

/// What is wrong, and where.
type Wrong = (usize, String);

struct Reader<'s> {
    text: &'s str,
    at: usize,
    out: String,
    /// Where the words of the outermost `<desc>` begin in `out`.
    words_from: usize,
    open: Vec<&'static str>,
    drawing: Option<Drawing>,
    /// The ids of the elements that are open.
    open_ids: Vec<Option<String>>,
    /// All ids, and whether a `<use>` stands inside.
    ids: HashMap<String, bool>,
    /// What must be there when all is read: the place, the id, and whether `<use>` names it.
    named: Vec<(usize, String, bool)>,
}

impl<'s> Reader<'s> {
    fn document(&mut self) -> Result<(), Wrong> {
        self.skip_space();
        if self.text[self.at..].starts_with("<?xml") {
            self.skip_to("?>", "the XML declaration")?;
        }
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with("<!--") {
                self.skip_to("-->", "the comment")?;
            } else if rest.starts_with("</") {
                self.end()?;
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                return self.wrong("a declaration is not allowed in a drawing; take it out");
            } else if rest.starts_with('<') {
                self.begin()?;
            } else {
                self.words()?;
            }
        }
        if let Some(name) = self.open.last() {
            return self.wrong(format!("<{name}> is never closed; end it with </{name}>"));
        }
        if self.drawing.is_none() {
            self.at = 0;
            return self.wrong("there is no drawing in the file; begin it with <svg viewBox=\"0 0 720 300\" …>");
        }
        for (at, id, used) in &self.named {
            match self.ids.get(id) {
                None => {
                    let near = slug::nearest(id, self.ids.keys().map(String::as_str));
                    let advice = near.map_or_else(
                        || "give one element this id".to_owned(),
                        |near| format!("did you mean “{near}”?"),
                    );
                    return Err((*at, format!("there is no id “{id}” in the drawing; {advice}")));
                }
                // A few of those in each other would make a browser draw billions.
                Some(true) if *used => return Err((*at, format!("“{id}” holds a <use> itself; draw it without"))),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Text between elements.
    fn words(&mut self) -> Result<(), Wrong> {
        let end = self.text[self.at..].find('<').map_or(self.text.len(), |length| self.at + length);
        let raw = &self.text[self.at..end];
        match self.open.last() {
            Some(&("text" | "tspan" | "title" | "desc")) => {
                let words = self.unescape(raw)?;
                let _ = pulldown_cmark_escape::escape_html_body_text(&mut self.out, &words);
            }
            _ if raw.trim().is_empty() => {}
            _ => {
                self.at += raw.len() - raw.trim_start().len();
                return self.wrong("words may stand only inside <text>, <tspan>, <title> and <desc>");
            }
        }
        self.at = end;
        Ok(())
    }

    fn end(&mut self) -> Result<(), Wrong> {
        let begin = self.at;
        self.at += 2;
        let name = self.name();
        self.skip_space();
        if self.open.last() != Some(&name) || !self.eat(">") {
            self.at = begin;
            return match self.open.last() {
                Some(open) => self.wrong(format!("</{}> closes nothing here; <{open}> is open", shown(name))),
                None => self.wrong(format!("</{}> closes nothing here; take it out", shown(name))),
            };
        }
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.open_ids.pop();
        if let (true, Some(drawing)) = (self.open.is_empty(), &mut self.drawing) {
            drawing.inner = std::mem::take(&mut self.out);
        } else if let ("desc", 1, Some(drawing)) = (name, self.open.len(), &mut self.drawing) {
            // It stands below the drawing, where everybody can read it.
            drawing.words.push_str(self.out.split_off(self.words_from).trim());
        } else {
            self.out.extend(["</", name, ">"]);
        }
    }

    fn begin(&mut self) -> Result<(), Wrong> {
        let begin = self.at;
        self.at += 1;
        let name = self.name();
        let Some(name) = ELEMENTS.into_iter().find(|known| *known == name) else {
            self.at = begin;
            let near = slug::nearest(name, ELEMENTS).map(|near| format!("did you mean <{near}>? "));
            let advice = near.unwrap_or_default();
            return self.wrong(format!(
                "<{}> is not allowed in a drawing; {advice}it may hold {}",
                shown(name),
                ELEMENTS.join(", ")
            ));
        };
        let parent = self.open.last().copied();
        let misplaced = match (name, parent) {
            ("svg", None) => self.drawing.is_some().then_some("a file holds one drawing; take the second out"),
            ("svg", Some(_)) => Some("<svg> may not stand inside another; use <g>"),
            (_, None) => Some("a drawing begins with <svg>"),
            (_, Some("title" | "desc")) => Some("<title> and <desc> hold words alone"),
            _ => None,
        };
        if let Some(message) = misplaced {
            self.at = begin;
            return self.wrong(message);
        }
        if self.open.len() == DEEPEST {
            self.at = begin;
            return self.wrong(format!("elements are nested deeper than {DEEPEST}; make the drawing flatter"));
        }
        let attributes = self.attributes(name, begin)?;
        self.open.push(name);
        if name == "use" {
            for id in self.open_ids.iter().flatten() {
                self.ids.insert(id.clone(), true);
            }
        }
        if parent.is_none() {
            self.drawing = Some(Drawing { attributes, inner: String::new(), words: String::new() });
        } else if name == "desc" && self.open.len() == 2 {
            self.words_from = self.out.len();
        } else {
            self.out.extend(["<", name, &attributes, ">"]);
        }
        if self.eat("/>") {
            self.close();
            return Ok(());
        }
        if self.eat(">") { Ok(()) } else { self.wrong(format!("<{name}> is never ended; write > or />")) }
    }

    fn attributes(&mut self, element: &'static str, begin: usize) -> Result<String, Wrong> {
        let mut written = String::new();
        let mut names: Vec<&str> = Vec::new();
        let (mut view, mut size, mut own) = (None, (None, None), None);
        loop {
            let before = self.at;
            self.skip_space();
            if self.at == self.text.len() || self.text[self.at..].starts_with(['>', '/']) {
                break;
            }
            let place = self.at;
            let name = self.name();
            if name.is_empty() || before == place {
                return self.wrong("an attribute is expected here, as in width=\"10\"");
            }
            let value = self.value(name)?;
            let fail = |message: String| Err((place, message));
            if names.contains(&name) {
                return fail(format!("{} is given twice; give it once", shown(name)));
            }
            names.push(name);
            if LEFT_OUT.contains(&name) {
                continue;
            }
            let value = match name {
                "id" if !is_local_id(&value) => {
                    return fail("an id in a drawing is letters, digits, - and _".to_owned());
                }
                "id" => {
                    if self.ids.insert(value.clone(), element == "use").is_some() {
                        return fail(format!("the id “{value}” is there twice; give one element another"));
                    }
                    own = Some(value.clone());
                    format!("{PREFIX}{value}")
                }
                "href" | "xlink:href" => match value.strip_prefix('#').filter(|id| is_local_id(id)) {
                    Some(id) if element == "use" => {
                        self.named.push((place, id.to_owned(), true));
                        format!("#{PREFIX}{id}")
                    }
                    Some(_) => return fail(format!("{} belongs to <use>", shown(name))),
                    None => {
                        return fail(format!("{} may lead only to an id in the same drawing, as in #box", shown(name)));
                    }
                },
                known if ATTRIBUTES.contains(&known) => match safe_value(known, &value) {
                    Ok((value, id)) => {
                        self.named.extend(id.map(|id| (place, id, false)));
                        value
                    }
                    Err(message) => return fail(message),
                },
                other => {
                    let near =
                        slug::nearest(other, ATTRIBUTES.iter().copied()).map(|near| format!("did you mean {near}?"));
                    let advice = match other {
                        "style" => "write each of its properties as an attribute of its own".to_owned(),
                        _ => near.unwrap_or_else(|| "take it out".to_owned()),
                    };
                    return fail(format!("the attribute {} is not allowed in a drawing; {advice}", shown(other)));
                }
            };
            if element == "svg" {
                match name {
                    "viewBox" => view = Some(value.clone()),
                    "width" => size.0 = number(&value),
                    "height" => size.1 = number(&value),
                    _ => {}
                }
                if matches!(name, "viewBox" | "width" | "height" | "class" | "x" | "y") {
                    continue;
                }
            }
            let name = if name == "xlink:href" { "href" } else { name };
            written.extend([" ", name, "=\""]);
            let _ = pulldown_cmark_escape::escape_html(&mut written, &value);
            written.push('"');
        }
        self.open_ids.push(own);
        if element == "svg" {
            let Some(frame) = frame(view.as_deref(), size) else {
                let message =
                    "the drawing does not say how large it is; give <svg> a viewBox, as in viewBox=\"0 0 720 300\"";
                return Err((begin, message.to_owned()));
            };
            written.insert_str(0, &frame);
        }
        Ok(written)
    }

    fn value(&mut self, name: &str) -> Result<String, Wrong> {
        self.skip_space();
        if !self.eat("=") {
            return self.wrong(format!("{} has no value; give it one, as in {}=\"10\"", shown(name), shown(name)));
        }
        self.skip_space();
        let quote = self.text[self.at..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return self.wrong(format!("the value of {} is not in quotes; put it in quotes", shown(name)));
        };
        self.at += 1;
        let Some(length) = self.text[self.at..].find(quote) else {
            return self.wrong(format!("the value of {} never ends; close the quotes", shown(name)));
        };
        let raw = &self.text[self.at..self.at + length];
        if let Some(at) = raw.find('<') {
            self.at += at;
            return self.wrong("< may not stand in a value; write &lt;");
        }
        let value = self.unescape(raw)?;
        self.at += length + 1;
        Ok(value)
    }

    /// Replaces the five entities of XML and numbered characters.
    fn unescape(&self, raw: &str) -> Result<String, Wrong> {
        let mut words = String::new();
        let mut rest = raw;
        while let Some(begin) = rest.find('&') {
            words.push_str(&rest[..begin]);
            let entity = &rest[begin + 1..];
            let length = entity.find(';').filter(|length| *length < 12);
            let letter = length.and_then(|length| match &entity[..length] {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                other => {
                    let number = other.strip_prefix('#')?;
                    let code = match number.strip_prefix('x') {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code).filter(|letter| !letter.is_control())
                }
            });
            let (Some(letter), Some(length)) = (letter, length) else {
                let at = self.at + (raw.len() - rest.len()) + begin;
                return Err((at, "this is no entity of XML; write &amp; for the sign &".to_owned()));
            };
            words.push(letter);
            rest = &entity[length + 1..];
        }
        words.push_str(rest);
        Ok(words)
    }

    fn name(&mut self) -> &'s str {
        let rest = &self.text[self.at..];
        let end = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<' | '"' | '\'');
        let name = &rest[..rest.find(end).unwrap_or(rest.len())];
        self.at += name.len();
        name
    }

    fn eat(&mut self, sign: &str) -> bool {
        let there = self.text[self.at..].starts_with(sign);
        self.at += if there { sign.len() } else { 0 };
        there
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn skip_to(&mut self, end: &str, what: &str) -> Result<(), Wrong> {
        let Some(length) = self.text[self.at..].find(end) else {
            return self.wrong(format!("{what} never ends; close it with {end}"));
        };
        self.at += length + end.len();
        Ok(())
    }

    fn wrong<T>(&self, message: impl Into<String>) -> Result<T, Wrong> {
        Err((self.at, message.into()))
    }
}
