//! Limits on what can be tried over and over: guessing codes, and making people out of nothing.
//!
//! Limits are kept by address in this process. Reading is never limited here, and right codes cost nothing, so that one
//! person's guessing does not shut out the forty others behind the same address for longer than it must.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::time::Millis;

/// Wrong codes that one address may send at once, and how many more it earns a minute.
const WRONG_CODES: Rate = Rate { burst: 20.0, a_minute: 10.0 };
/// The same for all addresses together. With 50 bits a code and 100,000 people, one guess in 10^10 is right: at this rate
/// somebody would have to go on for a century.
const WRONG_CODES_OF_ALL: Rate = Rate { burst: 300.0, a_minute: 200.0 };
/// New participants from one address: several hundred in one room, behind one address, get in at once.
const NEW_PEOPLE: Rate = Rate { burst: 1000.0, a_minute: 600.0 };
/// How many addresses are remembered before those that are full again are forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// How long to wait before the next try, in whole seconds: for `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub u64);

/// The limits of one process.
pub struct Limits {
    wrong_codes: Buckets,
    wrong_codes_of_all: Buckets,
    new_people: Buckets,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wrong_codes: Buckets::new(WRONG_CODES),
            wrong_codes_of_all: Buckets::new(WRONG_CODES_OF_ALL),
            new_people: Buckets::new(NEW_PEOPLE),
        }
    }
}

impl Limits {
    /// Whether this address may try a code now.
    pub fn may_try_code(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.wrong_codes.look(network_of(address), now)?;
        self.wrong_codes_of_all.look(EVERYBODY, now)
    }

    /// Counts a wrong code.
    pub fn wrong_code(&self, address: IpAddr, now: Millis) {
        // The door closes with the last token, so that what `look` said is all there is to know.
        let _ = self.wrong_codes.take(network_of(address), now);
        let _ = self.wrong_codes_of_all.take(EVERYBODY, now);
    }

    /// Counts a new participant from this address, if there may be one.
    pub fn new_person(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.new_people.take(network_of(address), now)
    }
}

/// The key under which all addresses are counted together.
const EVERYBODY: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

/// The part of an address that one household or office has: all of an IPv4 address, the first 64 bits of an IPv6 one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[derive(Debug, Clone, Copy)]
struct Rate {
    burst: f64,
    a_minute: f64,
}

/// A token bucket for each key.
struct Buckets {
    rate: Rate,
    levels: Mutex<HashMap<IpAddr, Level>>,
}

#[derive(Debug, Clone, Copy)]
struct Level {
    tokens: f64,
    at: Millis,
}

impl Buckets {
    fn new(rate: Rate) -> Self {
        Self { rate, levels: Mutex::default() }
    }

    fn levels(&self) -> MutexGuard<'_, HashMap<IpAddr, Level>> {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, key: IpAddr, now: Millis) -> Result<(), Wait> {
        let tokens = self.levels().get(&key).map_or(self.rate.burst, |level| self.tokens(*level, now));
        self.verdict(tokens)
    }

    fn take(&self, key: IpAddr, now: Millis) -> Result<(), Wait> {
        let mut levels = self.levels();
        if levels.len() >= MOST_ADDRESSES && !levels.contains_key(&key) {
            levels.retain(|_, level| self.tokens(*level, now) < self.rate.burst);
        }
        let tokens = levels.get(&key).map_or(self.rate.burst, |level| self.tokens(*level, now));
        self.verdict(tokens)?;
        levels.insert(key, Level { tokens: tokens - 1.0, at: now });
        Ok(())
    }

    fn tokens(&self, level: Level, now: Millis) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a span between two requests is far below 2^52 milliseconds")]
        let minutes = (now.0 - level.at.0).max(0) as f64 / 60_000.0;
        (level.tokens + minutes * self.rate.a_minute).min(self.rate.burst)
    }

    fn verdict(&self, tokens: f64) -> Result<(), Wait> {
        if tokens >= 1.0 {
            return Ok(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 60 seconds for every rate above"
        )]
        // A hair less, so that what rounding adds is not taken for another second.
        let seconds = ((1.0 - tokens) / self.rate.a_minute * 60.0 - 1e-9).ceil() as u64;
        Err(Wait(seconds.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESSER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));
    const START: Millis = Millis(1_000_000);

    #[test]
    fn wrong_codes_close_the_door_for_that_address_and_it_opens_again() {
        let limits = Limits::default();
        for _ in 0..20 {
            assert_eq!(limits.may_try_code(GUESSER, START), Ok(()));
            limits.wrong_code(GUESSER, START);
        }
        assert_eq!(limits.may_try_code(GUESSER, START), Err(Wait(6)));
        assert_eq!(limits.may_try_code(OTHER, START), Ok(()));
        assert_eq!(limits.may_try_code(GUESSER, START.plus_seconds(5)), Err(Wait(1)));
        assert_eq!(limits.may_try_code(GUESSER, START.plus_seconds(6)), Ok(()));
        limits.wrong_code(GUESSER, START.plus_seconds(6));
        assert_eq!(limits.may_try_code(GUESSER, START.plus_seconds(6)), Err(Wait(6)));
    }

    #[test]
    fn guessing_from_many_addresses_is_slowed_as_well() {
        let limits = Limits::default();
        for n in 0..300u32 {
            limits.wrong_code(IpAddr::V4((0x0a00_0000 + n).into()), START);
        }
        assert!(limits.may_try_code(OTHER, START).is_err());
        assert_eq!(limits.may_try_code(OTHER, START.plus_seconds(1)), Ok(()));
    }

    #[test]
    fn right_codes_cost_nothing() {
        let limits = Limits::default();
        for _ in 0..1000 {
            assert_eq!(limits.may_try_code(GUESSER, START), Ok(()));
        }
    }

    #[test]
    fn a_room_behind_one_address_gets_in_at_once() {
        let limits = Limits::default();
        assert!((0..1000).all(|_| limits.new_person(GUESSER, START).is_ok()));
        assert!(limits.new_person(GUESSER, START).is_err());
        assert!(limits.new_person(OTHER, START).is_ok());
    }

    #[test]
    fn one_household_counts_as_one_in_ipv6() {
        let parse = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(network_of(parse("2001:db8:1:2:aaaa::1")), network_of(parse("2001:db8:1:2:bbbb::2")));
        assert_ne!(network_of(parse("2001:db8:1:2::1")), network_of(parse("2001:db8:1:3::1")));
        assert_eq!(network_of(parse("::ffff:192.0.2.1")), GUESSER);
    }

    #[test]
    fn addresses_are_forgotten_when_there_are_too_many() {
        let buckets = Buckets::new(NEW_PEOPLE);
        for n in 0..20_000u32 {
            let _ = buckets.take(IpAddr::V4(n.into()), START.plus_seconds(i64::from(n)));
        }
        assert!(buckets.levels().len() <= MOST_ADDRESSES);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_open_or_close_anything() {
        let buckets = Buckets::new(WRONG_CODES);
        let _ = buckets.take(GUESSER, START);
        assert_eq!(buckets.look(GUESSER, Millis(0)), Ok(()));
    }
}
