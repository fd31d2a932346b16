//! What holds for every text, and what a large workshop costs.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::tests::{module, section, workshop};
use super::*;

/// Words as in a language: few common ones, many rare ones, always the same.
fn large(words: usize) -> Workshop {
    let syllables =
        ["net", "pod", "ka", "ro", "sub", "ingress", "ti", "ver", "lo", "azu", "mesh", "no", "de", "pri", "vat"];
    let mut seed = 1_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut modules = Vec::new();
    for m in 0..words / 5_000 {
        let mut sections = Vec::new();
        for s in 0..20 {
            let mut text = String::new();
            for _ in 0..250 {
                // Squared, so that low numbers are common.
                let n = random(110) * random(110);
                let word: String = [n % 15, n / 15 % 15, n / 225 % 15, n / 3375 % 15]
                    .iter()
                    .take(2 + usize::from(n > 800) + usize::from(n > 4_000))
                    .map(|i| syllables[usize::try_from(*i).unwrap()])
                    .collect();
                let _ = if random(20) == 0 { write!(text, "{word}-{n} ") } else { write!(text, "{word} ") };
            }
            sections.push(section(&format!("s{s}"), &text.split(' ').take(3).collect::<Vec<_>>().join(" "), &text));
        }
        modules.push(module(&format!("m{m}"), &format!("Module {m}"), sections));
    }
    workshop("large", modules)
}

#[test]
fn a_workshop_of_100_000_words_is_searched_at_once_and_kept_small() {
    let workshop = large(100_000);
    let index = Index::new(&workshop);
    let bytes = index.bytes();
    assert!(bytes < 10_000_000, "{bytes} bytes");
    let queries =
        ["n", "netp", "subpod ingress", "priavt", "ingresspodnet veronode", "meshti-100", "a b c d e f g h i j k l"];
    for query in queries {
        let hits = index.search(query, 30);
        assert!(!hits.is_empty(), "{query}");
    }
}

impl Index {
    /// Heap bytes, near enough.
    fn bytes(&self) -> usize {
        let documents = self.documents.iter().map(|indexed| {
            let document = &indexed.document;
            let texts = [&document.title, &document.place, &document.url, &document.text];
            indexed.spots.capacity() * size_of::<Spot>() + texts.iter().map(|text| text.capacity()).sum::<usize>()
        });
        self.vocabulary.bytes()
            + self.ends.capacity() * size_of::<u32>()
            + self.postings.capacity() * size_of::<Posting>()
            + self.documents.capacity() * size_of::<Indexed>()
            + documents.sum::<usize>()
    }
}

proptest! {
    #[test]
    fn every_word_of_any_text_finds_its_section(texts in proptest::collection::vec("\\PC{0,80}|[a-zß\u{e9}Ü0-9./:@ <-]{0,80}", 1..5)) {
        let sections = texts.iter().enumerate().map(|(n, text)| section(&format!("s{n}"), "T", text)).collect();
        let index = Index::new(&workshop("w", vec![module("m", "M", sections)]));
        for (n, text) in texts.iter().enumerate() {
            for word in text.split(|c: char| !(c.is_alphanumeric() || fold::is_mark(c))).filter(|word| !word.chars().all(fold::is_mark)) {
                let hits = index.search(word, usize::MAX);
                let here = hits.iter().find(|hit| hit.url == format!("/w/w/m#s{n}"));
                prop_assert!(here.is_some_and(|hit| hit.score >= ALL), "{word:?} in {text:?}: {hits:?}");
                prop_assert!(here.is_some_and(|hit| hit.snippet.contains("<mark>")), "{word:?} in {text:?}: {hits:?}");
            }
        }
    }

    #[test]
    fn a_slip_in_a_long_word_still_finds_its_section(
        words in proptest::collection::vec("[a-z]{6,12}", 1..8),
        pick in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        slip in 0..4,
        other in proptest::char::range('a', 'z'),
    ) {
        let index = Index::new(&workshop("w", vec![module("m", "M", vec![section("s", "T", &words.join(" "))])]));
        let mut typed: Vec<char> = words[pick.index(words.len())].chars().collect();
        let at = place.index(typed.len() - 1);
        match slip {
            0 => { typed.remove(at); }
            1 => typed.insert(at, other),
            2 => typed[at] = other,
            _ => typed.swap(at, at + 1),
        }
        let typed: String = typed.into_iter().collect();
        let hits = index.search(&typed, 5);
        prop_assert!(hits.iter().any(|hit| hit.url == "/w/w/m#s"), "{typed} in {words:?}");
    }
}
