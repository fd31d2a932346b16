//! Numbers as people write them: with separators, with a decimal comma, with the unit after them.

use super::complaint::Problem;
use super::text::{folded, quoted, unseen};

/// Beyond this a number of an answer is a slip, and counting in floating point is not exact any more.
const MOST: f64 = 1e15;

/// Reads a number, perhaps with this unit after it.
///
/// Spaces, underscores and apostrophes part thousands, and so does a comma before three digits (1,024); any other single
/// comma is a decimal one (0,5). One dot before three digits (1.024) can be meant either way and is asked back, unless a
/// zero stands before it.
pub(super) fn read(typed: &str, unit: Option<&str>) -> Result<f64, Problem> {
    let text: String = typed.chars().filter(|c| !unseen(*c)).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::NothingWritten);
    }
    let not = || Problem::NotANumber(quoted(text));
    let text = text.strip_prefix('≈').or_else(|| text.strip_prefix('~')).unwrap_or(text).trim_start();
    let ends = text.char_indices().rfind(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at + 1);
    let (number, rest) = text.split_at(ends.ok_or_else(not)?);
    let rest = rest.trim().trim_end_matches('.');
    if !rest.is_empty() {
        let wanted = unit.filter(|unit| !unit.is_empty());
        if !rest.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '/' | ' ' | '-' | '²' | '°')) {
            return Err(not());
        }
        if !wanted.is_some_and(|wanted| same_unit(rest, wanted)) {
            return Err(Problem::Unit { written: quoted(rest), wanted: wanted.map(str::to_owned) });
        }
    }
    let (negative, digits) = match number.chars().next() {
        Some(sign @ ('-' | '−' | '–')) => (true, &number[sign.len_utf8()..]),
        Some('+') => (false, &number[1..]),
        _ => (false, number),
    };
    if digits.starts_with(char::is_whitespace) {
        return Err(not());
    }
    let value = plain(digits).ok_or_else(not)??;
    if value > MOST {
        return Err(not());
    }
    Ok(if negative { -value } else { value })
}

/// Reads a whole number from 0 on.
pub(super) fn read_count(typed: &str, unit: Option<&str>) -> Result<u64, Problem> {
    let value = read(typed, unit)?;
    if value < 0.0 || value.fract() != 0.0 {
        return Err(Problem::NotACount(quoted(typed)));
    }
    // Whole and below 10^15: written without exponent, and exact.
    format!("{value:.0}").parse().map_err(|_| Problem::NotACount(quoted(typed)))
}

/// Whether two numbers are as near as the tolerance says; what counting in binary adds is forgiven.
pub(super) fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance.abs() + 1e-9 * b.abs().max(1.0)
}

/// A number without sign. None when it is none.
fn plain(digits: &str) -> Option<Result<f64, Problem>> {
    let bare: String = digits.chars().filter(|c| !matches!(c, '_' | '\'' | '’') && !c.is_whitespace()).collect();
    if !bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let (commas, dots) = (bare.matches(',').count(), bare.matches('.').count());
    let text = match (commas, dots) {
        (0, 1) if in_thousands(&bare, '.') => return Some(Err(Problem::Ambiguous(bare))),
        (0, 0 | 1) => bare,
        (1.., 0) if in_thousands(&bare, ',') => bare.replace(',', ""),
        (0, _) if in_thousands(&bare, '.') => bare.replace('.', ""),
        (1, 0) => bare.replace(',', "."),
        (_, 1) => {
            let (whole, _) = bare.split_once('.')?;
            // 1,024.5; but 1.024,5 has its comma behind the dot.
            if in_thousands(whole, ',') { bare.replace(',', "") } else { continental(&bare)? }
        }
        (1, _) => continental(&bare)?,
        _ => return None,
    };
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Ok)
}

/// 1.024,5 as 1024.5.
fn continental(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once(',')?;
    in_thousands(whole, '.').then(|| format!("{}.{decimals}", whole.replace('.', "")))
}

