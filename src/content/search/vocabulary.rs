//! All words of a workshop in order, so that the words with a common beginning stand together.

use std::collections::HashMap;
use std::ops::Range;

/// Words by number; numbers follow the order of the words.
pub(super) struct Vocabulary {
    letters: String,
    ends: Vec<u32>,
}

/// Gives numbers to words as they come.
#[derive(Default)]
pub(super) struct Collector {
    numbers: HashMap<String, u32>,
}

impl Collector {
    /// The word's number so far; [`Collector::finish`] tells what became of it.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// The words in order, and for each number given so far the number it has now.
    pub(super) fn finish(self) -> (Vocabulary, Vec<u32>) {
        let mut words: Vec<(String, u32)> = self.numbers.into_iter().collect();
        words.sort_unstable();
        let mut now = vec![0; words.len()];
        let mut vocabulary = Vocabulary { letters: String::new(), ends: Vec::with_capacity(words.len()) };
        for (number, (word, before)) in (0..).zip(&words) {
            now[*before as usize] = number;
            vocabulary.letters.push_str(word);
            vocabulary.ends.push(u32::try_from(vocabulary.letters.len()).unwrap_or(u32::MAX));
        }
        vocabulary.letters.shrink_to_fit();
        (vocabulary, now)
    }
}

impl Vocabulary {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn word(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.letters[start..self.ends[number] as usize]
    }

    /// Heap bytes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.letters.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    /// The words that begin with these letters.
    pub(super) fn beginning(&self, letters: &str) -> Range<usize> {
        self.narrow(0..self.len(), letters)
    }

    /// The words of a range (which must share what stands before the last letters of `letters`) that begin with these.
    fn narrow(&self, within: Range<usize>, letters: &str) -> Range<usize> {
        let start = self.partition(within.clone(), |word| word < letters);
        let end = self.partition(start..within.end, |word| word.starts_with(letters));
        start..end
    }

    /// Where the first word of the range stands that the test does not hold for; it must hold for none after.
    fn partition(&self, within: Range<usize>, holds: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (within.start, within.end);
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Calls with the words that begin with something one slip away from these letters: a letter left out, added, changed or
    /// swapped with its neighbour (the Damerau–Levenshtein distance 1). Ranges may overlap. The text given along is the
    /// beginning that was meant.
    pub(super) fn one_slip(&self, letters: &str, mut each: impl FnMut(&str, Range<usize>)) {
        let chars: Vec<char> = letters.chars().collect();
        let mut here = 0..self.len();
        let mut before = String::new();
        let mut meant = String::new();
        for (i, c) in chars.iter().enumerate() {
            let after: String = chars[i + 1..].iter().collect();
            let mut meet = |parts: [&str; 3]| {
                meant.clear();
                meant.extend(parts);
                let range = self.narrow(here.clone(), &meant);
                if !range.is_empty() && meant != letters {
                    each(&meant, range);
                }
            };
            let mut buffer = [0; 4];
            // One letter too many.
            meet([&before, "", &after]);
            // Two letters swapped.
            if let Some(next) = chars.get(i + 1) {
                let mut swapped = String::from(*next);
                swapped.push(*c);
                let rest: String = chars[i + 2..].iter().collect();
                meet([&before, &swapped, &rest]);
            }
            // Another letter here, or one missing: try those that the words really have at this place.
            let mut at = here.start;
            while at < here.end {
                let word = self.word(at);
                let Some(other) = word[before.len()..].chars().next() else {
                    at += 1;
                    continue;
                };
                let other: &str = other.encode_utf8(&mut buffer);
                meet([&before, other, &after]);
                let same = format!("{other}{c}");
                meet([&before, &same, &after]);
                let with: String = format!("{before}{other}");
                at = self.partition(at..here.end, |word| word.starts_with(&with));
            }
            before.push(*c);
            here = self.narrow(here, &before);
            if here.is_empty() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut collector = Collector::default();
        for word in words {
            collector.number(word);
        }
        collector.finish().0
    }

    #[test]
    fn words_with_a_common_beginning_stand_together() {
        let words = vocabulary(&["snat", "subnet", "sub", "subnets", "zone", "aks"]);
        let all = |range: Range<usize>| range.map(|n| words.word(n)).collect::<Vec<_>>();
        assert_eq!(all(words.beginning("sub")), ["sub", "subnet", "subnets"]);
        assert_eq!(all(words.beginning("s")), ["snat", "sub", "subnet", "subnets"]);
        assert_eq!(all(words.beginning("x")), [""; 0]);
        assert_eq!(all(words.beginning("")).len(), 6);
    }

    /// The textbook's table, to compare with.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest::proptest! {
        #[test]
        fn one_slip_finds_what_the_textbook_finds(words in proptest::collection::btree_set("[abcé]{1,6}", 1..30), typed in "[abcé]{1,5}") {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let vocabulary = vocabulary(&words);
            let mut found = std::collections::BTreeSet::new();
            vocabulary.one_slip(&typed, |meant, range| {
                assert_eq!(distance(&typed, meant), 1, "{typed} {meant}");
                for number in range {
                    assert!(vocabulary.word(number).starts_with(meant));
                    found.insert(vocabulary.word(number).to_owned());
                }
            });
            for word in words {
                let ends = (0..=word.len()).filter(|i| word.is_char_boundary(*i));
                let near = ends.map(|i| distance(&typed, &word[..i])).any(|d| d == 1);
                // A letter missing at the very end is a beginning, and beginnings are found without this.
                if near && !word.starts_with(&typed) {
                    assert!(found.contains(word), "{typed} {word}");
                }
            }
        }
    }
}
