//! Points in time and lengths of time as other programs read them.

use crate::domain::time::Millis;

const MILLIS_OF_DAY: i64 = 86_400_000;

/// RFC 3339 in UTC with milliseconds: `2026-12-01T09:30:00.000Z`. What lies outside the years 0 to 9999, which the form cannot
/// hold, becomes the nearest that it can.
pub(super) fn rfc3339(at: Millis) -> String {
    let at = at.0.clamp(-62_167_219_200_000, 253_402_300_799_999);
    let (days, of_day) = (at.div_euclid(MILLIS_OF_DAY), at.rem_euclid(MILLIS_OF_DAY));
    // Days are counted from 0000-03-01, so that a leap day is the last of its year; 146,097 make 400 years.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// A length of time in milliseconds as ISO 8601 has it, with hundredths of a second at most: `PT1H2M3.45S`. What is negative is
/// none.
pub(super) fn duration(millis: i64) -> String {
    let hundredths = (millis.max(0) + 5) / 10;
    let (hours, minutes, rest) = (hundredths / 360_000, hundredths / 6_000 % 60, hundredths % 6_000);
    let mut text = String::from("PT");
    for (count, sign) in [(hours, 'H'), (minutes, 'M')] {
        if count > 0 {
            text.push_str(&count.to_string());
            text.push(sign);
        }
    }
    if rest > 0 || text.len() == 2 {
        text.push_str(&(rest / 100).to_string());
        if rest % 100 > 0 {
            let fraction = format!(".{:02}", rest % 100);
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('S');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_those_of_iso_8601() {
        for (millis, text) in [
            (0, "PT0S"),
            (-5, "PT0S"),
            (4, "PT0S"),
            (5, "PT0.01S"),
            (1_500, "PT1.5S"),
            (59_994, "PT59.99S"),
            (60_000, "PT1M"),
            (3_723_450, "PT1H2M3.45S"),
            (90_000_000, "PT25H"),
        ] {
            assert_eq!(duration(millis), text);
            // Another reads it as the same, to a hundredth of a second.
            let theirs: jiff::SignedDuration = text.parse().unwrap();
            assert!((theirs.as_millis() - i128::from(millis.max(0))).abs() <= 5, "{text}");
        }
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        for (at, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (i64::MIN, "0000-01-01T00:00:00.000Z"),
            (i64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(Millis(at)), text);
        }
        // Every tenth day of four centuries, against a calendar that somebody else wrote.
        for day in (0..146_097).step_by(10) {
            let at = day * MILLIS_OF_DAY + 45_296_789;
            let theirs = jiff::Timestamp::from_millisecond(at).unwrap();
            assert_eq!(rfc3339(Millis(at)), format!("{theirs:.3}"));
        }
    }
}
