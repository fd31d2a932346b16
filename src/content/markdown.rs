//! The one Markdown parser: its options, and a module's text cut into events, headings and sections.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use super::fields::{Placed, shown};
use super::model::Heading;
use super::slug;
use super::source::Source;

/// The Markdown that workshops are written in: CommonMark with tables, footnotes, task lists, strikethrough, definition
/// lists, heading attributes and GitHub's alerts.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

/// The deepest that quotes, lists and emphasis may stand inside each other. Browsers stop at a few hundred.
pub(super) const DEEPEST: usize = 50;

/// An event of the parser and where it stands in the file.
pub(super) type Spot<'a> = (Event<'a>, Range<usize>);

/// A module's text, cut into sections. Ranges without a type are indices into `events`.
#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) events: Vec<Spot<'a>>,
    /// What stands before the first section.
    pub(super) intro: Range<usize>,
    pub(super) sections: Vec<SectionDraft>,
    /// The ids of the headings inside sections, by the index of the event that begins the heading.
    pub(super) anchors: HashMap<usize, String>,
}

/// One section before its text is drawn.
pub(super) struct SectionDraft {
    pub(super) id: Placed<String>,
    /// Plain text.
    pub(super) title: String,
    pub(super) optional: bool,
    pub(super) was: Vec<Was>,
    /// What stands between the begin and the end of the heading.
    pub(super) heading: Range<usize>,
    pub(super) body: Range<usize>,
    pub(super) headings: Vec<Heading>,
}

/// A former name of a section.
pub(super) struct Was {
    /// None for a section that was always in this module.
    pub(super) module: Option<String>,
    pub(super) section: String,
    pub(super) at: usize,
}

/// A heading as the parser gives it.
struct Found {
    begin: usize,
    end: usize,
    at: usize,
    level: u8,
    /// Not inside a quote, a list or a footnote.
    top: bool,
    id: Option<Placed<String>>,
    optional: Option<usize>,
    was: Vec<Was>,
    title: String,
}

/// Parses a part of a file. Nothing comes of text that is nested too deep: that is noted, and no page is made of it.
pub(super) fn parse(source: &Source, part: Range<usize>) -> Option<Vec<Spot<'_>>> {
    parse_with(source, part, options())
}

/// The same with other options.
pub(super) fn parse_with(source: &Source, part: Range<usize>, options: Options) -> Option<Vec<Spot<'_>>> {
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(&source.text[part.clone()], options).into_offset_iter() {
        let range = part.start + range.start..part.start + range.end;
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    let message =
                        format!("quotes, lists or emphasis are nested deeper than {DEEPEST}; make the text flatter");
                    source.fault(range.start, message);
                    return None;
                }
                if let Tag::CodeBlock(CodeBlockKind::Fenced(_)) = tag
                    && !is_closed(&source.text[range.clone()])
                {
                    let line = source.line(range.start);
                    let message =
                        format!("the fence opened in line {line} is never closed; end it with the same marks");
                    source.fault(range.start, message);
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        events.push((event, range));
    }
    Some(events)
}

/// Whether a fenced block ends with the marks it began with.
fn is_closed(block: &str) -> bool {
    let Some(mark) = block.chars().next() else { return true };
    let marks = block.chars().take_while(|c| *c == mark).count();
    let Some((_, rest)) = block.split_once('\n') else { return false };
    let last = rest.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    last.len() >= marks && last.chars().all(|c| c == mark)
}

impl<'a> Draft<'a> {
    /// Cuts the Markdown that begins at an offset, and notes what is wrong with its structure.
    pub(super) fn read(source: &'a Source, begin: usize) -> Self {
        let Some(events) = parse(source, begin..source.text.len()) else { return Self::default() };
        let mut draft = Self { intro: 0..events.len(), events, ..Self::default() };
        let found = headings(source, &draft.events);
        draft.cut(source, found);
        if draft.sections.is_empty() {
            source.fault(begin, "there is no section; begin one with a heading such as ## First steps");
        }
        draft
    }

    fn cut(&mut self, source: &Source, found: Vec<Found>) {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let starts = |h: &Found| h.top && h.level == 2;
        // Sections and ids that are written out come first: an id made from a title gives way to them.
        let mut ids: Vec<Option<String>> = Vec::new();
        let mut number = 0;
        for heading in &found {
            let mut id = heading.id.clone();
            if starts(heading) {
                number += 1;
                id = id.or_else(|| Some(section_id(source, heading, number)));
            }
            if let Some(id) = &id {
                take(source, &mut taken, id);
            }
            ids.push(id.map(|id| id.value));
        }
        let mut repeated: HashMap<String, usize> = HashMap::new();
        let mut level = 1;
        for (heading, id) in found.into_iter().zip(ids) {
            let id = id.unwrap_or_else(|| free_id(&heading.title, &mut taken, &mut repeated));
            if heading.top {
                check_level(source, &heading, level);
                level = heading.level;
            }
            if starts(&heading) {
                self.last_body().end = heading.begin;
                let id = Placed { value: id, at: heading.id.map_or(heading.at, |id| id.at) };
                self.sections.push(SectionDraft {
                    id,
                    title: heading.title,
                    optional: heading.optional.is_some(),
                    was: heading.was,
                    heading: heading.begin + 1..heading.end,
                    body: heading.end + 1..self.events.len(),
                    headings: Vec::new(),
                });
                continue;
            }
            if let Some(at) = heading.optional.or(heading.was.first().map(|was| was.at)) {
                source.fault(at, "“.optional” and “was” belong to sections; put them on the heading with ##");
            }
            if heading.top
                && let Some(section) = self.sections.last_mut()
            {
                section.headings.push(Heading { id: id.clone(), title: heading.title, level: heading.level.max(3) });
            }
            self.anchors.insert(heading.begin, id);
        }
    }

