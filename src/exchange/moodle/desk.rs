//! What the reader of one question has at hand.

use super::super::html::{Style, bare, markdown};
use super::super::report::{Fate, Fault, Report};
use super::super::xml::Element;

/// The most gaps of a question.
pub(super) const MOST_GAPS: usize = 200;

/// Settings that change nothing here, with the value that says what we do anyway.
const NEUTRAL: [(&str, &[&str]); 18] = [
    ("defaultgrade", &["1", "1.0000000", "1.0"]),
    ("penalty", &["0", "0.0000000"]),
    ("hidden", &["0"]),
    ("shuffleanswers", &["1", "true"]),
    ("answernumbering", &["none"]),
    ("usecase", &["0"]),
    ("showstandardinstruction", &["0"]),
    ("shownumcorrect", &[""]),
    ("unitgradingtype", &["0"]),
    ("unitpenalty", &["0", "0.1", "0.1000000"]),
    ("showunits", &["0", "3"]),
    ("unitsleft", &["0"]),
    ("layouttype", &["VERTICAL", "0"]),
    ("selecttype", &["ALL", "0"]),
    ("selectcount", &["0"]),
    ("gradingtype", &["LONGEST_ORDERED_SUBSET"]),
    ("showgrading", &["SHOW", "1"]),
    ("numberingstyle", &["none"]),
];

/// A question that is read.
pub(super) struct Desk<'a> {
    /// The whole document.
    pub document: &'a str,
    pub question: &'a Element,
    pub place: (usize, &'a str),
    pub report: &'a mut Report,
}

impl Desk<'_> {
    pub fn note(&mut self, what: impl Into<String>, fate: Fate, detail: impl Into<String>) {
        self.report.note(self.place, what, fate, detail);
    }

    pub fn fault(&self, element: &Element, message: impl Into<String>) -> Fault {
        Fault::at(self.document, element.at, message)
    }

    /// The style of an element's text, and the text.
    pub fn raw<'e>(&mut self, element: &'e Element) -> Result<(Style, &'e str), Fault> {
        let named = element.attribute("format").unwrap_or("html");
        let style = Style::of(named).unwrap_or_else(|| {
            self.note("unknown text format", Fate::TurnedInto("HTML".to_owned()), named);
            Style::Html
        });
        let Some(text) = element.child("text") else { return Ok((style, element.text.as_str())) };
        if let Some(inside) = text.children.first() {
            return Err(self.fault(
                inside,
                format!("<{}> stands in a text as an element; put the text into <![CDATA[…]]>", inside.name),
            ));
        }
        for file in element.all("file") {
            self.note("file in the bank", Fate::LeftOut, file.attribute("name").unwrap_or_default());
        }
        Ok((style, text.text.as_str()))
    }

    /// An element's text as Markdown.
    pub fn text(&mut self, element: &Element) -> Result<String, Fault> {
        let (style, raw) = self.raw(element)?;
        Ok(self.shown(raw, style, &element.name))
    }

    /// A text as Markdown; what is lost is noted.
    pub fn shown(&mut self, raw: &str, style: Style, part: &str) -> String {
        let (markdown, lost) = markdown(raw, style);
        for (what, fate, detail) in lost {
            self.note(what, fate, format!("{part}: {detail}"));
        }
        markdown
    }

    /// An element's text as it is typed.
    pub fn bare(&mut self, element: &Element) -> Result<String, Fault> {
        let (style, raw) = self.raw(element)?;
        Ok(bare(raw, if element.attribute("format").is_some() { style } else { Style::Plain }))
    }

    /// The text of a child; empty when there is none.
    pub fn part(&mut self, of: &Element, name: &str) -> Result<String, Fault> {
        of.child(name).map_or(Ok(String::new()), |part| self.text(part))
    }

    /// What an answer says to whoever gives it.
    pub fn feedback(&mut self, answer: &Element) -> Result<Option<String>, Fault> {
        Ok(Some(self.part(answer, "feedback")?).filter(|feedback| !feedback.is_empty()))
    }

    /// What an answer earns, in percent.
    pub fn share(&self, answer: &Element) -> Result<f64, Fault> {
        let text = answer.attribute("fraction").unwrap_or("0").trim();
        let share = text.parse::<f64>().ok().filter(|share| share.is_finite());
        share.ok_or_else(|| self.fault(answer, format!("the fraction “{text}” is no number; write 100, 0 or -50")))
    }

    pub fn setting(&self, name: &str) -> &str {
        self.question.child(name).map_or("", |child| child.child("text").unwrap_or(child).text.trim())
    }

    /// Notes all that nobody read and that is not what we do anyway.
    pub fn leave(&mut self, known: &[&str]) -> Result<(), Fault> {
        const COMMON: [&str; 7] = ["name", "questiontext", "generalfeedback", "idnumber", "tags", "hint", "single"];
        for child in &self.question.children {
            let name = child.name.as_str();
            let value = child.text.trim();
            let neutral = NEUTRAL.iter().any(|(setting, values)| *setting == name && values.contains(&value));
            if neutral || COMMON.contains(&name) || known.contains(&name) {
                continue;
            }
            if name.ends_with("feedback") {
                let text = self.text(child)?;
                if !text.is_empty() {
                    self.note(format!("{name} for the whole answer"), Fate::LeftOut, text);
                }
                continue;
            }
            let within = child.child("text").map_or(value, |text| text.text.as_str()).to_owned();
            self.note(format!("setting {name}"), Fate::LeftOut, within);
        }
        Ok(())
    }
}
