//! Which of the known names somebody meant.

use crate::domain::spelling::distance;

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
