//! What came of an import, for the person who ran it.

use std::fmt;

use super::links::shown;

/// What was made, and everything that could not be placed as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The handout's file name.
    pub handout: String,
    /// The workshop's id.
    pub id: String,
    /// The workshop's title.
    pub title: String,
    /// The id, the title and the number of sections of each module.
    pub modules: Vec<(String, String, usize)>,
    /// What was counted; the same before and after, or there is no workshop.
    pub counts: Counts,
    /// In the order of the handout.
    pub notes: Vec<Note>,
    /// Where the lines begin.
    pub(super) lines: Vec<usize>,
}

/// What a handout holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Headings that are structure, the title included.
    pub headings: usize,
    /// Links, those that stand as text now included.
    pub links: usize,
    /// Images, those that stand as text now included.
    pub images: usize,
    /// Tables.
    pub tables: usize,
    /// Code blocks.
    pub code_blocks: usize,
    /// Footnotes.
    pub footnotes: usize,
    /// Rules between chapters, which are left out because headings part the chapters.
    pub rules_left_out: usize,
}

/// Something to know about a line of the handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// 1-based; 0 for the handout as a whole.
    pub line: usize,
    /// What it is and what became of it.
    pub message: String,
}

impl Report {
    pub(super) fn note(&mut self, at: usize, message: impl Into<String>) {
        let line = self.lines.partition_point(|begin| *begin <= at);
        self.notes.push(Note { line, message: message.into() });
    }

    pub(super) fn relative(&mut self, at: usize, image: bool, url: &str) {
        let what = if image { "image" } else { "link" };
        self.note(
            at,
            format!(
                "the {what} “{}” is relative and stays as it is; put the file into the workshop's folder",
                shown(url)
            ),
        );
    }

    pub(super) fn sort(&mut self) {
        self.notes.sort_by(|a, b| (a.line, &a.message).cmp(&(b.line, &b.message)));
        self.notes.dedup();
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sections: usize = self.modules.iter().map(|(_, _, sections)| sections).sum();
        let Counts { links, images, tables, code_blocks, footnotes, rules_left_out, .. } = self.counts;
        writeln!(f, "{} ({})", self.title, self.id)?;
        writeln!(f, "{}, {}", several(self.modules.len(), "module"), several(sections, "section"))?;
        for (id, title, sections) in &self.modules {
            writeln!(f, "  modules/{id}.md  {title} ({})", several(*sections, "section"))?;
        }
        write!(f, "Kept: {}, {}, {}, ", several(links, "link"), several(images, "image"), several(tables, "table"))?;
        writeln!(f, "{}, {}", several(code_blocks, "code block"), several(footnotes, "footnote"))?;
        if rules_left_out > 0 {
            writeln!(f, "Left out: {} between chapters", several(rules_left_out, "rule"))?;
        }
        for note in &self.notes {
            if note.line == 0 {
                writeln!(f, "{}: {}", self.handout, note.message)?;
            } else {
                writeln!(f, "{}:{}: {}", self.handout, note.line, note.message)?;
            }
        }
        Ok(())
    }
}

fn several(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
