//! What a handout holds and where: everything that has to be found again in the workshop.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::content::markdown;

/// The deepest that quotes, lists and emphasis may stand inside each other in a workshop.
const DEEPEST: usize = 50;

/// A handout, read. All ranges are places in its text.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) headings: Vec<Heading>,
    /// Links and images, in order.
    pub(super) links: Vec<Link>,
    pub(super) codes: Vec<Code>,
    /// Where tables begin, those in footnotes left out.
    pub(super) tables: Vec<usize>,
    pub(super) footnote_tables: usize,
    /// Words that are read, by where they stand.
    pub(super) words: Vec<(usize, usize)>,
    /// Paragraphs of plain prose: not in lists, quotes or tables.
    pub(super) paragraphs: Vec<(usize, String)>,
    /// Raw HTML, piece by piece.
    pub(super) html: Vec<(Range<usize>, String)>,
    /// Rules between chapters or inside them, not in quotes or lists.
    pub(super) rules: Vec<Range<usize>>,
    pub(super) footnotes: Vec<Footnote>,
    /// Where a footnote is named, and its label.
    pub(super) footnote_uses: Vec<(usize, String)>,
    /// Reference definitions by their labels in small letters.
    pub(super) definitions: HashMap<String, Definition>,
    /// Where blocks begin that are not inside others: anything at all that is shown.
    pub(super) blocks: Vec<usize>,
}

/// A heading of the handout.
pub(super) struct Heading {
    pub(super) range: Range<usize>,
    /// What stands in it, without marks and without attributes.
    pub(super) content: Range<usize>,
    /// Plain text on one line; may be empty.
    pub(super) title: String,
    /// 1 to 6.
    pub(super) level: u8,
    /// False inside quotes, lists and footnotes: those are no structure.
    pub(super) top: bool,
    /// The id that the author gave it.
    pub(super) id: Option<String>,
    /// Attributes beside the id, as written.
    pub(super) attributes: Option<String>,
}

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `[text](address)`
    Inline,
    /// `[text][label]` or `[label]`
    Reference,
    /// `[label][]`; the parser's range leaves the empty brackets out.
    Collapsed,
    /// `<address>`
    Bare,
}

/// A link or an image.
pub(super) struct Link {
    pub(super) range: Range<usize>,
    pub(super) image: bool,
    pub(super) style: Style,
    /// Where what carries the link ends: at its closing bracket.
    pub(super) inner_end: usize,
    /// The address as the parser reads it.
    pub(super) url: String,
    pub(super) title: String,
    pub(super) label: String,
    /// Plain text.
    pub(super) text: String,
    /// The footnote that it stands in.
    pub(super) footnote: Option<String>,
    /// In a table a bar ends the cell, wherever it stands.
    pub(super) in_table: bool,
}

/// A code block.
pub(super) struct Code {
    pub(super) range: Range<usize>,
    /// The words after the fence; none for indented code.
    pub(super) info: Option<String>,
    pub(super) text: String,
    pub(super) footnote: Option<String>,
}

/// A footnote's definition.
pub(super) struct Footnote {
    pub(super) range: Range<usize>,
    pub(super) label: String,
}

/// A link reference definition.
pub(super) struct Definition {
    pub(super) at: usize,
    pub(super) label: String,
    pub(super) url: String,
    pub(super) title: Option<String>,
}

/// How labels are compared.
pub(super) fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The handout's dialect: braces after a heading are read by [`Survey`] itself, because many handouts have braces there that
/// are just braces.
fn options() -> Options {
    markdown::options() - Options::ENABLE_HEADING_ATTRIBUTES
}

/// What is open while the events go by.
struct Open {
    links: Vec<usize>,
    heading: Option<usize>,
    code: Option<usize>,
    footnote: Option<String>,
    paragraph: Option<String>,
    table: bool,
    depth: usize,
}

