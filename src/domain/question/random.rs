//! Chance from a seed: the same numbers for ever, on every machine.
//!
//! The generator is `SplitMix64` (Steele, Lea, Flood: “Fast splittable pseudorandom number generators”, 2014): a counter
//! with a fixed step, and a finalizer that mixes its bits. It is good enough to draw figures and orders; it keeps no
//! secret. Variants that were asked hold only as long as this file stays as it is.

/// The step of the counter.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator for a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below `n`; 0 for 0. The high half of a product: the bias is below n ÷ 2^64.
    pub fn below(&mut self, n: u64) -> u64 {
        let product = u128::from(self.bits()) * u128::from(n);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from the first to the last, both included; the first when there is none between.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        match last.checked_sub(first) {
            Some(u64::MAX) => self.bits(),
            Some(width) => first + self.below(width + 1),
            None => first,
        }
    }

    /// One of these; None of none.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let at = self.below(of.len() as u64);
        of.get(usize::try_from(at).unwrap_or(0)).copied()
    }

    /// An order of `n` things (Fisher and Yates).
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(0);
            order.swap(last, other);
        }
        order
    }
}

const fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A seed from texts, such as a person's and an attempt's id: FNV-1a over them, a zero byte after each, and then mixed.
#[must_use]
pub fn seed(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    mixed(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// A name for a text in a question: 12 hexadecimal digits.
pub(super) fn token(question: &str, text: &str) -> String {
    format!("{:012x}", seed(&[question, text]) >> 16)
}

/// An order for a part of a question.
pub(super) fn order(seed_of_asked: u64, question: &str, part: &str, n: usize) -> Vec<usize> {
    Random::new(seed(&[question, part]) ^ seed_of_asked).order(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_for_ever() {
        // The first three are the published ones for the seed 1234567.
        let mut random = Random::new(1_234_567);
        let bits: Vec<u64> = (0..3).map(|_| random.bits()).collect();
        assert_eq!(bits, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        assert_eq!(Random::new(7).order(6), [5, 4, 1, 3, 0, 2]);
        assert_eq!(token("q1", "an option"), "85c5fbcd666e");
    }

    #[test]
    fn numbers_keep_their_bounds_and_reach_them() {
        let mut random = Random::new(1);
        let drawn: std::collections::BTreeSet<u64> = (0..200).map(|_| random.between(3, 9)).collect();
        assert_eq!(drawn, (3..=9).collect());
        assert_eq!((random.below(0), random.between(9, 3), random.one_of::<u8>(&[])), (0, 9, None));
        let _ = random.between(0, u64::MAX);
    }

    #[test]
    fn look_alike_ids_share_nothing() {
        assert_ne!(seed(&["q1", "0"]), seed(&["q10", ""]));
        assert_ne!(token("net", "a"), token("net-2", "a"));
        assert_ne!(token("q", "a"), token("q", "A"));
    }
}
