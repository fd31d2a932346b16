//! How long a cohort is kept.

use crate::domain::time::Millis;

/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// What says how long a cohort has been over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// When it ends, if anybody said so.
    pub ends_at: Option<Millis>,
    /// When it was put away.
    pub archived_at: Option<Millis>,
    /// When it was made, or one of its people was last seen, whichever came last.
    pub used_at: Millis,
}

impl Lifetime {
    /// From when on a cohort may be deleted that is kept for so many days: after the later of its end and of being put
    /// away; with neither, twice as long after anybody was last seen. Never when the days are 0.
    #[must_use]
    pub fn kept_until(&self, days: u32) -> Option<Millis> {
        let kept = i64::from(days) * DAY;
        let over = self.ends_at.max(self.archived_at);
        (days > 0).then(|| over.map_or_else(|| self.used_at.plus_seconds(2 * kept), |over| over.plus_seconds(kept)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Millis {
        Millis(0).plus_seconds(n * DAY)
    }

    #[test]
    fn a_cohort_is_kept_from_when_it_is_over() {
        let cases = [
            ("ended", Some(day(10)), None, Some(day(40))),
            ("put away", None, Some(day(20)), Some(day(50))),
            ("ended, then put away", Some(day(10)), Some(day(20)), Some(day(50))),
            ("put away before its end", Some(day(30)), Some(day(20)), Some(day(60))),
            ("neither: twice as long since somebody was there", None, None, Some(day(65))),
        ];
        for (what, ends_at, archived_at, until) in cases {
            let lifetime = Lifetime { ends_at, archived_at, used_at: day(5) };
            assert_eq!(lifetime.kept_until(30), until, "{what}");
            assert_eq!(lifetime.kept_until(0), None, "{what}");
        }
    }
}
