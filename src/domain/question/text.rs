//! Words as people type them, made alike where they mean the same.

/// Without case, white space, hyphens and dashes, signs that cannot be seen, and quotation marks around.
pub(super) fn folded(typed: &str) -> String {
    let quotes = ['"', '\'', '`', '“', '”', '‘', '’', '„', '«', '»'];
    let kept = |c: &char| {
        let dash = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        !(c.is_whitespace() || dash || unseen(*c))
    };
    let text: String = typed.chars().filter(kept).flat_map(char::to_lowercase).collect();
    let bare = text.trim_matches(quotes);
    // Where nothing but such signs is wanted (an argument `-`), they are what counts.
    if bare.is_empty() { typed.trim().to_owned() } else { bare.to_owned() }
}

/// Whether two texts mean the same.
pub(super) fn same(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// Controls, and signs without width that come along when something is pasted.
pub(super) fn unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A text as a complaint says it back: what cannot be seen left out, cut when it is long.
pub(super) fn quoted(typed: &str) -> String {
    const MOST: usize = 60;
    let clean: String = typed.trim().chars().filter(|c| !unseen(*c)).take(MOST + 1).collect();
    match clean.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_hyphens_and_quotes_make_no_difference() {
        let alike = [
            ("AcrPull", "acr pull"),
            ("kube-proxy", "KubeProxy"),
            ("kube\u{2011}proxy", "kube-proxy"),
            ("“AcrPull”", "AcrPull"),
            ("`nodePort`", "nodeport"),
            ("Acr\u{200b}Pull", "acrpull"),
            ("-", " - "),
            ("ÜBER", "über"),
        ];
        for (a, b) in alike {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [("AcrPull", "AcrPush"), ("a.b", "ab"), ("v1", "v10"), ("", "a"), ("-", "--")] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn what_is_said_back_is_short_and_visible() {
        assert_eq!(quoted(" a\u{200b}b\n"), "ab");
        assert_eq!(quoted(&"ä".repeat(70)), format!("{}…", "ä".repeat(60)));
        assert_eq!(quoted(&"ä".repeat(60)), "ä".repeat(60));
    }
}
