//! Limits on guessing join codes, which forty people behind the address of a guesser do not feel.
//!
//! A code is 30 bits, and whoever reads it off the wall sends a right one. So wrong codes are counted by address, and once
//! there were many, codes from there are looked up one after the other at a bounded rate. Who is next is a matter of chance,
//! so that a guesser with many requests under way holds nobody up for good. And a code that was right from an address
//! is known there: everybody else behind that address who sends it passes at once, however many wrong ones are waiting.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::{Buckets, EVERYBODY, MOST_KEYS, Rate, Wait, network_of};
use crate::domain::time::Millis;

/// Wrong join codes that one address may send before codes from there take turns, and how many more it earns a minute: in
/// a room of forty everybody may mistype once.
const WRONG: Rate = Rate { burst: 60.0, a_minute: 30.0 };
/// The same for all addresses together.
const WRONG_OF_ALL: Rate = Rate { burst: 600.0, a_minute: 300.0 };
/// Codes that are looked up from one address once it takes turns: 20 a second. With ten doors open, a guess finds one of
/// them in 60 days on average.
const TURNS: Rate = Rate { burst: 20.0, a_minute: 1200.0 };
/// The same for all addresses together: 50 a second, 25 days.
const TURNS_OF_ALL: Rate = Rate { burst: 50.0, a_minute: 3000.0 };
/// How often one that waits looks whether it is next.
const LOOK: Duration = Duration::from_millis(100);
/// How long one waits before it is sent away.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many may wait from one address, and from all.
const WAITING: usize = 256;
const WAITING_OF_ALL: usize = 1024;
/// How long a right code is known at an address: a workshop's day.
const KNOWN_SECONDS: i64 = 12 * 3600;

/// A code as it is remembered: what is kept in memory must not be a list of keys.
type Hash = [u8; 32];

/// See the module.
pub struct Joining {
    wrong: Buckets,
    wrong_of_all: Buckets,
    turns: Buckets,
    turns_of_all: Buckets,
    known: Mutex<HashMap<(IpAddr, Hash), Millis>>,
    waiting: Mutex<HashMap<IpAddr, usize>>,
}

impl Default for Joining {
    fn default() -> Self {
        Self {
            wrong: Buckets::new(WRONG),
            wrong_of_all: Buckets::new(WRONG_OF_ALL),
            turns: Buckets::new(TURNS),
            turns_of_all: Buckets::new(TURNS_OF_ALL),
            known: Mutex::default(),
            waiting: Mutex::default(),
        }
    }
}

