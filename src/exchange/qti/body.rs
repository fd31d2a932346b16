//! Markdown as the XHTML that QTI has.

use std::fmt::Write as _;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::super::xml::escaped;

/// Blocks of a text. Each of the gaps, what is to stand in place of `{1}` and so on, is put in once; one that the text
/// does not name comes at the end.
pub(super) fn blocks(text: &str, gaps: &[String]) -> String {
    let mut out = Out { text: String::new(), gaps, used: vec![false; gaps.len()], heads: false, image: None };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        out.event(event);
    }
    for (n, gap) in gaps.iter().enumerate().filter(|(n, _)| !out.used[*n]) {
        let _ = write!(out.text, "<p>{}: {gap}</p>", n + 1);
    }
    if out.text.is_empty() { "<p></p>".to_owned() } else { out.text }
}

/// The same, without the paragraph around where there is but one.
pub(super) fn bare(text: &str) -> String {
    let blocks = blocks(text, &[]);
    let one =
        blocks.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|rest| !rest.contains("<p>"));
    one.map_or_else(|| blocks.clone(), str::to_owned)
}

/// Whether the text shows pictures that are not on the web.
pub(super) fn local_images(text: &str) -> Vec<String> {
    let image = |event| match event {
        Event::Start(Tag::Image { dest_url, .. }) if !dest_url.contains("://") => Some(dest_url.to_string()),
        _ => None,
    };
    Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(image).collect()
}

struct Out<'g> {
    text: String,
    gaps: &'g [String],
    used: Vec<bool>,
    /// Within the head of a table.
    heads: bool,
    /// The address of an image whose words are read.
    image: Option<(String, String)>,
}

impl Out<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // Mathematics and footnotes are not switched on.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::Code(text) => {
                self.tag("<code>");
                self.text(&text);
                self.tag("</code>");
            }
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.tag("<br/>"),
            Event::Rule => self.tag("<hr/>"),
            Event::TaskListMarker(_) => {}
        }
    }

    fn tag(&mut self, tag: &str) {
        if self.image.is_none() {
            self.text.push_str(tag);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, words)) = &mut self.image {
            words.push_str(text);
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            self.text.push_str(&escaped(&rest[..at]));
            let number = rest[at + 1..]
                .split_once('}')
                .and_then(|(number, _)| Some((number.len(), number.parse::<usize>().ok()?)));
            let gap = number.and_then(|(length, n)| Some((length, n.checked_sub(1)?)));
            if let Some((length, n)) = gap.filter(|(_, n)| self.used.get(*n) == Some(&false)) {
                self.used[n] = true;
                self.text.push_str(&self.gaps[n]);
                rest = &rest[at + length + 2..];
            } else {
                self.text.push('{');
                rest = &rest[at + 1..];
            }
        }
        self.text.push_str(&escaped(rest));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.tag("<p>"),
            Tag::Heading { level, .. } => self.tag(&format!("<{}>", heading(level))),
            Tag::BlockQuote(_) => self.tag("<blockquote>"),
            Tag::CodeBlock(_) => self.tag("<pre>"),
            Tag::List(Some(_)) => self.tag("<ol>"),
            Tag::List(None) => self.tag("<ul>"),
            Tag::Item => self.tag("<li>"),
            Tag::Table(_) => self.tag("<table>"),
            Tag::TableHead => {
                self.heads = true;
                self.tag("<thead><tr>");
            }
            Tag::TableRow => self.tag("<tr>"),
            Tag::TableCell => self.tag(if self.heads { "<th>" } else { "<td>" }),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Link { dest_url, .. } => self.tag(&format!("<a href=\"{}\">", escaped(&dest_url))),
            Tag::Image { dest_url, .. } => self.image = Some((dest_url.to_string(), String::new())),
            Tag::Strikethrough => self.tag("<span>"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.tag("</p>"),
            TagEnd::Heading(level) => self.tag(&format!("</{}>", heading(level))),
            TagEnd::BlockQuote(_) => self.tag("</blockquote>"),
            TagEnd::CodeBlock => self.tag("</pre>"),
            TagEnd::List(true) => self.tag("</ol>"),
            TagEnd::List(false) => self.tag("</ul>"),
            TagEnd::Item => self.tag("</li>"),
            TagEnd::Table => self.tag("</tbody></table>"),
            TagEnd::TableHead => {
                self.heads = false;
                self.tag("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.tag("</tr>"),
            TagEnd::TableCell => self.tag(if self.heads { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Link => self.tag("</a>"),
            TagEnd::Strikethrough => self.tag("</span>"),
            TagEnd::Image => {
                if let Some((address, words)) = self.image.take() {
                    let _ = write!(self.text, "<img src=\"{}\" alt=\"{}\"/>", escaped(&address), escaped(&words));
                }
            }
            _ => {}
        }
    }
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}
