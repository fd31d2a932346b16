//! From GIFT to drafts.

use super::super::forms::Forms;
use super::super::html::{Style, markdown};
use super::super::report::{Fate, Fault, MOST_FAULTS, shortened};
use super::super::{Draft, Reading, ids, labels};
use super::answers;
use super::signs::{places, split, unescaped, unguarded};
use crate::domain::question::{Gap, Kind};

/// Reads a file.
pub(in crate::exchange) fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    let mut file = File { text, reading: Reading::default(), faults: vec![], category: None, lines: (0, 1) };
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if file.faults.len() >= MOST_FAULTS {
            start = None;
            break;
        }
        if line.trim().is_empty() {
            if let Some(start) = start.take() {
                file.block(start, at);
            }
        } else {
            start.get_or_insert(at);
        }
        at += line.len();
    }
    if let Some(start) = start {
        file.block(start, at);
    }
    if file.reading.drafts.is_empty() && file.reading.report.notes.is_empty() && file.faults.is_empty() {
        return Err(vec![Fault::new(
            1,
            1,
            "there is no question; a question is a text with answers in braces, {=right ~wrong}",
        )]);
    }
    if file.faults.is_empty() { Ok(file.reading) } else { Err(file.faults) }
}

struct File<'t> {
    text: &'t str,
    reading: Reading,
    faults: Vec<Fault>,
    category: Option<String>,
    /// A place and its line, which the next lines are counted from.
    lines: (usize, usize),
}

/// What stands in the comments of a question.
#[derive(Default)]
struct Comments {
    id: Option<String>,
    labels: Vec<String>,
    others: Vec<String>,
}

impl Comments {
    fn read(&mut self, line: &str) {
        let text = line.trim().trim_start_matches('/').trim();
        if labels::parts(text).is_some() {
            self.labels.push(text.to_owned());
            return;
        }
        let mut rest = text;
        let mut around = String::new();
        while let Some(at) = rest.find('[') {
            let Some((inside, after)) = rest[at + 1..].split_once(']') else { break };
            match inside.split_once(':') {
                Some(("id", id)) => self.id = Some(id.trim().to_owned()),
                Some(("tag", tag)) => self.labels.push(tag.trim().to_owned()),
                _ => break,
            }
            around.push_str(&rest[..at]);
            rest = after;
        }
        around.push_str(rest);
        let text = around.trim();
        // Moodle writes a number and the name above each question.
        if !(text.is_empty() || (text.starts_with("question:") && text.contains("name:"))) {
            self.others.push(text.to_owned());
        }
    }
}