impl Joining {
    /// Waits for the turn to try a code from an address: not at all as long as few were wrong from there, or when this one
    /// was right from there before; else some seconds at most, or it is sent away. `at` is when it came.
    pub async fn turn(&self, address: IpAddr, code: &str, at: Millis) -> Result<(), Wait> {
        let key = network_of(address);
        if self.is_known(key, code, at)
            || (self.wrong.look(key, at).is_ok() && self.wrong_of_all.look(EVERYBODY, at).is_ok())
        {
            return Ok(());
        }
        let _place = self.wait(key).ok_or(Wait(1))?;
        let came = tokio::time::Instant::now();
        loop {
            let waited = came.elapsed();
            let now = Millis(at.0 + i64::try_from(waited.as_millis()).unwrap_or(0));
            if self.is_known(key, code, now) || self.take_turn(key, now) {
                return Ok(());
            }
            if waited >= PATIENCE {
                return Err(Wait(1));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Counts a wrong code.
    pub fn wrong(&self, address: IpAddr, now: Millis) {
        let _ = self.wrong.take(network_of(address), now);
        let _ = self.wrong_of_all.take(EVERYBODY, now);
    }

    /// Remembers that a code was right from an address.
    pub fn right(&self, address: IpAddr, code: &str, now: Millis) {
        let mut known = lock(&self.known);
        if known.len() >= MOST_KEYS {
            known.retain(|_, until| *until > now);
        }
        if known.len() < MOST_KEYS {
            known.insert((network_of(address), hash(code)), now.plus_seconds(KNOWN_SECONDS));
        }
    }

    fn is_known(&self, key: IpAddr, code: &str, now: Millis) -> bool {
        lock(&self.known).get(&(key, hash(code))).is_some_and(|until| *until > now)
    }

    /// Takes what is left of this moment's turns, if anything is.
    fn take_turn(&self, key: IpAddr, now: Millis) -> bool {
        self.turns.look(key, now).is_ok()
            && self.turns_of_all.take(EVERYBODY, now).is_ok()
            && self.turns.take(key, now).is_ok()
    }

    fn wait(&self, key: IpAddr) -> Option<Place<'_>> {
        let mut waiting = lock(&self.waiting);
        let here = waiting.get(&key).copied().unwrap_or(0);
        if here >= WAITING || waiting.values().sum::<usize>() >= WAITING_OF_ALL {
            return None;
        }
        waiting.insert(key, here + 1);
        Some(Place { waiting: &self.waiting, key })
    }
}

fn hash(code: &str) -> Hash {
    Sha256::digest(code).into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place among those that wait; free again when it is dropped.
struct Place<'a> {
    waiting: &'a Mutex<HashMap<IpAddr, usize>>,
    key: IpAddr,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = lock(self.waiting);
        if let Some(here) = waiting.get_mut(&self.key) {
            *here -= 1;
            if *here == 0 {
                waiting.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));
    const START: Millis = Millis(1_000_000);

    /// After so many wrong codes that the room takes turns, all of which are gone.
    fn guessed() -> Joining {
        let joining = Joining::default();
        for _ in 0..60 {
            joining.wrong(ROOM, START);
        }
        while joining.take_turn(ROOM, START) {}
        joining
    }

    /// Whether a try went through, and whether it had to wait.
    async fn tried(turn: impl Future<Output = Result<(), Wait>>) -> (bool, bool) {
        let before = tokio::time::Instant::now();
        (turn.await.is_ok(), before.elapsed() >= LOOK)
    }

    #[tokio::test]
    async fn a_room_may_mistype_and_then_takes_turns() {
        let joining = Joining::default();
        for _ in 0..60 {
            assert_eq!(tried(joining.turn(ROOM, "a", START)).await, (true, false));
            joining.wrong(ROOM, START);
        }
        while joining.take_turn(ROOM, START) {}
        assert_eq!(tried(joining.turn(ROOM, "a", START)).await, (true, true), "it waits for a turn");
        assert_eq!(tried(joining.turn(ELSEWHERE, "a", START)).await, (true, false), "others do not");
        assert_eq!(tried(joining.turn(ROOM, "a", START.plus_seconds(60))).await, (true, false), "it recovers");
    }

    #[test]
    fn turns_are_so_many_a_second() {
        let joining = guessed();
        let mut turns = 0;
        for tenth in 0..100 {
            while joining.take_turn(ROOM, Millis(START.0 + tenth * 100)) {
                turns += 1;
            }
        }
        assert!((190..=200).contains(&turns), "{turns} in ten seconds");
    }

    #[tokio::test]
    async fn a_code_that_was_right_here_never_waits() {
        let joining = guessed();
        joining.right(ROOM, "kite-420713", START);
        assert_eq!(tried(joining.turn(ROOM, "kite-420713", START)).await, (true, false));
        assert_eq!(tried(joining.turn(ROOM, "kite-420714", START)).await, (true, true));
        assert!(!joining.is_known(ROOM, "kite-420713", START.plus_seconds(KNOWN_SECONDS)), "for the day");
        assert!(!joining.is_known(ELSEWHERE, "kite-420713", START), "nor anywhere else");
    }

    #[test]
    fn not_more_wait_than_there_is_room_for() {
        let joining = Joining::default();
        let places: Vec<_> = (0..WAITING).map(|_| joining.wait(ROOM).expect("a place")).collect();
        assert!(joining.wait(ROOM).is_none());
        assert!(joining.wait(ELSEWHERE).is_some(), "one address takes the places of all");
        drop(places);
        assert!(lock(&joining.waiting).is_empty(), "what is over is still counted");
    }
}
