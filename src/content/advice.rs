//! What `podium check --strict` wants beyond what makes a workshop work: figures that say where they come from, sections of
//! a length that is read.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::{Spot, plain};
use super::source::Source;

/// A section of more words is read in two sittings, or not at all.
pub(super) const MOST_WORDS: usize = 500;

/// Looks at the text of one section.
pub(super) fn section(source: &Source, heading: usize, words: usize, body: &[Spot<'_>]) {
    if words > MOST_WORDS {
        let message = format!("the section has {words} words; more than {MOST_WORDS} are seldom read to the end");
        source.advice(heading, message);
    }
    let blocks = blocks(body);
    for (b, block) in blocks.iter().enumerate() {
        // A table may stand in a list or an aside: whatever surrounds it is looked at with it.
        let Some(table) = block.iter().find(|(event, _)| matches!(event, Event::Start(Tag::Table(_)))) else {
            continue;
        };
        let around = &blocks[b.saturating_sub(1)..(b + 2).min(blocks.len())];
        if has_figures(block) && !around.iter().any(|block| links_out(block)) {
            let message =
                "the table holds figures and names no source; link one in it, or in the paragraph before or after it";
            source.advice(table.1.start, message);
        }
    }
}

/// Cuts events at the blocks that do not stand inside another.
fn blocks<'e, 'a>(body: &'e [Spot<'a>]) -> Vec<&'e [Spot<'a>]> {
    let (mut blocks, mut depth, mut begin) = (Vec::new(), 0_usize, 0);
    for (at, (event, _)) in body.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            blocks.push(&body[begin..=at]);
            begin = at + 1;
        }
    }
    blocks
}

/// Whether a digit stands in a cell below a table's head.
fn has_figures(block: &[Spot<'_>]) -> bool {
    let after = block.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::TableHead))).unwrap_or(0);
    plain(&block[after..]).contains(|c: char| c.is_ascii_digit())
}

fn links_out(block: &[Spot<'_>]) -> bool {
    block.iter().any(|(event, _)| {
        matches!(event, Event::Start(Tag::Link { dest_url, .. }) if super::fields::is_web_address(dest_url))
    })
}