impl Survey {
    /// Reads the text; fails with the place where it is nested too deep for a workshop.
    pub(super) fn read(text: &str) -> Result<Self, usize> {
        let parser = Parser::new_ext(text, options()).into_offset_iter();
        let mut survey = Self::default();
        for (label, definition) in parser.reference_definitions().iter() {
            let definition = Definition {
                at: definition.span.start,
                label: label.to_owned(),
                url: definition.dest.to_string(),
                title: definition.title.as_ref().map(ToString::to_string),
            };
            survey.definitions.insert(label_key(label), definition);
        }
        let mut open = Open {
            links: Vec::new(),
            heading: None,
            code: None,
            footnote: None,
            paragraph: None,
            table: false,
            depth: 0,
        };
        for (event, range) in parser {
            survey.take(text, event, range, &mut open)?;
        }
        for heading in &mut survey.headings {
            heading.finish(text);
        }
        for link in survey.links.iter_mut().filter(|link| link.style == Style::Collapsed) {
            if text[link.range.end..].starts_with("[]") {
                link.range.end += 2;
            }
        }
        Ok(survey)
    }

    fn take(&mut self, text: &str, event: Event<'_>, range: Range<usize>, open: &mut Open) -> Result<(), usize> {
        // Whatever stands in a heading widens its content.
        if let Some(heading) = open.heading
            && !matches!(event, Event::End(TagEnd::Heading(_)))
        {
            let content = &mut self.headings[heading].content;
            *content =
                if content.start == content.end { range.clone() } else { content.start..content.end.max(range.end) };
        }
        // And whatever stands in a link: the address begins after it.
        if !matches!(event, Event::End(_)) {
            for link in &open.links {
                let link = &mut self.links[*link];
                link.inner_end = link.inner_end.max(range.end);
            }
        }
        match event {
            Event::Start(tag) => {
                if open.depth == 0 && !matches!(tag, Tag::FootnoteDefinition(_)) {
                    self.blocks.push(range.start);
                }
                self.begin(tag, &range, open);
                open.depth += 1;
                if open.depth > DEEPEST {
                    return Err(range.start);
                }
            }
            Event::End(tag) => {
                open.depth = open.depth.saturating_sub(1);
                self.end(tag, open);
            }
            Event::Text(words) if open.code.is_some() => {
                if let Some(code) = open.code {
                    self.codes[code].text.push_str(&words);
                }
            }
            Event::Text(words) | Event::Code(words) => self.say(&words, &range, open),
            Event::SoftBreak | Event::HardBreak => self.say(" ", &range, open),
            Event::Html(html) | Event::InlineHtml(html) => {
                if let Some(heading) = open.heading {
                    self.headings[heading].title.push_str(&html);
                }
                self.html.push((range, html.to_string()));
            }
            Event::FootnoteReference(label) => self.footnote_uses.push((range.start, label_key(&label))),
            Event::Rule => {
                if open.depth == 0 {
                    self.blocks.push(range.start);
                    // The range may begin with the spaces before and end with the line's end.
                    let end = range.start + text[range.clone()].trim_end().len();
                    self.rules.push(range.start..end);
                }
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        Ok(())
    }

    fn begin(&mut self, tag: Tag<'_>, range: &Range<usize>, open: &mut Open) {
        match tag {
            Tag::Heading { level, .. } => {
                open.heading = Some(self.headings.len());
                self.headings.push(Heading {
                    range: range.clone(),
                    content: range.start..range.start,
                    title: String::new(),
                    level: level as u8,
                    top: open.depth == 0,
                    id: None,
                    attributes: None,
                });
            }
            Tag::Link { link_type, dest_url, title, id } => {
                self.link(false, link_type, [dest_url.as_ref(), &title, &id], range, open);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.link(true, link_type, [dest_url.as_ref(), &title, &id], range, open);
            }
            Tag::CodeBlock(kind) => {
                open.code = Some(self.codes.len());
                self.codes.push(Code {
                    range: range.clone(),
                    info: match kind {
                        CodeBlockKind::Fenced(info) => Some(info.to_string()),
                        CodeBlockKind::Indented => None,
                    },
                    text: String::new(),
                    footnote: open.footnote.clone(),
                });
            }
            Tag::Table(_) => {
                open.table = true;
                if open.footnote.is_none() {
                    self.tables.push(range.start);
                } else {
                    self.footnote_tables += 1;
                }
            }
            Tag::FootnoteDefinition(label) => {
                open.footnote = Some(label_key(&label));
                self.footnotes.push(Footnote { range: range.clone(), label: label_key(&label) });
            }
            Tag::Paragraph if open.depth == 0 => open.paragraph = Some(String::new()),
            _ => {}
        }
    }

    fn link(
        &mut self,
        image: bool,
        kind: LinkType,
        [url, title, label]: [&str; 3],
        range: &Range<usize>,
        open: &mut Open,
    ) {
        let style = match kind {
            LinkType::Autolink | LinkType::Email => Style::Bare,
            LinkType::Inline => Style::Inline,
            LinkType::Collapsed => Style::Collapsed,
            _ => Style::Reference,
        };
        let url = if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
        open.links.push(self.links.len());
        self.links.push(Link {
            range: range.clone(),
            image,
            style,
            inner_end: range.start + if image { 2 } else { 1 },
            url,
            title: title.to_owned(),
            label: label_key(label),
            text: String::new(),
            footnote: open.footnote.clone(),
            in_table: open.table,
        });
    }

    fn end(&mut self, tag: TagEnd, open: &mut Open) {
        match tag {
            TagEnd::Heading(_) => open.heading = None,
            TagEnd::Link | TagEnd::Image => {
                open.links.pop();
            }
            TagEnd::CodeBlock => open.code = None,
            TagEnd::Table => open.table = false,
            TagEnd::FootnoteDefinition => open.footnote = None,
            TagEnd::Paragraph => {
                if let Some(paragraph) = open.paragraph.take() {
                    let at = self.blocks.last().copied().unwrap_or(0);
                    self.paragraphs.push((at, paragraph));
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, words: &str, range: &Range<usize>, open: &mut Open) {
        if let Some(heading) = open.heading {
            self.headings[heading].title.push_str(words);
        }
        for link in &open.links {
            self.links[*link].text.push_str(words);
        }
        if let Some(paragraph) = &mut open.paragraph {
            paragraph.push_str(words);
        }
        let count = words.split_whitespace().count();
        if count > 0 {
            self.words.push((range.start, count));
        }
    }

    /// Words that are read in a part of the text.
    pub(super) fn words_in(&self, part: &Range<usize>) -> usize {
        self.words.iter().filter(|(at, _)| part.contains(at)).map(|(_, count)| count).sum()
    }
}

impl Heading {
    /// Tidies the title and takes attributes such as `{#id .class}` off it. Braces that hold something else are text.
    fn finish(&mut self, text: &str) {
        if self.content.start < self.content.end {
            // The parser's first word begins behind a backslash that escapes it.
            let source = &text[self.range.clone()];
            let rest = source.trim_start_matches('#');
            let marked = rest.len() < source.len() && rest.starts_with([' ', '\t']);
            let words = if marked { rest.trim_start() } else { source.trim_start() };
            self.content.start = self.range.end - words.len();
        }
        let content = &text[self.content.clone()];
        let content_trimmed = content.trim_end();
        self.content.end = self.content.start + content_trimmed.len();
        if let Some(inner) = content_trimmed.strip_suffix('}')
            && let Some(brace) = inner.rfind('{')
            && (brace == 0 || inner[..brace].ends_with([' ', '\t']))
        {
            let words: Vec<&str> = inner[brace + 1..].split_whitespace().collect();
            if words.first().is_some_and(|word| word.len() > 1 && word.starts_with(['#', '.'])) {
                let written = &content_trimmed[brace..];
                self.id = words.iter().find_map(|word| word.strip_prefix('#')).map(str::to_owned);
                self.attributes = (words.len() > 1 || self.id.is_none()).then(|| written.to_owned());
                self.content.end = self.content.start + inner[..brace].trim_end().len();
                self.title = self.title.trim_end().strip_suffix(written).unwrap_or(&self.title).to_owned();
            }
        }
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
