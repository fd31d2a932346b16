//! The Markdown of questions: checked when it is read, drawn when it is asked, as figures come into it only then.
//!
//! It is CommonMark with tables and strikethrough. What is drawn is safe whatever the text: text is escaped, raw HTML is
//! text, and the only addresses are links to other sites. The signs from U+E000 to U+E0FF, which stand for gaps, come
//! through as they are, and never inside a tag.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::escape_href;

use super::super::fences;
use super::super::fields::{Fields, Placed, is_web_address, shown};
use super::super::highlight::Painter;
use super::super::labels;
use super::super::markdown::{self, DEEPEST, Spot};
use super::super::render::{attribute, body_text};
use super::super::source::Source;

/// The signs that stand for gaps.
const GAPS: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e0ff}';

/// A mark before a text of one line that keeps it from being a list, a heading or another block. It is punctuation, so that
/// emphasis may begin after it.
const GUARD: char = ';';

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Draws a prompt, an explanation, a hint or a feedback: paragraphs, lists, quotes, tables, code in colour, and links to
/// other sites.
#[must_use]
pub fn question_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let events = events(text);
    if depth(&events) > DEEPEST {
        html.push_str("<p>");
        body_text(&mut html, text);
        html.push_str("</p>\n");
        return html;
    }
    Writer::default().blocks(&events, &mut html);
    html
}

/// Draws an option, an item or a side of a pair: one line with emphasis, code and links to other sites.
#[must_use]
pub fn question_inline(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 1);
    line.push(GUARD);
    for word in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.len() > 1 {
            line.push(' ');
        }
        line.push_str(word);
    }
    let mut html = String::with_capacity(line.len() * 2);
    let events = events(&line);
    let [(Event::Start(Tag::Paragraph), _), inner @ .., (Event::End(TagEnd::Paragraph), _)] = &events[..] else {
        body_text(&mut html, line.strip_prefix(GUARD).unwrap_or(&line));
        return html;
    };
    if depth(inner) > DEEPEST {
        body_text(&mut html, &line[1..]);
        return html;
    }
    let mut writer = Writer::default();
    for (index, (event, _)) in inner.iter().enumerate() {
        match event {
            Event::Text(words) if index == 0 => body_text(&mut html, words.strip_prefix(GUARD).unwrap_or(words)),
            event => writer.inline(event, &mut html),
        }
    }
    html
}

/// The words of such a line, plain.
#[must_use]
pub fn question_plain(text: &str) -> String {
    let line = format!("{GUARD}{}", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let words = markdown::plain(&events(&line));
    words.strip_prefix(GUARD).unwrap_or(&words).to_owned()
}

/// The events of a question's text.
pub(super) fn events(text: &str) -> Vec<Spot<'_>> {
    Parser::new_ext(text, options()).into_offset_iter().collect()
}

