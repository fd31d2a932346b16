//! One sentence about a module, and the minutes it takes, from the text alone.

use std::ops::Range;

use super::plan::{Module, Piece, Plan};
use super::survey::Survey;

/// The longest summary, in characters.
const LONGEST: usize = 160;
/// Words read in a minute.
const PACE: usize = 200;
/// Links that get a minute each: nobody follows more of them in one sitting.
const FOLLOWED: usize = 20;
/// The least and the most minutes of a module.
const MINUTES: (usize, usize) = (5, 480);

/// The first sentence of a module's prose; else what its sections are called, or where there are none in the handout, its
/// links.
pub(super) fn of_module(survey: &Survey, module: &Module) -> String {
    let part = span(module.intro.iter().chain(module.sections.iter().flat_map(|section| &section.body)));
    first_sentence(survey, &part).unwrap_or_else(|| {
        let here = survey.links.iter().filter(|link| !link.image && part.contains(&link.range.start));
        let links: Vec<&str> =
            here.map(|link| link.text.trim()).filter(|text| !text.is_empty()).take(LONGEST).collect();
        if module.sections.iter().all(|section| section.heading.is_none()) && !links.is_empty() {
            return named("Links", links.into_iter());
        }
        named("Sections", module.sections.iter().map(|section| section.title.as_str()))
    })
}

/// The first sentence before the first module, or what the modules are called.
pub(super) fn of_workshop(survey: &Survey, plan: &Plan) -> String {
    let opening = match plan.modules.as_slice() {
        [only] => return of_module(survey, only),
        [first, ..] if first.title == "Introduction" => span(first.sections.iter().flat_map(|section| &section.body)),
        [first, ..] => span(&first.intro),
        [] => 0..0,
    };
    first_sentence(survey, &opening)
        .unwrap_or_else(|| named("Modules", plan.modules.iter().map(|module| module.title.as_str())))
}

/// From the first of some pieces to the last; they stand in the order of the handout.
fn span<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> Range<usize> {
    let all = pieces.into_iter().map(|piece| &piece.range);
    all.fold(None, |span: Option<Range<usize>>, range| {
        Some(span.map_or(range.clone(), |span| span.start.min(range.start)..span.end.max(range.end)))
    })
    .unwrap_or(0..0)
}

/// By the words and the links, an estimate to start with.
pub(super) fn minutes(words: usize, links: usize) -> usize {
    (words.div_ceil(PACE) + links.min(FOLLOWED)).clamp(MINUTES.0, MINUTES.1)
}

fn first_sentence(survey: &Survey, part: &Range<usize>) -> Option<String> {
    survey.paragraphs.iter().filter(|(at, _)| part.contains(at)).find_map(|(_, paragraph)| sentence(paragraph))
}

/// The first sentence of a paragraph, cut when it is long; none when the paragraph has no whole sentence, such as one that
/// ends in a colon.
fn sentence(paragraph: &str) -> Option<String> {
    let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = text.char_indices().find_map(|(i, c)| {
        let after = &text[i + c.len_utf8()..];
        let closes = match c {
            '.' | '!' | '?' => after.is_empty() || after.starts_with(' ') && !abbreviation(&text[..i]),
            '。' | '！' | '？' => true,
            _ => false,
        };
        closes.then_some(i + c.len_utf8())
    })?;
    let sentence = &text[..end];
    (sentence.chars().count() >= 12).then(|| cut(sentence))
}

fn abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(']).next().unwrap_or_default().to_lowercase();
    ["e.g", "i.e", "etc", "vs", "cf", "no", "approx", "z.b", "bzw"].contains(&word.as_str())
        || word.chars().count() == 1
}

fn named<'a>(what: &str, titles: impl Iterator<Item = &'a str>) -> String {
    let titles = titles.collect::<Vec<_>>().join(", ");
    cut(&format!("{what}: {}.", titles.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// At most [`LONGEST`] characters, between words where that is possible.
fn cut(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST - 1) else { return text.to_owned() };
    if text[end..].chars().count() == 1 {
        return text.to_owned();
    }
    let room = &text[..end];
    let words = room.rfind(' ').filter(|space| *space > end / 2).map_or(room, |space| &room[..space]);
    format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_the_first_whole_sentence() {
        let cases = [
            ("Nodes get an  address. Pods too.", Some("Nodes get an address.")),
            ("Use a range, e.g. 10.0.0.0/8. More.", Some("Use a range, e.g. 10.0.0.0/8.")),
            ("The following:", None),
            ("No end", None),
            ("Ok.", None),
            ("Version 1.29 is out! Yes.", Some("Version 1.29 is out!")),
            ("网络策略用于保护容器之间的通信。第二句。", Some("网络策略用于保护容器之间的通信。")),
        ];
        for (paragraph, expected) in cases {
            assert_eq!(sentence(paragraph).as_deref(), expected, "{paragraph}");
        }
        let long = sentence(&format!("{}end.", "word ".repeat(100))).unwrap();
        assert!(long.ends_with("word…") && long.chars().count() <= LONGEST, "{long}");
        assert_eq!(cut(&"x".repeat(160)).chars().count(), 160);
        assert_eq!(cut(&"é".repeat(161)).chars().count(), 160);
    }

    #[test]
    fn minutes_follow_words_and_links() {
        for (words, links, expected) in [(0, 0, 5), (2000, 0, 10), (2001, 3, 14), (0, 500, 20), (10_000_000, 0, 480)] {
            assert_eq!(minutes(words, links), expected, "{words} words, {links} links");
        }
    }
}
