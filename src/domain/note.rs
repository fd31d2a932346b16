//! Two texts of one note.

/// What stands between two texts that were both kept.
const BETWEEN: &str = "--- from another device ---";

/// One text in which both are kept: the longer one when it holds the other, else theirs and then mine.
///
/// Nothing anybody wrote is ever thrown away, and saving the same text twice does not double it.
#[must_use]
pub fn keep_both(theirs: &str, mine: &str) -> String {
    if theirs.contains(mine) {
        theirs.to_owned()
    } else if mine.contains(theirs) {
        mine.to_owned()
    } else {
        format!("{theirs}\n\n{BETWEEN}\n\n{mine}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_kept_and_nothing_is_doubled() {
        assert_eq!(keep_both("a", "b"), "a\n\n--- from another device ---\n\nb");
        assert_eq!(keep_both("a and b", "b"), "a and b");
        assert_eq!(keep_both("b", "a and b"), "a and b");
        assert_eq!(keep_both("", "b"), "b");
        assert_eq!(keep_both("a", ""), "a");
        let both = keep_both("a", "b");
        assert_eq!(keep_both(&both, "b"), both);
    }
}
