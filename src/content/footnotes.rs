//! Where each footnote of a module is shown: at the end of the first section that refers to it, numbered through the module.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::fields::shown;
use super::markdown::Spot;
use super::render::{Open, Piece, Renderer, body_text};
use super::source::Source;

/// One footnote that is referred to.
pub(super) struct Footnote {
    /// From 1, in the order in which the module refers to them.
    pub(super) number: usize,
    /// How often the module refers to it.
    pub(super) references: usize,
    /// The events of its text.
    pub(super) body: Range<usize>,
    /// References drawn so far.
    pub(super) drawn: usize,
}

/// All footnotes of a module.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label.
    pub(super) by_label: HashMap<String, Footnote>,
    /// For each part of the module, the labels of the footnotes shown at its end.
    pub(super) shown_in: Vec<Vec<String>>,
}

/// Labels are the same in capitals and small letters.
pub(super) fn label_of(label: &str) -> String {
    label.to_lowercase()
}

impl Footnotes {
    /// Plans the footnotes of a module's parts (ranges of events, in order), and notes what is defined twice or never used.
    pub(super) fn plan(source: &Source, events: &[Spot<'_>], parts: &[Range<usize>]) -> Self {
        let defined = definitions(source, events);
        let mut planned = Self::default();
        for part in parts {
            let mut shown_here = Vec::new();
            planned.walk(events, part.clone(), &defined, &mut shown_here);
            // A footnote may refer to footnotes; they follow it.
            let mut next = 0;
            while next < shown_here.len() {
                let body = defined[&shown_here[next]].0.clone();
                planned.walk(events, body, &defined, &mut shown_here);
                next += 1;
            }
            planned.shown_in.push(shown_here);
        }
        for (label, (_, at)) in &defined {
            if !planned.by_label.contains_key(label) {
                let message = format!(
                    "nothing refers to the footnote “{}”, so it is not shown; refer to it or take it out",
                    shown(label)
                );
                source.warning(*at, message);
            }
        }
        planned
    }

    fn walk(
        &mut self,
        events: &[Spot<'_>],
        part: Range<usize>,
        defined: &HashMap<String, (Range<usize>, usize)>,
        shown_here: &mut Vec<String>,
    ) {
        let mut inside = 0_usize;
        for (event, _) in &events[part] {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => inside += 1,
                Event::End(TagEnd::FootnoteDefinition) => inside = inside.saturating_sub(1),
                Event::FootnoteReference(label) if inside == 0 => {
                    let label = label_of(label);
                    let Some((body, _)) = defined.get(&label) else { continue };
                    let number = self.by_label.len() + 1;
                    let footnote = self.by_label.entry(label.clone()).or_insert_with(|| {
                        shown_here.push(label);
                        Footnote { number, references: 0, body: body.clone(), drawn: 0 }
                    });
                    footnote.references += 1;
                }
                _ => {}
            }
        }
    }
}

/// Where the text of each footnote stands: its events, and its place in the file.
fn definitions(source: &Source, events: &[Spot<'_>]) -> HashMap<String, (Range<usize>, usize)> {
    let mut defined: HashMap<String, (Range<usize>, usize)> = HashMap::new();
    let mut open = Vec::new();
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label_of(label), index + 1, range.start)),
            Event::End(TagEnd::FootnoteDefinition) => {
                let Some((label, begin, at)) = open.pop() else { continue };
                if let Some((_, first)) = defined.get(&label) {
                    let line = source.line(*first);
                    let message = format!(
                        "the footnote “{}” is defined twice, first in line {line}; only the first counts",
                        shown(&label)
                    );
                    source.warning(at, message);
                } else {
                    defined.insert(label, (begin..index, at));
                }
            }
            _ => {}
        }
    }
    defined
}

impl Renderer<'_, '_> {
    /// Draws a reference. In a goal or a definition there are no footnotes, and it stands for itself.
    pub(super) fn footnote_reference(&mut self, label: &str, html: &mut String) {
        let Some(footnote) = self.footnotes.by_label.get_mut(&label_of(label)) else {
            body_text(html, &format!("[^{label}]"));
            return;
        };
        footnote.drawn += 1;
        let (number, drawn) = (footnote.number, footnote.drawn);
        let _ = write!(
            html,
            "<sup class=\"footnote-ref\"><a id=\"fnref.{number}.{drawn}\" href=\"#fn.{number}\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
    }

    /// Draws the footnotes that are shown at the end of a part, each with a way back to every place that refers to it.
    pub(super) fn draw_footnotes(&mut self, part: usize, piece: &mut Piece) {
        let labels = std::mem::take(&mut self.footnotes.shown_in[part]);
        let Some(first) = labels.first() else { return };
        let first = self.footnotes.by_label[first].number;
        let _ = writeln!(piece.html, "<div class=\"footnotes\"><ol start=\"{first}\">");
        for label in labels {
            let footnote = &self.footnotes.by_label[&label];
            let (number, references, body) = (footnote.number, footnote.references, footnote.body.clone());
            let _ = write!(piece.html, "<li id=\"fn.{number}\">");
            let mut open = Open::after(piece);
            self.walk(body, piece, &mut open);
            let mut back = String::new();
            for n in 1..=references {
                let which = if references == 1 { String::new() } else { format!(" {n}") };
                let _ = write!(
                    back,
                    " <a class=\"footnote-back\" href=\"#fnref.{number}.{n}\" \
                     aria-label=\"Back to reference{which} of footnote {number}\">↩</a>"
                );
            }
            let end = piece.html.strip_suffix("</p>\n").map_or(piece.html.len(), str::len);
            piece.html.insert_str(end, &back);
            piece.html.push_str("</li>\n");
        }
        piece.html.push_str("</ol></div>\n");
    }
}
