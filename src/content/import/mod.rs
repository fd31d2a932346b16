//! Any Markdown handout as a workshop.
//!
//! The handout's text is cut at its headings and kept as its author wrote it, but for what a workshop has differently:
//! heading levels, links between what are now different pages, fences that would be blocks. Then the modules are read again
//! and compared with the handout: every link, image, table and code block must be there, or nothing is written.

mod address;
mod check;
mod compose;
mod edits;
mod foreign;
mod links;
mod plan;
#[cfg(test)]
mod properties;
mod report;
mod summary;
mod survey;
#[cfg(test)]
mod tests;

use std::fmt;

pub use self::report::{Counts, Note, Report};

use self::compose::{Composer, edit_headings};
use self::edits::Edits;
use self::links::{Guide, shown};
use self::plan::{Plan, Role};
use self::survey::{Code, Survey};
use super::slug::{is_id, slug};

/// The largest handout, in bytes. Its modules are a little larger, and a workshop's file may have 4 MiB.
const LARGEST: usize = 4_000_000;
/// The largest file of a workshop, in bytes.
const LARGEST_FILE: usize = 4 * 1024 * 1024;
/// Words that make a block of a fence.
const BLOCKS: [&str; 4] = ["tool", "wizard", "quiz", "lab"];

/// What the handout cannot say itself.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The language it is written in, as a BCP 47 tag.
    pub language: &'a str,
    /// The workshop's id; without, it is made from the title.
    pub id: Option<&'a str>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { language: "en", id: None }
    }
}

/// A workshop made from a handout.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The workshop's id, which is to be its folder's name.
    pub id: String,
    /// Path inside the workshop's folder, and text.
    pub files: Vec<(String, String)>,
    /// What was made, and what could not be placed.
    pub report: Report,
}

/// Why no workshop came of a handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// A byte is not UTF-8; 1-based, the column in characters.
    NotUtf8 {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// The byte.
        byte: u8,
    },
    /// The handout is larger than 4,000,000 bytes.
    TooLarge,
    /// This file of the workshop would be larger than a workshop's file may be.
    FileTooLarge(String),
    /// Quotes or lists are nested too deep; 1-based, the column in characters.
    TooDeep {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// There is nothing to read in the handout.
    Empty,
    /// The id that was asked for does not have the form of an id.
    BadId(String),
    /// Something of the handout is missing in the workshop: a defect of the import itself.
    Defect(String),
}

impl std::error::Error for ImportError {}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { line, column, byte } => {
                write!(f, "{line}:{column}: the byte 0x{byte:02X} is not UTF-8; save the handout in the encoding UTF-8")
            }
            Self::TooLarge => write!(f, "the handout is larger than {LARGEST} bytes; split it into several"),
            Self::FileTooLarge(path) => {
                write!(f, "{path} would be larger than {LARGEST_FILE} bytes; split the handout into several")
            }
            Self::TooDeep { line, column } => {
                write!(f, "{line}:{column}: quotes, lists or emphasis are nested deeper than 50; make the text flatter")
            }
            Self::Empty => write!(f, "there is nothing to read in the handout"),
            Self::BadId(id) => {
                write!(
                    f,
                    "“{}” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters",
                    shown(id)
                )
            }
            Self::Defect(what) => {
                write!(
                    f,
                    "the workshop would not hold everything: {what}; this is a defect of the import, please report it with the handout"
                )
            }
        }
    }
}

