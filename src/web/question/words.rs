//! HTML as the words it says, for names and options, where no markup can stand.

/// The words of a prompt. Blocks of code are left out: they are read where they stand, not in the name of every field.
pub(super) fn of_prompt(html: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find("<pre") {
        bare.push_str(&rest[..at]);
        bare.push(' ');
        rest = rest[at..].split_once("</pre>").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    of(&bare)
}

/// The words of a piece of HTML, one space between them.
pub(super) fn of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (piece, is_tag) in pieces(html) {
        if !is_tag {
            text.push_str(piece);
        } else if !INLINE.contains(&name(piece)) {
            text.push(' ');
        }
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let plain = plain.replace("&#x27;", "'").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands within a word or a sentence and parts nothing.
const INLINE: [&str; 12] = ["a", "abbr", "b", "code", "del", "em", "i", "kbd", "span", "strong", "sub", "sup"];

fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// Text and tags in turn; what stands in a tag's quotes belongs to the tag.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_tag = rest.starts_with('<');
        let length = if is_tag { tag(rest) } else { rest.find('<').unwrap_or(rest.len()) };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some((piece, is_tag))
    })
}

/// How many bytes a tag takes at the start of a text.
fn tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_as_its_words() {
        for (html, words) in [
            ("<p>How many in a <code>/24</code>?</p>\n<p>Count <em>all</em>.</p>", "How many in a /24? Count all."),
            ("a &lt; b &amp;&amp; &quot;c&quot;", "a < b && \"c\""),
            ("<img alt=\"a > b\">left", "left"),
            ("&amp;lt;", "&lt;"),
            ("", ""),
            ("<", ""),
        ] {
            assert_eq!(of(html), words, "{html}");
        }
    }

    #[test]
    fn code_is_no_part_of_a_prompts_words() {
        let html =
            "<p>What does it do?</p><div class=\"code\"><pre tabindex=\"0\"><code>a: b</code></pre></div><p>Say.</p>";
        assert_eq!(of_prompt(html), "What does it do? Say.");
        assert_eq!(of_prompt("<pre>open"), "");
    }
}
