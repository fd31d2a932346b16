//! Gaps in the prompt: each field stands where the prompt has `{1}`, in sentences and in code.
//!
//! Markdown knows nothing of them, so that a character for private use stands for each while the prompt is drawn.

use askama::Template;

use super::words::pieces;
use super::{Parts, Said};
use crate::domain::question::{Answer, Public, PublicGap, PublicKind};

/// The characters for private use begin behind this one.
const PRIVATE: u32 = 0xE000;

/// A field in the prompt.
#[derive(Template)]
#[template(path = "question/gap.html")]
struct GapField<'a> {
    base: &'a str,
    number: usize,
    name: String,
    value: &'a str,
    options: &'a [String],
    locked: bool,
    /// Once it may be shown whether it is right.
    said: Option<&'a Said>,
    error: bool,
    /// Whether that stands below the prompt; what is right has its sign alone.
    below: bool,
}

/// What is said to a gap, below the prompt.
struct GapLine {
    number: usize,
    error: Option<String>,
    said: Option<Said>,
    /// What belongs there, once that may be shown.
    belongs: Option<String>,
}

impl GapLine {
    fn stands_below(&self) -> bool {
        let said = self.said.as_ref().is_some_and(|said| said.class != "good" || !said.html.is_empty());
        said || self.error.is_some() || self.belongs.is_some()
    }
}

#[derive(Template)]
#[template(path = "question/gaps.html")]
struct Gaps<'a> {
    base: &'a str,
    /// Fields that found no place in the prompt, HTML.
    lost: Vec<String>,
    lines: Vec<GapLine>,
}

/// The prompt with a character for each gap.
pub(super) fn marked(public: &Public) -> String {
    // Where a prompt has such characters of its own they would be taken for gaps.
    let mut prompt = public.prompt.replace(is_private, "\u{FFFD}");
    if let PublicKind::Gaps { gaps } = &public.kind {
        for number in 1..=gaps.len() {
            prompt = prompt.replace(&format!("{{{number}}}"), &sign(number).to_string());
        }
    }
    prompt
}

/// A prompt's words with the gaps in words.
pub(super) fn unmarked(words: &str) -> String {
    words.chars().fold(String::with_capacity(words.len()), |mut text, c| {
        match number(c) {
            Some(number) => text.push_str(&in_words(number)),
            None => text.push(c),
        }
        text
    })
}

fn in_words(number: usize) -> String {
    format!("(gap {number})")
}

fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

fn sign(number: usize) -> char {
    u32::try_from(number).ok().and_then(|n| char::from_u32(PRIVATE + n)).filter(|c| is_private(*c)).unwrap_or('?')
}

fn number(c: char) -> Option<usize> {
    is_private(c).then(|| (c as u32 - PRIVATE) as usize)
}

impl Parts<'_> {
    /// The prompt with its fields, and what stands below it.
    pub(super) fn gaps(&self, prompt: &str, gaps: &[PublicGap]) -> askama::Result<(String, String)> {
        let lines: Vec<GapLine> = (1..=gaps.len()).map(|number| self.line(number)).collect();
        let fields = gaps.iter().zip(&lines).map(|(gap, line)| self.field(gap, line));
        let mut fields: Vec<Option<String>> = fields.map(|field| field.map(Some)).collect::<askama::Result<_>>()?;
        let mut filled = String::with_capacity(prompt.len() + 256 * gaps.len());
        for (piece, is_tag) in pieces(prompt) {
            for c in piece.chars() {
                match number(c) {
                    None => filled.push(c),
                    // In an address or a title no field can stand.
                    Some(_) if is_tag => {}
                    // The second time it is named, not asked again.
                    Some(number) => match fields.get_mut(number.wrapping_sub(1)).and_then(Option::take) {
                        Some(field) => filled.push_str(&field),
                        None => filled.push_str(&in_words(number)),
                    },
                }
            }
        }
        let lost = fields.into_iter().flatten().collect();
        let lines = lines.into_iter().filter(GapLine::stands_below);
        let below = Gaps { base: self.view.base, lost, lines: lines.collect() }.render()?;
        Ok((filled, below))
    }

    fn field(&self, gap: &PublicGap, line: &GapLine) -> askama::Result<String> {
        let number = line.number;
        let html = GapField {
            base: self.view.base,
            number,
            name: format!("{}gap-{number}", self.view.prefix),
            value: self.current.gap(number),
            options: &gap.options,
            locked: self.view.locked,
            said: line.said.as_ref(),
            error: line.error.is_some(),
            below: line.stands_below(),
        }
        .render()?;
        // In a block of code a line break would be seen.
        Ok(html.replace('\n', ""))
    }

    fn line(&self, number: usize) -> GapLine {
        let about = format!("Gap {number}");
        let marked = self.view.marking.filter(|_| matches!(self.view.answer, Some(Answer::Gaps(_))));
        let said = marked.map(|marking| {
            let wrong = marking.feedback.iter().find(|feedback| feedback.about.as_deref() == Some(&about));
            Said::unless(wrong)
        });
        let belongs = self.view.reveal.and_then(|reveal| reveal.answer.get(number - 1)).cloned();
        let belongs = belongs.filter(|_| said.as_ref().is_none_or(|said| said.class != "good"));
        GapLine { number, error: self.complaint(&format!("gap-{number}")), said, belongs }
    }
}