/// Makes a workshop from a handout. `name` is the handout's file name, without folders; the same name and bytes always give
/// the same workshop.
pub fn import(name: &str, bytes: &[u8], options: Options<'_>) -> Result<Imported, ImportError> {
    if let Some(id) = options.id.filter(|id| !is_id(id)) {
        return Err(ImportError::BadId(id.to_owned()));
    }
    let text = decode(bytes)?;
    let mut report = Report { handout: name.to_owned(), ..Report::default() };
    report.lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let (text, titled) = without_front_matter(text, &mut report);
    let text = text.as_str();
    let survey = Survey::read(text).map_err(|at| {
        let line = report.lines.partition_point(|begin| *begin <= at);
        ImportError::TooDeep { line, column: text[report.lines[line - 1]..at].chars().count() + 1 }
    })?;
    if survey.blocks.is_empty() {
        return Err(ImportError::Empty);
    }

    let plan = Plan::new(text, &survey, titled.as_deref(), &called_after(name));
    let id = options.id.map(str::to_owned).or_else(|| slug(&plan.title)).or_else(|| slug(stem(name)));
    let id = id.unwrap_or_else(|| "workshop".to_owned());
    let mut edits = Edits::default();
    let mut guide = Guide::new(text, &survey, &plan, name);
    let fates = guide.fates(&mut edits, &mut report);
    guide.name_headings();
    edit_headings(text, &survey, &plan, &guide, &mut edits);
    for code in &survey.codes {
        edit_fence(text, code, &mut edits, &mut report);
    }
    fence_indented(text, &survey, &plan, &mut edits);
    let left_out = leave_out_rules(text, &survey, &plan, &mut edits);
    note_html(&survey, &mut report);
    note_headings(&survey, &mut report);
    edits.settle();

    let composer = Composer::new(text, &survey, &plan, &fates, &edits);
    let mut files = vec![("workshop.toml".to_owned(), composer.manifest(&id, options.language))];
    let shares = check::shares(&composer);
    for (m, module) in plan.modules.iter().enumerate() {
        let mut body = composer.body(m, false);
        // Where the end of the module is open, as after a comment that is never closed, what it needs goes to its top.
        if check::module(&composer, &shares[m], m, &body).is_err() {
            body = composer.body(m, true);
            check::module(&composer, &shares[m], m, &body)
                .map_err(|what| ImportError::Defect(format!("in the module “{}” {what}", module.id)))?;
        }
        let file = composer.file(module, &body, shares[m].words, shares[m].links.len());
        files.push((format!("modules/{}.md", module.id), file));
        report.modules.push((module.id.clone(), module.title.clone(), module.sections.len()));
    }
    files.push(("handout.toml".to_owned(), composer.outline()));
    if let Some((path, _)) = files.iter().find(|(_, text)| text.len() > LARGEST_FILE) {
        return Err(ImportError::FileTooLarge(path.clone()));
    }
    report.id.clone_from(&id);
    report.title.clone_from(&plan.title);
    report.counts = Counts {
        headings: survey.headings.iter().filter(|heading| heading.top).count(),
        links: survey.links.iter().filter(|link| !link.image).count(),
        images: survey.links.iter().filter(|link| link.image).count(),
        tables: survey.tables.len() + survey.footnote_tables,
        code_blocks: survey.codes.len(),
        footnotes: survey.footnotes.len(),
        rules_left_out: left_out,
    };
    report.sort();
    Ok(Imported { id, files, report })
}

/// The text with line ends `\n` and no byte order mark.
fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(lines(text)),
        Err(error) => {
            let good = lines(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]));
            let last = good.rsplit('\n').next().unwrap_or_default();
            Err(ImportError::NotUtf8 {
                line: good.matches('\n').count() + 1,
                column: last.chars().count() + 1,
                byte: bytes[error.valid_up_to()],
            })
        }
    }
}

/// The text with another system's front matter blanked out, so that lines keep their numbers; and the title that it gave.
fn without_front_matter(text: String, report: &mut Report) -> (String, Option<String>) {
    let Some(foreign) = foreign::read(&text) else { return (text, None) };
    let taken = foreign.title.as_ref().map_or("", |_| "; the title was taken from it");
    if foreign.left_out.is_empty() {
        report.note(0, format!("the front matter is left out{taken}"));
    } else {
        report.note(0, format!("the front matter is left out{taken}: {}", shown(&foreign.left_out.join(", "))));
    }
    let (front, rest) = text.split_at(foreign.length);
    let blank: String = front.chars().filter(|c| *c == '\n').collect();
    report.lines = std::iter::once(0)
        .chain(blank.match_indices('\n').map(|(at, _)| at + 1))
        .chain(rest.match_indices('\n').map(|(at, _)| blank.len() + at + 1))
        .collect();
    (blank + rest, foreign.title)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// A title from the file's name: `my-handout_2.md` is "My handout 2".
fn called_after(name: &str) -> String {
    let words = stem(name).replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Handout".to_owned(),
    }
}

