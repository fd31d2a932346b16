//! The texts of a wizard: lines that are drawn when they are shown, and what is drawn once.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::super::blocks;
use super::super::fences;
use super::super::fields::{Fields, Placed, shown};
use super::super::highlight::Painter;
use super::super::markdown;
use super::super::model::{Commands, Said};
use super::super::questions::{question_inline, question_plain};
use super::super::render::{Around, Renderer};
use super::super::source::Source;

/// Plain text on one line.
pub(super) fn plain(entry: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    let text = entry.filled(key)?;
    is_one_line(entry.source(), &text, key).then_some(text)
}

/// A line of Markdown: words, emphasis, code and links to other sites.
pub(super) fn line(entry: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    let text = entry.filled(key)?;
    check(entry.source(), &text, key).then_some(text)
}

/// The same for a text that may be left out.
pub(super) fn optional_line(entry: &Fields<'_>, key: &'static str) -> Option<Placed<String>> {
    entry.has(key).then(|| line(entry, key)).flatten()
}

/// Lines of Markdown, at least one.
pub(super) fn lines(entry: &Fields<'_>, key: &'static str) -> Vec<Placed<String>> {
    let source = entry.source();
    let lines = entry.texts(key);
    if lines.as_ref().is_some_and(Vec::is_empty) {
        source.fault(entry.place_of(key), format!("“{key}” is empty; write at least one"));
    }
    let mut lines = lines.unwrap_or_default();
    lines.retain(|text| {
        let empty = text.value.trim().is_empty();
        if empty {
            source.fault(text.at, format!("an entry of “{key}” is empty; write something or take it out"));
        }
        !empty && check(source, text, key)
    });
    lines
}

/// An address of a page that can be trusted to be the one that was meant.
pub(super) fn source_of(entry: &Fields<'_>) -> Option<String> {
    let address = entry.address("source")?;
    if !address.value.starts_with("https://") {
        entry.source().fault(address.at, "“source” does not begin with https://; write where the page is today");
        return None;
    }
    Some(address.value)
}

/// A line as it was written, drawn, and plain.
pub(super) fn said(text: &str) -> Said {
    Said { markdown: text.to_owned(), html: question_inline(text), plain: question_plain(text) }
}

fn is_one_line(source: &Source, text: &Placed<String>, key: &str) -> bool {
    let one = !text.value.contains('\n');
    if !one {
        source.fault(text.at, format!("“{key}” is more than one line; make it one"));
    }
    one
}

/// Notes what would not be drawn as its author means it.
fn check(source: &Source, text: &Placed<String>, key: &str) -> bool {
    if !is_one_line(source, text, key) {
        return false;
    }
    let fragment = source.fragment(&text.value);
    let events = markdown::parse(&fragment, 0..fragment.text.len()).unwrap_or_default();
    for (number, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if number == 0 => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {}
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("https://") => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                let message = format!(
                    "“{}” is not a whole https address; link to https://… here, and name sections in “read”",
                    shown(dest_url)
                );
                fragment.fault(range.start, message);
            }
            Event::Start(_) | Event::FootnoteReference(_) => {
                let message = format!("“{key}” is more than a line of text; use words, emphasis, code and links alone");
                fragment.fault(range.start, message);
                break;
            }
            _ => {}
        }
    }
    let sound = fragment.found() == 0;
    source.absorb(&fragment, text.at);
    sound
}

/// Draws what follows from an outcome: paragraphs, lists, tables and code, with links as in a module.
pub(super) fn passage(entry: &Fields<'_>, key: &'static str, around: Around<'_>) -> Option<Said> {
    let text = entry.filled(key)?;
    let source = entry.source();
    let fragment = source.fragment(&text.value);
    let drawn = markdown::parse(&fragment, 0..fragment.text.len()).map(|events| {
        let is_block = |kind: &CodeBlockKind<'_>| match kind {
            CodeBlockKind::Fenced(info) => blocks::is_block(info),
            CodeBlockKind::Indented => false,
        };
        let odd = |event: &Event<'_>| match event {
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::Heading { .. })
            | Event::FootnoteReference(_) => true,
            Event::Start(Tag::CodeBlock(kind)) => is_block(kind),
            _ => false,
        };
        if let Some((_, range)) = events.iter().find(|(event, _)| odd(event)) {
            let message =
                format!("“{key}” is words, lists, tables and code; put the rest into a module and name it in “read”");
            fragment.fault(range.start, message);
            return Said::default();
        }
        let anchors = HashMap::new();
        let piece = Renderer::new(&fragment, &events, &anchors, &[], None, around).inline(0..events.len());
        let plain = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Said { markdown: text.value.clone(), html: piece.html, plain }
    });
    source.absorb(&fragment, text.at);
    drawn
}

/// Lines for a shell.
pub(super) fn commands(entry: &Fields<'_>) -> Option<Commands> {
    if !entry.has("commands") {
        return None;
    }
    let mut text = entry.filled("commands")?.value;
    text.push('\n');
    Some(Commands { html: commands_html(&text), text })
}

/// Draws lines for a shell as a block of code, in colour.
#[must_use]
pub fn commands_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    fences::code(&mut html, "bash", &Painter::new().paint("bash", text));
    html
}
