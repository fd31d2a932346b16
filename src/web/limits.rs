//! Limits on what can be tried over and over: guessing codes, making people out of nothing, and asking the tools without
//! end.
//!
//! Limits are kept by address in this process. Reading is never limited here. Who has sent many wrong codes is not shut out
//! but slowed: each further try takes its turn and a second. So one person's guessing does not lock the door for the forty
//! others behind the same address, and guessing from everywhere at once is as slow.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::time::Millis;

/// Wrong codes that one address may send at once, and how many more it earns a minute.
const WRONG_CODES: Rate = Rate { burst: 20.0, a_minute: 10.0 };
/// The same for all addresses together.
const WRONG_CODES_OF_ALL: Rate = Rate { burst: 300.0, a_minute: 200.0 };
/// How long a try takes once too many codes were wrong.
const SLOW: Duration = Duration::from_secs(1);
/// Slow tries at the same time from one address; more are refused. Several, so that others behind that address get their turn.
const SLOW_OF_ONE: usize = 8;
/// Slow tries at the same time from all addresses. With 50 bits a code and 1,000 people, a guess in 10^12 is right: at this
/// many a second somebody would have to go on for five hundred years.
const SLOW_OF_ALL: usize = 64;
/// New participants from one address: several hundred in one room, behind one address, get in at once.
const NEW_PEOPLE: Rate = Rate { burst: 1000.0, a_minute: 600.0 };
/// Questions of programs to the network tools from one address: a room of learners with scripts, behind one address.
const QUESTIONS: Rate = Rate { burst: 600.0, a_minute: 1200.0 };
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
    questions: Buckets,
    slow: Mutex<HashMap<IpAddr, usize>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wrong_codes: Buckets::new(WRONG_CODES),
            wrong_codes_of_all: Buckets::new(WRONG_CODES_OF_ALL),
            new_people: Buckets::new(NEW_PEOPLE),
            questions: Buckets::new(QUESTIONS),
            slow: Mutex::default(),
        }
    }
}

impl Limits {
    /// Waits for this address's turn to try a code: at once as long as few were wrong, else a second and not many at a time.
    pub async fn turn_to_try(&self, address: IpAddr, now: Millis) -> Result<Turn<'_>, Wait> {
        let key = network_of(address);
        if self.wrong_codes.look(key, now).is_ok() && self.wrong_codes_of_all.look(EVERYBODY, now).is_ok() {
            return Ok(Turn { limits: self, slow: None });
        }
        let turn = self.slow_turn(key).ok_or(Wait(SLOW.as_secs()))?;
        tokio::time::sleep(SLOW).await;
        Ok(turn)
    }

    fn slow_turn(&self, key: IpAddr) -> Option<Turn<'_>> {
        let mut slow = self.slow.lock().unwrap_or_else(PoisonError::into_inner);
        if slow.values().sum::<usize>() >= SLOW_OF_ALL || slow.get(&key).is_some_and(|turns| *turns >= SLOW_OF_ONE) {
            return None;
        }
        *slow.entry(key).or_default() += 1;
        Some(Turn { limits: self, slow: Some(key) })
    }

    /// Counts a wrong code.
    pub fn wrong_code(&self, address: IpAddr, now: Millis) {
        let _ = self.wrong_codes.take(network_of(address), now);
        let _ = self.wrong_codes_of_all.take(EVERYBODY, now);
    }

    /// Counts a new participant from this address, if there may be one.
    pub fn new_person(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.new_people.take(network_of(address), now)
    }

    /// Counts a program's question to the network tools, if it may ask one.
    pub fn question(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.questions.take(network_of(address), now)
    }
}

