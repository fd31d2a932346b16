//! Two texts of one note.

/// The most characters that are kept in one note when texts from several devices come together in it: several times what a
/// person may send at once, and little enough to be shown with a page.
pub const MOST_KEPT: usize = 40_000;

/// What stands between two texts that were both kept.
const BETWEEN: &str = "--- from another device ---";

/// One text in which both are kept: the longer one when the other stands in it as whole lines, else theirs and then mine.
///
/// Nothing anybody wrote is ever thrown away, and saving the same text twice does not double it.
#[must_use]
pub fn keep_both(theirs: &str, mine: &str) -> String {
    if holds(theirs, mine) {
        theirs.to_owned()
    } else if holds(mine, theirs) {
        mine.to_owned()
    } else {
        format!("{theirs}\n\n{BETWEEN}\n\n{mine}")
    }
}

/// Whether the lines of a text stand one after the other as whole lines in another one. A "10" is not lost in a "100".
fn holds(all: &str, part: &str) -> bool {
    part.is_empty() || format!("\n{all}\n").contains(&format!("\n{part}\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_are_kept_and_nothing_is_doubled() {
        let both = |theirs: &str, mine: &str| format!("{theirs}\n\n--- from another device ---\n\n{mine}");
        let cases = [
            ("a", "b", both("a", "b")),
            ("a", "a", "a".to_owned()),
            ("a\nb\nc", "b", "a\nb\nc".to_owned()),
            ("b", "a\nb", "a\nb".to_owned()),
            ("a\nb\nc", "b\nc", "a\nb\nc".to_owned()),
            ("", "b", "b".to_owned()),
            ("a", "", "a".to_owned()),
            // What is only part of a line is a text of its own.
            ("100", "10", both("100", "10")),
            ("10", "100", both("10", "100")),
            ("a and b", "b", both("a and b", "b")),
            ("a\nbc", "a\nb", both("a\nbc", "a\nb")),
            ("xa\nb", "a\nb", both("xa\nb", "a\nb")),
            // The same lines, but not in one run.
            ("a\nx\nb", "a\nb", both("a\nx\nb", "a\nb")),
        ];
        for (theirs, mine, expected) in cases {
            assert_eq!(keep_both(theirs, mine), expected, "{theirs:?} {mine:?}");
        }
    }

    proptest! {
        #[test]
        fn every_line_of_both_is_in_the_result(theirs in "([ab10 ]{0,3}\n){0,4}[ab10]{0,3}", mine in "([ab10 ]{0,3}\n){0,4}[ab10]{0,3}") {
            let both = keep_both(&theirs, &mine);
            let lines: Vec<&str> = both.split('\n').collect();
            for text in [&theirs, &mine] {
                let own: Vec<&str> = text.split('\n').collect();
                prop_assert!(text.is_empty() || lines.windows(own.len()).any(|run| run == own), "{both:?} lacks {text:?}");
            }
            prop_assert_eq!(keep_both(&both, &mine), both.clone(), "sent twice");
            prop_assert_eq!(keep_both(&both, &theirs), both);
        }
    }
}
