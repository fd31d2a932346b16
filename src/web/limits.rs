//! Limits on what can be tried over and over: guessing codes, making people out of nothing, and asking the tools without
//! end.
//!
//! Limits are kept by address, and for passwords by account as well, in this process. Reading is never limited here. Who has sent many wrong codes is not shut out
//! but slowed: each further try takes its turn and a second. So one person's guessing does not lock the door for the forty
//! others behind the same address, and guessing from everywhere at once is as slow.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use uuid::Uuid;

use crate::domain::time::Millis;

mod joining;

pub use joining::Joining;

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
/// New participants from one address who come with a right join code: two thousand in one hall, behind one address, with some
/// who come twice. Each cohort has a limit of its own besides, a door to shut, and a list to take people off. Counted apart,
/// so that neither a hall that joins nor somebody who makes people out of nothing uses up what the other has.
const NEW_MEMBERS: Rate = Rate { burst: 3000.0, a_minute: 1200.0 };
/// Questions of programs to the network tools from one address: a room of learners with scripts, behind one address.
const QUESTIONS: Rate = Rate { burst: 600.0, a_minute: 1200.0 };
/// Wrong passwords for one account from browsers that were never signed in to it: at once, and how many more an hour makes
/// it (100). People choose passwords, so that guessing has to be slower than with codes.
const WRONG_PASSWORDS: Rate = Rate { burst: 10.0, a_minute: 100.0 / 60.0 };
/// Wrong passwords that one address may send, for whatever accounts, before each further try is slow.
const WRONG_PASSWORDS_OF_ADDRESS: Rate = Rate { burst: 30.0, a_minute: 10.0 };
/// Wrong codes of a second factor for one account: at once, and how many more an hour makes it (10). Three of a million codes
/// are right at a time.
const WRONG_SECOND_FACTORS: Rate = Rate { burst: 5.0, a_minute: 10.0 / 60.0 };
/// Messages that one facilitator may have sent: at once, and how many more a minute makes it (60 an hour).
const MAILS: Rate = Rate { burst: 30.0, a_minute: 1.0 };
/// Messages to one address: at once, and how many more an hour makes it (3). Nobody is to be flooded by the portal.
const MAILS_TO_ONE: Rate = Rate { burst: 3.0, a_minute: 3.0 / 60.0 };
/// How many addresses or accounts are remembered before those that are full again are forgotten.
const MOST_KEYS: usize = 10_000;

/// How long to wait before the next try, in whole seconds: for `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub u64);

/// The limits of one process.
pub struct Limits {
    wrong_codes: Buckets,
    wrong_codes_of_all: Buckets,
    new_people: Buckets,
    new_members: Buckets,
    questions: Buckets,
    wrong_passwords: Buckets<Account>,
    wrong_passwords_of_address: Buckets,
    wrong_second_factors: Buckets<Uuid>,
    mails: Buckets<Uuid>,
    mails_to_one: Buckets<Account>,
    slow: Slow,
    slow_passwords: Slow,
    /// Join codes.
    pub joining: Joining,
}

/// An account that somebody tries to sign in to, as a hash of what they typed: one that is not there counts like one that is.
pub type Account = [u8; 32];

impl Default for Limits {
    fn default() -> Self {
        Self {
            wrong_codes: Buckets::new(WRONG_CODES),
            wrong_codes_of_all: Buckets::new(WRONG_CODES_OF_ALL),
            new_people: Buckets::new(NEW_PEOPLE),
            new_members: Buckets::new(NEW_MEMBERS),
            questions: Buckets::new(QUESTIONS),
            wrong_passwords: Buckets::new(WRONG_PASSWORDS),
            wrong_passwords_of_address: Buckets::new(WRONG_PASSWORDS_OF_ADDRESS),
            wrong_second_factors: Buckets::new(WRONG_SECOND_FACTORS),
            mails: Buckets::new(MAILS),
            mails_to_one: Buckets::new(MAILS_TO_ONE),
            slow: Slow::default(),
            slow_passwords: Slow::default(),
            joining: Joining::default(),
        }
    }
}

