//! Figures as a sentence says them.

/// A number: in letters up to twelve, in digits beyond.
pub(super) fn number(n: usize) -> String {
    const LETTERS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    LETTERS.get(n).map_or_else(|| n.to_string(), |letters| (*letters).to_owned())
}

/// A number with its noun: "one section", "29 sections".
pub(super) fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// Minutes: "about four minutes", "about 1½ hours", "about two hours".
pub(super) fn minutes(n: u32) -> String {
    let halves = (n / 30 + u32::from(n % 30 >= 15)) as usize;
    match n {
        0 => "less than a minute".to_owned(),
        1..90 => format!("about {}", count(n as usize, "minute")),
        _ if halves.is_multiple_of(2) => format!("about {}", count(halves / 2, "hour")),
        _ => format!("about {}½ hours", halves / 2),
    }
}

/// The first letter as a sentence begins.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_they_are_said() {
        let cases = [
            (number(0), "no"),
            (number(12), "twelve"),
            (number(13), "13"),
            (count(1, "section"), "one section"),
            (count(0, "section"), "no sections"),
            (minutes(0), "less than a minute"),
            (minutes(1), "about one minute"),
            (minutes(89), "about 89 minutes"),
            (minutes(90), "about 1½ hours"),
            (minutes(104), "about 1½ hours"),
            (minutes(105), "about two hours"),
            (minutes(240), "about four hours"),
            (sentence("six questions"), "Six questions"),
            (sentence("élan"), "Élan"),
            (sentence(""), ""),
        ];
        for (said, expected) in cases {
            assert_eq!(said, expected);
        }
    }
}
