//! How far apart two words are, for "did you mean".

/// How many letters must be put in, taken out, changed or swapped with their neighbour to get from one word to the other
/// (the Damerau–Levenshtein distance in which no letter is touched twice).
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut fewest = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                fewest = fewest.min(before_last[j - 2] + 1);
            }
            row.push(fewest);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let cases = [
            ("", "", 0),
            ("", "abc", 3),
            ("title", "title", 0),
            ("tilte", "title", 1),
            ("sumary", "summary", 1),
            ("kubenett", "kubenet", 1),
            ("größe", "grosse", 3),
            ("ca", "abc", 3),
            ("prefix", "max_pods", 8),
        ];
        for (a, b, far) in cases {
            assert_eq!((distance(a, b), distance(b, a)), (far, far), "{a} {b}");
        }
    }
}
