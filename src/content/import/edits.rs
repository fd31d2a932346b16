//! Changes to the handout's text by place; what is not changed stays as its author wrote it.

use std::ops::Range;

/// Changes that do not overlap.
#[derive(Default)]
pub(super) struct Edits {
    edits: Vec<(Range<usize>, String)>,
    sorted: bool,
}

impl Edits {
    /// Puts a text in the place of another; an empty place is a point to insert at.
    pub(super) fn replace(&mut self, place: Range<usize>, with: String) {
        self.edits.push((place, with));
        self.sorted = false;
    }

    /// Orders the changes; where two overlap, the one that begins first wins.
    pub(super) fn settle(&mut self) {
        // Stable, so that two insertions at one place keep their order.
        self.edits.sort_by_key(|(place, _)| (place.start, place.end));
        let mut end = 0;
        self.edits.retain(|(place, _)| {
            let free = place.start >= end;
            if free {
                end = place.end;
            }
            free
        });
        self.sorted = true;
    }

    /// A part of the text with its changes made. A change belongs to the part that it begins in.
    pub(super) fn apply(&self, text: &str, part: &Range<usize>) -> String {
        debug_assert!(self.sorted, "edits are settled before they are used");
        let first = self.edits.partition_point(|(place, _)| place.start < part.start);
        let mut changed = String::with_capacity(part.len());
        let mut position = part.start;
        for (place, with) in &self.edits[first..] {
            let insertion_at_end = place.is_empty() && place.start == part.end;
            if place.start > part.end || (place.start == part.end && !insertion_at_end) {
                break;
            }
            changed.push_str(&text[position..place.start]);
            changed.push_str(with);
            position = place.end.min(part.end).max(position);
        }
        changed.push_str(&text[position..part.end]);
        changed
    }
}
