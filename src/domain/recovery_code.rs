//! Recovery codes: what stands in for the second factor when the device with it is lost.
//!
//! A code has 50 bits as ten letters and figures, without those that look alike.

use std::fmt;

/// How many an account gets at once.
pub const COUNT: usize = 10;
/// Letters of a code.
const LENGTH: usize = 10;
/// Without i, l, o and u.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// From random bits; the first 50 count.
    #[must_use]
    pub fn from_bits(bits: &[u8; 32]) -> Self {
        let bit = |n: usize| usize::from(bits[n / 8] >> (7 - n % 8) & 1);
        let letter = |n: usize| (0..5).fold(0, |value, k| value << 1 | bit(5 * n + k));
        Self((0..LENGTH).map(|n| char::from(LETTERS[letter(n)])).collect())
    }

    /// From what somebody typed, whatever stands between the letters and in whatever case; letters that look like a figure
    /// stand for it. None when it has not the form of a code.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let kept = |c: char| !(c.is_whitespace() || c == '-');
        let read = |c: char| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        };
        let code: String = typed.chars().filter(|c| kept(*c)).take(LENGTH + 1).map(read).collect();
        (code.len() == LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte))).then_some(Self(code))
    }

    /// The one form of it from which its hash is made.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..LENGTH / 2], &self.0[LENGTH / 2..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = RecoveryCode::from_bits(&[0b0000_1000; 32]);
        assert_eq!(code.to_string(), "1040g-20810");
        for typed in ["1040g-20810", "1040g20810", " 10 40 G-208 10 ", "IO4oG-2o8lO"] {
            assert_eq!(RecoveryCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for typed in ["", "1040g-2081", "1040g-208100", "1040u-20810", "1040é-20810"] {
            assert_eq!(RecoveryCode::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_letter_can_stand_in_a_code() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..=255 {
            seen.extend(RecoveryCode::from_bits(&[n; 32]).canonical().bytes());
        }
        assert_eq!(seen.len(), 32);
    }
}
