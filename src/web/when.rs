//! Points in time as pages show them: for machines in RFC 3339, for people in words, in UTC. A script may rewrite the words
//! to the reader's own zone.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
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

/// The time zone of an IANA name such as `Europe/Berlin`; an empty name is UTC.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.is_empty() { Some(TimeZone::UTC) } else { TimeZone::get(name).ok() }
}

/// (RFC 3339, such as "1 December 2026, 09:00 (Europe/Berlin)").
#[must_use]
pub fn in_zone(at: Millis, zone: &TimeZone) -> (String, String) {
    let timestamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let called = zone.iana_name().filter(|name| *name != "UTC").map(|name| format!(" ({name})"));
    let words = timestamp.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M").to_string();
    (timestamp.to_string(), words + called.as_deref().unwrap_or(" UTC"))
}

/// A time as `<input type="datetime-local">` has it; empty for none.
#[must_use]
pub fn field(at: Option<Millis>, zone: &TimeZone) -> String {
    let Some(timestamp) = at.and_then(|at| Timestamp::from_millisecond(at.0).ok()) else { return String::new() };
    timestamp.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What such a field sends, or somebody typed into it where the browser has none of its own; none for nothing. A time that a
/// change of clocks leaves out or has twice is the later one, or the first.
pub fn of_field(typed: &str, zone: &TimeZone) -> Result<Option<Millis>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let read = typed
        .parse::<DateTime>()
        .or_else(|_| typed.replacen(' ', "T", 1).parse::<DateTime>())
        .or_else(|_| typed.parse::<Date>().map(|day| day.at(0, 0, 0, 0)));
    let there = read.ok().filter(|at| (2000..=2200).contains(&at.year()));
    let at = there.and_then(|at| at.to_zoned(zone.clone()).ok());
    match at {
        Some(at) => Ok(Some(Millis(at.timestamp().as_millisecond()))),
        None => Err("This is no time; it looks like 2026-12-01 09:00.".to_owned()),
    }
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
    fn a_field_reads_back_what_it_showed_in_every_zone() {
        let at = Millis(1_795_431_720_000);
        for (name, shown, words) in [
            ("", "2026-11-23T11:02", "23 November 2026, 11:02 UTC"),
            ("Europe/Berlin", "2026-11-23T12:02", "23 November 2026, 12:02 (Europe/Berlin)"),
            ("Asia/Kolkata", "2026-11-23T16:32", "23 November 2026, 16:32 (Asia/Kolkata)"),
        ] {
            let zone = zone(name).expect("a zone");
            assert_eq!(field(Some(at), &zone), shown);
            assert_eq!(of_field(shown, &zone), Ok(Some(at)));
            assert_eq!(of_field(&shown.replace('T', " "), &zone), Ok(Some(at)));
            assert_eq!(in_zone(at, &zone).1, words);
        }
        assert!(zone("Mars/Olympus").is_none());
    }

    #[test]
    fn a_field_takes_a_day_and_nothing_and_says_what_is_wrong() {
        let berlin = zone("Europe/Berlin").expect("a zone");
        assert_eq!(of_field("  ", &berlin), Ok(None));
        assert_eq!(of_field("2026-12-01", &berlin), of_field("2026-12-01T00:00", &berlin));
        for typed in ["tomorrow", "2026-13-01T00:00", "2026-12-01T25:00", "0001-01-01T00:00", "99999-01-01"] {
            assert!(of_field(typed, &berlin).is_err(), "{typed}");
        }
        // The hour that is left out, and the one that is there twice.
        assert_eq!(field(of_field("2026-03-29T02:30", &berlin).expect("a time"), &berlin), "2026-03-29T03:30");
        assert_eq!(of_field("2026-10-25T02:30", &berlin), Ok(Some(Millis(1_792_888_200_000))));
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
