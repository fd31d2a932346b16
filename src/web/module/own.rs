//! One's own values in the commands of a module, and the way to the commands as they were written.

use std::borrow::Cow;

use crate::app::App;
use crate::content::model::Workshop;
use crate::store::Reader;
use crate::tools;
use crate::web::design::current::{self, Opened};
use crate::web::design::own_words;
use crate::web::error::Wrong;
use crate::web::places;

/// What the address says that shows commands as they were written.
const ORIGINAL: &str = "original";

/// One's own values in the commands of a module.
#[derive(Debug, Default)]
pub struct Own {
    /// Examples with the values that take their place.
    pub(super) values: Vec<(&'static str, String)>,
    /// Whether any of them stands in the page.
    pub shown: bool,
    /// Names and titles of the tools that the design fills in.
    tools: Vec<(&'static str, &'static str)>,
    /// Where it is typed.
    pub change: String,
    /// The same page with the commands as they were written, or from there back.
    pub other: String,
    /// The commands are shown as they were written, though there are values for them.
    pub original: bool,
}

impl Own {
    /// Of the person who reads, and the query of the address.
    pub(in crate::web) async fn read(
        app: &App,
        workshop: &Workshop,
        m: usize,
        reader: Option<&Reader>,
        query: Option<&str>,
    ) -> Result<Self, Wrong> {
        let design = match reader {
            Some(reader) if !workshop.decisions.is_empty() => {
                current::chosen(app, reader.identity.person, &workshop.id).await?
            }
            _ => None,
        };
        Ok(Self::of(workshop, design.as_ref(), query, &places::module_address(workshop, m)))
    }

    fn of(workshop: &Workshop, design: Option<&Opened>, query: Option<&str>, here: &str) -> Self {
        let Some(opened) = design else { return Self::default() };
        let original = query.is_some_and(|query| query.split('&').any(|part| part == ORIGINAL));
        let values = opened.design.sheet.replacements();
        let original = original && !values.is_empty();
        Self {
            shown: false,
            tools: tools::TOOLS
                .iter()
                .map(|tool| tool.about())
                .filter(|about| !opened.design.inputs_for(about.name).is_empty())
                .map(|about| (about.name, about.title))
                .collect(),
            change: format!("/w/{}/design/sheet", workshop.id),
            other: if original { here.to_owned() } else { format!("{here}?{ORIGINAL}") },
            values: if original { Vec::new() } else { values },
            original,
        }
    }

    /// A section's text with the person's own values in its commands, and ways to the tools with their figures.
    pub(super) fn text<'a>(&mut self, html: &'a str) -> Cow<'a, str> {
        let mut text = match own_words::in_code(html, &self.values) {
            (own, true) => {
                self.shown = true;
                Cow::Owned(own)
            }
            _ => Cow::Borrowed(html),
        };
        for (name, title) in &self.tools {
            let mark = format!("<!--own:{name}-->");
            if text.contains(&mark) {
                let link = format!(
                    "<a class=\"plain\" href=\"/tools/{name}\">With your figures<span class=\"visually-hidden\"> in {title}</span></a>"
                );
                text = Cow::Owned(text.replace(&mark, &link));
            }
        }
        text
    }
}
