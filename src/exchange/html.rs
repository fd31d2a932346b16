//! HTML as people's editors leave it, read as Markdown: what Markdown can say is kept, everything else is told.

use std::collections::BTreeSet;

use super::report::Fate;

mod escape;
mod render;
mod tree;

pub(super) use escape::{decoded, plain};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Markdown,
    Html,
    Plain,
    /// Plain lines with HTML among them, as people type into a form.
    Auto,
}

impl Style {
    /// By the name that Moodle gives it; its texts are HTML when they name none.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "markdown" => Self::Markdown,
            "html" => Self::Html,
            "plain" | "plain_text" => Self::Plain,
            "moodle" | "moodle_auto_format" => Self::Auto,
            _ => return None,
        })
    }
}

/// Something that Markdown cannot say.
pub(super) type Lost = (&'static str, Fate, String);

/// What was lost on the way.
#[derive(Debug, Default)]
struct Losses {
    formats: BTreeSet<String>,
    others: Vec<Lost>,
}

/// The text as Markdown, and what was lost.
pub(super) fn markdown(text: &str, style: Style) -> (String, Vec<Lost>) {
    let mut losses = Losses::default();
    let markdown = match style {
        Style::Markdown => text.to_owned(),
        Style::Plain => plain_lines(text),
        Style::Auto if !text.contains(['<', '&']) => plain_lines(text.trim()),
        Style::Html | Style::Auto => {
            let nodes = tree::parse(text, style == Style::Auto, &mut losses);
            render::blocks(&nodes, &mut losses).join("\n\n")
        }
    };
    if text.contains("@@PLUGINFILE@@") && !losses.others.iter().any(|(_, _, detail)| detail.contains("@@PLUGINFILE@@"))
    {
        losses.others.push(("file kept in Moodle", Fate::KeptAsText, "@@PLUGINFILE@@".to_owned()));
    }
    if style != Style::Markdown && (text.contains("\\(") || text.contains("\\[") || text.contains("$$")) {
        losses.others.push(("formula", Fate::KeptAsText, String::new()));
    }
    let mut lost = losses.others;
    if !losses.formats.is_empty() {
        let names: Vec<String> = losses.formats.into_iter().collect();
        lost.push(("formatting that Markdown has not", Fate::LeftOut, names.join(", ")));
    }
    (markdown, lost)
}

/// The text of something that is no Markdown with us, such as an answer that is typed.
pub(super) fn bare(text: &str, style: Style) -> String {
    match style {
        Style::Markdown | Style::Plain => text.to_owned(),
        Style::Html | Style::Auto if !text.contains(['<', '&']) => text.to_owned(),
        Style::Html | Style::Auto => {
            let nodes = tree::parse(text, false, &mut Losses::default());
            render::text_of(&nodes).split_whitespace().collect::<Vec<_>>().join(" ")
        }
    }
}

fn plain_lines(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| {
            let lines: Vec<String> = paragraph.lines().map(|line| plain(line.trim())).collect();
            lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\\\n")
        })
        .collect();
    paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests;