/// Whether a text is one to three digits, not beginning with zero, and groups of three after this sign.
fn in_thousands(text: &str, sign: char) -> bool {
    let mut groups = text.split(sign);
    let first = groups.next().unwrap_or("");
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && digits(group))
}

/// Whether two units are the same: without case, and one or many.
fn same_unit(a: &str, b: &str) -> bool {
    let stem = |text: &str| {
        let text = folded(text);
        let one = match text.strip_suffix("es").filter(|one| one.ends_with("ss")) {
            Some(one) => Some(one),
            None => text.strip_suffix('s').filter(|one| one.len() > 1 && !one.ends_with('s')),
        };
        one.map_or_else(|| text.clone(), str::to_owned)
    };
    stem(a) == stem(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("251", 251.0),
            (" 64,512 ", 64_512.0),
            ("64 512", 64_512.0),
            ("64\u{202f}512", 64_512.0),
            ("64'512", 64_512.0),
            ("64_512", 64_512.0),
            ("1,032,192", 1_032_192.0),
            ("1.032.192", 1_032_192.0),
            ("1,024.5", 1_024.5),
            ("1.024,5", 1_024.5),
            ("1.032.192,25", 1_032_192.25),
            ("0.5", 0.5),
            ("0,5", 0.5),
            ("0.125", 0.125),
            ("0,125", 0.125),
            ("10,24", 10.24),
            ("-5", -5.0),
            ("−5", -5.0),
            ("+5", 5.0),
            ("251 addresses", 251.0),
            ("251 Address", 251.0),
            ("251addresses.", 251.0),
            ("251.", 251.0),
            ("~251", 251.0),
            (".5", 0.5),
        ];
        for (typed, value) in cases {
            assert_eq!(read(typed, Some("addresses")), Ok(value), "{typed}");
        }
        assert_eq!(read("99 %", Some("%")), Ok(99.0));
        assert_eq!(read("1 process", Some("processes")), Ok(1.0));
    }

    #[test]
    fn what_is_no_number_is_complained_of_and_not_guessed() {
        let (unit, said) = (Some("addresses"), |typed| read(typed, Some("addresses")).unwrap_err().to_string());
        for typed in ["many", "2^8", "12-14", "1,2,3", "1..2", "0x10", "--", "1e3", "٣", "- 5", "---5", "12,34,567"] {
            assert!(
                matches!(read(typed, unit), Err(Problem::NotANumber(_) | Problem::Unit { .. })),
                "{typed} {:?}",
                read(typed, unit)
            );
        }
        assert_eq!(read("", unit), Err(Problem::NothingWritten));
        assert_eq!(read(" \u{200b} ", unit), Err(Problem::NothingWritten));
        assert!(matches!(read("9999999999999999999999", unit), Err(Problem::NotANumber(_))));
        assert_eq!(said("8 nodes"), "“nodes” is another unit; the answer is in addresses.");
        assert_eq!(read("8 nodes", None).unwrap_err().to_string(), "A number alone is wanted, without “nodes”.");
        assert!(said("1.024").starts_with("“1.024” can be read as 1024 or as"));
    }

    #[test]
    fn a_count_is_whole() {
        assert_eq!(read_count("64,512 ports", Some("ports")), Ok(64_512));
        assert_eq!(read_count("0", None), Ok(0));
        assert!(matches!(read_count("-1", None), Err(Problem::NotACount(_))));
        assert!(matches!(read_count("1.5", None), Err(Problem::NotACount(_))));
    }

    #[test]
    fn nearness_forgives_binary_counting_alone() {
        assert!(near(0.1 + 0.2, 0.3, 0.0) && near(251.0, 251.0, 0.0) && near(9.5, 10.0, 0.5));
        assert!(!near(251.1, 251.0, 0.0) && !near(9.4, 10.0, 0.5));
    }
}
