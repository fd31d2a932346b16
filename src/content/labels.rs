//! What tables, drawings and check boxes are called by those who cannot see them.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::{Spot, plain};
use super::render::Renderer;

impl Renderer<'_, '_> {
    /// The words after a check box, up to the next block.
    pub(super) fn task_label(&self, marker: usize) -> String {
        let ends = |event: &Event<'_>| {
            matches!(event, Event::Start(Tag::List(_) | Tag::Paragraph | Tag::CodeBlock(_) | Tag::BlockQuote(_)))
                || matches!(event, Event::End(TagEnd::Item | TagEnd::Paragraph))
        };
        let length = self.events[marker..].iter().position(|(event, _)| ends(event)).unwrap_or(1);
        plain(&self.events[marker..marker + length]).trim().to_owned()
    }

    /// What a table is called: its header, with a number when another table of the page has the same.
    pub(super) fn table_label(&mut self, index: usize) -> String {
        self.region_label("Table", &header(self.events, index))
    }

    /// What a box that scrolls by itself is called, with a number when another one of the page has the same name.
    pub(super) fn region_label(&mut self, kind: &str, words: &str) -> String {
        let label = label(kind, words);
        let count = self.region_labels.entry(label.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{label} ({count})") } else { label }
    }
}

/// A name of a box, short enough to be read out.
pub(super) fn label(kind: &str, words: &str) -> String {
    let mut label = if words.is_empty() { kind.to_owned() } else { format!("{kind}: {words}") };
    if let Some((cut, _)) = label.char_indices().nth(100) {
        label.truncate(label[..cut].trim_end_matches([',', ' ']).len());
        label.push('…');
    }
    label
}

/// The words in the header of the table that begins at an index, with commas between the columns.
pub(super) fn header(events: &[Spot<'_>], index: usize) -> String {
    let mut cells = Vec::new();
    let mut cell = index;
    for (offset, (event, _)) in events[index..].iter().enumerate() {
        match event {
            Event::Start(Tag::TableCell) => cell = index + offset,
            Event::End(TagEnd::TableCell) => cells.push(plain(&events[cell..index + offset]).trim().to_owned()),
            Event::End(TagEnd::TableHead) => break,
            _ => {}
        }
    }
    cells.retain(|cell| !cell.is_empty());
    cells.join(", ")
}
