//! Keeping and checking passwords: argon2id, off the threads that serve, and few at a time.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OnceCell, Semaphore};

use super::error::Wrong;
use super::limits::Wait;
use super::now::Now;
use super::work::aside;

/// Memory that one hash takes, in KiB: 32 MiB.
const MEMORY: u32 = 32 * 1024;
/// How often that memory is gone through.
const PASSES: u32 = 3;
/// Hashes that are worked on at the same time: the rest of the machine is for everybody else.
const AT_ONCE: usize = 2;
/// Who may wait for their turn; more are told to come back.
const WAITING: usize = 64;
/// After how many seconds they should.
const COME_BACK: u64 = 2;

/// Makes and checks the hashes of passwords for one process.
pub struct Passwords {
    /// One for each hash under way.
    work: Semaphore,
    /// One for each hash under way or waiting.
    queue: Semaphore,
    /// What is checked for an account that is not there, so that it takes as long.
    decoy: OnceCell<String>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { work: Semaphore::new(AT_ONCE), queue: Semaphore::new(AT_ONCE + WAITING), decoy: OnceCell::new() }
    }
}

impl Passwords {
    /// What is kept of a password: the hash with its salt and its parameters, as a PHC string.
    pub async fn keep(&self, password: String) -> Result<String, Wrong> {
        self.work(move || made(&password)).await?
    }

    /// Whether a password is the one that was kept; with nothing kept, no after the same work.
    pub async fn is_right(&self, password: String, kept: Option<&str>) -> Result<bool, Wrong> {
        let there = kept.is_some();
        let kept = match kept {
            Some(kept) => kept.to_owned(),
            None => self.decoy.get_or_try_init(|| self.keep(hex_of_nothing())).await?.clone(),
        };
        let same = self.work(move || verified(&password, &kept)).await??;
        Ok(same && there)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Wrong> {
        let _place = self.queue.try_acquire().map_err(|_| Wrong::TooMany(Wait(COME_BACK)))?;
        let _turn = self.work.acquire().await.map_err(|_| Wrong::Internal)?;
        aside("a password", work).await
    }
}

/// A password that nobody has.
fn hex_of_nothing() -> String {
    super::assets::hex(&Now::token())
}

fn argon2() -> Result<Argon2<'static>, Wrong> {
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(refused)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn made(password: &str) -> Result<String, Wrong> {
    let salt = &Now::token()[..16];
    let hash: PasswordHash = argon2()?.hash_password_with_salt(password.as_bytes(), salt).map_err(refused)?;
    Ok(hash.to_string())
}

fn verified(password: &str, kept: &str) -> Result<bool, Wrong> {
    let hash = PasswordHash::new(kept).map_err(refused)?;
    // The parameters are those of the hash: ones from before stay good when those above change.
    match argon2()?.verify_password(password.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: impl std::fmt::Display) -> Wrong {
    tracing::error!(%error, "a password could not be worked on");
    Wrong::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_kept_password_is_known_again_and_no_other() {
        let passwords = Passwords::default();
        let kept = passwords.keep("copper kettle under the stairs".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=32768,t=3,p=1$"), "{kept}");
        let right = async |password: &str| passwords.is_right(password.to_owned(), Some(&kept)).await.unwrap();
        assert!(right("copper kettle under the stairs").await);
        for wrong in ["copper kettle under the stairs ", "Copper kettle under the stairs", ""] {
            assert!(!right(wrong).await, "{wrong:?}");
        }
        let again = passwords.keep("copper kettle under the stairs".to_owned()).await.unwrap();
        assert_ne!(again, kept, "two accounts with one password cannot be told");
    }

    #[tokio::test]
    async fn an_account_that_is_not_there_has_no_right_password() {
        let passwords = Passwords::default();
        assert_eq!(passwords.is_right("copper kettle".to_owned(), None).await, Ok(false));
        assert_eq!(passwords.is_right("copper kettle".to_owned(), Some("no hash")).await, Err(Wrong::Internal));
    }

    #[tokio::test]
    async fn those_who_wait_are_bounded() {
        let passwords = Passwords::default();
        let _places = passwords.queue.acquire_many(u32::try_from(AT_ONCE + WAITING).unwrap()).await.unwrap();
        let refused = passwords.is_right("x".to_owned(), Some("y")).await;
        assert_eq!(refused, Err(Wrong::TooMany(Wait(COME_BACK))));
    }
}
