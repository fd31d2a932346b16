//! Which of the known names somebody meant.

/// The known name that is nearest, unless it is too far to have been meant.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // What is much longer than any name is none of them misspelt.
    if name.len() > 60 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(name);
    let with_distance = known.into_iter().map(|known| (distance(&wanted, &plain(known)), known));
    let (far, found) = with_distance.min_by_key(|(far, _)| *far)?;
    (far <= (wanted.chars().count().max(found.len()) / 2).min(4)).then_some(found)
}

/// Letters to put in, take out or change, or neighbours to swap, to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut fewest = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                fewest = fewest.min(before[j - 2] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_was_meant_and_nothing_else() {
        let known = ["cidr", "cidrs", "prefix", "parts", "max_pods", "node_subnet"];
        let cases = [
            ("cdir", Some("cidr")),
            ("CIDR", Some("cidr")),
            ("maxPods", Some("max_pods")),
            ("node-subnet", Some("node_subnet")),
            ("prefx", Some("prefix")),
            ("cidrss", Some("cidrs")),
            ("colour", None),
            ("", None),
            ("x", None),
        ];
        for (name, meant) in cases {
            assert_eq!(nearest(name, known), meant, "{name}");
        }
        assert_eq!(nearest(&"a".repeat(1 << 20), known), None);
    }
}
