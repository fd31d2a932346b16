//! Points in time as pages show them: for machines in RFC 3339, for people in words, in UTC. A script may rewrite the words
//! to the reader's own zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::time::Millis;

/// (RFC 3339, such as "23 November 2026, 10:42 UTC").
#[must_use]
pub fn moment(at: Millis) -> (String, String) {
    let timestamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let civil = timestamp.to_zoned(TimeZone::UTC);
    (timestamp.to_string(), civil.strftime("%-d %B %Y, %H:%M UTC").to_string())
}

/// (RFC 3339, such as "10:42:07 UTC"): for "saved", where the day is today.
#[must_use]
pub fn clock(at: Millis) -> (String, String) {
    let timestamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    (timestamp.to_string(), timestamp.to_zoned(TimeZone::UTC).strftime("%H:%M:%S UTC").to_string())
}

/// A moment that may be today: "10:42:07 UTC" then, else with its day and without seconds.
#[must_use]
pub fn lately(at: Millis, now: Millis) -> (String, String) {
    if date_of(at) == date_of(now) { clock(at) } else { moment(at) }
}

/// (2026-11-22, "22 November 2026").
#[must_use]
pub fn day(date: Date) -> (String, String) {
    (date.to_string(), date.strftime("%-d %B %Y").to_string())
}

/// The day of a moment, in UTC.
#[must_use]
pub fn date_of(at: Millis) -> Date {
    Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC).date()
}

/// Minutes as a person says them: "45 min", "about 1 hour", "about 4½ hours".
#[must_use]
pub fn duration(minutes: u32) -> String {
    if minutes < 60 {
        return format!("{minutes} min");
    }
    let halves = (minutes + 15) / 30;
    let hours = match (halves / 2, halves % 2) {
        (hours, 0) => hours.to_string(),
        (hours, _) => format!("{hours}½"),
    };
    format!("about {hours} {}", if halves == 2 { "hour" } else { "hours" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_in_utc() {
        let (machine, words) = moment(Millis(1_795_431_727_500));
        assert_eq!(machine, "2026-11-23T11:02:07.5Z");
        assert_eq!(words, "23 November 2026, 11:02 UTC");
        assert_eq!(clock(Millis(1_795_431_727_500)).1, "11:02:07 UTC");
        assert_eq!(date_of(Millis(0)).to_string(), "1970-01-01");
    }

    #[test]
    fn a_time_outside_the_calendar_is_no_reason_to_fail() {
        assert_eq!(moment(Millis(i64::MAX)).0, "1970-01-01T00:00:00Z");
    }

    #[test]
    fn durations_read_as_said() {
        let cases = [
            (0, "0 min"),
            (45, "45 min"),
            (60, "about 1 hour"),
            (74, "about 1 hour"),
            (75, "about 1½ hours"),
            (240, "about 4 hours"),
            (265, "about 4½ hours"),
        ];
        for (minutes, words) in cases {
            assert_eq!(duration(minutes), words, "{minutes}");
        }
    }
}
