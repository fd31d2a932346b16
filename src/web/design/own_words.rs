//! One's own values in the commands of a page, in the place of the examples, marked and with the example at hand.

use crate::domain::sheet::{Piece, pieces};

/// Puts one's own values into the blocks of code of a page: every whole word in them that is an example. Says whether any was
/// there. `own` holds examples with the values that take their place.
#[must_use]
pub fn in_code(html: &str, own: &[(&'static str, String)]) -> (String, bool) {
    if own.is_empty() || !own.iter().any(|(example, _)| html.contains(example)) {
        return (html.to_owned(), false);
    }
    let (mut out, mut rest, mut found) = (String::with_capacity(html.len() + 256), html, false);
    while let Some(begin) = rest.find("<pre") {
        let length = rest[begin..].find("</pre>").map_or(rest.len() - begin, |end| end);
        out.push_str(&rest[..begin]);
        found |= replace(&rest[begin..begin + length], own, &mut out);
        rest = &rest[begin + length..];
    }
    out.push_str(rest);
    (out, found)
}

/// Replaces in the text between the tags.
fn replace(code: &str, own: &[(&'static str, String)], out: &mut String) -> bool {
    let (mut rest, mut found, mut line) = (code, false, String::new());
    while !rest.is_empty() {
        let tag = rest.find('<').unwrap_or(rest.len());
        let text = &rest[..tag];
        for piece in pieces(&line, text, own) {
            match piece {
                Piece::Written(text) => out.push_str(text),
                Piece::Own { example, value } => {
                    found = true;
                    out.push_str("<mark class=\"own\" title=\"written as ");
                    escape(example, out);
                    out.push_str("\">");
                    escape(value, out);
                    out.push_str("</mark>");
                }
            }
        }
        match text.rsplit_once('\n') {
            Some((_, last)) => last.clone_into(&mut line),
            None => line.push_str(text),
        }
        let end = rest[tag..].find('>').map_or(rest.len(), |end| tag + end + 1);
        out.push_str(&rest[tag..end]);
        rest = &rest[end..];
    }
    found
}

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            sign => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs.iter().map(|(example, value)| (*example, (*value).to_owned())).collect()
    }

    /// The text with the marks as square brackets.
    fn shown(html: &str, pairs: &[(&'static str, &str)]) -> String {
        let (html, _) = in_code(html, &own(pairs));
        let mut out = String::new();
        let mut rest = html.as_str();
        while let Some(begin) = rest.find("<mark") {
            out.push_str(&rest[..begin]);
            let text = rest[begin..].split_once('>').map_or("", |(_, text)| text);
            let (value, after) = text.split_once("</mark>").unwrap_or((text, ""));
            out.extend(["[", value, "]"]);
            rest = after;
        }
        out + rest
    }

    #[test]
    fn whole_words_in_code_and_nothing_else() {
        let pairs =
            [("rg-workshop", "rg-mine"), ("10.0.0.10", "10.9.0.10"), ("10.0.0.0/16", "10.9.0.0/16"), ("shop", "kiosk")];
        let cases = [
            ("<p>rg-workshop</p>", "<p>rg-workshop</p>"),
            ("<pre>az -g rg-workshop</pre> rg-workshop", "<pre>az -g [rg-mine]</pre> rg-workshop"),
            (
                "<pre>my-rg-workshop rg-workshop2 rg-workshop-a</pre>",
                "<pre>my-rg-workshop rg-workshop2 rg-workshop-a</pre>",
            ),
            ("<pre>a=<b>rg-workshop</b>\"</pre>", "<pre>a=<b>[rg-mine]</b>\"</pre>"),
            ("<pre class=\"rg-workshop\">x</pre>", "<pre class=\"rg-workshop\">x</pre>"),
            ("<pre># in rg-workshop.\n</pre>", "<pre># in [rg-mine].\n</pre>"),
            ("<pre>10.0.0.0/16,10.0.0.10 10.0.0.100</pre>", "<pre>[10.9.0.0/16],[10.9.0.10] 10.0.0.100</pre>"),
            ("<pre><b>-n</b> shop svc/shop</pre>", "<pre><b>-n</b> [kiosk] svc/shop</pre>"),
            (
                "<pre>name: shop\n<i>namespace:</i> <u>shop</u></pre>",
                "<pre>name: shop\n<i>namespace:</i> <u>[kiosk]</u></pre>",
            ),
            ("<pre>/resourceGroups/rg-workshop/x", "<pre>/resourceGroups/[rg-mine]/x"),
            ("", ""),
        ];
        for (html, wanted) in cases {
            assert_eq!(shown(html, &pairs), wanted, "{html}");
        }
    }

    #[test]
    fn what_somebody_typed_stays_text() {
        let (html, found) = in_code("<pre>rg-workshop</pre>", &own(&[("rg-workshop", "<b>\"&")]));
        assert!(found);
        assert_eq!(html, "<pre><mark class=\"own\" title=\"written as rg-workshop\">&lt;b&gt;&quot;&amp;</mark></pre>");
    }

    #[test]
    fn without_values_of_ones_own_nothing_changes() {
        let html = "<pre>rg-workshop</pre>";
        assert_eq!(in_code(html, &[]), (html.to_owned(), false));
        assert_eq!(in_code(html, &own(&[("other", "x")])), (html.to_owned(), false));
    }
}
