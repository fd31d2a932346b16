//! Whole numbers as people type them.

use super::Complaint;

/// Reads a whole number: plain digits, or grouped by threes as in `5,000`, `5 000` and `5_000`. `what` begins the
/// complaint, such as "Nodes".
///
/// # Errors
///
/// What was typed is no such number, or larger than [`u32::MAX`].
pub fn read(typed: &str, field: &str, what: &str) -> Result<u32, Complaint> {
    let refused = |message: String| Complaint::new(field, message);
    if typed.is_empty() {
        return Err(refused(format!("{what}: write a whole number, such as 3.")));
    }
    let shown: String = typed.chars().take(30).collect();
    let shown = if shown.len() < typed.len() { format!("{shown}…") } else { shown };
    let Some(digits) = digits(typed) else {
        return Err(refused(format!("{what}: write a whole number such as 3, not “{shown}”.")));
    };
    digits.parse().map_err(|_| refused(format!("{what}: {shown} is more than is counted here; 1,000,000 is the most.")))
}

/// The same where nothing may be typed.
///
/// # Errors
///
/// As [`read`].
pub fn maybe(typed: &str, field: &str, what: &str) -> Result<Option<u32>, Complaint> {
    if typed.is_empty() { Ok(None) } else { read(typed, field, what).map(Some) }
}

/// The digits alone; None when anything else stands between them than signs of groups of three.
fn digits(typed: &str) -> Option<String> {
    let sign = typed.chars().find(|c| !c.is_ascii_digit());
    let Some(sign) = sign else { return Some(typed.to_owned()) };
    if !matches!(sign, ',' | '_' | ' ' | '\u{a0}' | '\u{202f}' | '’') {
        return None;
    }
    let groups: Vec<&str> = typed.split(sign).collect();
    let plain = groups.iter().all(|group| group.chars().all(|c| c.is_ascii_digit()));
    let (first, rest) = groups.split_first()?;
    let threes = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    (plain && threes).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let cases = [("0", 0), ("42", 42), ("007", 7), ("5,000", 5_000), ("1 000 000", 1_000_000), ("1_000", 1_000)];
        for (typed, n) in cases {
            assert_eq!(read(typed, "n", "Nodes"), Ok(n), "{typed}");
        }
        assert_eq!(maybe("", "n", "Nodes"), Ok(None));
        assert_eq!(maybe("4294967295", "n", "Nodes"), Ok(Some(u32::MAX)));
    }

    #[test]
    fn what_is_no_whole_number_is_refused_with_its_field() {
        let long = "9".repeat(10_000);
        let cases = ["", "-1", "+3", "1.5", "1,5", "1,00", "12,34,567", "٣", "３", "1e3", "0x10", "3 nodes", &long];
        for typed in cases {
            let complaint = read(typed, "pool.nodes.1", "Nodes").unwrap_err();
            assert_eq!(complaint.field, "pool.nodes.1");
            assert!(complaint.message.len() < 200 && complaint.message.starts_with("Nodes: "), "{}", complaint.message);
        }
        assert!(read("4294967296", "n", "Nodes").unwrap_err().message.contains("more than is counted"));
    }
}
