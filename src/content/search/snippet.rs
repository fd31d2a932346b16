//! The part of a text that shows best why it was found.

use std::ops::Range;

/// How much is shown, in bytes.
const WINDOW: usize = 180;
/// How much of it stands before the first mark.
const BEFORE: usize = 50;
/// How many of the places are looked at; in a text that has more, the best spot hardly stands later.
const PLACES: usize = 2_000;

/// A place in the text that matched, and which words of the query it answers, one bit each.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) at: Range<usize>,
    pub(super) answers: u16,
}

/// Escaped HTML with `<mark>` around the places, cut at spaces around the spot that answers most words; `places` in order.
pub(super) fn snippet(text: &str, places: &[Place]) -> String {
    let places = &places[..places.len().min(PLACES)];
    let first = best(places).map_or(0, |place| place.at.start);
    let start = cut_start(text, first);
    let end = cut_end(text, start);
    let mut html = String::with_capacity(WINDOW * 2);
    if !text[..start].trim().is_empty() {
        html.push_str("… ");
    }
    let mut position = start;
    let mut open_until: Option<usize> = None;
    for place in places.iter().filter(|place| place.at.start >= start && place.at.end <= end) {
        match open_until {
            // Places may overlap: a name and its part.
            Some(until) if place.at.start <= until => open_until = Some(until.max(place.at.end)),
            _ => {
                if let Some(until) = open_until {
                    marked(text, position..until, &mut html);
                    position = until;
                }
                escape(&text[position..place.at.start], &mut html);
                position = place.at.start;
                open_until = Some(place.at.end);
            }
        }
    }
    if let Some(until) = open_until {
        marked(text, position..until, &mut html);
        position = until;
    }
    escape(text[position..end].trim_end(), &mut html);
    if !text[end..].trim().is_empty() {
        html.push_str(" …");
    }
    html
}

/// The place from where a window answers most words of the query, then has most marks, then stands first.
fn best(places: &[Place]) -> Option<&Place> {
    let mut best: Option<(u32, usize, &Place)> = None;
    for (i, place) in places.iter().enumerate() {
        let window = places[i..].iter().take(64).take_while(|other| other.at.end <= place.at.start + WINDOW - BEFORE);
        let (answers, count) = window.fold((0, 0), |(answers, count), other| (answers | other.answers, count + 1));
        let better = best.is_none_or(|(words, marks, _)| (answers.count_ones(), count) > (words, marks));
        if better {
            best = Some((answers.count_ones(), count, place));
        }
    }
    best.map(|(_, _, place)| place)
}

/// Some words before the first mark, or the very beginning when that is near.
fn cut_start(text: &str, first: usize) -> usize {
    if first <= BEFORE {
        return text.len() - text.trim_start().len().min(text.len());
    }
    let earliest = text.ceil_char_boundary(first - BEFORE);
    match text[earliest..first].find(char::is_whitespace) {
        Some(space) => first.min(text.len() - text[earliest + space..].trim_start().len()),
        // No space at all: one long word, cut where it must be.
        None => earliest,
    }
}

fn cut_end(text: &str, start: usize) -> usize {
    if text.len() - start <= WINDOW {
        return text.len();
    }
    let latest = text.floor_char_boundary(start + WINDOW);
    if text[latest..].starts_with(char::is_whitespace) {
        return latest;
    }
    match text[start..latest].rfind(char::is_whitespace) {
        // A space in the first half would show next to nothing.
        Some(space) if space > WINDOW / 2 => start + space,
        _ => latest,
    }
}

fn marked(text: &str, range: Range<usize>, html: &mut String) {
    html.push_str("<mark>");
    escape(&text[range], html);
    html.push_str("</mark>");
}

/// Text as HTML: the five characters escaped, every run of spaces, line ends and control characters one space.
fn escape(text: &str, html: &mut String) {
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            space = true;
            continue;
        }
        if space {
            html.push(' ');
            space = false;
        }
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    if space {
        html.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, words: &[&str]) -> Vec<Place> {
        let mut places: Vec<Place> = (0..)
            .zip(words)
            .flat_map(|(bit, word)| {
                text.match_indices(word).map(move |(i, w)| Place { at: i..i + w.len(), answers: 1 << bit })
            })
            .collect();
        places.sort_by_key(|place| (place.at.start, place.at.end));
        places
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let text = "A pod & its\n  <node> aren't \"one\".\u{0}";
        assert_eq!(
            snippet(text, &places(text, &["pod", "node", "<no"])),
            "A <mark>pod</mark> &amp; its <mark>&lt;node</mark>&gt; aren&#39;t &quot;one&quot;. "
        );
        assert_eq!(snippet("", &[]), "");
    }

    #[test]
    fn a_long_text_is_cut_at_spaces_around_the_best_spot() {
        let filler = "lorem ipsum ".repeat(40);
        let text = format!("subnet {filler}every subnet holds pods {filler}");
        let html = snippet(&text, &places(&text, &["subnet", "pods"]));
        assert!(html.starts_with("… ") && html.ends_with(" …"), "{html}");
        assert!(html.contains("every <mark>subnet</mark> holds <mark>pods</mark>"), "{html}");
        let words = html.replace("<mark>", "").replace("</mark>", "");
        for word in words.split(' ').filter(|word| *word != "…") {
            assert!(["lorem", "ipsum", "every", "subnet", "holds", "pods"].contains(&word), "{word} in {html}");
        }
    }

    #[test]
    fn a_word_without_an_end_is_cut_between_characters() {
        let text = format!("{}x{}", "é".repeat(300), "é".repeat(300));
        let html = snippet(&text, &places(&text, &["x"]));
        assert!(html.contains("é<mark>x</mark>é") && html.len() < 400, "{html}");
    }
}