impl File<'_> {
    fn line_of(&mut self, at: usize) -> usize {
        let passed = &self.text.as_bytes()[self.lines.0..at];
        self.lines = (at, self.lines.1 + passed.split(|b| *b == b'\n').count() - 1);
        self.lines.1
    }

    /// A question, a category or comments, from and to these places.
    fn block(&mut self, start: usize, end: usize) {
        let mut comments = Comments::default();
        // Comments are blanked, so that places stay places.
        let mut raw = String::with_capacity(end - start);
        let mut first = None;
        for line in self.text[start..end].split_inclusive('\n') {
            if line.trim_start().starts_with("//") {
                comments.read(line);
                raw.extend(
                    line.chars().flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8())),
                );
            } else if let Some(category) = line.trim().strip_prefix("$CATEGORY:").filter(|_| first.is_none()) {
                self.category = Some(category.trim().to_owned()).filter(|category| !category.is_empty());
                raw.extend(
                    line.chars().flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8())),
                );
            } else {
                first.get_or_insert(start + raw.len());
                raw.push_str(line);
            }
        }
        let line = self.line_of(first.unwrap_or(start));
        if first.is_none() {
            for other in comments.others {
                self.reading.report.note((line, "–"), "comment", Fate::LeftOut, other);
            }
            return;
        }
        if let Err(fault) = self.question(start, &raw, line, &comments) {
            self.faults.push(fault);
        }
    }

    fn question(&mut self, base: usize, raw: &str, line: usize, comments: &Comments) -> Result<(), Fault> {
        let fault = |at: usize, message: &str| Fault::at(self.text, base + at, message);
        let mut from = raw.len() - raw.trim_start().len();
        let mut title = None;
        if raw[from..].starts_with("::") {
            // The name ends with the next two colons that are not escaped.
            let colons = places(&raw[from + 2..], &[':']);
            let end = colons.windows(2).find(|pair| pair[1] == pair[0] + 1).map(|pair| pair[0]);
            let end = end.ok_or_else(|| fault(from, "the name is not closed; write ::name:: before the prompt"))?;
            title = Some(unescaped(raw[from + 2..from + 2 + end].trim())).filter(|title| !title.is_empty());
            from += 2 + end + 2;
        }
        let braces: Vec<usize> = places(&raw[from..], &['{', '}']).into_iter().map(|at| at + from).collect();
        let is_open = |at: &usize| raw.as_bytes()[*at] == b'{';
        let name = shortened(title.as_deref().unwrap_or(raw[from..].trim()));
        for other in &comments.others {
            self.reading.report.note((line, &name), "comment", Fate::LeftOut, other);
        }
        let answers = match braces[..] {
            [] => None,
            [open, close, ..] if is_open(&open) && !is_open(&close) => {
                if let Some(third) = braces.get(2) {
                    return Err(fault(
                        *third,
                        "a second brace after the answers; write \\{ or \\} for a brace that is text",
                    ));
                }
                Some((open, close))
            }
            [open, ..] if is_open(&open) => {
                let at = braces.get(1).copied().unwrap_or(open);
                return Err(fault(
                    at,
                    "the answers are not closed; write } after them, \\{ for a brace that is text (an empty line ends a question)",
                ));
            }
            [close, ..] => return Err(fault(close, "a } without a { before it; write \\} for a brace that is text")),
        };
        let Some((open, close)) = answers else {
            self.reading.report.note(
                (line, &name),
                "description, which asks nothing",
                Fate::LeftOut,
                raw[from..].trim(),
            );
            return Ok(());
        };
        let (before, after) = (&raw[from..open], &raw[close + 1..]);
        let as_gap = comments.labels.iter().any(|label| label == "podium:kind=gaps");
        let missing = as_gap || !after.trim().is_empty();
        let (style, before) = style(before.trim_start(), Style::Auto);
        let inside = &raw[open + 1..close];
        let (inside, explanation) = match general_feedback(inside) {
            Some(at) => (&inside[..at], Some(&inside[at + 4..])),
            None => (inside, None),
        };
        let mut desk = answers::Desk {
            text: self.text,
            base: base + open + 1,
            style,
            place: (line, &name),
            report: &mut self.reading.report,
        };
        let Some(mut kind) = desk.kind(inside)? else { return Ok(()) };
        let gap = if missing { desk.gap(&kind) } else { None };
        let prompt = if missing {
            let sign = if gap.is_some() { "{1}" } else { "_____" };
            format!("{}{sign}{}", unescaped(before), unescaped(after.trim_end()))
        } else {
            unescaped(before.trim_end())
        };
        let prompt = desk.shown(&unguarded(&prompt), style, "prompt");
        let explanation = explanation.map(|raw| desk.text(raw)).unwrap_or_default();
        kind = match (gap, kind) {
            (Some(gap), _) => Kind::Gaps(vec![gap]),
            (None, Kind::Text { accept, wrong }) => Forms { accept, wrong }.text(desk.report, desk.place),
            (None, kind) => kind,
        };
        let mut draft = Draft::new(line, prompt, kind);
        draft.explanation = explanation;
        draft.category.clone_from(&self.category);
        draft.title = title;
        let report = &mut self.reading.report;
        if let Some(id) = comments.id.as_deref() {
            if ids::is_id(id) {
                id.clone_into(&mut draft.id);
            } else {
                draft.id = ids::of_name(id).unwrap_or_default();
                report.note((line, &name), "id of another form", Fate::TurnedInto("an id of ours".to_owned()), id);
            }
        }
        for label in comments.labels.iter().filter(|label| *label != "podium:kind=gaps") {
            if !labels::take(&mut draft, label) {
                report.note((line, &name), "tag", Fate::LeftOut, label);
            }
        }
        self.reading.drafts.push(draft);
        Ok(())
    }
}

/// Where the general feedback begins: at the last four number signs in a row that are not escaped.
fn general_feedback(inside: &str) -> Option<usize> {
    let signs = places(inside, &['#']);
    signs.windows(4).rev().find(|four| four[3] == four[0] + 3).map(|four| four[0])
}

/// The style that a text names at its beginning, and the rest.
pub(super) fn style(raw: &str, otherwise: Style) -> (Style, &str) {
    let named = raw.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match named.and_then(|(name, rest)| Some((Style::of(name)?, rest))) {
        Some((style, rest)) => (style, rest.trim_start()),
        None => (otherwise, raw),
    }
}

impl answers::Desk<'_> {
    /// A text with the style that it names or inherits.
    pub(super) fn text(&mut self, raw: &str) -> String {
        let (style, raw) = style(raw.trim(), self.style);
        self.shown(&unguarded(&unescaped(raw)), style, "text")
    }

    /// A text as Markdown; what is lost is noted.
    pub(super) fn shown(&mut self, text: &str, style: Style, part: &str) -> String {
        let (markdown, lost) = markdown(text, style);
        for (what, fate, detail) in lost {
            self.report.note(self.place, what, fate, format!("{part}: {detail}"));
        }
        markdown
    }

    /// What the kind is as the one gap of its prompt, when it can be.
    fn gap(&mut self, kind: &Kind) -> Option<Gap> {
        answers::gap(self, kind)
    }
}

/// The part before a sign, and the text after it when there is one.
pub(super) fn with_feedback(raw: &str) -> (&str, Option<&str>) {
    let (answer, feedback) = split(raw, '#');
    (answer.trim(), feedback)
}