impl Limits {
    /// Waits for this address's turn to try a code: at once as long as few were wrong, else a second and not many at a time.
    pub async fn turn_to_try(&self, address: IpAddr, now: Millis) -> Result<Turn<'_>, Wait> {
        let key = network_of(address);
        if self.wrong_codes.look(key, now).is_ok() && self.wrong_codes_of_all.look(EVERYBODY, now).is_ok() {
            return Ok(Turn(None));
        }
        self.slow.turn(key).await
    }

    /// Waits for the turn to try a password, and counts it as wrong until it is [forgiven](Self::right_password), so that
    /// many at the same moment are no way around the limit.
    ///
    /// `account` has its own limit, which shuts a door: a password is easier to guess than a code. For a browser that was
    /// signed in to the account before, it is a door of its own, which nobody else can shut. The limit of the address only
    /// slows down: guessing at one account does not keep others behind that address out of theirs.
    pub async fn turn_to_sign_in(&self, address: IpAddr, account: Account, now: Millis) -> Result<Turn<'_>, Wait> {
        self.wrong_passwords.take(account, now)?;
        let key = network_of(address);
        if self.wrong_passwords_of_address.take(key, now).is_ok() {
            return Ok(Turn(None));
        }
        // Nothing was tried: it does not count against the account.
        self.slow_passwords.turn(key).await.inspect_err(|_| self.wrong_passwords.give_back(account, now))
    }

    /// Takes back that a password was counted as wrong.
    pub fn right_password(&self, address: IpAddr, account: Account, now: Millis) {
        self.wrong_passwords.give_back(account, now);
        self.wrong_passwords_of_address.give_back(network_of(address), now);
    }

    /// Counts a code of a second factor as wrong until it is [forgiven](Self::right_second_factor), if there may be one more
    /// for this account. Only who showed its password, or is signed in to it, comes so far.
    pub fn try_second_factor(&self, account: Uuid, now: Millis) -> Result<(), Wait> {
        self.wrong_second_factors.take(account, now)
    }

    /// Takes back that a code of a second factor was counted as wrong.
    pub fn right_second_factor(&self, account: Uuid, now: Millis) {
        self.wrong_second_factors.give_back(account, now);
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

    /// Counts a message that a facilitator has sent to an address, if there may be one more.
    pub fn mail(&self, sender: Uuid, to: Account, now: Millis) -> Result<(), Wait> {
        self.mails.take(sender, now)?;
        // Nothing is sent: it does not count against the sender.
        self.mails_to_one.take(to, now).inspect_err(|_| self.mails.give_back(sender, now))
    }

    /// Counts a new participant from this address who comes with a right join code, if there may be one.
    pub fn new_member(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.new_members.take(network_of(address), now)
    }

    /// Counts a program's question to the network tools, if it may ask one.
    pub fn question(&self, address: IpAddr, now: Millis) -> Result<(), Wait> {
        self.questions.take(network_of(address), now)
    }
}

/// Who takes a slow try at this moment: how many from each address.
#[derive(Default)]
struct Slow(Mutex<HashMap<IpAddr, usize>>);

impl Slow {
    /// Takes a turn and a second; refused when there are too many.
    async fn turn(&self, key: IpAddr) -> Result<Turn<'_>, Wait> {
        let turn = self.take(key).ok_or(Wait(SLOW.as_secs()))?;
        tokio::time::sleep(SLOW).await;
        Ok(turn)
    }

    fn take(&self, key: IpAddr) -> Option<Turn<'_>> {
        let mut slow = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slow.values().sum::<usize>() >= SLOW_OF_ALL || slow.get(&key).is_some_and(|turns| *turns >= SLOW_OF_ONE) {
            return None;
        }
        *slow.entry(key).or_default() += 1;
        Some(Turn(Some((self, key))))
    }
}

/// A turn to try a code or a password; ends when it is dropped.
pub struct Turn<'a>(Option<(&'a Slow, IpAddr)>);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let Some((slow, key)) = self.0 else { return };
        let mut slow = slow.0.lock().unwrap_or_else(PoisonError::into_inner);
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
struct Buckets<K = IpAddr> {
    rate: Rate,
    levels: Mutex<HashMap<K, Level>>,
}

#[derive(Debug, Clone, Copy)]
struct Level {
    tokens: f64,
    at: Millis,
}

impl<K: Copy + Eq + Hash> Buckets<K> {
    fn new(rate: Rate) -> Self {
        Self { rate, levels: Mutex::default() }
    }

    fn levels(&self) -> MutexGuard<'_, HashMap<K, Level>> {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, key: K, now: Millis) -> Result<(), Wait> {
        let mut levels = self.levels();
        let Some(level) = levels.get_mut(&key) else { return Ok(()) };
        // A clock that was ahead and went back must not keep the door shut until that time comes again.
        level.at = level.at.min(now);
        self.verdict(self.tokens(*level, now))
    }

    fn take(&self, key: K, now: Millis) -> Result<(), Wait> {
        let mut levels = self.levels();
        if levels.len() >= MOST_KEYS && !levels.contains_key(&key) {
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

    fn give_back(&self, key: K, now: Millis) {
        if let Some(level) = self.levels().get_mut(&key) {
            level.tokens = (self.tokens(*level, now) + 1.0).min(self.rate.burst);
            level.at = now;
        }
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
mod tests;