fn depth(events: &[Spot<'_>]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (event, _) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What is open while events are written.
#[derive(Default)]
struct Writer {
    /// Made for the first block of code.
    painter: Option<Painter>,
    /// For each link, whether it has an address.
    links: Vec<bool>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// The language and the text of a block of code.
    code: Option<(String, String)>,
}

impl Writer {
    fn blocks(&mut self, events: &[Spot<'_>], html: &mut String) {
        for (index, (event, _)) in events.iter().enumerate() {
            if let (Some((_, code)), Event::Text(words)) = (&mut self.code, event) {
                code.push_str(words);
                continue;
            }
            match event {
                Event::Start(tag) => self.start(events, index, tag, html),
                Event::End(tag) => self.end(*tag, html),
                event => self.inline(event, html),
            }
        }
    }

    fn start(&mut self, events: &[Spot<'_>], index: usize, tag: &Tag<'_>, html: &mut String) {
        match tag {
            Tag::Paragraph => html.push_str("<p>"),
            // A page has its headings; a question is a part of one.
            Tag::Heading { .. } => html.push_str("<p><strong>"),
            Tag::BlockQuote(_) => html.push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => without_gaps(fences::language(info)),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => html.push_str("<pre class=\"raw\" tabindex=\"0\">"),
            Tag::List(None) => html.push_str("<ul>\n"),
            Tag::List(Some(1)) => html.push_str("<ol>\n"),
            Tag::List(Some(first)) => html.extend(["<ol start=\"", &first.to_string(), "\">\n"]),
            Tag::Item => html.push_str("<li>"),
            Tag::Table(columns) => {
                self.columns.clone_from(columns);
                self.has_body = false;
                // Not a region: questions come several to a page, and their tables may have the same header.
                html.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
                attribute(html, &labels::label("Table", &without_gaps(&labels::header(events, index))));
                html.push_str("\"><table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                html.push_str(if self.has_body { "<tr>" } else { "<tbody>\n<tr>" });
                self.has_body = true;
            }
            Tag::TableCell => {
                html.push_str(if self.in_head { "<th scope=\"col\"" } else { "<td" });
                html.push_str(match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"r\">",
                    Some(Alignment::Center) => " class=\"c\">",
                    _ => ">",
                });
            }
            tag => self.inline(&Event::Start(tag.clone()), html),
        }
    }

    fn end(&mut self, tag: TagEnd, html: &mut String) {
        match tag {
            TagEnd::Paragraph => html.push_str("</p>\n"),
            TagEnd::Heading(_) => html.push_str("</strong></p>\n"),
            TagEnd::BlockQuote(_) => html.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    let painted = self.painter.get_or_insert_with(Painter::new).paint(&language, &code);
                    fences::code(html, &language, &painted);
                }
            }
            TagEnd::HtmlBlock => html.push_str("</pre>\n"),
            TagEnd::List(ordered) => html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => html.push_str("</li>\n"),
            TagEnd::Table => html.push_str(if self.has_body { "</tbody></table></div>\n" } else { "</table></div>\n" }),
            TagEnd::TableHead => {
                self.in_head = false;
                html.push_str("</tr></thead>\n");
            }
            TagEnd::TableRow => html.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.column += 1;
                html.push_str(if self.in_head { "</th>" } else { "</td>" });
            }
            tag => self.inline(&Event::End(tag), html),
        }
    }

    /// Writes what may stand in a line. Of an image, its words are written.
    fn inline(&mut self, event: &Event<'_>, html: &mut String) {
        match event {
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => body_text(html, words),
            Event::Code(words) => {
                html.push_str("<code>");
                body_text(html, words);
                html.push_str("</code>");
            }
            Event::SoftBreak => html.push('\n'),
            Event::HardBreak => html.push_str("<br>\n"),
            Event::Rule => html.push_str("<hr>\n"),
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => html.push_str("</em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => html.push_str("</strong>"),
            Event::Start(Tag::Strikethrough) => html.push_str("<del>"),
            Event::End(TagEnd::Strikethrough) => html.push_str("</del>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let outside = is_web_address(dest_url);
                if outside {
                    html.push_str("<a class=\"outside\" href=\"");
                    // Writing into a string cannot fail.
                    let _ = escape_href(&mut *html, dest_url);
                    html.push_str("\" rel=\"noopener\">");
                }
                self.links.push(outside);
            }
            Event::End(TagEnd::Link) if self.links.pop() == Some(true) => html.push_str("</a>"),
            // Images, and what is not among the options.
            _ => {}
        }
    }
}

/// For attributes: what stands for a gap is put in its place later, and that must not be in a tag.
fn without_gaps(text: &str) -> String {
    text.replace(|c| GAPS.contains(&c), "…")
}

/// A text of blocks that says something, checked.
pub(super) fn block(fields: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    let text = fields.filled(key)?;
    check(fields.source(), &text);
    Some(text)
}

/// The same for a text that may be left out.
pub(super) fn optional_block(fields: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    fields.has(key).then(|| block(fields, key)).flatten()
}

/// The hints, checked.
pub(super) fn hints(fields: &Fields<'_>) -> Vec<Placed<String>> {
    let hints = fields.texts("hints").unwrap_or_default();
    for hint in &hints {
        if hint.value.trim().is_empty() {
            fields.source().fault(hint.at, "a hint is empty; write something or take it out");
        }
        check(fields.source(), hint);
    }
    hints
}

/// A text of one line, checked.
pub(super) fn line(fields: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    let text = fields.filled(key)?;
    check_line(fields.source(), &text, "text");
    Some(text)
}

/// Checks a text of one line.
pub(super) fn check_line(source: &Source, text: &Placed<String>, what: &str) {
    if text.value.trim().is_empty() {
        source.fault(text.at, format!("the {what} is empty; write something"));
    } else if text.value.trim().contains('\n') {
        source.fault(text.at, format!("the {what} is more than one line; make it one"));
    } else {
        check(source, text);
    }
}

/// Notes what would not be drawn as its author means it.
fn check(source: &Source, text: &Placed<String>) {
    let fragment = source.fragment(&text.value);
    let events = markdown::parse_with(&fragment, 0..fragment.text.len(), options()).unwrap_or_default();
    for (event, range) in &events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if !is_web_address(dest_url) => {
                let message = format!(
                    "“{}” is not an address on the web; in a question link to https://… alone: its section is linked by itself",
                    shown(dest_url)
                );
                fragment.fault(range.start, message);
            }
            Event::Start(Tag::Image { .. }) => {
                fragment.fault(range.start, "a question shows no images; say it in words, a table or a block of code");
            }
            Event::Start(Tag::Heading { .. }) => {
                fragment.fault(range.start, "a question has no headings; use a paragraph");
            }
            _ => {}
        }
    }
    if let Some((at, sign)) = fragment.text.char_indices().find(|(_, c)| GAPS.contains(c)) {
        let message = format!("the sign U+{:04X} is kept for gaps; take it out", u32::from(sign));
        fragment.fault(at, message);
    }
    source.absorb(&fragment, text.at);
}
