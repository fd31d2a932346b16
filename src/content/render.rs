//! A module's events as HTML that needs no inline style, no script, and follows no address it was not given.
//!
//! One [`Renderer`] draws all parts of a module in order, because footnotes are numbered and ids are unique through the page.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::blocks::Known;
use super::fences::Fence;
use super::footnotes::Footnotes;
use super::highlight::Painter;
use super::images::Drawings;
use super::markdown::{Spot, plain};
use super::model::{Decision, Link, Quiz};
use super::resolve::Atlas;
use super::source::Source;

/// What is drawn of a part of a module.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) html: String,
    /// Plain text, code included.
    pub(super) text: String,
    /// Words outside of code blocks.
    pub(super) words: usize,
    pub(super) links: Vec<Link>,
    /// Ids of the terms named, each once.
    pub(super) terms: Vec<String>,
    /// Ids of the terms that were explained.
    pub(super) explained: HashSet<String>,
}

/// What pages need to know to be drawn; the same for all parts of a workshop.
#[derive(Clone, Copy)]
pub(super) struct Around<'r> {
    pub(super) atlas: &'r Atlas<'r>,
    pub(super) drawings: &'r Drawings<'r>,
    pub(super) known: &'r Known<'r>,
    /// The workshop's quizzes, as far as they are read by now.
    pub(super) quizzes: &'r [Quiz],
    /// The workshop's wizards, as far as they are read by now.
    pub(super) wizards: &'r [Decision],
}

/// Draws the parts of one module, in order. Writing into a string cannot fail, so the answers of `write!` are dropped.
pub(super) struct Renderer<'r, 'a> {
    pub(super) source: &'r Source,
    pub(super) events: &'r [Spot<'a>],
    pub(super) around: Around<'r>,
    /// The module's index; none in the glossary.
    pub(super) from: Option<usize>,
    anchors: &'r HashMap<usize, String>,
    pub(super) footnotes: Footnotes,
    pub(super) painter: Painter,
    /// Explanations of terms drawn so far.
    pub(super) tips: usize,
    /// Drawings drawn so far.
    pub(super) drawn: usize,
    /// Interactive blocks drawn so far.
    pub(super) blocks: usize,
    /// How often each name of a box that scrolls by itself was given.
    pub(super) region_labels: HashMap<String, usize>,
}

/// What is open while events are walked.
#[expect(clippy::struct_excessive_bools, reason = "each is about another element")]
#[derive(Default)]
pub(super) struct Open {
    /// For each link: what ends it, and, when it is listed, where its words begin in the text and where it leads.
    pub(super) links: Vec<(String, Option<(usize, String)>)>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Whether the cell that is open heads a column.
    heads: bool,
    has_body: bool,
    /// In a heading or another single line: terms are not explained there.
    pub(super) in_heading: bool,
    fence: Option<Fence>,
    /// Words are counted up to here in the text.
    counted: usize,
}

impl Open {
    /// Nothing is open yet, and the words so far are counted.
    pub(super) fn after(piece: &Piece) -> Self {
        Self { counted: piece.text.len(), ..Self::default() }
    }
}

