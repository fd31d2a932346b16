//! Where the words of a text are. A technical name is found whole and in its parts: `kube-proxy` is `kube-proxy`, `kube`,
//! `proxy` and `kubeproxy`.

use std::ops::Range;

use super::fold::{fold_into, is_mark};

/// A stretch of text without spaces that somebody may take for one word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Where it stands in the text.
    pub(super) at: Range<usize>,
    /// Where its parts stand: the runs of letters and digits between the joints.
    pub(super) parts: Vec<Range<usize>>,
    /// Whether it is a number after a slash, such as `/24`: a size of a network and not just a number.
    pub(super) slash: bool,
}

/// All names of a text, in order.
pub(super) fn names(text: &str) -> Names<'_> {
    Names { text, position: 0 }
}

/// See [`names`].
pub(super) struct Names<'a> {
    text: &'a str,
    position: usize,
}

impl Iterator for Names<'_> {
    type Item = Name;

    fn next(&mut self) -> Option<Name> {
        let text = self.text;
        let start = self.position + text[self.position..].find(is_letter)?;
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut part = start..start;
        let mut end = start;
        let mut rest = text[start..].char_indices().map(|(i, c)| (start + i, c)).peekable();
        while let Some((i, c)) = rest.next() {
            let after = i + c.len_utf8();
            if is_letter(c) {
                // A script without spaces: each sign is a part of its own, and nothing joins them.
                let single = is_sign(c);
                if single && end > start {
                    break;
                }
                part.end = after;
                end = after;
                if single {
                    break;
                }
            } else if is_mark(c) {
                part.end = after;
                end = after;
            } else if is_joint(c) {
                // A joint joins when letters follow at once; `::` is one joint, any other pair is punctuation.
                let mut next = after;
                if c == ':' && rest.peek().is_some_and(|(_, c)| *c == ':') {
                    next += 1;
                    rest.next();
                }
                if !rest.peek().is_some_and(|(_, c)| is_letter(*c) && !is_sign(*c)) {
                    break;
                }
                parts.push(part);
                part = next..next;
            } else {
                break;
            }
        }
        parts.push(part);
        self.position = end;
        let digits = parts[0].len() <= 3 && text[parts[0].clone()].bytes().all(|b| b.is_ascii_digit());
        let slash = parts.len() == 1 && digits && text[..start].ends_with('/');
        Some(Name { at: start..end, parts, slash })
    }
}

impl Name {
    /// Calls with every spelling under which the name is found, and where that stands.
    pub(super) fn spellings(&self, text: &str, folded: &mut String, mut each: impl FnMut(&str, Range<usize>)) {
        let mut give = |range: Range<usize>, prefix: &str| {
            folded.clear();
            folded.push_str(prefix);
            fold_into(&text[range.clone()], folded);
            if !folded.is_empty() {
                each(folded, range);
            }
        };
        for part in &self.parts {
            give(part.clone(), "");
            let humps = humps(&text[part.clone()]);
            if humps.len() > 1 {
                for hump in humps {
                    give(part.start + hump.start..part.start + hump.end, "");
                }
            }
        }
        if self.slash {
            give(self.at.clone(), "/");
        }
        if self.parts.len() > 1 {
            give(self.at.clone(), "");
            if let Some(size) = self.size(text) {
                give(size, "/");
            }
            if self.parts.len() <= 3 && text[self.at.clone()].chars().all(|c| c.is_alphabetic() || "-_'’".contains(c))
            {
                folded.clear();
                for part in &self.parts {
                    fold_into(&text[part.clone()], folded);
                }
                each(folded, self.at.clone());
            }
        }
    }

    /// The number after the slash of a network: the `8` of `10.0.0.0/8`.
    fn size(&self, text: &str) -> Option<Range<usize>> {
        let last = self.parts.last()?;
        let digits = last.len() <= 3 && text[last.clone()].bytes().all(|b| b.is_ascii_digit());
        (digits && text[..last.start].ends_with('/')).then(|| last.clone())
    }
}

/// The parts of `userDefinedRouting`: cut before a capital that follows a small letter.
pub(super) fn humps(word: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut small = false;
    for (i, c) in word.char_indices() {
        if small && c.is_uppercase() {
            cuts.push(i);
        }
        small = c.is_lowercase();
    }
    cuts.push(word.len());
    cuts.windows(2).map(|cut| cut[0]..cut[1]).collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c)
}

fn is_joint(c: char) -> bool {
    matches!(c, '.' | '/' | '-' | '_' | ':' | '@' | '+' | '\'' | '’' | '‐' | '‑')
}

/// Scripts that do not put spaces between words: Han and kana.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let mut folded = String::new();
        for name in names(text) {
            name.spellings(text, &mut folded, |word, _| all.push(word.to_owned()));
        }
        all
    }

    #[test]
    fn technical_names_are_whole_and_in_parts() {
        let cases: [(&str, &[&str]); 14] = [
            ("Pods, nodes.", &["pods", "nodes"]),
            ("10.0.0.0/8", &["10", "0", "0", "0", "8", "10.0.0.0/8", "/8"]),
            ("a /24 or", &["a", "24", "/24", "or"]),
            ("--network-plugin-mode", &["network", "plugin", "mode", "network-plugin-mode", "networkpluginmode"]),
            ("kube-proxy", &["kube", "proxy", "kube-proxy", "kubeproxy"]),
            ("fd12:3456::1", &["fd12", "3456", "1", "fd12:3456::1"]),
            ("LoadBalancer", &["loadbalancer", "load", "balancer"]),
            ("AKS's", &["aks", "s", "aks's", "akss"]),
            ("https://a.io/x", &["https", "a", "io", "x", "a.io/x"]),
            ("well...no", &["well", "no"]),
            ("<b>x</b>", &["b", "x", "b"]),
            ("網路 x", &["網", "路", "x"]),
            ("- / -- '", &[]),
            ("e\u{301}a\u{0}b", &["ea", "b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(spellings(text), expected, "{text}");
        }
    }
}