/// Closes a fence that is open to the end, and takes the meaning from one that would be a block of a workshop.
fn edit_fence(text: &str, code: &Code, edits: &mut Edits, report: &mut Report) {
    let Some(info) = &code.info else { return };
    let block = text[code.range.clone()].trim_end();
    let mark = block.chars().next().unwrap_or('`');
    let marks = block.chars().take_while(|c| *c == mark).count();
    let first = info.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    if BLOCKS.iter().any(|kind| first.eq_ignore_ascii_case(kind)) {
        let line = block.split('\n').next().unwrap_or_default();
        let start = code.range.start + marks;
        edits.replace(start..code.range.start + line.len(), "text".to_owned());
        report.note(
            code.range.start,
            format!("the fence “{}” would be a block of the workshop; it is plain code now", shown(info)),
        );
    }
    let closed = block.split_once('\n').is_some_and(|(_, rest)| {
        let last = rest.rsplit('\n').next().unwrap_or_default();
        let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
        last.len() >= marks && last.chars().all(|c| c == mark)
    });
    if !closed {
        let line_start = text[..code.range.start].rfind('\n').map_or(0, |at| at + 1);
        // The quote's marks and the list's indentation.
        let before = text[line_start..code.range.start].chars();
        let before: String = before.map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect();
        let end = code.range.start + block.len();
        edits.replace(end..end, format!("\n{before}{}", mark.to_string().repeat(marks)));
        report.note(code.range.start, "the fence is never closed; it is closed now where its text ends");
    }
}

/// Gives a fence to indented code that comes to stand right behind another part of the text: after a list it would be taken
/// for a part of the list.
fn fence_indented(text: &str, survey: &Survey, plan: &Plan, edits: &mut Edits) {
    let intros = plan.modules.iter().map(|module| &module.intro);
    let bodies = plan.modules.iter().flat_map(|module| module.sections.iter().map(|section| &section.body));
    for piece in intros.chain(bodies).flat_map(|pieces| pieces.iter().skip(1)) {
        let first =
            piece.range.start + (text[piece.range.clone()].len() - text[piece.range.clone()].trim_start().len());
        let Some(code) = survey.codes.iter().find(|code| code.info.is_none() && code.range.contains(&first)) else {
            continue;
        };
        let longest = code.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let begin = text[..first].rfind('\n').map_or(piece.range.start, |at| at + 1);
        let end = first + text[first..code.range.end].trim_end().len();
        edits.replace(begin..end, format!("{fence}\n{}\n{fence}", code.text.trim_end()));
    }
}

/// Takes out rules that stand right before a module or a section: the headings part them. Answers with how many.
fn leave_out_rules(text: &str, survey: &Survey, plan: &Plan, edits: &mut Edits) -> usize {
    let mut parts: Vec<usize> = survey
        .headings
        .iter()
        .zip(&plan.roles)
        .filter(|(_, role)| matches!(role, Role::Module(_) | Role::Section(..)))
        .map(|(heading, _)| heading.range.start)
        .collect();
    parts.push(text.len());
    let mut left_out = 0;
    // From the end, because a rule before a rule that goes, goes too.
    let mut gone_from = usize::MAX;
    for rule in survey.rules.iter().rev() {
        let next = parts[parts.partition_point(|part| *part < rule.end).min(parts.len() - 1)];
        let until = next.min(gone_from);
        if text.get(rule.end..until).is_some_and(|between| between.trim().is_empty()) {
            edits.replace(rule.clone(), String::new());
            gone_from = rule.start;
            left_out += 1;
        }
    }
    left_out
}

fn note_html(survey: &Survey, report: &mut Report) {
    let mut others = 0;
    for (range, html) in &survey.html {
        let small = html.to_ascii_lowercase();
        let mut named = false;
        for (tag, what) in [("<img", "image"), ("<a ", "link")] {
            if small.contains(tag) {
                report
                    .note(range.start, format!("the {what} is raw HTML and is shown as text: {}", shown(html.trim())));
                named = true;
            }
        }
        others += usize::from(!named);
    }
    if others > 0 {
        let pieces = if others == 1 { "1 other piece".to_owned() } else { format!("{others} other pieces") };
        report.notes.push(Note { line: 0, message: format!("{pieces} of raw HTML shown as text") });
    }
}

fn note_headings(survey: &Survey, report: &mut Report) {
    for heading in &survey.headings {
        if let Some(attributes) = &heading.attributes {
            report.note(
                heading.range.start,
                format!("of the heading's attributes {} only an id is kept", shown(attributes)),
            );
        }
        if let Some(id) = heading.id.as_ref().filter(|id| !is_id(id)) {
            report.note(
                heading.range.start,
                format!("the heading's id “{}” is not an id here; it got another", shown(id)),
            );
        }
        if heading.top && heading.title.is_empty() {
            report.note(heading.range.start, "the heading is empty; it is called Untitled");
        }
    }
}