impl<'r, 'a> Renderer<'r, 'a> {
    /// A renderer for parts (ranges of events) that will be drawn in this order.
    pub(super) fn new(
        source: &'r Source,
        events: &'r [Spot<'a>],
        anchors: &'r HashMap<usize, String>,
        parts: &[Range<usize>],
        from: Option<usize>,
        around: Around<'r>,
    ) -> Self {
        let footnotes = Footnotes::plan(source, events, parts);
        let (painter, region_labels) = (Painter::new(), HashMap::new());
        Self { source, events, around, from, anchors, footnotes, painter, tips: 0, drawn: 0, blocks: 0, region_labels }
    }

    /// Draws inline content, such as a heading or a goal. Terms are plain links there.
    pub(super) fn inline(&mut self, part: Range<usize>) -> Piece {
        let mut piece = Piece::default();
        let mut open = Open { in_heading: true, ..Open::default() };
        self.walk(part, &mut piece, &mut open);
        piece
    }

    /// Draws the part of that number of the plan, footnotes at its end.
    pub(super) fn part(&mut self, number: usize, part: Range<usize>) -> Piece {
        let mut piece = Piece::default();
        self.walk(part, &mut piece, &mut Open::default());
        self.draw_footnotes(number, &mut piece);
        piece
    }

    /// Draws events in order.
    pub(super) fn walk(&mut self, part: Range<usize>, piece: &mut Piece, open: &mut Open) {
        let mut index = part.start;
        while index < part.end {
            index = match &self.events[index].0 {
                Event::Start(tag) => self.start(index, tag, piece, open),
                Event::End(tag) => {
                    self.end(*tag, piece, open);
                    index + 1
                }
                other => {
                    self.leaf(index, other, piece, open);
                    index + 1
                }
            };
        }
        count(piece, open);
    }

    /// Begins an element and answers with the next event to look at.
    fn start(&mut self, index: usize, tag: &Tag<'a>, piece: &mut Piece, open: &mut Open) -> usize {
        // In a tight list a block may follow words without an end of a paragraph between them.
        if is_block(tag) && !piece.text.is_empty() && !piece.text.ends_with('\n') {
            piece.text.push('\n');
        }
        let html = &mut piece.html;
        match tag {
            Tag::Paragraph => {
                if let Some(end) = self.lone_image(index) {
                    html.push_str("<figure>");
                    self.image(index + 1, piece, true);
                    piece.html.push_str("</figure>\n");
                    piece.text.push('\n');
                    return end + 1;
                }
                html.push_str("<p>");
            }
            Tag::Heading { level, .. } => return self.heading(index, *level as u8, piece, open),
            Tag::BlockQuote(None) => html.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "Note"),
                    BlockQuoteKind::Tip => ("tip", "Tip"),
                    BlockQuoteKind::Important => ("important", "Important"),
                    BlockQuoteKind::Warning => ("warning", "Warning"),
                    BlockQuoteKind::Caution => ("caution", "Caution"),
                };
                let _ =
                    writeln!(html, "<aside class=\"aside {class}\" role=\"note\"><p class=\"aside-title\">{title}</p>");
            }
            Tag::CodeBlock(kind) => {
                count(piece, open);
                open.fence = Some(self.fence(index, kind));
            }
            Tag::HtmlBlock => html.push_str("<pre class=\"raw\" tabindex=\"0\">"),
            Tag::List(None) => html.push_str("<ul>\n"),
            Tag::List(Some(1)) => html.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(html, "<ol start=\"{first}\">");
            }
            Tag::Item => html.push_str(if self.is_task(index) { "<li class=\"task\">" } else { "<li>" }),
            Tag::FootnoteDefinition(_) => return self.end_of(index) + 1,
            Tag::DefinitionList => html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => html.push_str("<dt>"),
            Tag::DefinitionListDefinition => html.push_str("<dd>"),
            Tag::Table(columns) => {
                open.columns.clone_from(columns);
                open.has_body = false;
                let label = self.table_label(index);
                html.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
                attribute(html, &label);
                html.push_str("\"><table>");
            }
            Tag::TableHead => {
                open.in_head = true;
                open.column = 0;
                html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                open.column = 0;
                html.push_str(if open.has_body { "<tr>" } else { "<tbody>\n<tr>" });
                open.has_body = true;
            }
            Tag::TableCell => {
                let class = match open.columns.get(open.column) {
                    Some(Alignment::Right) => " class=\"r\"",
                    Some(Alignment::Center) => " class=\"c\"",
                    _ => "",
                };
                // An empty corner names no column.
                open.heads = open.in_head && !matches!(self.events.get(index + 1), Some((Event::End(_), _)));
                html.push_str(if open.heads { "<th scope=\"col\"" } else { "<td" });
                html.push_str(class);
                html.push('>');
            }
            Tag::Emphasis => html.push_str("<em>"),
            Tag::Strong => html.push_str("<strong>"),
            Tag::Strikethrough => html.push_str("<del>"),
            Tag::Link { link_type, dest_url, .. } => self.link(index, *link_type, dest_url, piece, open),
            Tag::Image { .. } => {
                self.image(index, piece, false);
                return self.end_of(index) + 1;
            }
            // Not among the options.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
        index + 1
    }

    /// Draws a heading inside a section, with a link to itself, and answers with the next event to look at.
    fn heading(&mut self, index: usize, level: u8, piece: &mut Piece, open: &mut Open) -> usize {
        // The page's title and the sections' headings stand above it, wherever it comes from.
        let level = level.max(3);
        let end = self.end_of(index);
        let anchors = self.anchors;
        let id = anchors.get(&index);
        let _ = write!(piece.html, "<h{level}");
        if let Some(id) = id {
            let _ = write!(piece.html, " id=\"{id}\"");
        }
        piece.html.push('>');
        open.in_heading = true;
        self.walk(index + 1..end, piece, open);
        open.in_heading = false;
        if let Some(id) = id {
            let _ = write!(piece.html, "<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to ");
            attribute(&mut piece.html, plain(&self.events[index..end]).trim());
            piece.html.push_str("\"></a>");
        }
        let _ = writeln!(piece.html, "</h{level}>");
        piece.text.push('\n');
        end + 1
    }

    fn end(&mut self, tag: TagEnd, piece: &mut Piece, open: &mut Open) {
        let (html, text) = (&mut piece.html, &mut piece.text);
        match tag {
            TagEnd::Paragraph => {
                html.push_str("</p>\n");
                text.push('\n');
            }
            TagEnd::BlockQuote(None) => html.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => html.push_str("</aside>\n"),
            TagEnd::CodeBlock => {
                let Some(fence) = open.fence.take() else { return };
                self.end_fence(&fence, piece);
                // Code is text for the search and no words for the reader.
                open.counted = piece.text.len();
            }
            TagEnd::HtmlBlock => {
                html.push_str("</pre>\n");
                text.push('\n');
            }
            TagEnd::List(ordered) => html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => {
                html.push_str("</li>\n");
                text.push('\n');
            }
            TagEnd::DefinitionList => html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                html.push_str("</dt>\n");
                text.push('\n');
            }
            TagEnd::DefinitionListDefinition => {
                html.push_str("</dd>\n");
                text.push('\n');
            }
            TagEnd::Table => html.push_str(if open.has_body { "</tbody></table></div>\n" } else { "</table></div>\n" }),
            TagEnd::TableHead => {
                open.in_head = false;
                html.push_str("</tr></thead>\n");
                text.push('\n');
            }
            TagEnd::TableRow => {
                html.push_str("</tr>\n");
                text.push('\n');
            }
            TagEnd::TableCell => {
                open.column += 1;
                html.push_str(if open.heads { "</th>" } else { "</td>" });
                open.heads = false;
                text.push(' ');
            }
            TagEnd::Emphasis => html.push_str("</em>"),
            TagEnd::Strong => html.push_str("</strong>"),
            TagEnd::Strikethrough => html.push_str("</del>"),
            TagEnd::Link => {
                let Some((end, named)) = open.links.pop() else { return };
                html.push_str(&end);
                if let Some((begin, url)) = named {
                    let words = text[begin..].split_whitespace().collect::<Vec<_>>().join(" ");
                    piece.links.push(Link { text: words, url });
                }
            }
            TagEnd::Heading(_)
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn leaf(&mut self, index: usize, event: &Event<'a>, piece: &mut Piece, open: &mut Open) {
        let (html, text) = (&mut piece.html, &mut piece.text);
        match event {
            Event::Text(words) => {
                if let Some(fence) = &mut open.fence {
                    fence.text.push_str(words);
                } else {
                    body_text(html, words);
                    text.push_str(words);
                }
            }
            Event::Code(words) => {
                html.push_str("<code>");
                body_text(html, words);
                html.push_str("</code>");
                text.push_str(words);
            }
            Event::Html(words) | Event::InlineHtml(words) => {
                body_text(html, words);
                text.push_str(words);
            }
            Event::SoftBreak => {
                html.push('\n');
                text.push(' ');
            }
            Event::HardBreak => {
                html.push_str("<br>\n");
                text.push(' ');
            }
            Event::Rule => html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label, html),
            Event::TaskListMarker(done) => {
                let label = self.task_label(index);
                html.push_str("<input type=\"checkbox\" disabled");
                html.push_str(if *done { " checked aria-label=\"" } else { " aria-label=\"" });
                attribute(html, &label);
                html.push_str("\"> ");
            }
            // Not among the options.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    /// The event that ends what begins at an index.
    pub(super) fn end_of(&self, index: usize) -> usize {
        let mut depth = 0_usize;
        for (offset, (event, _)) in self.events[index..].iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return index + offset;
            }
        }
        self.events.len() - 1
    }

    /// When a paragraph is one image and nothing else, the index of the paragraph's end.
    fn lone_image(&self, index: usize) -> Option<usize> {
        let (Event::Start(Tag::Image { .. }), _) = self.events.get(index + 1)? else { return None };
        let end = self.end_of(index + 1) + 1;
        matches!(self.events.get(end)?.0, Event::End(TagEnd::Paragraph)).then_some(end)
    }

    fn is_task(&self, item: usize) -> bool {
        let begin = match self.events.get(item + 1) {
            Some((Event::Start(Tag::Paragraph), _)) => item + 2,
            _ => item + 1,
        };
        matches!(self.events.get(begin), Some((Event::TaskListMarker(_), _)))
    }
}

/// Whether an element begins a line of its own.
fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::DefinitionList
            | Tag::Table(_)
    )
}

/// Counts the words that came since the last time.
fn count(piece: &mut Piece, open: &mut Open) {
    let words = piece.text[open.counted..].split_whitespace();
    piece.words += words.filter(|word| word.contains(char::is_alphanumeric)).count();
    open.counted = piece.text.len();
}

/// Writes text between tags. Writing into a string cannot fail.
pub(super) fn body_text(html: &mut String, text: &str) {
    let _ = escape_html_body_text(html, text);
}

/// Writes text inside the quotes of an attribute. Writing into a string cannot fail.
pub(super) fn attribute(html: &mut String, text: &str) {
    let _ = escape_html(html, text);
}