    fn last_body(&mut self) -> &mut Range<usize> {
        match self.sections.last_mut() {
            Some(section) => &mut section.body,
            None => &mut self.intro,
        }
    }
}

/// Finds all headings and reads their attributes.
fn headings(source: &Source, events: &[Spot<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (begin, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let length =
                    events[begin..].iter().position(|(event, _)| matches!(event, Event::End(end) if is_heading(*end)));
                let end = begin + length.unwrap_or(0);
                let mut heading = Found {
                    begin,
                    end,
                    at: range.start,
                    level: *level as u8,
                    top: depth == 0,
                    id: None,
                    optional: None,
                    was: Vec::new(),
                    title: plain(&events[begin..end]).trim().to_owned(),
                };
                let attributes = Attributes::of(source, range);
                if let Some(id) = id {
                    heading.id = attributes.id(id);
                }
                for class in classes {
                    match class.as_ref() {
                        "optional" => heading.optional = Some(attributes.place(".optional")),
                        other => attributes.unknown(&format!(".{other}")),
                    }
                }
                for (name, value) in attrs {
                    match (name.as_ref(), value) {
                        ("was", Some(value)) => heading.was.extend(attributes.was(value)),
                        (other, _) => attributes.unknown(other),
                    }
                }
                if depth == 0 && *level == HeadingLevel::H1 {
                    source.fault(
                        range.start,
                        "a # heading does not belong here: the title stands in the front matter; use ##",
                    );
                }
                found.push(heading);
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

fn is_heading(end: pulldown_cmark::TagEnd) -> bool {
    matches!(end, pulldown_cmark::TagEnd::Heading(_))
}

/// The braces at the end of a heading.
struct Attributes<'s> {
    source: &'s Source,
    heading: Range<usize>,
}

impl<'s> Attributes<'s> {
    fn of(source: &'s Source, heading: &Range<usize>) -> Self {
        let brace = source.text[heading.clone()].rfind('{').unwrap_or(0);
        Self { source, heading: heading.start + brace..heading.end }
    }

    fn place(&self, word: &str) -> usize {
        self.heading.start + self.source.text[self.heading.clone()].find(word).unwrap_or(0)
    }

    fn id(&self, id: &str) -> Option<Placed<String>> {
        let at = self.place(&format!("#{id}"));
        if !slug::is_id(id) {
            self.source.fault(at, format!("“{}” is not an id; use {}", shown(id), slug::FORM));
            return None;
        }
        Some(Placed { value: id.to_owned(), at })
    }

    fn was(&self, value: &str) -> Vec<Was> {
        let one = |name: &str| {
            let (module, section) = match name.split_once('/') {
                Some((module, section)) => (Some(module), section),
                None => (None, name),
            };
            let at = self.place("was");
            if !slug::is_id(section) || !module.is_none_or(slug::is_id) {
                let message =
                    format!("“{}” is not a former name; write was=old-section or was=module/section", shown(name));
                self.source.fault(at, message);
                return None;
            }
            Some(Was { module: module.map(str::to_owned), section: section.to_owned(), at })
        };
        value.trim_matches('"').split(',').filter_map(one).collect()
    }

    fn unknown(&self, name: &str) {
        let near = slug::nearest(name, [".optional", "was"]).map(|near| format!("did you mean “{near}”? "));
        let message = format!(
            "there is no heading attribute “{}”; {}it knows #id, .optional and was=old-id",
            shown(name),
            near.unwrap_or_default()
        );
        self.source.fault(self.place(name), message);
    }
}

fn section_id(source: &Source, heading: &Found, number: usize) -> Placed<String> {
    let value = slug::slug(&heading.title).unwrap_or_else(|| {
        let id = format!("section-{number}");
        let message = format!(
            "the title gives no id, so “{id}” stands in, which changes when sections move; write one, as in {{#my-id}}"
        );
        source.warning(heading.at, message);
        id
    });
    Placed { value, at: heading.at }
}

fn take(source: &Source, taken: &mut HashMap<String, usize>, id: &Placed<String>) {
    if let Some(first) = taken.get(&id.value) {
        let line = source.line(*first);
        let message = format!(
            "the id “{}” is already used in line {line}; give this heading another, as in {{#my-id}}",
            id.value
        );
        source.fault(id.at, message);
    } else {
        taken.insert(id.value.clone(), id.at);
    }
}

/// An id for a heading inside a section, with a number when its title stands elsewhere in the module, too.
fn free_id(title: &str, taken: &mut HashMap<String, usize>, repeated: &mut HashMap<String, usize>) -> String {
    let slug = slug::slug(title).unwrap_or_else(|| "heading".to_owned());
    let mut id = slug.clone();
    let count = repeated.entry(slug.clone()).or_insert(1);
    while taken.contains_key(&id) {
        *count += 1;
        id = format!("{slug}-{count}");
    }
    taken.insert(id.clone(), 0);
    id
}

fn check_level(source: &Source, heading: &Found, before: u8) {
    let level = heading.level;
    if level <= before + 1 || level < 3 {
        return;
    }
    let marks = "#".repeat(usize::from(before) + 1);
    source.warning(
        heading.at,
        if before == 1 {
            format!("a heading of level {level} comes before the first section; begin a section with ##")
        } else {
            format!("the heading jumps from level {before} to level {level}; use {marks}")
        },
    );
}

/// The words of some events, as plain text on one line.
pub(super) fn plain(events: &[Spot<'_>]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) | Event::Html(words) => {
                text.push_str(words);
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