/// A turn to try a code; ends when it is dropped.
pub struct Turn<'a> {
    limits: &'a Limits,
    slow: Option<IpAddr>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let Some(key) = self.slow else { return };
        let mut slow = self.limits.slow.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turns) = slow.get_mut(&key) {
            *turns -= 1;
            if *turns == 0 {
                slow.remove(&key);
            }
        }
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
        let mut levels = self.levels();
        let Some(level) = levels.get_mut(&key) else { return Ok(()) };
        // A clock that was ahead and went back must not keep the door shut until that time comes again.
        level.at = level.at.min(now);
        self.verdict(self.tokens(*level, now))
    }

    fn take(&self, key: IpAddr, now: Millis) -> Result<(), Wait> {
        let mut levels = self.levels();
        if levels.len() >= MOST_ADDRESSES && !levels.contains_key(&key) {
            levels.retain(|_, level| self.tokens(*level, now) < self.rate.burst);
        }
        let tokens = levels.get_mut(&key).map_or(self.rate.burst, |level| {
            level.at = level.at.min(now);
            self.tokens(*level, now)
        });
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

    /// Whether a try would be free now, and whether one more slow one may begin.
    fn is_free(limits: &Limits, address: IpAddr, now: Millis) -> bool {
        let key = network_of(address);
        limits.wrong_codes.look(key, now).is_ok() && limits.wrong_codes_of_all.look(EVERYBODY, now).is_ok()
    }

    #[test]
    fn wrong_codes_slow_that_address_down_and_it_recovers() {
        let limits = Limits::default();
        for _ in 0..20 {
            assert!(is_free(&limits, GUESSER, START));
            limits.wrong_code(GUESSER, START);
        }
        assert_eq!(limits.wrong_codes.look(GUESSER, START), Err(Wait(6)));
        assert!(is_free(&limits, OTHER, START));
        assert_eq!(limits.wrong_codes.look(GUESSER, START.plus_seconds(5)), Err(Wait(1)));
        assert!(is_free(&limits, GUESSER, START.plus_seconds(6)));
        limits.wrong_code(GUESSER, START.plus_seconds(6));
        assert!(!is_free(&limits, GUESSER, START.plus_seconds(6)));
    }

    #[test]
    fn guessing_from_many_addresses_is_slowed_as_well() {
        let limits = Limits::default();
        for n in 0..300u32 {
            limits.wrong_code(IpAddr::V4((0x0a00_0000 + n).into()), START);
        }
        assert!(!is_free(&limits, OTHER, START));
        assert!(is_free(&limits, OTHER, START.plus_seconds(1)));
    }

    #[test]
    fn slow_turns_are_few_and_come_back() {
        let limits = Limits::default();
        let turns: Vec<_> = (0..SLOW_OF_ONE).map(|_| limits.slow_turn(GUESSER).expect("a turn")).collect();
        assert!(limits.slow_turn(GUESSER).is_none());
        assert!(limits.slow_turn(OTHER).is_some(), "one address takes the turns of all");
        drop(turns);
        assert!(limits.slow_turn(GUESSER).is_some());
        assert!(limits.slow.lock().unwrap().is_empty(), "what is over is still counted");
        let of_all: Vec<_> = (0..100u32).filter_map(|n| limits.slow_turn(IpAddr::V4(n.into()))).collect();
        assert_eq!(of_all.len(), SLOW_OF_ALL);
    }

    #[test]
    fn right_codes_cost_nothing() {
        let limits = Limits::default();
        assert!((0..1000).all(|_| is_free(&limits, GUESSER, START)));
    }

    #[test]
    fn a_room_behind_one_address_gets_in_at_once() {
        let limits = Limits::default();
        assert!((0..1000).all(|_| limits.new_person(GUESSER, START).is_ok()));
        assert!(limits.new_person(GUESSER, START).is_err());
        assert!(limits.new_person(OTHER, START).is_ok());
    }

    #[test]
    fn a_room_with_scripts_asks_on_and_an_endless_loop_waits() {
        let limits = Limits::default();
        assert!((0..600).all(|_| limits.question(GUESSER, START).is_ok()));
        assert_eq!(limits.question(GUESSER, START), Err(Wait(1)));
        assert!(limits.question(OTHER, START).is_ok());
        assert!((0..20).all(|_| limits.question(GUESSER, START.plus_seconds(1)).is_ok()));
        assert!(limits.question(GUESSER, START.plus_seconds(1)).is_err());
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
        // Emptied while the clock was a year ahead: it fills again from now on.
        let ahead = START.plus_seconds(365 * 24 * 3600);
        while buckets.take(OTHER, ahead).is_ok() {}
        assert!(buckets.look(OTHER, START).is_err());
        assert_eq!(buckets.look(OTHER, START.plus_seconds(60)), Ok(()));
    }
}
