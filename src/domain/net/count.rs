//! How many addresses: exact beyond what any machine number holds.

use std::fmt;
use std::ops::{Add, AddAssign};

use serde::{Serialize, Serializer};

const TEN_TO_THE_18TH: u128 = 1_000_000_000_000_000_000;

/// A number of addresses. All of IPv6 is 2¹²⁸, one more than a `u128` can say, and IPv4 may come on top.
///
/// Written and serialized as a decimal string, exact at any size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Count {
    /// How many times 2¹²⁸.
    whole: u64,
    /// What is left.
    rest: u128,
}

impl Count {
    /// None at all.
    pub const ZERO: Self = Self { whole: 0, rest: 0 };

    /// Two to the power of `bits`; 2¹²⁸ for 128 and anything above.
    #[must_use]
    pub const fn power_of_two(bits: u8) -> Self {
        if bits >= 128 { Self { whole: 1, rest: 0 } } else { Self { whole: 0, rest: 1 << bits } }
    }

    /// The number, unless it is 2¹²⁸ or more.
    #[must_use]
    pub const fn to_u128(self) -> Option<u128> {
        if self.whole == 0 { Some(self.rest) } else { None }
    }

    /// The number, unless it is 2⁶⁴ or more.
    #[must_use]
    pub fn to_u64(self) -> Option<u64> {
        self.to_u128().and_then(|n| n.try_into().ok())
    }

    /// So many less, zero at least.
    #[must_use]
    pub const fn less(self, n: u128) -> Self {
        match self.rest.checked_sub(n) {
            Some(rest) => Self { rest, ..self },
            None if self.whole > 0 => Self { whole: self.whole - 1, rest: self.rest.wrapping_sub(n) },
            None => Self::ZERO,
        }
    }
}

impl From<u128> for Count {
    fn from(rest: u128) -> Self {
        Self { whole: 0, rest }
    }
}

impl From<u64> for Count {
    fn from(n: u64) -> Self {
        u128::from(n).into()
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (rest, carried) = self.rest.overflowing_add(other.rest);
        let whole = self.whole.saturating_add(other.whole).saturating_add(u64::from(carried));
        Self { whole, rest }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole == 0 {
            return fmt::Display::fmt(&self.rest, f);
        }
        // Long division, 18 digits at a time, from the lowest.
        let mut limbs = [u128::from(self.whole), self.rest >> 64, self.rest & u128::from(u64::MAX)];
        let mut groups = Vec::new();
        while limbs.iter().any(|limb| *limb > 0) {
            let mut left = 0;
            for limb in &mut limbs {
                let value = left << 64 | *limb;
                (*limb, left) = (value / TEN_TO_THE_18TH, value % TEN_TO_THE_18TH);
            }
            groups.push(format!("{left:018}"));
        }
        groups.reverse();
        let digits = groups.concat();
        let digits = digits.trim_start_matches('0');
        f.pad_integral(true, "", digits)
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_exact_at_any_size() {
        let all = Count::power_of_two(128);
        let cases = [
            (Count::ZERO, "0"),
            (Count::power_of_two(0), "1"),
            (Count::power_of_two(53), "9007199254740992"),
            (Count::power_of_two(64), "18446744073709551616"),
            (Count::from(u128::MAX), "340282366920938463463374607431768211455"),
            (all, "340282366920938463463374607431768211456"),
            (all + Count::power_of_two(32), "340282366920938463463374607436063178752"),
            (Count::from(u128::MAX) + Count::from(1_u64), "340282366920938463463374607431768211456"),
            (all + all, "680564733841876926926749214863536422912"),
            (Count { whole: u64::MAX, rest: 0 }, "6277101735386680763495507056286727952638980837032266301440"),
            (Count { whole: 1, rest: 10_u128.pow(20) }, "340282366920938463563374607431768211456"),
        ];
        for (count, expected) in cases {
            assert_eq!(count.to_string(), expected);
            assert_eq!(serde_json::to_string(&count).unwrap(), format!("\"{expected}\""));
        }
        assert_eq!(format!("{all:>40}|{:<3}|", Count::from(7_u64)), format!(" {all}|7  |"));
    }

    #[test]
    fn it_is_compared_lessened_and_narrowed() {
        let all = Count::power_of_two(128);
        assert!(all > Count::from(u128::MAX));
        assert_eq!(all.less(1), Count::from(u128::MAX));
        assert_eq!(all.less(0), all);
        assert_eq!(Count::from(3_u64).less(5), Count::ZERO);
        assert_eq!((all.to_u128(), all.less(1).to_u128()), (None, Some(u128::MAX)));
        assert_eq!((Count::power_of_two(64).to_u64(), Count::power_of_two(63).to_u64()), (None, Some(1 << 63)));
        assert_eq!([all, all.less(1)].into_iter().sum::<Count>(), (all + all).less(1));
    }
}
